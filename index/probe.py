"""Run as a child process: open Chroma, compare it with the catalogue, print the differences as one JSON list.

Opening a torn HNSW file can end the process with a signal; here that ends only the child. Used by index/vectors.py.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from index.catalogue import Catalogue
from index.errors import PinpointError
from index.layout import CATALOGUE, CHROMA
from index.turn import read_turn
from index.vectors import VectorIndex
from index.vectors_at_rest import stored_vectors

__all__ = ["main"]

_CLOSE_ENOUGH = 2e-3  # the largest difference of a coordinate: Chroma keeps float32 of the same float16


def main(store: str) -> int:
    """Print the problems; 0 also when there are some."""
    try:
        problems = list(_problems(Path(store)))
    except PinpointError as error:
        problems = [f"Chroma: {error}"]
    print(json.dumps(problems))
    return 0


def _problems(store: Path) -> Iterator[str]:
    import numpy as np

    catalogue = Catalogue.open(store / CATALOGUE)
    index = VectorIndex.open(store / CHROMA)
    expected: set[int] = set()
    wrong = 0
    query = None
    turn = read_turn(catalogue)
    for ids, whole in stored_vectors(catalogue):
        vectors = whole if turn is None else turn.turned(whole)
        expected.update(ids)
        held = index.vectors(ids)
        wrong += sum(
            i in held and float(np.abs(held[i] - vector).max()) > _CLOSE_ENOUGH for i, vector in zip(ids, vectors, strict=True)
        )
        query = vectors[0] if query is None else query
    found = index.ids()
    if missing := expected - found:
        yield f"Chroma: {len(missing)} texts are missing"
    if extra := found - expected:
        yield f"Chroma: {len(extra)} texts are not in the catalogue"
    if wrong:
        yield f"Chroma: {wrong} vectors differ from the catalogue's"
    if query is not None and not index.search(query, 1):
        yield "Chroma: a search finds nothing"
    index.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
