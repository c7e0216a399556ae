"""Blocks -> numbered paragraphs, by the Ombudsman's own count.

Contract: a paragraph's number is the running count of outer list items over the whole decision, whatever number the
extraction prints (it restarts after every interruption). Sub-items, headings and unnumbered text never advance the count;
sub-items are lettered within their paragraph; unnumbered text belongs to the paragraph above. `basis` says how far to trust it:
`printed` (the page's own `start` numbers agree), `counted` (recoverable from the marks), `estimated` (dash files keep no
difference between a paragraph and its sub-items; see index/outline.py). The decision's own "see paragraph 24" is a self-check:
one that lands outside the decision is a warning. Proved by tests/test_index_numbering.py on the counts known for real decisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.headings import is_boilerplate, is_main_heading, paragraph_speaker, role_of_heading
from index.outline import dash_depths, numbered_depths
from index.readers.raw import Block, RawDecision
from index.records import Basis, Item, Marker, Paragraph, Role

__all__ = ["CrossReference", "cross_references", "number_paragraphs"]

_CROSS_REFERENCE = re.compile(
    r"""
    \bparagraphs?\s+(?P<first>\d{1,3})                       # "see paragraph 24"
    (?:\s*(?:to|-|–|and)\s*(?P<last>\d{1,3}))?               # "paragraphs 12 to 14"
    (?![\d/]|\.\d|\()                                        # not 1/3 of a Schedule, 5.13 of a code, 6(2) of an Act
    (?!\s+of\s+(?:the\s+)?(?!this|my)[A-Z‘“'])               # not of a named Act or code
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_TEXT = re.compile(r"(?:schedule|code|regulations?|guidance|manual|policy|act)\b[^.]{0,40}$", re.IGNORECASE)
_MARKERS: dict[str, Marker] = {"number": "letter", "bullet": "bullet", "dash": "dash"}


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A mention of a paragraph of the same decision: where it stands, what it names, whether that paragraph exists."""

    paragraph: int
    names: int
    lands: bool


@dataclass(slots=True)
class _Draft:
    """A paragraph being gathered."""

    number: int
    section: str
    subsection: str | None
    role: Role
    lines: list[str]
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where in the decision the reading stands."""

    section: str = ""
    main_role: Role = "other"
    role: Role = "other"
    subsections: tuple[str, ...] = ()

    def enter(self, heading: str) -> None:
        known = role_of_heading(heading, inside=self.main_role)
        opens_part = self.main_role == "findings" and known in {"analysis", "facts", "law"}
        if is_main_heading(heading) and not opens_part:
            self.section, self.subsections = heading, ()
            self.main_role = self.role = known or "other"
            return
        self.subsections = (heading,) if known is not None or not self.subsections else (self.subsections[0], heading)
        self.role = known or self.role


def number_paragraphs(raw: RawDecision) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """Number a decision's paragraphs.

    Returns:
        The paragraphs, numbered from 1, and the warnings of the self-check.
    """
    depths = dash_depths(raw.blocks) if raw.family == "dashes" else numbered_depths(raw.blocks)
    drafts = tuple(_drafts(raw.blocks, depths))
    basis = _basis(raw)
    law_until = _law_until_facts(drafts)
    paragraphs = tuple(_finish(draft, basis, is_law=draft.number in law_until) for draft in drafts)
    warnings = [
        f"paragraph {ref.paragraph} mentions paragraph {ref.names}, which this decision does not have"
        for ref in cross_references(paragraphs)
        if not ref.lands
    ]
    if _starts_disagree(raw.blocks, depths):
        warnings.append("the page's own list numbers do not agree with the running count")
    return paragraphs, tuple(warnings)


def cross_references(paragraphs: Sequence[Paragraph]) -> tuple[CrossReference, ...]:
    """Every mention of a paragraph of the same decision, in order."""
    return tuple(_cross_references(paragraphs))


def _cross_references(paragraphs: Sequence[Paragraph]) -> Iterator[CrossReference]:
    known = {paragraph.number for paragraph in paragraphs}
    for paragraph in paragraphs:
        for match in _CROSS_REFERENCE.finditer(paragraph.text):
            if _OTHER_TEXT.search(paragraph.text[: match.start()]):
                continue
            for name in (match["first"], match["last"]):
                if name is not None:
                    yield CrossReference(paragraph.number, int(name), int(name) in known)


def _drafts(blocks: Sequence[Block], depths: Sequence[int]) -> Iterator[_Draft]:
    place = _Place()
    draft: _Draft | None = None
    above: list[str] = []  # unnumbered text before the first paragraph
    count = 0
    for block, depth in zip(blocks, depths, strict=True):
        if block.kind == "heading":
            place.enter(block.text)
        elif block.kind == "text":
            (draft.lines if draft is not None else above).append(block.text)
        elif depth > 1 and draft is not None:
            draft.items.append(Item(_next_label(draft.items, depth), _MARKERS[block.kind], block.text))
            draft.lines.append(block.text)
        else:
            if draft is not None:
                yield draft
            count += 1
            subsection = " > ".join(place.subsections) or None
            lines = [*above, block.text] if block.text else [*above]
            draft, above = _Draft(count, place.section, subsection, place.role, lines), []
    if draft is not None:
        yield draft


def _next_label(items: Sequence[Item], depth: int) -> str:
    """The next letter at this depth; a third level counts in roman numerals below its letter."""
    letters = [item for item in items if "(" not in item.label]
    if depth == 2 or not letters:  # noqa: PLR2004 - the second level is the letters'
        return _letter(len(letters))
    below = len(items) - 1 - items.index(letters[-1])
    return f"{letters[-1].label}({_roman(below + 1)})"


def _letter(index: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa, as ordered lists count on."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        out += sign * count
    return out


def _basis(raw: RawDecision) -> Basis:
    if raw.family == "dashes":
        return "estimated"
    if raw.family == "html" and any(block.printed is not None and block.depth == 1 for block in raw.blocks):
        return "printed"
    return "counted"


def _starts_disagree(blocks: Sequence[Block], depths: Sequence[int]) -> bool:
    """Whether an HTML page's kept `start` numbers contradict the count; text extractions restart and prove nothing."""
    outer = [block for block, depth in zip(blocks, depths, strict=True) if block.kind == "number" and depth == 1]
    starts = [(count, block.printed) for count, block in enumerate(outer, 1) if block.printed is not None]
    kept = any(printed > 1 for _, printed in starts) and all(later > earlier for (_, earlier), (_, later) in pairwise(starts))
    return kept and any(count != printed for count, printed in starts)


def _law_until_facts(drafts: Sequence[_Draft]) -> frozenset[int]:
    """Paragraphs of "What I found" that stand before its facts: the law that the facts are measured against."""
    first_facts = next((draft.number for draft in drafts if draft.role == "facts"), None)
    if first_facts is None:
        return frozenset()
    return frozenset(draft.number for draft in drafts if draft.role == "findings" and draft.number < first_facts)


def _finish(draft: _Draft, basis: Basis, *, is_law: bool) -> Paragraph:
    text = "\n".join(draft.lines)
    role: Role = "law" if is_law else draft.role
    return Paragraph(
        number=draft.number,
        basis=basis,
        role=role,
        section=draft.section,
        subsection=draft.subsection,
        speaker=paragraph_speaker(text, role),
        text=text,
        items=tuple(draft.items),
        boilerplate=is_boilerplate(text, role),
    )
