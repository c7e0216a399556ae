"""One page has one address here, whatever its spelling; nothing outside the site is ever taken for a part of it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from index import UsageError
from index.fetching.addresses import PageAddress, Site, search_target

SITE = Site("https://www.lgo.org.uk")
PAGE = "/decisions/education/school-transport/99-100-001"

SAME = [
    "https://www.lgo.org.uk/decisions/education/school-transport/99-100-001",
    "http://www.lgo.org.uk/decisions/education/school-transport/99-100-001",  # without encryption
    "https://lgo.org.uk/decisions/education/school-transport/99-100-001",  # without www
    "HTTPS://WWW.LGO.ORG.UK/Decisions/Education/School-Transport/99-100-001",  # capitals
    f"{PAGE}/",  # a slash at the end
    f"{PAGE}?chapter=0",
    f"{PAGE}?displaypref=3",
    f"{PAGE}?displaypref=1&chapter=0#top",
    "99-100-001",  # a link on a page beside it
]


@pytest.mark.parametrize("link", SAME)
def test_every_spelling_of_an_address_is_one(link: str) -> None:
    """In the form that is kept."""
    target = SITE.inside(link, base="/decisions/education/school-transport/99-100-002")
    assert target is not None
    address = PageAddress.read(target)
    assert address == PageAddress(("education", "school-transport"), "99-100-001")
    assert (address.target, address.published) == (PAGE, f"https://www.lgo.org.uk{PAGE}")
    assert address.file == "education/school-transport/99-100-001.html"
    assert address.printed_reference == "99 100 001"


APART = [
    (f"{PAGE}?chapter=2", PageAddress(("education", "school-transport"), "99-100-001", 2)),  # other text of one report
    (f"{PAGE}b", PageAddress(("education", "school-transport"), "99-100-001b")),  # another body in a joint case
    ("/decisions/health/other/99-100-001", PageAddress(("health", "other"), "99-100-001")),  # another body, one reference
    ("/decisions/planning/99-100-001", PageAddress(("planning",), "99-100-001")),  # a category without a subcategory
    ("/decisions/education/school-transport", None),  # a listing
    ("/decisions/education/school-transport/99-100-001/print", None),  # something below it
    ("/decisions/../../etc/99-100-001", None),  # a way out of the folder
    ("/decisions/%2e%2e/99-100-001", None),  # the same, hidden
    ("/Decisions/SearchResults?fd=2020-01-01", None),
    (f"{PAGE}?chapter=100", PageAddress(("education", "school-transport"), "99-100-001")),  # no report has so many
    (f"{PAGE}?chapter=-1", PageAddress(("education", "school-transport"), "99-100-001")),
    ("/", None),
    ("", None),
]


@pytest.mark.parametrize(("target", "expected"), APART)
def test_what_is_another_page_stays_apart(target: str, expected: PageAddress | None) -> None:
    """Chapters, suffix letters and categories are part of the name; anything else is no decision."""
    assert PageAddress.read(target) == expected


def test_a_chapter_has_a_file_and_an_address_of_its_own() -> None:
    """Beside the report's page, in the order of the chapters."""
    address = PageAddress(("education", "other"), "99-100-001", 2)
    assert address.file == "education/other/99-100-001.chapter-02.html"
    assert address.target == "/decisions/education/other/99-100-001?chapter=2"
    assert PageAddress.read(address.target) == address
    assert address.with_chapter(0).file == "education/other/99-100-001.html"


OUTSIDE = [
    "https://www.lgo.org.uk.example/decisions/education/other/99-100-001",  # another site with a name like it
    "https://inquirytracker.uk/decisions/education/other/99-100-001",  # a mirror
    "https://user:password@www.lgo.org.uk/decisions",  # a name in front
    "https://www.lgo.org.uk:8443/decisions",  # another port
    "//example.org/decisions",  # without a scheme
    "ftp://www.lgo.org.uk/decisions",
    "javascript:alert(1)",
    "mailto:someone@example.org",
    "http://[::1/decisions",  # no address at all
    "https://www.lgo.org.uk:port/",
]


@pytest.mark.parametrize("link", OUTSIDE)
def test_what_leads_elsewhere_is_not_inside(link: str) -> None:
    """It is never asked for."""
    assert SITE.inside(link) is None


def test_a_replica_is_its_own_site_with_its_own_port() -> None:
    """The port is part of it, and the real site is outside."""
    replica = Site.parse("http://127.0.0.1:8765/")
    assert (replica.origin, replica.is_loopback, SITE.is_loopback) == ("http://127.0.0.1:8765", True, False)
    assert replica.inside("http://127.0.0.1:8765/decisions?a=b") == "/decisions?a=b"
    assert replica.inside("http://127.0.0.1:8766/decisions") is None
    assert replica.inside("https://www.lgo.org.uk/decisions") is None


WRONG_SITES = [
    ("", "expected an address like https://www.lgo.org.uk"),
    ("www.lgo.org.uk", "expected an address like"),  # no scheme
    ("ftp://www.lgo.org.uk", "expected an address like"),
    ("https://www.lgo.org.uk/decisions", "expected an address like"),  # a page
    ("https://a@www.lgo.org.uk", "expected an address like"),
    ("https://www.lgo.org.uk:port", "expected an address like"),
    ("https://www.accountabilityindex.uk", "a copy whose layout is altered"),  # a mirror
]


@pytest.mark.parametrize(("text", "reason"), WRONG_SITES)
def test_a_wrong_site_is_refused(text: str, reason: str) -> None:
    """With what was expected."""
    with pytest.raises(UsageError, match=reason):
        Site.parse(text)


def test_a_search_asks_with_the_parameters_that_the_site_knows() -> None:
    """Dates, page, order; authority and outcome where they narrow, the outcome as a code with its plus."""
    plain = urlsplit(search_target(date.min, date(2020, 1, 2), 3))
    assert (plain.path, parse_qs(plain.query)) == (
        "/Decisions/SearchResults",
        {"fd": ["0001-01-01"], "td": ["2020-01-02"], "sortOrder": ["descending"], "page": ["3"]},
    )
    narrow = search_target(date(2020, 1, 1), date(2020, 1, 2), 1, authority="Fernbury & Oak", outcome="not upheld")
    assert "aname=Fernbury+%26+Oak&dc=nu%2B&" in narrow
