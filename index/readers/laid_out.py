"""Documents whose layout says what each block is (PDF, DOCX): blocks in, the decision out.

The blocks are already joined, marked and given a depth; the header is read from them as from lines of text, and the body ends
where every other body ends. Proved by tests/test_index_pdf.py and tests/test_index_docx.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.errors import NotADecision
from index.readers.address import Address
from index.readers.header import FICTIONAL, read_header, read_title
from index.readers.lines import CLOSING, is_furniture, is_heading, is_section_name
from index.readers.listing import refuse_listing
from index.readers.raw import Block, Family, RawDecision
from index.readers.report import as_report, short_report, typed_numbers
from index.readers.text import with_end_told

__all__ = ["read_blocks"]

_MARKS = {"number": "  1. ", "bullet": "  • ", "dash": "- ", "heading": "", "text": ""}


def read_blocks(blocks: Sequence[Block], family: Family, known: Address | None = None) -> RawDecision:
    """Read a decision from all blocks of a document, in reading order.

    Raises:
        NotADecision: a listing, a document without a title, or one without paragraphs.
    """
    lines = [f"{_MARKS[block.kind]}{block.text}" for block in blocks]
    refuse_listing(lines)
    part = read_header(lines, known)
    warnings = (FICTIONAL,) if any(block.text.upper().startswith("FICTIONAL") for block in blocks[:3]) else ()
    blocks = _with_headings_told(blocks)
    body, is_closed = _body(blocks[part.body :])
    if not any(block.kind == "number" and block.depth == 1 for block in body):
        typed = typed_numbers(body)
        if typed is None:
            start = part.body if part.unread is None else part.unread
            return short_report(part.header, _body(blocks[start:])[0], warnings)
        body = typed
    if not body:
        message = "no numbered paragraphs"
        raise NotADecision(message)
    raw = as_report(RawDecision(family, part.header, body, warnings), is_closed=is_closed)
    return with_end_told(raw, is_closed=is_closed)


def _with_headings_told(blocks: Sequence[Block]) -> Sequence[Block]:
    """The same blocks; a known name is a heading in any type, and where no type shows headings, what reads as one is."""
    has_type = any(block.kind == "heading" and read_title(block.text) is None for block in blocks)
    return [
        replace(block, kind="heading")
        if block.kind == "text" and (is_section_name(block.text) or (not has_type and is_heading(block.text)))
        else block
        for block in blocks
    ]


def _body(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], bool]:
    """The blocks down to the investigator's closing line, and whether it was found."""
    end = next((i for i, block in enumerate(blocks) if CLOSING.fullmatch(block.text)), None)
    kept = blocks[:end] if end is not None else blocks
    return tuple(block for block in kept if not is_furniture(block.text) and read_title(block.text) is None), end is not None
