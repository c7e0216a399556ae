"""Requests never stand closer together than they may; refusals are waited for as the site asks, and end a run when they go on."""

from __future__ import annotations

import random
from typing import Literal

import pytest
from fetch_doubles import TODAY, FakeClock

from index import FetchError
from index.fetching.pace import Pacer, Patience, back_off, retry_after


def dice() -> random.Random:
    """The same jitter in every test."""
    return random.Random(3)  # noqa: S311 - jitter, not a secret


def test_each_request_waits_for_the_end_of_the_answer_before() -> None:
    """At least as long as was said, at most half as much again; a slow answer counts as no waiting."""
    clock = FakeClock()
    pacer = Pacer(1.0, clock, dice())
    for _ in range(50):
        pacer.wait()
        clock.sleep(0.4)  # the answer takes its time
        pacer.answered()
    pauses = clock.waits[::2]
    assert len(pauses) == 50
    assert (min(pauses) >= 1.0, max(pauses) <= 1.5, len(set(pauses)) > 40) == (True, True, True)


def test_the_first_request_waits_too() -> None:
    """A run before this one may have been killed right after it asked."""
    clock = FakeClock()
    Pacer(1.0, clock, dice()).wait()
    assert 1.0 <= clock.monotonic() <= 1.5


def test_what_has_waited_long_enough_waits_no_more() -> None:
    """Time spent on a page counts."""
    clock = FakeClock()
    pacer = Pacer(1.0, clock, dice())
    clock.sleep(10)
    pacer.wait()
    assert clock.waits == [10]


def test_the_site_can_only_slow_it() -> None:
    """A crawl delay raises the pause, a smaller one does not lower it; each "too many" doubles it, up to a minute."""
    pacer = Pacer(1.0, FakeClock(), dice())
    pacer.slow_to(None)
    pacer.slow_to(0.1)
    assert pacer.every == 1.0
    pacer.slow_to(5.0)
    pacer.slow_down()
    assert pacer.every == 10.0
    for _ in range(5):
        pacer.slow_down()
    assert pacer.every == 60.0


RETRY_AFTER = [
    ("30", 30.0),
    (" 0 ", 0.0),
    ("Mon, 02 Nov 2026 09:05:00 GMT", 300.0),
    ("Mon, 02 Nov 2026 08:00:00 GMT", 0.0),  # past
    ("9" * 400, 999_999_999.0),  # no number of seconds that anybody means
    ("soon", None),
    ("-5", None),
    ("1.5", None),
    ("٣", None),  # a figure, but none of a header
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "seconds"), RETRY_AFTER)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    """What says nothing is None."""
    assert retry_after(value, TODAY) == seconds


def test_backing_off_doubles() -> None:
    """With jitter, up to a minute and a half."""
    waits = [back_off(attempt, dice()) for attempt in (1, 2, 3, 10)]
    assert [2 <= waits[0] <= 3, 4 <= waits[1] <= 6, 8 <= waits[2] <= 12, 60 <= waits[3] <= 90] == [True] * 4


@pytest.mark.parametrize(("kind", "most"), [("refused", 3), ("failed", 5), ("unreadable", 5)])
def test_patience_ends_with_too_many_in_a_row(kind: Literal["refused", "failed", "unreadable"], most: int) -> None:
    """One that goes well begins the count again."""
    patience = Patience()
    for _ in range(most - 1):
        patience.bad(kind, "x")
    patience.good(kind)
    for _ in range(most - 1):
        patience.bad(kind, "x")
    with pytest.raises(FetchError, match=rf"stopped: {most} pages in a row .* \(the last: y\); run the same command again"):
        patience.bad(kind, "y")
