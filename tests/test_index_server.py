"""A Chroma server in place of the embedded one: the same results, and searches that go on without it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from doubles import copied

from evals.corpus import write_corpus
from index import Embedder, Filters, Store, StoreUnreachable, UsageError, build_store, check_store, open_store

QUESTIONS = ["refusal of a stage three review panel", "how much was paid for the delay?"]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[str]:
    """`chroma run` on loopback, as its users start it; killed at the end."""
    program = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"  # as its script does, wherever that is
    command = [sys.executable, "-c", program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def results(store: Store, embedder: Embedder) -> list[list[tuple[int, float]]]:
    """What the questions find, without a filter and with one."""
    filters = [None, store.matching(Filters(outcome="Upheld"))]
    return [store.search_dense(vector, 10, decision_ids=ids) for vector in embedder.embed(QUESTIONS) for ids in filters]


def test_a_server_holds_a_store_as_the_folder_does(sample_store_folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    """The same paragraphs and scores; when it goes, searches go on with a notice, and indexing says what is wrong in one line."""
    store, port = copied(sample_store_folder, tmp_path / "store"), free_port()
    shutil.rmtree(store / "chroma")
    (store / "chroma.json").unlink()
    embedded = open_store(sample_store_folder)
    expected = results(embedded, embedder)
    embedded.close()
    with chroma_server(tmp_path / "server", port) as url:
        assert build_store([], store, embedder=embedder, server=url).embedded == 0
        assert not (store / "chroma").exists()
        assert check_store(store, server=url) == ()
        served = open_store(store, server=url)
        assert results(served, embedder) == expected
        assert served.take_notices() == ()
    for _ in range(2):  # the first asks the server, the second knows
        assert results(served, embedder) == expected
        assert all("Chroma server" in notice for notice in served.take_notices())
    with pytest.raises(
        StoreUnreachable, match=r"^got no answer of use from the Chroma server http://127\.0\.0\.1:\d+ .*unset PINPOINT_CHROMA$"
    ):
        build_store([], store, embedder=embedder, server=url)
    assert check_store(store, server=url)[0].startswith("Chroma: got no answer of use from the Chroma server")
    with chroma_server(tmp_path / "server", port):  # killed and started again, it still holds the store
        assert check_store(store, server=url) == ()
    served.close()


def test_what_was_indexed_elsewhere_is_not_missed(sample_store_folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    """Decisions that were indexed to a server are found without it too: the folder's Chroma is known to be behind."""
    store = copied(sample_store_folder, tmp_path / "store")
    write_corpus(tmp_path / "corpus", 1)
    with chroma_server(tmp_path / "server", free_port()) as url:
        build_store([tmp_path / "corpus"], store, embedder=embedder, server=url)
    opened = open_store(store)
    (new,) = opened.matching()[-1:]
    texts = [paragraph.text for paragraph in opened.decision(new).paragraphs]
    assert new in {found // 100_000 for vector in embedder.embed(texts[:3]) for found, _ in opened.search_dense(vector, 5)}
    opened.close()


def test_a_server_that_holds_nothing_of_a_store_is_not_searched(
    sample_store_folder: Path, tmp_path: Path, embedder: Embedder
) -> None:
    """A store that was never indexed to the server answers without it, and the notice says what to run."""
    with chroma_server(tmp_path / "server", free_port()) as url:
        store = open_store(sample_store_folder, server=url)
        assert all(results(store, embedder))
        assert "does not hold this store as it is now; run: pinpoint index" in store.take_notices()[0]
        store.close()


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://127.0.0.1", "http://", "http://host:port"])
def test_a_url_that_is_none_is_refused(sample_store_folder: Path, tmp_path: Path, embedder: Embedder, url: str) -> None:
    """Each row is one way to write a server's address wrongly."""
    store = copied(sample_store_folder, tmp_path / "store")
    with pytest.raises(UsageError, match=r"^got the Chroma server '.*'; expected http://host:port$"):
        build_store([], store, embedder=embedder, server=url)
