"""Public reports are read in both shapes: typed numbers are the published ones, and where there are none, none is made up.

All miniatures are invented.
"""

from __future__ import annotations

import pytest

from index import Decision, Item, NotADecision, Paragraph, Reference
from index.readers import read_bytes

ADDRESS = "https://www.lgo.org.uk/decisions/housing/other/99-200-001"

SHORT_REPORT = """99 200 001

Category : Housing > Other

Decision : Upheld

Decision date : 05 Jan 2017

Summary

A woman complained that the Council lost her key.

The complaint

A woman, Miss B, says the Council lost her key. She waited for a year.

She also says that nobody answered.

Finding

The Ombudsman finds fault causing injustice.

  • The Council lost the key; and
  • it did not look for it.

Recommendations

To put things right the Council should:

  • apologise; and
  • pay £250.

It should report to its members within three months.

Further report

  • The Council has not complied.

Ombudsman satisfied with Council’s response: 4 May 2017
"""


def _read(content: str, url: str | None = None) -> Decision:
    return read_bytes(content.encode(), source_path="mini.txt", url=url)


def _cited(decision: Decision) -> list[tuple[str, str]]:
    return [(one.label(item), line) for one in decision.paragraphs for item, line in one.lines()]


SHORT_CITED = [
    ("Summary, 1st item", "A woman complained that the Council lost her key."),
    ("The complaint, 1st item", "A woman, Miss B, says the Council lost her key. She waited for a year."),
    ("The complaint, 2nd item", "She also says that nobody answered."),
    ("Finding, 1st item", "The Ombudsman finds fault causing injustice."),
    ("Finding, 1st item, bullet 1", "The Council lost the key; and"),
    ("Finding, 1st item, bullet 2", "it did not look for it."),
    ("Recommendations, 1st item", "To put things right the Council should:"),
    ("Recommendations, 1st item, bullet 1", "apologise; and"),
    ("Recommendations, 1st item, bullet 2", "pay £250."),
    ("Recommendations, 2nd item", "It should report to its members within three months."),
    ("Further report, 1st item", "The Council has not complied."),
    ("Further report, 2nd item", "Ombudsman satisfied with Council’s response: 4 May 2017"),
]


def test_a_short_report_is_cited_by_section_and_place() -> None:
    """No number is printed, so the basis is "none"; the running number only keeps the order. No authority is no error."""
    decision = _read(SHORT_REPORT)
    assert (decision.key.reference, decision.authority, decision.kind, decision.outcome, decision.warnings) == (
        "99 200 001", None, "report", "Upheld", (),
    )  # fmt: skip
    assert decision.summary == "A woman complained that the Council lost her key."
    assert [one.number for one in decision.paragraphs] == list(range(1, 9))
    assert {one.basis for one in decision.paragraphs} == {"none"}
    assert _cited(decision) == SHORT_CITED


def test_a_paragraph_of_a_short_report_as_one_value() -> None:
    """Its role is what the section is for, and the finding is the Ombudsman's."""
    assert _read(SHORT_REPORT).paragraphs[3] == Paragraph(
        4, "none", "findings", "Finding", None, "ombudsman",
        "The Ombudsman finds fault causing injustice.\nThe Council lost the key; and\nit did not look for it.",
        (Item("a", "bullet", "The Council lost the key; and"), Item("b", "bullet", "it did not look for it.")), place=1,
    )  # fmt: skip


