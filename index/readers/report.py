"""Public reports, which print their text unlike statements, in two shapes told from the blocks of the body.

A long report types its paragraph numbers ("1. ", "2. ") and runs them on through all its chapters: they are the published
numbers, and a single chapter begins where the one before it ended. The short report page has no numbers at all: each block of
text under a heading is a paragraph, cited by its section and place; bullets belong to the block above. A statement whose marks
were lost (a mirror) has the same look but other sections, and is never taken for one. Proved by tests/test_index_report.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from index.errors import NotADecision
from index.headings import role_of_heading
from index.readers.raw import Block, Header, RawDecision

__all__ = ["as_report", "is_chapter_warning", "runs_on", "short_report", "typed_numbers", "without_summary"]

_TYPED = re.compile(r"(?P<number>[0-9]{1,3})\.\s+(?=[^\W_a-z]|[£‘“'\"(])")  # "12. The Council", "7. 22 others"
_NAMES_ITSELF = re.compile(
    r"\b(?:this|our|further)\ report\b | \breport\ (?:by|of)\ the\ (?:local\ government|ombudsm[ae]n)",
    re.VERBOSE | re.IGNORECASE,
)
_REPORT_HEADING = re.compile(
    r"""
    the\ investigation | legal\ and\ administrative\ background | (?:report\ )?summary | further\ report | findings?
    | recommendations?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONG_REPORT_HEADING = re.compile(r"the investigation|legal and administrative background|report summary", re.IGNORECASE)
_SUMMARY_HEADING = re.compile(r"(?:report )?summary:?", re.IGNORECASE)
_SATISFIED = re.compile(
    r"(?:the )?ombudsm[ae]n (?:is |was )?satisfied with .{1,120}", re.IGNORECASE
)  # the last line of a short report
_ENDED = re.compile(r"[.?!][)”’\"']*$")
_ONE_CHAPTER = "it is one chapter of a report"
_STATEMENT_ROLES = {"powers", "method", "scope"}


def runs_on(blocks: Sequence[Block], *, least: int = 2) -> int | None:
    """The first number of a body whose outer numbers rise by one through the whole of it; None where they restart or are few.

    One number shows no order, so `least` is lower only for what is known to be a chapter.
    """
    printed = [block.printed for block in blocks if block.kind == "number" and block.depth == 1]
    if len(printed) < least or printed[0] is None:
        return None
    rises = all(here is not None and later == here + 1 for here, later in pairwise(printed))
    return printed[0] if rises and printed[0] > 0 else None


def typed_numbers(blocks: Sequence[Block], *, least: int = 2) -> tuple[Block, ...] | None:
    """Text blocks that open with a typed number as numbered blocks; None where the numbers do not run on."""
    out = tuple(map(_typed, blocks))
    return out if runs_on(out, least=least) is not None else None


def _typed(block: Block) -> Block:
    match = _TYPED.match(block.text) if block.kind == "text" else None
    return block if match is None else Block("number", block.text[match.end() :], 1, int(match["number"]))


def as_report(raw: RawDecision, *, is_closed: bool, is_typed: bool = True, is_chapter: bool = False) -> RawDecision:
    """A numbered body as what it is: typed numbers that run on are the published ones, and a report that names itself is one.

    `is_closed`: it ends with an investigator's closing line, as only statements do. Numbers that begin above 1 are kept only
    for a report: its chapters are published apart. `is_chapter`: its address says that it is one of them.
    """
    first = runs_on(raw.blocks, least=1 if is_chapter else 2) if is_typed or is_chapter else None
    headings = any(block.kind == "heading" and _LONG_REPORT_HEADING.fullmatch(block.text) for block in raw.blocks)
    names_itself = first is not None and any(_NAMES_ITSELF.search(block.text) for block in raw.blocks)
    is_report = is_chapter or (not is_closed and (headings or names_itself))
    raw = replace(raw, kind="report") if is_report else raw
    if first is None or (first > 1 and not is_report):
        return raw
    warnings = raw.warnings
    if first > 1:
        warnings = (*warnings, f"the file begins at paragraph {first}: {_ONE_CHAPTER}")
    return replace(raw, family="running", first_number=first, warnings=warnings)


def is_chapter_warning(warning: str) -> bool:
    """Whether a warning says that a file is only one chapter."""
    return warning.endswith(_ONE_CHAPTER)


def short_report(header: Header, blocks: Sequence[Block], warnings: tuple[str, ...] = ()) -> RawDecision:
    """A body without any number as a short report page.

    Raises:
        NotADecision: it is a statement whose paragraph marks are lost, or no report at all.
    """
    headings = [block.text.rstrip(" :") for block in blocks if block.kind == "heading"]
    is_report = any(map(_REPORT_HEADING.fullmatch, headings)) or (
        header.authority is None and any(block.kind == "bullet" for block in blocks)
    )
    of_statement = any(role_of_heading(heading, inside=None) in _STATEMENT_ROLES for heading in headings)
    closes = any(heading.casefold() in {"final decision", "what i found", "my assessment"} for heading in headings)
    paragraphs = tuple(_paragraphs(_with_headings_told(blocks)))
    if not is_report or of_statement or closes or not any(block.kind == "number" for block in paragraphs):
        message = "no paragraph marks (numbers or dashes) in the text: paragraph numbers cannot be known"
        raise NotADecision(message)
    if paragraphs[0].kind != "heading" and headings:
        paragraphs = (Block("heading", "Summary"), *paragraphs)  # the page prints its summary without a label
    if header.summary is None:
        header = replace(header, summary=_under_summary(paragraphs))
    return RawDecision("unnumbered", header, paragraphs, warnings, kind="report")


def _under_summary(blocks: Sequence[Block]) -> str | None:
    """The text under the heading "Summary", where a report opens with one."""
    if not blocks or not _SUMMARY_HEADING.fullmatch(blocks[0].text):
        return None
    return " ".join(block.text for block in takewhile(lambda block: block.kind != "heading", blocks[1:])) or None


def without_summary(header: Header, blocks: tuple[Block, ...]) -> tuple[Header, tuple[Block, ...]]:
    """A numbered report's summary section as its summary: it stands above the first number and is no part of a paragraph."""
    end = next((i for i, block in enumerate(blocks) if i and block.kind == "heading"), len(blocks))
    summary = _under_summary(blocks)
    if summary is None or any(block.kind == "number" for block in blocks[:end]):
        return header, blocks
    return replace(header, summary=header.summary or summary), blocks[end:]


def _with_headings_told(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks; a line that only looks like a heading, with nothing under it, is text."""
    for at, block in enumerate(blocks):
        below = blocks[at + 1].kind if at + 1 < len(blocks) else None
        is_name = _REPORT_HEADING.fullmatch(block.text.rstrip(" :")) is not None
        is_line = not is_name and (below in {None, "heading"} or _SATISFIED.fullmatch(block.text) is not None)
        yield replace(block, kind="text") if block.kind == "heading" and is_line else block


def _paragraphs(blocks: Iterator[Block]) -> Iterator[Block]:
    """Each text a paragraph without a number; a bullet belongs to the text above, and right under a heading stands for itself."""
    has_text = False
    for block in blocks:
        if block.kind == "heading":
            has_text = False
            yield block
        elif block.kind == "text" or not has_text:
            has_text = has_text or block.kind == "text"
            yield Block("number", block.text)
        else:
            yield Block("bullet", block.text, 2)
