"""Filters are read from what a person typed."""

from __future__ import annotations

import argparse
import re
from datetime import date

import pytest

from index import Filters, Reference, UsageError
from rag.filters import make_filters, read_day, read_filters, read_outcome

DAYS = [
    (None, None),  # not given
    ("", None),
    (" \u00a0 ", None),  # spaces
    ("2023-04-30", date(2023, 4, 30)),
    ("  2024-02-29\n", date(2024, 2, 29)),  # a leap day
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_a_day_is_read_in_iso_form(text: str | None, expected: date | None) -> None:
    """Nothing is no day."""
    assert read_day(text, "since") == expected


NO_DAYS = [
    ("30 April 2023", "got '30 April 2023' for since; expected a date like 2023-04-30"),
    ("2023-02-30", "got '2023-02-30' for since; expected a date like 2023-04-30"),  # no such day
    ("30/04/2023", "got '30/04/2023' for since; expected a date like 2023-04-30"),
    ("‘2023-04-30’", "got '‘2023-04-30’' for since; expected a date like 2023-04-30"),  # curly quotes
    ("2023", "got '2023' for since; expected a date like 2023-04-30"),
    ("9" * 500, f"got '{'9' * 40}' for since; expected a date like 2023-04-30"),  # never the whole of it
]


@pytest.mark.parametrize(("text", "message"), NO_DAYS)
def test_what_is_no_day_is_refused(text: str, message: str) -> None:
    """The message says what was got, for what, and what was expected."""
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        read_day(text, "since")


def test_nothing_typed_narrows_nothing() -> None:
    """Absent and empty fields are alike, and a filter of them is false."""
    empty = make_filters(authority=" ", category="", outcome=None, since="", until=None, references=[])
    assert (empty, make_filters(), bool(empty)) == (Filters(), Filters(), False)


def test_every_field_is_read() -> None:
    """Spaces around fall away; references are read in any spelling and keep their order."""
    assert make_filters(
        authority=" Cornwall ",
        category="Housing",
        outcome="Not upheld",
        since="2023-01-01",
        until="2023-12-31",
        references=["24-012-183", " 17002402B "],
    ) == Filters(
        authority="Cornwall",
        category="Housing",
        outcome="Not upheld",
        since=date(2023, 1, 1),
        until=date(2023, 12, 31),
        references=(Reference("24 012 183"), Reference("17 002 402b")),
    )


def test_one_day_is_a_span() -> None:
    """Both ends are inclusive, so the same day twice is that day."""
    assert make_filters(since="2023-04-30", until="2023-04-30") == Filters(since=date(2023, 4, 30), until=date(2023, 4, 30))


WRONG = [
    (
        {"since": "2024-01-01", "until": "2023-01-01"},
        "got since 2024-01-01 after until 2023-01-01; expected the earlier date first",
    ),
    ({"until": "soon"}, "got 'soon' for until; expected a date like 2023-04-30"),
]


@pytest.mark.parametrize(("typed", "message"), WRONG)
def test_wrong_dates_are_refused(typed: dict[str, str], message: str) -> None:
    """Dates the wrong way round would silently match nothing."""
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        make_filters(since=typed.get("since"), until=typed.get("until"))


@pytest.mark.parametrize("text", ["", "24 012", "Cornwall", "24 012 183 or so", "£24 012 183"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    """A reference stands alone in its field."""
    with pytest.raises(UsageError, match=f"^got the reference {re.escape(repr(text))}; expected one like '24 012 183'"):
        make_filters(references=[text])


def test_a_command_line_gives_the_same_filters() -> None:
    """The names of the options are those of the fields, but for "reference", which may come again."""
    arguments = argparse.Namespace(
        authority="Cornwall", category=None, outcome="Upheld", since="2023-01-01", until=None, reference=["24 012 183"]
    )
    assert read_filters(arguments) == Filters(
        authority="Cornwall", outcome="Upheld", since=date(2023, 1, 1), references=(Reference("24 012 183"),)
    )


OUTCOMES = ("Closed after initial enquiries", "Not upheld", "Upheld")
SPOKEN = [
    ("upheld decisions about disabled children", "Upheld"),
    ("Show me upheld children’s services cases", "Upheld"),  # a curly apostrophe
    ("cases that were upheld", "Upheld"),
    ("not upheld cases", "Not upheld"),
    ("cases where the complaint was not upheld", "Not upheld"),
    ("not-upheld cases about bins", "Not upheld"),
    ("decisions closed after initial enquiries", "Closed after initial enquiries"),
    ("upheld and not upheld cases", None),  # both
    ("Was the complaint upheld?", None),  # asked, not narrowed
    ("How many decisions were upheld?", None),  # counted
    ("Which part of the complaint did the investigator uphold?", None),  # of a case
    ("the investigator upheld two of the cases", None),
    ("the panel upheld complaints about delay", None),  # another's outcome
    ("", None),
]


@pytest.mark.parametrize(("question", "expected"), SPOKEN)
def test_an_outcome_narrows_only_where_it_stands_beside_the_decisions(question: str, expected: str | None) -> None:
    """As the store spells it; "upheld" is never "not upheld"."""
    assert read_outcome(question, OUTCOMES) == expected


def test_an_outcome_that_the_store_does_not_print_narrows_nothing() -> None:
    """A wrong filter would lose everything."""
    assert read_outcome("upheld decisions", ("Upheld: fault and injustice",)) is None
