"""`python -m evals fit`: the weights of rag/ranker.py, fitted on the development questions, never on the held-out half.

Three steps in a row: a ridge from the question to the parts of a decision that its supports stand in, a logistic regression over
all paragraphs of the best decisions, and small networks with late interaction over the best of that (evals/network.py). What the
later ones see of the earlier is always predicted for questions the earlier were not fitted on. The recall printed is
cross-validated: each question ranked by weights fitted without it. Proved by tests/test_evals_fit.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.cases import FIT_CASES, REAL_CASES, SAMPLE_CASES, Case, load_cases
from evals.network import fit_network, rounded
from evals.run import fresh_answerer
from index import load_embedder, sample_folder
from rag import (
    PARTS,
    RERANKED,
    Answerer,
    Found,
    LateInteraction,
    Ranked,
    Ranker,
    Table,
    first_names,
    question_columns,
    rank_rows,
    second_names,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Asked", "ask_cases", "development_cases", "fit_ranker", "rank_unseen"]

_RIDGE = 10.0  # penalties chosen by the cross-validated recall among 3, 10, 30
_INVERSE = 0.03  # and among 0.003, 0.01, 0.03, 0.1
_FOLDS = 8
_HARD, _EASY = 50, 40  # paragraphs that do not support, per question: the nearest, and some of the others for all of them
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its table, which rows support, the searches' late interaction, and what they found."""

    case: Case
    table: Table
    columns: NDArray[np.float32]
    supports: NDArray[np.bool_]
    interaction: LateInteraction
    found: Found

    def parts(self) -> NDArray[np.float64]:
        """The share of the supports that stand in each of PARTS."""
        shares = np.zeros(len(PARTS))
        for row, supports in zip(self.table.rows, self.supports, strict=True):
            if supports:
                shares[PARTS.index(row.paragraph.role)] += 1
                shares[PARTS.index(f"said by {row.paragraph.speaker}")] += 1
        return shares / max(1, int(self.supports.sum()))


def fit_ranker(folder: Path, out: Path | None) -> str:
    """Fit on all development questions and write the weights to `out`; without it say how weights rank unseen questions."""
    embedder = load_embedder()
    real, invented = development_cases()
    with fresh_answerer(folder, embedder) as over_real, fresh_answerer(sample_folder(), embedder) as over_samples:
        asked, samples = ask_cases(over_real, real), ask_cases(over_samples, invented)
        everything = [*asked, *samples]
        if out is None:
            recalls = _cross_validated(everything)
            parts = {"real": recalls[: len(asked)], "samples": recalls[len(asked) :]}
            lines = [f"cross-validated recall@10, {name}: {np.mean(part):.3f} over {len(part)}" for name, part in parts.items()]
            return "\n".join(lines)
        value = {"model": embedder.identity.digest, **_fit(everything)}
    out.write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")
    return f"fitted on {len(everything)} questions: {out}"


def development_cases() -> tuple[list[Case], list[Case]]:
    """The questions to fit on: over the real decisions, and over the samples."""
    return [*load_cases(REAL_CASES, part="dev"), *load_cases(FIT_CASES)], list(load_cases(SAMPLE_CASES))


def ask_cases(answerer: Answerer, cases: Sequence[Case]) -> list[Asked]:
    """The tables of the questions that can be answered; late interaction asks the store for as long as they are used."""
    asked: list[Asked] = []
    for case in cases:
        if case.answerable:
            found, table, interaction = answerer.table(case.question, case.history)
            supports = np.array([(str(r.decision.reference), r.paragraph.number) in case.supports for r in table.rows], bool)
            asked.append(Asked(case, table, question_columns(found.vector, found.kinds), supports, interaction, found))
    return asked


