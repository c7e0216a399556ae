"""The labels of a paragraph's sub-items: letters count letters, bullets count bullets, and no two are alike.

"b" is a letter and "b(i)" the item below it. A bullet is named by its place: where a paragraph has letters beside bullets its
label is "bullet 2", below a letter "b, bullet 2"; where all are bullets it keeps the letter of its place. Paragraph.label turns
them into "54(b)(i)" and "54(b), bullet 2". Proved by tests/test_index_numbering.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Item, Marker

__all__ = ["labelled_items"]

_SECOND_LEVEL = 2


def labelled_items(entries: Sequence[tuple[int, Marker, str]]) -> tuple[Item, ...]:
    """Items with their labels, from (depth, marker, text) in order."""
    has_letters = any(marker != "bullet" for _, marker, _ in entries)
    out: list[Item] = []
    letters = bullets = below = 0
    parent = ""  # the label of the second-level item that deeper ones belong to
    for depth, marker, text in entries:
        is_nested = depth > _SECOND_LEVEL and bool(parent) and (marker != "bullet" or not parent.startswith("bullet"))
        if is_nested and (has_letters or marker != "bullet"):
            below += 1
            label = f"{parent}, bullet {below}" if marker == "bullet" else f"{parent}({_roman(below)})"
        else:
            below = 0
            if marker == "bullet":
                bullets += 1
                label = parent = f"bullet {bullets}" if has_letters else _letter(bullets - 1)
            else:
                letters += 1
                label = parent = _letter(letters - 1)
        out.append(Item(label, marker, text))
    return tuple(out)


def _letter(index: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa, as ordered lists count on."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        out += sign * count
    return out
