"""Level two: within the decisions that match, the paragraphs that answer.

The fault stands in one part of a decision and the remedy in another, and the two share few words. So every paragraph of the best
decisions is scored again (rag/features.py lists by what, rag/ranker.py weighs it), and paragraphs are ranked over all decisions
together. Proved by tests/test_rag_evidence.py and the evaluation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index import Decision, Paragraph, Store
from rag.features import MOST_DECISIONS, Table, make_table
from rag.query import Query
from rag.ranker import Ranker, load_ranker
from rag.records import Evidence, Passage
from rag.retrieve import Found

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.interaction import LateInteraction

__all__ = ["MOST_DECISIONS", "Ranked", "gather_evidence", "rank_rows", "to_evidence"]

_PASSAGES = 30
_ASKED_FOR = 2.0  # above any score: "paragraph 54 of ..." is that paragraph
_WISHED = 20.0
"""Odds, times: what somebody wanted stands in the complaint, and too few questions ask for it to fit a weight."""
_STANDING_FLOOR = 0.5  # of the best row's score
_OWN_SUPPORT = 0.3  # below it neither words nor meaning of the paragraph itself match


@dataclass(frozen=True, slots=True)
class Ranked:
    """A paragraph of a decision with its score, how likely it is to support the answer.

    `support` is how far the paragraph itself matches the question, by meaning and words alone.
    """

    decision_id: int
    decision: Decision
    paragraph: Paragraph
    score: float
    support: float


def gather_evidence(
    query: Query, found: Found, store: Store, interaction: LateInteraction, *, ranker: Ranker | None = None
) -> tuple[Ranked, ...]:
    """The paragraphs that answer, best first over all decisions; weighed as this version does, or by another ranker."""
    weighing = ranker or load_ranker()
    table = make_table(query, found, store)
    return rank_rows(table, weighing.scores(table, weighing.wanted(store.model.digest, found.vector, found.kinds), interaction))


def rank_rows(table: Table, scores: NDArray[np.float32]) -> tuple[Ranked, ...]:
    """The rows of a table by their scores, best first, with what the question asks for by number or by name respected."""
    query = table.query
    ranked = [
        Ranked(row.decision_id, row.decision, row.paragraph, _weighed(query, row.paragraph, float(score)), float(support))
        for row, score, support in zip(table.rows, scores, table.support, strict=True)
    ]
    ranked = _without_standing(query, ranked)
    if query.several:
        ranked = _level(ranked)
    return tuple(sorted(ranked, key=lambda row: (-row.score, row.decision_id, row.paragraph.number)))


def _weighed(query: Query, paragraph: Paragraph, score: float) -> float:
    """The score, higher for the part that alone holds this kind of answer, and above any for what is asked for by number."""
    if query.kind == "wish" and paragraph.role == "complaint":
        odds = score / max(1 - score, 1e-6) * _WISHED
        score = odds / (1 + odds)
    return score + _asked_for(query, paragraph)


def _asked_for(query: Query, paragraph: Paragraph) -> float:
    return _ASKED_FOR if paragraph.number in query.paragraphs and query.names_decisions else 0.0


def _without_standing(query: Query, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The rows less the paragraphs that stand alike everywhere, save where one answers about as well as the best row does."""
    if query.about_powers or query.names_decisions:
        return list(ranked)
    floor = _STANDING_FLOOR * max((row.score for row in ranked), default=0.0)
    return [row for row in ranked if not row.paragraph.boilerplate or row.score >= floor]


def _level(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Scores as shares of each decision's best, so that of several named decisions each is heard."""
    best: dict[int, float] = {}
    for row in ranked:
        best[row.decision_id] = max(row.score, best.get(row.decision_id, 0.0))
    top = max(best.values(), default=0.0)
    return [replace(row, score=row.score / best[row.decision_id] * top if best[row.decision_id] else 0.0) for row in ranked]


def to_evidence(ranked: Sequence[Ranked], count: int = _PASSAGES) -> tuple[Evidence, ...]:
    """The best paragraphs as evidence under tokens S1, S2, ...; scores fall from 1."""
    top = ranked[0].score if ranked else 1.0
    return tuple(
        Evidence(f"S{n}", to_passage(row, row.score / top if top > 0 else 0.0), _reason(row))
        for n, row in enumerate(ranked[:count], 1)
    )


def to_passage(row: Ranked, score: float) -> Passage:
    """A ranked paragraph as the passage that is shown."""
    paragraph = row.paragraph
    return Passage(
        reference=str(row.decision.reference),
        authority=row.decision.authority,
        paragraph=paragraph.number,
        label=paragraph.label(),
        basis=paragraph.basis,
        section=paragraph.section,
        role=paragraph.role,
        speaker=paragraph.speaker,
        text=paragraph.text,
        score=round(score, 4),
    )


def _reason(row: Ranked) -> str:
    return f"{row.paragraph.role} of a matching decision" if row.support < _OWN_SUPPORT else f"{row.paragraph.role} that matches"
