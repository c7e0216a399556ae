"""`pinpoint check`: hold catalogue, vectors, Chroma and lexical index against each other and say what differs.

Nothing is changed. Chroma is read in a child process. Proved by tests/test_index_check.py, which breaks each part in turn.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.binding import read_model
from index.catalogue import Catalogue, paragraph_id, text_digest
from index.errors import StoreDamaged, StoreMissing
from index.layout import CATALOGUE, CHROMA, LEXICAL, SKETCH
from index.ledger import ledger_problems
from index.lexical import LexicalIndex
from index.pieces import piece_problems
from index.sketch import open_sketch
from index.vectors import verify_in_child
from index.vectors_at_rest import coded_size, decode, pending_decisions
from index.windows import SUMMARY_NUMBER, decision_windows

__all__ = ["check_store"]

_ROUNDING = 0.01  # ten bits keep a unit vector to 0.002
_SHOWN = 20  # problems of one kind that are listed before the rest is counted


def check_store(folder: str | Path, *, server: str | None = None) -> tuple[str, ...]:
    """Everything that is wrong with a store, one line each; empty when it is sound; `server` is the URL of its Chroma server.

    Raises:
        StoreMissing: no store stands there.
    """
    store = Path(folder)
    if not (store / CATALOGUE).is_file():
        message = f"got {str(store)!r}, which holds no store; make one with: pinpoint index FOLDER --store {store}"
        raise StoreMissing(message)
    try:
        catalogue = Catalogue.open(store / CATALOGUE)
        problems = [*_catalogue_problems(catalogue)]
        if not problems:
            problems = [*_vector_problems(catalogue), *_lexical_problems(catalogue, store), *ledger_problems(catalogue)]
            if server is not None or (store / CHROMA).exists() or catalogue.matching():
                problems += verify_in_child(store, server)
            problems += _sketch_problems(catalogue, store)
    except sqlite3.Error as error:
        return (f"catalogue: {error}",)
    except StoreDamaged as error:
        return (f"catalogue: {error}",)
    if len(problems) > _SHOWN:
        problems[_SHOWN:] = [f"... and {len(problems) - _SHOWN} more"]
    return tuple(problems)


def _catalogue_problems(catalogue: Catalogue) -> Iterator[str]:
    for (line,) in catalogue.connection.execute("PRAGMA integrity_check(5)"):
        if line != "ok":
            yield f"catalogue: {line}"
    orphans = Counter(str(table) for table, *_ in catalogue.connection.execute("PRAGMA foreign_key_check"))
    for table in sorted(
        orphans, key=lambda table: (table in {"remedy", "ledger"}, table)
    ):  # what is remade from the rest comes last
        yield f"catalogue: rows of {table} that belong to no decision: {orphans[table]}"
    if read_model(catalogue) is None:
        yield "catalogue: no embedding model is recorded; the first indexing did not begin"
    for decision_id in catalogue.matching():
        decision = catalogue.decision(decision_id)
        assert decision is not None
        numbers = [paragraph.number for paragraph in decision.paragraphs]
        are_chapters = decision.kind == "report" and {paragraph.basis for paragraph in decision.paragraphs} == {"printed"}
        if numbers != list(range(1, len(numbers) + 1)) and not are_chapters:
            yield f"catalogue: {decision.reference}: paragraph numbers do not run from 1"
        expected = {(window.number, window.ordinal): text_digest(window.sha256) for window in decision_windows(decision)}
        rows = catalogue.connection.execute(
            "SELECT number, ordinal, digest FROM window JOIN text ON text.id = text WHERE decision_id = ?", (decision_id,)
        )
        if {(number, ordinal): digest for number, ordinal, digest in rows} != expected:
            yield f"catalogue: {decision.reference}: its text is not the text that was embedded"


def _vector_problems(catalogue: Catalogue) -> Iterator[str]:
    import numpy as np

    if pending := pending_decisions(catalogue):
        yield f"vectors: {len(pending)} decisions are not embedded yet; run pinpoint index to complete"
    model = read_model(catalogue)
    assert model is not None
    bad = 0
    for (blob,) in catalogue.connection.execute("SELECT coded FROM vector"):
        whole = len(blob) == coded_size(model.dimension)
        bad += not whole or not abs(float(np.linalg.norm(decode([blob], model.dimension))) - 1) < _ROUNDING
    if bad:
        yield f"vectors: {bad} are not unit vectors of {model.dimension} numbers"
    yield from piece_problems(catalogue, model.digest)


def _sketch_problems(catalogue: Catalogue, store: Path) -> Iterator[str]:
    if not pending_decisions(catalogue) and catalogue.matching():
        try:
            found = open_sketch(catalogue, store / SKETCH).windows()
        except StoreDamaged as error:
            yield f"sketch: {error}; run pinpoint index"
            return
        rows = catalogue.connection.execute("SELECT decision_id, number, text FROM window ORDER BY 1, 2, ordinal")
        if found != [(paragraph_id(decision_id, number), text) for decision_id, number, text in rows]:
            yield "sketch: it does not hold the windows of the catalogue; run pinpoint index --rebuild"


def _lexical_problems(catalogue: Catalogue, store: Path) -> Iterator[str]:
    expected: set[int] = set()
    pending = frozenset(pending_decisions(catalogue))
    for decision_id in catalogue.matching():
        if decision_id in pending:
            continue
        numbers = catalogue.connection.execute("SELECT number FROM paragraph WHERE decision_id = ?", (decision_id,))
        expected.add(paragraph_id(decision_id, SUMMARY_NUMBER))
        expected.update(paragraph_id(decision_id, number) for (number,) in numbers)
    if not expected and not (store / LEXICAL).exists():
        return
    try:
        index = LexicalIndex.open(store / LEXICAL, writable=os.access(store, os.W_OK), make=False)
        found, count = index.ids(), index.count()
    except StoreDamaged as error:
        yield f"lexical: {error}"
        return
    if missing := expected - found:
        yield f"lexical: {len(missing)} paragraphs are missing"
    if extra := found - expected:
        yield f"lexical: {len(extra)} paragraphs are not in the catalogue"
    if count > len(found):
        yield f"lexical: {count - len(found)} paragraphs are there twice"
