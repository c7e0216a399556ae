"""The flow of an answer that a model writes: draft -> claims, shown sentence by sentence as each is settled and checked.

Contract: `write_answer` yields what can be shown so far and returns what was written. Its words come as they are written, as what
is being written and not checked; a sentence comes as `text`, which stays, once it is complete and checked. What has been shown so
is always the beginning of the whole: until a sentence fails its check, and from there on only when all is judged. A draft that
fails (rag/fallback.py), or a model that breaks off, is followed by another form of writing where there is one, else by the
quotations; the sentences that were shown, all of them checked, stay in front.
Proved by tests/test_rag_writing.py and tests/test_rag_answer.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Protocol

from index import normalise_text
from rag.chain import NO_ANSWER, CheckedDraft, Cite, draft_to_claims
from rag.computed import Computed
from rag.errors import ModelError
from rag.fallback import Quoted, fails_checks
from rag.prompts import repeats_prompt
from rag.query import Query
from rag.records import Citation, Claim, Evidence, StreamPart, Turn
from rag.render import answer_text

__all__ = ["Assignment", "Form", "Written", "unfinished", "write_answer"]


class Form(Protocol):
    """A way to make a model write: which of the sources it is given, and its draft in parts."""

    def chosen(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = ()) -> tuple[Evidence, ...]:
        """The sources it is given, best first."""

    def stream(
        self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = (), *, spent_s: float = 0.0
    ) -> Generator[str, None, None]:
        """The draft, in what is left of the time; a ModelError where the model fails."""

    def told(self) -> tuple[str, ...]:
        """What the reader is to know of the last draft."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a model is given to write from, how a source is cited, what comes first, and the quotations it is held against."""

    query: Query
    evidence: Sequence[Evidence]
    history: Sequence[Turn]
    cite: Cite
    corrections: Computed
    quoted: Callable[[], Quoted]


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote, checked; `failed` is why the quotations are to follow it, and the claims are then those already shown.

    `shown` is the text that was given out on the way, corrections included. `waited_ms` is how long the model was waited for,
    `first_ms` for its first words.
    """

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    problems: tuple[str, ...] = ()
    shown: str = ""
    failed: str = ""
    waited_ms: float = 0.0
    first_ms: float = 0.0


_LOST = 800  # characters without a token: a model that writes on so cites nothing, or repeats itself without end


@dataclass(slots=True)
class _Desk:
    """What has been written and shown so far, over all forms."""

    given: Assignment
    kept: Computed = field(default_factory=Computed)
    told: list[str] = field(default_factory=list)
    shown: str = ""
    waited_s: float = 0.0
    first_s: float = 0.0

    def show(self, claims: Sequence[Claim], citations: Sequence[Citation]) -> str:
        """The text that these claims add to what was shown, which it becomes."""
        text = answer_text(*self.given.corrections.before(*self.kept.before(claims, citations)))
        added = text[len(self.shown) :] if text.startswith(self.shown) else ""
        self.shown += added
        return added

    def keep(self, claims: Sequence[Claim], citations: Sequence[Citation]) -> None:
        """Put claims behind those that stay in front."""
        self.kept = Computed(*self.kept.before(claims, citations))

    def wait(self, *, since: float, is_word: bool = False) -> None:
        """Count the time the model was waited for, and when its first words came."""
        self.waited_s += time.perf_counter() - since
        if is_word and not self.first_s:
            self.first_s = self.waited_s

    def written(self, checked: CheckedDraft | None = None, failed: str = "") -> Written:
        """All of it, with the sentences of the draft that held."""
        claims, citations = self.kept.before(checked.claims, checked.citations) if checked else self.kept.before((), ())
        problems = (*(checked.problems if checked else ()), *self.told)
        times = round(self.waited_s * 1000, 1), round(self.first_s * 1000, 1)
        return Written(claims, citations, problems, self.shown, failed, *times)


def write_answer(forms: Sequence[Form], given: Assignment) -> Generator[StreamPart, None, Written]:
    """The model's sentences, each shown once it is complete and checked; one form after the other until one holds."""
    desk, failed = _Desk(given), ""
    for form in forms:
        sources = form.chosen(given.query.text, given.evidence, given.history)
        draft, broken, is_refused = yield from _read(form, sources, desk)
        checked = _check(given, sources, draft)
        failed = broken or fails_checks(given.query, checked.claims, checked.citations, given.quoted())
        if not failed:
            desk.told += form.told()
            return desk.written(checked)
        settled = _sound(given, sources, draft)
        desk.told += form.told() if settled[0] else ()
        desk.keep(*settled)
        if (broken and not is_refused) or (not broken and not checked.claims):
            break
    return desk.written(failed=failed)


def _read(form: Form, sources: Sequence[Evidence], desk: _Desk) -> Generator[StreamPart, None, tuple[str, str, bool]]:
    """The draft of one form, shown as far as it is settled and sound; why it broke off, and whether it was refused as it is."""
    draft, settled, writing, given, begun = "", "", "", desk.given, time.perf_counter()
    try:
        with closing(form.stream(given.query.text, sources, given.history, spent_s=desk.waited_s)) as pieces:
            for piece in pieces:
                desk.wait(since=begun, is_word=bool(piece.strip()))
                draft += piece
                if len(draft) - draft.rfind("]") > _LOST:
                    break  # which ends the call
                added = ""
                if _settled(draft) != settled:
                    settled = _settled(draft)
                    added = desk.show(*_sound(given, sources, draft))
                before, writing = writing, unfinished(draft[len(settled) :], sources)
                if added or writing != before or not piece:  # a silent model can be left
                    yield StreamPart(text=added, writing=writing)
                begun = time.perf_counter()
    except ModelError as error:
        desk.wait(since=begun)
        return draft, str(error), error.refused
    desk.wait(since=begun)
    return draft, "", False


_NEXT = re.compile(r"\][.!?;,]?\s+[^\s\[]")  # "fault [S1]. The": another sentence has begun
_ENDS = re.compile(r"\n|" + _NEXT.pattern)


def _settled(draft: str) -> str:
    """What is complete of a draft: the lines that ended, and the sentences whose tokens another sentence follows."""
    ends = [match.end() if match[0] == "\n" else match.end() - 1 for match in _ENDS.finditer(draft)]
    return draft[: ends[-1]] if ends else ""


_TO_TOKEN = re.compile(r"\s*\[[^\]\n]*\]?")  # "[S1]", and the "[S" of one that has not come whole


def unfinished(words: str, sources: Sequence[Evidence]) -> str:
    """What may be shown of a sentence that is being written: without tokens, and nothing of the prompts."""
    shown = normalise_text(_TO_TOKEN.sub("", words))
    return "" if NO_ANSWER.startswith(shown.upper()[: len(NO_ANSWER)]) or repeats_prompt(shown, sources) else shown


def _check(given: Assignment, sources: Sequence[Evidence], draft: str) -> CheckedDraft:
    return draft_to_claims(draft, sources, given.query.text, cite=given.cite)


def _sound(given: Assignment, sources: Sequence[Evidence], draft: str) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """The complete sentences of a draft before the first that fails, and what they cite."""
    checked = _check(given, sources, _settled(draft))
    claims = tuple(takewhile(lambda claim: claim.grade != "unsupported", checked.claims))
    last = max((n for claim in claims for n in claim.citations), default=0)  # numbered in the order of their use
    return claims, checked.citations[:last]
