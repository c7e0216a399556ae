"""The site's rules are kept in every case of letters, and no rules can be read only where the site plainly has none."""

from __future__ import annotations

import pytest

from index import FetchError
from index.fetching.robots import Robots

RULES = b"""\
User-agent: *
Disallow: /Decisions/Secret
Disallow: /*?k=
Allow: /decisions/secret/open
Crawl-delay: 3

User-agent: BadBot
Disallow: /
"""

PATHS = [
    ("/decisions/education/other/99-100-001", True),
    ("/decisions/secret/x", False),  # the rule has capitals, the path has none
    ("/Decisions/Secret/x", False),
    ("/DECISIONS/SECRET/x", False),
    ("/decisions/secret/open/x", True),  # the longer rule
    ("/search?k=bus", False),  # a wildcard
    ("/Decisions/SearchResults?fd=2020-01-01", True),
]


@pytest.mark.parametrize(("target", "allowed"), PATHS)
def test_rules_are_kept(target: str, allowed: bool) -> None:
    """Those for everybody; those for others are not ours."""
    robots = Robots.read(200, RULES)
    assert (robots.allow(target), robots.delay) == (allowed, 3.0)


def test_rules_for_this_program_come_first() -> None:
    """Under its own name, in any case."""
    robots = Robots.read(200, b"User-agent: pinpoint\nDisallow: /decisions\n\nUser-agent: *\nDisallow:\n")
    assert (robots.allow("/decisions"), robots.allow("/other"), robots.delay) == (False, True, None)


def test_a_request_rate_is_a_delay() -> None:
    """One page in so many seconds."""
    assert Robots.read(200, b"User-agent: *\nRequest-rate: 1/10\n").delay == 10.0


@pytest.mark.parametrize("status", [404, 410])
def test_no_rules_allow_everything(status: int) -> None:
    """Whatever the body says."""
    robots = Robots.read(status, b"User-agent: *\nDisallow: /")
    assert (robots.allow("/decisions"), robots.delay) == (True, None)


@pytest.mark.parametrize("status", [301, 401, 403, 500, 503])
def test_rules_that_cannot_be_read_allow_nothing(status: int) -> None:
    """Then nothing is fetched, and why is said."""
    with pytest.raises(FetchError, match=f"got {status} for robots.txt; expected its rules or 404"):
        Robots.read(status, b"")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"<html>not rules</html>", b"x" * 600_000])
def test_what_is_no_rule_rules_nothing(body: bytes) -> None:
    """An empty file, no text, a page, and more than is read."""
    assert Robots.read(200, body).allow("/decisions") is True
