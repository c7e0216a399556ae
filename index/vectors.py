"""Chroma: a row a text, its id and its turned vector, nothing else; remade from the catalogue whenever it may be damaged.

Embedded, in a folder of the store that only a seal lets be opened (index/seals.py), or on a server. `pinpoint check` reads a folder
in a child process (`verify_in_child`). Proved by tests/test_index_store.py and tests/test_index_server.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import StoreDamaged, StoreUnreachable, UsageError
from index.quiet import child_environment, silence_libraries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["VectorIndex", "remove_collection", "verify_in_child", "written"]

_COLLECTION = "texts"
_HELD = 1_000  # texts for one that the graph looks at: of 1.9 million 480 found 0.95 of the true ten, 1,925 find 0.998
_BROADEST = 4_000
_SPACE = {"hnsw": {"space": "cosine", "ef_construction": 100, "max_neighbors": 16, "ef_search": 200}}
_OFTEN = 1_000  # rows after which Chroma writes its graph, with every id anew: 2 seconds at two million, and its own setting
_SELDOM = 50_000  # the same while very many are added; rows not written yet would be added again at every opening
_BATCH = 5_000  # Chroma takes at most 5,461 rows a call
_PAGE = 50_000  # ids read at once
_SLOWEST_CHECK = 1_800  # seconds; two million vectors take about ten minutes
_DAMAGE_SHOWN = 5


class VectorIndex:
    """An open Chroma collection of texts by their ids."""

    def __init__(self, client: Any, collection: Any, url: str | None = None) -> None:  # noqa: ANN401 - Chroma's types come with its heavy import
        self._client = client
        self._collection = collection
        self._url = url
        self._held: int | None = None  # counting takes Chroma a second at a million rows, so a reader counts once

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

    @classmethod
    def connect(cls, url: str, name: str, *, make: bool = False) -> VectorIndex:
        """Open a collection of a server, made first when it is not there and `make` is set.

        Raises:
            StoreUnreachable: the server does not answer, or has no such collection.
        """
        client = _client(url)
        try:
            if make:
                collection = client.get_or_create_collection(name, embedding_function=None, configuration=_SPACE)
            else:
                collection = client.get_collection(name, embedding_function=None)
        except _failures() as error:
            raise _unreachable(url, error) from error
        return cls(client, collection, url)

    def metadata(self) -> dict[str, Any]:
        """What a server's collection says of itself."""
        return dict(self._collection.metadata or {})

    def set_metadata(self, values: dict[str, str | int]) -> None:
        """Let a server's collection say so."""
        with self._translated():
            self._collection.modify(metadata=values)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Chroma's errors as ours."""
        try:
            yield
        except _failures() as error:
            raise (_damaged(error) if self._url is None else _unreachable(self._url, error)) from error

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add texts; one that is there already is replaced by itself."""
        for at in range(0, len(ids), _BATCH):
            with self._translated():
                self._collection.upsert(ids=[str(i) for i in ids[at : at + _BATCH]], embeddings=vectors[at : at + _BATCH])

    def drop(self, ids: Iterable[int]) -> None:
        """Take texts out; missing ones are ignored."""
        names = [str(i) for i in ids]
        for at in range(0, len(names), _BATCH):
            with self._translated():
                self._collection.delete(ids=names[at : at + _BATCH])

    def search(self, query: NDArray[np.float32], count: int) -> list[int]:
        """The nearest texts, best first; the more it holds the more are looked at for them.

        Raises:
            StoreDamaged: Chroma fails on its files.
            StoreUnreachable: its server does not answer.
        """
        if self._held is None:
            self._held = self.count()
        wanted = max(1, min(max(count, min(self._held // _HELD, _BROADEST)), self._held))
        with self._translated():
            found = self._collection.query(query_embeddings=query.reshape(1, -1), n_results=wanted, include=[])
        return [int(name) for name in found["ids"][0][:count]]

    def count(self) -> int:
        """How many texts it holds."""
        with self._translated():
            return int(self._collection.count())

    def ids(self) -> frozenset[int]:
        """Every text id it holds."""
        found: set[int] = set()
        with self._translated():
            for at in range(0, int(self._collection.count()), _PAGE):
                found.update(int(name) for name in self._collection.get(include=[], limit=_PAGE, offset=at)["ids"])
        return frozenset(found)

    def vectors(self, ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """The stored vectors of these texts, by id."""
        with self._translated():
            found = self._collection.get(ids=[str(i) for i in ids], include=["embeddings"])
        return {int(name): vector for name, vector in zip(found["ids"], found["embeddings"], strict=True)}

    def flush_after(self, rows: int) -> None:
        """How many rows are to be added before the graph is written, from the next opening on."""
        with self._translated():
            self._collection.modify(configuration={"hnsw": {"sync_threshold": rows}})

    def close(self) -> None:
        """Flush and close."""
        self._client.close()


@contextmanager
def written(folder: Path, count: int) -> Iterator[VectorIndex]:
    """An index in a folder, open to have some number of texts added; at the end its graph lacks no more of them than ever.

    Raises:
        StoreDamaged: Chroma refuses the folder.
    """
    many = count > _SELDOM
    if many:
        with closing(VectorIndex.open(folder)) as index:
            index.flush_after(_SELDOM)
    with closing(VectorIndex.open(folder)) as index:  # after an error too: a client that is left open is handed out again
        yield index
        if many:
            index.flush_after(_OFTEN)
    if many:
        with closing(VectorIndex.open(folder)) as index:
            index.count()  # for which Chroma takes in, and then writes, what was left


def remove_collection(url: str, name: str) -> None:
    """Take a collection away from a server, if it is there.

    Raises:
        StoreUnreachable: the server does not answer.
    """
    from chromadb.errors import NotFoundError

    client = _client(url)
    try:
        client.delete_collection(name)
    except NotFoundError:
        return
    except _failures() as error:
        raise _unreachable(url, error) from error


def _client(url: str) -> Any:  # noqa: ANN401 - Chroma's types come with its heavy import
    """A client of the server at http(s)://host[:port].

    Raises:
        UsageError: the URL is none.
        StoreUnreachable: the server does not answer.
    """
    silence_libraries()
    import chromadb
    from chromadb.config import Settings

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 8000)
    except ValueError:
        parts, host, port = urlsplit(""), None, 0
    if parts.scheme not in {"http", "https"} or not host:
        message = f"got the Chroma server {url[:80]!r}; expected http://host:port"
        raise UsageError(message)
    try:
        return chromadb.HttpClient(host, port, ssl=parts.scheme == "https", settings=Settings(anonymized_telemetry=False))
    except _failures() as error:
        raise _unreachable(url, error) from error


def _failures() -> tuple[type[Exception], ...]:
    """What Chroma raises, by itself and by the libraries it speaks to a server with."""
    import httpx
    from chromadb.errors import ChromaError

    return (ChromaError, RuntimeError, ValueError, OSError, KeyError, httpx.HTTPError)


def _unreachable(url: str, error: Exception) -> StoreUnreachable:
    return StoreUnreachable(
        f"got no answer of use from the Chroma server {url} ({_first_line(error)}); expected it to run there and to hold this "
        "store: start it, run pinpoint index, or unset PINPOINT_CHROMA"
    )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__


def _damaged(error: Exception) -> StoreDamaged:
    return StoreDamaged(f"Chroma cannot read its files ({_first_line(error)})")


def verify_in_child(store: Path, server: str | None = None) -> tuple[str, ...]:
    """Compare Chroma with the catalogue in a child process, where a crash can be caught; empty when they agree."""
    command = [sys.executable, "-m", "index.probe", str(store), *([] if server is None else [server])]
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
