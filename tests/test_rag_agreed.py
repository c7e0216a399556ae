"""Whether a question asks for what was agreed is told from what it says and from what was ranked for it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from doubles import ranked_for

from index import Embedder, Store
from rag import Answerer
from rag.agreed import AGREED_SIGNALS, agreed_signals, are_actions, log_odds
from rag.choice import choose_rows
from rag.query import read_query
from rag.remedy import ledger_of
from rag.retrieve import Found


def test_actions_are_those_of_the_ledger(sample_store: Store, embedder: Embedder) -> None:
    """By decision and paragraph number, whatever part the paragraph is."""
    _, _, ranked = ranked_for("What remedy was agreed in 99 000 112?", sample_store, embedder)
    ledger = ledger_of(sample_store)
    acting = {row.paragraph.number for row, action in zip(ranked, are_actions(ranked, ledger), strict=True) if action}
    assert acting == {one.paragraph for one in ledger(ranked[0].decision)}


CUED = [
    ("What remedy was agreed in 99 000 112?", (1.0, 0.0, 1.0, 0.0)),  # its kind, no time limit, a cue of a remedy, no other
    ("By when must it be done in 99 000 112?", (0.0, 1.0, 0.0, 1.0)),
    ("Who met the family in 99 000 112?", (0.0, 0.0, 0.0, 0.0)),
]


@pytest.mark.parametrize(("question", "said"), CUED)
def test_signals_are_in_their_order(question: str, said: Sequence[float], sample_store: Store, embedder: Embedder) -> None:
    """What the question says first; then the best action and the best other paragraph, and the share of chance on actions."""
    query, found, ranked = ranked_for(question, sample_store, embedder)
    actions = are_actions(ranked, ledger_of(sample_store))
    signals = agreed_signals(query, ranked, found, actions)
    assert len(signals) == len(AGREED_SIGNALS)
    assert signals[:4] == tuple(said)
    best = {True: 0.0, False: 0.0}
    for row, action in zip(ranked, actions, strict=True):
        best[action] = max(best[action], row.score)
    assert signals[4:6] == (log_odds(best[True]), log_odds(best[False]))
    assert 0 < signals[6] < 1
    assert signals[7] == 1.0


def test_without_rows_nothing_is_likely() -> None:
    """The least log odds, and no share."""
    query = read_query("What was agreed?")
    found = Found((), (), 0.0, None, {}, ())  # type: ignore[arg-type]  # no vector is looked at
    assert agreed_signals(query, (), found, ())[4:7] == (log_odds(0.0), log_odds(0.0), 0.0)
    assert math.isfinite(log_odds(0.0))
    assert math.isfinite(log_odds(1.0))


ASKED = [
    ("What remedy was agreed in 99 000 112?", True),
    ("How much did the council have to pay in 99 000 112?", True),
    ("What does 99 000 112 say happened first?", False),
    ("Why was there fault in 99 000 112?", False),
]


@pytest.mark.parametrize(("question", "asked"), ASKED)
def test_actions_are_shown_where_they_are_asked_for(
    question: str, asked: bool, *, sample_answerer: Answerer, sample_store: Store, embedder: Embedder
) -> None:
    """By the weights that come with this version: the lines of the ledger stand in such an answer, and in no other."""
    query, found, ranked = ranked_for(question, sample_store, embedder)
    assert choose_rows(query, ranked, found, ledger_of(sample_store)).wants_agreed is asked
    (decision,) = {row.decision.reference: row.decision for row in ranked}.values()
    acting = {one.paragraph for one in ledger_of(sample_store)(decision)}
    assert bool(acting & {citation.paragraph for citation in sample_answerer.ask(question).citations}) is asked
