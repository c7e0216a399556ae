"""One structure written down in every text family, with the habits of each extraction.

Numbered text restarts its numbers after every interruption, keeps or drops "Back to top", prints bullets at the paragraph's indent
or deeper, a list now and then at its paragraph's own indent, and breaks a line hard here and there; dash text keeps nothing but
dashes. The same structure gives the same bytes. HTML is in rendered_page.py, PDF and DOCX in rendered_files.py.
Proved by tests/test_bed_readings.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

from evals.rendered_files import as_docx, as_pdf, as_typed_docx
from evals.rendered_page import as_bare_html, as_html
from evals.structures import KnownParagraph, Structure

__all__ = ["FAMILIES", "NOTICE", "as_text", "render"]

NOTICE = "FICTIONAL - generated for testing; not a decision of the Ombudsman"
CLOSING = "Investigator's decision on behalf of the Ombudsman"
_COOKIES = (
    "Privacy settings", "LGO logogram", "Review your privacy settings", "Required cookies",
    "Without these the pages would not load.", "View required cookies", "Analytical cookies",
    "These count visits.\nPlease leave them 'ON' if you are happy to help.", "View analytical cookies",
)  # fmt: skip


def _dice(structure: Structure, family: str) -> random.Random:
    return random.Random(f"{family} {structure.reference}")  # noqa: S311 - a test bed, not a secret


def _header(structure: Structure) -> list[str]:
    return [f"{structure.authority} ({structure.reference})" if structure.authority else str(structure.reference)]


def _metadata(structure: Structure) -> list[str]:
    return [
        f"Category : {structure.category} > {structure.subcategory}",
        f"Decision : {structure.outcome}",
        f"Decision date : {structure.decided:%d %b %Y}",
    ]


def _banner(structure: Structure) -> list[str]:
    return ["The Ombudsman's final decision:", f"Summary: {structure.summary}"]


def as_numbered(structure: Structure) -> str:
    """A1: numbered lines, the page's furniture behind them."""
    lines = [NOTICE, *_header(structure), *_metadata(structure), *_banner(structure), *_numbered(structure, "numbered")]
    return "\n\n".join([*lines, CLOSING, "Print this page", *_COOKIES]) + "\n"


def as_cookies_first(structure: Structure) -> str:
    """A2: the same with the cookie text before the title."""
    lines = [NOTICE, *_COOKIES, *_header(structure), *_metadata(structure), *_banner(structure)]
    return "\r\n\r\n".join([*lines, *_numbered(structure, "cookies first"), CLOSING]) + "\r\n"


def _numbered(structure: Structure, family: str) -> Iterator[str]:
    """The blocks of the body, to be parted by blank lines."""
    dice = _dice(structure, family)
    has_top, has_deep_bullets = dice.random() < 0.8, dice.random() < 0.4  # noqa: PLR2004 - most pages keep "Back to top"
    section = structure.parts[0].section
    for part in structure.parts:
        if has_top and part.section != section:
            yield "Back to top"
        if part.subsection and part.section != section:
            yield part.section
        section = part.section
        yield part.heading
        count, rows = 0, list[str]()
        for paragraph in part.paragraphs:
            count += 1
            rows.append(f"  {count}. {_wrapped(paragraph.text, dice)}")
            is_flat = _can_be_flat(paragraph) and dice.random() < 0.2  # noqa: PLR2004 - now and then
            inner = deeper = 0
            for line in paragraph.lines:
                if line.mark == "text":
                    yield "\n".join(rows)
                    rows, count = [], 0
                    yield line.text
                elif line.mark == "bullet":
                    rows.append(f"{'    ' if has_deep_bullets else '  '}• {line.text}")
                    count = count if has_deep_bullets else 0
                elif line.depth > 2:  # noqa: PLR2004 - the third level
                    deeper += 1
                    rows.append(f"        {deeper}. {line.text}")
                else:
                    inner, deeper = inner + 1, 0
                    rows.append(f"{'  ' if is_flat else '      '}{inner}. {line.text}")
            count = 0 if is_flat else count
        if rows:
            yield "\n".join(rows)


