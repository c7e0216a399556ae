"""The replica as a server on loopback: it serves the site, misbehaves as it is told, and writes down every request.

A reply put on a path is played once before the site's own; a session (a cookie that `/decisions` gives) may be required for
searching. `asked` has each request with the time it came, by the clock it was given: what was asked how often, and how closely, is
measured here and not at the client.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Literal, Self
from urllib.parse import urlsplit

from evals.replica.site import ReplicaSite, empty_shell, landing

__all__ = ["Asked", "ReplicaServer", "Reply", "not_html", "shell", "status"]

_COOKIE = "replica-session=1"
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply.

    `ending` is "close" (a proper end), "cut" (the connection breaks before the end), "hang" (nothing comes), or "drip" (`on_drip`
    is called before each byte, until the client goes).
    """

    body: bytes = b""
    code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    ending: Literal["close", "cut", "hang", "drip"] = "close"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came, and the status it was answered with."""

    at: float
    target: str
    headers: Mapping[str, str]
    status: int


def status(code: int, **headers: str) -> Reply:
    """A reply without a page: `status(429, Retry_After="30")`, `status(301, Location="/decisions")`."""
    return Reply(b"", code, {name.replace("_", "-"): value for name, value in headers.items()})


def shell() -> Reply:
    """An empty search page, whatever was asked."""
    return Reply(empty_shell())


def not_html(body: bytes = b"%PDF-1.7", content_type: str = "application/pdf") -> Reply:
    """A reply that is no page."""
    return Reply(body, headers={"Content-Type": content_type})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and page in one packet: apart, each answer waits 40 ms for the client's acknowledgement
    server: _Server

    def do_GET(self) -> None:
        """Answer, and write it down first."""
        replica = self.server.replica
        reply = replica.reply_to(self.path, dict(self.headers))
        replica.write_down(Asked(replica.now(), self.path, dict(self.headers), reply.code))
        try:
            self._play(reply)
        except OSError:
            self.close_connection = True  # the client has gone, which is what some tests are about

    def _play(self, reply: Reply) -> None:
        if reply.ending == "hang":
            self.server.replica.closing.wait()
            self.close_connection = True
            return
        self.send_response(reply.code)
        for name, value in {"Content-Type": _HTML, **reply.headers}.items():
            self.send_header(name, value)
        length = len(reply.body) + (1_000 if reply.ending in {"cut", "drip"} else 0)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(reply.body if reply.code != 304 else b"")  # noqa: PLR2004 - not modified
        self.wfile.flush()
        if reply.ending == "close":
            return
        self.close_connection = True
        for _ in range(999 if reply.ending == "drip" else 0):
            self.server.replica.on_drip()
            self.wfile.write(b" ")
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    replica: ReplicaServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that were killed."""


class ReplicaServer:
    """The server; use it as a context manager."""

    def __init__(self, site: ReplicaSite, *, needs_session: bool = False, port: int = 0) -> None:
        self.site = site
        self.needs_session = needs_session
        self.robots: Reply = status(404)
        self.now: Callable[[], float] = time.monotonic
        self.on_drip: Callable[[], None] = lambda: None
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._lock = threading.Condition()
        self._replies: defaultdict[str, deque[Reply]] = defaultdict(deque)
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.replica = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """End every open reply, then stop."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def origin(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def put(self, target: str, *replies: Reply) -> None:
        """Play these replies on a path before the site's own: a path alone stands for it with any query."""
        self._replies[target].extend(replies)

    def write_down(self, asked: Asked) -> None:
        """Keep a request."""
        with self._lock:
            self.asked.append(asked)
            self._lock.notify_all()

    def count(self) -> int:
        """How many requests came."""
        return len(self.asked)

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until so many requests have come, for so long at most; whether they have."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self.asked) >= count, seconds)

    def pages_asked(self) -> Counter[str]:
        """How often each decision page was asked for and served."""
        with self._lock:
            return Counter(
                one.target
                for one in self.asked
                if one.target.startswith("/decisions/") and one.status == 200  # noqa: PLR2004 - served
            )

    def closest(self) -> float:
        """The shortest time between two requests."""
        times = sorted(one.at for one in self.asked)
        return min((later - one for one, later in pairwise(times)), default=float("inf"))

    def reply_to(self, target: str, headers: Mapping[str, str]) -> Reply:
        """The reply to a request, before it is played."""
        path = urlsplit(target).path
        with self._lock:
            for name in (target, path):
                if self._replies[name]:
                    return self._replies[name].popleft()
        if path == "/robots.txt":
            return self.robots
        if path == "/decisions":
            return Reply(landing(), headers={"Set-Cookie": f"{_COOKIE}; Path=/"})
        if path.lower() == "/decisions/searchresults":
            if self.needs_session and _COOKIE not in headers.get("Cookie", ""):
                return shell()
            found = self.site.search(urlsplit(target).query)
            return status(404) if found is None else Reply(found)
        return self._decision(target, headers)

    def _decision(self, target: str, headers: Mapping[str, str]) -> Reply:
        page = self.site.page(target)
        if page is None:
            return status(404)
        etag = f'"{hashlib.sha256(page).hexdigest()[:16]}"'
        is_same = headers.get("If-None-Match") == etag
        return Reply(b"" if is_same else page, 304 if is_same else 200, {"ETag": etag})
