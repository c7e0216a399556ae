"""Whether what a model wrote is worse, on the checks, than the answer by quotation, which is then given in its place.

Contract: pure, and knows no right answer: it compares what can be checked of both. A quotation has no sentence that fails, so most
of what a model writes must hold; where the question asks for a sum or a time and a quotation has it, so must the model; each
decision that the question names and a quotation cites must be cited; and quotations that are close overrule a model that finds
nothing.
Proved by tests/test_rag_fallback.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.cues import Kind
from rag.figures import FigureKind, read_figures
from rag.query import Query
from rag.records import Citation, Claim

__all__ = ["Quoted", "fails_checks"]

_ASKED_FOR: Mapping[Kind, tuple[frozenset[FigureKind], str]] = {
    "amount": (frozenset(["money"]), "sum"),
    "time_limit": (frozenset(["duration", "date"]), "time"),
}
"""What a question of a kind asks for: figures, and their name."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The answer by quotation, its citations numbered from 1; `close` is False when no finding matches closely.

    `notices` say that, and what is left out.
    """

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    close: bool = True
    notices: tuple[str, ...] = ()

    def unsaid(self, written: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
        """The quotations that are not among the sentences a model has given word for word, and what they cite."""
        said = {claim.text for claim in written if claim.grade == "quote"}
        claims = tuple(claim for claim in self.claims if claim.text not in said)
        used = {n for claim in claims for n in claim.citations}
        return claims, tuple(citation for citation in self.citations if citation.n in used)


def fails_checks(query: Query, claims: Sequence[Claim], citations: Sequence[Citation], quoted: Quoted) -> str:
    """Why the quotations are better than what the model wrote, for the reader; empty where they are not."""
    held = [claim for claim in claims if claim.grade != "unsupported"]
    if not claims:
        return "it found no answer in its sources" if quoted.claims and quoted.close else ""
    if not held:
        return "nothing it wrote could be supported"
    if len(held) * 2 < len(claims):
        return "most of what it wrote could not be supported"
    figures, name = _ASKED_FOR.get(query.kind, (frozenset[FigureKind](), ""))
    if figures and not _has(held, figures) and _has(quoted.claims, figures):
        return f"the question asks for a {name}, which the decisions state and it did not"
    own = _cited(held, citations)
    missed = [one for one in query.references if one in _cited(quoted.claims, quoted.citations) - own]
    return f"it said nothing of {missed[0]}" if missed else ""


def _has(claims: Iterable[Claim], kinds: frozenset[FigureKind]) -> bool:
    return any(figure.kind in kinds for claim in claims for figure in read_figures(f"{claim.lead} {claim.text}"))


def _cited(claims: Iterable[Claim], citations: Sequence[Citation]) -> frozenset[str]:
    by_n = {citation.n: citation.reference for citation in citations}
    return frozenset(by_n[n] for claim in claims for n in claim.citations if n in by_n)
