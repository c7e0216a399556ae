"""`python -m evals COMMAND`: evaluation and benchmarks; `python -m evals --help` lists the commands."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.cases import REAL_CASES, load_cases
from index import PinpointError, UsageError, sample_folder, silence_libraries

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
    _add_reading(commands)
    return parser


def _add_answering(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about questions and answers."""
    run = commands.add_parser("run", help="answer the evaluation questions, with the baseline beside it")
    run.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    run.add_argument("--cases", type=Path, default=REAL_CASES)
    run.add_argument("--part", choices=["dev", "test", "all"], default="all")
    run.add_argument("--llm", default="quotation")
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
    abstain = commands.add_parser("abstain", help="fit when a question is refused, on development questions")
    abstain.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    abstain.add_argument("--out", type=Path, help="write the weights here; by default only the cross-validated shares are printed")
    abstain.set_defaults(work=_abstain)
    speed = commands.add_parser("speed", help="seconds from question to answer")
    speed.add_argument("--store", required=True)
    speed.set_defaults(work=_speed)
    load = commands.add_parser("chat-load", help="many users at once on the chat, by quotation")
    load.add_argument("--store", required=True)
    load.add_argument("--users", type=int, default=50)
    load.add_argument("--seconds", type=float, default=120)
    load.set_defaults(work=_chat_load)


def _add_reading(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about decisions and stores."""
    kills = commands.add_parser("kills", help="kill indexing and see what is left")
    kills.add_argument("--decisions", type=int, default=300)
    kills.add_argument("--kills", type=int, default=30)
    kills.add_argument("--seed", type=int, default=0)
    kills.set_defaults(work=_kills)
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

    results = evaluate(arguments.decisions, load_cases(arguments.cases, part=arguments.part), llm=arguments.llm)
    print(table(results))
    write_json(results, arguments.out)
    print(f"\nwritten to {arguments.out}")
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


def _speed(arguments: argparse.Namespace) -> int:
    from evals.speed import measure_speed

    questions = [case.question for case in load_cases() if not case.history]
    for name, seconds in measure_speed(arguments.store, questions).items():
        print(f"{name:<20}{seconds:8.3f} s")
    return 0


def _chat_load(arguments: argparse.Namespace) -> int:
    from evals.chat_load import load_chat, load_table, serve_chat

    questions = [case.question for case in load_cases() if not case.history]
    with serve_chat(arguments.store) as url:
        result = load_chat(url, questions, users=arguments.users, seconds=arguments.seconds)
    print(load_table(result))
    return 1 if result.errors else 0


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
