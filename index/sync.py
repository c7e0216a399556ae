"""Bring Chroma, the sketch and the lexical index level with the catalogue, or remake them from it; nothing is embedded here.

Contract: the caller holds the writer's lock. Each index has a mark, the highest text or decision id it holds; a kill at any point
leaves either the mark behind (the rows are added again, which changes nothing) or Chroma unsealed (it is remade). Only decisions
whose windows all have vectors are added. Proved by tests/test_index_store.py and `python -m evals kills`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.catalogue import Catalogue
from index.layout import SKETCH
from index.places import TEXTS_MARK, FolderPlace, ServerPlace, place_of
from index.sketch import is_current, make_sketch
from index.turn import read_turn, wants_turn, write_turn
from index.vectors_at_rest import pending_decisions, stored_vectors
from index.words import forget_words, has_words, words_beside

__all__ = ["level_indexes", "rebuild_vectors", "searchable_through"]

_SKETCH_MARK = "sketch_through"


def searchable_through(catalogue: Catalogue) -> int:
    """The highest decision id up to which every window has its vector."""
    pending = pending_decisions(catalogue)
    if pending:
        return pending[0] - 1
    return int(catalogue.connection.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()[0])


def level_indexes(
    catalogue: Catalogue,
    folder: Path,
    *,
    server: str | None = None,
    fresh: bool = False,
    apart: bool = True,
    report: Callable[[int], object] = lambda _: None,
) -> None:
    """Add what is new and take out what was replaced, in all indexes; one that is gone or cannot be opened is remade.

    Args:
        catalogue: of the store.
        folder: of the store.
        server: the URL of the Chroma server that is used in place of the store's folder.
        fresh: remake all of them, with a turn found anew.
        apart: whether there may be a process of its own for the lexical index.
        report: gets the number of texts added.

    Raises:
        StoreUnreachable: the server does not answer.
        StoreError: that process died.
    """
    dropped = tuple(int(row[0]) for row in catalogue.connection.execute("SELECT decision_id FROM dropped").fetchall())
    through = searchable_through(catalogue)
    if dropped:
        catalogue.drop_texts()
    if fresh or not has_words(catalogue, folder):
        forget_words(catalogue, folder)
    fresh = fresh or wants_turn(catalogue)
    if fresh:
        write_turn(catalogue)
    with words_beside(catalogue, folder, dropped=dropped, through=through, apart=apart):
        _level_vectors(catalogue, folder, server, report, clean=bool(dropped), fresh=fresh)
        if fresh or dropped or int(catalogue.meta(_SKETCH_MARK) or 0) != through or not is_current(catalogue, folder / SKETCH):
            make_sketch(catalogue, folder / SKETCH, until=through, fresh=fresh)
            catalogue.set_meta(_SKETCH_MARK, str(through))
    with catalogue.transaction():
        catalogue.connection.executemany("DELETE FROM dropped WHERE decision_id = ?", [(i,) for i in dropped])
        catalogue.set_meta("generation", str(int(catalogue.meta("generation") or 0) + 1))


def rebuild_vectors(catalogue: Catalogue, folder: Path) -> None:
    """Remake embedded Chroma and the sketch from the vectors at rest, with a turn found anew."""
    write_turn(catalogue)
    _level_vectors(catalogue, folder, None, lambda _: None, clean=False, fresh=True)
    through = searchable_through(catalogue)
    make_sketch(catalogue, folder / SKETCH, until=through, fresh=True)
    catalogue.set_meta(_SKETCH_MARK, str(through))


def _level_vectors(
    catalogue: Catalogue, folder: Path, server: str | None, report: Callable[[int], object], *, clean: bool, fresh: bool
) -> None:
    """Bring Chroma level: add the texts it lacks; `clean` takes out what no text stands behind, `fresh` begins anew."""
    place, through = place_of(catalogue, folder, server), _texts_through(catalogue)
    held = 0 if fresh else place.through()
    if held == 0:
        place.remove()
    if held == 0 or held < through or clean:
        _write_vectors(catalogue, place, (held, through), report, clean=clean)
    catalogue.set_meta(TEXTS_MARK, str(through))


def _write_vectors(
    catalogue: Catalogue,
    place: FolderPlace | ServerPlace,
    span: tuple[int, int],
    report: Callable[[int], object],
    *,
    clean: bool,
) -> None:
    """Add the texts above the first id of a span up to its last."""
    held, through = span
    turn = read_turn(catalogue)
    with place.writing(through) as index:
        if held and clean:
            texts = {row[0] for row in catalogue.connection.execute("SELECT id FROM text")}
            index.drop(index.ids() - texts)
        for ids, vectors in stored_vectors(catalogue, after=held, until=through):
            index.add(ids, vectors if turn is None else turn.turned(vectors))
            report(len(ids))


def _texts_through(catalogue: Catalogue) -> int:
    """The highest text id up to which every text has its vector."""
    one = catalogue.connection.execute
    (bare,) = one("SELECT min(id) FROM text WHERE embedded = 0").fetchone()
    (last,) = one("SELECT coalesce(max(id), 0) FROM text").fetchone()
    return int(last if bare is None else bare - 1)
