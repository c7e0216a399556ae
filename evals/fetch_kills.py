"""Kills for `python -m evals fetch`: where each strikes, and what was under way when it did.

A kill while fetching is aimed at a request by its number, counted at the server, and strikes at a random moment between it and the
next: while the site answers, while the page is read and put on the disk, in the pause. So all of them strike before the work is
done, however fast it goes. A kill while indexing strikes at a random moment after the store was begun; one that came too late does
not count and is aimed again. All are SIGKILL.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.replica import ReplicaServer
from index import Embedder

__all__ = ["Kill", "fetch_command", "kill_fetching", "kill_indexing"]

Moment = Literal["starting", "listing", "downloading", "between two pages", "indexing"]
_ANSWER = 0.03  # seconds from a request to the pause after it, about
_LOOK = 0.005  # seconds between two looks at a process
_INDEX = "import index, sys; index.build_store([sys.argv[1]], sys.argv[2], embedder=make(), progress=False)"
_SETTLE = 0.05  # seconds in which the server has seen what a killed process had sent


@dataclass(frozen=True, slots=True)
class Kill:
    """A kill that struck: what was going on, and the page that was asked for and had not reached the disk."""

    moment: Moment
    requests: int = 0
    under_way: str | None = None

    def __str__(self) -> str:
        """As it is said to people."""
        page = f", under way: {self.under_way}" if self.under_way else ""
        return f"{self.moment}, after {self.requests:,} requests{page}" if self.requests else self.moment


def fetch_command(server: ReplicaServer, out: Path, every: float) -> list[str]:
    """The command that is killed, and that goes on."""
    options = ["--contact", "tests@example.org", "--every", str(every), "--with-permission", "--cap", "1000000"]
    return [sys.executable, "-m", "rag", "fetch", "--site", server.origin, "--out", str(out), *options]


def kill_fetching(server: ReplicaServer, out: Path, dice: random.Random, *, kills: int, within: int, every: float) -> list[Kill]:
    """Start fetching and kill it, again and again; `within` is how many requests there surely are."""
    struck: list[Kill] = []
    for number in sorted(dice.sample(range(1, within), kills)):
        process = subprocess.Popen(  # noqa: S603 - our own module
            fetch_command(server, out, every), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        before = server.count()
        while process.poll() is None and not server.wait_for(max(number, before + 1), _LOOK):
            pass
        time.sleep(dice.uniform(0, every * 1.25 + _ANSWER))
        if process.poll() is not None:
            break  # it ended by itself, which the trial finds in the count of its kills
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(_SETTLE)
        struck.append(_look_around(server, out))
        print(f"kill {len(struck):>3}: {struck[-1]}", flush=True)
    return struck


def _look_around(server: ReplicaServer, out: Path) -> Kill:
    """What the killed run was at: its last request, and whether what that asked for is on the disk."""
    requests, last = server.count(), server.asked[-1].target
    if last.lower().startswith("/decisions/searchresults"):
        return Kill("listing", requests)
    if not last.startswith("/decisions/"):
        return Kill("starting", requests)
    return Kill("between two pages", requests) if _is_kept(server, out, last) else Kill("downloading", requests, last)


def _is_kept(server: ReplicaServer, out: Path, target: str) -> bool:
    """Whether the answer is written down, or its page has come whole and only waits for that."""
    lines = (out / "manifest.jsonl").read_bytes().split(b"\n")[1:-1]  # the last is empty, or cut
    if any(json.loads(line).get("address") == server.origin + target for line in lines):
        return True
    return any(path.read_bytes() == server.site.page(target) for path in (out / ".incoming").glob("*.html"))


def kill_indexing(
    pages: Path, store: Path, make_embedder: Callable[[], Embedder], dice: random.Random, *, kills: int, span: float
) -> list[Kill]:
    """Start indexing and kill it within so many seconds, again and again; a store that was done in less is begun anew."""
    code = f"from {make_embedder.__module__} import {make_embedder.__name__} as make\n{_INDEX}"
    struck: list[Kill] = []
    while len(struck) < kills:
        process = subprocess.Popen([sys.executable, "-c", code, str(pages), str(store)], stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        while process.poll() is None and not store.exists():
            time.sleep(_LOOK)
        time.sleep(dice.uniform(0, span))
        if process.poll() is not None:
            shutil.rmtree(store)
            span /= 2
            continue
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        struck.append(Kill("indexing"))
        print(f"kill: {struck[-1]}", flush=True)
    return struck
