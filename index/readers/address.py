"""A decision's address on the site, and the facts it states: the reference, the category, the subcategory.

".../decisions/education/school-transport/21-000-001?chapter=2": the last part is the reference, the parts before it are the
category's names as slugs. A slug keeps no capitals and no apostrophes, so names seen on the site are looked up and any other
slug is spelled out. Only an address that is known (the page's own link, or the one it was fetched from) states facts.
Proved by tests/test_index_address.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.readers.raw import Header
from index.records import Reference, authority_slug

__all__ = ["Address", "address_in", "read_address", "with_address"]

_ADDRESS = re.compile(
    r"""
    https?://(?:www\.)?lgo\.org\.uk/decisions/
    (?: (?P<category>[a-z0-9\-]{1,80}) / )?         # education
    (?: (?P<subcategory>[a-z0-9\-]{1,80}) / )?      # school-transport
    (?P<reference>\d{2}-\d{3}-\d{3}[a-z]?) /?       # 17-002-402b
    (?: [?\#] (?P<rest>[^\s"'<>]*) )?               # ?chapter=2, ?displaypref=1
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CHAPTER = re.compile(r"(?:^|&)chapter=0*[1-9]")  # chapter 0 is any decision's own page
_LABELLED = re.compile(r"(?:[A-Za-z ]{1,20}:\s*)?(?P<address>https?://\S+)")  # "Source: https://...", the address alone
_NAMES = (
    "Adult care services", "Benefits and tax", "Children's care services", "Education", "Environment and regulation", "Health",
    "Housing", "Other Categories", "Planning", "Transport and highways", "Transport (blue badges, travel passes)", "COVID-19",
)  # fmt: skip
"""Names whose spelling a slug loses, and the main categories seen on the site; the list is open."""
_BY_SLUG = {authority_slug(name): name for name in _NAMES}


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it was found, and what it says; `is_chapter`: the page is one chapter of a report."""

    url: str
    reference: Reference
    category: str | None = None
    subcategory: str | None = None
    is_chapter: bool = False


def read_address(url: str) -> Address | None:
    """Read the address of a decision; None for any other."""
    match = _ADDRESS.fullmatch(url.strip())
    if match is None:
        return None
    category, subcategory = (_name(slug) for slug in (match["category"], match["subcategory"]))
    is_chapter = _CHAPTER.search(match["rest"] or "") is not None
    return Address(url.strip(), Reference.parse(match["reference"]), category, subcategory, is_chapter)


def address_in(lines: Iterable[str]) -> Address | None:
    """The address of the first line that is one, with a label ("Source: https://...") or without."""
    for line in lines:
        match = _LABELLED.fullmatch(line.strip())
        if match is not None and (address := read_address(match["address"])) is not None:
            return address
    return None


def with_address(header: Header, address: Address | None) -> Header:
    """The header with what the address of the same decision adds; what the page prints comes first."""
    if address is None or address.reference != header.reference:
        return header
    header = replace(header, url=header.url or address.url)
    return header if header.category else replace(header, category=address.category, subcategory=address.subcategory)


def _name(slug: str | None) -> str | None:
    """A slug as a name: "school-transport" -> "School transport", "children-s-care-services" -> "Children's care services"."""
    if not slug:
        return None
    words = slug.lower().replace("-s-", "'s ").replace("-", " ").strip()
    return _BY_SLUG.get(slug.lower(), words[:1].upper() + words[1:]) or None
