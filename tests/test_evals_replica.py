"""The replica has the shapes that are known of the site, invented throughout, and reading its pages gives the structures back."""

from __future__ import annotations

import urllib.request
from dataclasses import replace
from urllib.error import HTTPError

import pytest

from evals.invention import invent, invent_chapters
from evals.replica import ReplicaServer, ReplicaSite, invent_publications, publish, status
from evals.structures import facts_of, outline_of, outline_read
from index.chapters import join_all
from index.fetching.addresses import PageAddress
from index.readers import read_bytes

PUBLICATIONS = invent_publications(160)


def get(server: ReplicaServer, target: str, **headers: str) -> tuple[int, bytes]:
    """A page as a plain client gets it."""
    request = urllib.request.Request(server.origin + target, headers=headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - loopback
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def test_every_shape_is_there() -> None:
    """Statements, short reports, reports in three kinds of chapters, suffix letters, and two bodies under one reference."""
    shapes = [one.structure.shape for one in PUBLICATIONS]
    assert (shapes.count("short"), shapes.count("chapters"), {len(one.pages) for one in PUBLICATIONS}) == (4, 4, {1, 3, 4})
    references = [one.structure.reference for one in PUBLICATIONS]
    assert (len(references) - len(set(references)), any(name[-1].isalpha() for name in references)) == (4, True)
    assert len({one.target for one in PUBLICATIONS}) == len(PUBLICATIONS)
    assert "/decisions/children-s-care-services/disabled-children/" in {one.target.rpartition("/")[0] + "/" for one in PUBLICATIONS}


def test_every_page_says_that_it_is_invented() -> None:
    """Nothing of the replica can be taken for a published decision."""
    assert all(b"FICTIONAL" in page[:200] for one in PUBLICATIONS for page in one.pages.values())


@pytest.mark.parametrize("shape", ["statement", "short", "chapters"])
def test_its_pages_are_read_back_as_their_structures(shape: str) -> None:
    """Text and facts; a report by its chapters, its cover left aside."""
    some = [one for one in PUBLICATIONS if one.structure.shape == shape][:20]
    for one in some:
        decisions = []
        for target, page in one.pages.items():
            address = PageAddress.read(target)
            assert address is not None
            if b"Report contents" not in page:
                decisions.append(read_bytes(page, source_path=target, url=address.published, is_chapter=len(one.pages) > 1))
        whole, strange = join_all(decisions)
        assert (outline_read(whole), strange) == (outline_of(one.structure), ())
        assert facts_of(whole) == {name: getattr(one.structure, name) for name in facts_of(whole)}


def test_the_server_answers_in_every_spelling_and_with_conditions() -> None:
    """Capitals, a slash, a display preference; a page that is the same is not sent again."""
    one = publish(invent_chapters(7))
    with ReplicaServer(ReplicaSite([one])) as server:
        page = one.pages[one.target]
        for target in (one.target, one.target.replace("/decisions", "/Decisions") + "/?displaypref=2", one.target + "?chapter=0"):
            assert get(server, target) == (200, page)
        assert get(server, f"{one.target}?chapter=1") == (200, one.pages[f"{one.target}?chapter=1"])
        assert [get(server, target)[0] for target in (f"{one.target}?chapter=9", "/decisions/x/y/99-999-999", "/robots.txt")] == [
            404
        ] * 3
        etag = server.reply_to(one.target, {}).headers["ETag"]
        assert get(server, one.target, **{"If-None-Match": etag}) == (304, b"")


def test_the_server_plays_what_it_is_told_once_and_writes_down_what_was_asked() -> None:
    """By path, before the site's own."""
    one = publish(replace(invent(1)))
    with ReplicaServer(ReplicaSite([one]), needs_session=True) as server:
        server.put(one.target, status(410), status(429, Retry_After="9"))
        assert [get(server, one.target)[0] for _ in range(3)] == [410, 429, 200]
        search = "/Decisions/SearchResults?fd=0001-01-01&td=2026-01-01&page=1"
        assert b"Your search has" not in get(server, search)[1]
        assert b"Your search has 1 results" in get(server, search, Cookie="replica-session=1")[1]
        assert (server.pages_asked(), [one.status for one in server.asked]) == ({one.target: 1}, [410, 429, 200, 200, 200])
