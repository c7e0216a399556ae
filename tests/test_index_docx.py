"""Word documents become decisions by their lists, styles and typed numbers; other zip files are refused by name.

Documents are made here with the library that reads them; list definitions that it cannot write are written as Word's XML.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Pt
from doubles import assert_refused, numbers_or_refusal

from index import Decision
from index.readers import read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = (
    "Fernbury Council (99 100 001)", "Category : Housing > Allocations", "Decision : Not upheld", "Decision date : 05 Feb 2020",
    "The Ombudsman's final decision:", "Summary: Mrs Q complained about a bill. There was no fault.",
)  # fmt: skip
CLOSING = "Investigator's decision on behalf of the Ombudsman"


def _read(content: bytes) -> Decision:
    return read_bytes(content, source_path="mini.docx")


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _outline(decision: Decision) -> list[tuple[str, str]]:
    return [(one.label(item), line) for one in decision.paragraphs for item, line in one.lines()]


def _with_list(*levels: tuple[str, int]) -> Document:
    """A document whose list 77 has these levels, each with its form and start; list 78 starts the same list again."""
    document = docx.Document()
    root = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/></w:lvl>'
        for at, (form, start) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    root.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/>{restart}</w:num>'))
    for line in HEAD:
        document.add_paragraph(line)
    return document


def _item(document: Document, text: str, level: int = 0, number: int = 77) -> None:
    paragraph = document.add_paragraph(text)
    mark = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(mark))


def _whole() -> Document:
    document = _with_list(("decimal", 1), ("lowerLetter", 1), ("lowerRoman", 1))
    document.add_heading("The complaint", 1)
    _item(document, "Mrs\u00a0Q complains that the Council’s bill was  late.")
    _item(document, "She asked the Council to:")
    _item(document, "cancel it, and:", 1)
    _item(document, "say so; and", 2)
    _item(document, "say ‘sorry’.", 1)
    document.add_heading("What I found", 1)
    document.add_heading("What happened", 2)
    _item(document, "The bill came in May.")
    document.add_paragraph("She also says more.")
    document.add_paragraph("it was red", style="List Bullet")
    document.add_paragraph().add_run("Final decision").bold = True
    _item(document, "I do not uphold the complaint, as paragraph 3 explains.")
    document.add_paragraph(CLOSING)
    document.add_paragraph("After the end.")
    return document


def test_a_word_document_is_read_whole() -> None:
    """Numbers that Word shows and no text holds, headings by style and by bold type, metadata as facts."""
    decision = _read(_saved(_whole()))
    facts = (str(decision.reference), decision.authority, decision.category, decision.subcategory, decision.outcome)
    assert facts == ("99 100 001", "Fernbury Council", "Housing", "Allocations", "Not upheld")
    assert (str(decision.decision_date), decision.summary) == ("2020-02-05", "Mrs Q complained about a bill. There was no fault.")
    assert _outline(decision) == [
        ("1", "Mrs Q complains that the Council’s bill was late."),
        ("2", "She asked the Council to:"),
        ("2(a)", "cancel it, and:"),
        ("2(a)(i)", "say so; and"),
        ("2(b)", "say ‘sorry’."),
        ("3", "The bill came in May."),
        ("3", "She also says more."),
        ("3, bullet 1", "it was red"),
        ("4", "I do not uphold the complaint, as paragraph 3 explains."),
    ]
    assert [(one.section, one.subsection, one.basis) for one in decision.paragraphs] == [
        ("The complaint", None, "printed"),
        ("The complaint", None, "printed"),
        ("What I found", "What happened", "printed"),
        ("Final decision", None, "printed"),
    ]
    assert decision.warnings == ()


def _typed() -> Document:
    document = docx.Document()
    for line in (*HEAD, "The complaint", "1.\tOne:", "• x", "2.\tTwo.", "Final decision", "3.\tThree."):
        document.add_paragraph(line)
    return document


def _typed_deep() -> Document:
    """Typed numbers with lists set further in, once and twice, and a bullet above the first number."""
    document = docx.Document()
    lines = (("The complaint", 0), ("1. One:", 0), ("1. x:", 18), ("1. p;", 36), ("2. q.", 36), ("2. y.", 18), ("2. Two:", 0),
             ("• z:", 18), ("• deep z.", 36), ("Final decision", 0), ("3. Three.", 0))  # fmt: skip
    for line in HEAD:
        document.add_paragraph(line)
    for line, indent in lines:
        document.add_paragraph(line).paragraph_format.left_indent = Pt(indent)
    return document


def _restarted() -> Document:
    document = _with_list(("decimal", 1))
    document.add_heading("The complaint", 1)
    _item(document, "One.")
    _item(document, "Two.")
    document.add_heading("Final decision", 1)
    _item(document, "Three.", number=78)
    return document


def _letters_in_their_own_list() -> Document:
    document = _with_list(("lowerLetter", 1))
    document.add_heading("The complaint", 1)
    document.add_paragraph("One:", style="List Number")
    _item(document, "x; and")
    _item(document, "y.")
    document.add_paragraph("Two.", style="List Number")
    document.add_heading("Final decision", 1)
    document.add_paragraph("Three.", style="List Number")
    return document


def _in_a_table() -> Document:
    document = docx.Document()
    document.add_paragraph(HEAD[0])
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Decision :", "Not upheld"), ("Decision date :", "05 Feb 2020")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Category : Housing > Allocations\nSummary: A bill.")
    document.add_heading("Final decision", 1)
    for text in ("One.", "Two."):
        document.add_paragraph(text, style="List Number")
    return document


FORMS: list[tuple[Callable[[], Document], str, list[tuple[str, str]]]] = [
    # numbers typed into the text, headings without a style
    (_typed, "printed", [("1", "One:"), ("1, bullet 1", "x"), ("2", "Two."), ("3", "Three.")]),
    # typed numbers whose indents say how deep they stand
    (
        _typed_deep,
        "printed",
        [
            ("1", "One:"),
            ("1(a)", "x:"),
            ("1(a)(i)", "p;"),
            ("1(a)(ii)", "q."),
            ("1(b)", "y."),
            ("2", "Two:"),
            ("2, bullet 1", "z:"),
            ("2, bullet 2", "deep z."),
            ("3", "Three."),
        ],
    ),
    # a list that starts again after a heading: the count goes on, and is a count
    (_restarted, "counted", [("1", "One."), ("2", "Two."), ("3", "Three.")]),
    # letters that are the first level of a list of their own
    (_letters_in_their_own_list, "printed", [("1", "One:"), ("1(a)", "x; and"), ("1(b)", "y."), ("2", "Two."), ("3", "Three.")]),
    # metadata in a table and in one paragraph with line breaks
    (_in_a_table, "printed", [("1", "One."), ("2", "Two.")]),
]


@pytest.mark.parametrize(("made", "basis", "expected"), FORMS)
def test_every_form_of_list_is_numbered(made: Callable[[], Document], basis: str, expected: list[tuple[str, str]]) -> None:
    """Printed where the document's own numbers agree with the count."""
    decision = _read(_saved(made()))
    assert (_outline(decision), {one.basis for one in decision.paragraphs}) == (expected, {basis})
    assert (decision.category, decision.outcome, str(decision.decision_date)) == ("Housing", "Not upheld", "2020-02-05")


