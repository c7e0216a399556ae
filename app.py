"""The chat: a question gets a streamed answer, and every citation in it opens the paragraph it stands on.

What is shown and how it is asked stands in rag/page/, without Gradio; here it is laid out, connected and served. The page
asks nothing of another host, and a content policy makes the browser hold to that. The conversation stays on the server: of
what the browser sends, only a question, filters and the name of a citation are read.
Importing this module does not import gradio. Proved by tests/test_app.py, with a real server and a real browser.
"""
# No `from __future__ import annotations`: Gradio must find the class itself in the annotation of a handler.

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from index import PinpointError, UsageError, silence_libraries
from rag import page

if TYPE_CHECKING:
    import gradio as gr

    from index import Facets

__all__ = ["ChatAnswerer", "ChatStore", "build_app", "launch_app", "main"]

ChatAnswerer = page.ChatAnswerer
ChatStore = page.ChatStore

LAST_PORT = 65535
# Gradio's page needs its own inline scripts and `new Function`; what matters is that no other host can be asked.
POLICY = b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'self'; form-action 'self'"


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
        html(page.render_header(store.status(), answerer.model_name))
        renew = gr.Button("New conversation", size="sm", scale=0, min_width=150)
    with gr.Row(elem_id="page"):
        with gr.Column(elem_id="left"):
            with gr.Column(elem_id="talk"):
                past = html("", elem_id="past")
                now = html(page.render_welcome(), elem_id="now", js_on_load=page.read_asset("follow_conversation.js"))
            with gr.Accordion(page.describe_filters(store, [None] * 5), open=False, elem_id="filters") as filters:
                fields = lay_out_filters(store.facets())
            question = gr.Textbox(
                label="Question", placeholder="Ask in your own words …", submit_btn="Ask", max_lines=4, elem_id="ask"
            )
            note = html("", elem_id="note")
        source = html(page.NO_SOURCE, elem_id="source", js_on_load=page.read_asset("open_citation.js"))
    html(page.FOOTER, elem_id="foot")
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

    def ask(question: str, exchanges: tuple[page.Exchange, ...], *fields: str | None) -> Iterator[dict[Any, Any]]:
        if not question.strip():
            yield {layout.note: "<p>Please type a question.</p>"}
            return
        turn = len(exchanges) + 1
        past = "".join(page.render_exchange(one, number) for number, one in enumerate(exchanges, start=1))
        yield {layout.past: past, layout.question: gr.Textbox("", submit_btn=False, stop_btn="Stop"), layout.note: ""}
        for exchange in page.ask_in_steps(answerer, question.strip(), exchanges, fields):
            yield {layout.now: page.render_exchange(exchange, turn)}
        exchanges = (*exchanges, exchange)
        first = exchange.answer.citations[0].n if exchange.answer and exchange.answer.citations else 0
        source = page.open_source(answerer.store, exchanges, f"{turn}-{first}")
        yield {layout.exchanges: exchanges, layout.source: source}

    def take_example(event: gr.EventData) -> str:
        return str(event.question)

    def idle() -> gr.Textbox:
        return gr.Textbox(submit_btn="Ask", stop_btn=False)

    def renew() -> tuple[Any, ...]:
        return (), "", page.render_welcome(), "", page.NO_SOURCE

    shown = [layout.exchanges, layout.past, layout.now, layout.note, layout.source]
    inputs = [layout.question, layout.exchanges, *layout.fields]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    typed = layout.question.submit(ask, inputs, [*shown, layout.question], **quiet)
    taken = layout.now.select(take_example, None, layout.question, **quiet)
    answered = taken.then(ask, inputs, [*shown, layout.question], **quiet)
    # Only after an answer has ended, however it ended, can the next question be heard; so "Ask" comes back then.
    typed.then(idle, None, layout.question, **quiet)
    answered.then(idle, None, layout.question, **quiet)
    layout.question.stop(lambda: page.STOPPED, None, layout.note, cancels=[typed, answered], **quiet)
    layout.renew.click(renew, None, shown, cancels=[typed, answered], **quiet)


def connect_panels(layout: Layout, store: ChatStore) -> None:
    """Opening a citation, and counting what the filters leave; quick, so more of them may run at a time."""
    import gradio as gr

    def open_pressed(exchanges: tuple[page.Exchange, ...], event: gr.EventData) -> str:
        return page.open_source(store, exchanges, str(event.citation))

    def count_matches(*fields: str | None) -> gr.Accordion:
        return gr.Accordion(label=page.describe_filters(store, fields))

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
            css=page.read_asset("page.css"),
            js=page.read_asset("search_filters.js"),
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
        answerer = load_answerer(store=arguments.store, llm=arguments.llm)
        answerer.warm_up()
        launch_app(answerer, host=arguments.host, port=arguments.port)
    except PinpointError as error:
        sys.stderr.write(f"pinpoint: {error}\n")
        return 2 if isinstance(error, UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
