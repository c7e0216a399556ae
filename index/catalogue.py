"""The SQLite catalogue: the source of truth for decisions, paragraphs, their text (once), sources and vectors at rest.

Everything else in a store (Chroma, the lexical index) is remade from it. Ids are structural, so no join is needed between the
indexes: paragraph id = decision id * 100,000 + number, window id = paragraph id * 1,000 + ordinal; decision ids are never used
again, so a replaced decision leaves only ids to drop. One writer at a time (index/store.py holds the lock), readers under WAL.
Proved by tests/test_index_catalogue.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from index.errors import StoreDamaged, StoreMismatch
from index.records import Decision, DecisionKey, Filters, Source
from index.rows import decision_row, filter_clause, paragraph_row, read_day, read_paragraph, read_row

__all__ = ["SCHEMA_VERSION", "Catalogue", "paragraph_id", "split_paragraph_id"]

SCHEMA_VERSION = 1
_NUMBERS = 100_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL, authority TEXT, authority_slug TEXT NOT NULL,
  category TEXT, subcategory TEXT, outcome TEXT, decision_date TEXT, url TEXT, summary TEXT, kind TEXT NOT NULL,
  family TEXT NOT NULL, warnings TEXT NOT NULL, source_path TEXT NOT NULL, source_sha256 TEXT NOT NULL,
  retrieved_at TEXT NOT NULL, UNIQUE (reference, authority_slug));
CREATE INDEX IF NOT EXISTS decision_by_date ON decision (decision_date);
CREATE TABLE IF NOT EXISTS paragraph (
  decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL, basis TEXT NOT NULL,
  role TEXT NOT NULL, section TEXT NOT NULL, subsection TEXT, speaker TEXT NOT NULL, text TEXT NOT NULL,
  items TEXT NOT NULL, boilerplate INTEGER NOT NULL, PRIMARY KEY (decision_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (
  sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS window (
  decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  sha256 TEXT NOT NULL, PRIMARY KEY (decision_id, number, ordinal)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS window_by_text ON window (sha256);
CREATE TABLE IF NOT EXISTS vector (sha256 TEXT PRIMARY KEY, half BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS piece (sha256 TEXT PRIMARY KEY, codes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS likeness (
  decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL, role TEXT NOT NULL,
  bands BLOB NOT NULL, common INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (decision_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dropped (decision_id INTEGER PRIMARY KEY);
"""
_DECISION_FIELDS = "reference, authority, authority_slug, category, subcategory, outcome, decision_date, url, summary, kind, family"


def paragraph_id(decision_id: int, number: int) -> int:
    """The id of a paragraph in the indexes; number 0 is the decision's summary."""
    return decision_id * _NUMBERS + number


def split_paragraph_id(value: int) -> tuple[int, int]:
    """The decision id and the number behind a paragraph id."""
    return divmod(value, _NUMBERS)


