"""A store of an earlier schema becomes one of this at its next indexing; nothing is embedded again."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from doubles import copied

from index import Decision, Embedder, ModelIdentity, Spans, StoreMismatch, TokenVectors, build_store, check_store, open_store
from index.vectors_at_rest import decode
from index.windows import decision_windows

SCHEMA_2 = """
CREATE TABLE paragraph (decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL,
  basis TEXT NOT NULL, role TEXT NOT NULL, section TEXT NOT NULL, subsection TEXT, speaker TEXT NOT NULL, text TEXT NOT NULL,
  items TEXT NOT NULL, boilerplate INTEGER NOT NULL, PRIMARY KEY (decision_id, number)) WITHOUT ROWID;
"""
SCHEMA_1 = """
CREATE TABLE window (decision_id INTEGER NOT NULL REFERENCES decision (id) ON DELETE CASCADE, number INTEGER NOT NULL,
  ordinal INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (decision_id, number, ordinal)) WITHOUT ROWID;
CREATE INDEX window_by_text ON window (sha256);
CREATE TABLE vector (sha256 TEXT PRIMARY KEY, half BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE piece (sha256 TEXT PRIMARY KEY, codes BLOB NOT NULL) WITHOUT ROWID;
"""


def decisions_of(folder: Path) -> dict[int, Decision]:
    """Every decision of a store by its id."""
    opened = open_store(folder)
    decisions = {i: opened.decision(i) for i in opened.matching()}
    opened.close()
    return decisions


def write_schema_2(one: sqlite3.Connection, decisions: Mapping[int, Decision]) -> None:
    """The words of each paragraph in its row."""
    one.execute("DROP TABLE paragraph")
    one.execute("DROP TABLE body")
    one.executescript(SCHEMA_2)
    for i, decision in decisions.items():
        rows = [
            (i, p.number, p.basis, p.role, p.section, p.subsection, p.speaker, p.text, json.dumps(items), int(p.boilerplate))
            for p in decision.paragraphs
            for items in [[asdict(item) for item in p.items]]
        ]
        one.executemany("INSERT INTO paragraph VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    one.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")


def write_schema_1(one: sqlite3.Connection, decisions: Mapping[int, Decision]) -> None:
    """What schema 2 changed put back: windows by digest, vectors in float16."""
    texts = dict(one.execute("SELECT digest, id FROM text"))
    vectors = {text: decode([coded], 384)[0].astype("<f2").tobytes() for text, coded in one.execute("SELECT * FROM vector")}
    pieces = dict(one.execute("SELECT * FROM piece"))
    for table in ("window", "vector", "piece", "text", "turn"):
        one.execute(f"DROP TABLE {table}")
    one.executescript(SCHEMA_1)
    for decision_id, decision in decisions.items():
        for window in decision_windows(decision):
            text = texts[bytes.fromhex(window.sha256)[:16]]
            one.execute("INSERT INTO window VALUES (?, ?, ?, ?)", (decision_id, window.number, window.ordinal, window.sha256))
            one.execute("INSERT OR IGNORE INTO vector VALUES (?, ?)", (window.sha256, vectors[text]))
            one.execute("INSERT OR IGNORE INTO piece VALUES (?, ?)", (window.sha256, pieces[text]))
    one.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    one.execute("DELETE FROM meta WHERE key IN ('chroma_turn', 'sketch', 'sketch_turn', 'sketch_through')")


@pytest.fixture(params=[1, 2])
def old_store(request: pytest.FixtureRequest, sample_store_folder: Path, tmp_path: Path) -> Path:
    """The sample store as schema 1 or 2 kept it."""
    store = tmp_path / "store"
    copied(sample_store_folder, store)
    decisions = decisions_of(store)
    with closing(sqlite3.connect(store / "catalogue.sqlite3", isolation_level=None)) as one:
        write_schema_2(one, decisions)
        if request.param == 1:
            write_schema_1(one, decisions)
    if request.param == 1:
        shutil.rmtree(store / "sketch")
    return store


class NeverEmbeds:
    """The identity of a model that is not to be asked for anything."""

    def __init__(self, identity: ModelIdentity) -> None:
        self.identity = identity

    def embed(self, texts: Sequence[str]) -> None:
        """Refuse."""
        raise AssertionError(texts)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Refuse."""
        raise AssertionError(texts)

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """Refuse."""
        raise AssertionError(texts)


def test_an_old_store_is_told_what_to_run(old_store: Path) -> None:
    """Reading changes nothing and says in one line what makes the store anew."""
    with pytest.raises(StoreMismatch, match=r"^got a store of schema [12]; expected 3: run: pinpoint index --store .*store$"):
        open_store(old_store)


def test_an_old_store_is_brought_up_to_date(old_store: Path, sample_store_folder: Path, embedder: Embedder) -> None:
    """The next indexing moves everything over, embeds nothing, and the store answers as before."""
    assert build_store([], old_store, embedder=NeverEmbeds(embedder.identity)).embedded == 0  # type: ignore[arg-type]  # it refuses
    assert check_store(old_store) == ()
    assert decisions_of(old_store) == decisions_of(sample_store_folder)
    before, after = open_store(sample_store_folder), open_store(old_store)
    (asked,) = embedder.embed_tokens(["Who paid for the short breaks?"])
    found = before.search_dense(asked.whole, 10)
    again = after.search_dense(asked.whole, 10)
    assert [i for i, _ in again] == [i for i, _ in found]
    assert [score for _, score in again] == pytest.approx([score for _, score in found], abs=2e-3)
    ids = [i for i, _ in found]
    met, met_again = before.meet(asked.vectors, ids), after.meet(asked.vectors, ids)
    assert {i: met_again[i].tolist() for i in ids} == {i: met[i].tolist() for i in ids}
    before.close()
    after.close()
