"""A conversation as a Word document with real footnotes, one for each citation.

python-docx writes no footnotes, so the part that holds them is made here: separators, as Word wants them, then the notes.
Proved by tests/test_rag_page_take.py, which reads the file back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rag.citations import cite_label
from rag.page.render import Exchange
from rag.page.take import ATTRIBUTION, NOTE, TITLE, Line, TableLines, cite_in_full, tell_exchange
from rag.page.text import is_published
from rag.records import Citation

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["write_word"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PART = "/word/footnotes.xml"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file can hold."""
_STYLES = {"question": "Heading 1", "heading": "Heading 2", "claim": "List Bullet", "note": "Intense Quote", "text": "Normal"}


def write_word(exchanges: Sequence[Exchange], *, at: datetime) -> bytes:
    """The conversation as the bytes of a .docx file."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Pinpoint", TITLE, NOTE
    properties.created = properties.modified = at
    document.add_heading(TITLE, level=0)
    document.add_paragraph(f"{NOTE} {ATTRIBUTION}")
    _add_note_styles(document)
    notes: list[Citation] = []
    for exchange in exchanges:
        for line in tell_exchange(exchange):
            if isinstance(line, TableLines):
                _add_table(document, line, notes)
            else:
                _write_line(document.add_paragraph(style=_STYLES[line.kind]), line, notes)
    _add_footnotes(document, notes)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _write_line(paragraph: Any, line: Line, notes: list[Citation]) -> None:  # noqa: ANN401 - a paragraph of python-docx
    """The text and, for each citation, a reference to a note of its own."""
    paragraph.add_run(_writable(line.text))
    for citation in line.citations:
        notes.append(citation)
        _add_reference(paragraph, len(notes))


def _add_table(document: Document, table: TableLines, notes: list[Citation]) -> None:
    """A comparison: its headings again on each page, a row for each decision, a paragraph in a cell for each claim."""
    from docx.shared import Pt

    grid = document.add_table(rows=1, cols=1 + len(table.headings), style="Table Grid")
    _append(grid.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - python-docx has no name for it
    for cell, heading in zip(grid.rows[0].cells, ("Decision", *table.headings), strict=True):
        cell.paragraphs[0].add_run(_writable(heading)).bold = True
    for name, claims in table.rows:
        first, *others = grid.add_row().cells
        first.paragraphs[0].add_run(_writable(name)).bold = True
        for cell, lines in zip(others, claims, strict=True):
            for number, line in enumerate(lines):
                _write_line(cell.add_paragraph() if number else cell.paragraphs[0], line, notes)
    for paragraph in (one for row in grid.rows for cell in row.cells for one in cell.paragraphs):
        paragraph.paragraph_format.space_after = Pt(2)
        for run in paragraph.runs:
            run.font.size = Pt(9)
    document.add_paragraph()


def _add_note_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text: Any = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)  # the stubs know no kind of style
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    mark: Any = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def _add_reference(paragraph: Any, number: int) -> None:  # noqa: ANN401 - a paragraph of python-docx, which imports lazily
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    run.style = "footnote reference"
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)  # noqa: SLF001 - the documented way to an element that python-docx has no name for


def _add_footnotes(document: Document, notes: Sequence[Citation]) -> None:
    """The part of the notes, related to the document, its links related to the part."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart
    from docx.oxml import OxmlElement

    root: Any = OxmlElement("w:footnotes", nsdecls={"w": _W, "r": _R})
    part = XmlPart(PackURI(_PART), _PART_TYPE, root, document.part.package)
    for kind, number in _SEPARATORS:
        note = _append(root, "w:footnote", type=kind, id=str(number))
        _append(_append(_append(note, "w:p"), "w:r"), f"w:{kind}")
    for number, citation in enumerate(notes, start=1):
        if (first := notes.index(citation) + 1) < number:
            _append_note(root, number, f"As in note {first}: {cite_label(citation)}.")
            continue
        link = None
        if citation.url and is_published(citation.url):
            relation = part.relate_to(_writable(citation.url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = (relation, citation.url)
        _append_note(root, number, cite_in_full(citation, quote=True), link)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _append_note(root: Any, number: int, text: str, link: tuple[str, str] | None = None) -> None:  # noqa: ANN401 - as below
    """One footnote: its mark, its text, and the published page as a link: its relation and its address."""
    paragraph = _append(_append(root, "w:footnote", id=str(number)), "w:p")
    _append(_append(paragraph, "w:pPr"), "w:pStyle", val="footnotetext")
    mark = _append(paragraph, "w:r")
    _append(_append(mark, "w:rPr"), "w:rStyle", val="footnotereference")
    _append(mark, "w:footnoteRef")
    _append_text(paragraph, f" {text} ")
    if link:
        anchor = _append(paragraph, "w:hyperlink")
        anchor.set(f"{{{_R}}}id", link[0])
        _append_text(anchor, link[1])


def _append(parent: Any, tag: str, **attributes: str) -> Any:  # noqa: ANN401 - elements of python-docx
    from docx.oxml import OxmlElement

    child = OxmlElement(tag, attrs={f"{{{_W}}}{name}": value for name, value in attributes.items()})
    parent.append(child)
    return child


def _append_text(parent: Any, text: str) -> None:  # noqa: ANN401 - an element of python-docx
    node = _append(_append(parent, "w:r"), "w:t")
    node.text = _writable(text)
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
