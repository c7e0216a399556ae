"""One decision: its page and the chapters it links to, each asked for when it is wanted, checked, and kept.

A page is kept in its place only when it is what it is taken for: HTML, readable as a decision, of the reference of its address,
and, for a statement, with the outcome and the date that every statement prints. Anything else is a failure with its reason, kept
apart to be looked at and never indexed. A page that is gone keeps its snapshot. Proved by tests/test_index_fetching_downloads.py.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

from index.errors import NotADecision, PageError
from index.fetching.addresses import PageAddress
from index.fetching.client import Answer, SiteClient
from index.fetching.listing import Entry, chapter_links
from index.fetching.manifest import Event, Manifest, PageState, Result
from index.fetching.pace import Clock
from index.fetching.snapshots import Snapshots
from index.readers import read_bytes

__all__ = ["Downloader", "Outcome"]

_GONE = {404, 410}
_FOUND = 200
_NOT_MODIFIED = 304
_END = re.compile(rb"</html\s*>", re.IGNORECASE)
_WORST: tuple[Result, ...] = ("failed", "refused", "not allowed", "new", "changed", "gone", "unchanged")
"""What is said of a decision with several pages: the first of these that one of them came to."""


class Outcome:
    """What asking for one decision came to; `asked` is how many of its pages were asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.results: list[Result] = []
        self.failures: list[tuple[str, str]] = []

    @property
    def result(self) -> Result | None:
        """In one word; None where nothing had to be asked."""
        return next((result for result in _WORST if result in self.results), None)


class Downloader:
    """Downloads decisions into a folder."""

    def __init__(self, client: SiteClient, manifest: Manifest, snapshots: Snapshots, clock: Clock) -> None:
        self._client = client
        self._manifest = manifest
        self._snapshots = snapshots
        self._clock = clock

    def is_settled(self, address: PageAddress) -> bool:
        """Whether nothing of a decision has to be asked for: its page and chapters are held, or it is gone."""
        page, state = self._current(address)
        if state is None or not state.is_settled:
            return False
        chapters = [self._manifest.state(page.with_chapter(number)) for number in state.chapters]
        return state.gone_at is not None or all(one is not None and one.is_settled for one in chapters)

    def download(self, address: PageAddress, entry: Entry | None = None, *, since: str | None = None) -> Outcome:
        """Ask for what is missing of a decision; with `since`, also for what was last asked for before that time."""
        outcome = Outcome()
        page, _ = self._current(address)
        page = self._ask(page, entry, outcome, since)
        state = self._manifest.state(page)
        for number in state.chapters if state is not None and state.gone_at is None else ():
            self._ask(page.with_chapter(number), entry, outcome, since)
        return outcome

    def _current(self, address: PageAddress) -> tuple[PageAddress, PageState | None]:
        """Where the site moved the page, as far as is known."""
        state = self._manifest.state(address)
        moved = PageAddress.read(state.moved_to) if state is not None and state.moved_to and not state.is_held else None
        return (address, state) if moved is None else (moved, self._manifest.state(moved))

    def _ask(self, address: PageAddress, entry: Entry | None, outcome: Outcome, since: str | None) -> PageAddress:
        """Ask for one page, unless it is settled; returns the address it stands at."""
        state = self._manifest.state(address)
        is_due = state is None or not state.is_settled or (since is not None and state.checked_at < since)
        if not is_due:
            return address
        outcome.asked += 1
        event = Event(self._manifest.address_of(address), self._now(), "failed", listed=_listed(entry))
        try:
            answer = self._client.get(address.target, headers=_conditions(state))
            address, result = self._take(address, answer, event, entry)
        except PageError as error:
            result = error.kind
            self._manifest.add(replace(event, result=result, reason=str(error)))
            outcome.failures.append((address.target, str(error)))
        outcome.results.append(result)
        return address

    def _take(self, address: PageAddress, answer: Answer, event: Event, entry: Entry | None) -> tuple[PageAddress, Result]:
        """Keep what came; returns where it stands and what it came to."""
        event = replace(
            event,
            at=self._now(),
            status=answer.status,
            content_type=answer.content_type or None,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
        if answer.target != address.target:
            address = self._moved(address, answer, event)
            event = replace(event, address=self._manifest.address_of(address))
        state = self._manifest.state(address)
        if answer.status == _NOT_MODIFIED and state is not None and state.is_held:
            return address, self._note(event, "unchanged")
        if answer.status in _GONE:
            return address, self._note(event, "gone")
        if answer.status != _FOUND:
            message = f"answered {answer.status}"
            raise PageError(message)
        is_cover = self._check(address, answer, entry)
        self._client.patience.good("unreadable")
        if state is not None and state.is_held and state.sha256 == _digest(answer.body):
            return address, self._note(event, "unchanged")
        result: Result = "new" if state is None or not state.is_held else "changed"
        self._snapshots.store(address, answer.body, replace(event, result=result), is_cover=is_cover)
        return address, result

    def _note(self, event: Event, result: Result) -> Result:
        self._manifest.add(replace(event, result=result))
        return result

    def _moved(self, address: PageAddress, answer: Answer, event: Event) -> PageAddress:
        """The address a page was moved to; only that of the same reference is one."""
        there = PageAddress.read(answer.target)
        if there is None or there.reference != address.reference:
            message = f"leads to {answer.target[:80]!r}, which is not this decision"
            raise PageError(message)
        if there != address:
            self._manifest.add(replace(event, result="moved", moved_to=there.target, etag=None, last_modified=None))
        return there

    def _check(self, address: PageAddress, answer: Answer, entry: Entry | None) -> bool:
        """Whether the page is a report's cover; anything that is neither cover nor decision is a failure."""
        try:
            return self._is_cover(address, answer, entry)
        except NotADecision as error:
            reason = f"{error}; kept in {self._snapshots.reject(address, answer.body)}"
            self._client.patience.bad("unreadable", f"{address.target}: {reason}")
            raise PageError(reason) from error

    def _is_cover(self, address: PageAddress, answer: Answer, entry: Entry | None) -> bool:
        """Whether a page links to chapters and has no numbered paragraph itself; False for a decision.

        Raises:
            NotADecision: it is neither.
        """
        if not answer.is_html or not _END.search(answer.body):
            what = f"came as {answer.content_type[:40]!r}" if not answer.is_html else "it ends without </html>"
            message = f"no whole page: {what}"
            raise NotADecision(message)
        has_chapters = bool(chapter_links(answer.body, address, self._manifest.site))
        may_be_cover = has_chapters and not address.chapter and (entry is None or entry.kind == "Report")
        try:
            decision = read_bytes(answer.body, source_path=address.file, url=address.published, is_chapter=has_chapters)
        except NotADecision:
            if may_be_cover:
                return True
            raise
        if decision.reference != address.printed_reference:
            message = f"a page of {decision.reference}"
            raise NotADecision(message)
        is_statement = entry.kind == "Statement" if entry is not None else decision.kind == "statement"
        if is_statement and not address.chapter and (decision.outcome is None or decision.decision_date is None):
            message = "a page that prints no outcome or no date, as every statement does"
            raise NotADecision(message)
        return may_be_cover and decision.paragraphs[0].basis == "none"

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")


def _listed(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {name: value for name, value in entry.to_json().items() if name != "target"}


def _conditions(state: PageState | None) -> dict[str, str]:
    """Headers that ask for a page only where it is no longer the one that is held."""
    if state is None or not state.is_held:
        return {}
    names = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in names.items() if value}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
