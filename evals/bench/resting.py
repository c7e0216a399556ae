"""A store at rest: its size by part, and how long it takes to open in a new process. Proved by tests/test_evals_bench.py."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

__all__ = ["measure_opening", "measure_size"]

_OPEN = """
import sys, time
from index import open_store, silence_libraries
silence_libraries()
started = time.perf_counter()
store = open_store(sys.argv[1])
store.count()
opened = time.perf_counter()
store.search_lexical(["fault"], 1)
import numpy
store.search_dense(numpy.eye(1, store.model.dimension, dtype=numpy.float32)[0], 1)
print(opened - started, time.perf_counter() - started)
"""


def measure_size(store: Path, paragraphs: int) -> dict[str, dict[str, float]]:
    """Bytes, and bytes a paragraph, of each file and folder of a store, and of all of it."""
    sizes: dict[str, int] = {}
    for path in store.rglob("*"):
        if path.is_file():
            part = path.relative_to(store).parts[0]
            sizes[part] = sizes.get(part, 0) + path.stat().st_blocks * _BLOCK
    parts = {**dict(sorted(sizes.items(), key=lambda one: -one[1])), "all": sum(sizes.values())}
    return {name: {"bytes": size, "a_paragraph": round(size / max(1, paragraphs), 1)} for name, size in parts.items()}


_BLOCK = 512
"""What the system counts blocks in: a file with holes takes less than its length."""


def measure_opening(store: Path, *, runs: int = 5) -> dict[str, float]:
    """Seconds in a new process, the median, imports apart: to the open store, and to its first search by words and meaning."""
    times = [
        subprocess.run([sys.executable, "-c", _OPEN, str(store)], check=True, capture_output=True, text=True).stdout.split()  # noqa: S603 - our own module
        for _ in range(runs)
    ]
    opened, searched = (round(statistics.median(float(run[at]) for run in times), 3) for at in (0, 1))
    return {"open": opened, "first_search": searched}
