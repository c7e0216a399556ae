"""`python -m evals chat-load`: many readers at once on the chat's own page events, and how long each waits.

Each reader does what the page does in a browser: it joins the queue with the question event and reads the stream to its end, then
asks the next question without a pause, as a new visitor. The server is a process of its own.
Proved by tests/test_evals_chat_load.py.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from evals.speed import median_and_p95
from index import PinpointError

__all__ = ["LoadResult", "QuestionEvent", "load_chat", "load_table", "serve_chat"]

_START = 120.0  # seconds for the server to come up
_ANSWER = 120.0  # seconds for one answer


@dataclass
class LoadResult:
    """What came of all questions: seconds to the first text and to the whole answer, and each error."""

    users: int
    seconds: float
    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class QuestionEvent:
    """The page's question event at an address: its number, and how many inputs it takes."""

    url: str
    number: int
    inputs: int

    @classmethod
    def find(cls, url: str, config: dict[str, Any]) -> QuestionEvent:
        """The event among all of a page.

        Raises:
            PinpointError: it is not the chat's page.
        """
        boxes = {one["id"] for one in config["components"] if one["props"].get("elem_id") == "ask"}
        for one in config["dependencies"]:
            if any(target[0] in boxes and target[1] == "submit" for target in one["targets"]):
                return cls(url, one["id"], len(one["inputs"]))
        message = "got a page without a question event; expected the chat's"
        raise PinpointError(message)

    def ask(self, question: str, result: LoadResult) -> None:
        """Ask one question as a new visitor and note the times, or the error."""
        session = f"load{threading.get_ident()}{time.monotonic_ns()}"
        started = time.monotonic()
        fields = [question, None, "", "quotation", *([""] * (self.inputs - 4))]
        body = json.dumps({"data": fields, "fn_index": self.number, "session_hash": session, "event_data": None}).encode()
        headers = {"content-type": "application/json"}
        try:
            _open(urllib.request.Request(f"{self.url}gradio_api/queue/join", data=body, headers=headers)).close()  # noqa: S310 - our own server
            first = _read_stream(f"{self.url}gradio_api/queue/data?session_hash={session}", started)
        except (OSError, ValueError) as error:
            result.errors.append(f"{type(error).__name__}: {error}")
            return
        result.first.append(first)
        result.whole.append(time.monotonic() - started)


def load_chat(url: str, questions: Sequence[str], *, users: int, seconds: float) -> LoadResult:
    """Let so many users ask the chat at an address for so long; a question that was begun in time is waited for."""
    result = LoadResult(users, seconds)
    event = QuestionEvent.find(url, _get_json(f"{url}config"))
    event.ask(questions[0], LoadResult(1, 0))  # so that the first reader finds everything warm
    deadline = time.monotonic() + seconds

    def read_on(start: int) -> None:
        asked = start
        while time.monotonic() < deadline:
            event.ask(questions[asked % len(questions)], result)
            asked += 1

    readers = [threading.Thread(target=read_on, args=(start,)) for start in range(users)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return result


def _read_stream(address: str, started: float) -> float:
    """Read to the end of the answer; returns the seconds to its first text.

    Raises:
        ValueError: the answer is an error, or does not come.
    """
    first = None
    with _open(urllib.request.Request(address)) as stream:  # noqa: S310 - our own server
        for line in stream:
            if not line.startswith(b"data:"):
                continue
            if first is None and (b"coverage" in line or (b"draft" in line and b"Searching the decisions" not in line)):
                first = time.monotonic() - started
            message = json.loads(line[5:])
            if message["msg"] == "process_completed":
                if message["success"] and first is not None:
                    return first
                why = "no text of an answer came" if message["success"] else str(message.get("output"))[:200]
                problem = f"the answer failed: {why}"
                raise ValueError(problem)
    problem = "the stream ended before the answer"
    raise ValueError(problem)


@contextmanager
def serve_chat(store: str) -> Iterator[str]:
    """The chat over a store in a process of its own, and its address.

    Raises:
        PinpointError: it does not come up.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "rag", "chat", "--store", store, "--port", str(port), "--rate", "0", "--llm", "quotation"]
    url, deadline = f"http://127.0.0.1:{port}/", time.monotonic() + _START
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own module
    try:
        while not _is_up(url):
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"got a chat that did not start on port {port} within {_START:.0f} s; its error stands above"
                raise PinpointError(message)
            time.sleep(0.2)
        yield url
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and the server under it."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _is_up(url: str) -> bool:
    try:
        _get_json(f"{url}config")
    except (OSError, ValueError):
        return False
    return True


def _get_json(address: str) -> dict[str, Any]:
    with _open(urllib.request.Request(address)) as answer:  # noqa: S310 - our own server
        return dict(json.load(answer))


def _open(request: urllib.request.Request) -> Any:  # noqa: ANN401 - urllib has no public name for it
    return urllib.request.urlopen(request, timeout=_ANSWER)  # noqa: S310 - our own server


def _who(result: LoadResult) -> str:
    return f"{result.users} users at once for {result.seconds:.0f} s" if result.users > 1 else "one user"


def load_table(result: LoadResult) -> str:
    """The figures in lines."""
    rows = [
        f"{_who(result)}: {len(result.whole)} answers, {len(result.errors)} errors",
        "                  median      95 in 100",
    ]
    for name, times in (("to first text", result.first), ("to whole answer", result.whole)):
        median, p95 = median_and_p95(times)
        rows.append(f"{name:16}  {median:6.2f} s    {p95:6.2f} s")
    return "\n".join([*rows, *(f"error: {error}" for error in dict.fromkeys(result.errors))])
