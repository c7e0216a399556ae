"""Late interaction: how well each word of a question is met, in its context, somewhere in a paragraph.

One vector for a whole paragraph blurs it; a question about a panel that was refused is near to every paragraph about panels. Here
each word piece of the question looks for its best match among the word pieces of the paragraph, and the matches are averaged (the
MaxSim of ColBERT, Khattab and Zaharia 2020, over the embedding model's own token vectors): once by how rare the question's words
are in the store, once evenly, as the model was taught (index/adapter.py). A paragraph's word pieces stand in the store
(index/pieces.py); where they do not, since the store's model is another, the paragraph is encoded, and what was encoded is kept.
Proved by tests/test_rag_interaction.py.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index import Paragraph, Spans, Store, paragraph_windows, piece_terms, split_paragraph_id, telling_pieces
from rag.rarity import word_rarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.retrieve import QueryEmbedder

__all__ = ["LateInteraction"]

_KEPT = 1_500  # paragraphs: some 130 word pieces of 384 half floats each, 150 MB at most


class LateInteraction:
    """Scores paragraphs against a question, word by word; keeps those it had to encode."""

    def __init__(self, embedder: QueryEmbedder, store: Store) -> None:
        self._embedder = embedder
        self._store = store
        self._encoded: OrderedDict[int, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def scores(self, question: str, groups: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Two scores a group of paragraphs (ids), by rare words and evenly, each -1 to 1.

        A word of the question is met by the best of a group. All are 0 when no word of the question carries meaning.
        """
        import numpy as np

        (read,) = self._embedder.embed_tokens([question])
        asked = telling_pieces(question, read)
        weights = np.array([word_rarity(words[0], self._store) for words in piece_terms(question, read.spans) if words], np.float32)
        if not groups or not weights.sum():
            return np.zeros((len(groups), 2), np.float32)
        both = np.stack([weights / weights.sum(), np.full(len(weights), 1 / len(weights))], axis=1)
        wanted = list(dict.fromkeys(one for group in groups for one in group))
        met = self._store.meet(asked, wanted)
        met |= self._meet_encoded(asked, [one for one in wanted if one not in met])
        nothing = np.zeros(len(weights), np.float32)
        best = [np.maximum.reduce([met[one] for one in group]) if group else nothing for group in groups]
        return np.asarray(np.stack(best) @ both, np.float32)

    def parts(self, question: str, paragraph_id: int, paragraph: Paragraph, texts: Sequence[str]) -> list[float]:
        """How well each of these parts of a paragraph meets the question, by all its words evenly: -1 to 1.

        The words of a part are read in the context of their paragraph, and nothing is encoded where its word pieces stand in the
        store. A part that no window of the paragraph holds whole is met by all of it; all are 0 when the question has no word that
        carries meaning.
        """
        (read,) = self._embedder.embed_tokens([question])
        asked = telling_pieces(question, read)
        if not len(asked):
            return [0.0] * len(texts)
        windows = [window.text for window in paragraph_windows(paragraph)]
        kept = [_kept(*one) for one in zip(windows, self._embedder.split(windows), strict=True)]
        near = self._store.near_windows(asked, paragraph_id)
        if near is None or [cosines.shape[1] for cosines in near] != [len(spans) for spans in kept]:  # cut by another version
            near = [asked @ telling_pieces(*one).T for one in zip(windows, self._embedder.embed_tokens(windows), strict=True)]
        return [_part(" ".join(text.split()), windows, kept, near) for text in texts]

    def _meet_encoded(self, asked: NDArray[np.float32], paragraphs: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """The same as `Store.meet`, by encoding."""
        import numpy as np

        nothing = np.zeros(len(asked), np.float32)
        pieces = zip(paragraphs, self._encode(paragraphs), strict=True)
        return {one: (asked @ rows.T.astype(np.float32)).max(axis=1) if len(rows) else nothing for one, rows in pieces}

    def _encode(self, paragraphs: Sequence[int]) -> list[NDArray[np.float16]]:
        import numpy as np

        with self._lock:
            missing = [one for one in paragraphs if one not in self._encoded]
        texts = [_text(self._store, one) for one in missing]
        read = map(telling_pieces, texts, self._embedder.embed_tokens(texts))
        fresh = {one: pieces.astype(np.float16) for one, pieces in zip(missing, read, strict=True)}
        with self._lock:
            self._encoded.update(fresh)
            rows = [self._encoded.get(one) for one in paragraphs]
            for one in paragraphs:
                if one in self._encoded:
                    self._encoded.move_to_end(one)
            while len(self._encoded) > _KEPT:
                self._encoded.popitem(last=False)
        return [row if row is not None else fresh[one] for row, one in zip(rows, paragraphs, strict=True)]


def _kept(window: str, spans: Spans) -> list[tuple[int, int]]:
    """Where the word pieces stand that are kept of a window."""
    return [span for span, words in zip(spans, piece_terms(window, spans), strict=True) if words]


def _part(
    text: str, windows: Sequence[str], kept: Sequence[Sequence[tuple[int, int]]], near: Sequence[NDArray[np.float32]]
) -> float:
    """The best that a window which holds the text says of it, or else the best that any says of itself."""
    scores: list[float] = []
    places = [window.find(text) for window in windows]
    held = any(at >= 0 for at in places)
    for at, spans, cosines in zip(places, kept, near, strict=True):
        if held and at < 0:
            continue
        own = [n for n, (start, end) in enumerate(spans) if not held or (start >= at and end <= at + len(text))]
        scores.append(float(cosines[:, own].max(axis=1).mean()) if own else 0.0)
    return max(scores, default=0.0)


def _text(store: Store, paragraph: int) -> str:
    """A paragraph's text, the decision's summary for number 0."""
    decision_id, number = split_paragraph_id(paragraph)
    decision = store.decision(decision_id)
    found = decision.paragraph(number)
    return found.text if found else decision.summary or ""
