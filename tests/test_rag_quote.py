"""An answer by quotation holds verbatim sentences, each with the label of the place where it stands."""

from __future__ import annotations

import pytest
from doubles import Sure

from index import Embedder, Store
from rag.evidence import Ranked, gather_evidence
from rag.interaction import LateInteraction
from rag.query import read_query
from rag.quote import Quotation, cite_row, select_quotations
from rag.records import Citation
from rag.remedy import ledger_of
from rag.retrieve import retrieve
from rag.tying import nearness_of


def _ranked_and_quoted(question: str, store: Store, embedder: Embedder) -> tuple[tuple[Ranked, ...], tuple[Quotation, ...]]:
    query = read_query(question)
    found = retrieve(query, store, embedder, Sure(query.kind))
    ranked = gather_evidence(query, found, store, LateInteraction(embedder, store))
    ledger, near = ledger_of(store), nearness_of(store, embedder)
    return ranked, select_quotations(query, ranked, found, LateInteraction(embedder, store), ledger=ledger, near=near).quotations


def _labels(quotations: tuple[Quotation, ...]) -> list[tuple[str, str]]:
    return [(str(quotation.row.decision.reference), quotation.label) for quotation in quotations]


def test_a_paragraph_asked_by_number_is_quoted_whole(sample_store: Store, embedder: Embedder) -> None:
    """Line by line, each sub-item under its own label."""
    _, quotations = _ranked_and_quoted("show me paragraph 29 of 99 000 101", sample_store, embedder)
    assert [(quotation.label, quotation.text) for quotation in quotations] == [
        ("29", "Within one month of this final decision the Council will:"),
        ("29(a)", "write to Mrs G, over the signature of a senior manager, to apologise for the faults I found;"),
        ("29(b)", "pay Mrs G £2,448, worked out as shown in paragraph 26, to be used for J’s support as she thinks best; and"),
        ("29(c)", "pay Mrs G a further £300 as a symbolic payment for the strain she was put under."),
    ]


WHOLE = [
    ("What does paragraph 10 of 99-000-107 say?", "99 000 107", 10),  # law
    ("para 3 of 99 000 112", "99 000 112", 3),  # a standing paragraph, long
    ("paragraph 8 of 99000101", "99 000 101", 8),  # bullets
    ("paragraph 5 of 99 000 109a", "99 000 109a", 5),  # a reference with a suffix
]


@pytest.mark.parametrize(("question", "reference", "number"), WHOLE)
def test_the_lines_of_a_whole_paragraph_make_its_text(
    question: str, reference: str, number: int, *, sample_store: Store, embedder: Embedder
) -> None:
    """Nothing is left out, nothing added, and nothing comes from another paragraph."""
    _, quotations = _ranked_and_quoted(question, sample_store, embedder)
    paragraph = quotations[0].row.paragraph
    assert {(str(q.row.decision.reference), q.row.paragraph.number) for q in quotations} == {(reference, number)}
    assert " ".join(q.text for q in quotations) == paragraph.text.replace("\n", " ")


REMEDIES = [
    ("What remedy was agreed when 99 000 112 refused a panel?", [f"31{part}" for part in ("(a)", "(b)", "(c)", "(d)", "(e)")]),
    ("How much was paid in 99 000 112?", ["31(b)"]),  # the sum, and no other item
    ("How much was paid in 99 000 105?", ["29(b)", "29(c)"]),
]


@pytest.mark.parametrize(("question", "labels"), REMEDIES)
def test_a_remedy_comes_item_by_item(question: str, labels: list[str], sample_store: Store, embedder: Embedder) -> None:
    """After what the Ombudsman found, in the order of the page."""
    _, quotations = _ranked_and_quoted(question, sample_store, embedder)
    actions = [quotation.label for quotation in quotations if quotation.row.paragraph.role == "action"]
    findings = [quotation for quotation in quotations if quotation.row.paragraph.role == "analysis"]
    assert actions[: len(labels)] == labels
    assert {quotation.row.paragraph.speaker for quotation in findings} <= {"ombudsman"}
    numbers = [quotation.row.paragraph.number for quotation in quotations]
    assert numbers == sorted(numbers)


HISTORY = [
    ("How much was paid in 99 000 102?", "£350", "£100"),  # offered at first, and too little
    ("How much was paid in 99 000 106?", "£3,600", "£450"),  # offered, refused and replaced
]


@pytest.mark.parametrize(("question", "agreed", "offered"), HISTORY)
def test_an_earlier_offer_is_not_given_as_the_remedy(
    question: str, agreed: str, offered: str, *, sample_store: Store, embedder: Embedder
) -> None:
    """What was agreed stands in the answer, and the sum it replaced does not."""
    _, quotations = _ranked_and_quoted(question, sample_store, embedder)
    text = " ".join(quotation.text for quotation in quotations)
    assert (agreed in text, offered in text) == (True, False)


QUESTIONS = [
    "What did the complainant want in 99 000 101?",  # a wish
    "How long may stage two of the statutory complaints procedure take?",  # a time limit
    "What happened after the panel was refused?",  # facts, from several decisions
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_sentences_are_verbatim_distinct_and_grouped(question: str, sample_store: Store, embedder: Embedder) -> None:
    """Each stands in its paragraph; each once; the decisions one after the other."""
    _, quotations = _ranked_and_quoted(question, sample_store, embedder)
    assert quotations
    assert all(quotation.text in quotation.row.paragraph.text for quotation in quotations)
    places = [(reference, quotation.text) for (reference, _), quotation in zip(_labels(quotations), quotations, strict=True)]
    assert len(places) == len(set(places))
    references = [reference for reference, _ in places]
    assert [one for at, one in enumerate(references) if one not in references[:at]] == [
        one for at, one in enumerate(references) if at == 0 or references[at - 1] != one
    ]


def test_a_wish_is_quoted_from_the_complaint(sample_store: Store, embedder: Embedder) -> None:
    """What Mrs G wanted stands in paragraph 2, in her words."""
    _, quotations = _ranked_and_quoted("What did the complainant want in 99 000 101?", sample_store, embedder)
    assert ("99 000 101", "2") in _labels(quotations)


def test_nothing_ranked_is_nothing_quoted(sample_store: Store, embedder: Embedder) -> None:
    """An unknown reference leaves no paragraph."""
    assert _ranked_and_quoted("How much was paid in 21 999 999?", sample_store, embedder) == ((), ())


def test_a_citation_holds_what_the_store_holds(sample_store: Store, embedder: Embedder) -> None:
    """Everything of the decision and the paragraph; the number and label as given."""
    ranked, _ = _ranked_and_quoted("show me paragraph 24 of 99 000 112", sample_store, embedder)
    row = next(row for row in ranked if row.paragraph.number == 24)
    decision, paragraph = row.decision, row.paragraph
    assert cite_row(row, "Refusing was fault.", n=3) == Citation(
        n=3,
        reference="99 000 112",
        authority="Brackenholt Council",
        paragraph=24,
        label="24",
        basis="printed",
        section=paragraph.section,
        role="analysis",
        speaker="ombudsman",
        outcome="Upheld",
        decision_date=decision.decision_date,
        quote="Refusing was fault.",
        text=paragraph.text,
        url=decision.url,
        warnings=decision.warnings,
        said_by="ombudsman",
    )
    assert (cite_row(row, "x", label="24(b)").label, cite_row(row, "x").n) == ("24(b)", 0)
