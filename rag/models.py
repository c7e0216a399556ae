"""Which language model writes the answers: its name read from one setting, the model made from it.

Contract: a setting is "quotation" (no model), "provider:model" as `init_chat_model` knows them, or the base URL of an
OpenAI-compatible server, with "#name" where the server holds several. A wrong setting, a package that is not installed and
a key that is missing are UsageErrors of one line that say what to do. Keys come in as arguments or are read by the
provider's own package from its own variable; they are never part of a name, a repr or a message, and the key of a provider
is never sent to a base URL. LangChain is imported only when a model is made. Proved by tests/test_rag_models.py.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index import UsageError
from rag.bounded import OPENED

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ModelSpec", "load_model"]

_EXPECTED = "expected 'quotation', 'provider:model' such as 'openai:gpt-5', or a base URL such as 'http://127.0.0.1:8080/v1'"
_PROVIDER = re.compile(r"(?P<provider>[a-z][a-z0-9_]*):(?P<model>[^\s:][^\s]*)")  # openai:gpt-5, ollama:llama3.2:1b
_LIKE_A_KEY = re.compile(r"(?:sk|pk|gsk|xai|hf|key)[-_]|[A-Za-z0-9_-]{32}", re.IGNORECASE)  # sk-..., or 32 signs in a row
_KEY_MARK = re.compile(r"(?:sk-|pk-|gsk_|xai-|hf_)[A-Za-z0-9_-]{8}", re.IGNORECASE)  # where a model's name is expected
_NO_KEY = "not-needed"  # local servers ask for none, the client insists on one


@dataclass(frozen=True, slots=True)
class _Provider:
    """What a provider needs: the package to install, the variable of its key, and our bounds in its own words."""

    package: str
    variable: str | None
    key_field: str | None = None

    @property
    def module(self) -> str:
        return self.package.replace("-", "_")


_PROVIDERS = {
    "openai": _Provider("langchain-openai", "OPENAI_API_KEY", "openai_api_key"),
    "anthropic": _Provider("langchain-anthropic", "ANTHROPIC_API_KEY", "anthropic_api_key"),
    "ollama": _Provider("langchain-ollama", None),
}
"""Those with an extra of this project; any other provider of `init_chat_model` works once its package is installed."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which model a setting names; `base_url` only for an OpenAI-compatible server."""

    provider: str
    model: str
    base_url: str | None = None

    @classmethod
    def parse(cls, text: str) -> ModelSpec:
        """Read a setting.

        Raises:
            UsageError: it names no model.
        """
        text = text.strip()
        if text == "quotation":
            return cls("quotation", "")
        if re.match(r"https?://", text, re.IGNORECASE):
            return cls._parse_url(text)
        match = _PROVIDER.fullmatch(text)
        is_key = bool(_LIKE_A_KEY.match(text)) or bool(match and _KEY_MARK.match(match["model"]))
        if match is None or is_key:
            shown = "something like a key" if is_key else repr(text[:40])
            message = f"got the model {shown}; {_EXPECTED}"
            raise UsageError(message)
        return cls(match["provider"], match["model"])

    @classmethod
    def _parse_url(cls, text: str) -> ModelSpec:
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port  # a port out of range raises here
        except ValueError:
            host = None
        if not host or re.search(r"\s", text):
            message = f"got a base URL without a valid host and port; {_EXPECTED}"
            raise UsageError(message)
        named = (*parts.path.split("/"), parts.fragment)
        if parts.username or parts.password or parts.query or any(map(_KEY_MARK.match, named)):
            message = "got a base URL with a password, a query or a key in it; expected the address, the key in PINPOINT_API_KEY"
            raise UsageError(message)
        return cls("openai", parts.fragment or "local", parts._replace(fragment="").geturl().rstrip("/"))

    @property
    def is_quotation(self) -> bool:
        """Whether answers are by quotation, without a model."""
        return self.provider == "quotation"

    def constrained(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """What is sent with a request so that the output is JSON of a schema; nothing where the provider has no such form.

        llama.cpp, vLLM and LM Studio hold the model to it by a grammar; a server that does not know it may refuse.
        """
        if self.provider == "openai":
            form = {"name": "answer", "schema": dict(schema), "strict": True}
            return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": form}}}
        return {"format": dict(schema)} if self.provider == "ollama" else {}

    @property
    def name(self) -> str:
        """The model as answers name it: "openai:gpt-5", "http://127.0.0.1:8080/v1#local"."""
        if self.is_quotation:
            return "quotation"
        return f"{self.base_url}#{self.model}" if self.base_url else f"{self.provider}:{self.model}"


def load_model(spec: ModelSpec, *, timeout_s: float, max_tokens: int, api_key: str | None = None) -> BaseChatModel:
    """Make the model a setting names; nothing is sent to it yet.

    Args:
        spec: any but "quotation".
        timeout_s: the longest silence of a server, in seconds.
        max_tokens: the longest answer, in the model's tokens.
        api_key: the key of a base URL; a provider's key is read by its package from its own variable.

    Raises:
        UsageError: a package or key is missing, or the provider does not know these settings.
    """
    if spec.is_quotation:
        message = "got the model 'quotation', which writes nothing; expected a model to load"
        raise UsageError(message)
    provider = _PROVIDERS.get(spec.provider, _Provider(f"langchain-{spec.provider.replace('_', '-')}", None))
    if spec.provider in _PROVIDERS and find_spec(provider.module) is None:
        raise UsageError(_lacks_package(spec, provider.package))
    model = _make(spec, provider, _arguments(spec, timeout_s, max_tokens, api_key))
    if provider.key_field and not _secret(getattr(model, provider.key_field, None)):
        raise UsageError(_lacks_key(spec, provider))
    return model


def _arguments(spec: ModelSpec, timeout_s: float, max_tokens: int, api_key: str | None) -> dict[str, Any]:
    """Our bounds in the provider's own words; retries are ours (rag/bounded.py), inside one deadline."""
    if spec.provider == "ollama":
        return {"num_predict": max_tokens, "temperature": 0, "client_kwargs": {"timeout": timeout_s}}
    common = {"timeout": timeout_s, "max_tokens": max_tokens, "max_retries": 0}
    if spec.base_url:
        client = _bounded_client(timeout_s)
        return {**common, "base_url": spec.base_url, "api_key": api_key or _NO_KEY, "temperature": 0, "http_client": client}
    return common  # no temperature: hosted reasoning models refuse any but their own


_LONGEST_BODY = 16 * 1024 * 1024  # bytes; an answer with its events is some hundred kilobytes


def _bounded_client(seconds: float) -> object:
    """A client for a server nobody vouches for: one that sends empty events for ever is cut off, one that is silent can be left.

    Each call has a connection of its own, which is shut when nobody wants the answer any more.
    """
    from openai import DefaultHttpxClient

    hooks: dict[str, list[Callable[..., Any]]] = {"request": [_name_connection], "response": [_bound_body(seconds)]}
    return DefaultHttpxClient(timeout=seconds, event_hooks=hooks, headers={"Connection": "close"})


def _name_connection(request: Any) -> None:  # noqa: ANN401 - httpx or httpx2, as the installed openai has it
    """Name what shuts the request's connection to the call it is made for (rag/bounded.py), as soon as it is open."""
    opened = OPENED.get(None)
    if opened is None:
        return

    def trace(event: str, about: Mapping[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            opened.add(partial(_shut, about["return_value"].get_extra_info("socket")))

    request.extensions = {**request.extensions, "trace": trace}


def _shut(connection: socket.socket | None) -> None:
    """End a connection under whoever waits for it; one that has gone is no concern."""
    with suppress(OSError):
        if connection is not None:
            connection.shutdown(socket.SHUT_RDWR)


def _bound_body(seconds: float) -> Callable[[Any], None]:
    def bound(response: Any) -> None:  # noqa: ANN401 - httpx or httpx2, as the installed openai has it
        deadline, read = time.monotonic() + seconds, response.iter_bytes

        def iter_bytes(chunk_size: int | None = None) -> Iterator[bytes]:
            size = 0
            for piece in read(chunk_size):
                size += len(piece)
                if size > _LONGEST_BODY or time.monotonic() > deadline:
                    why = "the body of the answer did not end"
                    raise TimeoutError(why)
                yield piece

        response.iter_bytes = iter_bytes

    return bound


def _make(spec: ModelSpec, provider: _Provider, arguments: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(spec.model, model_provider=spec.provider, **arguments)
    except ImportError as error:
        named = re.search(r"pip install ([\w-]+)", str(error))
        raise UsageError(_lacks_package(spec, named[1] if named else provider.package)) from None
    except Exception as error:  # noqa: BLE001 - each provider's package raises its own kinds for a missing key or a wrong setting
        if provider.variable and re.search(r"api[_ ]?key|credential", str(error), re.IGNORECASE):
            raise UsageError(_lacks_key(spec, provider)) from None
        unknown = "the provider is unknown" if "nsupported" in str(error) else f"its package says {type(error).__name__}"
        message = f"got the model {spec.name!r}, which cannot be made ({unknown}); {_EXPECTED}"
        raise UsageError(message) from None
    return model


def _lacks_package(spec: ModelSpec, package: str) -> str:
    return f"got the model {spec.name!r}, whose package is not installed; run: pip install {package}"


def _lacks_key(spec: ModelSpec, provider: _Provider) -> str:
    return f"got the model {spec.name!r} without a key; set {provider.variable} in the environment"


def _secret(value: object) -> str:
    """The text of a key field, which may be a SecretStr, a plain string or a callable that fetches it."""
    reveal = getattr(value, "get_secret_value", None)
    if callable(reveal):
        return str(reveal())
    return "fetched later" if callable(value) else str(value or "")
