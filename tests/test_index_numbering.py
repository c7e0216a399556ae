"""The number is the running count over the decision, and everything else about a paragraph follows the blocks.

A citation with a wrong paragraph number is the worst failure, so these tables hold whole paragraphs, not parts of them.
"""

from __future__ import annotations

import pytest

from index import Basis, Item, Paragraph, Reference
from index.numbering import number_paragraphs
from index.readers import Block, Family, Header, RawDecision

DISAGREE = "the page's own list numbers do not agree with the running count"


def _raw(*blocks: Block, family: Family = "numbered") -> RawDecision:
    return RawDecision(family, Header(Reference("99 100 001")), blocks)


def _number(text: str, printed: int | None = 1, depth: int = 1) -> Block:
    return Block("number", text, depth, printed)


def _bullet(text: str, depth: int = 2) -> Block:
    return Block("bullet", text, depth)


def _dash(text: str, depth: int = 1) -> Block:
    return Block("dash", text, depth)


def _heading(text: str) -> Block:
    return Block("heading", text)


def _text(text: str) -> Block:
    return Block("text", text)


def _outline(raw: RawDecision) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """Number, text and the labels of the items, per paragraph."""
    paragraphs, _ = number_paragraphs(raw)
    return tuple((one.number, one.text, tuple(one.label(item) for item in one.items)) for one in paragraphs)


def test_a_whole_decision_is_numbered() -> None:
    """Numbers, basis, roles, sections, speakers, items and boilerplate, as one value."""
    paragraphs, warnings = number_paragraphs(
        _raw(
            _heading("The complaint"),
            _number("Mrs Q complains about a bill."),
            _heading("The Ombudsman’s role and powers"),
            _number("We look at fault:"),
            _bullet("here; and"),
            _bullet("there."),
            _heading("What I found"),
            _heading("Rules on bills"),
            _number("Councils must send bills."),
            _heading("What happened"),
            _number("The Council said paragraph 1 was wrong.", 2),
            _heading("Analysis"),
            _heading("Delay"),
            _number("I found no fault."),
            _heading("Agreed action"),
            _number("The Council will:"),
            _number("apologise; and", 1, 2),
            _number("pay £50.", 2, 2),
            _heading("Final decision"),
            _number("Not upheld."),
        )
    )
    assert warnings == ()
    assert paragraphs == (
        Paragraph(1, "counted", "complaint", "The complaint", None, "complainant", "Mrs Q complains about a bill."),
        Paragraph(
            2, "counted", "powers", "The Ombudsman’s role and powers", None, "law", "We look at fault:\nhere; and\nthere.",
            (Item("a", "bullet", "here; and"), Item("b", "bullet", "there.")), boilerplate=True,
        ),
        Paragraph(3, "counted", "law", "What I found", "Rules on bills", "law", "Councils must send bills."),
        Paragraph(4, "counted", "facts", "What I found", "What happened", "body", "The Council said paragraph 1 was wrong."),
        Paragraph(5, "counted", "analysis", "What I found", "Analysis > Delay", "ombudsman", "I found no fault."),
        Paragraph(
            6, "counted", "action", "Agreed action", None, "action", "The Council will:\napologise; and\npay £50.",
            (Item("a", "letter", "apologise; and"), Item("b", "letter", "pay £50.")),
        ),
        Paragraph(7, "counted", "decision", "Final decision", None, "ombudsman", "Not upheld."),
    )  # fmt: skip