PARTS: list[tuple[str, str | None, list[str]]] = [
    # the address alone says which report it is
    (SHORT_REPORT.replace("99 200 001\n", "Printed page\n"), ADDRESS, [label for label, _ in SHORT_CITED]),
    (SHORT_REPORT.replace("99 200 001\n", f"{ADDRESS}\n"), None, [label for label, _ in SHORT_CITED]),
    # row 12: a summary without any label
    (
        "99 200 001\n\nA woman complained.\n\nFinding\n\nFault.\n",
        None,
        ["Summary, 1st item", "Finding, 1st item"],
    ),
    # headings lost: the bullets alone show that it is no statement
    ("99 200 001\n\nA woman complained of:\n\n  • delay.\n\nWe found fault.\n", None,
     ["1st item", "1st item, bullet 1", "2nd item"]),
    # a title with an authority
    ("Fernbury Council (99 200 001)\n\nSummary\n\nA key.\n\nFindings\n\nFault.\n", None,
     ["Summary, 1st item", "Findings, 1st item"]),
    # newline only, without blank lines
    ("99 200 001\nSummary\nA key was lost.\nFinding\nFault.\n• One.\n", None,
     ["Summary, 1st item", "Finding, 1st item", "Finding, 1st item, bullet 1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "url", "labels"), PARTS)
def test_short_reports_are_read_however_little_they_print(text: str, url: str | None, labels: list[str]) -> None:
    """The same reference in every case."""
    decision = _read(text, url)
    assert (decision.reference, [label for label, _ in _cited(decision)]) == (Reference("99 200 001"), labels)


def test_a_short_report_without_title_and_address_is_refused() -> None:
    """A reference is never made up."""
    with pytest.raises(NotADecision, match="no title with a reference"):
        _read(SHORT_REPORT.replace("99 200 001\n", ""))


HTML_SHORT = """<!DOCTYPE html><html><head><title>99 200 001 - reports</title></head><body><article id="article">
<h2>Summary</h2><p>A woman complained.</p><h2>Finding</h2><p>Fault, in that the Council:</p><ul><li>lost a key.</li></ul>
<h2>Recommendations</h2><ul><li>Pay £250.</li><li>Apologise.</li></ul></article></body></html>"""


def test_a_short_report_is_read_from_the_sites_page() -> None:
    """Its window title has the reference that no heading has; bullets right under a heading stand for themselves."""
    decision = _read(HTML_SHORT)
    assert (decision.reference, decision.authority, decision.kind) == ("99 200 001", None, "report")
    assert _cited(decision) == [
        ("Summary, 1st item", "A woman complained."),
        ("Finding, 1st item", "Fault, in that the Council:"),
        ("Finding, 1st item, bullet 1", "lost a key."),
        ("Recommendations, 1st item", "Pay £250."),
        ("Recommendations, 2nd item", "Apologise."),
    ]


def test_a_page_may_print_its_summary_without_a_heading() -> None:
    """Row 12: it stands between title and first heading, below the metadata."""
    top = "<h1>99 200 001</h1><p>Decision : Upheld</p><p>A woman complained.</p>"
    decision = _read(HTML_SHORT.replace("<h2>Summary</h2><p>A woman complained.</p>", top))
    assert (decision.summary, _cited(decision)[0]) == ("A woman complained.", ("Summary, 1st item", "A woman complained."))


LONG_REPORT = """Fernbury Council (99 200 002)
The investigation
1. This report is about a key.
2. We looked at:
-
the lock; and
-
the door.
Legal and administrative background
3. Councils must keep keys safe. (Keys Act 1900, section 4)
What we found
4. Mr X says the key was lost.
5. We find the Council was at fault, as paragraph 3 shows.
Recommendations
6. The Council should pay Mr X £100.
"""


def test_a_long_report_keeps_its_printed_numbers() -> None:
    """They run on through the headings; a dash alone on its line is the mark of the next one; "we" is the Ombudsman."""
    decision = _read(LONG_REPORT)
    assert (decision.kind, decision.warnings, {one.basis for one in decision.paragraphs}) == ("report", (), {"printed"})
    assert [(one.number, one.section, one.role, one.speaker) for one in decision.paragraphs] == [
        (1, "The investigation", "facts", "facts"),
        (2, "The investigation", "facts", "facts"),
        (3, "Legal and administrative background", "law", "law"),
        (4, "What we found", "findings", "complainant"),
        (5, "What we found", "findings", "ombudsman"),
        (6, "Recommendations", "action", "action"),
    ]
    assert decision.paragraphs[1].text == "We looked at:\nthe lock; and\nthe door."


def test_a_chapter_of_a_report_keeps_its_numbers() -> None:
    """Its first number is not 1, and it says that it is one chapter."""
    head, _, rest = LONG_REPORT.partition("Legal and")
    decision = _read(head.split("\n")[0] + "\nLegal and" + rest)
    assert [(one.number, one.basis) for one in decision.paragraphs] == [
        (3, "printed"),
        (4, "printed"),
        (5, "printed"),
        (6, "printed"),
    ]
    assert decision.warnings == ("the file begins at paragraph 3: it is one chapter of a report",)


HTML_LONG = """<!DOCTYPE html><html><body><article id="article"><h1>Fernbury Council (99 200 002)</h1>
<h2>The investigation</h2><p>1. This report is about a key.</p><p>2. We looked at:</p>
<ul><li>the lock; and</li><li>the door.</li></ul>
<h2>What we found</h2><p>3. We find fault.</p></article></body></html>"""


def test_a_chapter_page_of_the_site_is_read() -> None:
    """Numbers typed into its paragraphs are printed numbers, lists or not."""
    decision = _read(HTML_LONG)
    assert [(one.label(item), line) for one in decision.paragraphs for item, line in one.lines()] == [
        ("1", "This report is about a key."),
        ("2", "We looked at:"),
        ("2, bullet 1", "the lock; and"),
        ("2, bullet 2", "the door."),
        ("3", "We find fault."),
    ]
    assert (decision.kind, decision.paragraphs[0].basis) == ("report", "printed")


def test_the_summary_of_a_long_report_is_no_part_of_its_first_paragraph() -> None:
    """On the page and in text it is the decision's summary."""
    summary = "<h2>Report summary</h2><p>A key was lost.</p><p>It was found.</p>"
    page = _read(HTML_LONG.replace("<h2>The investigation", f"{summary}<h2>The investigation"))
    text = _read(LONG_REPORT.replace("The investigation", "Report summary\nA key was lost.\nIt was found.\nThe investigation"))
    assert page.summary == text.summary == "A key was lost. It was found."
    assert page.paragraphs[0].text == text.paragraphs[0].text == "This report is about a key."


def test_a_typed_number_may_stand_before_a_figure() -> None:
    """A paragraph may open with a number of families or a sum; "2.5 miles" opens none."""
    more = "<p>4. 22 families were told.</p><p>5. £300 was paid.</p><p>2.5 miles on.</p></article>"
    decision = _read(HTML_LONG.replace("</article>", more))
    assert [(one.number, one.text) for one in decision.paragraphs[3:]] == [
        (4, "22 families were told."),
        (5, "£300 was paid.\n2.5 miles on."),
    ]


PLAIN_CHAPTER = """<!DOCTYPE html><html><body><article id="article"><h1>Fernbury Council (99 200 002)</h1>
<h2>What we found</h2><p>7. The key was lost.</p></article></body></html>"""
ADDRESS = "https://www.lgo.org.uk/decisions/education/other/99-200-002"


def test_a_page_that_is_known_to_be_a_chapter_keeps_its_numbers() -> None:
    """Nothing on it says that it is of a report and one number shows no order, but its address or its fetcher does."""
    by_address = read_bytes(PLAIN_CHAPTER.encode(), source_path="mini.html", url=f"{ADDRESS}?chapter=3")
    by_fetcher = read_bytes(PLAIN_CHAPTER.encode(), source_path="mini.html", url=ADDRESS, is_chapter=True)
    for decision in (by_address, by_fetcher):
        assert [(one.number, one.basis) for one in decision.paragraphs] == [(7, "printed")]
        assert (decision.kind, decision.warnings) == (
            "report",
            ("the file begins at paragraph 7: it is one chapter of a report",),
        )
    with pytest.raises(NotADecision, match="an HTML page without numbered paragraphs"):
        read_bytes(PLAIN_CHAPTER.encode(), source_path="mini.html", url=ADDRESS)


NOT_REPORTS = [
    # a statement that names a report of somebody else ends with the investigator's line
    (LONG_REPORT.replace("What we found", "What I found") + "Investigator's decision on behalf of the Ombudsman\n", "printed"),
    # numbers that restart are not the published ones
    (LONG_REPORT.replace("4. ", "1. ").replace("5. ", "2. ").replace("The investigation", "The complaint").replace("6. ", "1. ")
     .replace("Legal and administrative background", "Relevant law"), "counted"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "basis"), NOT_REPORTS)
def test_a_statement_is_not_taken_for_a_report(text: str, basis: str) -> None:
    """Its kind is shown by how it ends; how far its numbers can be trusted, by whether they run on."""
    decision = _read(text)
    assert {one.basis for one in decision.paragraphs} == {basis}
    assert decision.kind == "statement"


def test_hostile_reports_are_read() -> None:
    """Two hundred thousand characters without a mark, a heading or an end."""
    for body in ("word " * 40_000, "• x\n" * 50_000, "Ombudsman satisfied with " * 8_000, "A line\n" * 28_000, "1.  " * 50_000):
        assert len(_read(f"99 200 001\n\nFinding\n\n{body}").paragraphs) > 0
