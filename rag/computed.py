"""What code says by itself, with its citations: a count over the ledger, or the correction of a premise.

Proved by tests/test_rag_computed.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Filters, Store
from rag.premise import NamedCase, correct_premises
from rag.query import Query
from rag.records import Citation, Claim

__all__ = ["Computed", "find_corrections"]

_FROM_THE_DECISION = "worked out by code from the decision's remedies, outcome and text"


@dataclass(frozen=True, slots=True)
class Computed:
    """Claims that code made, with citations numbered from 1; no claims where there is nothing to say, and then maybe why."""

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    notice: str = ""

    def before(self, claims: Sequence[Claim], citations: Sequence[Citation]) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
        """These and then others, numbered anew; a sentence that both cite has one number."""
        if not self.claims:
            return tuple(claims), tuple(citations)
        known = {_place(one): one.n for one in self.citations}
        joined = list(self.citations)
        renumbered: dict[int, int] = {}
        for one in citations:
            if _place(one) not in known:
                known[_place(one)] = len(joined) + 1
                joined.append(replace(one, n=len(joined) + 1))
            renumbered[one.n] = known[_place(one)]
        others = (replace(claim, citations=tuple(renumbered.get(n, n) for n in claim.citations)) for claim in claims)
        return (*self.claims, *others), tuple(joined)


def _place(one: Citation) -> tuple[str, str | None, str, str]:
    return one.reference, one.authority, one.label, one.quote


def find_corrections(query: Query, store: Store) -> Computed:
    """The corrections of what a question takes for granted about the decisions it names."""
    claims: list[Claim] = []
    citations: list[Citation] = []
    for correction in correct_premises(query, _named_cases(query, store)):
        own = [replace(one, n=len(citations) + at) for at, one in enumerate(correction.citations, 1)]
        citations += own
        claims.append(Claim(correction.text, tuple(one.n for one in own), "supported", _FROM_THE_DECISION, computed=True))
    return Computed(tuple(claims), tuple(citations))


def _named_cases(query: Query, store: Store) -> list[NamedCase]:
    """The decisions a question names: each reference that is one decision, or a council's only one."""
    if query.statistic or not query.names_decisions:
        return []
    filters = (
        [Filters(references=(one,)) for one in query.references]
        if query.references
        else [Filters(authority=name) for name in query.named]
    )
    cases = []
    for one in filters:
        found = store.matching(one)
        if len(found) == 1:
            cases.append(NamedCase(store.decision(found[0]), store.remedies(one)))
    return cases
