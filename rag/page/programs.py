"""What programs ask: the same four doors for the named endpoints of the chat and for its MCP tools.

Contract: citations, passages, decisions and remedies are the JSON of the command line (`--json`). Docstrings and names are what a
program is shown. Proved by tests/test_chat_programs.py.
"""
# No `from __future__ import annotations`: both doors read the types of the arguments.

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from index import Decision, Filters, PinpointError, Reference, UsageError
from rag.filters import make_filters
from rag.ledger import NOTE, make_wanted
from rag.page.asking import ChatAnswerer
from rag.records import Turn
from rag.render import decision_name

__all__ = ["Programs"]

_MOST_ROWS = 500
_MOST_PASSAGES = 50
_FILTERS = ("authority", "category", "outcome", "since", "until")
_WANTED = ("kind", "status", "head", "min_amount", "max_amount", "about")


class Programs:
    """The doors over some answerers, the first of which is asked unless another is named."""

    def __init__(self, answerers: Sequence[ChatAnswerer]) -> None:
        self._answerers = {one.model_name: one for one in answerers}
        self._first = answerers[0]

    def ask(
        self, question: str, filters: dict[str, str] | None = None, earlier: list[str] | None = None, model: str = ""
    ) -> dict[str, Any]:
        """Answer a question about ombudsman decisions; every statement cites a numbered paragraph.

        `filters` may have authority, category, outcome, since and until (YYYY-MM-DD). `earlier` are the questions before this one.
        `model` is "quotation" or a model this server offers.
        """
        answerer = self._answerers.get(model or self._first.model_name)
        if answerer is None:
            message = f"got the model {model[:40]!r}; expected one of {', '.join(self._answerers)}"
            raise UsageError(message)
        return answerer.ask(question, tuple(Turn(text, "") for text in earlier or ()), _filters(filters)).to_json()

    def search(self, query: str, limit: int = 10, filters: dict[str, str] | None = None) -> list[dict[str, Any]]:
        """Paragraphs of ombudsman decisions that fit a query, best first, without an answer; 50 at most.

        `filters` may have authority, category, outcome, since and until (YYYY-MM-DD).
        """
        if not 0 < limit <= _MOST_PASSAGES:
            message = f"got the limit {limit}; expected 1 to {_MOST_PASSAGES}"
            raise UsageError(message)
        attribution = self._first.store.attribution
        found = self._first.search(query, _filters(filters), limit)
        return [{**asdict(passage), "attribution": attribution} for passage in found]

    def read_decision(self, reference: str, paragraph: int = 0, authority: str = "") -> list[dict[str, Any]]:
        """The decisions of a reference ("24 012 183") with their numbered paragraphs, or one paragraph of them."""
        store = self._first.store
        found = store.find(Reference.parse(reference), authority or None)
        if not found:
            message = f"got {reference[:40]!r}; this store has no such decision"
            raise PinpointError(message)
        return [self._decision(one, paragraph) for one in found]

    def _decision(self, decision: Decision, number: int) -> dict[str, Any]:
        chosen = [one for one in decision.paragraphs if number in {0, one.number}]
        if not chosen:
            message = f"got paragraph {number}; {decision.reference} has no such paragraph"
            raise UsageError(message)
        out = _as_json(asdict(decision))
        out["paragraphs"] = [{**asdict(one), "label": one.label()} for one in chosen]
        out["attribution"] = self._first.store.attribution
        out["same_text"] = [decision_name(one.authority, one.reference) for one in self._first.store.same_text(decision)]
        return dict(out)

    def remedies(
        self, filters: dict[str, str] | None = None, wanted: dict[str, Any] | None = None, limit: int = 100
    ) -> dict[str, Any]:
        """What decisions say is to be done, a row for each action with its paragraph; a count, never a tariff.

        `filters` as in ask. `wanted` may have kind (apology, payment, refund, reassessment, review, service_improvement, training,
        other), status (agreed, already_done, offered_by_body, recommended, refused, replaced, satisfied), head, min_amount,
        max_amount (pounds) and about (words of the action). `limit` is 500 at most.
        """
        if not 0 < limit <= _MOST_ROWS:
            message = f"got the limit {limit}; expected 1 to {_MOST_ROWS}"
            raise UsageError(message)
        asked = _known(wanted, _WANTED, "wanted")
        low, high = (_sum(asked.pop(name, None), name) for name in ("min_amount", "max_amount"))
        store = self._first.store
        rows = store.remedies(_filters(filters), make_wanted(**asked, min_amount=low, max_amount=high))
        shown = [_as_json({**asdict(one), "attribution": store.attribution}) for one in rows[:limit]]
        return {"note": NOTE, "count": len(rows), "remedies": shown}


def _filters(given: dict[str, str] | None) -> Filters:
    return make_filters(**_known(given, _FILTERS, "filters"))


def _known(given: dict[str, Any] | None, names: Sequence[str], what: str) -> dict[str, Any]:
    """Only the names there are, texts as texts; empty ones left out."""
    unknown = [str(name)[:40] for name in given or {} if name not in names]
    if unknown:
        message = f"got {unknown[0]!r} in {what}; expected some of {', '.join(names)}"
        raise UsageError(message)
    return {name: value if name.endswith("_amount") else str(value) for name, value in (given or {}).items() if value}


def _sum(value: object, name: str) -> float | None:
    if value is None:
        return None
    try:
        return float(str(value))
    except ValueError:
        message = f"got {str(value)[:20]!r} for {name}; expected a sum in pounds"
        raise UsageError(message) from None


def _as_json(value: dict[str, Any]) -> dict[str, Any]:
    """The same with dates as text."""
    return dict(json.loads(json.dumps(value, default=str)))
