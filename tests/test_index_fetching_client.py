"""The client of the site: paced, inside the site and its rules, patient with what is busy, and never content with half a page."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fetch_doubles import CONTACT, FakeClock, settings_for

from evals.invention import invent
from evals.replica import Asked, ReplicaServer, ReplicaSite, Reply, not_html, publish, status
from index import FetchError, PageError
from index.fetching.client import SiteClient

ONE = publish(invent(1))
RULES = {"Content-Type": "text/plain"}


@pytest.fixture
def server() -> Iterator[ReplicaServer]:
    """A replica of one decision, whose times are the fake clock's."""
    with ReplicaServer(ReplicaSite([ONE])) as started:
        yield started


@contextmanager
def client_of(server: ReplicaServer, tmp_path: Path, **changes: Any) -> Iterator[tuple[SiteClient, FakeClock]]:  # noqa: ANN401 - pytest's, and any field
    """A client and its clock."""
    clock = FakeClock()
    server.now = clock.monotonic
    client = SiteClient(settings_for(server, tmp_path, **changes), clock, random.Random(1))  # noqa: S311 - jitter
    yield client, clock
    client.close()


def asked(server: ReplicaServer) -> list[str]:
    """The paths that were asked for, in order."""
    return [one.target for one in server.asked]


def test_a_page_comes_whole_with_what_headers_say(server: ReplicaServer, tmp_path: Path) -> None:
    """After robots.txt, which is asked for once; by a program that says who it is."""
    with client_of(server, tmp_path) as (client, _):
        answers = [client.get(ONE.target) for _ in range(2)]
    page = ONE.pages[ONE.target]
    assert [(one.status, one.body == page, one.is_html, one.etag is not None, one.target) for one in answers] == [
        (200, True, True, True, ONE.target)
    ] * 2
    assert (asked(server), client.requests) == (["/robots.txt", ONE.target, ONE.target], 3)
    assert {one.headers["User-Agent"].split("/")[0] for one in server.asked} == {"Pinpoint"}
    assert all(CONTACT in one.headers["User-Agent"] for one in server.asked)


def test_requests_stand_apart_at_the_server(server: ReplicaServer, tmp_path: Path) -> None:
    """By the time at which they came."""
    with client_of(server, tmp_path) as (client, _):
        for _ in range(20):
            client.get(ONE.target)
    assert (len(server.asked), server.closest() >= 1.0) == (21, True)


def test_a_crawl_delay_is_kept(server: ReplicaServer, tmp_path: Path) -> None:
    """It slows everything after it."""
    server.robots = Reply(b"User-agent: *\nCrawl-delay: 7\n", headers=RULES)
    with client_of(server, tmp_path) as (client, _):
        for _ in range(5):
            client.get(ONE.target)
    assert server.closest() >= 7.0


def test_what_robots_do_not_allow_is_not_asked_for(server: ReplicaServer, tmp_path: Path) -> None:
    """Nor is it where a page leads there."""
    server.robots = Reply(b"User-agent: *\nDisallow: /secret\n", headers=RULES)
    server.put("/away", status(302, Location="/Secret/page"))
    with client_of(server, tmp_path) as (client, _):
        for target in ("/secret/page", "/away"):
            with pytest.raises(PageError, match=r"robots\.txt does not allow /[sS]ecret/page") as refused:
                client.get(target)
            assert refused.value.kind == "not allowed"
    assert asked(server) == ["/robots.txt", "/away"]


def test_robots_are_read_again_after_a_day(server: ReplicaServer, tmp_path: Path) -> None:
    """A long run keeps to the rules of its day."""
    with client_of(server, tmp_path) as (client, clock):
        client.get(ONE.target)
        clock.sleep(90_000)
        client.get(ONE.target)
    assert asked(server) == ["/robots.txt", ONE.target] * 2


