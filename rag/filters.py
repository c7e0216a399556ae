"""Filters from text, as a command line or a form gives them. Proved by tests/test_rag_filters.py."""

from __future__ import annotations

import argparse
from datetime import date

from index import Filters, Reference, UsageError

__all__ = ["make_filters", "read_day", "read_filters"]


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
