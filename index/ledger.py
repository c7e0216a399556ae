"""The remedy ledger at rest: a table of the catalogue, one row for each remedy, remade from the decisions whenever reading changes.

Contract: rows are written in the transaction of their decision and go with it. Each decision remembers the version of the reading
(`LEDGER_VERSION`) that made its rows; those made by another, and those of stores from before the ledger, are made again at the next
indexing or the first question, and nothing is embedded for it. Proved by tests/test_index_ledger.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from index.errors import StoreLocked
from index.records import Filters, Reference
from index.remedies.records import Head, Remedy, RemedyKind, RemedyStatus
from index.rows import filter_clause, read_day

if TYPE_CHECKING:
    from index.catalogue import Catalogue
    from index.records import Decision

__all__ = [
    "DecisionFacts",
    "Wanted",
    "decision_facts",
    "find_remedies",
    "ledger_problems",
    "level_ledger",
    "put_remedies",
    "read_remedies",
    "ready_ledger",
]

_FACTS = ("reference", "authority", "category", "subcategory", "decision_date")
"""Fields of a remedy that are its decision's, and are read from there."""
_OWN = tuple(field.name for field in fields(Remedy) if field.name not in _FACTS)
_FLAGS = frozenset(["is_total", "each", "others_affected", "evidence_required"])
_ORDER = tuple(field.name for field in fields(Remedy))
_REFERENCE, _DATE = _ORDER.index("reference"), _ORDER.index("decision_date")
_FLAGS_AT = tuple(_ORDER.index(name) for name in sorted(_FLAGS))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS ledger (
  decision_id INTEGER PRIMARY KEY REFERENCES decision (id) ON DELETE CASCADE, version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS remedy (
  decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
  {", ".join(_OWN)}, PRIMARY KEY (decision_id, ordinal)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS remedy_by_kind ON remedy (kind, value);
"""
_WAIT = 5  # seconds for another writer to end
_STALE = "SELECT id FROM decision WHERE id NOT IN (SELECT decision_id FROM ledger WHERE version = ?) ORDER BY id"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which remedies of the decisions; None does not narrow. Sums are in pounds; every word of `about` stands in the action."""

    kind: RemedyKind | None = None
    status: RemedyStatus | None = None
    head: Head | None = None
    min_amount: float | None = None
    max_amount: float | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a count of decisions needs of each: its name, what it can be grouped by, and its id, 0 for one that is in no store."""

    reference: Reference
    authority: str | None
    category: str | None
    decision_date: date | None
    subcategory: str | None = None
    kind: str = "statement"
    decision_id: int = field(default=0, compare=False)


def make_ledger(catalogue: Catalogue) -> None:
    """Make the tables where they are missing; outside any transaction."""
    catalogue.connection.executescript(_SCHEMA)


def read_remedies(decision: Decision) -> tuple[Remedy, ...]:
    """The remedies of a decision, in its order, whether it stands in a store or not; the refused and replaced ones among them."""
    from index.remedies.reading import read_remedies as read  # its patterns take a moment to compile

    return read(decision)


def put_remedies(catalogue: Catalogue, decision_id: int, remedies: Sequence[Remedy]) -> None:
    """Write the remedies that were read in a decision in place of any it had; inside the caller's transaction."""
    from index.remedies.reading import LEDGER_VERSION

    one = catalogue.connection
    one.execute("DELETE FROM remedy WHERE decision_id = ?", (decision_id,))
    marks = ", ".join("?" * (len(_OWN) + 2))
    rows = [(decision_id, n, *(getattr(remedy, name) for name in _OWN)) for n, remedy in enumerate(remedies, 1)]
    one.executemany(f"INSERT INTO remedy VALUES ({marks})", rows)  # noqa: S608 - question marks
    one.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?)", (decision_id, LEDGER_VERSION))


def is_level(catalogue: Catalogue) -> bool:
    """Whether every decision has the rows that this version reads."""
    try:
        return next(_stale(catalogue), None) is None
    except sqlite3.OperationalError:  # a store from before the ledger has no such table
        return False


def level_ledger(catalogue: Catalogue) -> int:
    """Make the rows of every decision that has none of this version, each in a transaction.

    Returns how many. The caller has the lock.
    """
    make_ledger(catalogue)
    stale = list(_stale(catalogue))
    for decision_id in stale:
        decision = catalogue.decision(decision_id)
        if decision is not None:
            with catalogue.transaction():
                put_remedies(catalogue, decision_id, read_remedies(decision))
    return len(stale)


def ready_ledger(catalogue: Catalogue, lock: FileLock) -> None:
    """Make the rows of a store that another version wrote, under the writer's lock.

    Raises:
        StoreLocked: another process is writing.
    """
    if is_level(catalogue):
        return
    try:
        with lock.acquire(timeout=_WAIT):
            level_ledger(catalogue)
    except Timeout as error:
        message = "the remedies are not read yet and another process is writing the store; try again when it has ended"
        raise StoreLocked(message) from error


def _stale(catalogue: Catalogue) -> Iterator[int]:
    from index.remedies.reading import LEDGER_VERSION

    for row in catalogue.connection.execute(_STALE, (LEDGER_VERSION,)):
        yield int(row[0])


def find_remedies(catalogue: Catalogue, filters: Filters, wanted: Wanted) -> tuple[Remedy, ...]:
    """The remedies that pass, in the order of their decisions and paragraphs."""
    where, values = filter_clause(filters)
    clauses: list[str] = [f"decision_id IN (SELECT id FROM decision WHERE {where})"]  # noqa: S608 - built from constants
    given: list[str | float] = [*values]
    for clause, value in (
        ("remedy.kind = ?", wanted.kind),
        ("remedy.status = ?", wanted.status),
        ("remedy.head = ?", wanted.head),
        ("remedy.value >= ?", wanted.min_amount),
        ("remedy.value <= ?", wanted.max_amount),
    ):
        if value is not None:
            clauses.append(clause)
            given.append(value)
    columns = ", ".join(f"decision.{name}" if name in _FACTS else f"remedy.{name}" for name in _ORDER)
    rows = catalogue.connection.execute(
        f"SELECT {columns} FROM remedy JOIN decision ON decision.id = remedy.decision_id"  # noqa: S608 - constants and question marks
        f" WHERE {' AND '.join(clauses)} ORDER BY decision_id, ordinal",
        given,
    )
    words = wanted.about.casefold().split()
    found = (_read(row) for row in rows)
    return tuple(remedy for remedy in found if all(word in remedy.action_text.casefold() for word in words))


def _read(row: Sequence[Any]) -> Remedy:
    """A row in the order of the fields; by place, since a whole corpus has a hundred thousand."""
    values = list(row)
    values[_REFERENCE] = Reference(values[_REFERENCE])
    values[_DATE] = read_day(values[_DATE])
    for at in _FLAGS_AT:
        values[at] = bool(values[at])
    return Remedy(*values)


def decision_facts(catalogue: Catalogue, filters: Filters) -> tuple[DecisionFacts, ...]:
    """The facts of the decisions that pass: the denominators of a count."""
    where, values = filter_clause(filters)
    rows = catalogue.connection.execute(
        f"SELECT reference, authority, category, decision_date, subcategory, kind, id FROM decision WHERE {where} ORDER BY id",  # noqa: S608 - constants
        values,
    )
    return tuple(
        DecisionFacts(Reference(reference), authority, category, read_day(day), subcategory, kind, decision_id)
        for reference, authority, category, day, subcategory, kind, decision_id in rows
    )


def ledger_problems(catalogue: Catalogue) -> Iterator[str]:
    """What `pinpoint check` says of the ledger: rows that are not on their page, decisions without rows of this version."""
    if not is_level(catalogue):
        yield "remedies: some decisions are not in the ledger yet; run pinpoint index to complete"
        return
    for decision_id in catalogue.matching():
        decision = catalogue.decision(decision_id)
        assert decision is not None
        texts: dict[int | None, str] = {None: decision.summary or "", **{one.number: one.text for one in decision.paragraphs}}
        rows = catalogue.connection.execute(
            "SELECT paragraph, label, action_text, amount FROM remedy WHERE decision_id = ?", (decision_id,)
        )
        for paragraph, label, action, amount in rows:
            if action not in texts.get(paragraph, "") or (amount or "") not in action:
                yield f"remedies: {decision.reference}, para {label}: what the ledger says is not what the paragraph says"
