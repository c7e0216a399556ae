"""The HTML page of the site: `<article id="article">` with labelled metadata, headings and nested lists.

An outer list item is a numbered paragraph, a nested ordered item a letter, a nested unordered item a bullet. A list may be
interrupted and continue; the `start` attribute, where it is kept, gives the number the page prints. Navigation, cookie text,
scripts and links of the page never reach a paragraph. Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup

from index.errors import NotADecision
from index.readers.header import FICTIONAL, read_date, read_title, split_category
from index.readers.raw import Block, Header, RawDecision
from index.readers.text import is_furniture
from index.records import normalise_text

__all__ = ["read_html"]

_SITE = re.compile(r"https?://(?:www\.)?lgo\.org\.uk/decisions/\S+", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*Summary\s*:\s*", re.IGNORECASE)
_CLOSING = re.compile(r"Investigator[’']s (?:final )?decision on behalf of the Ombudsman\W*", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DROPPED = ("script", "style", "noscript", "nav", "form", "button", "svg", "iframe", "template", "footer")
_BLOCK_TAGS = frozenset(
    {"p", "div", "ol", "ul", "li", "section", "blockquote", "table", "tr", "td", "dl", "dd", "dt", "header", *_HEADINGS}
)


def read_html(text: str) -> RawDecision:
    """Read a decision page.

    Raises:
        NotADecision: an error page, a listing, an empty search shell, or a page without numbered lists.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bs4 warns about XML-like or locator-like input; both are only hostile text here
            soup = BeautifulSoup(text, "lxml")
    except (ParserRejectedMarkup, ValueError, RecursionError) as error:
        message = f"HTML that cannot be parsed ({type(error).__name__})"
        raise NotADecision(message) from error
    article = _article(soup)
    header = _header(article, soup)
    blocks = tuple(_until_closing(_blocks(article, seen_title=False)))
    if not any(block.kind == "number" for block in blocks):
        message = "an HTML page without numbered paragraphs"
        raise NotADecision(message)
    fictional = any("FICTIONAL" in str(node)[:200] for node in soup.find_all(string=True, limit=40))
    return RawDecision("html", header, blocks, (FICTIONAL,) if fictional else ())


def _article(soup: BeautifulSoup) -> Tag:
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        if "FICTIONAL" not in comment:
            comment.extract()
    article = soup.find(id="article") or soup.find("article") or soup.find("main")
    if isinstance(article, Tag):
        return article
    title = normalise_text(soup.title.get_text()) if soup.title else "no title"
    message = f"an HTML page without a decision in it (title: {title[:60]!r})"
    raise NotADecision(message)


def _header(article: Tag, soup: BeautifulSoup) -> Header:
    title = next((found for tag in article.find_all(_HEADINGS) if (found := read_title(tag.get_text(" ")))), None)
    if title is None:
        message = "an HTML page whose headings hold no reference such as 'Name of council (24 012 183)'"
        raise NotADecision(message)
    values = dict(_labelled(article))
    category, subcategory = split_category(values.get("category", ""))
    return Header(
        reference=title[1],
        authority=title[0],
        category=category,
        subcategory=subcategory,
        outcome=values.get("decision") or None,
        decision_date=read_date(values.get("decision date", "")),
        summary=_summary(article),
        url=_address(soup),
    )


def _labelled(article: Tag) -> Iterator[tuple[str, str]]:
    for label in article.select(".label"):
        value = label.find_next_sibling(class_="value") or label.find_next(class_="value")
        if isinstance(value, Tag):
            yield normalise_text(label.get_text(" ")).rstrip(" :").casefold(), normalise_text(value.get_text(" "))


def _summary(article: Tag) -> str | None:
    for tag in article.find_all(["p", "div"]):
        text = normalise_text(tag.get_text(" "))
        if _SUMMARY.match(text) and not tag.find(["ol", "h2"]):
            return _SUMMARY.sub("", text, count=1) or None
    return None


def _address(soup: BeautifulSoup) -> str | None:
    link = soup.find("link", rel="canonical")
    href = link.get("href") if isinstance(link, Tag) else None
    return href if isinstance(href, str) and _SITE.fullmatch(href) else None


def _until_closing(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        if _CLOSING.fullmatch(block.text):
            return
        if not is_furniture(block.text):
            yield block


def _blocks(root: Tag, *, seen_title: bool) -> Iterator[Block]:
    """Blocks in reading order, from the first heading after the title on."""
    for child in root.find_all(recursive=False):
        if child.name in _HEADINGS:
            text = normalise_text(child.get_text(" "))
            seen_title = seen_title or read_title(text) is not None
            if seen_title and text and read_title(text) is None and "final decision:" not in text:
                yield Block("heading", text)
        elif child.name in {"ol", "ul"}:
            yield from _list_blocks(child, depth=1)
        elif child.name == "header":
            seen_title = True
        elif child.find([*_HEADINGS, "ol", "ul"]):
            yield from _blocks(child, seen_title=seen_title)
        elif (text := normalise_text(child.get_text(" "))) and not _SUMMARY.match(text) and not child.select(".label"):
            yield Block("text", text)


def _list_blocks(tag: Tag, *, depth: int) -> Iterator[Block]:
    ordered = tag.name == "ol"
    start = tag.get("start")
    number = int(start) if ordered and isinstance(start, str) and start.isdigit() and len(start) < 5 else None  # noqa: PLR2004 - no decision has 10,000 paragraphs
    for li in tag.find_all("li", recursive=False):
        pieces = list(_li_pieces(li, depth=depth))
        first = pieces[0].text if pieces and pieces[0].kind == "text" else ""
        if ordered:
            yield Block("number", first, min(depth, 3), number)
        elif first:
            yield Block("bullet", first, max(2, min(depth, 3)))
        yield from pieces[1:] if first else pieces
        number = None if number is None else number + 1


def _li_pieces(li: Tag, *, depth: int) -> Iterator[Block]:
    """The text of a list item in order: its own text, its nested lists, text after them."""
    inline: list[str] = []
    for child in li.children:
        if isinstance(child, Tag) and child.name in _BLOCK_TAGS:
            if text := normalise_text("".join(inline)):
                yield Block("text", text)
            inline = []
            if child.name in {"ol", "ul"}:
                yield from _list_blocks(child, depth=depth + 1)
            else:
                yield from _li_pieces(child, depth=depth)
        elif isinstance(child, Tag):
            inline.append("\n" if child.name == "br" else child.get_text())
        elif isinstance(child, NavigableString) and not isinstance(child, Comment):
            inline.append(str(child))
    if text := normalise_text("".join(inline)):
        yield Block("text", text)
