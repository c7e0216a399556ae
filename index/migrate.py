"""A store of schema 1 brought to schema 2, whole or not at all: no decision is read and no text embedded again.

Schema 1 named a text by the 64 letters of its digest in every window, and kept vectors in float16. Proved by
tests/test_index_migrate.py.
"""

from __future__ import annotations

import sqlite3

__all__ = ["from_schema_1"]

_TABLES = ("window", "vector", "piece")
_BATCH = 5_000


def from_schema_1(connection: sqlite3.Connection, schema: str) -> None:
    """Move the windows, vectors and word pieces over, within the caller's transaction; `schema` makes the tables of schema 2."""
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
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('schema', '2')")


def _statements(schema: str) -> list[str]:
    """The statements of a script one by one, since a script would end the transaction."""
    found, rest = list[str](), ""
    for line in schema.splitlines():
        rest += f"{line}\n"
        if sqlite3.complete_statement(rest):
            found.append(rest)
            rest = ""
    return found
