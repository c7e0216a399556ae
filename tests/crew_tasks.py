"""Tasks for child processes: each job is a word that says what becomes of the process that does it."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import EmbeddingError
from index.work import Limits

__all__ = ["Obey", "Refuse"]

_ONE_SECOND = Limits(seconds=1.0)


@dataclass(frozen=True, slots=True)
class Obey:
    """Does what the job says, and gives the job and the number of the process back."""

    marks: Path
    limits: Limits = _ONE_SECOND

    def start(self) -> Callable[[str], tuple[str, int]]:
        """Nothing is made ready."""
        return self._obey

    def _obey(self, job: str) -> tuple[str, int]:
        mark = self.marks / job
        if job == "die" or (job == "die once" and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "raise":
            message = "line one\nline two"
            raise KeyError(message)
        if job == "hang":
            re.match(r"(a+)+b", "a" * 64)
        if job == "sleep":
            time.sleep(600)
        if job == "fill":
            bytearray(8_000_000_000)
        if job == "print":
            os.write(1, b"not an answer\n")
        return job, os.getpid()


@dataclass(frozen=True, slots=True)
class Refuse:
    """Cannot be started."""

    limits: Limits = _ONE_SECOND

    def start(self) -> Callable[[str], str]:
        """Say so."""
        message = "got no model; expected one"
        raise EmbeddingError(message)
