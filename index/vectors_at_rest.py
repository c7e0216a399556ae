"""Vectors at rest: one float16 vector for each distinct embedded text, in the catalogue, readable without Chroma.

They are what Chroma is remade from, and what a narrow search is run on exactly: over up to some tens of thousands of windows a
product of matrices beats a filtered walk of the graph and misses nothing. float16 halves the space at a cosine of 0.99999 to
float32; Chroma is given the same values, so the two can be compared. Proved by tests/test_index_vectors.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from index.catalogue import Catalogue, paragraph_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["exact_scores", "lacking", "pending_decisions", "put_vectors", "stored_vectors", "window_id"]

_ORDINALS = 1_000


def window_id(decision_id: int, number: int, ordinal: int) -> int:
    """The id of a window in Chroma; dividing by 1,000 gives its paragraph's id."""
    return paragraph_id(decision_id, number) * _ORDINALS + ordinal


def pending_decisions(catalogue: Catalogue) -> tuple[int, ...]:
    """Decisions with a window whose text has no vector yet."""
    rows = catalogue.connection.execute(
        "SELECT DISTINCT decision_id FROM window WHERE NOT EXISTS"
        " (SELECT 1 FROM vector WHERE vector.sha256 = window.sha256) ORDER BY decision_id"
    )
    return tuple(int(row[0]) for row in rows.fetchall())


def lacking(catalogue: Catalogue, table: Literal["vector", "piece"], digests: Sequence[str]) -> frozenset[str]:
    """Those of the digests that have no row in the table yet."""
    found: set[str] = set()
    for at in range(0, len(digests), 500):
        part = digests[at : at + 500]
        marks = ", ".join("?" * len(part))
        found.update(row[0] for row in catalogue.connection.execute(f"SELECT sha256 FROM {table} WHERE sha256 IN ({marks})", part))  # noqa: S608 - constants and marks
    return frozenset(digests) - found


def put_vectors(catalogue: Catalogue, digests: Sequence[str], vectors: Iterable[NDArray[np.float32]]) -> None:
    """Keep one vector a digest, each of shape (dimension,), within the caller's transaction."""
    catalogue.connection.executemany(
        "INSERT OR REPLACE INTO vector VALUES (?, ?)",
        [(digest, row.astype("<f2").tobytes()) for digest, row in zip(digests, vectors, strict=True)],
    )


def stored_vectors(
    catalogue: Catalogue, *, after: int = 0, until: int | None = None, batch: int = 5_000
) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Window ids and vectors of decisions with an id above `after` up to `until`, in id order, at most `batch` at a time."""
    cursor = catalogue.connection.execute(
        "SELECT decision_id, number, ordinal, half FROM window JOIN vector USING (sha256)"
        " WHERE decision_id > ? AND decision_id <= ? ORDER BY decision_id, number, ordinal",
        (after, sys.maxsize if until is None else until),
    )
    while rows := cursor.fetchmany(batch):
        yield [window_id(*row[:3]) for row in rows], _matrix([row[3] for row in rows])


def exact_scores(catalogue: Catalogue, query: NDArray[np.float32], decision_ids: Sequence[int]) -> dict[int, float]:
    """The cosine of every paragraph of the decisions to the query, by paragraph id: its best window's."""
    best: dict[int, float] = {}
    for at in range(0, len(decision_ids), 500):
        part = decision_ids[at : at + 500]
        marks = ", ".join("?" * len(part))
        rows = catalogue.connection.execute(
            f"SELECT decision_id, number, half FROM window JOIN vector USING (sha256) WHERE decision_id IN ({marks})",  # noqa: S608 - only marks
            part,
        ).fetchall()
        if not rows:
            continue
        for (decision, number, _), score in zip(rows, (_matrix([row[2] for row in rows]) @ query).tolist(), strict=True):
            key = paragraph_id(decision, number)
            best[key] = max(score, best.get(key, -1.0))
    return best


def _matrix(blobs: Sequence[bytes]) -> NDArray[np.float32]:
    import numpy as np

    return np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1).astype(np.float32)
