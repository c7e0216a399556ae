"""Which list items are paragraphs (depth 1) and which are sub-items (depth 2 and deeper), per extraction family.

Numbered files show it by indentation, except that a sub-list can be printed at its parent's indent; then the parent ends with
a colon and the printed number starts again without anything between. Dash files do not show it at all: there a run after a
lead-in is read by its sense (index/listsense.py). Such numbers are `estimated`.
Proved by tests/test_index_outline.py, on the published counts by tests/test_real_numbering.py, and measured by
`python -m evals dashes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from index.listsense import LIST_END, SENTENCE_END, OpenList, opens_list
from index.readers.raw import Block

__all__ = ["dash_depths", "numbered_depths"]

_NEAR_PARAGRAPH = 3  # blocks above a line without a mark, among which its paragraph or an item of it stands


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
    listed = sum(LIST_END.search(text) is not None or text[:1].islower() or not SENTENCE_END.search(text) for text in texts[:-1])
    return listed * 2 > len(texts) - 1


def dash_depths(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Depth per block in a dash file, estimated from sense."""
    depths = _own_depths(blocks, paragraph="dash")
    at = 0
    while at < len(blocks):
        if _can_lead_in(blocks, depths, at) and opens_list(blocks[at].text, _text_below(blocks, at)):
            end = _sense_end(blocks, depths, at + 1)
            depths[at + 1 : end] = [max(2, depth) for depth in depths[at + 1 : end]]
            at = end
        else:
            at += 1
    return tuple(depths)


def _can_lead_in(blocks: Sequence[Block], depths: Sequence[int], at: int) -> bool:
    """A paragraph, or a line without a mark that goes on with one: "She also asked for:"."""
    if blocks[at].kind == "text":
        return blocks[at].text.endswith(":") and any(block.kind == "dash" for block in blocks[:at][-_NEAR_PARAGRAPH:])
    return blocks[at].kind == "dash" and depths[at] == 1


def _text_below(blocks: Sequence[Block], at: int) -> str:
    """The text of the dash right below, or nothing."""
    return blocks[at + 1].text if at + 1 < len(blocks) and blocks[at + 1].kind == "dash" else ""


def _sense_end(blocks: Sequence[Block], depths: Sequence[int], start: int) -> int:
    """Where the run of sub-items after a lead-in ends."""
    run = start
    while run < len(blocks) and blocks[run].kind in {"dash", "bullet", "number"}:
        run += 1
    reading = OpenList(blocks[start - 1].text, room=run - start)
    for end in range(start, run):
        shows_its_list = end > start and depths[end] == 1 < depths[start]  # the list is nested by its indent, and this is not
        if shows_its_list or not reading.takes(blocks[end].text):
            return end
        reading.add(blocks[end].text)
    return run
