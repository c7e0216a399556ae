"""Weighing what is known of a paragraph into one score: how likely it is to support the answer, 0 to 1.

A logistic regression over every paragraph of the best decisions; then over the best of these, with late interaction added, small
neural networks of one hidden layer whose mean is brought to a chance. A ridge regression from the question's vector says which
parts of a decision are wanted and who is to be heard ("what did they get?" wants the action). All are fitted by `python -m evals
fit` on the development questions over the real and the sample decisions, and stand in ranker.json with the names of their
columns; a file whose columns are others is refused. The ridge belongs to one embedding model: with another model its two columns
keep their mean and the rest works on.
Proved by tests/test_rag_ranker.py and the evaluation.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.cues import Kind
from rag.features import KINDS, PARTS, Table, first_names, second_names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.interaction import LateInteraction

__all__ = ["RANKER_FILE", "RERANKED", "WIDEST", "Ranker", "load_ranker", "question_columns"]

RANKER_FILE = Path(__file__).with_name("ranker.json")
RERANKED = 60
"""Rows scored by late interaction: nine in ten of the supporting paragraphs are among the first thirty of the first ranking."""

WIDEST = 6.0
"""Standard deviations: a column further out says no more, so that nothing unheard of carries a network away."""

_UNKNOWN = ("part wanted", "speaker wanted")


@dataclass(frozen=True, slots=True)
class _Weights:
    """One logistic regression over standardised columns: each of shape (columns,), and its constant."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    weights: NDArray[np.float32]
    constant: float

    @classmethod
    def read(cls, value: Mapping[str, Any], names: tuple[str, ...]) -> _Weights:
        import numpy as np

        _require_names(value, names)
        mean, scale, weights = (np.array(value[key], np.float32) for key in ("mean", "scale", "weights"))
        return cls(mean, scale, weights, float(value["constant"]))

    def logits(self, columns: NDArray[np.float32]) -> NDArray[np.float32]:
        import numpy as np

        return np.asarray((columns - self.mean) / self.scale @ self.weights + self.constant, np.float32)

    def without(self, off: NDArray[np.bool_]) -> _Weights:
        """The same, to which these columns say nothing."""
        import numpy as np

        return replace(self, weights=np.where(off, np.float32(0), self.weights))


@dataclass(frozen=True, slots=True)
class _Network:
    """Members of one hidden layer each over standardised columns, beside a line through all of them, and what makes it a chance.

    `hidden` has shape (members, columns, units), `bends` (members, units), `out` (members, units), `line` (members, columns).
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    hidden: NDArray[np.float32]
    bends: NDArray[np.float32]
    out: NDArray[np.float32]
    line: NDArray[np.float32]
    slope: float
    constant: float

    @classmethod
    def read(cls, value: Mapping[str, Any], names: tuple[str, ...]) -> _Network:
        import numpy as np

        _require_names(value, names)
        mean, scale, hidden = (np.array(value[key], np.float32) for key in ("mean", "scale", "hidden"))
        bends, out, line = (np.array(value[key], np.float32) for key in ("bends", "out", "line"))
        return cls(mean, scale, hidden, bends, out, line, slope=float(value["slope"]), constant=float(value["constant"]))

    def logits(self, columns: NDArray[np.float32]) -> NDArray[np.float32]:
        import numpy as np

        inner = np.clip((columns - self.mean) / self.scale, -WIDEST, WIDEST)
        bent = np.maximum(np.einsum("rc,mcu->mru", inner, self.hidden) + self.bends[:, None, :], 0.0)
        each = np.einsum("mru,mu->mr", bent, self.out) + self.line @ inner.T
        return np.asarray(each.mean(axis=0) * self.slope + self.constant, np.float32)

    def without(self, off: NDArray[np.bool_]) -> _Network:
        """The same, to which these columns say nothing."""
        import numpy as np

        hidden = np.where(off[None, :, None], np.float32(0), self.hidden)
        return replace(self, hidden=hidden, line=np.where(off[None, :], np.float32(0), self.line))


def _require_names(value: Mapping[str, Any], names: tuple[str, ...]) -> None:
    if tuple(value["names"]) != names:
        message = f"{RANKER_FILE.name} was fitted on other columns; run: python -m evals fit"
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Ranker:
    """The fitted weights."""

    model: str
    parts: NDArray[np.float32]
    first: _Weights
    second: _Network

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Ranker:
        """From the value of ranker.json.

        Raises:
            ValueError: it was fitted on other columns than this version has.
        """
        import numpy as np

        parts = np.array(value["parts"], np.float32)
        return cls(
            value["model"], parts, _Weights.read(value["first"], first_names()), _Network.read(value["second"], second_names())
        )

    def without(self, columns: Callable[[str], bool]) -> Ranker:
        """The ranking with the columns of these names at their mean, in both of its steps."""
        import numpy as np

        off = [np.array([columns(name) for name in names]) for names in (first_names(), second_names())]
        return replace(self, first=self.first.without(off[0]), second=self.second.without(off[1]))

    def wanted(self, model: str, vector: NDArray[np.float32], kinds: Mapping[Kind, float]) -> NDArray[np.float32] | None:
        """How far each of PARTS is wanted, from the question's vector; None for an embedding model it was not fitted on."""
        if model != self.model:
            return None
        return question_columns(vector, kinds) @ self.parts

    def scores(self, table: Table, wanted: NDArray[np.float32] | None, interaction: LateInteraction) -> NDArray[np.float32]:
        """One score a row: the reranked rows above the others, each by its own order."""
        import numpy as np

        if not table.rows:
            return np.zeros(0, np.float32)
        known = self._at_mean(table) if wanted is None else table.wanting(wanted)
        logits = self.first.logits(known.first)
        best = np.argsort(-logits, kind="stable")[:RERANKED]
        again = self.second.logits(known.second(best.tolist(), interaction))
        scores = _chance(logits)
        rest = np.setdiff1d(np.arange(len(logits)), best)
        scores[best] = _chance(again)
        scores[rest] = np.minimum(scores[rest], scores[best].min())
        return scores

    def _at_mean(self, table: Table) -> Table:
        """The table with nothing said by the columns that are not known."""
        first = table.first.copy()
        for name in _UNKNOWN:
            at = first_names().index(name)
            first[:, at] = self.first.mean[at]
        return replace(table, first=first)


def question_columns(vector: NDArray[np.float32], kinds: Mapping[Kind, float]) -> NDArray[np.float32]:
    """What the ridge sees of a question: its vector, the shares of its kinds, a constant."""
    import numpy as np

    return np.concatenate([vector * _VECTOR_WEIGHT, [kinds.get(kind, 0.0) for kind in KINDS], [1.0]]).astype(np.float32)


_VECTOR_WEIGHT = 3.0  # so that a penalty of 10 shrinks the 384 numbers of the vector about as much as the shares


def _chance(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    return (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)


@cache
def load_ranker() -> Ranker:
    """The weights that come with this version.

    Raises:
        ValueError: they were fitted on other columns.
    """
    ranker = Ranker.read(json.loads(RANKER_FILE.read_text(encoding="utf-8")))
    assert ranker.parts.shape[1] == len(PARTS)
    return ranker
