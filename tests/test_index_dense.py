"""Search by meaning finds what exact search finds, at sizes where neither all nor nothing can be read for a question."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

from index import Reference, Store, open_store, read_decision, sample_folder
from index.catalogue import Catalogue, paragraph_id
from index.dense import COPIES, EXACT_DECISIONS
from index.sketch import SKETCHED, open_sketch
from index.sync import level_indexes, rebuild_vectors
from index.turn import KEPT, SMALL, read_turn, turn_digest, wants_turn, write_turn
from index.vectors_at_rest import put_vectors, stored_vectors, text_ids

DECISIONS, WINDOWS, DIMENSION = 300, 20, 160
STANDING = "a sentence that stands in every decision"


def clustered(count: int, seed: int) -> NDArray[np.float32]:
    """Unit vectors in clusters, as those of texts are: 40 subjects, each varied along twenty axes."""
    dice = np.random.default_rng(seed)
    axes = np.random.default_rng(0).normal(size=(60, DIMENSION))
    which = dice.integers(40, size=count)
    weights = dice.normal(size=(count, 60)) * np.r_[np.zeros(40), np.full(20, 0.4)]
    weights[np.arange(count), which] = 1
    rows = weights @ axes + dice.normal(size=(count, DIMENSION)) * 0.15
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def digest(text: str) -> str:
    """The sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def put(catalogue: Catalogue, first: int, count: int) -> None:
    """Write decisions with windows of their own and the standing sentence, and their vectors."""
    sample = read_decision(sample_folder() / "99-000-101.txt")
    for at in range(first, first + count):
        decision = replace(sample, reference=Reference(f"97 {at // 1000:03d} {at % 1000:03d}"), paragraphs=sample.paragraphs[:2])
        own = [digest(f"{at} {number}") for number in range(2, WINDOWS + 2)]
        windows = [(1, 0, digest(STANDING)), *((number, 0, one) for number, one in enumerate(own, 2))]
        with catalogue.transaction():
            catalogue.put_decision(decision, windows)
            ids = text_ids(catalogue, own)
            put_vectors(catalogue, {ids[one]: row for one, row in zip(own, clustered(WINDOWS, at), strict=True)})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 6,001 texts in 300 decisions, more than is searched whole."""
    store = tmp_path_factory.mktemp("dense") / "store"
    store.mkdir()
    catalogue = Catalogue.open(store / "catalogue.sqlite3", writing=True)
    for key, value in (("schema", "3"), ("model", "invented"), ("dimension", str(DIMENSION)), ("digest", "0")):
        catalogue.set_meta(key, value)
    put(catalogue, 1, DECISIONS)
    put_vectors(catalogue, {text_ids(catalogue, [digest(STANDING)])[digest(STANDING)]: clustered(1, 0)[0]})
    level_indexes(catalogue, store)
    catalogue.close()
    return store


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A copy that a test may change, times kept."""
    return Path(shutil.copytree(folder, tmp_path / "store"))


@pytest.fixture(scope="module")
def exactly(folder: Path) -> Callable[[NDArray[np.float32], int, Sequence[int] | None], list[int]]:
    """The paragraphs by a product with every vector, with as many copies of one text as are listed."""
    catalogue = Catalogue.open(folder / "catalogue.sqlite3")
    matrix = np.concatenate([np.zeros((1, DIMENSION), np.float32), *(rows for _, rows in stored_vectors(catalogue))])
    windows = catalogue.connection.execute("SELECT decision_id, number, text FROM window ORDER BY 1, 2").fetchall()
    catalogue.close()

    def found(query: NDArray[np.float32], count: int, decision_ids: Sequence[int] | None) -> list[int]:
        scores = (matrix @ query).tolist()
        most = DECISIONS if decision_ids is not None and len(decision_ids) <= EXACT_DECISIONS else COPIES
        copies = Counter[int]()
        kept = []
        for decision, number, text in windows:
            if decision_ids is None or decision in decision_ids:
                copies[text] += 1
                if copies[text] <= most:
                    kept.append((-scores[text], paragraph_id(decision, number)))
        return [paragraph for _, paragraph in sorted(kept)[:count]]

    return found


