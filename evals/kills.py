"""`python -m evals kills`: SIGKILL the indexing process, half at random moments, half when Chroma's HNSW files change.

A third of the runs that are killed rebuild. After each kill the next run, which never does, must complete, `pinpoint check` must be
clean, and every decision must be there once.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from evals.corpus import write_decisions
from index import check_store, open_store

__all__ = ["KillResult", "run_kills"]

_STARTS = ("nothing", "catalogue", "store")
_FLUSHES = 12  # changes of HNSW files among which an aimed kill is drawn: 60 decisions make about as many
_WATCH = 0.0005  # seconds between two looks at the files


@dataclass(frozen=True, slots=True)
class KillResult:
    """One kill: how it was aimed, when it struck, and what `check` and the count said after the next run.

    `struck` is false where the run had ended by itself before.
    """

    aim: str
    struck: bool
    after_s: float
    problems: tuple[str, ...]
    decisions: int


def run_kills(folder: Path, *, decisions: int, kills: int, seed: int = 0) -> list[KillResult]:
    """Kill indexing `kills` times over a store of `decisions` generated decisions.

    The corpus is embedded once. The runs that are killed begin in turn with nothing (embedding included), with a copy of the
    catalogue (the indexes are still to be written), and with a copy of the whole store, which they rebuild; so a kill falls
    into real work.
    """
    corpus, base = folder / "corpus", folder / "base"
    write_decisions(corpus, decisions, seed=seed)
    indexing, rebuilding = _timed_run(_command(corpus, base)), _timed_run(_command(corpus, base, "--rebuild"))
    dice = random.Random(seed)  # noqa: S311 - moments, not secrets
    results = []
    for number in range(kills):
        store = folder / "store"
        shutil.rmtree(store, ignore_errors=True)
        store.mkdir()
        start, aimed = _STARTS[number % len(_STARTS)], number % 2 == 1
        if start == "catalogue":
            shutil.copy(base / "catalogue.sqlite3", store / "catalogue.sqlite3")
        elif start == "store":
            shutil.copytree(base, store, dirs_exist_ok=True)
        command = _command(corpus, store, *(["--rebuild"] if start == "store" else []))
        at = None if aimed else dice.uniform(0.3, indexing if start == "nothing" else rebuilding)
        struck, after = _kill_once(command, store / "chroma", at=at, flush=dice.randint(1, _FLUSHES))
        done = subprocess.run(_command(corpus, store), capture_output=True, text=True, check=False)  # noqa: S603 - our own module
        problems = check_store(store) if done.returncode == 0 else (done.stderr.strip()[-200:] or f"exit {done.returncode}",)
        held = open_store(store).count() if not problems else 0
        results.append(KillResult(f"{start}, {'flush' if aimed else 'random'}", struck, after, problems, held))
        said = f"{'; '.join(problems) or 'clean'}, {held} decisions"
        print(f"{number + 1:>3} {results[-1].aim:<17} {'killed' if struck else 'ended'} after {after:6.2f} s: {said}", flush=True)
    return results


def _command(corpus: Path, store: Path, *flags: str) -> list[str]:
    return [sys.executable, "-m", "rag", "index", str(corpus), "--store", str(store), *flags]


def _timed_run(command: list[str]) -> float:
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own module
    return time.monotonic() - started


def _kill_once(command: list[str], chroma: Path, *, at: float | None, flush: int) -> tuple[bool, float]:
    """Start indexing and kill it: after `at` seconds, or at the `flush`-th change of an HNSW file.

    Returns whether the kill struck, and the seconds it ran.
    """
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own module
    seen, changes = _hnsw_files(chroma), 0
    while process.poll() is None:
        if at is not None and time.monotonic() - started >= at:
            break
        if at is None:
            now = _hnsw_files(chroma)
            changes += now != seen
            seen = now
            if changes >= flush:
                break
        time.sleep(_WATCH)
    ran = time.monotonic() - started
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL, ran


def _hnsw_files(chroma: Path) -> dict[str, tuple[int, int]]:
    out: dict[str, tuple[int, int]] = {}
    for path in chroma.glob("*/*"):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        out[path.name] = (stat.st_size, stat.st_mtime_ns)
    return out
