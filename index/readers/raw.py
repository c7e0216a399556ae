"""What a reader hands over: the header's facts and the body as blocks in order, nothing numbered yet.

A Block is a heading, a list item (with the marker and the depth the page gave it) or unnumbered text. index/numbering.py
turns blocks into numbered paragraphs, so that every family is numbered by one rule book.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from index.records import Reference

__all__ = ["Block", "Family", "Header", "RawDecision"]

Family = Literal["numbered", "dashes", "html", "running", "unnumbered", "pdf", "docx"]
"""How the paragraphs are marked: "running" numbers are typed and run on through the whole document, as in reports; the
"unnumbered" have none at all."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body. `depth` is 1 for a paragraph's own line, 2 and 3 for sub-items; `printed` is the number shown."""

    kind: Literal["heading", "number", "bullet", "dash", "text"]
    text: str
    depth: int = 1
    printed: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The facts above the body, as printed; None where the page does not print them."""

    reference: Reference
    authority: str | None = None
    category: str | None = None
    subcategory: str | None = None
    outcome: str | None = None
    decision_date: date | None = None
    summary: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RawDecision:
    """A decision as read, before numbering.

    `first_number` is that of its first paragraph: a chapter of a report goes on counting.
    """

    family: Family
    header: Header
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = field(default=())
    kind: Literal["statement", "report"] = "statement"
    first_number: int = 1
