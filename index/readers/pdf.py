"""A PDF's pages -> characters and drawn marks with their places; and the reasons a PDF is refused.

The only module that knows the PDF library. Compressed streams are measured before they are opened, so that a small file cannot
fill the memory. What the places mean is said in pdf_rows.py (characters to rows) and pdf_blocks.py (rows to blocks).
Proved by tests/test_index_pdf.py.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import NotADecision
from index.readers.address import Address
from index.readers.laid_out import read_blocks
from index.readers.pdf_blocks import page_address, rows_to_blocks
from index.readers.pdf_rows import Glyph, Mark, Page
from index.readers.raw import RawDecision

if TYPE_CHECKING:
    from pdfminer.layout import LTItem, LTPage

__all__ = ["read_pdf"]

_MOST_PAGES = 400  # the longest published report has under 100
_MOST_GLYPHS = 1_000_000  # characters; twice the longest
_MOST_BYTES = 200_000_000  # of all streams, opened; a decision with its fonts and pictures takes a few million
_LARGEST_MARK = 8.0  # points; a drawn bullet is 3 to 5 wide
_LIGATURE = re.compile("[\ufb00-\ufb06]")  # "ﬁ" is one character in many fonts
_MOST_MARKS = 1_000  # small shapes on a page; more are a drawing, not bullets
_STREAM = re.compile(rb"\bstream\r?\n")


def read_pdf(content: bytes, known: Address | None = None) -> RawDecision:
    """Read a decision printed as a PDF.

    Raises:
        NotADecision: it is encrypted, scanned, damaged, too large, or no decision.
    """
    if _opened_size(content) > _MOST_BYTES:
        message = f"a PDF whose contents are larger than {_MOST_BYTES // 1_000_000} MB when opened"
        raise NotADecision(message)
    pages = tuple(_pages(content))
    if not any(page.glyphs for page in pages):
        message = "a PDF without text (scanned pages?): read it by text recognition first"
        raise NotADecision(message)
    return read_blocks(rows_to_blocks(pages), "pdf", known or page_address(pages))


def _opened_size(content: bytes) -> int:
    """How many bytes the compressed streams hold, counted no further than the limit; streams in streams are followed."""
    total = 0
    for match in _STREAM.finditer(content):
        inner = memoryview(content)[match.end() :]
        for _ in range(4):  # a stream compressed several times over
            opened = _inflate(inner, _MOST_BYTES + 1 - total)
            total += len(opened)
            if total > _MOST_BYTES or not opened.startswith((b"\x78", b"\x58", b"\x48", b"\x68")):
                break
            inner = memoryview(opened)
        if total > _MOST_BYTES:
            break
    return total


def _inflate(data: memoryview, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""


def _pages(content: bytes) -> Iterator[Page]:
    """Every page; whatever the library fails with is a reason.

    Raises:
        NotADecision: the library cannot read the file, or there is more of it than any decision has.
    """
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every oddity of a font
    try:
        yield from _bounded(_layouts(content))
    except NotADecision:
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        message = "a PDF that is locked with a password"
        raise NotADecision(message) from error
    except Exception as error:  # the library raises whatever a damaged file runs it into
        message = f"a PDF that cannot be read ({type(error).__name__})"
        raise NotADecision(message) from error


def _bounded(layouts: Iterator[LTPage]) -> Iterator[Page]:
    glyphs = 0
    for number, layout in enumerate(layouts):
        page = _page(layout)
        glyphs += len(page.glyphs)
        if number >= _MOST_PAGES or glyphs > _MOST_GLYPHS:
            message = f"a PDF longer than any decision (over {_MOST_PAGES} pages or {_MOST_GLYPHS:,} characters)"
            raise NotADecision(message)
        yield page


def _layouts(content: bytes) -> Iterator[LTPage]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.get_pages(io.BytesIO(content)):
        interpreter.process_page(page)
        yield device.get_result()


def _page(layout: LTPage) -> Page:
    from pdfminer.layout import LTChar, LTCurve

    glyphs: list[Glyph] = []
    marks: list[Mark] = []
    for item in _leaves(layout):
        if isinstance(item, LTChar):
            is_bold = re.search(r"bold|black|heavy|semib|demi", item.fontname, re.IGNORECASE) is not None
            glyphs.append(Glyph(_LIGATURE.sub(_spelled, item.get_text()), item.x0, item.x1, item.matrix[5], item.size, is_bold))
        elif isinstance(item, LTCurve) and 0 < item.width <= _LARGEST_MARK and 0 < item.height <= _LARGEST_MARK:
            marks.append(Mark(item.x0, (item.y0 + item.y1) / 2))
    return Page(layout.width, layout.height, tuple(glyphs), tuple(marks) if len(marks) <= _MOST_MARKS else ())


def _spelled(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _leaves(item: LTItem) -> Iterator[LTItem]:
    """Characters and curves, those of embedded forms too."""
    from pdfminer.layout import LTContainer

    if isinstance(item, LTContainer):
        for child in item:
            yield from _leaves(child)
    else:
        yield item
