"""A comparison has a row for each decision, each cell with where it stands, and says so where nothing was paid."""

from __future__ import annotations

import pytest

from index import Store
from rag import Answer, Answerer, Ranked, compare, ledger_of
from rag.table import columns_of, rows_of

NAMED = "Compare the remedies in 99 000 112 and 99 000 106"


def _rows(answer: Answer) -> dict[str, dict[str, str]]:
    """What stands under each heading, by reference."""
    return {
        row.decision.reference: {heading: "; ".join(claim.text for claim in cell) for heading, cell in row.cells.items()}
        for row in rows_of(answer.claims, answer.citations)
    }


def test_named_decisions_have_a_row_each_with_sum_and_limit(sample_answerer: Answerer) -> None:
    """The finding, what was agreed, the sum and by when, as the ledger has them."""
    answer = sample_answerer.ask(NAMED)
    rows = _rows(answer)
    assert set(rows) == {"99 000 112", "99 000 106"}
    assert {"Agreed", "Sum", "By when"} <= set(columns_of(answer.claims))
    assert rows["99 000 112"]["Sum"] == "£250"
    assert "£3,600 in total" in rows["99 000 106"]["Sum"]
    assert rows["99 000 112"]["By when"].startswith("within one month of my final decision; ")


def test_every_cell_is_pinned_in_its_own_decision(sample_answerer: Answerer) -> None:
    """Words of code too; a verbatim cell stands in the paragraph it cites."""
    answer = sample_answerer.ask(NAMED)
    places = {citation.n: citation for citation in answer.citations}
    for row in rows_of(answer.claims, answer.citations):
        for claim in (claim for cell in row.cells.values() for claim in cell):
            assert {places[n].reference for n in claim.citations} == {row.decision.reference}
            assert (claim.grade, claim.computed) in {("quote", False), ("supported", True)}
            assert claim.computed or claim.text in places[claim.citations[0]].text


def test_text_and_json_hold_the_same_cells(sample_answerer: Answerer) -> None:
    """A table in the text, a column at each claim in JSON."""
    answer = sample_answerer.ask(NAMED)
    assert answer.text.startswith("Decision")
    columns = [claim["column"] for claim in answer.to_json()["claims"]]
    assert set(columns) == set(columns_of(answer.claims))
    assert all(f"[{citation.n}]" in answer.text for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "What remedy was agreed in 99 000 112?",  # one decision
        "How much was paid in 99 000 106?",  # one sum
        "Show me paragraph 29 of 99 000 101",  # a paragraph
    ],
)
def test_one_decision_is_not_compared(question: str, sample_answerer: Answerer) -> None:
    """No cell, no table."""
    assert columns_of(sample_answerer.ask(question).claims) == ()


def test_a_decision_without_a_payment_says_so(sample_store: Store) -> None:
    """In the column of sums, pinned to the actions that were agreed instead."""
    (key,) = [i for i in sample_store.matching() if str(sample_store.decision(i).reference) == "99 000 112"]
    decision = sample_store.decision(key)
    group = [Ranked(key, decision, paragraph, 0.5, 0.5) for paragraph in decision.paragraphs]
    rows = ledger_of(sample_store)(decision)
    sums = []
    for chosen in (rows, [row for row in rows if row.amount is None]):
        cells = {cell.column: cell for cell in compare._agreed(group, chosen)}
        sums.append(cells["Sum"].words)
        assert set(cells["Sum"].places) <= set(cells["Agreed"].places)
    assert sums == ["£250", "no payment"]


def test_what_a_party_says_is_marked_as_theirs(sample_answerer: Answerer) -> None:
    """Under "Finding" stands the Ombudsman alone."""
    for question in (NAMED, "How do 99 000 112 and 99 000 106 differ?", "Which cases are about a panel that was refused?"):
        answer = sample_answerer.ask(question)
        places = {citation.n: citation for citation in answer.citations}
        for claim in answer.claims:
            if claim.column == "Finding":
                assert places[claim.citations[0]].speaker == "ombudsman"
            if claim.column == "What it says":
                assert claim.lead
