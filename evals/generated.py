"""`python -m evals generated`: questions with known answers over thousands of invented decisions, near misses among them.

The same numbers and seed give the same texts and questions. With a folder to keep them in, decisions and store are used again; a
folder that holds another corpus is refused, not mixed. Statistics are asked beside the rest and judged by their figure alone.
Proved by tests/test_evals_generated.py.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.asking import Asked, Told, ask_about, shares_of
from evals.cases import ParagraphKey
from evals.counting import Count, count_questions, states_figure
from evals.intervals import Score, score_of
from evals.measures import Outcome, answer_scores, retrieval_scores
from evals.misses import Miss, explain_misses, miss_table
from evals.plans import make_plan
from evals.renderings import render
from evals.run import answer_cases, case_json, figures, scores_json
from evals.speed import median_and_p95
from evals.stories import Story, tell_story
from index import Embedder, UsageError, build_store, load_embedder
from rag import Answer, Answerer, load_answerer

__all__ = ["Corpus", "evaluate_generated", "generated_table", "indexed", "make_corpus", "write_decisions"]

_SHOWN = (
    "recall@10", "reciprocal rank", "citation precision", "citation precision, necessary", "citation recall", "facts stated",
    "answered", "refused rightly",
)  # fmt: skip
_ABOUT_ONE = ("remedy", "amount", "time_limit", "outcome", "comparison")
_SPARE = 1.2
"""Clusters for each question about one: not every decision agreed a payment or set a limit."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Generated decisions, the clusters they were planned in, and the questions about them."""

    stories: tuple[Story, ...]
    clusters: tuple[Told, ...]
    asked: tuple[Asked, ...]
    counts: tuple[Count, ...]


