"""The remedies view: what is counted, the chart, the rows and their order, and the fields."""

from __future__ import annotations

from dataclasses import replace

import pytest
from app_doubles import PAYLOADS, TwoDecisions
from test_rag_page import Elements

from index import Filters, Remedy, Wanted
from rag import page

NONE = ("",) * len(page.REMEDY_FIELDS)


def fields(**given: str) -> tuple[str, ...]:
    """The fields, those given filled in."""
    return tuple(given.get(name, "") for name in page.REMEDY_FIELDS)


class ManyRows(TwoDecisions):
    """A ledger of 120 payments with hostile words."""

    def remedies(self, filters: Filters | None = None, wanted: Wanted | None = None) -> tuple[Remedy, ...]:
        """The same row with other sums."""
        row = next(one for one in super().remedies(filters, wanted) if one.kind == "payment")
        hostile = "".join(PAYLOADS)
        return tuple(
            replace(row, value=float(n), amount=f"£{n}", payee=hostile, deadline=hostile, action_text=hostile) for n in range(120)
        )


def test_the_view_counts_draws_and_lists() -> None:
    """The count says what it is out of and that it is no tariff; the row links to its paragraph."""
    seen = Elements(page.render_ledger(TwoDecisions(), page.LedgerView(), NONE))
    assert seen.text.startswith("3 remedies in 1 of 2 decisions, counted in the indexed decisions, not a tariff.Download CSV")
    assert "Children's care services1 sum in 1 of 1 decision£300£300" in seen.text
    assert seen.addresses == ["?decision=99-000-101&para=4&authority=fernshire-county-council"] * 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (fields(kind="payment"), "1 remedy in 1 of 2 decisions"),
        (fields(min_amount="£1,000"), "0 remedies in 0 of 2"),
        (fields(outcome="Not upheld"), "0 remedies in 0 of 1 decision,"),
        (fields(by="year"), "by year"),
        (fields(by="<b>"), "by topic"),  # what the menu does not offer is not taken
        (fields(min_amount="lots"), "Error: got 'lots' for a sum; expected pounds like 250"),
        (fields(min_amount="5", max_amount="1"), "Error: got min_amount 5 above max_amount 1; expected the smaller sum first"),
        (fields(kind="bribe"), "Error: got kind 'bribe'; expected one of apology"),
        (fields(since="soon"), "Error: got 'soon' for since; expected a date like 2023-04-30"),
        (fields(kind="apology"), "No sums to draw"),
    ],
)
def test_fields_narrow_or_are_refused(given: tuple[str, ...], words: str) -> None:
    """An error is an error on the page, never an empty table."""
    assert words in Elements(page.render_ledger(TwoDecisions(), page.LedgerView(), given)).text


def test_rows_are_sorted_and_shown_a_screen_at_a_time() -> None:
    """The largest sum first; the second screen goes on where the first ended; the last is never passed."""
    view = page.LedgerView().moved("amount", None)
    first = Elements(page.render_ledger(ManyRows(), view, NONE)).text
    assert "Rows 1 to 50 of 120" in first
    assert first.index("£119 to") < first.index("£118 to")
    last = Elements(page.render_ledger(ManyRows(), replace(view, screen=9), NONE)).text
    assert "Rows 101 to 120 of 120" in last
    upward = Elements(page.render_ledger(ManyRows(), view.moved("amount", None), NONE)).text
    assert upward.index("£0 to") < upward.index("£1 to")


@pytest.mark.parametrize("press", [None, "", "nothing", 5, ["amount"], {"a": 1}, "amount'"])
def test_a_press_on_nothing_changes_nothing(press: object) -> None:
    """What the browser sends is matched, never trusted."""
    assert page.LedgerView().moved(press, press) == page.LedgerView()


def test_hostile_rows_stay_text() -> None:
    """Action, payee and time limit leave only our own elements and links."""
    seen = Elements(page.render_ledger(ManyRows(), page.LedgerView(), NONE))
    assert not seen.tags & {"script", "img", "style", "svg", "iframe"}
    assert set(seen.addresses) == {"?decision=99-000-101&para=4&authority=fernshire-county-council"}


def test_the_rows_are_those_of_the_spreadsheet() -> None:
    """CSV has a line for each row that the fields leave, each with whose the decisions are."""
    rows = page.find_rows(TwoDecisions(), fields(kind="payment"))
    lines = page.remedies_csv(rows, "Invented decisions").splitlines()
    assert (lines[0].endswith(",attribution"), lines[1].endswith(",Invented decisions")) == (True, True)
    assert lines[0].startswith("reference,authority,category")
    assert len(lines) == 1 + len(rows) == 2