COUNTS: list[tuple[RawDecision, tuple[tuple[int, str, tuple[str, ...]], ...]]] = [
    (_raw(), ()),  # nothing
    (_raw(_heading("The complaint"), _text("One.")), ()),  # no list item
    # the printed number restarts after anything that interrupts the list; the count goes on
    (_raw(_number("One.", 1), _heading("Delay"), _number("Two.", 1)), ((1, "One.", ()), (2, "Two.", ()))),
    (_raw(_number("One.", 1), _text("Quoted."), _number("Two.", 1)), ((1, "One.\nQuoted.", ()), (2, "Two.", ()))),
    (_raw(_number("One.", 1), _number("Two.", 1), _number("Three.", 1)), ((1, "One.", ()), (2, "Two.", ()), (3, "Three.", ()))),
    (_raw(_number("One.", None), _number("Two.", None)), ((1, "One.", ()), (2, "Two.", ()))),  # missing numbers
    (_raw(_number("One.", 7), _number("Two.", 3)), ((1, "One.", ()), (2, "Two.", ()))),  # wrong numbers
    # sub-items do not count
    (
        _raw(_number("One:"), _bullet("x"), _bullet("y"), _number("Two.")),
        ((1, "One:\nx\ny", ("1, bullet 1", "1, bullet 2")), (2, "Two.", ())),
    ),
    (
        _raw(_number("One:"), _number("x", 1, 2), _number("y", 1, 2), _number("z", 2, 2), _number("Two.")),
        ((1, "One:\nx\ny\nz", ("1(a)", "1(b)", "1(c)")), (2, "Two.", ())),
    ),  # nested list restarted in the middle
    (
        _raw(_number("One:"), _number("x:", 1, 2), _number("p", 1, 3), _number("q", 2, 3), _number("y:", 2, 2), _number("r", 1, 3)),
        ((1, "One:\nx:\np\nq\ny:\nr", ("1(a)", "1(a)(i)", "1(a)(ii)", "1(b)", "1(b)(i)")),),
    ),  # third level
    (
        _raw(
            _number("One:"), _number("She asked:", 2), _number("to be heard; and", 1), _number("to be paid.", 2), _number("Two.", 1)
        ),
        ((1, "One:", ()), (2, "She asked:\nto be heard; and\nto be paid.", ("2(a)", "2(b)")), (3, "Two.", ())),
    ),  # printed at its parent's indent
    # unnumbered text belongs to the paragraph above, a line above the first paragraph to the first
    (
        _raw(_number("One:"), _bullet("x."), _text("(Some Act 1999)"), _number("Two.")),
        ((1, "One:\nx.\n(Some Act 1999)", ("1, bullet 1",)), (2, "Two.", ())),
    ),
    (_raw(_heading("The complaint"), _text("I call her Mrs Q."), _number("One.")), ((1, "I call her Mrs Q.\nOne.", ()),)),
    (
        _raw(_number("One:"), _number("x;", 1, 2), _text("and also"), _number("y.", 1, 2)),
        ((1, "One:\nx;\nand also\ny.", ("1(a)", "1(b)")),),
    ),
    # an empty list item has a number on the page
    (_raw(_number("One."), _number(""), _number("Three.")), ((1, "One.", ()), (2, "", ()), (3, "Three.", ()))),
    # dash files
    (
        _raw(_dash("One."), _dash("Two:"), _dash("x; and"), _dash("y."), _dash("Three."), family="dashes"),
        ((1, "One.", ()), (2, "Two:\nx; and\ny.", ("2(a)", "2(b)")), (3, "Three.", ())),
    ),
    (
        _raw(_dash("“One”\u2019s."), _heading("Delay"), _dash("Not upheld."), family="dashes"),
        ((1, "“One”’s.", ()), (2, "Not upheld.", ())),
    ),
]


@pytest.mark.parametrize(("raw", "expected"), COUNTS)
def test_only_outer_items_count(raw: RawDecision, expected: tuple[tuple[int, str, tuple[str, ...]], ...]) -> None:
    """The count runs over the whole decision and never restarts."""
    assert _outline(raw) == expected


SUMMARY_LISTS = [
    ([_number("delay", 1), _number("no reply", 2), _heading("The complaint"), _number("One.", 1)], 1),  # the summary's
    ([_number("One.", 1), _heading("The complaint"), _number("Two.", 2)], 2),  # the numbers run on: a paragraph
    ([_number("One.", 1), _heading("The Ombudsman’s role and powers"), _number("Two.", 1)], 2),  # the complaint itself
    ([_number("One.", 1), _heading("Delay"), _number("Two.", 1)], 2),  # a heading nobody knows
    ([_text("I call her Mrs Q."), _heading("The complaint"), _number("One.", 1)], 1),  # no list
]


@pytest.mark.parametrize(("blocks", "count"), SUMMARY_LISTS)
def test_a_list_of_the_summary_is_not_numbered(blocks: list[Block], count: int) -> None:
    """What stands above "The complaint" is summary; the list is said to be left out, and no number is lost to it."""
    paragraphs, warnings = number_paragraphs(_raw(*blocks))
    assert [one.number for one in paragraphs] == list(range(1, count + 1))
    assert ("a list above the first section belongs to the summary and is not numbered" in warnings) is (blocks[0].text == "delay")


