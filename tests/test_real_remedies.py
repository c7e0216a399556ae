"""The remedies of the five real decisions beside the checkout, and of the invented samples, are read as a person reads them.

The rows were established by reading each decision (shared/domain/remedies.md section 8). No sentence of a real decision is
repeated: a row is its place, kind, sum, days and standing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Decision, Remedy, read_decision, sample_folder
from index.remedies.reading import read_remedies

BARNSLEY, HERTS, CORNWALL, NORTHANTS, DUDLEY = "21 010 250", "18 009 360", "24 012 183", "21 010 500", "23 009 433"
GOOD = 0.95

Row = tuple[str, str, str, str | None, int | None, str]
GOLD: list[Row] = [
    # the lead-in only says "That the Council:"; the month stands in the next paragraph, for a) to c)
    (BARNSLEY, "30(a)", "apology", None, 30, "agreed"),
    (BARNSLEY, "30(b)", "other", None, 30, "agreed"),  # mediation; what to do if it fails is no action of its own
    (BARNSLEY, "30(c)", "training", None, 30, "agreed"),
    # paragraphs 86 and 87 explain a remedy that was not chosen; 80 and 81 only urge
    (HERTS, "88(a)", "apology", None, 28, "agreed"),
    (HERTS, "88(a)", "other", None, 28, "agreed"),  # the restrictions have ended
    (HERTS, "88(b)", "payment", "£500", 28, "agreed"),
    (HERTS, "88(c)", "other", None, 28, "agreed"),
    (HERTS, "89", "training", None, 90, "agreed"),
    # the offer is welcomed in the findings, and again, without its sum, in paragraph 40
    (CORNWALL, "39", "payment", "£300", None, "offered_by_body"),
    (CORNWALL, "40", "training", None, None, "agreed"),
    (CORNWALL, "41(a)", "service_improvement", None, 30, "replaced"),
    (CORNWALL, "42", "service_improvement", None, None, "recommended"),  # what is expected in its place
    (CORNWALL, "43", "training", None, 30, "agreed"),
    # the £600 paid before is history
    (NORTHANTS, "54(a)", "apology", None, 30, "agreed"),
    (NORTHANTS, "54(b)", "payment", "£300", 30, "agreed"),
    (NORTHANTS, "54(c)", "training", None, 30, "agreed"),
    (NORTHANTS, "55(a)", "review", None, 90, "agreed"),
    (NORTHANTS, "55(b)", "service_improvement", None, 90, "agreed"),
    (NORTHANTS, "55(c)", "service_improvement", None, 90, "agreed"),
    (DUDLEY, "46(a)", "apology", None, 30, "agreed"),
    (DUDLEY, "46(b)", "payment", "£250", 30, "agreed"),
    (DUDLEY, "47", "service_improvement", None, 60, "agreed"),
]
SAMPLES: list[Row] = [
    ("99 000 101", "29(a)", "apology", None, 30, "agreed"),
    ("99 000 101", "29(b)", "payment", "£2,448", 30, "agreed"),
    ("99 000 101", "29(c)", "payment", "£300", 30, "agreed"),
    ("99 000 101", "30(a)", "review", None, 90, "agreed"),  # identify every family
    ("99 000 101", "30(a)", "review", None, 90, "agreed"),  # offer each of them a review
    ("99 000 101", "30(a)", "refund", None, 90, "agreed"),  # make good any shortfall
    ("99 000 101", "30(b)", "training", None, 90, "agreed"),
    ("99 000 102", "31(a)", "apology", None, 28, "agreed"),
    ("99 000 102", "31(b)", "payment", "£350", 28, "agreed"),  # takes the place of the £100 offered
    ("99 000 102", "32", "service_improvement", None, 90, "agreed"),
    ("99 000 105", "29(a)", "apology", None, 30, "agreed"),  # the limits stand in paragraph 30, by letter
    ("99 000 105", "29(b)", "payment", "£100", 30, "agreed"),  # for each month
    ("99 000 105", "29(b)", "payment", "£700", 30, "agreed"),  # which makes
    ("99 000 105", "29(c)", "payment", "£200", 30, "agreed"),
    ("99 000 105", "29(c)", "payment", "£900", 30, "agreed"),  # the total
    ("99 000 105", "29(d)", "training", None, 90, "agreed"),
    ("99 000 105", "29(e)", "service_improvement", None, 90, "agreed"),
    ("99 000 106", "28(a)", "apology", None, 30, "agreed"),
    ("99 000 106", "28(b)", "payment", "£1,200", 30, "agreed"),  # for each term
    ("99 000 106", "28(b)", "payment", "£3,600", 30, "agreed"),  # the total
    ("99 000 106", "28(c)", "payment", "£250", 30, "agreed"),
    ("99 000 106", "28(d)", "payment", "£150", 30, "agreed"),
    ("99 000 106", "30", "other", None, 42, "agreed"),  # ask the therapist
    ("99 000 106", "30", "other", None, 42, "agreed"),  # arrange the sessions
    ("99 000 106", "31(a)", "service_improvement", None, 90, "agreed"),
    ("99 000 106", "31(b)", "training", None, 90, "agreed"),
    ("99 000 107", "27", "review", None, None, "replaced"),  # refused in 28, replaced in 29
    ("99 000 107", "31(a)", "apology", None, 30, "agreed"),
    ("99 000 107", "31(b)", "payment", "£3,000", 30, "agreed"),
    ("99 000 107", "31(c)", "refund", "£862.40", 30, "agreed"),
    ("99 000 107", "31(d)", "other", None, 30, "agreed"),
    ("99 000 107", "32", "payment", "£200", None, "agreed"),  # each month, until
    ("99 000 107", "33", "review", None, 120, "agreed"),
    ("99 000 107", "34", "service_improvement", None, 60, "agreed"),
    ("99 000 108", "30", "reassessment", None, 42, "agreed"),
    ("99 000 108", "30", "other", None, 42, "agreed"),  # give its reasons
    ("99 000 108", "31", "refund", None, 28, "agreed"),  # the difference
    ("99 000 108", "32(a)", "apology", None, 30, "agreed"),
    ("99 000 108", "32(b)", "payment", "£150", 30, "agreed"),
    ("99 000 108", "33(a)", "other", None, 90, "agreed"),
    ("99 000 108", "33(b)", "training", None, 90, "agreed"),
    ("99 000 109a", "28(a)", "refund", "£3,214.40", 30, "agreed"),  # waived
    ("99 000 109a", "28(a)", "other", None, 30, "agreed"),  # confirmed in writing
    ("99 000 109a", "28(b)", "apology", None, 30, "agreed"),
    ("99 000 109a", "28(c)", "payment", "£200", 30, "agreed"),
    ("99 000 109a", "29", "apology", None, 30, "agreed"),  # the Trust's
    ("99 000 109a", "29", "payment", "£100", 30, "agreed"),
    ("99 000 109a", "30", "service_improvement", None, 90, "agreed"),  # the leaflet
    ("99 000 109a", "30", "service_improvement", None, 90, "agreed"),  # the form
    ("99 000 110", "27", "payment", "£250", 30, "offered_by_body"),
    ("99 000 112", "31(a)", "apology", None, 30, "agreed"),
    ("99 000 112", "31(b)", "payment", "£250", 30, "agreed"),
    ("99 000 112", "31(c)", "other", None, 42, "agreed"),
    ("99 000 112", "31(d)", "training", None, 60, "agreed"),
    ("99 000 112", "31(e)", "review", None, 60, "agreed"),
    ("99 000 112", "31(e)", "other", None, 60, "agreed"),
]
"""The twelve samples; 103, 104 and 111 order nothing, and the £1,846 paid before the complaint in 110 is history."""


def _rows(decisions: Sequence[Decision]) -> list[Row]:
    return [
        (str(row.reference), row.label, row.kind, row.amount, row.deadline_days, row.status)
        for decision in decisions
        for row in read_remedies(decision)
    ]


def _precision_and_recall(found: Sequence[Row], gold: Sequence[Row]) -> tuple[float, float]:
    right = sum((Counter(found) & Counter(gold)).values())
    return right / len(found), right / len(gold)


@pytest.fixture(scope="module")
def decisions(real_folder: Path) -> list[Decision]:
    """The real decisions."""
    return [read_decision(path) for path in sorted(real_folder.glob("*.txt"))]


def test_the_real_decisions_give_the_gold_rows(decisions: list[Decision]) -> None:
    """Row for row; the measure is held as well, so that a change for the worse says by how much."""
    found = _rows(decisions)
    precision, recall = _precision_and_recall(found, GOLD)
    assert (precision >= GOOD, recall >= GOOD) == (True, True), f"precision {precision:.3f}, recall {recall:.3f}"
    assert sorted(found, key=str) == sorted(GOLD, key=str)


def test_the_samples_give_the_gold_rows() -> None:
    """The same for the twelve samples."""
    found = _rows([read_decision(path) for path in sorted(sample_folder().glob("99-*"))])
    precision, recall = _precision_and_recall(found, SAMPLES)
    assert (precision >= GOOD, recall >= GOOD) == (True, True), f"precision {precision:.3f}, recall {recall:.3f}"
    assert sorted(found, key=str) == sorted(SAMPLES, key=str)


FACTS = [
    # reference, label, kind, body, payee, head, unit, where the limit is said, what it runs from, evidence, others
    (BARNSLEY, "30(a)", "apology", "the Council", None, None, None, 31, "decision", False, False),
    (HERTS, "88(b)", "payment", "the Council", "Mr C", "distress", "one_off", 88, "decision", False, False),
    (CORNWALL, "39", "payment", "the Council", None, "distress", "one_off", None, None, True, False),
    (CORNWALL, "43", "training", "the Council", None, None, None, 41, "decision", True, False),
    (NORTHANTS, "54(b)", "payment", "the Council", "Mr and Mrs X", "distress", "one_off", 54, "decision", True, False),
    (DUDLEY, "46(b)", "payment", "the Council", "Mr X", "distress", "one_off", 46, None, True, False),
]


@pytest.mark.parametrize("expected", FACTS, ids=lambda row: f"{row[0]}, {row[1]}")
def test_the_facts_of_a_row(decisions: list[Decision], expected: tuple[object, ...]) -> None:
    """Who, for whom, what for, by when and from when."""
    (row,) = [
        row for decision in decisions for row in read_remedies(decision) if (row.reference, row.label, row.kind) == expected[:3]
    ]
    facts = (row.body, row.payee, row.head, row.unit, row.deadline_paragraph, row.deadline_anchor)
    assert (*facts, row.evidence_required, row.others_affected) == expected[3:]


def test_every_row_stands_on_its_page(decisions: list[Decision]) -> None:
    """Action, sum and limit are parts of the paragraphs they are said to stand in."""
    for decision in [*decisions, *map(read_decision, sorted(sample_folder().glob("99-*")))]:
        texts = {one.number: one.text for one in decision.paragraphs}
        for row in read_remedies(decision):
            _stands(row, texts)


def _stands(row: Remedy, texts: dict[int, str]) -> None:
    assert row.paragraph is not None
    assert row.action_text in texts[row.paragraph]
    assert row.amount is None or row.amount in row.action_text
    assert row.deadline is None or (row.deadline_paragraph is not None and row.deadline in texts[row.deadline_paragraph])
