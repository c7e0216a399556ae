"""Whatever a model server does wrong: no citation that does not exist, no figure without its source, no changed quote, unmarked.

Every misbehaviour of tests/misbehaviours.py is played to the whole of Pinpoint over the samples, in each form of writing. What is
counted is counted anew from the store, not taken from a grade; `pytest -s` prints the table.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from misbehaviours import FAILURES, LIES, TRUE
from scripted_server import Reply, ScriptedServer, text

from evals.writing import _locked
from index import Embedder, Filters, Reference, Store, open_store
from rag import Answer, Answerer, Claim
from rag.bounded import Limits
from rag.chain import ModelChain
from rag.models import ModelSpec, load_model
from rag.records import WritingMode

ASKED = "The council refused a stage three panel. What remedy was agreed in 99 000 112?"
COUNTED: Counter[str] = Counter()
"""What all rows together gave; the last test holds it to nothing."""


@pytest.fixture(scope="module")
def store(sample_store_folder: str) -> Iterator[Store]:
    """The samples."""
    store = open_store(sample_store_folder)
    yield store
    store.close()


@pytest.fixture(scope="module")
def tokens(store: Store, embedder: Embedder) -> dict[str, str]:
    """The tokens of the finding, the action and the time limit."""
    passages = Answerer(store, embedder).ask(ASKED).passages
    by_place = {(one.reference, one.paragraph): f"S{n}" for n, one in enumerate(passages, 1)}
    return {letter: by_place.get(("99 000 112", number), "S1") for letter, number in (("F", 24), ("A", 31), ("L", 32))}


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    """The server that misbehaves."""
    with ScriptedServer() as running:
        yield running


class Asker:
    """Asks the samples by the misbehaving server's model."""

    def __init__(self, store: Store, embedder: Embedder, server: ScriptedServer) -> None:
        self.store = store
        self._server = server
        spec = ModelSpec.parse(server.base_url)
        model = load_model(spec, timeout_s=0.4, max_tokens=200, api_key="k")
        limits = Limits(deadline_s=20.0, characters=4_000, attempts=3, pause_s=0.0)
        self._by_form = {
            mode: Answerer(store, embedder, ModelChain(model, name="bad", limits=limits, mode=mode, constrain=spec.constrained))
            for mode in MODES
        }

    def ask(self, mode: WritingMode, replies: Sequence[Reply]) -> Answer:
        """The answer; what was streamed is its text."""
        self._server.forget()
        self._server.reply(*replies)
        *parts, last = self._by_form[mode].stream(ASKED)
        assert last.answer is not None
        assert "".join(part.text for part in parts) == last.answer.text
        return last.answer


MODES: tuple[WritingMode, ...] = ("plain", "sources", "auto")


@pytest.fixture(scope="module")
def asker(store: Store, embedder: Embedder, server: ScriptedServer) -> Asker:
    """One for all rows."""
    return Asker(store, embedder, server)


def _unmarked(answer: Answer) -> list[Claim]:
    return [claim for claim in answer.claims if claim.grade in {"quote", "supported"} and not claim.computed]


def _missing_citations(answer: Answer, store: Store) -> int:
    """Citations that stand in no paragraph of the store, numbers printed that have none, references of no decision."""
    wrong = 0
    for citation in answer.citations:
        (found,) = store.matching(Filters(references=(Reference(citation.reference),)))
        paragraph = store.decision(found).paragraph(citation.paragraph)
        wrong += paragraph is None or citation.text != paragraph.text or citation.quote not in citation.text
    numbers = {citation.n for citation in answer.citations}
    wrong += sum(int(n) not in numbers for n in re.findall(r"\[(\d+)\]$", answer.text, re.MULTILINE))
    wrong += sum(n not in numbers for claim in answer.claims for n in claim.citations)
    said = " ".join(claim.text for claim in _unmarked(answer))
    return wrong + sum(not store.count(Filters(references=(one,))) for one in Reference.find_all(said))


