"""What each command of `python -m evals` does once its arguments are read; heavy parts are imported when they are asked for."""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import threading
from pathlib import Path

from evals.cases import load_cases
from index import UsageError, load_embedder, sample_folder

__all__ = [
    "run_ablate",
    "run_abstain",
    "run_adapt",
    "run_cases",
    "run_chat_click",
    "run_chat_load",
    "run_choose",
    "run_codebook",
    "run_compare",
    "run_dashes",
    "run_fetch",
    "run_fit",
    "run_gate",
    "run_generated",
    "run_kills",
    "run_mutate",
    "run_overhead",
    "run_read",
    "run_serve",
    "run_site",
    "run_speakers",
    "run_speed",
]


def run_cases(arguments: argparse.Namespace) -> int:
    """`python -m evals run`: the exit status."""
    from evals.run import evaluate, table, write_json
    from evals.writing import open_drafts, spread_cases

    cases = load_cases(arguments.cases, part=arguments.part)
    asked = cases if arguments.spread is None else spread_cases(cases, arguments.spread)
    drafts = open_drafts(arguments.llm or "quotation", folder=arguments.drafts, replay=arguments.replay)
    llm = arguments.llm or (drafts.model if drafts and arguments.replay else "quotation")
    results = evaluate(arguments.decisions, asked, llm=llm, drafts=drafts)
    print(table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
    return 0


def run_overhead(arguments: argparse.Namespace) -> int:
    """`python -m evals overhead`: the exit status."""
    from evals.overhead import measure_overhead, overhead_table
    from evals.run import write_json

    cases = load_cases(arguments.cases, part=arguments.part)
    results = measure_overhead(arguments.decisions, cases, llm=arguments.llm, questions=arguments.questions)
    print(overhead_table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
    return 0


def run_compare(arguments: argparse.Namespace) -> int:
    """`python -m evals compare`: the exit status."""
    from evals.compare import comparison_table

    print(comparison_table(arguments.results))
    return 0


def run_serve(arguments: argparse.Namespace) -> int:
    """`python -m evals serve`: the exit status."""
    from evals.local import serve_model, tiny_model

    model, threads = arguments.model or tiny_model(), arguments.threads
    with serve_model(model, port=arguments.port, context_tokens=arguments.context, threads=threads) as address:
        print(f"PINPOINT_LLM={address}  (stop with Ctrl-C)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


def run_generated(arguments: argparse.Namespace) -> int:
    """`python -m evals generated`: the exit status."""
    from evals.generated import evaluate_generated, generated_table
    from evals.run import write_json

    results = evaluate_generated(arguments.decisions, arguments.questions, seed=arguments.seed, keep=arguments.store)
    print(generated_table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
    return 0


def run_ablate(arguments: argparse.Namespace) -> int:
    """`python -m evals ablate`: the exit status."""
    from evals.ablation import ablate, ablation_table
    from evals.run import write_json

    results = ablate(arguments.decisions, load_cases(arguments.cases, part=arguments.part))
    print(ablation_table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
    return 0


def run_gate(arguments: argparse.Namespace) -> int:
    """`python -m evals gate`: the exit status."""
    from evals.gate import pass_gate, sample_questions

    over_samples = arguments.decisions is None
    folder = sample_folder() if over_samples else arguments.decisions
    cases = sample_questions() if over_samples else load_cases(part="dev")
    short = pass_gate(folder, cases, which="samples" if over_samples else "dev", raise_them=arguments.raise_them)
    print("\n".join(short) or f"no measure of {len(cases)} questions is under its floor")
    return 1 if short else 0


def run_kills(arguments: argparse.Namespace) -> int:
    """`python -m evals kills`: the exit status."""
    from evals.kills import run_kills

    with tempfile.TemporaryDirectory() as folder:
        results = run_kills(Path(folder), decisions=arguments.decisions, kills=arguments.kills, seed=arguments.seed)
    bad = [result for result in results if result.problems or result.decisions != arguments.decisions]
    struck = sum(result.struck for result in results)
    print(f"{struck} kills, {len(results) - struck} runs that ended before; {len(results) - len(bad)} of {len(results)} clean")
    return 1 if bad else 0


def run_fetch(arguments: argparse.Namespace) -> int:
    """`python -m evals fetch`: the exit status."""
    from evals.fetching import MadeUpVectors, fetch_table, run_fetching

    make_embedder = load_embedder if arguments.model else MadeUpVectors
    sizes = {"decisions": arguments.decisions, "kills": arguments.kills, "seed": arguments.seed}
    with tempfile.TemporaryDirectory() as folder:
        trial = run_fetching(Path(folder), make_embedder, every=arguments.every, **sizes)
    print(fetch_table(trial))
    return 0 if trial.is_clean else 1


def run_site(arguments: argparse.Namespace) -> int:
    """`python -m evals site`: the exit status."""
    from evals.fetching import serve_replica

    serve_replica(arguments.decisions, arguments.port)
    return 0


def run_speed(arguments: argparse.Namespace) -> int:
    """`python -m evals speed`: the exit status."""
    from evals.speed import measure_speed

    questions = [case.question for case in load_cases() if not case.history]
    for name, seconds in measure_speed(arguments.store, questions).items():
        print(f"{name:<20}{seconds:8.3f} s")
    return 0


def run_chat_load(arguments: argparse.Namespace) -> int:
    """`python -m evals chat-load`: the exit status."""
    from evals.chat_load import load_chat, load_table, serve_chat

    questions = [case.question for case in load_cases() if not case.history]
    with serve_chat(arguments.store) as url:
        result = load_chat(url, questions, users=arguments.users, seconds=arguments.seconds)
    print(load_table(result))
    return 1 if result.errors else 0


def run_chat_click(arguments: argparse.Namespace) -> int:
    """`python -m evals chat-click`: the exit status."""
    from evals.chat_click import click_through, open_page
    from evals.chat_load import load_table, serve_chat

    questions = [case.question for case in load_cases() if not case.history][: arguments.questions + 1]
    with serve_chat(arguments.store) as url, open_page(url) as page:
        result = click_through(page, questions)
    print(load_table(result))
    return 1 if result.errors else 0


def run_dashes(arguments: argparse.Namespace) -> int:
    """`python -m evals dashes`: the exit status."""
    from evals.dashes import dash_scores, dash_table

    folders = [sample_folder()] if arguments.decisions is None else [arguments.decisions, sample_folder()]
    print(dash_table(dash_scores(folders)))
    return 0


def run_speakers(arguments: argparse.Namespace) -> int:
    """`python -m evals speakers`: the exit status."""
    from evals.speakers import confusion_table, judge_speakers, load_labels

    verdicts = judge_speakers(arguments.decisions, load_labels())
    for part, use in (("even", "to learn from"), ("odd", "to report")):
        print(f"{part} paragraphs, {use}: {confusion_table([one for one in verdicts if one.label.part == part])}\n")
    return 0


def run_fit(arguments: argparse.Namespace) -> int:
    """`python -m evals fit`: the exit status."""
    from evals.fit import fit_ranker

    print(fit_ranker(arguments.decisions, arguments.out))
    return 0


def run_adapt(arguments: argparse.Namespace) -> int:
    """`python -m evals adapt`: the exit status."""
    from evals.adapt import LESSONS, Plan, adapt, read_lessons

    lessons = read_lessons(arguments.lessons or LESSONS)
    if not lessons:
        message = (
            f"got no lessons in {str(arguments.lessons or LESSONS)!r}; expected JSON lines of invented decisions with questions"
        )
        raise UsageError(message)
    for line in adapt(lessons, Plan(epochs=arguments.epochs), arguments.out):
        print(line, flush=True)
    return 0


def run_choose(arguments: argparse.Namespace) -> int:
    """`python -m evals choose`: the exit status."""
    from evals.choose import fit_choice

    print(fit_choice(arguments.decisions, arguments.out))
    return 0


def run_abstain(arguments: argparse.Namespace) -> int:
    """`python -m evals abstain`: the exit status."""
    from evals.abstain import fit_abstention

    print(fit_abstention(arguments.decisions, arguments.out))
    return 0


def run_mutate(arguments: argparse.Namespace) -> int:
    """`python -m evals mutate`: the exit status."""
    from evals.mutations import mutation_table, run_mutations

    trials = list(run_mutations(arguments.count, seed=arguments.seed))
    print(mutation_table(trials))
    return 1 if any(trial.outcome == "failed" for trial in trials) else 0


def run_read(arguments: argparse.Namespace) -> int:
    """`python -m evals read`: the exit status."""
    from evals.reading import measure_reading, reading_table

    print(reading_table(measure_reading(arguments.count, seed=arguments.seed)))
    return 0


def run_codebook(arguments: argparse.Namespace) -> int:
    """`python -m evals codebook`: the exit status."""
    from evals.adapt import LESSONS, read_lessons
    from evals.codebook import make_codebook
    from index import load_embedder

    for line in make_codebook(read_lessons(LESSONS), load_embedder(), arguments.out):
        print(line, flush=True)
    return 0
