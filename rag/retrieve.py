"""Level one: which decisions speak to the question.

Dense and lexical search over all paragraphs (or those a filter leaves), fused by rank; a decision is as good as its three best
paragraphs, so that one stray sentence does not carry it. Boilerplate stands alike everywhere and decides nothing, unless the
question is about powers. Proved by tests/test_rag_retrieve.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from index import Filters, Spans, Store, TokenVectors, split_paragraph_id
from rag.cues import Kind
from rag.fuse import fuse_hits
from rag.query import Query
from rag.records import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Candidate", "Found", "KindWeigher", "QueryEmbedder", "decisions_within", "retrieve", "search_for"]

_CANDIDATES = 120  # paragraphs asked of each search: enough that a decision's parts meet, few enough to stay fast
_BEST_OF_DECISION = 3
_ALSO = 0.5  # what a word of the field counts beside one of the asker's own


class QueryEmbedder(Protocol):
    """Texts to unit vectors: one a text, and one a word piece."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The word pieces of each text, in order."""
        ...

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """Where the word pieces of each text stand in it, in order."""
        ...


class KindWeigher(Protocol):
    """A question to the shares of the kinds of answer it may want."""

    def shares(self, question: str, vector: NDArray[np.float32]) -> Mapping[Kind, float]:
        """Shares that sum to one."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A decision that may answer, its fused score and its best paragraphs."""

    decision_id: int
    score: float
    paragraph_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What level one found.

    Candidates best first, the paragraphs in fused order, how near the nearest is (cosine), and the decisions searched.
    """

    candidates: tuple[Candidate, ...]
    paragraphs: tuple[tuple[int, float], ...]
    nearest: float
    vector: NDArray[np.float32]
    kinds: Mapping[Kind, float]
    within: tuple[int, ...]


def retrieve(query: Query, store: Store, embedder: QueryEmbedder, kinds: KindWeigher) -> Found:
    """Search the decisions that the query's filters leave."""
    within = decisions_within(query, store)
    narrow = within if len(within) < store.count() else None
    vector = embedder.embed([query.meant])[0]
    near, worded = search_for(query, vector, store, _CANDIDATES, decision_ids=narrow)
    dense = _hits(near, "dense")
    fused = fuse_hits([dense, _hits(worded, "lexical")])
    marks = store.marks(i for i, _ in fused)
    if not query.about_powers:
        fused = [(i, score) for i, score in fused if i not in marks or not marks[i].boilerplate]
    families = {split_paragraph_id(i)[0]: mark.family for i, mark in marks.items()}
    return Found(
        candidates=tuple(_one_of_each_text(_candidates(fused), query, families)),
        paragraphs=tuple(fused),
        nearest=dense[0].score if dense else 0.0,
        vector=vector,
        kinds=kinds.shares(query.text, vector),
        within=within,
    )


def search_for(
    query: Query, vector: NDArray[np.float32], store: Store, count: int, *, decision_ids: Sequence[int] | None
) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """Paragraphs by meaning; and by the question's own words and the field's for its lay ones, which weigh less. Best first."""
    words = [query.words, query.also] if query.also else [query.words]
    dense, (own, *others) = store.search_both(vector, words, count, decision_ids=decision_ids)
    if not others:
        return dense, own
    scores = dict(own)
    for paragraph, score in chain.from_iterable(others):
        scores[paragraph] = scores.get(paragraph, 0.0) + _ALSO * score
    return dense, sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:count]


def decisions_within(query: Query, store: Store) -> tuple[int, ...]:
    """The decisions to search: the filters and the authorities the question names, less those it sets aside."""
    included = _included(query, store)
    if not query.excluded:
        return included
    excluded = {i for name in query.excluded for i in store.matching(Filters(authority=name))}
    return tuple(i for i in included if i not in excluded)


def _included(query: Query, store: Store) -> tuple[int, ...]:
    """The filters, and the authorities the question names unless a filter names one."""
    if query.named and not query.filters.authority and not query.filters.references:
        ids: list[int] = []
        for name in query.named:
            ids.extend(store.matching(replace(query.filters, authority=name)))
        return tuple(sorted(set(ids)))
    return store.matching(query.filters or Filters())


def _hits(found: Sequence[tuple[int, float]], search: str) -> list[Hit]:
    return [Hit(i, score, rank, "dense" if search == "dense" else "lexical") for rank, (i, score) in enumerate(found, 1)]


def _one_of_each_text(candidates: Sequence[Candidate], query: Query, families: Mapping[int, str]) -> Iterator[Candidate]:
    """The best decision of those that share one text, so that one investigation is not shown as several; all that are named."""
    seen: set[str] = set()
    for candidate in candidates:
        family = families.get(candidate.decision_id, str(candidate.decision_id))  # only its summary was found
        if query.names_decisions or family not in seen:
            yield candidate
        seen.add(family)


def _candidates(fused: Sequence[tuple[int, float]]) -> tuple[Candidate, ...]:
    by_decision: dict[int, list[tuple[int, float]]] = {}
    for paragraph_id, score in fused:
        by_decision.setdefault(split_paragraph_id(paragraph_id)[0], []).append((paragraph_id, score))
    made = [
        Candidate(decision_id, sum(score for _, score in rows[:_BEST_OF_DECISION]), tuple(i for i, _ in rows))
        for decision_id, rows in by_decision.items()
    ]
    return tuple(sorted(made, key=lambda candidate: (-candidate.score, candidate.decision_id)))
