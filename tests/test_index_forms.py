"""A line opens as a statement of its own, or as a fragment that needs a lead-in."""

from __future__ import annotations

import pytest

from index.forms import Form, is_small, opening_form

FORMS: list[tuple[str, Form]] = [
    ("", "fragment"),  # nothing
    ("£50.", "fragment"),  # no word
    # statements: a subject and its verb
    ("The Council paid Mrs X £50.", "statement"),
    ("It has paid.", "statement"),
    ("Mrs X’s letters were lost.", "statement"),  # curly apostrophe
    ("Mrs X's letters were lost.", "statement"),  # straight apostrophe
    ("“The panel met in May.”", "statement"),  # curly quotes
    ("Refusals must be in writing.", "statement"),  # no article
    ("Y was not asked.", "statement"),  # a letter for a name
    ("That was wrong.", "statement"),
    ("In May 2023, the Council\u00a0paid.", "statement"),  # U+00A0
    ("However, nobody came.", "statement"),
    ("The complaint was upheld.", "statement"),
    ("The complaint was not upheld.", "statement"),
    # fragments: something to do
    ("Pay Mrs X £50.", "fragment"),
    ("Ensures staff are told.", "fragment"),  # the verb below is not the line's
    ("Failed to look at what she had sent.", "fragment"),
    ("Paying what was owed.", "fragment"),
    # fragments: something named
    ("Mrs X’s letters.", "fragment"),
    ("The letter that was sent in May.", "fragment"),
    ("The comments he made on the draft.", "fragment"),
    ("The notes provided by the Council.", "fragment"),
    ("Any review by the panel.", "fragment"),
    # fragments: a clause below the lead-in
    ("That both had gone.", "fragment"),
    ("For the Council to pay.", "fragment"),
    ("it was late; and", "fragment"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_the_opening_shows_the_form(text: str, expected: Form) -> None:
    """Upheld or not, quoted or not: a subject with its verb is a statement."""
    assert opening_form(text) == expected


SMALL = [("a", True), ("A", False), ("“a", True), ("‘A", False), ("£5", None), ("", None), ("3 May", None), ("(b", True)]


@pytest.mark.parametrize(("text", "expected"), SMALL)
def test_a_sum_is_neither_capital_nor_small(text: str, *, expected: bool | None) -> None:
    """Only letters have a size; quotes and brackets before them do not count."""
    assert is_small(text) is expected
