"""Whether a question asks for what was agreed: then an answer shows actions, sums and time limits, and otherwise none.

"The provision cited for suggesting a remedy" is no question about a remedy, and "how is the council to stop this?" is one without
the word. So the kinds and the cues of the question are weighed with what the ranking made of it: how likely its best action is
beside the best other paragraph, and how much of all chance lies on actions. The weights stand in choice.json, fitted by `python -m
evals choose` on rankings of questions that the ranking was not fitted on, by whether a reader accepts an action as a source.
Proved by tests/test_rag_agreed.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from index import Decision, Remedy
from rag.evidence import Ranked
from rag.query import Query
from rag.regression import Regression
from rag.retrieve import Found
from rag.units import by_decision

__all__ = ["AGREED_SIGNALS", "CONSIDERED", "agreed_signals", "are_actions", "log_odds", "read_agreed"]

AGREED_SIGNALS = (
    "remedy or sum",
    "time limit",
    "a cue of a remedy",
    "another cue",
    "the best action",
    "the best other",
    "share of actions",
    "of a named decision",
)
"""What is weighed, in order: see `agreed_signals`."""

CONSIDERED = 30
"""Ranked paragraphs that may be quoted; those after them are hardly ever a source."""

_SMALLEST = 1e-4  # chance: keeps a logarithm finite


def are_actions(ranked: Sequence[Ranked], ledger: Callable[[Decision], Sequence[Remedy]]) -> list[bool]:
    """Of each row, whether the ledger reads an action in it."""
    acting = {key: frozenset(one.paragraph for one in ledger(own[0].decision)) for key, own in by_decision(ranked).items()}
    return [row.paragraph.number in acting[row.decision_id] for row in ranked]


def agreed_signals(query: Query, ranked: Sequence[Ranked], found: Found, actions: Sequence[bool]) -> tuple[float, ...]:
    """The AGREED_SIGNALS of a question: shares and flags 0 to 1, chances as log odds; `actions` goes with the rows of `ranked`."""
    scores = [min(row.score, 1.0) for row in ranked]
    acting = [score for score, action in zip(scores, actions, strict=True) if action]
    other = [score for score, action in zip(scores, actions, strict=True) if not action]
    cued = query.kind in {"remedy", "amount"}
    return (
        found.kinds.get("remedy", 0.0) + found.kinds.get("amount", 0.0),
        found.kinds.get("time_limit", 0.0),
        float(cued),
        float(not cued and query.kind != "facts"),
        log_odds(max(acting, default=0.0)),
        log_odds(max(other, default=0.0)),
        sum(acting) / max(sum(scores), _SMALLEST),
        float(query.names_decisions),
    )


def log_odds(score: float) -> float:
    """Of a chance, kept finite."""
    inside = min(max(score, _SMALLEST), 1 - _SMALLEST)
    return math.log(inside / (1 - inside))


def read_agreed(value: Mapping[str, Any]) -> Regression:
    """The weights from the value of choice.json.

    Raises:
        ValueError: they were fitted on other signals.
    """
    return Regression.read(value["agreed"], AGREED_SIGNALS)
