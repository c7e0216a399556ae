"""A store of an earlier schema brought to this one's, whole or not at all: no decision is read and no text embedded again.

Schema 1 named a text by the 64 letters of its digest in every window, and kept vectors in float16. Schema 2 kept the words of each
paragraph in its row. Proved by tests/test_index_migrate.py.
"""

from __future__ import annotations

import json
import sqlite3

from index.bodies import Body, pack_bodies
from index.records import Item

__all__ = ["bring_up"]

_TABLES = ("window", "vector", "piece")
_BATCH = 5_000


def bring_up(connection: sqlite3.Connection, version: int, schema: str) -> None:
    """Move everything over from that version, within the caller's transaction; `schema` makes the tables of this one."""
    if version == 1:
        _move_texts(connection, schema)
    _pack_bodies(connection, schema)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('schema', '3')")


def _move_texts(connection: sqlite3.Connection, schema: str) -> None:
    """Windows, vectors and word pieces by the texts' numbers."""
    import numpy as np

    from index.catalogue import text_digest
    from index.vectors_at_rest import encode

    connection.create_function("text_digest", 1, text_digest, deterministic=True)
    held = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    moved = [table for table in _TABLES if table in held]
    connection.execute("DROP INDEX IF EXISTS window_by_text")
    for table in moved:
        connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    for statement in _statements(schema):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO text (digest) SELECT text_digest(sha256) FROM old_window"
        " GROUP BY sha256 ORDER BY min(decision_id * 100000 + number)"
    )
    connection.execute(
        "INSERT INTO window SELECT decision_id, number, ordinal, id FROM old_window JOIN text ON digest = text_digest(sha256)"
    )
    if "piece" in moved:
        connection.execute("INSERT INTO piece SELECT id, codes FROM old_piece JOIN text ON digest = text_digest(sha256)")
    rows = connection.execute("SELECT id, half FROM old_vector JOIN text ON digest = text_digest(sha256)")
    while part := rows.fetchmany(_BATCH):
        vectors = np.frombuffer(b"".join(row[1] for row in part), "<f2").reshape(len(part), -1).astype(np.float32)
        put = zip((row[0] for row in part), encode(vectors), strict=True)
        connection.executemany("INSERT INTO vector VALUES (?, ?)", put)
    for table in moved:
        connection.execute(f"DROP TABLE old_{table}")
    connection.execute("DELETE FROM meta WHERE key IN ('chroma_through', 'lexical_through')")  # both are made anew


def _pack_bodies(connection: sqlite3.Connection, schema: str) -> None:
    """The words of paragraphs out of their rows, packed by decision."""
    connection.execute("ALTER TABLE paragraph RENAME TO old_paragraph")
    for statement in _statements(schema):
        connection.execute(statement)
    connection.execute("INSERT INTO paragraph SELECT decision_id, number, basis, role, speaker, boilerplate FROM old_paragraph")
    for (decision,) in connection.execute("SELECT id FROM decision ORDER BY id").fetchall():
        rows = connection.execute(
            "SELECT section, subsection, text, items FROM old_paragraph WHERE decision_id = ? ORDER BY number", (decision,)
        )
        bodies = [
            Body(section, subsection, text, tuple(Item(**one) for one in json.loads(items)))
            for section, subsection, text, items in rows
        ]
        connection.execute("INSERT INTO body VALUES (?, ?)", (decision, pack_bodies(bodies)))
    connection.execute("DROP TABLE old_paragraph")


def _statements(schema: str) -> list[str]:
    """The statements of a script one by one, since a script would end the transaction."""
    found, rest = list[str](), ""
    for line in schema.splitlines():
        rest += f"{line}\n"
        if sqlite3.complete_statement(rest):
            found.append(rest)
            rest = ""
    return found
