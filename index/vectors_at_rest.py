"""Vectors at rest: one vector for each distinct embedded text, in the catalogue, readable without Chroma.

They are what Chroma and the sketch are remade from, and what every search is scored by in the end, so that its results are the same
whatever found the candidates. A number takes ten bits: a byte and, behind the bytes, two bits, with one scale a vector; 484 bytes
for 384 numbers. Recall@10 against float32 is 0.995 to 0.998 (eight bits: 0.985 to 0.989; float16, which takes 768 bytes: 0.999),
which is less than what embedding in bfloat16 changes. Proved by tests/test_index_vectors.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from index.catalogue import Catalogue, paragraph_id, text_digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "coded_size",
    "decode",
    "encode",
    "exact_scores",
    "lacking",
    "pending_decisions",
    "put_vectors",
    "stored_vectors",
    "text_ids",
    "text_scores",
    "text_vectors",
]

_LARGEST = 511  # ten bits with a sign
_MARKS = 500  # values bound in one statement
_BATCH = 10_000  # vectors read at once: 15 MB


def encode(rows: NDArray[np.float32]) -> list[bytes]:
    """Rows of shape (texts, dimension), any length, as they are kept: scale, bytes, pairs of bits."""
    import numpy as np

    scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True, initial=0.0), 1e-12) / _LARGEST
    whole = np.rint(rows / scale).astype(np.int16)
    bits = np.zeros((len(rows), -(-rows.shape[1] // 4) * 4), np.uint8)
    bits[:, : rows.shape[1]] = whole & 3
    packed = bits[:, 0::4] | bits[:, 1::4] << 2 | bits[:, 2::4] << 4 | bits[:, 3::4] << 6
    coded = np.hstack([scale.astype("<f4").view(np.uint8), (whole >> 2).astype(np.int8).view(np.uint8), packed])
    return [row.tobytes() for row in coded]


def decode(blobs: Sequence[bytes], dimension: int) -> NDArray[np.float32]:
    """What `encode` made as rows of shape (texts, dimension)."""
    import numpy as np

    coded = np.frombuffer(b"".join(blobs), np.uint8).reshape(len(blobs), coded_size(dimension))
    packed = coded[:, 4 + dimension :]
    bits = np.stack([packed >> shift & 3 for shift in (0, 2, 4, 6)], axis=2).reshape(len(blobs), packed.shape[1] * 4)[:, :dimension]
    rows = coded[:, 4 : 4 + dimension].view(np.int8).astype(np.float32)
    rows *= 4
    rows += bits
    rows *= np.ascontiguousarray(coded[:, :4]).view("<f4")
    return rows


def coded_size(dimension: int) -> int:
    """How many bytes a vector takes."""
    return 4 + dimension + -(-dimension // 4)


def pending_decisions(catalogue: Catalogue) -> tuple[int, ...]:
    """Decisions with a window whose text has no vector yet."""
    return catalogue.decisions_with("embedded = 0")


def lacking(catalogue: Catalogue, table: Literal["vector", "piece"], digests: Sequence[str]) -> frozenset[str]:
    """Those of the digests (sha256, hexadecimal) that have no row in the table yet."""
    by_key = {text_digest(digest): digest for digest in digests}
    keys, found = list(by_key), set[bytes]()
    flag = "embedded" if table == "vector" else "coded"
    for at in range(0, len(keys), _MARKS):
        part = keys[at : at + _MARKS]
        marks = ", ".join("?" * len(part))
        found.update(
            row[0]
            for row in catalogue.connection.execute(f"SELECT digest FROM text WHERE digest IN ({marks}) AND {flag}", part)  # noqa: S608 - constants and marks
        )
    return frozenset(digest for key, digest in by_key.items() if key not in found)


def text_ids(catalogue: Catalogue, digests: Sequence[str]) -> dict[str, int]:
    """The id of each text by its digest (sha256, hexadecimal); one that stands in no decision any more is left out."""
    by_key = {text_digest(digest): digest for digest in digests}
    keys, found = list(by_key), dict[str, int]()
    for at in range(0, len(keys), _MARKS):
        part = keys[at : at + _MARKS]
        marks = ", ".join("?" * len(part))
        rows = catalogue.connection.execute(f"SELECT digest, id FROM text WHERE digest IN ({marks})", part)  # noqa: S608 - only marks
        found.update((by_key[key], text) for key, text in rows)
    return found


def put_vectors(catalogue: Catalogue, vectors: Mapping[int, NDArray[np.float32]]) -> None:
    """Keep one vector a text, by its id, each of shape (dimension,), within the caller's transaction."""
    import numpy as np

    if not vectors:
        return
    rows = zip(vectors, encode(np.stack(list(vectors.values())).astype(np.float32)), strict=True)
    catalogue.connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)


