"""Writing the lexical index from the catalogue: much of it in a process of its own, since Chroma leaves one core half idle.

Contract: what is written is committed once, so a kill leaves the index as it was, and its mark behind: a second try takes the new
decisions out first, which changes nothing. The process ends with the one that began it. Proved by tests/test_index_words.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import Catalogue, paragraph_id
from index.crew import Child
from index.errors import StoreDamaged, StoreError
from index.failures import named_failures
from index.layout import CATALOGUE, LEXICAL
from index.lexical import LexicalIndex
from index.windows import SUMMARY_NUMBER
from index.work import Fault, Limits

__all__ = ["LEXICAL_MARK", "forget_words", "has_words", "rebuild_lexical", "words_beside"]

LEXICAL_MARK = "lexical_through"
_MANY = 2_000  # decisions that take longer to write than a process takes to begin
_WEEK = 7 * 24 * 3_600  # seconds: a hundred times today's corpus takes three hours


@dataclass(frozen=True, slots=True)
class _Words:
    """The decisions of a store to be written, by id, and those to be taken out."""

    folder: Path
    ids: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _WordsTask:
    """The task of writing them; see index/work.py."""

    @property
    def limits(self) -> Limits:
        """One job is all there is to do."""
        return Limits(seconds=_WEEK)

    def start(self) -> Callable[[_Words], None]:
        """Nothing has to be made ready."""
        return _write


def _write(words: _Words) -> None:
    with named_failures(words.folder), closing(Catalogue.open(words.folder / CATALOGUE)) as catalogue:
        _write_from(catalogue, words)


def _write_from(catalogue: Catalogue, words: _Words) -> None:
    index = LexicalIndex.open(words.folder / LEXICAL)
    index.write(_rows(catalogue, words.ids), dropped=(*words.dropped, *words.ids))


@contextmanager
def words_beside(catalogue: Catalogue, folder: Path, *, dropped: Sequence[int], through: int, apart: bool = True) -> Iterator[None]:
    """Bring the lexical index level while the block runs, or behind it.

    Args:
        catalogue: of the store.
        folder: of the store.
        dropped: the decisions that are to be taken out, by id.
        through: the id of the last decision that is to be in it.
        apart: whether there may be a process of its own.

    Raises:
        StoreError: that process died.
    """
    after = int(catalogue.meta(LEXICAL_MARK) or 0)
    if after >= through and not dropped:
        yield
        return
    words = _Words(folder, tuple(i for i in catalogue.matching() if after < i <= through), tuple(dropped))
    if not apart or len(words.ids) < _MANY:
        yield
        _write_from(catalogue, words)
    else:
        with _written_apart(words):
            yield
    catalogue.set_meta(LEXICAL_MARK, str(through))


@contextmanager
def _written_apart(words: _Words) -> Iterator[None]:
    child = Child(_WordsTask())
    with ThreadPoolExecutor(1) as pool:
        try:
            written = pool.submit(child.ask, [words])
            yield
            (result,) = written.result()
        finally:
            child.close()  # whatever ends the block: what was begun is not waited for
    if isinstance(result, Fault):
        message = f"the lexical index was not written: {result.reason}; what was written before is kept, run the same command again"
        raise StoreError(message)


def rebuild_lexical(catalogue: Catalogue, folder: Path, through: int) -> None:
    """Remake the lexical index from the catalogue's text up to a decision, in this process."""
    forget_words(catalogue, folder)
    with words_beside(catalogue, folder, dropped=(), through=through, apart=False):
        pass


def has_words(catalogue: Catalogue, folder: Path) -> bool:
    """Whether the lexical index opens and holds as many paragraphs and summaries as were written by its mark, at least."""
    through = int(catalogue.meta(LEXICAL_MARK) or 0)
    if through == 0:  # what stands there is left over
        return False
    (paragraphs,) = catalogue.connection.execute("SELECT count(*) FROM paragraph WHERE decision_id <= ?", (through,)).fetchone()
    (summaries,) = catalogue.connection.execute("SELECT count(*) FROM decision WHERE id <= ?", (through,)).fetchone()
    try:
        return LexicalIndex.open(folder / LEXICAL, make=False).count() >= int(paragraphs) + int(summaries)
    except StoreDamaged:
        return False


def forget_words(catalogue: Catalogue, folder: Path) -> None:
    """Take the lexical index away, to be written anew."""
    catalogue.set_meta(LEXICAL_MARK, "0")
    LexicalIndex.remove(folder / LEXICAL)


def _rows(catalogue: Catalogue, decision_ids: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    for decision_id in decision_ids:
        decision = catalogue.decision(decision_id)
        if decision is None:
            continue
        about = " ".join(filter(None, (decision.authority, decision.subcategory, decision.summary)))
        yield paragraph_id(decision_id, SUMMARY_NUMBER), decision_id, about
        for paragraph in decision.paragraphs:
            text = f"{paragraph.subsection or paragraph.section}\n{paragraph.text}"
            yield paragraph_id(decision_id, paragraph.number), decision_id, text
