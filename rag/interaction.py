"""Late interaction: how well each word of a question is met, in its context, somewhere in a paragraph.

One vector for a whole paragraph blurs it; a question about a panel that was refused is near to every paragraph about panels. Here
each word piece of the question looks for its best match among the word pieces of the paragraph, and the matches are averaged (the
MaxSim of ColBERT, Khattab and Zaharia 2020, over the embedding model's own token vectors): once by how rare the question's words
are in the store, once evenly, as the model was taught (index/adapter.py). It costs an encoding of each paragraph, so only the
best of a first ranking are scored, and what was encoded is kept. Proved by tests/test_rag_interaction.py.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index import Store, terms
from rag.rarity import word_rarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.retrieve import QueryEmbedder

__all__ = ["LateInteraction"]

_KEPT = 1_500  # paragraphs: some 130 word pieces of 384 half floats each, 150 MB at most


class LateInteraction:
    """Scores texts against a question, word by word; keeps the texts it has encoded."""

    def __init__(self, embedder: QueryEmbedder, store: Store) -> None:
        self._embedder = embedder
        self._store = store
        self._encoded: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Two scores a text, by rare words and evenly, each -1 to 1; all 0 when no word of the question carries meaning."""
        import numpy as np

        (asked,) = self._embedder.embed_tokens([question])
        weights = np.array([self._rarity(question[start:end], question, start) for start, end in asked.spans], np.float32)
        if not texts or not weights.sum():
            return np.zeros((len(texts), 2), np.float32)
        both = np.stack([weights / weights.sum(), np.full(len(weights), 1 / len(weights))], axis=1)
        met = [
            (asked.vectors @ pieces.T.astype(np.float32)).max(axis=1) if len(pieces) else np.zeros(len(weights), np.float32)
            for pieces in self._encode(texts)
        ]
        return np.asarray(np.stack(met) @ both, np.float32)

    def _rarity(self, piece: str, question: str, start: int) -> float:
        """How rare the word is that a piece belongs to: 0 for a word without meaning of its own."""
        word = terms(_word_at(question, start) or piece)
        return word_rarity(word[0], self._store) if word else 0.0

    def _encode(self, texts: Sequence[str]) -> list[NDArray[np.float16]]:
        import numpy as np

        with self._lock:
            missing = list(dict.fromkeys(text for text in texts if text not in self._encoded))
        fresh = dict(zip(missing, self._embedder.embed_tokens(missing), strict=True))
        with self._lock:
            for text, pieces in fresh.items():
                self._encoded[text] = pieces.vectors.astype(np.float16)
            rows = [self._encoded.get(text) for text in texts]
            for text in texts:
                if text in self._encoded:
                    self._encoded.move_to_end(text)
            while len(self._encoded) > _KEPT:
                self._encoded.popitem(last=False)
        return [row if row is not None else fresh[text].vectors.astype(np.float16) for row, text in zip(rows, texts, strict=True)]


def _word_at(text: str, at: int) -> str:
    """The word around a place, so that "##ial" of "financial" weighs as its word does."""
    start = end = at
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]
