"""The settings, read from the environment once, by entry points; everything else takes them as arguments.

PINPOINT_STORE      the store's folder (default .pinpoint)
PINPOINT_EMBEDDING  the embedding model: a sentence-transformers name or folder (default: the store's own)
PINPOINT_LLM        quotation (default), an init_chat_model string, or the base URL of an OpenAI-compatible server
PINPOINT_API_KEY    the key for a base URL; providers' own variables (OPENAI_API_KEY ...) are read by their packages
PINPOINT_TIMEOUT    seconds a model may take for one answer (default 60)
PINPOINT_AUTH       who may use the chat: user:password pairs, or a file of users and hashes (default: whoever reaches it)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from index import UsageError

__all__ = ["Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; keys and passwords never show in a repr."""

    store: str = ".pinpoint"
    embedding: str | None = None
    llm: str = "quotation"
    api_key: str | None = field(default=None, repr=False)
    timeout_s: float = 60.0
    auth: str | None = field(default=None, repr=False)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; the process's own environment by default.

    Raises:
        UsageError: PINPOINT_TIMEOUT is not a positive number.
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
    return Settings(
        store=values.get("PINPOINT_STORE") or ".pinpoint",
        embedding=values.get("PINPOINT_EMBEDDING") or None,
        llm=values.get("PINPOINT_LLM") or "quotation",
        api_key=values.get("PINPOINT_API_KEY") or None,
        timeout_s=timeout_s,
        auth=values.get("PINPOINT_AUTH") or None,
    )
