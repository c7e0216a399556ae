"""What a store says of itself: its size and health, the values of its filters, the dates it covers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

__all__ = ["DateRange", "Facets", "StoreStatus", "warned_decisions"]


@dataclass(frozen=True, slots=True)
class Facets:
    """The values the filters can take, sorted."""

    authorities: tuple[str, ...]
    categories: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Some decisions: how many, their first and last known date, and how many have no date."""

    decisions: int
    first: date | None
    last: date | None
    undated: int


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """Counts and health: `pending` decisions are read but not yet searchable (an interrupted run).

    `warnings` has each warning with the references it stands on, the most frequent first. `terms` says whose fetched decisions are.
    """

    folder: str
    decisions: int
    paragraphs: int
    undated: int
    first_date: date | None
    last_date: date | None
    pending: int
    estimated: int
    with_warnings: int
    model: str
    dimension: int
    unnumbered: int = 0
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    terms: str | None = None


def warned_decisions(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each warning with the references it stands on, from references and their warnings in JSON; the most frequent first."""
    found: dict[str, list[str]] = {}
    for reference, warnings in rows:
        for warning in json.loads(warnings):
            found.setdefault(warning, []).append(reference)
    return {warning: tuple(found[warning]) for warning in sorted(found, key=lambda text: (-len(found[text]), text))}
