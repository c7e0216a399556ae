"""From the page to the answerer: filters as typed, an exchange as it grows, the source behind a citation's name.

Of what a browser sends, only a question, filters and the name of a citation ("turn-number") are read; the exchanges
themselves stay on the server. A failure ends an exchange in an error, never in an answer. Proved by tests/test_rag_page.py.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index import Decision, Filters, PinpointError, Reference, UsageError, authority_slug
from rag.filters import make_filters
from rag.page.decision import render_choice, render_index, render_reader, render_source
from rag.page.remedies import LedgerStore
from rag.page.render import GUIDE, Exchange, examples_of, render_exchange, render_welcome
from rag.page.take import copy_text
from rag.page.text import plain
from rag.records import Answer, Citation, Passage, StreamPart, Turn

if TYPE_CHECKING:
    from index import Facets, StoreStatus

__all__ = [
    "MOST_EXCHANGES",
    "ChatAnswerer",
    "ChatStore",
    "ask_in_steps",
    "describe_filters",
    "find_decisions",
    "open_decision",
    "open_source",
    "read_filters",
    "show_exchange",
    "welcome",
]

MOST_EXCHANGES = 50
"""Questions in one conversation; all of them stand on the page and in the memory of the server."""
_REDRAWN_S = 0.1  # words that come quicker than a reader reads are drawn together
_LONGEST_NUMBER = 4  # figures of a paragraph number


class ChatStore(LedgerStore, Protocol):
    """What the chat asks of a store."""

    @property
    def folder(self) -> Path:
        """Where it stands; feedback is kept there."""

    @property
    def attribution(self) -> str | None:
        """Whose the decisions are, where they were fetched."""

    def facets(self) -> Facets:
        """The values to filter by."""

    def count(self, filters: Filters) -> int:
        """How many decisions match."""

    def status(self) -> StoreStatus:
        """How many decisions there are, and from when."""

    def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
        """The decisions with this reference."""

    def same_text(self, decision: Decision) -> tuple[Decision, ...]:
        """The others that share its text."""


class ChatAnswerer(Protocol):
    """What the chat asks of an answerer."""

    @property
    def store(self) -> ChatStore:
        """What it answers from."""

    @property
    def model_name(self) -> str:
        """The model that writes, "quotation" where none does."""

    def stream(self, question: str, history: tuple[Turn, ...] = (), filters: Filters | None = None) -> Iterator[StreamPart]:
        """Pieces of text as they come, then the whole answer."""

    def ask(self, question: str, history: tuple[Turn, ...] = (), filters: Filters | None = None) -> Answer:
        """The whole answer."""

    def search(self, question: str, filters: Filters | None = None, limit: int = 10) -> tuple[Passage, ...]:
        """Ranked paragraphs."""


def read_filters(fields: Sequence[str | None]) -> Filters:
    """The filters as they stand on the page: authority, category, outcome, since, until."""
    authority, category, outcome, since, until = fields
    return make_filters(authority=authority, category=category, outcome=outcome, since=since, until=until)


def describe_filters(store: ChatStore, fields: Sequence[str | None]) -> str:
    """How many decisions the filters leave, or why they cannot be read."""
    try:
        matching, total = store.count(read_filters(fields)), store.count(Filters())
    except PinpointError as error:
        return f"Filters · Error: {error}"
    chosen = " · ".join(text.strip() for text in fields if text and text.strip())
    return f"Filters · {matching:,} of {total:,} decisions match{f' · {chosen}' if chosen else ''}"


def welcome(store: ChatStore) -> str:
    """An empty conversation, with questions that this store may answer."""
    dated = sorted((one for one in store.facts() if one.decision_date), key=lambda one: str(one.decision_date), reverse=True)
    return render_welcome(examples_of(store.facets().categories, [one.reference for one in dated]))


def ask_in_steps(
    answerer: ChatAnswerer, question: str, earlier: Sequence[Exchange], fields: Sequence[str | None]
) -> Iterator[Exchange]:
    """The exchange as it grows; the last one carries an answer or an error."""
    exchange = Exchange(question)
    yield exchange
    if len(earlier) >= MOST_EXCHANGES:
        yield replace(exchange, error=f"got question {len(earlier) + 1} of a conversation of {MOST_EXCHANGES}; start a new one")
        return
    drawn = 0.0
    history = tuple(Turn(one.question, one.answer.text) for one in earlier if one.answer)
    try:
        for part in answerer.stream(question, history, read_filters(fields)):
            exchange = replace(exchange, draft=exchange.draft + part.text, writing=part.writing, answer=part.answer)
            if part.text or part.answer or time.monotonic() - drawn > _REDRAWN_S:
                yield exchange
                drawn = time.monotonic()
    except PinpointError as error:
        yield replace(exchange, error=str(error), answer=None)
    except Exception as error:  # the last edge: a fault of ours must not look like a search that never ends
        logging.getLogger("pinpoint").exception("the question failed")
        message = f"Pinpoint itself failed ({type(error).__name__}); its terminal says more"
        yield replace(exchange, error=message, answer=None)
    else:
        if exchange.answer is None:
            yield replace(exchange, error="the answer broke off before its end; ask again")


def show_exchange(exchange: Exchange, turn: int) -> str:
    """An exchange as it stands on the page, with the text that can be copied."""
    return render_exchange(exchange, turn, text=copy_text(exchange.answer) if exchange.answer else "")


def open_source(store: ChatStore, exchanges: Sequence[Exchange], name: str) -> str:
    """The side panel for a citation named "turn-number", both from 1; empty for a name of nothing."""
    for turn, exchange in enumerate(exchanges, start=1):
        for citation in exchange.answer.citations if exchange.answer else ():
            if name == f"{turn}-{citation.n}":
                decision, shared = _cited_decision(store, citation)
                return render_source(citation, name, decision, authority=citation.authority if shared else None)
    return GUIDE


def _cited_decision(store: ChatStore, citation: Citation) -> tuple[Decision | None, bool]:
    """The stored decision that holds the cited paragraph, or None, and whether another has its reference."""
    try:
        found = store.find(Reference.parse(citation.reference))
    except PinpointError:
        return None, False
    cited = (citation.paragraph, citation.text)
    mine = [one for one in found if one.authority == citation.authority]
    return next((one for one in mine if cited in ((p.number, p.text) for p in one.paragraphs)), None), len(found) > 1


def open_decision(store: ChatStore, decision: str, para: str = "", authority: str = "") -> str:
    """The reader at an address: ?decision=24-012-183&para=38, and the authority's slug where two share the reference."""
    try:
        found = store.find(Reference.parse(decision))
        if not found:
            message = f"got {decision[:40]!r}; this store has no such decision (it holds {store.count(Filters()):,})"
            raise UsageError(message)
        number = _read_number(para)
    except PinpointError as error:
        return f'<p class="error">{plain(f"Error: {error}")}</p><p><a href="?show=decisions">All decisions</a></p>'
    chosen = [one for one in found if authority_slug(one.authority) == authority] if authority else found
    if len(chosen or found) > 1:
        return render_choice(chosen or found, number)
    one = (chosen or found)[0]
    return render_reader(one, number, authority=one.authority if len(found) > 1 else None)


def _read_number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        message = f"got the paragraph {text[:20]!r}; expected a number like 38"
        raise UsageError(message)
    return int(text)


def find_decisions(store: ChatStore, text: str) -> str:
    """The reader for what was typed: a decision by its reference, else the decisions whose authority or category has the words."""
    text = text.strip()
    if Reference.find_all(text):
        return open_decision(store, Reference.find_all(text)[0])
    try:
        found = store.facts(Filters(authority=text or None)) or store.facts(Filters(category=text or None))
    except PinpointError as error:
        return f'<p class="error">{plain(f"Error: {error}")}</p>'
    return render_index(found)
