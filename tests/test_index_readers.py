"""Files become decisions by their content: two text families, every header variant, and a one-line reason for what is refused.

All miniatures are invented. HTML pages have their own file, test_index_html.py.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from index import Decision, Item, NotADecision, Paragraph, Reference, Source, UsageError, read_decision, sample_folder
from index.readers import LARGEST_FILE, Header, read_bytes, read_content
from index.readers.header import FICTIONAL, header_from_lines, read_date, read_title, split_category
from index.readers.text import UNFINISHED_FILE, is_furniture, is_heading, read_text

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

HEAD = """Fernbury Council (99 100 001)

Category : Housing > Allocations

Decision : Not upheld

Decision date : 05 Feb 2020

The Ombudsman's final decision:

Summary: Mrs Q complained about a bill. There was no fault.

"""

COOKIES = """Print this page

LGO logogram

Review your privacy settings

Required cookies

Biscuits of this sort are baked into every page.

View required cookies

Analytical cookies

Biscuits of that sort are counted.
Please leave them in the tin.

View analytical cookies

Crumbs are swept away each night.

Privacy settings
"""

CLOSING = "\nInvestigator's decision on behalf of the Ombudsman\n\n"

NUMBERED = (
    HEAD
    + """The complaint

  1. Mrs\u00a0Q complains that the Council’s bill was  late.
  2. She asked the Council to:
      1. cancel it; and
      2. say ‘sorry’.

Back to top

The Ombudsman’s role and powers

  1. We look at fault where:
  • there is harm; or
  • there may be.

(Some Act 1999, section 2)

  1. We do not question a decision made “properly”.

Back to top

Final decision

  1. I do not uphold the complaint, as paragraph 4 explains.

