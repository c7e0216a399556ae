"""The roll: which decisions pass a filter and when they were decided, learned once and again when a decision was written.

A question asks several times for the decisions within its filters, and for how many there are in all; over a whole corpus SQLite
takes tens of milliseconds to look into each name. The decisions share a few hundred names, so the roll keeps which name each has,
and a filter is asked of the names alone. Proved by tests/test_index_store.py and tests/test_index_catalogue.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.records import Filters
from index.rows import filter_clause, read_day
from index.summary import DateRange, Facets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Roll"]

_KEPT = 32  # filters whose decisions are remembered: at most 2 MB each for a whole corpus
_TOGETHER = {
    ("authority",): ("authority", "authority_slug"),
    ("category",): ("category", "subcategory"),
    ("outcome",): ("outcome",),
    ("since", "until"): ("decision_date",),
}
"""Fields of a filter and the columns that they look into; references, which are few, are found by their index."""

_Value = tuple[str | None, ...]


class Roll:
    """The decisions as they stood when the roll was first asked; a store to which a decision was written has another roll."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.matching = lru_cache(maxsize=_KEPT)(self._matching)

    def dates(self, decision_ids: Sequence[int] | None) -> DateRange:
        """How many decisions, their first and last date and how many have none; of all of them for None."""
        import numpy as np

        ids, (*_, days) = self._read
        if decision_ids is None or len(decision_ids) == len(ids):
            return days.span(days.codes)
        return days.span(days.codes[np.isin(ids, np.asarray(decision_ids, np.int64))])

    @cached_property
    def facets(self) -> Facets:
        """What the filters can be set to."""
        return Facets(*(self._catalogue.distinct(column) for column in ("authority", "category", "outcome")))

    def _matching(self, filters: Filters) -> tuple[int, ...]:
        """The ids of the decisions that pass, in order: what `Catalogue.matching` says."""
        import numpy as np

        if filters.references:
            return self._catalogue.matching(filters)
        ids, columns = self._read
        passing = np.ones(len(ids), bool)
        for names, column in zip(_TOGETHER, columns, strict=True):
            if part := Filters(**{name: getattr(filters, name) for name in names}):
                passing &= column.passing(self._catalogue, part)
        return tuple(ids[passing].tolist())

    @cached_property
    def _read(self) -> tuple[NDArray[np.int64], tuple[_Column, ...]]:
        """The ids of the decisions, in order, and their columns as they stand in _TOGETHER."""
        import numpy as np

        rows = self._catalogue.columns([name for names in _TOGETHER.values() for name in names])
        columns, at = list[_Column](), 1
        for names in _TOGETHER.values():
            columns.append(_Column(names, [row[at : at + len(names)] for row in rows]))
            at += len(names)
        return np.array([row[0] for row in rows], np.int64), tuple(columns)


class _Column:
    """Columns of the decisions that are asked together: their distinct values, in order, and which of them each decision has."""

    def __init__(self, names: Sequence[str], rows: Sequence[_Value]) -> None:
        import numpy as np

        values = sorted(set(rows), key=lambda value: [(one is not None, one or "") for one in value])  # where there is none, first
        place = {value: at for at, value in enumerate(values)}
        self.codes = np.array([place[row] for row in rows], np.int32)
        self._values = values
        self._listed = json.dumps(values)
        self._named = ", ".join(f"json_extract(value, '$[{at}]') AS {name}" for at, name in enumerate(names))

    def passing(self, catalogue: Catalogue, part: Filters) -> NDArray[np.bool_]:
        """Whether each decision passes a filter that is set in these columns only."""
        import numpy as np

        where, values = filter_clause(part)
        found = catalogue.connection.execute(
            f"SELECT key FROM (SELECT key, {self._named} FROM json_each(?)) WHERE {where}",  # noqa: S608 - built from constants
            [self._listed, *values],
        )
        passes = np.zeros(len(self._values), bool)
        passes[[int(row[0]) for row in found]] = True
        return passes[self.codes]

    def span(self, codes: NDArray[np.int32]) -> DateRange:
        """The range of some decisions, where the values are ISO dates, which are in the order of their letters."""
        dated = codes[codes >= (self._values[:1] == [(None,)])]
        first, last = (self._values[int(at)][0] for at in (dated.min(), dated.max())) if len(dated) else (None, None)
        return DateRange(len(codes), read_day(first), read_day(last), len(codes) - len(dated))