@pytest.mark.parametrize("code", [500, 403])
def test_without_robots_nothing_is_asked_for(server: ReplicaServer, tmp_path: Path, code: int) -> None:
    """Errors are tried again; then the run ends."""
    server.put("/robots.txt", *[status(code)] * 4)
    with client_of(server, tmp_path) as (client, _), pytest.raises(FetchError, match=r"robots\.txt could not be read"):
        client.get(ONE.target)
    assert set(asked(server)) == {"/robots.txt"}


REDIRECTS = [
    (f"{ONE.target}/", ONE.target),  # to the same page in another spelling
    ("decisions/education", "/decisions/education"),  # relative
    ("http://127.0.0.1:{port}/decisions", "/decisions"),
]


@pytest.mark.parametrize(("location", "target"), REDIRECTS)
def test_redirects_inside_the_site_are_followed(server: ReplicaServer, tmp_path: Path, location: str, target: str) -> None:
    """Each hop is a request like any other."""
    server.put("/old", status(301, Location=location.replace("{port}", server.origin.rpartition(":")[2])))
    with client_of(server, tmp_path) as (client, _):
        assert client.get("/old").target.rstrip("/") == target
    assert server.closest() >= 1.0


@pytest.mark.parametrize(
    "location", ["https://www.lgo.org.uk/decisions", "//example.org/", "https://127.0.0.1:1/", "ftp://x/", "http://["]
)
def test_redirects_off_the_site_are_not_followed(server: ReplicaServer, tmp_path: Path, location: str) -> None:
    """They are a failure, and nothing else is contacted."""
    server.put("/old", status(302, Location=location))
    with (
        client_of(server, tmp_path) as (client, _),
        pytest.raises(PageError, match=r"redirects off the site, to .* not followed"),
    ):
        client.get("/old")
    assert asked(server) == ["/robots.txt", "/old"]


def test_redirects_end(server: ReplicaServer, tmp_path: Path) -> None:
    """A circle is left after a few hops."""
    server.put("/round", *[status(302, Location="/round")] * 20)
    with client_of(server, tmp_path) as (client, _), pytest.raises(PageError, match="redirects more than 5 times"):
        client.get("/round")
    assert asked(server).count("/round") == 6


def test_retry_after_is_obeyed_and_slows_the_run(server: ReplicaServer, tmp_path: Path) -> None:
    """Too many requests: wait as asked, then go on at half the pace."""
    server.put(ONE.target, status(429, Retry_After="120"))
    with client_of(server, tmp_path) as (client, clock):
        assert client.get(ONE.target).status == 200
        client.get(ONE.target)
    times = [one.at for one in server.asked]
    assert (120.0 in clock.waits, times[2] - times[1] >= 120, times[3] - times[2] >= 2.0) == (True, True, True)


def test_a_long_wait_ends_the_run(server: ReplicaServer, tmp_path: Path) -> None:
    """It says when to go on instead of sleeping for hours."""
    server.put(ONE.target, status(503, Retry_After="7200"))
    with client_of(server, tmp_path) as (client, _), pytest.raises(FetchError, match=r"the site asks to wait 120 minutes \(503\)"):
        client.get(ONE.target)


PASSING: list[tuple[Reply, str]] = [
    (status(500), "answered 500"),
    (status(503), "answered 503"),  # busy, without a time
    (status(502), "answered 502"),
    (Reply(b"<html>", ending="cut"), "RemoteProtocolError|ReadError"),  # half a page
    (Reply(ending="hang"), "no answer within 0.2 seconds"),
    (Reply(b"this is no gzip at all", headers={"Content-Encoding": "gzip"}), "DecodingError"),
]


@pytest.mark.parametrize(("reply", "reason"), PASSING)
def test_what_may_pass_is_tried_again_with_growing_waits(server: ReplicaServer, tmp_path: Path, reply: Reply, reason: str) -> None:
    """Twice bad and then good is good; four times bad is a failure with its reason."""
    server.put("/twice", reply, reply, Reply(b"there"))
    server.put("/always", *[reply] * 4)
    with client_of(server, tmp_path, timeout_s=0.2) as (client, clock):
        assert client.get("/twice").body == b"there"
        assert [2 <= wait <= 3 or 4 <= wait <= 6 for wait in clock.waits if wait > 1.5] == [True, True]
        with pytest.raises(PageError, match=f"({reason}).*, 4 times") as failed:
            client.get("/always")
    assert failed.value.kind == "failed"
    assert (asked(server).count("/twice"), asked(server).count("/always")) == (3, 4)


