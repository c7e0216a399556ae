"""Vectors at rest are exact enough and complete; Chroma's folder is trusted only when it fits its seal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Embedder, read_decision, sample_folder
from index.catalogue import Catalogue, paragraph_id
from index.seals import is_same_content, is_sealed, remove_vectors, seal_vectors, unseal_vectors
from index.vectors import VectorIndex, written
from index.vectors_at_rest import decode, encode, exact_scores, lacking, pending_decisions, put_vectors, stored_vectors, text_ids
from index.windows import decision_windows


def unit_vectors(count: int, *, dimension: int = 8, seed: int = 0) -> NDArray[np.float32]:
    """Random unit vectors."""
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue of two samples without vectors."""
    opened = Catalogue.open(tmp_path / "catalogue.sqlite3", writing=True)
    for name in ("99-000-101.txt", "99-000-102.txt"):
        decision = read_decision(sample_folder() / name)
        with opened.transaction():
            opened.put_decision(decision, [(w.number, w.ordinal, w.sha256) for w in decision_windows(decision)])
    yield opened
    opened.close()


def windows_of(catalogue: Catalogue, decision_id: int) -> list[tuple[int, int, str]]:
    """Number, ordinal and digest of a decision's windows, in order."""
    decision = catalogue.decision(decision_id)
    assert decision is not None
    return [(window.number, window.ordinal, window.sha256) for window in decision_windows(decision)]


def test_what_has_no_vector_is_pending(catalogue: Catalogue) -> None:
    """A decision is pending until the last of its texts has a vector."""
    digests = list(dict.fromkeys(digest for _, _, digest in windows_of(catalogue, 1)))
    vectors = unit_vectors(len(digests))
    assert pending_decisions(catalogue) == (1, 2)
    ids = text_ids(catalogue, digests)
    put_vectors(catalogue, {ids[one]: vectors[at] for at, one in enumerate(digests[:-1])})
    assert pending_decisions(catalogue) == (1, 2)
    assert lacking(catalogue, "vector", digests) == frozenset(digests[-1:])
    put_vectors(catalogue, {ids[digests[-1]]: vectors[-1]})
    assert pending_decisions(catalogue) == (2,)
    assert lacking(catalogue, "vector", []) == frozenset()


