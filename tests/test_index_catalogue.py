"""The catalogue gives back exactly what was put in, and remembers what a replaced decision leaves behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from index import Decision, Filters, Reference, StoreDamaged, StoreMismatch, read_decision, sample_folder
from index.catalogue import Catalogue, paragraph_id, split_paragraph_id
from index.marks import ParagraphMark, read_marks
from index.roll import _TOGETHER, Roll
from index.summary import DateRange
from index.windows import decision_windows

SAMPLES = sorted(sample_folder().glob("99-*"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """An empty catalogue."""
    opened = Catalogue.open(tmp_path / "catalogue.sqlite3", writing=True)
    yield opened
    opened.close()


def put(catalogue: Catalogue, decision: Decision) -> int:
    """Write a decision as the pipeline does."""
    windows = [(window.number, window.ordinal, window.sha256) for window in decision_windows(decision)]
    with catalogue.transaction():
        return catalogue.put_decision(decision, windows)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_decision_comes_back_as_it_was_put(catalogue: Catalogue, path: Path) -> None:
    """Every field of a decision, its paragraphs and their items are equal; among them decisions without outcome or date."""
    decision = read_decision(path)
    assert catalogue.decision(put(catalogue, decision)) == decision


def test_odd_text_comes_back_as_it_was_put(catalogue: Catalogue) -> None:
    """Quotation marks of all sorts, an ampersand and characters outside the basic plane survive."""
    decision = read_decision(SAMPLES[0])
    odd = "It’s “so”; 'x' & \"y\" \u00a0 £5 🏠\nDROP TABLE decision; --"
    changed = replace(
        decision,
        authority="O’Brien & Söhne Council",
        url=None,
        summary=odd,
        paragraphs=(replace(decision.paragraphs[0], text=odd), *decision.paragraphs[1:]),
        warnings=(odd, ""),
    )
    assert catalogue.decision(put(catalogue, changed)) == changed


def test_a_replaced_decision_leaves_its_id_to_drop(catalogue: Catalogue) -> None:
    """The same key gives a new id; the old one is gone, listed as dropped, and never used again."""
    decision = read_decision(SAMPLES[0])
    changed = replace(decision, summary="Another summary.")
    old, other = put(catalogue, decision), put(catalogue, read_decision(SAMPLES[1]))
    new = put(catalogue, changed)
    assert (old, other, new) == (1, 2, 3)
    assert (catalogue.decision(old), catalogue.decision(new)) == (None, changed)
    assert catalogue.connection.execute("SELECT decision_id FROM dropped").fetchall() == [(old,)]
    assert catalogue.matching() == (other, new)
    left = "SELECT (SELECT count(*) FROM paragraph WHERE decision_id = 1), (SELECT count(*) FROM window WHERE decision_id = 1)"
    assert catalogue.connection.execute(left).fetchone() == (0, 0)


def test_one_reference_of_two_authorities_is_two_decisions(catalogue: Catalogue) -> None:
    """The bare reference is not unique: the authority belongs to the key."""
    decision = read_decision(SAMPLES[0])
    twin = replace(decision, authority="Another Council")
    assert (put(catalogue, decision), put(catalogue, twin)) == (1, 2)
    assert (catalogue.decision_id(decision.key), catalogue.decision_id(twin.key)) == (1, 2)
    assert catalogue.matching(Filters(references=(decision.reference,))) == (1, 2)


NARROWED = [
    (Filters(), 12),  # nothing narrows
    (Filters(authority="COUNCIL"), 10),  # a part, any case: the two boroughs have no such word
    (Filters(authority="maplewick and tarrowby"), 1),  # an ampersand spelled out
    (Filters(authority="%"), 0),  # no wildcard
    (Filters(category="children's care"), 5),  # the category
    (Filters(category="Homelessness"), 1),  # the subcategory
    (Filters(outcome="Upheld"), 8),  # never "Not upheld"
    (Filters(outcome="not UPHELD"), 1),  # any case
    (Filters(outcome="uphel"), 0),  # whole values only
    (Filters(since=date(2025, 2, 11)), 2),  # the day itself is in
    (Filters(since=date(2025, 2, 12)), 1),  # the day after
    (Filters(until=date(2023, 11, 7)), 1),  # the day itself is in
    (Filters(until=date(2023, 11, 6)), 0),  # the day before; the undated are out
    (Filters(outcome="Upheld", since=date(2024, 1, 1), until=date(2024, 6, 4)), 4),  # all together
    (Filters(references=(Reference("99 000 101"), Reference("99 000 109a"))), 2),  # two references
    (Filters(references=(Reference("99 000 109"),)), 0),  # without its letter it is another
    (Filters(authority="' OR 1=1 --"), 0),  # only text
]


@pytest.mark.parametrize(("filters", "expected"), NARROWED)
def test_filters_narrow(sample_store_folder: Path, filters: Filters, expected: int) -> None:
    """Each row says how many of the twelve samples are left; the roll of the store finds the same."""
    catalogue = Catalogue.open(sample_store_folder / "catalogue.sqlite3")
    found = catalogue.matching(filters)
    assert (len(found), Roll(catalogue).matching(filters)) == (expected, found)
    catalogue.close()


ODD = [None, "", "Upheld", "NOT UPHELD", "Zoë's > Ünder_%", "zOË'S > ünder_%", "[null]", '"$[1]"', "a > b", "A", "🏠 home"]
"""Values of a column as hostile as a page can make them; SQLite lowers ASCII letters only."""


def test_the_roll_asks_for_every_field_of_a_filter() -> None:
    """A field that nobody asks for would widen what is searched."""
    asked = {name for names in _TOGETHER for name in names}
    assert asked | {"references"} == {field.name for field in fields(Filters)}


def test_the_roll_narrows_as_the_catalogue_does(catalogue: Catalogue) -> None:
    """Over values of every kind, each field of a filter alone and with others; the dates of what is left are theirs."""
    sample = read_decision(SAMPLES[0])
    for at, (value, other) in enumerate(zip(ODD, ODD[3:] + ODD[:3], strict=True)):
        day = date(2024, 1, 1 + at // 2) if at % 3 else None
        odd = replace(sample, reference=Reference(f"98 000 {at:03d}"), authority=value, category=value, subcategory=other)
        put(catalogue, replace(odd, outcome=other, decision_date=day))
    roll = Roll(catalogue)
    wanted = [*ODD, "b", " > ", "null", "zoë", "2024"]
    days = [None, date(2023, 12, 31), date(2024, 1, 3), date(2024, 1, 9)]
    filters = [
        *(Filters(authority=one) for one in wanted),
        *(Filters(category=one) for one in wanted),
        *(Filters(outcome=one) for one in wanted),
        *(Filters(authority=one, category=other) for one in wanted for other in wanted),
        *(Filters(since=first, until=last) for first in days for last in days),
        *(Filters(category=one, outcome=other, since=first) for one in wanted for other in wanted for first in days),
    ]
    left = [catalogue.matching(one) for one in filters]
    assert [roll.matching(one) for one in filters] == left
    assert {len(one) for one in left} >= {0, 1, 2, len(ODD)}
    for ids in left:
        dates = [decision.decision_date for i in ids if (decision := catalogue.decision(i))]
        known = [day for day in dates if day]
        assert roll.dates(ids) == DateRange(len(ids), min(known, default=None), max(known, default=None), dates.count(None))


def test_totals_and_distinct_values(sample_store_folder: Path) -> None:
    """Counts and the values that filters can take."""
    catalogue = Catalogue.open(sample_store_folder / "catalogue.sqlite3")
    decisions = [read_decision(path) for path in SAMPLES]
    days = sorted(decision.decision_date for decision in decisions if decision.decision_date)
    paragraphs = sum(len(decision.paragraphs) for decision in decisions)
    assert catalogue.totals() == (12, paragraphs, 2, days[0], days[-1])
    assert catalogue.distinct("outcome") == ("Closed after initial enquiries", "Not upheld", "Upheld")
    with pytest.raises(ValueError, match=r"^summary$"):
        catalogue.distinct("summary")
    catalogue.close()


def test_a_failed_transaction_leaves_nothing(catalogue: Catalogue) -> None:
    """An error inside takes everything back."""
    twice = ((1, 0, "5a" * 32), (1, 0, "5a" * 32))  # the same window
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE constraint failed"), catalogue.transaction():
        catalogue.put_decision(read_decision(SAMPLES[0]), twice)
    assert catalogue.totals() == (0, 0, 0, None, None)


def test_sources_are_remembered(catalogue: Catalogue) -> None:
    """What became of a file is known by its digest, the last word counts."""
    source = read_decision(SAMPLES[0]).source
    assert catalogue.source_state(source.sha256) is None
    catalogue.put_source(source, "rejected", "no paragraphs")
    catalogue.put_source(source, "read", "1")
    assert catalogue.source_state(source.sha256) == ("read", "1")


@pytest.mark.parametrize(("decision", "number"), [(1, 0), (1, 99_999), (123_456, 7)])
def test_paragraph_ids_can_be_split(decision: int, number: int) -> None:
    """An id holds its decision and its number."""
    assert split_paragraph_id(paragraph_id(decision, number)) == (decision, number)


def test_a_newer_schema_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    """A store of a later Pinpoint is not written into."""
    catalogue.set_meta("schema", "4")
    with pytest.raises(StoreMismatch, match=r"^got a store of schema 4; expected 3: use a newer Pinpoint$"):
        Catalogue.open(tmp_path / "catalogue.sqlite3")


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1_000])
def test_a_file_that_is_no_catalogue_is_damage(tmp_path: Path, content: bytes) -> None:
    """An empty file and rubbish are reported with what to do."""
    path = tmp_path / "catalogue.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"which is not a readable catalogue .*restore it from a copy or index again$"):
        Catalogue.open(path)


def test_a_second_writer_of_the_file_does_not_lose_rows(catalogue: Catalogue, tmp_path: Path) -> None:
    """Reading goes on during a transaction and sees the state before it."""
    reader = Catalogue.open(tmp_path / "catalogue.sqlite3")
    with catalogue.transaction():
        catalogue.put_decision(read_decision(SAMPLES[0]), [])
        assert reader.totals()[0] == 0
    assert reader.totals()[0] == 1
    reader.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.totals()


def test_marks_are_those_of_the_paragraphs(catalogue: Catalogue) -> None:
    """Part, speaker, whether it stands alike elsewhere, and the family; a summary and an unknown paragraph have none."""
    decision = read_decision(SAMPLES[0])
    new = put(catalogue, decision)
    ids = {paragraph_id(new, one.number): one for one in decision.paragraphs}
    marks = read_marks(catalogue, [*ids, paragraph_id(new, 0), paragraph_id(new + 1, 1)])
    assert marks == {
        key: ParagraphMark(one.role, one.speaker, boilerplate=one.boilerplate, family=decision.family) for key, one in ids.items()
    }
    first = next(iter(ids))
    assert list(read_marks(catalogue, [first])) == [first]
    assert read_marks(catalogue, []) == {}