SETS: list[tuple[str, Sequence[int] | None]] = [
    ("no filter", None),  # by Chroma
    ("wide", range(1, 241)),  # by Chroma, what the filter drops left out
    ("by halves", range(1, DECISIONS + 1, 2)),  # by Chroma or the sketch
    ("middling", range(90, 200)),  # by the sketch
    ("narrow", range(7, DECISIONS, 10)),  # exactly
    ("one", [299]),  # exactly, fewer paragraphs than are asked for
]


@pytest.mark.parametrize(("name", "decision_ids"), SETS)
def test_search_finds_what_exact_search_finds(
    folder: Path,
    exactly: Callable[[NDArray[np.float32], int, Sequence[int] | None], list[int]],
    name: str,
    decision_ids: Sequence[int] | None,
) -> None:
    """Recall@10 is 0.99 at least, and every score is the exact one; each row is another share of the store."""
    store = open_store(folder)
    found_of_exact = []
    for query in clustered(20, 9_000):
        found = store.search_dense(query, 30, decision_ids=decision_ids)
        exact = exactly(query, 30, decision_ids)
        found_of_exact.append(len({i for i, _ in found[:10]} & set(exact[:10])) / len(exact[:10]))
        assert len(found) == len(exact)
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert (name, float(np.mean(found_of_exact))) >= (name, 0.99)
    assert store.take_notices() == ()
    store.close()


def test_a_sentence_that_stands_everywhere_is_not_the_whole_list(folder: Path) -> None:
    """Of its 300 paragraphs the earliest within the filter are listed, then others; within a few decisions all are."""
    store = open_store(folder)
    (query,) = clustered(1, 0)
    for within, first in ((None, 1), (range(50, 250), 50)):
        found = [i for i, _ in store.search_dense(query, 40, decision_ids=within)]
        assert found[:COPIES] == [paragraph_id(i, 1) for i in range(first, first + COPIES)]
        assert len(found) == 40
        assert not {paragraph_id(i, 1) for i in range(first + COPIES, DECISIONS)} & set(found)
    few = [i for i, _ in store.search_dense(query, 60, decision_ids=range(1, 61))]
    assert few == [paragraph_id(i, 1) for i in range(1, 61)]
    assert store.search_dense(query, 10, decision_ids=()) == []
    store.close()


def results(store: Store) -> list[list[tuple[int, float]]]:
    """What some queries find, without and with filters."""
    return [store.search_dense(query, 12, decision_ids=ids) for query in clustered(5, 77) for _, ids in SETS]


def test_results_are_the_same_after_a_rebuild(copy: Path) -> None:
    """All remade from the catalogue: the turn, Chroma and the sketch."""
    before = open_store(copy)
    expected = results(before)
    before.close()
    catalogue = Catalogue.open(copy / "catalogue.sqlite3", writing=True)
    rebuild_vectors(catalogue, copy)
    catalogue.close()
    after = open_store(copy)
    assert results(after) == expected
    after.close()


@pytest.mark.parametrize(
    ("lost", "held", "notice"),
    [
        ("chroma", False, "Run: pinpoint index --store"),  # no seal: a large store is not mended while somebody waits
        ("chroma", True, "being written by another process"),  # a writer is at work
        ("sketch", False, None),  # remade at once, in a moment
        ("sketch", True, None),  # kept in memory meanwhile
    ],
)
def test_results_are_the_same_without_a_part(folder: Path, copy: Path, *, lost: str, held: bool, notice: str | None) -> None:
    """Whatever finds the candidates, what is found and its scores stay."""
    whole, without = open_store(folder), open_store(copy)
    expected = results(whole)
    (copy / "chroma.json").unlink() if lost == "chroma" else shutil.rmtree(copy / "sketch")
    lock = FileLock(copy / "writer.lock")
    if held:
        lock.acquire()
    assert results(without) == expected
    lock.release()
    notices = set(without.take_notices())
    assert len(notices) == (notice is not None)
    assert all(notice in one for one in notices if notice)
    whole.close()
    without.close()


@pytest.mark.parametrize("last", [0, 2**62, (DECISIONS + 1) * 100_000], ids=["zeros", "absurd", "of no decision"])
def test_a_torn_sketch_is_remade(folder: Path, copy: Path, last: int) -> None:
    """Its places end where no decision does: the file lost its end, or is of another store."""
    whole, torn = open_store(folder), open_store(copy)
    expected = results(whole)
    (file,) = (copy / "sketch").glob("*/paragraphs.npy")
    places = np.load(file)
    places[-5:] = last
    np.save(file, places)
    assert results(torn) == expected
    whole.close()
    torn.close()


