"""From records to HTML: what the chat shows of questions, answers, errors and sources.

Text of decisions, questions and models is data. `plain` is its only door to the page: whatever is not a letter, a digit
or a space becomes a character reference, so that neither HTML nor the page's templates find anything in it to act on.
Proved by tests/test_rag_page.py and, in a real browser, by tests/test_app.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from index import Basis, Decision, Paragraph
from rag.citations import place_of
from rag.records import Answer, Citation, Claim
from rag.render import SPEAKERS, coverage_text
from rag.table import columns_of, rows_of

if TYPE_CHECKING:
    from index import StoreStatus

__all__ = [
    "EXAMPLES",
    "FOOTER",
    "NO_SOURCE",
    "STOPPED",
    "Exchange",
    "plain",
    "render_answer",
    "render_claim",
    "render_exchange",
    "render_header",
    "render_paragraph",
    "render_source",
    "render_welcome",
]

EXAMPLES = (
    "What remedy for failure to hold a stage three panel?",
    "How much is usually paid when an education, health and care plan is late?",
    "What happens when a homeless family is kept too long in bed and breakfast?",
    "Must a council explain care charges before the care starts?",
)
GRADES = {"quote": "Verbatim", "supported": "Supported", "weak": "Weakly supported", "unsupported": "Not supported"}
COMPUTED = "Worked out from the cited paragraphs and the rest of the index"
"""What is said of a sentence that code made, whose figures need stand in no single paragraph."""
STATUSES = {
    "partial": "Partial answer: the decisions found answer only part of the question.",
    "none": "No answer found.",
}
BASES = {
    "estimated": "Numbering estimated: check the number against the published page.",
    "none": "This paragraph has no number on the page.",
}
PUBLISHER = "https://www.lgo.org.uk/"
READ_ON = "Read the published decision"
OPEN_CHIP = "background: var(--pin) !important; color: var(--on-pin) !important"

WELCOME = (
    "<h2>Ask what the Ombudsman has decided</h2>"
    "<p>Every sentence of an answer is pinned to a numbered paragraph, which you can open.</p>"
)
NO_SOURCE = '<div class="empty"><h2>Source</h2><p>The paragraph behind a citation opens here.</p></div>'
STOPPED = "<p>Stopped. What stands above is unchecked and will not be kept.</p>"
FOOTER = (
    "<p>Quotations are the Ombudsman’s words; decisions are not binding precedent. "
    "© Commission for Local Administration in England, re-used with acknowledgement.</p>"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came of it: the draft while it streams, then an answer or an error."""

    question: str
    draft: str = ""
    answer: Answer | None = None
    error: str | None = None


def plain(text: str) -> str:
    """HTML that shows exactly this text and can do nothing else, in one line; see the module."""
    return "".join(c if c.isalnum() or c == " " else "<br>" if c == "\n" else f"&#{ord(c)};" for c in text)


def day(value: date | None) -> str:
    """A date as the decisions print it: "2 May 2024"."""
    return "date not known" if value is None else f"{value.day} {value:%b %Y}"


def render_header(status: StoreStatus, model_name: str) -> str:
    """The heading, what is indexed and how it answers."""
    span = f"{day(status.first_date)} to {day(status.last_date)}" if status.first_date else "dates not known"
    mode = "by quotation, no model" if model_name == "quotation" else f"by {model_name}, every sentence checked"
    line = f"{status.decisions:,} decisions indexed · {status.paragraphs:,} paragraphs · {span} · answers {mode}"
    return f"<header><h1>Pinpoint</h1><p>{plain(line)}</p></header>"


def render_welcome() -> str:
    """What stands in an empty conversation: what the page does, and questions to start with."""
    examples = "".join(f'<button type="button" class="example">{plain(question)}</button>' for question in EXAMPLES)
    return f'<div class="welcome">{WELCOME}<div>{examples}</div></div>'


def render_chip(citation: Citation, turn: int, *, named: bool) -> str:
    """The pin of a citation, which opens its paragraph; `named` where no heading above it names the decision."""
    label = f"{citation.label} (estimated)" if citation.basis == "estimated" else citation.label
    spoken = label if citation.basis == "none" else f"paragraph {label}"
    name = plain(f"Citation {citation.n}: {citation.reference}, {spoken}")
    text = plain(f"[{citation.n}] {f'{citation.reference} ' if named else ''}{place_of(label, citation.basis)}")
    return f'<a class="chip" href="#cite-{turn}-{citation.n}" aria-label="{name}" title="{name}">{text}</a>'


