"""What the chat shows and how it asks, without Gradio: rag/screens/ lays it out and serves it."""

from __future__ import annotations

from importlib.resources import files

from rag.ledger import remedies_csv
from rag.page.asking import (
    MOST_EXCHANGES,
    ChatAnswerer,
    ChatStore,
    ask_in_steps,
    describe_filters,
    find_decisions,
    open_decision,
    open_source,
    read_filters,
    show_exchange,
    welcome,
)
from rag.page.decision import render_paragraph, render_reader, render_source
from rag.page.feedback import FEEDBACK_FILE, keep_feedback
from rag.page.programs import Programs
from rag.page.remedies import CHARTS, FIELDS_BUTTON, REMEDY_FIELDS, LedgerView, find_rows, render_ledger
from rag.page.render import (
    EXAMPLES,
    FOOTER,
    GUIDE,
    STOPPED,
    THEME_BUTTON,
    Exchange,
    describe_model,
    examples_of,
    render_answer,
    render_claim,
    render_exchange,
    render_header,
    render_views,
)
from rag.page.take import ATTRIBUTION, NOTE, copy_text, write_markdown
from rag.page.text import address_of, plain
from rag.page.word import write_word

__all__ = [
    "ATTRIBUTION",
    "CHARTS",
    "EXAMPLES",
    "FEEDBACK_FILE",
    "FIELDS_BUTTON",
    "FOOTER",
    "GUIDE",
    "MOST_EXCHANGES",
    "NOTE",
    "REMEDY_FIELDS",
    "STOPPED",
    "THEME_BUTTON",
    "ChatAnswerer",
    "ChatStore",
    "Exchange",
    "LedgerView",
    "Programs",
    "address_of",
    "ask_in_steps",
    "copy_text",
    "describe_filters",
    "describe_model",
    "examples_of",
    "find_decisions",
    "find_rows",
    "keep_feedback",
    "open_decision",
    "open_source",
    "plain",
    "read_asset",
    "read_filters",
    "remedies_csv",
    "render_answer",
    "render_claim",
    "render_exchange",
    "render_header",
    "render_ledger",
    "render_paragraph",
    "render_reader",
    "render_source",
    "render_views",
    "show_exchange",
    "welcome",
    "write_markdown",
    "write_word",
]


def read_asset(name: str) -> str:
    """A style sheet or script of the page, by its file name."""
    return files("rag.page").joinpath(name).read_text(encoding="utf-8")
