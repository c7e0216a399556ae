"""A remedy is quoted from the ledger's rows, with the sum, the time limit and what became of it before it."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from index import Embedder, Filters, Reference, Store, build_store, open_store
from rag import Answer, Answerer
from rag.remedy import ledger_of


def _leads(answer: Answer, reference: str) -> list[str]:
    places = {citation.n: citation.reference for citation in answer.citations}
    return [claim.lead for claim in answer.claims if claim.lead and places[claim.citations[0]] == reference]


LEADS = [
    (
        "How much was paid in 99 000 106?",  # a total with what it is made of; an offer that was replaced is no row
        "99 000 106",
        [
            "Payment of £1,200 a term; payment of £3,600 in total, within one month of my final decision",
            "Payment of £250, within one month of my final decision",
            "Payment of £150, within one month of my final decision",
        ],
    ),
    ("How much was paid in 99 000 112?", "99 000 112", ["Payment of £250, within one month of my final decision"]),
]


@pytest.mark.parametrize(("question", "reference", "leads"), LEADS)
def test_the_sum_and_the_limit_stand_before_the_quotation(
    question: str, reference: str, leads: list[str], sample_answerer: Answerer
) -> None:
    """In plain words, from the ledger."""
    assert _leads(sample_answerer.ask(question), reference) == leads


def test_a_time_limit_that_stands_elsewhere_is_cited_too(sample_answerer: Answerer) -> None:
    """The item is in paragraph 31 and its limit in 32: both are pinned, and the limit's words stand in the second."""
    answer = sample_answerer.ask("How much was paid in 99 000 112?")
    places = {citation.n: citation for citation in answer.citations}
    (claim,) = [claim for claim in answer.claims if claim.lead]
    own, limit = (places[n] for n in claim.citations)
    assert (own.label, limit.paragraph) == ("31(b)", 32)
    assert "within one month of my final decision" in limit.quote


QUESTIONS = [
    "What remedy was agreed when the council refused a stage three panel?",
    "What did councils do to put things right after delay?",
    "How much was paid for distress?",
    "What service improvements were agreed for homeless families?",
    "remedy for lost education",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_lead_says_what_its_ledger_row_says(question: str, sample_answerer: Answerer) -> None:
    """Sums in a lead are those of the ledger's rows in that paragraph, and stand in a paragraph that the claim cites."""
    answer, store = sample_answerer.ask(question), sample_answerer.store
    places = {citation.n: citation for citation in answer.citations}
    leads = [claim for claim in answer.claims if claim.lead]
    assert leads
    for claim in leads:
        cited = [places[n] for n in claim.citations]
        rows = store.remedies(Filters(references=(Reference(cited[0].reference),)))
        known = {row.amount for row in rows if row.paragraph == cited[0].paragraph}
        sums = re.findall(r"£[\d,]*\d(?:\.\d\d)?", claim.lead)
        assert set(sums) <= known
        assert all(any(one in citation.text for citation in cited) for one in sums)


def test_what_was_agreed_stands_under_its_own_heading(sample_answerer: Answerer) -> None:
    """The findings first, then once a decision the remedy; a time limit that all its actions share stands in the heading."""
    text = sample_answerer.ask("How much was paid in 99 000 106?").text.split("\n")
    assert [line for line in text if line.startswith("Remedy")] == ["Remedy, within one month of my final decision:"]
    assert [line.partition(":")[0] for line in text if line.startswith("- Payment")] == [
        "- Payment of £1,200 a term; payment of £3,600 in total",
        "- Payment of £250",
        "- Payment of £150",
    ]


def test_a_question_about_an_offer_may_quote_the_offer(sample_answerer: Answerer) -> None:
    """It is what is asked for; a question about what was paid does not get it."""
    offered = sample_answerer.ask("What had the council offered before in 99 000 106, and was it enough?")
    paid = sample_answerer.ask("How much was paid in 99 000 106?")
    assert ("£450" in offered.text, "£450" in paid.text) == (True, False)


def test_the_ledger_of_a_store_is_that_of_one_decision(sample_store: Store) -> None:
    """Every row belongs to the decision asked for."""
    decision = sample_store.decision(sample_store.matching()[0])
    rows = ledger_of(sample_store)(decision)
    assert rows
    assert {row.key for row in rows} == {decision.key}


TWO_FAULTS = """FICTIONAL SAMPLE - invented for Pinpoint; not a decision of the Ombudsman

Wychbrook County Council (99 000 204)

Category : Children's care services > Other

Decision : Upheld

Decision date : 07 Nov 2023

The Ombudsman's final decision:

Summary: Mr K complained about how the Council dealt with his complaint about social workers. There was fault.

The complaint

  1. Mr K complains that the Council was slow to look into his complaint and refused to go on with it.

What I found

  1. Mr K asked for a stage three review panel in May 2023. The Council told him a panel would change nothing.
  2. The Council should have held a stage three review panel. Refusing Mr K a panel was fault.
  3. The stage two investigation took 30 weeks. This was fault. I welcome the Council's offer of £275 to recognise that injustice.

Agreed action

  1. Within one month of my final decision the Council will hold the stage three review panel that it refused Mr K.

Final decision

  1. I have completed my investigation. There was fault causing injustice.
"""


@pytest.mark.parametrize(
    ("question", "sum_"),
    [
        ("What remedy for refusing a stage three review panel?", None),
        ("What remedy for a stage two investigation that took too long?", "£275, offered by the council"),
    ],
)
def test_a_sum_for_a_fault_found_beside_it_answers_that_fault(
    question: str, sum_: str | None, tmp_path: Path, embedder: Embedder
) -> None:
    """It is no remedy of the other fault, and it is quoted with the fault that it points back to."""
    (tmp_path / "99-000-204.txt").write_text(TWO_FAULTS)
    build_store([tmp_path / "99-000-204.txt"], tmp_path / "store", embedder=embedder)
    with closing(open_store(tmp_path / "store")) as store:
        text = " ".join(Answerer(store, embedder).ask(question).text.split())
    assert ("£275" in text) == (sum_ is not None)
    assert sum_ is None or f"Payment of {sum_}: “The stage two investigation took 30 weeks. This was fault. I welcome" in text
