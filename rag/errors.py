"""The errors of rag/, a branch of the tree in index/errors.py; every message is one line and never holds a key.

PinpointError
└── ModelError            the language model did not write an answer: down, slow, refused, empty, nonsense
"""

from __future__ import annotations

from index import PinpointError

__all__ = ["ModelError"]


class ModelError(PinpointError):
    """The language model gave no usable text; the answer falls back to quotation."""
