"""The words of a decision at rest: all its paragraphs' texts, sections and items in one packed row.

A decision is read whole, so its words are packed whole: a third of their letters remain, where single paragraphs would leave half.
What is looked for without reading decisions (number, part, speaker) stands in the catalogue's own columns. Proved by
tests/test_index_bodies.py.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index.errors import StoreDamaged
from index.records import Item, Paragraph

__all__ = ["Body", "pack", "pack_bodies", "unpack"]


@dataclass(frozen=True, slots=True)
class Body:
    """The words of one paragraph."""

    section: str
    subsection: str | None
    text: str
    items: tuple[Item, ...] = ()


def pack(paragraphs: Sequence[Paragraph]) -> bytes:
    """The words of a decision's paragraphs, in their order."""
    return pack_bodies([Body(one.section, one.subsection, one.text, one.items) for one in paragraphs])


def pack_bodies(bodies: Sequence[Body]) -> bytes:
    """The same of their words alone."""
    rows = [[one.section, one.subsection, one.text, [asdict(item) for item in one.items]] for one in bodies]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())


def unpack(packed: bytes) -> tuple[Body, ...]:
    """What was packed.

    Raises:
        StoreDamaged: it is torn.
    """
    try:
        rows: list[list[Any]] = json.loads(zlib.decompress(packed))
        return tuple(Body(section, under, text, tuple(Item(**one) for one in items)) for section, under, text, items in rows)
    except (zlib.error, ValueError, TypeError) as error:
        message = "the text of a decision is torn; restore the store from a copy or index again"
        raise StoreDamaged(message) from error
