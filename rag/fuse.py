"""Reciprocal rank fusion: several rankings of the same things made one, by rank alone, since their scores do not compare.

Source: Cormack, Clarke and Buettcher, "Reciprocal rank fusion outperforms Condorcet" (SIGIR 2009), with their k of 60.
Proved by tests/test_rag_fuse.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.records import Hit

__all__ = ["RRF_K", "fuse_hits"]

RRF_K = 60


def fuse_hits(rankings: Sequence[Sequence[Hit]], *, weights: Sequence[float] | None = None) -> list[tuple[int, float]]:
    """Paragraph ids with their fused score, best first; equal scores in order of id."""
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for hit in ranking:
            scores[hit.paragraph_id] = scores.get(hit.paragraph_id, 0.0) + weight / (RRF_K + hit.rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
