"""A decision printed as a PDF is read by where its characters stand; what a browser prints around it never gets in.

The PDFs are made here: by hand-placed rows with a small library, and, where Chromium is on the machine, by a real browser, whose
PDF must read as its page does. All texts are invented.
"""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from doubles import assert_refused, numbers_or_refusal
from fpdf import FPDF

from index import Decision, sample_folder
from index.readers import read_bytes
from index.readers.pdf import read_pdf
from index.readers.pdf_blocks import rows_to_blocks
from index.readers.pdf_rows import Glyph, Mark, Page, body_rows

ADDRESS = "https://www.lgo.org.uk/decisions/housing/allocations/99-100-001"
TITLE = "Fernbury Council (99 100 001)"
CLOSING = "Investigator's decision on behalf of the Ombudsman"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

Placed = tuple[float, float, str, str]
"""Left edge and height in points from the upper left corner, style ("B" or ""), text."""


def _pdf(*pages: Sequence[Placed], locked: bool = False) -> bytes:
    out = FPDF(unit="pt", format="A4")
    out.set_auto_page_break(auto=False)
    for page in pages:
        out.add_page()
        for x, y, style, text in page:
            out.set_font("Helvetica", style, 18 if text == TITLE else 11)
            out.text(x, y, text)
    if locked:
        out.set_encryption(owner_password="owner", user_password="user")  # noqa: S106 - a file made to be refused
    return bytes(out.output())


def _read(content: bytes) -> Decision:
    return read_bytes(content, source_path="mini.pdf")


def _outline(decision: Decision) -> list[tuple[str, str]]:
    return [(one.label(item), line) for one in decision.paragraphs for item, line in one.lines()]


HEADER: list[Placed] = [(24, 20, "", "22/11/2026, 20:57"), (200, 20, "", f"{TITLE} - LGO")]
FIRST: list[Placed] = [
    *HEADER,
    (40, 90, "B", TITLE),
    (40, 110, "", "Category : Housing > Allocations"),
    (40, 124, "", "Decision : Not upheld"),
    (40, 138, "", "Decision date : 05 Feb 2020"),
    (40, 160, "B", "The Ombudsman's final decision:"),
    (40, 180, "", "Summary: Mrs Q complained about a bill that the Council sent to her late one evening and"),
    (40, 194, "", "then again. There was no fault."),
    (40, 230, "B", "The complaint"),
    (48, 260, "", "1."), (64, 260, "", "Mrs Q complains that the Council's bill was late, and that nobody in her neigh-"),
    (64, 274, "", "bourhood was told. The neighbourhood is well-"),
    (64, 288, "", "known. It was sent within the limit of"),
    (48, 310, "", "2."), (64, 310, "", "She asked the Council to:"),
    (82, 324, "", "1."), (98, 324, "", "cancel it; and"),
    (82, 338, "", "2."), (98, 338, "", "say sorry."),
    (48, 360, "", "3."), (64, 360, "", "The letter went over the whole width of the page before it came at last to the"),
    (24, 830, "", ADDRESS), (560, 830, "", "1/2"),
]  # fmt: skip
SECOND: list[Placed] = [
    *HEADER,
    (64, 80, "", "end of its only sentence."),
    (40, 110, "", "She also says more."),
    (40, 140, "B", "Final decision"),
    (48, 170, "", "4."), (64, 170, "", "I do not uphold the complaint, as paragraph 3 explains."),
    (40, 200, "", CLOSING),
    (40, 230, "", "Cookies are baked into every page."),
    (24, 830, "", ADDRESS), (560, 830, "", "2/2"),
]  # fmt: skip

WHOLE = [
    ("1", ("Mrs Q complains that the Council's bill was late, and that nobody in her neighbourhood was told. The neighbourhood is "
      "well-known. It was sent within the limit of")),
    ("2", "She asked the Council to:"),
    ("2(a)", "cancel it; and"),
    ("2(b)", "say sorry."),
    ("3", "The letter went over the whole width of the page before it came at last to the end of its only sentence."),
    ("3", "She also says more."),
    ("4", "I do not uphold the complaint, as paragraph 3 explains."),
]  # fmt: skip


