"""The guard, the accounts and the limits of the chat, on a real server where that matters."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from app_doubles import ScriptedAnswerer, TwoDecisions
from browsing import free_port

import app
from index import UsageError
from rag import page
from rag.screens import Accounts, Options, hash_password, launch_app
from rag.screens.guard import Guard, Pace
from rag.screens.kept import KeptConversations

HEADERS = [(b"host", b"127.0.0.1:7860"), (b"content-length", b"2")]

# --- The guard alone --------------------------------------------------------------------------------------------------


async def serve_ok(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401, ARG001 - ASGI has no types of its own
    """An app that says yes to everything."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def request(
    guard: Guard, method: str, path: str, headers: list[tuple[bytes, bytes]] | None = None
) -> tuple[int, dict[str, str], str]:
    """Status, headers and what was said of one request."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": HEADERS if headers is None else headers,
        "client": ("::1", 9),
    }
    asyncio.run(guard(scope, None, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = sent[1]["body"].decode()
    return sent[0]["status"], found, json.loads(body)["detail"] if body != "ok" else "ok"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/config", 200),
        ("GET", "/assets/index-1.js", 200),
        ("POST", "/gradio_api/queue/join", 200),
        ("GET", "/gradio_api/heartbeat/abc-1", 200),
        ("POST", "/gradio_api/call/ask", 200),
        ("GET", "/gradio_api/call/ask/0123abc", 200),
        ("POST", "/mcp/", 200),
        ("POST", "/gradio_api/upload", 404),  # nothing is uploaded
        ("GET", "/gradio_api/file=/etc/passwd", 404),
        ("GET", "/gradio_api/file/etc/passwd", 404),
        ("GET", "/gradio_api/proxy=https://evil.example", 404),
        ("GET", "/gradio_api/runs", 404),
        ("POST", "/gradio_api/vibe-edit", 404),
        ("POST", "/gradio_api/process_recording", 404),
        ("POST", "/gradio_api/component_server", 404),
        ("GET", "/monitoring", 404),
        ("GET", "/gradio_api/stream/x/1/2/playlist.m3u8", 404),
        ("GET", "/docs", 404),
        ("GET", "//evil.example", 404),
    ],
)
def test_only_the_doors_of_the_chat_are_open(method: str, path: str, status: int) -> None:
    """What Gradio's server can do and the chat does not need is shut."""
    assert request(Guard(serve_ok, rate=None, is_local=True), method, path)[0] == status


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ([(b"host", b"127.0.0.1"), (b"content-length", b"200000")], 200, "ok"),
        ([(b"host", b"localhost:1"), (b"content-length", b"200001")], 413, "got 200,001 bytes; expected 200,000 at most"),
        ([(b"host", b"[::1]:7860")], 411, "got a request of unknown size; expected its length"),
        ([(b"host", b"[::1]"), (b"content-length", b"-1")], 411, "got a request of unknown size; expected its length"),
        ([(b"host", b"evil.example"), (b"content-length", b"2")], 421, "got a host that is not this machine"),  # a name turned here
        ([(b"host", b"127.0.0.1.evil.example"), (b"content-length", b"2")], 421, "got a host that is not this machine"),
        ([(b"content-length", b"2")], 421, "got a host that is not this machine"),
    ],
)
def test_requests_have_a_size_and_a_host(headers: list[tuple[bytes, bytes]], status: int, words: str) -> None:
    """Large ones, ones of no stated size, and ones for another host's name are refused in words."""
    got = request(Guard(serve_ok, rate=None, is_local=True), "POST", "/gradio_api/queue/join", headers)
    assert got[0] == status
    assert got[2].startswith(words)


def test_every_answer_carries_the_policy() -> None:
    """Refusals too: no other host may be asked, framed or linked with a referrer."""
    guard = Guard(serve_ok, rate=None, is_local=True)
    for path in ("/", "/nothing"):
        headers = request(guard, "GET", path)[1]
        assert "default-src 'self';" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_a_minute_holds_so_many_requests_and_so_many_logins() -> None:
    """Reading is free; asking and logging in are counted by address."""
    guard = Guard(serve_ok, rate=12, is_local=False)
    assert {request(guard, "GET", "/config")[0] for _ in range(20)} == {200}
    logins = [request(guard, "POST", "/login")[0] for _ in range(11)]
    assert logins == [200] * 10 + [429]
    asks = [request(guard, "POST", "/gradio_api/queue/join") for _ in range(3)]
    assert [one[0] for one in asks] == [200, 200, 429]
    assert asks[2][2] == "got more than 12 requests in a minute; wait a minute"


def test_the_pace_forgets_after_a_minute() -> None:
    """By name, and one refused does not count."""
    now = [0.0]
    pace = Pace(2, clock=lambda: now[0])
    assert [pace.allows("a"), pace.allows("a"), pace.allows("a"), pace.allows("b")] == [True, True, False, True]
    now[0] = 60.0
    assert pace.allows("a")
    assert Pace(None).allows("a")


# --- Accounts ---------------------------------------------------------------------------------------------------------


