"""Nothing phones home: indexing, asking and serving the chat work with every socket but loopback refused, and none is tried."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index import sample_folder, silence_libraries

ROOT = Path(__file__).parent.parent

GUARD = '''
"""Refuse every address but this machine's, and write down each one that was tried."""

import ipaddress
import os
import socket

_LOG = os.environ["PINPOINT_TEST_LOG"]
_HERE = {"localhost", "localhost.", "", "0.0.0.0", "::", None, socket.gethostname()}


def _check(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host in _HERE:
        return
    try:
        if ipaddress.ip_address(str(host).split("%")[0]).is_loopback:
            return
    except ValueError:
        pass
    with open(_LOG, "a", encoding="utf-8") as file:
        file.write(f"{host}\\n")
    raise OSError(f"blocked: {host}")


def _guarded_address(name):
    real = getattr(socket.socket, name)

    def guarded(self, *arguments):
        address = arguments[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            _check(address[0])
        return real(self, *arguments)

    setattr(socket.socket, name, guarded)


def _guarded_name(name):
    real = getattr(socket, name)

    def guarded(host, *arguments, **named):
        _check(host)
        return real(host, *arguments, **named)

    setattr(socket, name, guarded)


for name in ("connect", "connect_ex", "sendto"):
    _guarded_address(name)
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    _guarded_name(name)
'''

PROGRAM = '''
"""Prove the guard, then do what the three doors do; print what came of it."""

import json, os, socket, sys, urllib.request

for probe in (
    lambda: socket.create_connection(("pinpoint.invalid", 80), timeout=1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("192.0.2.1", 80)),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.2", 53)),
):
    try:
        probe()
    except OSError as error:
        assert str(error).startswith("blocked"), error

from rag.cli import main

store, port, *samples = sys.argv[1:]
ask = ["ask", "Was a stage three panel refused?", "--json"]
status = [main([*command, "--store", store]) for command in (["index", *samples], ask)]

from index.quiet import _SWITCHES

switches = {name: os.environ.get(name) for name in _SWITCHES}  # before Gradio, which says "True" where we said "1"

from rag.screens import Options, launch_app
from rag import load_answerers

served = launch_app(load_answerers(store=store), Options(port=int(port)), wait=False)
page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).read().decode()
served.close()
print(json.dumps({"status": status, "page": "Pinpoint" in page, "switches": switches}))
'''

SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
    "RAY_USAGE_STATS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_three_doors_without_a_network(tmp_path: Path) -> None:
    """In a fresh process and a fresh home, the only addresses tried are the three that prove the guard."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in SWITCHES and not name.startswith("PINPOINT_")}
    samples = [str(sample_folder() / name) for name in ("99-000-104.txt", "99-000-112.html")]
    done = subprocess.run(
        [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "store"), str(free_port()), *samples],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        cwd=tmp_path,
        env={
            **kept,
            "HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join([str(tmp_path / "guard"), str(ROOT)]),
            "PINPOINT_TEST_LOG": str(tmp_path / "tried.log"),
            "PYTHONIOENCODING": "utf-8",
        },
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert (tmp_path / "tried.log").read_text(encoding="utf-8").split() == ["pinpoint.invalid", "192.0.2.1", "192.0.2.2"]
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [row["reference"] for row in answers[0]["citations"]].count("99 000 112") > 0
    assert answers[1] == {"status": [0, 0], "page": True, "switches": SWITCHES}


def test_a_switch_that_the_user_set_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is the default, not an order: what is set already stays, the rest is switched off."""
    for name in SWITCHES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    silence_libraries()
    assert {name: os.environ[name] for name in SWITCHES} == {**SWITCHES, "LANGSMITH_TRACING": "true", "HF_HUB_OFFLINE": "0"}