def test_a_printed_decision_is_read_whole() -> None:
    """Wrapped lines, a broken word, a list over two pages, nested numbers, unnumbered text; the address in the margin is a fact."""
    decision = _read(_pdf(FIRST, SECOND))
    facts = (str(decision.reference), decision.authority, decision.category, decision.subcategory, decision.outcome, decision.url)
    assert facts == ("99 100 001", "Fernbury Council", "Housing", "Allocations", "Not upheld", ADDRESS)
    assert str(decision.decision_date) == "2020-02-05"
    assert decision.summary == (
        "Mrs Q complained about a bill that the Council sent to her late one evening and then again. There was no fault."
    )
    assert _outline(decision) == WHOLE
    assert [(one.section, one.basis) for one in decision.paragraphs] == [("The complaint", "printed")] * 3 + [
        ("Final decision", "printed")
    ]
    assert decision.warnings == ()


def _restarted(rows: Sequence[Placed]) -> list[Placed]:
    return [replace_text(row, "1.") if row[3] == "4." else row for row in rows]


def replace_text(row: Placed, text: str) -> Placed:
    """The same row with another text."""
    return (*row[:3], text)


def test_numbers_that_restart_are_counted() -> None:
    """A page that lost its starts prints 1 again; the count goes on, and says that it is a count."""
    decision = _read(_pdf(FIRST, _restarted(SECOND)))
    assert (_outline(decision), {one.basis for one in decision.paragraphs}, decision.warnings) == (WHOLE, {"counted"}, ())


def test_a_heading_without_bold_type_is_known_by_its_name() -> None:
    """Text of one type throughout has its sections all the same."""
    plain = [[(x, y, "", text) for x, y, _, text in page] for page in (FIRST, SECOND)]
    assert [one.section for one in _read(_pdf(*plain)).paragraphs] == ["The complaint"] * 3 + ["Final decision"]


def test_a_number_set_close_to_its_text_is_its_number() -> None:
    """Where no gap shows between "10." and its text, the text still begins behind the number, and wrapped rows go on with it."""
    out = FPDF(unit="pt", format="A4")
    out.set_auto_page_break(auto=False)
    out.add_page()
    rows = [(40, 90, TITLE), (40, 120, "Final decision"), *((48, 150 + 30 * n, f"{n}.") for n in range(1, 13))]
    first = "Paragraph {} is long enough to fill the whole of its row on the page, and so it"
    rows += [(64, 150 + 30 * n, first.format(n)) for n in range(1, 13)]
    rows += [(64, 164 + 30 * n, "ends here.") for n in range(1, 13)]
    out.set_font("Helvetica", "", 11)
    for x, y, text in [*rows, (40, 560, CLOSING)]:
        out.text(x, y, text)
    assert _outline(_read(bytes(out.output()))) == [(str(n), f"{first.format(n)} ends here.") for n in range(1, 13)]


def test_a_number_that_opens_a_wrapped_line_is_no_paragraph() -> None:
    """The row above, "... the limit of", had no room for "20. It was late", and its sentence had not ended."""
    rows: list[Placed] = [
        (40, 90, "B", TITLE), (40, 130, "B", "Final decision"),
        (48, 160, "", "1."), (64, 160, "", "It was sent eight working days after the letter, which is well inside the limit of"),
        (64, 174, "", "20. It was late."),
        (48, 190, "", "2."), (64, 190, "", "Two."),
    ]  # fmt: skip
    assert _outline(_read(_pdf(rows))) == [
        ("1", "It was sent eight working days after the letter, which is well inside the limit of 20. It was late."),
        ("2", "Two."),
    ]


def _page(*rows: tuple[float, float, str], marks: tuple[Mark, ...] = ()) -> Page:
    """A page of rows at a left edge and a baseline; every character is 6 points wide, 10 high."""
    glyphs = [Glyph(char, x + 6 * at, x + 6 * at + 6, y, 10, is_bold=False) for x, y, text in rows for at, char in enumerate(text)]
    return Page(600, 800, tuple(glyphs), marks)


