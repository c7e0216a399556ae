"""Embedding what a store has read: every distinct text once, its vector and the codes of its word pieces from one reading.

Contract: bounded batches, each a transaction, so that a kill repeats one batch at most. A text that has a vector keeps it.
Proved by tests/test_index_build.py and tests/test_index_pieces.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tqdm import tqdm

from index.catalogue import Catalogue
from index.embed import Embedder
from index.pieces import Codebook, claim_codebook, load_codebook, put_pieces, without_pieces
from index.vectors_at_rest import lacking, pending_decisions, put_vectors
from index.windows import Window, decision_windows

__all__ = ["embed_pending", "is_embedded"]

_BATCH = 256  # windows embedded between two commits: a kill repeats two seconds of work at most


def is_embedded(catalogue: Catalogue, model: str) -> bool:
    """Whether every window has its vector and, for a model (by digest) with a codebook, its codes by that codebook."""
    codebook = load_codebook(model)
    claim_codebook(catalogue, codebook)
    return not pending_decisions(catalogue) and not (codebook and without_pieces(catalogue))


def embed_pending(catalogue: Catalogue, embedder: Embedder, *, quiet: bool) -> int:
    """Embed each text that lacks its vector or its codes, once; returns how many."""
    codebook = load_codebook(embedder.identity.digest)
    claim_codebook(catalogue, codebook)
    decisions = sorted({*pending_decisions(catalogue), *(without_pieces(catalogue) if codebook else ())})
    total = 0
    with tqdm(total=len(decisions), desc="embedding", unit=" decisions", disable=quiet, leave=False) as bar:
        batch: dict[str, str] = {}
        for decision_id in decisions:
            for window in _windows(catalogue, decision_id):
                batch.setdefault(window.sha256, window.text)
                if len(batch) >= _BATCH:
                    total += _embed_batch(catalogue, embedder, codebook, batch)
                    batch = {}
            bar.update()
        total += _embed_batch(catalogue, embedder, codebook, batch)
    return total


def _windows(catalogue: Catalogue, decision_id: int) -> Iterator[Window]:
    decision = catalogue.decision(decision_id)
    if decision is not None:
        yield from decision_windows(decision)


def _embed_batch(catalogue: Catalogue, embedder: Embedder, codebook: Codebook | None, batch: Mapping[str, str]) -> int:
    new = lacking(catalogue, "vector", list(batch))
    bare = lacking(catalogue, "piece", list(batch)) if codebook else frozenset()
    todo = [digest for digest in batch if digest in new | bare]
    if not todo:
        return 0
    texts = [batch[digest] for digest in todo]
    if codebook is None:
        with catalogue.transaction():
            put_vectors(catalogue, todo, embedder.embed(texts))
        return len(todo)
    read = dict(zip(todo, embedder.embed_tokens(texts), strict=True))
    first = [digest for digest in todo if digest in new]
    with catalogue.transaction():
        put_vectors(catalogue, first, [read[digest].whole for digest in first])
        put_pieces(catalogue, todo, [codebook.encode(read[digest].vectors) for digest in todo])
    return len(todo)
