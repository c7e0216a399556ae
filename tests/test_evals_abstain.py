"""Weights of abstention are fitted so that nearly all answerable questions are answered, and are written as they are read."""

from __future__ import annotations

import json

import numpy as np

from evals.abstain import fitted
from evals.cases import ABSENT_CASES, load_cases
from rag import SIGNALS
from rag.abstain import ABSTAIN_FILE


def test_the_bound_answers_99_in_100() -> None:
    """Of two clouds that overlap, most of the other is refused."""
    dice = np.random.default_rng(1)
    answerable = np.arange(400) < 300
    signals = dice.normal(size=(400, 3)) + np.where(answerable, 1.5, -1.5)[:, None] * np.array([1.0, 0.5, 0.0])
    value = fitted(signals, answerable)
    chances = 1 / (1 + np.exp(-(signals @ np.array(value["weights"]) + value["constant"])))
    assert abs((chances[answerable] >= value["bound"]).mean() - 0.99) < 0.01
    assert (chances[~answerable] < value["bound"]).mean() > 0.6


def test_a_signal_that_never_changes_has_no_weight() -> None:
    """It cannot be scaled, and must not break the fit."""
    signals = np.column_stack([np.linspace(-1, 1, 60), np.full(60, 3.0)])
    value = fitted(signals, np.arange(60) > 25)
    assert (value["weights"][0] > 0, abs(value["weights"][1]) < 1e-6) == (True, True)


def test_the_weights_that_come_with_this_version_fit_its_signals() -> None:
    """Two sets, one weight a signal, a bound between 0 and 1; more likely paragraphs speak for an answer."""
    value = json.loads(ABSTAIN_FILE.read_text(encoding="utf-8"))
    assert tuple(value["signals"]) == SIGNALS
    for part in ("named", "open"):
        assert len(value[part]["weights"]) == len(SIGNALS)
        assert 0 < value[part]["bound"] < 1


def test_the_absent_questions_are_unanswerable_and_in_two_parts() -> None:
    """80 to learn from and 80 to report, near misses and others in each."""
    cases = load_cases(ABSENT_CASES)
    assert {case.answerable for case in cases} == {False}
    for part in ("dev", "test"):
        kinds = [case.kind for case in cases if case.part == part]
        assert (len(kinds), set(kinds)) == (80, {"absent_near", "absent_far"})
