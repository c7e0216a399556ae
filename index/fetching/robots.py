"""The site's robots.txt: what may be asked, and how often.

The site answers in any case of letters, so a rule holds in any case too. No robots.txt (404, 410) allows everything; one that is
refused or cannot be read allows nothing (RFC 9309, and stricter where it leaves a choice). Proved by
tests/test_index_fetching_robots.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from index.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["AGENT", "GOOD_FOR", "ROBOTS", "Robots"]

AGENT = "Pinpoint"
"""The name that rules may call this program by."""
ROBOTS = "/robots.txt"
GOOD_FOR = 86_400.0
"""Seconds before the rules are read again."""
_LONGEST = 500_000  # bytes that a robots.txt is read to, as the standard has it
_MISSING = {404, 410}


class Robots:
    """The rules as they were read; `delay` is the least number of seconds between requests that they ask for."""

    def __init__(self, rules: tuple[Protego, ...], delay: float | None) -> None:
        self._rules = rules
        self.delay = delay

    @classmethod
    def read(cls, status: int, body: bytes) -> Self:
        """The rules in an answer.

        Raises:
            FetchError: the answer is neither rules nor a plain "there are none".
        """
        if status in _MISSING:
            return cls((), None)
        if not 200 <= status < 300:  # noqa: PLR2004 - the statuses of success
            message = f"got {status} for robots.txt; expected its rules or 404: without them nothing is fetched"
            raise FetchError(message)
        from protego import Protego

        text = body[:_LONGEST].decode("utf-8", errors="replace")
        rules = (Protego.parse(text), Protego.parse(text.lower()))
        delay = rules[0].crawl_delay(AGENT)
        rate = rules[0].request_rate(AGENT)
        asked = [delay or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0]
        return cls(rules, max(asked) or None)

    def allow(self, target: str) -> bool:
        """Whether this path may be asked for, in the case it has and in small letters."""
        return all(rules.can_fetch(path, AGENT) for rules, path in zip(self._rules, (target, target.lower()), strict=False))
