"""The lexical index is written in a process of its own where there is much, and is the same; whatever ends it, nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index import StoreDamaged, StoreError, words
from index.catalogue import Catalogue
from index.crew import Child
from index.layout import CATALOGUE, LEXICAL
from index.lexical import LexicalIndex, terms
from index.sync import searchable_through
from index.words import LEXICAL_MARK, rebuild_lexical, words_beside
from index.work import Fault


@pytest.fixture
def store(sample_store_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample store."""
    return Path(shutil.copytree(sample_store_folder, tmp_path / "store"))


def found(store: Path) -> list[tuple[int, float]]:
    """What a question finds in the index."""
    return LexicalIndex.open(store / LEXICAL).search(terms("apology for the delay"), 50)


def test_a_process_of_its_own_writes_the_same(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same paragraphs with the same scores, and the mark is set."""
    before, ids = found(store), LexicalIndex.open(store / LEXICAL).ids()
    monkeypatch.setattr(words, "_MANY", 1)
    asked: list[object] = []
    ask = Child.ask

    def counted(child: Child, jobs: Sequence[object]) -> list[object]:
        asked.extend(jobs)
        return ask(child, jobs)

    monkeypatch.setattr(Child, "ask", counted)
    with closing(Catalogue.open(store / CATALOGUE, writing=True)) as catalogue:
        through = searchable_through(catalogue)
        rebuild_lexical(catalogue, store, through)
        assert catalogue.meta(LEXICAL_MARK) == str(through)
    assert len(asked) == 1
    assert len(before) > 5
    assert found(store) == before
    assert LexicalIndex.open(store / LEXICAL).ids() == ids


@pytest.mark.parametrize("apart", [True, False])
def test_what_ends_the_block_leaves_the_mark_behind(store: Path, monkeypatch: pytest.MonkeyPatch, *, apart: bool) -> None:
    """And the next try makes it whole."""
    before = found(store)
    monkeypatch.setattr(words, "_MANY", 1)
    with closing(Catalogue.open(store / CATALOGUE, writing=True)) as catalogue:
        through = searchable_through(catalogue)
        catalogue.set_meta(LEXICAL_MARK, "0")
        with pytest.raises(KeyboardInterrupt), words_beside(catalogue, store, dropped=(), through=through, apart=apart):
            raise KeyboardInterrupt
        assert catalogue.meta(LEXICAL_MARK) == "0"
        with words_beside(catalogue, store, dropped=(), through=through, apart=apart):
            pass
        assert catalogue.meta(LEXICAL_MARK) == str(through)
    assert found(store) == before


def test_an_index_that_cannot_be_written_is_an_error_of_ours(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is told in the process that meets it, and where that process dies."""
    monkeypatch.setattr(words, "_MANY", 1)
    shutil.rmtree(store / LEXICAL)
    (store / LEXICAL).write_text("no folder")
    with closing(Catalogue.open(store / CATALOGUE, writing=True)) as catalogue:
        through = searchable_through(catalogue)
        catalogue.set_meta(LEXICAL_MARK, "0")
        with (
            pytest.raises(StoreDamaged, match="lexical index cannot be read"),
            words_beside(catalogue, store, dropped=(), through=through),
        ):
            pass
        monkeypatch.setattr(Child, "ask", lambda *_: [Fault("the process that read it died (signal 9)")])
        told = pytest.raises(StoreError, match=r"died \(signal 9\); what was written before is kept")
        with told, words_beside(catalogue, store, dropped=(), through=through):
            pass
        assert catalogue.meta(LEXICAL_MARK) == "0"
