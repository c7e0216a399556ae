"""A setting names a model or is refused in one line; keys show up nowhere."""

from __future__ import annotations

import re
import sys

import pytest
from scripted_server import ScriptedServer, text

from index import UsageError
from rag.models import ModelSpec, load_model

PARSED = [
    ("quotation", ModelSpec("quotation", ""), "quotation"),
    (" quotation ", ModelSpec("quotation", ""), "quotation"),
    ("openai:gpt-5", ModelSpec("openai", "gpt-5"), "openai:gpt-5"),
    ("ollama:llama3.2:1b", ModelSpec("ollama", "llama3.2:1b"), "ollama:llama3.2:1b"),
    ("google_genai:gemini-3", ModelSpec("google_genai", "gemini-3"), "google_genai:gemini-3"),
    ("http://127.0.0.1:8080/v1", ModelSpec("openai", "local", "http://127.0.0.1:8080/v1"), "http://127.0.0.1:8080/v1#local"),
    ("https://host/v1/#small", ModelSpec("openai", "small", "https://host/v1"), "https://host/v1#small"),
    (
        "https://hf-hosted.example/v1",
        ModelSpec("openai", "local", "https://hf-hosted.example/v1"),
        "https://hf-hosted.example/v1#local",
    ),
    ("HTTP://[::1]:8080", ModelSpec("openai", "local", "http://[::1]:8080"), "http://[::1]:8080#local"),
]


@pytest.mark.parametrize(("setting", "expected", "name"), PARSED)
def test_a_setting_names_a_model(setting: str, expected: ModelSpec, name: str) -> None:
    """Each row is one form of the setting."""
    spec = ModelSpec.parse(setting)
    assert (spec, spec.name, spec.is_quotation) == (expected, name, name == "quotation")


REFUSED = [
    ("", "got the model ''; expected 'quotation'"),
    ("gpt-5", "got the model 'gpt-5'; expected"),  # which provider?
    ("openai:", "got the model 'openai:'; expected"),
    ("OpenAI:gpt-5", "got the model 'OpenAI:gpt-5'; expected"),
    ("openai: gpt-5", "got the model 'openai: gpt-5'; expected"),
    ("http://", "without a valid host and port"),
    ("http://host:99999/v1", "without a valid host and port"),
    ("http://ho st/v1", "without a valid host and port"),
    ("sk-very-secret", "something like a key"),
    ("x" * 500, "something like a key"),
    ("openai:sk-proj-very-secret", "something like a key"),
    ("http://user:very-secret@host/v1", "with a password, a query or a key"),
    ("http://host/v1?key=very-secret", "with a password, a query or a key"),
    ("http://host/v1#sk-proj-very-secret", "with a password, a query or a key"),
]


@pytest.mark.parametrize(("setting", "expected"), REFUSED)
def test_a_wrong_setting_is_refused_in_one_line(setting: str, expected: str) -> None:
    """The line says what was got and expected, and never repeats a secret."""
    with pytest.raises(UsageError, match=re.escape(expected)) as caught:
        ModelSpec.parse(setting)
    assert "\n" not in str(caught.value)
    assert "very-secret" not in str(caught.value)


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without any provider's key."""
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.usefixtures("no_keys")
@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("openai:gpt-5", "without a key; set OPENAI_API_KEY in the environment"),
        ("mistralai:m", "is not installed; run: pip install langchain-mistralai"),
        ("bedrock:m", "is not installed; run: pip install langchain-aws"),
        ("nonesuch:m", "the provider is unknown"),
        ("quotation", "expected a model to load"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(setting: str, expected: str) -> None:
    """A missing key names its variable, a missing package its install line."""
    with pytest.raises(UsageError, match=expected) as caught:
        load_model(ModelSpec.parse(setting), timeout_s=1, max_tokens=5)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
def test_an_extra_that_is_not_installed_is_named(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extras of this project are looked for before LangChain is asked."""
    monkeypatch.setattr("rag.models.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=f"pip install langchain-{provider}"):
        load_model(ModelSpec(provider, "m"), timeout_s=1, max_tokens=5)


def test_a_base_url_gets_its_own_key_and_never_a_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of OpenAI in the environment stays at home; the key given is sent and shown nowhere."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    with ScriptedServer() as server:
        server.reply(text("one"), text("two"))
        for key in (None, "sk-of-this-server"):
            spec = ModelSpec.parse(f"{server.base_url}#small")
            model = load_model(spec, timeout_s=5, max_tokens=7, api_key=key)
            assert "".join(str(part.content) for part in model.stream("hello")) in {"one", "two"}
            assert "sk-of" not in f"{model!r} {model} {spec!r} {spec.name}"
        bodies = [request.body for request in server.requests]
        authorised = [request.headers["authorization"] for request in server.requests]
    assert authorised == ["Bearer not-needed", "Bearer sk-of-this-server"]
    assert [(body["model"], body["temperature"], body["max_completion_tokens"]) for body in bodies] == [("small", 0.0, 7)] * 2


def test_a_hosted_model_is_made_without_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider's key is read by its package, and nothing of it shows."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    model = load_model(ModelSpec.parse("openai:gpt-5"), timeout_s=5, max_tokens=7, api_key="sk-of-a-base-url")
    assert "sk-of" not in repr(model)
    assert model.openai_api_key.get_secret_value() == "sk-of-openai"  # type: ignore[attr-defined]  # the class of one provider


def test_reading_a_setting_loads_no_library() -> None:
    """`pinpoint status` names the model without the second that LangChain takes."""
    import subprocess

    program = (
        "import sys, rag.models as m; m.ModelSpec.parse('openai:x'); print([n for n in sys.modules if n.startswith('langchain')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
