"""What a run of fetch is asked for, checked before anything is sent.

Proved by tests/test_index_fetching_settings.py.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from index.errors import UsageError
from index.fetching.addresses import OUTCOME_CODES, PUBLISHED, PageAddress, Site
from index.records import authority_slug

__all__ = ["POLITE_SECONDS", "FetchSettings", "Mode", "Selection"]

POLITE_SECONDS = 1.0
"""Between two requests; faster only with the site's permission."""
_CONTACT = re.compile(r"[!-~]+@[!-~]+\.[!-~]+ | https?://[!-~]+", re.VERBOSE)  # one word: it goes into a header
Mode = Literal["first", "update", "recheck"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which decisions are wanted; empty fields narrow nothing.

    A category matches when all its words stand in a category or subcategory of the address ("children's services").
    """

    since: date | None = None
    until: date | None = None
    categories: tuple[str, ...] = ()
    authority: str | None = None
    outcome: str | None = None

    @classmethod
    def checked(cls, **fields: Any) -> Selection:  # noqa: ANN401 - the fields of this record
        """A selection whose outcome the site knows.

        Raises:
            UsageError: the outcome is none of the site's, or the dates are the wrong way round.
        """
        selection = cls(**fields)
        if selection.outcome is not None and selection.outcome.casefold() not in OUTCOME_CODES:
            message = f"got the outcome {selection.outcome[:40]!r}; expected one of: {', '.join(OUTCOME_CODES)}"
            raise UsageError(message)
        if selection.since and selection.until and selection.since > selection.until:
            message = f"got since {selection.since} after until {selection.until}; expected the earlier date first"
            raise UsageError(message)
        return selection

    @property
    def asked_outcome(self) -> str | None:
        """The outcome in the form of OUTCOME_CODES."""
        return self.outcome.casefold() if self.outcome else None

    def takes(self, address: PageAddress, *, authority: str | None, outcome: str | None) -> bool:
        """Whether a listed decision is wanted."""
        if self.outcome and (outcome or "").casefold() != self.asked_outcome:
            return False
        if self.authority and authority_slug(self.authority) not in authority_slug(authority):
            return False
        words = [set(slug.split("-")) for slug in address.slugs]
        wanted = [set(authority_slug(category).split("-")) for category in self.categories]
        return not wanted or any(want <= have for want in wanted for have in words)

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values; two runs with equal values ask for the same."""
        return {**asdict(self), "since": _day(self.since), "until": _day(self.until), "categories": list(self.categories)}

    def narrows(self) -> dict[str, Any]:
        """What is asked for but for the dates."""
        return {name: value for name, value in self.to_json().items() if name not in {"since", "until"}}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """One run: what, from where, to where, and how gently."""

    out: Path
    contact: str
    selection: Selection = field(default_factory=Selection)
    site: Site = field(default_factory=lambda: Site(PUBLISHED))
    mode: Mode = "first"
    dry_run: bool = False
    limit: int | None = None
    cap: int = 10_000
    every: float = POLITE_SECONDS
    permitted: bool = False
    most_listed: int = 200
    timeout_s: float = 30.0

    def check(self) -> None:
        """Refuse what cannot or must not be done.

        Raises:
            UsageError: no contact, faster than polite without permission, a number that is none.
        """
        if not _CONTACT.fullmatch(self.contact):
            message = (
                f"got the contact {self.contact[:40]!r}; expected an e-mail address or a web page, "
                "as --contact or PINPOINT_CONTACT, by which whoever runs the site can reach you"
            )
            raise UsageError(message)
        if not 0 < self.every < float("inf"):
            message = f"got {self.every} seconds between requests; expected a number above 0"
            raise UsageError(message)
        if self.every < POLITE_SECONDS and not self.permitted:
            message = f"got {self.every} seconds between requests; expected at least {POLITE_SECONDS:g}, or --with-permission"
            raise UsageError(message)
        for name, value in (("--limit", self.limit), ("--cap", self.cap)):
            if value is not None and value < 1:
                message = f"got {name} {value}; expected a number above 0"
                raise UsageError(message)
