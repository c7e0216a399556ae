"""A measure's value is its questions' mean, and its interval moves with the questions alone."""

from __future__ import annotations

import pytest

from evals.intervals import Part, Score, score_of

VALUES: list[tuple[list[Part], tuple[float, int]]] = [
    ([], (0.0, 0)),  # nothing asked
    ([(0.0, 0), (0, 0)], (0.0, 0)),  # questions without a quote to count
    ([(1.0, 1), (0.0, 1), (0.5, 1), (0.5, 1)], (0.5, 4)),  # a mean over questions
    ([(3, 4), (0, 1)], (0.6, 5)),  # hits over quotes, not a mean of shares
    ([(3, 4), (0, 0)], (0.75, 4)),  # a question without quotes adds none
]


@pytest.mark.parametrize(("parts", "expected"), VALUES)
def test_the_value_is_all_hits_out_of_all(parts: list[Part], expected: tuple[float, int]) -> None:
    """Each row is what the questions add, and the measure they make."""
    score = score_of(parts)
    assert (score.value, score.n) == expected
    assert 0 <= score.low <= score.value <= score.high <= 1


def test_the_interval_is_about_two_standard_errors_wide() -> None:
    """Of a hundred questions half of which are right: 0.5, give or take 0.1 (the normal interval is 0.402 to 0.598)."""
    score = score_of([(float(n % 2), 1) for n in range(100)])
    assert [score.low, score.high] == pytest.approx([0.402, 0.598], abs=0.015)


def test_more_questions_narrow_the_interval() -> None:
    """Four times as many, about half as wide."""
    few, many = (score_of([(float(n % 2), 1) for n in range(count)]) for count in (50, 200))
    assert (many.high - many.low) / (few.high - few.low) == pytest.approx(0.5, abs=0.1)


def test_questions_are_drawn_and_not_their_quotes() -> None:
    """Two questions of fifty quotes, one right and one wrong throughout, are two observations: anything between is possible."""
    assert score_of([(50, 50), (0, 50)]) == Score(0.5, 100, 0.0, 1.0)
    assert score_of([(1.0, 1)] * 40) == Score(1.0, 40, 1.0, 1.0)


def test_the_same_seed_gives_the_same_interval() -> None:
    """Another seed moves its ends, not its value."""
    parts: list[Part] = [(n / 37 % 1, 1) for n in range(60)]
    assert score_of(parts) == score_of(parts, seed=0)
    other = score_of(parts, seed=1)
    assert (other.value, other.low != score_of(parts).low) == (score_of(parts).value, True)
