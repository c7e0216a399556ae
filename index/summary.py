"""What a store says of itself: its size and health, the values of its filters, the dates it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["DateRange", "Facets", "StoreStatus"]


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
    """Counts and health: `pending` decisions are read but not yet searchable (an interrupted run)."""

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
