"""Indexing as users do it, in a process of its own, beside the embedding of the same texts and nothing else.

Embedding alone is the model's reading of every distinct window, in batches sorted by length, in a process that does nothing else:
for a large corpus over a sample of them, drawn by their digests. A sample of decisions would not do: what stands in many of them is
embedded once, and is shorter than what stands in one. Proved by tests/test_evals_bench.py.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.bench.watching import run_watched
from index import Embedder, PinpointError, Store, decision_windows, open_store

__all__ = ["drawn_texts", "embedding_rate", "measure_ingestion"]

_SAMPLED = 8_000
"""Distinct windows that are embedded alone, about."""
_DIGITS = 8
"""Hexadecimal digits of a digest that draw it or not."""
_BATCH = 2_048
_EMBEDDED = re.compile(r"\((?P<count>\d+) texts embedded\)")


def measure_ingestion(decisions: Path, store: Path, embedder: Embedder) -> dict[str, Any]:
    """Index a folder into a new store with `pinpoint index`, and embed its texts alone.

    Raises:
        PinpointError: indexing failed.
    """
    watched = run_watched([sys.executable, "-m", "rag", "index", str(decisions), "--store", str(store)])
    said = _EMBEDDED.search(watched.output)
    if said is None:
        message = f"got {watched.output.strip()!r} from pinpoint index; expected how many texts were embedded"
        raise PinpointError(message)
    embedded = int(said["count"])
    opened = open_store(store)
    count, paragraphs = opened.count(), opened.paragraph_count()
    alone = embedding_rate(opened, embedder, embedded)
    opened.close()
    return {
        "decisions": count,
        "paragraphs": paragraphs,
        "texts_embedded": embedded,
        "seconds": round(watched.seconds, 1),
        "decisions_a_second": round(count / watched.seconds, 2),
        "paragraphs_a_second": round(paragraphs / watched.seconds, 1),
        "peak_memory_mb": watched.peak_mb and round(watched.peak_mb),
        "embedding_alone_texts_a_second": round(alone, 1),
        "embedding_alone_seconds": round(embedded / alone, 1),
        "whole_to_embedding_alone": round(watched.seconds * alone / embedded, 3) if embedded else None,
    }


def embedding_rate(store: Store, embedder: Embedder, embedded: int) -> float:
    """Distinct windows embedded a second, of those of a store, how many of which were embedded; the model is loaded and warm."""
    texts = drawn_texts(store, _SAMPLED / max(1, embedded))
    embedder.embed_tokens(texts[:64])
    started = time.perf_counter()
    for batch in _sorted_batches(texts):
        embedder.embed_tokens(batch)
    return len(texts) / (time.perf_counter() - started)


def drawn_texts(store: Store, share: float) -> list[str]:
    """A share of the distinct windows of a store, or all."""
    windows = (window for decision_id in store.matching() for window in decision_windows(store.decision(decision_id)))
    return list(
        {window.sha256: window.text for window in windows if int(window.sha256[:_DIGITS], 16) < share * 16**_DIGITS}.values()
    )


def _sorted_batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    ordered = sorted(texts, key=len)
    yield from (ordered[at : at + _BATCH] for at in range(0, len(ordered), _BATCH))
