"""An action answers the finding it is nearest to; where it is clearly nearer to another it answers that one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from index import Embedder, Remedy, Store
from rag.remedy import ledger_of
from rag.tying import nearness_of, tied_remedies, ties


@pytest.fixture
def remedy(sample_store: Store) -> Remedy:
    """An action that stands in paragraph 31."""
    return next(one for one in sample_store.remedies() if one.paragraph == 31)


TIES = [
    ({10: 0.62, 11: 0.30}, True),  # nearest to what is told
    ({10: 0.21, 11: 0.20}, True),  # the same, however far
    ({10: 0.30, 11: 0.62}, False),  # clearly nearer to another finding
    ({10: 0.50, 11: 0.62}, None),  # about as near to both
    ({10: 0.10, 11: 0.45}, None),  # near to neither
    ({10: 0.30, 31: 0.90}, True),  # the paragraph it stands in says nothing
    ({10: 0.30, 50: 0.90}, True),  # nor does one that is no finding
    ({11: 0.62}, False),  # what is told has no vector
    ({}, None),  # nothing has
]


@pytest.mark.parametrize(("near", "expected"), TIES)
def test_a_tie_is_told_by_nearness(near: Mapping[int, float], expected: bool | None, remedy: Remedy) -> None:
    """Finding 10 is told; 10, 11 and 31 are the findings of the decision."""
    assert ties([10], [10, 11, 31], [remedy], [near]) == [expected]


POINTING = [
    ({10: 0.05, 31: 0.43}, False),  # what it points back to is another fault, clearly nearer
    ({10: 0.33, 31: 0.43}, None),  # about as near to both
    ({10: 0.50, 31: 0.43}, True),
    ({10: 0.05, 11: 0.10, 31: 0.20}, None),
]


@pytest.mark.parametrize(("near", "expected"), POINTING)
def test_what_an_action_points_back_to_in_its_own_paragraph_counts(
    near: Mapping[int, float], expected: bool | None, remedy: Remedy
) -> None:
    """As a finding like any other, however few words say so."""
    assert ties([10], [10, 11, 31], [remedy], [near], pointing=[True]) == [expected]


def test_nothing_told_ties_nothing(remedy: Remedy) -> None:
    """An action can only be another finding's then."""
    assert ties([], [11], [remedy], [{11: 0.4}]) == [None]
    assert ties([], [], [remedy], [{}]) == [None]
    assert ties([10], [10], [], []) == []


KEPT = [
    ([True, None, None, None], "", "abc"),  # the rest of its list beside the item that answers
    ([True, None, False, None], "", "ab"),  # but for one that answers another finding
    ([True, None, False, None], "cd", "abd"),  # and the ranking does not bring that back
    ([None, False, False, True], "b", "d"),  # another list
    ([None, None, None, None], "c", "c"),  # nothing is known: what the ranking found
    ([False, False, False, False], "abcd", ""),  # all was agreed for other faults
]


@pytest.mark.parametrize(("tied", "likely", "kept"), KEPT)
def test_what_answers_is_kept_with_its_list(tied: list[bool | None], likely: str, kept: str, remedy: Remedy) -> None:
    """The items a, b and c are one list, d stands in the next paragraph."""
    items = {label: replace(remedy, label=label, paragraph=31 if label in "abc" else 32) for label in "abcd"}
    found = tied_remedies(list(items.values()), tied, likely=[items[label] for label in likely])
    assert "".join(one.label for one in found) == kept


def test_nearness_is_of_every_paragraph_of_the_decision(sample_store: Store, embedder: Embedder) -> None:
    """By number, the summary as 0; the paragraph that an action stands in is nearer to it than most."""
    near = nearness_of(sample_store, embedder)
    assert near([]) == []
    for i in sample_store.matching():
        decision = sample_store.decision(i)
        remedies = [one for one in ledger_of(sample_store)(decision) if one.source == "section"]
        if not remedies:
            continue
        (found,) = near([(i, remedies)])
        assert len(found) == len(remedies)
        for one, scores in zip(remedies, found, strict=True):
            assert set(scores) - {0} == {paragraph.number for paragraph in decision.paragraphs}
            assert all(-1.01 <= score <= 1.01 for score in scores.values())
            assert scores[one.paragraph or 0] > sorted(scores.values())[len(scores) // 2]
