"""What kind of file some bytes are, from the bytes: read as PDF, DOCX, HTML or text, or refused by name.

A name or an extension decides nothing. Files of other programs are refused with what they are, since half of a decision read in
silence is worse than none. Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from index.errors import NotADecision
from index.readers.address import Address
from index.readers.raw import RawDecision
from index.readers.text import read_text

__all__ = ["read_raw"]

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|main)\b", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(r"(?:[A-Za-z\-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}?Content-Type:\s*multipart/related", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f](?<![\t\n\r\f\x1b])")
_PDF_WITHIN = 1024  # bytes in which a PDF's mark must stand, by the format's own rule
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office file (.doc), a format that is not read: save it as DOCX or PDF"),
    (b"{\\rtf", "an RTF file, a format that is not read: save it as DOCX or PDF"),
)


def read_raw(content: bytes, known: Address | None = None) -> RawDecision:
    """Read bytes of any kind; `known` is the address they come from.

    Raises:
        NotADecision: they are no decision, or of a kind that is not read.
    """
    if not content.strip():
        message = "an empty file"
        raise NotADecision(message)
    if content[:_PDF_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF"):
        from index.readers.pdf import read_pdf

        return read_pdf(content, known)
    if content.startswith(b"PK\x03\x04"):
        from index.readers.docx import read_docx

        return read_docx(content, known)
    for mark, message in _FOREIGN:
        if content.startswith(mark):
            raise NotADecision(message)
    text, doubts = _decode(content)
    _refuse_records(text)
    if _HTML.search(text[:4000]):
        from index.readers.html import read_html

        raw = read_html(text, known)
    else:
        raw = read_text(text, known)
    return replace(raw, warnings=(*raw.warnings, *doubts))


def _refuse_records(text: str) -> None:
    """JSON of other collectors, and web archives, hold a page without its marks or in pieces."""
    if text.lstrip()[:1] in {"{", "["} and _is_json(text):
        message = "a JSON record, not a page: its text has no paragraph marks; give the page as HTML or PDF"
        raise NotADecision(message)
    if _WEB_ARCHIVE.match(text[:4000]):
        message = "a web archive (MHTML), a format that is not read: save the page as HTML or PDF"
        raise NotADecision(message)


def _is_json(text: str) -> bool:
    """JSON, or JSON lines."""
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        first = text.lstrip().split("\n", 1)[0]
        try:
            json.loads(first)
        except (ValueError, RecursionError):
            return False
    return True


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8, UTF-16 with its mark, or the Windows code page older pages were saved in; and a warning of unreadable bytes."""
    doubts: tuple[str, ...] = ()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        text = content.decode("utf-8-sig", errors="replace")
        lost = text.count("\ufffd")
        if lost and lost * 2 > sum(not char.isascii() for char in text):  # most of what is not ASCII is not UTF-8 either
            text = content.decode("cp1252", errors="replace")
        elif lost:
            doubts = (f"{lost} characters could not be read (the file is not all UTF-8)",)
    controls = len(_CONTROLS.findall(text[:4000]))
    if controls * 50 > len(text[:4000]):  # more than 2 percent: no text has that
        message = "a binary file"
        raise NotADecision(message)
    return text, doubts
