"""The SQLite catalogue: the source of truth for decisions, paragraphs, their text (once), sources and vectors at rest.

Everything else in a store (Chroma, the sketch, the lexical index) is remade from it. A paragraph's id is structural: decision id *
100,000 + number. What is embedded is a text, once, however many windows of paragraphs hold it: `window` says which, and vectors,
word pieces and Chroma are by its id. Ids of decisions and texts are never used again, so what was replaced leaves only ids to drop.
One writer at a time (index/store.py holds the lock), readers under WAL. Proved by tests/test_index_catalogue.py.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from index.bodies import Body, pack, unpack
from index.errors import StoreDamaged, StoreMismatch
from index.migrate import bring_up
from index.records import Decision, DecisionKey, Filters, Source
from index.rows import decision_row, filter_clause, paragraph_row, read_day, read_paragraph, read_row

__all__ = ["PARAGRAPH_NUMBERS", "SCHEMA_VERSION", "Catalogue", "paragraph_id", "split_paragraph_id", "text_digest"]

SCHEMA_VERSION = 3

PARAGRAPH_NUMBERS = 100_000
"""How many paragraph ids a decision has: its own id is what they share."""

_PAGE = 16_384  # bytes: at 4,096 a third of each page of word pieces, some 2 KB a text, would stay empty
_CACHE_KB = 65_536
_DIGEST = 16  # bytes of a text's sha256: that no two of a hundred million texts share it is surer than the disk
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL, authority TEXT, authority_slug TEXT NOT NULL,
  category TEXT, subcategory TEXT, outcome TEXT, decision_date TEXT, url TEXT, summary TEXT, kind TEXT NOT NULL,
  family TEXT NOT NULL, warnings TEXT NOT NULL, source_path TEXT NOT NULL, source_sha256 TEXT NOT NULL,
  retrieved_at TEXT NOT NULL, UNIQUE (reference, authority_slug));
CREATE INDEX IF NOT EXISTS decision_by_date ON decision (decision_date);
CREATE INDEX IF NOT EXISTS decision_for_filters ON decision (
  id, reference, authority, authority_slug, category, subcategory, outcome, decision_date);
CREATE TABLE IF NOT EXISTS paragraph (
  decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL, basis TEXT NOT NULL,
  role TEXT NOT NULL, speaker TEXT NOT NULL, boilerplate INTEGER NOT NULL, PRIMARY KEY (decision_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS body (decision_id INTEGER PRIMARY KEY REFERENCES decision (id) ON DELETE CASCADE, packed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS source (
  sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS text (
  id INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE, embedded INTEGER NOT NULL DEFAULT 0,
  coded INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS text_without_vector ON text (id) WHERE embedded = 0;
CREATE INDEX IF NOT EXISTS text_without_pieces ON text (id) WHERE coded = 0;
CREATE TABLE IF NOT EXISTS window (
  decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  text INTEGER NOT NULL, PRIMARY KEY (decision_id, number, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vector (text INTEGER PRIMARY KEY REFERENCES text (id) ON DELETE CASCADE, coded BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS piece (text INTEGER PRIMARY KEY REFERENCES text (id) ON DELETE CASCADE, codes BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS vector_put AFTER INSERT ON vector BEGIN UPDATE text SET embedded = 1 WHERE id = NEW.text; END;
CREATE TRIGGER IF NOT EXISTS vector_gone AFTER DELETE ON vector BEGIN UPDATE text SET embedded = 0 WHERE id = OLD.text; END;
CREATE TRIGGER IF NOT EXISTS piece_put AFTER INSERT ON piece BEGIN UPDATE text SET coded = 1 WHERE id = NEW.text; END;
CREATE TRIGGER IF NOT EXISTS piece_gone AFTER DELETE ON piece BEGIN UPDATE text SET coded = 0 WHERE id = OLD.text; END;
CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY, axes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS likeness (
  decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL, role TEXT NOT NULL,
  bands BLOB NOT NULL, common INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (decision_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dropped (decision_id INTEGER PRIMARY KEY);
"""
_DECISION_FIELDS = "reference, authority, authority_slug, category, subcategory, outcome, decision_date, url, summary, kind, family"


def paragraph_id(decision_id: int, number: int) -> int:
    """The id of a paragraph in the indexes; number 0 is the decision's summary."""
    return decision_id * PARAGRAPH_NUMBERS + number


def text_digest(sha256: str) -> bytes:
    """A text's sha256 (hexadecimal) as the catalogue keeps it."""
    return bytes.fromhex(sha256)[:_DIGEST]


def split_paragraph_id(value: int) -> tuple[int, int]:
    """The decision id and the number behind a paragraph id."""
    return divmod(value, PARAGRAPH_NUMBERS)


