"""`python -m evals abstain`: the weights of rag/abstain.json, fitted on development questions that can be answered and others.

The unanswerable ones are cases/absent.jsonl, written by someone who had read only the decisions: most are near misses of the same
field, a fault, a sum or a party that none of the five decisions has; those about other subjects are asked of a named decision as
well. The printed figures are cross-validated: each question judged
by weights fitted without it. Proved by tests/test_evals_abstain.py.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.cases import ABSENT_CASES, FIT_CASES, REAL_CASES, Case, load_cases
from index import build_store, load_embedder
from rag import SIGNALS, Answerer, load_answerer

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["fit_abstention", "fitted"]

_INVERSE = 0.1  # penalty; chosen among 0.03, 0.1, 0.3 by the cross-validated share refused
_ANSWERED = 0.995  # of the answerable questions, at the bound: in a larger store, and in other words, more of them fall below it
_FOLDS = 8


def fit_abstention(folder: Path, out: Path | None) -> str:
    """Fit and write to `out`; without it only say how unseen questions are judged."""
    cases = [case for path in (REAL_CASES, FIT_CASES, ABSENT_CASES) for case in load_cases(path, part="dev")]
    named, signals, answerable = _judged(folder, [*cases, *_asked_of_a_decision(cases)])
    lines = []
    value: dict[str, Any] = {"signals": list(SIGNALS)}
    for part, chosen in (("named", named), ("open", ~named)):
        value[part] = fitted(signals[chosen], answerable[chosen])
        answered, refused = _cross_validated(signals[chosen], answerable[chosen])
        lines.append(f"{part:<6} answerable {answered:.3f} answered, unanswerable {refused:.3f} refused, of {chosen.sum()}")
    if out is not None:
        out.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
        lines.append(f"written to {out}")
    return "\n".join(lines)


def _asked_of_a_decision(cases: Sequence[Case]) -> list[Case]:
    """The questions about other subjects altogether, asked of a decision by its reference: "21 010 250: when are bins emptied?"."""
    references = sorted({reference for case in cases for reference, _ in case.supports})
    far = [case for case in cases if case.kind == "absent_far"]
    return [
        replace(case, question=f"{reference}: {case.question}") for case, reference in zip(far, cycle(references), strict=False)
    ]


def _judged(folder: Path, cases: Sequence[Case]) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.bool_]]:
    """Of each question that is searched at all: whether it names a decision, its signals, whether it can be answered."""
    with tempfile.TemporaryDirectory() as store:
        build_store([folder], store, embedder=load_embedder())
        answerer: Answerer = load_answerer(store, "quotation")
        rows = [(answerer.signals(case.question, case.history), case.answerable) for case in cases]
        answerer.store.close()
    kept = [(*signals, answerable) for signals, answerable in rows if signals is not None]
    named, signals, answerable = zip(*kept, strict=True)
    return np.array(named, bool), np.array(signals, float), np.array(answerable, bool)


def fitted(signals: NDArray[np.float64], answerable: NDArray[np.bool_]) -> dict[str, Any]:
    """Weights over the signals as they come, and the bound at which the share _ANSWERED of the answerable is answered."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = signals.mean(axis=0), signals.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=_INVERSE, max_iter=1_000).fit((signals - mean) / scale, answerable)
    weights = model.coef_[0] / scale
    constant = float(model.intercept_[0] - weights @ mean)
    chances = 1 / (1 + np.exp(-(signals @ weights + constant)))
    return {
        "weights": [round(float(weight), 5) for weight in weights],
        "constant": round(constant, 5),
        "bound": round(float(np.quantile(chances[answerable], 1 - _ANSWERED)), 4),
    }


def _cross_validated(signals: NDArray[np.float64], answerable: NDArray[np.bool_]) -> tuple[float, float]:
    """The shares of the answerable answered and of the others refused, by weights fitted on other questions."""
    answered = np.zeros(len(signals), bool)
    order = np.random.default_rng(0).permutation(len(signals))
    for fold in range(_FOLDS):
        held = order[fold::_FOLDS]
        rest = np.setdiff1d(order, held)
        value = fitted(signals[rest], answerable[rest])
        chances = 1 / (1 + np.exp(-(signals[held] @ np.array(value["weights"]) + value["constant"])))
        answered[held] = chances >= value["bound"]
    return float(answered[answerable].mean()), float(1 - answered[~answerable].mean())
