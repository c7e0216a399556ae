"""`python -m evals ablate`: each mechanism off in turn, so that what it is worth can be seen.

Nothing in the product knows of this. A mechanism is off in two ways that its seams allow: the columns it gives to the ranking keep
their mean (a weight of 0 over standardised columns), and a search it stands on finds nothing, in a store put in place of the real
one. The other weights are not fitted again, so a row shows what the answers lose today and not what a ranking without the mechanism
could be brought to. Proved by tests/test_evals_ablation.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from evals.cases import Case, ParagraphKey
from evals.measures import answer_scores, retrieval_scores
from evals.run import answer_cases, fresh_answerer, paragraphs_of, read_folder, scores_json
from index import Embedder, Remedy, Store, load_embedder
from rag import PARTS, Answerer, load_ranker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MECHANISMS", "Mechanism", "ablate", "ablation_table"]

_SHOWN = ("recall@10", "reciprocal rank", "citation precision", "citation recall")


class _StoreWithout:
    """A store of which one search finds nothing; all else is the store's own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self._store, name)

    def search_both(
        self,
        query: NDArray[np.float32],
        words: Sequence[Sequence[str]],
        count: int,
        *,
        decision_ids: Sequence[int] | None = None,
    ) -> tuple[list[tuple[int, float]], list[list[tuple[int, float]]]]:
        """Both searches, one of which may be off."""
        held = [self.search_lexical(some, count, decision_ids=decision_ids) for some in words]
        return self.search_dense(query, count, decision_ids=decision_ids), held


class _WithoutWords(_StoreWithout):
    def search_lexical(
        self, words: Sequence[str], count: int, *, decision_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Nothing."""
        del words, count, decision_ids
        return []


class _WithoutMeaning(_StoreWithout):
    def search_dense(
        self, query: NDArray[np.float32], count: int, *, decision_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The nearest paragraph alone, by which an answer tells whether these decisions are about the question at all."""
        return self._store.search_dense(query, count, decision_ids=decision_ids)[:1]


class _WithoutRemedies(_StoreWithout):
    def remedies(self, *_: object) -> tuple[Remedy, ...]:
        """Nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Mechanism:
    """What can be off: the columns of the ranking that go with it, by name, and the store without it."""

    name: str
    columns: Callable[[str], bool]
    store: Callable[[Store], object] | None = None


def _beginning(*starts: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(starts)


MECHANISMS: tuple[Mechanism, ...] = (
    Mechanism("late interaction", lambda name: "interaction" in name),
    Mechanism("wanted parts", _beginning("part wanted", "speaker wanted")),
    Mechanism("lexical search", _beginning("words"), _WithoutWords),
    Mechanism("dense search", _beginning("meaning"), _WithoutMeaning),
    Mechanism("rare words covered", _beginning("coverage")),
    Mechanism("neighbours' signals", lambda name: " beside, " in name),
    Mechanism("match of the decision", _beginning("decision ")),
    Mechanism("part and speaker", _beginning(*PARTS, "boilerplate")),
    Mechanism("kind of question", lambda name: " for " in name),
    Mechanism("decisions named", lambda name: name.endswith("of a named decision") or name == "asked for"),
    Mechanism("sums and durations", _beginning("amount", "duration")),
    Mechanism("remedy ledger", lambda name: "ledger" in name or "remedy" in name, _WithoutRemedies),
)
"""Each mechanism whose seams can be reached from outside."""


def ablate(folder: Path, cases: Sequence[Case]) -> dict[str, Any]:
    """Index the folder afresh and ask the questions with everything on, then with each mechanism off; JSON values."""
    _, decisions = read_folder(folder)
    texts = paragraphs_of(decisions)
    embedder = load_embedder()
    with fresh_answerer(folder, embedder) as answerer:
        rows = {"everything on": _measured(answerer, cases, texts)}
        for mechanism in MECHANISMS:
            rows[mechanism.name] = _measured(_answerer_without(mechanism, answerer.store, embedder), cases, texts)
    return {"questions": len(cases), "decisions": len(decisions), "off": rows}


def _answerer_without(mechanism: Mechanism, store: Store, embedder: Embedder) -> Answerer:
    ranker = load_ranker().without(mechanism.columns)
    opened = mechanism.store(store) if mechanism.store else store
    return Answerer(cast("Store", opened), embedder, ranker=ranker)


def _measured(answerer: Answerer, cases: Sequence[Case], texts: Mapping[ParagraphKey, str]) -> dict[str, dict[str, float]]:
    outcomes = answer_cases(answerer, cases)
    return scores_json({**retrieval_scores(outcomes), **answer_scores(outcomes, texts)})


def ablation_table(results: Mapping[str, Any]) -> str:
    """The results for a terminal: each measure, and how far below everything on it is."""
    lines = [f"{results['questions']} questions over {results['decisions']} decisions", ""]
    lines.append(f"{'off':<24}" + "".join(f"{name:>28}" for name in _SHOWN))
    whole = results["off"]["everything on"]
    for name, scores in results["off"].items():
        cells = [f"{scores[one]['value']:.3f} ({scores[one]['value'] - whole[one]['value']:+.3f})" for one in _SHOWN]
        lines.append(f"{name:<24}" + "".join(f"{cell:>28}" for cell in cells))
    return "\n".join(lines)
