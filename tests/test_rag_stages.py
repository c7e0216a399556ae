"""The stages a text speaks of, and what it says stands at which."""

from __future__ import annotations

import pytest

from rag.stages import stage_pairs, stages_of

PAIRS = [
    ("a stage three review panel", [("panel", "three")]),
    ("the Stage 3 panel", [("panel", "three")]),
    ("the panel at stage two", [("panel", "two")]),
    ("the investigation at the stage two", []),  # nobody writes so
    ("stage two investigations and a stage-three hearing", [("investigation", "two"), ("hearing", "three")]),
    ("the panel met. Stage two ended", []),  # across a sentence
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_what_stands_at_a_stage_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    """Words and figures are one number."""
    assert list(stage_pairs(text)) == expected


def test_every_stage_of_a_text_is_known() -> None:
    """In words; a stage of a road or a key stage of a school is one too, which asks for nothing."""
    assert stages_of("stage 1, stage\u00a0two and Stage three") == {"one", "two", "three"}
    assert stages_of("stages") == frozenset()
