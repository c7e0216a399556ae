"""A Word document (DOCX) -> blocks; and the reasons a zip file is refused.

Word keeps a paragraph's number out of its text: docx_numbers.py counts it. Headings are told by their style, or by being bold from
end to end. The only module that knows the DOCX library; the archive is measured before it is opened.
Proved by tests/test_index_docx.py.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import NotADecision
from index.readers.address import Address
from index.readers.docx_numbers import ListCounter, read_lists
from index.readers.header import is_label
from index.readers.laid_out import read_blocks
from index.readers.lines import Line
from index.readers.raw import Block, RawDecision
from index.records import normalise_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

__all__ = ["read_docx"]

_MOST_BYTES = 100_000_000  # of all parts, opened; a decision takes under one million
_MOST_PARTS = 5_000
_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle|überschrift|titre)\b.*", re.IGNORECASE)
_LONGEST_BOLD_HEADING = 140  # characters; a bold paragraph beyond it is emphasis
_OTHERS = (
    ("xl/workbook.xml", "an Excel workbook, a format that is not read"),
    ("ppt/presentation.xml", "a PowerPoint file, a format that is not read"),
    ("META-INF/container.xml", "an e-book, a format that is not read"),
    ("content.xml", "an OpenDocument file, a format that is not read: save it as DOCX or PDF"),
)


def read_docx(content: bytes, known: Address | None = None) -> RawDecision:
    """Read a decision kept as a Word document.

    Raises:
        NotADecision: another kind of zip file, a damaged or swollen one, or no decision.
    """
    _inspect(content)
    try:
        blocks = tuple(_blocks(_open(content)))
    except Exception as error:  # the library raises whatever a damaged part runs it into
        message = f"a Word document that cannot be read ({type(error).__name__})"
        raise NotADecision(message) from error
    if not any(block.text for block in blocks):
        message = "a Word document without text"
        raise NotADecision(message)
    return read_blocks(blocks, "docx", known)


def _inspect(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        message = "a damaged Word or zip file"
        raise NotADecision(message) from error
    names = {part.filename for part in parts}
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        message = f"a zip file whose contents are larger than {_MOST_BYTES // 1_000_000} MB when opened"
        raise NotADecision(message)
    if any(part.flag_bits & 1 for part in parts):
        message = "a zip file that is locked with a password"
        raise NotADecision(message)
    if "word/document.xml" in names:
        return
    message = next((reason for name, reason in _OTHERS if name in names), "a zip file, not a document: unpack it first")
    raise NotADecision(message)


def _open(content: bytes) -> Document:
    import docx

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return docx.Document(io.BytesIO(content))


def _blocks(document: Document) -> Iterator[Block]:
    """The document's blocks in order, cells of tables as text."""
    from docx.table import Table

    counter = ListCounter(read_lists(document))
    for part in document.iter_inner_content():
        yield from _table_blocks(part) if isinstance(part, Table) else _paragraph_blocks(part, counter)


def _table_blocks(table: Table) -> Iterator[Block]:
    """A row of metadata ("Decision :" | "Upheld") is one line; other cells are text of their own."""
    for row in table.rows:
        texts = [text for cell in row.cells if (text := normalise_text(cell.text))]
        if is_label(" ".join(texts)):
            yield Block("text", " ".join(texts))
        else:
            yield from (Block("text", text) for text in dict.fromkeys(texts))


def _paragraph_blocks(paragraph: Paragraph, counter: ListCounter) -> Iterator[Block]:
    text = normalise_text(paragraph.text)
    item = counter.next_item(paragraph)
    if not text:
        return
    if item is not None and not _is_heading_style(paragraph):
        yield Block(item.kind, text, item.depth, item.number)
        return
    if _is_heading(paragraph, text):
        yield Block("heading", text)
        return
    parts = [part for raw in paragraph.text.split("\n") if (part := normalise_text(raw))]
    if len(parts) > 1 and any(map(is_label, parts)):  # metadata with line breaks inside one paragraph
        yield from (Block("text", part) for part in parts)
        return
    line = Line.read(text)
    if not line.is_marked:
        yield Block("text", text)
    elif line.kind == "number":
        yield Block("number", line.text, counter.typed_depth(paragraph, is_number=True), line.number)
    else:
        yield Block(line.kind, line.text, max(2, counter.typed_depth(paragraph, is_number=False)))


def _is_heading_style(paragraph: Paragraph) -> bool:
    style = paragraph.style
    return style is not None and _HEADING_STYLE.fullmatch(style.name or "") is not None


def _is_heading(paragraph: Paragraph, text: str) -> bool:
    if _is_heading_style(paragraph):
        return True
    runs = [run for run in paragraph.runs if run.text.strip()]
    style = paragraph.style
    style_bold = bool(style is not None and style.font.bold)
    all_bold = bool(runs) and all(run.bold or (run.bold is None and style_bold) for run in runs)
    return all_bold and len(text) <= _LONGEST_BOLD_HEADING and not is_label(text) and not Line.read(text).is_marked
