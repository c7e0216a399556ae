"""Remedies: each pattern of sums, limits, kinds, standings and places has a row that shows it, and hostile text gives none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from remedy_decisions import make_decision, make_paragraph

from index import Decision, Remedy
from index.records import Role
from index.remedies.amounts import read_sums
from index.remedies.coverage import read_coverage
from index.remedies.deadlines import find_deadlines
from index.remedies.evidence import asks_for_evidence, is_evidence
from index.remedies.kinds import kind_of
from index.remedies.others import helps_others
from index.remedies.payees import read_payee
from index.remedies.reading import read_remedies
from index.remedies.verbs import split_actions


def rows(*texts: str, section: str = "Agreed action", role: Role = "action", summary: str | None = None) -> tuple[Remedy, ...]:
    """The remedies of a section of these paragraphs."""
    paragraphs = (make_paragraph(number, text, section, role) for number, text in enumerate(texts, 1))
    return read_remedies(make_decision(*paragraphs, summary=summary))


def facts(found: tuple[Remedy, ...], *names: str) -> list[tuple[Any, ...]]:
    """Some fields of each row."""
    return [tuple(getattr(row, name) for name in names) for row in found]


SUMS = [
    # both comma styles, pence, a large sum
    ("pay Mr X £300", [("£300", 300.0, "owed", "one_off")]),
    ("pay Mr X £1,000", [("£1,000", 1000.0, "owed", "one_off")]),
    ("pay Mr X £7500", [("£7500", 7500.0, "owed", "one_off")]),
    ("pay Mr X £509.81.", [("£509.81", 509.81, "owed", "one_off")]),
    ("pay Mr X £3,756.63, which", [("£3,756.63", 3756.63, "owed", "one_off")]),
    ("pay the estate £1.2 million", [("£1.2 million", 1_200_000.0, "owed", "one_off")]),
    # totals: by words before, by words after, by arithmetic
    ("pay a total of £1,950", [("£1,950", 1950.0, "total", "one_off")]),
    ("pay sums totalling £550", [("£550", 550.0, "total", "one_off")]),
    (
        "pay £400, made up of £250 for A and £150 for B",
        [("£400", 400.0, "total", "one_off"), ("£250", 250.0, "owed", "one_off"), ("£150", 150.0, "owed", "one_off")],
    ),
    (
        "pay £500 and £100 and £100, £700 in all",
        [
            ("£500", 500.0, "owed", "one_off"),
            ("£100", 100.0, "owed", "one_off"),
            ("£100", 100.0, "owed", "one_off"),
            ("£700", 700.0, "total", "one_off"),
        ],
    ),
    (
        "pay £600 (£400 for A, £200 for B)",
        [("£600", 600.0, "total", "one_off"), ("£400", 400.0, "owed", "one_off"), ("£200", 200.0, "owed", "one_off")],
    ),
    # per period
    ("pay £100 per month of delay", [("£100", 100.0, "owed", "per_month")]),
    ("pay a further £200 for each further month", [("£200", 200.0, "owed", "per_month")]),
    ("pay £45 a week", [("£45", 45.0, "owed", "per_week")]),
    ("pay £900 for every school term", [("£900", 900.0, "owed", "per_term")]),
    ("make a monthly payment of £120", [("£120", 120.0, "owed", "per_month")]),
    ("pay £20 for each missed visit", [("£20", 20.0, "owed", "formula")]),
    # no remedy: an offer, a payment, a bill, arrears, earnings before; a sum in place of another
    ("pay Mr X £750, rather than the £250 it offered", [("£750", 750.0, "owed", "one_off")]),
    ("pay £300 in addition to the £600 already paid", [("£300", 300.0, "owed", "one_off")]),
    ("increase its offer from £150 to £400", [("£400", 400.0, "owed", "one_off")]),
    ("pay £200 towards the bill of £5,000", [("£200", 200.0, "owed", "one_off")]),
    ("pay £480 less the £100 it has already paid", [("£480", 480.0, "owed", "one_off")]),
    # the body's own sum, when it is the only one
    ("pay the £250 which it offered in May", [("£250", 250.0, "offered", "one_off")]),
    # no figure
    ("make a small financial remedy", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SUMS)
def test_sums_are_what_their_words_say(text: str, expected: list[tuple[str, float, str, str]]) -> None:
    """History is left out; totals and rates are named as such."""
    assert [(one.text, one.value, one.role, one.unit) for one in read_sums(text)] == expected


def test_a_charge_is_the_sum_where_money_is_given_back() -> None:
    """An invoice's own figure is what is waived, and is no payment elsewhere."""
    text = "the invoice for £3,214.40"
    assert [one.text for one in read_sums(f"waive {text}", restores=True)] == ["£3,214.40"]
    assert read_sums(f"write about {text}") == []


