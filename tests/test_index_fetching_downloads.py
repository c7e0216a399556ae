"""One decision: its pages are kept when they are what they are taken for, and anything else fails with its reason, apart."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from fetch_doubles import TODAY, FakeClock, settings_for

from evals.invention import invent, invent_chapters, invent_short
from evals.replica import Publication, ReplicaServer, ReplicaSite, Reply, not_html, publish, status
from index import FetchError
from index.fetching.addresses import PageAddress
from index.fetching.client import SiteClient
from index.fetching.downloads import Downloader
from index.fetching.listing import Entry
from index.fetching.manifest import Manifest
from index.fetching.snapshots import Snapshots

ONE, OTHER = publish(invent(1)), publish(invent(2))
REPORTS = [publish(invent_chapters(3), front="first"), publish(invent_chapters(4), front="cover")]
SHORT = publish(invent_short(5))
PAGE = ONE.pages[ONE.target]


@dataclass
class Bench:
    """A folder, a replica, and what downloads from the one into the other."""

    folder: Path
    server: ReplicaServer
    manifest: Manifest
    downloads: Downloader
    clock: FakeClock

    def files(self) -> list[str]:
        """Every page in the folder by its place."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*.html"))

    def decisions(self) -> list[bytes]:
        """The pages that would be indexed."""
        return [path.read_bytes() for path in sorted((self.folder / "decisions").rglob("[!.]*.html"))]

    def asked(self, publication: Publication) -> int:
        """How often pages of it were asked for."""
        return sum(one.target.startswith(publication.target) for one in self.server.asked)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """One with a few decisions."""
    clock = FakeClock()
    with ReplicaServer(ReplicaSite([ONE, OTHER, *REPORTS, SHORT])) as server:
        settings = settings_for(server, tmp_path)
        manifest = Manifest.open(tmp_path / "manifest.jsonl", settings.site, TODAY)
        snapshots = Snapshots(tmp_path, manifest)
        snapshots.prepare()
        client = SiteClient(settings, clock, random.Random(1))  # noqa: S311 - jitter
        yield Bench(tmp_path, server, manifest, Downloader(client, manifest, snapshots, clock), clock)
        client.close()


def address_of(publication: Publication) -> PageAddress:
    """Where it stands."""
    address = PageAddress.read(publication.target)
    assert address is not None
    return address


def entry_of(publication: Publication) -> Entry:
    """As it is listed."""
    structure = publication.structure
    return Entry(
        address_of(publication), structure.authority, publication.kind, structure.outcome, structure.subcategory, structure.decided
    )


def result(bench: Bench, publication: Publication, *, since: str | None = None) -> tuple[str | None, list[str]]:
    """What downloading it comes to, and why something is missing."""
    outcome = bench.downloads.download(address_of(publication), entry_of(publication), since=since)
    return outcome.result, [reason for _, reason in outcome.failures]


def later(bench: Bench) -> str:
    """A time after everything so far."""
    bench.clock.sleep(3600)
    return (bench.clock.now() - timedelta(minutes=30)).isoformat(timespec="seconds")


def test_a_decision_is_fetched_once(bench: Bench) -> None:
    """Byte for byte; then nothing has to be asked."""
    assert bench.downloads.is_settled(address_of(ONE)) is False
    assert [result(bench, ONE), result(bench, ONE)] == [("new", []), (None, [])]
    assert (bench.asked(ONE), bench.decisions(), bench.downloads.is_settled(address_of(ONE))) == (1, [PAGE], True)
    state = bench.manifest.state(address_of(ONE))
    assert state is not None
    assert state.listed is not None
    assert state.listed["decided"] == ONE.structure.decided.isoformat()


def test_a_short_report_is_a_page_of_its_own(bench: Bench) -> None:
    """It prints no authority."""
    assert (result(bench, SHORT), bench.decisions()) == (("new", []), [SHORT.pages[SHORT.target]])


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_fetched_with_its_chapters(bench: Bench, report: Publication) -> None:
    """Each page once; a cover is kept where it is not indexed."""
    assert [result(bench, report), result(bench, report)] == [("new", []), (None, [])]
    assert bench.asked(report) == len(report.pages)
    has_cover = len(report.pages) == 4
    assert (len(bench.files()), len(bench.decisions())) == (len(report.pages), 3)
    assert any("/.cover." in name for name in bench.files()) is has_cover


def test_a_chapter_that_failed_is_fetched_by_the_next_run(bench: Bench) -> None:
    """The decision is failed until it is whole; what came is not asked for again."""
    report = REPORTS[0]
    bench.server.put(f"{report.target}?chapter=2", *[status(500)] * 4)
    assert result(bench, report) == ("failed", ["answered 500, 4 times"])
    assert bench.downloads.is_settled(address_of(report)) is False
    assert (result(bench, report), bench.asked(report)) == (("new", []), 2 + 4 + 1)


def test_pages_are_asked_for_conditionally_the_second_time(bench: Bench) -> None:
    """The site says that it is the same without sending it."""
    result(bench, ONE)
    assert result(bench, ONE, since=later(bench)) == ("unchanged", [])
    last = bench.server.asked[-1]
    assert (last.status, "If-None-Match" in last.headers, bench.decisions()) == (304, True, [PAGE])


def test_a_page_that_is_sent_again_and_is_the_same_is_unchanged(bench: Bench) -> None:
    """A site need not know conditions."""
    result(bench, ONE)
    bench.server.put(ONE.target, Reply(PAGE))
    assert (result(bench, ONE, since=later(bench)), len(bench.files())) == (("unchanged", []), 1)


