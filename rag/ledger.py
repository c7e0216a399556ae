"""What `pinpoint remedies` prints: a table, JSON, a spreadsheet's CSV, or counts with what they are out of.

Contract: `--json` is a list of the fields of `Remedy`. A cell of the CSV never begins with a sign that a spreadsheet takes for a
formula. Counts are of the indexed decisions and say so. Proved by tests/test_rag_ledger.py.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, fields
from io import StringIO
from typing import TYPE_CHECKING, Any, cast

from index import (
    GROUPINGS,
    HEADS,
    KINDS,
    STATUSES,
    Filters,
    Remedy,
    Store,
    Tally,
    UsageError,
    Wanted,
    open_store,
    tally_remedies,
)
from rag.filters import read_filters
from rag.settings import read_settings

if TYPE_CHECKING:
    from index.remedies.records import Head, RemedyKind, RemedyStatus

__all__ = [
    "NOTE",
    "amount_text",
    "make_wanted",
    "many",
    "pounds",
    "remedies_csv",
    "render_remedies",
    "render_tallies",
    "run_remedies",
]

NOTE = "counted in the indexed decisions, not a tariff"
_WIDTH = 100


def run_remedies(arguments: argparse.Namespace) -> int:
    """List the remedies of the decisions that pass the filters, or count them."""
    if arguments.json and arguments.csv:
        message = "got --json and --csv; expected one of them"
        raise UsageError(message)
    if arguments.by and not arguments.summary:
        message = "got --by without --summary; expected: pinpoint remedies --summary --by kind"
        raise UsageError(message)
    filters, wanted = read_filters(arguments), _wanted(arguments)
    store = open_store(arguments.store or read_settings().store)
    try:
        if arguments.summary:
            _say_summary(arguments, store, filters, wanted)
        else:
            _say_rows(arguments, store.remedies(filters, wanted), store.attribution)
    finally:
        store.close()
    return 0


def _wanted(arguments: argparse.Namespace) -> Wanted:
    if arguments.by is not None and arguments.by not in GROUPINGS:
        message = f"got --by {arguments.by[:40]!r}; expected one of {', '.join(GROUPINGS)}"
        raise UsageError(message)
    return make_wanted(
        kind=arguments.kind,
        status=arguments.status,
        head=arguments.head,
        min_amount=arguments.min_amount,
        max_amount=arguments.max_amount,
        about=arguments.about,
        mark="--",
    )


def make_wanted(
    *,
    kind: str | None = None,
    status: str | None = None,
    head: str | None = None,
    min_amount: float | None = None,
    max_amount: float | None = None,
    about: str | None = None,
    mark: str = "",
) -> Wanted:
    """Which remedies are wanted, from what a person chose; `mark` stands before a field's name in errors.

    Raises:
        UsageError: a kind, status or head is unknown, or a sum is none, or the sums are the wrong way round.
    """
    for name, given, known in (("kind", kind, KINDS), ("status", status, STATUSES), ("head", head, HEADS)):
        if given is not None and given not in known:
            message = f"got {mark}{name} {given[:40]!r}; expected one of {', '.join(known)}"
            raise UsageError(message)
    low, high = (f"{mark}{name}" for name in (("min-amount", "max-amount") if mark else ("min_amount", "max_amount")))
    for name, value in ((low, min_amount), (high, max_amount)):
        if value is not None and not 0 <= value < float("inf"):
            message = f"got {name} {value}; expected a sum in pounds, 0 or more"
            raise UsageError(message)
    if min_amount is not None and max_amount is not None and min_amount > max_amount:
        message = f"got {low} {min_amount:g} above {high} {max_amount:g}; expected the smaller sum first"
        raise UsageError(message)
    return Wanted(
        kind=cast("RemedyKind | None", kind),
        status=cast("RemedyStatus | None", status),
        head=cast("Head | None", head),
        min_amount=min_amount,
        max_amount=max_amount,
        about=about or "",
    )


def _say_rows(arguments: argparse.Namespace, remedies: Sequence[Remedy], attribution: str | None) -> None:
    if arguments.json:
        rows = [{**asdict(one), "attribution": attribution} for one in remedies]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, default=str) + "\n")
    elif arguments.csv:
        sys.stdout.write(remedies_csv(remedies, attribution))
    else:
        sys.stdout.write(render_remedies(remedies) + "\n")


def remedies_csv(remedies: Sequence[Remedy], attribution: str | None) -> str:
    """The rows for a spreadsheet, every field a column; the last says whose the decisions are, so that a row keeps it."""
    return _rows_csv(Remedy, remedies, attribution)


def _rows_csv(kind: type[Remedy | Tally], rows: Sequence[Remedy | Tally], attribution: str | None) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [field.name for field in fields(kind)]
    writer.writerow([*names, "attribution"])
    writer.writerows([*(_cell(getattr(one, name)) for name in names), attribution or ""] for one in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    """A value as a cell that no spreadsheet reads as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip()[:1] in {"=", "+", "-", "@", "|", "%"} or text[:1] in {"\t", "\r", "\n"} else text