LIMITS = [
    (
        "Within one month of the date of my final decision, the Council",
        "Within one month of the date of my final decision",
        30,
        "decision",
    ),
    ("within a month the Council will", "within a month", 30, None),
    ("Within two months, the Council", "Within two months", 60, None),
    ("Within 20 working days of this decision it will", "Within 20 working days of this decision", 28, "decision"),
    ("within three months of the date of this report", "within three months of the date of this report", 90, "report"),
    ("within six months of the report", "within six months of the report", 180, "report"),
    ("within four weeks of the final decision", "within four weeks of the final decision", 28, "decision"),
    ("Within six weeks:", "Within six weeks", 42, None),
    ("hold a panel within 30 working days", "within 30 working days", 42, None),
    ("pay it without further delay", "without further delay", None, None),
    ("as soon as possible", "as soon as possible", None, None),
    ("by 31 March 2025", "by 31 March 2025", None, "date"),
    ("by the end of the current term", "by the end of the current term", None, "date"),
    ("within 14 days of receiving receipts", "within 14 days of receiving receipts", 14, "event"),
    ("no later than 28 days from the decision", "no later than 28 days from the decision", 28, "decision"),
    ("in 2019 the Council", None, None, None),
    ("", None, None, None),
]


@pytest.mark.parametrize(("text", "words", "days", "anchor"), LIMITS)
def test_limits_are_read(text: str, words: str | None, days: int | None, anchor: str | None) -> None:
    """Words, calendar days and what they are counted from."""
    found = [(one.text, one.days, one.anchor) for one in find_deadlines(text)]
    assert found == ([] if words is None else [(words, days, anchor)])


CLOCKS = [
    "The Council will remind officers to reply at stage one within 20 working days.",
    "The Council will ensure stage two is finished within 65 working days.",
    "The Council will review how it meets the limit of 20 weeks so that plans are issued within 20 weeks.",
    "The Council will train staff to arrange panels within 30 working days of the request.",
    "The Council will amend its leaflet so that people know to complain within 12 months.",
]


@pytest.mark.parametrize("text", CLOCKS)
def test_the_clocks_of_procedures_are_no_limits(text: str) -> None:
    """What others are to do in time is no time limit of the remedy."""
    assert facts(rows(text), "deadline", "deadline_days") == [(None, None)]


COVERS = [
    ("The Council should complete actions a) to c) within one month.", [({"a", "b", "c"}, set(), 30)]),
    ("It will do (a) and (b) within one month, and (c) within three months.", [({"a", "b"}, set(), 30), ({"c"}, set(), 90)]),
    (
        "Within four weeks it should complete points 1 and 2 and within eight weeks point 3.",
        [({"a", "b"}, set(), 28), ({"c"}, set(), 56)],
    ),
    ("The actions at paragraphs 40 and 41 should be completed within six weeks.", [(set(), {40, 41}, 42)]),
    ("The Council should carry out all of these actions within three months.", [(set(), set(), 90)]),
    ("It should do this within two weeks.", [(set(), set(), 14)]),
    ("The Council will pay Mr X £100 within a month.", []),  # an action of its own
    ("The plan should have been issued within 20 weeks.", []),  # history
]


@pytest.mark.parametrize(("sentence", "expected"), COVERS)
def test_limits_for_actions_named_elsewhere(sentence: str, expected: list[tuple[set[str], set[int], int]]) -> None:
    """Which letters and paragraphs, and how many days; none are all above."""
    assert [(set(one.labels), set(one.paragraphs), one.deadline.days) for one in read_coverage(sentence)] == expected


