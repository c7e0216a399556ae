"""The chat: a question gets a streamed answer, and every citation in it opens the paragraph it stands on.

Text of decisions, questions and models is data. `plain` is its only door to the page: whatever is not a letter, a digit
or a space becomes a character reference, so that neither HTML nor the page's templates find anything in it to act on.
The page asks nothing of another host, and a content policy makes the browser hold to that. The conversation stays on
the server: of what the browser sends, only a question, filters and the name of a citation ("turn-number") are read.
An error is shown as an error, never as an answer. Importing this module does not import gradio.
Proved by tests/test_app.py, with a real server and a real browser.
"""
# No `from __future__ import annotations`: Gradio must find the class itself in the annotation of a handler.

import argparse
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from index import Decision, Filters, Paragraph, PinpointError, Reference, UsageError, silence_libraries
from rag import SPEAKERS, Answer, Citation, Claim, StreamPart, Turn, coverage_text, make_filters

if TYPE_CHECKING:
    import gradio as gr

    from index import Facets, StoreStatus

__all__ = ["ChatAnswerer", "ChatStore", "build_app", "launch_app", "main"]

EXAMPLES = (
    "What remedy for failure to hold a stage three panel?",
    "How much is usually paid when an education, health and care plan is late?",
    "What happens when a homeless family is kept too long in bed and breakfast?",
    "Must a council explain care charges before the care starts?",
)
GRADES = {"quote": "Verbatim", "supported": "Supported", "weak": "Weakly supported", "unsupported": "Not supported"}
STATUSES = {
    "partial": "Partial answer: the decisions found answer only part of the question.",
    "none": "No answer found.",
}
BASES = {
    "estimated": "Numbering estimated: check the number against the published page.",
    "none": "This paragraph has no number on the page.",
}
LAST_PORT = 65535
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

# Gradio's page needs its own inline scripts and `new Function`; what matters is that no other host can be asked.
POLICY = b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'self'; form-action 'self'"

