"""What a search needs to know of a paragraph besides its text, for many at once and without reading whole decisions.

Proved by tests/test_index_catalogue.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalogue import paragraph_id, split_paragraph_id

if TYPE_CHECKING:
    from index.catalogue import Catalogue
    from index.records import Role, Speaker

__all__ = ["ParagraphMark", "read_marks"]

_AT_ONCE = 400  # decisions in one statement


@dataclass(frozen=True, slots=True)
class ParagraphMark:
    """The part of the decision a paragraph belongs to, who speaks, whether it stands alike in others, and the decision's family."""

    role: Role
    speaker: Speaker
    boilerplate: bool
    family: str


def read_marks(catalogue: Catalogue, paragraph_ids: Iterable[int]) -> dict[int, ParagraphMark]:
    """The marks of the paragraphs that the catalogue has; summaries have none."""
    wanted = frozenset(paragraph_ids)
    decisions = sorted({split_paragraph_id(one)[0] for one in wanted})
    found: dict[int, ParagraphMark] = {}
    for at in range(0, len(decisions), _AT_ONCE):
        part = decisions[at : at + _AT_ONCE]
        rows = catalogue.connection.execute(
            "SELECT decision_id, number, role, speaker, boilerplate, family FROM paragraph"  # noqa: S608 - only marks
            f" JOIN decision ON decision.id = decision_id WHERE decision_id IN ({', '.join('?' * len(part))})",
            part,
        )
        for decision, number, role, speaker, boilerplate, family in rows:
            if (key := paragraph_id(decision, number)) in wanted:
                found[key] = ParagraphMark(role, speaker, bool(boilerplate), family)
    return found
