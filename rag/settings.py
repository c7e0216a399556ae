"""The settings, read from the environment once, by entry points; everything else takes them as arguments.

PINPOINT_STORE      the store's folder (default .pinpoint)
PINPOINT_EMBEDDING  the embedding model: a sentence-transformers name or folder (default: the store's own)
PINPOINT_CHROMA     the URL of a Chroma server, http://host:port (default: embedded, in the store's folder)
PINPOINT_LLM        quotation (default), an init_chat_model string, or the base URL of an OpenAI-compatible server
PINPOINT_LLM_MODE   plain (all sources at once), sources (one after the other, for weak models) or auto (default: the second where
                    the first fails its checks)
PINPOINT_LLM_CONTEXT  tokens the model can read and write in one call (default 8192); sources are left out by rank to fit
PINPOINT_API_KEY    the key for a base URL; providers' own variables (OPENAI_API_KEY ...) are read by their packages
PINPOINT_CONTACT    an e-mail address or web page, sent to the site by `pinpoint fetch`
PINPOINT_TIMEOUT    seconds a model may take for one answer (default 60)
PINPOINT_AUTH       who may use the chat: user:password pairs, or a file of users and hashes (default: whoever reaches it)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast, get_args

from index import UsageError
from rag.records import WritingMode

__all__ = ["Settings", "chat_environment", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; keys and passwords never show in a repr."""

    store: str = ".pinpoint"
    embedding: str | None = None
    chroma: str | None = None
    llm: str = "quotation"
    api_key: str | None = field(default=None, repr=False)
    timeout_s: float = 60.0
    llm_mode: WritingMode = "auto"
    context_tokens: int = 8_192
    contact: str | None = None
    auth: str | None = field(default=None, repr=False)


_SHORTEST_CONTEXT = 1_024  # the prompts, one source and an answer


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; the process's own environment by default.

    Raises:
        UsageError: a number is none or too small, or the mode is unknown.
    """
    values = os.environ if environment is None else environment
    timeout = values.get("PINPOINT_TIMEOUT", "60")
    try:
        timeout_s = float(timeout)
    except ValueError:
        timeout_s = 0.0
    if not 0 < timeout_s < float("inf"):
        message = f"got PINPOINT_TIMEOUT={timeout[:20]!r}; expected a number of seconds above 0"
        raise UsageError(message)
    mode = values.get("PINPOINT_LLM_MODE") or "auto"
    if mode not in get_args(WritingMode):
        message = f"got PINPOINT_LLM_MODE={mode[:20]!r}; expected plain, sources or auto"
        raise UsageError(message)
    return Settings(
        store=values.get("PINPOINT_STORE") or ".pinpoint",
        embedding=values.get("PINPOINT_EMBEDDING") or None,
        chroma=values.get("PINPOINT_CHROMA") or None,
        llm=values.get("PINPOINT_LLM") or "quotation",
        api_key=values.get("PINPOINT_API_KEY") or None,
        timeout_s=timeout_s,
        llm_mode=cast("WritingMode", mode),
        context_tokens=_read_context(values.get("PINPOINT_LLM_CONTEXT") or "8192"),
        contact=values.get("PINPOINT_CONTACT") or None,
        auth=values.get("PINPOINT_AUTH") or None,
    )


def _read_context(text: str) -> int:
    tokens = int(text) if text.isascii() and text.isdecimal() else 0
    if tokens < _SHORTEST_CONTEXT:
        message = f"got PINPOINT_LLM_CONTEXT={text[:20]!r}; expected a number of tokens of at least {_SHORTEST_CONTEXT:,}"
        raise UsageError(message)
    return tokens


def chat_environment() -> dict[str, str]:
    """The environment of the chat, a program of its own: this one's, with one thread an answer unless it says otherwise.

    Answers run beside each other, a core each; threads within one would wait for each other, spinning (measured with 50 readers on
    two cores: half as many answers).
    """
    return {"OMP_NUM_THREADS": "1", **os.environ}
