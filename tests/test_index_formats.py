"""Every row of the matrix of published formats is read as it should be; the row's number stands beside each case.

Rows 1 to 16 are the header's, 17 to 36 the body's; then names and joint documents. All miniatures are invented.
"""

from __future__ import annotations

from datetime import date

import pytest

from index import Decision, DecisionKey, NotADecision, Reference
from index.readers import read_bytes

TITLE = "Fernbury Council (99 100 001)"
BODY = "\n\nThe complaint\n\n  1. One.\n\nFinal decision\n\n  1. Two.\n"
DASHES = "\nThe complaint\n- One.\nFinal decision\n- Two.\n"


def _read(text: str, url: str | None = None) -> Decision:
    return read_bytes(text.encode(), source_path="mini.txt", url=url)


def _facts(decision: Decision) -> tuple[str, str | None, str | None, str | None, str | None, date | None]:
    return (
        str(decision.reference), decision.authority, decision.category, decision.subcategory, decision.outcome,
        decision.decision_date,
    )  # fmt: skip


NOTHING = (None, None, None, None)
ADDRESS = "https://www.lgo.org.uk/decisions/education/school-transport/99-100-001"
COOKIES = "Privacy settings\n\nLGO logogram\n\nReview your privacy settings\n\nRequired cookies\n\nBiscuits are baked.\n\n"

HEADERS: list[
    tuple[str, str | None, tuple[str, str | None, str | None, str | None, str | None, date | None]]
] = [
    (TITLE + BODY, None, ("99 100 001", "Fernbury Council", *NOTHING)),  # 1
    (f"Fernbury Council (99 100 001c){BODY}", None, ("99 100 001c", "Fernbury Council", *NOTHING)),  # 2
    (f"Ashby, Birling & Coombe's NHS Trust - East Site (99 100 001a){BODY}", None,
     ("99 100 001a", "Ashby, Birling & Coombe's NHS Trust - East Site", *NOTHING)),  # 3: comma, ampersand, apostrophe, dash
    (f"Larkcare AKA Wren (North) Limited (99 100 001){BODY}", None,
     ("99 100 001", "Larkcare AKA Wren (North) Limited", *NOTHING)),  # 3: an alias, brackets of its own
    (f"99 100 001{BODY}", None, ("99 100 001", None, *NOTHING)),  # 4
    (TITLE + DASHES, None, ("99 100 001", "Fernbury Council", *NOTHING)),  # 7: missing, and no address is known
    (TITLE + DASHES, ADDRESS, ("99 100 001", "Fernbury Council", "Education", "School transport", None, None)),  # 7: the slug
    (f"Source: {ADDRESS}\n{TITLE}{DASHES}", None,
     ("99 100 001", "Fernbury Council", "Education", "School transport", None, None)),  # 7: the address on its own line
    (f"{TITLE}\nSummary: We upheld the complaint in May 2020.{DASHES}", None,
     ("99 100 001", "Fernbury Council", *NOTHING)),  # 7: never guessed from the summary
    (f"{TITLE}\nCategory :\nEducation\n>\nSchool transport\nDecision :\nUpheld\nDecision date :\n05 Feb 2020{DASHES}", None,
     ("99 100 001", "Fernbury Council", "Education", "School transport", "Upheld", date(2020, 2, 5))),  # 8
    (f"{TITLE}\nCategory : Children’s care services > Other\nDecision : Not upheld{DASHES}", ADDRESS,
     ("99 100 001", "Fernbury Council", "Children’s care services", "Other", "Not upheld", None)),  # 9: as printed, before the slug
    (f"{TITLE}\nCategory : Other Categories > Leisure and culture{BODY}", None,
     ("99 100 001", "Fernbury Council", "Other Categories", "Leisure and culture", None, None)),  # 9
    (f"{TITLE}\nDecision date : 25-Mar-2020{BODY}", None,
     ("99 100 001", "Fernbury Council", None, None, None, date(2020, 3, 25))),  # 10: as listings print it
    (f"{TITLE}\nDecision date : mid-November 2023{BODY}", None, ("99 100 001", "Fernbury Council", *NOTHING)),  # 11
    (f"{TITLE}\nDecision : Closed after initial enquiries{BODY}", None,
     ("99 100 001", "Fernbury Council", None, None, "Closed after initial enquiries", None)),  # the outcome as printed
    (f"{COOKIES}{TITLE}\nDecision : Upheld{BODY}", None,
     ("99 100 001", "Fernbury Council", None, None, "Upheld", None)),  # A2: the cookie text first
    (f"{TITLE}\nCategory : Housing > Other\nDecision : Upheld\nDecision date : 05 Feb 2020\nSummary: A bill.{DASHES}", None,
     ("99 100 001", "Fernbury Council", "Housing", "Other", "Upheld", date(2020, 2, 5))),  # B2: metadata above dashes
]  # fmt: skip


