"""Whether the evidence answers at all is decided on several signals, weighed together."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from doubles import Sure

from index import Embedder, Store
from rag.abstain import ABSTAIN_FILE, SIGNALS, _load, abstain_reason, answer_signals, known_share
from rag.evidence import Ranked, gather_evidence
from rag.interaction import LateInteraction
from rag.query import Query, read_query
from rag.retrieve import Found, retrieve

NOTHING = "Nothing in these decisions answers that."


def _searched(question: str, store: Store, embedder: Embedder) -> tuple[Query, Found, tuple[Ranked, ...]]:
    query = read_query(question, authorities=store.facets().authorities)
    found = retrieve(query, store, embedder, Sure("facts"))
    return query, found, gather_evidence(query, found, store, LateInteraction(embedder, store))


ROWS = [
    ("What remedy was agreed when a stage three panel was refused?", None),
    ("What was paid to a family kept in bed and breakfast?", None),
    ("my boy's plan came months after it should have", None),  # a parent's words
    ("When will my bins be collected?", NOTHING),
    ("How do I appeal a parking ticket?", NOTHING),
    ("What is the best recipe for sourdough bread?", NOTHING),
    ("Who won the football world cup in 1966?", NOTHING),
    ("How deep may a private swimming pool be?", NOTHING),
    ("What did the panel in 99 000 101 decide about the money?", None),  # names its decision
    ("Show me paragraph 3 of 99 000 101", None),  # asks for a paragraph of it
    ("99 000 101: the football world cup 1966 final", NOTHING),  # names it, and asks something else altogether
]


@pytest.mark.parametrize(("question", "expected"), ROWS)
def test_only_what_the_decisions_speak_of_is_answered(
    question: str, expected: str | None, sample_store: Store, embedder: Embedder
) -> None:
    """Each row is a question within or beyond what the samples hold."""
    assert abstain_reason(*_searched(question, sample_store, embedder), sample_store) == expected


LAW = [
    ("What does section 26A(1) allow the Ombudsman to do?", None),  # stands in every decision, word for word
    ("section 17 and section 9999 duties", None),  # one of them stands there
    ("What does section 9999 require of a council?", "No decision found here speaks of section 9999."),
    ("sections 9998 and 9999 duties to a child", "No decision found here speaks of sections 9998 and 9999."),
    ("Is regulation 777 about review panels?", "No decision found here speaks of regulation 777."),
    ("99 000 101: what does section 9999 say of the family?", "No decision found here speaks of section 9999."),
]


@pytest.mark.parametrize(("question", "expected"), LAW)
def test_another_section_of_law_is_no_answer(question: str, expected: str | None, sample_store: Store, embedder: Embedder) -> None:
    """The nearest paragraphs speak of the section next to it; that is said and not shown as an answer."""
    assert abstain_reason(*_searched(question, sample_store, embedder), sample_store) == expected


def test_no_paragraph_is_no_answer(sample_store: Store, embedder: Embedder) -> None:
    """Even where the decision is named by its paragraph."""
    query, found, _ = _searched("Show me paragraph 3 of 99 000 101", sample_store, embedder)
    assert abstain_reason(query, found, (), sample_store) == NOTHING


def test_near_and_known_outweigh_far_and_unknown(sample_store: Store, embedder: Embedder) -> None:
    """The paragraphs of one real search, under other words and at other distances: the same paragraphs, and two verdicts."""
    _, found, ranked = _searched("a stage three panel was refused", sample_store, embedder)
    near, far = replace(found, nearest=0.7), replace(found, nearest=0.1)
    weak = tuple(replace(row, score=row.score * 0.01, support=0.1) for row in ranked)
    assert abstain_reason(read_query("stage panel refused"), near, ranked, sample_store) is None
    assert abstain_reason(read_query("zebra xylophone"), far, weak, sample_store) == NOTHING


def test_the_signals_are_what_their_names_say(sample_store: Store, embedder: Embedder) -> None:
    """One number a name, shares between 0 and 1, and the words of the question found where they stand."""
    query, found, ranked = _searched("a stage three panel was refused", sample_store, embedder)
    signals = dict(zip(SIGNALS, answer_signals(query, found, ranked, sample_store), strict=True))
    assert signals["best"] >= signals["second"]
    assert (signals["nearest"], signals["support"]) == (found.nearest, max(row.support for row in ranked))
    assert signals["known"] == pytest.approx(1.0)
    assert signals["covered by the decision"] == pytest.approx(1.0)
    assert 0.0 < signals["covered by the best"] <= 1.0
    nonsense = answer_signals(read_query("zebra xylophone"), found, ranked, sample_store)
    assert dict(zip(SIGNALS, nonsense, strict=True))["rarest left out"] == pytest.approx(1.0, abs=0.01)
    assert dict(zip(SIGNALS, nonsense, strict=True))["known"] == 0.0


def test_weights_of_other_signals_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file fitted before a signal was added says what to run."""
    value = json.loads(ABSTAIN_FILE.read_text(encoding="utf-8"))
    other = tmp_path / "abstain.json"
    other.write_text(json.dumps({**value, "signals": value["signals"][:-1]}), encoding="utf-8")
    monkeypatch.setattr("rag.abstain.ABSTAIN_FILE", other)
    with pytest.raises(ValueError, match=r"^abstain\.json was fitted on other signals; run: python -m evals abstain$"):
        _load.__wrapped__()


def test_known_share_weighs_rare_words_more(sample_store: Store) -> None:
    """All, none, some; a rare word that is missing counts for more than a common one."""

    def known(words: str) -> float:
        return known_share(read_query(words), sample_store)

    assert known("panel refused") == pytest.approx(1.0)
    assert known("zebra xylophone") == 0.0
    assert 0.0 < known("panel zebra") < 0.5  # the rarer word is missing
    assert known("panel zebra") < known("panel stage zebra") < 1.0
    assert known_share(read_query("the of and"), sample_store) == 0.0  # no word that is searched
