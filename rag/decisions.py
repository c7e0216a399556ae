"""Level one, second half: which of the decisions that were found answer best, each judged as a whole.

Among thousands of decisions many share a question's words, each in one paragraph or another, and a search over paragraphs brings
them all. So the decisions found are weighed again by what tells one from another: complaint, findings and summary. First by the
two of these nearest in meaning and by the one that holds most of the question's rare words; then, for the best, word by word (late
interaction) over these two paragraphs together, so that a decision gains by covering what the question says, the service, the
fault, the circumstance, and not by saying one of them three times. Scores are put beside each other as distances from the mean of
the decisions found, which says something of many and little of a few: where few were found, the paragraphs' order stands.
Proved by tests/test_rag_decisions.py and `python -m evals generated`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index import Role, Store, split_paragraph_id
from rag.features import MOST_DECISIONS
from rag.query import Query
from rag.retrieve import Candidate, Found, search_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.interaction import LateInteraction

__all__ = ["FEW", "names_as_filters", "weigh_decisions"]

FEW = 24
"""Decisions found: with the twelve samples or the five real ones, the searches over paragraphs serve as well."""
_SHORTLIST = 96  # decisions weighed by meaning and words: beyond, the right one is found in one question of fifty
_MET = 24  # of these, weighed word by word
_TELLING: frozenset[Role] = frozenset(["complaint", "findings", "analysis"])
_BEST = 2  # paragraphs of a decision that speak for it: what was complained of and what was found
_WORDS = 0.5  # what words weigh beside meaning, in standard deviations
_INTERACTION = 1.5  # and what late interaction does
_SLOPE = 0.15  # of the best decision's score, lost for each standard deviation below it
_LEAST = 0.2
_WHOLE = 100_000  # more than the paragraphs of the shortlist


def weigh_decisions(query: Query, found: Found, store: Store, interaction: LateInteraction, *, few: int = FEW) -> Found:
    """The candidates in the order of how well each as a whole answers, where more than a few were found."""
    if len(found.candidates) <= few:
        return found
    listed = found.candidates[:_SHORTLIST]
    telling, scores = _by_meaning_and_words(query, found, store, listed)
    order = sorted(range(len(listed)), key=lambda at: -scores[at])
    best = order[:_MET]
    met = interaction.scores(query.meant, [telling[listed[at].decision_id] for at in best])[:, 0]  # wholes differ by rare words
    total = _standard(scores[best]) + _INTERACTION * _standard(met)
    ranked = sorted(zip(total.tolist(), best, strict=True), key=lambda pair: (-pair[0], pair[1]))
    top = ranked[0][0]
    first = [replace(listed[at], score=max(_LEAST, 1 - _SLOPE * (top - value))) for value, at in ranked]
    least = first[-1].score
    rest = [replace(listed[at], score=min(least, _LEAST)) for at in order[_MET:]]
    return replace(found, candidates=(*first, *rest, *(replace(one, score=0.0) for one in found.candidates[_SHORTLIST:])))


def names_as_filters(query: Query, found: Found) -> Query:
    """The query with a council's name as a filter where more of its decisions are left than are looked at whole."""
    if not query.named or len(found.within) <= MOST_DECISIONS:
        return query
    return replace(query, named=(), mentioned=(*query.mentioned, *query.named))


def _by_meaning_and_words(
    query: Query, found: Found, store: Store, listed: Sequence[Candidate]
) -> tuple[Mapping[int, Sequence[int]], NDArray[np.float32]]:
    """The paragraphs that speak for each decision, nearest first, and a score a decision."""
    import numpy as np

    ids = [candidate.decision_id for candidate in listed]
    dense, worded = search_for(query, found.vector, store, _WHOLE, decision_ids=ids)
    words = dict(worded)
    marks = store.marks(i for i, _ in dense)
    telling: dict[int, list[int]] = {i: [] for i in ids}
    near: dict[int, list[float]] = {i: [] for i in ids}
    held = dict.fromkeys(ids, 0.0)
    for paragraph, score in dense:
        decision, number = split_paragraph_id(paragraph)
        mark = marks.get(paragraph)
        if mark is not None and not mark.boilerplate and mark.speaker != "law":
            held[decision] = max(held[decision], words.get(paragraph, 0.0))
        is_telling = number == 0 if mark is None else mark.role in _TELLING and not mark.boilerplate
        if is_telling and len(near[decision]) < _BEST:
            near[decision].append(score)
            telling[decision].append(paragraph)
    meaning = np.array([sum(near[i]) / _BEST for i in ids], np.float32)
    return telling, _standard(meaning) + _WORDS * _standard(np.array([held[i] for i in ids], np.float32))


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores as distances from their mean, in standard deviations."""
    import numpy as np

    spread = float(scores.std())
    return np.asarray((scores - scores.mean()) / spread if spread else scores * 0, np.float32)
