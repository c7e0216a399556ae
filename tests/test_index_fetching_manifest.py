"""The manifest says what happened, line by line, and what is known of each page follows from its lines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fetch_doubles import TODAY

from index import FetchError, UsageError
from index.fetching.addresses import PageAddress, Site
from index.fetching.manifest import Event, Manifest, PageState, append_line, read_lines
from index.licence import ATTRIBUTION

SITE = Site("https://www.lgo.org.uk")
ONE = PageAddress(("education", "other"), "99-100-001")
TWO = PageAddress(("education", "other"), "99-100-002")
NEW = Event(
    SITE.origin + ONE.target,
    "2026-11-01T09:00:00+00:00",
    "new",
    status=200,
    sha256="aa",
    bytes=4,
    file="decisions/education/other/99-100-001.html",
    etag='"1"',
    chapters=(1, 2),
    listed={"authority": "Fernbury Council", "decided": "2026-01-02"},
)
HELD = PageState(
    NEW.at,
    sha256="aa",
    file=NEW.file,
    fetched_at=NEW.at,
    etag='"1"',
    chapters=(1, 2),
    listed=NEW.listed,
)
LATER = "2026-11-09T09:00:00+00:00"


def event(result: str, **fields: object) -> Event:
    """Something that happened to the page later."""
    return replace(Event(NEW.address, LATER, "failed"), result=result, **fields)  # type: ignore[arg-type]  # fields by name


FOLDED = [
    ([NEW], HELD),
    ([NEW, event("unchanged", status=304)], replace(HELD, checked_at=LATER)),
    ([NEW, event("gone", status=410)], replace(HELD, checked_at=LATER, gone_at=LATER)),  # the snapshot stays
    ([NEW, event("gone"), event("gone", at="2026-12-01T00:00:00+00:00")],  # gone since it was first seen to be
     replace(HELD, checked_at="2026-12-01T00:00:00+00:00", gone_at=LATER)),
    ([NEW, event("gone"), event("unchanged")], replace(HELD, checked_at=LATER)),  # it came back
    ([NEW, event("failed", reason="x")], replace(HELD, checked_at=LATER)),
    ([NEW, event("changed", sha256="bb", file=NEW.file, etag='"2"')],
     replace(HELD, checked_at=LATER, fetched_at=LATER, sha256="bb", etag='"2"', chapters=())),
    ([event("gone")], PageState(LATER, gone_at=LATER)),  # never held
    ([event("moved", moved_to=TWO.target)], PageState(LATER, moved_to=TWO.target)),
    ([event("refused", reason="answered 403")], PageState(LATER)),
]  # fmt: skip


@pytest.mark.parametrize(("events", "state"), FOLDED)
def test_a_pages_state_is_its_lines_taken_together(tmp_path: Path, events: list[Event], state: PageState) -> None:
    """The same while it is written and when it is read again."""
    manifest = Manifest.open(tmp_path / "manifest.jsonl", SITE, TODAY)
    for one in events:
        manifest.add(one)
    for known in (manifest, Manifest.open(tmp_path / "manifest.jsonl", SITE, TODAY), Manifest.read(tmp_path / "manifest.jsonl")):
        assert known is not None
        assert known.state(ONE) == state
        assert (known.state(TWO), [address for address, _ in known.held()]) == (None, [ONE] if state.file else [])


def test_the_first_line_says_whose_pages_these_are(tmp_path: Path) -> None:
    """With the site and the terms; the events follow in plain JSON, without what they do not say."""
    manifest = Manifest.open(tmp_path / "manifest.jsonl", SITE, TODAY)
    manifest.add(event("gone", status=404))
    manifest.end_pass({"mode": "first"})
    header, line, last = map(json.loads, (tmp_path / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    assert (header["site"], header["begun"], header["attribution"]) == (SITE.origin, "2026-11-02T09:00:00+00:00", ATTRIBUTION)
    assert line == {"address": NEW.address, "at": LATER, "result": "gone", "status": 404}
    assert last == {"pass": "done", "mode": "first"}
    assert Manifest.open(tmp_path / "manifest.jsonl", SITE, TODAY).passes == [last]


@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_last_line_that_a_kill_cut_is_taken_away(tmp_path: Path, cut: int) -> None:
    """What came before stays, and the next line stands on a line of its own."""
    path = tmp_path / "manifest.jsonl"
    manifest = Manifest.open(path, SITE, TODAY)
    manifest.add(NEW)
    whole = path.read_bytes()
    manifest.add(event("gone"))
    path.write_bytes(path.read_bytes()[: len(whole) + cut])
    again = Manifest.open(path, SITE, TODAY)
    assert (again.state(ONE), path.read_bytes()) == (HELD, whole)
    again.add(event("gone"))
    assert len(read_lines(path)) == 3


def test_reading_mends_nothing(tmp_path: Path) -> None:
    """Indexing may look while fetching writes."""
    path = tmp_path / "manifest.jsonl"
    Manifest.open(path, SITE, TODAY).add(NEW)
    with path.open("ab") as file:
        file.write(b'{"address": "half')
    before = path.read_bytes()
    manifest = Manifest.read(path)
    assert manifest is not None
    assert (manifest.state(ONE), path.read_bytes()) == (HELD, before)


def test_a_folder_of_another_site_is_refused(tmp_path: Path) -> None:
    """A replica's pages never mix with the site's."""
    Manifest.open(tmp_path / "manifest.jsonl", Site("http://127.0.0.1:8765"), TODAY)
    with pytest.raises(UsageError, match=r"which holds pages of http://127\.0\.0\.1:8765; expected https://www\.lgo\.org\.uk"):
        Manifest.open(tmp_path / "manifest.jsonl", SITE, TODAY)


@pytest.mark.parametrize("line", [b"nonsense", b"[1]", b"", b"[" * 100_000])
def test_a_damaged_line_in_the_middle_is_said(tmp_path: Path, line: bytes) -> None:
    """It is not a kill's work, so it is not passed over."""
    path = tmp_path / "manifest.jsonl"
    Manifest.open(path, SITE, TODAY).add(NEW)
    with path.open("ab") as file:
        file.write(line + b"\n")
    append_line(path, {"pass": "done"})
    with pytest.raises(FetchError, match=r"line 3 of .* is not a record; restore the file from a copy"):
        Manifest.open(path, SITE, TODAY)


@pytest.mark.parametrize("line", [{"address": "x"}, {"address": "x", "at": "y", "result": "new", "mood": "good"}])
def test_a_record_of_another_version_is_said(tmp_path: Path, line: dict[str, str]) -> None:
    """Too little, or more than is known."""
    path = tmp_path / "manifest.jsonl"
    Manifest.open(path, SITE, TODAY)
    append_line(path, line)
    with pytest.raises(FetchError, match="has a record that this Pinpoint does not know"):
        Manifest.open(path, SITE, TODAY)


@pytest.mark.parametrize("content", [None, "", "{}\n", '{"format": "another"}\n'])
def test_what_is_no_manifest_is_none(tmp_path: Path, content: str | None) -> None:
    """A file of that name may be anybody's."""
    if content is not None:
        (tmp_path / "manifest.jsonl").write_text(content, encoding="utf-8")
    assert Manifest.read(tmp_path / "manifest.jsonl") is None
