"""The HTML page of the site: `<article id="article">` with labelled metadata, headings and nested lists.

An outer list item is a numbered paragraph, a nested ordered item a letter, a nested unordered item a bullet. A list may be
interrupted and continue; the `start` attribute, where it is kept, gives the number the page prints. Navigation, cookie text,
scripts and links of the page never reach a paragraph. Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from index.errors import NotADecision
from index.headings import is_main_heading
from index.readers.address import Address, read_address, with_address
from index.readers.header import FICTIONAL, is_banner, is_label, read_date, read_title, split_category
from index.readers.lines import CLOSING, is_furniture, is_page_end
from index.readers.listing import refuse_listing
from index.readers.raw import Block, Header, RawDecision
from index.readers.report import as_report, short_report, typed_numbers, without_summary
from index.readers.text import with_end_told
from index.records import Reference, normalise_text

__all__ = ["read_html"]

_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(?P<address>\S+) -->")  # <!-- saved from url=(0065)https://... -->
_SUMMARY = re.compile(r"\s*Summary\s*:\s*", re.IGNORECASE)
_ENDED = re.compile(r"[.?!][)”’\"']*$")
_START = re.compile(r"[0-9]{1,4}")  # no decision has 10,000 paragraphs
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ol", "ul")
_DROPPED = ("script", "style", "noscript", "nav", "form", "button", "svg", "iframe", "template", "footer")
_BLOCK_TAGS = (
    "p", "div", *_LISTS, "li", "section", "blockquote", "table", "tr", "td", "dl", "dd", "dt", "header", "form", *_HEADINGS
)  # fmt: skip


def read_html(text: str, known: Address | None = None) -> RawDecision:
    """Read a decision page.

    Raises:
        NotADecision: an error page, a listing, an empty search shell, or a page without numbered lists.
    """
    try:
        return _read(text, known)
    except RecursionError as error:
        message = "HTML whose tags are nested too deep"
        raise NotADecision(message) from error


def _read(text: str, known: Address | None) -> RawDecision:
    soup = _parse(text)
    address = known or _address(soup, text)
    article = _article(soup)
    titles = _titles(article) or _titles_elsewhere(soup, address)
    everything = tuple(_walk(article, depth=0))
    refuse_listing([block.text for block in everything], [reference for _, reference in titles])
    if not titles:
        message = "an HTML page whose headings hold no reference such as 'Name of council (24 012 183)'"
        raise NotADecision(message)
    header = with_address(_header(article, titles[0], _summary(everything)), address)
    fictional = any("FICTIONAL" in str(node)[:200] for node in soup.find_all(string=True, limit=40))
    doubts = (FICTIONAL,) if fictional else ()
    return _numbered(header, everything, doubts, is_chapter=address is not None and address.is_chapter)


def _parse(text: str) -> BeautifulSoup:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bs4 warns about XML-like or locator-like input; both are only hostile text here
            return BeautifulSoup(text, "lxml")
    except (ParserRejectedMarkup, ValueError) as error:
        message = f"HTML that cannot be parsed ({type(error).__name__})"
        raise NotADecision(message) from error


def _numbered(header: Header, everything: Sequence[Block], doubts: tuple[str, ...], *, is_chapter: bool) -> RawDecision:
    """The body by its lists, by typed numbers, or without any number."""
    body = _body(everything)
    start, blocks = without_summary(header, body)
    is_closed = any(CLOSING.fullmatch(block.text) for block in everything)
    if any(block.kind == "number" for block in blocks):
        raw = RawDecision("html", start, blocks, doubts)
        return with_end_told(as_report(raw, is_closed=is_closed, is_typed=False, is_chapter=is_chapter), is_closed=is_closed)
    typed = typed_numbers(blocks, least=1 if is_chapter else 2)
    if typed is not None:
        raw = RawDecision("html", start, typed, doubts)
        return with_end_told(as_report(raw, is_closed=is_closed, is_chapter=is_chapter), is_closed=is_closed)
    try:
        return short_report(header, _told((*_above_body(everything), *body)), doubts)
    except NotADecision as error:
        message = "an HTML page without numbered paragraphs"
        raise NotADecision(message) from error


def _told(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks of a page that may have lost its heading tags: a line that is a section's name is a heading."""
    return tuple(
        replace(block, kind="heading") if block.kind == "text" and is_main_heading(block.text) else block for block in blocks
    )