def render_claim(claim: Claim, cited: Sequence[Citation], turn: int, *, named: bool) -> str:
    """One sentence, and below it its pins and in words its grade and whose words it rests on."""
    chips = "".join(f"{render_chip(citation, turn, named=named)} " for citation in cited)
    reason = f" ({claim.reason})" if claim.grade in {"weak", "unsupported"} else ""
    words = [
        COMPUTED if claim.computed else GRADES[claim.grade] + reason,
        *dict.fromkeys(SPEAKERS[citation.speaker] for citation in cited),
    ]
    grade = f'<p class="grade">{chips}{plain(" · ".join(words))}</p>'
    lead = f"<b>{plain(claim.lead)}:</b> " if claim.lead else ""
    return f'<div class="claim {claim.grade}"><p>{lead}{plain(claim.text)}</p>{grade}</div>'


def render_claims(answer: Answer, turn: int) -> str:
    """The claims in order, a comparison as a table; quotations stand under their decision, prose names it at every pin."""
    citations = {citation.n: citation for citation in answer.citations}
    prose = answer.mode == "model"
    current, out = None, []
    for claim in answer.claims:
        if claim.column:
            continue
        cited = [citations[n] for n in claim.citations if n in citations]
        if cited and not prose and not claim.computed and (cited[0].reference, cited[0].authority) != current:
            first = cited[0]
            current = (first.reference, first.authority)
            out.append(f"<h3>{plain(first.authority or 'Authority not known')} <span>{plain(about(first))}</span></h3>")
        out.append(render_claim(claim, cited, turn, named=prose or claim.computed))
    return "".join([*out, render_table(answer, turn)])


def about(citation: Citation) -> str:
    """The decision a citation is of, in a line: "21 010 500 · Upheld · 14 Jun 2022"."""
    estimated = " · numbering estimated" if citation.basis == "estimated" else ""
    return f"{citation.reference} · {citation.outcome or 'outcome not known'} · {day(citation.decision_date)}{estimated}"


def render_table(answer: Answer, turn: int) -> str:
    """A comparison: a row for each decision, each cell with its pins; nothing where nothing is compared."""
    headings = columns_of(answer.claims)
    if not headings:
        return ""
    citations = {citation.n: citation for citation in answer.citations}
    top = "".join(f'<th scope="col">{plain(heading)}</th>' for heading in ("Decision", *headings))
    body = []
    for row in rows_of(answer.claims, answer.citations):
        name = f"{plain(row.decision.authority or 'Authority not known')} <span>{plain(about(row.decision))}</span>"
        cells = "".join(f"<td>{render_cell(row.cells.get(heading, ()), citations, turn)}</td>" for heading in headings)
        body.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    return f'<div class="comparison"><table><thead><tr>{top}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def render_cell(claims: Sequence[Claim], citations: Mapping[int, Citation], turn: int) -> str:
    """What a cell says, each claim with its pins."""
    out = []
    for claim in claims:
        chips = " ".join(render_chip(citations[n], turn, named=False) for n in claim.citations if n in citations)
        lead = f"<b>{plain(claim.lead)}:</b> " if claim.lead else ""
        out.append(f'<p class="{claim.grade}">{lead}{plain(claim.text)} {chips}</p>')
    return "".join(out) or "–"


def render_answer(answer: Answer, turn: int) -> str:
    """A whole answer as it stands in the conversation; the text of one that abstains says itself what was searched."""
    lines = [STATUSES[answer.status]] if answer.status in STATUSES else []
    boxes = [f'<p class="notice">{plain(line)}</p>' for line in [*lines, *(f"Note: {note}" for note in answer.notices)]]
    body = render_claims(answer, turn) if answer.claims else f"<p>{plain(answer.text)}</p>"
    coverage = f'<p class="coverage">{plain(coverage_text(answer.coverage))}</p>' if answer.claims else ""
    return "".join([*boxes, body, coverage])


