"""What `pinpoint fetch` does and prints: the terms of re-use, what became of every decision, and why something is missing.

Contract: 0 when everything asked for is there, but for what the site no longer has or does not allow to be fetched; 1 when a page
failed or was refused, a list came out short, or the run stopped early: the same command then goes on. Proved by
tests/test_rag_fetch.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from index import (
    ATTRIBUTION,
    DEFAULT_MODEL,
    TERMS,
    FetchError,
    FetchReport,
    FetchSettings,
    UsageError,
    build_store,
    fetch_decisions,
)
from index.fetching import DECISIONS, Mode, Selection, Site
from rag.filters import read_day
from rag.render import render_build
from rag.settings import read_settings

__all__ = ["render_fetch", "run_fetch"]

_SHOWN = 20  # reasons that are listed before the rest is counted
_ROWS = (
    ("new", ""),
    ("changed", "the page before is kept in .versions"),
    ("unchanged", "asked for again, and the same"),
    ("gone", "no longer on the site; a copy that was held is kept"),
    ("not allowed", "by the site's robots.txt, so not asked for"),
    ("refused", ""),
    ("failed", ""),
)


def run_fetch(arguments: argparse.Namespace) -> int:
    """Fetch decisions, and index them where that is asked for."""
    settings = _settings(arguments)
    settings.check()
    sys.stdout.write(f"{ATTRIBUTION}\n{TERMS}\n\n")
    sys.stdout.flush()
    report = fetch_decisions(settings)
    sys.stdout.write(render_fetch(report, settings) + "\n")
    if arguments.index and not report.is_interrupted:
        _index(settings.out / DECISIONS, arguments.store or read_settings().store)
    if report.stopped is not None:
        raise FetchError(report.stopped)
    return 0 if report.is_done else 1


def _index(folder: Path, store: str) -> None:
    if not any(folder.rglob("*.html")):
        return
    settings = read_settings()
    built = build_store([folder], store, embedding=settings.embedding or DEFAULT_MODEL, server=settings.chroma)
    sys.stdout.write("\n".join(["", *render_build(built)]) + "\n")


def _settings(arguments: argparse.Namespace) -> FetchSettings:
    if arguments.update and arguments.recheck:
        message = "got --update and --recheck; expected one of them"
        raise UsageError(message)
    if arguments.dry_run and arguments.index:
        message = "got --dry-run and --index; expected one of them"
        raise UsageError(message)
    mode: Mode = "update" if arguments.update else "recheck" if arguments.recheck else "first"
    return FetchSettings(
        out=Path(arguments.out),
        contact=(arguments.contact or read_settings().contact or "").strip(),
        selection=Selection.checked(
            since=read_day(arguments.since, "since"),
            until=read_day(arguments.until, "until"),
            categories=tuple(name.strip() for name in arguments.category or () if name.strip()),
            authority=(arguments.authority or "").strip() or None,
            outcome=(arguments.outcome or "").strip() or None,
        ),
        site=Site.parse(arguments.site),
        mode=mode,
        dry_run=arguments.dry_run,
        limit=arguments.limit,
        cap=arguments.cap,
        every=arguments.every,
        permitted=arguments.with_permission,
    )


def render_fetch(report: FetchReport, settings: FetchSettings) -> str:
    """The table at the end of a run."""
    return "\n".join([*_reasons(report), *_table(report, settings)])


def _reasons(report: FetchReport) -> Iterator[str]:
    yield from (f"short   {problem}" for problem in report.problems)
    yield from (f"missing {address}: {reason}" for address, reason in report.failures[:_SHOWN])
    if len(report.failures) > _SHOWN:
        yield f"... and {len(report.failures) - _SHOWN:,} more, all in manifest.jsonl"


def _table(report: FetchReport, settings: FetchSettings) -> Iterator[str]:
    for name, text in _ROWS:
        yield f"{name:<12}{report.results[name]:>8,}   {text}".rstrip()
    yield f"{'held':<12}{report.held:>8,}   in the folder already, not asked for"
    if settings.dry_run:
        minutes = report.waiting * settings.every * 1.25 / 60  # half of the half as much again that a wait may be longer
        yield f"{'to fetch':<12}{report.waiting:>8,}   nothing was fetched (--dry-run); about {minutes:,.0f} minutes"
    if settings.mode != "recheck":
        yield f"listed {report.listed:,} decisions, of which {report.wanted:,} are wanted"
    if report.recovered:
        yield f"finished {report.recovered} pages that an interrupted run had received"
    if report.listed and not report.wanted and settings.selection.categories:
        yield f"no category matches; listed were: {', '.join(sorted(report.categories))}"
    if report.is_limited:
        yield f"ended at --limit {settings.limit}; run the same command again for more"
    yield f"{report.requests:,} requests in {report.seconds:,.0f} s; the pages are in {settings.out / DECISIONS}"
