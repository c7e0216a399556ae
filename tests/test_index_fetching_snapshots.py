"""A page is whole in its place or not there; what a kill leaves between two steps is finished by the next run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fetch_doubles import TODAY

from index.fetching.addresses import PageAddress, Site
from index.fetching.manifest import Event, Manifest
from index.fetching.snapshots import Snapshots
from index.licence import ATTRIBUTION

SITE = Site("https://www.lgo.org.uk")
ONE = PageAddress(("education", "other"), "99-100-001")
CHAPTER = ONE.with_chapter(2)
OLD, PAGE = b"<html>old</html>", b'<html>new <a href="?chapter=2">x</a></html>'


class Killed(BaseException):
    """The end of the process."""


def opened(folder: Path) -> tuple[Manifest, Snapshots]:
    """A folder as a run opens it."""
    manifest = Manifest.open(folder / "manifest.jsonl", SITE, TODAY)
    snapshots = Snapshots(folder, manifest)
    snapshots.prepare()
    return manifest, snapshots


def event(address: PageAddress = ONE, result: str = "new") -> Event:
    """A page that came."""
    made = Event(SITE.origin + address.target, "2026-11-02T09:00:00+00:00", "new", 200, etag='"1"')
    return replace(made, result=result)  # type: ignore[arg-type]  # one of its words


def files(folder: Path) -> dict[str, bytes]:
    """Every page in the folder by its place."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.html*")) if path.is_file()}


def test_a_page_stands_in_its_place_as_it_came(tmp_path: Path) -> None:
    """And the manifest knows it, with the chapters it links to; the terms lie beside it."""
    manifest, snapshots = opened(tmp_path)
    snapshots.store(ONE, PAGE, event())
    snapshots.store(CHAPTER, OLD, event(CHAPTER))
    assert files(tmp_path) == {
        "decisions/education/other/99-100-001.html": PAGE,
        "decisions/education/other/99-100-001.chapter-02.html": OLD,
    }
    state = manifest.state(ONE)
    assert state is not None
    assert (state.file, state.etag, state.chapters) == ("decisions/education/other/99-100-001.html", '"1"', (2,))
    assert (tmp_path / "LICENCE.txt").read_text(encoding="utf-8").startswith(f"{ATTRIBUTION}\n\nRe-use is free")


def test_a_changed_page_leaves_a_version(tmp_path: Path) -> None:
    """Hidden from indexing, named by its content."""
    _, snapshots = opened(tmp_path)
    snapshots.store(ONE, OLD, event())
    snapshots.store(ONE, PAGE, event(result="changed"))
    versions = {name: content for name, content in files(tmp_path).items() if name.startswith(".versions/")}
    assert files(tmp_path)["decisions/education/other/99-100-001.html"] == PAGE
    assert list(versions.values()) == [OLD]
    assert next(iter(versions)).startswith(".versions/education/other/99-100-001.")


def test_a_cover_is_kept_where_it_is_not_indexed(tmp_path: Path) -> None:
    """And makes room when the page gets a text of its own."""
    _, snapshots = opened(tmp_path)
    snapshots.store(ONE, OLD, event(), is_cover=True)
    assert files(tmp_path) == {"decisions/education/other/.cover.99-100-001.html": OLD}
    snapshots.store(ONE, PAGE, event(result="changed"))
    assert [(name.split("/")[0], content) for name, content in files(tmp_path).items()] == [
        (".versions", OLD),
        ("decisions", PAGE),
    ]


def test_a_page_that_cannot_be_read_is_kept_apart(tmp_path: Path) -> None:
    """To be looked at."""
    manifest, snapshots = opened(tmp_path)
    assert snapshots.reject(ONE, b"noise") == ".rejected/education/other/99-100-001.html"
    assert (files(tmp_path), manifest.state(ONE)) == ({".rejected/education/other/99-100-001.html": b"noise"}, None)


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process ends right before its `step`-th renaming or writing through to the disk."""
    count = 0
    real = {"fsync": os.fsync, "replace": Path.replace}

    def ends(name: str) -> object:
        def call(*arguments: object) -> object:
            nonlocal count
            count += 1
            if count == step:
                raise Killed
            return real[name](*arguments)  # type: ignore[operator]  # the real one

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", ends("fsync"))
        patch.setattr(Path, "replace", ends("replace"))
        yield


@pytest.mark.parametrize("step", range(1, 10))
@pytest.mark.parametrize("has_old", [False, True])
def test_a_kill_at_any_step_leaves_whole_pages_that_are_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, has_old: bool
) -> None:
    """The old page or the new one, never half; and what had come whole is not lost, with its chapters."""
    _, snapshots = opened(tmp_path)
    if has_old:
        snapshots.store(ONE, OLD, event())
    killed = False
    with killed_at(step, monkeypatch):
        try:
            snapshots.store(ONE, PAGE, event(result="changed" if has_old else "new"))
        except Killed:
            killed = True
    place = tmp_path / "decisions" / ONE.file
    assert (place.read_bytes() if place.exists() else OLD) in {OLD, PAGE}
    manifest, snapshots = opened(tmp_path)
    saved = snapshots.recover()
    state = manifest.state(ONE)
    came_whole = step > 2 or not killed  # written aside and through to the disk, then renamed
    if came_whole:
        assert state is not None
        assert (place.read_bytes(), state.chapters, list((tmp_path / ".incoming").iterdir())) == (PAGE, (2,), [])
        versions = [content for name, content in files(tmp_path).items() if name.startswith(".versions/")]
        assert versions == ([OLD] if has_old else [])
    else:
        assert (saved, place.exists(), (tmp_path / ".incoming").exists()) == (0, has_old, True)
    assert snapshots.recover() == 0


def test_what_is_nobodys_in_the_incoming_folder_goes(tmp_path: Path) -> None:
    """Half a page, or a file that no address names."""
    _, snapshots = opened(tmp_path)
    for name in ("education~other~99-100-001.html.part", "notes.txt", "99-100-001.html"):
        (tmp_path / ".incoming" / name).write_bytes(b"x")
    assert (snapshots.recover(), list((tmp_path / ".incoming").iterdir())) == (0, [])


@pytest.mark.parametrize(("address", "is_cover"), [(ONE, False), (CHAPTER, False), (ONE, True)])
def test_a_page_that_had_come_is_known_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: PageAddress, is_cover: bool
) -> None:
    """Killed before it was written down: a page, a chapter, a cover."""
    _, snapshots = opened(tmp_path)
    with killed_at(4, monkeypatch), pytest.raises(Killed):
        snapshots.store(address, PAGE, event(address), is_cover=is_cover)
    manifest, snapshots = opened(tmp_path)
    assert snapshots.recover() == 1
    state = manifest.state(address)
    assert state is not None
    assert state.file is not None
    assert ((tmp_path / state.file).read_bytes(), ".cover." in state.file) == (PAGE, is_cover)
