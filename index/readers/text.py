"""The text families: numbered lines ("  1. ...", a blank line between blocks), dash lines ("- ...") and reports (report.py).

All give the same blocks. A line without a mark is a heading, the rest of a hard-wrapped line, or unnumbered text that belongs
to the paragraph above. The first mark of the body is a paragraph's: it says the family and where the outer indent stands. Page
furniture never becomes a block, and the body ends at the investigator's closing line. Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.headings import is_decision_heading
from index.readers.address import Address
from index.readers.header import FICTIONAL, HeaderPart, read_header
from index.readers.lines import CLOSING, Line, is_furniture, is_heading, is_page_end, is_question_heading, is_section_name
from index.readers.listing import refuse_listing
from index.readers.raw import Block, Family, RawDecision
from index.readers.report import as_report, short_report

__all__ = ["UNFINISHED_FILE", "is_furniture", "is_heading", "read_text", "with_end_told"]

UNFINISHED_FILE = "the file has neither a final decision nor the investigator's closing line: it may be cut off"

_LINE_END = re.compile(r"\r\n|[\n\r\f]")  # not U+2028, which stands inside sentences
_UNFINISHED = re.compile(r"(?:[,(]|\b(?:that|the|a|an|of|to|and|or|by|with|for|in|on|at|from|providing|which|who|as))$")
_LONGEST_UNFINISHED = 20  # characters, more than the longest of these and the one before it
_BEFORE_A_NUMBER = re.compile(r"\b(?:paragraphs?|sections?|regulations?|schedules?|stages?|pages?|parts?)$", re.IGNORECASE)
_ENDED = re.compile(
    r"""
    [.;:?!] [)\]”’"']* $
    | (?: ^ | [.;:?!] [)\]”’"']* ) \ ? \( (?: [^()] | \([^()]*\) )* \) $   # "... properly reached. (Some Act 1974, section 34(3))"
    """,
    re.VERBOSE,
)
_STOPS = tuple(".;:?!")
_CLOSING_SIGNS = ")]”’\"'"
_GLUED = re.compile(r"(?<=[.;:?!]) [-–] (?=[A-Z“‘])")  # "... seriously. - The Council says": two dash lines in one
_NESTED_BY = 2  # columns; numbers are nested by four and more, and set to the right by one or two


def read_text(text: str, known: Address | None = None) -> RawDecision:
    """Read an extraction as text; `known` is the address it comes from.

    Raises:
        NotADecision: a listing page, a mirror without paragraph marks, or no decision at all.
    """
    lines = _LINE_END.split(text)
    refuse_listing(lines)
    part = read_header(lines, known)
    body, is_closed = _body(lines[part.body :])
    joined = tuple(_joined(body))
    warnings = (FICTIONAL,) if any(line.upper().startswith("FICTIONAL") for line in lines[:3]) else ()
    first = next((line for line in joined if line.kind in {"number", "dash"}), None)
    if first is None:
        return _unmarked(lines, part, warnings)
    family: Family = "numbered" if first.kind == "number" else "dashes"
    raw = RawDecision(family, part.header, tuple(_blocks(joined)), warnings)
    if first.kind == "number":
        raw = as_report(raw, is_closed=is_closed, is_typed=first.indent == 0)
    return with_end_told(raw, is_closed=is_closed)


def with_end_told(raw: RawDecision, *, is_closed: bool) -> RawDecision:
    """The same with a warning where a statement has neither a final decision nor its closing line."""
    is_decided = any(block.kind == "heading" and is_decision_heading(block.text) for block in raw.blocks)
    if is_closed or is_decided or raw.kind == "report":
        return raw
    return replace(raw, warnings=(*raw.warnings, UNFINISHED_FILE))


def _unmarked(lines: Sequence[str], part: HeaderPart, warnings: tuple[str, ...]) -> RawDecision:
    """A text without marks, its summary section among its sections."""
    start = part.body if part.unread is None else part.unread
    body, _ = _body(lines[start:])
    return short_report(part.header, tuple(_blocks(tuple(_joined(body)))), warnings)


def _body(lines: Sequence[str]) -> tuple[list[Line], bool]:
    """The lines of the body without furniture, and whether the investigator's closing line ends them.

    Without it the body ends where the page goes on after the last list item: at the cookie text or the print button.
    """
    out: list[Line] = []
    page_ends: list[int] = []
    after_gap = True
    for raw in lines:
        line = Line.read(raw, after_gap=after_gap)
        if CLOSING.fullmatch(line.text):
            return out, True
        if not line.is_marked and (not line.text or is_furniture(line.text)):
            after_gap = True
            if is_page_end(line.text):
                page_ends.append(len(out))
            continue
        out.append(line)
        after_gap = False
    last_mark = max((i for i, line in enumerate(out) if line.is_marked), default=-1)
    end = next((end for end in page_ends if end > last_mark), len(out))
    return out[:end], False


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines with their hard-wrapped rests, headings told from text; dash lines glued to a rest are lines of their own."""
    outer = next((line.column for line in lines if line.kind == "number"), 0)
    waiting: Line | None = None
    for line in lines:
        if waiting is not None and _goes_on(waiting, line, outer):
            rest = line.text if line.kind == "text" else f"{line.number}. {line.text}"
            whole = f"{waiting.text} {rest}".strip()
            *parts, last = _GLUED.split(whole) if waiting.kind == "dash" else [whole]
            yield from (replace(waiting, text=part) for part in parts)
            waiting = replace(waiting, text=last)
            continue
        if waiting is not None:
            yield waiting
        is_headed = line.kind == "text" and (is_heading(line.text) or is_section_name(line.text) or is_question_heading(line.text))
        waiting = replace(line, kind="heading") if is_headed else line
    if waiting is not None:
        yield waiting


