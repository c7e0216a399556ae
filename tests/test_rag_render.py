"""Answers, passages and decisions are shown as plain text that says where everything stands and who is speaking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from index import Decision, Item, Paragraph, Reference, Source, Speaker
from rag.records import Answer, Citation, Claim, Coverage, Passage
from rag.render import (
    NOTE,
    SPEAKERS,
    answer_text,
    coverage_text,
    decision_name,
    refusal_text,
    render_answer,
    render_decision,
    render_passages,
    render_warnings,
)

FINDING = Citation(
    n=1,
    reference="99 000 112",
    authority="Brackenholt Council",
    paragraph=24,
    label="24",
    basis="printed",
    section="Analysis",
    role="analysis",
    speaker="ombudsman",
    outcome="Upheld",
    decision_date=date(2023, 12, 5),
    quote="Refusing was fault.",
    text="The Council misunderstood the law. Refusing was fault.",
    url=None,
)
ACTION = replace(
    FINDING,
    n=2,
    paragraph=31,
    label="31(b)",
    section="Agreed action",
    role="action",
    speaker="action",
    quote="pay Dr M £250",
    text="The Council will:\npay Dr M £250",
)
OTHER = replace(
    FINDING,
    n=3,
    reference="99 000 110",
    authority=None,
    paragraph=20,
    label="20",
    basis="estimated",
    outcome=None,
    decision_date=None,
    quote="The Council was at fault.",
    text="The Council was at fault.",
)
CITATIONS = (FINDING, ACTION, OTHER)


def _quoted(citation: Citation) -> Claim:
    return Claim(citation.quote, (citation.n,), "quote", "verbatim")


NAMES = [
    ("Brackenholt Council", "99 000 112", "Brackenholt Council (99 000 112)"),
    (None, "99 000 112", "99 000 112"),  # no authority is printed
    ("", "99 000 112", "99 000 112"),
]


@pytest.mark.parametrize(("authority", "reference", "expected"), NAMES)
def test_a_decision_is_named_by_authority_and_reference(authority: str | None, reference: str, expected: str) -> None:
    """By the reference alone where there is no more."""
    assert decision_name(authority, reference) == expected


def test_every_speaker_has_words_of_its_own() -> None:
    """An allegation and a finding must not look alike."""
    assert set(SPEAKERS) == set(get_args(Speaker))
    assert len(set(SPEAKERS.values())) == len(SPEAKERS)


def test_quotations_stand_under_their_decision_and_speaker() -> None:
    """A line for each change of decision or of speaker, a blank line between decisions, and what is not known left out."""
    assert answer_text([_quoted(one) for one in CITATIONS], CITATIONS).split("\n") == [
        "Brackenholt Council (99 000 112): Upheld, 05 Dec 2023",
        "The Ombudsman:",
        "- “Refusing was fault.” [1]",
        "Agreed action:",
        "- “pay Dr M £250” [2]",
        "",
        "99 000 110; paragraph numbers estimated",
        "The Ombudsman:",
        "- “The Council was at fault.” [3]",
    ]


WRITTEN = [
    (Claim("It refused.", (1,), "supported", "good"), "- It refused. [1]"),  # written, not quoted
    (Claim("It paid.", (1, 2), "supported", "good"), "- It paid. [1][2]"),  # two pins
    (Claim("It paid.", (2,), "weak", "little shared"), "- It paid. [2] (weak: little shared)"),
    (Claim("It paid £9.", (2,), "unsupported", "no such sum"), "- It paid £9. [2] (unsupported: no such sum)"),
]


@pytest.mark.parametrize(("claim", "line"), WRITTEN)
def test_what_a_model_wrote_shows_its_grade(claim: Claim, line: str) -> None:
    """No quotation marks, and the reason where it is not supported; the decision it cites first stands above it."""
    heading, written = answer_text([claim], CITATIONS).split("\n") if claim.citations else ("", answer_text([claim], CITATIONS))
    assert (heading.split(" (")[0], written) == ("Brackenholt Council" if claim.citations else "", line)


def test_a_count_stands_under_no_decision() -> None:
    """It is of many, and cites the first of them all the same."""
    count = Claim("Of 2 decisions, 2 agreed a payment.", (2, 3), "supported", "counted", computed=True)
    assert answer_text([count, _quoted(ACTION)], CITATIONS).split("\n") == [
        "- Of 2 decisions, 2 agreed a payment. [2][3] (numbering estimated)",
        "",
        "Brackenholt Council (99 000 112): Upheld, 05 Dec 2023",
        "Agreed action:",
        "- “pay Dr M £250” [2]",
    ]


def test_no_claim_is_no_text() -> None:
    """Nothing is made up around it."""
    assert answer_text([], []) == ""


COVERED = [
    (Coverage(1, None, None), "Searched 1 decision."),
    (Coverage(0, None, None), "Searched 0 decisions."),
    (Coverage(1_234, date(2019, 8, 21), None), "Searched 1,234 decisions."),  # half a span is none
    (
        Coverage(5, date(2019, 8, 21), date(2022, 9, 12)),
        "Searched 5 decisions, from 21 Aug 2019 to 12 Sep 2022.",
    ),
    (
        Coverage(5, date(2019, 8, 21), date(2022, 9, 12), undated=2, nearest=("A (1)", "B (2)")),
        "Searched 5 decisions, from 21 Aug 2019 to 12 Sep 2022, 2 without a date; nearest: A (1), B (2).",
    ),
]


@pytest.mark.parametrize(("coverage", "expected"), COVERED)
def test_what_was_searched_is_said(coverage: Coverage, expected: str) -> None:
    """Counts, dates as far as known, and the nearest decisions."""
    assert coverage_text(coverage) == expected
    assert refusal_text("No.", coverage) == f"No. {expected}"


ANSWER = Answer(
    question="Was it fault?",
    status="complete",
    text=answer_text([_quoted(FINDING), _quoted(ACTION)], CITATIONS),
    claims=(_quoted(FINDING), _quoted(ACTION)),
    citations=(FINDING, replace(ACTION, warnings=("invented", "estimated"))),
    passages=(),
    coverage=Coverage(12, None, None),
    mode="quotation",
    notices=("Read as: Was it fault?",),
)


def test_a_whole_answer_has_notices_text_sources_and_coverage() -> None:
    """In that order, with a blank line between; a warning stands once, under its decision's reference."""
    assert render_answer(ANSWER).split("\n") == [
        "Note: Read as: Was it fault?",
        "",
        "Brackenholt Council (99 000 112): Upheld, 05 Dec 2023",
        "The Ombudsman:",
        "- “Refusing was fault.” [1]",
        "Agreed action:",
        "- “pay Dr M £250” [2]",
        "",
        "[1] 99 000 112, para 24, Analysis",
        "[2] 99 000 112, para 31(b), Agreed action",
        "",
        "Warning (99 000 112): invented",
        "",
        "Warning (99 000 112): estimated",
        "",
        f"Searched 12 decisions. {NOTE}",
    ]


