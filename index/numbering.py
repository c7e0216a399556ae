"""Blocks -> numbered paragraphs, by the Ombudsman's own count.

Contract: a paragraph's number is the running count of outer list items over the whole decision, whatever number the
extraction prints (it restarts after every interruption). Sub-items, headings and unnumbered text never advance the count;
sub-items are lettered within their paragraph; unnumbered text belongs to the paragraph above. `basis` says how far to trust it:
`printed` (the page's own `start` numbers agree), `counted` (recoverable from the marks), `estimated` (dash files keep no
difference between a paragraph and its sub-items; see index/outline.py). The decision's own "see paragraph 24" is a self-check:
one that lands outside the decision is a warning. Proved by tests/test_index_numbering.py on the counts known for real decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.crossrefs import cross_reference_warnings
from index.headings import is_background, is_boilerplate, is_main_heading, role_of_heading
from index.labels import Entry, labelled_items
from index.outline import dash_depths, numbered_depths
from index.readers.raw import Block, RawDecision
from index.records import Basis, Marker, Paragraph, Role, with_places
from index.speakers import paragraph_speaker

__all__ = ["number_paragraphs"]

_SHOWS_NUMBERS = frozenset(["html", "running", "pdf", "docx"])  # what these print can be the published numbers
_MARKERS: dict[str, Marker] = {"number": "letter", "bullet": "bullet", "dash": "dash"}


@dataclass(slots=True)
class _Draft:
    """A paragraph being gathered."""

    number: int
    section: str
    subsection: str | None
    role: Role
    lines: list[str]
    items: list[Entry] = field(default_factory=list)


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
    blocks = raw.blocks[_summary_list_end(raw.blocks) :]
    depths = dash_depths(blocks) if raw.family == "dashes" else numbered_depths(blocks)
    drafts = tuple(_drafts(blocks, depths, raw.first_number))
    starts = _starts(blocks, depths, raw.first_number)
    has_wrong_start = any(count != printed for count, printed in starts)
    basis = _basis(raw, has_starts=bool(starts), has_wrong_start=has_wrong_start)
    law_until = _law_until_facts(drafts)
    paragraphs = with_places(tuple(_finish(draft, basis, is_law=draft.number in law_until) for draft in drafts))
    warnings = [*cross_reference_warnings(paragraphs)]
    if len(blocks) < len(raw.blocks):
        warnings.append("a list above the first section belongs to the summary and is not numbered")
    if has_wrong_start and (raw.family == "html" or _runs_on(starts)):
        warnings.append("the page's own list numbers do not agree with the running count")
    return paragraphs, tuple(warnings)


def _summary_list_end(blocks: Sequence[Block]) -> int:
    """How many blocks at the top are a list of the summary: items above "The complaint" whose numbers do not run on below it."""
    heading = next((at for at, block in enumerate(blocks) if block.kind == "heading"), 0)
    above, below = blocks[:heading], blocks[heading + 1 :]
    if not any(block.kind == "number" for block in above) or role_of_heading(blocks[heading].text, inside=None) != "complaint":
        return 0
    first = next((block.printed for block in below if block.kind == "number"), None)
    return heading if first in {1, None} else 0


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
                draft.items.append(Entry(depth, _MARKERS[block.kind], block.text, block.printed))
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