def _titles_elsewhere(soup: BeautifulSoup, address: Address | None) -> list[tuple[str | None, Reference]]:
    """Reports of some years print no title: the window's title or the address has the reference."""
    named = Reference.find_all(soup.title.get_text(" ")) if soup.title else ()
    if len(named) == 1:
        return [(None, named[0])]
    return [] if address is None else [(None, address.reference)]


def _article(soup: BeautifulSoup) -> Tag:
    for tag in soup.find_all(_DROPPED):
        if not tag.decomposed and not (tag.name == "form" and _titles(tag)):  # some pages are one form from top to end
            tag.decompose()
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        if "FICTIONAL" not in comment:
            comment.extract()
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    article = soup.find(id="article") or soup.find("article") or soup.find("main")
    if isinstance(article, Tag):
        return article
    title = normalise_text(soup.title.get_text()) if soup.title else "no title"
    message = f"an HTML page without a decision in it (title: {title[:60]!r})"
    raise NotADecision(message)


def _titles(tag: Tag) -> list[tuple[str | None, Reference]]:
    return [title for heading in tag.find_all(_HEADINGS) if (title := read_title(heading.get_text(" "))) is not None]


def _header(article: Tag, title: tuple[str | None, Reference], summary: str | None) -> Header:
    values = dict(_labelled(article))
    category, subcategory = split_category(values.get("category", ""))
    return Header(
        reference=title[1],
        authority=title[0],
        category=category,
        subcategory=subcategory,
        outcome=values.get("decision") or None,
        decision_date=read_date(values.get("decision date", "")),
        summary=summary,
    )


def _labelled(article: Tag) -> Iterator[tuple[str, str]]:
    """Labels with their values; where another label follows first, the value is missing."""
    for label in article.select(".label"):
        value = label.find_next(class_=["label", "value"])
        if isinstance(value, Tag) and "value" in value.get_attribute_list("class"):
            yield normalise_text(label.get_text(" ")).rstrip(" :").casefold(), normalise_text(value.get_text(" "))


def _summary(blocks: Sequence[Block]) -> str | None:
    """The text after "Summary:", with the lines it leads in to."""
    at = next((i for i, block in enumerate(blocks) if block.kind == "text" and _SUMMARY.match(block.text)), None)
    if at is None:
        return None
    parts = [_SUMMARY.sub("", blocks[at].text, count=1)]
    for block in blocks[at + 1 :]:
        if block.kind == "heading" or not parts[0] or _ENDED.search(parts[-1]):
            break
        parts.append(block.text)
    return " ".join(parts) or None


def _address(soup: BeautifulSoup, text: str) -> Address | None:
    """The page's own link to itself, or the line that browsers write into a page they save."""
    link = soup.find("link", rel="canonical")
    href = link.get("href") if isinstance(link, Tag) else None
    if isinstance(href, str):
        return read_address(href)
    saved = _SAVED_FROM.search(text[:4000])
    return read_address(saved["address"]) if saved else None