def render_remedies(remedies: Sequence[Remedy]) -> str:
    """Remedies for a terminal: a line of facts, and the action in the decision's own words below it."""
    if not remedies:
        return "No remedies found."
    rows = [("REFERENCE", "PARA", "KIND", "AMOUNT", "STATUS", "BY WHEN"), *map(_facts, remedies)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    out = [lines[0]]
    for line, one in zip(lines[1:], remedies, strict=True):
        action = f"“{one.action_text}”"
        out += [line, textwrap.fill(action, _WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False)]
    decisions = len({one.key for one in remedies})
    return "\n".join(
        [*out, "", f"{many(len(remedies), 'remedy', 'remedies')} in {many(decisions, 'decision', 'decisions')}, {NOTE}."]
    )


def _facts(one: Remedy) -> tuple[str, ...]:
    estimated = " (estimated)" if one.basis == "estimated" else ""
    return (
        str(one.reference),
        f"{one.label}{estimated}",
        one.kind.replace("_", " "),
        amount_text(one),
        one.status.replace("_", " "),
        one.deadline or "-",
    )


def amount_text(one: Remedy) -> str:
    """The sum with what makes it more or less than a sum: "£100 per month", "£900 total", "£250 each"."""
    if one.amount is None:
        return {"formula": "by formula", "unspecified": "no figure"}.get(one.unit or "", "-")
    unit = (
        (one.unit or "").replace("_", " ") if one.unit and one.unit.startswith("per_") else "rate" if one.unit == "formula" else ""
    )
    return " ".join(filter(None, (one.amount, unit, "each" if one.each else "", "total" if one.is_total else "")))


def _say_summary(arguments: argparse.Namespace, store: Store, filters: Filters, wanted: Wanted) -> None:
    remedies, facts = store.remedies(filters, wanted), store.facts(filters)
    whole = tally_remedies(remedies, facts)[0]
    groups = tally_remedies(remedies, facts, arguments.by or "kind")
    if arguments.json:
        content: dict[str, Any] = {"note": NOTE, "attribution": store.attribution, "all": asdict(whole)}
        content["by"] = arguments.by or "kind"
        content["groups"] = [asdict(one) for one in groups]
        sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
    elif arguments.csv:
        sys.stdout.write(_rows_csv(Tally, (*groups, whole), store.attribution))
    else:
        sys.stdout.write(render_tallies(whole, groups, arguments.by or "kind") + "\n")


def render_tallies(whole: Tally, groups: Sequence[Tally], by: str) -> str:
    """Counts for a terminal, each with what it is out of."""
    share = f" ({whole.paid / whole.out_of:.0%})" if whole.out_of else ""
    decisions = f"{whole.decisions} of {many(whole.out_of, 'decision', 'decisions')} have a remedy"
    paid = f"{whole.paid} of {whole.out_of}{share} a payment or refund"
    head = [f"{many(whole.rows, 'remedy', 'remedies')}, {NOTE}.", f"{decisions}, {paid}."]
    rows = [(by.upper(), "REMEDIES", "DECISIONS", "WITH A PAYMENT", "SUMS", "MEDIAN", "RANGE"), *map(_group, (*groups, whole))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*head, "", *table, "", *_apart(whole)])


def _group(one: Tally) -> tuple[str, ...]:
    span = "-" if one.low is None or one.high is None else f"{pounds(one.low)} to {pounds(one.high)}"
    name = one.name.replace("_", " ")
    middle = "-" if one.median is None else pounds(one.median)
    return name, str(one.rows), f"{one.decisions} of {one.out_of}", f"{one.paid} of {one.out_of}", str(one.sums), middle, span


def _apart(whole: Tally) -> list[str]:
    """What is not among the sums, and why."""
    said = [
        (whole.rates, "rate per month, week or term", "rates per month, week or term"),
        (whole.unfigured, "payment without a figure", "payments without a figure"),
        (whole.not_due, "remedy refused or replaced", "remedies refused or replaced"),
    ]
    lines = ["Sums are one-off payments and refunds; a total is not counted beside its heads."]
    apart = [many(count, one, several) for count, one, several in said if count]
    lines += [f"Not among the sums: {', '.join(apart)}."] if apart else []
    lines += [f"Paragraph numbers are estimated for {whole.estimated} of {whole.rows}."] if whole.estimated else []
    return lines


def pounds(value: float) -> str:
    """A sum as the decisions print it: "£1,250", "£99.50"."""
    return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"


def many(count: int, one: str, several: str) -> str:
    """A count with its noun: "1 remedy", "2,000 remedies"."""
    return f"{count:,} {one if count == 1 else several}"