@pytest.mark.parametrize("code", [401, 403])
def test_a_refusal_is_not_argued_with(server: ReplicaServer, tmp_path: Path, code: int) -> None:
    """Asked once; the third in a row ends the run."""
    server.put("/closed", *[status(code)] * 3)
    with client_of(server, tmp_path) as (client, _):
        for _ in range(2):
            with pytest.raises(PageError, match=f"answered {code}") as refused:
                client.get("/closed")
            assert refused.value.kind == "refused"
        with pytest.raises(FetchError, match="stopped: 3 pages in a row were refused"):
            client.get("/closed")
    assert asked(server).count("/closed") == 3


def test_a_page_that_drips_is_given_up(server: ReplicaServer, tmp_path: Path) -> None:
    """Each piece comes in time and the page never does."""
    server.put(ONE.target, *[Reply(b"<html>", ending="drip")] * 4)
    with client_of(server, tmp_path) as (client, clock):
        server.on_drip = lambda: clock.sleep(1.0)
        with pytest.raises(PageError, match="an answer that took longer than 120 seconds, 4 times"):
            client.get(ONE.target)


def test_an_endless_page_is_given_up(server: ReplicaServer, tmp_path: Path) -> None:
    """No page has twenty million characters, packed or not; nobody asks for such a one again, and many of them end the run."""
    server.put(ONE.target, not_html(b"x" * 20_000_001, "text/html"))
    server.put(ONE.target, Reply(gzip.compress(b"x" * 20_000_001), headers={"Content-Encoding": "gzip"}))
    with client_of(server, tmp_path) as (client, _):
        for _ in range(2):
            with pytest.raises(PageError, match=r"an answer larger than 20 MB$"):
                client.get(ONE.target)
        assert asked(server) == ["/robots.txt", ONE.target, ONE.target]
        server.put("/huge", *[Reply(b"x" * 20_000_001)] * 3)
        for _ in range(2):
            with pytest.raises(PageError, match=r"an answer larger than 20 MB$"):
                client.get("/huge")
        with pytest.raises(FetchError, match="stopped: 5 pages in a row failed"):
            client.get("/huge")


def test_whoever_watches_is_told_of_a_wait(server: ReplicaServer, tmp_path: Path) -> None:
    """Why, and how long."""
    server.put(ONE.target, status(503, Retry_After="300"))
    with client_of(server, tmp_path) as (client, _):
        told: list[str] = []
        client.on_wait = told.append
        client.get(ONE.target)
    assert told == ["answered 503: waiting 300 s"]


def test_the_cap_ends_the_run(server: ReplicaServer, tmp_path: Path) -> None:
    """Everything counts: robots.txt, pages, further attempts."""
    server.put(ONE.target, status(500))
    with client_of(server, tmp_path, cap=4) as (client, _):
        client.get(ONE.target)
        client.get(ONE.target)
        with pytest.raises(FetchError, match="stopped at the cap of 4 requests; run the same command again to go on"):
            client.get(ONE.target)
    assert len(server.asked) == 4


def test_a_site_that_is_not_there_is_a_failure(server: ReplicaServer, tmp_path: Path) -> None:
    """Nobody listens on the port."""
    with client_of(server, tmp_path) as (client, _):
        server.__exit__()
        with pytest.raises(FetchError, match=r"robots\.txt could not be read \(ConnectError: .*, 4 times\)"):
            client.get(ONE.target)


def test_the_session_is_kept(server: ReplicaServer, tmp_path: Path) -> None:
    """A cookie that the site gives is sent back to it."""
    with client_of(server, tmp_path) as (client, _):
        client.get("/decisions")
        client.get(ONE.target)
    last: Asked = server.asked[-1]
    assert last.headers["Cookie"] == "replica-session=1"
