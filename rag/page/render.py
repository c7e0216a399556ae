"""From records to HTML: what the chat shows of questions, answers and errors.

Text of decisions, questions and models is data, and `plain` its only door to the page (rag/page/text.py).
Proved by tests/test_rag_page.py and, in a real browser, by tests/test_app.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index import Reference
from rag.citations import place_of
from rag.page.text import address_of, day, linked, plain, quoted
from rag.records import Answer, Citation, Claim
from rag.render import SPEAKERS, coverage_text
from rag.table import columns_of, rows_of

if TYPE_CHECKING:
    from index import StoreStatus

__all__ = [
    "EXAMPLES",
    "FOOTER",
    "GUIDE",
    "STOPPED",
    "THEME_BUTTON",
    "Exchange",
    "describe_model",
    "examples_of",
    "render_answer",
    "render_claim",
    "render_exchange",
    "render_header",
    "render_views",
    "render_welcome",
]

EXAMPLES = {
    "Children's care services": "What remedy for failure to hold a stage three panel?",
    "Education": "How much is usually paid when an education, health and care plan is late?",
    "Housing": "What happens when a homeless family is kept too long in bed and breakfast?",
    "Adult care services": "Must a council explain care charges before the care starts?",
}
"""Questions to start with, by the category that a store must have for them."""
HIGHEST = "What is the highest payment?"
COMPARED = "Compare what was agreed in {} and {}"
GRADES = {"quote": "Verbatim", "supported": "Supported", "weak": "Weakly supported", "unsupported": "Not supported"}
COMPUTED = "Worked out from the cited paragraphs and the rest of the index"
"""What is said of a sentence that code made, whose figures need stand in no single paragraph."""
STATUSES = {
    "partial": "Partial answer: the decisions found answer only part of the question.",
    "none": "No answer found.",
}
VIEWS = {"ask": "Ask", "decisions": "Decisions", "remedies": "Remedies"}
HERE = {"127.0.0.1", "localhost", "::1"}

_COMMAND = re.compile(r'pinpoint remedies --reference "([^"\n]*)"')
GUIDE = (
    '<div class="guide"><h2>How to read an answer</h2><dl>'
    '<div><dt><span class="chip">[1] para 24</span></dt><dd>A citation. Press it, and the decision opens here at that paragraph, '
    "the quoted words marked.</dd></div>"
    '<div class="claim quote"><dt>Verbatim</dt><dd>The decision’s own words, letter for letter.</dd></div>'
    '<div class="claim supported"><dt>Supported</dt><dd>Written by a model or by code, and borne out by the paragraph.</dd></div>'
    '<div class="claim weak"><dt>Weakly supported</dt><dd>Read the paragraph first; the reason stands beside it.</dd></div>'
    '<div class="claim unsupported"><dt>Not supported</dt><dd>No paragraph bears it out. Do not rely on it.</dd></div>'
    "<div><dt>Numbering estimated</dt><dd>The file had no paragraph numbers: check against the published page.</dd></div>"
    "</dl></div>"
)
"""What stands beside a conversation until a citation is opened."""

WELCOME = (
    "<h2>Ask what the Ombudsman has decided</h2>"
    "<p>Every sentence of an answer is pinned to a numbered paragraph, which you can open.</p>"
)
KEPT = "Kept in the store on this machine, with the question and the answer."
STOPPED = "<p>Stopped. What stands above is unchecked and will not be kept.</p>"
THEME_BUTTON = '<button type="button" data-act="theme" aria-label="Light or dark" title="Light or dark">◐</button>'
FOOTER = (
    "<p>Quotations are the Ombudsman’s words; decisions are not binding precedent. "
    "© Commission for Local Administration in England, re-used with acknowledgement.</p>"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came of it: the draft while it streams, then an answer or an error.

    `writing` is the sentence that a model is at, not checked yet.
    """

    question: str
    draft: str = ""
    writing: str = ""
    answer: Answer | None = None
    error: str | None = None


def render_header(status: StoreStatus) -> str:
    """The heading and what is indexed."""
    span = f"{day(status.first_date)} to {day(status.last_date)}" if status.first_date else "dates not known"
    undated = f", {status.undated:,} without a date" if status.first_date and status.undated else ""
    line = f"{status.decisions:,} decisions indexed · {span}{undated}"
    return f"<header><h1>Pinpoint</h1><p>{plain(line)}</p></header>"


def render_views() -> str:
    """The three views, each with an address of its own."""
    links = "".join(f'<a href="?show={name}" data-view="{name}">{title}</a>' for name, title in VIEWS.items())
    return f'<nav aria-label="Views">{links}</nav>'


