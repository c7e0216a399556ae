"""The decision reader: a decision at its address, or the list of decisions. Proved by tests/test_app.py."""
# No `from __future__ import annotations`: Gradio must find the class itself in the annotation of a handler.

from functools import partial

from rag import page
from rag.screens.talk import QUICK, said

__all__ = ["add_reader"]


def add_reader(store: page.ChatStore) -> None:
    """Lay out the reader and connect it."""
    import gradio as gr

    def open_address(event: gr.EventData) -> str:
        decision, para, authority = (str(said(event).get(name) or "") for name in ("decision", "para", "authority"))
        return page.open_decision(store, decision, para, authority) if decision else page.find_decisions(store, "")

    def find(text: str) -> str:
        return page.find_decisions(store, text)

    with gr.Column(elem_id="decisions", elem_classes="view-decisions"):
        sought = gr.Textbox(
            label="Find a decision",
            placeholder="Reference, authority or category",
            max_lines=1,
            max_length=200,
            submit_btn="Find",
            elem_id="find",
        )
        html = partial(gr.HTML, apply_default_css=False)
        reader = html("", elem_id="reader", js_on_load=page.read_asset("route.js"))
    reader.select(open_address, None, reader, **QUICK)
    sought.submit(find, sought, reader, **QUICK)