def _folded(words: str) -> str:
    return re.sub(r"\s+", " ", words).translate(str.maketrans("“”‘’", "\"\"''")).strip(" .;:,")


def _changed_quotes(answer: Answer) -> int:
    """Words shown as a quotation, without a mark, that stand in no cited paragraph."""
    texts = {citation.n: _folded(citation.text) for citation in answer.citations}
    wrong = 0
    for claim in _unmarked(answer):
        inner = re.findall(r'"([^"]+)"?', _folded(claim.text))
        for words in [claim.text] if claim.grade == "quote" and not inner else inner:
            wrong += not any(_folded(words) in texts[n] for n in claim.citations)
    return wrong


def _judge(answer: Answer, store: Store, lie: str) -> None:
    held, out_of = _locked(answer, marked=False)
    found = {
        "citations that do not exist": _missing_citations(answer, store),
        "figures not in their source": out_of - int(held),
        "changed quotes": _changed_quotes(answer),
        "lies without a mark": sum(lie in claim.text for claim in _unmarked(answer)) if lie else 0,
    }
    COUNTED.update(found)
    COUNTED["rows"] += 1
    COUNTED[f"answered by {answer.mode}"] += 1
    assert {name: count for name, count in found.items() if count} == {}
    assert answer.status in {"complete", "partial"}
    assert answer.citations
    for claim in answer.claims:
        assert claim.grade in {"quote", "supported"} or f"({claim.grade}: " in answer.text  # the grade is there to see


@pytest.mark.parametrize("beside", ["", TRUE], ids=["alone", "beside a truth"])
@pytest.mark.parametrize(("name", "lie", "part"), LIES, ids=[row[0] for row in LIES])
def test_a_lie_is_found_out(name: str, lie: str, part: str, *, beside: str, asker: Asker, tokens: dict[str, str]) -> None:
    """All sources at once."""
    assert name
    _judge(asker.ask("plain", [text(_filled(f"{beside} {lie}", tokens))]), asker.store, part)


@pytest.mark.parametrize(("name", "lie", "part"), LIES, ids=[row[0] for row in LIES])
def test_a_lie_about_one_source_is_found_out(name: str, lie: str, part: str, *, asker: Asker, tokens: dict[str, str]) -> None:
    """Source by source, as JSON: the source's own words stand in its place."""
    assert name
    answer = asker.ask("sources", [text(json.dumps({"sentence": _filled(lie, tokens)}))] * 6)
    _judge(answer, asker.store, part)
    assert "unsupported" not in {claim.grade for claim in answer.claims}


def _filled(words: str, tokens: dict[str, str]) -> str:
    for letter, token in tokens.items():
        words = words.replace(f"{{{letter}}}", token)
    return words


def _aimed(reply: Reply, tokens: dict[str, str]) -> Reply:
    return replace(reply, pieces=tuple(_filled(piece.decode("latin-1"), tokens).encode("latin-1") for piece in reply.pieces))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("name", "replies"), FAILURES, ids=[row[0] for row in FAILURES])
def test_a_failure_leaves_a_sound_answer(
    name: str, replies: tuple[Reply, ...], *, mode: WritingMode, asker: Asker, tokens: dict[str, str]
) -> None:
    """In every form; the reader is told, unless another attempt was well."""
    answer = asker.ask(mode, [_aimed(reply, tokens) for reply in replies])
    _judge(answer, asker.store, "")
    assert answer.notices or "then well" in name


def test_of_all_misbehaviours_none_comes_through() -> None:
    """The rows above, counted together; run after them."""
    if not COUNTED["rows"]:
        pytest.skip("counts what the other tests of this file did")
    print("\n" + "\n".join(f"{name:<32}{count:>6}" for name, count in sorted(COUNTED.items())))  # noqa: T201 - the table asked for
    assert {name: COUNTED[name] for name in ("citations that do not exist", "figures not in their source", "changed quotes")} == {
        "citations that do not exist": 0,
        "figures not in their source": 0,
        "changed quotes": 0,
    }
    assert COUNTED["lies without a mark"] == 0
