"""The remedies view: rows of the ledger that can be sorted and open their paragraph, and a chart of what was paid.

Whatever is counted is counted in the indexed decisions and says so. Proved by tests/test_rag_page_remedies.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index import GROUPINGS, KINDS, STATUSES, Filters, PinpointError, Remedy, Tally, UsageError, Wanted, tally_remedies
from rag.filters import make_filters
from rag.ledger import NOTE, amount_text, make_wanted, many, pounds
from rag.page.text import address_of, day, plain

if TYPE_CHECKING:
    from index import DecisionFacts

__all__ = ["CHARTS", "FIELDS_BUTTON", "REMEDY_FIELDS", "LedgerStore", "LedgerView", "find_rows", "read_view", "render_ledger"]

REMEDY_FIELDS = ("kind", "status", "authority", "category", "outcome", "since", "until", "min_amount", "max_amount", "about", "by")
"""The order in which the fields of the view are read."""
CHARTS = {"category": "Topic", "year": "Year", "kind": "Kind", "authority": "Authority"}
FIELDS_BUTTON = '<button type="button" data-act="fields" aria-expanded="false">Filters</button>'
"""On a narrow page, where the fields would fill it."""
ROWS = 50
MOST_BARS = 12


class LedgerStore(Protocol):
    """What the view asks of a store."""

    def remedies(self, filters: Filters | None = None, wanted: Wanted | None = None) -> tuple[Remedy, ...]:
        """The remedies of the decisions that pass, narrowed to those wanted."""

    def facts(self, filters: Filters | None = None) -> tuple[DecisionFacts, ...]:
        """What a count of these decisions is out of."""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """How the rows stand: the column they are sorted by, and which screen of them is shown, from 0."""

    sort: str = "decided"
    descending: bool = True
    screen: int = 0

    def moved(self, sort: object, step: object) -> LedgerView:
        """After a press: another column, the same one turned round, or a step to another screen."""
        if sort == self.sort:
            return LedgerView(self.sort, not self.descending)
        if isinstance(sort, str) and sort in COLUMNS:
            return LedgerView(sort, sort in {"decided", "amount"})
        step = step if isinstance(step, int) and step in {-1, 1} else 0
        return LedgerView(self.sort, self.descending, max(0, self.screen + step))


def read_view(fields: Sequence[object]) -> tuple[Filters, Wanted, str]:
    """The filters, what is wanted of the ledger, and what the chart is by, from the fields in their order.

    Raises:
        UsageError: a field cannot be read.
    """
    given = {name: str(value).strip() for name, value in zip(REMEDY_FIELDS, fields, strict=True) if value is not None}
    filters = make_filters(
        authority=given.get("authority"),
        category=given.get("category"),
        outcome=given.get("outcome"),
        since=given.get("since"),
        until=given.get("until"),
    )
    wanted = make_wanted(
        kind=given.get("kind") or None,
        status=given.get("status") or None,
        min_amount=_pounds_given(given.get("min_amount")),
        max_amount=_pounds_given(given.get("max_amount")),
        about=given.get("about"),
    )
    by = given.get("by") or "category"
    return filters, wanted, by if by in GROUPINGS else "category"


def _pounds_given(text: str | None) -> float | None:
    if not text:
        return None
    try:
        return float(text.replace("£", "").replace(",", ""))
    except ValueError:
        message = f"got {text[:40]!r} for a sum; expected pounds like 250"
        raise UsageError(message) from None


def find_rows(store: LedgerStore, fields: Sequence[object]) -> tuple[Remedy, ...]:
    """The rows that the fields leave, in the ledger's order."""
    filters, wanted, _ = read_view(fields)
    return store.remedies(filters, wanted)


def render_ledger(store: LedgerStore, view: LedgerView, fields: Sequence[object]) -> str:
    """The whole view: what is counted, the chart and the rows; or why the fields cannot be read."""
    try:
        filters, wanted, by = read_view(fields)
        remedies, facts = store.remedies(filters, wanted), store.facts(filters)
    except PinpointError as error:
        return f'<p class="error">{plain(f"Error: {error}")}</p>'
    whole = tally_remedies(remedies, facts)[0]
    groups = tally_remedies(remedies, facts, by)  # type: ignore[arg-type]  # one of GROUPINGS
    rows = many(whole.rows, "remedy", "remedies")
    counted = f"{rows} in {whole.decisions:,} of {many(whole.out_of, 'decision', 'decisions')}, {NOTE}."
    save = '<button type="button" data-act="csv">Download CSV</button>' if remedies else ""
    head = f'<div class="counted"><p>{plain(counted)}</p>{save}</div>'
    return f"{head}{render_chart(groups, whole, by)}{render_rows(remedies, view)}"


# --- The chart --------------------------------------------------------------------------------------------------------


