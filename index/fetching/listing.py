"""What the site's pages list and link to: the search results with their count, and the chapters of a report.

An entry is a link whose text is a title ("Fernbury Council (21 000 001)"), then a line with the kind of document, the outcome, the
subcategory and the date, then a summary. A page that does not keep to this is no rubbish to be guessed at: it is refused, loudly.
Proved by tests/test_index_fetching_listing.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from index.errors import FetchError
from index.fetching.addresses import OUTCOME_CODES, PageAddress, Site
from index.readers.header import read_date, read_title
from index.records import normalise_text

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

__all__ = ["Entry", "ResultPage", "chapter_links", "read_results"]

_COUNT = re.compile(r"\byour search has (?P<count>[\d,]+|no) results?\b", re.IGNORECASE)
_OUTCOMES = "|".join(re.escape(outcome).replace(r"\ ", r"\s") for outcome in OUTCOME_CODES)
_LINE = re.compile(
    rf"""
    \s* (?P<kind>Statement|Report) \s+
    (?: (?P<outcome>{_OUTCOMES}) \s+ )
    (?P<subcategory>.{{0,100}}?) \s*                    # School transport
    (?P<date>\d{{1,2}}-[A-Z][a-z]{{2}}-\d{{4}}) \b      # 25-Mar-2020
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as a results page lists it."""

    address: PageAddress
    authority: str | None
    kind: str
    outcome: str
    subcategory: str
    decided: date

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "target": self.address.target,
            "authority": self.authority,
            "kind": self.kind,
            "outcome": self.outcome,
            "subcategory": self.subcategory,
            "decided": self.decided.isoformat(),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        address = PageAddress.read(values["target"])
        assert address is not None
        rest = {name: values[name] for name in ("authority", "kind", "outcome", "subcategory")}
        return cls(address=address, decided=date.fromisoformat(values["decided"]), **rest)


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A page of results: how many the whole search has (None where the page does not say), and those on it."""

    count: int | None
    entries: tuple[Entry, ...]


def read_results(content: bytes, site: Site) -> ResultPage:
    """Read a page of search results.

    Raises:
        FetchError: it lists a decision in a way that is not known.
    """
    soup = _parse(content)
    counted = _COUNT.search(normalise_text(soup.get_text(" ")))
    count = None if counted is None else int(counted["count"].replace(",", "").lower().replace("no", "0"))
    entries: dict[PageAddress, Entry] = {}
    for title, href, text in _titles(soup):
        entry = _entry(title, href, text, site)
        entries.setdefault(entry.address, entry)
    return ResultPage(count, tuple(entries.values()))


def _titles(soup: BeautifulSoup) -> Iterable[tuple[str, str, str]]:
    """Each title that is a link, where it leads, and the text from it to the next."""
    from bs4 import NavigableString, Tag
    from bs4.element import PreformattedString

    found: list[tuple[Tag, str]] = []
    texts: list[list[str]] = []
    for node in soup.descendants:
        if isinstance(node, Tag):
            if node.name == "a" and isinstance(href := node.get("href"), str) and read_title(_text(node)) is not None:
                found.append((node, href))
                texts.append([])
        elif found and isinstance(node, NavigableString) and found[-1][0] not in node.parents:
            texts[-1].append("" if isinstance(node, PreformattedString) else str(node))
    return [(_text(tag), href, normalise_text(" ".join(pieces))) for (tag, href), pieces in zip(found, texts, strict=True)]


def _text(tag: Tag) -> str:
    return normalise_text(tag.get_text(" "))


def _entry(title: str, href: str, text: str, site: Site) -> Entry:
    named = read_title(title)
    target = site.inside(href)
    address = PageAddress.read(target) if target else None
    line = _LINE.match(text)
    decided = read_date(line["date"].title()) if line else None
    if named is None or address is None or line is None or decided is None or address.printed_reference != named[1]:
        message = (
            f"the search results list {title[:60]!r} in a way that is not known (link {href[:80]!r}, then {text[:60]!r}): "
            "the site's pages may have changed, and a newer Pinpoint be needed"
        )
        raise FetchError(message)
    return Entry(address.with_chapter(0), named[0], line["kind"].capitalize(), line["outcome"], line["subcategory"], decided)


def chapter_links(content: bytes, address: PageAddress, site: Site) -> tuple[int, ...]:
    """The chapters of this report that its page links to, from 1 on."""
    if b"chapter=" not in content.lower():
        return ()  # nearly every page, and parsing takes longer than all else
    found = set()
    for tag in _parse(content).find_all("a", href=True):
        target = site.inside(str(tag["href"]), base=address.target)
        linked = PageAddress.read(target) if target else None
        if linked is not None and linked.with_chapter(0) == address.with_chapter(0):
            found.add(linked.chapter)
    return tuple(sorted(found - {0}))


def _parse(content: bytes) -> BeautifulSoup:
    import warnings

    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bs4 warns of text that looks like something else; here it is only hostile text
            soup = BeautifulSoup(content.decode("utf-8", errors="replace"), "lxml")
    except (ParserRejectedMarkup, ValueError, RecursionError) as error:
        message = f"a page of the site cannot be parsed ({type(error).__name__})"
        raise FetchError(message) from error
    for tag in soup.find_all(["script", "style", "noscript", "template"]):
        tag.decompose()
    return soup
