"""A whole run over the replica, in the time of a clock that moves by waiting: everything once, politely, and on from there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fetch_doubles import TODAY, FakeClock, fetch
from filelock import FileLock

from evals.invention import invent
from evals.replica import Publication, ReplicaServer, ReplicaSite, Reply, invent_publications, not_html, publish, shell, status
from index import FetchError, FetchReport, UsageError
from index.fetching import Selection
from index.fetching.manifest import Manifest

MANY = invent_publications(40)
FEW = MANY[-12:]
"""Of every shape."""
TEXT = {"Content-Type": "text/plain"}


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug of a test."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)


@pytest.fixture
def server() -> Iterator[ReplicaServer]:
    """A replica of twelve decisions that shows at most eleven results of a search, and none without a session."""
    with ReplicaServer(ReplicaSite(FEW, cut_off=11), needs_session=True) as started:
        yield started


@pytest.fixture
def great_server() -> Iterator[ReplicaServer]:
    """The same with forty decisions, of which it shows 25."""
    with ReplicaServer(ReplicaSite(MANY, cut_off=25), needs_session=True) as started:
        yield started


def fetch_small(server: ReplicaServer, out: Path, clock: FakeClock | None = None, **changes: Any) -> FetchReport:  # noqa: ANN401 - settings
    """Fetch by windows of a few results."""
    return fetch(server, out, clock, **{"most_listed": len(server.site.publications) // 2, **changes})


def published(publications: Sequence[Publication]) -> set[bytes]:
    """All their pages."""
    return {page for one in publications for page in one.pages.values()}


def pages(out: Path) -> set[bytes]:
    """What stands in the folder of decisions, covers too."""
    return {path.read_bytes() for path in (out / "decisions").rglob("*.html")}


def counts(report: FetchReport) -> dict[str, int]:
    """What came of the decisions, and how many were held."""
    return {**{name: count for name, count in report.results.items() if count}, "held": report.held}


def test_everything_is_fetched_once_and_politely(great_server: ReplicaServer, tmp_path: Path) -> None:
    """Each page once, a second apart at the server, byte for byte; a second run asks for no page at all."""
    server = great_server
    report = fetch_small(server, tmp_path)
    served = server.pages_asked()
    assert (counts(report), report.listed, report.wanted, report.is_done) == ({"new": 40, "held": 0}, 40, 40, True)
    assert (sorted(served), set(served.values())) == (sorted(target for one in MANY for target in one.pages), {1})
    assert (pages(tmp_path) == published(MANY), server.closest() >= 1.0, report.requests) == (True, True, len(server.asked))
    again = fetch_small(server, tmp_path)
    assert (counts(again), server.pages_asked() == served) == ({"held": 40}, True)


@pytest.mark.parametrize("cap", [1, 4, 9])
def test_a_run_that_is_stopped_goes_on(server: ReplicaServer, tmp_path: Path, cap: int) -> None:
    """However often: nothing is asked for twice but robots.txt and the session, and no list is read again."""
    for _ in range(100):
        report = fetch_small(server, tmp_path, cap=cap + 3)
        if report.stopped is None:
            break
        assert (report.stopped, report.is_done) == (
            f"stopped at the cap of {cap + 3} requests; run the same command again to go on",
            False,
        )
    assert (pages(tmp_path) == published(FEW), set(server.pages_asked().values())) == (True, {1})
    listed = [one.target for one in server.asked if one.target.startswith("/Decisions/SearchResults")]
    assert len(listed) - len(set(listed)) <= 1  # the whole is counted once more before its oldest part is left out


SELECTIONS = [
    Selection(since=date(2020, 1, 1)),
    Selection(until=date(2018, 12, 31)),
    Selection(since=date(2018, 1, 1), until=date(2021, 12, 31), outcome="Upheld"),
    Selection(outcome="not upheld"),
    Selection(categories=("children's services", "housing")),
    Selection(authority="harrow-on-dene"),
]


def is_wanted(one: Publication, selection: Selection) -> bool:
    """Whether a decision is asked for, by its structure alone."""
    known = one.structure
    words = {"children's services": "Children's care services", "housing": "Housing"}
    return (
        (selection.since or date.min) <= known.decided <= (selection.until or date.max)
        and (selection.outcome is None or known.outcome.casefold() == selection.outcome.casefold())
        and (not selection.categories or known.category in {words[name] for name in selection.categories})
        and (selection.authority is None or "Harrow-on-Dene" in (known.authority or ""))
    )


@pytest.mark.parametrize("selection", SELECTIONS)
def test_only_what_is_asked_for_is_fetched(great_server: ReplicaServer, tmp_path: Path, selection: Selection) -> None:
    """By date, outcome, category and authority."""
    wanted = published([one for one in MANY if is_wanted(one, selection)])
    fetch_small(great_server, tmp_path, selection=selection)
    assert (pages(tmp_path), len(wanted) not in {0, len(published(MANY))}) == (wanted, True)


def test_a_limit_ends_the_run_and_the_next_one_takes_more(server: ReplicaServer, tmp_path: Path) -> None:
    """The newest first."""
    first, second = (fetch_small(server, tmp_path, limit=3) for _ in range(2))
    assert [(counts(one), one.is_limited, one.is_done) for one in (first, second)] == [
        ({"new": 3, "held": 0}, True, True),
        ({"new": 3, "held": 3}, True, True),
    ]
    newest = sorted(FEW, key=lambda one: (one.structure.decided, one.target), reverse=True)[:6]
    assert set(server.pages_asked()) == {target for one in newest for target in one.pages}


def test_a_dry_run_fetches_no_page_and_saves_the_list(server: ReplicaServer, tmp_path: Path) -> None:
    """What it has listed, the run after it does not list again."""
    report = fetch_small(server, tmp_path, dry_run=True)
    assert (report.waiting, counts(report), pages(tmp_path), server.pages_asked()) == (12, {"held": 0}, set(), {})
    before = len(server.asked)
    fetch_small(server, tmp_path)
    assert [one.target for one in server.asked[before:]][:2] == ["/robots.txt", server.asked[before + 1].target]
    assert len(server.asked) - before <= 1 + len(published(FEW)) + 2  # robots.txt, every page, a session and a count


def test_rules_are_obeyed_and_vanished_pages_are_no_failure(server: ReplicaServer, tmp_path: Path) -> None:
    """The run is done all the same."""
    forbidden, gone = FEW[0], FEW[1]
    server.robots = Reply(f"User-agent: *\nDisallow: {forbidden.target}\nCrawl-delay: 2\n".encode(), headers=TEXT)
    server.put(gone.target, status(410))
    report = fetch_small(server, tmp_path)
    assert (counts(report), report.is_done) == ({"new": 10, "gone": 1, "not allowed": 1, "held": 0}, True)
    assert (forbidden.target in {one.target for one in server.asked}, server.closest() >= 2.0) == (False, True)


def test_failures_are_said_and_tried_by_the_next_run(server: ReplicaServer, tmp_path: Path) -> None:
    """Each with its reason; what was fetched is not asked for again."""
    broken, busy, closed = FEW[2], FEW[5], FEW[8]
    server.put(broken.target, not_html())
    server.put(busy.target, *[status(429, Retry_After="5")] * 4)
    server.put(closed.target, status(403))
    report = fetch_small(server, tmp_path)
    assert (counts(report), report.is_done) == ({"new": 9, "failed": 1, "refused": 2, "held": 0}, False)
    assert dict(report.failures) == {
        broken.target: f"no whole page: came as 'application/pdf'; kept in .rejected/{'/'.join(broken.target.split('/')[2:])}.html",
        busy.target: "answered 429, 4 times",
        closed.target: "answered 403",
    }
    assert (counts(fetch_small(server, tmp_path)), pages(tmp_path) == published(FEW)) == ({"new": 3, "held": 9}, True)


STOPPED = [
    ("/robots.txt", [status(500)] * 4, r"robots\.txt could not be read \(answered 500, 4 times\)"),
    ("/Decisions/SearchResults", [shell(), shell()], "shows no count of results"),
    ("/Decisions/SearchResults", [Reply(b"<p>Your search has 12 results</p>")], "has 12 results and its first page lists none"),
    (FEW[0].target, [status(503, Retry_After="90000")], "the site asks to wait 1,500 minutes"),
]


@pytest.mark.parametrize("trouble", STOPPED)
def test_what_stops_a_run_is_in_its_report(server: ReplicaServer, tmp_path: Path, trouble: tuple[str, list[Reply], str]) -> None:
    """Nothing strange is kept, and the same command goes on once the site is well."""
    target, replies, reason = trouble
    server.put(target, *replies)
    report = fetch_small(server, tmp_path)
    assert report.stopped is not None
    assert pytest.raises(FetchError, match=reason).matches(FetchError(report.stopped))
    assert pages(tmp_path) <= published(FEW)
    assert (fetch_small(server, tmp_path).is_done, pages(tmp_path) == published(FEW)) == (True, True)
    assert set(server.pages_asked().values()) == {1}


def test_a_list_that_is_short_is_a_failure(tmp_path: Path) -> None:
    """Twelve decisions of one day and one outcome, of which the site shows ten: these are fetched, what is missing is said."""
    day = [replace(invent(number), decided=date(2020, 5, 5), outcome="Upheld") for number in range(12)]
    with ReplicaServer(ReplicaSite(map(publish, day), cut_off=10)) as server:
        report = fetch(server, tmp_path)
    assert (report.results["new"], report.is_done) == (10, False)
    assert "2020-05-05 to 2020-05-05, upheld: the site counts 12 decisions and lists 10" in report.problems


def test_a_day_with_more_than_is_shown_is_fetched_by_outcome(tmp_path: Path) -> None:
    """All three lists of it, and a stopped run knows them apart."""
    outcomes = ("Upheld", "Not upheld", "Closed after initial enquiries")
    day = [replace(invent(number), decided=date(2020, 5, 5), outcome=outcomes[number % 3]) for number in range(12)]
    with ReplicaServer(ReplicaSite(map(publish, day), cut_off=5)) as server:
        assert fetch(server, tmp_path, cap=70).stopped is not None
        assert [fetch(server, tmp_path, cap=200).is_done, set(server.pages_asked().values())] == [True, {1}]
    assert len(pages(tmp_path)) == 12


def test_an_update_finds_what_is_new_changed_and_gone(server: ReplicaServer, tmp_path: Path) -> None:
    """Four weeks later, late publications included; older decisions are not asked for."""
    recent = [publish(replace(invent(900 + number), decided=TODAY.date() - timedelta(weeks=2 + number))) for number in range(4)]
    for one in recent[:3]:
        server.site.change(one)
    fetch_small(server, tmp_path)
    before = len(server.asked)
    changed, gone, _ = recent[:3]
    page = changed.pages[changed.target].replace(b"The complaint", b"The whole complaint")
    server.site.change(replace(changed, pages={changed.target: page}))
    server.site.remove(gone.target)
    server.site.change(recent[3])  # decided before the last run, published after it
    report = fetch_small(server, tmp_path, FakeClock(TODAY + timedelta(weeks=4)), mode="update")
    assert (counts(report), report.is_done) == ({"new": 1, "changed": 1, "gone": 1, "unchanged": 1, "held": 0}, True)
    asked = {one.target for one in server.asked[before:] if one.target.startswith("/decisions/")}
    assert asked == {one.target for one in recent}
    assert gone.pages[gone.target] in pages(tmp_path)
    assert fetch_small(server, tmp_path, FakeClock(TODAY + timedelta(weeks=4, minutes=30)), mode="update").results["new"] == 0


def test_an_update_tries_again_what_failed_long_ago(server: ReplicaServer, tmp_path: Path) -> None:
    """It is not listed any more in the days that an update lists."""
    server.put(FEW[3].target, not_html())
    fetch_small(server, tmp_path)
    report = fetch_small(server, tmp_path, FakeClock(TODAY + timedelta(weeks=30)), mode="update")
    assert (counts(report), pages(tmp_path) == published(FEW)) == ({"new": 1, "held": 0}, True)


def test_rechecking_asks_for_everything_held_once(server: ReplicaServer, tmp_path: Path) -> None:
    """Nothing is listed; what was asked for the longest ago comes first, so that a limit makes a round of it."""
    fetch_small(server, tmp_path)
    clock = FakeClock(TODAY + timedelta(days=1))
    reports = [fetch_small(server, tmp_path, clock, mode="recheck", limit=4) for _ in range(2)]
    reports.append(fetch_small(server, tmp_path, clock, mode="recheck", limit=2, selection=Selection(outcome="upheld")))
    assert [counts(one) for one in reports[:2]] == [{"unchanged": 4, "held": 0}] * 2
    conditional = [one.target for one in server.asked if "If-None-Match" in one.headers]
    assert not any(one.target.startswith("/Decisions") for one in server.asked if one.at > 0 and one in server.asked[-8:])
    first, second = conditional[:4], conditional[4:8]
    assert set(first).isdisjoint(second)


def test_one_run_at_a_time(server: ReplicaServer, tmp_path: Path) -> None:
    """The second says so and asks for nothing."""
    with FileLock(str(tmp_path / ".lock")), pytest.raises(FetchError, match="another run is fetching into"):
        fetch_small(server, tmp_path)
    assert server.asked == []


def test_a_wrong_request_is_refused_before_anything_is_sent(server: ReplicaServer, tmp_path: Path) -> None:
    """No contact, too fast, days to come, a folder that cannot be made or written."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for changes in ({"contact": ""}, {"every": 0.1}, {"selection": Selection(since=date(2099, 1, 1))}):
        with pytest.raises(UsageError, match="got"):
            fetch_small(server, tmp_path, **changes)
    (tmp_path / "odd" / ".lock").mkdir(parents=True)
    for folder in ("file", "odd"):
        with pytest.raises(UsageError, match="expected one that can be made and written"):
            fetch_small(server, tmp_path / folder)
    assert server.asked == []


