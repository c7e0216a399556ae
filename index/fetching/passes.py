"""One pass over what was asked for: where it stands, so that a run that was stopped goes on instead of listing again.

`.pass.jsonl` holds the lists that the pass under way has read; a new pass begins an empty one. A pass is gone on with only while it
is fresh, since lists grow. `update` begins where the last pass of the same kind can no longer be trusted to have seen everything,
since decisions are published six to twelve weeks after they are made. Proved by tests/test_index_fetching_passes.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from index.errors import FetchError, UsageError
from index.fetching.listing import Entry, ResultPage
from index.fetching.manifest import Manifest, append_line, read_lines
from index.fetching.settings import Mode, Selection
from index.fetching.windows import Window

__all__ = ["PUBLICATION_LAG", "Pass"]

PUBLICATION_LAG = timedelta(weeks=12)
"""The longest between a decision and its publication that was seen (six weeks to three months)."""
_FRESH = timedelta(days=7)
_FILE = ".pass.jsonl"


@dataclass(frozen=True, slots=True)
class _Header:
    """What a pass is of."""

    selection: dict[str, Any]
    mode: Mode
    window: Window
    begun: datetime

    def to_json(self) -> dict[str, Any]:
        return {
            "selection": self.selection,
            "mode": self.mode,
            **self.window.to_json(),
            "begun": self.begun.isoformat(),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> _Header:
        return cls(values["selection"], values["mode"], Window.from_json(values), datetime.fromisoformat(values["begun"]))


class Pass:
    """A pass under way; `begun` is when, `window` what it lists."""

    def __init__(self, path: Path, header: _Header, known: dict[tuple[Window, int], ResultPage]) -> None:
        self._path = path
        self._header = header
        self._known = known
        self.window = header.window
        self.begun = header.begun

    @classmethod
    def go_on(cls, folder: Path, manifest: Manifest, selection: Selection, *, mode: Mode, now: datetime) -> Self:
        """The pass that was stopped, where it asked for the same and is fresh; else a new one.

        Raises:
            UsageError: what is asked for lies in the future.
        """
        path = folder / _FILE
        try:
            lines = read_lines(path)
            header = _Header.from_json(lines[0])
            if (header.selection, header.mode) == (selection.to_json(), mode) and now - header.begun < _FRESH:
                return cls(path, header, dict(map(_known_page, lines[1:])))
        except (FetchError, LookupError, ValueError, TypeError):
            pass  # none, or one of another Pinpoint: only lists are lost, which are read again
        header = _Header(selection.to_json(), mode, _window(manifest, selection, mode, now), now)
        path.unlink(missing_ok=True)
        append_line(path, header.to_json())
        return cls(path, header, {})

    def known(self, window: Window, number: int) -> ResultPage | None:
        """A page of results that this pass has read."""
        return self._known.get((window, number))

    def learn(self, window: Window, number: int, page: ResultPage) -> None:
        """Keep a page of results."""
        self._known[window, number] = page
        append_line(
            self._path,
            {
                **window.to_json(),
                "page": number,
                "count": page.count,
                "entries": [entry.to_json() for entry in page.entries],
            },
        )

    def end(self, manifest: Manifest) -> None:
        """Everything was gone through: say so in the manifest and forget the lists."""
        manifest.end_pass(self._header.to_json())
        self._path.unlink()


def _known_page(line: dict[str, Any]) -> tuple[tuple[Window, int], ResultPage]:
    return (Window.from_json(line), line["page"]), ResultPage(line["count"], tuple(map(Entry.from_json, line["entries"])))


def _window(manifest: Manifest, selection: Selection, mode: Mode, now: datetime) -> Window:
    today = now.date()
    first, last = selection.since or date.min, min(selection.until or today, today)
    if first > last:
        message = f"got since {first}; expected a day that is not in the future"
        raise UsageError(message)
    if mode == "update":
        first = max([first, *_open_since(manifest, selection)])
    return Window(min(first, last), last, selection.asked_outcome)


def _open_since(manifest: Manifest, selection: Selection) -> list[date]:
    """From when on the last pass over as much may have missed what was published later; empty where there was none."""
    wanted = selection.since or date.min
    opens = []
    for values in manifest.passes:
        done = _Header.from_json(values)
        narrows = {name: value for name, value in done.selection.items() if name not in {"since", "until"}}
        covers = date.fromisoformat(done.selection["since"] or date.min.isoformat()) <= wanted
        if narrows == selection.narrows() and covers:
            opens.append(min(done.window.last + timedelta(days=1), done.begun.date() - PUBLICATION_LAG))
    return opens[-1:]
