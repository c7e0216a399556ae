"""A structure as a page of the site: nested lists, with the numbers that their lists start at or without them.

Proved by tests/test_bed_readings.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from evals.structures import KnownLine, KnownParagraph, Structure

__all__ = ["address_of", "as_bare_html", "as_html"]

_NOTICE = "<!-- FICTIONAL - generated for testing; not a decision of the Ombudsman -->"
_TOP = '<p><a href="#top">Back to top</a></p>'


def as_html(structure: Structure) -> str:
    """The page as the site prints it: each list starts at its paragraph's number."""
    return _page(structure, keeps_start=True)


def as_bare_html(structure: Structure) -> str:
    """The page as some collectors keep it: every list starts at 1."""
    return _page(structure, keeps_start=False)


def address_of(structure: Structure) -> str:
    """Where the site would publish it."""
    parts = (structure.category, structure.subcategory)
    slugs = "/".join(re.sub(r"[^a-z]+", "-", part.replace("'", "").lower()) for part in parts)
    return f"https://www.lgo.org.uk/decisions/{slugs}/{structure.reference.hyphenated}"


def _page(structure: Structure, *, keeps_start: bool) -> str:
    title = escape(f"{structure.authority} ({structure.reference})")
    values = (
        ("Category", f"{structure.category} > {structure.subcategory}"),
        ("Decision", structure.outcome),
        ("Decision date", f"{structure.decided:%d %b %Y}"),
    )
    labels = "".join(
        f'<div><span class="label">{name} :</span> <span class="value">{escape(value)}</span></div>\n' for name, value in values
    )
    body = "\n".join(_body(structure, keeps_start=keeps_start))
    return f"""{_NOTICE}
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="{address_of(structure)}"></head>
<body id="top"><nav><ul><li><a href="/">Home</a></li></ul></nav>
<article id="article"><header><h1>{title}</h1>
{labels}</header>
<h2>The Ombudsman's final decision:</h2>
<p>Summary: {escape(structure.summary)}</p>
{body}
<p>Investigator's decision on behalf of the Ombudsman</p>
</article><footer><p>Print this page</p></footer></body></html>
"""


def _body(structure: Structure, *, keeps_start: bool) -> Iterator[str]:
    section, count = "", 0
    for part in structure.parts:
        if part.section != section:
            yield from [_TOP] if section else []
            yield f"<h2>{escape(part.section)}</h2>"
        section = part.section
        if part.subsection:
            yield f"<h3>{escape(part.heading)}</h3>"
        is_open = False
        for paragraph in part.paragraphs:
            count += 1
            if not is_open:
                yield f'<ol start="{count}">' if keeps_start and count > 1 else "<ol>"
            is_open = True
            yield f"<li>{escape(paragraph.text)}{_lists(paragraph)}</li>"
            below = [line.text for line in paragraph.lines[len(_without_end(paragraph.lines)) :]]
            if below:
                yield "</ol>"
                is_open = False
                yield from (f"<p>{escape(text)}</p>" for text in below)
        if is_open:
            yield "</ol>"


def _lists(paragraph: KnownParagraph) -> str:
    """The lists of a paragraph, with what stands between them; a last line without a mark is the page's."""
    out = ""
    lines = _without_end(paragraph.lines)
    for mark, run in groupby(lines, key=lambda line: line.mark):
        if mark == "text":
            out += "".join(f"<p>{escape(line.text)}</p>\n" for line in run)
        else:
            tag = "ul" if mark == "bullet" else "ol"
            out += f"\n<{tag}>\n{_items(list(run))}</{tag}>\n"
    return out


def _without_end(lines: Sequence[KnownLine]) -> Sequence[KnownLine]:
    end = len(lines)
    while end and lines[end - 1].mark == "text":
        end -= 1
    return lines[:end]


def _items(lines: Sequence[KnownLine]) -> str:
    """Items, each with the deeper ones in a list of its own inside."""
    out = ""
    for depth, run in groupby(lines, key=lambda line: line.depth):
        items = "".join(f"<li>{escape(line.text)}</li>\n" for line in run)
        if depth == 2:  # noqa: PLR2004 - the second level
            out += items
        else:
            out = out.removesuffix("</li>\n") + f'<ol type="i">\n{items}</ol></li>\n'
    return out
