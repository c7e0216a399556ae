"""Addresses of the site: which are on it, which are decisions, and the one form in which each is kept.

One page has many addresses: http or https, with or without "www.", "/Decisions/" or "/decisions/", a slash at the end, a display
preference, chapter 0. They are one here. Chapters from 1 on stay apart: each is other text of one report. A reference alone names
no page (one may stand for two bodies), so a page is named by its whole path, which is also its place in the folder.
Proved by tests/test_index_fetching_addresses.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from index.errors import UsageError
from index.records import Reference

__all__ = ["LISTINGS", "OUTCOME_CODES", "PUBLISHED", "PageAddress", "Site", "search_target"]

PUBLISHED = "https://www.lgo.org.uk"
LISTINGS = "/decisions"
"""The page that opens a session; searching without one may give an empty shell."""
OUTCOME_CODES = {"upheld": "u", "not upheld": "nu", "closed after initial enquiries": "c"}
"""The only outcomes in the metadata, with the search's codes."""

_MIRRORS = (
    "inquirytracker.uk", "accountabilityindex.uk", "brunswickshealthcarereview.co.uk", "researchingreform.net",
    "mentalhealthlaw.co.uk",
)  # fmt: skip
"""Copies that alter the layout, by which paragraphs are numbered."""
_PORTS = {"http": 80, "https": 443}
_DECISION = re.compile(
    r"""
    /decisions/
    (?P<slugs> (?:[a-z0-9\-]{1,80}/){1,3} )      # education/school-transport/
    (?P<reference>\d{2}-\d{3}-\d{3}[a-z]?) /?    # 17-002-402b
    """,
    re.VERBOSE,
)
_CHAPTER = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True, slots=True, order=True)
class PageAddress:
    """A decision page: the slugs of its category, its reference with hyphens, and the chapter (0: the page itself)."""

    slugs: tuple[str, ...]
    reference: str
    chapter: int = 0

    @classmethod
    def read(cls, target: str) -> PageAddress | None:
        """Read a path with its query; None for any other page."""
        parts = urlsplit(target)
        match = _DECISION.fullmatch(parts.path.lower())
        if match is None:
            return None
        chapter = parse_qs(parts.query).get("chapter", ["0"])[0]
        slugs = tuple(match["slugs"].rstrip("/").split("/"))
        return cls(slugs, match["reference"], int(chapter) if _CHAPTER.fullmatch(chapter) else 0)

    @property
    def target(self) -> str:
        """The path and query, in the form that is kept."""
        path = f"/decisions/{'/'.join(self.slugs)}/{self.reference}"
        return f"{path}?chapter={self.chapter}" if self.chapter else path

    @property
    def published(self) -> str:
        """Where the public finds it."""
        return PUBLISHED + self.target

    @property
    def file(self) -> str:
        """Its place below the folder of decisions."""
        chapter = f".chapter-{self.chapter:02d}" if self.chapter else ""
        return f"{'/'.join(self.slugs)}/{self.reference}{chapter}.html"

    @property
    def printed_reference(self) -> Reference:
        """The reference as the page prints it."""
        return Reference.parse(self.reference)

    def with_chapter(self, chapter: int) -> PageAddress:
        """Another chapter of the same report; 0 is the page itself."""
        return replace(self, chapter=chapter)


@dataclass(frozen=True, slots=True)
class Site:
    """The one site that is asked, as scheme, host and port."""

    origin: str

    @classmethod
    def parse(cls, text: str) -> Site:
        """Read the site's address.

        Raises:
            UsageError: it is no http or https address of a host alone, or a known mirror.
        """
        try:
            parts = urlsplit(text.strip().rstrip("/"))
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        host = (parts.hostname or "").lower()
        is_plain = parts.scheme in _PORTS and host and not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
        if not is_plain:
            message = f"got the site {text[:60]!r}; expected an address like {PUBLISHED}"
            raise UsageError(message)
        if host.removeprefix("www.") in _MIRRORS:
            message = f"got the site {text[:60]!r}, a copy whose layout is altered; expected {PUBLISHED}"
            raise UsageError(message)
        return cls(f"{parts.scheme}://{host}" + (f":{port}" if port and port != _PORTS[parts.scheme] else ""))

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine, as replicas are."""
        return (urlsplit(self.origin).hostname or "") in {"127.0.0.1", "localhost", "::1"}

    def inside(self, link: str, *, base: str = "/") -> str | None:
        """The path and query on this site that a link on the page `base` leads to; None where it leads elsewhere."""
        try:
            parts, own = urlsplit(urljoin(self.origin + base, link.strip())), urlsplit(self.origin)
            port, own_port = parts.port or _PORTS.get(parts.scheme), own.port or _PORTS[own.scheme]
        except ValueError:
            return None
        hosts = [(one.hostname or "").lower().removeprefix("www.") for one in (parts, own)]
        is_same_port = port == own_port or {port, own_port} == set(_PORTS.values())  # http and https of one host are one
        if parts.scheme not in _PORTS or hosts[0] != hosts[1] or not is_same_port or "@" in parts.netloc:
            return None
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def search_target(since: date, until: date, page: int, *, authority: str | None = None, outcome: str | None = None) -> str:
    """The path and query of a page of search results, newest decision first; `outcome` is one of OUTCOME_CODES."""
    query = {"fd": since.isoformat(), "td": until.isoformat()}
    if authority:
        query["aname"] = authority
    if outcome:
        query["dc"] = f"{OUTCOME_CODES[outcome]}+"
    return "/Decisions/SearchResults?" + urlencode({**query, "sortOrder": "descending", "page": str(page)})