KINDS = [
    ("apologise to Mrs X", "apology"),
    ("provide a detailed written apology to Mr and Mrs X", "apology"),
    ("write to Ms X, over the name of a director, to apologise", "apology"),
    ("a written apology", "apology"),
    ("pay Mr X £100", "payment"),
    ("make a symbolic payment to Mrs X of £250", "payment"),
    ("£300 to recognise her distress", "payment"),
    ("a payment of £300", "payment"),
    ("refund £120", "refund"),
    ("reimburse her travel", "refund"),
    ("waive the charge", "refund"),
    ("backdate the allowance to May", "refund"),
    ("write off the debt", "refund"),
    ("remove the charges from his account", "refund"),
    ("reduce the bill by half", "refund"),
    ("pay the difference between the two allowances", "refund"),
    ("reassess Mr X’s needs", "reassessment"),
    ("reconsider its decision", "reassessment"),
    ("review its decision", "reassessment"),
    ("carry out a carer’s assessment", "reassessment"),
    ("complete a new financial assessment", "reassessment"),
    ("issue the final plan", "reassessment"),
    ("hold a new appeal with a different panel", "other"),
    ("arrange mediation", "other"),
    ("begin stage two", "other"),
    ("remind officers of the need to reply", "training"),
    ("brief staff on the guidance", "training"),
    ("train its officers", "training"),
    ("issue guidance to officers on recording", "training"),
    ("circulate this decision to the team", "training"),
    ("share the learning with staff", "training"),
    ("by training or other means, reminds staff of the policy", "training"),
    ("ensure all staff are aware of the policy", "training"),
    ("review its procedure for complaints", "review"),
    ("audit the cases closed since May", "review"),
    ("identify similar cases", "review"),
    ("draw up an action plan to prevent a recurrence", "service_improvement"),
    ("amend its template letters", "service_improvement"),
    ("monitor compliance every month", "service_improvement"),
    ("publish its eligibility criteria", "service_improvement"),
    ("prevent a recurrence by putting in place a tracking system", "service_improvement"),
    ("place a copy of this statement on the file", "other"),
    ("correct the record of his date of birth", "other"),
    ("offer Ms X suitable accommodation", "other"),
    ("report to the scrutiny committee", "other"),
    ("share this decision with councillors", "other"),
    ("provide the speech therapy Y missed", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("action", "kind"), KINDS)
def test_an_action_has_the_kind_its_words_say(action: str, kind: str) -> None:
    """A row for each trigger word of the list."""
    assert kind_of(action) == kind


HEADS = [
    ("The Council will pay Mr X £100 for the distress it caused.", "distress"),
    ("The Council will pay Mr X £100 for his frustration and uncertainty.", "distress"),  # the first decides
    ("The Council will pay Mr X £100 for his time and trouble.", "time_and_trouble"),
    ("The Council will pay Mr X £100 for the uncertainty.", "uncertainty"),
    ("The Council will pay Mr X £100 for the education his son missed.", "lost_education"),
    ("The Council will pay Mr X £100 for each term.", "lost_education"),
    ("The Council will pay Mr X £100 for the loss of respite care.", "lost_service"),
    ("The Council will pay Mr X £100 for the months spent in unsuitable accommodation.", "lost_service"),
    ("The Council will pay Mr X £100 for the delayed appeal rights.", "lost_appeal"),
    ("The Council will pay Mr X £100 for his financial loss.", "quantifiable_loss"),
    ("The Council will refund Mr X £100.", "quantifiable_loss"),
    ("The Council will pay Mr X £100.", "other"),
    ("The Council will apologise to Mr X for the distress.", None),
]


@pytest.mark.parametrize(("text", "head"), HEADS)
def test_money_is_for_what_its_sentence_names_first(text: str, head: str | None) -> None:
    """No head for what is no money."""
    assert facts(rows(text), "head") == [(head,)]


UNITS = [
    ("The Council will pay Mr X £100.", "one_off"),
    ("The Council will pay Mr X £100 a month.", "per_month"),
    ("The Council will pay Mr X £30 per week.", "per_week"),
    ("The Council will pay Mr X £900 a term.", "per_term"),
    ("The Council will refund the difference between the two rates.", "formula"),
    ("The Council will make a symbolic payment to Mr X.", "unspecified"),
    ("The Council will apologise to Mr X.", None),
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_units(text: str, unit: str | None) -> None:
    """How a sum is reckoned, also where there is none."""
    assert facts(rows(text), "unit") == [(unit,)]


PAYEES = [
    ("pay Mr X £100", "Mr X"),
    ("pay Mr and Mrs X £100", "Mr and Mrs X"),
    ("pay £100 to Miss Y and her son", "Miss Y and her son"),
    ("pay L £1,200", "L"),
    ("pay her £200", "her"),
    ("pay £250 to each of the complainants", "the complainants"),
    ("pay Mr T’s mother £100", "Mr T’s mother"),
    ("pay A payment", None),
    ("pay £100", None),
]


@pytest.mark.parametrize(("text", "payee"), PAYEES)
def test_payees_are_as_printed(text: str, payee: str | None) -> None:
    """The person beside the verb or behind the sum."""
    assert read_payee(text) == payee


def test_several_payees_have_a_row_each() -> None:
    """Three sums for three people, one of them for each of two."""
    found = rows("The Council will pay Mrs X £550, Mr Y £850 and their children £250 each.")
    expected = [("£550", "Mrs X", False), ("£850", "Mr Y", False), ("£250", "their children", True)]
    assert facts(found, "amount", "payee", "each") == expected


OTHERS = [
    ("identify any other families affected", "review", True),
    ("review similar cases since April", "review", True),
    ("write to every tenant who was charged", "other", True),
    ("refund anyone who paid the same fee", "refund", True),
    ("train everybody who handles complaints", "training", False),  # staff
    ("give guidance to everyone who handles complaints", "service_improvement", False),
    ("prevent this from happening to others in future", "service_improvement", False),
    ("apologise to Mr X", "apology", False),
]


@pytest.mark.parametrize(("action", "kind", "expected"), OTHERS)
def test_remedies_for_others(action: str, kind: Any, expected: bool) -> None:  # noqa: ANN401 - a row of the table
    """What looks beyond the complainant is flagged."""
    assert helps_others(action, kind) is expected


EVIDENCE = [
    "provide us with evidence it has complied with the above actions",
    "send us proof that each of these steps has been taken",
    "provide evidence to the Ombudsman that it has done so",
    "let us know when the payment has been made",
    "report to us on the outcome",
    "confirm to us that it has completed the actions",
    "write to us to confirm it has done this",
]


@pytest.mark.parametrize("text", EVIDENCE)
def test_proof_is_no_remedy_but_is_noted(text: str) -> None:
    """Proof sets the flag on every row and is none itself."""
    assert (is_evidence(text), asks_for_evidence(f"The Council should {text}.")) == (True, True)
    found = rows("The Council will apologise to Mr X.", f"The Council should {text}.")
    assert facts(found, "label", "kind", "evidence_required") == [("1", "apology", True)]


def test_a_plan_for_the_ombudsman_is_a_remedy() -> None:
    """Sending us something is not yet proof."""
    found = rows("The Council will send us an action plan which sets out how it will improve its records.")
    assert facts(found, "kind", "evidence_required") == [("service_improvement", False)]


STANDINGS: list[tuple[str, list[str], list[str]]] = [
    ("Agreed action", ["The Council has agreed to apologise to Mr X."], ["agreed"]),
    ("Agreed action", ["The Council should apologise to Mr X."], ["agreed"]),  # the heading says so
    ("Recommendations", ["The Council should apologise to Mr X."], ["recommended"]),
    ("Recommendations", ["The Council should apologise to Mr X.", "The Council has agreed to these recommendations."], ["agreed"]),
    ("Action", ["The Council should apologise to Mr X.", "The Council has not agreed to this recommendation."], ["refused"]),
    ("Agreed action", ["The Council has already apologised to Mr X."], ["already_done"]),
    ("Agreed action", ["If it has not already done so, the Council will apologise to Mr X."], ["agreed"]),
    ("Agreed action", ["The Council has offered to pay Mr X £50."], ["offered_by_body"]),
    ("Agreed action", ["The Council will pay Mr X the £50 it offered."], ["offered_by_body"]),
    ("Agreed action", ["I recommended the Council should apologise to Mr X. The Council refused."], ["refused"]),
    (
        "Agreed action",
        ["I recommended the Council should hold a panel.", "It disagreed. I accept this is no longer necessary."],
        ["replaced"],
    ),
    ("Agreed action", ["I would expect the Council to review its policy."], ["recommended"]),
]


@pytest.mark.parametrize(("heading", "texts", "statuses"), STANDINGS)
def test_standings(heading: str, texts: list[str], statuses: list[str]) -> None:
    """Agreed, done, offered, recommended, refused, replaced."""
    assert [row.status for row in rows(*texts, section=heading)] == statuses


def test_a_report_that_was_complied_with_is_satisfied() -> None:
    """The line after the end of a report raises what it recommended."""
    recommended = make_paragraph(1, "The Council should pay Mr X £500.", "Recommendations")
    after = make_paragraph(2, "We are satisfied with the Council’s response. 4 March 2021.", "Decision", "decision")
    before = replace(after, text="Once the Council has done this we are satisfied with its response.")
    report = replace(make_decision(recommended, after), kind="report")
    assert [row.status for row in read_remedies(report)] == ["satisfied"]
    assert [row.status for row in read_remedies(replace(report, paragraphs=(recommended, before)))] == ["recommended"]


NOWHERE: list[tuple[Role, str]] = [
    ("complaint", "Mr X wants the Council to pay him £5,000 and to apologise."),
    ("complaint", "As a remedy he would like the Council to refund his charges."),
    ("facts", "The Council has agreed to pay Mr X £100 for his trouble, it wrote in May 2019."),
    ("facts", "The Council offered to pay £600 as a resolution. She rejected the offer."),
    ("law", "The Council should pay allowances at the published rate."),
    ("powers", "If there has been fault which has caused an injustice, we may suggest a remedy."),
    ("analysis", "The Council should have told her of her right of appeal."),
    ("analysis", "The Council says it will consider the point."),
    ("analysis", "I do not recommend a payment because the injustice was slight."),
    ("analysis", "The bill came to £50,000 and the arrears to £1,200."),
    ("decision", "The Council has agreed to remedy the injustice."),
    ("decision", "I have completed my investigation because the Council has agreed to my recommendations."),
]


@pytest.mark.parametrize(("role", "text"), NOWHERE)
def test_history_wishes_and_law_are_no_remedies(role: Role, text: str) -> None:
    """What stands outside the remedy's own places gives no row."""
    assert rows(text, section="Elsewhere", role=role) == ()


def test_the_summary_is_read_only_where_no_section_says_it() -> None:
    """Its rows have no paragraph and say where they are from."""
    summary = "Mr X complained of delay. The Council was at fault. It has agreed to apologise and pay him £300."
    from_summary = rows("The facts are these.", section="What I found", role="findings", summary=summary)
    assert facts(from_summary, "label", "paragraph", "kind", "amount", "source", "basis") == [
        ("summary", None, "apology", None, "summary", "none"),
        ("summary", None, "payment", "£300", "summary", "none"),
    ]
    from_section = rows("The Council will pay Mr X £300.", summary=summary)
    assert facts(from_section, "label", "amount", "source") == [("1", "£300", "section")]


SUMMARIES: list[tuple[str, list[tuple[str, str | None, str]]]] = [
    (
        "The Council was at fault. It will remedy this by apologising, making a payment and improving how it logs reports.",
        [("apology", None, "agreed"), ("payment", None, "agreed"), ("service_improvement", None, "agreed")],
    ),
    ("Mrs X complained of delay. We found fault. The Council agreed to our recommendations.", []),
    (
        "We found fault by the Council. It agreed a remedy including an apology and a payment of £400.",
        [("apology", None, "agreed"), ("payment", "£400", "agreed")],
    ),
    (
        "There was fault. The Council should apologise, pay £250 and review its policy.",
        [("apology", None, "recommended"), ("payment", "£250", "recommended"), ("review", None, "recommended")],
    ),
    (
        "The Council offered £150 during our investigation. We consider this a suitable remedy.",
        [("payment", "£150", "offered_by_body")],
    ),
    ("Mr X says the Council should refund £3,000 of charges. We do not uphold the complaint.", []),
    (
        "To remedy this, the Council agreed to apologise, make a payment to Mr X and carry out service improvements.",
        [("apology", None, "agreed"), ("payment", None, "agreed"), ("service_improvement", None, "agreed")],
    ),
    ("The Council was at fault, but the apology and £200 it has already given are enough.", []),
    (
        "The Council will write off the debt of £1,100, apologise and remind its officers of the guidance.",
        [("refund", "£1,100", "agreed"), ("apology", None, "agreed"), ("training", None, "agreed")],
    ),
    (
        "We recommended a payment of £1,500 to Mrs X and £500 to her daughter.",
        [("payment", "£1,500", "recommended"), ("payment", "£500", "recommended")],
    ),
    (
        "The Council has agreed to pay Mr X £500, and Mr and Mrs L £3,000 to recognise the strain.",
        [("payment", "£500", "agreed"), ("payment", "£3,000", "agreed")],
    ),
    (
        "The Council took 30 weeks when it should have taken 20. It will pay £100 for each month of delay.",
        [("payment", "£100", "agreed")],
    ),
]


@pytest.mark.parametrize(("summary", "expected"), SUMMARIES)
def test_summaries_are_read_as_a_person_reads_them(summary: str, expected: list[tuple[str, str | None, str]]) -> None:
    """Kind, sum and standing, in the short forms that summaries have."""
    found = rows("The facts are these.", section="What I found", role="facts", summary=summary)
    assert facts(found, "kind", "amount", "status") == expected


def test_an_offer_taken_in_the_findings_stands_beside_the_agreed_action() -> None:
    """Once, though the action section speaks of it again."""
    offered = make_paragraph(1, "I welcome the Council’s offer of £200 to recognise this.", "What I found", "analysis")
    action = make_paragraph(2, "I welcome the offer of a payment. The Council will also apologise to Mr X.")
    found = read_remedies(make_decision(offered, action))
    assert facts(found, "label", "kind", "amount", "status") == [
        ("1", "payment", "£200", "offered_by_body"),
        ("2", "apology", None, "agreed"),
    ]


def test_a_remedy_under_its_own_heading_in_the_findings_is_read() -> None:
    """Some statements have "Remedy" as a part of the findings."""
    under = make_paragraph(1, "The Council will apologise to Mr X.", "What I found", "analysis", subsection="Analysis > Remedy")
    assert facts(read_remedies(make_decision(under)), "label", "kind") == [("1", "apology")]


BODIES = [
    (
        "The County Council has agreed to apologise. The Borough Council has agreed to pay £100.",
        ["The County Council", "The Borough Council"],
    ),
    ("The Trust will apologise to Mr X. It will also pay him £100.", ["The Trust", "The Trust"]),
    ("The Council and the Trust have agreed to apologise.", ["The Council and the Trust"]),
    ("Sunnydale Care Home will refund £100.", ["Sunnydale Care Home"]),
    ("The Council’s internal auditors will review the cases.", ["The Council’s internal auditors"]),
]


@pytest.mark.parametrize(("text", "bodies"), BODIES)
def test_an_action_belongs_to_the_body_its_sentence_names(text: str, bodies: list[str]) -> None:
    """In joint cases too; "it" is the body named last."""
    assert [row.body for row in rows(text)] == bodies


def test_lines_lend_their_limit_to_their_items_and_keep_where_it_is_said() -> None:
    """A lead-in's limit, an item's own, and one from a later paragraph."""
    found = rows(
        "Within one month of my decision the Council will:\n- apologise;\n- within two weeks, pay Mr X £50.",
        "The Council will also:\n- review its policy.\n- remind its staff.",
        "It should complete the actions at paragraph 2 within three months.",
    )
    expected = [("1(a)", 30, 1), ("1(b)", 14, 1), ("2(a)", 90, 3), ("2(b)", 90, 3)]
    assert facts(found, "label", "deadline_days", "deadline_paragraph") == expected


SPLITS = [
    ("apologise and pay £300", ["apologise", "pay £300"]),
    ("update its policy and review the process", ["update its policy", "review the process"]),
    ("update its policy and review process", ["update its policy and review process"]),  # a noun
    ("review and amend its policy", ["review and amend its policy"]),  # one object
    ("remind staff to check files and record reasons", ["remind staff to check files and record reasons"]),  # theirs
    ("remind staff to check files and pay Mr X £5", ["remind staff to check files", "pay Mr X £5"]),  # the body's
    ("apologising to Mr X and reviewing its policy", ["apologising to Mr X", "reviewing its policy"]),
    ("provide an apology and a payment of £200", ["provide an apology", "a payment of £200"]),
    ("", [""]),
]


@pytest.mark.parametrize(("phrase", "expected"), SPLITS)
def test_actions_are_cut_apart(phrase: str, expected: list[str]) -> None:
    """One action for each verb of the body's own."""
    assert [phrase[start:end] for start, end in split_actions(phrase)] == expected


HOSTILE = [
    "",
    ":",
    ";;;,,,and and and",
    "£",
    "The Council will:",
    "The Council will " * 400,
    "within a month of the date of " * 300,
    "£1,000 and " * 300,
    "pay Mr X and " * 250,
    "(" * 3_000,
    "x" * 200_000,
    "The Council has agreed, " + "within a month, " * 12_000,
    "\u202e\u0000 The Council will pay £٣٠٠ \U0001f4b7",
    "The Council will pay £99999999999999999999999999.",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("role", ["action", "analysis"])
def test_hostile_text_is_survived_and_every_row_is_verbatim(text: str, role: Role) -> None:
    """Whatever stands there, no traceback, and no row that is not on the page."""
    decision: Decision = make_decision(make_paragraph(1, text or " ", "Agreed action", role), summary=text)
    for row in read_remedies(decision):
        assert row.action_text in (decision.paragraphs[0].text if row.paragraph else text)
        assert row.amount is None or row.amount in row.action_text
