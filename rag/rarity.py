"""How much a word says, by how few paragraphs of the store hold it. Proved by tests/test_rag_rarity.py."""

from __future__ import annotations

import math

from index import Store

__all__ = ["word_rarity"]


def word_rarity(word: str, store: Store) -> float:
    """The inverse document frequency of a stemmed word: 0.7 where every paragraph holds it, log(1 + paragraphs) where none does."""
    return math.log(1 + store.paragraph_count() / (1 + store.document_frequency(word)))
