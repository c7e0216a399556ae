"""`check_store` names what is wrong with each part of a store, and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from doubles import copied

from index import StoreMissing, check_store
from index.bodies import pack_bodies, unpack
from index.seals import seal_vectors
from index.vectors import VectorIndex
from index.vectors_at_rest import encode

# The embedded text of a paragraph that no other decision repeats.
OWN_TEXT = "SELECT text FROM window GROUP BY text HAVING count(*) = 1 AND min(decision_id) = 1 LIMIT 1"


@pytest.fixture
def store_copy(sample_store_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample store that a test may break."""
    return copied(sample_store_folder, tmp_path / "store")


@contextmanager
def catalogue_of(store: Path) -> Iterator[sqlite3.Connection]:
    """The catalogue's file, to break it from outside."""
    with closing(sqlite3.connect(store / "catalogue.sqlite3")) as connection, connection:
        connection.create_function("altered", 1, _altered)
        yield connection


def _altered(packed: bytes) -> bytes:
    """The words of a decision with a word more in the seventh paragraph."""
    bodies = [*unpack(packed)]
    bodies[6] = replace(bodies[6], text=f"{bodies[6].text} No.")
    return pack_bodies(bodies)


def test_a_whole_store_is_sound(store_copy: Path) -> None:
    """Nothing is reported on a copy of a store that nobody touched."""
    assert check_store(store_copy) == ()


def test_no_store_is_an_error(tmp_path: Path) -> None:
    """A folder without a store is not a sound store."""
    with pytest.raises(StoreMissing, match=r"none', which holds no store"):
        check_store(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_lost_vector_is_named(store_copy: Path) -> None:
    """A decision whose vector is gone is not embedded."""
    with catalogue_of(store_copy) as catalogue:
        catalogue.execute(f"DELETE FROM vector WHERE text = ({OWN_TEXT})")  # noqa: S608 - a constant
    assert check_store(store_copy)[0] == "vectors: 1 decisions are not embedded yet; run pinpoint index to complete"


@pytest.mark.parametrize(
    "blob",
    [
        b"",  # nothing
        b"\0" * 484,  # the right length, no direction
        encode(np.full((1, 384), 2, np.float32))[0],  # not of length 1
        encode(np.full((1, 100), 0.1, np.float32))[0],  # of length 1, of another model
        b"\xff" * 484,  # not numbers
        b"\x01" * 483,  # half a number at the end
    ],
    ids=["empty", "zero", "long", "short", "nan", "torn"],
)
def test_a_vector_that_is_none_is_named(store_copy: Path, monkeypatch: pytest.MonkeyPatch, blob: bytes) -> None:
    """Each row is one way for a vector at rest to be no unit vector."""
    monkeypatch.setattr("index.check.verify_in_child", lambda *_: ())  # what Chroma makes of it is another test's matter
    with catalogue_of(store_copy) as catalogue:
        catalogue.execute(f"UPDATE vector SET coded = ? WHERE text = ({OWN_TEXT})", (blob,))  # noqa: S608 - a constant
    assert check_store(store_copy) == ("vectors: 1 are not unit vectors of 384 numbers",)


CATALOGUE = [
    (
        "UPDATE body SET packed = altered(packed) WHERE decision_id = 1",  # a text that was altered
        "catalogue: 99 000 101: its text is not the text that was embedded",
    ),
    (
        "UPDATE decision SET summary = 'Another.' WHERE id = 1",  # a summary that was altered
        "catalogue: 99 000 101: its text is not the text that was embedded",
    ),
    (
        "DELETE FROM paragraph WHERE decision_id = 1 AND number = 7",  # a paragraph that was lost
        "catalogue: decision 1 has 31 paragraphs and the text of 32; restore it or index again",
    ),
    (
        "UPDATE body SET packed = x'00' WHERE decision_id = 1",  # words that are torn
        "catalogue: the text of a decision is torn; restore the store from a copy or index again",
    ),
    (
        "DELETE FROM window WHERE decision_id = 1 AND number = 7",  # a window that was lost
        "catalogue: 99 000 101: its text is not the text that was embedded",
    ),
    (
        "UPDATE paragraph SET number = 500 WHERE decision_id = 1 AND number = 7",  # a hole in the numbers
        "catalogue: 99 000 101: paragraph numbers do not run from 1",
    ),
    ("DELETE FROM decision WHERE id = 1", "catalogue: rows of likeness that belong to no decision: 11"),  # foreign keys were off
    (
        "DELETE FROM meta WHERE key = 'model'",  # no one knows what it was embedded with
        "catalogue: no embedding model is recorded; the first indexing did not begin",
    ),
]


@pytest.mark.parametrize(("statement", "expected"), CATALOGUE)
def test_an_altered_catalogue_is_named(store_copy: Path, statement: str, expected: str) -> None:
    """Each row is one alteration from outside and a line about it."""
    with catalogue_of(store_copy) as catalogue:
        catalogue.execute(statement)
    assert expected in check_store(store_copy)


def test_at_most_twenty_problems_are_listed(store_copy: Path) -> None:
    """The rest is counted: every decision has two problems here, its numbers and its text."""
    with catalogue_of(store_copy) as catalogue:
        catalogue.execute("UPDATE paragraph SET number = number + 500")
        (decisions,) = catalogue.execute("SELECT count(*) FROM decision").fetchone()
    problems = check_store(store_copy)
    assert (len(problems), problems[-1]) == (21, f"... and {2 * decisions - 20} more")


def test_a_lost_lexical_index_is_named(store_copy: Path) -> None:
    """It is looked for, not made."""
    shutil.rmtree(store_copy / "lexical")
    assert check_store(store_copy) == ("lexical: the lexical index is not there; run pinpoint index",)
    assert not (store_copy / "lexical").exists()


def test_a_torn_lexical_index_is_named(store_copy: Path) -> None:
    """What tantivy says is passed on."""
    (store_copy / "lexical" / "meta.json").write_text("{")
    (problem,) = check_store(store_copy)
    assert problem.startswith("lexical: the lexical index cannot be read")


def test_texts_lost_from_chroma_are_named(store_copy: Path) -> None:
    """Ids deleted from Chroma, and one that was never in the catalogue, are counted."""
    index = VectorIndex.open(store_copy / "chroma")
    ids = sorted(index.ids())
    vector = index.vectors(ids[:1])[ids[0]]
    index.drop(ids[:3])
    index.add([999_000_000_000], np.asarray([vector], np.float32))
    index.close()
    seal_vectors(store_copy / "chroma")
    assert check_store(store_copy) == ("Chroma: 3 texts are missing", "Chroma: 1 texts are not in the catalogue")


def test_a_vector_that_differs_in_chroma_is_named(store_copy: Path) -> None:
    """The same id with another vector is seen."""
    index = VectorIndex.open(store_copy / "chroma")
    ids = sorted(index.ids())
    index.add(ids[:1], np.asarray([index.vectors(ids[-1:])[ids[-1]]], np.float32))
    index.close()
    assert check_store(store_copy) == ("Chroma: 1 vectors differ from the catalogue's",)


def test_a_lost_chroma_folder_is_named(store_copy: Path) -> None:
    """It is looked for, not made: an empty one would look sound to the next reader."""
    shutil.rmtree(store_copy / "chroma")
    assert check_store(store_copy) == ("Chroma: the vector index is not there; run pinpoint index",)
    assert not (store_copy / "chroma").exists()
