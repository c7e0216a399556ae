"""Decisions made of a few invented paragraphs, for tests of the remedy ledger."""

from __future__ import annotations

from datetime import date

from index import Basis, Decision, Item, Paragraph, Reference, Role, Source

LETTERS = "abcdefghijklmnop"


def make_paragraph(
    number: int,
    text: str,
    section: str = "Agreed action",
    role: Role = "action",
    *,
    subsection: str | None = None,
    basis: Basis = "counted",
) -> Paragraph:
    """A paragraph from its lines; those that begin with "- " are its lettered items."""
    lines = [line.strip() for line in text.strip().split("\n")]
    items = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return Paragraph(
        number=number,
        basis=basis,
        role=role,
        section=section,
        subsection=subsection,
        speaker="action" if role == "action" else "ombudsman",
        text="\n".join(line.removeprefix("- ") for line in lines),
        items=tuple(Item(letter, "letter", item) for letter, item in zip(LETTERS, items, strict=False)),
    )


def make_decision(
    *paragraphs: Paragraph,
    summary: str | None = None,
    reference: str = "99 100 200",
    authority: str = "Anywhere Council",
    decided: date | None = None,
) -> Decision:
    """A statement of these paragraphs."""
    return Decision(
        reference=Reference(reference),
        authority=authority,
        category=None,
        subcategory=None,
        outcome=None,
        decision_date=decided,
        url=None,
        summary=summary,
        kind="statement",
        source=Source("x", "0", "2026-01-01T00:00:00Z"),
        paragraphs=paragraphs,
        family="x",
    )
