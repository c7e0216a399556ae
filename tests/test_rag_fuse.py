"""Several rankings become one by rank alone."""

from __future__ import annotations

import pytest

from rag.fuse import RRF_K, fuse_hits
from rag.records import Hit


def _ranking(*paragraph_ids: int, score: float = 1.0) -> list[Hit]:
    return [Hit(paragraph_id, score, rank, "dense") for rank, paragraph_id in enumerate(paragraph_ids, 1)]


ROWS: list[tuple[list[list[Hit]], list[int]]] = [
    ([], []),  # no search
    ([[], []], []),  # searches that found nothing
    ([_ranking(3, 1, 2)], [3, 1, 2]),  # one search keeps its order
    ([_ranking(1, 2, 3), []], [1, 2, 3]),  # so does one beside an empty one
    ([_ranking(1, 2), _ranking(2, 3)], [2, 1, 3]),  # found twice goes before found once
    ([_ranking(1, 2), _ranking(2, 1)], [1, 2]),  # equal scores in order of id
    ([_ranking(9), _ranking(4), _ranking(7)], [4, 7, 9]),  # the same, among three
    ([_ranking(1, 2, score=900.0), _ranking(2, 1, score=0.1)], [1, 2]),  # the searches' own scores do not compare
]


@pytest.mark.parametrize(("rankings", "expected"), ROWS)
def test_rankings_are_fused_by_rank(rankings: list[list[Hit]], expected: list[int]) -> None:
    """The order of the paragraphs, best first."""
    assert [paragraph_id for paragraph_id, _ in fuse_hits(rankings)] == expected


def test_the_score_is_the_sum_of_reciprocal_ranks() -> None:
    """As in the paper: one over k and the rank, for every ranking that holds it."""
    assert fuse_hits([_ranking(1, 2), _ranking(2)]) == [(2, 1 / (RRF_K + 2) + 1 / (RRF_K + 1)), (1, 1 / (RRF_K + 1))]


def test_a_weight_counts_for_its_whole_ranking() -> None:
    """The second search counts three times."""
    assert fuse_hits([_ranking(1), _ranking(2)], weights=[1.0, 3.0]) == [(2, 3 / (RRF_K + 1)), (1, 1 / (RRF_K + 1))]


def test_weights_belong_to_rankings_one_by_one() -> None:
    """A weight too few is a mistake in the caller, never passed over."""
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        fuse_hits([_ranking(1), _ranking(2)], weights=[1.0])
