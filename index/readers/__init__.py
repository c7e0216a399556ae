"""One file -> Decision: the kind is found from the content, read by its family's reader, then numbered.

Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.errors import NotADecision, UsageError
from index.numbering import number_paragraphs
from index.readers.address import read_address
from index.readers.kinds import read_raw
from index.readers.raw import Block, Family, Header, RawDecision
from index.records import Decision, Paragraph, Source

__all__ = [
    "LARGEST_FILE",
    "READER_VERSION",
    "Block",
    "Family",
    "Header",
    "RawDecision",
    "family_digest",
    "read_bytes",
    "read_content",
    "read_decision",
]

READER_VERSION = "6"
"""Raised when reading or numbering changes, so that the next indexing reads every file again."""

LARGEST_FILE = 20_000_000
"""Bytes; the longest published report is under 1 MB, so a file beyond this is something else."""

_SUBSTANCE = re.compile(r"[^\W_]+ | [£€$%]+ | (?<=\d)\.(?=\d)", re.VERBOSE)  # a full stop counts inside "£1.50" only


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


def read_bytes(
    content: bytes,
    *,
    source_path: str,
    retrieved_at: datetime | None = None,
    url: str | None = None,
    is_chapter: bool = False,
) -> Decision:
    """Read a decision from its bytes; `source_path` and `retrieved_at` (default now) are kept as facts.

    `url` is the address they were fetched from: it states the category, and the reference where the page prints none.
    `is_chapter`: they are known to be one chapter of a report, whatever the address says.

    Raises:
        NotADecision: as `read_decision`.
    """
    known = read_address(url) if url else None
    raw = read_raw(content, replace(known, is_chapter=True) if known is not None and is_chapter else known)
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
        kind=raw.kind,
        source=Source(source_path, hashlib.sha256(content).hexdigest(), when.isoformat(timespec="seconds")),
        paragraphs=paragraphs,
        family=family_digest(paragraphs),
        warnings=(*raw.warnings, *warnings),
    )


def family_digest(paragraphs: Iterable[Paragraph]) -> str:
    """The same for decisions that share one text, whatever their reference, and whatever format they were read from.

    Only letters, figures and signs of money count: formats differ in spaces, quotation marks, dashes and line ends.
    """
    text = unicodedata.normalize("NFKC", "\n".join(paragraph.text for paragraph in paragraphs)).casefold()
    return hashlib.sha256("".join(_SUBSTANCE.findall(text)).encode()).hexdigest()[:16]
