"""What the chat shows and how it asks, without Gradio: app.py lays it out and serves it."""

from __future__ import annotations

from importlib.resources import files

from rag.page.asking import ChatAnswerer, ChatStore, ask_in_steps, describe_filters, open_source, read_filters
from rag.page.render import (
    EXAMPLES,
    FOOTER,
    NO_SOURCE,
    STOPPED,
    Exchange,
    plain,
    render_answer,
    render_claim,
    render_exchange,
    render_header,
    render_paragraph,
    render_source,
    render_welcome,
)

__all__ = [
    "EXAMPLES",
    "FOOTER",
    "NO_SOURCE",
    "STOPPED",
    "ChatAnswerer",
    "ChatStore",
    "Exchange",
    "ask_in_steps",
    "describe_filters",
    "open_source",
    "plain",
    "read_asset",
    "read_filters",
    "render_answer",
    "render_claim",
    "render_exchange",
    "render_header",
    "render_paragraph",
    "render_source",
    "render_welcome",
]


def read_asset(name: str) -> str:
    """A style sheet or script of the page, by its file name."""
    return files("rag.page").joinpath(name).read_text(encoding="utf-8")
