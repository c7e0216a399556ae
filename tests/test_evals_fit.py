"""Fitting the ranking's weights, on a handful of questions over the samples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals import fit
from evals.cases import SAMPLE_CASES, load_cases
from index import Embedder, sample_folder
from rag import Answerer, Ranker, first_names, second_names

pytestmark = pytest.mark.usefixtures("quick_networks")


@pytest.fixture(scope="module")
def fitted(sample_answerer: Answerer, quick_networks: None) -> tuple[list[Any], dict[str, Any]]:
    """Twenty-four questions and the weights fitted on them."""
    assert quick_networks is None
    asked = fit.ask_cases(sample_answerer, load_cases(SAMPLE_CASES)[:24])
    return asked, {"model": sample_answerer.store.model.digest, **fit._fit(asked)}


def test_fitted_weights_can_be_read_by_the_ranker(fitted: tuple[list[Any], dict[str, Any]]) -> None:
    """The file's names, shapes and model are what the ranker expects."""
    asked, value = fitted
    ranker = Ranker.read(value)
    assert len(ranker.first.weights) == len(first_names())
    assert ranker.second.line.shape[1] == len(second_names())
    assert ranker.model == value["model"] != ""
    assert len(asked) > 15


def test_supports_rank_above_what_does_not_support(fitted: tuple[list[Any], dict[str, Any]]) -> None:
    """On the questions they were fitted on, the weights put the supports first on the whole."""
    asked, value = fitted
    ranker = Ranker.read(value)
    ahead = []
    for one in asked:
        logits = ranker.first.logits(one.table.wanting((one.columns @ ranker.parts).astype(np.float32)).first)
        ahead.append(float(np.mean(logits[one.supports]) > np.mean(logits[~one.supports])))
    assert np.mean(ahead) > 0.9


def test_a_questions_parts_are_those_of_its_supports(fitted: tuple[list[Any], dict[str, Any]]) -> None:
    """Shares over the parts, and over the speakers, each sum to one where the supports were found."""
    asked, _ = fitted
    shares = asked[0].parts()
    assert shares[:11].sum() == pytest.approx(1.0)
    assert shares[11:].sum() == pytest.approx(1.0)


def test_wanted_parts_come_from_other_questions(fitted: tuple[list[Any], dict[str, Any]]) -> None:
    """The column a question is fitted on was predicted without it."""
    asked, _ = fitted
    tables = fit._wanting(asked)
    own = asked[0].table.wanting((asked[0].columns @ fit._ridge(asked)).astype(np.float32))
    assert len(tables) == len(asked)
    assert not np.array_equal(tables[0].first[:, -2], own.first[:, -2])


def test_unseen_questions_are_ranked_as_an_answer_is(fitted: tuple[list[Any], dict[str, Any]]) -> None:
    """One recall a question, by weights fitted without it; most supports of questions over the samples are found."""
    asked, _ = fitted
    recalls = fit._cross_validated(asked[:10])
    assert len(recalls) == 10
    assert all(0 <= recall <= 1 for recall in recalls)
    assert np.mean(recalls) > 0.5


def test_without_a_file_to_write_the_recall_is_said_and_with_one_the_weights_are_written(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both over the samples, whose questions stand in for all three files; what is written is read by the ranker."""
    monkeypatch.setattr("evals.fit.load_embedder", lambda: embedder)
    monkeypatch.setattr("rag.load.load_embedder", lambda _name: embedder)
    cases = load_cases(SAMPLE_CASES)
    chosen = {"real.jsonl": cases[:5], "fit.jsonl": cases[5:8], "samples.jsonl": cases[8:12]}
    monkeypatch.setattr("evals.fit.load_cases", lambda path, **_: chosen[path.name])
    said = fit.fit_ranker(sample_folder(), None).splitlines()
    assert [line.split(": ")[0] for line in said] == ["cross-validated recall@10, real", "cross-validated recall@10, samples"]
    out = tmp_path / "ranker.json"
    assert fit.fit_ranker(sample_folder(), out) == f"fitted on {sum(one.answerable for one in cases[:12])} questions: {out}"
    assert Ranker.read(json.loads(out.read_text(encoding="utf-8"))).model == embedder.identity.digest
