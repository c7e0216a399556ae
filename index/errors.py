"""The errors of index/, one tree; every message is one line that says what was got, what was expected and what to do.

PinpointError
├── UsageError            the request was wrong (exit status 2): malformed filter, date, reference, setting
├── NotADecision          a file that was refused; carries the one-line reason
├── StoreError            the store cannot be used
│   ├── StoreMissing      there is no store in that folder
│   ├── StoreMismatch     the store was made with another model or a newer schema
│   ├── StoreLocked       another process is writing
│   ├── StoreUnreachable  the Chroma server that is set does not answer
│   └── StoreDamaged      a part cannot be read and could not be repaired
├── EmbeddingError        the embedding model cannot be loaded, or is not the one it claims to be
├── FetchError            fetching cannot go on: refused, unreachable, not allowed, the site's pages have changed
└── PageError             one page could not be had; `kind` says how: not allowed, refused or failed
"""

from __future__ import annotations

from typing import Literal

__all__ = [
    "EmbeddingError",
    "FetchError",
    "NotADecision",
    "PageError",
    "PinpointError",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreMismatch",
    "StoreMissing",
    "StoreUnreachable",
    "UsageError",
]


class PinpointError(Exception):
    """The root: anything Pinpoint says went wrong."""


class UsageError(PinpointError):
    """The request itself was wrong."""


class NotADecision(PinpointError):
    """A file that is not a decision; the message is the reason."""


class StoreError(PinpointError):
    """The store cannot be used as it is."""


class StoreMissing(StoreError):
    """No store stands in the folder."""


class StoreMismatch(StoreError):
    """The store belongs to another embedding model or schema."""


class StoreLocked(StoreError):
    """Another process holds the writer's lock."""


class StoreUnreachable(StoreError):
    """The Chroma server does not answer, or does not hold the store."""


class StoreDamaged(StoreError):
    """A part of the store cannot be read and could not be repaired."""


class EmbeddingError(PinpointError):
    """The embedding model cannot be loaded or is not what it claims to be."""


class FetchError(PinpointError):
    """Fetching cannot go on; what was fetched stays, and the same command goes on from there."""


class PageError(PinpointError):
    """One page could not be had; the rest can."""

    def __init__(self, reason: str, *, kind: Literal["not allowed", "refused", "failed"] = "failed") -> None:
        super().__init__(reason)
        self.kind = kind
