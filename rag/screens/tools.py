"""The tools for other programs' models, over the Model Context Protocol: ask, search, read_decision, remedies at /mcp.

Gradio's own MCP server cannot be used: its package pins an older pydantic than chromadb's, and its login does not cover it. So this
is a server of its own on the same port, which checks the same accounts (HTTP Basic). Proved by tests/test_chat_programs.py.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from index import PinpointError, UsageError
from rag import page

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

    from rag.screens.accounts import Accounts

__all__ = ["TokenCheck", "make_tools"]

_ABOUT = (
    "Published decisions of the Local Government & Social Care Ombudsman for England. Every statement cites a numbered paragraph; "
    "quotations are the Ombudsman's words; decisions are not binding precedent; counts are of the indexed decisions, not a tariff. "
    "Where an `attribution` comes with them, say it with whatever is taken from them."
)


def make_tools(programs: page.Programs) -> FastMCP[Any]:
    """The server of the four tools.

    Raises:
        UsageError: the package for it is not installed.
    """
    try:
        from mcp.server.fastmcp import FastMCP
        from mcp.server.transport_security import TransportSecuritySettings
    except ImportError as error:
        message = "got --mcp without its package; install it: pip install 'pinpoint-rag[mcp]'"
        raise UsageError(message) from error
    server: FastMCP[Any] = FastMCP(
        "pinpoint",
        instructions=_ABOUT,
        stateless_http=True,
        json_response=True,
        streamable_http_path="/",
        log_level="ERROR",
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # the guard checks the host
    )
    for door in (programs.ask, programs.search, programs.read_decision, programs.remedies):
        server.add_tool(in_a_thread(door), name=door.__name__, description=door.__doc__, structured_output=False)
    return server


def in_a_thread(door: Callable[..., Any]) -> Callable[..., Any]:
    """The same door beside the loop that serves others, its errors told."""
    from functools import wraps

    import anyio
    from mcp.server.fastmcp.exceptions import ToolError

    @wraps(door)
    async def told(**arguments: object) -> object:
        try:
            return await anyio.to_thread.run_sync(lambda: door(**arguments))
        except PinpointError as error:
            raise ToolError(str(error)) from None

    return told


class TokenCheck:
    """An ASGI app that lets through who gives a known user and password (HTTP Basic)."""

    def __init__(self, app: Callable[..., Any], accounts: Accounts | None) -> None:
        self._app, self._accounts = app, accounts
        self._key, self._known = secrets.token_bytes(32), set[bytes]()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI has no types of its own
        """Serve, or ask for a user and password."""
        headers = dict(scope.get("headers", ()))
        if self._accounts is None or await self._accepts(headers.get(b"authorization", b"").decode("latin-1")):
            await self._app(scope, receive, send)
            return
        start = {"type": "http.response.start", "status": 401, "headers": [(b"www-authenticate", b'Basic realm="Pinpoint"')]}
        await send(start)
        await send({"type": "http.response.body", "body": b'{"detail": "expected a user and a password (HTTP Basic)"}'})

    async def _accepts(self, header: str) -> bool:
        import anyio

        assert self._accounts is not None
        scheme, _, token = header.partition(" ")
        try:
            user, _, password = base64.b64decode(token, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return False
        seen = hashlib.blake2b(token.encode(), key=self._key).digest()  # so that a program pays for the slow hash once
        if scheme.lower() != "basic" or not (
            seen in self._known or await anyio.to_thread.run_sync(self._accounts.accepts, user, password)
        ):
            return False
        self._known.add(seen)
        return True
