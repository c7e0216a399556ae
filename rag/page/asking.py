"""From the page to the answerer: filters as typed, an exchange as it grows, the source behind a citation's name.

Of what a browser sends, only a question, filters and the name of a citation ("turn-number") are read; the exchanges
themselves stay on the server. A failure ends an exchange in an error, never in an answer. Proved by tests/test_rag_page.py.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from index import Decision, Filters, PinpointError, Reference
from rag.filters import make_filters
from rag.page.render import NO_SOURCE, Exchange, render_source
from rag.records import Citation, StreamPart, Turn

if TYPE_CHECKING:
    from index import Facets, StoreStatus

__all__ = ["ChatAnswerer", "ChatStore", "ask_in_steps", "describe_filters", "open_source", "read_filters"]


class ChatStore(Protocol):
    """What the chat asks of a store."""

    def facets(self) -> Facets:
        """The values to filter by."""

    def count(self, filters: Filters) -> int:
        """How many decisions match."""

    def status(self) -> StoreStatus:
        """How many decisions there are, and from when."""

    def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
        """The decisions with this reference."""


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
    return f"Filters · {matching:,} of {total:,} decisions match"


def ask_in_steps(
    answerer: ChatAnswerer, question: str, earlier: Sequence[Exchange], fields: Sequence[str | None]
) -> Iterator[Exchange]:
    """The exchange as it grows; the last one carries an answer or an error."""
    exchange = Exchange(question)
    yield exchange
    history = tuple(Turn(one.question, one.answer.text) for one in earlier if one.answer)
    try:
        for part in answerer.stream(question, history, read_filters(fields)):
            exchange = replace(exchange, draft=exchange.draft + part.text, answer=part.answer)
            yield exchange
    except PinpointError as error:
        yield replace(exchange, error=str(error), answer=None)
    except Exception as error:  # the last edge: a fault of ours must not look like a search that never ends
        logging.getLogger("pinpoint").exception("the question failed")
        message = f"Pinpoint itself failed ({type(error).__name__}); its terminal says more"
        yield replace(exchange, error=message, answer=None)
    else:
        if exchange.answer is None:
            yield replace(exchange, error="the answer broke off before its end; ask again")


def find_decision(store: ChatStore, citation: Citation) -> Decision | None:
    """The stored decision that holds the cited paragraph, or None; the citation stands without it."""
    try:
        found = store.find(Reference.parse(citation.reference), citation.authority)
    except PinpointError:
        return None
    cited = (citation.paragraph, citation.text)
    return next((one for one in found if cited in ((p.number, p.text) for p in one.paragraphs)), None)


def open_source(store: ChatStore, exchanges: Sequence[Exchange], name: str) -> str:
    """The side panel for a citation named "turn-number", both from 1; empty for a name of nothing."""
    for turn, exchange in enumerate(exchanges, start=1):
        for citation in exchange.answer.citations if exchange.answer else ():
            if name == f"{turn}-{citation.n}":
                return render_source(citation, name, find_decision(store, citation))
    return NO_SOURCE
