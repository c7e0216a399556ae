"""A remedy, decision by decision: the finding that ties it to the question, then what was agreed, how much and by when.

The fault stands in one part of a decision and the remedy in another, so the ledger says what the actions are: its rows give the
line to quote, and before it in plain words the kind, the sum, the time limit and what became of it ("Payment of £300, within one
month of the final decision"). Where the question describes a fault, all that its decision agreed is shown; where it describes an
action, the rows that match. A sum that is no remedy (an earlier offer, a claim) is quoted only for a question about what went
before. Proved by tests/test_rag_remedy.py and tests/test_real_decisions.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from index import Decision, Filters, Remedy, Store, split_sentences
from rag.choice import Choice
from rag.evidence import Ranked
from rag.leads import lead_of
from rag.query import Query
from rag.standing import asks_how_it_ended
from rag.tying import Nearness, tied_remedies, ties
from rag.units import AMOUNT, Quotation, Weigher, by_decision, in_page_order, led_up_to, lines_of, units_of

__all__ = [
    "Ledger",
    "Shown",
    "action_lines",
    "action_quotations",
    "agreed_quotations",
    "ledger_of",
    "limit_of",
    "remedies_that_answer",
    "remedy_quotations",
]

Ledger = Callable[[Decision], Sequence[Remedy]]
"""The ledger's rows of one decision."""

_MOST_DECISIONS = 3  # a screen holds three decisions with their remedies; the rest stands in the passages
_MOST_ACTIONS = 8  # ledger lines of a decision: most decisions have five or fewer
_ALSO_SHOWN = 0.5  # of the likeliest decision's chance: below it a decision is about another fault
_OF_FINDING = 70  # words of a paragraph beside the actions
_BRIEFLY = 40  # the same where several decisions are shown
_MOST_OF_SEVERAL = 5  # actions of a decision where several are shown
# The floors below were chosen on the development questions, by citation precision against citation recall and facts stated.
_ACTION_FLOOR = 0.3  # of the best action of its decision: below it an action answers another fault
_TYING = 0.3  # of the best row of its decision: a finding that ties a decision whose actions alone are likely
_WITHIN = 0.15  # of the best row of its decision: below it a row is about another fault, even where all that was agreed is shown
_BESIDE = 0.1  # of the best finding's score: enough for the paragraph beside it
_FAULT_LED = 0.5  # an action below this share of the best row: the question describes the fault, not what was agreed
_LIST_END = re.compile(r"(?:;|[;,]?\s(?:and|or)\b)\s*$")  # what joins an item to the next: "an update, and"
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


@dataclass(frozen=True, slots=True)
class Shown:
    """The quotations of a remedy, and of each reference how many actions are left out."""

    quotations: tuple[Quotation, ...]
    left_out: Mapping[str, int]


def remedy_quotations(
    query: Query, ranked: Sequence[Ranked], choice: Choice, *, weigher: Weigher, ledger: Ledger, near: Nearness
) -> Shown:
    """The quotations of the decisions that answer, likeliest first, each in the order of its page; `ranked` best first.

    A question that names no decision is answered from all that may answer it, whatever became of the complaint there; where that is
    more than one, each action is quoted by its own sentence, so that all of them stand on a screen.
    """
    groups, chosen = by_decision(ranked), by_decision(choice.chosen)
    shown = by_decision(choice.chosen) if query.names_decisions else choice.decisions(_ALSO_SHOWN)
    brief = len(shown) > 1
    words = _BRIEFLY if brief else _OF_FINDING
    likely = [
        _likely(query, groups[key], ledger(groups[key][0].decision), chosen=chosen.get(key, ()), own=own)
        for key, own in list(shown.items())[:_MOST_DECISIONS]
    ]
    answering = [one.ranked for one in likely] if query.names_decisions else _answering(likely, near)
    out: list[Quotation] = []
    left_out: dict[str, int] = {}
    for one, answers in zip(likely, answering, strict=True):
        whole = one.ranked if query.names_decisions else one.known
        kept = _first_of(answers, one.group, _MOST_OF_SEVERAL if brief else _MOST_ACTIONS)
        if len(kept) < len(whole):
            left_out[str(one.group[0].decision.reference)] = len(whole) - len(kept)
        told = [part for row in one.told for part in weigher.passage(_history(query, row), words)]
        out += in_page_order([*told, *action_quotations(one.group, kept, brief=brief)])
    return Shown(tuple(out), left_out)