Back to top
"""
    + CLOSING
    + COOKIES
)

DASHES = """Fernbury Council (99 100 001)
The Ombudsman's final decision:
Summary: Mrs Q complained about a bill. We upheld it.
The complaint
- Mrs\u00a0Q complains that the Council’s bill was  late.
- She asked the Council to:
- cancel it; and
- say ‘sorry’.
What I found
- It is plain that
Mrs Q was right. - The Council agrees.
Final decision
- I uphold the complaint.
Investigator’s decision on behalf of the Ombudsman
Investigator's decision on behalf of the Ombudsman
"""


def _read(content: str | bytes) -> Decision:
    return read_bytes(content.encode() if isinstance(content, str) else content, source_path="mini.txt", retrieved_at=WHEN)


def _outline(decision: Decision) -> list[tuple[int, str, list[str]]]:
    return [(one.number, one.text, [one.label(item) for item in one.items]) for one in decision.paragraphs]


def _source(content: str) -> Source:
    return Source("mini.txt", hashlib.sha256(content.encode()).hexdigest(), "2026-01-02T03:04:05+00:00")


def test_a_numbered_file_is_read_whole() -> None:
    """Every field of the decision, and every paragraph, as one value."""
    decision = _read(NUMBERED)
    assert decision == Decision(
        reference=Reference("99 100 001"),
        authority="Fernbury Council",
        category="Housing",
        subcategory="Allocations",
        outcome="Not upheld",
        decision_date=date(2020, 2, 5),
        url=None,
        summary="Mrs Q complained about a bill. There was no fault.",
        kind="statement",
        source=_source(NUMBERED),
        family=decision.family,
        paragraphs=(
            Paragraph(
                1, "counted", "complaint", "The complaint", None, "complainant",
                "Mrs Q complains that the Council’s bill was late.",
            ),
            Paragraph(
                2, "counted", "complaint", "The complaint", None, "complainant",
                "She asked the Council to:\ncancel it; and\nsay ‘sorry’.",
                (Item("a", "letter", "cancel it; and"), Item("b", "letter", "say ‘sorry’.")),
            ),
            Paragraph(
                3, "counted", "powers", "The Ombudsman’s role and powers", None, "law",
                "We look at fault where:\nthere is harm; or\nthere may be.\n(Some Act 1999, section 2)",
                (Item("a", "bullet", "there is harm; or"), Item("b", "bullet", "there may be.")), boilerplate=True,
            ),
            Paragraph(
                4, "counted", "powers", "The Ombudsman’s role and powers", None, "law",
                "We do not question a decision made “properly”.", boilerplate=True,
            ),
            Paragraph(
                5, "counted", "decision", "Final decision", None, "ombudsman",
                "I do not uphold the complaint, as paragraph 4 explains.",
            ),
        ),
    )  # fmt: skip


def test_a_dash_file_is_read_whole() -> None:
    """No metadata is printed, so none is given: "upheld" in the summary is not the outcome; numbers are estimated."""
    decision = _read(DASHES)
    assert decision == Decision(
        reference=Reference("99 100 001"),
        authority="Fernbury Council",
        category=None,
        subcategory=None,
        outcome=None,
        decision_date=None,
        url=None,
        summary="Mrs Q complained about a bill. We upheld it.",
        kind="statement",
        source=_source(DASHES),
        family=decision.family,
        paragraphs=(
            Paragraph(
                1, "estimated", "complaint", "The complaint", None, "complainant",
                "Mrs Q complains that the Council’s bill was late.",
            ),
            Paragraph(
                2, "estimated", "complaint", "The complaint", None, "complainant",
                "She asked the Council to:\ncancel it; and\nsay ‘sorry’.",
                (Item("a", "dash", "cancel it; and"), Item("b", "dash", "say ‘sorry’.")),
            ),
            Paragraph(3, "estimated", "findings", "What I found", None, "facts", "It is plain that Mrs Q was right."),
            Paragraph(4, "estimated", "findings", "What I found", None, "facts", "The Council agrees."),
            Paragraph(5, "estimated", "decision", "Final decision", None, "ombudsman", "I uphold the complaint."),
        ),
    )  # fmt: skip


TITLES: list[tuple[str, tuple[str | None, str] | None]] = [
    ("Fernbury Council (99 100 001)", ("Fernbury Council", "99 100 001")),
    ("Fernbury Council (99 100 001b)", ("Fernbury Council", "99 100 001b")),  # one body of a joint case
    ("Fernbury Council (99-100-001)", ("Fernbury Council", "99 100 001")),  # hyphens
    ("Ashby, Birling and Coombe Council (99 100 001)", ("Ashby, Birling and Coombe Council", "99 100 001")),  # commas
    ("Royal Borough of Dunmere & Estwick (99 100 001)", ("Royal Borough of Dunmere & Estwick", "99 100 001")),  # ampersand
    ("St Oda’s Primary School (99 100 001)", ("St Oda’s Primary School", "99 100 001")),  # curly apostrophe
    ("St Oda's Primary School (99 100 001)", ("St Oda's Primary School", "99 100 001")),  # straight apostrophe
    ("Tarn Homes (Northern) Ltd (99 100 001)", ("Tarn Homes (Northern) Ltd", "99 100 001")),  # brackets of its own
    ("Greyling NHS Trust - East Site (99 100 001a)", ("Greyling NHS Trust - East Site", "99 100 001a")),  # a dash
    ("Larkcare AKA Wren Limited (99 100 001)", ("Larkcare AKA Wren Limited", "99 100 001")),  # an alias
    ("Fernbury (88 100 001) Council (99 100 001)", ("Fernbury (88 100 001) Council", "99 100 001")),  # the last bracket counts
    ("Fernbury\u00a0Council\u00a0(99\u00a0100\u00a0001)", ("Fernbury Council", "99 100 001")),  # U+00A0
    ("  Fernbury Council  (99 100 001)  ", ("Fernbury Council", "99 100 001")),  # space
    ("99 100 001", (None, "99 100 001")),  # a report: only the reference
    ("(99 100 001)", (None, "99 100 001")),
    (
        "Report by the Ombudsman. Investigation into a complaint against Fernbury Council (reference number: 99 100 001)",
        ("Fernbury Council", "99 100 001"),
    ),  # a report's cover
    ("(reference number: 99 100 001)", (None, "99 100 001")),  # its last line alone
    ("", None),  # nothing
    ("Fernbury Council", None),  # missing number
    ("Fernbury Council (99 100)", None),  # half a number
    ("Fernbury Council (99 100 0012)", None),  # too long
    ("Fernbury Council (reference 99 100 001)", None),
    ("The Council’s decision (99 100 001) was upheld.", None),  # a sentence
    ("99100001", None),  # a bare number may be anything
    ("Decision : Upheld", None),
]


@pytest.mark.parametrize(("line", "expected"), TITLES)
def test_titles_are_read(line: str, expected: tuple[str | None, str] | None) -> None:
    """The authority is everything before the last bracketed reference."""
    assert read_title(line) == expected


DATES = [
    ("05 Feb 2020", date(2020, 2, 5)),  # the page
    ("5 Feb 2020", date(2020, 2, 5)),
    ("25-Mar-2020", date(2020, 3, 25)),  # the listing
    ("14 September 2022", date(2022, 9, 14)),
    ("2020-02-29", date(2020, 2, 29)),
    (" 05 Feb 2020 ", date(2020, 2, 5)),
    ("", None),  # missing
    ("31 Feb 2020", None),  # no such day
    ("29 Feb 2021", None),
    ("Feb 2020", None),  # no day
    ("early February 2020", None),  # loose dates are not made exact
    ("2018/19", None),
    ("05/02/2020", None),  # day or month first?
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_are_read_or_left(text: str, expected: date | None) -> None:
    """A date that is not exact is None."""
    assert read_date(text) == expected


CATEGORIES: list[tuple[str, tuple[str | None, str | None]]] = [
    ("Housing > Allocations", ("Housing", "Allocations")),
    ("Housing>Allocations", ("Housing", "Allocations")),
    ("Children's care services > Other", ("Children's care services", "Other")),  # straight apostrophe
    ("Children’s care services > Other", ("Children’s care services", "Other")),  # curly apostrophe
    (
        "Adult care services > Transport (blue badges, travel passes)",
        ("Adult care services", "Transport (blue badges, travel passes)"),
    ),
    ("Other\u00a0Categories > Leisure and culture", ("Other Categories", "Leisure and culture")),  # U+00A0
    ("Housing", ("Housing", None)),  # missing part
    ("Housing >", ("Housing", None)),
    ("", (None, None)),
]


@pytest.mark.parametrize(("value", "expected"), CATEGORIES)
def test_categories_are_kept_as_printed(value: str, expected: tuple[str | None, str | None]) -> None:
    """Categories are open strings, never a list of known ones."""
    assert split_category(value) == expected


REF = Reference("99 100 001")
FULL = Header(
    REF,
    "Fernbury Council",
    "Housing",
    "Allocations",
    "Not upheld",
    date(2020, 2, 5),
    "Mrs Q complained about a bill. There was no fault.",
)
SHORT = "Fernbury Council (99 100 001)\n"
BODY = "The complaint\n- One.\n"

HEADERS = [
    (HEAD + "The complaint\n\n  1. One.\n", FULL),  # as published, blank lines between
    (HEAD.replace("\n\n", "\n") + BODY, FULL),  # without blank lines
    (HEAD.replace("Ombudsman's", "Ombudsman’s") + BODY, FULL),  # curly apostrophe
    (HEAD.replace("The Ombudsman's", "The Ombudsmen’s") + BODY, FULL),  # a joint case
    (HEAD.replace(" : ", "\u00a0:\u00a0") + BODY, FULL),  # U+00A0
    (HEAD.replace(" : ", ": ") + BODY, FULL),  # no space before the colon
    (COOKIES + "\n" + HEAD + BODY, FULL),  # the cookie block before the title
    (
        HEAD.replace(" : Housing > Allocations", " :\n\nHousing\n\n>\n\nAllocations")
        .replace("Decision : Not upheld", "Decision :\n\nNot upheld")
        .replace("date : 05", "date :\n\n05")
        + BODY,
        FULL,
    ),  # every value on lines of its own
    (HEAD.replace("Housing > Allocations", "Housing\n> Allocations") + BODY, FULL),  # the sign begins the next line
    (HEAD.replace("Housing > Allocations", "Housing >\nAllocations") + BODY, FULL),  # the sign ends the line
    (HEAD.replace("complained about", "complained\nabout") + BODY, FULL),  # a hard line break in the summary
    (HEAD.replace("bill. There", "bill.\n\nThere") + BODY, FULL),  # an empty line in it
    (
        HEAD.replace("Mrs Q complained", "mrs Q complained") + BODY,
        replace(FULL, summary="mrs Q complained about a bill. There was no fault."),
    ),  # a summary in lower case
    (SHORT + "Decision : Upheld\n" + BODY, Header(REF, "Fernbury Council", outcome="Upheld")),
    (SHORT + "Decision : Not upheld\n" + BODY, Header(REF, "Fernbury Council", outcome="Not upheld")),
    (
        SHORT + "Decision : Closed after initial enquiries\n" + BODY,
        Header(REF, "Fernbury Council", outcome="Closed after initial enquiries"),
    ),
    (SHORT + "Decision : \nDecision date : \n" + BODY, Header(REF, "Fernbury Council")),  # labels without values
    (SHORT + "Decision date : in November\n" + BODY, Header(REF, "Fernbury Council")),  # a date that is none
    (SHORT + BODY, Header(REF, "Fernbury Council")),  # no metadata at all
    (
        SHORT + "Summary: We upheld this on 3 May 2021.\n" + BODY,
        Header(REF, "Fernbury Council", summary="We upheld this on 3 May 2021."),
    ),
    ("99 100 001\n" + BODY, Header(REF)),  # the title is only the reference
    ("Fernbury Council (99 100 001c)\n" + BODY, Header(Reference("99 100 001c"), "Fernbury Council")),
]


@pytest.mark.parametrize(("text", "expected"), HEADERS)
def test_headers_are_read_as_facts(text: str, expected: Header) -> None:
    """What is not printed is None: outcome and date are never guessed from prose; the body begins at its first heading."""
    lines = text.splitlines()
    header, body = header_from_lines(lines)
    assert header == expected
    assert lines[body].strip() == "The complaint"


def test_metadata_words_in_the_body_change_nothing() -> None:
    """A paragraph that quotes "Decision : Upheld" is not the header."""
    decision = _read(SHORT + "The complaint\n- The letter was headed:\n- Decision : Upheld\nDecision\n- It was not upheld.\n")
    assert (decision.outcome, decision.paragraphs[0].text) == (None, "The letter was headed:\nDecision : Upheld")


BODIES: list[tuple[str, list[tuple[int, str, list[str]]]]] = [
    # numbered: the count runs on whatever is printed
    (
        "Delay\n\n  1. One.\n\nBack to top\n\nLoss\n\n  1. Two.\n  2. Three.\n",
        [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])],
    ),
    ("  9. One.\n 10. Two.\n100. Three.\n", [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])]),  # numbers set to the right
    ("1. One.\n2. Two.\n", [(1, "One.", []), (2, "Two.", [])]),  # at the margin
    ("  1. One.\n\n  1. Two.\n\n  1. Three.\n", [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])]),  # each its own "1."
    ("  1.\u00a0One\u00a0two.\n", [(1, "One two.", [])]),  # U+00A0
    # bullets at two spaces, where the list restarts, and at four, where it goes on
    ("  1. One:\n  • x; or\n  • y.\n  1. Two.\n", [(1, "One:\nx; or\ny.", ["1, bullet 1", "1, bullet 2"]), (2, "Two.", [])]),
    ("  1. One:\n    • x\n    • y\n  2. Two.\n", [(1, "One:\nx\ny", ["1, bullet 1", "1, bullet 2"]), (2, "Two.", [])]),
    (
        "  1. One:\n\n  · x\n\n  · y\n\n  1. Two.\n",
        [(1, "One:\nx\ny", ["1, bullet 1", "1, bullet 2"]), (2, "Two.", [])],
    ),  # middle dots
    ("  1. One:\n  •x\n  1. Two.\n", [(1, "One:\nx", ["1, bullet 1"]), (2, "Two.", [])]),  # no space after it
    # nested numbers at six spaces are letters, at eight roman
    ("  1. One:\n      1. x;\n      2. y.\n  2. Two.\n", [(1, "One:\nx;\ny.", ["1(a)", "1(b)"]), (2, "Two.", [])]),
    (
        "  1. One:\n      1. x:\n        1. p\n        2. q\n      2. y\n",
        [(1, "One:\nx:\np\nq\ny", ["1(a)", "1(a)(i)", "1(a)(ii)", "1(b)"])],
    ),
    (
        "  1. One:\n      1. x;\n      1. y;\n      2. z.\n",
        [(1, "One:\nx;\ny;\nz.", ["1(a)", "1(b)", "1(c)"])],
    ),  # restarted in the middle
    # a sub-list at its parent's indent
    (
        "  1. She asked:\n  1. to be heard;\n  2. to be paid.\n  1. Two.\n",
        [(1, "She asked:\nto be heard;\nto be paid.", ["1(a)", "1(b)"]), (2, "Two.", [])],
    ),
    (
        "  1. She asked:\n  1. to be heard; and\n  2. to be paid.\n\nDelay\n\n  1. Two.\n",
        [(1, "She asked:\nto be heard; and\nto be paid.", ["1(a)", "1(b)"]), (2, "Two.", [])],
    ),  # at the end of a section
    # unnumbered text is the paragraph's above
    (
        "  1. One:\n  • x.\n\n(Some Act 1999, section 24A(6))\n\n  1. Two.\n",
        [(1, "One:\nx.\n(Some Act 1999, section 24A(6))", ["1, bullet 1"]), (2, "Two.", [])],
    ),
    ("  1. One.\n\nShe also says more.\n\n  1. Two.\n", [(1, "One.\nShe also says more.", []), (2, "Two.", [])]),
    ("  1. It wrote:\n\n“You must pay.”\n\n  1. Two.\n", [(1, "It wrote:\n“You must pay.”", []), (2, "Two.", [])]),  # a quotation
    # hard wraps are joined
    ("  1. The letter from\nMrs Q was lost.\n  2. Two.\n", [(1, "The letter from Mrs Q was lost.", []), (2, "Two.", [])]),
    # headings are no paragraphs, whatever stands above them
    ("  1. One:\n  • x\n\nDelay\n\n  1. Two.\n", [(1, "One:\nx", ["1, bullet 1"]), (2, "Two.", [])]),  # an item without a stop
    ("  1. One.\n\n“Fresh start”  plan: what Mrs Q’s letter says\n\n  1. Two.\n", [(1, "One.", []), (2, "Two.", [])]),  # quotes
    ("  1. Upheld.\n  2. Not upheld.\n", [(1, "Upheld.", []), (2, "Not upheld.", [])]),
    # dashes
    ("- One.\n- Two.\nDelay\n- Three.\n", [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])]),
    ("– One.\n– Two.\n", [(1, "One.", []), (2, "Two.", [])]),  # en dashes
    ("- One.\n - x\n - y\n- Two.\n", [(1, "One.\nx\ny", ["1(a)", "1(b)"]), (2, "Two.", [])]),  # nested by its indent alone
    ("- One:\n- x;\n- y.\n- Two.\n", [(1, "One:\nx;\ny.", ["1(a)", "1(b)"]), (2, "Two.", [])]),
    (
        "- One:\n \n - x\n \n - y\n- The Council agrees.\n",
        [(1, "One:\nx\ny", ["1(a)", "1(b)"]), (2, "The Council agrees.", [])],
    ),  # a leading space
    (
        "- It is plain that\nMrs Q was right. - The Council agrees.\n- Last.\n",
        [(1, "It is plain that Mrs Q was right.", []), (2, "The Council agrees.", []), (3, "Last.", [])],
    ),  # glued
    ("- One:\n- x;\n- y.\n(Some Act 1999)\n- Two.\n", [(1, "One:\nx;\ny.\n(Some Act 1999)", ["1(a)", "1(b)"]), (2, "Two.", [])]),
    ("- One.\nShe also says more.\n- Two.\n", [(1, "One.\nShe also says more.", []), (2, "Two.", [])]),  # a line without a dash
    (
        "- One.\n- Mrs Q asked for:\nDelay\n- Two.\n",
        [(1, "One.", []), (2, "Mrs Q asked for:", []), (3, "Two.", [])],
    ),  # a lead-in to nothing
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_bodies_are_numbered_as_the_site_numbers_them(body: str, expected: list[tuple[int, str, list[str]]]) -> None:
    """Number, text and item labels for each form the extractions take."""
    assert _outline(_read(f"{SHORT}The complaint\n\n{body}")) == expected


UNDER_COMPLAINT = SHORT + "The complaint\n\n"

DAMAGED: list[tuple[str, list[tuple[int, str, list[str]]]]] = [
    # bullets of the summary
    (
        SHORT + "Summary: The Council was at fault for:\n  • delay\n  • loss\n\n" + "The complaint\n\n" + "  1. One.\n  2. Two.\n",
        [(1, "One.", []), (2, "Two.", [])],
    ),
    # a summary that goes on with a dash
    (SHORT + "Summary: It was late\n- and rude.\n\n" + "The complaint\n\n" + "  1. One.\n", [(1, "One.", [])]),
    # dashes inside a numbered paragraph
    (
        UNDER_COMPLAINT + "  1. It wrote:\n- keep away\n- stop calling\n  1. Two.\n  2. Three.\n",
        [(1, "It wrote:\nkeep away\nstop calling", ["1(a)", "1(b)"]), (2, "Two.", []), (3, "Three.", [])],
    ),
    # tabs
    (
        UNDER_COMPLAINT + "\t1. One.\n\t2. Two.\n\t\t1. x\n\t3. Three.\n",
        [(1, "One.", []), (2, "Two.\nx", ["2(a)"]), (3, "Three.", [])],
    ),
    # a dash file that is indented
    (SHORT + "The complaint\n  - One.\n  - Two.\n  - Three.\n", [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])]),
    # no space after the number
    (UNDER_COMPLAINT + "  1. One.\n  2.Two.\n  3. Three.\n", [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])]),
    # a number alone on its line
    (UNDER_COMPLAINT + "  1. One.\n  2.\nTwo.\n  3. Three.\n", [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])]),
    # a line broken before a number of another paragraph
    (
        UNDER_COMPLAINT + "  1. I refer to paragraph\n2. It was late.\n  2. Two.\n",
        [(1, "I refer to paragraph 2. It was late.", []), (2, "Two.", [])],
    ),
    # letters count letters only
    (
        UNDER_COMPLAINT + "  1. One:\n  • x\n  • y\n      1. p\n      2. q\n  1. Two.\n",
        [(1, "One:\nx\ny\np\nq", ["1, bullet 1", "1, bullet 2", "1(a)", "1(b)"]), (2, "Two.", [])],
    ),
    # bullets below a letter
    (
        UNDER_COMPLAINT + "  1. One:\n      1. apologise for:\n          • delay\n          • error\n      2. pay.\n",
        [(1, "One:\napologise for:\ndelay\nerror\npay.", ["1(a)", "1(a), bullet 1", "1(a), bullet 2", "1(b)"])],
    ),
    # an item that ends in the name A
    (
        UNDER_COMPLAINT + "  1. I read:\n  • papers from Mr A\n\nWhat I found\n\n  1. Two.\n",
        [(1, "I read:\npapers from Mr A", ["1, bullet 1"]), (2, "Two.", [])],
    ),
    # an item that ends in “for”
    (
        SHORT + "The complaint\n- I read:\n- the answers I asked for\nWhat I found\n- Two.\n",
        [(1, "I read:\nthe answers I asked for", ["1(a)"]), (2, "Two.", [])],
    ),
    # a heading that asks
    (UNDER_COMPLAINT + "  1. One.\n\nWas there fault?\n\n  1. Two.\n", [(1, "One.", []), (2, "Two.", [])]),
    # a heading with a colon
    (UNDER_COMPLAINT + "  1. One.\n\nAgreed action:\n\n  1. Two.\n", [(1, "One.", []), (2, "Two.", [])]),
    # a heading that ends in a bracket
    (UNDER_COMPLAINT + "  1. One.\n\nHouse repair grants (HRG)\n\n  1. Two.\n", [(1, "One.", []), (2, "Two.", [])]),
    # a list of contents above the banner
    (
        SHORT + "- The complaint\n- Final decision\nThe Ombudsman's final decision:\nSummary: A bill.\nThe complaint\n- One.\n",
        [(1, "One.", [])],
    ),
    # a list of contents with a name nobody knows
    (SHORT + "- The complaint\n- Legal background\n- Final decision\nThe complaint\n- One.\n", [(1, "One.", [])]),
    # furniture under the title
    (SHORT + "Print this page\n\n" + HEAD.split("\n", 1)[1] + "The complaint\n\n" + "  1. One.\n", [(1, "One.", [])]),
    # cookie text without a closing line
    (UNDER_COMPLAINT + "  1. One.\n\nBack to top\n\n" + COOKIES, [(1, "One.", [])]),
    # the closing line of a joint case
    (UNDER_COMPLAINT + "  1. One.\n\nInvestigator's decision on behalf of the Ombudsmen\n\n" + COOKIES, [(1, "One.", [])]),
    # a summary without its label
    (
        SHORT
        + "\nThe Ombudsman's final decision:\n\nMrs Q complained. We did not uphold it.\n\n"
        + "The complaint\n\n"
        + "  1. One.\n",
        [(1, "One.", [])],
    ),
    # a sentence over three lines
    (
        SHORT + "The complaint\n- The letter said that\nMrs Q had told the\nCouncil nothing.\n- Two.\n",
        [(1, "The letter said that Mrs Q had told the Council nothing.", []), (2, "Two.", [])],
    ),
    # broken before a name
    (
        SHORT + "The complaint\n- The officer had not told\nMrs Q about it.\n- Two.\n",
        [(1, "The officer had not told Mrs Q about it.", []), (2, "Two.", [])],
    ),
    # broken before a small letter
    (
        SHORT + "The complaint\n- It did not\nuphold the complaint.\n- Two.\n",
        [(1, "It did not uphold the complaint.", []), (2, "Two.", [])],
    ),
    # U+2028 inside a sentence
    (UNDER_COMPLAINT + "  1. One is\u2028Mrs Q here.\n  2. Two.\n", [(1, "One is Mrs Q here.", []), (2, "Two.", [])]),
    # the title printed twice
    (SHORT + "\n" + HEAD + "The complaint\n\n" + "  1. One.\n", [(1, "One.", [])]),
    # an item that ends in the reference of another case
    (
        UNDER_COMPLAINT + "  1. I read:\n  • our earlier decision about the Council (99 100 002)\n  1. Two.\n",
        [(1, "I read:\nour earlier decision about the Council (99 100 002)", ["1, bullet 1"]), (2, "Two.", [])],
    ),
    # sums among small letters
    (
        SHORT + "Agreed action\n- It will give Mrs Q:\n- an apology\n- £200 for distress\n- a letter\nFinal decision\n- End.\n",
        [(1, "It will give Mrs Q:\nan apology\n£200 for distress\na letter", ["1(a)", "1(b)", "1(c)"]), (2, "End.", [])],
    ),
    # nested numbers in a dash file
    (
        SHORT + "The complaint\n- One:\n  1. x\n  2. y\n- Two.\n- Three.\n- Four.\n",
        [(1, "One:\nx\ny", ["1(a)", "1(b)"]), (2, "Two.", []), (3, "Three.", []), (4, "Four.", [])],
    ),
    # a list of contents with numbers
    (SHORT + "1. The complaint\n2. Final decision\n\nThe complaint\n\n  1. One.\n", [(1, "One.", [])]),
    # numbers of the summary, with full stops
    (SHORT + "Summary: At fault for:\n  1. delay.\n  2. loss.\n\nThe complaint\n\n  1. One.\n", [(1, "One.", [])]),
    # paragraphs under a heading nobody knows, above the first known one
    (SHORT + "Introduction\n\n  1. One.\n\nThe complaint\n\n  1. Two.\n", [(1, "One.", []), (2, "Two.", [])]),
    # no heading above the first dashes
    (SHORT + "- One.\n- Two.\nFinal decision\n- Three.\n", [(1, "One.", []), (2, "Two.", []), (3, "Three.", [])]),
    # numbers set to the right below an item without a stop
    (UNDER_COMPLAINT + "  9. One:\n      1. x\n 10. Two.\n", [(1, "One:\nx", ["1(a)"]), (2, "Two.", [])]),
    # numbers nested by two columns
    (UNDER_COMPLAINT + "1. One:\n  1. x\n  2. y\n2. Two.\n", [(1, "One:\nx\ny", ["1(a)", "1(b)"]), (2, "Two.", [])]),
    # more dashes than numbers, and still a numbered file
    (
        UNDER_COMPLAINT + "  1. It wrote:\n- x\n- y\n- z\n  1. Two.\n",
        [(1, "It wrote:\nx\ny\nz", ["1(a)", "1(b)", "1(c)"]), (2, "Two.", [])],
    ),
    # a dash alone on its line
    (SHORT + "The complaint\n-\nOne.\n- Two.\n", [(1, "One.", []), (2, "Two.", [])]),
]


@pytest.mark.parametrize(("text", "expected"), DAMAGED)
def test_the_count_holds_in_damaged_and_odd_extractions(text: str, expected: list[tuple[int, str, list[str]]]) -> None:
    """Nothing of the header or the page becomes a paragraph, and no paragraph is lost."""
    assert _outline(_read(text)) == expected


def test_a_decision_named_in_the_body_is_no_title() -> None:
    """Without a title of its own a file is refused, whatever case its items name."""
    with pytest.raises(NotADecision, match="no title"):
        _read("The complaint\n\n  1. I read:\n  • our earlier decision (99 100 002)\n  1. Two.\n")


def test_the_first_heading_may_end_in_a_no_break_space() -> None:
    """U+00A0 after a section's name hides nothing."""
    assert _read(HEAD + "The complaint\u00a0\n\n  1. One.\n").paragraphs[0].section == "The complaint"