# A question scrolls to the top of the conversation once; while its answer streams, the reader's place is left alone.
FOLLOW_CONVERSATION = """
let shown = '';
element.setAttribute('aria-live', 'polite');
element.addEventListener('click', event => {
  const example = event.target.closest('button.example');
  if (example) trigger('select', {question: example.innerText});
});
watch('value', () => {
  const talk = element.closest('#talk');
  const exchange = element.querySelector('.exchange');
  const turn = exchange ? exchange.dataset.turn : '';
  element.setAttribute('aria-busy', String(Boolean(element.querySelector('.draft'))));
  if (turn && turn !== shown) {
    talk.scrollTop += exchange.getBoundingClientRect().top - talk.getBoundingClientRect().top - 14;
  }
  shown = turn;
});
"""
# A pressed citation opens in the panel with its quote in view; on a narrow page the panel itself is brought into view.
OPEN_CITATION = """
let pressed = false;
document.addEventListener('click', event => {
  const chip = event.target.closest('a[href^="#cite-"]');
  if (!chip) return;
  event.preventDefault();
  pressed = true;
  trigger('click', {citation: chip.getAttribute('href').slice(6)});
}, true);
watch('value', () => {
  const panel = document.getElementById('source');
  const mark = element.querySelector('mark');
  panel.scrollTop = 0;
  if (mark) {
    const [quote, view] = [mark.getBoundingClientRect(), panel.getBoundingClientRect()];
    if (quote.bottom > view.bottom - 40) panel.scrollTop = quote.top - view.top - view.height / 3;
  }
  if (pressed) {
    if (matchMedia('(max-width: 899px)').matches) panel.scrollIntoView();
    element.querySelector('h2').focus({preventScroll: true});
  }
  pressed = false;
});
"""
# A filter's text is selected when it is entered, so that typing searches instead of adding to "Any".
SEARCH_FILTERS = """
() => document.addEventListener('focusin', event => {
  if (event.target.matches('#filters input')) setTimeout(() => event.target.select(), 50);
})
"""
CSS = """
:root { --pin: #0f766e; --on-pin: #fff; --tint: #0f766e14; --warn: #9a4a06; --warn-tint: #f59e0b1f; --bad: #b3261e;
  --bad-tint: #ef44441a; --quiet: #566270; --line: #dce2e9; --card: #fff; --ground: #f2f5f7; --ink: #18212b; }
.dark { --pin: #5eead4; --on-pin: #05302b; --tint: #5eead41f; --warn: #fbbf24; --warn-tint: #fbbf241f; --bad: #fda4a0;
  --bad-tint: #f8717129; --quiet: #a6b3c2; --line: #2c3949; --card: #151e2a; --ground: #0c131c; --ink: #e4eaf0; }
body, gradio-app, .gradio-container { background: var(--ground) !important; color: var(--ink); }
.gradio-container .main { padding: 10px 20px 8px !important; max-width: 1560px; }
.gradio-container main > .column { gap: 8px; }
.gradio-container footer { display: none; }
a:focus-visible, button:focus-visible { outline: 2px solid var(--pin); outline-offset: 2px; }

#page .html-container, #top .html-container, #foot .html-container { padding: 0; }
#top .block, #foot, #talk .block, #note { padding: 0; background: none; border: 0; overflow: visible; }
#top { align-items: center; flex-wrap: nowrap; padding: 0 4px; position: relative; }
#top header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 14px; }
#top h1 { margin: 0; font-size: 22px; font-weight: 750; letter-spacing: -.02em; color: var(--pin); }
#top p, #note p { margin: 0; font-size: 13px; color: var(--quiet); }
#top button { flex: none; background: var(--card); border: 1px solid var(--line); color: var(--ink); }
#foot p { margin: 0; padding: 0 4px; font-size: 12px; color: var(--quiet); }
#note p { color: var(--warn); }
#note:not(:has(p)) { display: none; }

#page { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 3fr) minmax(0, 2fr); gap: 14px;
  height: calc(100dvh - 88px); }
#left { flex-wrap: nowrap; gap: 8px; min-height: 0; height: 100%; }
#talk, #source { overflow-y: auto !important; padding: 18px 22px; background: var(--card); color: var(--ink); font-size: 15px;
  line-height: 1.55; border: 1px solid var(--line) !important; border-radius: 12px; overflow-wrap: anywhere; }
#talk { display: block; flex: 1 1 0 !important; min-height: 140px; }
#source { height: 100%; }
#filters { flex: none; padding: 9px 14px; background: var(--card); border: 1px solid var(--line) !important;
  border-radius: 10px; }
#filters .form, #filters .block, #filters .row { padding: 0; background: none; border: 0; gap: 10px; }
#filters .wrap:not([data-testid]), #filters input, #filters textarea { background: var(--ground);
  font-size: 14px; }
#filters textarea { padding: 7px 10px; }
#left > .form { flex: none; border: 1px solid var(--line); border-radius: 10px; }
#ask { padding: 8px 14px; background: var(--card); }
#ask textarea { padding: 4px 0; background: none; border: 0; box-shadow: none; font-size: 15px; }
#ask textarea::placeholder, #filters textarea::placeholder { color: var(--quiet); }
#ask .submit-button, #ask .stop-button { padding: 6px 18px; background: var(--pin); color: var(--on-pin);
  font-weight: 600; border-radius: 8px; }

.welcome { padding-top: 4vh; text-align: center; }
.welcome h2 { margin: 0 0 4px; font-size: 25px; font-weight: 700; letter-spacing: -.015em; line-height: 1.25; }
.welcome p { margin: 0 0 26px; color: var(--quiet); }
.welcome div { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 10px; }
.welcome button { padding: 12px 14px; text-align: left; font: inherit; color: inherit; cursor: pointer;
  background: var(--ground); border: 1px solid var(--line); border-radius: 10px; }
.welcome button:hover { border-color: var(--pin); background: var(--tint); }
.exchange { padding-bottom: 26px; }
#now .exchange { min-height: calc(100dvh - 258px); }
.exchange p, .exchange h2, .exchange h3 { margin: 0; }
.exchange h2 { width: fit-content; max-width: 85%; margin: 0 0 14px auto; padding: 9px 14px; font-size: 15px;
  font-weight: 500; line-height: 1.45; background: var(--tint); border-radius: 14px 14px 3px 14px; }
.exchange h3 { margin: 14px 0 8px; font-size: 14px; font-weight: 700; }
.exchange h3 span { margin-left: 6px; font-weight: 400; color: var(--quiet); }
.exchange .draft, .exchange .coverage, .exchange .grade { color: var(--quiet); }
.exchange .coverage, .exchange .grade { font: 12.5px/1.7 system-ui, sans-serif; }
.exchange .coverage { margin-top: 14px; }
.exchange .notice, .exchange .error, #source .notice { margin: 0 0 10px; padding: 7px 12px; font-size: 13.5px;
  background: var(--warn-tint); border-left: 3px solid var(--warn); border-radius: 8px; }
.exchange .error { background: var(--bad-tint); border-color: var(--bad); }
.claim { margin: 0 0 12px; padding-left: 12px; border-left: 3px solid var(--line); }
.claim.quote, .paragraph { font-family: Georgia, "Noto Serif", "DejaVu Serif", serif; }
.claim.quote { border-color: var(--pin); }
.claim.weak { border-left: 3px dashed var(--warn); }
.claim.unsupported { border-left: 3px dotted var(--bad); }
.claim.weak .grade { color: var(--warn); }
.claim.unsupported .grade { color: var(--bad); }
.chip { display: inline-block; padding: 0 7px; font: 600 12px/19px system-ui, sans-serif; white-space: nowrap;
  text-decoration: none; color: var(--pin); background: var(--tint); border: 1px solid #0000; border-radius: 99px; }
.chip:hover { border-color: var(--pin); }

#source .empty { display: grid; place-content: center; height: 50vh; text-align: center; color: var(--quiet); }
#source header { position: sticky; top: -18px; margin: -18px -22px 0; padding: 16px 22px 8px; background: var(--card); }
#source h2 { margin: 0; font-size: 18px; font-weight: 700; line-height: 1.3; outline: none; }
#source p { margin: 0 0 8px; }
#source header p { margin: 0; }
#source .place { font-weight: 600; color: var(--pin); }
#source dl { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; margin: 0 0 14px; padding: 10px 0;
  border-block: 1px solid var(--line); }
#source dt { font-size: 12px; color: var(--quiet); }
#source dd { margin: 0; font-size: 14px; font-weight: 500; }
.paragraph { display: grid; grid-template-columns: 34px minmax(0, 1fr); padding: 10px 12px 4px 0; }
.paragraph b { font: 600 13px/1.75 system-ui, sans-serif; text-align: right; padding-right: 12px; color: var(--quiet); }
.neighbour { font-size: 14px; color: var(--quiet); }
.cited { background: var(--tint); border-radius: 8px; }
.cited b { color: var(--pin); }
mark { padding: 1px 2px; background: #fde68a; color: #1c1917; border-radius: 3px; box-decoration-break: clone; }
#source .ways { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 14px; font-size: 14px; }
#source .ways a { color: var(--pin); font-weight: 600; text-decoration: underline; }
#source .back { display: none; }

@media (max-width: 899px) {
  .gradio-container .main { padding: 8px 10px !important; }
  #top button { position: absolute; top: 0; right: 4px; }
  #top p { font-size: 12px; }
  #page { display: flex; flex-flow: column nowrap; height: auto; }
  #left { height: calc(100dvh - 96px); min-height: 460px; flex: none; }
  #source { height: auto; min-height: 40vh; flex: none; }
  #talk, #source { padding: 14px; }
  #source header { position: static; }
  #source .back { display: inline; }
}
"""


