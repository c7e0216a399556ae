"""Questions of a named decision about what every decision has: how it ended, what was agreed, by when.

"In 21 010 250, what must the council do?" has no word of its own beside the reference, so neither meaning nor words can tell
whether it is answered; the decision itself answers it, by the ledger and by the paragraph that ends it.
Proved by tests/test_rag_standing.py.
"""

from __future__ import annotations

from functools import cache

from index import terms
from rag.cues import Kind
from rag.query import Query

__all__ = ["asks_how_it_ended", "asks_what_every_decision_has"]

_OF_EVERY_DECISION = """
    decision case complaint statement report council authority ombudsman investigator finding find found conclude conclusion
    fault injustice wrong outcome result upheld uphold decide decided end ended
    remedy remedies redress agree agreed agreement action recommend recommended recommendation order ordered must should have had
    made make do did done put right offer payment pay paid sum amount money compensation much get got receive received award awarded
    deadline limit time date when long soon exactly exact precisely
    compare comparison differ different difference both between summarise summary summarize tell show give list explain
    happen happened happening about paragraph say says said state stated please briefly overall mean
"""
"""Words that are true of any decision: what a question says beside them is what it is about."""

_OF_ITS_STORY = "happen happened happening wrong"
"""Those of them that ask for more than how it ended."""

_OF_ITS_FINDINGS = "complaint finding find found conclude"
"""Those that do so unless a turn of phrase says otherwise: "was the complaint upheld?"."""

_OF_ITS_END: frozenset[Kind] = frozenset(["remedy", "amount", "time_limit", "outcome"])


def asks_what_every_decision_has(query: Query) -> bool:
    """Whether a question names its decisions and says nothing else that a decision might not have."""
    return query.names_decisions and not query.paragraphs and _stems(_OF_EVERY_DECISION).issuperset(query.words)


def asks_how_it_ended(query: Query) -> bool:
    """Whether that is how they ended and what was agreed, which stands in the same place of each."""
    if not asks_what_every_decision_has(query) or not _stems(_OF_ITS_STORY).isdisjoint(query.words):
        return False
    return query.kind in _OF_ITS_END or (query.kind == "facts" and _stems(_OF_ITS_FINDINGS).isdisjoint(query.words))


@cache
def _stems(words: str) -> frozenset[str]:
    return frozenset(terms(words))
