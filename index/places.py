"""Where the vector index stands: a folder of the store, or a Chroma server that many stores and readers share.

Contract: a place knows whether it holds what the catalogue says (`through`: the highest text id it holds, 0 when it is to be
remade), and is written within `writing`, which leaves it either whole and marked or to be remade or completed. In the folder the
mark stands in the catalogue and a seal says that it was closed (index/seals.py); on a server both are in the collection's
metadata, with the turn it was made with. Proved by tests/test_index_store.py and tests/test_index_server.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import Catalogue
from index.errors import StoreDamaged, StoreUnreachable
from index.layout import CHROMA
from index.seals import has_database, is_same_content, is_sealed, remove_vectors, seal_vectors, unseal_vectors
from index.turn import turn_digest
from index.vectors import VectorIndex, remove_collection, written

__all__ = ["CHROMA_MARK", "TEXTS_MARK", "FolderPlace", "ServerPlace", "place_of"]

CHROMA_MARK, TEXTS_MARK = "chroma_through", "texts_through"
"""The highest text id that the folder's Chroma holds, and that the last indexing wrote to whichever place it had."""

_STORE, _TURN = "store", "chroma_turn"


def place_of(catalogue: Catalogue, folder: Path, server: str | None) -> FolderPlace | ServerPlace:
    """The place of a store: the server when one is set, else its folder."""
    return FolderPlace(catalogue, folder / CHROMA) if server is None else ServerPlace(catalogue, server)


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """Embedded Chroma; see index/seals.py for what is done against its crashes."""

    catalogue: Catalogue
    folder: Path

    def is_sound(self) -> bool:
        """Whether it may be opened in this process, and holds what was indexed last, to a server perhaps."""
        level = self._marked() >= int(self.catalogue.meta(TEXTS_MARK) or 0)
        return level and is_sealed(self.folder) and self.catalogue.meta(_TURN) == turn_digest(self.catalogue)

    def through(self) -> int:
        """The highest text id that it holds with all below, 0 when it is to be remade: it is opened to see.

        A copy whose bytes are those that were sealed is sealed anew.
        """
        if self.catalogue.meta(_TURN) != turn_digest(self.catalogue):
            return 0
        if not is_sealed(self.folder):
            if not is_same_content(self.folder):
                return 0
            seal_vectors(self.folder)
        try:
            self.open().close()
        except StoreDamaged:
            return 0
        return self._marked()

    def open(self) -> VectorIndex:
        """For reading, when it is sound.

        Raises:
            StoreDamaged: it is not there, Chroma refuses it, or it is empty where the catalogue says that it is not.
        """
        if not has_database(self.folder):
            message = "the vector index is not there; run pinpoint index"
            raise StoreDamaged(message)
        index = VectorIndex.open(self.folder)
        try:
            held = index.count()
        except StoreDamaged:
            index.close()
            raise
        if held or not self._marked():
            return index
        index.close()
        message = "the vector index is empty; run pinpoint index"
        raise StoreDamaged(message)

    def _marked(self) -> int:
        return int(self.catalogue.meta(CHROMA_MARK) or 0)

    def distrust(self) -> None:
        """Let it be remade."""
        unseal_vectors(self.folder)

    def remove(self) -> None:
        """Take it away."""
        remove_vectors(self.folder)
        self.catalogue.set_meta(CHROMA_MARK, "0")

    @contextmanager
    def writing(self, through: int) -> Iterator[VectorIndex]:
        """An open index to write to, sealed and marked as holding `through` at the end."""
        unseal_vectors(self.folder)
        with written(self.folder, through - self._marked()) as index:
            yield index
        seal_vectors(self.folder)
        with self.catalogue.transaction():
            self.catalogue.set_meta(_TURN, turn_digest(self.catalogue))
            self.catalogue.set_meta(CHROMA_MARK, str(through))


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """A collection of a Chroma server, named by the store."""

    catalogue: Catalogue
    url: str

    @property
    def collection(self) -> str:
        """The name of the store's collection; the store is given one at its first use."""
        name = self.catalogue.meta(_STORE)
        return f"pinpoint-{name}" if name else ""

    def through(self) -> int:
        """The highest text id that it holds with all below, 0 when it is to be remade.

        Raises:
            StoreUnreachable: it does not answer.
        """
        index = VectorIndex.connect(self.url, self.collection, make=True) if self.collection else None
        return 0 if index is None else self._held(index)

    def open(self) -> VectorIndex:
        """For reading.

        Raises:
            StoreUnreachable: it does not answer, or does not hold what the store's last indexing wrote.
        """
        index = VectorIndex.connect(self.url, self.collection) if self.collection else None
        if index is None or self._held(index) < max(1, int(self.catalogue.meta(TEXTS_MARK) or 0)):
            message = f"got the Chroma server {self.url}, which does not hold this store as it is now; run: pinpoint index"
            raise StoreUnreachable(message)
        return index

    def _held(self, index: VectorIndex) -> int:
        metadata = index.metadata()
        return int(metadata.get("through", 0)) if metadata.get("turn") == turn_digest(self.catalogue) else 0

    def remove(self) -> None:
        """Take the collection away."""
        if self.collection:
            remove_collection(self.url, self.collection)

    @contextmanager
    def writing(self, through: int) -> Iterator[VectorIndex]:
        """An open index to write to, marked as holding `through` at the end."""
        if not self.collection:
            self.catalogue.set_meta(_STORE, uuid.uuid4().hex)
        index = VectorIndex.connect(self.url, self.collection, make=True)
        yield index
        index.set_metadata({"through": through, "turn": turn_digest(self.catalogue)})