def test_furniture_stands_in_no_value() -> None:
    """A line of the page under the title or the summary changes no fact."""
    under_title = SHORT + "Print this page\n\n" + HEAD.split("\n", 1)[1]
    for head in (under_title, HEAD + "Back to top\n\n"):
        decision = _read(head + "The complaint\n\n  1. One.\n")
        assert (decision.outcome, decision.summary) == ("Not upheld", FULL.summary)


def test_a_summary_is_found_below_a_list_of_contents() -> None:
    """The list stands between the title and the banner."""
    contents = "- The complaint\n- Final decision\nThe Ombudsman's final decision:\nSummary: A bill.\n"
    assert _read(SHORT + contents + "The complaint\n- One.\n").summary == "A bill."


def test_a_citation_on_its_own_line_is_no_heading() -> None:
    """A law named with its section is the paragraph's above, without brackets too."""
    decision = _read(UNDER_COMPLAINT + "  1. One:\n  • x.\n\nSome Act 1999, section 24A(6), as amended\n\n  1. Two.\n")
    assert (decision.paragraphs[0].text.splitlines()[-1], decision.paragraphs[1].subsection) == (
        "Some Act 1999, section 24A(6), as amended",
        None,
    )


BRACKETED = [
    # a law reference after the sentence, then a quotation on a line of its own
    ("It was late. (Made-up Act 1974, section 34(3))", "“We will write.”"),
    # the same with square brackets before it
    ("It was late [sic.] (Made-up Act 1974)", "She says more."),
    # a reference that stands alone on its line
    ("It was late.\n(Made-up Act 1974, section 3)", "She says more."),
]


