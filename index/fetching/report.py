"""What a run of fetch came to, counted while it goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["FetchReport"]


@dataclass(slots=True)
class FetchReport:
    """Counts of decisions by what asking for them came to, and every reason something is missing.

    `held` decisions were there already and not asked for again; `waiting` would be asked for (a dry run). `stopped` says why the
    run ended before all was gone through; None where it did not; `is_interrupted` where the user ended it.
    """

    folder: Path
    listed: int = 0
    wanted: int = 0
    held: int = 0
    waiting: int = 0
    requests: int = 0
    seconds: float = 0.0
    recovered: int = 0
    results: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    categories: Counter[str] = field(default_factory=Counter)
    stopped: str | None = None
    is_interrupted: bool = False
    is_limited: bool = False

    @property
    def is_done(self) -> bool:
        """Whether everything asked for is there, but for what the site no longer has or does not allow."""
        return self.stopped is None and not self.problems and not any(self.results[name] for name in ("failed", "refused"))

    def take(self, result: str, failures: list[tuple[str, str]]) -> None:
        """Count one decision."""
        self.results[result] += 1
        self.failures.extend(failures)
