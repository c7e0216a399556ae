"""The ledger in the store: written with the decision, remade when reading changes, narrowed by filters, held against its pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from doubles import copied
from filelock import FileLock

from index import (
    DecisionFacts,
    Embedder,
    Filters,
    Reference,
    Remedy,
    Store,
    StoreLocked,
    Wanted,
    build_store,
    check_store,
    open_store,
    read_decision,
    sample_folder,
)
from index.layout import LOCK
from index.remedies.reading import read_remedies

SAMPLES = sorted(sample_folder().glob("99-*"))


@pytest.fixture
def store_copy(sample_store_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample store that a test may break."""
    return copied(sample_store_folder, tmp_path / "store")


@contextmanager
def catalogue_of(store: Path) -> Iterator[sqlite3.Connection]:
    """The catalogue's file, to change it from outside."""
    with closing(sqlite3.connect(store / "catalogue.sqlite3")) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def remedies_of(folder: Path) -> tuple[Remedy, ...]:
    """Every remedy of a store."""
    store = open_store(folder)
    try:
        return store.remedies()
    finally:
        store.close()


def test_every_field_comes_back_as_it_was_read(sample_store: Store) -> None:
    """The rows of the store are the rows of the decisions, in the order they were entered."""
    expected = [row for decision_id in sample_store.matching() for row in read_remedies(sample_store.decision(decision_id))]
    assert len(expected) > 50
    assert list(sample_store.remedies()) == expected


NARROWED: list[tuple[Filters, Wanted, int]] = [
    (Filters(references=(Reference("99 000 106"),)), Wanted(), 9),
    (Filters(authority="Norchester"), Wanted(), 8),
    (Filters(authority="Norchester"), Wanted(kind="payment"), 2),
    (Filters(outcome="not upheld"), Wanted(), 0),  # never those of "Upheld"
    (Filters(since=date(2024, 7, 1), until=date(2024, 7, 31)), Wanted(), 3),
    (Filters(category="child protection"), Wanted(kind="apology"), 1),
    (Filters(), Wanted(status="replaced"), 1),
    (Filters(), Wanted(status="offered_by_body"), 1),
    (Filters(), Wanted(head="lost_education"), 2),
    (Filters(), Wanted(min_amount=3000), 3),
    (Filters(), Wanted(min_amount=3000, max_amount=3214.39), 1),
    (Filters(), Wanted(max_amount=0), 0),
    (Filters(), Wanted(about="therapist"), 1),
    (Filters(), Wanted(about="WRITTEN guidance"), 2),  # every word, in any order and case
    (Filters(), Wanted(about="guidance written"), 2),
    (Filters(), Wanted(about="100%_'; DROP"), 0),
]


@pytest.mark.parametrize(("filters", "wanted", "count"), NARROWED)
def test_filters_narrow(sample_store: Store, filters: Filters, wanted: Wanted, count: int) -> None:
    """By decision, by kind, by standing, by sum and by words."""
    assert len(sample_store.remedies(filters, wanted)) == count


def test_facts_are_those_of_the_decisions(sample_store: Store) -> None:
    """What a count is out of: every decision that passes, with and without remedies."""
    facts = sample_store.facts(Filters(references=(Reference("99 000 103"), Reference("99 000 110"))))
    assert facts == (
        DecisionFacts(Reference("99 000 103"), "Thornhaven Council", "Housing", facts[0].decision_date, "Allocations"),
        DecisionFacts(
            Reference("99 000 110"), "Pellbridge, Stonequay and Harle Council", facts[1].category, facts[1].decision_date
        ),
    )
    assert len(sample_store.facts()) == len(SAMPLES)
    assert {(one.decision_id, one.reference, one.kind) for one in sample_store.facts()} == {
        (i, decision.reference, decision.kind) for i in sample_store.matching() if (decision := sample_store.decision(i))
    }