@pytest.mark.parametrize(("above", "below"), BRACKETED)
def test_a_line_after_a_reference_in_brackets_is_its_own(above: str, below: str) -> None:
    """The bracket ends the sentence, so that what follows without a mark is no hard-wrapped rest of it."""
    decision = _read(f"Fernbury Council (99 100 001)\nThe complaint\n- {above}\n{below}\n- Two.\nFinal decision\n- Three.\n")
    assert [one.text for one in decision.paragraphs] == [f"{above}\n{below}", "Two.", "Three."]


def test_text_under_a_heading_is_not_of_the_section_above() -> None:
    """It belongs to the next paragraph; under the last heading, where none follows, to the last."""
    text = SHORT + "What happened\n\n  1. One.\n\nAnalysis\n\nI set out my findings here.\n\n"
    assert [one.text for one in _read(text + "  1. Two.\n").paragraphs] == ["One.", "I set out my findings here.\nTwo."]
    assert [one.text for one in _read(text).paragraphs] == ["One.\nI set out my findings here."]


def test_one_bad_byte_does_not_change_the_rest() -> None:
    """Text that is mostly UTF-8 is read as UTF-8, and what could not be read is said."""
    decision = _read(NUMBERED.replace("Council’s bill", "Council’s \udcff bill").encode(errors="surrogateescape"))
    assert "Council’s \ufffd bill" in decision.paragraphs[0].text
    assert decision.warnings == ("1 characters could not be read (the file is not all UTF-8)",)