def render_exchange(exchange: Exchange, turn: int) -> str:
    """A question and what stands under it: the answer, the error, or what has come so far."""
    if exchange.answer is not None:
        reply = render_answer(exchange.answer, turn)
    elif exchange.error is not None:
        reply = f'<p class="error">{plain(f"Error: {exchange.error}")}</p>'
    else:
        reply = f'<p class="draft">{plain(exchange.draft or "Searching the decisions …")}</p>'
    question = f'<h2 class="question">{plain(exchange.question)}</h2>'
    return f'<article class="exchange" data-turn="{turn}">{question}{reply}</article>'


def render_paragraph(text: str, quote: str, paragraph: Paragraph | None = None) -> str:
    """A paragraph line by line with its sub-item labels, the quote marked wherever it runs."""
    start = max(text.find(quote), 0)
    end = start + len(quote) if quote in text else start
    known = paragraph is not None and paragraph.text == text
    out = []
    for item, line in paragraph.lines() if paragraph and known else [(None, line) for line in text.split("\n")]:
        before, marked, after = line[: max(start, 0)], line[max(start, 0) : max(end, 0)], line[max(end, 0) :]
        label = "" if item is None else "• " if item.marker == "bullet" else f"({item.label}) "
        quoted = f"<mark>{plain(marked)}</mark>" if marked else ""
        out.append(f"<p>{plain(label + before)}{quoted}{plain(after)}</p>")
        start, end = start - len(line) - 1, end - len(line) - 1
    return "".join(out)


def render_neighbour(paragraph: Paragraph | None) -> str:
    """The paragraph before or after the cited one, muted; nothing where there is none."""
    if paragraph is None:
        return ""
    lines = render_paragraph(paragraph.text, "", paragraph)
    return f'<div class="paragraph neighbour"><b>{page_number(paragraph.number, paragraph.basis)}</b><div>{lines}</div></div>'


def page_number(number: int, basis: Basis) -> str:
    """The number beside a paragraph; nothing where the page has none."""
    return "" if basis == "none" else str(number)


def render_particulars(citation: Citation) -> str:
    """Whose decision it is, where in it the paragraph stands, and what a reader should know before relying on it."""
    facts = {
        "Section": citation.section,
        "Who says it": SPEAKERS[citation.speaker],
        "Outcome": citation.outcome or "not known",
        "Decided": day(citation.decision_date),
    }
    notes = [*citation.warnings, *([BASES[citation.basis]] if citation.basis in BASES else [])]
    if citation.quote not in citation.text:
        notes.append("The quotation was not found in this paragraph.")
    rows = "".join(f"<div><dt>{plain(term)}</dt><dd>{plain(fact)}</dd></div>" for term, fact in facts.items())
    boxes = "".join(f'<p class="notice">{plain(note)}</p>' for note in notes)
    heading = f'<h2 tabindex="-1">{plain(citation.authority or "Authority not known")}</h2>'
    place = f'<p class="place">{plain(f"{citation.reference}, {place_of(citation.label, citation.basis)}")}</p>'
    return f"<header>{heading}{place}</header><dl>{rows}</dl>{boxes}"


def render_source(citation: Citation, name: str, decision: Decision | None) -> str:
    """The side panel: the decision's particulars, then the cited paragraph between its neighbours."""
    around = {paragraph.number: paragraph for paragraph in decision.paragraphs} if decision else {}
    lines = render_paragraph(citation.text, citation.quote, around.get(citation.paragraph))
    address = citation.url if citation.url and citation.url.startswith(PUBLISHER) else None
    link = f'<a href="{plain(address)}" rel="noopener noreferrer" target="_blank">{READ_ON}</a>' if address else ""
    return (
        f"<style>a[href='#cite-{name}'] {{ {OPEN_CHIP} }}</style>"
        f"<article>{render_particulars(citation)}{render_neighbour(around.get(citation.paragraph - 1))}"
        f'<div class="paragraph cited"><b>{page_number(citation.paragraph, citation.basis)}</b><div>{lines}</div></div>'
        f"{render_neighbour(around.get(citation.paragraph + 1))}"
        f'<p class="ways">{link} <a class="back" href="#left">Back to the answer</a></p></article>'
    )
