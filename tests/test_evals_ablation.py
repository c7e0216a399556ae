"""With a mechanism off, what it gives is not there, and everything else is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from evals.ablation import MECHANISMS, Mechanism, _answerer_without, ablate, ablation_table
from evals.cases import SAMPLE_CASES, load_cases
from evals.run import answer_cases
from index import Embedder, Store, sample_folder
from rag import Answerer, first_names, load_ranker, second_names

QUESTION = "What was agreed when a council refused a stage three review panel?"
NAMES = [mechanism.name for mechanism in MECHANISMS]


def mechanism(name: str) -> Mechanism:
    """The mechanism of that name."""
    return next(one for one in MECHANISMS if one.name == name)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "remedy ledger"])
def test_columns_of_a_mechanism_say_nothing_with_it_off(name: str) -> None:
    """They may hold anything; the others still say something, and the packaged weights are untouched."""
    columns, whole = mechanism(name).columns, load_ranker()
    less, dice = whole.without(columns), np.random.default_rng(0)
    off = np.array([columns(one) for one in second_names()])
    assert off.any()
    assert not off.all()
    rows = (whole.second.mean + whole.second.scale * dice.normal(size=(5, len(off)))).astype(np.float32)
    other = np.where(off, whole.second.mean + whole.second.scale, rows).astype(np.float32)
    assert np.array_equal(less.second.logits(rows), less.second.logits(other))
    assert not np.array_equal(whole.second.logits(rows), whole.second.logits(other))
    assert not np.array_equal(less.second.logits(rows), less.second.logits(rows[::-1]))
    assert np.array_equal(less.first.weights, np.where(off[: len(first_names())], 0, whole.first.weights))
    assert np.array_equal(less.parts, whole.parts)


def test_nothing_off_changes_nothing(sample_answerer: Answerer, embedder: Embedder) -> None:
    """A ranker with every column is the packaged one."""
    whole = _answerer_without(Mechanism("nothing", lambda _: False), sample_answerer.store, embedder)
    assert whole.ask(QUESTION).passages == sample_answerer.ask(QUESTION).passages


class Counting:
    """A store that says which of its searches were asked, and how many hits each gave."""

    def __init__(self, store: Any) -> None:  # noqa: ANN401 - a store or one put in its place
        self._store = store
        self.hits: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """As the store."""
        return getattr(self._store, name)

    def search_both(self, query: object, words: Sequence[object], count: int, **within: object) -> object:
        """As the store, each of its searches counted."""
        held = [self.search_lexical(some, count, **within) for some in words]
        return self.search_dense(query, count, **within), held

    def search_lexical(self, *given: object, **named: object) -> Sequence[tuple[int, float]]:
        """As the store, counted."""
        found: Sequence[tuple[int, float]] = self._store.search_lexical(*given, **named)
        self.hits["lexical"] = max(self.hits.get("lexical", 0), len(found))
        return found

    def search_dense(self, *given: object, **named: object) -> Sequence[tuple[int, float]]:
        """As the store, counted."""
        found: Sequence[tuple[int, float]] = self._store.search_dense(*given, **named)
        self.hits["dense"] = max(self.hits.get("dense", 0), len(found))
        return found


SEARCHES = [
    ("lexical", 0, "dense"),  # no word finds anything
    ("dense", 1, "lexical"),  # the nearest alone, by which an answer abstains
]


@pytest.mark.parametrize("row", SEARCHES)
def test_a_search_that_is_off_finds_nothing(row: tuple[str, int, str], sample_store: Store, embedder: Embedder) -> None:
    """Each row is a search, what is left of it, and the search that goes on; questions are still answered."""
    off, hits, on = row
    without = mechanism(f"{off} search")
    assert without.store is not None
    seen = Counting(without.store(sample_store))
    answer = Answerer(seen, embedder, ranker=load_ranker().without(without.columns)).ask(QUESTION)  # type: ignore[arg-type]  # stands for a store
    assert (seen.hits[off], seen.hits[on] > 10) == (hits, True)
    assert (answer.status != "none", len(answer.passages) >= 10) == (True, True)


def test_without_the_ledger_there_are_no_remedies(sample_store: Store) -> None:
    """The store has some, the one in its place none, and all else it has."""
    without = mechanism("remedy ledger")
    assert without.store is not None
    opened: Any = without.store(sample_store)
    assert sample_store.remedies() != ()
    assert opened.remedies() == opened.remedies(None, None) == ()
    assert opened.count() == sample_store.count()


def test_every_mechanism_has_a_row(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of them, over the same questions; the difference stands beside each figure, and with everything on it is none."""
    monkeypatch.setattr("evals.ablation.load_embedder", lambda: embedder)
    monkeypatch.setattr("rag.load.load_embedder", lambda _name: embedder)
    monkeypatch.setattr("evals.ablation.MECHANISMS", MECHANISMS[:2])
    results = ablate(sample_folder(), load_cases(SAMPLE_CASES)[:2])
    assert list(results["off"]) == ["everything on", *NAMES[:2]]
    assert {scores["recall@10"]["n"] for scores in results["off"].values()} == {2}
    _, _, head, first, *rows = ablation_table(results).splitlines()
    assert [name for name in ("recall@10", "reciprocal rank", "citation precision", "citation recall") if name in head] == [
        "recall@10",
        "reciprocal rank",
        "citation precision",
        "citation recall",
    ]
    assert first.count("(+0.000)") == 4
    assert [row[:24].strip() for row in rows] == NAMES[:2]


def test_late_interaction_and_the_parts_are_worth_something(sample_answerer: Answerer, embedder: Embedder) -> None:
    """Over a handful of questions some passage stands elsewhere without them."""
    cases = load_cases(SAMPLE_CASES)[:2]
    whole = [outcome.ranked for outcome in answer_cases(sample_answerer, cases)]
    for name in ("late interaction", "part and speaker"):
        less = _answerer_without(mechanism(name), sample_answerer.store, embedder)
        assert [outcome.ranked for outcome in answer_cases(less, cases)] != whole, name
