"""The records that pass between the parts: Reference, Decision, Paragraph, Item, Section roles, Filters.

All are frozen; all text in them is already normalised (one space between words, no no-break spaces, no page furniture)
and otherwise exactly as published. Missing metadata is None: outcome and date are never guessed from prose.
Proved by tests/test_index_records.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from index.errors import UsageError

__all__ = [
    "Basis",
    "Decision",
    "DecisionKey",
    "Filters",
    "Item",
    "Marker",
    "Paragraph",
    "Reference",
    "Role",
    "Source",
    "Speaker",
    "authority_slug",
    "normalise_text",
    "with_places",
]

Basis = Literal["printed", "counted", "estimated", "none"]
"""How a paragraph number is known: printed by the page, counted over the list items, estimated from the sense, or not at all."""

Role = Literal["complaint", "scope", "powers", "method", "findings", "law", "facts", "analysis", "action", "decision", "other"]
"""What a section is for, whatever it is headed."""

Speaker = Literal["complainant", "body", "law", "ombudsman", "action", "facts"]
"""Who is saying it: an allegation and a finding can share every word but this."""

Marker = Literal["letter", "bullet", "dash"]
"""How a sub-item is marked on the page: lettered, bulleted, or unknown because the extraction kept only a dash."""

_REFERENCE = re.compile(
    r"""
    (?<![\w£.,])                                    # not inside a longer number or a sum
    (?P<year>[0-9]{2})
    (?P<stop>\.)?                                   # 24.012.183, with both stops or none
    (?(stop) | (?:\s{1,2}|\s?[\-‐‑–—/]\s?)? )       # 24 012 183, 24-012-183, 24/012/183, 24012183
    (?P<high>[0-9]{3})
    (?(stop) \. | (?:\s{1,2}|\s?[\-‐‑–—/]\s?)? )
    (?P<low>[0-9]{3})
    (?P<suffix>[a-z]?)                              # b, the body in a joint investigation
    (?![\w])(?![,.]\d)
    (?(stop) (?!\s*(?:kg|kilos?|grams?|tonnes?|tons?|k?m|miles?|met(?:re|er)s?|lit(?:re|er)s?|people|euros?|pounds?|%|€)) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Reference(str):
    """A decision's reference as printed: "24 012 183", a suffix letter kept ("17 002 402b")."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read one reference in any spelling (spaces, hyphens, strokes, stops, none).

        Raises:
            UsageError: the text is not a reference.
        """
        bare = text.strip()
        match = _REFERENCE.fullmatch(bare[1:-1] if bare[:1] == "(" and bare[-1:] == ")" else bare)
        if match is None:
            message = f"got the reference {text[:40]!r}; expected one like '24 012 183' or '24-012-183'"
            raise UsageError(message)
        return cls._of(match)

    @classmethod
    def find_all(cls, text: str) -> tuple[Reference, ...]:
        """Every reference in a text, in order, each once."""
        return tuple(dict.fromkeys(cls._of(match) for match in _REFERENCE.finditer(text)))

    @classmethod
    def _of(cls, match: re.Match[str]) -> Reference:
        return cls(f"{match['year']} {match['high']} {match['low']}{match['suffix'].lower()}")

    @property
    def hyphenated(self) -> str:
        """The form of the site's addresses: "24-012-183"."""
        return self.replace(" ", "-")


@dataclass(frozen=True, slots=True, order=True)
class DecisionKey:
    """What names a decision: the bare reference is not unique, so the authority's slug belongs to it."""

    reference: Reference
    authority_slug: str


@dataclass(frozen=True, slots=True)
class Item:
    """A sub-item of a paragraph. `label` is its letter ("b", third level "b(i)"); `marker` says how the page marks it."""

    label: str
    marker: Marker
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph, the unit of everything.

    `text` is the whole paragraph: its lines (lead-in, sub-items, closing line) joined by newlines, without markers.
    Each sub-item's text is one of those lines. `section` and `subsection` are headings as printed.
    `place` counts the paragraphs of a section where the page prints no numbers (basis "none"), and is 0 elsewhere.
    """

    number: int
    basis: Basis
    role: Role
    section: str
    subsection: str | None
    speaker: Speaker
    text: str
    items: tuple[Item, ...] = ()
    boilerplate: bool = False
    place: int = 0

    def lines(self) -> tuple[tuple[Item | None, str], ...]:
        """The paragraph's lines in order, each with the sub-item it is, or None for lead-in and closing lines."""
        waiting = list(self.items)
        out: list[tuple[Item | None, str]] = []
        for line in self.text.split("\n"):
            item = waiting.pop(0) if waiting and waiting[0].text == line else None
            out.append((item, line))
        return tuple(out)

    def label(self, item: Item | None = None) -> str:
        """How a person finds it on the page: "54", "54(b)", "11, bullet 2", without numbers "Finding, 2nd item"."""
        if self.basis == "none":
            place = f"{self.section}, {_ordinal(self.place)} item" if self.section else f"{_ordinal(self.place)} item"
            return place if item is None else f"{place}, bullet {self.items.index(item) + 1}"
        if item is None:
            return str(self.number)
        head, _, place = item.label.rpartition(", ")
        if place.startswith("bullet "):  # beside letters, or below one: "54, bullet 2", "54(b), bullet 2"
            return f"{self.number}({head}), {place}" if head else f"{self.number}, {place}"
        if item.marker == "bullet":
            return f"{self.number}, bullet {self.items.index(item) + 1}"
        return f"{self.number}({item.label})" if "(" not in item.label else f"{self.number}({item.label.replace('(', ')(', 1)}"


def with_places(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The same, each that has no number on the page with its place within its section."""
    counts: Counter[str] = Counter()
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        counts[paragraph.section] += 1
        out.append(replace(paragraph, place=counts[paragraph.section]) if paragraph.basis == "none" else paragraph)
    return tuple(out)


def _ordinal(number: int) -> str:
    """1 -> 1st, 2 -> 2nd, 12 -> 12th, 22 -> 22nd."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in {11, 12, 13} else endings.get(number % 10, 'th')}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a decision was read from. `retrieved_at` is ISO 8601 in UTC; `sha256` is of the file's bytes."""

    path: str
    sha256: str
    retrieved_at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One published decision with its numbered paragraphs; see the module for what may be None."""

    reference: Reference
    authority: str | None
    category: str | None
    subcategory: str | None
    outcome: str | None
    decision_date: date | None
    url: str | None
    summary: str | None
    kind: Literal["statement", "report"]
    source: Source
    paragraphs: tuple[Paragraph, ...]
    family: str
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> DecisionKey:
        """The decision's name in the store."""
        return DecisionKey(self.reference, authority_slug(self.authority))

    def paragraph(self, number: int) -> Paragraph | None:
        """The paragraph of that number; where only some chapters of a report are known, not every number has one."""
        return next((paragraph for paragraph in self.paragraphs if paragraph.number == number), None)


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrow a search to some decisions; empty fields do not narrow. Dates are inclusive.

    `authority`, `category` and `outcome` match whole values in any case, `authority` and `category` also a part
    ("Cornwall", "special educational needs").
    """

    authority: str | None = None
    category: str | None = None
    outcome: str | None = None
    since: date | None = None
    until: date | None = None
    references: tuple[Reference, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether anything is narrowed."""
        return any((self.authority, self.category, self.outcome, self.since, self.until, self.references))


_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200c\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def normalise_text(text: str) -> str:
    """One line of text with single spaces and no invisible characters; quotes, dashes and letters stay as they are."""
    if not text.isprintable():  # else, as in most lines, nothing is invisible and all spaces are plain
        text = _SPACES.sub(" ", _INVISIBLE.sub("", text.replace("\n", " ").replace("\r", " ")))
    text = unicodedata.normalize("NFC", text)
    return (_SPACES.sub(" ", text) if "  " in text else text).strip()


def authority_slug(authority: str | None) -> str:
    """The authority's name as the site's addresses spell it: "West Northamptonshire Council" -> "west-northamptonshire-council"."""
    if authority is None:
        return ""
    plain = unicodedata.normalize("NFKD", authority.replace("&", " and ").lower())
    ascii_name = "".join(char for char in plain if char.isascii() or not (char.isalpha() or unicodedata.combining(char)))
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")  # a curly apostrophe and U+2011 part words as the plain ones do