class ChatStore(Protocol):
    """What the chat asks of a store."""

    def facets(self) -> "Facets":
        """The values to filter by."""

    def count(self, filters: Filters) -> int:
        """How many decisions match."""

    def status(self) -> "StoreStatus":
        """How many decisions there are, and from when."""

    def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
        """The decisions with this reference."""


class ChatAnswerer(Protocol):
    """What the chat asks of an answerer."""

    @property
    def store(self) -> ChatStore:
        """What it answers from."""

    @property
    def model_name(self) -> str:
        """The model that writes, "quotation" where none does."""

    def stream(self, question: str, history: tuple[Turn, ...] = (), filters: Filters | None = None) -> Iterator[StreamPart]:
        """Pieces of text as they come, then the whole answer."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came of it: the draft while it streams, then an answer or an error."""

    question: str
    draft: str = ""
    answer: Answer | None = None
    error: str | None = None


# --- From records to HTML ---------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """HTML that shows exactly this text and can do nothing else, in one line; see the module."""
    return "".join(c if c.isalnum() or c == " " else "<br>" if c == "\n" else f"&#{ord(c)};" for c in text)


def day(value: date | None) -> str:
    """A date as the decisions print it: "2 May 2024"."""
    return "date not known" if value is None else f"{value.day} {value:%b %Y}"


def render_header(status: "StoreStatus", model_name: str) -> str:
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
    name = plain(f"Citation {citation.n}: {citation.reference}, paragraph {label}")
    text = plain(f"[{citation.n}] {f'{citation.reference} ' if named else ''}para {label}")
    return f'<a class="chip" href="#cite-{turn}-{citation.n}" aria-label="{name}" title="{name}">{text}</a>'