def test_letters_go_past_z() -> None:
    """The twenty-seventh item is (aa), as ordered lists count on, and a third level counts in roman numerals."""
    items = [_number(f"item {number}", number, 2) for number in range(1, 29)]
    deep = [_number("deep:", 1, 2), *(_number(f"d{number}", number, 3) for number in range(1, 15))]
    ((_, _, letters),) = _outline(_raw(_number("Lead:"), *items))
    ((_, _, romans),) = _outline(_raw(_number("Lead:"), *deep))
    assert (letters[0], letters[25], letters[26], letters[27]) == ("1(a)", "1(z)", "1(aa)", "1(ab)")
    assert romans[1:] == tuple(f"1(a)({sign})" for sign in "i ii iii iv v vi vii viii ix x xi xii xiii xiv".split())


def test_markers_are_kept() -> None:
    """A bullet stays a bullet, a nested number a letter, and a dash says that its letter is only likely."""
    (numbered,), _ = number_paragraphs(_raw(_number("One:"), _number("x", 1, 2)))
    (bulleted,), _ = number_paragraphs(_raw(_number("One:"), _bullet("x")))
    (dashed,), _ = number_paragraphs(_raw(_dash("One:"), _dash("x"), family="dashes"))
    assert [one.items for one in (numbered, bulleted, dashed)] == [
        (Item("a", "letter", "x"),),
        (Item("a", "bullet", "x"),),
        (Item("a", "dash", "x"),),
    ]


LABELS: list[tuple[list[Block], list[str]]] = [
    ([_bullet("x"), _bullet("y"), _number("p", 1, 2), _number("q", 2, 2)], ["1, bullet 1", "1, bullet 2", "1(a)", "1(b)"]),
    (
        [_number("p", 1, 2), _bullet("x", 3), _bullet("y", 3), _number("q", 2, 2)],
        ["1(a)", "1(a), bullet 1", "1(a), bullet 2", "1(b)"],
    ),
    ([_number("p", 1, 2), _bullet("x"), _number("q", 2, 2)], ["1(a)", "1, bullet 1", "1(b)"]),  # beside letters
    (
        [_bullet("x"), _number("p", 1, 3), _number("q", 2, 3), _bullet("y")],
        ["1, bullet 1", "1, bullet 1(i)", "1, bullet 1(ii)", "1, bullet 2"],
    ),
    ([_bullet("x"), _bullet("p", 3), _bullet("y")], ["1, bullet 1", "1, bullet 2", "1, bullet 3"]),  # bullets below bullets
    (
        [_bullet("x"), _number("p", 1, 2), _number("q", 2, 2), _bullet("y"), _number("r", 1, 2), _number("s", 2, 2)],
        ["1, bullet 1", "1, bullet 1(a)", "1, bullet 1(b)", "1, bullet 2", "1, bullet 2(a)", "1, bullet 2(b)"],
    ),  # letters that start again under each bullet are the bullet's
    (
        [_bullet("x"), _number("p", 1, 2), _bullet("y"), _number("q", 2, 2)],
        ["1, bullet 1", "1(a)", "1, bullet 2", "1(b)"],
    ),  # letters that count on are the paragraph's
]


@pytest.mark.parametrize(("blocks", "expected"), LABELS)
def test_letters_count_letters_and_bullets_count_bullets(blocks: list[Block], expected: list[str]) -> None:
    """A letter is the one on the page, whatever stands between; no two items of a paragraph have one label."""
    (paragraph,), _ = number_paragraphs(_raw(_number("One:"), *blocks))
    assert [paragraph.label(item) for item in paragraph.items] == expected
    assert len({item.label for item in paragraph.items}) == len(blocks)


def test_the_fifty_first_roman_item_is_li() -> None:
    """Roman numerals go on beyond fifty."""
    nested = [_number(f"d{number}", number, 3) for number in range(1, 52)]
    (paragraph,), _ = number_paragraphs(_raw(_number("L:"), _number("x:", 1, 2), *nested))
    assert [paragraph.label(item) for item in paragraph.items[49:]] == ["1(a)(xlix)", "1(a)(l)", "1(a)(li)"]


BASES = [
    (_raw(_number("One.")), "counted"),  # the extraction's numbers restart and prove nothing
    (_raw(_number("One.", None), family="html"), "counted"),  # a page without start numbers
    (_raw(_number("One.", 1), _number("Two.", 2), family="html"), "printed"),  # a page whose start numbers agree
    (_raw(_dash("One."), family="dashes"), "estimated"),  # sense only
]


