"""What a model wrote, kept as JSON lines, so that an answer can be checked again without the model.

Contract: a draft is found again by the model, the prompts' digest and the digest of everything that was asked (sources, question,
turns before); a change of any of these asks anew, or, on replay, is a ModelError that says so. What a model failed to write is kept
too, and is asked again unless on replay. Parts come as they came, in one piece on replay. Proved by tests/test_rag_drafts.py.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from index import UsageError
from rag.errors import ModelError

__all__ = ["Draft", "DraftBook"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One call of a model: what it was asked, by digests, and what it wrote; seconds to its first words and to its end."""

    model: str
    prompt_digest: str
    asked: str
    question: str
    text: str
    first_s: float
    seconds: float
    failed: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What a draft is found by."""
        return self.model, self.prompt_digest, self.asked


class DraftBook:
    """The drafts of one file, and of this process."""

    def __init__(self, path: Path, drafts: dict[tuple[str, str, str], Draft], *, only_replay: bool = False) -> None:
        self.used: list[Draft] = []
        self._path = path
        self._drafts = drafts
        self.only_replay = only_replay

    @classmethod
    def open(cls, path: Path, *, only_replay: bool = False) -> DraftBook:
        """Read a file of drafts; one that is not there yet is begun, but for a replay.

        Raises:
            UsageError: it cannot be read, or a line of it is no draft.
        """
        drafts: dict[tuple[str, str, str], Draft] = {}
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if only_replay or path.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            message = f"got the drafts {str(path)!r}; expected a file of drafts that can be read"
            raise UsageError(message) from error
        for number, line in enumerate(lines, 1):
            try:
                draft = Draft(**json.loads(line))
            except (ValueError, TypeError, RecursionError) as error:
                message = f"{path.name} line {number}: got something that is not a draft; expected a line that this program wrote"
                raise UsageError(message) from error
            drafts[draft.key] = draft
        return cls(path, drafts, only_replay=only_replay)

    @property
    def model(self) -> str:
        """The model that wrote the drafts.

        Raises:
            UsageError: there is none, or several did.
        """
        names = sorted({draft.model for draft in self._drafts.values()})
        if len(names) != 1:
            message = f"got drafts of {len(names)} models in {self._path.name}; expected those of one, or its name in --llm"
            raise UsageError(message)
        return names[0]

    def parts(self, wanted: Draft, ask: Callable[[], Generator[str]]) -> Generator[str]:
        """The parts of a draft: the one that is kept, else as the model gives them, which is then kept.

        Args:
            wanted: what is asked, its text not yet known.
            ask: calls the model.

        Raises:
            ModelError: the model failed, or on replay there is no such draft.
        """
        kept = self._drafts.get(wanted.key)
        if kept is not None and (self.only_replay or not kept.failed):
            self.used.append(kept)
            if kept.text or not kept.failed:
                yield kept.text
            if kept.failed:
                raise ModelError(kept.failed)
            return
        if self.only_replay:
            message = "has no draft of this question and these sources; record it again with the model"
            raise ModelError(message)
        yield from self._recorded(wanted, ask)

    def _recorded(self, wanted: Draft, ask: Callable[[], Generator[str]]) -> Generator[str]:
        begun, first, text, failed = time.perf_counter(), 0.0, "", ""
        try:
            with closing(ask()) as parts:
                for part in parts:
                    first = first or (time.perf_counter() - begun if part.strip() else 0.0)
                    text += part
                    yield part
        except ModelError as error:
            failed = str(error)
            raise
        finally:  # also where the reader has had enough
            self._keep(wanted, text, (first, time.perf_counter() - begun), failed)

    def _keep(self, wanted: Draft, text: str, seconds: tuple[float, float], failed: str) -> None:
        named = (wanted.model, wanted.prompt_digest, wanted.asked, wanted.question)
        draft = Draft(*named, text, round(seconds[0], 3), round(seconds[1], 3), failed)
        self._drafts[draft.key] = draft
        self.used.append(draft)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(draft), ensure_ascii=False) + "\n")
