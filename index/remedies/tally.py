"""Counts over remedies: how many, in how many decisions, and the sums, with what each is out of.

A count over the indexed decisions, never a tariff. A total is not counted beside its heads: of "£100 for each month, making £700"
and "£200, a total of £900" the sums counted are £700 and £200. A rate without its total, a payment without a figure, and what was
refused or replaced are counted apart and never among the sums. Proved by tests/test_index_tally.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from index.ledger import DecisionFacts
from index.records import DecisionKey
from index.remedies.records import Remedy

__all__ = ["GROUPINGS", "Grouping", "Tally", "counted_sums", "tally_remedies"]

Grouping = Literal["kind", "year", "category", "authority"]
GROUPINGS: tuple[Grouping, ...] = ("kind", "year", "category", "authority")
_NOT_DUE = frozenset(["refused", "replaced"])
_MONEY = frozenset(["payment", "refund"])


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one group. `out_of` decisions stand in the group, `decisions` of them have a remedy, `paid` a payment or refund.

    `sums` are the figures counted, `median`, `low` and `high` theirs, in pounds; `rates` are per month, week or term, `unfigured`
    payments have no figure, `not_due` rows were refused or replaced, `estimated` rows stand on an estimated paragraph number.
    """

    name: str
    rows: int
    out_of: int
    decisions: int
    paid: int
    sums: int
    median: float | None
    low: float | None
    high: float | None
    rates: int
    unfigured: int
    not_due: int
    estimated: int


def tally_remedies(remedies: Sequence[Remedy], facts: Sequence[DecisionFacts], by: Grouping | None = None) -> tuple[Tally, ...]:
    """One tally of everything, or one for each group, by name; by kind, each is out of all the decisions."""
    if by is None:
        return (_tally("all", remedies, len(facts)),)
    if by == "kind":
        kinds = sorted({one.kind for one in remedies})
        return tuple(_tally(kind, [one for one in remedies if one.kind == kind], len(facts)) for kind in kinds)
    name_of = _namer(by)
    rows: dict[str, list[Remedy]] = {}
    for one in remedies:
        rows.setdefault(name_of(one), []).append(one)
    out_of = Counter(map(name_of, facts))
    return tuple(_tally(name, rows.get(name, []), out_of[name]) for name in sorted(out_of))


def _namer(by: Grouping) -> Callable[[Remedy | DecisionFacts], str]:
    """How a group is called; what is not printed is a group too."""
    if by == "year":
        return lambda one: str(one.decision_date.year) if one.decision_date else "no date"
    if by == "category":
        return lambda one: one.category or "no category"
    return lambda one: one.authority or "no authority"


def _tally(name: str, remedies: Sequence[Remedy], out_of: int) -> Tally:
    due = [one for one in remedies if one.status not in _NOT_DUE]
    money = [one for one in due if one.kind in _MONEY]
    sums = sorted(counted_sums(due))
    counted = {one.key for one in due}
    return Tally(
        name=name,
        rows=len(remedies),
        out_of=out_of,
        decisions=len(counted),
        paid=len({one.key for one in money}),
        sums=len(sums),
        median=median(sums) if sums else None,
        low=sums[0] if sums else None,
        high=sums[-1] if sums else None,
        rates=sum(one.value is not None and one.unit != "one_off" for one in money),
        unfigured=sum(one.value is None for one in money),
        not_due=len(remedies) - len(due),
        estimated=sum(one.basis == "estimated" for one in remedies),
    )


def counted_sums(remedies: Iterable[Remedy]) -> list[float]:
    """The one-off sums, each once: heads, and totals only where their heads are not there."""
    money: dict[DecisionKey, list[Remedy]] = {}
    for one in remedies:
        if one.value is not None:
            money.setdefault(one.key, []).append(one)
    return [value for rows in money.values() for value in _of_decision(rows)]


def _of_decision(money: Sequence[Remedy]) -> list[float]:
    """The sums of one decision: a total at the place of a rate is what that rate comes to; another total only sums up."""
    places = {(one.paragraph, one.item) for one in money if one.unit != "one_off"}
    used: set[tuple[int | None, str | None]] = set()
    heads: list[float] = []
    totals: list[float] = []
    for one in money:
        if one.unit != "one_off":
            continue
        place = (one.paragraph, one.item)
        if not one.is_total or (place in places and place not in used):
            heads.append(one.value or 0.0)
            used |= {place} if one.is_total else set()
        else:
            totals.append(one.value or 0.0)
    return heads or totals[:1]
