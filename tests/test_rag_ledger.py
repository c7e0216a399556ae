"""`pinpoint remedies`: the table, the JSON, the spreadsheet and the counts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from index import GROUPINGS, HEADS, KINDS, STATUSES, Remedy, Store, Wanted
from rag import cli
from rag.cli import main
from rag.ledger import _cell, render_remedies

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(sample_store_folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `pinpoint remedies` over the store of samples: status, standard output, standard error."""

    def remedies(*arguments: str) -> tuple[int, str, str]:
        status = main(["remedies", *arguments, "--store", str(sample_store_folder)])
        return status, *capsys.readouterr()

    return remedies


TABLE = """\
REFERENCE   PARA   KIND                 AMOUNT  STATUS  BY WHEN
99 000 102  31(a)  apology              -       agreed  Within four weeks of my final decision
    “apologise to Ms K in writing for the delay and for failing to keep her informed”
99 000 102  31(b)  payment              £350    agreed  Within four weeks of my final decision
    “pay her £350 in recognition of the frustration and uncertainty I describe in paragraph 29”
99 000 102  32     service improvement  -       agreed  Within three months of my final decision
    “draw up a plan for having enough investigating officers and independent persons”

3 remedies in 1 decision, counted in the indexed decisions, not a tariff.
"""


def test_the_table_shows_each_remedy_in_the_decisions_own_words(run: Run) -> None:
    """A line of facts and the action below it."""
    assert run("--reference", "99-000-102") == (0, TABLE, "")


def test_estimated_places_rates_and_totals_are_marked(sample_store: Store) -> None:
    """What is less than certain, or more than a sum, says so beside it."""
    row = sample_store.remedies(wanted=Wanted(about="therapist"))[0]
    shown = [
        (replace(row, basis="estimated"), "30 (estimated)"),
        (replace(row, amount="£100", unit="per_month"), "£100 per month"),
        (replace(row, amount="£20", unit="formula"), "£20 rate"),
        (replace(row, amount="£900", unit="one_off", is_total=True), "£900 total"),
        (replace(row, amount="£250", unit="one_off", each=True), "£250 each"),
        (replace(row, unit="formula"), "by formula"),
        (replace(row, unit="unspecified"), "no figure"),
    ]
    for remedy, words in shown:
        assert words in render_remedies([remedy]).splitlines()[1]


def test_nothing_found_is_said(run: Run) -> None:
    """Not an error."""
    assert run("--authority", "Nowhere") == (0, "No remedies found.\n", "")


def test_json_has_every_field(run: Run) -> None:
    """The contract: a list of the fields of Remedy, reference, authority and date among them."""
    status, out, _ = run("--json", "--reference", "99 000 110")
    (row,) = json.loads(out)
    assert (status, set(row)) == (0, {*(field.name for field in fields(Remedy)), "attribution"})
    expected = {
        "reference": "99 000 110",
        "authority": "Pellbridge, Stonequay and Harle Council",
        "paragraph": 27,
        "item": None,
        "label": "27",
        "kind": "payment",
        "body": "The Council",
        "payee": "Mr and Mrs Q",
        "amount": "£250",
        "value": 250.0,
        "unit": "one_off",
        "is_total": False,
        "status": "offered_by_body",
        "deadline": "within one month of my decision",
        "deadline_days": 30,
        "deadline_anchor": "decision",
        "evidence_required": True,
        "source": "section",
    }
    assert {name: row[name] for name in expected} == expected


NARROWED: list[tuple[list[str], int]] = [
    (["--kind", "refund"], 4),
    (["--status", "replaced"], 1),
    (["--head", "lost_education"], 2),
    (["--min-amount", "3000"], 3),
    (["--min-amount", "150", "--max-amount", "200.50"], 5),
    (["--about", "written guidance"], 2),
    (["--outcome", "Not upheld"], 0),
    (["--reference", "99 000 101", "--reference", "99000102"], 10),
]


@pytest.mark.parametrize(("arguments", "count"), NARROWED)
def test_filters(run: Run, arguments: list[str], count: int) -> None:
    """Each narrows the rows."""
    assert len(json.loads(run("--json", *arguments)[1])) == count


