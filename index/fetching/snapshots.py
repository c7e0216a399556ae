"""The pages on the disk, as they came: the current one in its place, older ones as versions, refused ones apart.

    FOLDER/decisions/education/school-transport/21-000-001.html   what `pinpoint index` reads
    FOLDER/.versions/...                                          pages that were changed, as they were before
    FOLDER/.rejected/...                                          pages that could not be read as decisions, to be looked at
    FOLDER/manifest.jsonl, FOLDER/LICENCE.txt

Contract: a page goes to the disk in three steps, each of which a kill may follow: whole into `.incoming` (written aside, then
renamed), into the manifest, into its place. `recover` finishes what was begun, so that a page that had come is not asked for again
and none is ever half there. Proved by tests/test_index_fetching_snapshots.py.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.fetching.addresses import PageAddress
from index.fetching.listing import chapter_links
from index.fetching.manifest import Event, Manifest
from index.licence import ATTRIBUTION, TERMS

__all__ = ["DECISIONS", "Snapshots"]

DECISIONS = "decisions"
_INCOMING, _VERSIONS, _REJECTED = ".incoming", ".versions", ".rejected"
_PART = ".part"
_COVER = "cover."  # a report's page without text of its own; its name begins with a full stop, so it is not indexed


class Snapshots:
    """The pages of one folder, whose lock the caller holds."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest

    def prepare(self) -> None:
        """Make the folder's parts, with the terms of re-use beside the pages."""
        for name in (DECISIONS, _INCOMING):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        licence = self._folder / "LICENCE.txt"
        if not licence.exists():
            _write(licence, f"{ATTRIBUTION}\n\n{TERMS}\n".encode())

    def recover(self) -> int:
        """Finish what a kill left half done; returns how many pages that had come were saved."""
        saved = 0
        for path in sorted((self._folder / _INCOMING).iterdir()):
            address = None if path.name.endswith(_PART) else _address(path.name)
            if address is None:
                path.unlink()
                continue
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            state = self._manifest.state(address)
            if state is None or state.sha256 != digest:
                when = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
                is_new = state is None or not state.is_held
                event = Event(self._manifest.address_of(address), when, "new" if is_new else "changed", 200)
                self._manifest.add(self._described(event, address, content, is_cover=_COVER in path.name))
            self._put(address, path, digest)
            saved += 1
        return saved

    def store(self, address: PageAddress, content: bytes, event: Event, *, is_cover: bool = False) -> None:
        """Keep a page that is new or changed, and write it down; what was there before becomes a version."""
        incoming = self._folder / _INCOMING / (f"{_COVER if is_cover else ''}{address.file.replace('/', '~')}")
        _write(incoming, content)
        event = self._described(event, address, content, is_cover=is_cover)
        self._manifest.add(event)
        self._put(address, incoming, event.sha256 or "")

    def reject(self, address: PageAddress, content: bytes) -> str:
        """Keep a page that could not be read, to be looked at; returns where."""
        place = f"{_REJECTED}/{address.file}"
        _write(self._folder / place, content)
        return place

    def _described(self, event: Event, address: PageAddress, content: bytes, *, is_cover: bool) -> Event:
        file = _cover_file(address) if is_cover else address.file
        chapters = () if address.chapter else chapter_links(content, address, self._manifest.site)
        digest = hashlib.sha256(content).hexdigest()
        return replace(event, sha256=digest, bytes=len(content), file=f"{DECISIONS}/{file}", chapters=chapters)

    def _put(self, address: PageAddress, incoming: Path, digest: str) -> None:
        """Move a page that is written down into its place."""
        state = self._manifest.state(address)
        assert state is not None
        assert state.file is not None
        place = self._folder / state.file
        place.parent.mkdir(parents=True, exist_ok=True)
        for name in (address.file, _cover_file(address)):
            self._keep_version(address, self._folder / DECISIONS / name, digest)
        incoming.replace(place)

    def _keep_version(self, address: PageAddress, place: Path, digest: str) -> None:
        """Set aside what stands in a place, where it is another page than the one that comes."""
        if place.exists() and (before := hashlib.sha256(place.read_bytes()).hexdigest()) != digest:
            version = self._folder / _VERSIONS / address.file
            version.parent.mkdir(parents=True, exist_ok=True)
            place.replace(version.with_name(f"{version.stem}.{before[:12]}.html"))


def _cover_file(address: PageAddress) -> str:
    folder, _, name = address.file.rpartition("/")
    return f"{folder}/.{_COVER}{name}"


def _address(name: str) -> PageAddress | None:
    """The address that a name in `.incoming` was made from."""
    path = name.removeprefix(_COVER).replace("~", "/").removesuffix(".html")
    path, _, chapter = path.partition(".chapter-")
    return PageAddress.read(f"/decisions/{path}" + (f"?chapter={chapter}" if chapter else ""))


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + _PART)
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """See a rename to the disk, where folders can be opened (not on Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
