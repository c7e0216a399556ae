"""How long calls take: warm, one after the other or from several callers at once. Proved by tests/test_evals_bench.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from index import Filters, Reference

__all__ = ["CALLERS", "FILTERS", "filters_for", "measure_latency", "percentiles"]

CALLERS = (1, 8)
FILTERS = ("none", "authority", "category", "outcome", "dates", "references")
"""The filters measured: a decision's authority, category or outcome, a year around its date, or a list of ten references."""

_HALF_A_YEAR = timedelta(days=183)
_LISTED = 10


def filters_for(kind: str, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Filters | None:
    """A filter of that kind that lets the decision which answers a question pass; `rows` are all questions with a decision."""
    of = row["decision"]
    if kind in {"authority", "category", "outcome"}:
        return Filters(**{kind: of[kind]})
    if kind == "dates":
        day = date.fromisoformat(of["decision_date"])
        return Filters(since=day - _HALF_A_YEAR, until=day + _HALF_A_YEAR)
    if kind == "references":
        known = dict.fromkeys([of["reference"], *(other["decision"]["reference"] for other in rows)])
        return Filters(references=tuple(Reference.parse(one) for one in list(known)[:_LISTED]))
    return None


def measure_latency(
    ask: Callable[[str, Filters | None], object],
    rows: Sequence[Mapping[str, Any]],
    *,
    samples: int,
    kinds: Sequence[str] = FILTERS,
) -> dict[str, dict[str, dict[str, float]]]:
    """Percentiles in milliseconds by filter and number of callers, each over so many calls; the questions in turn.

    Before each a tenth as many calls are made and not counted, so that what is measured is warm.
    """
    out: dict[str, dict[str, dict[str, float]]] = {}
    for kind in kinds:
        calls = [(row["question"], filters_for(kind, row, rows)) for row in (rows[at % len(rows)] for at in range(samples))]
        for call in calls[: max(1, samples // 10)]:
            ask(*call)
        out[kind] = {str(callers): _timed(ask, calls, callers) for callers in CALLERS}
    return out


def _timed(
    ask: Callable[[str, Filters | None], object], calls: Sequence[tuple[str, Filters | None]], callers: int
) -> dict[str, float]:
    def one(call: tuple[str, Filters | None]) -> float:
        started = time.perf_counter()
        ask(*call)
        return time.perf_counter() - started

    started = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        times = list(pool.map(one, calls))
    whole = time.perf_counter() - started
    return {**percentiles([seconds * 1000 for seconds in times]), "a_second": round(len(calls) / whole, 2)}


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """The median, the 95th and the 99th percentile, each a value that was measured."""
    ordered = sorted(values)
    at = {name: ordered[min(len(ordered) - 1, int(share * len(ordered)))] for name, share in _SHARES.items()}
    return {name: round(value, 2) for name, value in at.items()}


_SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99}
