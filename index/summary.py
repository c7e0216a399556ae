"""What a store says of itself: its size and health, the values of its filters, the dates it covers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from index.catalogue import Catalogue
from index.embed import ModelIdentity
from index.sync import searchable_through

__all__ = ["DateRange", "Facets", "StoreStatus", "read_status", "warned_decisions"]


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

    `warnings` has each warning with the references it stands on, the most frequent first. `attribution`
    says whose fetched decisions are, `terms` on what terms they may be used again.
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
    attribution: str | None = None
    terms: str | None = None


def read_status(folder: Path, catalogue: Catalogue, model: ModelIdentity) -> StoreStatus:
    """Count what a store holds."""
    decisions, paragraphs, undated, first, last = catalogue.totals()
    one = catalogue.connection.execute
    through = searchable_through(catalogue)
    return StoreStatus(
        folder=str(folder),
        decisions=decisions,
        paragraphs=paragraphs,
        undated=undated,
        first_date=first,
        last_date=last,
        pending=int(one("SELECT count(*) FROM decision WHERE id > ?", (through,)).fetchone()[0]),
        estimated=int(one("SELECT count(DISTINCT decision_id) FROM paragraph WHERE basis = 'estimated'").fetchone()[0]),
        unnumbered=int(one("SELECT count(DISTINCT decision_id) FROM paragraph WHERE basis = 'none'").fetchone()[0]),
        warnings=warned_decisions(one("SELECT reference, warnings FROM decision WHERE warnings <> '[]' ORDER BY reference")),
        with_warnings=int(one("SELECT count(*) FROM decision WHERE warnings <> '[]'").fetchone()[0]),
        model=model.name,
        dimension=model.dimension,
        attribution=catalogue.meta("attribution"),
        terms=catalogue.meta("terms"),
    )


def warned_decisions(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each warning with the references it stands on, from references and their warnings in JSON; the most frequent first."""
    found: dict[str, list[str]] = {}
    for reference, warnings in rows:
        for warning in json.loads(warnings):
            found.setdefault(warning, []).append(reference)
    return {warning: tuple(found[warning]) for warning in sorted(found, key=lambda text: (-len(found[text]), text))}