class Catalogue:
    """One open catalogue; `connection` is shared with the modules that keep their own tables in it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @classmethod
    def open(cls, path: Path, *, writing: bool = False) -> Catalogue:
        """Open (and when writing, create) the catalogue file.

        Raises:
            StoreDamaged: the file is not a catalogue.
            StoreMismatch: it was written by a newer Pinpoint.
        """
        try:
            connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            connection.execute("PRAGMA foreign_keys = ON")
            if writing:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_SCHEMA)
            catalogue = cls(connection)
            version = int(catalogue.meta("schema") or SCHEMA_VERSION)
        except (sqlite3.Error, ValueError) as error:
            message = f"got {str(path)!r}, which is not a readable catalogue ({error}); restore it from a copy or index again"
            raise StoreDamaged(message) from error
        if version > SCHEMA_VERSION:
            message = f"got a store of schema {version}; expected at most {SCHEMA_VERSION}: use a newer Pinpoint"
            raise StoreMismatch(message)
        return catalogue

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:  # Ctrl-C too: whatever ends the block, half of it must not stay
            if self.connection.in_transaction:  # a full disk has already ended it
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        """A fact about the store."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Remember a fact about the store."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def source_state(self, sha256: str) -> tuple[str, str] | None:
        """What became of a file with this digest: (read | rejected | superseded, reason), or None when it is new."""
        row = self.connection.execute("SELECT state, reason FROM source WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def put_source(self, source: Source, state: str, reason: str = "") -> None:
        """Remember what became of a file."""
        self.connection.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", (source.sha256, source.path, state, reason))

    def put_decision(self, decision: Decision, windows: Iterable[tuple[int, int, str]]) -> int:
        """Write a decision and its windows (number, ordinal, sha256); one with the same key is replaced. Returns the new id."""
        old = self.decision_id(decision.key)
        if old is not None:
            self.connection.execute("INSERT OR IGNORE INTO dropped VALUES (?)", (old,))
            self.connection.execute("DELETE FROM decision WHERE id = ?", (old,))
        marks = ", ".join("?" * 15)
        cursor = self.connection.execute(
            f"INSERT INTO decision ({_DECISION_FIELDS}, warnings, source_path, source_sha256, retrieved_at) VALUES ({marks})",  # noqa: S608 - constants
            decision_row(decision),
        )
        new = int(cursor.lastrowid or 0)
        self.connection.executemany(
            "INSERT INTO paragraph VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [paragraph_row(new, paragraph) for paragraph in decision.paragraphs],
        )
        self.connection.executemany("INSERT INTO window VALUES (?, ?, ?, ?)", [(new, *window) for window in windows])
        return new

    def decision_id(self, key: DecisionKey) -> int | None:
        """The id of a decision, or None."""
        row = self.connection.execute(
            "SELECT id FROM decision WHERE reference = ? AND authority_slug = ?", (key.reference, key.authority_slug)
        ).fetchone()
        return None if row is None else int(row[0])

    def decision(self, decision_id: int) -> Decision | None:
        """A whole decision, or None when the id is gone."""
        row = self.connection.execute(
            f"SELECT {_DECISION_FIELDS}, warnings, source_path, source_sha256, retrieved_at FROM decision WHERE id = ?",  # noqa: S608 - constants
            (decision_id,),
        ).fetchone()
        if row is None:
            return None
        paragraphs = self.connection.execute(
            "SELECT number, basis, role, section, subsection, speaker, text, items, boilerplate FROM paragraph"
            " WHERE decision_id = ? ORDER BY number",
            (decision_id,),
        )
        return read_row(row, tuple(read_paragraph(line) for line in paragraphs))

    def matching(self, filters: Filters | None = None) -> tuple[int, ...]:
        """The ids of the decisions that pass the filters, in order of entry."""
        where, values = filter_clause(filters or Filters())
        rows = self.connection.execute(f"SELECT id FROM decision WHERE {where} ORDER BY id", values)  # noqa: S608 - built from constants
        return tuple(int(row[0]) for row in rows)

    def decision_dates(self, decision_ids: Sequence[int] | None = None) -> list[date | None]:
        """The date of each of the decisions, of all by default; None where none is printed."""
        wanted = None if decision_ids is None else frozenset(decision_ids)
        rows = self.connection.execute("SELECT id, decision_date FROM decision")
        return [read_day(day) for number, day in rows if wanted is None or number in wanted]

    def distinct(self, column: str) -> tuple[str, ...]:
        """The values of authority, category, subcategory or outcome, sorted."""
        if column not in {"authority", "category", "subcategory", "outcome", "reference"}:
            raise ValueError(column)
        rows = self.connection.execute(f"SELECT DISTINCT {column} FROM decision WHERE {column} IS NOT NULL ORDER BY 1")  # noqa: S608 - checked above
        return tuple(str(row[0]) for row in rows)

    def totals(self) -> tuple[int, int, int, date | None, date | None]:
        """Decisions, paragraphs, decisions without a date, first and last date."""
        decisions, undated, first, last = self.connection.execute(
            "SELECT count(*), count(*) - count(decision_date), min(decision_date), max(decision_date) FROM decision"
        ).fetchone()
        (paragraphs,) = self.connection.execute("SELECT count(*) FROM paragraph").fetchone()
        return int(decisions), int(paragraphs), int(undated), read_day(first), read_day(last)