def make_corpus(decisions: int, questions: int, *, seed: int = 0) -> Corpus:
    """Invent that many decisions and ask that many questions about them.

    Raises:
        UsageError: there are too few decisions for the questions.
    """
    shares = shares_of(questions)
    wanted = round(_SPARE * sum(shares[kind] for kind in _ABOUT_ONE)) + 1
    plan = make_plan(decisions, min(wanted, decisions // 2), seed=seed)
    signatures = [one for cluster in plan.clusters for one in (*cluster.right, *(near for _, near in cluster.near))]
    signatures += plan.others
    numbers = list(range(len(signatures)))
    random.Random(f"numbers {seed}").shuffle(numbers)  # noqa: S311 - a corpus, not a secret
    told = iter([tell_story(number, one, seed=seed) for number, one in zip(numbers, signatures, strict=True)])
    clusters = [
        Told(tuple(next(told) for _ in cluster.right), tuple((kind, next(told)) for kind, _ in cluster.near))
        for cluster in plan.clusters
    ]
    of_clusters = [story for one in clusters for story in (*one.right, *(near for _, near in one.near))]
    stories = sorted([*of_clusters, *told], key=lambda story: story.reference)
    asked = ask_about(clusters, stories, shares, seed=seed)
    return Corpus(tuple(stories), tuple(clusters), tuple(asked), tuple(count_questions(stories, shares["statistics"], seed=seed)))


def write_decisions(folder: Path, stories: Sequence[Story]) -> str:
    """Write the decisions, each in its format; returns a digest of all their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = sha256()
    for story in stories:
        content = render(story.structure, story.family)
        digest.update(content)
        ending = "html" if story.family.startswith("html") else "txt"
        (folder / f"{story.reference.replace(' ', '-')}.{ending}").write_bytes(content)
    return digest.hexdigest()


@contextmanager
def indexed(corpus: Corpus, keep: Path | None, embedder: Embedder) -> Iterator[Answerer]:
    """An answerer over the decisions, kept in that folder when one is given.

    Raises:
        UsageError: the folder holds another corpus.
    """
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mark = folder / "corpus.json"
        known = json.loads(mark.read_text(encoding="utf-8")) if mark.is_file() else None
        fresh = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = {"decisions": len(corpus.stories), "digest": write_decisions(fresh, corpus.stories)}
        if known not in (None, made):
            message = f"got --store {str(folder)!r}, which holds another corpus; expected an empty folder or the same corpus"
            raise UsageError(message)
        if known is None:
            write_decisions(folder / "decisions", corpus.stories)
            mark.write_text(json.dumps(made) + "\n", encoding="utf-8")
        build_store([folder / "decisions"], folder / "store", embedder=embedder)
        answerer = load_answerer(folder / "store", "quotation")
        stack.callback(answerer.store.close)
        yield answerer


def evaluate_generated(decisions: int, questions: int, *, seed: int = 0, keep: Path | None = None) -> dict[str, Any]:
    """Invent, index and ask; the results as JSON values."""
    corpus = make_corpus(decisions, questions, seed=seed)
    with indexed(corpus, keep, load_embedder()) as answerer:
        answerer.ask("What was agreed?")  # the first question waits for the model
        outcomes = answer_cases(answerer, [asked.case for asked in corpus.asked])
        counted = [(count, answerer.ask(count.question)) for count in corpus.counts]
        misses = explain_misses(answerer, outcomes)
        paragraphs = answerer.store.paragraph_count()
    texts = _texts(corpus.stories)
    answers = [answer for one in outcomes if (answer := one.answer)]
    return {
        "decisions": decisions,
        "paragraphs": paragraphs,
        "questions": len(outcomes) + len(counted),
        "seed": seed,
        "all": scores_json({**_scores(outcomes, texts), "statistics exact": _exact(counted)}),
        "by_kind": _by([asked.case.kind for asked in corpus.asked], outcomes, texts),
        "by_wording": _by([asked.wording for asked in corpus.asked], outcomes, texts),
        "milliseconds": _times([*answers, *(answer for _, answer in counted)]),
        "cases": [case_json(outcome, misses) for outcome in outcomes],
        "statistics": [_count_json(count, answer) for count, answer in counted],
    }


def _texts(stories: Sequence[Story]) -> dict[ParagraphKey, str]:
    """Every paragraph as it was written."""
    texts: dict[ParagraphKey, str] = {}
    for story in stories:
        paragraphs = [paragraph for part in story.structure.parts for paragraph in part.paragraphs]
        for number, paragraph in enumerate(paragraphs, 1):
            texts[story.reference, number] = "\n".join([paragraph.text, *(line.text for line in paragraph.lines)])
    return texts


def _scores(outcomes: Sequence[Outcome], texts: Mapping[ParagraphKey, str]) -> dict[str, Score]:
    return {**retrieval_scores(outcomes), **answer_scores(outcomes, texts)}


def _by(names: Sequence[str], outcomes: Sequence[Outcome], texts: Mapping[ParagraphKey, str]) -> dict[str, Any]:
    """The measures over the outcomes of each name, in the order of the names."""
    groups: dict[str, list[Outcome]] = {name: [] for name in names}
    for name, outcome in zip(names, outcomes, strict=True):
        groups[name].append(outcome)
    return {name: scores_json(_scores(group, texts)) for name, group in groups.items()}


def _exact(counted: Sequence[tuple[Count, Answer]]) -> Score:
    return score_of([(float(states_figure(count, answer)), 1) for count, answer in counted])


def _count_json(count: Count, answer: Answer) -> dict[str, Any]:
    return {
        "id": count.id,
        "question": count.question,
        "expected": list(count.figures),
        "exact": states_figure(count, answer),
        "status": answer.status,
        "text": answer.text[:300],
    }


def _times(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile, warm, of the answers for which the decisions were searched."""
    searched = [answer.timings_ms for answer in answers if answer.passages]
    spreads = {name: median_and_p95([timing[name] for timing in searched]) for name in ("retrieval", "total")}
    return {name: {"median": median, "p95": p95} for name, (median, p95) in spreads.items()}


def generated_table(results: Mapping[str, Any]) -> str:
    """The results for a terminal."""
    of = "{questions} questions over {decisions} generated decisions ({paragraphs} paragraphs), seed {seed}".format_map(results)
    lines = [of, "", f"{'measure':<30}{'value':>10}{'95% interval':>16}{'n':>7}"]
    lines += [f"{name:<30}{figures(score)}{score['n']:>7}" for name, score in results["all"].items()]
    for title in ("kind", "wording"):
        lines += ["", f"{title:<14}" + "".join(f"{_short(name):>17}" for name in _SHOWN)]
        for group, scores in results[f"by_{title}"].items():
            lines.append(f"{group:<14}" + "".join(_cell(scores.get(name)) for name in _SHOWN))
    lines += ["", f"{'milliseconds, warm':<30}{'median':>10}{'95th':>16}"]
    lines += [f"{name:<30}{time['median']:>10.0f}{time['p95']:>16.0f}" for name, time in results["milliseconds"].items()]
    misses = [Miss(case["id"], what, why) for case in results["cases"] for what, why in case["missed"].items()]
    return "\n".join([*lines, "", miss_table(misses)])


def _short(name: str) -> str:
    for word, short in (("citation", "cit."), ("precision", "prec."), ("necessary", "nec."), ("reciprocal", "recip.")):
        name = name.replace(word, short)
    return name


def _cell(score: Mapping[str, float] | None) -> str:
    return f"{score['value']:>17.3f}" if score and score["n"] else f"{'-':>17}"
