"""What a run is asked for is checked before anything is sent, and says which listed decisions it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import FetchSettings, UsageError
from index.fetching.addresses import PageAddress
from index.fetching.settings import Selection

GOOD = FetchSettings(Path("x"), "someone@example.org")
CHILDREN = PageAddress(("children-s-care-services", "disabled-children"), "99-100-001")
SCHOOLS = PageAddress(("education", "school-transport"), "99-100-002")

TAKEN = [
    (Selection(), True, True),
    (Selection(categories=("Children's services",)), True, False),  # all its words, though not the whole name
    (Selection(categories=("children’s care services",)), True, False),  # a curly apostrophe
    (Selection(categories=("school transport",)), False, True),  # a subcategory
    (Selection(categories=("education", "disabled children")), True, True),  # either
    (Selection(categories=("children's education",)), False, False),  # words of two categories
    (Selection(categories=("child",)), False, False),  # part of a word
    (Selection(authority="fernbury"), True, True),
    (Selection(authority="Fernbury Borough"), False, False),
    (Selection(outcome="upheld"), True, True),
    (Selection(outcome="Not Upheld"), False, False),  # "not upheld" is not "upheld"
]


@pytest.mark.parametrize(("selection", "children", "schools"), TAKEN)
def test_a_selection_takes_what_it_names(selection: Selection, children: bool, schools: bool) -> None:
    """Of a listed decision of Fernbury Council that was upheld, filed under each of two categories."""
    taken = [selection.takes(address, authority="Fernbury Council", outcome="Upheld") for address in (CHILDREN, SCHOOLS)]
    assert taken == [children, schools]


def test_a_decision_without_an_authority_is_no_authoritys() -> None:
    """Short reports are listed under their reference alone."""
    assert Selection(authority="Fernbury").takes(SCHOOLS, authority=None, outcome="Upheld") is False
    assert Selection().takes(SCHOOLS, authority=None, outcome="Upheld") is True


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"contact": ""}, "got the contact ''; expected an e-mail address or a web page"),
    ({"contact": "me"}, "got the contact 'me'"),
    ({"contact": "someone@example.org\r\nX: y"}, "expected an e-mail address"),  # a header of its own
    ({"contact": "someone@exämple.org"}, "expected an e-mail address"),  # headers are plain ASCII
    ({"every": 0.5}, "got 0.5 seconds between requests; expected at least 1, or --with-permission"),
    ({"every": 0.0, "permitted": True}, "expected a number above 0"),
    ({"every": float("nan"), "permitted": True}, "expected a number above 0"),
    ({"limit": 0}, "got --limit 0; expected a number above 0"),
    ({"cap": -1}, "got --cap -1; expected a number above 0"),
]


@pytest.mark.parametrize(("changes", "reason"), WRONG)
def test_settings_that_cannot_or_must_not_be_are_refused(changes: dict[str, Any], reason: str) -> None:
    """In one line."""
    with pytest.raises(UsageError, match=reason):
        replace(GOOD, **changes).check()


@pytest.mark.parametrize(
    "changes", [{}, {"every": 5.0}, {"every": 0.01, "permitted": True}, {"contact": "https://example.org/about"}, {"limit": 1}]
)
def test_settings_that_are_right_pass(changes: dict[str, Any]) -> None:
    """Slower needs no permission."""
    replace(GOOD, **changes).check()


def test_a_selection_that_the_site_does_not_know_is_refused() -> None:
    """Only three outcomes are in the metadata; the earlier date comes first."""
    assert Selection.checked(outcome="Upheld").asked_outcome == "upheld"
    with pytest.raises(UsageError, match="got the outcome 'partly upheld'; expected one of: upheld, not upheld, closed after"):
        Selection.checked(outcome="partly upheld")
    with pytest.raises(UsageError, match="got since 2020-01-02 after until 2020-01-01"):
        Selection.checked(since=date(2020, 1, 2), until=date(2020, 1, 1))
