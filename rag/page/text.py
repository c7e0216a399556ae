"""Text on its way to the page: the only door for words of decisions, questions and models, and how dates and places are written.

Such text is data. `plain` turns whatever is not a letter, a digit or a space into a character reference, so that neither HTML nor
the page's templates find anything in it to act on. Proved by tests/test_rag_page.py and, in a browser, by tests/test_app.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index import Basis, authority_slug

__all__ = ["PUBLISHER", "address_of", "day", "is_published", "linked", "page_number", "plain", "quoted"]

PUBLISHER = "https://www.lgo.org.uk/"
"""The only other site that is ever linked."""

_NOT_LETTERS = re.compile(r"[^\w ]|_")


def plain(text: str) -> str:
    """HTML that shows exactly this text and can do nothing else, in one line; see the module."""
    return _NOT_LETTERS.sub(lambda found: "<br>" if found[0] == "\n" else f"&#{ord(found[0])};", text)


def quoted(text: str) -> str:
    """The same where a line break must stay one: in an attribute, or in text that a script takes."""
    return _NOT_LETTERS.sub(lambda found: f"&#{ord(found[0])};", text)


def linked(text: str, references: Sequence[str]) -> str:
    """The same as `plain` with each of these references a link to its decision."""
    named = sorted(references, key=len, reverse=True)
    if not named:
        return plain(text)
    parts = re.split(f"({'|'.join(map(re.escape, named))})", text)
    return "".join(f'<a href="{plain(address_of(part))}">{plain(part)}</a>' if part in named else plain(part) for part in parts)


def day(value: date | None) -> str:
    """A date as the decisions print it: "2 May 2024"."""
    return "date not known" if value is None else f"{value.day} {value:%b %Y}"


def page_number(number: int, basis: Basis) -> str:
    """The number beside a paragraph; nothing where the page has none."""
    return "" if basis == "none" else str(number)


def is_published(url: str | None) -> bool:
    """Whether an address is on the Ombudsman's site."""
    return url is not None and url.startswith(PUBLISHER)


def address_of(reference: str, number: int | None = None, *, authority: str | None = None) -> str:
    """Where the page opens a decision, or one paragraph of it: "?decision=24-012-183&para=38".

    `authority` is named where two bodies share the reference.
    """
    parts = [f"decision={reference.replace(' ', '-')}"]
    parts += [f"para={number}"] if number is not None else []
    parts += [f"authority={authority_slug(authority)}"] if authority else []
    return "?" + "&".join(parts)