def test_indexing_again_changes_nothing(store_copy: Path, embedder: Embedder) -> None:
    """The same files give the same rows, once."""
    before = remedies_of(store_copy)
    report = build_store([sample_folder()], store_copy, embedder=embedder)
    assert (report.unchanged, report.embedded) == (len(SAMPLES), 0)
    assert remedies_of(store_copy) == before


def test_a_replaced_decision_takes_its_remedies_with_it(tmp_path: Path, embedder: Embedder) -> None:
    """A new text of the same decision leaves none of the old rows."""
    text = SAMPLES[1].read_text(encoding="utf-8")
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    build_store([path], tmp_path / "store", embedder=embedder)
    path.write_text(text.replace("pay her £350 in recognition", "pay her £375 in recognition"), encoding="utf-8")
    build_store([path], tmp_path / "store", embedder=embedder)
    assert [row.amount for row in remedies_of(tmp_path / "store")] == [None, "£375", None]
    with catalogue_of(tmp_path / "store") as catalogue:
        assert catalogue.execute("SELECT count(DISTINCT decision_id) FROM remedy").fetchone() == (1,)
        assert catalogue.execute("SELECT count(*) FROM ledger").fetchone() == (1,)


OLD = [
    "DROP TABLE remedy; DROP TABLE ledger;",  # a store from before the ledger
    "DELETE FROM remedy; UPDATE ledger SET version = '0';",  # one whose rows another version read
    "DELETE FROM ledger;",  # one that was interrupted
]


@pytest.mark.parametrize("change", OLD)
def test_an_old_store_is_read_at_the_first_question(store_copy: Path, change: str) -> None:
    """Opening it is enough, and nothing is embedded for it."""
    expected = remedies_of(store_copy)
    with catalogue_of(store_copy) as catalogue:
        catalogue.executescript(change)
    assert check_store(store_copy) == ("remedies: some decisions are not in the ledger yet; run pinpoint index to complete",)
    assert remedies_of(store_copy) == expected
    assert check_store(store_copy) == ()


@pytest.mark.parametrize("change", OLD)
def test_an_old_store_is_read_at_the_next_indexing(store_copy: Path, embedder: Embedder, change: str) -> None:
    """Also when there is no file to read."""
    with catalogue_of(store_copy) as catalogue:
        catalogue.executescript(change)
    assert build_store([], store_copy, embedder=embedder).embedded == 0
    assert check_store(store_copy) == ()


def test_a_store_that_another_process_writes_says_so(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old store cannot be read while it is locked, and says what to do."""
    with catalogue_of(store_copy) as catalogue:
        catalogue.executescript(OLD[0])

    monkeypatch.setattr("index.ledger._WAIT", 0)
    with FileLock(str(store_copy / LOCK)), pytest.raises(StoreLocked, match="remedies are not read yet"):
        remedies_of(store_copy)


BROKEN: list[tuple[str, str]] = [
    ("UPDATE remedy SET action_text = 'pay nothing' WHERE label = '31(b)' AND amount = '£350'", "31(b)"),
    ("UPDATE remedy SET amount = '£3500' WHERE amount = '£350'", "31(b)"),  # a sum that is not in its paragraph
    ("UPDATE remedy SET paragraph = 9999 WHERE amount = '£350'", "31(b)"),
]


@pytest.mark.parametrize(("change", "label"), BROKEN)
def test_check_holds_each_row_against_its_page(store_copy: Path, change: str, label: str) -> None:
    """A row that does not stand in its paragraph is named."""
    with catalogue_of(store_copy) as catalogue:
        catalogue.execute(change)
    expected = f"remedies: 99 000 102, para {label}: what the ledger says is not what the paragraph says"
    assert check_store(store_copy) == (expected,)


def test_a_remedy_knows_its_decision(sample_store: Store) -> None:
    """The key of a row finds the decision."""
    row: Any = sample_store.remedies(wanted=Wanted(about="therapist"))[0]
    (decision,) = sample_store.find(row.reference, row.authority)
    assert (row.key, row.decision_date) == (decision.key, decision.decision_date)
    assert read_decision(decision.source.path).key == row.key
