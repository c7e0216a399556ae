"""A comparison as a table of plain text: a row for each decision, its cells wrapped in columns, no line longer than a terminal.

The cells are claims with a `column`; the decision of a row is that of their first citation. Proved by tests/test_rag_table.py.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rag.records import Citation, Claim

__all__ = ["TableRow", "columns_of", "rows_of", "table_lines"]

_WIDTH = 100
_BETWEEN = " | "
_EMPTY = "-"
_SHARES = {"Finding": 4, "What it says": 4, "Agreed": 2, "By when": 2}
"""How wide a column is beside the others."""
_NARROW = 12  # a column of sums: "£2,500 in", "total [12]"
_DECISION = 19  # "Northamptonshire"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A decision, by the first citation of its cells, and the claims under each heading."""

    decision: Citation
    cells: Mapping[str, tuple[Claim, ...]]


def columns_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The headings of the cells among the claims, in the order of a row; none where nothing is compared."""
    return tuple(dict.fromkeys(claim.column for claim in claims if claim.column))


def rows_of(claims: Sequence[Claim], citations: Sequence[Citation]) -> list[TableRow]:
    """The cells among the claims, by the decision they cite, in the order in which decisions come."""
    by_n = {citation.n: citation for citation in citations}
    first: dict[tuple[str, str | None], Citation] = {}
    cells: dict[tuple[str, str | None], dict[str, tuple[Claim, ...]]] = {}
    for claim in claims:
        if claim.column and claim.citations:
            citation = by_n[claim.citations[0]]
            key = citation.reference, citation.authority
            first.setdefault(key, citation)
            row = cells.setdefault(key, {})
            row[claim.column] = (*row.get(claim.column, ()), claim)
    return [TableRow(first[key], row) for key, row in cells.items()]


def table_lines(claims: Sequence[Claim], citations: Sequence[Citation]) -> list[str]:
    """The lines of the table."""
    headings = columns_of(claims)
    widths = (_DECISION, *_widths(headings))
    lines = [_line(("Decision", *headings), widths), "-+-".join("-" * width for width in widths)]
    for row in rows_of(claims, citations):
        texts = [_decision(row.decision), *(_cell(row.cells.get(heading, ())) for heading in headings)]
        wrapped = [_wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
        lines += [_line(parts, widths) for parts in zip_longest(*wrapped, fillvalue="")]
        lines.append("-+-".join("-" * width for width in widths))
    return lines


def _widths(headings: Sequence[str]) -> list[int]:
    narrow = sum(_NARROW for heading in headings if heading not in _SHARES)
    left = _WIDTH - _DECISION - narrow - len(_BETWEEN) * len(headings)
    shares = sum(_SHARES.get(heading, 0) for heading in headings)
    return [left * _SHARES[heading] // shares if heading in _SHARES else _NARROW for heading in headings]


def _wrapped(text: str, width: int) -> list[str]:
    return [line for part in text.split("\n") for line in textwrap.wrap(part, width)]


def _line(parts: Sequence[str], widths: Sequence[int]) -> str:
    return _BETWEEN.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()


def _decision(citation: Citation) -> str:
    day = f"{citation.decision_date:%d %b %Y}" if citation.decision_date else ""
    estimated = "numbering estimated" if citation.basis == "estimated" else ""
    outcome = citation.outcome or "outcome not printed"
    return "\n".join(filter(None, (citation.authority, citation.reference, outcome, day, estimated)))


def _cell(claims: Sequence[Claim]) -> str:
    return "\n".join(_said(claim) for claim in claims) or _EMPTY


def _said(claim: Claim) -> str:
    words = f"“{claim.text}”" if claim.grade == "quote" else claim.text
    lead = f"{claim.lead}: " if claim.lead else ""
    return f"{lead}{words} {' '.join(f'[{n}]' for n in claim.citations)}"
