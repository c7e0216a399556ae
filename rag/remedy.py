"""A remedy, decision by decision: the finding that ties it to the question, then what was agreed, how much and by when.

The fault stands in one part of a decision and the remedy in another, so the ledger says what the actions are: its rows give the
line to quote, and before it in plain words the kind, the sum, the time limit and what became of it ("Payment of £300, within one
month of the final decision"). Where the question describes a fault, all that its decision agreed is shown; where it describes an
action, the rows that match. A sum that is no remedy (an earlier offer, a claim) is quoted only for a question about what went
before. Proved by tests/test_rag_remedy.py and tests/test_real_decisions.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from index import Decision, Filters, Remedy, Store
from rag.evidence import Ranked
from rag.query import Query
from rag.units import AMOUNT, Quotation, Weigher, by_decision, in_page_order, lines_of, units_of

__all__ = ["Ledger", "ledger_of", "remedy_quotations"]

Ledger = Callable[[Decision], Sequence[Remedy]]
"""The ledger's rows of one decision."""

_MOST_DECISIONS = 3  # a screen holds three decisions with their remedies; the rest stands in the passages
_MOST_ACTIONS = 8  # ledger lines of a decision: most decisions have five or fewer
_MOST_FINDINGS = 2  # paragraphs
_MOST_OF_FINDING = 2  # sentences of each
# The floors below were chosen on the development questions, by citation precision against citation recall and facts stated.
_DECISION_FLOOR = 0.3  # of the best decision's best row: below it the fault is another one
_ROW_FLOOR = 0.35  # of the best row of its decision: below it a paragraph is not quoted
_ACTION_FLOOR = 0.3  # of the best action of its decision: below it an action answers another fault
_FAULT_LED = 0.5  # an action below this share of the best row: the question describes the fault, not what was agreed
_BESIDE = 0.1  # of the best finding: enough for the paragraph beside it, since a finding often runs over two
_KINDS = {
    "apology": "Apology",
    "payment": "Payment",
    "refund": "Refund",
    "reassessment": "Fresh assessment or decision",
    "review": "Review",
    "service_improvement": "Service improvement",
    "training": "Training or reminder for staff",
    "other": "Action",
}
_BECAME = {
    "agreed": "",
    "already_done": "already done",
    "offered_by_body": "offered by the council",
    "recommended": "recommended",
    "refused": "recommended, refused",
    "replaced": "recommended, then replaced",
    "satisfied": "done",
}
_UNITS = {"per_month": " a month", "per_week": " a week", "per_term": " a term", "formula": " by a formula"}
_BEFORE = re.compile(
    r"""
    £\s?\d | \b\d[\d,]*\spounds\b                                    # a sum is named: "what was the £600 for?"
    | \b(?:offer(?:s|ed)?|propos(?:e|ed|als?)|earlier|already|before|initial(?:ly)?|original(?:ly)?|first|put\ forward)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)  # a question about what was offered or asked for on the way to the remedy


def ledger_of(store: Store) -> Ledger:
    """The ledger of a store."""

    def rows(decision: Decision) -> Sequence[Remedy]:
        found = store.remedies(Filters(references=(decision.reference,)))
        return [one for one in found if one.key == decision.key]  # a reference alone may be two decisions

    return rows


def remedy_quotations(query: Query, ranked: Sequence[Ranked], weigher: Weigher, ledger: Ledger) -> list[Quotation]:
    """The quotations of the best decisions, best decision first, each in the order of its page; `ranked` best first."""
    groups = by_decision(ranked)
    best = ranked[0].score if ranked else 0.0
    chosen = [rows for rows in groups.values() if rows[0].score >= _DECISION_FLOOR * best][:_MOST_DECISIONS]
    return [quotation for rows in chosen for quotation in _of_decision(query, rows, weigher, ledger(rows[0].decision))]


def _of_decision(query: Query, rows: Sequence[Ranked], weigher: Weigher, remedies: Sequence[Remedy]) -> list[Quotation]:
    """The findings and the remedy of one decision; `rows` best first."""
    agreed = _agreed(query, rows, remedies)
    floor = _ROW_FLOOR * rows[0].score
    at_work = {quotation.row.paragraph.number for quotation in agreed}
    others = [row for row in rows if row.paragraph.number not in at_work]
    if query.kind == "amount":  # what else was agreed is not asked for
        others = [row for row in others if row.paragraph.role != "action"]
    found = [row for row in others if row.score >= floor][:_MOST_FINDINGS] or others[:1]
    if query.kind != "amount":
        found = _with_beside(found, others)
    quotations = [q for row in found for q in weigher.best(_history(query, row), _MOST_OF_FINDING)]
    return in_page_order([*quotations, *agreed])


def _agreed(query: Query, rows: Sequence[Ranked], remedies: Sequence[Remedy]) -> list[Quotation]:
    """The ledger's rows that answer, each as the line it stands in; two rows in one line are one quotation."""
    scores = {row.paragraph.number: row for row in rows}
    known = [one for one in remedies if one.paragraph in scores and one.source == "section"]
    if query.kind == "amount":
        known = [one for one in known if one.kind in {"payment", "refund"}] or known
    if not known:
        return []
    best = max(scores[one.paragraph or 0].score for one in known)
    by_fault = query.kind != "amount" and best < _FAULT_LED * rows[0].score
    wanted = known if by_fault else [one for one in known if scores[one.paragraph or 0].score >= _ACTION_FLOOR * best]
    wanted = sorted(wanted, key=lambda one: -scores[one.paragraph or 0].score)[:_MOST_ACTIONS]
    lines: dict[Quotation, list[Remedy]] = {}
    for one in sorted(wanted, key=known.index):
        line = _line(scores[one.paragraph or 0], one)
        if line is not None:
            lines.setdefault(line, []).append(one)
    return [Quotation(line.row, line.label, line.text, _lead(about), _limit(scores, about[0])) for line, about in lines.items()]


def _limit(rows: Mapping[int, Ranked], remedy: Remedy) -> Quotation | None:
    """The unit of another paragraph that sets the time limit."""
    row = rows.get(remedy.deadline_paragraph or 0)
    if row is None or remedy.deadline is None or remedy.deadline_paragraph == remedy.paragraph:
        return None
    return next((unit for unit in units_of(row) if remedy.deadline in unit.text), None)


def _line(row: Ranked, remedy: Remedy) -> Quotation | None:
    """The line or sentence that holds the row's words."""
    return next((line for line in lines_of(row) if line.label == remedy.label and remedy.action_text in line.text), None) or next(
        (line for line in lines_of(row) if remedy.action_text in line.text), None
    )


def _lead(remedies: Sequence[Remedy]) -> str:
    """What the ledger knows of a line: "Apology; payment of £300, within one month of the final decision"."""
    kinds = list(dict.fromkeys(_kind(one) for one in remedies))
    facts = ["; ".join([kinds[0], *(kind[0].lower() + kind[1:] for kind in kinds[1:])])]
    first = remedies[0]
    if became := _BECAME[first.status]:
        facts.append(became)
    if first.deadline:
        facts.append(first.deadline[0].lower() + first.deadline[1:])
    return ", ".join(facts)


def _kind(remedy: Remedy) -> str:
    if remedy.amount is None:
        return _KINDS[remedy.kind]
    each = " each" if remedy.each else ""
    total = " in total" if remedy.is_total else ""
    return f"{_KINDS[remedy.kind]} of {remedy.amount}{_UNITS.get(remedy.unit or '', '')}{each}{total}"


def _with_beside(found: Sequence[Ranked], others: Sequence[Ranked]) -> list[Ranked]:
    """The findings with the paragraph of the Ombudsman's beside the best of them, where it has some likelihood of its own."""
    if not found:
        return []
    best = found[0]
    beside = [
        row
        for row in others
        if abs(row.paragraph.number - best.paragraph.number) == 1
        and row.paragraph.speaker == "ombudsman"
        and row.paragraph.section == best.paragraph.section
        and row.paragraph.subsection == best.paragraph.subsection
        and row.score >= _BESIDE * best.score
    ]
    return list(dict.fromkeys([*found, *beside[:1]]))


def _history(query: Query, row: Ranked) -> list[Quotation]:
    """The paragraph's units; one with a sum only where the question asks for what went before, so that no offer looks agreed."""
    asked = _BEFORE.search(query.text) is not None
    return [quotation for quotation in units_of(row) if asked or not AMOUNT.search(quotation.text)]
