"""What is embedded: each paragraph as one or more windows that the model can see whole.

The default model reads 256 word pieces (about 190 English words) and drops the rest in silence, while a finding may run to
400 words; so a long paragraph becomes overlapping windows cut between sentences, all of them the same paragraph. Headings are left
out: with the heading in front, recall@10 by meaning alone fell from 0.61 to 0.51 on the development questions, since the
paragraphs under one heading then look alike.
Window 0 of paragraph 0 is the decision's summary, which finds decisions and is never cited.
Proved by tests/test_index_windows.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from index.records import Decision, Paragraph
from index.sentences import split_sentences

__all__ = ["SUMMARY_NUMBER", "Window", "decision_windows", "paragraph_windows", "text_windows"]

SUMMARY_NUMBER = 0
_WORDS = 100  # a window's aim, in words: under 256 word pieces, and the best of 40 to 200 on the development questions


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one paragraph as it is embedded; `sha256` names the embedded text, so equal text is embedded once."""

    number: int
    ordinal: int
    text: str

    @property
    def sha256(self) -> str:
        """The digest of the embedded text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def decision_windows(decision: Decision) -> tuple[Window, ...]:
    """All windows of a decision, its summary first."""
    return text_windows(decision.summary, ((paragraph.number, paragraph.text) for paragraph in decision.paragraphs))


def text_windows(summary: str | None, paragraphs: Iterable[tuple[int, str]]) -> tuple[Window, ...]:
    """The same of a summary and the paragraphs' numbers and texts, where that is all there is."""
    numbered = chain([(SUMMARY_NUMBER, summary)] if summary else [], paragraphs)
    return tuple(window for number, text in numbered for window in _cut(number, text))


def paragraph_windows(paragraph: Paragraph) -> tuple[Window, ...]:
    """The windows of one paragraph."""
    return tuple(_cut(paragraph.number, paragraph.text))


def _cut(number: int, text: str) -> Iterator[Window]:
    pieces = list(_pieces(text))
    start, ordinal = 0, 0
    while start < len(pieces):
        end, words = start, 0
        while end < len(pieces) and (end == start or words + len(pieces[end].split()) <= _WORDS):
            words += len(pieces[end].split())
            end += 1
        yield Window(number, ordinal, " ".join(pieces[start:end]))
        if end == len(pieces):
            return
        start = max(start + 1, end - 1)  # one sentence of overlap, so that no thought is cut off from its opening
        ordinal += 1


def _pieces(text: str) -> Iterator[str]:
    """Sentences, a sentence too long for one window cut by words."""
    for sentence in split_sentences(text):
        words = sentence.split()
        for at in range(0, len(words), _WORDS):
            yield " ".join(words[at : at + _WORDS])