@pytest.mark.parametrize(("text", "url", "expected"), HEADERS)
def test_headers_are_facts(
    text: str, url: str | None, expected: tuple[str, str | None, str | None, str | None, str | None, date | None]
) -> None:
    """Reference, authority, category, subcategory, outcome and date, each as printed or None; the body is the same."""
    decision = _read(text, url)
    assert (_facts(decision), [one.text for one in decision.paragraphs]) == (expected, ["One.", "Two."])


def test_the_same_reference_of_two_authorities_is_two_records() -> None:
    """Row 5: the key has the authority in it."""
    here, there = _read(TITLE + BODY), _read(TITLE.replace("Fernbury", "Estwick") + BODY)
    assert (here.key, there.key) == (
        DecisionKey(Reference("99 100 001"), "fernbury-council"),
        DecisionKey(Reference("99 100 001"), "estwick-council"),
    )


STATEMENT = f"{TITLE}\n\nThe complaint\n\n  1. Mrs X’s “bill” was £1.50 - late.\n  2. She asked for:\n  • it; and\n  • that.\n"
AS_DASHES = f'{TITLE}\nThe complaint\n- Mrs X\'s "bill" was  £1.50 – late.\n- She asked for:\n- it; and\n- that.\n'
AS_HTML = (
    f"<html><body><article id='article'><h1>{TITLE}</h1><h2>The complaint</h2><ol><li>Mrs X&rsquo;s “bill” was&nbsp;£1.50 -"
    "\nlate.</li><li>She asked for:<ul><li>it; and</li><li>that.</li></ul></li></ol></article></body></html>"
)

FAMILIES: list[tuple[str, bool]] = [
    (STATEMENT.replace("99 100 001", "99 100 002").replace("Fernbury", "Estwick"), True),  # 6: another reference and authority
    (AS_DASHES, True),  # 6: another extraction, with other quotes, dashes and spaces
    (AS_HTML, True),  # 6: the page itself
    (STATEMENT.replace("£1.50", "£150"), False),  # a figure
    (STATEMENT.replace("was £1.50", "was not £1.50"), False),  # a "not"
]


@pytest.mark.parametrize(("text", "is_same"), FAMILIES)
def test_decisions_that_share_a_text_are_one_family_in_any_format(text: str, is_same: bool) -> None:
    """Row 6: spaces, quotes, dashes and marks do not matter; letters and figures do."""
    assert (_read(text).family == _read(STATEMENT).family) is is_same


SUMMARIES = [
    ("Summary: mrs Q complained.", "mrs Q complained."),  # 13: in lower case
    ("Summary: " + "It was late. " * 12, ("It was late. " * 12).strip()),  # 14: many sentences
    ("Summary: The Council told\nMrs Q nothing.", "The Council told Mrs Q nothing."),  # 14: a line break inside
    ("Summary: The evidence currently suggests fault.", "The evidence currently suggests fault."),  # 16: wording of a draft
    ("Summary\nA woman complained about a bill.", "A woman complained about a bill."),  # 12: a heading, as in reports
]


@pytest.mark.parametrize(("printed", "expected"), SUMMARIES)
def test_summaries_are_kept_as_printed(printed: str, expected: str) -> None:
    """Joined to one line; nothing of it is a paragraph."""
    decision = _read(f"{TITLE}\n{printed}{DASHES}")
    assert (decision.summary, decision.paragraphs[0].text) == (expected, "One.")


def test_a_summary_of_a_report_is_no_finding() -> None:
    """Row 15: it may only repeat what was complained of, so its part of the decision is "other"."""
    decision = _read(
        "99 100 001\n\nSummary\n\nA woman says the Council was late.\n\nFinding\n\nThis was fault causing injustice.\n"
    )
    assert [(one.section, one.role, one.speaker) for one in decision.paragraphs] == [
        ("Summary", "other", "facts"),
        ("Finding", "findings", "ombudsman"),
    ]


