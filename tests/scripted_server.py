"""A model server that says what it is told to: a queue of replies in, the history of requests out.

It speaks as much of the OpenAI chat protocol as a LangChain model uses, on loopback, and misbehaves on request: status
codes, garbage, silence, streams that never end or are cut. Nothing in it waits for a length of time: a silent reply ends
when its client has gone or the server closes.
"""

from __future__ import annotations

import json
import select
import socket
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

__all__ = ["Reply", "Request", "ScriptedServer", "broken", "endless", "mute", "silent", "status", "text"]


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: its status, its body in pieces, and how it ends.

    `ending` is "close" (a proper end), "cut" (the connection breaks inside a chunk), "hang" (nothing more comes), "mute" (nothing
    comes at all) or "repeat" (the pieces come again and again).
    """

    pieces: tuple[bytes, ...]
    code: int = 200
    content_type: str = "text/event-stream"
    ending: str = "close"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def messages(self) -> list[dict[str, str]]:
        """The chat messages that reached the model."""
        return list(self.body.get("messages", []))


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


def text(*parts: str, finish: str | None = "stop", ending: str = "close") -> Reply:
    """A well-formed streamed answer, one event a part; without `finish` it stops as a cut one does."""
    events = [_event({"role": "assistant", "content": part}) for part in parts]
    last = [_event({}, finish), b"data: [DONE]\n\n"] if finish else []
    return Reply((*events, *last), ending=ending)


def status(code: int, message: str = "no", *, headers: Mapping[str, str] | None = None) -> Reply:
    """An error reply in the form of the protocol."""
    body = json.dumps({"error": {"message": message, "type": "x"}}).encode()
    return Reply((body,), code, "application/json", headers=tuple((headers or {}).items()))


def broken(body: bytes, content_type: str = "text/event-stream") -> Reply:
    """A reply with status 200 that is not what was asked for."""
    return Reply((body,), content_type=content_type)


def silent() -> Reply:
    """A reply that begins and then says nothing."""
    return Reply((), ending="hang")


def mute() -> Reply:
    """No reply, not even its first line."""
    return Reply((), ending="mute")


def endless(piece: bytes | None = None) -> Reply:
    """A stream that never ends: of words, or of any bytes."""
    return Reply((piece or _event({"content": "and so on "}),), ending="repeat")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        """Record the request and play the next reply."""
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append(Request(self.path, dict(self.headers), json.loads(content)))
        reply = self.server.replies.popleft() if self.server.replies else status(500, "no reply left")
        self.close_connection = True
        if reply.ending == "mute":
            self._hang()
            return
        self.send_response(reply.code)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        try:
            self._play(reply)
        except OSError:
            return  # the client has gone, which is what some tests are about

    def _play(self, reply: Reply) -> None:
        for piece in self._pieces(reply):
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.flush()
        if reply.ending == "hang":
            self._hang()
        self.wfile.write(b"ff\r\nhalf" if reply.ending == "cut" else b"0\r\n\r\n")

    def _hang(self) -> None:
        """Say nothing until the server closes, or the client has."""
        while not self.server.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.02)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                self.server.left.set()
                return

    def _pieces(self, reply: Reply) -> Iterator[bytes]:
        yield from reply.pieces
        while reply.ending == "repeat" and not self.server.closing.is_set():
            yield from reply.pieces

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: deque[Reply] = deque()
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self.left = threading.Event()


class ScriptedServer:
    """A server on loopback; use it as a context manager."""

    def __init__(self) -> None:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """End every open reply, then stop."""
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """The address a model is given."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in order."""
        return self._server.requests

    @property
    def was_left(self) -> bool:
        """Whether a client has gone while a reply was silent."""
        return self._server.left.is_set()

    def wait_until_left(self) -> None:
        """Until a client has gone while a reply was silent; an error where none does."""
        assert self._server.left.wait(20)

    def reply(self, *replies: Reply) -> None:
        """Put replies at the end of the queue; when it is empty the server answers 500."""
        self._server.replies.extend(replies)

    def forget(self) -> None:
        """Take back what was queued and recorded so far."""
        self._server.replies.clear()
        self._server.requests.clear()
