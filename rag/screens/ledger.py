"""The remedies view: fields that narrow the ledger, and below them what rag/page/remedies.py draws. Proved by tests/test_app.py."""
# No `from __future__ import annotations`: Gradio must find the class itself in the annotation of a handler.

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from index import KINDS, STATUSES, PinpointError
from rag import page
from rag.screens.talk import QUICK, filter_menus, pack, said

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["add_ledger"]


def add_ledger(store: page.ChatStore, parcel: "gr.HTML") -> None:
    """Lay out the view and connect it."""
    import gradio as gr

    def narrow(*fields: str | None) -> tuple[page.LedgerView, str]:
        return page.LedgerView(), page.render_ledger(store, page.LedgerView(), fields)

    def turn(view: page.LedgerView, event: gr.EventData, *fields: str | None) -> tuple[page.LedgerView, str]:
        moved = view.moved(said(event).get("sort"), said(event).get("step"))
        return moved, page.render_ledger(store, moved, fields)

    def save(*fields: str | None) -> dict[str, str]:
        try:
            rows = page.find_rows(store, fields)
        except PinpointError:  # the view says what is wrong with the fields
            return {}
        return pack("remedies.csv", page.remedies_csv(rows, store.attribution).encode("utf-8-sig"))

    with gr.Column(elem_id="remedies", elem_classes="view-remedies"):
        html = partial(gr.HTML, apply_default_css=False)
        html(page.FIELDS_BUTTON, elem_id="narrow")
        fields = lay_out_fields(store)
        view = gr.State(page.LedgerView())
        ledger = html("", elem_id="ledger", js_on_load=page.read_asset("sort_rows.js"))
    changes = [one.change if isinstance(one, gr.Dropdown) else one.blur for one in fields]
    typed = [one.submit for one in fields if isinstance(one, gr.Textbox)]
    gr.on([*changes, *typed], narrow, list(fields), [view, ledger], **QUICK)
    ledger.edit(turn, [view, *fields], [view, ledger], **QUICK)
    parcel.select(save, list(fields), parcel, **QUICK)


def lay_out_fields(store: page.ChatStore) -> "tuple[gr.Dropdown | gr.Textbox, ...]":
    """The fields in the order of `page.REMEDY_FIELDS`."""
    import gradio as gr

    def menu(label: str, names: Sequence[str]) -> gr.Dropdown:
        return gr.Dropdown([("Any", ""), *((name.replace("_", " "), name) for name in names)], value="", label=label, min_width=120)

    def text(label: str, placeholder: str) -> gr.Textbox:
        return gr.Textbox(label=label, placeholder=placeholder, max_length=200, max_lines=1, min_width=90)

    with gr.Row(elem_classes="fields"):
        first = (menu("Kind", KINDS), menu("Status", STATUSES), *filter_menus(store.facets()))
        by = gr.Dropdown([(title, name) for name, title in page.CHARTS.items()], value="category", label="Chart by", min_width=120)
        days = (text("Since", "YYYY-MM-DD"), text("Until", "YYYY-MM-DD"))
        sums = (text("At least £", "100"), text("At most £", "1000"))
        about = text("Words of the action", "apologise")
    return (*first, *days, *sums, about, by)
