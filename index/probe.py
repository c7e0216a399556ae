"""Run as a child process: open Chroma, compare it with the catalogue, print the differences as one JSON list.

Opening a torn HNSW file can end the process with a signal; here that ends only the child. Used by index/vectors.py.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.errors import PinpointError
from index.layout import CATALOGUE
from index.places import place_of
from index.turn import read_turn
from index.vectors_at_rest import stored_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["main"]

_CLOSE_ENOUGH = 2e-3  # the largest difference of a coordinate of the same vector


def main(store: str, server: str | None = None) -> int:
    """Print the problems; 0 also when there are some."""
    try:
        problems = list(_problems(Path(store), server))
    except PinpointError as error:
        problems = [f"Chroma: {error}"]
    print(json.dumps(problems))
    return 0


def _problems(store: Path, server: str | None) -> Iterator[str]:
    import numpy as np

    catalogue = Catalogue.open(store / CATALOGUE)
    index = place_of(catalogue, store, server).open()
    expected: set[int] = set()
    wrong = 0
    query = None
    turn = read_turn(catalogue)
    for ids, whole in stored_vectors(catalogue):
        vectors = _unit(whole if turn is None else turn.turned(whole))
        expected.update(ids)
        held = index.vectors(ids)
        here = [at for at, i in enumerate(ids) if i in held]
        if here:
            rows = _unit(np.stack([held[ids[at]] for at in here]))
            wrong += int((np.abs(rows - vectors[here]).max(axis=1) > _CLOSE_ENOUGH).sum())
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


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows at length one, as Chroma keeps them."""
    import numpy as np

    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float32)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
