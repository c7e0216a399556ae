"""Which of a decision's actions answer a finding: of several faults each has its own remedy, and only one was asked about.

An action says what it is for ("a written apology for its failure to send an update"), or does in its own words what the finding
misses ("remind staff when a panel is held"), or points back to it ("to recognise that injustice"). So each is held against the
findings of its decision, by meaning. One that is nearest
to a finding that is told answers it; one that is clearly nearer to another finding does not; of one that is near to none of them
("for the faults identified above") nothing is known by this. Proved by tests/test_rag_tying.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from index import Remedy, Store, split_paragraph_id
from rag.retrieve import QueryEmbedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Nearness", "nearness_of", "tied_remedies", "ties"]

Nearness = Callable[[Sequence[tuple[int, Sequence[Remedy]]]], list[list[Mapping[int, float]]]]
"""Of decisions by id, each with remedies of it: how near each of these is to each paragraph, by number: cosines."""

_CLEAR = 0.5  # cosine: an action that names its fault is as near to the finding of it; chosen on the development questions
_NEARER = 0.2  # of cosine: clearly nearer
_WHOLE = 100_000  # more than the paragraphs of a decision: each gets its score
_FAR = -1.0


def nearness_of(store: Store, embedder: QueryEmbedder) -> Nearness:
    """By the store's vectors of paragraphs, and the words of the actions, which are embedded then, all together."""

    def near(decisions: Sequence[tuple[int, Sequence[Remedy]]]) -> list[list[Mapping[int, float]]]:
        vectors = iter(embedder.embed([one.action_text for _, remedies in decisions for one in remedies]))
        return [[_scores(store, decision_id, next(vectors)) for _ in remedies] for decision_id, remedies in decisions]

    return near


def _scores(store: Store, decision_id: int, vector: NDArray[np.float32]) -> Mapping[int, float]:
    found = store.search_dense(vector, _WHOLE, decision_ids=[decision_id])
    return {split_paragraph_id(paragraph)[1]: score for paragraph, score in found}


def ties(
    told: Collection[int],
    findings: Collection[int],
    remedies: Sequence[Remedy],
    near: Sequence[Mapping[int, float]],
    *,
    pointing: Sequence[bool] = (),
) -> list[bool | None]:
    """Of each remedy whether it answers what is told, None where that is not known.

    Args:
        told: numbers of the findings that are told.
        findings: numbers of all findings of the decision; the paragraph that an action stands in says nothing of it, unless the
            action points back to what is found there.
        remedies: of the decision.
        near: goes with them; see `Nearness`.
        pointing: goes with them; whether each points back to what its own paragraph tells of ("to recognise that injustice").
    """
    return [
        _tie(
            max((scores.get(number, _FAR) for number in told), default=_FAR),
            max((scores.get(number, _FAR) for number in findings if points or number != one.paragraph), default=_FAR),
            clear=_FAR if points else _CLEAR,
        )
        for one, scores, points in zip(remedies, near, pointing or [False] * len(remedies), strict=True)
    ]


def _tie(own: float, nearest: float, *, clear: float) -> bool | None:
    if own >= nearest:
        return own > _FAR or None
    return False if nearest >= clear and own < nearest - _NEARER else None


def tied_remedies(remedies: Sequence[Remedy], tied: Sequence[bool | None], *, likely: Collection[Remedy]) -> list[Remedy]:
    """Those that answer what is told, in their order, and of those that nothing is known of the likely ones.

    What stands in one list with an item that answers is part of that remedy, since a sum without the apology is half of it; but an
    item that answers another finding is not, wherever it stands.

    Args:
        remedies: of one decision.
        tied: goes with them; see `ties`.
        likely: those that the ranking found.
    """
    lists = {one.paragraph for one, tie in zip(remedies, tied, strict=True) if tie}
    return [
        one for one, tie in zip(remedies, tied, strict=True) if tie or (tie is None and (one.paragraph in lists or one in likely))
    ]
