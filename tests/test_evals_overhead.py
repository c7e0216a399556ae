"""What Pinpoint adds to a call is measured against the same call, put to the same server with nothing around it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from scripted_server import ScriptedServer, endless, text

from evals.__main__ import main
from evals.cases import Case
from evals.overhead import Listener, Timing, overhead_table, time_cases
from index import Embedder, Store, sample_folder
from rag import Answerer, Settings
from rag.load import load_chain
from rag.records import WritingMode

ASKED = Case(
    id="a", part="dev", kind="facts", question="show me paragraph 24 of 99 000 112", history=(), supports=frozenset(), facts=(),
    answerable=True,
)  # fmt: skip
REFUSED = Case(
    id="b", part="dev", kind="facts", question="show me paragraph 999 of 99 000 112", history=(), supports=frozenset(), facts=(),
    answerable=True,
)  # fmt: skip


Time = Callable[..., list[Timing]]


@pytest.fixture
def timed(sample_store: Store, embedder: Embedder, server: ScriptedServer) -> Time:
    """Times questions over the samples by the scripted model."""

    def measure(*cases: Case, mode: WritingMode = "plain") -> list[Timing]:
        listener = Listener({"cache_prompt": False})
        chain = load_chain(Settings(llm=server.base_url, llm_mode=mode), watch=listener.watch)
        return time_cases(Answerer(sample_store, embedder, chain), cases, listener)

    return measure


def test_the_same_call_is_made_again_with_nothing_around_it(timed: Time, server: ScriptedServer) -> None:
    """The bodies are alike, no prompt is kept between them, and what reaches no model is left out."""
    server.reply(*[text("Refusing was fault [S1].", " The Council had no power [S1].")] * 2)
    (timing,) = timed(ASKED, REFUSED)
    through, bare = (request.body for request in server.requests)
    assert through == bare
    assert through["cache_prompt"] is False
    assert (timing.case, timing.calls, timing.same_length) == ("a", 1, True)
    assert 0 < timing.bare_first <= timing.bare_whole
    assert 0 < timing.first <= timing.whole
    assert 0 < timing.own < timing.whole


def test_every_call_of_a_question_is_made_again(timed: Time, server: ScriptedServer) -> None:
    """Source by source there are several, each with its schema."""
    server.reply(*[text('{"sentence": "Refusing was fault."}')] * 12)
    (timing,) = timed(ASKED, mode="sources")
    bodies = [request.body for request in server.requests]
    assert bodies[: timing.calls] == bodies[timing.calls :]
    assert all("response_format" in body for body in bodies)


def test_a_call_that_was_left_is_left_at_the_same_part(timed: Time, server: ScriptedServer) -> None:
    """A model that writes for ever is not waited for."""
    server.reply(endless(), endless())
    (timing,) = timed(ASKED)
    assert timing.same_length


def test_the_table_states_the_share() -> None:
    """Of the whole, over all questions."""
    timing = {"case": "a", "calls": 1}
    results = {
        "llm": "small", "questions": 2, "timings": [timing],
        "seconds": {"bare_first": 1.0, "first": 1.25, "bare_whole": 9.6, "whole": 10.0, "own": 0.3},
        "overhead": 0.04, "own share": 0.03, "same length": 1,
    }  # fmt: skip
    lines = overhead_table(results).splitlines()
    assert lines[0] == "1 of 2 questions reached small; medians in seconds"
    assert [line.split()[-3:] for line in lines[3:5]] == [["1.00", "1.25", "0.25"], ["9.60", "10.00", "0.40"]]
    assert [line.rsplit("  ", 1)[1].strip() for line in lines[6:]] == ["4.0%", "3.0% (0.30 s an answer, median)", "1 of 1"]


def test_the_command_measures_and_writes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    embedder: Embedder,
    server: ScriptedServer,
) -> None:
    """Over a folder of one decision; a model that is never asked is said in one line."""
    monkeypatch.setattr("evals.overhead.load_embedder", lambda: embedder)
    (tmp_path / "one.html").write_bytes((sample_folder() / "99-000-112.html").read_bytes())
    monkeypatch.setattr("evals.commands.load_cases", lambda _path, part: (ASKED,) if part == "all" else ())
    out = tmp_path / "overhead.json"
    server.reply(*[text("Refusing was fault [S1].")] * 2)
    asked = ["overhead", "--decisions", str(tmp_path), "--out", str(out)]
    assert main([*asked, "--llm", server.base_url]) == 0
    assert "bare call" in capsys.readouterr().out
    assert json.loads(out.read_text(encoding="utf-8"))["timings"][0]["case"] == "a"
    assert main([*asked, "--llm", "quotation"]) == 2
    assert "evals: got 'quotation', which was asked nothing" in capsys.readouterr().err
