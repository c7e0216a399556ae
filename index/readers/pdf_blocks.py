"""Rows of a printed page -> blocks: list items with number and depth, headings by their type, wrapped lines joined.

Where an item's text begins says how deep it is; a row that begins there too goes on with it, over the end of a page as well,
unless its first word had room on the line above: then the line was ended on purpose. A word broken at a hyphen is joined as the
same document spells it elsewhere, and keeps its hyphen where the document does not say. Proved by tests/test_index_pdf.py.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Literal

from index.readers.address import Address, address_in
from index.readers.header import is_label, read_title
from index.readers.lines import CLOSING, Line
from index.readers.pdf_rows import Page, Row, body_rows, edge_rows
from index.readers.raw import Block

__all__ = ["page_address", "rows_to_blocks"]

_NEAR = 3.0  # points: two left edges within it are one indent
_LOOSE = 1.3  # of the ordinary line distance: more is a new block
_LARGER = 1.12  # of the size of the text: a heading's type
_LETTER = re.compile(r"\(? (?P<mark>[a-z]{1,2}|[ivx]{1,5}) [.)] \s+ (?P<text>\S.*)", re.VERBOSE)  # "a. an apology", "(ii) £200"
_LONGEST_WORD = 60  # characters at a row's end that are looked at
_ENDED = re.compile(r"[.?!:;][)”’\"']*$")
_BROKEN = re.compile(r"(?P<head>[^\W\d_]+)(?P<hyphen>[-\u2010\u00ad])$")  # "neigh-"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


@dataclass(slots=True)
class _Open:
    """A block being gathered: where its text begins, and its last row."""

    kind: Literal["heading", "number", "bullet", "dash", "text"]
    text: str
    x: float
    row: Row
    depth: int = 1
    printed: int | None = None


@dataclass(slots=True)
class _Measures:
    """What is ordinary in this document: size of type, line distance, right margin, its words, where outer numbers' text begins."""

    size: float
    leading: float
    right: float
    outer: float
    words: Counter[str] = field(default_factory=Counter)


def page_address(pages: Sequence[Page]) -> Address | None:
    """The address that a browser printed in the margin."""
    return address_in(word for row in edge_rows(pages) for word in row.text.split())


def rows_to_blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """All blocks of a document in reading order."""
    rows = body_rows(pages)
    if not rows:
        return ()
    measures = _measures(rows)
    gathered: list[_Open] = []
    levels: list[float] = [measures.outer]
    for row in rows:
        above = gathered[-1] if gathered else None
        marked = _marked(row)
        if marked is not None and above is not None and _is_wrapped(above, row, measures):
            marked = None  # "... the limit of" / "20. It was late"
        if marked is None and above is not None and _goes_on(above, row, measures):
            above.text = _join(above.text, row.text, measures.words)
            above.row = row
        elif marked is not None:
            marked.depth = _depth(marked, levels)
            gathered.append(marked)
        else:
            kind: Literal["heading", "text"] = "heading" if _is_styled(row, measures) and not is_label(row.text) else "text"
            gathered.append(_Open(kind, row.text, row.x0, row))
    return tuple(Block(one.kind, one.text, one.depth, one.printed) for one in gathered if one.text)


def _measures(rows: Sequence[Row]) -> _Measures:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.text)
    size = sizes.most_common(1)[0][0]
    gaps = [here.y - below.y for here, below in itertools.pairwise(rows) if here.page == below.page]
    ordinary = [gap for gap in gaps if 0.8 * size <= gap <= 2.5 * size]
    leading = quantiles(ordinary, n=4)[0] if len(ordinary) > 1 else 1.2 * size
    numbers = [marked.x for row in rows if (marked := _marked(row)) is not None and marked.printed is not None]
    measures = _Measures(size, leading, max(row.x1 for row in rows), min(numbers, default=rows[0].x0))
    measures.words = Counter(word.casefold() for row in rows for word in _WORD.findall(row.text)[:-1])
    return measures


def _marked(row: Row) -> _Open | None:
    """The row as the first of a list item, or None."""
    line = Line.read(row.text)
    x = row.starts[1] if len(row.starts) > 1 else row.x0
    if row.has_mark and not line.is_marked:
        return _Open("bullet", row.text, row.x0, row)
    if line.kind in {"number", "bullet", "dash"}:
        return _Open(line.kind, line.text, x, row, printed=line.number)
    if letter := _LETTER.fullmatch(row.text):
        return _Open("number", letter["text"], x, row, depth=2)
    return None


def _depth(item: _Open, levels: list[float]) -> int:
    """How deep an item stands, from where its text begins; `levels` are the beginnings around it, outermost first."""
    while len(levels) > 1 and item.x < levels[-1] - _NEAR:
        levels.pop()
    if item.x > levels[-1] + _NEAR:
        levels.append(item.x)
    is_outer = item.kind == "number" and item.depth == 1
    return min(3, len(levels) if is_outer else max(2, len(levels)))


def _goes_on(above: _Open, row: Row, measures: _Measures) -> bool:
    """Whether an unmarked row is the rest of the block above it."""
    if not above.text:
        return True  # a number alone on its line
    if is_label(row.text) or read_title(row.text) is not None or CLOSING.fullmatch(row.text) or abs(row.x0 - above.x) > _NEAR:
        return False
    same_page = above.row.page == row.page
    if same_page and above.row.y - row.y > _LOOSE * measures.leading * max(1.0, row.size / measures.size):
        return False
    in_list = above.kind in {"number", "bullet", "dash"}
    if in_list and same_page:
        return True
    if _is_styled(row, measures) != (above.kind == "heading"):
        return False
    return not (_had_room(above.row, row, measures) and (not in_list or _is_ended(above.text)))


def _is_wrapped(above: _Open, row: Row, measures: _Measures) -> bool:
    """Whether what looks like a mark is the rest of a sentence, which had no room on the row above."""
    return abs(row.x0 - above.x) <= _NEAR and not _is_ended(above.text) and not _had_room(above.row, row, measures)


def _is_ended(text: str) -> bool:
    return _ENDED.search(text[-_LONGEST_WORD:]) is not None


def _had_room(above: Row, row: Row, measures: _Measures) -> bool:
    return above.x1 + _width_of_first_word(row) + 0.3 * row.size < measures.right


def _width_of_first_word(row: Row) -> float:
    return (row.starts[1] if len(row.starts) > 1 else row.x1) - row.x0


def _is_styled(row: Row, measures: _Measures) -> bool:
    return row.is_bold or row.size > _LARGER * measures.size


def _join(above: str, below: str, words: Counter[str]) -> str:
    """Two rows of one block as one text: with a space, or where a word is broken, as the document spells the word."""
    broken = _BROKEN.search(above[-_LONGEST_WORD:])
    rest = _WORD.match(below)
    if broken is None or rest is None or not below[:1].islower():
        return f"{above} {below}"
    whole, hyphened = f"{broken['head']}{rest[0]}".casefold(), f"{broken['head']}-{rest[0]}".casefold()
    is_soft = broken["hyphen"] == "\u00ad"
    if is_soft or words[whole] > words[hyphened]:
        return f"{above[:-1]}{below}"
    return f"{above}{below}"
