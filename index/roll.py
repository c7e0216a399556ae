"""The roll: which decisions pass a filter and when they were decided, learned once for each state of the store.

A question asks several times for the decisions within its filters, and for how many there are in all; over a whole corpus each
time would cost tens of milliseconds. Proved by tests/test_index_store.py and tests/test_index_catalogue.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from index.catalogue import Catalogue
from index.rows import read_day
from index.summary import DateRange, Facets

__all__ = ["Roll"]

_KEPT = 32  # filters whose decisions are remembered: at most 2 MB each for a whole corpus


class Roll:
    """The decisions of one state of a store; a store that was indexed since has another roll."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.matching = lru_cache(maxsize=_KEPT)(catalogue.matching)

    def dates(self, decision_ids: Sequence[int] | None) -> DateRange:
        """How many decisions, their first and last date and how many have none; of all of them for None."""
        everyone = decision_ids is None or len(decision_ids) == self._all.decisions
        return self._all if everyone or decision_ids is None else _span([self._days.get(one) for one in decision_ids])

    @cached_property
    def facets(self) -> Facets:
        """What the filters can be set to."""
        return Facets(*(self._catalogue.distinct(column) for column in ("authority", "category", "outcome")))

    @cached_property
    def _days(self) -> dict[int, str | None]:
        return self._catalogue.decision_days()

    @cached_property
    def _all(self) -> DateRange:
        return _span(list(self._days.values()))


def _span(days: Sequence[str | None]) -> DateRange:
    """The range of ISO dates, which are in the order of their letters."""
    known = [day for day in days if day]
    first, last = (min(known), max(known)) if known else (None, None)
    return DateRange(len(days), read_day(first), read_day(last), len(days) - len(known))
