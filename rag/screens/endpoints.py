"""The named endpoints of the chat, for gradio_client: ask, search, show, remedies. Proved by tests/test_chat_programs.py."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from index import PinpointError
from rag import page

__all__ = ["add_endpoints"]


def add_endpoints(programs: page.Programs) -> None:
    """Name the endpoints; each answers what the command line prints as JSON."""
    from gradio.events import api

    doors: dict[str, Callable[..., Any]] = {
        "ask": programs.ask,
        "search": programs.search,
        "show": programs.read_decision,
        "remedies": programs.remedies,
    }
    for name, door in doors.items():
        api(tell_errors(door), api_name=name, concurrency_id="answers" if name in {"ask", "search"} else None)


def tell_errors(door: Callable[..., Any]) -> Callable[..., Any]:
    """The same door, its errors told to the program that asked."""
    import gradio as gr

    @wraps(door)
    def told(*arguments: object) -> object:
        try:
            return door(*arguments)
        except PinpointError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return told
