"""Each text of an answer is read once, those known beforehand in one batch, and nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index import Embedder
from rag import Answerer
from rag.embedded import Embedded


class Counting:
    """The real model, with a note of the batches it was asked for."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.batches: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        """As the model."""
        self.batches.append(list(texts))
        return self._embedder.embed(texts)


def test_what_was_prepared_is_not_read_again(embedder: Embedder) -> None:
    """In one batch without repeats; what was not is read when it is asked for, and rows come in the order asked."""
    counting = Counting(embedder)
    texts = Embedded(counting)
    texts.prepare(["a panel", "a fee", "a panel"])
    texts.prepare(["a fee"])
    texts.prepare([])
    found = texts.embed(["a fee", "a plan", "a panel", "a fee"])
    assert counting.batches == [["a panel", "a fee"], ["a plan"]]
    assert np.allclose(found, embedder.embed(["a fee", "a plan", "a panel", "a fee"]), atol=0.01)
    assert texts.embed([]).shape == (0, found.shape[1])


QUESTIONS = [
    "What remedy was agreed when the council refused a stage three panel?",  # findings and actions of several decisions
    "What did the Council find about the panel?",  # passages
    "What was agreed in 99 000 112?",  # of a named decision no action is tied
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_reads_its_texts_in_one_batch(question: str, sample_answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many decisions and paragraphs it weighs."""
    batches: list[int] = []
    embed = Embedded.prepare

    def noted(self: Embedded, texts: Sequence[str]) -> None:
        before = len(self._known)
        embed(self, texts)
        batches.append(len(self._known) - before)

    monkeypatch.setattr(Embedded, "prepare", noted)
    assert sample_answerer.ask(question).claims
    assert len([count for count in batches if count]) <= 1