@pytest.mark.parametrize(("raw", "expected"), BASES)
def test_every_paragraph_says_how_its_number_is_known(raw: RawDecision, expected: Basis) -> None:
    """A number that was estimated is never shown as certain."""
    paragraphs, warnings = number_paragraphs(raw)
    assert {paragraph.basis for paragraph in paragraphs} == {expected}
    assert warnings == ()


WARNED = [
    (_raw(_number("One.", 1), _heading("Delay"), _number("Two.", 5), family="html"), (DISAGREE,)),  # paragraphs lost between
    (_raw(_number("One.", 2), _number("Two.", 3), family="html"), (DISAGREE,)),  # or before
    (_raw(_number("One.", 1), _number("Two.", 3)), (DISAGREE,)),  # a text whose numbers run on, with a gap
    (_raw(_number("One.", 1), _heading("Delay"), _number("Two.", 1)), ()),  # a text that restarts
    (_raw(_number("See paragraph 2."), _number("Two.")), ()),  # lands
    (_raw(_number("See paragraph 3."), _number("Two.")), ("paragraph 1 mentions paragraph 3, which this decision does not have",)),
    (_raw(_dash("See paragraph 9."), family="dashes"), ("paragraph 1 mentions paragraph 9, which this decision does not have",)),
    (
        _raw(_number("One:"), _bullet("as paragraph 4 says")),
        ("paragraph 1 mentions paragraph 4, which this decision does not have",),
    ),  # in an item
    (_raw(_number("See paragraph 9 of the Code of Practice.")), ()),  # of another text
]


@pytest.mark.parametrize(("raw", "expected"), WARNED)
def test_the_decision_checks_itself(raw: RawDecision, expected: tuple[str, ...]) -> None:
    """A doubt about the count is a warning in words."""
    assert number_paragraphs(raw)[1] == expected


SECTIONS = [
    # unknown sub-headings stand under the known one above them, one level deep
    (["What I found", "What happened", "The first letter"], ("What I found", "What happened > The first letter", "facts")),
    (
        ["What I found", "What happened", "The first letter", "The second letter"],
        ("What I found", "What happened > The second letter", "facts"),
    ),
    (["What I found", "What happened", "The first letter", "Analysis"], ("What I found", "Analysis", "analysis")),
    (["What I found", "Analysis", "Delay", "Agreed action"], ("Agreed action", None, "action")),  # a section clears them
    (["What I found", "Analysis", "Agreed action", "Payments"], ("Agreed action", "Payments", "action")),
    (["What I found", "Findings"], ("What I found", "Findings", "analysis")),  # a part, not a second section
    (["What I found", "Analysis", "Decision"], ("Decision", None, "decision")),
    (["What happened"], ("What happened", None, "facts")),  # without "What I found" above it
    (["My assessment"], ("My assessment", None, "findings")),
    (["A heading nobody knows"], ("", "A heading nobody knows", "other")),
    ([], ("", None, "other")),  # no heading at all
    (["The Ombudsman's role and powers"], ("The Ombudsman's role and powers", None, "powers")),  # as printed, straight
    (["The Ombudsman’s role and powers"], ("The Ombudsman’s role and powers", None, "powers")),  # as printed, curly
]


@pytest.mark.parametrize(("headings", "expected"), SECTIONS)
def test_headings_place_a_paragraph(headings: list[str], expected: tuple[str, str | None, str]) -> None:
    """Section and sub-section are the headings as printed, and the role is what they are for."""
    (paragraph,), _ = number_paragraphs(_raw(*map(_heading, headings), _number("One.")))
    assert (paragraph.section, paragraph.subsection, paragraph.role) == expected


def test_law_before_the_facts_is_law() -> None:
    """Under "What I found", what stands before "What happened" is what the facts are measured against; after it, it is not."""
    paragraphs, _ = number_paragraphs(
        _raw(
            _heading("What I found"), _number("A bill must be sent."), _heading("Bills"), _number("It must be clear."),
            _heading("What happened"), _number("It was sent."), _heading("Final decision"), _number("Not upheld."),
        )
    )  # fmt: skip
    assert [paragraph.role for paragraph in paragraphs] == ["law", "law", "facts", "decision"]
    later, _ = number_paragraphs(
        _raw(_heading("What happened"), _number("It was sent."), _heading("What I found"), _number("I found fault."))
    )
    assert [paragraph.role for paragraph in later] == ["facts", "findings"]
    undivided, _ = number_paragraphs(_raw(_heading("What I found"), _number("A bill must be sent."), _number("I found fault.")))
    assert [paragraph.role for paragraph in undivided] == ["findings", "findings"]
