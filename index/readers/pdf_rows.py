"""Characters with their places -> rows of text: one row for each line that the page shows, without what a browser prints around it.

Characters on one height are one row; a gap is a space. A small shape drawn left of a row is its bullet: browsers draw the disc
and square of a list instead of writing them. Rows that repeat at the edge of the pages, and the date, address and page number
that a browser prints there, are no text of the document. Proved by tests/test_index_pdf.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from index.records import normalise_text

__all__ = ["Glyph", "Mark", "Page", "Row", "body_rows", "edge_rows"]

_SAME_HEIGHT = 0.35  # of the size of the type: two characters within it stand on one line
_GAP = 0.18  # of the size: a wider gap is a space (a word space is 0.25)
_EDGE = 0.09  # of the page's height: the margins that a browser prints into
_MARK_REACH = 40.0  # points between a drawn bullet and its text
_NUMBER_ALONE = re.compile(r" \d{1,3}\.")  # "10." set so near its text that no gap shows: "10.The Council"
_OPENS_TEXT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ‘“'\"(")
_PRINTED_BY_BROWSER = re.compile(
    r"""
      \d{1,2}[./]\d{1,2}[./]\d{2,4} ,? \s \d{1,2}[:.]\d{2} .*          # 22/11/2026, 20:57 Title of the page
    | (?:.*\s)? (?:https?|file):// \S+ (?: \s+ \d+\s?(?:/|of)\s?\d+ )?  # https://... 1/3; Title https://...
    | (?:page\s)? \d+ \s?(?:/|of)\s? \d+ (?: \s .*\d{1,2}[:.]\d{2}.* )? # 1/3, Page 1 of 3, 1 of 3 22/11/2026, 20:57
    | page\s \d+ | -?\s?\d+\s?-?                                        # Page 3, 3, - 3 -
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: left and right edge, baseline, size of the type; points from the lower left corner."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A small drawn shape: its left edge and the height of its middle."""

    x0: float
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it; `starts` are the left edges of its words, in order, `has_mark` a bullet drawn before it."""

    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool
    has_mark: bool
    starts: tuple[float, ...]


def body_rows(pages: Sequence[Page]) -> tuple[Row, ...]:
    """The rows of all pages from top to bottom, without headers and footers."""
    kept: list[Row] = []
    repeated = {place for place, count in Counter(_place(row) for row in edge_rows(pages)).items() if count > 1}
    for number, page in enumerate(pages):
        for row in _rows(page, number):
            is_edge = _is_edge(row, page)
            if not (is_edge and (_PRINTED_BY_BROWSER.fullmatch(row.text) or _place(row) in repeated)):
                kept.append(row)
    return tuple(kept)


def edge_rows(pages: Sequence[Page]) -> tuple[Row, ...]:
    """The rows in the upper and lower margins."""
    return tuple(row for number, page in enumerate(pages) for row in _rows(page, number) if _is_edge(row, page))


def _is_edge(row: Row, page: Page) -> bool:
    return row.y < _EDGE * page.height or row.y + row.size > (1 - _EDGE) * page.height


def _place(row: Row) -> tuple[str, int, int]:
    """Equal for the same header on two pages: its text without page numbers, and where it stands to the nearest point."""
    return re.sub(r"\d+", "0", row.text), round(row.x0), round(row.y)


def _rows(page: Page, number: int) -> Iterator[Row]:
    line: list[Glyph] = []
    for glyph in sorted(page.glyphs, key=lambda g: (-g.y, g.x0)):
        if line and abs(line[0].y - glyph.y) > _SAME_HEIGHT * max(line[0].size, glyph.size, 1.0):
            yield from _row(line, page, number)
            line = []
        line.append(glyph)
    if line:
        yield from _row(line, page, number)


def _row(line: list[Glyph], page: Page, number: int) -> Iterator[Row]:
    text, starts, right, after_space = "", list[float](), float("-inf"), True
    for glyph in sorted(line, key=lambda glyph: glyph.x0):
        if not glyph.text.strip():
            after_space = True
            continue
        is_first_word = len(starts) == 1 and glyph.text[:1] in _OPENS_TEXT and _NUMBER_ALONE.fullmatch(text) is not None
        if after_space or is_first_word or glyph.x0 - right > _GAP * glyph.size:
            text += " "
            starts.append(glyph.x0)
        text += glyph.text
        right, after_space = max(right, glyph.x1), False
    if not starts:
        return
    glyphs = [glyph for glyph in line if glyph.text.strip()]
    size = median(glyph.size for glyph in glyphs)
    left, low = starts[0], glyphs[0].y
    has_mark = any(0 < left - mark.x0 <= _MARK_REACH and low < mark.y < low + size for mark in page.marks)
    is_bold = sum(glyph.is_bold for glyph in glyphs) * 2 > len(glyphs)
    yield Row(number, normalise_text(text), left, right, low, size, is_bold, has_mark, tuple(starts))
