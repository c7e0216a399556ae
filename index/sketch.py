"""The sketch: 96 bytes of every text and the place of every window, in flat files that are mapped into memory.

Chroma's own filters take seconds at a million vectors, and one that leaves a tenth of a corpus leaves a hundred thousand texts,
too many to read from the catalogue for a question. So each text has the first 96 numbers of its turned vector (index/turn.py) at
a byte each, and a filtered search multiplies those of the texts that are left: 0.1 s for a million, a few milliseconds for what a
filter usually leaves. The best are scored by their vectors at rest. The files are remade from the catalogue with the other indexes;
a reader whose files were replaced keeps those it has mapped. Proved by tests/test_index_dense.py.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalogue import Catalogue
from index.errors import StoreDamaged
from index.turn import read_turn, turn_digest
from index.vectors_at_rest import stored_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SKETCHED", "Sketch", "is_current", "make_sketch", "open_sketch", "sketch_in_memory"]

SKETCHED = 96
"""Numbers of a sketched text.

Recall@10 of the best 480, scored again, within a category and within a year of 57,500 decisions: 1.000 and 0.998; with 64
numbers 0.992 and 0.975 (60 questions).
"""

_MARK, _TURN, _SKETCHED = "sketch", "sketch_turn", "sketch_numbers"
_LARGEST = 127
_ROOM = 1.2  # times the largest number of the first texts: a later, larger one is cut off
_NUMBERS = 100_000  # paragraph ids of one decision
_ROWS = 2_048  # multiplied at once: half a megabyte as floats, what a processor's cache holds
_FEW = 64  # rows of one call of BLAS: for more it takes a second thread, which would be in the model's way (index/blas.py)
_PARTS = ("rows", "scale", "paragraphs", "texts", "by_text", "starts")


@dataclass(frozen=True, slots=True)
class Sketch:
    """Arrays over texts (by id) and windows (in the order of paragraph ids).

    `rows` (texts, numbers) int8, empty in a small store, `scale` (numbers,); `paragraphs` and `texts` of each window; `by_text`
    the windows in the order of their texts, those of text t at starts[t] to starts[t + 1]. The windows of decision d are those from
    firsts[d] to firsts[d + 1].
    """

    rows: NDArray[np.int8]
    scale: NDArray[np.float32]
    paragraphs: NDArray[np.int64]
    texts: NDArray[np.int32]
    by_text: NDArray[np.int32]
    starts: NDArray[np.int32]
    firsts: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Find where each decision begins."""
        import numpy as np

        decisions = int(self.paragraphs[-1]) // _NUMBERS + 1 if len(self.paragraphs) else 0
        object.__setattr__(self, "firsts", np.searchsorted(self.paragraphs, np.arange(decisions + 1) * _NUMBERS))

    def texts_of(self, decision_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The texts of some decisions, each once, in order."""
        import numpy as np

        first, last = self._bounds_of(decision_ids)
        held = np.zeros(len(self.starts), bool)
        held[self.texts[_ranges(first, last)]] = True
        return np.flatnonzero(held)

    def share_of(self, decision_ids: NDArray[np.int64]) -> float:
        """The share of all windows that stand in some decisions, 0 to 1."""
        first, last = self._bounds_of(decision_ids)
        return float((last - first).sum()) / max(1, len(self.paragraphs))

    def mask_of(self, decision_ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each decision, by its id, is one of these; those newer than the sketch are left out."""
        import numpy as np

        found = np.zeros(len(self.firsts), bool)
        found[decision_ids[decision_ids < len(found)]] = True
        return found

    def _bounds_of(self, decision_ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The first window of each decision and the one after its last; none of one that is newer than the sketch."""
        import numpy as np

        last = len(self.firsts) - 1
        return self.firsts[np.minimum(decision_ids, last)], self.firsts[np.minimum(decision_ids + 1, last)]

    def windows_of(self, text: int) -> NDArray[np.int64]:
        """The paragraphs that hold a text, in order; none of one that is newer than the sketch, which Chroma may name already."""
        if text + 1 >= len(self.starts):
            return self.paragraphs[:0]
        windows: NDArray[np.int32] = self.by_text[self.starts[text] : self.starts[text + 1]]
        found: NDArray[np.int64] = self.paragraphs[windows]
        return found

    def windows(self) -> list[tuple[int, int]]:
        """The paragraph and the text of every window, in order."""
        return list(zip(self.paragraphs.tolist(), self.texts.tolist(), strict=True))

    def nearest(self, turned: NDArray[np.float32], count: int, among: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """The texts that seem nearest to a turned query, at most `count`, in no order."""
        import numpy as np

        numbers = self.rows.shape[1]  # an earlier version's sketch has fewer, and serves until the store is indexed again
        weights = (turned[:numbers] * self.scale).astype(np.float32)
        total = len(self.rows) if among is None else len(among)
        scores = np.empty(total, np.float32)
        for at in range(0, total, _ROWS):
            part = self.rows[at : at + _ROWS] if among is None else np.take(self.rows, among[at : at + _ROWS], axis=0)
            part, few = part.astype(np.float32), len(part) // _FEW * _FEW
            np.matmul(part[:few].reshape(-1, _FEW, numbers), weights, out=scores[at : at + few].reshape(-1, _FEW))
            np.matmul(part[few:], weights, out=scores[at + few : at + len(part)])
        best = np.argpartition(-scores, count)[:count] if count < total else np.arange(total)
        return np.asarray(best if among is None else among[best], np.int64)


def _ranges(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """All whole numbers of the half-open ranges, one range after the other."""
    import numpy as np

    lengths = last - first
    ends = np.cumsum(lengths)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - lengths), lengths), np.int64)


def make_sketch(catalogue: Catalogue, folder: Path, *, until: int, fresh: bool) -> None:
    """Write the sketch of the decisions up to `until` beside the one in use, then put it in its place.

    The caller has the lock. Rows that are there are used again unless `fresh`.
    """
    import numpy as np

    name = str(int(catalogue.meta(_MARK) or 0) + 1)
    new = folder / name
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    known = None if fresh else _known(catalogue, folder)
    arrays: list[NDArray[Any]] = [*_rows(catalogue, known), *_windows(catalogue, until)]
    for part, value in zip(_PARTS, arrays, strict=True):
        np.save(new / f"{part}.npy", value)
    with catalogue.transaction():
        catalogue.set_meta(_MARK, name)
        catalogue.set_meta(_TURN, turn_digest(catalogue))
        catalogue.set_meta(_SKETCHED, str(SKETCHED))
    for other in folder.iterdir():
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def is_current(catalogue: Catalogue, folder: Path) -> bool:
    """Whether the sketch can be read, is of the store's turn, and has as many numbers of each text as this version's."""
    try:
        open_sketch(catalogue, folder)
    except StoreDamaged:
        return False
    return catalogue.meta(_SKETCHED) == str(SKETCHED)


def open_sketch(catalogue: Catalogue, folder: Path) -> Sketch:
    """The sketch in use.

    Raises:
        StoreDamaged: it is missing or torn, or of another turn.
    """
    import numpy as np

    if catalogue.meta(_TURN) != turn_digest(catalogue):
        message = "the sketch of the vectors is not made yet"
        raise StoreDamaged(message)
    here = folder / (catalogue.meta(_MARK) or "none")
    try:
        parts = [np.load(here / f"{part}.npy", mmap_mode="r").view(np.ndarray) for part in _PARTS]
    except (OSError, ValueError, EOFError) as error:
        message = f"the sketch of the vectors cannot be read ({str(error)[:120]})"
        raise StoreDamaged(message) from error
    paragraphs = parts[_PARTS.index("paragraphs")]
    if len(paragraphs) and not 1 <= paragraphs[-1] // _NUMBERS <= catalogue.last_entry():
        message = f"the sketch of the vectors ends with a paragraph {paragraphs[-1]}, which the catalogue never had"
        raise StoreDamaged(message)
    return Sketch(*parts)


def sketch_in_memory(catalogue: Catalogue) -> Sketch:
    """A sketch without rows, where none can be read or written; takes seconds for a whole corpus."""
    import numpy as np

    return Sketch(np.zeros((0, SKETCHED), np.int8), np.ones(SKETCHED, np.float32), *_windows(catalogue, 2**62))


def _known(catalogue: Catalogue, folder: Path) -> Sketch | None:
    try:
        known = open_sketch(catalogue, folder)
    except StoreDamaged:
        return None
    return known if len(known.rows) and known.rows.shape[1] == SKETCHED else None


def _rows(catalogue: Catalogue, known: Sketch | None) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The rows of all texts and their scale; none in a store without a turn."""
    import numpy as np

    turn = read_turn(catalogue)
    if turn is None:
        return np.zeros((0, SKETCHED), np.int8), np.ones(SKETCHED, np.float32)
    (last,) = catalogue.connection.execute(
        "SELECT coalesce((SELECT min(id) - 1 FROM text WHERE embedded = 0), max(id), 0) FROM text"
    ).fetchone()
    rows = np.zeros((last + 1, SKETCHED), np.int8)
    scale = None if known is None else np.array(known.scale)
    first = 0 if known is None else min(len(known.rows), last + 1)
    if known is not None:
        rows[:first] = known.rows[:first]
    for ids, vectors in stored_vectors(catalogue, after=first - 1, until=last):
        turned = turn.turned(vectors)[:, :SKETCHED]
        if scale is None:
            scale = np.asarray(np.abs(turned).max(axis=0) * _ROOM / _LARGEST, np.float32)
        rows[ids] = np.clip(np.rint(turned / scale), -_LARGEST, _LARGEST).astype(np.int8)
    return rows, np.ones(SKETCHED, np.float32) if scale is None else scale


def _windows(catalogue: Catalogue, until: int) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Where each text stands."""
    import numpy as np

    cursor = catalogue.connection.execute(
        "SELECT decision_id * ? + number, text FROM window WHERE decision_id <= ? ORDER BY decision_id, number, ordinal",
        (_NUMBERS, until),
    )
    parts = [np.array(rows, np.int64) for rows in iter(lambda: cursor.fetchmany(100_000), [])]
    both = np.concatenate(parts) if parts else np.zeros((0, 2), np.int64)
    texts = both[:, 1].astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(np.bincount(texts, minlength=1))]).astype(np.int32)
    return np.ascontiguousarray(both[:, 0]), texts, np.argsort(texts, kind="stable").astype(np.int32), starts
