"""What tests of several readers share: a file read to its end, or refused in one short line."""

from __future__ import annotations

import pytest

from index import NotADecision
from index.readers import read_bytes

__all__ = ["assert_refused", "numbers_or_refusal"]


def numbers_or_refusal(content: bytes, source_path: str) -> list[int] | str:
    """The paragraph numbers of a file, or the reason for which it is refused."""
    try:
        return [one.number for one in read_bytes(content, source_path=source_path).paragraphs]
    except NotADecision as refusal:
        return str(refusal)


def assert_refused(content: bytes, source_path: str, reason: str) -> None:
    """The file is no decision, and says why in one short line."""
    with pytest.raises(NotADecision, match=reason) as error:
        read_bytes(content, source_path=source_path)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 150
