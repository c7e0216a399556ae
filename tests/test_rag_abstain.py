"""Whether the evidence answers at all is decided on nearness and on words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index import Embedder, Store
from rag.abstain import abstain_reason, known_share
from rag.cues import Kind
from rag.evidence import Ranked, gather_evidence
from rag.interaction import LateInteraction
from rag.query import Query, read_query
from rag.retrieve import Found, retrieve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTHING = "Nothing in these decisions answers that."


class Sure:
    """A weigher that is sure of facts."""

    def shares(self, question: str, vector: NDArray[np.float32]) -> Mapping[Kind, float]:
        """The whole share for one kind."""
        assert question
        assert vector.ndim == 1
        return {"facts": 1.0}


def _searched(question: str, store: Store, embedder: Embedder) -> tuple[Query, Found, tuple[Ranked, ...]]:
    query = read_query(question, authorities=store.facets().authorities)
    found = retrieve(query, store, embedder, Sure())
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
    ("What happened in 99 000 101 at the meeting about money?", None),  # names its decision
    ("Show me paragraph 3 of 99 000 101", None),  # asks for a paragraph of it
    ("99 000 101: the football world cup 1966 final", NOTHING),  # names it, and asks something else altogether
]


@pytest.mark.parametrize(("question", "expected"), ROWS)
def test_only_what_the_decisions_speak_of_is_answered(
    question: str, expected: str | None, sample_store: Store, embedder: Embedder
) -> None:
    """Each row is a question within or beyond what the samples hold."""
    assert abstain_reason(*_searched(question, sample_store, embedder), sample_store) == expected


def test_no_paragraph_is_no_answer(sample_store: Store, embedder: Embedder) -> None:
    """Even where the decision is named by its paragraph."""
    query, found, _ = _searched("Show me paragraph 3 of 99 000 101", sample_store, embedder)
    assert abstain_reason(query, found, (), sample_store) == NOTHING


BOUNDS = [
    (0.90, "stage panel", None),  # near, and the words stand there
    (0.90, "zebra xylophone", None),  # near in other words
    (0.42, "zebra xylophone", NOTHING),  # half near, and none of the words
    (0.37, "stage panel", None),  # half near, and all of the words
    (0.30, "stage panel", None),  # far, and all of the words: the decisions say it in another way
    (0.10, "stage panel", NOTHING),  # so far that words alone do not answer
    (0.10, "zebra xylophone panel", NOTHING),  # far, and few of the words
]


@pytest.mark.parametrize(("nearest", "words", "expected"), BOUNDS)
def test_one_signal_is_enough_and_neither_is_not(
    nearest: float, words: str, expected: str | None, *, sample_store: Store, embedder: Embedder
) -> None:
    """The paragraphs of one real search, under other words and at other distances."""
    _, found, ranked = _searched("a stage three panel was refused", sample_store, embedder)
    assert abstain_reason(read_query(words), replace(found, nearest=nearest), ranked, sample_store) == expected


def test_known_share_weighs_rare_words_more(sample_store: Store) -> None:
    """All, none, some; a rare word that is missing counts for more than a common one."""

    def known(words: str) -> float:
        return known_share(read_query(words), sample_store)

    assert known("panel refused") == pytest.approx(1.0)
    assert known("zebra xylophone") == 0.0
    assert 0.0 < known("panel zebra") < 0.5  # the rarer word is missing
    assert known("panel zebra") < known("panel stage zebra") < 1.0
    assert known_share(read_query("the of and"), sample_store) == 0.0  # no word that is searched
