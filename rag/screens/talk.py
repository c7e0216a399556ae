"""The conversation: question, filters and who answers at the left, the source of a citation at the right.

Of what the browser sends, only a question, filters, the name of a citation and of a conversation, and feedback are read; the
exchanges themselves stay on the server. Proved by tests/test_app.py.
"""
# No `from __future__ import annotations`: Gradio must find the class itself in the annotation of a handler.

import base64
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from index import PinpointError
from rag import page
from rag.screens.kept import KeptConversations

if TYPE_CHECKING:
    import gradio as gr

    from index import Facets

__all__ = ["QUICK", "QUIET", "add_talk", "filter_menus", "pack", "said"]

Exchanges = tuple[page.Exchange, ...]
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
QUICK: dict[str, Any] = {**QUIET, "concurrency_limit": 16}
"""For what is answered in milliseconds, so that it need not wait for answers."""
ANSWERING: dict[str, Any] = {**QUIET, "concurrency_id": "answers"}


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts that events read or change; `exchanges` is the conversation, kept on the server.

    `past` shows all exchanges but the last, `now` the last, so that streaming redraws one exchange only.
    """

    exchanges: "gr.State"
    thread: "gr.State"
    past: "gr.HTML"
    now: "gr.HTML"
    note: "gr.HTML"
    filters: "gr.Accordion"
    fields: "tuple[gr.Dropdown | gr.Textbox, ...]"
    clear: "gr.Button"
    question: "gr.Textbox"
    model: "gr.Dropdown"
    meaning: "gr.HTML"
    source: "gr.HTML"
    renew: "gr.Button"
    parcel: "gr.HTML"


def add_talk(answerers: Sequence[page.ChatAnswerer], parcel: "gr.HTML") -> None:
    """Lay out the conversation and connect it."""
    layout = lay_out(answerers, parcel)
    kept = KeptConversations()
    connect_question(layout, answerers, kept)
    connect_panels(layout, answerers[0].store)
    connect_taking(layout, answerers[0].store)
    connect_return(layout, answerers[0].store, kept)


def lay_out(answerers: Sequence[page.ChatAnswerer], parcel: "gr.HTML") -> Layout:
    """Place every part."""
    import gradio as gr

    store, html = answerers[0].store, partial(gr.HTML, apply_default_css=False)
    names = [one.model_name for one in answerers]
    exchanges, thread = gr.State(()), gr.State("")
    with gr.Row(elem_id="page", elem_classes="view-ask"):
        with gr.Column(elem_id="left"):
            with gr.Column(elem_id="talk"):
                past = html("", elem_id="past", js_on_load=page.read_asset("take_up.js"))
                now = html(page.welcome(store), elem_id="now", js_on_load=page.read_asset("follow_conversation.js"))
            filters = gr.Accordion(page.describe_filters(store, [None] * 5), open=False, elem_id="filters")
            with filters, gr.Row():
                fields = lay_out_filters(store.facets())
                clear = gr.Button("Clear", size="sm", scale=0, min_width=70, elem_id="clear")
            question = gr.Textbox(
                label="Question", placeholder="Ask in your own words …", submit_btn="Ask", max_lines=4, elem_id="ask"
            )
            note = html("", elem_id="note")
            with gr.Row(elem_id="how"):
                choices = [("By quotation" if name == "quotation" else name, name) for name in names]
                model = gr.Dropdown(
                    choices, value=names[0], label="Answered", container=False, visible=len(names) > 1, scale=0, min_width=190
                )
                meaning = html(f"<p>{page.plain(page.describe_model(names[0]))}</p>", elem_id="meaning")
                renew = gr.Button("New conversation", size="sm", scale=0, min_width=140, elem_id="renew")
        source = html(page.GUIDE, elem_id="source", js_on_load=page.read_asset("open_citation.js"))
    return Layout(exchanges, thread, past, now, note, filters, fields, clear, question, model, meaning, source, renew, parcel)


def filter_menus(facets: "Facets") -> "list[gr.Dropdown]":
    """Menus of the store's authorities, categories and outcomes; typing in one searches it."""
    import gradio as gr

    choices = {"Authority": facets.authorities, "Category": facets.categories, "Outcome": facets.outcomes}
    return [
        gr.Dropdown([("Any", ""), *((name, name) for name in names)], value="", label=label, min_width=120)
        for label, names in choices.items()
    ]


def lay_out_filters(facets: "Facets") -> "tuple[gr.Dropdown | gr.Textbox, ...]":
    """The five filters, in the order `read_filters` takes them."""
    import gradio as gr

    menus = filter_menus(facets)
    given: dict[str, Any] = {"placeholder": "YYYY-MM-DD", "max_length": 40, "max_lines": 1, "min_width": 100}
    days = [gr.Textbox(label=label, **given) for label in ("Since", "Until")]
    return (*menus, *days)


def connect_question(layout: Layout, answerers: Sequence[page.ChatAnswerer], kept: KeptConversations) -> None:
    """Asking, stopping, taking an example and starting anew."""
    import gradio as gr

    store, ask = answerers[0].store, make_ask(layout, {one.model_name: one for one in answerers}, kept)

    def take_example(event: gr.EventData) -> str:
        return str(said(event).get("question", ""))

    def idle() -> gr.Textbox:
        return gr.Textbox(submit_btn="Ask", stop_btn=False)

    def renew(thread: str) -> tuple[Any, ...]:
        kept.keep(thread, ())
        return (), "", page.welcome(store), "", page.GUIDE

    shown = [layout.exchanges, layout.past, layout.now, layout.note, layout.source]
    inputs = [layout.question, layout.exchanges, layout.thread, layout.model, *layout.fields]
    typed = layout.question.submit(ask, inputs, [*shown, layout.question], **ANSWERING)
    taken = layout.now.select(take_example, None, layout.question, **QUIET)
    answered = taken.then(ask, inputs, [*shown, layout.question], **ANSWERING)
    # Only after an answer has ended, however it ended, can the next question be heard; so "Ask" comes back then.
    typed.then(idle, None, layout.question, **QUIET)
    answered.then(idle, None, layout.question, **QUIET)
    layout.question.stop(lambda: page.STOPPED, None, layout.note, cancels=[typed, answered], **QUIET)
    layout.renew.click(renew, layout.thread, shown, cancels=[typed, answered], **QUIET)


