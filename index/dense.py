"""Search by meaning, within any decisions, at any size of the store.

Contract: results are cosines to the vectors at rest, so they do not depend on what found the candidates; recall@10 against exact
search is 0.99 or more. A few decisions are searched exactly. Otherwise candidates are texts: from Chroma where no filter is set or
a wide one, asked for more until enough pass; from the sketch where the filter leaves less, or where Chroma cannot be used. Where a
text stands in many paragraphs word for word, COPIES of them are listed, the earliest, or one standing sentence would be the whole
list. Proved by tests/test_index_dense.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalogue import PARAGRAPH_NUMBERS
from index.vectors_at_rest import exact_scores, text_scores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.catalogue import Catalogue
    from index.sketch import Sketch
    from index.turn import Turn

__all__ = ["COPIES", "EXACT_DECISIONS", "DenseSearch", "Nearest"]

EXACT_DECISIONS = 100
"""Decisions searched exactly, each of their paragraphs scored: some 4,000 windows, read in milliseconds."""

COPIES = 16
"""Paragraphs listed of those that hold one text word for word, where more decisions than a few are searched."""

_CANDIDATES = 4  # texts scored for each paragraph wanted: see index/turn.py for what that finds
_FEWEST = 200  # texts scored
_MORE = 4  # times as many when too few pass
_WIDE = 0.5  # share of the windows left by a filter above which Chroma is asked and what it names besides is left out
_MOST_ASKED = 4_000  # of Chroma at once: beyond, the sketch is faster

Nearest = Callable[["NDArray[np.float32]", int], Sequence[int] | None]
"""A turned query and a number of texts to their ids, by Chroma; None when it fails."""


@dataclass(frozen=True, slots=True)
class DenseSearch:
    """What a search is run on, each part opened when it is needed; the turn is None in a small store."""

    catalogue: Catalogue
    open_sketch: Callable[[], tuple[Sketch, Turn | None]]
    open_chroma: Callable[[], Nearest | None]

    def search(self, query: NDArray[np.float32], count: int, decision_ids: Sequence[int] | None) -> list[tuple[int, float]]:
        """Paragraphs nearest to a unit vector: (paragraph id, cosine), best first; within some decisions when given."""
        import numpy as np

        if decision_ids is not None and len(decision_ids) <= EXACT_DECISIONS:
            return _best_of(exact_scores(self.catalogue, query, decision_ids), count)
        sketch, turn = self.open_sketch()
        allowed = None if decision_ids is None else np.unique(np.asarray(decision_ids, np.int64))
        wanted = max(_FEWEST, count * _CANDIDATES)
        share = 1.0 if allowed is None else sketch.share_of(allowed)
        turned = query if turn is None else turn.turned(query)
        placed = _Placed(sketch, None if allowed is None else sketch.mask_of(allowed))

        def paragraphs(texts: Sequence[int]) -> list[tuple[int, float]]:
            return self._still_there(placed.best(text_scores(self.catalogue, query, texts), count))

        if share >= _WIDE and (nearest := self.open_chroma()) is not None:
            asked = int(wanted / share)
            while asked <= max(_MOST_ASKED, wanted) and (texts := nearest(turned, asked)) is not None:
                found = paragraphs(texts)
                if len(found) >= count or len(texts) < asked:
                    return found
                asked *= _MORE
        among = None if allowed is None else sketch.texts_of(allowed)
        while len(sketch.rows):
            some = sketch.nearest(turned, wanted, among)
            found = paragraphs(some.tolist())
            if len(found) >= count or len(some) < wanted:
                return found
            wanted *= _MORE
        return paragraphs(range(len(sketch.starts)) if among is None else among.tolist())

    def _still_there(self, found: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Less those of decisions that another process has replaced since the sketch was made."""
        there = self.catalogue.those_of({paragraph // PARAGRAPH_NUMBERS for paragraph, _ in found})
        return [one for one in found if one[0] // PARAGRAPH_NUMBERS in there]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Texts to the paragraphs that hold them, within the decisions that are allowed (by id; None for all)."""

    sketch: Sketch
    allowed: NDArray[np.bool_] | None

    def best(self, scores: dict[int, float], count: int) -> list[tuple[int, float]]:
        """The paragraphs of the best texts, best first."""
        best: dict[int, float] = {}
        last = 2.0  # above any cosine
        for text, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
            if len(best) >= count and score < last:
                break
            last = score
            for paragraph in self._holding(text):
                best.setdefault(paragraph, score)
        return _best_of(best, count)

    def _holding(self, text: int) -> list[int]:
        """The first paragraphs that hold a text."""
        paragraphs = self.sketch.windows_of(text)
        if self.allowed is not None:
            paragraphs = paragraphs[self.allowed[paragraphs // PARAGRAPH_NUMBERS]]
        return [int(one) for one in paragraphs[:COPIES]]


def _best_of(scores: dict[int, float], count: int) -> list[tuple[int, float]]:
    """The best of some scored paragraphs, of equal ones the earlier first."""
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:count]