def _uri(path: Path, *, writing: bool) -> str:
    """How SQLite is to open the file: where its folder cannot be written it may not keep the files beside it that it would like."""
    plain = path.absolute().as_uri()
    if writing or os.access(path.parent, os.W_OK):
        return plain
    log = path.with_name(f"{path.name}-wal")
    return f"{plain}?mode=ro" if log.exists() and log.stat().st_size else f"{plain}?immutable=1"  # an empty log has nothing to add


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
            connection = sqlite3.connect(
                _uri(path, writing=writing), uri=True, check_same_thread=False, isolation_level=None, timeout=30
            )
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            catalogue = cls(connection)
            version = catalogue._schema(new=writing)
            if writing and version <= SCHEMA_VERSION:
                catalogue._make(version)
                version = SCHEMA_VERSION
        except (sqlite3.Error, ValueError) as error:
            message = f"got {str(path)!r}, which is not a readable catalogue ({error}); restore it from a copy or index again"
            raise StoreDamaged(message) from error
        if version != SCHEMA_VERSION:
            connection.close()
            do = "use a newer Pinpoint" if version > SCHEMA_VERSION else f"run: pinpoint index --store {path.parent}"
            message = f"got a store of schema {version}; expected {SCHEMA_VERSION}: {do}"
            raise StoreMismatch(message)
        return catalogue

    def _make(self, version: int) -> None:
        """Make the tables, or bring those of an earlier version to this one's."""
        old = version < SCHEMA_VERSION
        if old:
            with self.transaction():
                bring_up(self.connection, version, _SCHEMA)
            self.connection.execute("PRAGMA journal_mode = DELETE")  # the size of pages cannot be changed under WAL
        self.connection.execute(f"PRAGMA page_size = {_PAGE}")
        if old:
            self.connection.execute("VACUUM")
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.executescript(_SCHEMA)

    def _schema(self, *, new: bool) -> int:
        """The version of the tables; this one's where there may be none yet."""
        if new and not self.connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
            return SCHEMA_VERSION
        return int(self.meta("schema") or SCHEMA_VERSION)

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
            "INSERT INTO paragraph VALUES (?, ?, ?, ?, ?, ?)", [paragraph_row(new, paragraph) for paragraph in decision.paragraphs]
        )
        self.connection.execute("INSERT INTO body VALUES (?, ?)", (new, pack(decision.paragraphs)))
        placed = [(new, number, ordinal, text_digest(sha256)) for number, ordinal, sha256 in windows]
        new_text = "INSERT INTO text (digest) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM text WHERE digest = ?1)"
        self.connection.executemany(new_text, [row[3:] for row in placed])  # OR IGNORE would leave holes among the ids
        self.connection.executemany("INSERT INTO window SELECT ?, ?, ?, id FROM text WHERE digest = ?", placed)
        return new

    def decisions_with(self, lack: str) -> tuple[int, ...]:
        """The decisions with a window whose text is so: "embedded = 0" or "coded = 0"."""
        (some,) = self.connection.execute(f"SELECT EXISTS (SELECT 1 FROM text WHERE {lack})").fetchone()  # noqa: S608 - our own clause
        if not some:  # the windows of a whole corpus are not walked to learn that nothing is to be done
            return ()
        rows = self.connection.execute(
            f"SELECT DISTINCT decision_id FROM window WHERE text IN (SELECT id FROM text WHERE {lack}) ORDER BY decision_id"  # noqa: S608 - the same
        )
        return tuple(int(row[0]) for row in rows)

    def drop_texts(self) -> None:
        """Forget the texts, with their vectors and word pieces, that no window holds any more."""
        with self.transaction():
            self.connection.execute("DELETE FROM text WHERE id NOT IN (SELECT text FROM window)")

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
        rows = self.connection.execute(
            "SELECT number, basis, role, speaker, boilerplate FROM paragraph WHERE decision_id = ? ORDER BY number", (decision_id,)
        )
        return read_row(row, tuple(read_paragraph(line, body) for line, body in self._with_bodies(decision_id, rows.fetchall())))

    def texts(self, decision_id: int) -> list[tuple[int, str, str]]:
        """Number, part and text of a decision's paragraphs, in order.

        Raises:
            StoreDamaged: they cannot be read.
        """
        rows = self.connection.execute("SELECT number, role FROM paragraph WHERE decision_id = ? ORDER BY number", (decision_id,))
        return [(number, role, body.text) for (number, role), body in self._with_bodies(decision_id, rows.fetchall())]

    def _with_bodies(self, decision_id: int, rows: Sequence[Any]) -> Iterator[tuple[Any, Body]]:
        """The rows of a decision's paragraphs, each with its words."""
        packed = self.connection.execute("SELECT packed FROM body WHERE decision_id = ?", (decision_id,)).fetchone()
        bodies = unpack(packed[0]) if packed else ()
        if len(bodies) != len(rows):
            message = f"decision {decision_id} has {len(rows)} paragraphs and the text of {len(bodies)}; restore it or index again"
            raise StoreDamaged(message)
        return zip(rows, bodies, strict=True)

    def matching(self, filters: Filters | None = None) -> tuple[int, ...]:
        """The ids of the decisions that pass the filters, in order of entry."""
        where, values = filter_clause(filters or Filters())
        rows = self.connection.execute(f"SELECT id FROM decision WHERE {where} ORDER BY id", values)  # noqa: S608 - built from constants
        return tuple(int(row[0]) for row in rows)

    def last_entry(self) -> int:
        """The largest id a decision has ever had: another one as soon as a decision is added or replaced."""
        row = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'decision'").fetchone()
        return 0 if row is None else int(row[0])

    def those_of(self, decision_ids: Collection[int]) -> frozenset[int]:
        """Those of the ids that are decisions."""
        found = self.connection.execute(
            "SELECT id FROM decision WHERE id IN (SELECT value FROM json_each(?))", (json.dumps([*decision_ids]),)
        )
        return frozenset(int(row[0]) for row in found)

    def columns(self, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """The id of each decision, in order, and some of its columns."""
        return self.connection.execute(f"SELECT id, {', '.join(names)} FROM decision ORDER BY id").fetchall()  # noqa: S608 - constants

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
