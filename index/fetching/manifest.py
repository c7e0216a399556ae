"""The record of what was fetched: one JSON line for each thing that happened, added at the end and never changed.

Contract: a line is on the disk before the next thing begins; a last line that a kill cut is taken away when the file is opened
again. The first line says which site the pages are of and on what terms. A page's state is its lines taken together: a check that
found it unchanged, or gone, leaves what was known of its content. Proved by tests/test_index_fetching_manifest.py.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from index.errors import FetchError, UsageError
from index.fetching.addresses import PageAddress, Site
from index.licence import ATTRIBUTION, TERMS

__all__ = ["MANIFEST", "Event", "Manifest", "PageState", "Result", "append_line", "read_lines"]

MANIFEST = "manifest.jsonl"
_FORMAT = "pinpoint fetch 1"

Result = Literal["new", "changed", "unchanged", "gone", "moved", "not allowed", "refused", "failed"]
"""What asking for a page came to."""
_STORED = {"new", "changed"}


@dataclass(frozen=True, slots=True)
class Event:
    """One page asked for, and what came of it; empty where the answer does not say."""

    address: str
    at: str
    result: Result
    status: int | None = None
    sha256: str | None = None
    bytes: int | None = None
    file: str | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    reason: str | None = None
    moved_to: str | None = None
    chapters: tuple[int, ...] = ()
    listed: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The fields that say something."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value not in (None, ())}


@dataclass(frozen=True, slots=True)
class PageState:
    """What is known of a page: its snapshot (`file` and `sha256`, where there is one) and the last time it was asked for."""

    checked_at: str
    sha256: str | None = None
    file: str | None = None
    fetched_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    gone_at: str | None = None
    moved_to: str | None = None
    chapters: tuple[int, ...] = ()
    listed: dict[str, Any] | None = None

    @property
    def is_held(self) -> bool:
        """Whether there is a snapshot."""
        return self.file is not None

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to be asked: it is held, or it is gone."""
        return self.is_held or self.gone_at is not None


class Manifest:
    """An open manifest, all of it in memory (57,000 decisions are some 40 MB of lines)."""

    def __init__(self, path: Path, site: Site) -> None:
        self._path = path
        self.site = site
        self._states: dict[PageAddress, PageState] = {}
        self.passes: list[dict[str, Any]] = []

    @classmethod
    def open(cls, path: Path, site: Site, now: datetime) -> Self:
        """Open the manifest of a folder, or begin one.

        Raises:
            UsageError: the folder holds pages of another site.
            FetchError: a line in the middle cannot be read.
        """
        manifest = cls(path, site)
        lines = read_lines(path)
        if not lines:
            header = {"format": _FORMAT, "site": site.origin, "begun": _stamp(now), "attribution": ATTRIBUTION, "terms": TERMS}
            append_line(path, header)
            return manifest
        if lines[0].get("format") != _FORMAT or lines[0].get("site") != site.origin:
            message = f"got the folder {str(path.parent)!r}, which holds pages of {lines[0].get('site')}; expected {site.origin}"
            raise UsageError(message)
        manifest._replay(lines[1:])
        return manifest

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The manifest at that place, to be read only; None where there is none."""
        lines = read_lines(path, mend=False)
        if not lines or lines[0].get("format") != _FORMAT:
            return None
        manifest = cls(path, Site(str(lines[0]["site"])))
        manifest._replay(lines[1:])
        return manifest

    def _replay(self, lines: Iterable[dict[str, Any]]) -> None:
        for line in lines:
            if "pass" in line:
                self.passes.append(line)
                continue
            try:
                event = Event(**{**line, "chapters": tuple(line.get("chapters", ()))})
            except TypeError as error:
                message = f"{str(self._path)!r} has a record that this Pinpoint does not know ({error}); use a newer Pinpoint"
                raise FetchError(message) from error
            self._fold(event)

    def state(self, address: PageAddress) -> PageState | None:
        """What is known of a page, or None."""
        return self._states.get(address)

    def known(self) -> tuple[PageAddress, ...]:
        """Every page that was ever asked for."""
        return tuple(self._states)

    def held(self) -> Iterator[tuple[PageAddress, PageState]]:
        """Every page with a snapshot."""
        yield from ((address, state) for address, state in self._states.items() if state.is_held)

    def address_of(self, page: PageAddress) -> str:
        """The address it is asked for at."""
        return self.site.origin + page.target

    def add(self, event: Event) -> None:
        """Write down what came of asking for a page."""
        append_line(self._path, event.to_json())
        self._fold(event)

    def end_pass(self, facts: dict[str, Any]) -> None:
        """Write down that everything asked for was gone through."""
        append_line(self._path, {"pass": "done", **facts})
        self.passes.append({"pass": "done", **facts})

    def _fold(self, event: Event) -> None:
        target = self.site.inside(event.address)
        page = PageAddress.read(target) if target else None
        if page is None:
            return
        old = self._states.get(page, PageState(event.at))
        new = replace(old, checked_at=event.at, listed=event.listed or old.listed)
        if event.result in _STORED:
            new = replace(
                new,
                sha256=event.sha256,
                file=event.file,
                fetched_at=event.at,
                etag=event.etag,
                last_modified=event.last_modified,
                gone_at=None,
                chapters=event.chapters,
            )
        elif event.result == "unchanged":
            new = replace(new, gone_at=None)
        elif event.result == "gone":
            new = replace(new, gone_at=old.gone_at or event.at)
        elif event.result == "moved":
            new = replace(new, moved_to=event.moved_to)
        self._states[page] = new


def _stamp(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def append_line(path: Path, values: dict[str, Any]) -> None:
    """Add a JSON line and see it to the disk."""
    with path.open("ab") as file:
        file.write(json.dumps(values, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_lines(path: Path, *, mend: bool = True) -> list[dict[str, Any]]:
    """The lines of a file, none where there is no file; with `mend`, a last line that was cut is taken away.

    Raises:
        FetchError: another line is no JSON object.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    whole = content[: content.rfind(b"\n") + 1]
    if mend and len(whole) < len(content):
        with path.open("r+b") as file:
            file.truncate(len(whole))
            os.fsync(file.fileno())
    out = []
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            message = f"line {number} of {str(path)!r} is not a record; restore the file from a copy, or fetch into a new folder"
            raise FetchError(message)
        out.append(values)
    return out