def describe_model(name: str) -> str:
    """What it means that answers are made in this way: who writes, what is checked, what is sent where."""
    if name == "quotation":
        return "Answers are the decisions’ own sentences. No model writes, and nothing leaves this machine."
    host = urlsplit(name).hostname
    where = "a server on this machine" if host in HERE else "that provider or server"
    return (
        f"{name} writes; every sentence is checked against its paragraph and graded. "
        f"Your question and the paragraphs found are sent to {where}."
    )


def examples_of(categories: Sequence[str], newest: Sequence[str]) -> tuple[str, ...]:
    """Questions to start with: on the categories that a store has, on two of its decisions, on its sums."""
    topics = [question for category, question in EXAMPLES.items() if category in categories]
    compared = [COMPARED.format(*newest[:2])] if len(newest) > 1 else []
    return (*topics, *compared, HIGHEST)


def render_welcome(questions: Sequence[str]) -> str:
    """What stands in an empty conversation: what the page does, and questions to start with."""
    examples = "".join(f'<button type="button" class="example">{plain(question)}</button>' for question in questions)
    return f'<div class="welcome">{WELCOME}<div>{examples}</div></div>'


def render_chip(citation: Citation, turn: int, *, named: bool, in_table: bool = False) -> str:
    """The pin of a citation, which opens its paragraph; `named` where no heading above it names the decision.

    The row of a table says already that its numbers are estimated.
    """
    label = f"{citation.label} (estimated)" if citation.basis == "estimated" else citation.label
    spoken = label if citation.basis == "none" else f"paragraph {label}"
    label = citation.label if in_table else label
    name = plain(f"Citation {citation.n}: {citation.reference}, {spoken}")
    text = plain(f"[{citation.n}] {f'{citation.reference} ' if named else ''}{place_of(label, citation.basis)}")
    return f'<a class="chip" href="#cite-{turn}-{citation.n}" aria-label="{name}" title="{name}">{text}</a>'


def render_claim(claim: Claim, cited: Sequence[Citation], turn: int, *, named: bool) -> str:
    """One sentence, and below it its pins and in words its grade and whose words it rests on."""
    chips = "".join(f"{render_chip(citation, turn, named=named)} " for citation in cited)
    words = [
        grade_of(claim),
        *dict.fromkeys(SPEAKERS[citation.voice] for citation in cited),
    ]
    grade = f'<p class="grade">{chips}<span class="said">{plain(" · ".join(words))}</span></p>'
    lead = f"<b>{plain(claim.lead)}:</b> " if claim.lead else ""
    return f'<div class="claim {claim.grade}"><p>{lead}{plain(claim.text)}</p> {grade}</div>'


def grade_of(claim: Claim) -> str:
    """The grade in words, with its reason where the paragraph does not bear the sentence out."""
    reason = f" ({claim.reason})" if claim.grade in {"weak", "unsupported"} else ""
    computed = "Worked out" if claim.column else COMPUTED
    return computed if claim.computed else GRADES[claim.grade] + reason


def render_claims(answer: Answer, turn: int) -> str:
    """The claims in order, a comparison as a table; quotations stand under their decision, prose names it at every pin."""
    citations = {citation.n: citation for citation in answer.citations}
    prose = answer.mode == "model"
    groups: list[tuple[Citation | None, list[str]]] = [(None, [])]
    for claim in answer.claims:
        if claim.column:
            continue
        cited = [citations[n] for n in claim.citations if n in citations]
        if cited and not prose and not claim.computed and not _is_of(groups[-1][0], cited[0]):
            groups.append((cited[0], []))
        groups[-1][1].append(render_claim(claim, cited, turn, named=prose or claim.computed))
    sections = [_section(first, claims, f"part-{turn}-{number}") for number, (first, claims) in enumerate(groups)]
    return "".join([_outline(groups, turn), *sections, render_table(answer, turn)])


def _is_of(first: Citation | None, citation: Citation) -> bool:
    return first is not None and (first.reference, first.authority) == (citation.reference, citation.authority)


def _section(first: Citation | None, claims: Sequence[str], name: str) -> str:
    if first is None:
        return "".join(claims)
    heading = f"<h3>{plain(first.authority or 'Authority not known')} <span>{plain(about(first))}</span></h3>"
    return f'<section id="{name}">{heading}{"".join(claims)}</section>'


