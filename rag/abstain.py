"""Whether the evidence answers at all: "not in these decisions" is a decision, made on two signals.

The first is how near the nearest paragraph is in meaning; the second how much of what the question says, weighted by how rare
the word is, stands in the store at all ("pothole" in decisions about children). Either alone misleads: council prose is near to
all council prose, and a parent's words need not be the decision's. The bounds are fitted on the development questions of evals/.
Proved by tests/test_rag_abstain.py and the evaluation gate.
"""

from __future__ import annotations

from collections.abc import Sequence

from index import Store
from rag.evidence import Ranked
from rag.query import Query
from rag.rarity import word_rarity
from rag.retrieve import Found

__all__ = ["abstain_reason", "known_share"]

_BOUNDS = ((0.25, 1.01), (0.36, 0.75), (0.43, 0.60), (0.55, 0.35))
"""Below the first (cosine of the nearest paragraph) and below the second (share of known words) together: it does not answer."""
_NAMED_BOUND = (0.25, 0.60)
"""The same for a question that names its decision, which is answered from it unless it is about something else altogether."""
_NOTHING = "Nothing in these decisions answers that."


def abstain_reason(query: Query, found: Found, ranked: Sequence[Ranked], store: Store) -> str | None:
    """Why these decisions do not answer, or None when they do."""
    if not ranked:
        return _NOTHING
    if query.paragraphs and query.references:
        return None
    if not query.words:
        return None if query.names_decisions else _NOTHING
    bounds = (_NAMED_BOUND,) if query.names_decisions else _BOUNDS
    known = known_share(query, store)
    return _NOTHING if any(found.nearest < near and known < share for near, share in bounds) else None


def known_share(query: Query, store: Store) -> float:
    """The share of the question's words that stand anywhere in the store, 0 to 1, rare words weighing more."""
    weights = {word: word_rarity(word, store) for word in query.words}
    whole = sum(weights.values())
    return sum(weight for word, weight in weights.items() if store.document_frequency(word)) / whole if whole else 0.0
