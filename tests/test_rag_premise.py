"""What a question takes for granted and the decision contradicts is put right from the decision's own facts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from remedy_decisions import make_decision, make_paragraph

from index import Decision, read_remedies
from rag.premise import NamedCase, correct_premises
from rag.query import Known, read_query

AUTHORITIES = ("Anywhere Council", "Cornwall Council")


def _decision(*actions: str, outcome: str | None = "Upheld", finding: str = "The Council was at fault for the delay.") -> Decision:
    """A decision of complaint, facts, finding, actions and end."""
    complaint = make_paragraph(1, "Mrs X complains of delay. She wants £900.", "The complaint", "complaint")
    made = make_decision(
        replace(complaint, speaker="complainant"),
        make_paragraph(2, "A stage three review panel met in May. The stage two investigation was late.", "What happened", "facts"),
        make_paragraph(3, finding, "Analysis", "analysis"),
        *(make_paragraph(number, text) for number, text in enumerate(actions, 4)),
        make_paragraph(4 + len(actions), "I have ended my investigation. It is closed.", "Final decision", "decision"),
    )
    return replace(made, outcome=outcome)


APOLOGY = (
    "Within one month the Council has agreed to:\n- apologise to Mrs X for the delay; and\n- remind its staff of the time limits."
)
PAYMENT = "The Council has agreed to pay Mrs X £250 for the distress caused. It will also pay her £100 for each month of delay."
REFUSED = (
    "I recommended the Council develops a process for acknowledging complaints about social workers.\n"
    "The Council did not agree to this, and I accept its reasons."
)


def _corrected(question: str, decision: Decision) -> list[str]:
    query = read_query(question, known=Known(AUTHORITIES))
    found = correct_premises(query, [NamedCase(decision, read_remedies(decision))])
    assert all(citation.quote in citation.text for one in found for citation in one.citations)
    assert all(one.citations for one in found)
    return [one.text for one in found]


NO_PAYMENT = "No payment was agreed in 99 100 200; what was agreed stands in paragraphs 4(a) and 4(b)."
OTHER_SUM = "£2,500 does not stand in 99 100 200; the payments agreed there are £250 (paragraph 4) and £100 a month (paragraph 4)."
CORRECTED = [
    ("How much was paid in 99 100 200?", (APOLOGY,), NO_PAYMENT),
    ("What compensation did Mrs X get in 99 100 200?", (APOLOGY,), NO_PAYMENT),
    ("Why was the council in 99 100 200 fined?", (APOLOGY,), NO_PAYMENT),
    ("Why was she awarded £300 in 99 100 200?", (APOLOGY,), NO_PAYMENT),
    ("Did Anywhere have to pay her anything?", (APOLOGY,), NO_PAYMENT),
    (
        "How much was paid in 99 100 200?",
        (),
        "No payment was agreed in 99 100 200, nor any other action; how it ended stands in paragraph 4.",
    ),
    ("Why was she awarded £2,500 in 99 100 200?", (PAYMENT,), OTHER_SUM),
    ("Why was 2500 pounds agreed in 99 100 200?", (PAYMENT,), OTHER_SUM.replace("£2,500", "2500 pounds")),
    (
        "What did Cornwall Council do wrong in 99 100 200?",
        (APOLOGY,),
        "99 100 200 is a decision about Anywhere Council, not about Cornwall Council.",
    ),
    (
        "What did Suffolk County Council do wrong in 99 100 200?",  # not in the store either
        (APOLOGY,),
        "99 100 200 is a decision about Anywhere Council, not about Suffolk County Council.",
    ),
    (
        "What did the panel at stage two decide in 99 100 200?",
        (APOLOGY,),
        "99 100 200 speaks of a panel at stage three, not at stage two (paragraph 2).",
    ),
    (
        "What happened at stage one in 99 100 200?",
        (APOLOGY,),
        "99 100 200 speaks of stage two and three, not of stage one (paragraph 2).",
    ),
    (
        "Why was no fault found in 99 100 200?",
        (APOLOGY,),
        "The outcome of 99 100 200 is “Upheld”; how it ended stands in paragraph 5.",
    ),
]
LEFT = [
    ("How much was paid in 99 100 200?", (PAYMENT,)),
    ("Why was £250 agreed in 99 100 200?", (PAYMENT,)),
    ("Why was £100 a month agreed in 99 100 200?", (PAYMENT,)),
    ("Why was she not paid £900 in 99 100 200?", (PAYMENT,)),  # she wanted it: the sum stands there
    ("What did she want to be paid in 99 100 200?", (APOLOGY,)),
    ("How much was the bill in 99 100 200?", (APOLOGY,)),  # other money
    ("We offered £150 before 99 100 200 was decided, is that enough?", (PAYMENT,)),
    ("What did Anywhere Council do wrong in 99 100 200?", (APOLOGY,)),
    ("What did the stage three panel decide in 99 100 200?", (APOLOGY,)),
    ("What did the investigation at stage two find in 99 100 200?", (APOLOGY,)),
    ("Why was the complaint upheld in 99 100 200?", (APOLOGY,)),
    ("Why was no fault found in how the council recorded the meeting with the school in 99 100 200?", (APOLOGY,)),  # a part of it
    ("Was no fault found in 99 100 200?", (APOLOGY,)),  # asked, not presumed
    ("What happened in 99 100 200?", (APOLOGY,)),
]


@pytest.mark.parametrize(("question", "actions", "said"), CORRECTED)
def test_a_false_premise_is_put_right(question: str, actions: tuple[str, ...], said: str) -> None:
    """One plain sentence with the paragraphs it rests on."""
    assert _corrected(question, _decision(*actions)) == [said]


@pytest.mark.parametrize(("question", "actions"), LEFT)
def test_what_may_be_right_is_left(question: str, actions: tuple[str, ...]) -> None:
    """The sum, the council, the stage or the outcome is there, or the question presumes nothing."""
    assert _corrected(question, _decision(*actions)) == []


def test_an_obligation_that_was_not_taken_on_is_put_right() -> None:
    """It says where it stands, and where what was agreed does."""
    decision = _decision(APOLOGY, REFUSED)
    question = "Why does the council in 99 100 200 have to develop a process for complaints about social workers?"
    assert _corrected(question, decision) == [
        "What paragraph 5 of 99 100 200 names was not agreed; what was agreed stands in paragraphs 4(a) and 4(b)."
    ]
    assert _corrected("Why does the council in 99 100 200 have to remind staff of the time limits?", decision) == []


def test_the_outcome_is_put_right_both_ways() -> None:
    """Where the page prints one; a page without an outcome proves nothing."""
    question = "Why was the complaint in 99 100 200 upheld?"
    said = "The outcome of 99 100 200 is “{}”; how it ended stands in paragraph 4."
    for outcome in ("Not upheld", "Closed after initial enquiries"):
        assert _corrected(question, _decision(outcome=outcome)) == [said.format(outcome)]
    assert _corrected(question, _decision(outcome=None)) == []


def test_a_sum_that_the_ombudsman_names_leaves_it_open() -> None:
    """The ledger may not have it, so nothing is said for certain."""
    decision = _decision(APOLOGY, finding="The Council’s payment of £300 is enough.")
    assert read_remedies(decision) == read_remedies(_decision(APOLOGY)) or "£300" in str(read_remedies(decision))
    assert _corrected("How much was paid in 99 100 200?", decision) == []


def test_of_several_decisions_each_is_looked_at() -> None:
    """For payments; what else a question presumes may be of one of them only."""
    first, second = _decision(APOLOGY), replace(_decision(PAYMENT), reference=_decision().reference.parse("99 100 201"))
    cases = [NamedCase(one, read_remedies(one)) for one in (first, second)]
    found = correct_premises(read_query("How much was paid in 99 100 200 and 99 100 201?"), cases)
    assert [one.text for one in found] == [NO_PAYMENT]
    assert correct_premises(read_query("What did the stage four panel say in 99 100 200 and 99 100 201?"), cases) == ()


def test_no_decision_no_correction() -> None:
    """A question that names none presumes nothing of any."""
    assert correct_premises(read_query("How much was paid?"), []) == ()
