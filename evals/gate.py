"""`python -m evals gate`: measures that may not fall below floors.json, which is raised by hand and lowered by nothing.

Two sets have floors: "dev", the development questions over the decisions they are about, and "samples", every fourth question over
the packaged samples, quick enough for the test command. A floor is what was measured less the weight of one question, since
another processor's rounding may turn one; what must hold of every quote and every sum has none of that slack.
Proved by tests/test_evals_gate.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from evals.cases import SAMPLE_CASES, Case, load_cases
from evals.intervals import Score
from evals.measures import answer_scores, retrieval_scores
from evals.run import answer_cases, fresh_answerer, paragraphs_of, read_folder
from index import load_embedder
from rag import Answerer

__all__ = ["FLOORS", "measure_against", "pass_gate", "raised", "sample_questions", "shortfalls"]

FLOORS = Path(__file__).with_name("floors.json")
_EVERY = 4
_EXACT = frozenset(["quotes verbatim", "amounts locked"])
"""What must hold without exception."""
_DIGITS = 1_000


def sample_questions() -> tuple[Case, ...]:
    """Every fourth question over the samples."""
    return load_cases(SAMPLE_CASES)[::_EVERY]


def measure_against(answerer: Answerer, folder: Path, cases: tuple[Case, ...]) -> dict[str, Score]:
    """Every measure of these questions, asked of an answerer over the decisions of that folder."""
    _, decisions = read_folder(folder)
    outcomes = answer_cases(answerer, cases)
    return {**retrieval_scores(outcomes), **answer_scores(outcomes, paragraphs_of(decisions))}


def shortfalls(scores: Mapping[str, Score], floors: Mapping[str, float]) -> list[str]:
    """A line for each measure under its floor, or not measured although it has one."""
    lines = []
    for name, floor in floors.items():
        score = scores.get(name)
        if score is None or not score.n:
            lines.append(f"{name}: got nothing measured; expected at least {floor:.3f}")
        elif score.value < floor:
            lines.append(f"{name}: got {score.value:.3f}; expected at least {floor:.3f}")
    return lines


def raised(scores: Mapping[str, Score], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors these measures earn; none is below what it was, and none is dropped."""
    earned = {name: _earned(name, score) for name, score in scores.items() if score.n}
    return {
        name: max(earned.get(name, 0.0), floors.get(name, 0.0)) for name in (*floors, *(one for one in earned if one not in floors))
    }


def _earned(name: str, score: Score) -> float:
    slack = 0.0 if name in _EXACT else 1 / score.n
    return max(0.0, math.floor((score.value - slack) * _DIGITS) / _DIGITS)


def pass_gate(folder: Path, cases: tuple[Case, ...], *, which: str, raise_them: bool = False) -> list[str]:
    """Ask the questions of that set over a folder indexed afresh; the shortfalls, after raising the floors where that is asked."""
    known: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    with fresh_answerer(folder, load_embedder()) as answerer:
        scores = measure_against(answerer, folder, cases)
    own = known.get(which, {})
    if raise_them:
        known[which] = raised(scores, own)
        FLOORS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return shortfalls(scores, own)