@pytest.mark.parametrize("dimension", [384, 6, 1])  # the default model's, one that four does not divide, the least
def test_vectors_are_kept_to_ten_bits(dimension: int) -> None:
    """A vector takes a byte and a quarter a number, and comes back to a thousandth of its largest number; nought stays nought."""
    rows = np.vstack([unit_vectors(5, dimension=dimension), np.zeros((1, dimension), np.float32)])
    blobs = encode(rows)
    assert {len(blob) for blob in blobs} == {4 + dimension + -(-dimension // 4)}
    back = decode(blobs, dimension)
    assert (np.abs(back - rows).max(axis=1) <= np.abs(rows).max(axis=1) / 1_000).all()
    assert decode([], dimension).shape == (0, dimension)


def test_stored_vectors_come_back_in_order(catalogue: Catalogue) -> None:
    """By the ids of their texts, in batches that add up; a text of several windows has one."""
    digests = list(dict.fromkeys(digest for one in (1, 2) for _, _, digest in windows_of(catalogue, one)))
    vectors = unit_vectors(len(digests))
    ids = text_ids(catalogue, [*digests, "0" * 64])
    assert set(ids) == set(digests)
    put_vectors(catalogue, {ids[one]: vectors[at] for at, one in reversed([*enumerate(digests)])})
    batches = list(stored_vectors(catalogue, batch=7))
    assert {len(some) for some, _ in batches[:-1]} == {7}
    assert [i for some, _ in batches for i in some] == list(range(1, len(digests) + 1))
    assert np.abs(np.concatenate([rows for _, rows in batches]) - vectors).max() < 2e-3
    assert [some for some, _ in stored_vectors(catalogue, after=3, until=5)] == [[4, 5]]
    assert list(stored_vectors(catalogue, after=len(digests))) == []


def test_exact_scores_are_the_cosines_of_the_best_windows(sample_store_folder: Path, embedder: Embedder) -> None:
    """Embedding a decision's windows again and multiplying them out by hand gives the same score for every paragraph."""
    catalogue = Catalogue.open(sample_store_folder / "catalogue.sqlite3")
    decision_id = catalogue.matching()[0]
    decision = catalogue.decision(decision_id)
    assert decision is not None
    query = embedder.embed(["Who paid for the short breaks?"])[0]
    windows = decision_windows(decision)
    cosines = embedder.embed([window.text for window in windows]) @ query
    expected: dict[int, float] = {}
    for window, cosine in zip(windows, cosines.tolist(), strict=True):
        key = paragraph_id(decision_id, window.number)
        expected[key] = max(cosine, expected.get(key, -1.0))
    assert exact_scores(catalogue, query, [decision_id]) == {key: pytest.approx(v, abs=5e-3) for key, v in expected.items()}
    assert len(expected) == len(decision.paragraphs) + 1  # the summary is number 0
    assert exact_scores(catalogue, query, []) == {}
    assert exact_scores(catalogue, query, [999]) == {}
    catalogue.close()


@pytest.fixture(scope="module")
def flushed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real Chroma folder of 1,200 tiny vectors, enough for it to write its graph; closed and sealed."""
    folder = tmp_path_factory.mktemp("vectors") / "chroma"
    index = VectorIndex.open(folder)
    index.add(range(1_200), unit_vectors(1_200))
    index.close()
    seal_vectors(folder)
    assert list(folder.glob("*/data_level0.bin"))
    return folder


@pytest.fixture
def chroma(flushed: Path, tmp_path: Path) -> Path:
    """A copy that a test may break, times kept."""
    shutil.copy2(flushed.with_suffix(".json"), tmp_path / "chroma.json")
    return Path(shutil.copytree(flushed, tmp_path / "chroma"))


def test_chroma_holds_what_was_added(tmp_path: Path) -> None:
    """Adding twice doubles nothing, dropping what is not there is harmless, and the nearest to a vector is itself."""
    vectors = unit_vectors(20)
    index = VectorIndex.open(tmp_path / "chroma")
    index.add(range(20), vectors)
    index.add(range(20), vectors)
    index.drop([3, 4, 999])
    assert (index.count(), index.ids()) == (18, frozenset(range(20)) - {3, 4})
    expected = sorted(((float(vectors[i] @ vectors[5]), i) for i in index.ids()), reverse=True)
    found = index.search(vectors[5], 100)
    assert found == [i for _, i in expected]
    assert index.search(vectors[5], 1) == [5]
    held = index.vectors([7, 3])
    assert (list(held), held[7].tolist()) == ([7], pytest.approx(vectors[7].tolist()))
    index.close()


def test_of_more_texts_more_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest ten of a graph that is searched broadly are nearer to the true ten; no more than are asked for come back."""
    vectors, recalls = unit_vectors(8_000, dimension=64), list[float]()
    queries = unit_vectors(40, dimension=64, seed=1)
    true = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    monkeypatch.setattr("index.vectors._SPACE", {"hnsw": {"space": "cosine", "ef_construction": 20, "ef_search": 10}})
    with closing(VectorIndex.open(tmp_path / "chroma")) as index:
        index.add(range(8_000), vectors)
        for held in (8_000, 10):
            monkeypatch.setattr("index.vectors._HELD", held)
            found = [index.search(query, 10) for query in queries]
            assert {len(one) for one in found} == {10}
            recalls.append(sum(len({*one} & {*best}) for one, best in zip(found, true.tolist(), strict=True)) / 400)
    assert recalls[0] < 0.9 < recalls[1]


def test_what_is_written_in_bulk_is_all_in_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new folder or one that is added to: the graph is written seldom on the way, and holds every text at the end."""
    vectors, sizes = unit_vectors(9_400), list[int]()
    monkeypatch.setattr("index.vectors._SELDOM", 3_000)

    def graph() -> int:
        (file,) = tmp_path.glob("chroma/*/data_level0.bin")
        return file.stat().st_size

    for start in (0, 4_700):
        with written(tmp_path / "chroma", 4_700) as index:
            for at in range(start, start + 4_700, 500):
                some = range(at, min(at + 500, start + 4_700))
                index.add(some, vectors[some])
            sizes.append(graph())
        sizes.append(graph())
    row, rest = divmod(sizes[1], 4_700)
    assert (rest, sizes) == (0, [3_000 * row, 4_700 * row, 7_700 * row, 9_400 * row])
    with written(tmp_path / "chroma", 1_000) as index:  # as often as ever again
        index.add(range(9_400, 10_400), unit_vectors(1_000, seed=1))
        assert graph() == 10_400 * row
        assert (index.count(), index.search(vectors[9_399], 1)) == (10_400, [9_399])


def test_a_sealed_folder_is_sound_until_it_is_unsealed(chroma: Path) -> None:
    """The seal fits a copy with its times; taking it away takes the trust away."""
    assert (is_sealed(chroma), is_same_content(chroma)) == (True, True)
    unseal_vectors(chroma)
    assert (is_sealed(chroma), is_same_content(chroma)) == (False, False)
    unseal_vectors(chroma)  # twice is harmless
    seal_vectors(chroma)
    assert (is_sealed(chroma), is_same_content(chroma)) == (True, True)


def test_a_copy_with_other_times_has_the_same_content(chroma: Path) -> None:
    """A backup put back is not sealed by its times, and yet the same."""
    level = next(chroma.glob("*/data_level0.bin"))
    level.touch()
    assert (is_sealed(chroma), is_same_content(chroma)) == (False, True)


@pytest.mark.parametrize("name", ["data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin", "link_lists.bin"])
def test_one_changed_byte_is_other_content(chroma: Path, name: str) -> None:
    """A byte flipped in any file of the graph is seen."""
    path = next(chroma.glob(f"*/{name}"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert (is_sealed(chroma), is_same_content(chroma)) == (False, False)


@pytest.mark.parametrize("seal", ["", "{", "[]", "{}", '{"files": {}}'])
def test_a_torn_seal_fits_nothing(chroma: Path, seal: str) -> None:
    """A seal that was half written, or is of another kind, is no seal."""
    chroma.with_suffix(".json").write_text(seal)
    assert (is_sealed(chroma), is_same_content(chroma)) == (False, False)


def test_removed_vectors_leave_nothing(chroma: Path) -> None:
    """Folder and seal go; removing again is harmless."""
    remove_vectors(chroma)
    remove_vectors(chroma)
    assert [path.name for path in chroma.parent.iterdir()] == []
