"""The indexes of an open store: opened when a search first needs them, mended or gone without when they cannot be used.

Contract: a search never fails for want of Chroma. Embedded Chroma is opened only when it fits its seal; while another process
writes, or a server does not answer, the candidates come from the sketch and a notice says so. What is damaged is remade from the
catalogue under the writer's lock, at once where that takes seconds; in a large store the reader is told what to run instead.
Proved by tests/test_index_store.py, tests/test_index_server.py and tests/test_index_shared.py.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.catalogue import Catalogue
from index.dense import DenseSearch, Nearest
from index.errors import StoreDamaged, StoreLocked, StoreUnreachable
from index.layout import LEXICAL, LOCK, SKETCH
from index.lexical import LexicalIndex
from index.places import FolderPlace, ServerPlace, place_of
from index.sketch import Sketch, make_sketch, open_sketch, sketch_in_memory
from index.sync import rebuild_vectors, searchable_through
from index.turn import read_turn
from index.words import LEXICAL_MARK, rebuild_lexical

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.turn import Turn
    from index.vectors import VectorIndex

__all__ = ["Indexes", "writer_lock"]

_NO_WORDS = "The lexical index is not written yet; the search ran by meaning alone."
_WAIT_FOR_SERVER = 30  # seconds without asking a server again that did not answer


def writer_lock(folder: Path) -> FileLock:
    """The lock a writer holds; the operating system frees it when the process ends, however it ends."""
    return FileLock(str(folder / LOCK))


class Indexes:
    """Chroma, the sketch and the lexical index of a store, as of one generation of the catalogue."""

    def __init__(self, catalogue: Catalogue, folder: Path, server: str | None, note: Callable[[str], None]) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._place = place_of(catalogue, folder, server)
        self._note = note
        self._writable = os.access(folder, os.W_OK)
        self._vectors: VectorIndex | None = None
        self._sketch: tuple[Sketch, Turn | None] | None = None
        self._lexical: LexicalIndex | None = None
        self._ask_server_at = 0.0

    def close(self) -> None:
        """Close what is open; the next search opens it as it stands then."""
        if self._vectors is not None:
            self._vectors.close()
        self._vectors = self._sketch = self._lexical = None

    def search_dense(self, query: NDArray[np.float32], count: int, decision_ids: Sequence[int] | None) -> list[tuple[int, float]]:
        """Paragraphs nearest in meaning; see index/dense.py."""
        search = DenseSearch(self._catalogue, self._open_sketch, self._nearest)
        return search.search(query, count, decision_ids)

    # --- Chroma ---------------------------------------------------------------------------------------------------------

    def _nearest(self) -> Nearest | None:
        """Chroma's search; None where it cannot be used."""
        if self._open_vectors() is None:
            return None

        def nearest(query: NDArray[np.float32], count: int) -> list[int] | None:
            try:
                return None if self._vectors is None else self._vectors.search(query, count)
            except StoreUnreachable as error:
                self._without_server(error)
            except StoreDamaged:
                if isinstance(self._place, FolderPlace):
                    self._place.distrust()
                self._note("The vector index failed on its own files; this search ran without it.")
                self._vectors = None
            return None

        return nearest

    def _open_vectors(self) -> VectorIndex | None:
        if isinstance(self._place, ServerPlace):
            return self._vectors or self._connect(self._place)
        if not self._writable:  # Chroma writes to its files even to read them; the sketch finds the same
            return None
        if self._vectors is not None and not self._place.is_sound():  # a writer has begun
            self._vectors.close()
            self._vectors = None
        if self._vectors is None and (self._place.is_sound() or self._mend_vectors()):
            try:
                self._vectors = self._place.open()
            except StoreDamaged:
                self._place.distrust()
                self._vectors = self._place.open() if self._mend_vectors() else None
        return self._vectors

    def _connect(self, place: ServerPlace) -> VectorIndex | None:
        if time.monotonic() < self._ask_server_at:
            self._note(f"The Chroma server {place.url} does not answer; the search ran without it.")
            return None
        try:
            self._vectors = place.open()
        except StoreUnreachable as error:
            self._without_server(error)
        return self._vectors

    def _without_server(self, error: StoreUnreachable) -> None:
        self._vectors = None
        self._ask_server_at = time.monotonic() + _WAIT_FOR_SERVER
        self._note(f"The search ran without the Chroma server: {error}.")

    def _mend_vectors(self) -> bool:
        """Make embedded Chroma sound again, under the lock; False where it cannot be done now."""
        assert isinstance(self._place, FolderPlace)
        try:
            with writer_lock(self._folder).acquire(timeout=0):
                if self._place.through() and self._place.is_sound():  # a copy, sealed anew
                    return True
                if read_turn(self._catalogue) is not None:
                    run = f"pinpoint index --store {self._folder}"
                    self._note(f"The vector index is damaged or unfinished; the search ran without it. Run: {run}")
                    return False
                rebuild_vectors(self._catalogue, self._folder)
                self._sketch = None
        except Timeout:
            self._note("The store is being written by another process; the search ran over the vectors at rest.")
            return False
        self._note("The vector index was damaged or unfinished and has been remade from the catalogue.")
        return True

    # --- the sketch -----------------------------------------------------------------------------------------------------

    def _open_sketch(self) -> tuple[Sketch, Turn | None]:
        if self._sketch is None:
            turn, files = read_turn(self._catalogue), self._folder / SKETCH
            try:
                self._sketch = open_sketch(self._catalogue, files), turn
            except StoreDamaged:
                self._sketch = self._mend_sketch(files), turn
        return self._sketch

    def _mend_sketch(self, files: Path) -> Sketch:
        if not self._writable:
            return sketch_in_memory(self._catalogue)
        try:
            with writer_lock(self._folder).acquire(timeout=0):
                make_sketch(self._catalogue, files, until=searchable_through(self._catalogue), fresh=True)
            return open_sketch(self._catalogue, files)
        except Timeout:
            return sketch_in_memory(self._catalogue)

    # --- words ----------------------------------------------------------------------------------------------------------

    def lexical(self) -> LexicalIndex:
        """The lexical index, remade when it is damaged.

        Raises:
            StoreLocked: it is damaged, and another process writes.
            StoreDamaged: it is damaged, and the folder cannot be written.
        """
        if self._lexical is None:
            files = self._folder / LEXICAL
            try:
                self._lexical = LexicalIndex.open(files, writable=self._writable)
                sound = self._lexical.count() > 0 or searchable_through(self._catalogue) == 0
            except StoreDamaged:
                sound = False
            if not sound:
                self._mend_lexical()
                self._lexical = LexicalIndex.open(files, writable=self._writable)
        assert self._lexical is not None
        return self._lexical

    def _mend_lexical(self) -> None:
        """Make the lexical index sound again, under the lock; where that cannot be, one that is not written yet stays empty."""
        is_unwritten = self._lexical is not None and int(self._catalogue.meta(LEXICAL_MARK) or 0) == 0
        if is_unwritten and not self._writable:
            self._note(_NO_WORDS)
            return
        if not self._writable:
            message = f"got {str(self._folder)!r}, whose lexical index is damaged and which cannot be written; copy it to mend it"
            raise StoreDamaged(message)
        try:
            with writer_lock(self._folder).acquire(timeout=0 if is_unwritten else 5):
                rebuild_lexical(self._catalogue, self._folder, searchable_through(self._catalogue))
        except Timeout as error:
            if is_unwritten:
                self._note(_NO_WORDS)
                return
            message = "the lexical index is damaged and another process is writing the store; try again when it has ended"
            raise StoreLocked(message) from error
        self._note("The lexical index was damaged and has been remade from the catalogue.")
