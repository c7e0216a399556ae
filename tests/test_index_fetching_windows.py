"""Windows cover every day once, and a list that the site cuts off is never taken for a whole one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from index import FetchError
from index.fetching.addresses import PageAddress
from index.fetching.listing import Entry, ResultPage
from index.fetching.windows import Listed, Window, check_page, list_window, split

FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)
YEAR = Window(FIRST, LAST)


def entry(number: int, decided: date, outcome: str = "Upheld") -> Entry:
    """An invented entry."""
    address = PageAddress(("education", "other"), f"99-{number // 1000:03d}-{number % 1000:03d}")
    return Entry(address, "Fernbury Council", "Statement", outcome, "Other", decided)


class Pages:
    """A search over entries: ten a page, `shown` at most of one window, with the ends of a window in it or not."""

    knows_outcomes = True

    def __init__(self, entries: Sequence[Entry], *, shown: int = 10_000, takes_last_day: bool = True) -> None:
        self.entries = list(entries)
        self.shown = shown
        self.takes_last_day = takes_last_day
        self.asked: list[tuple[Window, int, bool]] = []

    def page(self, window: Window, number: int, *, again: bool = False) -> ResultPage:
        """As the site answers."""
        self.asked.append((window, number, again))
        last = window.last if self.takes_last_day else window.last - timedelta(days=1)
        outcome = window.outcome if self.knows_outcomes else None
        days = [one for one in self.entries if window.first <= one.decided <= last]
        found = [one for one in days if outcome in {None, one.outcome.casefold()}]
        return ResultPage(len(found), tuple(found[: self.shown][(number - 1) * 10 : number * 10]))


def spread(count: int) -> list[Entry]:
    """Entries over the year, more in spring."""
    return [entry(number, FIRST + timedelta(days=(number * number) % 366 // (1 + number % 2))) for number in range(count)]


def listed(pages: Pages, window: Window = YEAR, most: int = 40) -> tuple[list[Entry], list[str]]:
    """Everything that a walk gives, and what it says is wrong."""
    results: list[Listed] = list(list_window(window, pages, most=most))
    return [one for result in results for one in result.entries], [one.problem for one in results if one.problem]


@pytest.mark.parametrize("count", [0, 1, 10, 11, 40, 41, 1000])
def test_every_decision_is_listed_once(count: int) -> None:
    """Whatever their number."""
    entries = spread(count)
    found, problems = listed(Pages(entries))
    assert (sorted(one.address for one in found), problems) == (sorted(one.address for one in entries), [])


@pytest.mark.parametrize("shown", [10, 25, 40])
def test_a_list_that_is_cut_off_is_split(shown: int) -> None:
    """Even where the site shows less of a search than was thought."""
    entries = [entry(number, FIRST + timedelta(days=number % 366)) for number in range(400)]
    found, problems = listed(Pages(entries, shown=shown))
    assert (len({one.address for one in found}), len(found), problems) == (400, 400, [])


OUTCOMES = ("Upheld", "Not upheld", "Closed after initial enquiries")
DAYS = [
    ([OUTCOMES[number % 3] for number in range(70)], 70, []),  # no outcome has more than is shown
    (["Upheld"] * 70, 50, ["2020-01-01 to 2020-01-01, upheld: the site counts 70 decisions and lists 50"]),  # one has
    (["Upheld"] * 69 + ["Discontinued"], 50, ["2020-01-01 to 2020-01-01, upheld: the site counts 69 decisions and lists 50",
     "2020-01-01 to 2020-01-01: the site counts 70 decisions, and 69 in its parts"]),  # one that the search has no code for
]  # fmt: skip


@pytest.mark.parametrize(("outcomes", "count", "expected"), DAYS)
@pytest.mark.parametrize("most", [40, 100])
def test_a_day_that_is_cut_off_is_split_by_outcome(outcomes: list[str], count: int, expected: list[str], most: int) -> None:
    """Beyond that nothing can be split: what is missing is counted and said, whether it was foreseen or not."""
    found, problems = listed(Pages([entry(number, FIRST, outcome) for number, outcome in enumerate(outcomes)], shown=50), most=most)
    assert (len({one.address for one in found}), problems) == (count, expected)


def test_a_search_that_does_not_know_outcomes_is_found_out() -> None:
    """Its parts are as short as the whole."""
    pages = Pages([entry(number, FIRST, OUTCOMES[number % 3]) for number in range(70)], shown=50)
    pages.knows_outcomes = False
    found, problems = listed(pages)
    assert (len(found), problems) == (50, ["2020-01-01 to 2020-01-01, upheld: the site counts 70 decisions and lists 50"])


def test_days_that_fall_between_windows_are_said_to_be_missing() -> None:
    """Were the last day of a window not in it, the parts would not add up."""
    found, problems = listed(Pages([entry(number, FIRST + timedelta(days=number)) for number in range(365)], takes_last_day=False))
    assert len(found) < 365
    assert any("2020-01-01 to 2020-12-31: the site counts 365 decisions, and" in problem for problem in problems)


def test_the_oldest_windows_are_not_asked_for_when_the_newer_hold_everything() -> None:
    """A search from the beginning of everything costs one more look at the whole."""
    pages = Pages(spread(30))
    found, problems = listed(pages, Window(date.min, LAST), most=20)
    assert (len(found), problems) == (30, [])
    assert all(window.last >= FIRST for window, _, _ in pages.asked)


def test_what_is_older_than_anything_seen_is_listed_too() -> None:
    """Where the counts say that there is something."""
    pages = Pages([*spread(30), entry(900, date(2008, 5, 6))])
    found, problems = listed(pages, Window(date.min, LAST), most=20)
    assert (len(found), found[-1].decided, problems) == (31, date(2008, 5, 6), [])


class ChangingPages(Pages):
    """A search whose site publishes or withdraws its newest decision just before page 3 is asked for, once."""

    publishes = False

    def page(self, window: Window, number: int, *, again: bool = False) -> ResultPage:
        """As the site answers."""
        if number == 3 and not any(page == 3 for _, page, _ in self.asked):
            self.entries = [entry(999, LAST), *self.entries] if self.publishes else self.entries[1:]
        return super().page(window, number, again=again)


@pytest.mark.parametrize(("publishes", "count"), [(True, 35), (False, 34)])
def test_pages_that_shift_lose_nothing(publishes: bool, count: int) -> None:
    """What is withdrawn hides another entry, so the list is read again; what is published meanwhile is the next update's."""
    pages = ChangingPages(spread(35))
    pages.publishes = publishes
    before = {one.address for one in pages.entries}
    found, problems = listed(pages)
    assert (len(found), problems) == (count, [])
    assert {one.address for one in found} == {one.address for one in pages.entries} & before


