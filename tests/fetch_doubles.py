"""What tests of fetching share: a clock that only moves when somebody waits, and a run over a replica in its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from evals.replica import ReplicaServer
from index import FetchReport, FetchSettings, fetch_decisions
from index.fetching import Site

__all__ = ["CONTACT", "TODAY", "FakeClock", "fetch", "settings_for"]

TODAY = datetime(2026, 11, 2, 9, 0, 0, tzinfo=UTC)
CONTACT = "someone@example.org"


class FakeClock:
    """Time that passes by waiting alone; `waits` has every wait."""

    def __init__(self, start: datetime = TODAY) -> None:
        self._start = start
        self._passed = 0.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        """Seconds since the start."""
        return self._passed

    def now(self) -> datetime:
        """The start and what has passed."""
        return self._start + timedelta(seconds=self._passed)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self._passed += seconds


def settings_for(server: ReplicaServer, out: Path, **changes: Any) -> FetchSettings:  # noqa: ANN401 - the fields of the settings
    """Settings for a replica."""
    return replace(FetchSettings(out, CONTACT, site=Site.parse(server.origin)), **changes)


def fetch(server: ReplicaServer, out: Path, clock: FakeClock | None = None, **changes: Any) -> FetchReport:  # noqa: ANN401 - the same
    """Fetch from a replica at the polite pace, in the time of a clock that the replica measures by too."""
    clock = clock or FakeClock()
    server.now = clock.monotonic
    return fetch_decisions(settings_for(server, out, **changes), progress=False, clock=clock, seed=1)
