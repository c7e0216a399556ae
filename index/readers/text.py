"""The two text families: numbered lines ("  1. ...", a blank line between blocks) and dash lines ("- ...").

Both give the same blocks. A line without a marker is a heading, the rest of a hard-wrapped line, or unnumbered text that
belongs to the paragraph above. Page furniture never becomes a block, and the body ends at the investigator's closing line.
Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.errors import NotADecision
from index.headings import is_main_heading
from index.readers.header import FICTIONAL, header_from_lines, read_title
from index.readers.raw import Block, Family, RawDecision
from index.records import normalise_text

__all__ = ["is_furniture", "is_heading", "read_text"]

_FURNITURE = re.compile(
    r"""
    back\ to\ top | print\ this\ page | lgo\ logogram | review\ your\ privacy\ settings | privacy\ settings
    | (?:view\ )?(?:required|analytical)\ cookies | share\ this\ page
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOSING = re.compile(r"Investigator[’']s (?:final )?decision on behalf of the Ombudsman\W*", re.IGNORECASE)
_LISTING = re.compile(
    r"recent (?:statements|reports) in this category|archive has [\d,]+ results?|your search has [\d,]+ results?",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"""
    (?P<indent>[ \t\u00a0]*)
    (?: (?P<number>\d{1,3})\.[ \t\u00a0]+ | (?P<bullet>[•·▪◦*])[ \t\u00a0]* | (?P<dash>[-–])[ \t\u00a0]+ )
    (?P<text>\S.*)
    """,
    re.VERBOSE,
)
_UNFINISHED = re.compile(
    r"(?:[,(]|\b(?:that|the|a|an|of|to|and|or|by|with|for|in|on|at|from|providing|which|who|as))$", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[.;:?!]) [-–] (?=[A-Z“‘])")  # "... seriously. - The Council says": two dash lines in one
_NESTED_INDENT = 4  # a marker indented by four spaces or more is nested; six is a letter, eight a roman numeral
_ROMAN_INDENT = 8
_LONGEST_HEADING = 140


def is_furniture(text: str) -> bool:
    """Whether the line is part of the page, not of the decision."""
    return _FURNITURE.fullmatch(text) is not None


def is_heading(text: str) -> bool:
    """Whether an unmarked line reads as a heading: short, opens with a capital or quote, ends without punctuation."""
    return len(text) <= _LONGEST_HEADING and re.match(r"[A-Z‘“'\"\d]", text) is not None and text[-1:] not in ".;:,?!)”"


def read_text(text: str) -> RawDecision:
    """Read a numbered or dash extraction.

    Raises:
        NotADecision: a listing page, a mirror without paragraph marks, or no decision at all.
    """
    lines = text.splitlines()
    if _LISTING.search(text) or sum(read_title(line) is not None for line in lines) > 1:
        message = "a listing of several decisions, not a decision"
        raise NotADecision(message)
    header, start = header_from_lines(lines)
    blocks = tuple(_blocks(lines[start:]))
    family = _family(blocks)
    banner = any(line.upper().startswith("FICTIONAL") for line in lines[:3])
    return RawDecision(family, header, blocks, (FICTIONAL,) if banner else ())


def _family(blocks: Sequence[Block]) -> Family:
    numbers = sum(block.kind == "number" for block in blocks)
    dashes = sum(block.kind == "dash" for block in blocks)
    if not numbers and not dashes:
        message = "no paragraph marks (numbers or dashes) in the text: paragraph numbers cannot be known"
        raise NotADecision(message)
    return "numbered" if numbers >= dashes else "dashes"


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The body's blocks, hard-wrapped lines joined."""
    waiting: Block | None = None
    seen_heading = False
    for line in lines:
        text = normalise_text(line)
        if _CLOSING.fullmatch(text):
            break
        if not text or is_furniture(text):
            continue
        block = _marked_block(line) or Block("text", text)
        if block.kind == "dash" and not seen_heading and is_main_heading(block.text):
            continue  # an in-page list of contents
        if block.kind == "text" and waiting is not None and _UNFINISHED.search(waiting.text):
            yield from _joined(waiting, text)
            waiting = None
            continue
        if block.kind == "text" and is_heading(text):
            block = Block("heading", text)
            seen_heading = True
        if waiting is not None:
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _joined(above: Block, rest: str) -> Iterator[Block]:
    """A hard-wrapped line joined to its start; dash lines glued to its end become blocks of their own."""
    joined = f"{above.text} {rest}"
    first, *glued = _GLUED.split(joined) if above.kind == "dash" else [joined]
    yield Block(above.kind, first, above.depth, above.printed)
    for text in glued:
        yield Block("dash", text)


def _marked_block(line: str) -> Block | None:
    match = _MARKED.fullmatch(line.rstrip())
    if match is None:
        return None
    indent = len(match["indent"].expandtabs(4))
    text = normalise_text(match["text"])
    if match["bullet"]:
        return Block("bullet", text, 2)
    if match["dash"]:
        return Block("dash", text, 1 if indent == 0 else 2)
    depth = 1 if indent < _NESTED_INDENT else 3 if indent >= _ROMAN_INDENT else 2
    return Block("number", text, depth, int(match["number"]))
