"""`python -m evals fetch`: fetch a whole replica while being killed, and hold what came against what the replica published.

The same command goes on after each kill (evals/fetch_kills.py). Measured at the server: how often each page was served, how close
together requests came, and that nothing was asked for that robots.txt does not allow. A page that was under way at a kill, asked
for and not yet on the disk, cannot be known to the next run and is asked for again: those pages are named, and any other that was
served twice is wrong. Then the folder is indexed, through kills too, and every decision compared with its structure. Proved small
by tests/test_evals_fetching.py.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.fetch_kills import Kill, fetch_command, kill_fetching, kill_indexing
from evals.replica import Publication, ReplicaServer, ReplicaSite, Reply, invent_publications, status
from evals.structures import facts_of, outline_of, outline_read
from index import Embedder, ModelIdentity, Spans, Store, TokenVectors, build_store, check_store, open_store

__all__ = ["FetchTrial", "MadeUpVectors", "fetch_table", "run_fetching", "serve_replica"]

_CUT_OFF = 250  # results that the replica shows of one search, so that windows must be split
_APART = 5  # decisions that robots.txt does not allow, and as many that are listed and gone
_DIMENSION = 32
_INDEXING = 4  # about one kill in so many strikes while indexing
_A_DECISION = 0.01  # seconds to index one, about


class MadeUpVectors:
    """Unit vectors of a text's digest: what is compared here is text, and a model takes a hundred times as long."""

    @property
    def identity(self) -> ModelIdentity:
        """No model."""
        return ModelIdentity("made-up vectors", _DIMENSION, "0" * 64)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order."""
        rows = np.array([list(hashlib.sha256(text.encode()).digest()) for text in texts], dtype=np.float32)
        rows = rows.reshape(len(texts), _DIMENSION) + 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """No word pieces: nothing is asked of this store."""
        return [TokenVectors(np.zeros((0, _DIMENSION), np.float32), (), whole) for whole in self.embed(texts)]

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """No word pieces."""
        return [()] * len(texts)


@dataclass(slots=True)
class FetchTrial:
    """What came of it; every list from `never` on has what is wrong, and is empty where nothing is."""

    decisions: int
    pages: int
    kills: int
    every: float
    requests: int = 0
    closest: float = 0.0
    struck: list[Kill] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    not_allowed: list[str] = field(default_factory=list)
    half_files: list[str] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """Every line that says what is wrong."""
        return [*self.never, *self.twice, *self.not_allowed, *self.half_files, *self.unequal, *self.problems]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong, and every kill struck."""
        return not self.wrong and len(self.struck) == self.kills and self.closest >= self.every


