"""The stages of the complaints procedure in a text: which it speaks of, and what it says stands at which.

Contract: pure. "A stage three review panel" and "the panel at stage 3" are one pair; words and figures are one number.
Proved by tests/test_rag_stages.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["STAGES", "stage_pairs", "stages_of"]

STAGES = ("one", "two", "three", "four")
_FIGURES = dict(zip("1234", STAGES, strict=True))
_STAGE = r"stage[\s-](?P<{0}>one|two|three|four|[1-4])\b"
_THING = r"(?P<{0}>panel|investigation|investigator|hearing|adjudication)"
_PAIRS = re.compile(
    rf"""
      \b{_STAGE.format("before")} \s (?:[\w-]+\s){{0,2}}? {_THING.format("thing_after")}s?\b  # stage three review panel
    | \b{_THING.format("thing_before")}s? \s (?:[\w-]+\s)?? (?:at|of|under|for|in) \s {_STAGE.format("after")}  # panel at stage 3
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ANY = re.compile(rf"\b{_STAGE.format('stage')}", re.IGNORECASE)


def stages_of(text: str) -> frozenset[str]:
    """The stages a text speaks of, in words: "one" to "four"."""
    return frozenset(_word(match["stage"]) for match in _ANY.finditer(text))


def stage_pairs(text: str) -> Iterator[tuple[str, str]]:
    """What stands with which stage: ("panel", "three")."""
    for match in _PAIRS.finditer(text):
        yield (match["thing_after"] or match["thing_before"]).lower(), _word(match["before"] or match["after"])


def _word(stage: str) -> str:
    return _FIGURES.get(stage, stage.lower())