def render_claim(claim: Claim, cited: Sequence[Citation], turn: int, *, named: bool) -> str:
    """One sentence, and below it its pins and in words its grade and whose words it rests on."""
    chips = "".join(f"{render_chip(citation, turn, named=named)} " for citation in cited)
    reason = f" ({claim.reason})" if claim.grade in {"weak", "unsupported"} else ""
    words = [GRADES[claim.grade] + reason, *dict.fromkeys(SPEAKERS[citation.speaker] for citation in cited)]
    grade = f'<p class="grade">{chips}{plain(" · ".join(words))}</p>'
    return f'<div class="claim {claim.grade}"><p>{plain(claim.text)}</p>{grade}</div>'


def render_claims(answer: Answer, turn: int) -> str:
    """The claims in order; quotations stand under lines that name their decision, prose names it at every pin."""
    citations = {citation.n: citation for citation in answer.citations}
    prose = answer.mode == "model"
    current, out = None, []
    for claim in answer.claims:
        cited = [citations[n] for n in claim.citations if n in citations]
        if cited and not prose and (cited[0].reference, cited[0].authority) != current:
            first = cited[0]
            current = (first.reference, first.authority)
            about = f"{first.reference} · {first.outcome or 'outcome not known'} · {day(first.decision_date)}"
            out.append(f"<h3>{plain(first.authority or 'Authority not known')} <span>{plain(about)}</span></h3>")
        out.append(render_claim(claim, cited, turn, named=prose))
    return "".join(out)


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
    return f'<div class="paragraph neighbour"><b>{paragraph.number}</b><div>{lines}</div></div>'


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
    place = f'<p class="place">{plain(f"{citation.reference}, para {citation.label}")}</p>'
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
        f'<div class="paragraph cited"><b>{citation.paragraph}</b><div>{lines}</div></div>'
        f"{render_neighbour(around.get(citation.paragraph + 1))}"
        f'<p class="ways">{link} <a class="back" href="#left">Back to the answer</a></p></article>'
    )


# --- From the page to the answerer ------------------------------------------------------------------------------------


def read_filters(fields: Sequence[str | None]) -> Filters:
    """The filters as they stand on the page: authority, category, outcome, since, until."""
    authority, category, outcome, since, until = fields
    return make_filters(authority=authority, category=category, outcome=outcome, since=since, until=until)


def describe_filters(store: ChatStore, fields: Sequence[str | None]) -> str:
    """How many decisions the filters leave, or why they cannot be read."""
    try:
        matching, total = store.count(read_filters(fields)), store.count(Filters())
    except PinpointError as error:
        return f"Filters · Error: {error}"
    return f"Filters · {matching:,} of {total:,} decisions match"


def ask_in_steps(
    answerer: ChatAnswerer, question: str, earlier: Sequence[Exchange], fields: Sequence[str | None]
) -> Iterator[Exchange]:
    """The exchange as it grows; the last one carries an answer or an error."""
    exchange = Exchange(question)
    yield exchange
    history = tuple(Turn(one.question, one.answer.text) for one in earlier if one.answer)
    try:
        for part in answerer.stream(question, history, read_filters(fields)):
            exchange = replace(exchange, draft=exchange.draft + part.text, answer=part.answer)
            yield exchange
    except PinpointError as error:
        yield replace(exchange, error=str(error), answer=None)
    except Exception as error:  # the last edge: a fault of ours must not look like a search that never ends
        logging.getLogger("pinpoint").exception("the question failed")
        message = f"Pinpoint itself failed ({type(error).__name__}); its terminal says more"
        yield replace(exchange, error=message, answer=None)
    else:
        if exchange.answer is None:
            yield replace(exchange, error="the answer broke off before its end; ask again")


def find_decision(store: ChatStore, citation: Citation) -> Decision | None:
    """The stored decision that holds the cited paragraph, or None; the citation stands without it."""
    try:
        found = store.find(Reference.parse(citation.reference), citation.authority)
    except PinpointError:
        return None
    cited = (citation.paragraph, citation.text)
    return next((one for one in found if cited in ((p.number, p.text) for p in one.paragraphs)), None)


def open_source(store: ChatStore, exchanges: Sequence[Exchange], name: str) -> str:
    """The side panel for a citation named "turn-number", both from 1; empty for a name of nothing."""
    for turn, exchange in enumerate(exchanges, start=1):
        for citation in exchange.answer.citations if exchange.answer else ():
            if name == f"{turn}-{citation.n}":
                return render_source(citation, name, find_decision(store, citation))
    return NO_SOURCE