def run_fetching(
    folder: Path, make_embedder: Callable[[], Embedder], *, decisions: int, kills: int, every: float, seed: int = 0
) -> FetchTrial:
    """Fetch a replica of so many decisions with so many kills, and index what came."""
    publications = invent_publications(decisions, seed=seed)
    forbidden, gone, there = publications[:_APART], publications[_APART : 2 * _APART], publications[2 * _APART :]
    trial = FetchTrial(decisions, sum(len(one.pages) for one in there), kills, every)
    out, store, indexing = folder / "lgsco", folder / "store", (kills + _INDEXING // 2) // _INDEXING
    dice = random.Random(seed)  # noqa: S311 - moments, not secrets
    with ReplicaServer(ReplicaSite(publications, cut_off=_CUT_OFF), needs_session=True) as server:
        rules = "".join(f"Disallow: {one.target}\n" for one in forbidden)
        server.robots = Reply(f"User-agent: *\nDisallow: /search\n{rules}".encode(), headers={"Content-Type": "text/plain"})
        for one in gone:
            server.put(one.target, *[status(410)] * (kills + 1))
        trial.struck = kill_fetching(server, out, dice, kills=kills - indexing, within=trial.pages, every=every)
        _finish(trial, server, out)
        _judge_server(trial, server, there, forbidden=[one.target for one in forbidden])
    trial.half_files += _strange_files(out, publications)
    span = _A_DECISION * decisions
    trial.struck += kill_indexing(out / "decisions", store, make_embedder, dice, kills=indexing, span=span)
    report = build_store([out / "decisions"], store, embedder=make_embedder(), progress=False)
    trial.problems += [f"rejected {path}: {reason}" for path, reason in report.rejected]
    trial.problems += check_store(store)
    opened = open_store(store)
    trial.unequal += _unequal(opened, there)
    opened.close()
    return trial


def _finish(trial: FetchTrial, server: ReplicaServer, out: Path) -> None:
    """The run that nobody kills."""
    done = subprocess.run(fetch_command(server, out, trial.every), capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    print(f"the last run: exit {done.returncode}\n{done.stdout}", flush=True)
    if done.returncode != 0:
        trial.problems.append(f"exit {done.returncode}: {done.stderr.strip()[-300:]}")


def _strange_files(out: Path, publications: Sequence[Publication]) -> list[str]:
    """Files in the folder of decisions that are no page of the replica, byte for byte."""
    pages = {page for one in publications for page in one.pages.values()}
    return [str(path) for path in (out / "decisions").rglob("*.html") if path.read_bytes() not in pages]


def _judge_server(trial: FetchTrial, server: ReplicaServer, there: Sequence[Publication], *, forbidden: Sequence[str]) -> None:
    """What the server saw."""
    served = server.pages_asked()
    trial.requests, trial.closest = server.count(), server.closest()
    trial.never = [f"never served: {target}" for one in there for target in one.pages if not served[target]]
    trial.not_allowed = [f"against robots.txt: {one.target}" for one in server.asked if one.target in forbidden]
    again = Counter({target: count - 1 for target, count in served.items()})
    excused = again & Counter(kill.under_way for kill in trial.struck if kill.under_way is not None)
    trial.under_way = sorted(excused.elements())
    trial.twice = [f"served again: {target}" for target in (again - excused).elements()]


def _unequal(store: Store, there: Sequence[Publication]) -> list[str]:
    """Decisions that are not in the store as their structures say, or that are there and should not be."""
    wrong = []
    for one in there:
        structure = one.structure
        found = [decision for decision in store.find(structure.reference) if decision.authority == structure.authority]
        facts = {name: getattr(structure, name) for name in facts_of(found[0])} if len(found) == 1 else {}
        if len(found) != 1 or outline_read(found[0]) != outline_of(structure) or facts_of(found[0]) != facts:
            wrong.append(one.target)
        elif found[0].url is None or not found[0].url.endswith(next(iter(one.pages)).rpartition("/")[2].partition("?")[0]):
            wrong.append(f"{one.target}: address {found[0].url}")
    if store.count() != len(there):
        wrong.append(f"the store holds {store.count()} decisions, {len(there)} were to be had")
    return wrong


def fetch_table(trial: FetchTrial) -> str:
    """The figures for a terminal, the pages that were served again, and what is wrong."""
    moments = Counter(kill.moment for kill in trial.struck)
    rows = [
        ("decisions published", f"{trial.decisions:,}"),
        ("pages to be had", f"{trial.pages:,}"),
        ("kills that struck", f"{len(trial.struck)} of {trial.kills}"),
        *((f"  {moment}", f"{count}") for moment, count in moments.items()),
        ("requests", f"{trial.requests:,}"),
        ("pages never served", f"{len(trial.never)}"),
        ("served again, under way at a kill", f"{len(trial.under_way)}"),
        ("served again, otherwise", f"{len(trial.twice)}"),
        ("asked for against robots.txt", f"{len(trial.not_allowed)}"),
        ("half or strange files", f"{len(trial.half_files)}"),
        ("closest requests, at the server", f"{trial.closest:.4f} s (never below {trial.every:g} s)"),
        ("decisions unlike their structure", f"{len(trial.unequal)}"),
        ("problems of the store and of runs", f"{len(trial.problems)}"),
    ]
    again = [f"under way at a kill: {target}" for target in trial.under_way]
    return "\n".join([*(f"{name:<36}{value:>12}" for name, value in rows), *again, *trial.wrong[:20]])


def serve_replica(decisions: int, port: int, *, seed: int = 0) -> None:
    """Serve a replica until it is stopped, to try fetching by hand."""
    site = ReplicaSite(invent_publications(decisions, seed=seed), cut_off=_CUT_OFF)
    with ReplicaServer(site, needs_session=True, port=port) as server:
        print(f"a replica of {decisions:,} invented decisions at {server.origin}; stop it with Ctrl-C")
        print(f"pinpoint fetch --site {server.origin} --contact you@example.org --every 0.01 --with-permission --index", flush=True)
        try:
            server.closing.wait()
        except KeyboardInterrupt:
            print("stopped")
