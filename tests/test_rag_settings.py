"""The settings come from the environment, with defaults for what it does not say."""

from __future__ import annotations

import re

import pytest

from index import UsageError
from rag.settings import Settings, chat_environment, read_settings

READ = [
    ({}, Settings()),  # nothing is set
    (
        {"PINPOINT_STORE": "", "PINPOINT_EMBEDDING": "", "PINPOINT_LLM": "", "PINPOINT_API_KEY": ""},
        Settings(),
    ),  # set to nothing
    ({"PINPOINT_STORE": "/data/store"}, Settings(store="/data/store")),
    ({"PINPOINT_EMBEDDING": "./model"}, Settings(embedding="./model")),
    ({"PINPOINT_LLM": "openai:gpt-5"}, Settings(llm="openai:gpt-5")),
    ({"PINPOINT_API_KEY": "secret"}, Settings(api_key="secret")),
    ({"PINPOINT_TIMEOUT": "2.5"}, Settings(timeout_s=2.5)),
    ({"PINPOINT_LLM_MODE": "sources"}, Settings(llm_mode="sources")),
    ({"PINPOINT_LLM_MODE": "", "PINPOINT_LLM_CONTEXT": ""}, Settings()),  # empty is not set
    ({"PINPOINT_LLM_CONTEXT": "2048"}, Settings(context_tokens=2_048)),
    ({"PINPOINT_TIMEOUT": " 90 "}, Settings(timeout_s=90.0)),  # spaces around
    ({"pinpoint_store": "x", "STORE": "y"}, Settings()),  # other names
]


@pytest.mark.parametrize(("environment", "expected"), READ)
def test_settings_are_read_from_an_environment(environment: dict[str, str], expected: Settings) -> None:
    """Each row sets one thing."""
    assert read_settings(environment) == expected


def test_the_defaults_answer_by_quotation_from_a_folder_beside() -> None:
    """What is in force when nobody sets anything."""
    assert Settings() == Settings(store=".pinpoint", embedding=None, llm="quotation", api_key=None, timeout_s=60.0)


@pytest.mark.parametrize("text", ["0", "-1", "soon", "nan", "inf", "1e999", "60 s", "６０s"])
def test_a_timeout_that_is_no_positive_number_is_refused(text: str) -> None:
    """Zero would fail every answer and infinity none."""
    with pytest.raises(UsageError, match=f"^got PINPOINT_TIMEOUT={re.escape(repr(text))}; expected a number of seconds above 0$"):
        read_settings({"PINPOINT_TIMEOUT": text})


def test_the_process_is_asked_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument the environment is the process's own."""
    monkeypatch.setenv("PINPOINT_STORE", "/somewhere")
    assert read_settings().store == "/somewhere"


def test_the_key_does_not_show() -> None:
    """Settings may be printed in an error report."""
    shown = repr(Settings(api_key="secret", auth="ann:secret"))
    assert shown.startswith("Settings(store='.pinpoint', embedding=None, ")
    assert "secret" not in shown


WRONG = [
    ({"PINPOINT_LLM_MODE": "Plain"}, r"^got PINPOINT_LLM_MODE='Plain'; expected plain, sources or auto$"),
    ({"PINPOINT_LLM_CONTEXT": "8k"}, r"^got PINPOINT_LLM_CONTEXT='8k'; expected a number of tokens of at least 1,024$"),
    ({"PINPOINT_LLM_CONTEXT": "1000"}, "at least 1,024"),  # no room for the prompts
    ({"PINPOINT_LLM_CONTEXT": "-1"}, "at least 1,024"),
    ({"PINPOINT_LLM_CONTEXT": "²"}, "at least 1,024"),  # a digit to some, no number
]


@pytest.mark.parametrize(("environment", "said"), WRONG)
def test_a_wrong_setting_is_one_line(environment: dict[str, str], said: str) -> None:
    """What was got and what was expected."""
    with pytest.raises(UsageError, match=said):
        read_settings(environment)


@pytest.mark.parametrize(("given", "threads"), [(None, "1"), ("2", "2")])
def test_the_chat_runs_an_answer_on_one_thread(given: str | None, threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the environment says otherwise; the rest of it is handed on."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("PINPOINT_STORE", "somewhere")
    if given is not None:
        monkeypatch.setenv("OMP_NUM_THREADS", given)
    environment = chat_environment()
    assert (environment["OMP_NUM_THREADS"], environment["PINPOINT_STORE"]) == (threads, "somewhere")
