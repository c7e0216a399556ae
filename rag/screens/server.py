"""The chat on a port: Gradio's page and endpoints, the tools beside it, all behind the guard.

Bound to this machine unless told otherwise; with accounts, nothing but the login page answers without one.
Proved by tests/test_app.py and tests/test_chat_guard.py.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index import PinpointError, UsageError
from rag import page
from rag.screens.accounts import Accounts
from rag.screens.blocks import build_app
from rag.screens.guard import Guard
from rag.screens.tools import TokenCheck, make_tools

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

__all__ = ["Options", "Served", "launch_app"]

LAST_PORT = 65535
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
MOST_CONNECTIONS = 500
"""Each open page holds two."""
PATIENCE = 30.0  # seconds for the server to come up
OPEN_TO_ALL = "pinpoint: whoever reaches {host} can ask; set PINPOINT_AUTH to let in only some\n"


@dataclass(frozen=True, slots=True)
class Options:
    """How the chat is served. `rate` is requests a minute and address, None for any number."""

    host: str = "127.0.0.1"
    port: int = 7860
    accounts: Accounts | None = None
    rate: int | None = 300
    with_tools: bool = False


class Served:
    """The running server."""

    def __init__(self, server: uvicorn.Server, thread: threading.Thread, url: str) -> None:
        self._server, self._thread = server, thread
        self.url = url

    def wait(self) -> None:
        """Until Ctrl+C."""
        try:
            while self._thread.is_alive():
                self._thread.join(1)
        except KeyboardInterrupt:
            self.close()

    def close(self) -> None:
        """Stop, within a moment."""
        self._server.should_exit = True
        self._thread.join(5)


def launch_app(answerers: Sequence[page.ChatAnswerer], options: Options, *, wait: bool = True) -> Served:
    """Serve the chat and print its address; `wait` until Ctrl+C, or return with the server running.

    Raises:
        PinpointError: the port is taken, or the host is not this machine's.
        UsageError: the port is no port, or the tools' package is missing.
    """
    if not 0 < options.port <= LAST_PORT:
        message = f"got the port {options.port}; expected one from 1 to {LAST_PORT}"
        raise UsageError(message)
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        listening = socket.create_server((options.host, options.port), family=family, backlog=256)
    except OSError:
        message = (
            f"got {options.host} port {options.port}, which is taken or not this machine's; choose another with --port or --host"
        )
        raise PinpointError(message) from None
    served = _serve(answerers, options, listening)
    sys.stdout.write(f"Pinpoint answers at {served.url} (Ctrl+C stops it)\n")
    sys.stdout.write(f"Its tools (MCP) are at {served.url}mcp\n" if options.with_tools else "")
    sys.stdout.flush()
    if options.host not in LOCAL_HOSTS and options.accounts is None:
        sys.stderr.write(OPEN_TO_ALL.format(host=options.host))
    if wait:
        served.wait()
    return served


def _serve(answerers: Sequence[page.ChatAnswerer], options: Options, listening: socket.socket) -> Served:
    import uvicorn

    is_local = options.host in LOCAL_HOSTS
    guarded = Guard(_make_server(answerers, options), rate=options.rate, is_local=is_local)
    config = uvicorn.Config(
        guarded,
        log_level="critical",  # a log of requests would be a log of questions
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True, name="pinpoint-chat")
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    if not server.started:
        message = f"got a server that did not start on {options.host} port {options.port}; try another port"
        raise PinpointError(message)
    host = f"[{options.host}]" if ":" in options.host else options.host
    return Served(server, thread, f"http://{host}:{options.port}/")


def _make_server(answerers: Sequence[page.ChatAnswerer], options: Options) -> FastAPI:
    """Gradio's page and endpoints, and beside them the tools where they are wanted."""
    import gradio as gr
    from fastapi import FastAPI

    tools = make_tools(page.Programs(answerers)) if options.with_tools else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if tools is None:
            yield
        else:
            async with tools.session_manager.run():
                yield

    server = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    if tools is not None:
        server.mount("/mcp", TokenCheck(tools.streamable_http_app(), options.accounts))
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=["system-ui", "sans-serif"], font_mono=["monospace"])
    arguments: dict[str, Any] = {
        "theme": theme.set(button_primary_background_fill="#0f766e", button_primary_background_fill_hover="#115e59"),
        "css": page.read_asset("page.css"),
        "js": page.read_asset("page.js"),
    }
    gr.mount_gradio_app(
        server,
        build_app(answerers),
        path="/",
        server_name=options.host,
        server_port=options.port,
        auth=options.accounts.accepts if options.accounts else None,
        auth_message="Pinpoint",
        run_history=False,  # it would keep questions in the browser
        footer_links=[],
        show_error=True,
        enable_monitoring=False,
        max_file_size=1,  # byte: nothing is uploaded
        **arguments,
    )
    return server
