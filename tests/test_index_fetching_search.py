"""The search is asked in a session, each page once in a pass, and an empty shell is never taken for an empty list."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fetch_doubles import TODAY, FakeClock, settings_for

from evals.replica import ReplicaServer, ReplicaSite, Reply, invent_publications, not_html, shell, status
from index import FetchError
from index.fetching.client import SiteClient
from index.fetching.manifest import Manifest
from index.fetching.passes import Pass
from index.fetching.search import Search
from index.fetching.settings import Selection
from index.fetching.windows import Window

WINDOW = Window(date(2016, 1, 1), date(2026, 1, 1))
RESULTS = "/Decisions/SearchResults"
PUBLICATIONS = invent_publications(12)


@pytest.fixture
def server() -> Iterator[ReplicaServer]:
    """A replica that shows nothing to those who come without a session."""
    with ReplicaServer(ReplicaSite(PUBLICATIONS), needs_session=True) as started:
        yield started


@pytest.fixture
def search(server: ReplicaServer, tmp_path: Path) -> Iterator[Search]:
    """A search of everything."""
    clock = FakeClock()
    settings = settings_for(server, tmp_path)
    client = SiteClient(settings, clock, random.Random(1))  # noqa: S311 - jitter
    manifest = Manifest.open(tmp_path / "manifest.jsonl", settings.site, TODAY)
    known = Pass.go_on(tmp_path, manifest, Selection(), mode="first", now=TODAY)
    yield Search(client, settings.site, settings.selection, known)
    client.close()


def paths(server: ReplicaServer) -> list[str]:
    """The paths that were asked for, without their queries."""
    return [one.target.partition("?")[0] for one in server.asked]


def test_a_session_is_opened_once_and_pages_are_asked_for_once(search: Search, server: ReplicaServer) -> None:
    """As a browser does it: the page of decisions first, and named as where the search comes from."""
    pages = [search.page(WINDOW, number) for number in (1, 2, 1, 2)]
    assert [(page.count, len(page.entries)) for page in pages] == [(12, 10), (12, 2)] * 2
    assert paths(server) == ["/robots.txt", "/decisions", RESULTS, RESULTS]
    assert server.asked[2].headers["Referer"] == f"{server.origin}/decisions"


def test_a_page_is_asked_for_again_when_that_is_wanted(search: Search, server: ReplicaServer) -> None:
    """And the newer answer is the one that is known."""
    search.page(WINDOW, 1)
    server.site.remove(PUBLICATIONS[0].target)
    assert (search.page(WINDOW, 1).count, search.page(WINDOW, 1, again=True).count, search.page(WINDOW, 1).count) == (12, 11, 11)


def test_past_the_end_is_an_empty_page(search: Search) -> None:
    """The site answers 404 there."""
    assert search.page(WINDOW, 3).entries == ()


def test_a_lost_session_is_opened_again(search: Search, server: ReplicaServer) -> None:
    """Once."""
    search.page(WINDOW, 1)
    server.put(RESULTS, shell())
    assert len(search.page(WINDOW, 2).entries) == 2
    assert paths(server)[3:] == [RESULTS, "/decisions", RESULTS]


def test_a_shell_that_stays_stops_the_run(search: Search, server: ReplicaServer) -> None:
    """It is not an empty list."""
    server.put(RESULTS, shell(), shell())
    with pytest.raises(FetchError, match=r"page 1, shows no count of results.*nothing was taken from it"):
        search.page(WINDOW, 1)
    assert paths(server).count(RESULTS) == 2


STRANGE = [
    (status(404), "the search answered 404"),  # the first page is never past the end
    (status(403), "the search cannot be read: answered 403"),
    (not_html(b"{}", "application/json"), "the search answered 200 with 'application/json'; expected 200 with a page"),
    (status(302, Location="https://example.org/"), "the search cannot be read: redirects off the site"),
    (Reply(b"<p>Your search has 3 results</p><a href='/x'>Fernbury Council (99 100 001)</a>"), "in a way that is not known"),
]


@pytest.mark.parametrize(("reply", "reason"), STRANGE)
def test_anything_else_stops_the_run(search: Search, server: ReplicaServer, reply: Reply, reason: str) -> None:
    """With what came."""
    server.put(RESULTS, reply)
    with pytest.raises(FetchError, match=reason):
        search.page(WINDOW, 1)


def test_a_search_that_robots_do_not_allow_stops_the_run(search: Search, server: ReplicaServer) -> None:
    """Nothing else is tried."""
    server.robots = Reply(b"User-agent: *\nDisallow: /decisions/searchresults\n", headers={"Content-Type": "text/plain"})
    with pytest.raises(FetchError, match=r"robots\.txt does not allow /Decisions/SearchResults"):
        search.page(WINDOW, 1)
    assert paths(server) == ["/robots.txt", "/decisions"]
