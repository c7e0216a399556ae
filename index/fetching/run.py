"""The flow of fetch: robots.txt, then window by window the list and the decisions on it, each kept before the next is asked for.

Contract: one run at a time in a folder; killed anywhere, the same command goes on, and asks for nothing that it has. What stops a
run is in its report, beside what was done. Proved by tests/test_index_fetching_run.py, and with kills by `python -m evals fetch`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, Never

from filelock import AcquireReturnProxy, FileLock, Timeout

from index.errors import FetchError, UsageError
from index.fetching.addresses import PageAddress
from index.fetching.client import SiteClient
from index.fetching.downloads import Downloader
from index.fetching.listing import Entry
from index.fetching.manifest import MANIFEST, Manifest
from index.fetching.pace import Clock, SystemClock
from index.fetching.passes import Pass
from index.fetching.report import FetchReport
from index.fetching.search import Search
from index.fetching.settings import FetchSettings
from index.fetching.snapshots import Snapshots
from index.fetching.windows import Window, list_window

if TYPE_CHECKING:
    from tqdm import tqdm

__all__ = ["fetch_decisions"]

_LOCK = ".lock"


def fetch_decisions(
    settings: FetchSettings,
    *,
    progress: bool | None = None,
    clock: Clock | None = None,
    seed: int | None = None,
) -> FetchReport:
    """Fetch what the settings ask for into their folder.

    Args:
        settings: What, from where, to where, and how gently.
        progress: Show a bar on standard error; by default on a terminal.
        clock: The machine's own by default.
        seed: Of the jitter; by default a new one each time.

    Raises:
        UsageError: the settings ask for what cannot or must not be done.
        FetchError: another run is writing the folder, or its manifest cannot be read.
    """
    settings.check()
    clock = clock or SystemClock()
    is_quiet = not sys.stderr.isatty() if progress is None else not progress
    try:
        with _locked(settings):
            client = SiteClient(settings, clock, random.Random(seed))  # noqa: S311 - jitter, not a secret
            with closing(client):
                return _Run(settings, clock, client).go(quiet=is_quiet)
    except Timeout as error:
        message = f"another run is fetching into {str(settings.out)!r}; wait until it ends"
        raise FetchError(message) from error
    except OSError as error:
        raise FetchError(_not_written(error, settings)) from error


def _not_written(error: OSError, settings: FetchSettings) -> str:
    """What is said when the folder, which was there and could be written, cannot be written any more."""
    place = error.filename or str(settings.out)
    return f"stopped: {place!r} cannot be written ({error.strerror}); what came is kept: mend that and run the same command again"


def _locked(settings: FetchSettings) -> AcquireReturnProxy[FileLock]:
    """The folder, made and locked.

    Raises:
        UsageError: it cannot be made or written.
        Timeout: another run has locked it.
    """
    try:
        settings.out.mkdir(parents=True, exist_ok=True)
        return FileLock(str(settings.out / _LOCK)).acquire(timeout=0)
    except Timeout:
        raise
    except OSError as error:
        message = f"got the folder {str(settings.out)!r}; expected one that can be made and written ({error.strerror})"
        raise UsageError(message) from error


class _Run:
    """One run, whose folder is locked."""

    def __init__(self, settings: FetchSettings, clock: Clock, client: SiteClient) -> None:
        self._settings = settings
        self._clock = clock
        self._client = client
        self._manifest = Manifest.open(settings.out / MANIFEST, settings.site, clock.now())
        self._snapshots = Snapshots(settings.out, self._manifest)
        self._downloads = Downloader(client, self._manifest, self._snapshots, clock)
        self._report = FetchReport(settings.out)

    def go(self, *, quiet: bool) -> FetchReport:
        """Everything, in order."""
        from tqdm import tqdm

        started = self._clock.monotonic()
        bar: tqdm[Never] = tqdm(desc="fetching", unit=" decisions", disable=quiet, leave=False)
        self._client.on_wait = bar.set_postfix_str
        with bar:
            try:
                self._snapshots.prepare()
                self._report.recovered = self._snapshots.recover()
                self._recheck(bar) if self._settings.mode == "recheck" else self._go_through(bar)
            except FetchError as error:
                self._report.stopped = str(error)
            except OSError as error:
                self._report.stopped = _not_written(error, self._settings)
            except KeyboardInterrupt:
                self._report.stopped, self._report.is_interrupted = "stopped; run the same command again to go on", True
        self._report.requests = self._client.requests
        self._report.seconds = self._clock.monotonic() - started
        return self._report

    def _go_through(self, bar: tqdm[Never]) -> None:
        """List window by window, and fetch what is listed and wanted."""
        settings = self._settings
        known = Pass.go_on(settings.out, self._manifest, settings.selection, mode=settings.mode, now=self._clock.now())
        self._client.read_robots()
        search = Search(self._client, settings.site, settings.selection, known)
        since = known.begun.isoformat(timespec="seconds") if settings.mode == "update" else None
        bar.total = search.page(known.window, 1).count
        seen: set[PageAddress] = set()
        for entry in self._listed(known, search):
            bar.update()
            if entry.address in seen:
                continue
            seen.add(entry.address)
            self._report.listed += 1
            self._report.categories[entry.address.slugs[0]] += 1
            if settings.selection.takes(entry.address, authority=entry.authority, outcome=entry.outcome):
                self._report.wanted += 1
                self._fetch(entry.address, entry, since)
                self._show(bar)
                if self._is_enough():
                    return
        if settings.mode == "update" and not settings.dry_run and self._fetch_unlisted(known, seen):
            return
        if not settings.dry_run and not self._report.problems:
            known.end(self._manifest)

    def _listed(self, known: Pass, search: Search) -> Iterator[Entry]:
        for listed in list_window(known.window, search, most=self._settings.most_listed):
            if listed.problem is not None:
                self._report.problems.append(listed.problem)
            yield from listed.entries

    def _fetch(self, address: PageAddress, entry: Entry | None, since: str | None) -> None:
        if self._settings.dry_run:
            is_there = self._downloads.is_settled(address)
            self._report.held += is_there
            self._report.waiting += not is_there
            return
        outcome = self._downloads.download(address, entry, since=since)
        if outcome.result is None:
            self._report.held += 1
        else:
            self._report.take(outcome.result, outcome.failures)

    def _fetch_unlisted(self, known: Pass, seen: set[PageAddress]) -> bool:
        """Ask after what is held of the same days and no longer listed, and again for what failed before.

        Returns whether that is enough for a run.
        """
        since = known.begun.isoformat(timespec="seconds")
        for address in self._manifest.known():
            is_due = not self._downloads.is_settled(address) or self._is_decided_in(known.window, address)
            if is_due and not address.chapter and address not in seen and self._is_selected(address):
                self._report.wanted += 1
                self._fetch(address, None, since)
                if self._is_enough():
                    return True
        return False

    def _is_decided_in(self, window: Window, address: PageAddress) -> bool:
        state = self._manifest.state(address)
        decided = (state.listed or {}).get("decided", "") if state is not None and state.gone_at is None else ""
        return window.first.isoformat() <= decided <= window.last.isoformat()

    def _recheck(self, bar: tqdm[Never]) -> None:
        """Ask whether what is held has changed or gone, beginning with what was not asked for the longest."""
        settings = self._settings
        self._client.read_robots()
        held = sorted((state.checked_at, address) for address, state in self._manifest.held() if not address.chapter)
        wanted = [address for _, address in held if self._is_selected(address)]
        self._report.wanted = bar.total = len(wanted)
        now = (self._clock.now() + timedelta(seconds=1)).isoformat(timespec="seconds")
        for address in wanted:
            self._fetch(address, None, now)
            bar.update()
            self._show(bar)
            if self._is_enough():
                return
        if settings.dry_run:
            self._report.held, self._report.waiting = 0, len(wanted)

    def _is_selected(self, address: PageAddress) -> bool:
        """Whether a page that is held is wanted, by what its listing said of it."""
        state = self._manifest.state(address)
        listed = (state.listed if state is not None else None) or {}
        selection, decided = self._settings.selection, listed.get("decided", "")
        first, last = selection.since or date.min, selection.until or date.max
        if not first.isoformat() <= (decided or date.min.isoformat()) <= last.isoformat():
            return False
        return selection.takes(address, authority=listed.get("authority"), outcome=listed.get("outcome"))

    def _is_enough(self) -> bool:
        limit, report = self._settings.limit, self._report
        report.is_limited = limit is not None and sum(report.results.values()) + report.waiting >= limit
        return report.is_limited

    def _show(self, bar: tqdm[Never]) -> None:
        counts = [f"{name} {count}" for name, count in sorted(self._report.results.items())]
        bar.set_postfix_str(", ".join([*counts, f"requests {self._client.requests}"]), refresh=False)
