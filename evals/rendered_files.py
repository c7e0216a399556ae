"""A structure as a printed PDF and as Word documents: with Word's own list numbers, and with numbers typed by hand.

The PDF has the places a browser gives things: numbers to the left of their text, lists further in, headings in bold, a header and a
footer on every page. Needs fpdf2 and python-docx, imported where they are used. Proved by tests/test_bed_readings.py.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.rendered_page import address_of
from evals.structures import Structure

if TYPE_CHECKING:
    from docx.document import Document
    from fpdf import FPDF

__all__ = ["as_docx", "as_pdf", "as_typed_docx"]

_NOTICE = "FICTIONAL - generated for testing; not a decision of the Ombudsman"
_CLOSING = "Investigator's decision on behalf of the Ombudsman"
_RIGHT, _BOTTOM, _TOP, _LEADING = 555.0, 790.0, 60.0, 14.0
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class _Piece:
    """One block of a document: its mark as printed, and its level: 0 for text, 1 for paragraphs, 2 and 3 for lists."""

    text: str
    level: int = 0
    mark: str = ""
    is_bold: bool = False


def _pieces(structure: Structure) -> Iterator[_Piece]:
    """The whole decision as blocks, its numbers counted through."""
    yield _Piece(_NOTICE)
    yield _Piece(f"{structure.authority} ({structure.reference})", is_bold=True)
    yield _Piece(f"Category : {structure.category} > {structure.subcategory}")
    yield _Piece(f"Decision : {structure.outcome}")
    yield _Piece(f"Decision date : {structure.decided:%d %b %Y}")
    yield _Piece("The Ombudsman's final decision:", is_bold=True)
    yield _Piece(f"Summary: {structure.summary}")
    section, count = "", 0
    for part in structure.parts:
        if part.subsection and part.section != section:
            yield _Piece(part.section, is_bold=True)
        section = part.section
        yield _Piece(part.heading, is_bold=True)
        for paragraph in part.paragraphs:
            count += 1
            yield _Piece(paragraph.text, 1, f"{count}.")
            counts = {2: 0, 3: 0}
            for line in paragraph.lines:
                if line.mark == "text":
                    yield _Piece(line.text)
                    continue
                counts = {2: counts[2] + 1, 3: 0} if line.depth == 2 else {**counts, 3: counts[3] + 1}  # noqa: PLR2004 - the second level
                yield _Piece(line.text, line.depth, "•" if line.mark == "bullet" else f"{counts[line.depth]}.")
    yield _Piece(_CLOSING)


def as_pdf(structure: Structure) -> bytes:
    """The decision as a browser would print it."""
    from fpdf import FPDF

    out = FPDF(unit="pt", format="A4")
    out.set_auto_page_break(auto=False)
    out.core_fonts_encoding = "cp1252"
    is_left_set = structure.reference[-1:] in "13579"  # numbers end at one edge, or begin at one
    height = _BOTTOM
    for piece in _pieces(structure):
        left = 40.0 + 24.0 * piece.level
        out.set_font("Helvetica", "B" if piece.is_bold else "", 11)
        gap = 0.0 if piece.level > 1 else 10.0
        for n, row in enumerate(_rows(piece.text, _RIGHT - left, out.get_string_width)):
            height += _LEADING + (gap if n == 0 else 0.0)
            if height > _BOTTOM:
                height = _open_page(out, structure)
                out.set_font("Helvetica", "B" if piece.is_bold else "", 11)
            if n == 0 and piece.mark:
                is_near = is_left_set and not piece.text[:1].isdigit()  # "10." beside "41 families" would be "10.41"
                width = 11.0 if is_near else out.get_string_width(piece.mark)
                out.text(left - 5.0 - width, height, piece.mark)
            out.text(left, height, row)
    return bytes(out.output())


def _open_page(out: FPDF, structure: Structure) -> float:
    """Start a page with a browser's header and footer; the height of its first row."""
    out.add_page()
    out.set_font("Helvetica", "", 8)
    out.text(24, 20, "22/11/2026, 20:57")
    out.text(200, 20, f"{structure.authority} ({structure.reference})")
    out.text(24, 830, address_of(structure))
    out.text(560, 830, f"{out.page_no()}/9")
    return _TOP


def _rows(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """The text broken into rows no wider than that."""
    row = ""
    for word in text.split(" "):
        if row and measure(f"{row} {word}") > width:
            yield row
            row = word
        else:
            row = f"{row} {word}".strip()
    yield row


def as_docx(structure: Structure) -> bytes:
    """A Word document whose numbers and bullets are Word's own."""
    from docx.oxml import parse_xml

    document = _with_lists()
    for piece in _pieces(structure):
        paragraph = document.add_heading(piece.text, 2) if piece.is_bold else document.add_paragraph(piece.text)
        if piece.level:
            level, number = (piece.level - 1, 78) if piece.mark == "•" else (piece.level - 1, 77)
            mark = f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(mark))  # noqa: SLF001 - the library's documented door to the XML
    return _saved(document)


def _with_lists() -> Document:
    """An empty document with list 77 (numbers, letters, roman figures) and list 78 (bullets)."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    root = document.part.numbering_part.element
    forms = {77: ("decimal", "lowerLetter", "lowerRoman"), 78: ("bullet", "bullet", "bullet")}
    for number, levels in forms.items():
        inner = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/></w:lvl>' for at, form in enumerate(levels)
        )
        root.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return document


def as_typed_docx(structure: Structure) -> bytes:
    """A Word document whose numbers were typed by hand, lists set further in."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    for piece in _pieces(structure):
        if piece.is_bold:
            document.add_heading(piece.text, 2)
            continue
        paragraph = document.add_paragraph(f"{piece.mark} {piece.text}".strip())
        if piece.level > 1:
            paragraph.paragraph_format.left_indent = Pt(18 * (piece.level - 1))
    return _saved(document)


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
