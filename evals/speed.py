"""`python -m evals speed`: seconds from question to answer, cold process and warm."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from rag import load_answerer

__all__ = ["measure_speed", "median_and_p95"]

_COLD_RUNS = 5


def measure_speed(store: str, questions: Sequence[str]) -> dict[str, float]:
    """Seconds: `--help`, a cold `ask`, and the median and 95th percentile of warm ones over the questions."""
    ask = [sys.executable, "-m", "rag", "ask", questions[0], "--store", store]
    answerer = load_answerer(store, "quotation")
    answerer.ask(questions[0])
    warm = []
    for question in questions:
        started = time.perf_counter()
        answerer.ask(question)
        warm.append(time.perf_counter() - started)
    median, p95 = median_and_p95(warm)
    return {
        "help": _median_of([sys.executable, "-m", "rag", "--help"]),
        "cold ask": _median_of(ask),
        "warm ask, median": median,
        "warm ask, p95": p95,
    }


def median_and_p95(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile; 0 of nothing."""
    if not values:
        return 0.0, 0.0
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _median_of(command: Sequence[str]) -> float:
    times = []
    for _ in range(_COLD_RUNS):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own module
        times.append(time.perf_counter() - started)
    return statistics.median(times)
