"""A folder of fetched pages is indexed with what its manifest knows: addresses, times, chapters, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fetch_doubles import TODAY, FakeClock, fetch

from evals.invention import invent, invent_chapters
from evals.replica import Publication, ReplicaServer, ReplicaSite, publish
from evals.structures import outline_of, outline_read
from index import BuildReport, Decision, Embedder, build_store, check_store, open_store
from index.licence import ATTRIBUTION, TERMS
from index.origins import Origins

ONE = publish(invent(1))
REPORTS = [publish(invent_chapters(10 + number), front=front) for number, front in enumerate(("first", "cover", "same"))]  # type: ignore[arg-type]  # each is one


@pytest.fixture
def server() -> Iterator[ReplicaServer]:
    """A replica of a statement and three reports."""
    with ReplicaServer(ReplicaSite([ONE, *REPORTS])) as started:
        yield started


def index(out: Path, embedder: Embedder) -> BuildReport:
    """Index a fetched folder, all of it, as somebody does who does not know its parts."""
    return build_store([out], out.parent / "store", embedder=embedder, progress=False)


def stored(out: Path, one: Publication) -> Decision:
    """The decision as the store has it."""
    store = open_store(out.parent / "store")
    (decision,) = store.find(one.structure.reference)
    store.close()
    return decision


def rewritten(one: Publication, old: str, new: str) -> Publication:
    """The same with another text on every page that has the old one."""
    return replace(one, pages={target: page.replace(old.encode(), new.encode()) for target, page in one.pages.items()})


def test_fetched_pages_are_indexed_with_address_and_time(server: ReplicaServer, tmp_path: Path, embedder: Embedder) -> None:
    """Reports whole, from all their chapters; nothing of the folder's own, and a second time nothing at all."""
    out = tmp_path / "lgsco"
    fetch(server, out)
    report = index(out, embedder)
    assert (report.read, report.replaced) == (4, 0)
    assert [Path(path).name for path, _ in report.rejected] == ["LICENCE.txt", "manifest.jsonl"]
    for one in (ONE, *REPORTS):
        decision = stored(out, one)
        assert outline_read(decision) == outline_of(one.structure)
        assert (decision.url, decision.kind) == (
            f"https://www.lgo.org.uk{one.target}",
            "report" if len(one.pages) > 1 else "statement",
        )
        assert decision.source.retrieved_at.startswith("2026-11-02T09:0")
    again = index(out, embedder)
    assert (again.unchanged, again.read, again.replaced) == (1 + 3 + 3 + 4, 0, 0)
    assert check_store(tmp_path / "store") == ()
    store = open_store(tmp_path / "store")
    assert (store.attribution, store.status().terms) == (ATTRIBUTION, TERMS)
    store.close()


def test_a_changed_chapter_makes_the_report_anew(server: ReplicaServer, tmp_path: Path, embedder: Embedder) -> None:
    """The other chapters stay, and nothing of the old text is left."""
    out, report = tmp_path / "lgsco", REPORTS[0]
    fetch(server, out)
    index(out, embedder)
    last = report.structure.parts[-1].paragraphs[-1].text
    server.site.change(rewritten(report, last, "This report now ends in another way."))
    fetch(server, out, FakeClock(TODAY + timedelta(days=1)), mode="recheck")
    assert index(out, embedder).replaced == 1
    texts = [paragraph.text for paragraph in stored(out, report).paragraphs]
    assert (len(texts), texts[-1]) == (len(outline_of(report.structure)), "This report now ends in another way.")
    assert check_store(tmp_path / "store") == ()


def test_a_chapter_that_its_page_dropped_is_left_out(server: ReplicaServer, tmp_path: Path, embedder: Embedder) -> None:
    """The file is still in the folder."""
    out, report = tmp_path / "lgsco", REPORTS[0]
    fetch(server, out)
    pages = {target: page.replace(f"{report.target}?chapter=2".encode(), b"#") for target, page in report.pages.items()}
    server.site.change(replace(report, pages=pages))
    fetch(server, out, FakeClock(TODAY + timedelta(days=1)), mode="recheck")
    index(out, embedder)
    expected = outline_of(report.structure)
    left = len(expected) - sum(len(part.paragraphs) for part in report.structure.parts[3:])
    assert outline_read(stored(out, report)) == expected[:left]


def test_a_decision_that_is_gone_says_so(server: ReplicaServer, tmp_path: Path, embedder: Embedder) -> None:
    """Its copy stays in the store with a warning, which goes when the page comes back."""
    out = tmp_path / "lgsco"
    fetch(server, out)
    index(out, embedder)
    server.site.remove(ONE.target)
    fetch(server, out, FakeClock(TODAY + timedelta(days=8)), mode="recheck")
    assert index(out, embedder).replaced == 1
    gone = "no longer on the site on 2026-11-10; this is the copy of 2026-11-02"
    assert (stored(out, ONE).warnings[-1], outline_read(stored(out, ONE))) == (gone, outline_of(ONE.structure))
    server.site.change(ONE)
    fetch(server, out, FakeClock(TODAY + timedelta(days=9)), mode="recheck")
    index(out, embedder)
    assert gone not in stored(out, ONE).warnings


def test_other_files_have_no_origin(tmp_path: Path) -> None:
    """Nor do files of a folder that is only called like one of ours."""
    path = tmp_path / "decisions" / "a.html"
    path.parent.mkdir()
    path.write_text("x", encoding="utf-8")
    (tmp_path / "manifest.jsonl").write_text('{"format": "somebody else\'s"}\n', encoding="utf-8")
    origins = Origins()
    assert (origins.of(path), origins.of(tmp_path / "b.txt")) == (None, None)
    assert origins.documents([path, tmp_path / "b.txt"]) == [(path,), (tmp_path / "b.txt",)]


def test_hidden_folders_are_not_indexed(tmp_path: Path, embedder: Embedder) -> None:
    """Older versions of pages, and whatever a program keeps for itself."""
    for name in (".versions/a.html", "__cache/b.html", ".hidden.html", "seen/c.html"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ONE.pages[ONE.target])
    report = build_store([tmp_path / "in"], tmp_path / "store", embedder=embedder, progress=False)
    assert (report.read, report.unchanged, report.rejected) == (1, 0, [])