def render_chart(groups: Sequence[Tally], whole: Tally, by: str) -> str:
    """A bar a group from its lowest to its highest sum, the median marked; as a table, so that it can be read out."""
    paid = [one for one in groups if one.sums]
    if not paid or whole.high is None:
        return '<p class="quiet">No sums to draw: none of these remedies is a payment with a figure.</p>'
    shown = sorted(sorted(paid, key=lambda one: -one.sums)[:MOST_BARS], key=lambda one: one.name)
    rows = "".join(_bar(one, max(whole.high, 1)) for one in shown)
    left_out = f"; the {MOST_BARS} with most sums of {len(paid)}" if len(paid) > MOST_BARS else ""
    apart = f" {whole.rates:,} rates and {whole.unfigured:,} payments without a figure are not drawn." if whole.rates else ""
    title = f"Payments and refunds by {CHARTS.get(by, by).lower()}{left_out}: lowest, median and highest sum, {NOTE}.{apart}"
    heads = "".join(f'<th scope="col">{name}</th>' for name in (CHARTS.get(by, by), "Sums", "Median", "Lowest to highest"))
    return f'<table class="chart"><caption>{plain(title)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _bar(one: Tally, top: float) -> str:
    low, middle, high = (value or 0.0 for value in (one.low, one.median, one.high))
    left, width, mark = (round(100 * value / top, 2) for value in (low, high - low, middle))
    span = f"{pounds(low)} to {pounds(high)}" if high > low else pounds(low)
    bar = f'<i style="left: {left}%; width: {max(width, 0.5)}%"></i><i class="median" style="left: {mark}%"></i>'
    name = one.name.replace("_", " ")
    sums = f"{many(one.sums, 'sum', 'sums')} in {one.paid:,} of {many(one.out_of, 'decision', 'decisions')}"
    return (
        f'<tr><th scope="row">{plain(name)}</th><td>{plain(sums)}</td>'
        f'<td class="median">{plain(pounds(middle))}</td>'
        f'<td><span class="bar" aria-hidden="true">{bar}</span>{plain(span)}</td></tr>'
    )


# --- The rows ---------------------------------------------------------------------------------------------------------

COLUMNS: dict[str, tuple[str, Callable[[Remedy], object]]] = {
    "decision": ("Decision", lambda one: (one.authority or "", one.reference)),
    "decided": ("Decided", lambda one: one.decision_date),
    "kind": ("Kind", lambda one: KINDS.index(one.kind)),
    "action": ("Action", lambda one: one.action_text.casefold()),
    "amount": ("Sum", lambda one: one.value),
    "deadline": ("By when", lambda one: one.deadline_days),
    "status": ("Status", lambda one: STATUSES.index(one.status)),
}


def render_rows(remedies: Sequence[Remedy], view: LedgerView) -> str:
    """A screen of rows under headings that sort them."""
    if not remedies:
        return '<p class="quiet">No remedies match.</p>'
    last = (len(remedies) - 1) // ROWS
    screen = min(view.screen, last)
    shown = _sorted_rows(remedies, view)[screen * ROWS : (screen + 1) * ROWS]
    heads = "".join(_heading(name, title, view) for name, (title, _) in COLUMNS.items())
    steps = [("Earlier rows", -1, screen > 0), ("Later rows", 1, screen < last)]
    buttons = "".join(
        f'<button type="button" data-step="{step}"{"" if usable else " disabled"}>{title}</button>' for title, step, usable in steps
    )
    span = f"Rows {screen * ROWS + 1:,} to {screen * ROWS + len(shown):,} of {len(remedies):,}"
    foot = f'<div class="steps"><span>{plain(span)}</span>{buttons if last else ""}</div>'
    body = "".join(map(_row, shown))
    return f'<div class="rows"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{foot}'


def _sorted_rows(remedies: Sequence[Remedy], view: LedgerView) -> list[Remedy]:
    """By the column; rows that say nothing there come last either way."""
    key = COLUMNS[view.sort][1]
    known = sorted((one for one in remedies if key(one) is not None), key=key, reverse=view.descending)  # type: ignore[arg-type]  # one type a column
    return [*known, *(one for one in remedies if key(one) is None)]


def _heading(name: str, title: str, view: LedgerView) -> str:
    order = ("descending" if view.descending else "ascending") if name == view.sort else "none"
    arrow = {"descending": " ↓", "ascending": " ↑", "none": ""}[order]
    return f'<th scope="col" aria-sort="{order}"><button type="button" data-sort="{name}">{title}{arrow}</button></th>'


def _row(one: Remedy) -> str:
    estimated = " (estimated)" if one.basis == "estimated" else ""
    place = f"{one.reference}, {one.label if one.basis == 'none' else f'para {one.label}'}{estimated}"
    address = plain(address_of(one.reference, one.paragraph, authority=one.authority))
    decision = f'{plain(one.authority or "Authority not known")}<br><a href="{address}">{plain(place)}</a>'
    payee = f" to {one.payee}" if one.payee and one.amount else ""
    paid = amount_text(one) + payee
    paid = "–" if paid == "-" else paid
    said = (
        plain(day(one.decision_date)),
        plain(one.kind.replace("_", " ")),
        f"“{plain(one.action_text)}”",
        plain(paid),
        plain(one.deadline or "–"),
        plain(one.status.replace("_", " ")),
    )
    names = list(COLUMNS.items())[1:]
    cells = (f'<td class="{name}" data-label="{title}">{cell}</td>' for (name, (title, _)), cell in zip(names, said, strict=True))
    return f'<tr><th scope="row">{decision}</th>{"".join(cells)}</tr>'
