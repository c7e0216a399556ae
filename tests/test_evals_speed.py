"""Times are summed up by their median and 95th percentile."""

from __future__ import annotations

import pytest

from evals.speed import median_and_p95

TIMES: list[tuple[list[float], tuple[float, float]]] = [
    ([], (0.0, 0.0)),  # nothing timed
    ([7.0], (7.0, 7.0)),  # one
    ([3.0, 1.0, 2.0], (2.0, 3.0)),  # in any order
    ([float(n) for n in range(100)], (49.5, 95.0)),  # five in a hundred are slower
]


@pytest.mark.parametrize(("values", "expected"), TIMES)
def test_median_and_95th_percentile(values: list[float], expected: tuple[float, float]) -> None:
    """Each row is a list of seconds and its two figures."""
    assert median_and_p95(values) == expected