BODIES: list[tuple[str, list[tuple[str, str]]]] = [
    ("  1. One:\n  • x.\n\n(Some Act 1999, section 2)\n\n  1. Two.\n",
     [("1", "One:"), ("1, bullet 1", "x."), ("1", "(Some Act 1999, section 2)"), ("2", "Two.")]),  # 17
    ("  1. One.\n\nShe also says more.\n\n  1. Two.\n", [("1", "One."), ("1", "She also says more."), ("2", "Two.")]),  # 18
    ("- One.\nOur Guidance says so.\n- Two.\n", [("1", "One."), ("1", "Our Guidance says so."), ("2", "Two.")]),  # 18: dashes
    ("  1. It wrote:\n\n“You must pay.”\n\n  1. Two.\n", [("1", "It wrote:"), ("1", "“You must pay.”"), ("2", "Two.")]),  # 19
    ("- She said that\nMr X felt ill. - The Council says no.\n- Two.\n",
     [("1", "She said that Mr X felt ill."), ("2", "The Council says no."), ("3", "Two.")]),  # 20
    ("  1. One:\n  • x; or\n  • y.\n  1. Two.\n",
     [("1", "One:"), ("1, bullet 1", "x; or"), ("1, bullet 2", "y."), ("2", "Two.")]),  # 21
    ("  1. One:\n    • x\n    • y\n  2. Two.\n", [("1", "One:"), ("1, bullet 1", "x"), ("1, bullet 2", "y"), ("2", "Two.")]),  # 22
    ("  1. One:\n      1. x;\n      2. y.\n  2. Two.\n", [("1", "One:"), ("1(a)", "x;"), ("1(b)", "y."), ("2", "Two.")]),  # 23
    ("  1. One:\n      1. x;\n      1. y:\n        1. p\n      2. z.\n",
     [("1", "One:"), ("1(a)", "x;"), ("1(b)", "y:"), ("1(b)(i)", "p"), ("1(c)", "z.")]),  # 24
    ("  1. One.\n\n  1. Two.\n\n  1. Three.\n", [("1", "One."), ("2", "Two."), ("3", "Three.")]),  # 25
    ("  1. One:\n\n  · x\n\n  · y\n\n  1. Two.\n",
     [("1", "One:"), ("1, bullet 1", "x"), ("1, bullet 2", "y"), ("2", "Two.")]),  # 26
    ("- One:\n \n - x\n \n - y\n- The Council agrees.\n",
     [("1", "One:"), ("1(a)", "x"), ("1(b)", "y"), ("2", "The Council agrees.")]),  # 27
    ("  1. One:\n  • x; or\n  • y, and;\n  • z\n  1. Two.\n",
     [("1", "One:"), ("1, bullet 1", "x; or"), ("1, bullet 2", "y, and;"), ("1, bullet 3", "z"), ("2", "Two.")]),  # 28
    ("  1. It  was ‘maladministration’  and late.It \\We know.\n",
     [("1", "It was ‘maladministration’ and late.It \\We know.")]),  # 29: spaces are normalised, slips are the source's
    ("  1. One.\n\nWhat I found\n\n  1. Two.\n", [("1", "One."), ("2", "Two.")]),  # 30: no "Back to top" between
    ("  1. One.\n\nInvestigator's decision on behalf of the Ombudsman\nInvestigator’s decision on behalf of the Ombudsman\n",
     [("1", "One.")]),  # 31
    ("  1. One.\n\nWhat I found\n\n  1. No end.\n", [("1", "One."), ("2", "No end.")]),  # 32: no final decision
    ("  1. “It is ‘late’ […] and so on …” she said.\n", [("1", "“It is ‘late’ […] and so on …” she said.")]),  # 36
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_bodies_are_read(body: str, expected: list[tuple[str, str]]) -> None:
    """Each line with the label that a citation gives it."""
    decision = _read(f"{TITLE}\n\nThe complaint\n\n{body}")
    assert [(one.label(item), line) for one in decision.paragraphs for item, line in one.lines()] == expected


LAW = [
    "(Local Government Act 1974, section 34H(i), as amended)",
    "(Local Government Act 1974 sections 34(B)",  # a missing bracket
    "[Local Government Act 1974, section 26A(1)]",
    "section 30(1B) and 34H(1) of the Local Government Act 1974",
]


@pytest.mark.parametrize("citation", LAW)
def test_a_law_citation_belongs_to_the_paragraph_above(citation: str) -> None:
    """Row 33: however it is spelled; row 34: what stands in thousands of decisions is marked as such."""
    text = f"{TITLE}\n\nThe Ombudsman’s role and powers\n\n  1. We look at fault:\n  • here.\n\n{citation}\n\n  1. Two.\n"
    first, second = _read(text).paragraphs
    assert (first.text.split("\n")[-1], first.boilerplate, second.number, second.subsection) == (citation, True, 2, None)


def test_cross_references_are_kept_and_checked() -> None:
    """Row 35: the words stay; a mention of a paragraph that is not there is a warning."""
    lines = "  1. See paragraph 2, parts c) to g).\n  2. As paragraph 9 says.\n\nFinal decision\n\n  1. End.\n"
    decision = _read(f"{TITLE}\n\nThe complaint\n\n{lines}")
    assert decision.paragraphs[0].text == "See paragraph 2, parts c) to g)."
    assert decision.warnings == ("paragraph 2 mentions paragraph 9, which this decision does not have",)


def test_slips_of_names_are_quoted_not_corrected() -> None:
    """Section 5: the same letter, a wrong one, and a child called A all stay as they are, decision by decision."""
    lines = ["Ms C’s child and Mr D, for Mr C, spoke.", "Mrs X, then Miss X, wrote.", "A went to school. SW and IO met Child B."]
    text = f"{TITLE}\n\nThe complaint\n\n" + "".join(f"  {n}. {line}\n" for n, line in enumerate(lines, 1))
    assert [one.text for one in _read(text).paragraphs] == lines


def test_a_joint_case_is_one_record_for_each_body() -> None:
    """Section 7: the same text under letters, each with its own outcome and category, and one family."""
    body = "The Ombudsmen's role and powers\n\n  1. One.\n\nFinal decision\n\n  1. The Trust agreed.\n"
    text = "{} ({})\nCategory : {}\nDecision : {}\n\n" + body
    trust = _read(text.format("Greyling NHS Trust", "99 100 001a", "Health > Other", "Upheld"))
    council = _read(text.format("Fernbury Council", "99 100 001", "Adult care services > Charging", "Not upheld"))
    assert _facts(trust) == ("99 100 001a", "Greyling NHS Trust", "Health", "Other", "Upheld", None)
    assert _facts(council) == ("99 100 001", "Fernbury Council", "Adult care services", "Charging", "Not upheld", None)
    assert trust.family == council.family


MIRROR = """{
  "title": "Fernbury Council (99 100 001)", "authority": null,
  "text": "Category :\\nEducation\\n>\\nSchool transport\\nThe complaint\\nMrs X complained.\\nFinal decision\\nUpheld."
}"""

REFUSED = [
    (MIRROR, "a JSON record"),  # C, as another collector keeps it
    (
        f"{TITLE}\nThe complaint\nMrs X complained; it was late.\nWhat I found\nFault.\nFinal decision\nUpheld.\n",
        "no paragraph marks",
    ),  # C
    (f"Recent statements in this category are shown below:\n-\n{TITLE}\nSummary: A bill.\n", "a listing"),  # L, a dash alone
    (f"School transport archive 2019-2020\nArchive has 153 results\n- One.\n{TITLE}\n", "a listing"),  # L, the archive
    (f"Your search has 10 results\n{TITLE}\nStatement Upheld Other 05-Feb-2020\n", "a listing"),  # L, a search
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_has_lost_its_paragraphs_is_refused(text: str, reason: str) -> None:
    """Never half-read in silence."""
    with pytest.raises(NotADecision, match=reason):
        _read(text)


def test_words_of_a_listing_inside_a_decision_change_nothing() -> None:
    """Only a line that heads a list makes a listing."""
    text = f"{TITLE}\n\nThe complaint\n\n  1. The page said your search has 10 results, and recent reports in this category.\n"
    assert _read(text).paragraphs[0].number == 1


def test_a_list_of_contents_is_dropped() -> None:
    """B3: dash lines that are section names, above the first heading."""
    contents = "- The complaint\n- The Ombudsman's role and powers\n- Final decision\n"
    text = f"{TITLE}\n{contents}The Ombudsman's final decision:\nSummary: A bill.{DASHES}"
    assert [(one.number, one.section, one.text) for one in _read(text).paragraphs] == [
        (1, "The complaint", "One."),
        (2, "Final decision", "Two."),
    ]
