"""Whether the evidence answers at all: "not in these decisions" is a decision, made on several signals weighed together.

How likely the best paragraphs are to answer, how near the nearest is in meaning, and how much of what the question says, rare words
weighing more, stands in the store, in the best paragraphs and in the best decision ("pothole" in decisions about children). Each
alone misleads: council prose is near to all council prose, and a parent's words need not be the decision's. The weights, a logistic
regression each for questions that name a decision and for those that do not, are fitted by `python -m evals abstain` on
development questions that can be answered and others that cannot; the bound is where 99 in 100 of the first are answered. What is
far in meaning and in words at once is refused whatever the rest says: that holds in any store. So is a question about a section of
law that nothing found speaks of. The regression was fitted on a small store, and where many decisions are found its bound is lower.
Proved by tests/test_rag_abstain.py and the evaluation gate.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index import Store, terms
from rag.decisions import FEW
from rag.evidence import Ranked
from rag.figures import read_figures, stands_in
from rag.query import Query
from rag.rarity import word_rarity
from rag.retrieve import Found
from rag.standing import asks_what_every_decision_has

__all__ = ["ABSTAIN_FILE", "SIGNALS", "abstain_reason", "answer_signals", "known_share"]

ABSTAIN_FILE = Path(__file__).with_name("abstain.json")
SIGNALS = (
    "best",
    "second",
    "all",
    "nearest",
    "support",
    "known",
    "covered by the best",
    "covered by the decision",
    "rarest left out",
)
"""What is weighed, in order: see `answer_signals`."""

_BOUNDS = ((0.22, 1.01), (0.27, 0.75), (0.38, 0.50), (0.45, 0.35))
"""Below the first (cosine of the nearest paragraph) and below the second (share of known words) together: it does not answer.

Of 257 development questions that are answered, the nearest paragraph is at 0.28 or above, and one in a hundred is below 0.34.
"""
_NAMED_BOUNDS = ((0.20, 0.60),)
"""The same for a question that names its decision, which is answered from it unless it is about something else altogether."""
_AMONG_MANY = 0.5
"""Of the bound, where many decisions were found: near misses share the chances there. Among 2,000 invented decisions the whole
bound refused 12 in 48 questions that they answer, half of it 2."""
_OF_LAW = frozenset(["section", "regulation", "article"])
_BEST = 5  # paragraphs: what an answer quotes
_NOTHING = "Nothing in these decisions answers that."
_SMALLEST = 1e-6  # chance: keeps a logarithm finite


@dataclass(frozen=True, slots=True)
class _Weights:
    """The regression over the signals as they come, and the least chance at which a question is answered."""

    weights: tuple[float, ...]
    constant: float
    bound: float

    def chance(self, signals: Sequence[float]) -> float:
        """How likely it is that the question is answered, 0 to 1."""
        return 1 / (1 + math.exp(-sum(w * s for w, s in zip(self.weights, signals, strict=True)) - self.constant))


def abstain_reason(query: Query, found: Found, ranked: Sequence[Ranked], store: Store) -> str | None:
    """Why these decisions do not answer, or None when they do."""
    if not ranked:
        return _NOTHING
    if (query.paragraphs and query.references) or asks_what_every_decision_has(query):
        return None
    if not query.words:
        return _NOTHING
    if law := _law_without_a_place(query, ranked):
        return f"No decision found here speaks of {law}."
    signals = answer_signals(query, found, ranked, store)
    near, known = signals[SIGNALS.index("nearest")], signals[SIGNALS.index("known")]
    if any(near < low and known < share for low, share in (_NAMED_BOUNDS if query.names_decisions else _BOUNDS)):
        return _NOTHING
    weights = _load()[query.names_decisions]
    bound = weights.bound * (_AMONG_MANY if len(found.candidates) > FEW else 1.0)
    return _NOTHING if weights.chance(signals) < bound else None


def _law_without_a_place(query: Query, ranked: Sequence[Ranked]) -> str | None:
    """The section, regulation or article that is asked about, where none of those asked stands in the decisions found."""
    asked = [figure for figure in read_figures(query.text) if figure.kind == "label" and figure.value[0] in _OF_LAW]
    decisions = {row.decision_id: row.decision for row in ranked} if asked else {}
    for decision in decisions.values():
        for text in (decision.summary or "", *(paragraph.text for paragraph in decision.paragraphs)):
            near = [figure for figure in asked if figure.value[1].partition("(")[0] in text.lower()]
            if near and any(stands_in(figure, frozenset(read_figures(text))) for figure in near):
                return None
    return asked[0].text if asked else None


def answer_signals(query: Query, found: Found, ranked: Sequence[Ranked], store: Store) -> tuple[float, ...]:
    """The SIGNALS of a question, in order.

    Log odds of the best and of the second paragraph, log of all chances, cosine of the nearest, best match by meaning and words,
    shares of the question's words known to the store, in the best paragraphs and in the best decision, and how rare the rarest
    word is that the best paragraphs leave out (0 to 1).
    """
    scores = [min(row.score, 1.0) for row in ranked]
    weights = {word: word_rarity(word, store) for word in query.words}
    near = frozenset(term for row in ranked[:_BEST] for term in terms(row.paragraph.text))
    whole = frozenset(term for paragraph in ranked[0].decision.paragraphs for term in terms(paragraph.text))
    rarest = math.log(1 + store.paragraph_count()) or 1.0  # without words none is rare
    return (
        _log_odds(scores[0]),
        _log_odds(scores[1] if len(scores) > 1 else 0.0),
        math.log(max(sum(scores), _SMALLEST)),
        found.nearest,
        max(row.support for row in ranked),
        known_share(query, store),
        _share(weights, near),
        _share(weights, whole),
        max((weight for word, weight in weights.items() if word not in near), default=0.0) / rarest,
    )


def known_share(query: Query, store: Store) -> float:
    """The share of the question's words that stand anywhere in the store, 0 to 1, rare words weighing more."""
    weights = {word: word_rarity(word, store) for word in query.words}
    return _share(weights, frozenset(word for word in weights if store.document_frequency(word)))


def _share(weights: dict[str, float], held: frozenset[str]) -> float:
    whole = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in held) / whole if whole else 0.0


def _log_odds(chance: float) -> float:
    inside = min(max(chance, _SMALLEST), 1 - _SMALLEST)
    return math.log(inside / (1 - inside))


@cache
def _load() -> dict[bool, _Weights]:
    """The weights that come with this version, for questions that name a decision and for those that do not.

    Raises:
        ValueError: they were fitted on other signals.
    """
    value = json.loads(ABSTAIN_FILE.read_text(encoding="utf-8"))
    if tuple(value["signals"]) != SIGNALS:
        message = f"{ABSTAIN_FILE.name} was fitted on other signals; run: python -m evals abstain"
        raise ValueError(message)
    parts = {True: value["named"], False: value["open"]}
    return {named: _Weights(tuple(part["weights"]), part["constant"], part["bound"]) for named, part in parts.items()}
