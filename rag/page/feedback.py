"""What readers say of an answer, kept in the store's folder as JSON lines, one for each; nothing is sent anywhere.

A line holds the question, the citations it is about and what was said, so that it can become an evaluation question.
Proved by tests/test_rag_page_take.py.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from index import PinpointError, UsageError
from rag.page.render import Exchange

__all__ = ["FEEDBACK_FILE", "keep_feedback"]

FEEDBACK_FILE = "feedback.jsonl"
VERDICTS = ("useful", "wrong citation")
LONGEST_COMMENT = 2_000
MOST_BYTES = 50_000_000
"""A full disk harms the store, so that no page may fill it."""

_one_writer = threading.Lock()


def keep_feedback(
    folder: Path, exchanges: Sequence[Exchange], said: dict[str, object], *, at: datetime, user: str | None = None
) -> None:
    """Append what was said of an answer: `said` has turn, verdict, citation (its number, or 0) and comment.

    Raises:
        UsageError: it is of no answer, or says something else than the page offers.
        PinpointError: it cannot be written.
    """
    turn, verdict, comment = said.get("turn"), said.get("verdict"), str(said.get("comment") or "").strip()
    exchange = exchanges[turn - 1] if isinstance(turn, int) and 0 < turn <= len(exchanges) else None
    if exchange is None or exchange.answer is None or verdict not in VERDICTS:
        message = f"got feedback on answer {str(turn)[:20]!r}: {str(verdict)[:20]!r}; expected one of {', '.join(VERDICTS)}"
        raise UsageError(message)
    if len(comment) > LONGEST_COMMENT:
        message = f"got a comment of {len(comment):,} characters; expected {LONGEST_COMMENT:,} at most"
        raise UsageError(message)
    cited = [one for one in exchange.answer.citations if said.get("citation") in {0, one.n}]
    line = {
        "at": at.isoformat(timespec="seconds"),
        "verdict": verdict,
        "comment": comment,
        "user": user,
        "question": exchange.question,
        "answer": exchange.answer.text,
        "model": exchange.answer.model or exchange.answer.mode,
        "citations": [
            {"n": one.n, "reference": one.reference, "authority": one.authority, "paragraph": one.paragraph, "quote": one.quote}
            for one in cited
        ],
    }
    _append(folder / FEEDBACK_FILE, json.dumps(line, ensure_ascii=False) + "\n")


def _append(path: Path, line: str) -> None:
    try:
        with _one_writer, path.open("a", encoding="utf-8") as file:
            if file.tell() + len(line) > MOST_BYTES:
                message = f"got feedback, but {FEEDBACK_FILE} holds {MOST_BYTES:,} bytes; move it away"
                raise PinpointError(message)
            file.write(line)
    except OSError as error:
        message = f"got feedback that cannot be kept in the store ({error.strerror}); its folder must be writable"
        raise PinpointError(message) from error