def test_an_answer_without_citations_is_its_text() -> None:
    """A refusal says itself what was searched."""
    assert render_answer(replace(ANSWER, text="No.", citations=(), notices=())) == "No."


def test_long_lines_are_wrapped_and_long_words_kept() -> None:
    """Continued claims are indented; an address is not broken."""
    word = "x" * 150
    text = f"- {'word ' * 30}end [1]\n{word}"
    lines = render_answer(replace(ANSWER, text=text, citations=(), notices=())).splitlines()
    assert lines == [f"- {'word ' * 18}word", f"  {'word ' * 11}end [1]", word]


PASSAGE = Passage(
    reference="99 000 112",
    authority="Brackenholt Council",
    paragraph=31,
    label="31",
    basis="printed",
    section="Agreed action",
    role="action",
    speaker="action",
    text="The Council will:\npay Dr M £250",
    score=1.0,
)


def test_passages_are_blocks_in_order_of_rank() -> None:
    """Place, section, speaker and score in the head; the paragraph's own lines below."""
    estimated = replace(PASSAGE, authority=None, basis="estimated", speaker="complainant", text="He says so.", score=0.456)
    assert render_passages([PASSAGE, estimated]).split("\n") == [
        "1. Brackenholt Council (99 000 112), para 31 - Agreed action, agreed action, score 1.00",
        "   The Council will:",
        "   pay Dr M £250",
        "",
        "2. 99 000 112, para 31 (numbering estimated) - Agreed action, the complainant's account, score 0.46",
        "   He says so.",
    ]
    assert render_passages([]) == ""


