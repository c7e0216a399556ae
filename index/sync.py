"""Bring Chroma and the lexical index level with the catalogue, or remake them from it; nothing is embedded here.

Contract: the caller holds the writer's lock. Each index has a mark in the catalogue, the highest decision id it holds; a kill at
any point leaves either the mark behind (the rows are added again, which changes nothing) or Chroma unsealed (it is remade).
Only decisions whose windows all have vectors are added. Proved by tests/test_index_store.py and `python -m evals kills`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from index.catalogue import Catalogue, paragraph_id
from index.layout import CHROMA, LEXICAL
from index.lexical import LexicalIndex
from index.vectors import VectorIndex, is_same_content, is_sealed, remove_vectors, seal_vectors, unseal_vectors
from index.vectors_at_rest import pending_decisions, stored_vectors
from index.windows import SUMMARY_NUMBER

__all__ = ["CHROMA_MARK", "LEXICAL_MARK", "level_indexes", "rebuild_lexical", "rebuild_vectors", "searchable_through"]

CHROMA_MARK = "chroma_through"
LEXICAL_MARK = "lexical_through"


def searchable_through(catalogue: Catalogue) -> int:
    """The highest decision id up to which every window has its vector."""
    pending = pending_decisions(catalogue)
    if pending:
        return pending[0] - 1
    return int(catalogue.connection.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()[0])


def level_indexes(catalogue: Catalogue, folder: Path, *, report: Callable[[int], object] = lambda _: None) -> None:
    """Add what is new and take out what was replaced, in both indexes; `report` gets the number of windows added."""
    dropped = tuple(int(row[0]) for row in catalogue.connection.execute("SELECT decision_id FROM dropped").fetchall())
    through = searchable_through(catalogue)
    if not is_sealed(folder / CHROMA) and not is_same_content(folder / CHROMA):
        rebuild_vectors(catalogue, folder, report=report)
    elif dropped or _mark(catalogue, CHROMA_MARK) < through:
        _add_vectors(catalogue, folder, dropped, report)
    if _mark(catalogue, LEXICAL_MARK) < through or dropped:
        _add_lexical(catalogue, folder, dropped, through)
    with catalogue.transaction():
        catalogue.connection.executemany("DELETE FROM dropped WHERE decision_id = ?", [(i,) for i in dropped])
        catalogue.set_meta("generation", str(int(catalogue.meta("generation") or 0) + 1))


def rebuild_vectors(catalogue: Catalogue, folder: Path, *, report: Callable[[int], object] = lambda _: None) -> None:
    """Remake Chroma from the vectors at rest."""
    remove_vectors(folder / CHROMA)
    catalogue.set_meta(CHROMA_MARK, "0")
    _add_vectors(catalogue, folder, (), report)


def rebuild_lexical(catalogue: Catalogue, folder: Path) -> None:
    """Remake the lexical index from the catalogue's text."""
    catalogue.set_meta(LEXICAL_MARK, "0")
    LexicalIndex.remove(folder / LEXICAL)
    _add_lexical(catalogue, folder, (), searchable_through(catalogue))


def _mark(catalogue: Catalogue, name: str) -> int:
    return int(catalogue.meta(name) or 0)


def _add_vectors(catalogue: Catalogue, folder: Path, dropped: tuple[int, ...], report: Callable[[int], object]) -> None:
    chroma = folder / CHROMA
    through, after = searchable_through(catalogue), _mark(catalogue, CHROMA_MARK)
    unseal_vectors(chroma)
    with closing(VectorIndex.open(chroma)) as index:  # after an error too: a client that is left open is handed out again
        if dropped:
            gone = frozenset(dropped)
            index.drop(i for i in index.ids() if i // 1_000 // 100_000 in gone)
        for ids, vectors in stored_vectors(catalogue, after=after, until=through):
            index.add(ids, vectors)
            report(len(ids))
    seal_vectors(chroma)
    catalogue.set_meta(CHROMA_MARK, str(through))


def _add_lexical(catalogue: Catalogue, folder: Path, dropped: tuple[int, ...], through: int) -> None:
    after = _mark(catalogue, LEXICAL_MARK)
    ids = [i for i in catalogue.matching() if after < i <= through]
    index = LexicalIndex.open(folder / LEXICAL)
    index.write(_rows(catalogue, ids), dropped=(*dropped, *ids))  # dropping the new ones too makes a second try harmless
    catalogue.set_meta(LEXICAL_MARK, str(through))


def _rows(catalogue: Catalogue, decision_ids: list[int]) -> Iterator[tuple[int, int, str]]:
    for decision_id in decision_ids:
        decision = catalogue.decision(decision_id)
        if decision is None:
            continue
        about = " ".join(filter(None, (decision.authority, decision.subcategory, decision.summary)))
        yield paragraph_id(decision_id, SUMMARY_NUMBER), decision_id, about
        for paragraph in decision.paragraphs:
            text = f"{paragraph.subsection or paragraph.section}\n{paragraph.text}"
            yield paragraph_id(decision_id, paragraph.number), decision_id, text
