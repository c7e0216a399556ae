"""The flow of an answer that a model writes: draft -> claims, shown sentence by sentence as each is settled and checked.

Contract: `write_answer` yields what can be shown so far and returns what was written, or why nothing of it can be given; the answer
is then by quotation. What has been shown is the beginning of what was written. Proved by tests/test_rag_answer.py.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from rag.chain import CheckedDraft, Cite, ModelChain, draft_to_claims
from rag.computed import Computed
from rag.errors import ModelError
from rag.records import Citation, Claim, Evidence, StreamPart, Turn
from rag.render import answer_text

__all__ = ["Assignment", "Written", "write_answer"]

_SETTLED = re.compile(r"[\]\n]")  # a token or a line has ended


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a model is given to write from: the question, its sources, the turns before, how a source is cited, what comes first."""

    question: str
    evidence: Sequence[Evidence]
    history: Sequence[Turn]
    cite: Cite
    corrections: Computed


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote, checked; `shown` is the text that was given out on the way, `failed` why none of it can be given."""

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    problems: tuple[str, ...] = ()
    shown: str = ""
    failed: str = ""


def write_answer(chain: ModelChain, given: Assignment) -> Generator[StreamPart, None, Written]:
    """The model's sentences, each shown once it is complete and checked."""
    draft = shown = ""
    try:
        with closing(chain.stream(given.question, given.evidence, given.history)) as pieces:
            for piece in pieces:
                draft += piece
                if not _SETTLED.search(piece):
                    continue
                text = _settled_text(given, draft)
                if text.startswith(shown) and len(text) > len(shown):
                    yield StreamPart(text=text[len(shown) :])
                    shown = text
    except ModelError as error:
        return Written(shown=shown, failed=str(error))
    checked = _check(given, draft)
    if checked.claims and all(claim.grade == "unsupported" for claim in checked.claims):
        return Written(shown=shown, failed="nothing it wrote could be supported")
    return Written(checked.claims, checked.citations, checked.problems, shown)


def _check(given: Assignment, draft: str) -> CheckedDraft:
    return draft_to_claims(draft, given.evidence, given.question, cite=given.cite)


def _settled_text(given: Assignment, draft: str) -> str:
    """The text of the draft's sentences that are complete: all but what follows the last token or line end."""
    end = max(draft.rfind("]"), draft.rfind("\n")) + 1
    checked = _check(given, draft[:end])
    return answer_text(*given.corrections.before(checked.claims[:-1], checked.citations))  # the last may still get a token
