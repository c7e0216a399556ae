"""Reading a question against one store: its authorities, its outcomes and its words are what the question is held against.

Proved by tests/test_rag_reading.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from index import Filters, Store
from rag.query import Known, Query, read_query
from rag.records import Turn
from rag.retrieve import QueryEmbedder
from rag.spelling import Speller

__all__ = ["QuestionReader", "current_day"]


def current_day() -> date:
    """The day by the machine's own clock and time zone."""
    return datetime.now(UTC).astimezone().date()


class QuestionReader:
    """Reads questions for one store."""

    def __init__(self, store: Store, embedder: QueryEmbedder, today: Callable[[], date] = current_day) -> None:
        self._store = store
        self._today = today
        self._speller = Speller.of_store(store, embedder)

    def read(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Query:
        """Read a question; see `read_query`."""
        facets = self._store.facets()
        known = Known(facets.authorities, facets.outcomes, self._today(), self._speller.correct)
        return read_query(question, history=history, filters=filters, known=known)