def _outline(groups: Sequence[tuple[Citation | None, Sequence[str]]], turn: int) -> str:
    """The shape of an answer from several decisions: each with how much it says, a press away."""
    parts = [(number, first, len(claims)) for number, (first, claims) in enumerate(groups) if first is not None]
    if len(parts) < 2:  # noqa: PLR2004 - one decision needs no contents
        return ""
    links = (
        f'<a href="#part-{turn}-{number}">{plain(first.authority or first.reference)} <span>{count}</span></a>'
        for number, first, count in parts
    )
    return (
        f'<nav class="outline" aria-label="Decisions in this answer"><span>{len(parts)} decisions:</span> {" ".join(links)}</nav>'
    )


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
        cells = "".join(
            f'<td data-label="{plain(heading)}">{render_cell(row.cells.get(heading, ()), citations, turn)}</td>'
            for heading in headings
        )
        body.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    return f'<div class="comparison"><table><thead><tr>{top}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def render_cell(claims: Sequence[Claim], citations: Mapping[int, Citation], turn: int) -> str:
    """What a cell says, each claim with its pins."""
    out = []
    for claim in claims:
        chips = " ".join(render_chip(citations[n], turn, named=False, in_table=True) for n in claim.citations if n in citations)
        lead = f"<b>{plain(claim.lead)}:</b> " if claim.lead else ""
        out.append(
            f'<p class="{claim.grade}">{lead}{plain(claim.text)} {chips} <span class="grade">{plain(grade_of(claim))}</span></p>'
        )
    return "".join(out) or "–"


def render_answer(answer: Answer, turn: int) -> str:
    """A whole answer as it stands in the conversation; the text of one that abstains says itself what was searched."""
    lines = [f"<p>{STATUSES[answer.status]}</p>"] if answer.status in STATUSES else []
    boxes = [f'<div class="notice">{line}</div>' for line in [*lines, *map(render_note, answer.notices)]]
    nearest = Reference.find_all(" ".join(answer.coverage.nearest))
    body = render_claims(answer, turn) if answer.claims else f"<p>{linked(answer.text, nearest)}</p>"
    coverage = f'<p class="coverage">{linked(coverage_text(answer.coverage), nearest)}</p>' if answer.claims else ""
    return "".join([*boxes, body, coverage])


def note_text(note: str) -> str:
    """A note for a reader without a terminal."""
    return f"Note: {_COMMAND.sub('see the decision', note)}"


def render_note(note: str) -> str:
    """A note; where it names a command of the terminal for a decision, that decision is a press away instead."""
    before, *command = _COMMAND.split(note, maxsplit=1)
    named = Reference.find_all(command[0]) if command else ()
    if not named:
        return f"<p>Note: {plain(note)}</p>"
    return f'<p>Note: {plain(before)}<a href="{plain(address_of(named[0]))}">open the decision</a>{plain(command[1])}</p>'


def render_exchange(exchange: Exchange, turn: int, *, text: str = "") -> str:
    """A question and what stands under it: the answer, the error, or what has come so far; `text` is the answer to copy."""
    if exchange.answer is not None:
        reply = render_answer(exchange.answer, turn) + render_tools(exchange.answer, text)
    elif exchange.error is not None:
        reply = f'<p class="error">{plain(f"Error: {exchange.error}")}</p>'
    else:
        told = exchange.draft or ("" if exchange.writing else "Searching the decisions …")
        reply = f'<p class="draft">{plain(told)}</p>' if told else ""
        reply += f'<p class="draft writing">{plain(f"Not checked yet: {exchange.writing}")}</p>' if exchange.writing else ""
    question = f'<h2 class="question">{plain(exchange.question)}</h2>'
    return f'<article class="exchange" data-turn="{turn}">{question}{reply}</article>'


def render_tools(answer: Answer, text: str) -> str:
    """What can be done with an answer: copy it, save the conversation, say what was good or wrong."""
    acts = {"copy": "Copy with citations" if answer.citations else "Copy", "word": "Save as Word", "markdown": "Save as Markdown"}
    buttons = "".join(f'<button type="button" data-act="{act}">{label}</button>' for act, label in acts.items())
    cited = "".join(f'<option value="{one.n}">[{one.n}] {plain(one.reference)}</option>' for one in answer.citations)
    which = f'<label>Citation <select><option value="0">all of it</option>{cited}</select></label>' if cited else ""
    verdicts = {"useful": "Useful", "wrong citation": "Wrong citation"}
    says = "".join(f'<button type="button" data-verdict="{value}">{label}</button>' for value, label in verdicts.items())
    form = f'<label>Comment <textarea rows="2" maxlength="2000"></textarea></label>{which}<p>{KEPT}</p><div>{says}</div>'
    return (
        f'<div class="tools">{buttons}<details><summary>Feedback</summary>{form}</details>'
        f'<pre hidden class="copy">{quoted(text)}</pre></div>'
    )