def test_a_short_report_in_word_has_no_numbers() -> None:
    """As on the site, its bullets belong to the text above them."""
    document = docx.Document()
    document.add_paragraph("99 200 001")
    document.add_heading("Summary", 1)
    document.add_paragraph("A woman complained.")
    document.add_heading("Recommendations", 1)
    document.add_paragraph("The Council should:")
    document.add_paragraph("pay £250.", style="List Bullet")
    decision = _read(_saved(document))
    assert (decision.kind, decision.authority, decision.paragraphs[0].basis) == ("report", None, "none")
    assert _outline(decision) == [
        ("Summary, 1st item", "A woman complained."),
        ("Recommendations, 1st item", "The Council should:"),
        ("Recommendations, 1st item, bullet 1", "pay £250."),
    ]


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _swollen() -> bytes:
    return _zip(**{"word/document.xml": b"0" * 150_000_000})


def _entities() -> bytes:
    """A document part whose entities would grow without end."""
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{names}]><x>&e11;</x>'.encode()
    with zipfile.ZipFile(io.BytesIO(_saved(_typed()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _zip(**{**parts, "word/document.xml": bomb})


REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (lambda: _zip(**{"xl/workbook.xml": b"<x/>"}), "an Excel workbook"),
    (lambda: _zip(**{"ppt/presentation.xml": b"<x/>"}), "a PowerPoint file"),
    (lambda: _zip(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}), "an OpenDocument file"),
    (lambda: _zip(**{"META-INF/container.xml": b"<x/>"}), "an e-book"),
    (lambda: _zip(**{"decision.txt": HEAD[0].encode()}), "a zip file, not a document"),
    (lambda: _saved(_typed())[:-200], "a damaged Word or zip file"),  # cut off
    (lambda: _zip(**{"word/document.xml": b"<w:document"}), "a Word document that cannot be read"),
    (_swollen, "larger than 100 MB when opened"),
    (_entities, "a Word document that cannot be read"),
    (lambda: _saved(docx.Document()), "a Word document without text"),
]


@pytest.mark.parametrize(("made", "reason"), REFUSED)
def test_other_zip_files_are_refused_by_name(made: Callable[[], bytes], reason: str) -> None:
    """One short line, and no traceback."""
    assert_refused(made(), "mini.docx", reason)


def test_damaged_documents_are_read_or_refused() -> None:
    """Sixty files with one part cut, changed or emptied."""
    with zipfile.ZipFile(io.BytesIO(_saved(_whole()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for turn in range(60):
        name = sorted(parts)[turn % len(parts)]
        part = parts[name]
        damaged = (part[: turn * 37 % max(1, len(part))], part.replace(b"w:val", b"w:vil"), part.replace(b'"77"', b'"x"'), b"")
        found = numbers_or_refusal(_zip(**{**parts, name: damaged[turn % 4]}), "mini.docx")
        assert "\n" not in found if isinstance(found, str) else found == list(range(1, len(found) + 1))