ODD = [
    (ResultPage(5, ()), 1, "has 5 results and its first page lists none"),  # the markup of the entries has changed
    (ResultPage(5, (entry(0, date(2018, 1, 1)),)), 1, "lists 99-000-000 of 2018-01-01: the site does not search by date as it did"),
    (ResultPage(5, (entry(0, FIRST), entry(1, date(2021, 1, 2)))), 3, "lists 99-000-001 of 2021-01-02"),
]


@pytest.mark.parametrize(("page", "number", "reason"), ODD)
def test_a_page_that_cannot_be_of_its_window_is_refused(page: ResultPage, number: int, reason: str) -> None:
    """Else every window would bring the same, or nothing."""
    with pytest.raises(FetchError, match=reason):
        check_page(YEAR, page, number)


def test_a_page_that_can_be_of_its_window_passes() -> None:
    """Nothing at all, nothing past the end, and the days beside the window, whose ends are not known for certain."""
    for number, page in [
        (1, ResultPage(0, ())),
        (2, ResultPage(15, ())),
        (1, ResultPage(2, (entry(0, FIRST - timedelta(days=1)), entry(1, LAST + timedelta(days=1))))),
    ]:
        check_page(YEAR, page, number)


@pytest.mark.parametrize("parts", [1, 2, 7, 366, 5000])
def test_parts_cover_every_day_once(parts: int) -> None:
    """Newest first, without a gap, never more than there are days; what they are narrowed to they keep."""
    windows = split(YEAR, parts)
    days = [window.first + timedelta(days=day) for window in windows for day in range(window.days)]
    assert (sorted(days), len(days), len(windows)) == ([FIRST + timedelta(days=day) for day in range(366)], 366, min(parts, 366))
    assert [window.last for window in windows] == sorted((window.last for window in windows), reverse=True)
    upheld = replace(YEAR, outcome="upheld")
    assert split(upheld, parts) == tuple(replace(window, outcome="upheld") for window in windows)


def test_the_beginning_of_everything_is_split_off_whole() -> None:
    """Two thousand years are one window."""
    assert split(Window(date.min, LAST), 9) == (Window(date(2010, 1, 1), LAST), Window(date.min, date(2009, 12, 31)))
    assert str(Window(date.min, LAST)) == "the beginning to 2020-12-31"
