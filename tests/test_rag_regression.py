"""A regression is read with the signals it was fitted on, and with no others."""

from __future__ import annotations

from typing import Any

import pytest

from rag.regression import Regression

VALUE = {"signals": ["near", "known"], "mean": [0.5, 2], "scale": [0.5, 4], "weights": [2, -1], "constant": 0.25}


def test_a_chance_is_of_the_standardised_signals() -> None:
    """By hand: at the mean the constant alone speaks; each scale away adds its weight."""
    regression = Regression.read(VALUE, ("near", "known"))
    assert regression.chance((0.5, 2)) == pytest.approx(1 / (1 + 2.718281828**-0.25))
    assert regression.chance((1.0, 6)) == pytest.approx(1 / (1 + 2.718281828**-1.25))


DAMAGE = [
    {"signals": ["known", "near"]},  # another order
    {"signals": ["near"]},  # one fewer
    {"weights": [2]},  # fewer weights than signals
    {"mean": [0.5, 2, 1]},  # more
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_weights_of_other_signals_are_refused(damage: dict[str, Any]) -> None:
    """With what makes them anew."""
    with pytest.raises(ValueError, match=r"run python -m evals choose$"):
        Regression.read({**VALUE, **damage}, ("near", "known"))
