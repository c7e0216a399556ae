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

from index.headings import is_background, is_boilerplate, is_main_heading, paragraph_speaker, role_of_heading
from index.labels import labelled_items
from index.outline import dash_depths, numbered_depths
from index.readers.raw import Block, RawDecision
from index.records import Basis, Marker, Paragraph, Role, with_places

__all__ = ["CrossReference", "cross_references", "number_paragraphs"]

_UNIT = r"(?:days?|weeks?|months?|years?|hours?|working|per|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CROSS_REFERENCE = re.compile(
    rf"""
    \bparagraphs?\s+ (?P<numbers>
        [0-9]{{1,3}}+ (?:\([a-z]{{1,4}}\))*+                              # "see paragraph 24", "paragraph 24(b)"
        (?: \s*(?:,\s*and\b|,|to\b|and\b|&|-|–)\s*                      # "paragraphs 12 to 14", "1, 2 and 3"
            [0-9]{{1,3}}+ (?![\d/]|\.\d|\(\d|\s+{_UNIT}) (?:\([a-z]{{1,4}}\))*+   # not "paragraph 2 and 30 days later"
        )*+
    )
    (?![\d/]|\.\d|\()                                                  # not 1/3 of a Schedule, 5.13 of a code, 6(2) of an Act
    (?!\s+of\s+(?!(?:this|my|our|the(?:\s+(?:final|draft))?)\s+(?:decision|statement)\b))   # not of a named Act or code
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = 80  # characters: the longest name of another text and what _OTHER_TEXT allows after it
_OTHER_TEXT = re.compile(r"(?:schedule|code|regulations?|guidance|manual|policy|act)\b[^.]{0,40}$", re.IGNORECASE)
_SHOWS_NUMBERS = frozenset(["html", "running", "pdf", "docx"])  # what these print can be the published numbers
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
    items: list[tuple[int, Marker, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where in the decision the reading stands."""

    section: str = ""
    main_role: Role = "other"
    role: Role = "other"
    subsections: tuple[str, ...] = ()
    part: str | None = None  # the known sub-heading that topics stand under

    def enter(self, heading: str) -> None:
        in_analysis = self.main_role == "findings" and self.role == "analysis"
        known = role_of_heading(heading, inside="analysis" if in_analysis else self.main_role)
        opens_part = self.main_role == "findings" and known in {"analysis", "facts", "law"}
        if is_main_heading(heading) and not opens_part:
            self.section, self.subsections, self.part = heading, (), None
            self.main_role = self.role = known or "other"
            return
        if known is None and self.part is not None and is_background(self.part):
            self.part, self.role = None, self.main_role
        self.subsections = (heading,) if known is not None or self.part is None else (self.part, heading)
        self.part = heading if known is not None else self.part
        self.role = known or self.role


def number_paragraphs(raw: RawDecision) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """Number a decision's paragraphs.

    Returns:
        The paragraphs, numbered from 1 (a chapter of a report from its own first number), and the warnings of the self-check.
    """
    depths = dash_depths(raw.blocks) if raw.family == "dashes" else numbered_depths(raw.blocks)
    drafts = tuple(_drafts(raw.blocks, depths, raw.first_number))
    starts = _starts(raw.blocks, depths, raw.first_number)
    has_wrong_start = any(count != printed for count, printed in starts)
    basis = _basis(raw, has_starts=bool(starts), has_wrong_start=has_wrong_start)
    law_until = _law_until_facts(drafts)
    paragraphs = with_places(tuple(_finish(draft, basis, is_law=draft.number in law_until) for draft in drafts))
    warnings = [
        f"paragraph {ref.paragraph} mentions paragraph {ref.names}, which this decision does not have"
        for ref in cross_references(paragraphs)
        if not ref.lands
    ]
    if has_wrong_start and (raw.family == "html" or _runs_on(starts)):
        warnings.append("the page's own list numbers do not agree with the running count")
    return paragraphs, tuple(warnings)


def cross_references(paragraphs: Sequence[Paragraph]) -> tuple[CrossReference, ...]:
    """Every mention of a paragraph of the same decision, in order."""
    return tuple(_cross_references(paragraphs))


def _cross_references(paragraphs: Sequence[Paragraph]) -> Iterator[CrossReference]:
    known = {paragraph.number for paragraph in paragraphs}
    for paragraph in paragraphs:
        for match in _CROSS_REFERENCE.finditer(paragraph.text):
            if _OTHER_TEXT.search(paragraph.text[max(0, match.start() - _BEFORE) : match.start()]):
                continue
            for name in re.findall(r"[0-9]+", match["numbers"]):
                yield CrossReference(paragraph.number, int(name), int(name) in known)


def _drafts(blocks: Sequence[Block], depths: Sequence[int], first: int) -> Iterator[_Draft]:
    place = _Place()
    draft: _Draft | None = None
    above: list[str] = []  # text under a heading, or before the first paragraph: the next paragraph's
    is_under_heading = True
    count = first - 1
    for block, depth in zip(blocks, depths, strict=True):
        if block.kind == "heading":
            place.enter(block.text)
            is_under_heading = True
        elif depth != 1 and (draft is None or (is_under_heading and (depth == 0 or above))):
            above.append(block.text)
        elif depth != 1 and draft is not None:
            if depth > 1:
                draft.items.append((depth, _MARKERS[block.kind], block.text))
            draft.lines.append(block.text)
        else:
            if draft is not None:
                yield draft
            count += 1
            subsection = " > ".join(place.subsections) or None
            lines = [*above, block.text] if block.text else [*above]
            draft, above = _Draft(count, place.section, subsection, place.role, lines), []
            is_under_heading = False
    if draft is not None:
        draft.lines.extend(above)  # nothing is numbered below it; readers find it under the last number
        yield draft


def _basis(raw: RawDecision, *, has_starts: bool, has_wrong_start: bool) -> Basis:
    if raw.family == "dashes":
        return "estimated"
    if raw.family == "unnumbered":
        return "none"
    return "printed" if raw.family in _SHOWS_NUMBERS and has_starts and not has_wrong_start else "counted"


def _starts(blocks: Sequence[Block], depths: Sequence[int], first: int) -> tuple[tuple[int, int], ...]:
    """The running count and the printed number of every paragraph that has one."""
    outer = [block for block, depth in zip(blocks, depths, strict=True) if depth == 1]
    return tuple((count, block.printed) for count, block in enumerate(outer, first) if block.printed is not None)


def _runs_on(starts: Sequence[tuple[int, int]]) -> bool:
    """Whether the printed numbers rise through the whole file; where they restart they prove nothing."""
    return any(printed > 1 for _, printed in starts) and all(later > earlier for (_, earlier), (_, later) in pairwise(starts))


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
        items=labelled_items(draft.items),
        boilerplate=is_boilerplate(text, role),
    )
