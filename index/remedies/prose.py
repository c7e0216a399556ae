"""The sentences of a text that can be prose: one longer than any sentence of a decision is left out, so that no text takes long.

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

from functools import lru_cache

from index.sentences import split_sentences

__all__ = ["LONGEST", "prose"]

LONGEST = 3_000
"""Characters of a sentence that is read; the longest remedy sentence seen has 700."""
_MOST = 60_000
"""Characters of a text that is read; the longest paragraph seen has 3,000, a summary 2,500."""


@lru_cache(maxsize=512)
def prose(text: str) -> tuple[str, ...]:
    """The sentences of the text that are read."""
    return tuple(sentence for sentence in split_sentences(text[:_MOST]) if len(sentence) <= LONGEST)