def test_a_file_that_is_cut_off_says_so() -> None:
    """Neither a final decision nor a closing line: a warning; with one of them: none."""
    assert _read(NUMBERED[: NUMBERED.index("We do not question")]).warnings == (UNFINISHED_FILE,)
    assert _read(UNDER_COMPLAINT + "  1. One.\n" + CLOSING).warnings == ()
    assert _read(UNDER_COMPLAINT + "  1. One.\n\nFinal decision\n\n  1. Upheld.\n").warnings == ()


@pytest.mark.parametrize("heading", ["The Council’s complaints procedure", "Guidance given to staff", "The Council’s duties"])
def test_a_topic_of_the_analysis_stays_analysis(heading: str) -> None:
    """Words like “duties” open a part on the law only outside the analysis."""
    text = f"{SHORT}What I found\n\nAnalysis\n\n{heading}\n\n  1. I found fault.\n"
    assert (_read(text).paragraphs[0].role, _read(text).paragraphs[0].speaker) == ("analysis", "ombudsman")


def test_a_topic_after_the_background_is_not_background() -> None:
    """Under "My assessment" a finding that follows the background is no event."""
    text = f"{SHORT}My assessment\n\nBackground\n\n  1. One.\n\nDelay\n\n  1. I find no fault.\n"
    assert [(one.subsection, one.role, one.speaker) for one in _read(text).paragraphs] == [
        ("Background", "facts", "facts"),
        ("Delay", "findings", "ombudsman"),
    ]