def _fit(asked: Sequence[Asked]) -> dict[str, Any]:
    """The value of ranker.json, without the model."""
    known = _wanting(asked)
    first = _logistic([(table.first[rows], one.supports[rows], weights) for one, table, rows, weights in _sampled(asked, known)])
    best = [_best(first, table) for table in known]
    second = fit_network(
        [
            (table.second(rows.tolist(), one.interaction), one.supports[rows])
            for one, table, rows in zip(asked, known, best, strict=True)
        ]
    )
    return {
        "parts": _ridge(asked).round(_DIGITS).tolist(),
        "first": {"names": list(first_names()), **first},
        "second": {"names": list(second_names()), **second},
    }


def _ridge(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """From a question's columns to PARTS, the constant last."""
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=_RIDGE).fit(np.array([one.columns[:-1] for one in asked]), np.array([one.parts() for one in asked]))
    return np.vstack([model.coef_.T, model.intercept_])


def _wanting(asked: Sequence[Asked]) -> list[Table]:
    """The tables with the wanted parts, predicted from other questions."""
    tables: list[Table | None] = [None] * len(asked)
    for fold in range(_FOLDS):
        weights = _ridge([one for at, one in enumerate(asked) if at % _FOLDS != fold])
        for at in range(fold, len(asked), _FOLDS):
            tables[at] = asked[at].table.wanting((asked[at].columns @ weights).astype(np.float32))
    return [table for table in tables if table is not None]


def _sampled(asked: Sequence[Asked], known: Sequence[Table]) -> list[tuple[Asked, Table, NDArray[np.intp], NDArray[np.float64]]]:
    """Per question all supports, the nearest others, and some of the rest that stand for all of it."""
    dice = np.random.default_rng(0)
    out = []
    for one, table in zip(asked, known, strict=True):
        yes, others = np.flatnonzero(one.supports), np.flatnonzero(~one.supports)
        order = others[np.argsort(-table.support[others], kind="stable")]
        rest = dice.permutation(order[_HARD:])[:_EASY]
        share = len(order[_HARD:]) / max(1, len(rest))
        rows = np.concatenate([yes, order[:_HARD], rest])
        weights = np.concatenate([np.ones(len(yes) + len(order[:_HARD])), np.full(len(rest), share)]) / max(1, len(yes))
        out.append((one, table, rows, weights))
    return out


def _logistic(parts: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float64]]]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression

    columns, supports, weights = (np.concatenate(values) for values in zip(*parts, strict=True))
    mean, scale = columns.mean(axis=0), columns.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=_INVERSE, max_iter=300)
    model.fit((columns - mean) / scale, supports, sample_weight=weights * len(weights) / weights.sum())
    return {
        "mean": rounded(mean),
        "scale": rounded(scale),
        "weights": rounded(model.coef_[0]),
        "constant": float(model.intercept_[0]),
    }


def _logits(weights: dict[str, Any], columns: NDArray[np.float32]) -> NDArray[np.float64]:
    scaled = (columns - np.array(weights["mean"])) / np.array(weights["scale"])
    return np.asarray(scaled @ np.array(weights["weights"]) + weights["constant"], np.float64)


def _best(first: dict[str, Any], table: Table) -> NDArray[np.intp]:
    return np.argsort(-_logits(first, table.first), kind="stable")[:RERANKED]


def _cross_validated(asked: Sequence[Asked]) -> list[float]:
    """Recall@10 of each question by weights fitted without it, ranked as an answer is."""
    recalls = []
    for one, ranked in zip(asked, rank_unseen(asked), strict=True):
        found = one.case.supports & {(str(row.decision.reference), row.paragraph.number) for row in ranked[:10]}
        recalls.append(len(found) / len(one.case.supports))
    return recalls


def rank_unseen(asked: Sequence[Asked]) -> list[tuple[Ranked, ...]]:
    """The paragraphs of each question, ranked by weights fitted without it."""
    ranked: list[tuple[Ranked, ...]] = [()] * len(asked)
    folds = 5
    for fold in range(folds):
        ranker = Ranker.read({"model": "", **_fit([one for at, one in enumerate(asked) if at % folds != fold])})
        for at in range(fold, len(asked), folds):
            one = asked[at]
            ranked[at] = rank_rows(one.table, ranker.scores(one.table, one.columns @ ranker.parts, one.interaction))
    return ranked