def _goes_on(above: Line, here: Line, outer: int) -> bool:
    """Whether `here` is the rest of `above`: of a mark alone on its line, or of a line broken inside a sentence."""
    if here.kind == "number":  # "... as I say in paragraph" / "2. It was late."
        wrapped = _BEFORE_A_NUMBER.search(above.text) or (here.column < outer and not _has_ended(above.text))
        return above.kind != "heading" and not here.after_gap and bool(wrapped)
    if here.kind != "text" or is_section_name(here.text):
        return False
    if not above.text:
        return True
    if here.after_gap:
        return False
    if here.text[:1].islower() or _UNFINISHED.search(above.text, max(0, len(above.text) - _LONGEST_UNFINISHED)):
        return True
    return above.kind != "heading" and not _has_ended(above.text) and not is_heading(here.text)


def _has_ended(text: str) -> bool:
    """Whether a line ends a sentence; only one that ends in a bracket has to be looked through for that."""
    if text.endswith(")"):
        return _ENDED.search(text) is not None
    return text.rstrip(_CLOSING_SIGNS).endswith(_STOPS)


@dataclass(slots=True)
class _Levels:
    """Where the outer marks stand, known from the first of each kind, and the first nested number of the paragraph."""

    number: Line | None = None
    dash: Line | None = None
    nested: int | None = None

    def depth(self, line: Line) -> int:
        """1 for the outer marks, 2 for what is nested, 3 for what is nested below a nested number."""
        if line.kind == "dash":
            self.dash = self.dash or line
            return 1 if line.indent <= self.dash.indent else 2
        if line.kind == "bullet":
            return 3 if self.nested is not None and line.indent >= self.nested + _NESTED_BY else 2
        self.number = self.number or line
        if min(line.indent - self.number.indent, line.column - self.number.column) < _NESTED_BY:
            self.nested = None
            return 1
        if self.nested is None:
            self.nested = line.indent
        return 3 if line.indent >= self.nested + _NESTED_BY else 2


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    levels = _Levels()
    for line in lines:
        if not line.is_marked:
            yield Block("heading" if line.kind == "heading" else "text", line.text)
        elif line.text or line.kind == "number":
            yield Block(line.kind, line.text, levels.depth(line), line.number)
