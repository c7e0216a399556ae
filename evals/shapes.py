"""The shape of published decisions, read from shapes.toml: how many of each kind, how long, what was paid; drawn with given dice.

Proved by tests/test_evals_corpus.py.
"""

from __future__ import annotations

import math
import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

from evals.stories import Ending

Thing = TypeVar("Thing")

__all__ = ["Shapes", "Weighed", "load_shapes"]

_LAST_OF_2026 = 150  # the sample ends in May
_SETTLED = 0.1
"""Of upheld decisions, those in which the body's own offer was remedy enough: about as many as have no remedy of their own."""


@dataclass(frozen=True, slots=True)
class Weighed(Generic[Thing]):
    """Things to draw, each as often as its weight says."""

    things: tuple[Thing, ...]
    ends: tuple[float, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Thing, float]]) -> Weighed[Thing]:
        """From things and their weights."""
        things, weights = zip(*pairs, strict=True)
        return cls(things, tuple(accumulate(weights)))

    def drawn(self, dice: random.Random) -> Thing:
        """One of them."""
        return dice.choices(self.things, cum_weights=self.ends)[0]


@dataclass(frozen=True, slots=True)
class Shapes:
    """What the facts file says, ready to be drawn."""

    categories: Weighed[str]
    endings: Mapping[str, Weighed[Ending]]
    years: Weighed[int]
    payments: Weighed[int]
    remedies: Mapping[str, float]
    lengths: Mapping[str, tuple[float, float]]
    shares: Mapping[str, float]
    same_text: int
    near_text: int
    ranks: tuple[float, ...]
    outcomes: Mapping[str, float]
    """The share of each outcome, as it is printed."""

    def day(self, dice: random.Random) -> date:
        """The date of a decision, in a year as often as decisions were seen in it."""
        year = self.years.drawn(dice)
        return date(year, 1, 1) + timedelta(days=dice.randrange(_LAST_OF_2026 if year == max(self.years.things) else 365))

    def paragraphs(self, ending: Ending, dice: random.Random) -> int:
        """How many a decision has."""
        name = {"closed": "closed", "no fault": "not_upheld"}.get(ending, "upheld")
        return round(self._length(name, dice))

    def words(self, dice: random.Random) -> float:
        """How many a paragraph has."""
        return self._length("words", dice)

    def _length(self, name: str, dice: random.Random) -> float:
        median, spread = self.lengths[name]
        return dice.lognormvariate(math.log(median), spread)


@cache
def load_shapes() -> Shapes:
    """The shapes that come with this version."""
    value = tomllib.loads(Path(__file__).with_name("shapes.toml").read_text(encoding="utf-8"))
    noted = value["remedies"]["noted"] - value["remedies"]["none"]
    return Shapes(
        categories=Weighed.of((name, sum(counts)) for name, counts in value["categories"].items()),
        endings={name: _endings(counts) for name, counts in value["categories"].items()},
        years=Weighed.of((int(year), count) for year, count in value["years"].items()),
        payments=Weighed.of(value["payments"]["seen"]),
        remedies={kind: count / noted for kind, count in value["remedies"]["kinds"].items()},
        lengths={name: (median, spread) for name, (median, spread) in value["lengths"].items()},
        shares=value["shares"],
        same_text=value["copies"]["same_text"],
        near_text=value["copies"]["near_text"],
        ranks=_ranks(value["authorities"]),
        outcomes=_outcomes(value["categories"].values()),
    )


def _outcomes(counts: Iterable[Sequence[int]]) -> dict[str, float]:
    sums = [sum(column) for column in zip(*counts, strict=True)]
    return {
        name: count / sum(sums)
        for name, count in zip(("Upheld", "Not upheld", "Closed after initial enquiries"), sums, strict=True)
    }


def _endings(counts: Sequence[int]) -> Weighed[Ending]:
    upheld, not_upheld, closed = counts
    pairs: list[tuple[Ending, float]] = [
        ("agreed", upheld * (1 - _SETTLED)),
        ("settled", upheld * _SETTLED),
        ("no fault", not_upheld),
        ("closed", closed),
    ]
    return Weighed.of(pairs)


def _ranks(authorities: Mapping[str, Any]) -> tuple[float, ...]:
    """How often each authority stands in the sample, the most frequent first, and half a time for those that were not seen."""
    seen = [float(times) for times, count in authorities["seen"] for _ in range(count)]
    return (*seen, *([0.5] * authorities["unseen"]))
