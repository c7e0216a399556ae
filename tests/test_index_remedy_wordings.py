"""Remedies as different investigators write them: every wording is invented, and each is read as a person would read it.

A row: what the wording shows, the heading of the section, its paragraphs (lines that begin with "- " are their sub-items), and the
remedies expected, each with its label, kind, sum, days and status.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from index import Decision, Item, Paragraph, Reference, Remedy, Role, Source
from index.remedies.reading import read_remedies

Row = tuple[str, str, str | None, int | None, str]


def paragraph(number: int, text: str, section: str, role: Role) -> Paragraph:
    """A paragraph from its lines."""
    lines = [line.strip() for line in text.strip().split("\n")]
    items = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return Paragraph(
        number=number,
        basis="counted",
        role=role,
        section=section,
        subsection=None,
        speaker="action" if role == "action" else "ombudsman",
        text="\n".join(line.removeprefix("- ") for line in lines),
        items=tuple(Item("abcdefghijkl"[n], "letter", item) for n, item in enumerate(items)),
    )


def decision(*paragraphs: Paragraph, summary: str | None = None) -> Decision:
    """A decision of these paragraphs."""
    return Decision(
        reference=Reference("99 100 200"),
        authority="Anywhere Council",
        category=None,
        subcategory=None,
        outcome=None,
        decision_date=None,
        url=None,
        summary=summary,
        kind="statement",
        source=Source("x", "0", "2026-01-01T00:00:00Z"),
        paragraphs=paragraphs,
        family="x",
    )


def read(heading: str, texts: list[str]) -> tuple[Remedy, ...]:
    """The remedies of a section."""
    role: Role = "analysis" if heading == "My findings" else "action"
    return read_remedies(decision(*(paragraph(n, text, heading, role) for n, text in enumerate(texts, 1))))


AGREED, RECOMMENDED = "agreed", "recommended"
WORDINGS: list[tuple[str, str, list[str], list[Row]]] = [
    (
        "a lead-in with its limit after the verb",
        "Agreed action",
        ["The Council has agreed, within four weeks of my final decision, to:\n- apologise to Mrs X for the faults I have found;\n- pay Mrs X £200 to recognise the frustration she was caused; and\n- remind officers of the importance of replying to correspondence."],
        [("1(a)", "apology", None, 28, AGREED), ("1(b)", "payment", "£200", 28, AGREED), ("1(c)", "training", None, 28, AGREED)],
    ),
    (
        "two actions in one item",
        "Agreed action",
        ["Within one month of the decision the Council will:\n- apologise to Mr Y and pay him £300 for his distress; and\n- review its procedure for recording telephone calls."],
        [("1(a)", "apology", None, 30, AGREED), ("1(a)", "payment", "£300", 30, AGREED), ("1(b)", "review", None, 30, AGREED)],
    ),
    (
        "a symbolic payment, in a sentence",
        "Agreed action",
        ["To remedy the injustice caused to Ms P, the Council will make a symbolic payment of £150 to her within four weeks of the date of this decision."],
        [("1", "payment", "£150", 28, AGREED)],
    ),
    (
        "a rate for terms, and its total",
        "Recommendations",
        ["I recommend that the Council should pay £1,800 per term for two terms, a total of £3,600, to recognise the education Y missed. It should do this within two months of my final decision."],
        [("1", "payment", "£1,800", 60, RECOMMENDED), ("1", "payment", "£3,600", 60, RECOMMENDED)],
    ),
    (
        "a waived charge",
        "Agreed action",
        ["The Council has agreed to waive the charge of £1,200 for Mrs D’s respite stay."],
        [("1", "refund", "£1,200", None, AGREED)],
    ),
    (
        "a difference refunded, no figure",
        "Agreed action",
        ["Within six weeks of this decision, the Council will refund the difference between what Mr B paid and what he should have paid."],
        [("1", "refund", None, 42, AGREED)],
    ),
    (
        "a sum for each of two people",
        "Agreed action",
        ["The Council has agreed to pay Miss Y and her son £250 each within a month of my decision."],
        [("1", "payment", "£250", 30, AGREED)],
    ),
    (
        "if it has not already done so",
        "Agreed action",
        ["If it has not already done so, the Council should apologise to Mr F within two weeks of my final decision."],
        [("1", "apology", None, 14, AGREED)],
    ),
    (
        "review and report to us",
        "Agreed action",
        ["The Council will also, within three months of this decision, review how it allocates school places in the year and report to us on the outcome."],
        [("1", "review", None, 90, AGREED)],
    ),
    (
        "a recommendation refused in one sentence",
        "Agreed action",
        ["The Council did not accept my recommendation to pay Mrs K £750 for the loss of her garden.", "It has agreed to apologise to her within four weeks of my decision."],
        [("1", "payment", "£750", None, "refused"), ("2", "apology", None, 28, AGREED)],
    ),
    (
        "a recommendation and its refusal in the next paragraph",
        "Recommended action",
        ["I recommended that the Council should carry out a new assessment of Mr L’s needs.", "The Council has refused to do so."],
        [("1", "reassessment", None, None, "refused")],
    ),
    (
        "a recommendation replaced",
        "Agreed action",
        ["I recommended that the Council should hire an outside auditor to review its waiting list.", "The Council declined, as it has an internal audit team. I accept this alternative.", "The Council will complete an audit of the waiting list within three months of my decision."],
        [("1", "review", None, None, "replaced"), ("3", "review", None, 90, AGREED)],
    ),
    (
        "limits in a later sentence, by letter",
        "Agreed action",
        ["The Council has agreed to:\n- apologise to Mr and Mrs O;\n- pay them £400 for distress; and\n- update its website so that its charging policy is easy to find.", "It will complete actions a) and b) within one month and action c) within three months of my final decision."],
        [("1(a)", "apology", None, 30, AGREED), ("1(b)", "payment", "£400", 30, AGREED), ("1(c)", "service_improvement", None, 90, AGREED)],
    ),
    (
        "limits in a later sentence, limit first",
        "Agreed action",
        ["To put things right the Council has agreed to take the following action:\n- write to Ms C to apologise;\n- review Ms C’s care plan; and\n- train its staff on writing care plans.", "Within four weeks of this decision the Council should complete actions (a) and (b), and within twelve weeks action (c)."],
        [("1(a)", "apology", None, 28, AGREED), ("1(b)", "reassessment", None, 28, AGREED), ("1(c)", "training", None, 84, AGREED)],
    ),
    (
        "one limit for everything above",
        "Agreed action",
        ["The Council will apologise to Mr J and backdate his housing application to 3 May 2019.", "The Council should carry out the above actions within one month of the final decision."],
        [("1", "apology", None, 30, AGREED), ("1", "refund", None, 30, AGREED)],
    ),
    (
        "points by number",
        "Agreed action",
        ["The Council has agreed to:\n- apologise to Miss V;\n- pay Miss V £500; and\n- produce an action plan to clear the backlog.", "It should complete points 1 and 2 within 20 working days of my decision, and point 3 within three months."],
        [("1(a)", "apology", None, 28, AGREED), ("1(b)", "payment", "£500", 28, AGREED), ("1(c)", "service_improvement", None, 90, AGREED)],
    ),
    (
        "evidence with its own limit",
        "Agreed action",
        ["Within one month of my decision the Council will pay Mr H £100 for his time and trouble.", "The Council should provide us with evidence it has complied with the above actions within six weeks."],
        [("1", "payment", "£100", 30, AGREED)],
    ),
    (
        "evidence as an item",
        "Agreed action",
        ["Within four weeks of my decision the Council should:\n- apologise to Ms R in line with our guidance on remedies;\n- provide us with evidence that it has done so."],
        [("1(a)", "apology", None, 28, AGREED)],
    ),
    (
        "two sums for two people",
        "Agreed action",
        ["The Council has agreed to pay Mr E £500 and Mrs E £300 to recognise the distress they each suffered."],
        [("1", "payment", "£500", None, AGREED), ("1", "payment", "£300", None, AGREED)],
    ),
    (
        "a sum made up of two",
        "Agreed action",
        ["Within two months the Council will pay Mrs W £650, made up of £500 for the respite care she did not receive and £150 for her time and trouble."],
        [("1", "payment", "£650", 60, AGREED), ("1", "payment", "£500", 60, AGREED), ("1", "payment", "£150", 60, AGREED)],
    ),
    (
        "sums as items below a total",
        "Agreed action",
        ["Within one month of this decision the Council will make payments totalling £900 to Mrs S, as follows:\n- £600 to recognise the loss of provision;\n- £300 to recognise her distress."],
        [("1", "payment", "£900", 30, AGREED), ("1(a)", "payment", "£600", 30, AGREED), ("1(b)", "payment", "£300", 30, AGREED)],
    ),
    (
        "the verb in the lead-in, the sums below",
        "Agreed action",
        ["Within four weeks of my decision the Council has agreed to pay:\n- Mr T £200 for his uncertainty; and\n- £100 to Mr T’s mother for her time and trouble."],
        [("1(a)", "payment", "£200", 28, AGREED), ("1(b)", "payment", "£100", 28, AGREED)],
    ),
    (
        "a monthly sum until something happens",
        "Agreed action",
        ["The Council will pay Miss N £175 a month from May 2021 until it moves her to suitable accommodation."],
        [("1", "payment", "£175", None, AGREED)],
    ),
    (
        "an earlier payment is no remedy",
        "Agreed action",
        ["The Council has agreed to pay Mr G a further £250, in addition to the £100 it has already paid."],
        [("1", "payment", "£250", None, AGREED)],
    ),
    (
        "an offer raised",
        "Agreed action",
        ["The Council has agreed to increase its offer from £150 to £400 and to pay this within four weeks of my decision."],
        [("1", "payment", "£400", 28, AGREED)],
    ),
    (
        "the body’s own offer, taken up",
        "Agreed action",
        ["Within one month of this decision the Council will pay Mrs A the £200 it offered in its complaint response."],
        [("1", "payment", "£200", 30, "offered_by_body")],
    ),
    (
        "already apologised",
        "Agreed action",
        ["The Council has already apologised to Mr M. It has agreed to pay him £150 within one month of my decision."],
        [("1", "apology", None, None, "already_done"), ("1", "payment", "£150", 30, AGREED)],
    ),
    (
        "a trust and a council",
        "Agreed action",
        ["Within four weeks of our final decision the Trust will write to Mr Q to apologise.", "Within the same period the Council will pay Mr Q £300 for the uncertainty."],
        [("1", "apology", None, 28, AGREED), ("2", "payment", "£300", 28, AGREED)],
    ),
    (
        "both bodies, jointly",
        "Agreed action",
        ["The County Council and the Borough Council have agreed to apologise to Ms I and each pay her £125."],
        [("1", "apology", None, None, AGREED), ("1", "payment", "£125", None, AGREED)],
    ),
    (
        "a report’s recommendations",
        "Recommendations",
        ["To remedy the injustice identified in this report, we recommend the Council, within three months of the date of this report:\n- pays Mr X £1,000 to reflect his distress;\n- reviews its approach to homelessness applications; and\n- reports to its Cabinet on what it has learned."],
        [("1(a)", "payment", "£1,000", 90, RECOMMENDED), ("1(b)", "review", None, 90, RECOMMENDED), ("1(c)", "other", None, 90, RECOMMENDED)],
    ),
    (
        "modal should under a plain heading, agreed at the end",
        "Action",
        ["Within one month of the final decision, the Council should:\n- apologise to Mr X;\n- pay Mr X £250 to acknowledge the uncertainty.", "The Council has agreed to carry out these actions."],
        [("1(a)", "apology", None, 30, AGREED), ("1(b)", "payment", "£250", 30, AGREED)],
    ),
    (
        "modal should under a plain heading, nothing agreed",
        "Recommendations",
        ["The care provider should refund Mrs F £2,450 for the care her mother did not receive."],
        [("1", "refund", "£2,450", None, RECOMMENDED)],
    ),
    (
        "gerunds",
        "Agreed action",
        ["The Council has agreed to remedy the injustice by:\n- apologising to Mr X;\n- paying him £350 for the avoidable distress; and\n- reviewing the way it records decisions."],
        [("1(a)", "apology", None, None, AGREED), ("1(b)", "payment", "£350", None, AGREED), ("1(c)", "review", None, None, AGREED)],
    ),
    (
        "things, not verbs",
        "Agreed action",
        ["The Council has agreed to provide the following within one month of my decision:\n- a written apology to Ms X;\n- a payment of £100 for her time and trouble; and\n- training for staff in its parking team."],
        [("1(a)", "apology", None, 30, AGREED), ("1(b)", "payment", "£100", 30, AGREED), ("1(c)", "training", None, 30, AGREED)],
    ),
    (
        "an apology and a payment given in one verb",
        "Agreed action",
        ["Within one month of my final decision the Council will send Mr X an apology and a payment of £200."],
        [("1", "apology", None, 30, AGREED), ("1", "payment", "£200", 30, AGREED)],
    ),
    (
        "a passive",
        "Recommended action",
        ["A payment of £500 should be made to Mrs X to reflect the loss of social care support."],
        [("1", "payment", "£500", None, RECOMMENDED)],
    ),
    (
        "a list in one line",
        "Agreed action",
        ["Within four weeks of my decision the Council has agreed to: apologise to Mrs X; pay her £200; reconsider her application; and remind staff to keep full notes."],
        [("1", "apology", None, 28, AGREED), ("1", "payment", "£200", 28, AGREED), ("1", "reassessment", None, 28, AGREED), ("1", "training", None, 28, AGREED)],
    ),
    (
        "commas only",
        "Agreed action",
        ["The Council will apologise to Mr X, pay him £100, review its complaints policy and share the lessons with its staff."],
        [("1", "apology", None, None, AGREED), ("1", "payment", "£100", None, AGREED), ("1", "review", None, None, AGREED), ("1", "training", None, None, AGREED)],
    ),
    (
        "staged, inside the items",
        "Agreed actions",
        ["The Council has agreed to:\n- within four weeks, apologise to Mr X;\n- within eight weeks, reassess Mr X’s needs and, if they are higher, backdate his personal budget; and\n- within three months, publish its eligibility criteria."],
        [("1(a)", "apology", None, 28, AGREED), ("1(b)", "reassessment", None, 56, AGREED), ("1(b)", "refund", None, 56, AGREED), ("1(c)", "service_improvement", None, 90, AGREED)],
    ),
    (
        "limits behind the actions",
        "Agreed action",
        ["The Council will:\n- issue Z’s final Education, Health and Care plan within four weeks of the date of my decision;\n- pay Mrs X £100 for each month of delay until it does so."],
        [("1(a)", "reassessment", None, 28, AGREED), ("1(b)", "payment", "£100", None, AGREED)],
    ),
    (
        "a clock that is not the remedy’s",
        "Agreed action",
        ["Within two months of my decision the Council will remind officers that stage one replies are due within 10 working days."],
        [("1", "training", None, 60, AGREED)],
    ),
    (
        "a clock inside an improvement, no limit of its own",
        "Agreed action",
        ["The Council has agreed to put in place a process to ensure it reviews care plans within 12 months."],
        [("1", "service_improvement", None, None, AGREED)],
    ),
    (
        "others in the same position",
        "Agreed action",
        ["Within six months of this decision the Council will identify any other families charged in the same way and refund them."],
        [("1", "review", None, 180, AGREED), ("1", "refund", None, 180, AGREED)],
    ),
    (
        "what was considered and not chosen",
        "Agreed action",
        ["I considered whether the Council should pay Mr X £2,000 for the loss of his business. I decided it should not, as I cannot say fault caused it.", "The Council has agreed to apologise to Mr X."],
        [("2", "apology", None, None, AGREED)],
    ),
    (
        "what the complainant wants",
        "Agreed action",
        ["Mrs X says the Council should pay her £10,000. I do not agree that such a sum is justified.", "The Council will pay Mrs X £400 for her distress within one month of my decision."],
        [("2", "payment", "£400", 30, AGREED)],
    ),
    (
        "no further remedy",
        "Agreed action",
        ["I have not recommended any further remedy because the Council has already put matters right."],
        [],
    ),
    (
        "a bill that is to be looked at again",
        "Agreed action",
        ["The Council will reconsider the invoice of £4,310 and write to Mr X with its decision within eight weeks of this statement."],
        [("1", "reassessment", None, 56, AGREED), ("1", "other", None, 56, AGREED)],
    ),
    (
        "a debt written off",
        "Agreed action",
        ["Within one month of my decision, the Council has agreed to write off Mr X’s council tax arrears of £612.45 and to apologise to him."],
        [("1", "refund", "£612.45", 30, AGREED), ("1", "apology", None, 30, AGREED)],
    ),
    (
        "legal costs",
        "Agreed action",
        ["The Council should reimburse Mr X’s legal costs on receipt of an invoice, up to £1,000."],
        [("1", "refund", "£1,000", None, AGREED)],
    ),
    (
        "a panel",
        "Agreed action",
        ["The Council has agreed to hold a stage three panel within 30 working days of my decision and to pay Mrs X £150 for the delay."],
        [("1", "other", None, 42, AGREED), ("1", "payment", "£150", None, AGREED)],
    ),
    (
        "a new appeal hearing by a school",
        "Agreed action",
        ["The School has agreed to offer Mr and Mrs X a fresh appeal with a new panel and a different clerk without delay."],
        [("1", "other", None, None, AGREED)],
    ),
    (
        "a care provider",
        "Agreed action",
        ["Within one month of this decision Sunnydale Care Home will waive £1,150 of Mrs Y’s outstanding fees."],
        [("1", "refund", "£1,150", 30, AGREED)],
    ),
    (
        "I asked the body and it agreed",
        "Agreed action",
        ["I asked the Council to apologise to Mr X and to pay him £200 within four weeks of my decision. The Council agreed to do this."],
        [("1", "apology", None, 28, AGREED), ("1", "payment", "£200", 28, AGREED)],
    ),
    (
        "a calendar day",
        "Agreed action",
        ["By 31 March 2025 the Council will publish a new allocations policy."],
        [("1", "service_improvement", None, None, AGREED)],
    ),
    (
        "guidance on apologies is no action",
        "Agreed action",
        ["Within four weeks of my decision the Council will:\n- apologise to Mrs X. We publish guidance on remedies which sets out our expectations for how organisations should apologise effectively. The Council should consider this guidance in making the apology.\n- pay Mrs X £300."],
        [("1(a)", "apology", None, 28, AGREED), ("1(b)", "payment", "£300", 28, AGREED)],
    ),
    (
        "a lead-in that is itself the action",
        "Agreed action",
        ["Within three months of my decision the Council will review its procedures to ensure that:\n- officers record the reasons for decisions; and\n- letters give the right of appeal."],
        [("1", "review", None, 90, AGREED)],
    ),
    (
        "a plan and its contents",
        "Agreed action",
        ["The Council will produce an action plan which shows how it will:\n- reduce the time taken to assess children; and\n- recruit more psychologists."],
        [("1", "service_improvement", None, None, AGREED)],
    ),
    (
        "personal and wider actions under lead-ins of their own",
        "Agreed action",
        ["Within one month of my decision the Council will:\n- apologise to Ms X and Mr Z;\n- pay Ms X £1,200 to recognise the impact of being without respite for eight months.", "Within three months of my decision the Council will:\n- remind its brokerage team of the duty to meet eligible needs;\n- consider what it can do to increase the supply of carers."],
        [("1(a)", "apology", None, 30, AGREED), ("1(b)", "payment", "£1,200", 30, AGREED), ("2(a)", "training", None, 90, AGREED), ("2(b)", "service_improvement", None, 90, AGREED)],
    ),
    (
        "also",
        "Agreed action",
        ["Within four weeks of my decision the Council will apologise to Mr X. It will also pay him £75 for his inconvenience."],
        [("1", "apology", None, 28, AGREED), ("1", "payment", "£75", 28, AGREED)],
    ),
    (
        "payment for a child’s benefit",
        "Agreed action",
        ["The Council will pay Mrs X £2,400 for G’s educational benefit, equivalent to £800 for each of three missed terms, within two months of my decision."],
        [("1", "payment", "£2,400", 60, AGREED), ("1", "payment", "£800", 60, AGREED)],
    ),
    (
        "weekly rate",
        "Agreed action",
        ["The Council has agreed to pay Mr X £45 per week for the 20 weeks he was without support, totalling £900."],
        [("1", "payment", "£45", None, AGREED), ("1", "payment", "£900", None, AGREED)],
    ),
    (
        "brackets that break a sum down",
        "Agreed action",
        ["Within one month of my decision the Council will pay Mr and Mrs X £800 (£500 for their distress and £300 for their time and trouble)."],
        [("1", "payment", "£800", 30, AGREED), ("1", "payment", "£500", 30, AGREED), ("1", "payment", "£300", 30, AGREED)],
    ),
    (
        "no figure for a payment",
        "Agreed action",
        ["The Council has agreed to make a small financial payment to Miss X for her frustration."],
        [("1", "payment", None, None, AGREED)],
    ),
    (
        "a payment backdated",
        "Agreed action",
        ["Within four weeks of the decision the Council will calculate and pay Mr and Mrs X the special guardianship allowance they should have received since April 2017."],
        [("1", "refund", None, 28, AGREED)],
    ),
    (
        "a parking charge cancelled",
        "Agreed action",
        ["Within two weeks of my decision the Council will cancel the penalty charge notice and refund the £65 Mr X paid."],
        [("1", "refund", None, 14, AGREED), ("1", "refund", "£65", 14, AGREED)],
    ),
    (
        "records put right",
        "Agreed action",
        ["The Council should add a copy of this decision to the child’s file and amend the date in the chronology."],
        [("1", "other", None, None, AGREED), ("1", "other", None, None, AGREED)],
    ),
    (
        "a conditional action",
        "Agreed action",
        ["The Council will complete a fresh financial assessment within six weeks of my decision. If this shows Mrs X paid too much, the Council will refund the overpayment."],
        [("1", "reassessment", None, 42, AGREED), ("1", "refund", None, None, AGREED)],
    ),
    (
        "a dash file that lost its sub-items",
        "Agreed actions",
        ["Within one month of my final decision the Council will:", "Apologise to Mr X for its poor communication.", "Pay Mr X £150 to recognise his frustration.", "The Council should provide us with evidence it has complied with these actions."],
        [("2", "apology", None, 30, AGREED), ("3", "payment", "£150", 30, AGREED)],
    ),
    (
        "a total of people",
        "Agreed action",
        ["The Council will pay £200 to each of Mrs X’s three children, a total of £600, by the end of the current term."],
        [("1", "payment", "£200", None, AGREED), ("1", "payment", "£600", None, AGREED)],
    ),
    (
        "a total sentence",
        "Agreed action",
        ["Within one month of my decision the Council will pay Mr X £300 for distress. It will also pay him £100 for his time and trouble. This makes a total of £400."],
        [("1", "payment", "£300", 30, AGREED), ("1", "payment", "£100", 30, AGREED), ("1", "payment", "£400", 30, AGREED)],
    ),
    (
        "older style: the Ombudsman recommends",
        "Recommended action",
        ["The Ombudsman recommends that within one month of the final decision the Council should apologise to Mr X and pay him £250."],
        [("1", "apology", None, 30, RECOMMENDED), ("1", "payment", "£250", 30, RECOMMENDED)],
    ),
    (
        "older style: the Council agreed my recommendation",
        "Agreed action",
        ["The Council agreed with my recommendation to pay Ms X £100 for her time and trouble in pursuing the complaint."],
        [("1", "payment", "£100", None, AGREED)],
    ),
    (
        "it will satisfy us",
        "Agreed action",
        ["The Council should, within three months of my decision, review its policy on direct payments. It should write to us when it has done so."],
        [("1", "review", None, 90, AGREED)],
    ),
    (
        "a suggestion that is no remedy",
        "My findings",
        ["I would encourage the Council to consider whether its letters could be clearer."],
        [],
    ),
    (
        "an assessment that says what was agreed",
        "My findings",
        ["We asked the Council to consider remedying the complaint early. It has agreed to apologise to Mrs X and pay her £200 within four weeks of our decision.", "I am satisfied this is a suitable way to resolve the complaint."],
        [("1", "apology", None, 28, AGREED), ("1", "payment", "£200", 28, AGREED)],
    ),
    (
        "an offer that is enough",
        "My findings",
        ["The Council has offered to pay Mr X £250 and has apologised for its error. I consider this to be a suitable remedy for the distress caused."],
        [("1", "payment", "£250", None, "offered_by_body")],
    ),
    (
        "an offer that is not enough",
        "My findings",
        ["The Council offered Mr X £50. I do not consider this is a suitable remedy for a year of delay."],
        [],
    ),
    (
        "history of a payment",
        "My findings",
        ["In 2019 the Council paid Mr X £5,000 for disturbance when it compulsorily purchased his home."],
        [],
    ),
    (
        "a body that accepts it should act",
        "Agreed action",
        ["The Council has accepted that it should pay Mr X £1,500 and I am pleased it has agreed to do this within one month."],
        [("1", "payment", "£1,500", 30, AGREED)],
    ),
    (
        "an action plan for us",
        "Agreed action",
        ["Within eight weeks of my decision the Council should send us an action plan to show how it will prevent the same faults from happening again."],
        [("1", "service_improvement", None, 56, AGREED)],
    ),
    (
        "ensure staff know",
        "Agreed action",
        ["Within two months of my decision, the Council will ensure all staff dealing with blue badge applications are aware of the need to give full reasons."],
        [("1", "training", None, 60, AGREED)],
    ),
    (
        "ensure provision is made",
        "Agreed action",
        ["The Council has agreed to ensure that Y receives the speech therapy in the plan from September 2024."],
        [("1", "other", None, None, AGREED)],
    ),
    (
        "working days",
        "Agreed action",
        ["Within 10 working days of the date of this statement, the Council will telephone Mr X to arrange a visit."],
        [("1", "other", None, 14, AGREED)],
    ),
]


@pytest.mark.parametrize(("heading", "texts", "expected"), [row[1:] for row in WORDINGS], ids=[row[0] for row in WORDINGS])
def test_a_wording_is_read_as_a_person_reads_it(heading: str, texts: list[str], expected: list[Row]) -> None:
    """Each action is one row with its place, kind, sum, limit and standing, and nothing else is a row."""
    rows = read(heading, texts)
    assert [(row.label, row.kind, row.amount, row.deadline_days, row.status) for row in rows] == expected
    for row in rows:
        text = texts[(row.paragraph or 0) - 1].replace("\n- ", "\n")
        assert row.action_text in text
        assert row.amount is None or row.amount in row.action_text
        assert row.deadline is None or row.deadline in texts[(row.deadline_paragraph or 0) - 1]


def test_the_wordings_use_every_kind_of_remedy() -> None:
    """No kind goes without a wording."""
    kinds = {row[1] for wording in WORDINGS for row in wording[3]}
    assert kinds == set(get_args(Remedy.__annotations__["kind"])) if not isinstance(Remedy.__annotations__["kind"], str) else kinds
