"""A question is read against one store: its councils, its outcomes, its words, and the day."""

from __future__ import annotations

from datetime import date

import pytest

from index import Embedder, Filters, Store
from rag.query import Query
from rag.reading import QuestionReader, current_day

TODAY = date(2025, 6, 1)


@pytest.fixture
def reader(sample_store: Store, embedder: Embedder) -> QuestionReader:
    """Reads against the samples on a fixed day."""
    return QuestionReader(sample_store, embedder, lambda: TODAY)


READ = [
    (
        "Which upheld decisions since 2024 concern delay?",
        Filters(outcome="Upheld", since=date(2024, 1, 1)),
        ("Decisions from 2024 on; any without a date are left out.", "Decisions with the outcome “Upheld”."),
    ),
    (
        "cases decided last year about delay",
        Filters(since=date(2024, 1, 1), until=date(2024, 12, 31)),
        ("Decisions of 2024; any without a date are left out.",),
    ),
    ("Was the panel in 2023 late?", Filters(), ()),
    ("Which decisions were closed after initial enquiries?", Filters(), ()),  # counted or compared, not narrowed
    (
        "cases closed after initial enquiries about reports",
        Filters(outcome="Closed after initial enquiries"),
        ("Decisions with the outcome “Closed after initial enquiries”.",),
    ),
    (
        "What did the socail worker do?",
        Filters(),
        ("Read as: What did the social worker do?",),
    ),
]


@pytest.mark.parametrize(("question", "filters", "notices"), READ)
def test_a_question_narrows_itself_and_says_so(
    question: str, filters: Filters, notices: tuple[str, ...], *, reader: QuestionReader
) -> None:
    """Only where it speaks of the decisions themselves."""
    query = reader.read(question)
    assert (query.question, query.filters, query.notices) == (question, filters, notices)


def test_what_was_set_in_a_form_goes_before_what_is_read(reader: QuestionReader) -> None:
    """Its dates and its outcome stay as they are."""
    filters = Filters(outcome="Not upheld", since=date(2023, 1, 1))
    assert reader.read("Which upheld decisions since 2024 concern delay?", filters=filters).filters == filters


def test_a_named_decision_is_not_narrowed(reader: QuestionReader) -> None:
    """Its reference says which it is."""
    query = reader.read("Was 99 000 101, decided in 2019, upheld?")
    assert (query.filters.since, query.filters.outcome, query.period) == (None, None, None)


def test_a_refused_question_is_read_as_it_stands(reader: QuestionReader) -> None:
    """Nothing is put right in what will not be answered."""
    query = reader.read("Who is Mrs G, the socail worker?")
    assert (query.text, query.refusal is not None) == ("Who is Mrs G, the socail worker?", True)


def test_the_day_is_the_machines(reader: QuestionReader) -> None:
    """By default; a reader may be given another."""
    assert abs((current_day() - date.today()).days) <= 1  # noqa: DTZ011 - the same clock
    assert isinstance(reader.read("why?"), Query)
