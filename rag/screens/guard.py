"""The guard before the server: which doors are open, how much and how often may be asked, and what a browser may load.

Gradio's server has doors that the chat does not use (uploads, files, proxies, recordings, editing of its own code): they are
shut. The policy lets a page ask no other host, whatever stands in it. Proved by tests/test_chat_guard.py.
"""

from __future__ import annotations

import json
import re
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

__all__ = ["Guard", "Pace"]

Asgi = Callable[[Any, Any, Any], Awaitable[None]]

LARGEST_REQUEST = 200_000
"""Bytes: a question, filters and a long history fit many times."""
LOGINS_A_MINUTE = 10
MINUTE = 60.0
_DOORS = re.compile(
    r"""
    / | /config/? | /theme\.css | /login/? | /logout | /favicon\.ico | /manifest\.json | /robots\.txt | /mcp/?
    | /(?:static|assets|svelte)/.+
    | /gradio_api/(?: info | openapi\.json | app_id | user | login_check | startup-events | theme\.css | reset | cancel
                    | heartbeat/[\w-]+ | queue/(?:join|data|status) | call/[\w/-]+ | run/\w+ | api/\w+ )/?
    """,
    re.VERBOSE,
)
# Gradio's page needs its own inline scripts and `new Function`; what matters is that no other host can be asked.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_HERE = {"localhost", "127.0.0.1", "[::1]"}


class Pace:
    """How often something is allowed in a minute, for each name; None allows all."""

    def __init__(self, most: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, name: str) -> bool:
        """Whether one more is allowed now; it is counted if so."""
        if self._most is None:
            return True
        now, times = self._clock(), self._times.setdefault(name, deque())
        self._times.move_to_end(name)
        while times and times[0] <= now - MINUTE:
            times.popleft()
        while len(self._times) > 10_000:  # noqa: PLR2004 - so that made-up addresses fill no memory
            self._times.popitem(last=False)
        if len(times) >= self._most:
            return False
        times.append(now)
        return True


class Guard:
    """An ASGI app around another; `rate` is requests that change or ask something, a minute and address."""

    def __init__(self, app: Asgi, *, rate: int | None, is_local: bool) -> None:
        self._app, self._rate, self._is_local = app, rate, is_local
        self._asks, self._logins = Pace(rate), Pace(LOGINS_A_MINUTE)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI has no types of its own
        """Serve a request, or say why not; whatever is sent carries the policy."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_with_policy(message: Any) -> None:  # noqa: ANN401 - the same
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        refusal = (404, "no websockets here") if scope["type"] != "http" else self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_with_policy)
        else:
            await _refuse(send_with_policy, *refusal)

    def _refusal(self, scope: Mapping[str, Any]) -> tuple[int, str] | None:
        """Why a request is not served, and under which status."""
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if self._is_local and _host(headers.get(b"host", "")) not in _HERE:
            return 421, "got a host that is not this machine; open the chat at http://127.0.0.1"
        if not _DOORS.fullmatch(scope["path"]):
            return 404, "no such address"
        if scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            return None
        return _is_too_large(headers.get(b"content-length", "")) or self._is_too_often(scope)

    def _is_too_often(self, scope: Mapping[str, Any]) -> tuple[int, str] | None:
        client = (scope.get("client") or ("unknown",))[0]
        if scope["path"].startswith("/login") and not self._logins.allows(client):
            return 429, f"got more than {LOGINS_A_MINUTE} logins in a minute; wait a minute"
        if not self._asks.allows(client):
            return 429, f"got more than {self._rate} requests in a minute; wait a minute"
        return None


def _is_too_large(size: str) -> tuple[int, str] | None:
    if not size.isdecimal():
        return 411, "got a request of unknown size; expected its length"
    if int(size) > LARGEST_REQUEST:
        return 413, f"got {int(size):,} bytes; expected {LARGEST_REQUEST:,} at most"
    return None


def _host(header: str) -> str:
    """The host without its port."""
    return re.sub(r":\d+\Z", "", header.lower())


async def _refuse(send: Any, status: int, why: str) -> None:  # noqa: ANN401 - ASGI has no types of its own
    body = json.dumps({"detail": why}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
