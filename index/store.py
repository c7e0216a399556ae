"""The one object rag/ sees: an open store, read-only, that answers where paragraphs are and what stands in them.

Contract: opening never crashes the process on a damaged index. Chroma is opened here only when it fits its seal; otherwise it is
remade from the catalogue under the writer's lock; while another process writes, dense search runs exactly over the vectors at
rest. Each such step leaves a notice for the thread that asked (`take_notices`). Answers follow the catalogue: a store that grew
while it was open is seen at the next search. Proved by tests/test_index_store.py.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.binding import read_model
from index.catalogue import Catalogue, split_paragraph_id
from index.embed import ModelIdentity
from index.errors import StoreDamaged, StoreLocked, StoreMismatch, StoreMissing
from index.layout import CATALOGUE, CHROMA, LEXICAL, LOCK
from index.ledger import DecisionFacts, Wanted, decision_facts, find_remedies, ready_ledger
from index.lexical import LexicalIndex
from index.marks import ParagraphMark, read_marks
from index.pieces import load_codebook, meet
from index.records import Decision, Filters, Reference
from index.remedies.records import Remedy
from index.summary import DateRange, Facets, StoreStatus, read_status
from index.sync import LEXICAL_MARK, rebuild_lexical, rebuild_vectors
from index.vectors import VectorIndex, is_same_content, is_sealed, seal_vectors, unseal_vectors
from index.vectors_at_rest import exact_scores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Store", "open_store", "writer_lock"]

_EXACT_DECISIONS = 1_000  # up to some 60,000 windows an exact product takes milliseconds and misses nothing
_OVERFETCH = 8  # windows asked of Chroma for each paragraph wanted: long paragraphs have several, filters drop some


def writer_lock(folder: Path) -> FileLock:
    """The lock a writer holds; the operating system frees it when the process ends, however it ends."""
    return FileLock(str(folder / LOCK))


def open_store(folder: str | Path, *, embedding: str | None = None) -> Store:
    """Open a store for reading; `embedding` is the model the caller means to use.

    Raises:
        StoreMissing: no store stands there.
        StoreMismatch: it was made with another model.
        StoreDamaged: its catalogue cannot be read.
    """
    return Store.open(Path(folder), embedding=embedding)


class Store:
    """An open store."""

    def __init__(self, folder: Path, catalogue: Catalogue, model: ModelIdentity) -> None:
        self.folder = folder
        self.model = model
        self._notices = threading.local()
        self._catalogue = catalogue
        self._vectors: VectorIndex | None = None
        self._lexical: LexicalIndex | None = None
        self._generation = catalogue.meta("generation")
        self._decision = lru_cache(maxsize=256)(catalogue.decision)

    @classmethod
    def open(cls, folder: Path, *, embedding: str | None = None) -> Store:
        """See `open_store`."""
        if not (folder / CATALOGUE).is_file():
            message = f"got {str(folder)!r}, which holds no store; make one with: pinpoint index FOLDER --store {folder}"
            raise StoreMissing(message)
        catalogue = Catalogue.open(folder / CATALOGUE)
        model = read_model(catalogue)
        if model is None:
            message = f"got {str(folder)!r}, whose first indexing did not begin; run: pinpoint index FOLDER --store {folder}"
            raise StoreMissing(message)
        if embedding is not None and embedding != model.name:
            message = f"got the embedding model {embedding!r}; expected {model.name!r}, which this store was made with"
            raise StoreMismatch(message)
        return cls(folder, catalogue, model)

    def close(self) -> None:
        """Close every part."""
        self._close_indexes()
        self._catalogue.close()

    def take_notices(self) -> tuple[str, ...]:
        """What this thread's searches had to do besides searching, once."""
        notices = tuple(getattr(self._notices, "lines", ()))
        self._notices.lines = []
        return notices

    def _note(self, line: str) -> None:
        self._notices.lines = [*getattr(self._notices, "lines", ()), line]

    def status(self) -> StoreStatus:
        """Counts and health."""
        return read_status(self.folder, self._catalogue, self.model)

    @property
    def attribution(self) -> str | None:
        """Whose the fetched decisions are, to be said with whatever is taken from the store; None where none was fetched."""
        return self._catalogue.meta("attribution")

    def dates(self, decision_ids: Sequence[int] | None = None) -> DateRange:
        """How many decisions, their first and last date and how many have none; of all of them by default."""
        days = self._catalogue.decision_dates(decision_ids)
        known = sorted(day for day in days if day is not None)
        return DateRange(len(days), known[0] if known else None, known[-1] if known else None, len(days) - len(known))

    def facets(self) -> Facets:
        """What the filters can be set to."""
        columns = ("authority", "category", "outcome")
        return Facets(*(self._catalogue.distinct(column) for column in columns))

    def matching(self, filters: Filters | None = None) -> tuple[int, ...]:
        """Ids of the decisions that pass the filters."""
        return self._catalogue.matching(filters)

    def count(self, filters: Filters | None = None) -> int:
        """How many decisions pass the filters."""
        return len(self.matching(filters))

    def decision(self, decision_id: int) -> Decision:
        """A whole decision by id.

        Raises:
            StoreDamaged: an index names a decision the catalogue does not have.
        """
        decision = self._decision(decision_id)
        if decision is None:
            message = f"decision {decision_id} is not in the catalogue; run: pinpoint index --rebuild --store {self.folder}"
            raise StoreDamaged(message)
        return decision

    def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
        """Every decision with this reference (two bodies can share one), narrowed by authority."""
        return tuple(self.decision(i) for i in self.matching(Filters(references=(reference,), authority=authority)))

    def marks(self, paragraph_ids: Iterable[int]) -> dict[int, ParagraphMark]:
        """Part, speaker and family of paragraphs, without reading their decisions; see index/marks.py."""
        return read_marks(self._catalogue, paragraph_ids)

    def meet(self, pieces: NDArray[np.float32], paragraph_ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """How well each of a question's word pieces is met in each paragraph at rest; see index/pieces.py."""
        codebook = load_codebook(self.model.digest)
        return {} if codebook is None else meet(self._catalogue, codebook, pieces, paragraph_ids)

    def same_text(self, decision: Decision) -> tuple[Decision, ...]:
        """The other decisions that share this one's text: one investigation published under several references."""
        rows = self._catalogue.connection.execute("SELECT id FROM decision WHERE family = ? ORDER BY id", (decision.family,))
        found = (self.decision(int(row[0])) for row in rows.fetchall())
        return tuple(other for other in found if other.key != decision.key)

    def remedies(self, filters: Filters | None = None, wanted: Wanted | None = None) -> tuple[Remedy, ...]:
        """The remedies of the decisions that pass the filters, narrowed to those wanted; see index/remedies/records.py."""
        ready_ledger(self._catalogue, writer_lock(self.folder))
        return find_remedies(self._catalogue, filters or Filters(), wanted or Wanted())

    def facts(self, filters: Filters | None = None) -> tuple[DecisionFacts, ...]:
        """Name, authority, category and date of the decisions that pass: what a count is out of."""
        return decision_facts(self._catalogue, filters or Filters())

    def search_dense(
        self, query: NDArray[np.float32], count: int, *, decision_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Paragraphs nearest in meaning: (paragraph id, cosine), best first; exact within some decisions when given."""
        index = None if decision_ids is not None and len(decision_ids) <= _EXACT_DECISIONS else self._open_vectors()
        if index is None:
            within = self.matching() if decision_ids is None else decision_ids
            return _best(exact_scores(self._catalogue, query, within), count)
        found = self._search_vectors(index, query, count * _OVERFETCH)
        allowed = None if decision_ids is None else frozenset(decision_ids)
        scores: dict[int, float] = {}
        for window, score in found:
            paragraph = window // 1_000
            if allowed is None or split_paragraph_id(paragraph)[0] in allowed:
                scores.setdefault(paragraph, score)
        if allowed is not None and len(scores) < count:
            return _best(exact_scores(self._catalogue, query, decision_ids or ()), count)
        return _best(scores, count)

    def search_lexical(
        self, words: Sequence[str], count: int, *, decision_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Paragraphs that hold the terms: (paragraph id, BM25), best first."""
        return self._open_lexical().search(words, count, decision_ids=decision_ids)

    def document_frequency(self, word: str) -> int:
        """In how many paragraphs a term stands."""
        return self._open_lexical().document_frequency(word)

    def paragraph_count(self) -> int:
        """How many paragraphs the lexical index holds, summaries among them."""
        return self._open_lexical().count()

    def _refresh(self) -> None:
        generation = self._catalogue.meta("generation")
        if generation != self._generation:
            self._close_indexes()
            self._decision.cache_clear()
            self._generation = generation

    def _close_indexes(self) -> None:
        if self._vectors is not None:
            self._vectors.close()
        self._vectors = self._lexical = None

    def _open_vectors(self) -> VectorIndex | None:
        """Chroma, sound; or None while another process writes."""
        self._refresh()
        if self._vectors is None:
            chroma = self.folder / CHROMA
            if not is_sealed(chroma) and not self._repair_vectors():
                return None
            try:
                self._vectors = VectorIndex.open(chroma)
                self._vectors.count()
            except StoreDamaged:
                unseal_vectors(chroma)
                if not self._repair_vectors():
                    return None
                self._vectors = VectorIndex.open(chroma)
        return self._vectors

    def _search_vectors(self, index: VectorIndex, query: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """Search Chroma; when it fails on its own files, remake it once and search again."""
        try:
            return index.search(query, count)
        except StoreDamaged:
            self._close_indexes()
            unseal_vectors(self.folder / CHROMA)
            again = self._open_vectors()
            if again is None:
                raise
            return again.search(query, count)

    def _repair_vectors(self) -> bool:
        """Make Chroma sound again, under the lock; False when another process holds it."""
        try:
            with writer_lock(self.folder).acquire(timeout=0):
                if is_same_content(self.folder / CHROMA):
                    seal_vectors(self.folder / CHROMA)
                    return True
                rebuild_vectors(self._catalogue, self.folder)
        except Timeout:
            self._note("The store is being written by another process; the search ran over the vectors at rest.")
            return False
        self._note("The vector index was damaged or unfinished and has been remade from the catalogue.")
        return True

    def _open_lexical(self) -> LexicalIndex:
        self._refresh()
        if self._lexical is None:
            folder = self.folder / LEXICAL
            try:
                self._lexical = LexicalIndex.open(folder)
                sound = self._lexical.count() > 0 or int(self._catalogue.meta(LEXICAL_MARK) or 0) == 0
            except StoreDamaged:
                sound = False
            if not sound:
                self._repair_lexical()
                self._lexical = LexicalIndex.open(folder)
        assert self._lexical is not None
        return self._lexical

    def _repair_lexical(self) -> None:
        try:
            with writer_lock(self.folder).acquire(timeout=5):
                rebuild_lexical(self._catalogue, self.folder)
        except Timeout as error:
            message = "the lexical index is damaged and another process is writing the store; try again when it has ended"
            raise StoreLocked(message) from error
        self._note("The lexical index was damaged and has been remade from the catalogue.")


def _best(scores: dict[int, float], count: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:count]