def test_many_mentions_are_found_in_time() -> None:
    """Two thousand in one paragraph take less than a second."""
    started = time.monotonic()
    _read(UNDER_COMPLAINT + "  1. " + "see paragraph 1 " * 2000 + "\n")
    assert time.monotonic() - started < 1


def test_a_path_that_no_file_can_have_is_a_wrong_request() -> None:
    """A zero character ends in the same message as a name that is not there."""
    with pytest.raises(UsageError, match="expected a file that exists"):
        read_decision("a\0b")


def test_headings_are_placed_from_either_apostrophe_and_after_any_list() -> None:
    """Sections follow the heading lines, missing "Back to top" or not."""
    text = (
        f"{SHORT}The Ombudsman's role and powers\n\n  1. One:\n  • x\n\nThe Ombudsman’s approach\n\n  1. Two.\n\n"
        "What I found\n\n  1. Three\n\nMrs Q’s letter of 3 May\n\n  1. Four.\n"
    )
    assert [(one.section, one.subsection) for one in _read(text).paragraphs] == [
        ("The Ombudsman's role and powers", None),
        ("The Ombudsman's role and powers", "The Ombudsman’s approach"),
        ("What I found", None),
        ("What I found", "Mrs Q’s letter of 3 May"),
    ]


def test_a_missing_or_early_end_is_allowed() -> None:
    """Without a final decision the rest is read; what stands after the investigator's line is not the decision's."""
    assert _outline(_read(SHORT + "The complaint\n\n  1. One.\n")) == [(1, "One.", [])]
    for closing in (
        "Investigator's decision on behalf of the Ombudsman",
        "Investigator’s decision on behalf of the Ombudsman",
        "Investigator's final decision on behalf of the Ombudsman ",
    ):
        assert _outline(_read(f"{SHORT}The complaint\n\n  1. One.\n\n{closing}\n\n  1. After.\n")) == [(1, "One.", [])]


FURNITURE = [
    ("Back to top", True),
    ("BACK TO TOP", True),
    ("Print this page", True),
    ("LGO logogram", True),
    ("Review your privacy settings", True),
    ("Privacy settings", True),
    ("Required cookies", True),
    ("View required cookies", True),
    ("Analytical cookies", True),
    ("View analytical cookies", True),
    ("", False),  # nothing
    ("The Council did not print this page", False),  # a sentence about a page
    ("Mrs Q’s privacy settings", False),
    ("The complaint about privacy settings was not upheld.", False),
]


@pytest.mark.parametrize(("text", "expected"), FURNITURE)
def test_furniture_is_known_by_the_whole_line(text: str, expected: bool) -> None:
    """Only the page's own lines go; a sentence that uses their words stays."""
    assert is_furniture(text) is expected


def test_furniture_never_reaches_a_paragraph() -> None:
    """Every furniture line, put between every two lines of the body, changes nothing."""
    plain = NUMBERED.replace(COOKIES, "")
    head, _, body = plain.partition("The complaint")
    lines = ["Back to top", "Print this page", "LGO logogram", "Privacy settings", "Required cookies", "View analytical cookies"]
    noisy = body
    for line in lines:
        noisy = noisy.replace("\n\n", f"\n\n{line}\n\n", 1).replace("\n  1. ", f"\n{line}\n\n  1. ")
    expected = _read(plain)
    assert noisy.count("Back to top") > body.count("Back to top")
    assert _read(f"{head}The complaint{noisy}").paragraphs == expected.paragraphs == _read(NUMBERED).paragraphs


