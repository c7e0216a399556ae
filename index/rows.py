"""Decisions and paragraphs as rows of the catalogue, and back; what was written is read back equal.

Proved by tests/test_index_catalogue.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import cast

from index.bodies import Body
from index.records import Decision, Filters, Paragraph, Reference, Source, with_places

__all__ = ["decision_row", "filter_clause", "paragraph_row", "read_day", "read_paragraph", "read_row"]


def filter_clause(filters: Filters) -> tuple[str, list[str]]:
    """The WHERE clause and its values for some filters."""
    clauses, values = ["1"], []
    if filters.authority:
        clauses.append("(instr(lower(coalesce(authority, '')), ?) OR instr(authority_slug, ?))")
        values += [filters.authority.lower(), filters.authority.lower().replace(" ", "-")]
    if filters.category:
        clauses.append("instr(lower(coalesce(category, '') || ' > ' || coalesce(subcategory, '')), ?)")
        values.append(filters.category.lower())
    if filters.outcome:
        clauses.append("lower(outcome) = ?")  # whole values only: "upheld" must never match "not upheld"
        values.append(filters.outcome.lower())
    if filters.since is not None:
        clauses.append("decision_date >= ?")
        values.append(filters.since.isoformat())
    if filters.until is not None:
        clauses.append("decision_date <= ?")
        values.append(filters.until.isoformat())
    if filters.references:
        clauses.append(f"reference IN ({', '.join('?' * len(filters.references))})")
        values += [str(reference) for reference in filters.references]
    return " AND ".join(clauses), values


def decision_row(decision: Decision) -> tuple[str | None, ...]:
    """A decision as the values of its row, in the order of the columns."""
    return (
        str(decision.reference),
        decision.authority,
        decision.key.authority_slug,
        decision.category,
        decision.subcategory,
        decision.outcome,
        decision.decision_date.isoformat() if decision.decision_date else None,
        decision.url,
        decision.summary,
        decision.kind,
        decision.family,
        json.dumps(decision.warnings),
        decision.source.path,
        decision.source.sha256,
        decision.source.retrieved_at,
    )


def paragraph_row(decision_id: int, paragraph: Paragraph) -> tuple[object, ...]:
    """A paragraph as the values of its row; its words stand elsewhere (index/bodies.py)."""
    basis, role, speaker = paragraph.basis, paragraph.role, paragraph.speaker
    return decision_id, paragraph.number, basis, role, speaker, int(paragraph.boilerplate)


def read_paragraph(row: Sequence[object], body: Body) -> Paragraph:
    """A row and its words as the paragraph that was written."""
    number, basis, role, speaker, boilerplate = row
    return Paragraph(
        number=cast("int", number),
        basis=basis,  # type: ignore[arg-type]  # written by paragraph_row from the same literals
        role=role,  # type: ignore[arg-type]  # the same
        section=body.section,
        subsection=body.subsection,
        speaker=speaker,  # type: ignore[arg-type]  # the same
        text=body.text,
        items=body.items,
        boilerplate=bool(boilerplate),
    )


def read_row(row: Sequence[str | None], paragraphs: tuple[Paragraph, ...]) -> Decision:
    """A row and its paragraphs as the decision that was written."""
    (
        reference,
        authority,
        _slug,
        category,
        subcategory,
        outcome,
        day,
        url,
        summary,
        kind,
        family,
        warnings,
        path,
        sha,
        at,
    ) = row
    return Decision(
        reference=Reference(reference or ""),
        authority=authority,
        category=category,
        subcategory=subcategory,
        outcome=outcome,
        decision_date=read_day(day),
        url=url,
        summary=summary,
        kind="report" if kind == "report" else "statement",
        source=Source(path or "", sha or "", at or ""),
        paragraphs=with_places(paragraphs),
        family=family or "",
        warnings=tuple(json.loads(warnings or "[]")),
    )


def read_day(text: str | None) -> date | None:
    """An ISO date, or None for none."""
    return date.fromisoformat(text) if text else None