EDGES: list[tuple[tuple[Page, ...], list[str]]] = [
    ((_page((40, 400, "One.")),), ["One."]),
    ((_page((40, 780, "22/11/2026, 20:57 Title"), (40, 400, "One."), (40, 10, "https://x.example/a 1/3")),), ["One."]),  # Chromium
    (
        (_page((40, 780, "Title https://x.example/a"), (40, 400, "One."), (40, 10, "1 of 3 22/11/2026, 20:57")),),
        ["One."],
    ),  # Firefox
    ((_page((40, 400, "One."), (40, 10, "Page 1 of 3")),), ["One."]),
    ((_page((40, 780, "Our report 1"), (40, 400, "One.")), _page((40, 780, "Our report 2"), (40, 400, "Two."))), ["One.", "Two."]),
    ((_page((40, 780, "Our report"), (40, 400, "One.")),), ["Our report", "One."]),  # once is no running header
    ((_page((40, 400, "22/11/2026, 20:57")),), ["22/11/2026, 20:57"]),  # in the middle of the page it is text
    ((_page((40, 790, "1. One."), (40, 10, "2. Two.")),), ["1. One.", "2. Two."]),  # narrow margins
    ((_page((40, 400, "One."), (100, 400, "two.")),), ["One. two."]),  # a gap is a space
    ((_page((40, 401, "One"), (58, 400, "two")),), ["Onetwo"]),  # on one height but for a point
    ((_page((40, 400, " "), (40, 300, "")),), []),
]


@pytest.mark.parametrize(("pages", "expected"), EDGES)
def test_rows_are_the_lines_of_the_page(pages: tuple[Page, ...], expected: list[str]) -> None:
    """Running headers, dates, addresses and page numbers stand in the margins and are no text."""
    assert [row.text for row in body_rows(pages)] == expected


def test_a_drawn_mark_is_a_bullet() -> None:
    """Left of the row and on its height; elsewhere it is a drawing."""
    page = _page((60, 400, "x"), (60, 300, "y"), (60, 200, "z"), marks=(Mark(48, 404), Mark(48, 340), Mark(300, 204)))
    assert [(row.text, row.has_mark) for row in body_rows([page])] == [("x", True), ("y", False), ("z", False)]


def _without_text() -> bytes:
    out = FPDF()
    out.add_page()
    out.rect(10, 10, 50, 50)
    return bytes(out.output())


def _swollen() -> bytes:
    """A stream of a few hundred kilobytes that opens to 300 MB."""
    press = zlib.compressobj(9)
    packed = b"".join(press.compress(b"0" * 1_000_000) for _ in range(300)) + press.flush()
    return b"%PDF-1.4\n1 0 obj << /Filter /FlateDecode >> stream\n" + packed + b"\nendstream endobj"


