"""What every invented decision is told with: dice, a running count of its paragraphs, and an agreed action in one of three shapes.

The limit of an action stands in the lead-in of a list, in a paragraph behind it, or in a sentence of its own for each order.
Used by evals/invention.py (for reading) and evals/stories.py (for answering). Proved by tests/test_bed_readings.py.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evals.structures import KnownLine, KnownParagraph, KnownRemedy

__all__ = ["EVIDENCE", "Order", "Place", "Telling", "ended", "ordered"]

Place = Literal["before", "behind", "sentences"]
"""Where the limit stands."""

EVIDENCE = "The Council should provide us with evidence it has complied with these actions."


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to be done: its kind, its text after "the Council will", its sum."""

    kind: str
    text: str
    value: float | None = None


class Telling:
    """One decision being told."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.count = 0
        self.remedies: list[KnownRemedy] = []

    def counted(self, paragraph: KnownParagraph) -> KnownParagraph:
        """The same, counted."""
        self.count += 1
        return paragraph

    def remedy(self, item: str | None, order: Order, days: int | None) -> None:
        """Note what the paragraph about to be counted orders."""
        self.remedies.append(KnownRemedy(self.count + 1, item, order.kind, order.value, days))


def ordered(telling: Telling, orders: Sequence[Order], where: Place, limits: Sequence[tuple[str, int]]) -> list[KnownParagraph]:
    """The paragraphs of an agreed action.

    `limits` are the words and the days of the limit: one for all orders, or with "sentences" one for each.
    """
    if where == "sentences":
        return [_sentence(telling, order, limit) for order, limit in zip(orders, limits, strict=True)]
    ((words, days),) = limits
    for letter, order in zip("abcdef", orders, strict=False):
        telling.remedy(letter, order, days)
    texts = ended([order.text for order in orders], telling.dice.choice(["semicolons", "stops"]))
    lines = tuple(KnownLine("item", text) for text in texts)
    lead = f"Within {words} of my final decision the Council will:" if where == "before" else "The Council has agreed to:"
    out = [telling.counted(KnownParagraph(lead, lines))]
    if where == "behind":
        last = "abcdef"[len(lines) - 1]
        text = f"The Council should complete actions a) to {last}) within {words} of my final decision."
        out.append(telling.counted(KnownParagraph(text)))
    return out


def _sentence(telling: Telling, order: Order, limit: tuple[str, int]) -> KnownParagraph:
    words, days = limit
    telling.remedy(None, order, days)
    return telling.counted(KnownParagraph(f"Within {words} of my final decision the Council will {order.text}."))


def ended(texts: Sequence[str], style: str) -> list[str]:
    """Items with the ends that lists have; the last one always ends its sentence."""
    *most, last = texts
    if style == "semicolons":
        return [*(f"{text};" for text in most[:-1]), *(f"{text}; and" for text in most[-1:]), f"{last}."]
    if style == "stops":
        return [f"{text[0].upper()}{text[1:]}." for text in texts]
    return [*most, f"{last}."]
