"""Which ranked paragraphs an answer quotes, and how many: a second one only where it is likely enough beside the first.

The ranking says how likely a paragraph is to support; a regression over that chance and its surroundings (how likely the best is,
how much chance there is in all, whether a better paragraph stands beside it, whether the ledger reads an action in it) says how
likely a reader accepts it as a source. Quoted are the first so many, by that chance, for which the expected F measure is highest: a
question with one sure paragraph gets that one, one with five about equally likely gets them all. How much recall counts beside
precision is the one constant of the rule; it stands with the weights in choice.json, fitted by `python -m evals choose` on rankings
of questions that the ranking was not fitted on. Proved by tests/test_rag_choice.py, tests/test_evals_choose.py and the gate.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.evidence import Ranked
from rag.query import Query
from rag.retrieve import Found
from rag.units import by_decision

if TYPE_CHECKING:
    from rag.remedy import Ledger

__all__ = ["ALSO_LIKELY", "CHOICE_FILE", "CHOICE_SIGNALS", "CONSIDERED", "Choice", "choice_signals", "choose_rows", "expected_best"]

CHOICE_FILE = Path(__file__).with_name("choice.json")
CHOICE_SIGNALS = (
    "chance",
    "below the best",
    "rank",
    "the best",
    "all",
    "rank in its decision",
    "beside a better one",
    "action of the ledger",
    "of a named decision",
    "of the best named decision",
)
"""What is weighed, in order: see `choice_signals`."""

CONSIDERED = 30
"""Ranked paragraphs that may be quoted; those after them are hardly ever a source."""

ALSO_LIKELY = 0.35
"""Of the best paragraph's chance: where several decisions may answer, one that has such a paragraph is shown beside the others."""

_MOST = 8  # paragraphs: a screen
_SMALLEST = 1e-4  # chance: keeps a logarithm finite


@dataclass(frozen=True, slots=True)
class Choice:
    """The paragraphs considered with their chances, best first; the first `quoted` of them are to be quoted."""

    rows: tuple[Ranked, ...]
    chances: tuple[float, ...]
    quoted: int

    @property
    def chosen(self) -> tuple[Ranked, ...]:
        """The paragraphs to quote, best first."""
        return self.rows[: self.quoted]

    def likely(self, share: float) -> tuple[Ranked, ...]:
        """The chosen, and those whose chance is at least this share of the best one's, best first."""
        floor = share * max(self.chances, default=0.0)
        return tuple(row for at, row in enumerate(self.rows) if at < self.quoted or self.chances[at] >= floor)


@dataclass(frozen=True, slots=True)
class _Weights:
    """The regression over standardised signals, and how many times as much recall counts as precision."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    constant: float
    recall_worth: float

    def chance(self, signals: Sequence[float]) -> float:
        """How likely a reader accepts the paragraph, 0 to 1."""
        columns = zip(signals, self.mean, self.scale, self.weights, strict=True)
        return 1 / (1 + math.exp(-self.constant - sum((signal - mean) / scale * weight for signal, mean, scale, weight in columns)))


def choose_rows(query: Query, ranked: Sequence[Ranked], found: Found, ledger: Ledger) -> Choice:
    """The paragraphs to quote; `ranked` best first."""
    if not ranked:
        return Choice((), (), 0)
    weights = _load()
    chances = [weights.chance(signals) for signals in choice_signals(query, ranked, found, ledger)]
    order = sorted(range(len(chances)), key=lambda at: -chances[at])
    best = tuple(chances[at] for at in order)
    return Choice(tuple(ranked[at] for at in order), best, expected_best(best, weights.recall_worth))


def expected_best(chances: Sequence[float], recall_worth: float) -> int:
    """How many of the first have the highest expected F measure; `chances` fall."""
    worth, total = recall_worth**2, sum(chances)
    best, count, found = -1.0, 1, 0.0
    for n, chance in enumerate(chances[:_MOST], 1):
        found += chance
        expected = (1 + worth) * found / (n + worth * total)
        if expected > best:
            best, count = expected, n
    return count


def choice_signals(query: Query, ranked: Sequence[Ranked], found: Found, ledger: Ledger) -> list[tuple[float, ...]]:
    """The CHOICE_SIGNALS of the first CONSIDERED rows, in order.

    Chances are log odds, ranks logs; an action counts as far as a remedy or a sum is asked for; the rest is 0 or 1.
    """
    rows = ranked[:CONSIDERED]
    best = _log_odds(rows[0].score)
    total = math.log(sum(min(row.score, 1.0) for row in rows) + _SMALLEST)
    asked = found.kinds.get("remedy", 0.0) + found.kinds.get("amount", 0.0)
    actions = {key: frozenset(one.paragraph for one in ledger(own[0].decision)) for key, own in by_decision(rows).items()}
    before: set[tuple[int, int]] = set()
    met: Counter[int] = Counter()
    signals: list[tuple[float, ...]] = []
    for rank, row in enumerate(rows):
        number, own = row.paragraph.number, _log_odds(row.score)
        named = float(query.names_decisions)
        beside = (row.decision_id, number - 1) in before or (row.decision_id, number + 1) in before
        signals.append(
            (
                own,
                own - best,
                math.log1p(rank),
                best,
                total,
                math.log1p(met[row.decision_id]),
                float(beside),
                asked * (number in actions[row.decision_id]),
                named,
                named * (row.decision_id == rows[0].decision_id),
            )
        )
        met[row.decision_id] += 1
        before.add((row.decision_id, number))
    return signals


def _log_odds(score: float) -> float:
    inside = min(max(score, _SMALLEST), 1 - _SMALLEST)
    return math.log(inside / (1 - inside))


@cache
def _load() -> _Weights:
    """The weights that come with this version.

    Raises:
        ValueError: they were fitted on other signals.
    """
    value = json.loads(CHOICE_FILE.read_text(encoding="utf-8"))
    if tuple(value["signals"]) != CHOICE_SIGNALS:
        message = f"{CHOICE_FILE.name} was fitted on other signals; run: python -m evals choose"
        raise ValueError(message)
    return _Weights(tuple(value["mean"]), tuple(value["scale"]), tuple(value["weights"]), value["constant"], value["recall_worth"])
