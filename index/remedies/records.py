"""The record of one remedy, and what its fields may hold.

`action_text` and `amount` are verbatim: substrings of the paragraph (or of the summary) they stand in, so that every row can be
checked against its page. Everything else is read from the words around them, and is None where the words do not say.
Proved by tests/test_index_remedies.py and, on real decisions, tests/test_real_remedies.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from index.records import Basis, DecisionKey, Reference, authority_slug

__all__ = ["HEADS", "KINDS", "STATUSES", "Anchor", "Head", "Remedy", "RemedyKind", "RemedyStatus", "Unit"]

RemedyKind = Literal["apology", "payment", "refund", "reassessment", "review", "service_improvement", "training", "other"]
"""What is to be done: see docs/design.md for the words that belong to each."""

Unit = Literal["one_off", "per_month", "per_week", "per_term", "formula", "unspecified"]
"""How a sum of money is reckoned: `formula` has a rule in place of a figure, `unspecified` neither."""

Head = Literal[
    "distress",
    "time_and_trouble",
    "lost_education",
    "lost_service",
    "quantifiable_loss",
    "uncertainty",
    "lost_appeal",
    "other",
]
"""What money is for: the first head its sentence names."""

Anchor = Literal["decision", "report", "event", "date"]
"""What a time limit is counted from; `date` is a calendar day, `event` anything else that is named."""

RemedyStatus = Literal["agreed", "already_done", "offered_by_body", "recommended", "refused", "replaced", "satisfied"]
"""What became of it, as far as the decision says."""

KINDS: tuple[RemedyKind, ...] = get_args(RemedyKind)
HEADS: tuple[Head, ...] = get_args(Head)
STATUSES: tuple[RemedyStatus, ...] = get_args(RemedyStatus)


@dataclass(frozen=True, slots=True)
class Remedy:
    """One action of a decision, or one sum where an action names several.

    `paragraph` is None and `source` "summary" where only the summary says it. `label` is the place as a person finds it
    ("54(b)"). `value` is in pounds. `each` is true where every payee gets the sum. A row with `is_total` adds up sums that have
    rows of their own, where there are any. `deadline` is verbatim from `deadline_paragraph`; `deadline_days` counts calendar days,
    a month as 30 and five working days as seven.
    """

    reference: Reference
    authority: str | None
    category: str | None
    subcategory: str | None
    decision_date: date | None
    paragraph: int | None
    item: str | None
    label: str
    basis: Basis
    kind: RemedyKind
    action_text: str
    body: str | None
    payee: str | None
    amount: str | None
    value: float | None
    unit: Unit | None
    is_total: bool
    each: bool
    head: Head | None
    deadline: str | None
    deadline_days: int | None
    deadline_anchor: Anchor | None
    deadline_paragraph: int | None
    status: RemedyStatus
    others_affected: bool
    evidence_required: bool
    source: Literal["section", "summary"]

    @property
    def key(self) -> DecisionKey:
        """The decision it belongs to."""
        return DecisionKey(self.reference, authority_slug(self.authority))
