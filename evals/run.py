"""`python -m evals run`: Pinpoint and the baseline over the same questions, one table, one JSON file.

Every measure stands with its 95% interval, and every miss with its category. Proved by tests/test_evals_run.py.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.cases import Case, ParagraphKey
from evals.intervals import Score
from evals.measures import Outcome, answer_scores, retrieval_scores
from evals.misses import Miss, explain_misses, miss_table
from evals.writing import seconds_of, writing_scores
from index import Decision, Embedder, NotADecision, UsageError, build_store, load_embedder, read_decision
from rag import Answerer, DraftBook, load_answerer

__all__ = [
    "answer_cases",
    "case_json",
    "evaluate",
    "figures",
    "fresh_answerer",
    "paragraphs_of",
    "read_folder",
    "scores_json",
    "table",
    "write_json",
]


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


def paragraphs_of(decisions: Sequence[Decision]) -> dict[ParagraphKey, str]:
    """Every paragraph of the decisions, as read."""
    return {(str(decision.reference), one.number): one.text for decision in decisions for one in decision.paragraphs}


@contextmanager
def fresh_answerer(
    folder: Path,
    embedder: Embedder,
    llm: str = "quotation",
    *,
    drafts: DraftBook | None = None,
    watch: Callable[[Any], Any] | None = None,
) -> Iterator[Answerer]:
    """An answerer over a folder that is indexed for it, open while the context is; the rest as `load_answerer`."""
    with tempfile.TemporaryDirectory() as store:
        build_store([folder], store, embedder=embedder)
        answerer = load_answerer(store, llm, drafts=drafts, watch=watch)
        try:
            yield answerer
        finally:
            answerer.store.close()


def answer_cases(answerer: Answerer, cases: Sequence[Case], drafts: DraftBook | None = None) -> list[Outcome]:
    """Ask every question."""
    outcomes = []
    for number, case in enumerate(cases, 1):
        before = len(drafts.used) if drafts else 0
        answer = answerer.ask(case.question, case.history)
        ranked = tuple((passage.reference, passage.paragraph) for passage in answer.passages)
        model_s = sum(draft.seconds for draft in drafts.used[before:]) if drafts else answer.timings_ms.get("model", 0.0) / 1000
        outcomes.append(Outcome(case, ranked, frozenset(ranked[:10]), answer, model_s))
        if "model" in answer.timings_ms:  # which takes its time
            print(f"{number} of {len(cases)}: {model_s:.0f} s, {answer.mode}, {answer.status}", file=sys.stderr, flush=True)
    return outcomes


def evaluate(folder: Path, cases: Sequence[Case], *, llm: str = "quotation", drafts: DraftBook | None = None) -> dict[str, Any]:
    """Index the folder afresh, ask the questions of Pinpoint and of the baseline; the results as JSON values."""
    from evals.baseline import Baseline

    files, decisions = read_folder(folder)
    texts = paragraphs_of(decisions)
    embedder = load_embedder()
    with fresh_answerer(folder, embedder, llm, drafts=drafts) as answerer:
        outcomes = answer_cases(answerer, cases, drafts)
        misses = explain_misses(answerer, outcomes)
    baseline = Baseline.build(files, decisions, embedder)
    compared = [baseline.answer(case) for case in cases]
    kinds = sorted({case.kind for case in cases if case.answerable})
    return {
        "questions": len(cases),
        "decisions": len(decisions),
        "llm": llm,
        "pinpoint": scores_json({**retrieval_scores(outcomes), **answer_scores(outcomes, texts)}),
        "baseline": scores_json(retrieval_scores(compared)),
        "writing": scores_json(writing_scores(outcomes, texts)),
        "seconds": seconds_of(outcomes),
        "by_kind": {kind: scores_json(retrieval_scores([o for o in outcomes if o.case.kind == kind])) for kind in kinds},
        "cases": [case_json(outcome, misses) for outcome in outcomes],
    }


def scores_json(scores: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    """Measures as JSON values."""
    return {name: asdict(score) for name, score in scores.items()}


def case_json(outcome: Outcome, misses: Sequence[Miss]) -> dict[str, Any]:
    """What became of one question, as JSON values."""
    case, answer = outcome.case, outcome.answer
    assert answer is not None
    return {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "status": answer.status,
        "missed": {miss.what: miss.category for miss in misses if miss.case == case.id},
        "cited": [f"{citation.reference}#{citation.label}" for citation in answer.citations],
        "milliseconds": answer.timings_ms,
    }


def table(results: Mapping[str, Any]) -> str:
    """The results for a terminal."""
    lines = [f"{results['questions']} questions over {results['decisions']} decisions, answers by {results['llm']}", ""]
    lines.append(f"{'measure':<30}{'Pinpoint':>10}{'95% interval':>16}{'baseline':>10}{'95% interval':>16}{'n':>6}")
    for name, score in results["pinpoint"].items():
        other = results["baseline"].get(name)
        beside = figures(other) if other else f"{'-':>10}{'-':>16}"
        lines.append(f"{name:<30}{figures(score)}{beside}{score['n']:>6}")
    if results["llm"] != "quotation":
        lines += ["", *(f"{name:<30}{figures(score)}{score['n']:>32}" for name, score in results["writing"].items())]
        lines += [f"{f'seconds, {name}':<30}{seconds:>10.1f}" for name, seconds in results["seconds"].items()]
    lines += ["", f"{'recall@10 by kind':<30}{'Pinpoint':>10}{'95% interval':>16}{'n':>32}"]
    for kind, scores in results["by_kind"].items():
        lines.append(f"{kind:<30}{figures(scores['recall@10'])}{scores['recall@10']['n']:>32}")
    misses = [Miss(case["id"], what, why) for case in results["cases"] for what, why in case["missed"].items()]
    return "\n".join([*lines, "", miss_table(misses)])


def figures(score: Mapping[str, float]) -> str:
    """A measure and its interval as two columns."""
    return f"{score['value']:>10.3f}" + f"{score['low']:.3f} to {score['high']:.3f}".rjust(16)


def write_json(results: Mapping[str, Any], path: Path) -> None:
    """Write the results."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
