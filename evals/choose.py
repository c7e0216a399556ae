"""`python -m evals choose`: the weights of rag/choice.json, by which an answer quotes so many paragraphs and no more.

Fitted after the ranking, on the same development questions, each ranked by weights that were fitted without it; so the chances are
those of questions nobody has seen. Fit it again whenever `python -m evals fit` has written other weights. The table shows what
more or fewer paragraphs would be worth, again by chances of other questions: each row is one value of how much recall counts beside
precision, with the chosen paragraphs taken whole. Proved by tests/test_evals_choose.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.cases import Case, ParagraphKey
from evals.fit import Asked, ask_cases, development_cases, rank_unseen
from evals.measures import fact_stands
from evals.run import fresh_answerer
from index import load_embedder, sample_folder
from rag import (
    AGREED_SIGNALS,
    CHOICE_SIGNALS,
    CONSIDERED,
    Answerer,
    Ranked,
    Regression,
    agreed_signals,
    are_actions,
    choice_signals,
    expected_best,
    ledger_of,
    with_agreed,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Judged", "fit_choice", "fitted", "trade_off"]

RECALL_WORTH = 0.55
"""How much recall counts beside precision, which comes first: an officer checks every citation. At 0.5 fewer of the required facts
are stated, at 0.7 fewer of the cited paragraphs are accepted: the table shows what each value is worth."""

_WORTHS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8, 1.0)
_INVERSE = 0.1  # penalty; 0.01 to 1 choose the same paragraphs but for one in a hundred
_FOLDS = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the paragraphs that may be quoted, best first, their signals, and which of them a reader accepts.

    `asked` are the AGREED_SIGNALS of the question; whether it asks for an action is whether one is accepted.
    """

    case: Case
    rows: tuple[Ranked, ...]
    asked: NDArray[np.float64]
    signals: NDArray[np.float64]
    accepted: NDArray[np.bool_]

    @property
    def wants_agreed(self) -> bool:
        """Whether an action is accepted."""
        return bool((self.accepted & (self.signals[:, -1] > 0)).any())

    def with_agreed(self, agreed: Regression) -> NDArray[np.float64]:
        """The signals by these weights of whether an action is asked for."""
        chance = agreed.chance(self.asked.tolist())
        return np.array([with_agreed(row, chance) for row in self.signals.tolist()], np.float64)


def fit_choice(folder: Path, out: Path | None) -> str:
    """Fit and write to `out`; without it only show the trade-off."""
    embedder = load_embedder()
    real, invented = development_cases()
    with fresh_answerer(folder, embedder) as over_real, fresh_answerer(sample_folder(), embedder) as over_samples:
        asked = [*ask_cases(over_real, real), *ask_cases(over_samples, invented)]
        count = sum(case.answerable for case in real)
        ranked = rank_unseen(asked)
        judged = [
            *_judged(over_real, asked[:count], ranked[:count]),
            *_judged(over_samples, asked[count:], ranked[count:]),
        ]
    unseen = _unseen(judged)
    lines: list[str] = []
    for name, part in (("decisions", slice(count)), ("samples", slice(count, None))):
        lines += [f"over the {name}, {len(judged[part])} questions", _agreed_line(judged[part], unseen[part])]
        lines += [*trade_off(judged[part], [one.chances for one in unseen[part]]), ""]
    if out is not None:
        out.write_text(json.dumps(fitted(judged), indent=1) + "\n", encoding="utf-8")
        lines += [f"written to {out}, recall counting {RECALL_WORTH} as much as precision"]
    return "\n".join(lines)


def _judged(answerer: Answerer, questions: Sequence[Asked], ranked: Sequence[tuple[Ranked, ...]]) -> list[Judged]:
    ledger = ledger_of(answerer.store)
    judged = []
    for one, rows in zip(questions, ranked, strict=True):
        query, first = one.table.query, rows[:CONSIDERED]
        actions = are_actions(first, ledger)
        asked = np.array(agreed_signals(query, first, one.found, actions), np.float64)
        accepted = np.array([_key(row) in one.case.accepted for row in first], bool)
        judged.append(Judged(one.case, first, asked, np.array(choice_signals(query, first, actions), np.float64), accepted))
    return judged