def _body(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of the decision itself: from its first heading or paragraph to the closing line or the page's end.

    Nothing above the title is the decision's, and below it no bullet, no text, no list of contents and no list of the summary.
    """
    start = _start(blocks)
    end = next((i for i in range(start, len(blocks)) if CLOSING.fullmatch(blocks[i].text)), len(blocks))
    last_item = max((i for i in range(start, end) if blocks[i].kind in {"number", "bullet"}), default=start)
    end = next((i for i in range(last_item + 1, end) if is_page_end(blocks[i].text)), end)
    return tuple(block for block in blocks[start:end] if not is_furniture(block.text) and not _is_title(block))


def _start(blocks: Sequence[Block]) -> int:
    start = _below_title(blocks)
    while start < len(blocks) and not _opens_body(blocks, start):
        start += 1
    return start


def _below_title(blocks: Sequence[Block]) -> int:
    return next((i + 1 for i, block in enumerate(blocks) if _is_title(block)), 0)


def _above_body(blocks: Sequence[Block]) -> Iterator[Block]:
    """Text between the title and the first heading that is no metadata: a short report's summary may have no heading."""
    for block in blocks[_below_title(blocks) : _start(blocks)]:
        if block.kind == "text" and _below_title(blocks) and not is_label(block.text) and not is_furniture(block.text):
            yield block


def _is_title(block: Block) -> bool:
    return block.kind == "heading" and read_title(block.text) is not None


def _opens_body(blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    if block.kind == "heading":
        return not _is_title(block) and not is_furniture(block.text)
    if block.kind != "number":
        return False
    above = at - 1
    while above >= 0 and blocks[above].kind in {"number", "bullet"}:
        above -= 1
    below = next((i for i in range(at, len(blocks)) if blocks[i].kind not in {"number", "bullet"}), len(blocks))
    is_contents = any(is_main_heading(item.text) for item in blocks[above + 1 : below])
    lead_in = blocks[above].text if above >= 0 and blocks[above].kind == "text" else ""
    return not is_contents and not (_SUMMARY.match(lead_in) and not _ENDED.search(lead_in))


def _walk(tag: Tag, *, depth: int) -> Iterator[Block]:
    """Blocks in reading order; `depth` counts the lists around them, and outside of lists headings are told from text."""
    inline: list[str] = []
    for child in tag.children:
        if not isinstance(child, Tag):
            if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                inline.append(str(child))
        elif child.name in _BLOCK_TAGS or child.find(_BLOCK_TAGS) is not None:
            yield from _text(inline)
            inline = []
            yield from _block(child, depth)
        elif not is_furniture(text := child.get_text()) and not is_furniture(normalise_text(text)):
            inline.append(text)
    yield from _text(inline)


def _block(tag: Tag, depth: int) -> Iterator[Block]:
    if tag.name in _LISTS:
        yield from _list_blocks(tag, depth=depth + 1)
    elif depth == 0 and tag.name in _HEADINGS:
        text = normalise_text(tag.get_text(" " if read_title(tag.get_text(" ")) else ""))
        if text and not is_banner(text):
            yield Block("heading", text)
    elif tag.name == "header" and (titles := [heading for heading in tag.find_all(_HEADINGS) if read_title(heading.get_text(" "))]):
        yield Block("heading", normalise_text(titles[0].get_text(" ")))  # the rest of it is metadata
    else:
        yield from _walk(tag, depth=depth)


def _text(inline: Sequence[str]) -> Iterator[Block]:
    if text := normalise_text("".join(inline)):
        yield Block("text", text)


def _list_blocks(tag: Tag, *, depth: int) -> Iterator[Block]:
    ordered = tag.name == "ol"
    if ordered and tag.get("type") in {"a", "A", "i", "I"}:
        depth = max(2, depth)  # letters outside the item they belong to
    start = tag.get("start")
    number = int(start) if ordered and isinstance(start, str) and _START.fullmatch(start) else None
    for child in tag.find_all(["li", *_LISTS], recursive=False):
        if child.name in _LISTS:  # a list straight in a list, not in its item
            yield from _list_blocks(child, depth=depth + 1)
            continue
        value = child.get("value")
        if ordered and isinstance(value, str) and _START.fullmatch(value):
            number = int(value)  # an item that says its own number
        pieces = list(_walk(child, depth=depth))
        first = pieces[0].text if pieces and pieces[0].kind == "text" else ""
        if ordered:
            yield Block("number", first, min(depth, 3), number)
        elif first:
            yield Block("bullet", first, max(2, min(depth, 3)))
        yield from pieces[1:] if first else pieces
        number = None if number is None else number + 1
