"""Filters from text: as a command line or a form gives them, and the outcome a question narrows itself to.

Proved by tests/test_rag_filters.py.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date

from index import Filters, Reference, UsageError

__all__ = ["make_filters", "read_day", "read_filters", "read_outcome"]

_SORTS = r"(?:decisions|cases)"  # complaints are upheld by investigators and panels too
_OF_A_SORT = r"(?:(?!(?:of|the|an?|its|in|by|on|two|three|four|some|both|all)\b)[\w'’-]+\ ){0,4}?"  # "children's services "
_OUTCOMES = {
    "not upheld": re.compile(
        rf"""
          \b(?: not[ -]upheld | unupheld )\ {_OF_A_SORT}{_SORTS}\b                # not upheld cases
        | \b{_SORTS}\ (?:that|which|where\ the\ complaint)\ (?:were|was|are|is)\ not\ upheld\b
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "upheld": re.compile(
        rf"""
          (?<!not\ )(?<!not-)\bupheld\ {_OF_A_SORT}{_SORTS}\b                  # upheld decisions on x
        | \b{_SORTS}\ (?:that|which|where\ the\ complaint)\ (?:were|was|are|is)\ upheld\b
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "closed after initial enquiries": re.compile(
        rf"\b{_SORTS}\ (?:(?:that|which)\ (?:were|are)\ )?closed\ (?:after|following)\ initial\ enquir", re.VERBOSE | re.IGNORECASE
    ),
}
"""Where an outcome stands beside the decisions themselves; "the investigator upheld two complaints" is no such place."""
_ASKS_OUTCOME = re.compile(
    r"\b(?:not\ )?upheld,?\ (?:and|or|,)\ |\b(?:was|were)\ (?:or\ )?(?:not\ )?upheld\ or\b", re.VERBOSE | re.IGNORECASE
)


def read_day(text: str | None, name: str) -> date | None:
    """A day in ISO form, or None for nothing.

    Raises:
        UsageError: it is not a date.
    """
    if text is None or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        message = f"got {text[:40]!r} for {name}; expected a date like 2023-04-30"
        raise UsageError(message) from error


def make_filters(
    *,
    authority: str | None = None,
    category: str | None = None,
    outcome: str | None = None,
    since: str | None = None,
    until: str | None = None,
    references: list[str] | None = None,
) -> Filters:
    """Filters from what a person typed; empty text narrows nothing.

    Raises:
        UsageError: a date or reference is malformed, or the dates are the wrong way round.
    """
    first, last = read_day(since, "since"), read_day(until, "until")
    if first and last and first > last:
        message = f"got since {first} after until {last}; expected the earlier date first"
        raise UsageError(message)
    return Filters(
        authority=(authority or "").strip() or None,
        category=(category or "").strip() or None,
        outcome=(outcome or "").strip() or None,
        since=first,
        until=last,
        references=tuple(Reference.parse(text) for text in references or []),
    )


def read_filters(arguments: argparse.Namespace) -> Filters:
    """The filters of a command line; see `make_filters`."""
    return make_filters(
        authority=arguments.authority,
        category=arguments.category,
        outcome=arguments.outcome,
        since=arguments.since,
        until=arguments.until,
        references=arguments.reference,
    )


def read_outcome(question: str, outcomes: Sequence[str]) -> str | None:
    """The outcome, as the store spells it, that a question plainly narrows itself to; None where it names none or several."""
    if _ASKS_OUTCOME.search(question):
        return None
    named = [outcome for outcome, pattern in _OUTCOMES.items() if pattern.search(question)]
    return next((known for known in outcomes if named == [known.lower()]), None)
