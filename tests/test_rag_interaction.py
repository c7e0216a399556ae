"""Late interaction: each word of a question finds its best match in a paragraph, at rest in the store or encoded then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Embedder, Spans, Store, TokenVectors, paragraph_id, split_sentences
from rag.interaction import LateInteraction

PANEL = "The Council should have arranged a stage three review panel when Mr X asked for one."
FEES = "Mrs Y paid care home fees for eleven weeks that the Council should have met."


class Bare:
    """The samples' words with other paragraphs, none of whose word pieces are at rest; a paragraph's id is its place."""

    def __init__(self, store: Store, texts: Sequence[str]) -> None:
        self.document_frequency, self.paragraph_count, self.model = store.document_frequency, store.paragraph_count, store.model
        self._texts = texts

    def meet(self, pieces: NDArray[np.float32], paragraph_ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Nothing is at rest."""
        assert len(pieces)
        assert paragraph_ids
        return {}

    def near_windows(self, pieces: NDArray[np.float32], paragraph_id: int) -> None:
        """Nothing is at rest."""
        assert len(pieces)
        assert paragraph_id >= 0

    def decision(self, decision_id: int) -> SimpleNamespace:
        """One decision that is all of the texts."""
        assert decision_id == 0
        return SimpleNamespace(paragraph=lambda number: SimpleNamespace(text=self._texts[number]), summary=None)


def bare(store: Store, *texts: str) -> Store:
    """A store of these texts alone."""
    return cast("Store", Bare(store, texts))


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

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """As the model."""
        return self._embedder.split(texts)


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
    scores = LateInteraction(embedder, bare(sample_store, PANEL, FEES)).scores(question, [[0], [1]])
    assert scores.argmax(axis=0).tolist() == [nearest, nearest]


def test_a_text_scores_one_against_itself(sample_store: Store, embedder: Embedder) -> None:
    """Each word piece meets itself."""
    (score,) = LateInteraction(embedder, bare(sample_store, PANEL)).scores(PANEL, [[0]])
    assert score.tolist() == pytest.approx([1.0, 1.0], abs=0.01)


@pytest.mark.parametrize("question", ["and the of to", "???"])  # no word carries meaning; no word at all
def test_a_question_without_words_scores_nothing(question: str, sample_store: Store, embedder: Embedder) -> None:
    """Zero, not an error."""
    assert LateInteraction(embedder, bare(sample_store, PANEL)).scores(question, [[0]]).tolist() == [[0.0, 0.0]]


def test_odd_texts_are_scored(sample_store: Store, embedder: Embedder) -> None:
    """No text, an empty text and one far beyond what the model reads."""
    interaction = LateInteraction(embedder, bare(sample_store, "", "\u00a0", f"{PANEL} " * 200))
    assert interaction.scores("panel", []).shape == (0, 2)
    scores = interaction.scores("review panel", [[0], [1], [2], []])
    assert not scores[[0, 1, 3]].any()
    assert scores[2].min() > 0.3


def test_a_paragraph_is_encoded_once(sample_store: Store, embedder: Embedder) -> None:
    """The second question encodes itself only, and scores come out the same."""
    counting = Counting(embedder)
    interaction = LateInteraction(counting, bare(sample_store, PANEL, FEES))
    before = interaction.scores("stage three panel", [[0], [1]])
    counting.asked.clear()
    again = interaction.scores("stage three panel", [[1], [0]])
    assert counting.asked == ["stage three panel"]
    assert np.array_equal(before, again[::-1])


def test_a_group_meets_each_word_by_its_best_paragraph(sample_store: Store, embedder: Embedder) -> None:
    """Half of the question stands in one, half in the other: together they meet all of it."""
    interaction = LateInteraction(embedder, bare(sample_store, PANEL, FEES))
    panel, fees, both = interaction.scores("stage three panel, care home fees", [[0], [1], [0, 1]])[:, 1]
    assert both > max(panel, fees)


def test_what_stands_at_rest_is_not_encoded_and_scores_alike(sample_store: Store, embedder: Embedder) -> None:
    """Over a decision of the samples: only the question is encoded, and the order is that of encoded paragraphs."""
    decision_id = sample_store.matching()[0]
    decision = sample_store.decision(decision_id)
    counting = Counting(embedder)
    question = "was a stage three panel refused?"
    ids = [[paragraph_id(decision_id, paragraph.number)] for paragraph in decision.paragraphs]
    kept = LateInteraction(counting, sample_store).scores(question, ids)
    assert counting.asked == [question]
    texts = bare(sample_store, *(paragraph.text for paragraph in decision.paragraphs))
    encoded = LateInteraction(embedder, texts).scores(question, [[at] for at in range(len(ids))])
    assert np.corrcoef(kept[:, 1], encoded[:, 1])[0, 1] > 0.95
    assert np.abs(kept - encoded).max() < 0.25


PARAGRAPH = f"{FEES} {PANEL} The Council wrote to her in May."


def test_a_part_is_met_by_its_own_words(sample_store: Store, embedder: Embedder) -> None:
    """Each sentence of a paragraph at rest, none of which is encoded; the one that answers is best."""
    counting = Counting(embedder)
    interaction = LateInteraction(counting, sample_store)
    decision_id = sample_store.matching()[0]
    question = "why was the support reduced without a new assessment?"
    for paragraph in sample_store.decision(decision_id).paragraphs:
        sentences = split_sentences(paragraph.text)
        scores = interaction.parts(question, paragraph_id(decision_id, paragraph.number), paragraph, [*sentences, "no part of it"])
        assert all(-1 <= score <= 1 for score in scores)
        (whole,) = interaction.scores(question, [[paragraph_id(decision_id, paragraph.number)]])[:, 1]
        assert max(scores[:-1]) <= whole + 1e-5
        assert scores[-1] <= whole + 1e-5  # what no window holds is met by all of it
    assert set(counting.asked) == {question}


def test_parts_of_a_paragraph_that_is_cut_otherwise_are_encoded(sample_store: Store, embedder: Embedder) -> None:
    """What stands at rest is not read as what it is not."""
    counting = Counting(embedder)
    decision_id = sample_store.matching()[0]
    paragraph = replace(sample_store.decision(decision_id).paragraphs[0], text=PARAGRAPH)
    number = paragraph_id(decision_id, paragraph.number)
    fees, panel = LateInteraction(counting, sample_store).parts(
        "was a stage three panel refused?", number, paragraph, [FEES, PANEL]
    )
    assert panel > fees + 0.1
    assert counting.asked == ["was a stage three panel refused?", PARAGRAPH]


def test_parts_of_a_store_without_word_pieces_are_encoded(sample_store: Store, embedder: Embedder) -> None:
    """The windows of the paragraph are, and the sentence that answers is best all the same."""
    interaction = LateInteraction(embedder, bare(sample_store, PARAGRAPH))
    paragraph = replace(sample_store.decision(sample_store.matching()[0]).paragraphs[0], text=PARAGRAPH)
    fees, panel, letter = interaction.parts(
        "was a stage three panel refused?", 0, paragraph, [FEES, PANEL, "The Council wrote to her in May."]
    )
    assert panel > max(fees, letter) + 0.1
    assert interaction.parts("was it?", 0, paragraph, [FEES, PANEL]) == [0.0, 0.0]  # no word that carries meaning
    assert interaction.parts("panel", 0, paragraph, []) == []