REFUSED = [
    (_without_text(), r"without text \(scanned pages\?\)"),
    (_pdf(FIRST, SECOND, locked=True), "locked with a password"),
    (_pdf(FIRST, SECOND)[:400], "a PDF"),  # cut off
    (b"%PDF-1.7\n%\xe2\xe3", "a PDF that cannot be read"),
    (b"%PDF-1.7\n" + TITLE.encode(), "a PDF that cannot be read"),
    (_swollen(), "larger than 200 MB when opened"),
    (_pdf(*[[(40, 100, "", "x")]] * 401), "longer than any decision"),
    (_pdf([(40, 100, "", "The bins are emptied on Tuesdays.")]), "no title with a reference"),
    (_pdf([(40, 100, "B", TITLE), (40, 140, "B", "The complaint"), (40, 170, "", "Mrs Q complained.")]), "no paragraph marks"),
    (_pdf([(40, 100, "B", TITLE), (40, 140, "B", "Estwick Council (99 100 002)"), (40, 170, "", "1. One.")]), "a listing"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED, ids=range(len(REFUSED)))
def test_pdfs_that_are_no_decision_are_refused(content: bytes, reason: str) -> None:
    """One short line, and no traceback."""
    assert_refused(content, "mini.pdf", reason)


def test_damaged_pdfs_are_read_or_refused() -> None:
    """Two hundred files with bytes changed, taken out or doubled."""
    whole = _pdf(FIRST, SECOND)
    for turn in range(200):
        at, size = turn * 7919 % len(whole), 1 + turn % 60
        content = [
            whole[:at] + bytes(size) + whole[at + size :],
            whole[:at] + whole[at + size :],
            whole[:at] + whole[at : at + size] * 3 + whole[at + size :],
            whole[:at] + whole[at + size :: -1],
        ][turn % 4]
        found = numbers_or_refusal(b"%PDF-1.4\n" + content, "mini.pdf")
        assert "\n" not in found if isinstance(found, str) else found == list(range(found[0], found[0] + len(found)))


def _printed(page: str, folder: Path) -> bytes:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine to print a page with")
    (folder / "page.html").write_text(page, encoding="utf-8")
    target = folder / "page.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
    subprocess.run([CHROMIUM, *flags, (folder / "page.html").as_uri()], check=True, capture_output=True, timeout=120)
    return target.read_bytes()


NESTED = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} - LGO</title></head><body><article id="article">
<h1>{TITLE}</h1><div><b>Decision :</b> Not upheld</div><div><b>Decision date :</b> 05 Feb 2020</div>
<h2>The complaint</h2><ol><li>One:<ol><li>x:<ol type="i"><li>p</li><li>q</li></ol></li><li>y</li></ol></li>
<li>Two:<ul><li>harm<ul><li>deep harm</li></ul></li><li>loss</li></ul></li></ol><p>She also says more.</p>
<ol start="3"><li>Fish &amp; chips, an “official file” of ‘maladministration’ and £1.50.</li></ol>
<h2>Final decision</h2><ol start="4"><li>{"It goes on and on over many lines. " * 80}</li></ol>
<p>{CLOSING}</p></article></body></html>"""


def test_a_page_printed_by_a_browser_reads_as_the_page_does(tmp_path: Path) -> None:
    """Numbers of nested lists, bullets drawn as shapes, ligatures, kerning, a paragraph over a page's end."""
    page, printed = _read(NESTED.encode()), _read(_printed(NESTED, tmp_path))
    assert _outline(printed) == _outline(page)
    assert [replace(one, basis="printed") for one in page.paragraphs] == list(printed.paragraphs)
    assert (printed.key, printed.outcome, printed.decision_date, printed.family, printed.warnings) == (
        page.key, "Not upheld", date(2020, 2, 5), page.family, (),
    )  # fmt: skip


def test_the_sample_page_reads_the_same_when_printed(tmp_path: Path) -> None:
    """Text, labels and sections of a whole decision, and so its family too."""
    text = (sample_folder() / "99-000-112.html").read_text(encoding="utf-8")
    page, printed = _read(text.encode()), _read(_printed(text, tmp_path))
    assert _outline(printed) == _outline(page)
    assert [(one.section, one.subsection, one.role) for one in printed.paragraphs] == [
        (one.section, one.subsection, one.role) for one in page.paragraphs
    ]
    assert (printed.family, printed.summary, printed.outcome) == (page.family, page.summary, page.outcome)


def test_the_family_of_a_pdf_is_its_text() -> None:
    """What is read is a PDF, whatever rule its numbers went by."""
    assert read_pdf(_pdf(FIRST, _restarted(SECOND))).family == "pdf"
    assert read_pdf(_pdf(FIRST, SECOND)).family == "running"


def test_very_long_documents_are_put_together() -> None:
    """Two hundred thousand characters in one paragraph, in one word, and in items of one letter."""
    for text in ("word " * 20, "w" * 100, "- x"):
        pages = [_page(*((40, 790 - 10 * row, text) for row in range(75))) for _ in range(27)]
        assert sum(len(block.text) for block in rows_to_blocks(pages)) > 1_700
