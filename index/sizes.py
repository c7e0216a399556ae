"""How many bytes a store takes, by part: what `pinpoint status` says of its size. Proved by tests/test_index_sizes.py."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from index.catalogue import Catalogue
from index.layout import CATALOGUE, CHROMA, LEXICAL, SKETCH

__all__ = ["SIZE_PARTS", "store_sizes"]

SIZE_PARTS: Mapping[str, tuple[str, ...]] = {
    "text": ("decision", "paragraph", "body", "source", "sqlite_autoindex_decision_1", "decision_by_date", "decision_for_filters"),
    "remedies": ("ledger", "remedy", "remedy_by_kind"),
    "boilerplate": ("likeness",),
    "windows": ("text", "window", "sqlite_autoindex_text_1", "text_without_vector", "text_without_pieces"),
    "vectors": ("vector", "turn"),
    "word pieces": ("piece",),
}
"""The parts of the catalogue and the tables and indexes they stand in; whatever stands in no part is counted as "other"."""

_FOLDERS = {"Chroma": CHROMA, "sketch": SKETCH, "words": LEXICAL}


def store_sizes(catalogue: Catalogue, folder: Path) -> dict[str, int]:
    """Bytes on disk by part; a page that is only partly filled counts whole, and the parts come to the whole store."""
    part_of = {table: part for part, tables in SIZE_PARTS.items() for table in tables}
    sizes = dict.fromkeys(SIZE_PARTS, 0)
    for table, size in _pages(catalogue):
        part = part_of.get(table, "other")
        sizes[part] = sizes.get(part, 0) + size
    whole = _on_disk(folder / CATALOGUE)
    sizes["other"] = max(0, whole - sum(size for part, size in sizes.items() if part != "other"))
    return sizes | {part: _on_disk(folder / name) for part, name in _FOLDERS.items()}


def _pages(catalogue: Catalogue) -> list[tuple[str, int]]:
    """Each table's and index's bytes; none where this SQLite cannot tell."""
    try:
        return catalogue.connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    except sqlite3.OperationalError:
        return []


def _on_disk(path: Path) -> int:
    """The bytes of a file, or of all files of a folder, as the disk holds them: a torn file may claim more than there is."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(min(stat.st_size, getattr(stat, "st_blocks", stat.st_size) * 512) for one in files if (stat := one.stat()))
