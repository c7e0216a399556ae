"""A comparison: a row for each decision, with what was found and, where a remedy is asked for, what was agreed, the sum, by when.

The cells are made of what other answers are made of: the paragraphs that were chosen, verbatim, and the ledger's rows; each cell
says where it stands. Every decision that the question names has a row, and so has every one with a paragraph that may answer,
whatever was found there: fault or none, payment or none. A council's or a complainant's account is marked as such, and never stands
under "Finding" alone. Proved by tests/test_rag_compare.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Remedy
from rag.choice import ALSO_LIKELY, Choice
from rag.cues import KIND_CUES
from rag.evidence import Ranked
from rag.leads import sum_of, what_was_agreed
from rag.pins import closing_paragraph
from rag.query import Query
from rag.remedy import Ledger, action_lines, limit_of, remedies_that_answer
from rag.standing import asks_how_it_ended
from rag.units import Quotation, Weigher, by_decision, in_page_order, units_of

__all__ = ["AGREED", "BY_WHEN", "FINDING", "SAID", "SUM", "Cell", "comparison_cells"]

FINDING, SAID, AGREED, SUM, BY_WHEN = "Finding", "What it says", "Agreed", "Sum", "By when"
NO_PAYMENT = "no payment"

_MOST_DECISIONS = 6  # rows of a table that can be read
_OF_FINDING = 45  # words of a paragraph in a cell
_MOST_FINDINGS = 2  # paragraphs in a cell, where what was agreed does not stand beside it
_COMPARES = (
    dict(KIND_CUES)["comparison"],
    re.compile(r"\bvs\b|\bversus\b|\bone\b.{1,80}\b(?:an)?other\b|\b(?:in|of|by|to|did|does) each\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands under a heading in the row of one decision: a quotation, or words of code with the places they rest on."""

    column: str
    places: tuple[Quotation, ...]
    words: str = ""


def comparison_cells(query: Query, choice: Choice, ranked: Sequence[Ranked], *, weigher: Weigher, ledger: Ledger) -> list[Cell]:
    """The cells row by row, the row of the decision that answers best first; none where there is nothing to compare."""
    groups, chosen = by_decision(ranked), by_decision(choice.chosen)
    rows = _decisions(query, choice, groups) if _compares(query) else []
    if len(rows) < 2:  # noqa: PLR2004 - a comparison is of two
        return []
    ended = asks_how_it_ended(query)
    wants = ended or choice.wants_agreed
    cells: list[Cell] = []
    for decision_id in rows:
        group = groups[decision_id]
        agreed = remedies_that_answer(query, group, ledger(group[0].decision)) if wants else []
        most = 1 if wants else _MOST_FINDINGS
        said = [row for row in group if row.paragraph == closing_paragraph(row.decision)] if ended else chosen.get(decision_id, [])
        cells += _findings(group, said, agreed, weigher=weigher, most=most)
        cells += _agreed(group, agreed)
    finding = FINDING if all(cell.places[0].voice == "ombudsman" for cell in cells if not cell.column) else SAID
    return [cell if cell.column else replace(cell, column=finding) for cell in cells]


def _compares(query: Query) -> bool:
    """Whether several decisions are named, or cases are asked for that are alike or differ."""
    return query.several or any(cue.search(query.text) for cue in _COMPARES)


def _decisions(query: Query, choice: Choice, groups: Mapping[int, Sequence[Ranked]]) -> list[int]:
    """The decisions that have a row: those named, or those with a paragraph that is likely enough."""
    if query.several:
        return list(groups)[:_MOST_DECISIONS]
    return list(by_decision(choice.likely(ALSO_LIKELY)))[:_MOST_DECISIONS]


def _findings(
    group: Sequence[Ranked], chosen: Sequence[Ranked], agreed: Sequence[Remedy], *, weigher: Weigher, most: int
) -> Iterator[Cell]:
    """The chosen paragraphs beside the actions, the Ombudsman's first, or else the likeliest of the Ombudsman's."""
    at_work = {one.paragraph for one in agreed}
    rows = [row for row in chosen if row.paragraph.number not in at_work]
    rows.sort(key=lambda row: row.paragraph.speaker != "ombudsman")
    said = [row for row in group if row.paragraph.speaker == "ombudsman" and row.paragraph.role != "action"]
    rows = rows[:most] or [row for row in said if row.paragraph.number not in at_work][:1]
    quoted = [part for row in rows for part in weigher.passage(list(units_of(row)), _OF_FINDING)]
    return (Cell("", (quotation,)) for quotation in in_page_order(quoted))


def _agreed(group: Sequence[Ranked], remedies: Sequence[Remedy]) -> Iterator[Cell]:
    """What was agreed, the sum and the time limit, from the ledger's rows."""
    lines = action_lines(group, remedies)
    if not lines:
        return
    yield Cell(AGREED, tuple(lines), "; ".join(dict.fromkeys(what_was_agreed(one) for about in lines.values() for one in about)))
    paid = {line: [one for one in about if one.amount is not None] for line, about in lines.items()}
    paid = {line: about for line, about in paid.items() if about}
    sums = "; ".join(dict.fromkeys(sum_of(one) for about in paid.values() for one in about))
    yield Cell(SUM, tuple(paid) or tuple(lines), sums or NO_PAYMENT)
    limits: dict[str, list[Quotation]] = {}
    places = {row.paragraph.number: row for row in group}
    for line, about in lines.items():
        for one in about:
            if one.deadline:
                limits.setdefault(one.deadline, []).append(limit_of(places, one) or line)
    for limit, where in limits.items():
        yield Cell(BY_WHEN, tuple(dict.fromkeys(where)), limit)
