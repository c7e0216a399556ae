"""What a figure belongs to: two sums, two dates or two spans of one paragraph are not each other's.

Contract: the sources are cut into pieces that hold one figure of a kind each ("pay Mrs K £300 ..." and "pay Mr K £100 ..."), the
sentence at every "and". A figure of the sentence is doubted where a piece with other figures of that kind fits the words beside
it better than any piece that holds it: surely where its own pieces share none of those words.
Proved by tests/test_rag_verify_traps.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index import split_sentences
from rag.accounts import read_people
from rag.figures import Figure, FigureKind, read_figures, stands_in
from rag.roles import Doubt
from rag.words import content_stems, stem

__all__ = ["binding_doubt", "words_beside_figures"]

_KINDS: tuple[FigureKind, ...] = ("money", "duration", "date", "percent", "count", "label")
_CUT = re.compile(r"(?<=;)\s|,?(?<!Mr)(?<!Mrs)\s(?=(?:and|or|but|while|whereas|then|when|because|against)\s)|\s(?=rather\sthan\s)")
_MARGIN = 2
"""Shared words by which another figure's piece must fit better: one may be chance."""
_FIRMNESS = frozenset(stem(word) for word in ("agree", "pay", "offer", "recommend", "amount", "sum", "total", "decide"))
"""Words that stand once for all the sums of a sentence."""
_MONTHS = frozenset(
    stem(word) for word in "january february march april may june july august september october november december".split()
)


class _Piece(NamedTuple):
    words: frozenset[str]
    people: frozenset[str]
    figures: tuple[Figure, ...]


def words_beside_figures(text: str) -> frozenset[str]:
    """The content words of a text that are no part of a date."""
    return content_stems(text) - _MONTHS


def binding_doubt(sentence: str, texts: Iterable[str]) -> Doubt | None:
    """The first figure of the sentence that the cited words give to something else."""
    sources = tuple(texts)
    for kind in _KINDS:
        pieces = [piece for text in sources for piece in _pieces(text, kind)]
        claims = [_read_piece(part, kind) for part in _CUT.split(sentence) if _of_kind(part, kind)]
        doubts = (_doubt_of(figure, claimed, pieces) for claimed in claims for figure in claimed.figures)
        found = next(filter(None, doubts), None)
        if found:
            return found
    return None


def _doubt_of(figure: Figure, claimed: _Piece, pieces: Sequence[_Piece]) -> Doubt | None:
    own, rival = 0, 0
    told = frozenset[str]().union(*(piece.words for piece in pieces))
    named = frozenset[str]().union(*(piece.people for piece in pieces))
    said = len(claimed.words & told) + 2 * len(claimed.people & named)
    for piece in pieces:
        fit = len(claimed.words & piece.words) + 2 * len(claimed.people & piece.people)
        if stands_in(figure, piece.figures):
            own = max(own, fit)
        elif not any(stands_in(other, piece.figures) for other in claimed.figures):
            rival = max(rival, fit)
    wholly = not own and rival >= max(1, said) and figure.kind != "label"  # all that is said may be one word: "for the worry"
    if rival < own + _MARGIN and not wholly:
        return None
    return Doubt(f'the figure "{figure.text}" stands in the cited words, but for something else', sure=not own and rival >= _MARGIN)


@lru_cache(maxsize=4096)
def _pieces(text: str, kind: FigureKind) -> tuple[_Piece, ...]:
    """The pieces of a text that hold figures of a kind."""
    pieces = (piece for line in text.split("\n") for sentence in split_sentences(line) for piece in _cut(sentence, kind))
    return tuple(_read_piece(piece, kind) for piece in pieces if _of_kind(piece, kind))


def _read_piece(piece: str, kind: FigureKind) -> _Piece:
    figures = _of_kind(piece, kind)
    numbers = content_stems(" ".join(figure.text for figure in figures))
    return _Piece(words_beside_figures(piece) - _FIRMNESS - numbers, read_people(piece), figures)


def _cut(sentence: str, kind: FigureKind) -> Iterator[str]:
    """The sentence cut between two figures of a kind, and only there."""
    held = ""
    for part in _CUT.split(sentence):
        if held and _of_kind(held, kind) and _of_kind(part, kind):
            yield held
            held = part
        else:
            held = f"{held} {part}".strip()
    yield held


def _of_kind(text: str, kind: FigureKind) -> tuple[Figure, ...]:
    return tuple(figure for figure in read_figures(text) if figure.kind == kind)
