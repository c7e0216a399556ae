"""Invented decisions as pages of the replica: statements, short reports, and reports in chapters.

The real pages hold cookie text and navigation around the decision, and state their address nowhere that is known of, so these do
the same and not more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise
from typing import Literal

from evals.rendered_page import as_html
from evals.structures import KnownParagraph, KnownPart, Structure
from index import authority_slug

__all__ = ["Front", "Publication", "publish", "target_of"]

_CANONICAL = re.compile(r'<link rel="canonical"[^>]*>')
_NOTICE = "<!-- FICTIONAL - generated for testing; not a decision of the Ombudsman -->"
_COOKIES = "<div><p>Privacy settings</p><p>Required cookies</p><p>Analytical cookies</p></div>"
_CHAPTERS = 3
Front = Literal["first", "cover", "same"]
"""A report's own address shows its first chapter, or its contents alone, or the same as its chapter 1: which is not known."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A decision as the site publishes it: its structure, and each of its pages by path and query."""

    structure: Structure
    target: str
    pages: dict[str, bytes]

    @property
    def kind(self) -> Literal["Statement", "Report"]:
        """What listings call it."""
        return "Statement" if self.structure.shape == "statement" else "Report"


def target_of(structure: Structure) -> str:
    """The path the site would give it."""
    slugs = "/".join(authority_slug(part) for part in (structure.category, structure.subcategory))
    return f"/decisions/{slugs}/{structure.reference.hyphenated}"


def publish(structure: Structure, *, front: Front = "first") -> Publication:
    """The pages of a decision; `front` says what the own address of a report in chapters shows."""
    target = target_of(structure)
    if structure.shape == "statement":
        page = _CANONICAL.sub("", as_html(structure)).replace("<article", f"{_COOKIES}<article", 1)
        return Publication(structure, target, {target: page.encode()})
    if structure.shape == "short":
        return Publication(structure, target, {target: _page(structure, _short(structure)).encode()})
    return Publication(structure, target, _chapters(structure, target, front))


def _page(structure: Structure, body: Iterator[str]) -> str:
    text = "\n".join(body)
    name = f"{structure.authority} ({structure.reference})" if structure.authority else str(structure.reference)
    values = (
        ("Category", f"{structure.category} > {structure.subcategory}"),
        ("Decision", structure.outcome),
        ("Decision date", f"{structure.decided:%d %b %Y}"),
    )
    labels = "".join(
        f'<div><span class="label">{label} :</span> <span class="value">{escape(value)}</span></div>\n' for label, value in values
    )
    return f"""{_NOTICE}
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title></head>
<body id="top"><nav><ul><li><a href="/">Home</a></li></ul></nav>{_COOKIES}
<article id="article"><header class="articleHeader"><h1>{escape(name)}</h1>
{labels}</header>
{text}
</article><footer><p>Print this page</p></footer></body></html>
"""


def _short(structure: Structure) -> Iterator[str]:
    for part in structure.parts:
        yield f"<h2>{escape(part.heading)}</h2>"
        for paragraph in part.paragraphs:
            yield f"<p>{escape(paragraph.text)}</p>"
            yield from _bullets(paragraph)


def _bullets(paragraph: KnownParagraph) -> Iterator[str]:
    for mark, run in groupby(paragraph.lines, key=lambda line: line.mark):
        if mark == "text":
            yield from (f"<p>{escape(line.text)}</p>" for line in run)
        else:
            yield f"<ul>{''.join(f'<li>{escape(line.text)}</li>' for line in run)}</ul>"


def _chapters(structure: Structure, target: str, front: Front) -> dict[str, bytes]:
    """The report cut into chapters, its typed numbers running on."""
    cuts = [len(structure.parts) * at // _CHAPTERS for at in range(_CHAPTERS + 1)]
    runs = [structure.parts[start:end] for start, end in pairwise(cuts)]
    addresses = [f"{target}?chapter={number}" for number in range(1, _CHAPTERS + 1)]
    if front == "first":
        addresses = [target, *addresses[:-1]]
    links = [
        f'<p><a href="{escape(address)}">{escape(run[0].heading)}</a></p>' for address, run in zip(addresses, runs, strict=True)
    ]
    pages: dict[str, bytes] = {}
    if front == "cover":
        pages[target] = _page(structure, iter(["<p>Report contents</p>", *links])).encode()
    count = 0
    for address, run in zip(addresses, runs, strict=True):
        body = [*_typed(run, count), "<nav>", *links, "</nav>"]
        pages[address] = _page(
            structure, iter([*([] if count else [f"<p>Summary: {escape(structure.summary)}</p>"]), *body])
        ).encode()
        count += sum(len(part.paragraphs) for part in run)
    return {target: pages[addresses[0]], **pages}  # a cover stays what it is


def _typed(parts: Sequence[KnownPart], count: int) -> Iterator[str]:
    for part in parts:
        yield f"<h2>{escape(part.heading)}</h2>"
        for paragraph in part.paragraphs:
            count += 1
            yield f"<p>{count}. {escape(paragraph.text)}</p>"
            yield from _bullets(paragraph)