@dataclass(frozen=True, slots=True)
class _Likely:
    """A decision that may answer: its rows best first, the findings to be told, its actions, and those that the ranking found."""

    group: Sequence[Ranked]
    told: Sequence[Ranked]
    known: Sequence[Remedy]
    ranked: Sequence[Remedy]
    found: frozenset[int]
    """Numbers of the paragraphs that answer by their rank, told or not."""


def _likely(
    query: Query, group: Sequence[Ranked], remedies: Sequence[Remedy], *, chosen: Sequence[Ranked], own: Sequence[Ranked]
) -> _Likely:
    """Of the rows chosen from a decision, or else its own likely ones, those that are told beside its actions."""
    known = _known(query, group, remedies)
    ranked = remedies_that_answer(query, group, known)
    at_work = {one.paragraph for one in ranked}
    told = [row for row in chosen if row.paragraph.number not in at_work]
    if not query.names_decisions:
        told = _tied(query, told or own, group, at_work)
        told = [row for row in told if row.score >= _WITHIN * group[0].score] or told
    return _Likely(group, told, known, ranked, frozenset(row.paragraph.number for row in (*(chosen or own), *told)))


def _answering(likely: Sequence[_Likely], near: Nearness) -> list[Sequence[Remedy]]:
    """Of each decision what answers the findings that are told, of all that is known to be agreed; else what the ranking found."""
    tying = [bool(one.known and one.told) for one in likely]
    distances = iter(near([(one.group[0].decision_id, one.known) for one, tie in zip(likely, tying, strict=True) if tie]))
    return [_answers(one, next(distances)) if tie else one.ranked for one, tie in zip(likely, tying, strict=True)]


def _answers(of: _Likely, near: Sequence[Mapping[int, float]]) -> list[Remedy]:
    findings = [row.paragraph.number for row in of.group if _is_finding(row)]
    told = [row.paragraph.number for row in of.told]
    pointing = [one.paragraph in findings and one.paragraph not in of.found and _points_back(of.group, one) for one in of.known]
    return tied_remedies(of.known, ties(told, findings, of.known, near, pointing=pointing), likely=of.ranked)


def _points_back(rows: Sequence[Ranked], remedy: Remedy) -> bool:
    """Whether an action points back to what its own paragraph tells of."""
    return any(_led_up_to(line, said := _sentences_of(line.text, [remedy])) != said for line in action_lines(rows, [remedy]))


def _is_finding(row: Ranked) -> bool:
    return row.paragraph.role in {"findings", "analysis"} and row.paragraph.speaker == "ombudsman" and not row.paragraph.boilerplate


def _first_of(remedies: Sequence[Remedy], group: Sequence[Ranked], most: int) -> list[Remedy]:
    """So many of the rows: those with a sum, then those likeliest to answer; in their order."""
    scores = {row.paragraph.number: row.score for row in group}
    first = sorted(remedies, key=lambda one: (one.amount is None, -scores[one.paragraph or 0]))[:most]
    return [one for one in remedies if one in first]


def _tied(query: Query, found: Sequence[Ranked], group: Sequence[Ranked], at_work: Collection[int | None]) -> list[Ranked]:
    """The findings that tie a decision to the fault asked about; a finding often runs over two paragraphs, and both are shown."""
    free = [row for row in found if row.paragraph.number not in at_work] or [
        row for row in group if row.paragraph.role in {"findings", "analysis"} and row.score >= _TYING * group[0].score
    ][:1]
    if query.kind == "amount" or not free:
        return free[:1]
    best = free[0]
    beside = [
        row
        for row in group
        if abs(row.paragraph.number - best.paragraph.number) == 1
        and row.paragraph.number not in at_work
        and row.paragraph.speaker == "ombudsman"
        and row.paragraph.section == best.paragraph.section
        and row.paragraph.subsection == best.paragraph.subsection
        and row.score >= _BESIDE * best.score
    ]
    return list(dict.fromkeys([*free, *beside[:1]]))