ITEMS = (Item("a", "letter", "apologise; and"), Item("b", "letter", "pay Dr M £250."))
PARAGRAPHS = (
    Paragraph(1, "printed", "complaint", "The complaint", None, "complainant", "Dr M complains."),
    Paragraph(2, "printed", "law", "What I found", "The law", "law", "There is a law."),
    Paragraph(
        3, "printed", "action", "Agreed action", None, "action", "It will:\napologise; and\npay Dr M £250.\nThen stop.", ITEMS
    ),
)
DECISION = Decision(
    reference=Reference("99 000 112"),
    authority="Brackenholt Council",
    category="Education",
    subcategory="Other",
    outcome=None,
    decision_date=date(2023, 12, 5),
    url=None,
    summary="Dr M complained.",
    kind="statement",
    source=Source("a.html", "0", "2026-01-01T00:00:00Z"),
    paragraphs=PARAGRAPHS,
    family="html",
    warnings=("invented",),
)


def test_a_decision_is_shown_with_the_labels_a_citation_uses() -> None:
    """What is not printed is said; a heading stands once above its paragraphs; a closing line has no label."""
    assert render_decision(DECISION, PARAGRAPHS).split("\n") == [
        "Brackenholt Council (99 000 112)",
        "Category: Education > Other",
        "Decision: not printed",
        "Decision date: 05 Dec 2023",
        "Page: not printed",
        "Paragraph numbers: printed",
        "Warning: invented",
        "Summary: Dr M complained.",
        "",
        "The complaint",
        "     1  Dr M complains.",
        "",
        "What I found > The law",
        "     2  There is a law.",
        "",
        "Agreed action",
        "     3  It will:",
        "  3(a)  apologise; and",
        "  3(b)  pay Dr M £250.",
        "        Then stop.",
    ]


def test_only_the_paragraphs_asked_for_are_shown() -> None:
    """The head stays whole."""
    shown = render_decision(DECISION, PARAGRAPHS[1:2])
    assert shown.endswith("Summary: Dr M complained.\n\nWhat I found > The law\n     2  There is a law.")
    assert "Dr M complains." not in shown


UNNUMBERED = replace(
    ACTION, n=1, label="Recommendations, 1st item, bullet 2", basis="none", section="Recommendations", warnings=("It is cut off.",)
)


def test_a_place_without_a_number_is_shown_as_a_place() -> None:
    """Its section is in the label already, "para" is not said of it, and the decision's warning stands under the answer."""
    answer = Answer("q", "complete", "- a [1]", (), (UNNUMBERED,), (), Coverage(1, None, None), "quotation")
    assert render_answer(answer).split("\n\n")[1:3] == [
        "[1] 99 000 112, Recommendations, 1st item, bullet 2 (no numbers on the page)",
        "Warning (99 000 112): It is cut off.",
    ]
    passage = Passage(
        "99 000 112", None, 3, "Finding, 2nd item", "none", "Finding", "findings", "ombudsman", "Fault.", 1.0
    )  # fmt: skip
    assert render_passages([passage]).splitlines()[0].startswith("1. 99 000 112, Finding, 2nd item - Finding")


def test_warnings_are_counted_and_cut_short() -> None:
    """Ten kinds with five references each; the rest is said to be there."""
    many = {f"warning {n}": tuple(f"99 000 {m:03}" for m in range(20 - n)) for n in range(12)}
    lines = list(render_warnings(many))
    assert lines[0] == "20 x warning 0 (99 000 000, 99 000 001, 99 000 002, 99 000 003, 99 000 004, ...)"
    assert lines[10:] == ["... and 2 more; all of them with --json"]
    assert list(render_warnings({})) == []
