"""What the ledger knows of an action, in plain words: "Payment of £300, offered by the council, within one month".

Proved by tests/test_rag_remedy.py and tests/test_rag_compare.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from index import Remedy

__all__ = ["lead_of", "sum_of", "what_was_agreed"]

_KINDS = {
    "apology": "Apology",
    "payment": "Payment",
    "refund": "Refund",
    "reassessment": "Fresh assessment or decision",
    "review": "Review",
    "service_improvement": "Service improvement",
    "training": "Training or reminder for staff",
    "other": "Action",
}
_BECAME = {
    "agreed": "",
    "already_done": "already done",
    "offered_by_body": "offered by the council",
    "recommended": "recommended",
    "refused": "recommended, refused",
    "replaced": "recommended, then replaced",
    "satisfied": "done",
}
_UNITS = {"per_month": " a month", "per_week": " a week", "per_term": " a term", "formula": " by a formula"}


def lead_of(remedies: Sequence[Remedy]) -> str:
    """What the ledger knows of a line: "Apology; payment of £300, within one month of the final decision"."""
    kinds = list(dict.fromkeys(_kind(one) for one in remedies))
    facts = ["; ".join([kinds[0], *(kind[0].lower() + kind[1:] for kind in kinds[1:])])]
    first = remedies[0]
    if became := _BECAME[first.status]:
        facts.append(became)
    if first.deadline:
        facts.append(first.deadline[0].lower() + first.deadline[1:])
    return ", ".join(facts)


def _kind(remedy: Remedy) -> str:
    return _KINDS[remedy.kind] if remedy.amount is None else f"{_KINDS[remedy.kind]} of {sum_of(remedy)}"


def what_was_agreed(remedy: Remedy) -> str:
    """The kind of an action and what became of it: "Payment (offered by the council)"."""
    became = _BECAME[remedy.status]
    return f"{_KINDS[remedy.kind]} ({became})" if became else _KINDS[remedy.kind]


def sum_of(remedy: Remedy) -> str:
    """A sum as the ledger has it: "£250 a month"; nothing where no sum was read."""
    if remedy.amount is None:
        return ""
    each = " each" if remedy.each else ""
    total = " in total" if remedy.is_total else ""
    return f"{remedy.amount}{_UNITS.get(remedy.unit or '', '')}{each}{total}"