def agreed_quotations(query: Query, rows: Sequence[Ranked], remedies: Sequence[Remedy]) -> list[Quotation]:
    """The actions of one decision that answer, each as the line it stands in; `rows` best first."""
    return action_quotations(rows, remedies_that_answer(query, rows, remedies))


def _known(query: Query, rows: Sequence[Ranked], remedies: Sequence[Remedy]) -> list[Remedy]:
    """The ledger's rows that can be quoted, of a sum the payments where there are any."""
    ranked = {row.paragraph.number for row in rows}
    known = [one for one in remedies if one.paragraph in ranked and one.source == "section"]
    return ([one for one in known if one.kind in {"payment", "refund"}] or known) if query.kind == "amount" else known


def remedies_that_answer(query: Query, rows: Sequence[Ranked], remedies: Sequence[Remedy]) -> list[Remedy]:
    """The ledger's rows that answer by their rank, in their order; `rows` are those of the decision, best first."""
    known, scores = _known(query, rows, remedies), {row.paragraph.number: row.score for row in rows}
    if not known:
        return []
    best = max(scores[one.paragraph or 0] for one in known)
    if asks_how_it_ended(query):
        return known
    acts = [row.score for row in rows if row.paragraph.role == "action"]  # an offer told among the findings matches the fault
    by_fault = query.kind != "amount" and max(acts, default=best) < _FAULT_LED * rows[0].score
    floor = _WITHIN * rows[0].score if by_fault else _ACTION_FLOOR * best
    return [one for one in known if scores[one.paragraph or 0] >= floor] or known


def action_quotations(rows: Sequence[Ranked], remedies: Sequence[Remedy], *, brief: bool = False) -> list[Quotation]:
    """Ledger rows of one decision, each as the line it stands in, or by its own sentences; two in one line are one quotation."""
    places = {row.paragraph.number: row for row in rows}
    return [
        Quotation(
            line.row,
            line.label,
            _LIST_END.sub("", _led_up_to(line, _sentences_of(line.text, about) if brief else line.text)),
            lead_of(about),
            limit_of(places, about[0]),
        )
        for line, about in action_lines(rows, remedies).items()
    ]


def _sentences_of(line: str, remedies: Sequence[Remedy]) -> str:
    """The part of a line from the first sentence with an action to the last."""
    acting = [one for one in split_sentences(line) if any(remedy.action_text in one for remedy in remedies)]
    return line[line.index(acting[0]) : line.index(acting[-1]) + len(acting[-1])] if acting else line


def _led_up_to(line: Quotation, said: str) -> str:
    """What is said in a line, with what it points back to on the page: a sum for "that injustice" is nothing without it."""
    place = line.row.paragraph
    pages = [page for item, page in place.lines() if place.label(item) == line.label and line.text in page]
    return led_up_to(pages[0], said) if len(pages) == 1 else said


def action_lines(rows: Sequence[Ranked], remedies: Sequence[Remedy]) -> dict[Quotation, list[Remedy]]:
    """The lines that ledger rows stand in, each with its rows."""
    places = {row.paragraph.number: row for row in rows}
    lines: dict[Quotation, list[Remedy]] = {}
    for one in remedies:
        row = places.get(one.paragraph or 0)
        line = _line(row, one) if row else None
        if line is not None:
            lines.setdefault(line, []).append(one)
    return lines


def limit_of(rows: Mapping[int, Ranked], remedy: Remedy) -> Quotation | None:
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


def _history(query: Query, row: Ranked) -> list[Quotation]:
    """The paragraph's units; one with a sum only where the question asks for what went before, so that no offer looks agreed."""
    asked = _BEFORE.search(query.text) is not None
    return [quotation for quotation in units_of(row) if asked or not AMOUNT.search(quotation.text)]
