"""What `python -m evals corpus`, `bench` and `peer` do once their arguments are read; heavy parts are imported when asked for."""

from __future__ import annotations

import argparse

__all__ = ["run_bench", "run_corpus", "run_peer"]


def run_corpus(arguments: argparse.Namespace) -> int:
    """`python -m evals corpus`: the exit status."""
    from evals.corpus import write_corpus
    from evals.corpus_shape import measure_shape, shape_table

    made = write_corpus(arguments.folder, arguments.count, seed=arguments.seed, workers=arguments.workers)
    print(f"{made['decisions']} decisions and {made['questions']} questions in {made['seconds']:.0f} s: {arguments.folder}")
    print(shape_table(measure_shape(arguments.count, seed=arguments.seed)))
    return 0


def run_bench(arguments: argparse.Namespace) -> int:
    """`python -m evals bench`: the exit status."""
    from evals.bench.run import Wanted, run_bench
    from evals.bench.table import bench_table
    from evals.run import write_json

    wanted = Wanted(
        decisions=arguments.decisions,
        seed=arguments.seed,
        store=arguments.store,
        keep=arguments.keep,
        samples=arguments.samples,
        peers=arguments.peers,
    )
    results = run_bench(wanted, keep=lambda so_far: write_json(so_far, arguments.out))
    write_json(results, arguments.out)
    table = bench_table(results)
    arguments.out.with_suffix(".md").write_text(table, encoding="utf-8")
    print(f"\n{table}\nwritten to {arguments.out} and {arguments.out.with_suffix('.md').name}")
    return 0


def run_peer(arguments: argparse.Namespace) -> int:
    """`python -m evals peer`: the exit status."""
    from evals.bench.peers import measure_peer
    from evals.run import write_json

    write_json(measure_peer(arguments.name, arguments.corpus, samples=arguments.samples), arguments.out)
    return 0