def _key(row: Ranked) -> ParagraphKey:
    return str(row.decision.reference), row.paragraph.number


def fitted(judged: Sequence[Judged]) -> dict[str, Any]:
    """The value of choice.json."""
    asked, wants = np.stack([one.asked for one in judged]), np.array([one.wants_agreed for one in judged])
    agreed = _regression(asked, wants, AGREED_SIGNALS)
    known = Regression.read(agreed, AGREED_SIGNALS)
    signals, accepted = np.concatenate([one.with_agreed(known) for one in judged]), np.concatenate([one.accepted for one in judged])
    return {**_regression(signals, accepted, CHOICE_SIGNALS), "recall_worth": RECALL_WORTH, "agreed": agreed}


def _regression(signals: NDArray[np.float64], target: NDArray[np.bool_], names: Sequence[str]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression

    mean, scale = signals.mean(axis=0), signals.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=_INVERSE, max_iter=500).fit((signals - mean) / scale, target)
    return {
        "signals": list(names),
        "mean": mean.round(5).tolist(),
        "scale": scale.round(5).tolist(),
        "weights": model.coef_[0].round(5).tolist(),
        "constant": round(float(model.intercept_[0]), 5),
    }


@dataclass(frozen=True, slots=True)
class _Unseen:
    """By weights fitted on other questions: the chances of a question's paragraphs, and that an action is asked for."""

    chances: NDArray[np.float64]
    agreed: float


def _unseen(judged: Sequence[Judged]) -> list[_Unseen]:
    found: dict[int, _Unseen] = {}
    for fold in range(_FOLDS):
        value = fitted([one for at, one in enumerate(judged) if at % _FOLDS != fold])
        agreed, chosen = Regression.read(value["agreed"], AGREED_SIGNALS), Regression.read(value, CHOICE_SIGNALS)
        for at in range(fold, len(judged), _FOLDS):
            rows = judged[at].with_agreed(agreed).tolist()
            found[at] = _Unseen(np.array([chosen.chance(row) for row in rows]), agreed.chance(judged[at].asked.tolist()))
    return [found[at] for at in range(len(judged))]


def _agreed_line(judged: Sequence[Judged], unseen: Sequence[_Unseen]) -> str:
    """How often it is told rightly whether an action is asked for."""
    told = np.array([one.agreed > 0.5 for one in unseen])  # noqa: PLR2004 - more likely than not
    wants = np.array([one.wants_agreed for one in judged])
    shares = [f"{(told == wants)[wants == asked].mean():.3f} of {(wants == asked).sum()}" for asked in (True, False)]
    return f"told rightly: that an action is asked for, {shares[0]}; that none is, {shares[1]}"


def trade_off(judged: Sequence[Judged], chances: Sequence[NDArray[np.float64]]) -> list[str]:
    """A line for each worth of recall: citation precision and recall, facts stated, and paragraphs quoted."""
    lines = [f"{'recall counts':<16}{'precision':>11}{'recall':>9}{'facts':>9}{'paragraphs':>13}"]
    for worth in _WORTHS:
        values = np.array([_measured(one, own, worth) for one, own in zip(judged, chances, strict=True)])
        precision, recall, facts, paragraphs = np.nanmean(values, axis=0)
        mark = " *" if worth == RECALL_WORTH else ""
        lines.append(f"{worth:<16}{precision:>11.3f}{recall:>9.3f}{facts:>9.3f}{paragraphs:>13.2f}{mark}")
    return lines


def _measured(one: Judged, chances: NDArray[np.float64], worth: float) -> tuple[float, float, float, float]:
    order = np.argsort(-chances, kind="stable")
    rows = [one.rows[at] for at in order[: expected_best(chances[order].tolist(), worth)]]
    cited = {_key(row) for row in rows}
    text = " ".join(row.paragraph.text for row in rows)
    facts = [fact_stands(fact, text) for fact in one.case.facts]
    return (
        len(cited & one.case.accepted) / max(1, len(cited)),
        len(cited & one.case.supports) / len(one.case.supports),
        sum(facts) / len(facts) if facts else float("nan"),
        len(cited),
    )
