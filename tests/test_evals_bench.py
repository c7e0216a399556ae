"""The bench measures a small corpus from its files to its answers, names its machine, and says where it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.bench.ingestion import drawn_texts
from evals.bench.latency import CALLERS, FILTERS, filters_for, measure_latency, percentiles
from evals.bench.machine import describe_machine
from evals.bench.resting import measure_size
from evals.bench.run import Wanted, questions_of, run_bench
from evals.bench.table import bench_table
from evals.bench.watching import run_watched, tree_memory_mb
from index import Embedder, Filters, PinpointError, Reference, Store, UsageError, decision_windows, open_store

SMALL = Wanted(decisions=8, seed=3, samples=1, filters=("none", "authority"))
"""Some 220 paragraphs and one question; how long things take is never asserted."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the corpus and its store."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def results(kept: Path, embedder: Embedder) -> dict[str, Any]:
    """The bench of eight decisions."""
    return run_bench(replace(SMALL, keep=kept), lambda _: None, embedder=embedder)


def test_everything_is_measured(results: dict[str, Any]) -> None:
    """Ingestion beside embedding alone, size by part, opening, search and answers with every filter by one caller and by eight."""
    made = results["ingestion"]
    assert (results["decisions"], made["decisions"], results["corpus"]["decisions"]) == (8, 8, 8)
    assert made["whole_to_embedding_alone"] == pytest.approx(made["seconds"] / made["embedding_alone_seconds"], rel=0.1)
    assert made["texts_embedded"] > 100
    parts = results["size"]
    assert parts["all"]["bytes"] == sum(size["bytes"] for name, size in parts.items() if name != "all")
    assert {"catalogue.sqlite3", "chroma", "lexical"} <= set(parts)
    assert set(results["opening_s"]) == {"open", "first_search"}
    for measured in (results["search_ms"], results["ranking_ms"], results["answer_ms"]):
        assert tuple(measured) == SMALL.filters
        assert {tuple(by_callers) for by_callers in measured.values()} == {tuple(map(str, CALLERS))}
    assert results["questions"] == 1
    assert set(results["recall"]) >= {"recall@10", "reciprocal rank"}
    json.dumps(results)


def test_the_table_says_it_all(results: dict[str, Any]) -> None:
    """Machine, ingestion, parts of the store, each filter, and a column for each peer where there are any."""
    table = bench_table(results)
    for said in (
        results["machine"]["cpu"],
        "whole to embedding alone",
        "store: chroma",
        "search, authority",
        "answer by quotation, authority",
    ):
        assert said in table
    assert "| set-up |" not in table
    peer = {
        "setup": "as it comes",
        "ingestion": {"decisions_a_second": 2.5},
        "peak_memory_mb": None,
        "bytes_a_paragraph": 7.0,
        "search_ms": results["search_ms"],
        "recall": results["recall"],
    }
    lines = bench_table({**results, "peers": {"langchain": peer}}).splitlines()
    assert f"| indexing, decisions a second | {results['ingestion']['decisions_a_second']} | 2.5 |" in lines
    assert any(line.startswith("| peak memory, MB |") and line.endswith("| - |") for line in lines)


def test_windows_are_drawn_by_their_digests(sample_store: Store) -> None:
    """A share of them, each window once, and the same ones in every run."""
    every = drawn_texts(sample_store, 5.0)
    windows = [window.text for i in sample_store.matching() for window in decision_windows(sample_store.decision(i))]
    assert sorted(every) == sorted(set(windows))
    assert len(every) < len(windows)
    some = drawn_texts(sample_store, 0.25)
    assert set(some) < set(every)
    assert 0.1 * len(every) < len(some) < 0.4 * len(every)
    assert drawn_texts(sample_store, 0.25) == some


def test_a_store_alone_has_the_same_questions(kept: Path, results: dict[str, Any]) -> None:
    """They are made again from the number of its decisions; then there is no figure for ingestion to show."""
    store = open_store(kept / "store")
    assert questions_of(kept, store, replace(SMALL, store=kept / "store")) == questions_of(kept, store, SMALL)
    store.close()
    assert "indexing" not in bench_table({name: value for name, value in results.items() if name != "ingestion"})


def test_a_store_of_other_decisions_is_refused(sample_store_folder: Path) -> None:
    """The known answers are those of generated decisions of one seed."""
    with pytest.raises(UsageError, match="expected one of `evals corpus`"):
        run_bench(replace(SMALL, store=sample_store_folder), lambda _: None)


