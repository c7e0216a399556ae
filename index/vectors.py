"""Chroma: ids and vectors, nothing else; a cache that is remade from the catalogue whenever it may be damaged.

Contract. Embedded Chroma that is killed while it flushes its HNSW files can crash the whole process at its next open, and no
exception can catch that. So a seal (`chroma.json`: sizes, times and digests of those files) is taken away before the first write
and put back after a clean close. Only a folder that fits its seal is ever opened in this process; any other is remade from the
vectors at rest, which embeds nothing. `pinpoint check` reads the folder in a child process (`verify_in_child`).
Proved by tests/test_index_store.py (kills, corrupted files) and `python -m evals kills`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import StoreDamaged
from index.quiet import child_environment, silence_libraries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["VectorIndex", "is_same_content", "is_sealed", "remove_vectors", "seal_vectors", "unseal_vectors", "verify_in_child"]

_COLLECTION = "paragraphs"
_SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}}
_BATCH = 5_000  # Chroma takes at most 5,461 rows a call
_SLOWEST_CHECK = 1_800  # seconds; two million vectors take about ten minutes
_DAMAGE_SHOWN = 5


class VectorIndex:
    """An open Chroma collection of windows."""

    def __init__(self, client: Any, collection: Any) -> None:  # noqa: ANN401 - Chroma's types come with its heavy import
        self._client = client
        self._collection = collection

    @classmethod
    def open(cls, folder: Path) -> VectorIndex:
        """Open or create; call only on a sealed or new folder, or inside a child process.

        Raises:
            StoreDamaged: Chroma refuses the folder.
        """
        silence_libraries()
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        try:
            client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
            collection = client.get_or_create_collection(_COLLECTION, embedding_function=None, configuration=_SPACE)  # type: ignore[arg-type]  # a plain dict is taken
        except (
            ChromaError,
            RuntimeError,
            ValueError,
            OSError,
            KeyError,
            AttributeError,
        ) as error:  # Chroma stumbles over its own clean-up
            for known in (SharedSystemClient._identifier_to_system, SharedSystemClient._identifier_to_refcount):  # noqa: SLF001 - no public way
                known.pop(str(folder), None)  # or the half-opened folder would be handed out again
            raise _damaged(error) from error
        return cls(client, collection)

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add windows; one that is there already is replaced by itself."""
        for at in range(0, len(ids), _BATCH):
            self._collection.upsert(ids=[str(i) for i in ids[at : at + _BATCH]], embeddings=vectors[at : at + _BATCH])

    def drop(self, ids: Iterable[int]) -> None:
        """Take windows out; missing ones are ignored."""
        names = [str(i) for i in ids]
        for at in range(0, len(names), _BATCH):
            self._collection.delete(ids=names[at : at + _BATCH])

    def search(self, query: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """The nearest windows: (window id, cosine), best first.

        Raises:
            StoreDamaged: Chroma fails on its files.
        """
        from chromadb.errors import ChromaError

        try:
            found = self._collection.query(
                query_embeddings=query.reshape(1, -1), n_results=max(1, min(count, self.count())), include=["distances"]
            )
        except (ChromaError, RuntimeError, ValueError, OSError) as error:
            raise _damaged(error) from error
        return [(int(name), 1.0 - distance) for name, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def count(self) -> int:
        """How many windows it holds."""
        return int(self._collection.count())

    def ids(self) -> frozenset[int]:
        """Every window id it holds."""
        return frozenset(int(name) for name in self._collection.get(include=[])["ids"])

    def vectors(self, ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """The stored vectors of these windows, by id."""
        found = self._collection.get(ids=[str(i) for i in ids], include=["embeddings"])
        return {int(name): vector for name, vector in zip(found["ids"], found["embeddings"], strict=True)}

    def close(self) -> None:
        """Flush and close."""
        self._client.close()


def _damaged(error: Exception) -> StoreDamaged:
    return StoreDamaged(
        f"Chroma cannot read its files ({str(error).splitlines()[0][:120] if str(error) else type(error).__name__})"
    )


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
    return seal if isinstance(seal, dict) and (folder / "chroma.sqlite3").is_file() else {}


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


def verify_in_child(store: Path) -> tuple[str, ...]:
    """Compare Chroma with the catalogue in a child process, where a crash can be caught; empty when they agree."""
    command = [sys.executable, "-m", "index.probe", str(store)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, with a path as its only argument
            command, capture_output=True, text=True, timeout=_SLOWEST_CHECK, env=child_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return ("Chroma: the check did not end in time",)
    if done.returncode < 0:
        return (f"Chroma: opening it crashes the process (signal {-done.returncode})",)
    try:
        problems = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return (f"Chroma: it cannot be read ({last[:160]})",)
    return tuple(str(problem) for problem in problems[:_DAMAGE_SHOWN])