def test_a_sketch_of_another_version_serves_until_the_store_is_indexed(folder: Path, copy: Path) -> None:
    """Its texts have fewer numbers: a reader uses what there is, and indexing makes it anew, though no decision is new."""
    whole, old = open_store(folder), open_store(copy)
    (file,) = (copy / "sketch").glob("*/rows.npy")
    (scale,) = (copy / "sketch").glob("*/scale.npy")
    np.save(file, np.load(file)[:, :64])
    np.save(scale, np.load(scale)[:64])
    expected = results(whole)
    found = results(old)
    assert [len(one) for one in found] == [len(one) for one in expected]
    assert np.mean([set(one) == set(other) for one, other in zip(found, expected, strict=True)]) > 0.5
    assert np.load(file, mmap_mode="r").shape[1] == 64
    catalogue = Catalogue.open(copy / "catalogue.sqlite3", writing=True)
    catalogue.connection.execute("DELETE FROM meta WHERE key = 'sketch_numbers'")  # which an earlier version did not keep
    level_indexes(catalogue, copy)
    catalogue.close()
    (file,) = (copy / "sketch").glob("*/rows.npy")
    assert np.load(file, mmap_mode="r").shape[1] == SKETCHED
    assert results(old) == expected
    whole.close()
    old.close()


def test_indexing_goes_on_after_a_rebuild_that_was_killed_when_it_had_a_new_turn(copy: Path) -> None:
    """What is made by the turn, Chroma and the sketch, is made anew by the next run, though no decision is new."""
    catalogue = Catalogue.open(copy / "catalogue.sqlite3", writing=True)
    put(catalogue, DECISIONS + 1, 60)
    level_indexes(catalogue, copy)
    before = turn_digest(catalogue)
    write_turn(catalogue)  # the first step of a rebuild: found in more texts than the last one
    assert turn_digest(catalogue) != before
    level_indexes(catalogue, copy)
    sketch = open_sketch(catalogue, copy / "sketch")
    assert len(sketch.rows) > SMALL
    catalogue.close()
    store = open_store(copy)
    (query,) = clustered(WINDOWS, DECISIONS + 2)[4:5]
    assert store.search_dense(query, 1)[0][0] == paragraph_id(DECISIONS + 2, 6)
    assert store.take_notices() == ()
    store.close()


def test_a_store_that_grows_keeps_its_turn_and_finds_what_is_new(copy: Path) -> None:
    """Decisions are added and one is replaced: an open store finds the new ones, and nothing of the old one."""
    store = open_store(copy)
    assert store.search_dense(clustered(1, 5)[0], 3)
    catalogue = Catalogue.open(copy / "catalogue.sqlite3", writing=True)
    turn = read_turn(catalogue)
    put(catalogue, DECISIONS, 3)  # the first of these replaces the last of the others
    level_indexes(catalogue, copy)
    again = read_turn(catalogue)
    assert turn is not None
    assert again is not None
    assert (turn.axes == again.axes).all()
    assert not wants_turn(catalogue)
    catalogue.close()
    (query,) = clustered(WINDOWS, DECISIONS + 2)[4:5]
    assert store.search_dense(query, 1)[0][0] == paragraph_id(DECISIONS + 3, 6)
    (query,) = clustered(WINDOWS, DECISIONS)[4:5]
    assert store.search_dense(query, 1, decision_ids=store.matching())[0][0] == paragraph_id(DECISIONS + 1, 6)
    store.close()


def test_the_turn_keeps_nearly_all_of_a_product(folder: Path) -> None:
    """Products of turned vectors are near those of the whole ones, in fewer numbers."""
    catalogue = Catalogue.open(folder / "catalogue.sqlite3")
    turn = read_turn(catalogue)
    catalogue.close()
    assert turn is not None
    rows = clustered(200, 3)
    assert turn.turned(rows).shape == (200, KEPT)
    assert np.abs(turn.turned(rows) @ turn.turned(rows).T - rows @ rows.T).max() < 0.05
    assert SMALL <= DECISIONS * WINDOWS
