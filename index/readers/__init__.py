"""One file -> Decision: the kind is found from the content, read by its family's reader, then numbered.

Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.errors import NotADecision, UsageError
from index.numbering import number_paragraphs
from index.readers.raw import Block, Family, Header, RawDecision
from index.readers.text import read_text
from index.records import Decision, Source, normalise_text

__all__ = ["READER_VERSION", "Block", "Family", "Header", "RawDecision", "read_bytes", "read_content", "read_decision"]

READER_VERSION = "2"
"""Raised when reading or numbering changes, so that the next indexing reads every file again."""

LARGEST_FILE = 20_000_000
"""Bytes; the longest published report is under 1 MB, so a file beyond this is something else."""

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|main)\b", re.IGNORECASE)
_TEXT_CONTROLS = b"\t\n\r\f\x1b"


def read_decision(path: str | Path) -> Decision:
    """Read one file.

    Raises:
        UsageError: there is no such file.
        NotADecision: the file is not a decision; the message is the reason, in one line.
    """
    file = Path(path)
    return read_bytes(read_content(file), source_path=str(file))


def read_content(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: there is no such file.
        NotADecision: it is too large or cannot be read.
    """
    try:
        if file.stat().st_size > LARGEST_FILE:
            message = f"larger than {LARGEST_FILE // 1_000_000} MB"
            raise NotADecision(message)
        return file.read_bytes()
    except FileNotFoundError as error:
        message = f"got {str(file)!r}; expected a file that exists"
        raise UsageError(message) from error
    except ValueError as error:  # a zero character in the path
        message = f"got {str(file)!r}; expected a file that exists"
        raise UsageError(message) from error
    except OSError as error:
        message = f"cannot be read ({error.strerror or type(error).__name__})"
        raise NotADecision(message) from error


def read_bytes(content: bytes, *, source_path: str, retrieved_at: datetime | None = None) -> Decision:
    """Read a decision from its bytes; `source_path` and `retrieved_at` (default now) are kept as facts.

    Raises:
        NotADecision: as `read_decision`.
    """
    raw = _read_raw(content)
    paragraphs, warnings = number_paragraphs(raw)
    if not paragraphs:
        message = "no numbered paragraphs"
        raise NotADecision(message)
    header = raw.header
    when = retrieved_at or datetime.now(UTC)
    return Decision(
        reference=header.reference,
        authority=header.authority,
        category=header.category,
        subcategory=header.subcategory,
        outcome=header.outcome,
        decision_date=header.decision_date,
        url=header.url,
        summary=header.summary,
        kind="statement",
        source=Source(source_path, hashlib.sha256(content).hexdigest(), when.isoformat(timespec="seconds")),
        paragraphs=paragraphs,
        family=_family_digest("\n".join(paragraph.text for paragraph in paragraphs)),
        warnings=(*raw.warnings, *warnings),
    )


def _family_digest(text: str) -> str:
    """The same for decisions that share one text, whatever their reference."""
    return hashlib.sha256(normalise_text(text).casefold().encode()).hexdigest()[:16]


def _read_raw(content: bytes) -> RawDecision:
    if not content.strip():
        message = "an empty file"
        raise NotADecision(message)
    if content.startswith(b"%PDF"):
        message = "a PDF, a format that is not read"
        raise NotADecision(message)
    if content.startswith(b"PK\x03\x04"):
        message = "a Word or zip file, a format that is not read"
        raise NotADecision(message)
    text, doubts = _decode(content)
    if _HTML.search(text[:4000]):
        from index.readers.html import read_html

        raw = read_html(text)
    else:
        raw = read_text(text)
    return replace(raw, warnings=(*raw.warnings, *doubts))


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8, UTF-16 with its mark, or the Windows code page older pages were saved in; and a warning of unreadable bytes."""
    doubts: tuple[str, ...] = ()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        text = content.decode("utf-8-sig", errors="replace")
        lost = text.count("\ufffd")
        if lost * 2 > sum(not char.isascii() for char in text):  # most of what is not ASCII is not UTF-8 either
            text = content.decode("cp1252", errors="replace")
        elif lost:
            doubts = (f"{lost} characters could not be read (the file is not all UTF-8)",)
    controls = sum(ord(char) < ord(" ") and char.encode() not in _TEXT_CONTROLS for char in text[:4000])
    if controls * 50 > len(text[:4000]):  # more than 2 percent: no text has that
        message = "a binary file"
        raise NotADecision(message)
    return text, doubts