def make_ask(layout: Layout, answerers: dict[str, page.ChatAnswerer], kept: KeptConversations) -> Callable[..., Any]:
    """The handler of a question, which streams what it changes."""
    import gradio as gr

    def ask(question: str, exchanges: Exchanges, thread: str, model: str, *fields: str | None) -> Iterator[dict[Any, Any]]:
        answerer = answerers.get(model, next(iter(answerers.values())))
        if not question.strip():
            yield {layout.note: "<p>Please type a question.</p>"}
            return
        turn = len(exchanges) + 1
        past = "".join(page.show_exchange(one, number) for number, one in enumerate(exchanges, start=1))
        yield {layout.past: past, layout.question: gr.Textbox("", submit_btn=False, stop_btn="Stop"), layout.note: ""}
        for exchange in page.ask_in_steps(answerer, question.strip(), exchanges, fields):
            yield {layout.now: page.show_exchange(exchange, turn)}
        exchanges = (*exchanges, exchange)[: page.MOST_EXCHANGES]
        kept.keep(thread, exchanges)
        first = exchange.answer.citations[0].n if exchange.answer and exchange.answer.citations else 0
        source = page.open_source(answerer.store, exchanges, f"{turn}-{first}")
        yield {layout.exchanges: exchanges, layout.source: source}

    return ask


def connect_panels(layout: Layout, store: page.ChatStore) -> None:
    """Opening a citation, counting what the filters leave, saying what a choice of model means."""
    import gradio as gr

    def open_pressed(exchanges: Exchanges, event: gr.EventData) -> str:
        return page.open_source(store, exchanges, str(said(event).get("citation")))

    def count_matches(*fields: str | None) -> gr.Accordion:
        return gr.Accordion(label=page.describe_filters(store, fields))

    def explain(model: str) -> str:
        return f"<p>{page.plain(page.describe_model(model))}</p>"

    def clear() -> tuple[str, ...]:
        return ("",) * len(layout.fields)

    layout.source.click(open_pressed, layout.exchanges, layout.source, **QUICK)
    layout.model.change(explain, layout.model, layout.meaning, **QUICK)
    days = [field for field in layout.fields if isinstance(field, gr.Textbox)]
    menus = [field for field in layout.fields if isinstance(field, gr.Dropdown)]
    changes = [*(menu.change for menu in menus), *(one.blur for one in days), *(one.submit for one in days)]
    gr.on(changes, count_matches, list(layout.fields), layout.filters, **QUICK)
    cleared = layout.clear.click(clear, None, list(layout.fields), **QUICK)
    cleared.then(count_matches, list(layout.fields), layout.filters, **QUICK)


def connect_taking(layout: Layout, store: page.ChatStore) -> None:
    """Saving the conversation, and keeping what a reader says of an answer."""
    import gradio as gr

    def save(exchanges: Exchanges, event: gr.EventData) -> dict[str, str]:
        if said(event).get("kind") == "word":
            return pack("pinpoint.docx", page.write_word(exchanges, at=datetime.now(UTC)))
        return pack("pinpoint.md", page.write_markdown(exchanges).encode())

    def say(exchanges: Exchanges, request: gr.Request, event: gr.EventData) -> str:
        try:
            page.keep_feedback(store.folder, exchanges, said(event), at=datetime.now(UTC), user=request.username)
        except PinpointError as error:
            return f"<p>{page.plain(f'Error: {error}')}</p>"
        return "<p>Thank you. Your feedback is kept in the store.</p>"

    layout.parcel.download(save, layout.exchanges, layout.parcel, **QUICK)
    layout.parcel.like(say, layout.exchanges, layout.note, **QUICK)


def said(event: "gr.EventData") -> dict[str, Any]:
    """What the browser sent along with an event; whatever it was, a dict."""
    return event._data if isinstance(event._data, dict) else {}  # noqa: SLF001 - all of it, where Gradio gives single names


def pack(name: str, content: bytes) -> dict[str, str]:
    """A file as the browser saves it; the time makes two equal ones two."""
    return {"name": name, "content": base64.b64encode(content).decode(), "at": str(time.time_ns())}


def connect_return(layout: Layout, store: page.ChatStore, kept: KeptConversations) -> None:
    """A page that is loaded again takes up its conversation."""
    import gradio as gr

    def take_up(event: gr.EventData) -> tuple[Any, ...]:
        thread = str(said(event).get("thread", ""))
        exchanges = kept.find(thread)
        if not exchanges:
            return thread, *(gr.skip() for _ in range(4))
        shown = [page.show_exchange(one, number) for number, one in enumerate(exchanges, start=1)]
        return thread, exchanges, "".join(shown[:-1]), shown[-1], page.open_source(store, exchanges, f"{len(exchanges)}-1")

    layout.past.edit(take_up, None, [layout.thread, layout.exchanges, layout.past, layout.now, layout.source], **QUICK)
