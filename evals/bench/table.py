"""The results of a bench as Markdown, for people. Proved by tests/test_evals_bench.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["bench_table"]


def bench_table(results: Mapping[str, Any]) -> str:
    """Machine, ingestion, size, opening, latencies, and peers side by side."""
    return "\n".join([*_machine(results), *_figures(results), *_latencies(results), *_peers(results)]) + "\n"


def _machine(results: Mapping[str, Any]) -> Iterator[str]:
    of = results["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in of["packages"].items())
    yield f"# {results['decisions']:,} decisions, {results['paragraphs']:,} paragraphs (summaries among them)"
    yield ""
    yield f"{of['cpu']}, {of['cores']} cores, {of['memory_gb']} GB; {of['system']}, Python {of['python']}; {packages}."
    yield f"Load before the run: {of['load_before']} (far from 0: other work ran beside it)."
    yield ""


def _figures(results: Mapping[str, Any]) -> Iterator[str]:
    yield "| figure | value |"
    yield "|---|---|"
    made = results.get("ingestion")
    if made:
        rates = f"{made['decisions_a_second']} decisions, {made['paragraphs_a_second']} paragraphs a second"
        yield f"| indexing | {made['seconds']} s: {rates} |"
        alone = f"{made['embedding_alone_seconds']} s for {made['texts_embedded']:,} texts"
        yield f"| embedding alone | {alone} ({made['embedding_alone_texts_a_second']} a second) |"
        yield f"| whole to embedding alone | {made['whole_to_embedding_alone']} |"
        yield f"| peak memory of the process tree | {_or_dash(made['peak_memory_mb'])} MB |"
    opening = results["opening_s"]
    yield f"| opening the store; to its first search | {opening['open']} s; {opening['first_search']} s |"
    for part, size in results["size"].items():
        yield f"| store: {part} | {size['bytes'] / 1e6:.1f} MB, {size['a_paragraph']:.0f} bytes a paragraph |"
    yield f"| recall@10 of known answers ({results['questions']} questions) | {_recall(results)} |"
    yield ""


def _latencies(results: Mapping[str, Any]) -> Iterator[str]:
    yield "| milliseconds, warm: median / 95th / 99th | 1 caller | 8 callers | a second, 8 callers |"
    yield "|---|---|---|---|"
    for name, measured in (
        ("search", results["search_ms"]),
        ("ranking", results["ranking_ms"]),
        ("answer by quotation", results["answer_ms"]),
    ):
        for kind, by_callers in measured.items():
            cells = " | ".join(_spread(spread) for spread in by_callers.values())
            yield f"| {name}, {'no filter' if kind == 'none' else kind} | {cells} | {by_callers['8']['a_second']} |"
    yield ""


def _peers(results: Mapping[str, Any]) -> Iterator[str]:
    peers = results.get("peers")
    if not peers:
        return
    made = results.get("ingestion") or {}
    ours = {
        "setup": "as installed",
        "ingestion": made,
        "peak_memory_mb": made.get("peak_memory_mb"),
        "bytes_a_paragraph": results["size"]["all"]["a_paragraph"],
        "search_ms": results["search_ms"],
        "recall": results["recall"],
    }
    columns = {"pinpoint": ours, **peers}
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    rows = {
        "set-up": lambda one: one["setup"],
        "indexing, decisions a second": lambda one: one["ingestion"].get("decisions_a_second", "-"),
        "peak memory, MB": lambda one: _or_dash(one["peak_memory_mb"]),
        "bytes a paragraph": lambda one: one["bytes_a_paragraph"],
        "recall@10": _recall,
        "recall of the paragraphs in ten results": lambda one: _score(one["recall"], "recall of ten"),
        **{f"search, {kind}, ms": _search(kind) for kind in results["search_ms"]},
    }
    for name, cell in rows.items():
        yield f"| {name} | {' | '.join(str(cell(one)) for one in columns.values())} |"


def _search(kind: str) -> Any:  # noqa: ANN401 - one of the cells above
    return lambda one: _spread(one["search_ms"][kind]["1"])


def _spread(of: Mapping[str, float]) -> str:
    return f"{of['median']:.1f} / {of['p95']:.1f} / {of['p99']:.1f}"


def _recall(of: Mapping[str, Any]) -> str:
    return _score(of["recall"], "recall@10")


def _score(scores: Mapping[str, Any], name: str) -> str:
    one = scores[name]
    return f"{one['value']:.3f} ({one['low']:.3f} to {one['high']:.3f})"


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:,}"
