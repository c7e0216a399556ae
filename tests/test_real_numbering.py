"""The five real decisions beside the checkout are numbered as the Ombudsman numbers them.

Counts, sub-items and cross references were established by hand (shared/domain/formats.md section 2). No sentence of theirs is
repeated here: what a paragraph is about is shown by a word or two.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from index import Basis, Decision, Marker, Paragraph, cross_references, read_decision
from index.readers.text import is_heading

REAL = Path(__file__).parents[2] / "shared" / "decisions"

BARNSLEY, HERTS, CORNWALL, NORTHANTS, DUDLEY = "21 010 250", "18 009 360", "24 012 183", "21 010 500", "23 009 433"


@pytest.fixture(scope="module")
def decisions() -> dict[str, Decision]:
    """The decisions by reference."""
    if not REAL.is_dir():
        pytest.skip("the real decisions (../shared/decisions) are not on this machine")
    return {decision.reference: decision for decision in map(read_decision, sorted(REAL.glob("*.txt")))}


def _paragraph(decisions: dict[str, Decision], reference: str, number: int) -> Paragraph:
    (paragraph,) = [one for one in decisions[reference].paragraphs if one.number == number]
    return paragraph


COUNTS = [
    (BARNSLEY, 32, "counted"),  # the printed number restarts ten times
    (HERTS, 91, "counted"),  # fifteen times
    (NORTHANTS, 57, "counted"),  # a nine-item sub-list is printed at its parent's indent
    (CORNWALL, 45, "estimated"),  # dashes
    (DUDLEY, 49, "estimated"),  # dashes, one paragraph glued to a wrapped line
]


@pytest.mark.parametrize(("reference", "count", "basis"), COUNTS)
def test_the_counts_are_the_ombudsmans(decisions: dict[str, Decision], reference: str, count: int, basis: Basis) -> None:
    """Numbers run from 1 without a gap, none of them in doubt but those of the dash files."""
    paragraphs = decisions[reference].paragraphs
    assert [one.number for one in paragraphs] == list(range(1, count + 1))
    assert {one.basis for one in paragraphs} == {basis}
    assert decisions[reference].warnings == ()


MENTIONS: list[tuple[str, list[tuple[int, tuple[int, ...], tuple[str, ...]]]]] = [
    (BARNSLEY, [(31, (30,), ("a", "b", "c"))]),
    (HERTS, [(23, (24,), ()), (52, (44,), ()), (63, (86, 87, 88, 89), ()), (64, (59,), ()), (84, (52,), ())]),  # 63: a section
    (NORTHANTS, [(41, (11,), ())]),
    (CORNWALL, []),
    (DUDLEY, []),
]


@pytest.mark.parametrize(("reference", "expected"), MENTIONS)
def test_every_mention_of_a_paragraph_is_found(
    decisions: dict[str, Decision], reference: str, expected: list[tuple[int, tuple[int, ...], tuple[str, ...]]]
) -> None:
    """Those of a Schedule or an Act are not among them."""
    found = cross_references(decisions[reference].paragraphs)
    assert [(one.paragraph, one.targets, one.items) for one in found] == expected
    assert all(one.lands for one in found)


LANDINGS = [
    (HERTS, 23, 24, ("scratched", "hit her")),  # the other allegations
    (HERTS, 52, 44, ("May 2018", "meeting")),  # the meeting of that month
    (HERTS, 64, 59, ("no record", "allegations")),  # the omission
    (HERTS, 84, 52, ("June 2018", "letter")),  # the letter and its words
    (NORTHANTS, 41, 11, ("three-stage", "panel")),  # the procedure
]


@pytest.mark.parametrize(("reference", "paragraph", "names", "words"), LANDINGS)
def test_cross_references_land_on_what_is_meant(
    decisions: dict[str, Decision], reference: str, paragraph: int, names: int, *, words: tuple[str, ...]
) -> None:
    """The paragraph named holds what the sentence speaks of, and its neighbours do not."""
    assert f"paragraph {names}" in _paragraph(decisions, reference, paragraph).text
    assert [word for word in words if word not in _paragraph(decisions, reference, names).text] == []
    for beside in (names - 1, names + 1):
        assert [word for word in words if word not in _paragraph(decisions, reference, beside).text] != []


LETTERED: list[tuple[str, dict[int, tuple[Marker, int]]]] = [
    (BARNSLEY, {3: ("bullet", 5), 5: ("bullet", 4), 21: ("bullet", 6), 30: ("letter", 3)}),
    (HERTS, {1: ("bullet", 4), 6: ("bullet", 4), 18: ("bullet", 3), 40: ("bullet", 5), 42: ("bullet", 4), 88: ("letter", 3)}),
    (NORTHANTS, {24: ("letter", 9), 26: ("letter", 6), 54: ("letter", 3), 55: ("letter", 3)}),
    (CORNWALL, {18: ("dash", 3), 30: ("dash", 5), 41: ("dash", 1)}),
    (
        DUDLEY,
        {
            2: ("dash", 3),
            11: ("dash", 3),
            18: ("dash", 4),
            23: ("dash", 4),
            27: ("dash", 3),
            31: ("dash", 4),
            39: ("dash", 4),
            46: ("dash", 2),
        },
    ),
]


@pytest.mark.parametrize(("reference", "expected"), LETTERED)
def test_sub_items_belong_to_their_paragraph(
    decisions: dict[str, Decision], reference: str, expected: dict[int, tuple[Marker, int]]
) -> None:
    """Which paragraphs have sub-items, how they are marked and how many; each is a line of its paragraph, under its lead-in."""
    found = {one.number: one for one in decisions[reference].paragraphs if one.items}
    assert {number: (one.items[0].marker, len(one.items)) for number, one in found.items()} == expected
    for one in found.values():
        assert [item.label for item in one.items] == list("abcdefghi"[: len(one.items)])
        assert len({item.marker for item in one.items}) == 1
        assert [item for item, _ in one.lines()][: len(one.items) + 1] == [None, *one.items]


LABELS = [
    (BARNSLEY, 30, 2, "30(c)", "Equality Act"),  # "a) to c)" in the next paragraph
    (HERTS, 88, 1, "88(b)", "£500"),
    (HERTS, 42, 3, "42, bullet 4", "contact"),
    (NORTHANTS, 24, 8, "24(i)", "delay"),
    (NORTHANTS, 54, 1, "54(b)", "£300"),
    (CORNWALL, 41, 0, "41(a)", "acknowledging"),
    (DUDLEY, 46, 1, "46(b)", "£250"),
]


@pytest.mark.parametrize(("reference", "number", "index", "label", "word"), LABELS)
def test_remedies_and_findings_have_the_label_of_the_page(
    decisions: dict[str, Decision], reference: str, number: int, *, index: int, label: str, word: str
) -> None:
    """A sum or an action is cited by the letter a reader finds on the page."""
    paragraph = _paragraph(decisions, reference, number)
    assert (paragraph.label(paragraph.items[index]), word in paragraph.items[index].text) == (label, True)


PLACES = [
    (BARNSLEY, 1, "The complaint", None, "complaint", ()),
    (BARNSLEY, 27, "What I found", "Analysis", "analysis", ("on balance",)),
    (BARNSLEY, 31, "Agreed action", None, "action", ("a) to c)",)),
    (BARNSLEY, 32, "Final decision", None, "decision", ()),
    (HERTS, 44, "What I found", "The key facts > The Council’s involvement between January and September 2018", "facts", ()),
    (HERTS, 85, "What I found", "Findings > The Council’s complaint handling", "analysis", ("record",)),
    (HERTS, 91, "Final decision", None, "decision", ("Ofsted",)),
    (NORTHANTS, 21, "What I found", "What happened", "facts", ("£600",)),  # the earlier offer, not the remedy
    (
        NORTHANTS,
        53,
        "What I found",
        "Analysis > The Council’s appeal process following a refusal of a referral by the DCT",
        "analysis",
        ("£600",),
    ),
    (NORTHANTS, 56, "Agreed action", None, "action", ("evidence",)),
    (CORNWALL, 37, "What I found", "Analysis > Early referral", "analysis", ("stage three",)),
    (CORNWALL, 39, "What I found", "Analysis > Delay", "analysis", ("£300",)),  # the council's offer accepted
    (CORNWALL, 45, "Decision", None, "decision", ()),
    (DUDLEY, 43, "What I found", "My findings", "analysis", ("taking his concerns seriously",)),  # wrapped before a name
    (DUDLEY, 44, "What I found", "My findings", "analysis", ("no more work",)),  # glued to the line above
    (DUDLEY, 48, "Agreed actions", None, "action", ("evidence",)),
]


@pytest.mark.parametrize(("reference", "number", "section", "subsection", "role", "words"), PLACES)
def test_paragraphs_stand_in_their_sections(
    decisions: dict[str, Decision],
    reference: str,
    number: int,
    *,
    section: str,
    subsection: str | None,
    role: str,
    words: tuple[str, ...],
) -> None:
    """Findings, offers and remedies are told apart by where they stand."""
    paragraph = _paragraph(decisions, reference, number)
    assert (paragraph.section, paragraph.subsection, paragraph.role) == (section, subsection, role)
    assert [word for word in words if word not in paragraph.text] == []


METADATA = [
    (
        BARNSLEY,
        "Barnsley Metropolitan Borough Council",
        "Children's care services",
        "Disabled children",
        "Upheld",
        date(2022, 9, 12),
    ),
    (HERTS, "Hertfordshire County Council", "Children's care services", "Child protection", "Upheld", date(2019, 8, 21)),
    (NORTHANTS, "West Northamptonshire Council", "Children's care services", "Disabled children", "Upheld", date(2022, 6, 14)),
    (CORNWALL, "Cornwall Council", None, None, None, None),  # not printed, though the text finds fault
    (DUDLEY, "Dudley Metropolitan Borough Council", None, None, None, None),
]


@pytest.mark.parametrize(("reference", "authority", "category", "subcategory", "outcome", "decided"), METADATA)
def test_metadata_is_what_is_printed(
    decisions: dict[str, Decision],
    reference: str,
    authority: str,
    *,
    category: str | None,
    subcategory: str | None,
    outcome: str | None,
    decided: date | None,
) -> None:
    """What a file does not print is None, never guessed."""
    decision = decisions[reference]
    assert (decision.authority, decision.category, decision.subcategory) == (authority, category, subcategory)
    assert (decision.outcome, decision.decision_date, decision.url, decision.kind) == (outcome, decided, None, "statement")
    assert (decision.summary or "").endswith(".")


FURNITURE = re.compile(
    r"back to top|cookie|print this page|lgo logogram|privacy settings|google analytics"
    r"|on behalf of the ombudsman|^summary:|decision date",
    re.IGNORECASE,
)


@pytest.mark.parametrize("reference", [BARNSLEY, HERTS, CORNWALL, NORTHANTS, DUDLEY])
def test_no_furniture_reaches_a_paragraph(decisions: dict[str, Decision], reference: str) -> None:
    """Neither text nor headings hold anything of the page around the decision, and no text is left out of the decision."""
    decision = decisions[reference]
    held = [
        decision.summary or "",
        *(one.text for one in decision.paragraphs),
        *(f"{one.section} {one.subsection}" for one in decision.paragraphs),
    ]
    assert [text for text in held if FURNITURE.search(text)] == []
    assert [text for text in held if "\u00a0" in text or "  " in text or "\r" in text] == []


@pytest.mark.parametrize("reference", [BARNSLEY, HERTS, CORNWALL, NORTHANTS, DUDLEY])
def test_nothing_of_the_decision_is_lost_or_said_twice(decisions: dict[str, Decision], reference: str) -> None:
    """The words of the file's list items are the words of the paragraphs, in order."""
    decision = decisions[reference]
    source = Path(decision.source.path).read_text(encoding="utf-8")
    body = re.split(r"\nInvestigator.s decision on behalf", source[source.index("\nThe complaint\n") :])[0]
    marked = r"\s*(?:\d+\.|•|-) "
    lines = [line for line in body.splitlines() if re.match(marked, line) or not (line == "Back to top" or is_heading(line))]
    unmarked = re.sub(rf"(?m)^{marked}|(?<=\.) - (?=[A-Z])", " ", "\n".join(lines))
    assert " ".join(one.text for one in decision.paragraphs).split() == unmarked.split()
