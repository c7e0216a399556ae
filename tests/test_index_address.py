"""The address of a decision states its reference and, in slugs, its category; any other address states nothing."""

from __future__ import annotations

from datetime import date

import pytest

from index.readers import Header
from index.readers.address import Address, address_in, read_address, with_address
from index.records import Reference

SITE = "https://www.lgo.org.uk/decisions"
REF = Reference("99 100 001")

ADDRESSES: list[tuple[str, tuple[str, str | None, str | None] | None]] = [
    (f"{SITE}/education/school-transport/99-100-001", ("99 100 001", "Education", "School transport")),
    (f"{SITE}/children-s-care-services/friends-and-family-carers/99-100-001b",
     ("99 100 001b", "Children's care services", "Friends and family carers")),  # an apostrophe, a suffix letter
    (f"{SITE}/other-categories/leisure-and-culture/99-100-001", ("99 100 001", "Other Categories", "Leisure and culture")),
    (f"{SITE}/housing/covid-19/99-100-001", ("99 100 001", "Housing", "COVID-19")),  # capitals that a slug loses
    (f"{SITE}/animal-boarding/99-100-001", ("99 100 001", "Animal boarding", None)),  # a category nobody has seen
    (f"{SITE}/99-100-001", ("99 100 001", None, None)),
    (f"{SITE}/education/other/99-100-001?chapter=2", ("99 100 001", "Education", "Other")),
    (f"{SITE}/education/other/99-100-001/?displaypref=1#top", ("99 100 001", "Education", "Other")),
    ("http://lgo.org.uk/Decisions/Education/Other/99-100-001", ("99 100 001", "Education", "Other")),  # no www, no s, capitals
    (f"{SITE}/education/school-transport", None),  # a listing
    (f"{SITE}/SearchResults?fd=2020-01-01", None),
    (f"{SITE}/education/other/99-100-001 onclick=x", None),  # more than an address
    ("https://www.lgo.org.uk.example/decisions/education/other/99-100-001", None),  # another site
    ("javascript:alert('/decisions/99-100-001')", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_addresses_are_read(url: str, expected: tuple[str, str | None, str | None] | None) -> None:
    """The url is kept as it was found."""
    is_chapter = "chapter=2" in url
    assert read_address(url) == (None if expected is None else Address(url, Reference(expected[0]), *expected[1:], is_chapter))


CHAPTERS = [
    ("?chapter=1", True),
    ("?displaypref=1&chapter=12", True),
    ("?chapter=0", False),  # any decision's own page
    ("?chapter=", False),  # no number
    ("?subchapter=2", False),  # something else
    ("", False),
]


@pytest.mark.parametrize(("query", "expected"), CHAPTERS)
def test_an_address_says_whether_it_is_a_chapter(query: str, expected: bool) -> None:
    """Chapters count from 1."""
    address = read_address(f"{SITE}/education/other/99-100-001{query}")
    assert address is not None
    assert address.is_chapter is expected


def test_an_address_is_found_on_a_line_of_its_own() -> None:
    """With a label or without; inside a sentence it is part of the text."""
    url = f"{SITE}/education/other/99-100-001"
    assert address_in(["Home", f" Source: {url} "]) == address_in([url]) == read_address(url)
    assert address_in([f"See {url} for more.", "Source: https://www.lgo.org.uk/"]) is None


HEADER = Header(REF, "Fernbury Council", outcome="Upheld", decision_date=date(2020, 2, 5))
FILED = Header(REF, "Fernbury Council", "Housing", "Allocations", "Upheld", date(2020, 2, 5), url="https://x.example")
KNOWN = Address(f"{SITE}/education/other/99-100-001", REF, "Education", "Other")

JOINED = [
    (HEADER, KNOWN, Header(REF, "Fernbury Council", "Education", "Other", "Upheld", date(2020, 2, 5), url=KNOWN.url)),
    (FILED, KNOWN, FILED),  # what the page prints comes first
    (HEADER, None, HEADER),
    (HEADER, Address(KNOWN.url, Reference("99 100 002"), "Education", "Other"), HEADER),  # another decision's address
]


@pytest.mark.parametrize(("header", "address", "expected"), JOINED)
def test_an_address_adds_what_the_page_does_not_print(header: Header, address: Address | None, expected: Header) -> None:
    """Outcome, date and authority are never taken from it."""
    assert with_address(header, address) == expected


def test_hostile_addresses_are_refused() -> None:
    """Two hundred thousand characters that almost match."""
    for text in (
        f"{SITE}/{'a-' * 100_000}",
        f"{SITE}/{'a/' * 100_000}",
        "Source: " * 25_000,
        f"{SITE}/99-100-001?{'x' * 200_000}<",
    ):
        assert read_address(text) is None
        assert address_in([text]) is None
