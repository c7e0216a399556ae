"""The labels of a paragraph's sub-items: letters count letters, bullets count bullets, and no two are alike.

"b" is a letter and "b(i)" the item below it. A bullet is named by its place: where a paragraph has letters beside bullets its
label is "bullet 2", below a letter "b, bullet 2"; where all are bullets it keeps the letter of its place. Letters that start
again under several bullets belong to those: "bullet 2(a)". Paragraph.label turns them into "54(b)(i)" and "54(b), bullet 2".
Proved by tests/test_index_numbering.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.records import Item, Marker

__all__ = ["Entry", "labelled_items"]

_SECOND_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A sub-item before it is labelled. `printed` is the number the page shows; None for bullets and dashes."""

    depth: int
    marker: Marker
    text: str
    printed: int | None = None


@dataclass(slots=True)
class _Count:
    """How far the labels have come."""

    has_letters: bool
    lists_below_bullets: frozenset[int]
    letters: int = 0
    bullets: int = 0
    below: int = 0
    parent: str = ""  # the label of the second-level item that deeper ones belong to
    letters_of: dict[str, int] = field(default_factory=dict)

    def label(self, place: int, entry: Entry) -> str:
        """The next item's label."""
        is_nested = entry.depth > _SECOND_LEVEL and bool(self.parent)
        if is_nested and (entry.marker != "bullet" or (self.has_letters and not self.parent.startswith("bullet"))):
            self.below += 1
            return f"{self.parent}, bullet {self.below}" if entry.marker == "bullet" else f"{self.parent}({_roman(self.below)})"
        self.below = 0
        if entry.marker == "bullet":
            self.bullets += 1
            self.parent = f"bullet {self.bullets}" if self.has_letters else _letter(self.bullets - 1)
        elif place in self.lists_below_bullets:
            bullet = f"bullet {self.bullets}"
            self.letters_of[bullet] = self.letters_of.get(bullet, 0) + 1
            return f"{bullet}({_letter(self.letters_of[bullet] - 1)})"
        else:
            self.letters += 1
            self.parent = _letter(self.letters - 1)
        return self.parent


def labelled_items(entries: Sequence[Entry]) -> tuple[Item, ...]:
    """Items with their labels, in order."""
    has_letters = any(entry.marker != "bullet" for entry in entries)
    count = _Count(has_letters, frozenset(_below_bullets(entries)))
    return tuple(Item(count.label(place, entry), entry.marker, entry.text) for place, entry in enumerate(entries))


def _below_bullets(entries: Sequence[Entry]) -> Iterator[int]:
    """The places of numbered items right below a bullet each, where the number starts again at 1 under more than one bullet."""
    runs: list[list[int]] = []
    for place, entry in enumerate(entries):
        if entry.marker != "letter" or entry.depth > _SECOND_LEVEL or place == 0:
            continue
        above = entries[place - 1]
        if above.marker == "bullet" and entry.printed == 1:
            runs.append([place])
        elif runs and runs[-1][-1] == place - 1 and above.marker == "letter":
            runs[-1].append(place)
    if len(runs) > 1:
        for run in runs:
            yield from run


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
