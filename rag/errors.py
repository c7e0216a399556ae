"""The errors of rag/, a branch of the tree in index/errors.py; every message is one line and never holds a key.

PinpointError
└── ModelError            the language model did not write an answer: down, slow, refused, empty, nonsense
"""

from __future__ import annotations

from index import PinpointError

__all__ = ["ModelError"]


class ModelError(PinpointError):
    """The language model gave no usable text; the answer falls back to quotation.

    `refused` where it understood the request and would not serve it as it is (HTTP 400, 413 or 422).
    """

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused
