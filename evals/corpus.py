"""`python -m evals corpus N DIR`: invented decisions with the shape of published ones, and questions whose answers are known.

Contract: `DIR/decisions/NNN/96-NNN-NNN.txt`, a thousand to a folder, for `pinpoint index DIR/decisions`; `DIR/questions.jsonl`,
cases as in evals/cases.py with the metadata of the decision that answers; `DIR/corpus.json`, how it was made. The same seed gives
the same decision i whatever N is, and the same questions for every N from 800 on: each names its council or a reference, and no
other of the first 57,500 decisions has that service and fault at that council. Proved by tests/test_evals_corpus.py.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from evals.asking import Asked, Told, ask_about, shares_of
from evals.cases import ParagraphKey
from evals.longer import is_copy, signature_of, tell_decision
from evals.renderings import render
from evals.stories import Story
from index import UsageError

__all__ = ["QUESTIONS", "WHOLE", "ask_corpus", "question_rows", "told_apart", "write_corpus", "write_decisions"]

QUESTIONS = "questions.jsonl"

WHOLE = 57_500
"""Decisions on the site in July 2026."""

_FOLDER = 1_000
_BLOCK = 125
_POOL = 8
"""Decisions for each question: of some three in ten no other has the same service, fault and council."""
_QUESTIONS = 100
_VERSION = 1
"""Raised when the same seed gives other decisions."""


def write_corpus(folder: Path, count: int, *, seed: int = 0, workers: int = 1) -> dict[str, Any]:
    """Write decisions, questions and how they were made; returns what `corpus.json` holds, with the questions and the seconds.

    Raises:
        UsageError: the folder holds another corpus.
    """
    made = {"decisions": count, "seed": seed, "version": _VERSION}
    mark = folder / "corpus.json"
    if mark.is_file() and (known := json.loads(mark.read_text(encoding="utf-8"))) != made:
        message = f"got {str(folder)!r}, which holds {known}; expected an empty folder or one that holds {made}"
        raise UsageError(message)
    started = time.perf_counter()
    write_decisions(folder / "decisions", count, seed=seed, workers=workers)
    rows = question_rows(count, seed=seed)
    (folder / QUESTIONS).write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    mark.write_text(json.dumps(made) + "\n", encoding="utf-8")
    return {**made, "questions": len(rows), "seconds": time.perf_counter() - started}


def write_decisions(folder: Path, count: int, *, seed: int = 0, workers: int = 1) -> list[Path]:
    """Write the decisions alone, in order of their references."""
    for first in range(0, max(count, 1), _FOLDER):
        (folder / f"{first // _FOLDER:03d}").mkdir(parents=True, exist_ok=True)
    blocks = [range(first, min(first + _BLOCK, count)) for first in range(0, count, _BLOCK)]
    write = partial(_write_block, folder, seed)
    if workers == 1 or len(blocks) == 1:
        written = [write(block) for block in blocks]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            written = list(pool.map(write, blocks))
    return [path for paths in written for path in paths]


def _write_block(folder: Path, seed: int, numbers: range) -> list[Path]:
    paths = []
    for number in numbers:
        story = tell_decision(number, seed=seed)
        path = folder / f"{number // _FOLDER:03d}" / f"{story.reference.replace(' ', '-')}.txt"
        path.write_bytes(render(story.structure, story.family))
        paths.append(path)
    return paths


def question_rows(count: int, *, seed: int = 0) -> list[dict[str, Any]]:
    """The lines of the questions of a corpus, as JSON values; fewer where few decisions can be told apart."""
    stories = told_apart(min(count, _POOL * _QUESTIONS), seed=seed)
    for wanted in range(min(_QUESTIONS, count // _POOL), 0, -1):
        with suppress(UsageError):
            return [_row(asked, stories) for asked in ask_corpus(stories, wanted, seed=seed)]
    return []


def told_apart(count: int, *, seed: int) -> dict[str, Story]:
    """Those of the first decisions, by reference, whose service and fault no other has at the same council, found or alleged."""
    seen = _seen(max(WHOLE, count), seed)
    signatures = ((number, signature_of(number, seed=seed)) for number in range(count) if not is_copy(number))
    stories = (
        tell_decision(number, seed=seed)
        for number, one in signatures
        if one.ending != "closed" and seen[one.subject.name, one.fault.name, one.body] == 1
    )
    return {story.reference: story for story in stories}


@cache
def _seen(count: int, seed: int) -> Counter[tuple[str, str, str]]:
    """How many decisions have a service and a fault at a council, found or alleged."""
    signatures = (signature_of(number, seed=seed) for number in range(count))
    return Counter((one.subject.name, fault.name, one.body) for one in signatures for fault in (one.fault, one.aside))


def ask_corpus(stories: Mapping[str, Story], questions: int, *, seed: int) -> list[Asked]:
    """Questions about these decisions, which name the council or the reference.

    Raises:
        UsageError: there are too few decisions.
    """
    shares = {kind: share for kind, share in shares_of(questions).items() if kind not in {"comparison", "statistics"}}
    clusters = [Told((story,), ()) for story in stories.values()]
    return ask_about(clusters, list(stories.values()), shares, seed=seed, forms=("body",))


def _row(asked: Asked, stories: Mapping[str, Story]) -> dict[str, Any]:
    """A question as evals/cases.py reads it, with what filters would narrow it to the decision that answers."""
    case = asked.case
    story = stories.get(min(case.supports)[0]) if case.supports else None
    of = story.structure if story else None
    return {
        "id": case.id, "part": case.part, "kind": case.kind, "wording": asked.wording, "question": case.question, "history": [],
        "supports": _paragraphs(case.supports), "also": _paragraphs(case.also), "facts": list(case.facts),
        "answerable": case.answerable,
        "decision": of and {
            "reference": str(of.reference), "authority": of.authority, "category": of.category, "outcome": of.outcome,
            "decision_date": of.decided.isoformat(),
        },
    }  # fmt: skip


def _paragraphs(keys: frozenset[ParagraphKey]) -> list[dict[str, Any]]:
    numbers: dict[str, list[int]] = {}
    for reference, number in sorted(keys):
        numbers.setdefault(reference, []).append(number)
    return [{"reference": reference, "paragraphs": found} for reference, found in numbers.items()]
