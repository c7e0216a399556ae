"""The page as a whole: the heading, the three views, the doors for programs.

Proved by tests/test_app.py, with a real server and a real browser.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from index import silence_libraries
from rag import page
from rag.screens.endpoints import add_endpoints
from rag.screens.ledger import add_ledger
from rag.screens.reader import add_reader
from rag.screens.talk import add_talk

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_app"]

ANSWERS_AT_ONCE = 4
"""Four answers at a time keep two cores busy."""
MOST_WAITING = 64
"""Past these a reader is better told than left hanging."""


def build_app(answerers: Sequence[page.ChatAnswerer]) -> "gr.Blocks":
    """The page and its events over some answerers, the first of which is chosen at first; serve it with `launch_app`."""
    silence_libraries()
    import gradio as gr

    store = answerers[0].store
    app = gr.Blocks(title="Pinpoint", analytics_enabled=False, fill_width=True)
    with app:
        add_endpoints(page.Programs(answerers))  # first, so that no event of the page takes their names
        html = partial(gr.HTML, apply_default_css=False)
        with gr.Row(elem_id="top"):
            html(page.render_header(store.status()))
            html(page.render_views(), elem_id="views")
            html(page.THEME_BUTTON, elem_id="theme")
        # What is saved comes to the browser in here: {name, type, content in base64}; it is never shown.
        parcel = html(None, html_template="", elem_id="parcel", js_on_load=page.read_asset("take_away.js"))
        add_talk(answerers, parcel)
        add_reader(store)
        add_ledger(store, parcel)
        html(page.FOOTER, elem_id="foot")
    app.queue(default_concurrency_limit=ANSWERS_AT_ONCE, max_size=MOST_WAITING)
    return app
