"""Which paragraphs a chunk of raw text holds: those of which it has half the characters, in sentences that stand in it whole.

A chunk has no paragraph; ten chunks of 1,000 characters hold more paragraphs than ten passages do, which favours systems that
return chunks. Proved by tests/test_evals_baseline.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.cases import ParagraphKey
from index import Decision, normalise_text, split_sentences

__all__ = ["Credit", "holds"]

_HELD = 0.5


class Credit:
    """The sentences of every paragraph, by decision."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._sentences: dict[str, list[tuple[int, Sequence[str]]]] = {}
        for decision in decisions:
            rows = self._sentences.setdefault(str(decision.reference), [])
            rows += [(one.number, split_sentences(one.text)) for one in decision.paragraphs]

    def paragraphs(self, chunks: Iterable[tuple[str, str]]) -> tuple[ParagraphKey, ...]:
        """The paragraphs that chunks (reference and text, best first) hold, in order of chunk and page, each once."""
        ranked: dict[ParagraphKey, None] = {}
        for reference, chunk in chunks:
            text = normalise_text(chunk)
            rows = self._sentences.get(reference, ())
            ranked.update(((reference, number), None) for number, parts in rows if holds(text, parts))
        return tuple(ranked)


def holds(chunk: str, sentences: Sequence[str]) -> bool:
    """Whether a chunk is credited with the paragraph of these sentences."""
    whole = sum(len(sentence) for sentence in sentences)
    return sum(len(sentence) for sentence in sentences if sentence in chunk) >= _HELD * whole > 0