# --- The page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts that events read or change; `exchanges` is the conversation, kept on the server.

    `past` shows all exchanges but the last, `now` the last, so that streaming redraws one exchange only.
    """

    exchanges: "gr.State"
    past: "gr.HTML"
    now: "gr.HTML"
    note: "gr.HTML"
    filters: "gr.Accordion"
    fields: "tuple[gr.Dropdown | gr.Textbox, ...]"
    question: "gr.Textbox"
    renew: "gr.Button"
    source: "gr.HTML"


def build_app(answerer: ChatAnswerer) -> "gr.Blocks":
    """The page and its events over one answerer; serve it with `launch_app`."""
    silence_libraries()
    import gradio as gr

    app = gr.Blocks(title="Pinpoint", analytics_enabled=False, fill_width=True)
    with app:
        layout = lay_out(answerer)
        connect_question(layout, answerer)
        connect_panels(layout, answerer.store)
    # Four answers at a time keep two cores busy; past 64 waiting, a reader is better told than left hanging.
    app.queue(default_concurrency_limit=4, max_size=64)
    return app


def lay_out(answerer: ChatAnswerer) -> Layout:
    """Place every part: conversation, filters and question at the left, the source at the right."""
    import gradio as gr

    store, exchanges, html = answerer.store, gr.State(()), partial(gr.HTML, apply_default_css=False)
    with gr.Row(elem_id="top"):
        html(render_header(store.status(), answerer.model_name))
        renew = gr.Button("New conversation", size="sm", scale=0, min_width=150)
    with gr.Row(elem_id="page"):
        with gr.Column(elem_id="left"):
            with gr.Column(elem_id="talk"):
                past = html("", elem_id="past")
                now = html(render_welcome(), elem_id="now", js_on_load=FOLLOW_CONVERSATION)
            with gr.Accordion(describe_filters(store, [None] * 5), open=False, elem_id="filters") as filters:
                fields = lay_out_filters(store.facets())
            question = gr.Textbox(
                label="Question", placeholder="Ask in your own words …", submit_btn="Ask", max_lines=4, elem_id="ask"
            )
            note = html("", elem_id="note")
        source = html(NO_SOURCE, elem_id="source", js_on_load=OPEN_CITATION)
    html(FOOTER, elem_id="foot")
    return Layout(exchanges, past, now, note, filters, fields, question, renew, source)


def lay_out_filters(facets: "Facets") -> "tuple[gr.Dropdown | gr.Textbox, ...]":
    """The five filters, in the order `read_filters` takes them."""
    import gradio as gr

    choices = {"Authority": facets.authorities, "Category": facets.categories, "Outcome": facets.outcomes}
    with gr.Row():
        menus = [
            gr.Dropdown([("Any", ""), *((name, name) for name in names)], value="", label=label, min_width=120)
            for label, names in choices.items()
        ]
        days = [gr.Textbox(label=label, placeholder="YYYY-MM-DD", max_length=40, min_width=100) for label in ("Since", "Until")]
    return (*menus, *days)


def connect_question(layout: Layout, answerer: ChatAnswerer) -> None:
    """Asking, stopping, taking an example and starting anew."""
    import gradio as gr

    def ask(question: str, exchanges: tuple[Exchange, ...], *fields: str | None) -> Iterator[dict[Any, Any]]:
        if not question.strip():
            yield {layout.note: "<p>Please type a question.</p>"}
            return
        turn = len(exchanges) + 1
        past = "".join(render_exchange(one, number) for number, one in enumerate(exchanges, start=1))
        yield {layout.past: past, layout.question: gr.Textbox("", submit_btn=False, stop_btn="Stop"), layout.note: ""}
        for exchange in ask_in_steps(answerer, question.strip(), exchanges, fields):
            yield {layout.now: render_exchange(exchange, turn)}
        exchanges = (*exchanges, exchange)
        first = exchange.answer.citations[0].n if exchange.answer and exchange.answer.citations else 0
        source = open_source(answerer.store, exchanges, f"{turn}-{first}")
        yield {layout.exchanges: exchanges, layout.source: source}

    def take_example(event: gr.EventData) -> str:
        return str(event.question)

    def idle() -> gr.Textbox:
        return gr.Textbox(submit_btn="Ask", stop_btn=False)

    def renew() -> tuple[Any, ...]:
        return (), "", render_welcome(), "", NO_SOURCE

    shown = [layout.exchanges, layout.past, layout.now, layout.note, layout.source]
    inputs = [layout.question, layout.exchanges, *layout.fields]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    typed = layout.question.submit(ask, inputs, [*shown, layout.question], **quiet)
    taken = layout.now.select(take_example, None, layout.question, **quiet)
    answered = taken.then(ask, inputs, [*shown, layout.question], **quiet)
    # Only after an answer has ended, however it ended, can the next question be heard; so "Ask" comes back then.
    typed.then(idle, None, layout.question, **quiet)
    answered.then(idle, None, layout.question, **quiet)
    layout.question.stop(lambda: STOPPED, None, layout.note, cancels=[typed, answered], **quiet)
    layout.renew.click(renew, None, shown, cancels=[typed, answered], **quiet)


def connect_panels(layout: Layout, store: ChatStore) -> None:
    """Opening a citation, and counting what the filters leave; quick, so more of them may run at a time."""
    import gradio as gr

    def open_pressed(exchanges: tuple[Exchange, ...], event: gr.EventData) -> str:
        return open_source(store, exchanges, str(event.citation))

    def count_matches(*fields: str | None) -> gr.Accordion:
        return gr.Accordion(label=describe_filters(store, fields))

    quick: dict[str, Any] = {"concurrency_limit": 16, "show_progress": "hidden", "api_visibility": "private"}
    layout.source.click(open_pressed, layout.exchanges, layout.source, **quick)
    days = [field for field in layout.fields if isinstance(field, gr.Textbox)]
    menus = [field for field in layout.fields if isinstance(field, gr.Dropdown)]
    changes = [*(menu.change for menu in menus), *(one.blur for one in days), *(one.submit for one in days)]
    gr.on(changes, count_matches, list(layout.fields), layout.filters, **quick)


# --- The server -------------------------------------------------------------------------------------------------------


def keep_home(app: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap an ASGI app so that all it serves carries the content policy."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI has no types of its own
        async def send_with_policy(message: Any) -> None:  # noqa: ANN401 - the same
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY)]
            await send(message)

        await app(scope, receive, send_with_policy)

    return serve


def launch_app(
    answerer: ChatAnswerer, *, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = False, wait: bool = True
) -> "gr.Blocks":
    """Serve the chat and print its address; `wait` until Ctrl+C, or return with the server running.

    Raises:
        PinpointError: the port is taken, or the host is not this machine's.
        UsageError: the port is no port.
    """
    if not 0 < port <= LAST_PORT:
        message = f"got the port {port}; expected one from 1 to {LAST_PORT}"
        raise UsageError(message)
    app = build_app(answerer)
    import gradio as gr
    from starlette.middleware import Middleware

    try:
        app.launch(
            server_name=host,
            server_port=port,
            inbrowser=open_browser,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            run_history=False,  # it would keep questions in the browser
            footer_links=[],
            enable_monitoring=False,
            max_file_size=1,  # byte: nothing is uploaded
            theme=gr.themes.Base(
                primary_hue="teal", neutral_hue="slate", font=["system-ui", "sans-serif"], font_mono=["monospace"]
            ),
            css=CSS,
            js=SEARCH_FILTERS,
            app_kwargs={"middleware": [Middleware(keep_home)]},
        )
    except OSError:
        message = f"got {host} port {port}, which is taken or not this machine's; choose another with --port or --host"
        raise PinpointError(message) from None
    sys.stdout.write(f"Pinpoint answers at {app.local_url} (Ctrl+C stops it)\n")
    sys.stdout.flush()
    if wait:
        app.block_thread()
    return app


def main(argv: Sequence[str] | None = None) -> int:
    """Load an answerer and serve the chat; the exit status is that of every Pinpoint command."""
    parser = argparse.ArgumentParser(prog="app.py", description="Open the Pinpoint chat in a browser.")
    parser.add_argument("--store", metavar="DIR", help="the store to answer from (default .pinpoint)")
    parser.add_argument("--llm", metavar="SPEC", help="the model that writes answers (default none: by quotation)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve on (default this machine only)")
    parser.add_argument("--port", type=int, default=7860, help="the port to serve on (default 7860)")
    arguments = parser.parse_args(argv)
    silence_libraries()
    from rag import load_answerer

    try:
        launch_app(load_answerer(store=arguments.store, llm=arguments.llm), host=arguments.host, port=arguments.port)
    except PinpointError as error:
        sys.stderr.write(f"pinpoint: {error}\n")
        return 2 if isinstance(error, UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
