"""Peers beside Pinpoint: the same files and embedding model, the set-up of their own first tutorial, each in its own process.

A peer splits, embeds and keeps documents with their metadata, and finds ten chunks for a question, narrowed by filters; what a
chunk is credited with stands in evals/credit.py. The metadata is handed over ready: reading it off the page is not counted against
them. Proved by tests/test_evals_peers.py, where the extra `bench` is installed.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from evals.bench.latency import measure_latency
from evals.bench.watching import run_watched
from evals.cases import Case, load_cases
from evals.credit import Credit
from evals.measures import Outcome, retrieval_scores
from evals.run import scores_json
from index import Decision, Embedder, Filters, load_embedder, read_decision

__all__ = ["PEERS", "TOP", "Document", "OneAtATime", "Peer", "measure_peer", "missing_packages", "run_peer"]

TOP = 10
PEERS = {
    "langchain": ("evals.bench.peer_langchain", "langchain_chroma"),
    "llamaindex": ("evals.bench.peer_llamaindex", "llama_index"),
    "haystack": ("evals.bench.peer_haystack", "haystack"),
}
"""By name: our module, whose `make` builds it, and the package that it needs."""


@dataclass(frozen=True, slots=True)
class Document:
    """A decision's raw text, with what filters go by; `day` is its date as a number, 20240131."""

    reference: str
    text: str
    authority: str
    category: str
    outcome: str
    day: int

    @property
    def metadata(self) -> dict[str, str | int]:
        """All but the text."""
        return {name: getattr(self, name) for name in ("reference", "authority", "category", "outcome", "day")}


class Peer(Protocol):
    """A retrieval library, set up."""

    @property
    def setup(self) -> str:
        """How it is set up, in a line."""
        ...

    def add(self, documents: Sequence[Document]) -> None:
        """Split, embed and keep documents, on disk where it keeps any."""
        ...

    def search(self, question: str, filters: Filters | None) -> list[tuple[str, str]]:
        """Reference and text of the nearest ten chunks, best first."""
        ...


class OneAtATime:
    """The embedding model for callers in several threads; its tokenizer keeps padding as a state of its own."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One unit vector a text, as plain numbers."""
        with self._lock:
            return [[float(x) for x in row] for row in self._embedder.embed(texts)]


def missing_packages() -> list[str]:
    """The packages that peers need and this Python does not have."""
    return [package for _, package in PEERS.values() if find_spec(package) is None]


def run_peer(name: str, corpus: Path, *, samples: int) -> dict[str, Any]:
    """Measure a peer in a process of its own.

    Raises:
        PinpointError: it failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "peer.json"
        command = [sys.executable, "-m", "evals", "peer", name, str(corpus), "--samples", str(samples), "--out", str(out)]
        watched = run_watched(command)
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return {**found, "peak_memory_mb": watched.peak_mb and round(watched.peak_mb)}


def measure_peer(name: str, corpus: Path, *, samples: int, embedder: Embedder | None = None) -> dict[str, Any]:
    """Index a corpus with a peer and search it; the model is loaded and the files are read before the clock starts."""
    make: Callable[[OneAtATime, Path], Peer] = import_module(PEERS[name][0]).make
    model = OneAtATime(embedder or load_embedder())
    files = sorted(path for path in (corpus / "decisions").rglob("*") if path.is_file())
    decisions = [read_decision(file) for file in files]
    documents = [_document(file, decision) for file, decision in zip(files, decisions, strict=True)]
    rows = [json.loads(line) for line in (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        peer = make(model, Path(folder))
        model.embed(["warm"])
        started = time.perf_counter()
        peer.add(documents)
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_blocks * 512 for path in Path(folder).rglob("*") if path.is_file())
        cases = [case for case in load_cases(corpus / "questions.jsonl") if case.answerable]
        credit = Credit(decisions)
        outcomes = [_outcome(peer, case, credit) for case in cases]
        latency = measure_latency(peer.search, [row for row in rows if row["decision"]], samples=samples)
    paragraphs = sum(len(decision.paragraphs) for decision in decisions)
    return {
        "setup": peer.setup,
        "ingestion": {
            "seconds": round(seconds, 1),
            "decisions_a_second": round(len(documents) / seconds, 2),
            "paragraphs_a_second": round(paragraphs / seconds, 1),
        },
        "bytes_a_paragraph": round(size / paragraphs, 1),
        "search_ms": latency,
        "recall": scores_json(retrieval_scores(outcomes)),
    }


def _document(file: Path, decision: Decision) -> Document:
    day = decision.decision_date
    return Document(
        str(decision.reference),
        file.read_text(encoding="utf-8"),
        decision.authority or "",
        decision.category or "",
        decision.outcome or "",
        int(f"{day:%Y%m%d}") if day else 0,
    )


def _outcome(peer: Peer, case: Case, credit: Credit) -> Outcome:
    ranked = credit.paragraphs(peer.search(case.question, None))
    return Outcome(case, ranked, frozenset(ranked))
