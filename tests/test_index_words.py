"""The lexical index is written in a process of its own where there is much, and is the same; whatever ends it, nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from index import StoreDamaged, StoreError, build_store, check_store, open_store, words
from index.catalogue import Catalogue
from index.crew import Child
from index.layout import CATALOGUE, LEXICAL
from index.lexical import LexicalIndex, terms
from index.sync import searchable_through
from index.words import LEXICAL_MARK, forget_words, rebuild_lexical, words_beside
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
        forget_words(catalogue, store)
        with words_beside(catalogue, store, dropped=(), through=through):
            pass
        assert catalogue.meta(LEXICAL_MARK) == str(through)
        rebuild_lexical(catalogue, store, through)  # by a reader, which begins no process
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
        monkeypatch.setattr(Child, "ask", lambda *_: [Fault("its process died (signal 9)")])
        told = pytest.raises(StoreError, match=r"died \(signal 9\); what was written before is kept")
        with told, words_beside(catalogue, store, dropped=(), through=through):
            pass
        assert catalogue.meta(LEXICAL_MARK) == "0"


@pytest.mark.parametrize("strikes", range(4))
def test_a_kill_while_both_are_written_loses_nothing(store: Path, strikes: int) -> None:
    """The process and its child end, at whatever moment, and the next run makes all whole."""
    before = found(store)
    with closing(Catalogue.open(store / CATALOGUE, writing=True)) as catalogue:
        count = catalogue.totals()[0]
    code = "import sys; from index import build_store, words\nwords._MANY = 1\nbuild_store([], sys.argv[1], rebuild=True)\n"
    command = [sys.executable, "-c", code, str(store)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
    children: list[int] = []
    while process.poll() is None and not children:
        with suppress(FileNotFoundError):
            children = [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        time.sleep(0.001)
    time.sleep(0.15 * strikes)
    process.kill()
    process.wait()
    ends = time.monotonic() + 30
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < ends:
        time.sleep(0.01)
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    build_store([], store)
    assert check_store(store) == ()
    assert found(store) == before
    with closing(open_store(store)) as opened:
        assert opened.count() == count
