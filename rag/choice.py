"""Which ranked paragraphs an answer quotes, and how many: a second one only where it is likely enough beside the first.

The ranking says how likely a paragraph is to support; a regression over that chance and its surroundings (how likely the best is,
how much chance there is in all, whether a better paragraph stands beside it, whether it is an action and one is asked for, see
rag/agreed.py) says how likely a reader accepts it as a source. Quoted are the first so many, by that chance, for which the expected
F measure is highest: a question with one sure paragraph gets that one, one with five about equally likely gets them all. How much
recall counts beside precision is the one constant of the rule; it stands with the weights in choice.json, fitted by `python -m
evals choose` on rankings of questions that the ranking was not fitted on. Proved by tests/test_rag_choice.py,
tests/test_evals_choose.py and the gate.
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

from rag.agreed import CONSIDERED, agreed_signals, are_actions, log_odds, read_agreed
from rag.evidence import Ranked
from rag.query import Query
from rag.regression import Regression
from rag.retrieve import Found
from rag.units import by_decision

if TYPE_CHECKING:
    from rag.remedy import Ledger

__all__ = [
    "ALSO_LIKELY",
    "CHOICE_FILE",
    "CHOICE_SIGNALS",
    "Choice",
    "choice_signals",
    "choose_rows",
    "expected_best",
    "with_agreed",
]

CHOICE_FILE = Path(__file__).with_name("choice.json")
CHOICE_SIGNALS = (
    "chance",
    "below the best",
    "rank",
    "the best",
    "all",
    "rank in its decision",
    "beside a better one",
    "of a named decision",
    "of the best named decision",
    "action, asked for",
    "action, not asked for",
)
"""What is weighed, in order: see `choice_signals`."""

ALSO_LIKELY = 0.35
"""Of the best paragraph's chance: where several decisions may answer, one that has such a paragraph is shown beside the others."""

_ASKS_FOR_AGREED = 0.45  # a little under even: of 0.35 to 0.5 it states the most facts at the least loss of precision
_MOST = 8  # paragraphs: a screen
_SMALLEST = 1e-4  # chance: keeps a logarithm finite


@dataclass(frozen=True, slots=True)
class Choice:
    """The paragraphs considered with their chances, best first; the first `quoted` of them are to be quoted.

    `actions` says in which of them the ledger reads an action; `agreed` is how likely it is that what was agreed is asked for.
    """

    rows: tuple[Ranked, ...]
    chances: tuple[float, ...]
    quoted: int
    actions: tuple[bool, ...] = ()
    agreed: float = 0.0

    @property
    def wants_agreed(self) -> bool:
        """Whether what was agreed is to be shown."""
        return self.agreed > _ASKS_FOR_AGREED

    @property
    def chosen(self) -> tuple[Ranked, ...]:
        """The paragraphs to quote, best first."""
        return self.rows[: self.quoted]

    def likely(self, share: float) -> tuple[Ranked, ...]:
        """The chosen, and those whose chance is at least this share of the best one's, best first."""
        floor = share * max(self.chances, default=0.0)
        return tuple(row for at, row in enumerate(self.rows) if at < self.quoted or self.chances[at] >= floor)

    def decisions(self, share: float) -> dict[int, list[Ranked]]:
        """The decisions that may answer with their likely rows (see `likely`), the likeliest decision first.

        A remedy stands in two places, the fault in one and the action in another, and a decision that answers has both: so it is
        as likely as its best action and its best other paragraph together, each for itself. Left out is what has less than this
        share of the likeliest decision's chance.
        """
        best: dict[int, list[float]] = {}
        for row, chance, action in zip(self.rows, self.chances, self.actions, strict=True):
            own = best.setdefault(row.decision_id, [0.0, 0.0])
            own[action] = max(own[action], chance)
        chances = {key: 1 - (1 - acting) * (1 - other) for key, (other, acting) in best.items()}
        floor = share * max(chances.values(), default=0.0)
        likely = by_decision(self.likely(ALSO_LIKELY))
        return {
            key: likely.get(key) or [next(row for row in self.rows if row.decision_id == key)]
            for key in sorted(chances, key=lambda key: -chances[key])
            if chances[key] >= floor
        }


@dataclass(frozen=True, slots=True)
class _Weights:
    """Whether an action is asked for, how likely a reader accepts a paragraph, and how much recall counts beside precision."""

    agreed: Regression
    chosen: Regression
    recall_worth: float


def choose_rows(query: Query, ranked: Sequence[Ranked], found: Found, ledger: Ledger) -> Choice:
    """The paragraphs to quote; `ranked` best first."""
    if not ranked:
        return Choice((), (), 0)
    weights, rows = _load(), ranked[:CONSIDERED]
    actions = are_actions(rows, ledger)
    agreed = weights.agreed.chance(agreed_signals(query, rows, found, actions))
    chances = [weights.chosen.chance(with_agreed(signals, agreed)) for signals in choice_signals(query, rows, actions)]
    order = sorted(range(len(chances)), key=lambda at: -chances[at])
    best = tuple(chances[at] for at in order)
    quoted = expected_best(best, weights.recall_worth)
    return Choice(tuple(rows[at] for at in order), best, quoted, tuple(actions[at] for at in order), agreed)


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


def choice_signals(query: Query, rows: Sequence[Ranked], actions: Sequence[bool]) -> list[tuple[float, ...]]:
    """The CHOICE_SIGNALS of the rows considered, in order, before it is known whether an action is asked for (`with_agreed`).

    Chances are log odds, ranks logs; the rest is 0 or 1. `actions` goes with the rows.
    """
    best = log_odds(rows[0].score)
    total = math.log(sum(min(row.score, 1.0) for row in rows) + _SMALLEST)
    before: set[tuple[int, int]] = set()
    met: Counter[int] = Counter()
    signals: list[tuple[float, ...]] = []
    for rank, (row, action) in enumerate(zip(rows, actions, strict=True)):
        number, own = row.paragraph.number, log_odds(row.score)
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
                named,
                named * (row.decision_id == rows[0].decision_id),
                float(action),
                float(action),
            )
        )
        met[row.decision_id] += 1
        before.add((row.decision_id, number))
    return signals


def with_agreed(signals: Sequence[float], agreed: float) -> tuple[float, ...]:
    """The signals with how likely it is that an action is asked for, 0 to 1; the last two are of actions."""
    *others, asked, unasked = signals
    return (*others, asked * agreed, unasked * (1 - agreed))


@cache
def _load() -> _Weights:
    """The weights that come with this version.

    Raises:
        ValueError: they were fitted on other signals.
    """
    value = json.loads(CHOICE_FILE.read_text(encoding="utf-8"))
    return _Weights(read_agreed(value), Regression.read(value, CHOICE_SIGNALS), value["recall_worth"])
