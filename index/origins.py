"""Where files came from, where the manifest of fetch says it: the address, the time, and whether the site still has the page.

A folder of fetched pages knows more than its pages print, however it is indexed. The files of a report in chapters belong together:
they are read as one document, by the chapters its page links to now. Any other file is a document of its own, of unknown origin.
Proved by tests/test_index_origins.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.fetching.addresses import PageAddress
from index.fetching.manifest import MANIFEST, Manifest
from index.fetching.snapshots import DECISIONS

__all__ = ["Origin", "Origins"]


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a fetched page; `gone` says in one line that the site no longer has it, else None."""

    address: PageAddress
    fetched_at: datetime
    is_chapter: bool = False
    is_current: bool = True
    gone: str | None = None


class Origins:
    """The manifests that stand beside files, each read once."""

    def __init__(self) -> None:
        self._known: dict[Path, Mapping[Path, Origin]] = {}

    def of(self, path: Path) -> Origin | None:
        """What is known of a file, or None."""
        place = path.absolute()
        for folder in place.parents:
            if folder.name == DECISIONS:
                if folder not in self._known:
                    self._known[folder] = _origins(folder)
                return self._known[folder].get(place.relative_to(folder))
        return None

    def documents(self, files: Iterable[Path]) -> list[tuple[Path, ...]]:
        """The files, those of one report together in the order of its chapters; a chapter that its page dropped is left out."""
        found: dict[object, list[tuple[int, Path]]] = {}
        for path in files:
            origin = self.of(path)
            if origin is None:
                found[path] = [(0, path)]
            elif origin.is_current:
                key = (path.absolute().parent, origin.address.with_chapter(0))
                found.setdefault(key, []).append((origin.address.chapter, path))
        return [tuple(path for _, path in sorted(one)) for one in found.values()]


def _origins(folder: Path) -> dict[Path, Origin]:
    manifest = Manifest.read(folder.parent / MANIFEST)
    out: dict[Path, Origin] = {}
    for address, state in manifest.held() if manifest is not None else ():
        page = manifest.state(address.with_chapter(0)) if manifest is not None else None
        chapters = page.chapters if page is not None else ()
        assert state.file is not None
        assert state.fetched_at is not None
        out[Path(state.file).relative_to(DECISIONS)] = Origin(
            address,
            datetime.fromisoformat(state.fetched_at),
            is_chapter=bool(chapters),
            is_current=not address.chapter or address.chapter in chapters,
            gone=_gone(state.gone_at, state.fetched_at),
        )
    return out


def _gone(gone_at: str | None, fetched_at: str) -> str | None:
    return gone_at and f"no longer on the site on {gone_at[:10]}; this is the copy of {fetched_at[:10]}"
