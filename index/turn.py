"""The turn: the axes along which the vectors of a store differ most, so that few numbers say nearly all of a vector.

Of 384 numbers the 128 along these axes keep 0.92 to 0.95 of what differs. Chroma holds those, a third of the space and of the time;
the sketch holds the first 96. Both only name candidates; what is answered is scored by the whole vectors at rest. A turn is found
in the store's own vectors (principal components, uncentred so that products stay products) and kept in the catalogue, so any
model can be had; a small store needs none. Proved by tests/test_index_dense.py.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.catalogue import Catalogue

__all__ = ["KEPT", "Turn", "fit_turn", "read_turn", "turn_digest", "wants_turn", "write_turn"]

KEPT = 128
"""Numbers of a turned vector. Recall@120 of candidates four times as many: 0.992 at 300,000 texts; with 96 numbers 0.986."""

SMALL = 5_000
"""Texts below which whole vectors are held and searched, and no turn is made."""

_SAMPLE = 20_000  # texts a turn is found in
_GROWTH = 16  # times as many texts: a turn found in fewer than the sample is found anew
_MARK = "turn_texts"


@dataclass(frozen=True, slots=True)
class Turn:
    """`axes` (dimension, KEPT) turns a vector."""

    axes: NDArray[np.float32]

    def turned(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Rows of shape (n, dimension) as rows of shape (n, KEPT)."""
        return rows @ self.axes


def fit_turn(rows: NDArray[np.float32]) -> Turn:
    """The turn of some vectors, shape (n, dimension)."""
    import numpy as np

    values, vectors = np.linalg.eigh(rows.T @ rows)
    return Turn(np.ascontiguousarray(vectors[:, np.argsort(-values)[:KEPT]], dtype=np.float32))


def read_turn(catalogue: Catalogue) -> Turn | None:
    """The turn of a store, None where it has none."""
    import numpy as np

    row = catalogue.connection.execute("SELECT axes FROM turn").fetchone()
    return None if row is None else Turn(np.frombuffer(row[0], "<f4").reshape(-1, KEPT))


def turn_digest(catalogue: Catalogue) -> str:
    """Which turn a store has: what is made with another is made anew."""
    turn = read_turn(catalogue)
    return "" if turn is None else hashlib.sha256(turn.axes.tobytes()).hexdigest()


def wants_turn(catalogue: Catalogue) -> bool:
    """Whether a turn is to be found, for the first time or anew."""
    texts, model = count_vectors(catalogue), int(catalogue.meta("dimension") or 0)
    found_in = int(catalogue.meta(_MARK) or 0)
    return texts >= SMALL and model > KEPT and (found_in == 0 or (found_in < _SAMPLE and texts >= found_in * _GROWTH))


def count_vectors(catalogue: Catalogue) -> int:
    """How many texts have a vector."""
    return int(catalogue.connection.execute("SELECT count(*) FROM text WHERE embedded").fetchone()[0])


def write_turn(catalogue: Catalogue) -> Turn | None:
    """Find the turn in what the store holds, and keep it; a small store has none."""
    from index.vectors_at_rest import text_vectors

    texts = [row[0] for row in catalogue.connection.execute("SELECT id FROM text WHERE embedded ORDER BY id")]
    small = len(texts) < SMALL or int(catalogue.meta("dimension") or 0) <= KEPT
    some = texts[:: max(1, len(texts) // _SAMPLE)]
    turn = None if small else fit_turn(text_vectors(catalogue, some)[1])
    with catalogue.transaction():
        catalogue.connection.execute("DELETE FROM turn")
        if turn is not None:
            catalogue.connection.execute("INSERT INTO turn VALUES (1, ?)", (turn.axes.astype("<f4").tobytes(),))
        catalogue.set_meta(_MARK, str(0 if turn is None else len(some)))
    return turn
