"""A decision's mentions of its own parts are found, followed, and checked; those of other texts are left alone."""

from __future__ import annotations

import pytest

from index import CrossReference, Item, Marker, Paragraph, Role, cross_references
from index.crossrefs import cross_reference_warnings


def _one(number: int, text: str, *, letters: str = "", marker: Marker = "letter", role: Role = "facts") -> Paragraph:
    items = tuple(Item(letter, marker, f"item {letter}") for letter in letters)
    section = {"action": "Agreed action"}.get(role, "What I found")
    subsection = "What happened > The first letter" if number == 2 else None
    return Paragraph(number, "counted", role, section, subsection, "facts", "\n".join([text, *(i.text for i in items)]), items)


def _decision(text: str, *, role: Role = "facts") -> tuple[Paragraph, ...]:
    """Four paragraphs: the text, one without items, one with a) to d), one of actions with a) and b)."""
    return _one(1, text, role=role), _one(2, "x"), _one(3, "x:", letters="abcd"), _one(4, "x:", letters="ab", role="action")


Found = tuple[str, tuple[int, ...], tuple[str, ...], bool]
NUMBERS: list[tuple[str, tuple[Found, ...]]] = [
    ("", ()),  # nothing
    ("As I say in paragraph 2, it was late.", (("paragraph 2", (2,), (), True),)),
    ("Paragraph 2 says so.", (("Paragraph 2", (2,), (), True),)),  # a capital
    ("See paragraphs 1 to 3.", (("paragraphs 1 to 3", (1, 2, 3), (), True),)),  # a range is all of it
    ("paragraphs 1-3 and paragraphs 1–2", (("paragraphs 1-3", (1, 2, 3), (), True), ("paragraphs 1–2", (1, 2), (), True))),
    ("See paragraphs 2 and 3.", (("paragraphs 2 and 3", (2, 3), (), True),)),
    ("See paragraphs 1, 2 and 4.", (("paragraphs 1, 2 and 4", (1, 2, 4), (), True),)),
    ("“see paragraph 2”", (("paragraph 2", (2,), (), True),)),  # curly quotes
    ("paragraph 2’s finding", (("paragraph 2", (2,), (), True),)),  # curly apostrophe
    ("paragraph\u00a02", (("paragraph\u00a02", (2,), (), True),)),  # U+00A0
    ("paragraph 2 of this decision", (("paragraph 2", (2,), (), True),)),
    ("paragraph 2 of my decision", (("paragraph 2", (2,), (), True),)),
    ("paragraph 2 of the decision", (("paragraph 2", (2,), (), True),)),
    ("Upheld at paragraph 2, not upheld at paragraph 3.", (("paragraph 2", (2,), (), True), ("paragraph 3", (3,), (), True))),
    ("By paragraph 2 and 30 days later", (("paragraph 2", (2,), (), True),)),
    ("See paragraph 44.", (("paragraph 44", (44,), (), False),)),  # not in this decision
    ("See paragraphs 3 to 6.", (("paragraphs 3 to 6", (3, 4, 5, 6), (), False),)),  # nor all of these
    ("See paragraphs 1 to 900.", (("paragraphs 1 to 900", (1, 900), (), False),)),  # a slip
    # items of a paragraph
    ("See paragraph 3(b).", (("paragraph 3(b)", (3,), ("b",), True),)),
    ("See paragraph 3(e).", (("paragraph 3(e)", (3,), ("e",), False),)),
    ("Do a) to c) of paragraph 3.", (("a) to c) of paragraph 3", (3,), ("a", "b", "c"), True),)),
    ("Do paragraph 3 a) and b).", (("paragraph 3 a) and b)", (3,), ("a", "b"), True),)),
    # of other texts
    ("Schedule 5, paragraph 1/3, as amended", ()),
    ("the guidance at paragraph 2", ()),
    ("the Code of Practice (paragraph 2)", ()),
    ("the panel’s report, paragraph 2", ()),
    ("paragraph 2 of the Statutory Guidance", ()),
    ("paragraph 2 of Schedule 5", ()),
    ("paragraph 2 in the panel’s report", ()),
    ("paragraphs 2 and 3 of the Code", ()),  # the whole list is of the other text
    ("paragraph 6.2 of the scheme", ()),
    ("paragraph 3(2) of the Act", ()),
    # words between that point back here
    ("The Act says more. Paragraph 2 tells how.", (("Paragraph 2", (2,), (), True),)),
    ("It ignored the guidance (see paragraph 2).", (("paragraph 2", (2,), (), True),)),
    ("It broke the policy described in paragraph 2.", (("paragraph 2", (2,), (), True),)),
    ("I turn to the letter and to paragraph 2.", (("paragraph 2", (2,), (), True),)),
    # no number
    ("the paragraph above", ()),
    ("paragraph two", ()),
    ("paragraph 1234", ()),  # no decision has so many
    ("subparagraph 2", ()),
    ("section 17 and sections 2 to 4", ()),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers_are_followed(text: str, expected: tuple[Found, ...]) -> None:
    """The decision's own paragraphs are named; those of Acts, codes and reports are not its own."""
    found = cross_references(_decision(text))
    assert found == tuple(CrossReference(1, words, targets, items, lands) for words, targets, items, lands in expected)


LETTERS: list[tuple[str, Role, tuple[Found, ...]]] = [
    # the nearest that has them
    ("The actions in parts a) to c) are late.", "facts", (("parts a) to c)", (3,), ("a", "b", "c"), True),)),
    ("Recommendation (d) is late.", "facts", (("Recommendation (d)", (3,), ("d",), True),)),
    ("It did a) to b) at once.", "facts", (("a) to b)", (3,), ("a", "b"), True),)),
    ("Do parts x) to z) above.", "facts", (("parts x) to z) above", (), ("x", "y", "z"), False),)),  # nowhere, and meant here
    ("Do parts x) and z).", "action", (("parts x) and z)", (), ("x", "z"), False),)),
    ("Complaint points x) and z) were upheld.", "facts", ()),  # nowhere, and it may be of another text
    ("The steps (a) to write and (b) to pay.", "facts", ()),  # letters of its own sentence
    ("section 7(a) to (c) and regulation 9 (a) to (c)", "facts", ()),
    ("points a) and b) of the Code", "facts", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role", "expected"), LETTERS)
def test_letters_mean_the_nearest_list(text: str, role: Role, expected: tuple[Found, ...]) -> None:
    """Letters without a number are looked for at hand; where they may be another text's, only what lands counts."""
    found = cross_references(_decision(text, role=role))
    assert found == tuple(CrossReference(1, words, targets, items, lands) for words, targets, items, lands in expected)


def test_letters_go_up_before_they_go_down() -> None:
    """The list above is meant before the one below, and bullets have no letters."""
    above, below = _one(1, "x:", letters="ab"), _one(4, "x:", letters="ab")
    bullets, here = _one(2, "x:", letters="ab", marker="bullet"), _one(3, "Do parts a) and b).")
    assert cross_references([above, bullets, here, below]) == (CrossReference(3, "parts a) and b)", (1,), ("a", "b")),)
    assert cross_references([here, below]) == (CrossReference(3, "parts a) and b)", (4,), ("a", "b")),)


SECTIONS: list[tuple[str, tuple[Found, ...]]] = [
    ("In the section headed ‘agreed action’ below I say.", (("the section headed ‘agreed action’ below", (4,), (), True),)),
    ('In the section headed "Agreed action" I say.', (('the section headed "Agreed action"', (4,), (), True),)),
    ("As told under “The first letter” above", (("under “The first letter” above", (2,), (), True),)),  # a sub-heading
    ("As the agreed action section below says", (("the agreed action section below", (4,), (), True),)),
    ("the section headed ‘Delay’ below", (("the section headed ‘Delay’ below", (), (), False),)),
    ("the section headed ‘Delay’ of the report", ()),  # of another text
    ("In a section headed ‘agreed action’ the plan says", ()),  # the same
    ("the next section", ()),
    ("As the agreed action ſection below says", (("the agreed action ſection below", (4,), (), True),)),  # passes for an s
    ("As the agreed action SECTİON below says", (("the agreed action SECTİON below", (4,), (), True),)),
    ("the agreed action sectıon of this decision", (("the agreed action sectıon of this decision", (4,), (), True),)),
]


@pytest.mark.parametrize(("text", "expected"), SECTIONS)
def test_sections_are_all_their_paragraphs(text: str, expected: tuple[Found, ...]) -> None:
    """A section named by its heading, in any quotes, is the paragraphs under it."""
    found = cross_references(_decision(text))
    assert found == tuple(CrossReference(1, words, targets, items, lands) for words, targets, items, lands in expected)


WARNINGS: list[tuple[str, tuple[str, ...]]] = [
    ("See paragraphs 2 and 3.", ()),
    ("See paragraphs 3 to 6.", tuple(f"paragraph 1 mentions paragraph {n}, which this decision does not have" for n in (5, 6))),
    ("See paragraph 3(e).", ("paragraph 1 mentions “paragraph 3(e)”, which this decision does not have",)),
    (
        "the section headed ‘Delay’ below",
        ("paragraph 1 mentions “the section headed ‘Delay’ below”, which this decision does not have",),
    ),
    ("paragraph 24 of the guidance", ()),
]


@pytest.mark.parametrize(("text", "expected"), WARNINGS)
def test_what_lands_nowhere_is_said(text: str, expected: tuple[str, ...]) -> None:
    """A warning names the paragraph and what it mentions."""
    assert cross_reference_warnings(_decision(text)) == expected
