"""Level two: within the decisions that match, the paragraphs that answer.

The fault stands in one part of a decision and the remedy in another, and the two share few words. So every paragraph of the best
decisions is scored again, by meaning, by words, by its neighbours, by whether its part of the decision answers this kind of
question, and by how well its decision matches; the weights are fitted on the development questions (`python -m evals run
--part dev`). Paragraphs are ranked over all decisions together. Proved by tests/test_rag_evidence.py and the evaluation gate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Decision, Paragraph, Role, Store
from rag.cues import Kind
from rag.query import Query
from rag.records import Evidence, Passage
from rag.retrieve import Found

__all__ = ["MOST_DECISIONS", "Ranked", "gather_evidence", "to_evidence"]

MOST_DECISIONS = 8
"""Decisions looked at whole: beyond the eighth the score is far below the first's."""

_PASSAGES = 30
_WHOLE = 100_000  # more than the paragraphs of eight decisions: each gets its score
_LEXICAL, _DECISION, _NEIGHBOUR = 0.20, 0.20, 0.20
_ASKED_FOR = 2.0  # above any score: "paragraph 54 of ..." is that paragraph
_BOILERPLATE = -0.15  # within a named decision its standing paragraphs are ranked low; elsewhere they are left out

_ROLE: Mapping[Kind, Mapping[Role, float]] = {
    "remedy": {
        "action": 0.26,
        "analysis": 0.10,
        "facts": -0.08,
        "law": -0.10,
        "complaint": -0.12,
        "decision": -0.05,
        "scope": 0.08,
    },
    "amount": {"action": 0.26, "analysis": 0.14, "law": -0.15, "complaint": -0.12, "decision": -0.05},
    "time_limit": {"law": 0.12, "action": 0.02, "analysis": 0.04, "complaint": -0.10, "decision": -0.08},
    "law": {"law": 0.07, "facts": 0.08, "analysis": 0.05, "complaint": -0.10, "decision": -0.08},
    "comparison": {"analysis": 0.12, "action": 0.13, "facts": -0.04, "law": -0.06, "decision": -0.10},
    "outcome": {"analysis": 0.12, "decision": 0.12, "facts": -0.04, "law": -0.10, "complaint": -0.02, "scope": 0.08},
    "wish": {"complaint": 0.20, "facts": 0.05, "law": -0.12},
    "facts": {"facts": 0.05, "analysis": 0.06, "law": -0.05, "decision": -0.05},
}
"""What each part of a decision is worth to each kind of question, in cosine units."""

_AMOUNT = re.compile(r"£\s?\d")
_DURATION = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|twelve|a|per)\s(?:working\s)?(?:day|week|month|year|term)s?\b", re.IGNORECASE
)
_FIGURE_WORTH = 0.15  # what a paragraph gains by holding the kind of figure the question asks for
_OWN_SUPPORT = 0.3  # below it neither words nor meaning of the paragraph itself match


@dataclass(frozen=True, slots=True)
class Ranked:
    """A paragraph of a decision with its score; `support` is the part of the score that comes from meaning and words alone."""

    decision_id: int
    decision: Decision
    paragraph: Paragraph
    score: float
    support: float


def gather_evidence(query: Query, found: Found, store: Store) -> tuple[Ranked, ...]:
    """The paragraphs that answer, best first over all decisions."""
    chosen = found.candidates[:MOST_DECISIONS]
    if not chosen:
        return ()
    ids = [candidate.decision_id for candidate in chosen]
    dense = dict(store.search_dense(found.vector, _WHOLE, decision_ids=ids))
    lexical = dict(store.search_lexical(query.words, _WHOLE, decision_ids=ids))
    top = max(lexical.values(), default=1.0)
    ranked: list[Ranked] = []
    for candidate in chosen:
        decision = store.decision(candidate.decision_id)
        keys = [candidate.decision_id * 100_000 + paragraph.number for paragraph in decision.paragraphs]
        support = [dense.get(key, 0.0) + _LEXICAL * lexical.get(key, 0.0) / top for key in keys]
        strength = _DECISION * candidate.score / chosen[0].score
        ranked.extend(_rank_decision(query, found.kinds, _Scored(candidate.decision_id, decision, support, strength)))
    if query.several:
        ranked = _level(ranked)
    ranked.sort(key=lambda row: (-row.score, row.decision_id, row.paragraph.number))
    return tuple(ranked)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A decision with the support of each of its paragraphs and its own strength."""

    decision_id: int
    decision: Decision
    support: list[float]
    strength: float


def _rank_decision(query: Query, kinds: Mapping[Kind, float], scored: _Scored) -> Iterator[Ranked]:
    paragraphs = scored.decision.paragraphs
    for at, paragraph in enumerate(paragraphs):
        kept_out = paragraph.boilerplate and not query.about_powers
        if kept_out and not query.names_decisions:
            continue
        score = (
            scored.support[at]
            + _NEIGHBOUR * _around(scored.support, paragraphs, at)
            + scored.strength
            + _part_worth(kinds, paragraph)
            + (_BOILERPLATE if kept_out else 0.0)
            + (_ASKED_FOR if paragraph.number in query.paragraphs and query.names_decisions else 0.0)
        )
        yield Ranked(scored.decision_id, scored.decision, paragraph, score, scored.support[at])


def _level(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Scores counted from each decision's best, so that of several named decisions each is heard."""
    best: dict[int, float] = {}
    for row in ranked:
        best[row.decision_id] = max(row.score, best.get(row.decision_id, row.score))
    top = max(best.values())
    return [replace(row, score=row.score - best[row.decision_id] + top) for row in ranked]


def _around(support: Sequence[float], paragraphs: Sequence[Paragraph], at: int) -> float:
    """The better of the two neighbours under the same heading: a finding often runs over several paragraphs."""
    here = (paragraphs[at].section, paragraphs[at].subsection)
    beside = [
        support[i] for i in (at - 1, at + 1) if 0 <= i < len(support) and (paragraphs[i].section, paragraphs[i].subsection) == here
    ]
    return max(beside, default=0.0)


def _part_worth(kinds: Mapping[Kind, float], paragraph: Paragraph) -> float:
    worth = sum(share * _ROLE[kind].get(paragraph.role, 0.0) for kind, share in kinds.items())
    if _AMOUNT.search(paragraph.text):
        worth += _FIGURE_WORTH * kinds.get("amount", 0.0)
    if _DURATION.search(paragraph.text):
        worth += _FIGURE_WORTH * kinds.get("time_limit", 0.0)
    return worth


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