def test_peers_want_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A store alone has none for them."""
    assert main(["bench", "--peers", "--store", str(tmp_path)]) == 2
    assert "got --peers with --store" in capsys.readouterr().err


ROW = {
    "question": "q",
    "decision": {
        "reference": "96 000 001",
        "authority": "Heronford Council",
        "category": "Housing",
        "outcome": "Upheld",
        "decision_date": "2020-07-01",
    },
}
NARROWED = [
    ("none", None),
    ("authority", Filters(authority="Heronford Council")),
    ("category", Filters(category="Housing")),
    ("outcome", Filters(outcome="Upheld")),
    ("dates", Filters(since=date(2019, 12, 31), until=date(2020, 12, 31))),  # half a year to each side
    ("references", Filters(references=(Reference.parse("96 000 001"), Reference.parse("96 000 002")))),  # each once
]


@pytest.mark.parametrize(("kind", "expected"), NARROWED)
def test_a_filter_lets_the_decision_pass_that_answers(kind: str, expected: Filters | None) -> None:
    """Each row is a kind of filter and what it is for a question."""
    other = {**ROW, "decision": {**ROW["decision"], "reference": "96 000 002"}}  # type: ignore[dict-item]
    assert filters_for(kind, ROW, [ROW, other, ROW]) == expected


SPREADS = [
    ([3.0], {"median": 3.0, "p95": 3.0, "p99": 3.0}),  # one value is all of them
    ([2.0, 1.0], {"median": 2.0, "p95": 2.0, "p99": 2.0}),  # a value that was measured, not one between
    ([float(value) for value in range(100, 0, -1)], {"median": 51.0, "p95": 96.0, "p99": 100.0}),  # in any order
]


@pytest.mark.parametrize(("values", "expected"), SPREADS)
def test_percentiles_are_measured_values(values: list[float], expected: dict[str, float]) -> None:
    """Each row is what was measured, and its percentiles."""
    assert percentiles(values) == expected


def test_every_call_is_made_by_each_number_of_callers() -> None:
    """Questions in turn, as many as asked for, with one in ten more to warm up."""
    asked: list[tuple[str, Filters | None]] = []
    found = measure_latency(lambda question, filters: asked.append((question, filters)), [ROW], samples=20)
    assert len(asked) == len(FILTERS) * (2 + 20 * len(CALLERS))
    assert tuple(found) == FILTERS


def test_the_machine_is_named() -> None:
    """Its processor, what it has of cores and memory, and the packages that matter."""
    machine = describe_machine()
    assert machine["cpu"]
    assert machine["cores"] >= 1
    assert machine["python"] == ".".join(map(str, sys.version_info[:3]))
    assert {"torch", "chromadb"} <= set(machine["packages"])


def test_memory_is_that_of_the_whole_tree() -> None:
    """A child's memory counts; a process that is not there has none."""
    if (alone := tree_memory_mb(os.getpid())) is None:
        pytest.skip("this system does not say what a process holds (no /proc/PID/smaps_rollup)")
    held = "x = bytearray(60_000_000); print('ready', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert (tree_memory_mb(os.getpid()) or 0) > alone + 50
        child.communicate("\n")
    assert tree_memory_mb(2**22 + 1) == 0


def test_a_command_that_fails_is_told_with_its_last_line() -> None:
    """One line, with what the command said last."""
    with pytest.raises(PinpointError, match=r"got exit status 3 of -c .*; expected 0: no luck$"):
        run_watched([sys.executable, "-c", "print('a'); print('no luck'); raise SystemExit(3)"])


def test_size_is_what_lies_on_disk(tmp_path: Path) -> None:
    """By part, by paragraph; nothing in an empty folder, and no division by none."""
    (tmp_path / "chroma" / "deep").mkdir(parents=True)
    (tmp_path / "chroma" / "deep" / "a").write_bytes(b"x" * 5_000)
    (tmp_path / "catalogue.sqlite3").write_bytes(b"x")
    sizes = measure_size(tmp_path, 10)
    assert list(sizes) == ["chroma", "catalogue.sqlite3", "all"]
    assert sizes["all"]["bytes"] == sizes["chroma"]["bytes"] + sizes["catalogue.sqlite3"]["bytes"] >= 5_001
    assert sizes["all"]["a_paragraph"] == sizes["all"]["bytes"] / 10
    assert measure_size(tmp_path / "chroma" / "none", 0) == {"all": {"bytes": 0, "a_paragraph": 0.0}}


@pytest.mark.parametrize(
    "arguments", [["bench", "--decisions", "5"], ["generated", "--decisions", "5"]], ids=lambda given: given[0]
)
def test_a_package_that_is_missing_is_named_before_any_work(arguments: list[str]) -> None:
    """Who has installed the program alone is told at once what to install, in one line."""
    code = f"import sys; sys.modules['ir_measures'] = None; from evals.__main__ import main; sys.exit(main({arguments!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    said = "evals: got no ir_measures; expected what evaluation needs: pip install -c constraints.txt -e '.[dev]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