def stored_vectors(
    catalogue: Catalogue, *, after: int = 0, until: int | None = None, batch: int = 5_000
) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Ids and vectors of the texts with an id above `after` up to `until`, in id order, at most `batch` at a time."""
    dimension = _dimension(catalogue)
    last = sys.maxsize if until is None else until
    cursor = catalogue.connection.execute(
        "SELECT text, coded FROM vector WHERE text > ? AND text <= ? ORDER BY text", (after, last)
    )
    while rows := cursor.fetchmany(batch):
        yield [row[0] for row in rows], decode([row[1] for row in rows], dimension)


def text_vectors(catalogue: Catalogue, texts: Sequence[int]) -> tuple[list[int], NDArray[np.float32]]:
    """Ids and vectors of these texts, in no order; those without a vector are left out."""
    import numpy as np

    dimension, rows = _dimension(catalogue), list[tuple[int, bytes]]()
    for at in range(0, len(texts), _MARKS):
        part = texts[at : at + _MARKS]
        marks = ", ".join("?" * len(part))
        rows += catalogue.connection.execute(f"SELECT text, coded FROM vector WHERE text IN ({marks})", part).fetchall()  # noqa: S608 - only marks
    if not rows:
        return [], np.zeros((0, dimension), np.float32)
    return [row[0] for row in rows], decode([row[1] for row in rows], dimension)


def text_scores(catalogue: Catalogue, query: NDArray[np.float32], texts: Sequence[int]) -> dict[int, float]:
    """The cosine of each of these texts to the query, by id, read in batches."""
    found: dict[int, float] = {}
    for at in range(0, len(texts), _BATCH):
        ids, rows = text_vectors(catalogue, texts[at : at + _BATCH])
        found.update(zip(ids, (rows @ query).tolist(), strict=True))
    return found


def exact_scores(catalogue: Catalogue, query: NDArray[np.float32], decision_ids: Sequence[int]) -> dict[int, float]:
    """The cosine of every paragraph of the decisions to the query, by paragraph id: its best window's."""
    best: dict[int, float] = {}
    for at in range(0, len(decision_ids), _MARKS):
        part = decision_ids[at : at + _MARKS]
        marks = ", ".join("?" * len(part))
        windows = catalogue.connection.execute(
            f"SELECT decision_id, number, text FROM window WHERE decision_id IN ({marks})",  # noqa: S608 - only marks
            part,
        ).fetchall()
        scores = text_scores(catalogue, query, sorted({row[2] for row in windows}))
        for decision, number, text in windows:
            if text in scores:
                key = paragraph_id(decision, number)
                best[key] = max(scores[text], best.get(key, -1.0))
    return best


def _dimension(catalogue: Catalogue) -> int:
    """Of the store's model."""
    if (known := catalogue.meta("dimension")) is not None:
        return int(known)
    row = catalogue.connection.execute("SELECT length(coded) FROM vector LIMIT 1").fetchone()
    return 0 if row is None else (row[0] - 4) * 4 // 5