IS_HEADING = [
    ("Delay", True),
    ("The Council’s letter of 3 May", True),  # apostrophe
    ("‘Getting it right’", True),  # quotes
    ("2019 assessment", True),  # a number
    ("Section 17 duties", True),  # a law is its topic
    ("Some Act 1999, section 24A(6), as amended", False),  # a law is cited
    ("House repair grants (HRG)", True),  # a short name in brackets
    ("Agreed action:", True),  # a section's name with a colon
    ("Upheld", True),
    ("", False),  # nothing
    ("It was late.", False),  # a sentence
    ("It was late;", False),
    ("Mrs Q said:", False),  # a lead-in
    ("(Some Act 1999, section 2)", False),  # a citation
    ("“You must pay.”", False),  # a quotation
    ("and was not upheld", False),  # the rest of a sentence
    ("Long " * 40, False),  # too long
]


@pytest.mark.parametrize(("text", "expected"), IS_HEADING)
def test_headings_are_told_from_text(text: str, expected: bool) -> None:
    """A heading is short, opens with a capital and has no final stop."""
    assert is_heading(text) is expected


def test_a_contents_list_is_dropped() -> None:
    """Dash lines that are section names before the first heading are an in-page list of contents, not paragraphs."""
    contents = "- The complaint\n- What I found\n- Final decision\n"
    text = f"{SHORT}{contents}The complaint\n- One.\nWhat I found\n- Two.\nFinal decision\n- Three.\n"
    assert [(one.number, one.section, one.text) for one in _read(text).paragraphs] == [
        (1, "The complaint", "One."),
        (2, "What I found", "Two."),
        (3, "Final decision", "Three."),
    ]


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: text.encode(),
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16, little end first": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16, big end first": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "Windows code page": lambda text: text.encode("cp1252"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "line ends of old Macs": lambda text: text.replace("\n", "\r").encode(),
    "space at the ends of lines": lambda text: text.replace("\n", "  \n").encode(),
    "a form feed between pages": lambda text: text.replace("\nBack to top\n", "\nBack to top\n\x0c").encode(),
    "empty lines before and after": lambda text: ("\n" * 9 + text + "\n" * 9).encode(),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("text", [NUMBERED, DASHES])
def test_a_file_reads_the_same_in_any_encoding(name: str, text: str) -> None:
    """Bytes differ, the decision does not, its quotes and pound signs included."""
    text = text.replace("bill", "£9 bill")
    here, there = _read(text), _read(ENCODINGS[name](text))
    assert (there.paragraphs, there.summary, there.key, there.family) == (here.paragraphs, here.summary, here.key, here.family)
    assert "‘sorry’" in there.paragraphs[1].text
    assert "£9 bill" in there.paragraphs[0].text


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    """A text called .pdf is read, and a PDF called .txt is refused."""
    (tmp_path / "decision.pdf").write_text(NUMBERED, encoding="utf-8")
    (tmp_path / "decision.txt").write_bytes(b"%PDF-1.7\n" + NUMBERED.encode())
    assert read_decision(tmp_path / "decision.pdf").reference == "99 100 001"
    with pytest.raises(NotADecision, match="a PDF"):
        read_decision(tmp_path / "decision.txt")


REFUSED: list[tuple[str | bytes, str]] = [
    ("", "an empty file"),
    (" \n\t\r\n ", "an empty file"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", "a binary file"),
    (bytes(range(256)) * 20, "a binary file"),
    (NUMBERED.encode("utf-16-le"), "a binary file"),  # without its mark
    (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    (b"PK\x03\x04\x14\x00\x06\x00", "a damaged Word or zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "an old Word or Office file"),
    (b"{\\rtf1\\ansi Fernbury Council (99 100 001)}", "an RTF file"),
    ('From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html"\n\n' + HEAD, "a web archive"),
    ("The bins are emptied on Tuesdays.", "no title with a reference"),
    ('{"reference": "99 100 001"}', "a JSON record"),
    ('[{"title": "Fernbury Council (99 100 001)", "text": "The complaint\\nMrs Q"}]', "a JSON record"),
    ('{"reference": "99 100 001"}\n{"reference": "99 100 002"}\n', "a JSON record"),  # JSON lines
    ("[" * 100_000, "a JSON record"),  # nested without end
    ("{not JSON} 99 100 001", "no title with a reference"),
    ("Fernbury Council\n\nThe complaint\n\n  1. One.\n", "no title with a reference"),  # missing number
    ("Fernbury Council (99 100)\n\nThe complaint\n\n  1. One.\n", "no title with a reference"),  # half a number
    (COOKIES, "no title with a reference"),  # only furniture
    ("Fernbury Council (99 100 001)", "no paragraph marks"),  # only a title
    (HEAD, "no paragraph marks"),  # only a header
    (
        HEAD + "The complaint\nMrs Q complained; the bill was late; she was cross.\nFinal decision\nUpheld.\n",
        "no paragraph marks",
    ),  # a mirror
    (
        HEAD + "The complaint\nMrs Q complained.\nHow I considered this complaint\nI read it.\nRecommendations\nPay £5.\n",
        "no paragraph marks",
    ),  # a mirror of a statement, with a section of reports
    ("99 100 001\n\nThe bins are emptied on Tuesdays.\n", "no paragraph marks"),  # neither sections nor bullets
    ("Recent statements in this category are shown below:\n\nFernbury Council (99 100 001)\n\nSummary: A bill.\n", "a listing"),
    ("Recent reports in this category\n\nFernbury Council (99 100 001)\n- One.\n", "a listing"),
    ("Archive has 1,153 results\n\nFernbury Council (99 100 001)\n- One.\n", "a listing"),
    ("Your search has 1 result\n\nFernbury Council (99 100 001)\n- One.\n", "a listing"),
    (
        "School transport\n-\nFernbury Council (99 100 001)\nStatement Upheld School transport 25-Mar-2020\nSummary: A bill.\n",
        "a listing",
    ),  # one entry, a dash alone on its line
    ("- Report Not upheld Child protection 5-Aug-2025\n- Fernbury Council (99 100 001)\n- Summary: A bill.\n", "a listing"),
    (
        "Fernbury Council (99 100 001)\nSummary: A bill.\nEstwick Council (99 100 002)\nSummary: A fence.\n- One.\n",
        "a listing",
    ),  # two titles
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_what_is_no_decision_is_refused_with_a_reason(content: str | bytes, reason: str) -> None:
    """The reason is one short line."""
    with pytest.raises(NotADecision, match=reason) as error:
        _read(content)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 150


def test_a_missing_file_is_a_wrong_request(tmp_path: Path) -> None:
    """Naming a file that is not there is the user's error; a folder is a thing that cannot be read as a file."""
    with pytest.raises(UsageError, match=r"got '.*nothing\.txt'; expected a file that exists"):
        read_decision(tmp_path / "nothing.txt")
    with pytest.raises(NotADecision, match=r"cannot be read \(Is a directory\)"):
        read_decision(tmp_path)


def test_a_file_too_large_is_not_read_into_memory(tmp_path: Path) -> None:
    """One byte beyond the limit is refused by its size alone; the limit itself is read."""
    file = tmp_path / "large.txt"
    with file.open("wb") as out:
        out.truncate(LARGEST_FILE + 1)
    with pytest.raises(NotADecision, match="larger than 20 MB"):
        read_decision(file)
    with file.open("wb") as out:
        out.truncate(LARGEST_FILE)
    assert len(read_content(file)) == LARGEST_FILE


def test_the_source_is_kept(tmp_path: Path) -> None:
    """Path, digest of the bytes and the time of reading, now in UTC unless it is given."""
    file = tmp_path / "a.txt"
    file.write_bytes(NUMBERED.encode())
    source = read_decision(str(file)).source
    assert (source.path, source.sha256) == (str(file), hashlib.sha256(NUMBERED.encode()).hexdigest())
    age = datetime.now(UTC) - datetime.fromisoformat(source.retrieved_at)
    assert timedelta(seconds=-1) <= age < timedelta(minutes=5)


def test_fictional_decisions_are_marked() -> None:
    """A banner in the first lines gives the warning; a real decision has none."""
    banner = "FICTIONAL SAMPLE - invented for Pinpoint\n\n"
    assert _read(banner + NUMBERED).warnings == (FICTIONAL,)
    assert _read("\ufeff" + banner + NUMBERED).warnings == (FICTIONAL,)
    assert _read(banner + NUMBERED).paragraphs == _read(NUMBERED).paragraphs
    assert _read(NUMBERED).warnings == ()


def test_decisions_that_share_a_text_are_one_family() -> None:
    """The reference, the authority and the extraction's marks do not matter; one word does."""
    here = _read(NUMBERED)
    assert _read(NUMBERED.replace("99 100 001", "99 100 002").replace("Fernbury", "Estwick")).family == here.family
    assert _read(NUMBERED.replace("I do not uphold", "I do uphold")).family != here.family


def test_read_text_says_the_family() -> None:
    """The marks that prevail decide it."""
    assert (read_text(NUMBERED).family, read_text(DASHES).family) == ("numbered", "dashes")
    assert read_text(DASHES.replace("- cancel it; and", "      1. cancel it; and")).family == "dashes"


def _cut(content: bytes, rng: random.Random) -> bytes:
    start, end = sorted((rng.randrange(len(content)), rng.randrange(len(content))))
    return rng.choice([content[:end], content[start:], content[:start] + content[end:]])


def _repeat_lines(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(rng.randrange(1, 30)):
        lines.insert(rng.randrange(len(lines)), rng.choice(lines))
    return b"\n".join(lines)


def _shuffle_lines(content: bytes, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _disturb_space(content: bytes, rng: random.Random) -> bytes:
    spaces = [b"", b"\t", b"  ", b"      ", b"\r\n", b"\x0c", "\u00a0".encode(), "\u2028".encode(), "\u200b".encode()]
    return b"".join(rng.choice(spaces) if byte in b" \n" and rng.random() < 0.05 else bytes([byte]) for byte in content)


def _break_tags(content: bytes, rng: random.Random) -> bytes:
    tags = (
        "<ol> </ol> <li> </li> <p> </p> <h2> </article> <header> <table> <tr> <form> <template> <script> <!-- --> < > & &#x &#0; "
        '<![CDATA[ <? <ol\u00a0start="0"> <ol\u00a0start="-7"> <ol\u00a0start="99999999999"> '
        '<html> </body> <svg> <b> <a\u00a0href=" \x00'
    )
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(content))
        content = content[:at] + rng.choice(tags.split()).replace("\u00a0", " ").encode() + content[at:]
    return content


def _random_bytes(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randrange(1, 80)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _encode_again(content: bytes, rng: random.Random) -> bytes:
    codec = rng.choice(["utf-16", "utf-16-be", "utf-32", "utf-7", "cp1252", "cp037", "mac-roman", "utf-8-sig"])
    return content.decode(errors="replace").encode(codec, errors="replace")


MUTATIONS = (_cut, _repeat_lines, _shuffle_lines, _disturb_space, _break_tags, _random_bytes, _encode_again)
SAMPLES = sorted(path.name for path in sample_folder().glob("99-*"))


def _read_or_refuse(content: bytes) -> Decision | str:
    try:
        return _read(content)
    except NotADecision as refusal:
        return str(refusal)


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_files_are_read_or_refused(name: str) -> None:
    """300 seeded mutations of the packaged samples: a decision that holds together, or one line of refusal, never a crash."""
    whole = (sample_folder() / name).read_bytes()
    for turn in range(300 // len(SAMPLES)):
        rng = random.Random(f"{name} {turn}")  # noqa: S311 - a seed that can be repeated
        content = whole
        for mutate in rng.sample(MUTATIONS, rng.randrange(1, 4)):
            content = mutate(content, rng) if content else content
        decision = _read_or_refuse(content)
        if isinstance(decision, str):
            assert 0 < len(decision) < 150
            assert "\n" not in decision
            continue
        assert [one.number for one in decision.paragraphs] == list(range(1, len(decision.paragraphs) + 1))
        for one in decision.paragraphs:
            assert tuple(item for item, _ in one.lines() if item is not None) == one.items
            assert "\n".join(line for _, line in one.lines()) == one.text
            assert len({one.label(item) for item in one.items}) == len(one.items)
