"""A measure with its 95% interval: the value over the questions, and how far it moves when the questions are drawn again.

The interval is a percentile bootstrap over questions: as many questions are drawn with replacement as there are, a thousand times,
from a seed, and the middle 95% of the values is shown. What one question adds is a pair (hits, out of how many), so that a measure
counted over quotes or sums moves with its questions and not with each quote. Where every question scores alike, the interval has
no width; it knows only the questions asked. Proved by tests/test_evals_intervals.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Part", "Score", "score_of"]

Part = tuple[float, int]
"""What one question adds to a measure: hits, and out of how many."""

_DRAWS = 1_000
_TAILS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Score:
    """A measure: its value, what it is out of (questions, quotes or sums), and the ends of its 95% interval."""

    value: float
    n: int
    low: float
    high: float


def score_of(parts: Sequence[Part], *, seed: int = 0) -> Score:
    """The measure that these questions make; 0 out of 0 when there is nothing to measure."""
    import numpy as np

    out_of = sum(n for _, n in parts)
    if not out_of:
        return Score(0.0, 0, 0.0, 0.0)
    hits, counts = (np.array(column, np.float64) for column in zip(*parts, strict=True))
    drawn = np.random.default_rng(seed).integers(0, len(parts), (_DRAWS, len(parts)))
    sums = counts[drawn].sum(axis=1)
    values = hits[drawn].sum(axis=1)[sums > 0] / sums[sums > 0]
    low, high = np.quantile(values, _TAILS)
    return Score(float(hits.sum() / out_of), out_of, float(low), float(high))