def test_pairs_and_a_file_of_hashes_let_in_who_they_name(tmp_path: Path) -> None:
    """A password may hold colons; comments and empty lines are passed over; a hash never shows."""
    pairs = Accounts.read("ann:se:cret, bob:other")
    line = f"ann:{hash_password('se:cret')}"
    (tmp_path / "users").write_text(f"# who\n\n{line}\n", encoding="utf-8")
    for accounts in (pairs, Accounts.read(str(tmp_path / "users"))):
        assert accounts.accepts("ann", "se:cret")
        assert not accounts.accepts("ann", "other")
        assert not accounts.accepts("eve", "se:cret")
        assert not accounts.accepts("ann", "")
        assert not accounts.accepts("ann", "x" * 1000)
        assert "se:cret" not in repr(accounts)
        assert "scrypt" not in repr(accounts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ann", "got PINPOINT_AUTH without user:password pairs"),
        ("ann:", "got entry 1 of PINPOINT_AUTH malformed; expected user:password"),
        (":secret", "got entry 1 of PINPOINT_AUTH malformed"),
        ("ann:secret,bob", "got entry 2 of PINPOINT_AUTH malformed"),
        (" , ", "got PINPOINT_AUTH without"),
        (":", "got entry 1"),
    ],
)
def test_malformed_pairs_are_refused(text: str, words: str) -> None:
    """An account is never made up, and the message tells no password."""
    with pytest.raises(UsageError, match=words) as raised:
        Accounts.read(text)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "line",
    [
        "ann:secret",
        "ann:scrypt$16384$$",
        "ann:scrypt$16384$!!$!!",
        "ann:scrypt$99$QQ==$QQ==",
        "ann:scrypt$1073741824$QQ==$QQ==",
        "",
    ],
)
def test_a_file_holds_hashes_only(line: str, tmp_path: Path) -> None:
    """A password in clear, a broken hash and one that would take all memory are refused."""
    (tmp_path / "users").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"expected user:scrypt|without a user"):
        Accounts.read(str(tmp_path / "users"))


def test_the_command_prints_a_line_for_the_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The line is what the file wants, and no password is in it."""
    monkeypatch.setattr("getpass.getpass", lambda prompt: "se:cret" if "ann" in prompt else "")
    assert app.main(["--hash-password", "ann"]) == 0
    user, _, kept = capsys.readouterr().out.strip().partition(":")
    assert (user, "se:cret" in kept) == ("ann", False)
    assert Accounts({user: kept}).accepts("ann", "se:cret")
    assert app.main(["--hash-password", "bob"]) == 2


# --- A server with accounts -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The chat, open to one user."""
    answerer = ScriptedAnswerer(TwoDecisions(tmp_path_factory.mktemp("locked")))
    options = Options(port=free_port(), accounts=Accounts.read("ann:secret"), with_tools=True)
    chat = launch_app([answerer], options, wait=False)
    yield chat.url
    chat.close()


def test_nothing_answers_without_a_login(locked: str) -> None:
    """The page is a login form that tells nothing of the store; data, events, endpoints and tools refuse."""
    assert "decisions indexed" not in httpx.get(locked).text
    for path in ("config", "gradio_api/info", "gradio_api/queue/data?session_hash=x", "gradio_api/call/ask/x"):
        assert httpx.get(f"{locked}{path}").status_code == 401
    for path in ("gradio_api/queue/join", "gradio_api/call/ask", "gradio_api/run/ask", "gradio_api/api/ask"):
        assert httpx.post(f"{locked}{path}", json={"data": ["What remedy?"]}).status_code in {401, 422}
    assert httpx.post(f"{locked}mcp/", json={}).status_code == 401
    assert httpx.post(f"{locked}login", data={"username": "ann", "password": "wrong"}).status_code == 400


def test_a_login_opens_the_page(locked: str) -> None:
    """The right password gives a session, and the tools take the same by HTTP Basic."""
    with httpx.Client() as client:
        assert client.post(f"{locked}login", data={"username": "ann", "password": "secret"}).status_code == 200
        assert client.get(f"{locked}config").status_code == 200
    wrong, right = (base64.b64encode(pair).decode() for pair in (b"ann:wrong", b"ann:secret"))
    for token, status in ((wrong, 401), ("???", 401), (right, 200), (right, 200)):
        said = {"authorization": f"Basic {token}", "accept": "application/json, text/event-stream"}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        assert httpx.post(f"{locked}mcp/", json=message, headers=said).status_code == status


# --- Conversations that a reload takes up -----------------------------------------------------------------------------


def test_a_conversation_is_found_by_its_secret_only() -> None:
    """A short name is no secret and keeps nothing; an empty conversation is forgotten; the oldest go first."""
    kept, one = KeptConversations(), (page.Exchange("q"),)
    for name in ("", "short", "x" * 65):
        kept.keep(name, one)
        assert kept.find(name) == ()
    kept.keep("a" * 48, one)
    assert kept.find("a" * 48) == one
    kept.keep("a" * 48, ())
    assert kept.find("a" * 48) == ()
    for number in range(301):
        kept.keep(f"{number:048}", one)
    assert (kept.find(f"{0:048}"), kept.find(f"{300:048}")) == ((), one)
