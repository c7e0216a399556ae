"""Texts that are nearly the same share most of their bands, and others none; what is shared widely is counted in groups."""

from __future__ import annotations

import numpy as np
import pytest

from index.likeness import BANDS, bands, is_shared, stacked

TEXT = (
    "Nobody may ask us to look at a bill before the council has had the chance to put it right, unless the matter is urgent or the "
    "council has refused to answer; we then decide whether to look at it and say so within a week of hearing from the person. "
)


def _alike(one: str, other: str) -> int:
    """How many bands two texts share."""
    first, second = bands(one), bands(other)
    assert first is not None
    assert second is not None
    return int((stacked([first]) == stacked([second])).sum())


LIKENESS: list[tuple[str, str, int, int]] = [
    (TEXT, TEXT, BANDS, BANDS),  # the same
    (TEXT, TEXT.upper(), BANDS, BANDS),  # case
    (TEXT, TEXT.replace(",", " -").replace(";", ","), BANDS, BANDS),  # punctuation
    (f"{TEXT} We told Mr X so.", f"{TEXT} We told Mrs Q so.", BANDS, BANDS),  # parties
    (f"“{TEXT}”", TEXT.replace(" ", "\u00a0"), BANDS, BANDS),  # curly quotes; U+00A0
    (TEXT, TEXT.replace("a week", "ten days"), BANDS // 2, BANDS),  # a word or two
    (TEXT, f"It is upheld. {TEXT}", BANDS // 2, BANDS),
    (TEXT, "The roof of the town hall was mended in May by a firm from the next county, which sent its bill in June.", 0, 0),
]


@pytest.mark.parametrize(("one", "other", "least", "most"), LIKENESS)
def test_near_duplicates_share_bands(one: str, other: str, *, least: int, most: int) -> None:
    """Parties, case and punctuation do not count; a changed word costs some bands; another text has none in common."""
    assert least <= _alike(one, other) <= most


@pytest.mark.parametrize("text", ["", "Upheld.", "Not upheld.", "Fault causing injustice to Mr X.", "…", "x" * 200_000])
def test_short_texts_are_not_recognised(text: str) -> None:
    """A few words are alike by chance."""
    assert bands(text) is None


def test_what_many_groups_share_is_shared() -> None:
    """Three groups hold one text, twice in one of them; another text stands in one group only."""
    common, rare = bands(TEXT), bands("The roof of the town hall was mended in May by a firm from the next county.")
    assert common is not None
    assert rare is not None
    matrix, groups = stacked([common, rare, common, common, rare, common]), np.array([1, 1, 2, 2, 1, 3])
    assert is_shared(matrix, groups, at_least=np.full(6, 3)).tolist() == [True, False, True, True, False, True]
    assert is_shared(matrix, groups, at_least=np.full(6, 4)).tolist() == [False] * 6
    assert is_shared(matrix, groups, at_least=np.array([3, 2, 4, 3, 1, 3])).tolist() == [True, False, False, True, True, True]
    order = [5, 3, 1, 0, 4, 2]
    assert is_shared(matrix[order], groups[order], at_least=np.full(6, 3)).tolist() == [True, True, False, True, False, True]


def test_nothing_is_shared_by_nothing() -> None:
    """An empty store has no boilerplate."""
    assert is_shared(stacked([]), np.array([], dtype=np.int64), at_least=np.array([], dtype=np.int64)).tolist() == []
