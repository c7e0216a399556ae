"""A real language model writes, end to end, over loopback: llama.cpp with SmolLM2-135M, which keeps to form and not to sense."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.writing import _existing, _locked
from index import Embedder, Store, open_store
from rag import Answer, Answerer
from rag.bounded import Limits
from rag.chain import ModelChain
from rag.cli import main
from rag.models import ModelSpec, load_model
from rag.records import WritingMode

ASKED = "The council refused a stage three panel. What remedy was agreed in 99 000 112?"


@pytest.fixture(scope="module")
def store(sample_store_folder: Path) -> Iterator[Store]:
    """The samples."""
    store = open_store(sample_store_folder)
    yield store
    store.close()


def _assert_sound(answer: Answer, store: Store) -> None:
    texts = {(str(one.reference), p.number): p.text for one in map(store.decision, store.matching()) for p in one.paragraphs}
    existing, cited = _existing(answer, texts)
    held, figures = _locked(answer, marked=False)
    assert (existing, held) == (cited, figures)
    assert cited > 0
    assert all(claim.citations for claim in answer.claims if claim.grade != "unsupported")


@pytest.mark.parametrize("mode", ["plain", "sources"])
def test_whatever_a_small_model_writes_the_answer_is_sound(
    mode: WritingMode, small_model: str, store: Store, embedder: Embedder
) -> None:
    """Every citation stands in the store, every figure in its source, and the stream is the answer."""
    spec = ModelSpec.parse(small_model)
    model = load_model(spec, timeout_s=300, max_tokens=60)
    limits = Limits(deadline_s=300, attempts=1)
    chain = ModelChain(model, name="tiny", limits=limits, context_tokens=1_400, constrain=spec.constrained, mode=mode)
    *pieces, last = Answerer(store, embedder, chain).stream(ASKED)
    assert last.answer is not None
    assert "".join(piece.text for piece in pieces) == last.answer.text
    assert last.answer.timings_ms["model"] > 0
    _assert_sound(last.answer, store)


def test_the_program_answers_by_a_local_model(
    small_model: str, sample_store_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a user would: a base URL in the environment, a status that says it answers, an answer as JSON."""
    for name, value in {"PINPOINT_LLM": small_model, "PINPOINT_LLM_CONTEXT": "1024", "PINPOINT_TIMEOUT": "300"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PINPOINT_LLM_MODE", "plain")
    assert main(["status", "--store", str(sample_store_folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["llm_answers"] is True
    assert main(["ask", "show me paragraph 24 of 99 000 112", "--store", str(sample_store_folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["prompt_digest"]
    assert {citation["reference"] for citation in answer["citations"]} == {"99 000 112"}
