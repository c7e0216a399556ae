"""How gently the site is asked: when the next request may go out, how long to wait after a refusal, when to stop.

Contract: the wait is counted from the end of the answer before, so that the site never sees two requests closer together than
`every` seconds, whatever the network does; and from the start of the process, since a run that was killed may have asked a moment
ago. Clock and dice are arguments. Proved by tests/test_index_fetching_pace.py; measured at the server by `python -m evals fetch`.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, Protocol

from index.errors import FetchError

__all__ = ["LONGEST_WAIT", "Clock", "Pacer", "Patience", "SystemClock", "back_off", "retry_after"]

LONGEST_WAIT = 900.0
"""Seconds a run waits when the site asks it to; for longer it stops and says when to go on."""
_SLOWEST = 60.0
_JITTER = 0.5
_MOST: dict[str, int] = {"refused": 3, "failed": 5, "unreadable": 5}
"""In a row, before a run stops: the site does not want it, is down, or has changed its pages."""
_WHAT = {
    "refused": "pages in a row were refused; the site does not want to be asked now",
    "failed": "pages in a row failed; the site is not to be reached now",
    "unreadable": "pages in a row could not be read as decisions; its pages may have changed, and a newer Pinpoint be needed",
}


class Clock(Protocol):
    """Time, as a run needs it."""

    def monotonic(self) -> float:
        """Seconds that never go back."""

    def now(self) -> datetime:
        """The time of day, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's own."""

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Pacer:
    """Lets requests out one by one."""

    def __init__(self, every: float, clock: Clock, dice: random.Random) -> None:
        self.every = every
        self._clock = clock
        self._dice = dice
        self._last = clock.monotonic()

    def wait(self) -> None:
        """Wait until the next request may go out, with up to half as much again of jitter."""
        due = self._last + self.every * self._dice.uniform(1.0, 1.0 + _JITTER)
        now = self._clock.monotonic()
        if due > now:
            self._clock.sleep(due - now)

    def answered(self) -> None:
        """An answer has ended, or never came."""
        self._last = self._clock.monotonic()

    def slow_to(self, seconds: float | None) -> None:
        """Never ask more often than this from now on."""
        self.every = max(self.every, seconds or 0.0)

    def slow_down(self) -> None:
        """Ask half as often from now on: the site said that it was too much."""
        self.every = max(self.every, min(self.every * 2, _SLOWEST))


class Patience:
    """Counts what goes wrong in a row and stops the run when it is too much."""

    def __init__(self) -> None:
        self._row: dict[str, int] = {}

    def good(self, *kinds: str) -> None:
        """Something of these kinds went well."""
        for kind in kinds:
            self._row[kind] = 0

    def bad(self, kind: Literal["refused", "failed", "unreadable"], reason: str) -> None:
        """One more went wrong.

        Raises:
            FetchError: it is one too many.
        """
        self._row[kind] = self._row.get(kind, 0) + 1
        if self._row[kind] >= _MOST[kind]:
            message = f"stopped: {self._row[kind]} {_WHAT[kind]} (the last: {reason}); run the same command again later to go on"
            raise FetchError(message)


def back_off(attempt: int, dice: random.Random) -> float:
    """Seconds before the next attempt: 2, 4, 8 ... and up to half as much again."""
    return min(_SLOWEST, 2.0**attempt) * dice.uniform(1.0, 1.0 + _JITTER)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None where it says nothing that can be read."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
