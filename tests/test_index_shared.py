"""Several processes read one store while another writes it; a store that cannot be written is read all the same."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from doubles import copied

from evals.corpus import write_corpus
from index import (
    Embedder,
    Reference,
    UsageError,
    build_store,
    check_store,
    open_store,
    read_decision,
    sample_folder,
    terms,
)
from index.catalogue import Catalogue
from index.windows import decision_windows

READER = """
import json, sys, numpy as np
from index import open_store, terms
store = open_store(sys.argv[1])
vector = np.load(sys.argv[2])
searches, counts = 0, set()
while True:
    dense = store.search_dense(vector, 20)
    lexical = store.search_lexical(terms("panel delay payment"), 20)
    some = store.search_dense(vector, 20, decision_ids=store.matching()[:10])
    assert len(dense) == len(lexical) == len(some) == 20, (len(dense), len(lexical), len(some))
    assert store.decision(dense[0][0] // 100_000).paragraphs
    count = store.count()
    searches, counts = searches + 1, counts | {count}
    if searches == 1:
        print("ready", flush=True)
    if count == int(sys.argv[3]):
        break
print(json.dumps([searches, sorted(counts), list(store.take_notices())]))
"""


def test_readers_go_on_while_another_process_writes(tmp_path: Path, embedder: Embedder) -> None:
    """Two readers search without an error while decisions are added, see the new ones when they are there, and all is sound."""
    first, second, store = tmp_path / "first", tmp_path / "second", tmp_path / "store"
    write_corpus(first, 20)
    build_store([first], store, embedder=embedder)
    write_corpus(second, 30)
    vector = tmp_path / "vector.npy"
    np.save(vector, embedder.embed(["delay"])[0])
    command = [sys.executable, "-c", READER, str(store), str(vector), "30"]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    build_store([second], store, embedder=embedder)
    for reader in readers:
        out, error = reader.communicate(timeout=120)
        assert (reader.returncode, error) == (0, "")
        searches, counts, _ = json.loads(out)
        assert searches > 1
        assert counts == [20, 30]
    assert check_store(store) == ()


@pytest.fixture
def read_only(sample_store_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """The sample store where nothing can be written, not even by root: a mount of its own."""
    place = tmp_path / "read-only"
    place.mkdir()
    source = copied(sample_store_folder, tmp_path / "store")
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or not umount or subprocess.run([mount, "--bind", source, place], capture_output=True, check=False).returncode:
        pytest.skip("this user cannot mount a folder read-only")
    try:
        subprocess.run([mount, "-o", "remount,bind,ro", place], capture_output=True, check=True)
        yield place
    finally:
        subprocess.run([umount, place], capture_output=True, check=True)


def test_a_copy_of_an_open_store_is_read_from_a_read_only_disk(read_only: Path, tmp_path: Path) -> None:
    """With the empty log of a reader beside the catalogue, and without what SQLite maps: it cannot be made there."""
    (tmp_path / "store" / "catalogue.sqlite3-wal").touch()
    store = open_store(read_only)
    assert store.count() == 12
    store.close()


def test_a_store_on_a_read_only_disk_is_read(read_only: Path, sample_store_folder: Path, embedder: Embedder) -> None:
    """Both searches, decisions and remedies are those of the store it was copied from, and no repair is tried."""
    whole, store = open_store(sample_store_folder), open_store(read_only)
    vector = embedder.embed(["refusal of a stage three review panel"])[0]
    for ids in (None, store.matching()[:3]):
        assert store.search_dense(vector, 10, decision_ids=ids) == whole.search_dense(vector, 10, decision_ids=ids)
    assert store.search_lexical(terms("panel"), 10) == whole.search_lexical(terms("panel"), 10)
    assert store.decision(1) == whole.decision(1)
    assert store.remedies() == whole.remedies()
    assert store.take_notices() == ()
    store.close()
    whole.close()


def test_a_store_on_a_read_only_disk_is_not_written(read_only: Path, embedder: Embedder) -> None:
    """Indexing says so in one line."""
    with pytest.raises(UsageError, match=r"expected a folder that can be made and written \(Permission denied\)$"):
        build_store([], read_only, embedder=embedder)


def test_a_store_copied_while_it_is_written_is_completed(sample_store_folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    """The copy, taken between a decision's commit and its indexing, is read, then completed and sound; so is the original."""
    store, copy = copied(sample_store_folder, tmp_path / "store"), tmp_path / "copy"
    sample = read_decision(sample_folder() / "99-000-101.txt")
    decision = replace(sample, reference=Reference("97 000 001"))
    catalogue = Catalogue.open(store / "catalogue.sqlite3", writing=True)
    with catalogue.transaction():
        windows = [(window.number, window.ordinal, window.sha256) for window in decision_windows(decision)]
        catalogue.put_decision(decision, windows)
    assert (store / "catalogue.sqlite3-wal").stat().st_size > 0
    (store / "chroma.json").unlink()  # its writer has begun
    shutil.copytree(store, copy)
    catalogue.close()
    for one in (copy, store):
        opened = open_store(one)
        assert opened.count() == 13
        assert opened.search_dense(embedder.embed(["delay"])[0], 5)
        opened.close()
        build_store([], one, embedder=embedder)
        assert check_store(one) == ()
