"""Windows of dates, split so small that no list is cut off, and walked from the newest to the oldest.

How many results the site shows of one search is not known, so nothing is taken on trust: a window with more results than `most`
is split before it is read, the entries read are counted against the count shown, and a list that comes out short is read again,
then split. A single day is split by outcome, the one other thing that every decision has and the search narrows by; one outcome of
a day that still comes out short is said to be short. The counts of the parts are held against the count of the whole.
Proved by tests/test_index_fetching_windows.py.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import Any, Protocol, Self

from index.errors import FetchError
from index.fetching.addresses import OUTCOME_CODES, PageAddress
from index.fetching.listing import Entry, ResultPage

__all__ = ["Listed", "ResultPages", "Window", "check_page", "list_window", "split"]

_EARLY = date(2010, 1, 1)
"""Nothing older was seen; what there may be is one window, from the site's own "beginning"."""
_SLACK = timedelta(days=1)  # whether the ends of a window belong to it is not known


@dataclass(frozen=True, slots=True)
class Window:
    """From the first day to the last, both within, of one outcome or of all; `date.min` is the beginning of everything."""

    first: date
    last: date
    outcome: str | None = None

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def is_divisible(self) -> bool:
        """Whether it has parts that the site can be asked for."""
        return self.days > 1 or self.outcome is None

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "outcome": self.outcome}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(date.fromisoformat(values["first"]), date.fromisoformat(values["last"]), values.get("outcome"))

    def __str__(self) -> str:
        """As it is said to people."""
        days = f"{'the beginning' if self.first == date.min else self.first} to {self.last}"
        return f"{days}, {self.outcome}" if self.outcome else days


@dataclass(frozen=True, slots=True)
class Listed:
    """A window that was read, its decisions, and what is wrong with the list."""

    window: Window
    entries: tuple[Entry, ...] = ()
    problem: str | None = None


class ResultPages(Protocol):
    """The site's search, page by page."""

    def page(self, window: Window, number: int, *, again: bool = False) -> ResultPage:
        """A page of results, from 1; one past the end is empty; `again` asks even where the answer is known.

        Raises:
            FetchError: no such page can be had.
        """


def split(window: Window, parts: int) -> tuple[Window, ...]:
    """About so many windows of about equal length, newest first; of a single day, one for each outcome."""
    if window.days == 1 and window.outcome is None:
        return tuple(replace(window, outcome=outcome) for outcome in OUTCOME_CODES)
    if window.first == date.min and window.last >= _EARLY:
        return replace(window, first=_EARLY), replace(window, last=_EARLY - timedelta(days=1))
    parts = max(1, min(parts, window.days))
    edges = [window.first + timedelta(days=window.days * part // parts) for part in range(parts + 1)]
    return tuple(replace(window, first=edges[part], last=edges[part + 1] - timedelta(days=1)) for part in reversed(range(parts)))


def list_window(window: Window, pages: ResultPages, *, most: int) -> Generator[Listed, None, int]:
    """List a window's decisions, newest part first; returns how many results the site counts in it."""
    count = _count(window, pages)
    if count > most and window.is_divisible:
        return (yield from _parts(window, pages, split(window, max(2, ceil(count / most))), most=most))
    entries = _entries(window, pages)
    if len(entries) != count:  # decisions were published while the pages were read, or the list is cut off
        count = _count(window, pages, again=True)
        entries = _entries(window, pages, again=True)
    if len(entries) < count and window.is_divisible:
        return (yield from _parts(window, pages, split(window, 2), most=most))
    problem = None if len(entries) == count else f"{window}: the site counts {count} decisions and lists {len(entries)}"
    yield Listed(window, entries, problem)
    return count


def _parts(window: Window, pages: ResultPages, parts: tuple[Window, ...], *, most: int) -> Generator[Listed, None, int]:
    """The parts one after another; the oldest are left unasked where the newer ones hold all there is."""
    whole, found = _count(window, pages), 0
    for part in parts:
        if found >= whole:
            whole = _count(window, pages, again=True)
            if found >= whole:
                break
        found += yield from list_window(part, pages, most=most)
    if found < whole:
        yield Listed(window, problem=f"{window}: the site counts {whole} decisions, and {found} in its parts")
    return max(found, whole)


def _count(window: Window, pages: ResultPages, *, again: bool = False) -> int:
    count = pages.page(window, 1, again=again).count
    assert count is not None
    return count


def _entries(window: Window, pages: ResultPages, *, again: bool = False) -> tuple[Entry, ...]:
    """Every decision of the window once, page by page until all are there or a page brings nothing new."""
    found: dict[PageAddress, Entry] = {}
    count = _count(window, pages)
    number = 0
    while len(found) < count:
        number += 1
        page = pages.page(window, number, again=again and number > 1)
        fresh = [entry for entry in page.entries if entry.address not in found]
        found.update((entry.address, entry) for entry in fresh)
        if not fresh:
            break
    return tuple(found.values())


def check_page(window: Window, page: ResultPage, number: int) -> None:
    """Refuse a page of results that cannot be one of this window.

    Raises:
        FetchError: the first page has a count and no decision, or one lists a decision of another time.
    """
    if number == 1 and page.count and not page.entries:
        message = (
            f"the search of {window} has {page.count} results and its first page lists none: "
            "the site's pages may have changed, and a newer Pinpoint be needed"
        )
        raise FetchError(message)
    early = window.first if window.first == date.min else window.first - _SLACK
    for entry in page.entries:
        if not early <= entry.decided <= window.last + _SLACK:
            message = (
                f"the search of {window} lists {entry.address.reference} of {entry.decided}: the site does not search by date "
                "as it did, and a newer Pinpoint may be needed"
            )
            raise FetchError(message)