def test_a_changed_page_takes_the_place_of_the_old_one(bench: Bench) -> None:
    """Which stays as a version."""
    result(bench, ONE)
    page = PAGE.replace(b"The complaint", b"The complaint itself")
    bench.server.site.change(replace(ONE, pages={ONE.target: page}))
    assert result(bench, ONE, since=later(bench)) == ("changed", [])
    assert (bench.decisions(), [name.split("/")[0] for name in bench.files()]) == ([page], [".versions", "decisions"])


@pytest.mark.parametrize("code", [404, 410])
def test_a_page_that_is_gone_keeps_its_snapshot(bench: Bench, code: int) -> None:
    """It is marked, not asked for again in the same pass, and comes back when the site has it again."""
    result(bench, ONE)
    bench.server.put(ONE.target, status(code))
    since = later(bench)
    assert [result(bench, ONE, since=since), result(bench, ONE, since=since)] == [("gone", []), (None, [])]
    state = bench.manifest.state(address_of(ONE))
    assert state is not None
    assert (bench.decisions(), state.gone_at is not None) == ([PAGE], True)
    assert result(bench, ONE, since=later(bench)) == ("unchanged", [])


def test_a_listed_page_that_is_not_there_is_gone(bench: Bench) -> None:
    """Listings run ahead of pages or behind them."""
    bench.server.put(ONE.target, status(404))
    assert (result(bench, ONE), bench.files(), bench.downloads.is_settled(address_of(ONE))) == (("gone", []), [], True)


def test_a_page_that_moved_is_kept_where_it_stands(bench: Bench) -> None:
    """It was filed anew; the old address leads there and is known to."""
    old = f"/decisions/housing/other/{address_of(ONE).reference}"
    bench.server.put(old, status(301, Location=ONE.target))
    address = PageAddress.read(old)
    assert address is not None
    outcome = bench.downloads.download(address, replace(entry_of(ONE), address=address))
    assert (outcome.result, bench.files()) == ("new", [f"decisions/{address_of(ONE).file}"])
    assert bench.downloads.is_settled(address)
    assert bench.downloads.download(address).result is None


BAD: list[tuple[Reply, str]] = [
    (not_html(), "no whole page: came as 'application/pdf'"),
    (Reply(PAGE, headers={"Content-Type": "application/octet-stream"}), "no whole page: came as 'application/octet-stream'"),
    (Reply(b"<!DOCTYPE html><html><body><h1>Search our decisions</h1></body></html>"), "an HTML page without a decision in it"),
    (Reply(PAGE[: len(PAGE) // 2]), "no whole page: it ends without </html>"),  # cut by the site itself
    (Reply(PAGE.replace(b'<article id="article">', b"<section>").replace(b"</article>", b"</section>")),
     "an HTML page without a decision in it"),  # changed markup
    (Reply(PAGE.replace(b'class="label"', b'class="name"')), "prints no outcome or no date, as every statement does"),
    (Reply(PAGE.replace(b"<ol", b"<div").replace(b"<li>", b"<p>")), "an HTML page without numbered paragraphs"),
    (Reply(OTHER.pages[OTHER.target]), "a page of 97 000 002"),  # another decision's page
    (Reply(b""), "it ends without </html>"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "reason"), BAD)
def test_what_is_no_decision_page_fails_and_is_kept_apart(bench: Bench, reply: Reply, reason: str) -> None:
    """A statement of somebody else, half of one, another format, another markup: none is indexed, all are tried again."""
    bench.server.put(ONE.target, reply)
    outcome, reasons = result(bench, ONE)
    rejected = f".rejected/{address_of(ONE).file}"
    assert (outcome, bench.decisions(), bench.files()) == ("failed", [], [rejected])
    assert reason in reasons[0]
    assert reasons[0].endswith(f"; kept in {rejected}")
    assert (result(bench, ONE), bench.decisions()) == (("new", []), [PAGE])


def test_a_bad_page_leaves_the_good_one_in_its_place(bench: Bench) -> None:
    """A changed markup does not overwrite what was read before."""
    result(bench, ONE)
    bench.server.put(ONE.target, not_html())
    assert (result(bench, ONE, since=later(bench))[0], bench.decisions()) == ("failed", [PAGE])


LEADS = [
    ("/decisions", "leads to '/decisions', which is not this decision"),  # a soft "not found"
    (OTHER.target, f"leads to {OTHER.target!r}, which is not this decision"),
    ("https://www.lgo.org.uk/x", "redirects off the site"),
]


@pytest.mark.parametrize(("location", "reason"), LEADS)
def test_an_address_that_leads_elsewhere_fails(bench: Bench, location: str, reason: str) -> None:
    """What stands there is not this decision."""
    bench.server.put(ONE.target, status(302, Location=location))
    outcome, reasons = result(bench, ONE)
    assert (outcome, bench.files()) == ("failed", [])
    assert reasons[0].startswith(reason)


def test_pages_that_cannot_be_read_in_a_row_stop_the_run(bench: Bench) -> None:
    """The site's markup has changed, and five thousand more requests would not help."""
    bench.server.put(ONE.target, *[not_html()] * 5)
    for _ in range(4):
        assert result(bench, ONE)[0] == "failed"
    with pytest.raises(FetchError, match="stopped: 5 pages in a row could not be read as decisions; its pages may have changed"):
        result(bench, ONE)


def test_robots_and_refusals_are_told_apart(bench: Bench) -> None:
    """Neither is a failure of ours."""
    bench.server.robots = Reply(f"User-agent: *\nDisallow: {OTHER.target}\n".encode(), headers={"Content-Type": "text/plain"})
    bench.server.put(ONE.target, status(403))
    assert [result(bench, ONE)[0], result(bench, OTHER)[0], bench.asked(OTHER)] == ["refused", "not allowed", 0]
