"""Answering by quotation: the best sentences, verbatim, grouped by decision, each with its citation. No model is needed.

For a remedy or an amount rag/remedy.py says what is quoted; for other questions it is the sentences of the paragraphs that are
likely to answer, a short paragraph whole. Proved by tests/test_rag_quote.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.evidence import Ranked
from rag.pins import cite
from rag.query import Query
from rag.records import Citation, Claim
from rag.remedy import Ledger, remedy_quotations
from rag.retrieve import Found, QueryEmbedder
from rag.units import LONG_LINE, Quotation, Weigher, by_decision, in_page_order, lines_of, units_of
from rag.verify import verify_claim

__all__ = ["Quotation", "Selection", "cite_row", "pin_quotations", "select_quotations"]

_MOST_PASSAGES = 6
_MOST_ITEMS = 7
_CLOSE = 0.15  # the best paragraph's chance to answer, below which an answer about a remedy may be about another fault
_PASSAGE_FLOOR = 0.4  # of the best paragraph's chance to answer: below it a paragraph is not quoted
_MOST_OF_PASSAGE = 3  # sentences of a long paragraph


@dataclass(frozen=True, slots=True)
class Selection:
    """The quotations of an answer; `close` is False when no finding matches the fault asked about closely."""

    quotations: tuple[Quotation, ...]
    close: bool = True


def select_quotations(
    query: Query, ranked: Sequence[Ranked], found: Found, embedder: QueryEmbedder, *, ledger: Ledger
) -> Selection:
    """The quotations that answer, decision by decision, in the order of the page within a decision."""
    if query.paragraphs and (asked := [row for row in ranked if row.paragraph.number in query.paragraphs]):
        return Selection(tuple(quotation for row in asked for quotation in lines_of(row)))
    weigher = Weigher(query, found, embedder)
    if _wants_remedy(query, found):
        quotations = remedy_quotations(query, ranked, weigher, ledger)
        return Selection(tuple(quotations), close=query.names_decisions or (bool(ranked) and ranked[0].score >= _CLOSE))
    return Selection(tuple(_best_sentences(ranked, weigher)))


def _wants_remedy(query: Query, found: Found) -> bool:
    """Whether the answer is a remedy or a sum: by the cue, or by the shares of the kinds where no cue speaks."""
    if query.kind != "facts":
        return query.kind in {"remedy", "amount"}
    return found.kinds.get("remedy", 0.0) + found.kinds.get("amount", 0.0) > 0.5  # noqa: PLR2004 - more likely than not


def cite_row(row: Ranked, quote: str, *, label: str | None = None, n: int = 0) -> Citation:
    """The citation of a verbatim part of a ranked paragraph; `n` 0 is to be numbered later."""
    return cite(row.decision, row.paragraph, quote, label=label, n=n)


def _best_sentences(ranked: Sequence[Ranked], weigher: Weigher) -> Iterator[Quotation]:
    """The sentences that answer best of each paragraph that is likely to answer; a short paragraph is quoted whole."""
    rows = [row for row in ranked[:_MOST_PASSAGES] if row.score >= _PASSAGE_FLOOR * ranked[0].score]
    quotations = [quotation for row in rows for quotation in units_of(row)]
    scores = dict(zip(quotations, weigher.scores([quotation.text for quotation in quotations]), strict=True))
    picked: list[Quotation] = []
    for row in rows:
        own = [quotation for quotation in quotations if quotation.row is row]
        if sum(len(quotation.text.split()) for quotation in own) > LONG_LINE:
            best = sorted(own, key=lambda quotation: -scores[quotation])[:_MOST_OF_PASSAGE]
            own = [part for quotation in best for part in _with_its_list(quotation, own)]
        picked.extend(own)
    distinct = list({q.text: q for q in reversed(picked)}.values())[::-1]  # the same words from several decisions count once
    for decision_id in by_decision(q.row for q in distinct):
        yield from in_page_order(q for q in distinct if q.row.decision_id == decision_id)


def _with_its_list(quotation: Quotation, quotations: Sequence[Quotation]) -> list[Quotation]:
    """A sub-item says little without its lead-in, and a lead-in nothing without its sub-items."""
    beside = [q for q in quotations if q.row is quotation.row]
    if quotation.text.endswith(":"):
        return [quotation, *[q for q in beside if q.label != q.row.paragraph.label()][:_MOST_ITEMS]]
    if quotation.label != quotation.row.paragraph.label():
        return [*[q for q in beside if q.text.endswith(":")][:1], quotation]
    return [quotation]


def pin_quotations(quotations: Sequence[Quotation]) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """A claim for each quotation; its time limit, where it stands elsewhere, is cited beside it."""
    pinned = dict.fromkeys(part for q in quotations for part in (replace(q, lead="", limit=None), q.limit) if part)
    citations = {part: cite_row(part.row, part.text, label=part.label, n=n) for n, part in enumerate(pinned, 1)}
    claims = []
    for quotation in quotations:
        own = citations[replace(quotation, lead="", limit=None)]
        also = (citations[quotation.limit].n,) if quotation.limit else ()
        grade, reason = verify_claim(own.quote, (own,))
        claims.append(Claim(own.quote, (own.n, *also), grade, reason, lead=quotation.lead))
    return tuple(claims), tuple(citations.values())
