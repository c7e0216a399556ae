"""Answering by quotation: the paragraphs that are likely to answer, verbatim, grouped by decision, each with its citation.

rag/choice.py says which paragraphs and how many; a short one is quoted whole, of a long one the sentences that answer best, so that
an answer fits on a screen. For a remedy or a sum rag/remedy.py says what is quoted of them. No model is needed.
Proved by tests/test_rag_quote.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.choice import choose_rows
from rag.compare import SAID, Cell, comparison_cells
from rag.evidence import Ranked
from rag.interaction import LateInteraction
from rag.pins import cite, closing_paragraph
from rag.query import Query
from rag.records import Citation, Claim
from rag.remedy import Ledger, action_quotations, agreed_quotations, remedy_quotations
from rag.render import SPEAKERS
from rag.retrieve import Found
from rag.standing import asks_how_it_ended
from rag.tying import Nearness
from rag.units import Quotation, Weigher, by_decision, in_page_order, lines_of, units_of
from rag.verify import verify_claim

__all__ = ["Quotation", "Selection", "cite_row", "pin_quotations", "select_quotations"]

_NOT_CLOSE = "No finding in these decisions matches this closely; the nearest are shown."
_CLOSE = 0.15  # the best paragraph's chance to answer, below which an answer about a remedy may be about another fault
_SCREEN = 400  # words quoted: some twenty-five lines of a terminal
_FROM_THE_LEDGER = "worked out by code from the decision's remedies"
_LEAST = 60  # words of a paragraph that are always quoted: most paragraphs have no more


@dataclass(frozen=True, slots=True)
class Selection:
    """What an answer quotes, as quotations or as the cells of a comparison.

    `close` is False when no finding matches the fault asked about closely; `left_out` says of how many actions of each reference
    there is no room.
    """

    quotations: tuple[Quotation, ...]
    close: bool = True
    cells: tuple[Cell, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def notices(self) -> tuple[str, ...]:
        """That nothing matches closely; what is left out, and how it is seen."""
        left_out = (
            f'{count} more action{"" if count == 1 else "s"} of {reference}: pinpoint remedies --reference "{reference}"'
            for reference, count in self.left_out.items()
        )
        return (*(() if self.close else (_NOT_CLOSE,)), *left_out)

    def pinned(self) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
        """The claims with their citations."""
        return pin_cells(self.cells) if self.cells else pin_quotations(self.quotations)


def select_quotations(
    query: Query, ranked: Sequence[Ranked], found: Found, interaction: LateInteraction, *, ledger: Ledger, near: Nearness
) -> Selection:
    """The quotations that answer, decision by decision, in the order of the page within a decision."""
    if query.paragraphs and (asked := [row for row in ranked if row.paragraph.number in query.paragraphs]):
        return Selection(tuple(quotation for row in asked for quotation in lines_of(row)))
    weigher = Weigher(query, found, interaction)
    choice = choose_rows(query, ranked, found, ledger)
    if asks_how_it_ended(query) and not query.several:
        return Selection(tuple(_endings(query, ranked, ledger)))
    if cells := comparison_cells(query, choice, ranked, weigher=weigher, ledger=ledger):
        return Selection(tuple(part for cell in cells for part in cell.places), cells=tuple(cells))
    if choice.wants_agreed:
        shown = remedy_quotations(query, ranked, choice, weigher=weigher, ledger=ledger, near=near)
        close = query.names_decisions or (bool(ranked) and ranked[0].score >= _CLOSE)
        return Selection(shown.quotations, close=close, left_out=shown.left_out)
    return Selection(tuple(_passages(choice.chosen, ranked, weigher, ledger)))


def _endings(query: Query, ranked: Sequence[Ranked], ledger: Ledger) -> Iterator[Quotation]:
    """How each decision ended, in its own words, and what was agreed; the actions alone where these are asked for and known."""
    for group in by_decision(ranked).values():
        agreed = agreed_quotations(query, group, ledger(group[0].decision))
        ending = closing_paragraph(group[0].decision)
        if query.kind in {"outcome", "facts"} or not agreed:
            yield from (part for row in group if row.paragraph == ending for part in lines_of(row))
        if query.kind != "outcome":
            yield from agreed


def cite_row(row: Ranked, quote: str, *, label: str | None = None, n: int = 0) -> Citation:
    """The citation of a verbatim part of a ranked paragraph; `n` 0 is to be numbered later."""
    return cite(row.decision, row.paragraph, quote, label=label, n=n)


def _passages(chosen: Sequence[Ranked], ranked: Sequence[Ranked], weigher: Weigher, ledger: Ledger) -> Iterator[Quotation]:
    """The chosen as they stand on the page, each within its share of a screen; actions with what the ledger knows of them."""
    most = max(_LEAST, _SCREEN // max(1, len(chosen)))
    groups = by_decision(ranked)
    quoted: list[Quotation] = []
    for row in chosen:
        acts = [one for one in ledger(row.decision) if one.source == "section" and one.paragraph == row.paragraph.number]
        own = action_quotations(groups[row.decision_id], acts) if row.paragraph.role == "action" else []
        quoted += own or weigher.passage(list(units_of(row)), most)
    distinct = list({q.text: q for q in reversed(quoted)}.values())[::-1]  # the same words from several decisions count once
    for decision_id in by_decision(q.row for q in distinct):
        yield from in_page_order(q for q in distinct if q.row.decision_id == decision_id)


def pin_quotations(quotations: Sequence[Quotation]) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """A claim for each quotation; its time limit, where it stands elsewhere, is cited beside it."""
    citations = _numbered(part for q in quotations for part in (q, q.limit) if part)
    claims = []
    for quotation in quotations:
        own = citations[_bare(quotation)]
        also = (citations[_bare(quotation.limit)].n,) if quotation.limit else ()
        claims.append(replace(_verbatim(own), citations=(own.n, *also), lead=quotation.lead))
    return tuple(claims), tuple(citations.values())


def pin_cells(cells: Sequence[Cell]) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """A claim for each cell of a comparison: verbatim, or in words of code with the places they rest on."""
    citations = _numbered(place for cell in cells for place in cell.places)
    claims = []
    for cell in cells:
        cited = tuple(citations[_bare(place)].n for place in cell.places)
        if cell.words:
            claims.append(Claim(cell.words, cited, "supported", _FROM_THE_LEDGER, computed=True, column=cell.column))
        else:
            own = citations[_bare(cell.places[0])]
            lead = SPEAKERS[own.voice] if cell.column == SAID else ""
            claims.append(replace(_verbatim(own), column=cell.column, lead=lead))
    return tuple(claims), tuple(citations.values())


def _verbatim(citation: Citation) -> Claim:
    grade, reason = verify_claim(citation.quote, (citation,))
    return Claim(citation.quote, (citation.n,), grade, reason)


def _numbered(parts: Iterable[Quotation]) -> dict[Quotation, Citation]:
    """A citation for each part, each once, numbered in their order."""
    return {
        part: cite_row(part.row, part.text, label=part.label, n=n) for n, part in enumerate(dict.fromkeys(map(_bare, parts)), 1)
    }


def _bare(quotation: Quotation) -> Quotation:
    """The quotation without what is said about it, so that one place has one number."""
    return replace(quotation, lead="", limit=None)
