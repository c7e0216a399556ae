"""One decision as it is known before it is written down: what every reader must give back, whatever the format.

A `Structure` says paragraphs, sub-items, sections, header and remedies; evals/invention.py makes them from a seed,
evals/renderings.py writes them in every family, and `outline` turns both a structure and a decision that was read into the same
rows, so that a test compares whole values. Proved by tests/test_bed_readings.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index import Decision, Marker, Reference, Remedy

__all__ = [
    "KnownLine",
    "KnownParagraph",
    "KnownPart",
    "KnownRemedy",
    "Row",
    "Structure",
    "facts_of",
    "outline_of",
    "outline_read",
    "remedies_read",
]

_DEEPER = 3
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi")


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line below a paragraph's first: a lettered item, a bullet, or text without a mark."""

    mark: Literal["item", "bullet", "text"]
    text: str
    depth: int = 2


@dataclass(frozen=True, slots=True)
class KnownParagraph:
    """A numbered paragraph."""

    text: str
    lines: tuple[KnownLine, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPart:
    """The paragraphs under one heading; `subsection` has the part it stands in ("Analysis > The delay")."""

    section: str
    subsection: str | None
    paragraphs: tuple[KnownParagraph, ...]

    @property
    def heading(self) -> str:
        """The heading as printed."""
        return (self.subsection or self.section).rpartition(" > ")[2]


@dataclass(frozen=True, slots=True)
class KnownRemedy:
    """What one line of the agreed action orders; `days` as the ledger counts them."""

    paragraph: int
    item: str | None
    kind: str
    value: float | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Structure:
    """A decision before it is written down. A short report has no numbers, a long one bullets only."""

    shape: Literal["statement", "short", "chapters"]
    reference: Reference
    authority: str | None
    category: str
    subcategory: str
    outcome: str
    decided: date
    summary: str
    parts: tuple[KnownPart, ...]
    remedies: tuple[KnownRemedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph as it is compared; an item is its label, its marker and its text."""

    number: int
    section: str
    subsection: str | None
    text: str
    items: tuple[tuple[str, Marker, str], ...]


def outline_of(structure: Structure, *, letters: Marker = "letter", bullets: Marker = "bullet") -> list[Row]:
    """The rows a reader must give; `letters` and `bullets` are the markers that its family can show."""
    rows: list[Row] = []
    for part in structure.parts:
        for paragraph in part.paragraphs:
            text = "\n".join([paragraph.text, *(line.text for line in paragraph.lines)])
            items = tuple(_items(paragraph, letters, bullets))
            rows.append(Row(len(rows) + 1, part.section, part.subsection, text, items))
    return rows


def _items(paragraph: KnownParagraph, letters: Marker, bullets: Marker) -> Iterator[tuple[str, Marker, str]]:
    outer = below = 0
    for line in paragraph.lines:
        if line.mark == "text":
            continue
        marker = letters if line.mark == "item" else bullets
        if line.depth == _DEEPER:
            label, below = f"{chr(ord('a') + outer - 1)}({_ROMAN[below]})", below + 1
        else:
            label, outer, below = chr(ord("a") + outer), outer + 1, 0
        yield label, marker, line.text


def outline_read(decision: Decision) -> list[Row]:
    """The same rows of a decision that was read."""
    return [
        Row(one.number, one.section, one.subsection, one.text, tuple((item.label, item.marker, item.text) for item in one.items))
        for one in decision.paragraphs
    ]


def facts_of(decision: Decision) -> dict[str, object]:
    """The header of a decision that was read, by the names of a structure."""
    return {
        "reference": decision.reference,
        "authority": decision.authority,
        "category": decision.category,
        "subcategory": decision.subcategory,
        "outcome": decision.outcome,
        "decided": decision.decision_date,
        "summary": decision.summary,
    }


def remedies_read(remedies: tuple[Remedy, ...]) -> list[KnownRemedy]:
    """The rows of a ledger as they are compared."""
    return [KnownRemedy(one.paragraph or 0, one.item, one.kind, one.value, one.deadline_days) for one in remedies]
