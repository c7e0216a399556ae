"""Late interaction: each word of a question finds its best match in a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index import Embedder, Store, TokenVectors
from rag.interaction import LateInteraction

PANEL = "The Council should have arranged a stage three review panel when Mr X asked for one."
FEES = "Mrs Y paid care home fees for eleven weeks that the Council should have met."


class Counting:
    """The real model, with a note of what it was asked to encode."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        """As the model."""
        return self._embedder.embed(texts)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """As the model."""
        self.asked.extend(texts)
        return self._embedder.embed_tokens(texts)


MATCHES = [
    ("was a stage 3 panel refused?", 0),  # a digit for a word
    ("my mum was charged for her residential home", 1),  # another word for each
    ("panle at third stage", 0),  # a slip of the keys
]


@pytest.mark.parametrize(("question", "nearest"), MATCHES)
def test_the_paragraph_that_meets_the_words_scores_higher(
    question: str, nearest: int, sample_store: Store, embedder: Embedder
) -> None:
    """In other words than the paragraph's own."""
    scores = LateInteraction(embedder, sample_store).scores(question, [PANEL, FEES])
    assert scores.argmax(axis=0).tolist() == [nearest, nearest]


def test_a_text_scores_one_against_itself(sample_store: Store, embedder: Embedder) -> None:
    """Each word piece meets itself."""
    (score,) = LateInteraction(embedder, sample_store).scores(PANEL, [PANEL])
    assert score.tolist() == pytest.approx([1.0, 1.0], abs=0.01)


EMPTY = [
    ("and the of to", [PANEL]),  # no word carries meaning
    ("???", [PANEL]),  # no word at all
]


@pytest.mark.parametrize(("question", "texts"), EMPTY)
def test_a_question_without_words_scores_nothing(question: str, texts: list[str], sample_store: Store, embedder: Embedder) -> None:
    """Zero, not an error."""
    assert LateInteraction(embedder, sample_store).scores(question, texts).tolist() == [[0.0, 0.0]]


def test_odd_texts_are_scored(sample_store: Store, embedder: Embedder) -> None:
    """No text, an empty text and one far beyond what the model reads."""
    interaction = LateInteraction(embedder, sample_store)
    assert interaction.scores("panel", []).shape == (0, 2)
    scores = interaction.scores("review panel", ["", "\u00a0", f"{PANEL} " * 200])
    assert not scores[:2].any()
    assert scores[2].min() > 0.5


def test_a_paragraph_is_encoded_once(sample_store: Store, embedder: Embedder) -> None:
    """The second question encodes itself only, and scores come out the same."""
    counting = Counting(embedder)
    interaction = LateInteraction(counting, sample_store)
    before = interaction.scores("stage three panel", [PANEL, FEES])
    counting.asked.clear()
    again = interaction.scores("stage three panel", [FEES, PANEL])
    assert counting.asked == ["stage three panel"]
    assert np.array_equal(before, again[::-1])