def test_a_full_disk_stops_the_run_and_the_next_one_goes_on(
    server: ReplicaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came is kept, and nothing is half there."""
    room = iter([True] * 14 + [False])

    def sync(_file: int) -> None:
        if not next(room):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", sync)
    report = fetch_small(server, tmp_path)
    assert report.stopped == (
        f"stopped: {str(tmp_path)!r} cannot be written (No space left on device); what came is kept: mend that and run the same "
        "command again"
    )
    assert (0 < report.results["new"] < len(FEW), pages(tmp_path) <= published(FEW)) == (True, True)
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    assert (fetch_small(server, tmp_path).is_done, pages(tmp_path) == published(FEW)) == (True, True)


def test_whoever_stops_a_run_is_told_what_was_done(server: ReplicaServer, tmp_path: Path) -> None:
    """Ctrl-C while it waits."""

    class Impatience(FakeClock):
        def sleep(self, seconds: float) -> None:
            if len(self.waits) == 8:
                raise KeyboardInterrupt
            super().sleep(seconds)

    report = fetch_small(server, tmp_path, Impatience())
    assert (report.is_interrupted, report.stopped) == (True, "stopped; run the same command again to go on")
    assert report.results["new"] > 0


def test_the_manifest_has_every_page_with_its_digest(server: ReplicaServer, tmp_path: Path) -> None:
    """Address, time, status, digest and place of each."""
    fetch_small(server, tmp_path, limit=5)
    manifest = Manifest.read(tmp_path / "manifest.jsonl")
    assert manifest is not None
    held = dict(manifest.held())
    assert {address.target for address in held} == set(server.pages_asked())
    assert all((tmp_path / str(state.file)).is_file() and len(state.sha256 or "") == 64 for state in held.values())
