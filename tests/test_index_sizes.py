"""What a store takes on disk is said by part, and the parts come to the whole."""

from __future__ import annotations

from pathlib import Path

from index import open_store
from index.sizes import SIZE_PARTS


def test_the_parts_come_to_the_whole(sample_store_folder: Path) -> None:
    """Every table has a part of its own, and no byte is missed or counted twice."""
    store = open_store(sample_store_folder)
    sizes = store.sizes()
    store.close()
    assert set(sizes) == {*SIZE_PARTS, "other", "Chroma", "sketch", "words"}
    assert all(size > 0 for size in sizes.values())
    kept = [sample_store_folder / "catalogue.sqlite3"]
    kept += [path for name in ("chroma", "sketch", "lexical") for path in (sample_store_folder / name).rglob("*") if path.is_file()]
    assert sum(sizes.values()) <= sum(path.stat().st_size for path in kept)
    assert sizes["other"] < 200_000  # the schema and what is known of the store, not a table that was forgotten
