"""A rare word says more than a common one."""

from __future__ import annotations

import math

from index import Store, terms
from rag.rarity import word_rarity


def test_a_word_of_no_paragraph_says_most_and_a_common_one_least(sample_store: Store) -> None:
    """The inverse document frequency over the store's own paragraphs."""
    unknown, rare, common = (word_rarity(terms(word)[0], sample_store) for word in ("xylophone", "therapy", "council"))
    assert unknown > rare > common > 0.5
    assert unknown == math.log(1 + sample_store.paragraph_count())
