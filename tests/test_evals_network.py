"""The networks learn an order that no line can, come out as plain numbers, and say a chance that holds."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evals.network import Rows, fit_network, rounded
from rag import second_names
from rag.ranker import _Network

_WIDTH = len(second_names())


def _asked(count: int, seed: int) -> list[Rows]:
    """Questions of twenty rows: one likely supports where the first two columns are alike, which is no line through them."""
    dice = np.random.default_rng(seed)
    asked = []
    for _ in range(count):
        rows = np.zeros((20, _WIDTH), np.float32)
        rows[:, :2] = dice.choice([-1.0, 1.0], size=(20, 2))
        rows[:, 2] = dice.normal(size=20)
        likely = (rows[:, 0] * rows[:, 1] > 0) & (rows[:, 2] > 0.5)
        asked.append((rows, dice.random(20) < np.where(likely, 0.8, 0.05)))
    return asked


@pytest.fixture(scope="module")
def network() -> _Network:
    """Fitted on 80 questions, and read as the ranker reads it."""
    return _Network.read(fit_network(_asked(80, 1)), second_names())


def _chances(network: _Network, asked: list[Rows]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    logits = np.concatenate([network.logits(rows) for rows, _ in asked])
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32), np.concatenate([supports for _, supports in asked])


def test_what_supports_stands_first_in_questions_it_has_not_seen(network: _Network) -> None:
    """More of the first rows support than a guess would have."""
    unseen = _asked(60, 2)
    first = [supports[network.logits(rows).argmax()] for rows, supports in unseen]
    assert np.mean(first) > 0.6 > 2 * np.mean([supports.mean() for _, supports in unseen])


def test_the_chance_holds_on_the_whole(network: _Network) -> None:
    """As many rows support as the chances add up to, within a quarter."""
    chances, supports = _chances(network, _asked(60, 3))
    assert chances.sum() == pytest.approx(supports.sum(), rel=0.25)


def test_a_column_far_out_changes_nothing_more(network: _Network) -> None:
    """Beyond the widest it says no more, so the score stays finite and the same."""
    rows = _asked(1, 4)[0][0]
    far, farther = rows.copy(), rows.copy()
    far[:, 5], farther[:, 5] = 1e4, 1e9
    assert np.array_equal(network.logits(far), network.logits(farther))


def test_weights_of_other_columns_are_refused() -> None:
    """The names of the columns stand in the file."""
    with pytest.raises(ValueError, match="fitted on other columns"):
        _Network.read({"names": ["one"]}, second_names())


def test_numbers_are_cut_to_some_digits() -> None:
    """Through lists of lists."""
    assert rounded(np.array([[0.123456, 12345.6]])) == [[0.1235, 12350.0]]