def _can_be_flat(paragraph: KnownParagraph) -> bool:
    """Whether the list could be printed at its paragraph's own indent and still be known by its semicolons."""
    lines = paragraph.lines
    return len(lines) > 1 and all(one.mark == "item" and one.depth == 2 for one in lines) and lines[0].text.endswith(";")  # noqa: PLR2004 - the second level


def _wrapped(text: str, dice: random.Random) -> str:
    """The text broken hard before a word, as some pages are."""
    return text.replace(" that ", " that\n", 1) if dice.random() < 0.1 else text  # noqa: PLR2004 - one in ten


def as_dashes(structure: Structure) -> str:
    """B1: dashes for paragraphs and sub-items alike, and no metadata."""
    return "\n".join([NOTICE, *_header(structure), *_banner(structure), *_dashed(structure), CLOSING]) + "\n"


def as_labelled_dashes(structure: Structure) -> str:
    """B2: the same with metadata lines."""
    head = [NOTICE, *_header(structure), *_metadata(structure), *_banner(structure)]
    return "\n".join([*head, *_dashed(structure), CLOSING]) + "\n"


def as_dashes_with_contents(structure: Structure) -> str:
    """B3: the same with a list of contents above."""
    contents = [f"- {section}" for section in dict.fromkeys(part.section for part in structure.parts)]
    return "\n".join([NOTICE, *_header(structure), *contents, *_banner(structure), *_dashed(structure), CLOSING]) + "\n"


def _dashed(structure: Structure) -> Iterator[str]:
    section = ""
    for part in structure.parts:
        if part.subsection and part.section != section:
            yield part.section
        section = part.section
        yield part.heading
        for paragraph in part.paragraphs:
            yield f"- {paragraph.text}"
            yield from (line.text if line.mark == "text" else f"- {line.text}" for line in paragraph.lines)


def as_short_report(structure: Structure) -> str:
    """D: the reference as title, sections and bullets without any number."""
    blocks = [NOTICE, *_header(structure), *_metadata(structure)]
    for part in structure.parts:
        blocks.append(part.heading)
        for paragraph in part.paragraphs:
            blocks.append(paragraph.text)
            if paragraph.lines:
                blocks.append("\n".join(f"  • {line.text}" for line in paragraph.lines))
    return "\n\n".join(blocks) + "\n"


def as_chapters(structure: Structure) -> str:
    """E: typed numbers at the margin that run on, and dashes alone on their line with the text below."""
    blocks = [NOTICE, *_header(structure), *_metadata(structure), f"Summary: {structure.summary}"]
    count = 0
    for part in structure.parts:
        blocks.append(part.heading)
        for paragraph in part.paragraphs:
            count += 1
            blocks.append(f"{count}. {paragraph.text}")
            blocks.extend(line.text if line.mark == "text" else f"-\n{line.text}" for line in paragraph.lines)
    return "\n\n".join(blocks) + "\n"


def as_text(write: Callable[[Structure], str]) -> Callable[[Structure], bytes]:
    """A writer of text as one of bytes."""
    return lambda structure: write(structure).encode()


FAMILIES: Mapping[str, Callable[[Structure], bytes]] = {
    "numbered": as_text(as_numbered),
    "cookies first": as_text(as_cookies_first),
    "dashes": as_text(as_dashes),
    "labelled dashes": as_text(as_labelled_dashes),
    "dashes, contents": as_text(as_dashes_with_contents),
    "html": as_text(as_html),
    "html, bare": as_text(as_bare_html),
    "pdf": as_pdf,
    "docx": as_docx,
    "docx, typed": as_typed_docx,
    "short report": as_text(as_short_report),
    "chapters": as_text(as_chapters),
}
"""Every family with its writer; the last two write structures of their own shape."""


def render(structure: Structure, family: str) -> bytes:
    """The structure in that family."""
    return FAMILIES[family](structure)
