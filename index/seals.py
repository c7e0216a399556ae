"""The seal of embedded Chroma: only a folder that is as it was closed is opened in this process.

Contract. Embedded Chroma that is killed while it flushes its HNSW files can crash the whole process at its next open, and no
exception can catch that. So a seal (`chroma.json`: sizes, times and digests of those files) is taken away before the first write
and put back after a clean close. Only a folder that fits its seal is ever opened; any other is remade from the vectors at rest,
which embeds nothing. Proved by tests/test_index_store.py (kills, corrupted files) and `python -m evals kills`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

__all__ = ["has_database", "is_same_content", "is_sealed", "remove_vectors", "seal_vectors", "unseal_vectors"]


def _seal_path(folder: Path) -> Path:
    return folder.with_suffix(".json")


def _hnsw_files(folder: Path) -> list[Path]:
    """The files of persisted HNSW graphs.

    Below 1,000 rows Chroma keeps all in its database and sketches the files anew at every first query, so they say nothing;
    chroma.sqlite3 itself is touched by reading, and fails with an exception, never a crash.
    """
    return sorted(path for table in folder.glob("*/index_metadata.pickle") for path in table.parent.iterdir())


def _files(folder: Path) -> dict[str, list[int]]:
    """Size and time of every HNSW file."""
    found = ((path, path.stat()) for path in _hnsw_files(folder))
    return {str(path.relative_to(folder)): [stat.st_size, stat.st_mtime_ns] for path, stat in found}


def _digests(folder: Path) -> dict[str, str]:
    out: dict[str, str] = {}
    for path in _hnsw_files(folder):
        with path.open("rb") as file:
            out[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return out


def _read_seal(folder: Path) -> dict[str, Any]:
    try:
        seal = json.loads(_seal_path(folder).read_text())
    except (OSError, ValueError):
        return {}
    return seal if isinstance(seal, dict) and has_database(folder) else {}


def has_database(folder: Path) -> bool:
    """Whether Chroma's database is there: where it is not, opening would make an empty one, which looks sound."""
    return (folder / "chroma.sqlite3").is_file()


def seal_vectors(folder: Path) -> None:
    """Declare the closed folder sound."""
    seal = _seal_path(folder)
    waiting = seal.with_suffix(".new")
    with waiting.open("w") as file:
        json.dump({"files": _files(folder), "digests": _digests(folder)}, file)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(seal)


def unseal_vectors(folder: Path) -> None:
    """Declare the folder being written."""
    _seal_path(folder).unlink(missing_ok=True)


def is_sealed(folder: Path) -> bool:
    """Whether the folder is as it was when it was last closed cleanly, by size and time of its files."""
    return _read_seal(folder).get("files") == _files(folder)


def is_same_content(folder: Path) -> bool:
    """Whether the files' bytes are those that were sealed, though their times differ: a copy, a backup put back."""
    seal = _read_seal(folder)
    sizes = {name: size for name, (size, _) in seal.get("files", {}).items()}
    here = {name: size for name, (size, _) in _files(folder).items()}
    return bool(seal) and sizes == here and seal.get("digests") == _digests(folder)


def remove_vectors(folder: Path) -> None:
    """Take the folder away, seal first."""
    unseal_vectors(folder)
    if folder.exists():
        grave = folder.with_name(f"{folder.name}.removed-{os.getpid()}")
        folder.replace(grave)
        shutil.rmtree(grave, ignore_errors=True)
