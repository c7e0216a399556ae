"""`python -m evals run`: Pinpoint and the baseline over the same questions, one table, one JSON file.

Proved by tests/test_evals_run.py.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.cases import Case, ParagraphKey
from evals.measures import Outcome, Score, answer_scores, retrieval_scores
from index import Decision, NotADecision, UsageError, build_store, load_embedder, read_decision
from rag import Answerer, load_answerer

__all__ = ["answer_cases", "evaluate", "read_folder", "table"]


def read_folder(folder: Path) -> tuple[list[Path], list[Decision]]:
    """The decisions of a folder and the files they stand in.

    Raises:
        UsageError: it holds none.
    """
    files, decisions = [], []
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        try:
            decisions.append(read_decision(path))
            files.append(path)
        except NotADecision:
            continue
    if not decisions:
        message = f"got --decisions {str(folder)!r}; expected a folder with the decisions that the questions are about"
        raise UsageError(message)
    return files, decisions


def answer_cases(answerer: Answerer, cases: Sequence[Case]) -> list[Outcome]:
    """Ask every question."""
    outcomes = []
    for case in cases:
        answer = answerer.ask(case.question, case.history)
        ranked = tuple((passage.reference, passage.paragraph) for passage in answer.passages)
        outcomes.append(Outcome(case, ranked, frozenset(ranked[:10]), answer))
    return outcomes


def evaluate(folder: Path, cases: Sequence[Case], *, llm: str = "quotation") -> dict[str, Any]:
    """Index the folder afresh, ask the questions of Pinpoint and of the baseline; the results as JSON values."""
    from evals.baseline import Baseline

    files, decisions = read_folder(folder)
    texts: dict[ParagraphKey, str] = {(str(d.reference), p.number): p.text for d in decisions for p in d.paragraphs}
    embedder = load_embedder()
    with tempfile.TemporaryDirectory() as store:
        build_store([folder], store, embedder=embedder)
        answerer = load_answerer(store, llm)
        outcomes = answer_cases(answerer, cases)
        answerer.store.close()
    baseline = Baseline.build(files, decisions, embedder)
    compared = [baseline.answer(case) for case in cases]
    return {
        "questions": len(cases),
        "decisions": len(decisions),
        "llm": llm,
        "pinpoint": _scores({**retrieval_scores(outcomes), **answer_scores(outcomes, texts)}),
        "baseline": _scores(retrieval_scores(compared)),
        "by_kind": {kind: _scores(retrieval_scores([o for o in outcomes if o.case.kind == kind])) for kind in _kinds(cases)},
        "cases": [_case_json(outcome) for outcome in outcomes],
    }


def _kinds(cases: Sequence[Case]) -> list[str]:
    return sorted({case.kind for case in cases if case.answerable})


def _scores(scores: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    return {name: asdict(score) for name, score in scores.items()}


def _case_json(outcome: Outcome) -> dict[str, Any]:
    case, answer = outcome.case, outcome.answer
    assert answer is not None
    return {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "status": answer.status,
        "missed": sorted(f"{ref}#{number}" for ref, number in case.supports - outcome.in_ten),
        "cited": [f"{citation.reference}#{citation.label}" for citation in answer.citations],
        "milliseconds": answer.timings_ms,
    }


def table(results: Mapping[str, Any]) -> str:
    """The results for a terminal."""
    lines = [f"{results['questions']} questions over {results['decisions']} decisions, answers by {results['llm']}", ""]
    lines.append(f"{'measure':<30}{'Pinpoint':>10}{'baseline':>10}{'n':>6}")
    for name, score in results["pinpoint"].items():
        other = results["baseline"].get(name)
        beside = f"{other['value']:.3f}" if other else "-"
        lines.append(f"{name:<30}{score['value']:>10.3f}{beside:>10}{score['n']:>6}")
    lines += ["", f"{'recall@10 by kind':<30}{'Pinpoint':>10}{'n':>16}"]
    lines += [f"{kind:<30}{s['recall@10']['value']:>10.3f}{s['recall@10']['n']:>16}" for kind, s in results["by_kind"].items()]
    return "\n".join(lines)


def write_json(results: Mapping[str, Any], path: Path) -> None:
    """Write the results."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