def test_csv_is_read_back_by_a_spreadsheet(run: Run) -> None:
    """A header and a row for each remedy, with every field."""
    _, out, _ = run("--csv", "--reference", "99 000 102")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["amount"] for row in rows] == ["", "£350", ""]
    assert set(rows[0]) == {*(field.name for field in fields(Remedy)), "attribution"}


CELLS: list[tuple[object, str]] = [
    ("pay £5", "pay £5"),
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
    ("+44", "'+44"),
    ("-1", "'-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    (" =1+1", "' =1+1"),  # a leading space is skipped by some
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    (None, ""),
    (True, "True"),
    (250.0, "250.0"),
]


@pytest.mark.parametrize(("value", "cell"), CELLS)
def test_no_cell_is_a_formula(value: object, cell: str) -> None:
    """What a spreadsheet would run is made text."""
    assert _cell(value) == cell


SUMMARY = """\
9 remedies, counted in the indexed decisions, not a tariff.
1 of 1 decision have a remedy, 1 of 1 (100%) a payment or refund.

KIND                 REMEDIES  DECISIONS  WITH A PAYMENT  SUMS  MEDIAN  RANGE
apology              1         1 of 1     0 of 1          0     -       -
other                2         1 of 1     0 of 1          0     -       -
payment              4         1 of 1     1 of 1          3     £250    £150 to £3,600
service improvement  1         1 of 1     0 of 1          0     -       -
training             1         1 of 1     0 of 1          0     -       -
all                  9         1 of 1     1 of 1          3     £250    £150 to £3,600

Sums are one-off payments and refunds; a total is not counted beside its heads.
Not among the sums: 1 rate per month, week or term.
"""


def test_the_summary_counts_with_denominators(run: Run) -> None:
    """By kind, the total counted in place of its rate and not beside its heads."""
    assert run("--summary", "--reference", "99 000 106") == (0, SUMMARY, "")


def test_the_summary_as_json_says_what_it_is(run: Run) -> None:
    """The same counts, the note with them."""
    content: dict[str, Any] = json.loads(run("--summary", "--json", "--by", "year")[1])
    assert (content["note"], content["by"]) == ("counted in the indexed decisions, not a tariff", "year")
    assert (content["all"]["out_of"], content["all"]["decisions"]) == (12, 9)
    assert sum(group["rows"] for group in content["groups"]) == content["all"]["rows"]


def test_the_summary_as_csv(run: Run) -> None:
    """A row for each group and one for all."""
    _, out, _ = run("--summary", "--csv", "--by", "authority")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (len(rows), rows[-1]["name"]) == (13, "all")


WRONG: list[tuple[list[str], str]] = [
    (["--json", "--csv"], "got --json and --csv; expected one of them"),
    (["--by", "kind"], "got --by without --summary; expected: pinpoint remedies --summary --by kind"),
    (["--kind", "fine"], f"got --kind 'fine'; expected one of {', '.join(KINDS)}"),
    (["--status", "done"], f"got --status 'done'; expected one of {', '.join(STATUSES)}"),
    (["--head", "x" * 99], f"got --head '{'x' * 40}'; expected one of {', '.join(HEADS)}"),
    (["--summary", "--by", "month"], f"got --by 'month'; expected one of {', '.join(GROUPINGS)}"),
    (["--min-amount", "-1"], "got --min-amount -1.0; expected a sum in pounds, 0 or more"),
    (["--max-amount", "nan"], "got --max-amount nan; expected a sum in pounds, 0 or more"),
    (["--min-amount", "9", "--max-amount", "8"], "got --min-amount 9 above --max-amount 8; expected the smaller sum first"),
    (["--since", "yesterday"], "got 'yesterday' for since; expected a date like 2023-04-30"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_commands_are_one_line(run: Run, arguments: list[str], message: str) -> None:
    """What was got, what was expected; status 2."""
    assert run(*arguments) == (2, "", f"pinpoint: {message}\n")


def test_no_store_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The work failed; status 1."""
    assert main(["remedies", "--store", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.startswith("pinpoint: got")


def test_the_help_names_what_the_ledger_knows() -> None:
    """The words are written twice so that --help loads nothing; they are the same."""
    assert [", ".join(words) for words in (KINDS, STATUSES, HEADS, GROUPINGS)] == [
        cli._KINDS,
        cli._STATUSES,
        cli._HEADS,
        cli._GROUPINGS,
    ]
