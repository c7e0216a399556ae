"""Whether the evidence answers at all: "not in these decisions" is a decision, made on two signals.

The first is how near the nearest paragraph is in meaning; the second how much of what the question says, weighted by how rare
the word is in the store, stands in the best paragraphs. Either alone misleads: council prose is near to all council prose, and a
parent's words need not be the decision's. The bounds are fitted on the development questions of evals/.
Proved by tests/test_rag_abstain.py and the evaluation gate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from index import Store, terms
from rag.evidence import Ranked
from rag.query import Query
from rag.retrieve import Found

__all__ = ["abstain_reason", "word_coverage"]

_FAR = (0.36, 0.60)  # nearer than the first, or holding more of the words than the second: it may answer
_FAIR = (0.43, 0.35)  # the same for a question that is nearer but says little that stands in the store
_NAMED_FLOOR = 0.25  # a question that names its decision is answered from it unless it is about something else altogether
_NOTHING = "Nothing in these decisions answers that."
_BEST = 10


def abstain_reason(query: Query, found: Found, ranked: Sequence[Ranked], store: Store) -> str | None:
    """Why these decisions do not answer, or None when they do."""
    if not ranked:
        return _NOTHING
    if query.paragraphs and query.references:
        return None
    if query.names_decisions:
        return _NOTHING if found.nearest < _NAMED_FLOOR else None
    covered = word_coverage(query, ranked, store)
    return _NOTHING if any(found.nearest < near and covered < words for near, words in (_FAR, _FAIR)) else None


def word_coverage(query: Query, ranked: Sequence[Ranked], store: Store) -> float:
    """The share of the question's words that stand in the best paragraphs, 0 to 1, rare words weighing more."""
    total = store.paragraph_count()
    held: set[str] = set()
    for row in ranked[:_BEST]:
        held.update(terms(row.paragraph.text))
    weights = {word: math.log(1 + total / (1 + store.document_frequency(word))) for word in query.words}
    whole = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in held) / whole if whole else 1.0
