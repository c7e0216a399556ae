"""Decisions that were found are weighed again as wholes, by what tells one from another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from doubles import Sure

from index import Embedder, Filters, Store
from rag.decisions import names_as_filters, weigh_decisions
from rag.features import MOST_DECISIONS
from rag.interaction import LateInteraction
from rag.query import read_query
from rag.retrieve import Found, retrieve


def _weighed(question: str, store: Store, embedder: Embedder, filters: Filters | None = None) -> tuple[Found, Found]:
    query = read_query(question, filters=filters)
    found = retrieve(query, store, embedder, Sure("remedy"))
    return found, weigh_decisions(query, found, store, LateInteraction(embedder, store), few=MOST_DECISIONS)


BEST = [
    # fault, service and circumstance stand in different paragraphs, in other words
    ("They would not hold the final panel about help for a disabled child", "99 000 112"),
    ("family with children in bed and breakfast for longer than six weeks", "99 000 107"),
    ("direct payments for short breaks cut by a resource panel", "99 000 101"),
    ("no note of the medical opinion behind a priority on the housing register", "99 000 103"),
    # no word of the decision's
    ("they kept us waiting over half a year for the document about what our girl needs", "99 000 105"),
]


@pytest.mark.parametrize(("question", "reference"), BEST)
def test_the_decision_that_covers_the_question_is_first(
    question: str, reference: str, sample_store: Store, embedder: Embedder
) -> None:
    """By its complaint and its findings."""
    _, weighed = _weighed(question, sample_store, embedder)
    assert str(sample_store.decision(weighed.candidates[0].decision_id).reference) == reference


def test_weighing_orders_and_loses_nothing(sample_store: Store, embedder: Embedder) -> None:
    """The same decisions with the same paragraphs; scores fall from 1; all else as it was found."""
    found, weighed = _weighed("a stage three review panel was refused", sample_store, embedder)
    assert len(found.candidates) > MOST_DECISIONS
    assert {one.decision_id: one.paragraph_ids for one in weighed.candidates} == {
        one.decision_id: one.paragraph_ids for one in found.candidates
    }
    scores = [one.score for one in weighed.candidates]
    assert scores == sorted(scores, reverse=True)
    assert (scores[0], min(scores) >= 0.0) == (1.0, True)
    assert replace(weighed, candidates=found.candidates) == found


def test_few_decisions_are_not_weighed(sample_store: Store, embedder: Embedder) -> None:
    """They are looked at whole anyhow, and by itself the function leaves a store as small as the samples alone."""
    found, weighed = _weighed("a panel was refused", sample_store, embedder, Filters(category="Children's care services"))
    assert 1 < len(found.candidates) <= MOST_DECISIONS
    assert weighed is found
    query = read_query("a panel was refused")
    found = retrieve(query, sample_store, embedder, Sure("remedy"))
    assert weigh_decisions(query, found, sample_store, LateInteraction(embedder, sample_store)) is found


def test_a_question_without_a_word_that_says_something_is_weighed_too(sample_store: Store, embedder: Embedder) -> None:
    """By meaning alone, without a division by nothing."""
    found, weighed = _weighed("What was it about?", sample_store, embedder)
    assert sorted(one.decision_id for one in weighed.candidates) == sorted(one.decision_id for one in found.candidates)


def test_a_council_with_many_decisions_names_none_of_them(sample_store: Store, embedder: Embedder) -> None:
    """Its name is a filter then; with few decisions, or beside a reference, it stays the name of a decision."""
    query = read_query("What did Fernshire County Council agree?", authorities=["Fernshire County Council"])
    found = retrieve(query, sample_store, embedder, Sure("remedy"))
    assert names_as_filters(query, found) is query
    crowded = names_as_filters(query, replace(found, within=tuple(range(MOST_DECISIONS + 1))))
    assert (query.names_decisions, crowded.names_decisions, crowded.mentioned) == (True, False, ("Fernshire County Council",))
    assert crowded.words == query.words
    plain = read_query("What was agreed?")
    assert names_as_filters(plain, replace(found, within=tuple(range(100)))) is plain
