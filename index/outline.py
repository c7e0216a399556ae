"""Which list items are paragraphs (depth 1) and which are sub-items (depth 2 and deeper), per extraction family.

Numbered files show it by indentation, except that a sub-list can be printed at its parent's indent; then the parent ends with
a colon and the printed number starts again without anything between. Dash files do not show it at all: there a run after a
lead-in ending with a colon is read by its sense, the way a person reads it - the run goes on while its items are marked or
built alike, and ends at the first one that opens a statement of its own. Such numbers are `estimated`.
Proved by tests/test_index_outline.py and, on the published counts, tests/test_real_decisions.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from index.readers.raw import Block

__all__ = ["dash_depths", "numbered_depths"]

_LIST_END = re.compile(r"(?:[;,]|[;,]?\s(?:and|or)[;,]?)$")  # "...; or", ", and;", ";"
_NARRATIVE = re.compile(
    r"""
    (?: (?:In|On|At|By|After|Before|Following|During|Since|Within|Around|From|Between|Under|Throughout)\s+
        (?: (?:early|late|mid|the|a|around|about|under|end|start|that)\b[\s\-] | [A-Z0-9] | one|two|three|four|five|six|twelve )
      | However|Therefore|Consequently|Furthermore|Although\ the\ [A-Z][a-z]+\ (?:told|completed)|Overall|Finally|Firstly
      | There\ (?:is|are|was|were)\b
      | (?:I|We)\s+[a-z]
      | It\ (?:also|then|was|is)\b
      # Mr X says; Mr X and the Council had
      | (?:M(?:r|rs|s|iss)|Dr)\.?\s(?:and\s(?:M(?:r|rs|s|iss)\s)?)?[A-Z]\w*(?:\sand\s(?:the\s)?\w+)?\s[a-z]
      | As\ [A-Z]
    )
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.?!][)”’\"']?$")


def numbered_depths(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Depth per block (0 for headings and text) in a numbered file or page: its own depth, same-indent sub-lists moved down."""
    depths = _own_depths(blocks, paragraph="number")
    for start in range(1, len(blocks)):
        above, here = blocks[start - 1], blocks[start]
        if not (depths[start - 1] == depths[start] == 1 and above.text.endswith(":") and _restarts(above, here)):
            continue
        end = _run_end(blocks, depths, start)
        if _is_sublist([block.text for block in blocks[start:end]]):
            depths[start:end] = [2] * (end - start)
    return tuple(depths)


def _own_depths(blocks: Sequence[Block], *, paragraph: Literal["number", "dash"]) -> list[int]:
    """Depths by indentation, 0 for headings and text; only the family's own mark can be a paragraph's."""
    return [
        0 if block.kind in {"heading", "text"} else block.depth if block.kind == paragraph else max(2, block.depth)
        for block in blocks
    ]


def _restarts(above: Block, here: Block) -> bool:
    return above.printed is not None and here.printed == 1


def _run_end(blocks: Sequence[Block], depths: Sequence[int], start: int) -> int:
    """The end of the run of directly following items whose printed numbers count up by one."""
    end = start + 1
    while end < len(blocks) and depths[end] == 1 and blocks[end].printed == (blocks[end - 1].printed or 0) + 1:
        end += 1
    return end


def _is_sublist(texts: Sequence[str]) -> bool:
    """A run reads as one list when it has at least two items and all but the last carry a list's punctuation or open small."""
    if len(texts) < 2:  # noqa: PLR2004 - one item is no list
        return False
    listed = sum(_LIST_END.search(text) is not None or text[:1].islower() or not _SENTENCE_END.search(text) for text in texts[:-1])
    return listed * 2 > len(texts) - 1


def dash_depths(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Depth per block in a dash file, estimated from sense."""
    depths = _own_depths(blocks, paragraph="dash")
    at = 0
    while at < len(blocks):
        if blocks[at].kind == "dash" and depths[at] == 1 and blocks[at].text.endswith(":"):
            end = _sense_end(blocks, depths, at + 1)
            depths[at + 1 : end] = [max(2, depth) for depth in depths[at + 1 : end]]
            at = end
        else:
            at += 1
    return tuple(depths)


def _sense_end(blocks: Sequence[Block], depths: Sequence[int], start: int) -> int:
    """Where the run of sub-items after a lead-in ends."""
    end = start
    first = ""  # the first item that opens with a letter: a sum or a number is neither capital nor small
    while end < len(blocks) and blocks[end].kind in {"dash", "bullet", "number"}:
        here = blocks[end].text
        shows_its_list = end > start and depths[end] == 1 < depths[start]  # the list is nested by its indent, and this is not
        if end > start and (shows_its_list or _opens_statement(first or blocks[start].text, blocks[end - 1].text, here)):
            break
        if not first and _is_small(here) is not None:
            first = here
        end += 1
    return end


def _is_small(text: str) -> bool | None:
    """Whether a text opens with a small letter; None where its first sign after the quotes is no letter."""
    opening = text.lstrip("‘“'\"([")[:1]
    return opening.islower() if opening.isalpha() else None


def _opens_statement(first: str, above: str, here: str) -> bool:
    """Whether `here` leaves the list that `first` began and `above` is the last known item of."""
    if _LIST_END.search(above):
        return False  # the list says itself that it goes on
    if _LIST_END.search(first):
        return True  # it was marked as a list and the mark has ended
    if None not in {_is_small(first), _is_small(here)} and _is_small(first) != _is_small(here):
        return True  # the grammar no longer follows from the lead-in
    if here.endswith(":"):
        return True  # a lead-in of its own
    return _NARRATIVE.match(here) is not None and _NARRATIVE.match(first) is None
