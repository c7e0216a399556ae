"""`python -m evals bench`: what indexing, searching and answering take at a number of decisions, the machine named.

Contract: a corpus of that many decisions (evals/corpus.py) is written and indexed as users do it, or a store of such a corpus is
taken as it is; then its size, its opening, search, ranking and answers by quotation are measured, warm, filtered or not, by
one caller and by eight, and recall of the known answers; with `peers` the same files and questions go through them in the same run.
Search is what the index does and what a peer does for a question: its vector, the filter, the nearest paragraphs in meaning and in
words. Ranking is search, reading the question, and weighing the paragraphs; an answer is all of it. Results are JSON values and a
Markdown table, handed over after every step, since a run takes long. Proved by tests/test_evals_bench.py.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.bench.ingestion import measure_ingestion
from evals.bench.latency import FILTERS, measure_latency
from evals.bench.machine import describe_machine
from evals.bench.peers import PEERS, OneAtATime, missing_packages, run_peer
from evals.bench.resting import measure_opening, measure_size
from evals.cases import Case, parse_case
from evals.corpus import QUESTIONS, question_rows, write_corpus
from evals.measures import Outcome, retrieval_scores
from evals.run import scores_json
from index import Embedder, Filters, Reference, Store, UsageError, load_embedder, terms
from rag import Answerer, load_answerer

__all__ = ["Wanted", "questions_of", "run_bench"]

_NEAREST = 120
"""Paragraphs asked of each search, as an answer does."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure: decisions of a new corpus, or a store of one that was made before; calls a percentile; filters; peers.

    `keep` is a folder for the corpus and the store, which are used again when they are there.
    """

    decisions: int = 1_000
    seed: int = 0
    store: Path | None = None
    keep: Path | None = None
    samples: int = 200
    filters: tuple[str, ...] = FILTERS
    peers: bool = False


def run_bench(
    wanted: Wanted,
    say: Callable[[str], None] = print,
    *,
    embedder: Embedder | None = None,
    keep: Callable[[Mapping[str, Any]], None] = lambda _: None,
) -> dict[str, Any]:
    """Measure; the results as JSON values.

    Args:
        wanted: what to measure.
        say: is told what is done, since it takes long.
        embedder: embeds alone, and the questions of the search.
        keep: is given the results so far after each step.

    Raises:
        UsageError: peers are asked for without their packages, or beside a store whose files are not there.
    """
    _check(wanted)
    results: dict[str, Any] = {"machine": describe_machine(), "seed": wanted.seed}

    def take(**measured: Any) -> None:  # noqa: ANN401 - JSON values
        results.update(measured)
        keep(results)

    with ExitStack() as stack:
        folder = wanted.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = wanted.store or folder / "store"
        model = embedder or load_embedder()
        if wanted.store is None:
            say(f"writing {wanted.decisions} decisions")
            made = write_corpus(folder, wanted.decisions, seed=wanted.seed, workers=2)
            take(corpus={**made, "seconds": round(made["seconds"], 1)})
            if not store.exists():
                say("embedding alone, then indexing")
                take(ingestion=measure_ingestion(folder / "decisions", store, model))
        answerer = load_answerer(store, "quotation")
        stack.callback(answerer.store.close)
        take(size=measure_size(store, answerer.store.paragraph_count()))
        take(opening_s=measure_opening(store, runs=min(5, wanted.samples)))
        rows = questions_of(folder, answerer.store, wanted)
        say("questions with known answers")
        take(**_recall(answerer, rows))
        for name, call in _calls(answerer, model).items():
            say(f"{name}: {wanted.samples} calls for each filter, by one caller and by eight")
            answering = [row for row in rows if row["decision"]]
            take(**{f"{name}_ms": measure_latency(call, answering, samples=wanted.samples, kinds=wanted.filters)})
        if wanted.peers:
            for name in PEERS:
                take(peers={**results.get("peers", {}), name: _peer(name, folder, wanted.samples, say)})
    return results


def _check(wanted: Wanted) -> None:
    if wanted.peers and wanted.store is not None:
        message = "got --peers with --store; expected --decisions or --keep, since peers read the files"
        raise UsageError(message)
    if wanted.peers and (missing := missing_packages()):
        message = f"got --peers without {', '.join(missing)}; expected the extra: pip install -c constraints.txt '.[bench]'"
        raise UsageError(message)


def questions_of(folder: Path, store: Store, wanted: Wanted) -> list[dict[str, Any]]:
    """The rows written beside the decisions, or for a store of them the same rows made again.

    Raises:
        UsageError: the store is not one of generated decisions of that seed.
    """
    if wanted.store is None:
        rows = [json.loads(line) for line in (folder / QUESTIONS).read_text(encoding="utf-8").splitlines()]
    else:
        rows = question_rows(store.count(), seed=wanted.seed)
    known = next((row["decision"] for row in rows if row["decision"]), None)
    if known is None or not store.find(Reference.parse(known["reference"]), known["authority"]):
        message = (
            f"got the store {str(store.folder)!r}; expected one of `evals corpus` with 40 decisions or more and seed {wanted.seed}"
        )
        raise UsageError(message)
    return rows


def _recall(answerer: Answerer, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many decisions and paragraphs there are, and how many of the known answers are found."""
    answerer.warm_up()
    cases = [case for row in rows if (case := parse_case(dict(row))).answerable]
    outcomes = [_outcome(answerer, case) for case in cases]
    return {
        "decisions": answerer.store.count(),
        "paragraphs": answerer.store.paragraph_count(),
        "questions": len(cases),
        "recall": scores_json(retrieval_scores(outcomes)),
    }


def _calls(answerer: Answerer, embedder: Embedder) -> dict[str, Callable[[str, Filters | None], object]]:
    """What is measured, by name; the model is asked by one caller at a time."""
    store, model = answerer.store, OneAtATime(embedder)

    def search(question: str, filters: Filters | None) -> object:
        import numpy as np

        vector = np.array(model.embed([question])[0], np.float32)
        within = store.matching(filters) if filters else None
        return store.search_both(vector, [terms(question)], _NEAREST, decision_ids=within)

    def rank(question: str, filters: Filters | None) -> object:
        return answerer.search(question, filters)

    def answer(question: str, filters: Filters | None) -> object:
        return answerer.ask(question, filters=filters)

    return {"search": search, "ranking": rank, "answer": answer}


def _outcome(answerer: Answerer, case: Case) -> Outcome:
    ranked = tuple((passage.reference, passage.paragraph) for passage in answerer.search(case.question))
    return Outcome(case, ranked, frozenset(ranked))


def _peer(name: str, folder: Path, samples: int, say: Callable[[str], None]) -> dict[str, Any]:
    say(f"{name}: the same files and questions")
    return run_peer(name, folder, samples=samples)
