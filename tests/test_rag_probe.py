"""`pinpoint status` says which model would write, and whether it answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripted_server import Reply, ScriptedServer, endless, silent, status, text

from rag.cli import main
from rag.probe import probe_model
from rag.settings import Settings


def test_without_a_model_none_is_asked() -> None:
    """The answers are by quotation."""
    state = probe_model(Settings())
    assert (state.name, state.answers, state.first_s, state.problem) == ("quotation", None, None, "")


@pytest.mark.parametrize("reply", [text("yes"), endless()])
def test_a_model_that_answers_is_asked_for_one_word(reply: Reply) -> None:
    """However long it would go on; no source is sent to it."""
    with ScriptedServer() as server:
        server.reply(reply)
        state = probe_model(Settings(llm=server.base_url))
        assert (state.name, state.answers, state.problem) == (f"{server.base_url}#local", True, "")
        assert state.first_s is not None
        assert state.first_s >= 0
        assert "(none)" in server.requests[0].messages[1]["content"]


@pytest.mark.parametrize(
    ("reply", "why"),
    [(status(401), "did not accept the key"), (silent(), "did not finish within 0.5 seconds"), (text(""), "wrote nothing")],
)
def test_a_model_that_does_not_answer_says_why(reply: Reply, why: str) -> None:
    """Within the time it is given."""
    with ScriptedServer() as server:
        server.reply(reply)
        state = probe_model(Settings(llm=server.base_url, api_key="sk-secret"), deadline_s=0.5)
    assert (state.answers, why in state.problem, "sk-secret" in state.problem) == (False, True, False)


@pytest.mark.parametrize("llm", ["gpt-5", "nonesuch:m", "sk-very-secret"])
def test_a_setting_that_names_no_model_is_said(llm: str) -> None:
    """As a problem, without what looks like a key."""
    state = probe_model(Settings(llm=llm))
    assert (state.answers, "very-secret" in f"{state}") == (False, False)
    assert state.problem.startswith("got the model")


def test_status_shows_it(sample_store_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """As text and as JSON; a model that is down is no failure of the command."""
    with ScriptedServer() as server:
        server.reply(text("yes"), status(401), text("yes"))
        monkeypatch.setenv("PINPOINT_LLM", server.base_url)
        assert main(["status", "--store", str(sample_store_folder)]) == 0
        assert f"answers by  {server.base_url}#local, which answers (first words after " in capsys.readouterr().out
        assert main(["status", "--store", str(sample_store_folder)]) == 0
        name = f"{server.base_url}#local"
        assert f"answers by  quotation, since {name} does not answer: the model {name} did not accept" in capsys.readouterr().out
        assert main(["status", "--store", str(sample_store_folder), "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
    assert (shown["llm"], shown["llm_answers"], shown["llm_problem"]) == (f"{server.base_url}#local", True, None)
