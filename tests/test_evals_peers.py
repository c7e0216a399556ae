"""Each peer finds what stands in a handful of decisions, under every filter, where the extra `bench` is installed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from evals.bench import peers
from evals.bench.peers import PEERS, Document, OneAtATime, Peer, measure_peer
from evals.bench.run import Wanted, run_bench
from evals.corpus import write_corpus
from index import Embedder, Filters, Reference, UsageError

BINS = "Mr B complains that nobody emptied the bins. The Council missed nine collections of rubbish. That was fault."
TAXI = "Ms C complains about the taxi that takes her son to school. The Council ended it without notice. That was fault."
DOCUMENTS = [
    Document("96 000 001", BINS, "Heronford Council", "Environment", "Upheld", 20200131),
    Document("96 000 002", TAXI, "Plovermere Council", "Education", "Not upheld", 20210630),
]
FILTERED = [
    (None, ["96 000 001", "96 000 002"]),  # all, the one asked about first
    (Filters(), ["96 000 001", "96 000 002"]),  # nothing narrowed
    (Filters(authority="Plovermere Council"), ["96 000 002"]),
    (Filters(category="Environment", outcome="Upheld"), ["96 000 001"]),  # two at once
    (Filters(outcome="Not upheld"), ["96 000 002"]),  # "upheld" against "not upheld"
    (Filters(references=(Reference.parse("96 000 002"), Reference.parse("96 000 009"))), ["96 000 002"]),
]


@pytest.fixture(scope="module", params=list(PEERS))
def peer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Peer:
    """Each peer with two documents."""
    module, package = PEERS[request.param]
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed: pip install -c constraints.txt '.[bench]'")
    made: Peer = import_module(module).make(OneAtATime(embedder), tmp_path_factory.mktemp(request.param))
    made.add(DOCUMENTS)
    return made


@pytest.mark.parametrize(("filters", "expected"), FILTERED)
def test_a_peer_finds_what_passes_the_filters(peer: Peer, filters: Filters | None, expected: Sequence[str]) -> None:
    """Each row is a filter and the references of what is found."""
    found = peer.search("Whose rubbish was not collected?", filters)
    assert [reference for reference, _ in found] == expected
    assert all(text.strip() in {BINS, TAXI} for _, text in found)


def test_a_peer_narrows_by_dates(peer: Peer) -> None:
    """From a day on, up to a day, both days among them."""
    first, second = (Filters(since=day, until=day) for day in (_day(one.day) for one in DOCUMENTS))
    assert [reference for reference, _ in peer.search("taxi", first)] == ["96 000 001"]
    assert [reference for reference, _ in peer.search("taxi", second)] == ["96 000 002"]


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def test_a_peer_is_measured(tmp_path: Path, embedder: Embedder) -> None:
    """Over a small corpus: rates, size, search and recall, the set-up named."""
    if find_spec("langchain_chroma") is None:
        pytest.skip("langchain_chroma is not installed: pip install -c constraints.txt '.[bench]'")
    write_corpus(tmp_path, 8)
    found = measure_peer("langchain", tmp_path, samples=1, embedder=embedder)
    assert found["setup"].startswith("RecursiveCharacterTextSplitter 1000/200")
    assert set(found) == {"setup", "ingestion", "bytes_a_paragraph", "search_ms", "recall"}
    assert found["recall"]["recall of ten"]["n"] == 1


def test_peers_without_their_packages_are_refused_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is made, with what to install."""
    monkeypatch.setitem(peers.PEERS, "llamaindex", ("evals.bench.peer_llamaindex", "no_such_package"))
    with pytest.raises(UsageError, match=r"got --peers without no_such_package.*expected the extra: pip install"):
        run_bench(Wanted(peers=True))
