"""The one object rag/ sees: an open store, read-only, that answers where paragraphs are and what stands in them.

Contract: opening never crashes the process on a damaged index, and a search goes on without what cannot be used (index/opened.py).
Each such step leaves a notice for the thread that asked (`take_notices`). Answers follow the catalogue: a store that grew while it
was open is seen at the next search. Proved by tests/test_index_store.py.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.binding import read_model
from index.blas import one_blas_thread
from index.catalogue import Catalogue
from index.embed import ModelIdentity
from index.errors import StoreDamaged, StoreMismatch, StoreMissing
from index.layout import CATALOGUE
from index.ledger import DecisionFacts, Wanted, decision_facts, find_remedies, ready_ledger
from index.marks import ParagraphMark, read_marks
from index.opened import Indexes, writer_lock
from index.pieces import load_codebook, meet, near_windows
from index.records import Decision, Filters, Reference
from index.remedies.records import Remedy
from index.roll import Roll
from index.sizes import store_sizes
from index.summary import DateRange, Facets, StoreStatus, read_status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Store", "open_store", "writer_lock"]


def open_store(folder: str | Path, *, embedding: str | None = None, server: str | None = None) -> Store:
    """Open a store for reading; `embedding` is the model the caller means to use, `server` the URL of its Chroma server.

    Raises:
        StoreMissing: no store stands there.
        StoreMismatch: it was made with another model.
        StoreDamaged: its catalogue cannot be read.
    """
    return Store.open(Path(folder), embedding=embedding, server=server)


class Store:
    """An open store."""

    def __init__(self, folder: Path, catalogue: Catalogue, model: ModelIdentity, server: str | None = None) -> None:
        self.folder = folder
        self.model = model
        self._notices = threading.local()
        self._catalogue = catalogue
        self._indexes = Indexes(catalogue, folder, server, self._note)
        self._generation = catalogue.meta("generation")
        self._decision = lru_cache(maxsize=256)(catalogue.decision)
        self._entry = catalogue.last_entry()
        self._roll = Roll(catalogue)
        self._has_ledger = False

    @classmethod
    def open(cls, folder: Path, *, embedding: str | None = None, server: str | None = None) -> Store:
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
        return cls(folder, catalogue, model, server)

    def close(self) -> None:
        """Close every part."""
        self._indexes.close()
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

    def sizes(self) -> dict[str, int]:
        """Bytes on disk by part; see index/sizes.py."""
        return store_sizes(self._catalogue, self.folder)

    @property
    def attribution(self) -> str | None:
        """Whose the fetched decisions are, to be said with whatever is taken from the store; None where none was fetched."""
        return self._catalogue.meta("attribution")

    def dates(self, decision_ids: Sequence[int] | None = None) -> DateRange:
        """How many decisions, their first and last date and how many have none; of all of them by default."""
        self._level()
        return self._roll.dates(decision_ids)

    def facets(self) -> Facets:
        """What the filters can be set to."""
        self._level()
        return self._roll.facets

    def matching(self, filters: Filters | None = None) -> tuple[int, ...]:
        """Ids of the decisions that pass the filters, in order."""
        self._level()
        return self._roll.matching(filters or Filters())

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

    def near_windows(self, pieces: NDArray[np.float32], paragraph_id: int) -> list[NDArray[np.float32]] | None:
        """How near each of a question's word pieces is to those of each window of a paragraph; see index/pieces.py."""
        codebook = load_codebook(self.model.digest)
        return None if codebook is None else near_windows(self._catalogue, codebook, pieces, paragraph_id)

    def same_text(self, decision: Decision) -> tuple[Decision, ...]:
        """The other decisions that share this one's text: one investigation published under several references."""
        rows = self._catalogue.connection.execute("SELECT id FROM decision WHERE family = ? ORDER BY id", (decision.family,))
        found = (self.decision(int(row[0])) for row in rows.fetchall())
        return tuple(other for other in found if other.key != decision.key)

    def remedies(self, filters: Filters | None = None, wanted: Wanted | None = None) -> tuple[Remedy, ...]:
        """The remedies of the decisions that pass the filters, narrowed to those wanted; see index/remedies/records.py."""
        self._level()
        if not self._has_ledger:
            ready_ledger(self._catalogue, writer_lock(self.folder))
            self._has_ledger = True
        return find_remedies(self._catalogue, filters or Filters(), wanted or Wanted())

    def facts(self, filters: Filters | None = None) -> tuple[DecisionFacts, ...]:
        """Name, authority, category and date of the decisions that pass: what a count is out of."""
        return decision_facts(self._catalogue, filters or Filters())

    @one_blas_thread()
    def search_dense(
        self, query: NDArray[np.float32], count: int, *, decision_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Paragraphs nearest in meaning: (paragraph id, cosine), best first; within some decisions when given."""
        return self._level().search_dense(query, count, decision_ids)

    def search_lexical(
        self, words: Sequence[str], count: int, *, decision_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Paragraphs that hold the terms: (paragraph id, BM25), best first."""
        return self._level().lexical().search(words, count, decision_ids=decision_ids)

    def search_both(
        self,
        query: NDArray[np.float32],
        words: Sequence[Sequence[str]],
        count: int,
        *,
        decision_ids: Sequence[int] | None = None,
    ) -> tuple[list[tuple[int, float]], list[list[tuple[int, float]]]]:
        """Paragraphs nearest in meaning, and those that hold the terms of each list, searched for at the same time.

        See `search_dense` and `search_lexical`: what they find one after the other.
        """
        lexical = self._level().lexical()  # opened by this thread, which hears what had to be done for it
        with ThreadPoolExecutor(1) as beside:
            held = [beside.submit(lexical.search, terms, count, decision_ids=decision_ids) for terms in words]
            near = self.search_dense(query, count, decision_ids=decision_ids)
            return near, [one.result() for one in held]

    def paragraphs_with(self, word: str) -> NDArray[np.int64]:
        """The ids of all paragraphs that hold a term, in order."""
        return self._level().lexical().holding(word)

    def document_frequency(self, word: str) -> int:
        """In how many paragraphs a term stands."""
        return self._indexes.lexical().document_frequency(word)

    def paragraph_count(self) -> int:
        """How many paragraphs the lexical index holds, summaries among them."""
        return self._indexes.lexical().count()

    def _level(self) -> Indexes:
        """The indexes, opened anew when the store was indexed since; the roll is called anew as soon as a decision was written."""
        generation, entry = self._catalogue.meta("generation"), self._catalogue.last_entry()
        if generation != self._generation:
            self._indexes.close()
            self._decision.cache_clear()
            self._has_ledger = False
        if (generation, entry) != (self._generation, self._entry):
            self._roll = Roll(self._catalogue)
            self._generation, self._entry = generation, entry
        return self._indexes
