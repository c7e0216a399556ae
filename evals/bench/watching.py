"""A command run to its end, with the seconds it took and the most memory it and all its children held at once.

Memory is the sum of proportional set sizes, so that what processes share is counted once; where the system has none (anything but
Linux) it is None. It is looked at every fifth of a second: a shorter peak can be missed. Proved by tests/test_evals_bench.py.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import PinpointError

__all__ = ["Watched", "run_watched", "tree_memory_mb"]

_EVERY = 0.2
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Watched:
    """What became of a command that ended well."""

    seconds: float
    peak_mb: float | None
    output: str


def run_watched(command: Sequence[str]) -> Watched:
    """Run a command and watch it.

    Raises:
        PinpointError: it failed; the message ends with the last line it wrote.
    """
    started = time.perf_counter()
    peak: float | None = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:  # noqa: S603 - our own modules
        while True:
            try:
                output, _ = process.communicate(timeout=_EVERY)
                break
            except subprocess.TimeoutExpired:
                now = tree_memory_mb(process.pid)
                peak = now if peak is None else max(peak, now or 0.0)
    seconds = time.perf_counter() - started
    if process.returncode:
        last = output.strip().rpartition("\n")[2]
        message = f"got exit status {process.returncode} of {' '.join(command[1:4])}; expected 0: {last}"
        raise PinpointError(message)
    return Watched(seconds, peak, output)


def tree_memory_mb(pid: int) -> float | None:
    """The memory of a process and all below it, in MB; None where the system does not say."""
    if not (_PROC / "self" / "smaps_rollup").is_file():
        return None
    return sum(_memory_kb(one) for one in _tree(pid)) / 1000


def _tree(pid: int) -> list[int]:
    """A process and all below it; those that have ended meanwhile are left out."""
    out = [pid]
    for one in out:
        for children in (_PROC / str(one) / "task").glob("*/children"):
            try:
                out += map(int, children.read_text(encoding="ascii").split())
            except OSError:
                continue
    return out


def _memory_kb(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
