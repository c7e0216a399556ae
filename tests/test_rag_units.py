"""Units are verbatim, can be understood alone, and keep the label of their place."""

from __future__ import annotations

import pytest

from index import Decision, Paragraph, Store
from rag.evidence import Ranked
from rag.units import AMOUNT, DURATION, LONG_LINE, Quotation, by_decision, in_page_order, led_up_to, lines_of, units_of


def _row(store: Store, reference: str, number: int) -> Ranked:
    (key,) = [i for i in store.matching() if str(store.decision(i).reference) == reference]
    decision: Decision = store.decision(key)
    paragraph = decision.paragraph(number)
    assert isinstance(paragraph, Paragraph)
    return Ranked(key, decision, paragraph, 0.5, 0.5)


def test_every_unit_of_every_sample_is_verbatim_and_nothing_is_lost(sample_store: Store) -> None:
    """Each stands in its paragraph, and all of a paragraph's words stand in its units."""
    for key in sample_store.matching():
        decision = sample_store.decision(key)
        for paragraph in decision.paragraphs:
            row = Ranked(key, decision, paragraph, 0.5, 0.5)
            for units in (list(units_of(row)), list(lines_of(row))):
                assert all(unit.text in paragraph.text for unit in units)
                assert " ".join(unit.text for unit in units).split() == paragraph.text.split()


def test_a_sub_item_has_its_own_label(sample_store: Store) -> None:
    """The lead-in has the paragraph's."""
    labels = list(dict.fromkeys(unit.label for unit in units_of(_row(sample_store, "99 000 101", 29))))
    assert labels == ["29", "29(a)", "29(b)", "29(c)"]


LATE = "The Council took eight weeks longer than it should have done."
THIS = "It should pay him £200 for this."
LED_UP = [
    (f"{LATE} This was fault. I welcome its offer of £200 to recognise that injustice.", "I welcome its", LATE),
    (f"Mr X complained. {LATE} {THIS}", "It should", LATE),
    (f"{LATE} The Council will apologise for this and write to Mr X", "The Council will apologise", LATE),
    (f"{LATE} The Council will pay £200 for those avoidable delays, and apologise.", "The Council will pay", LATE),
    (f"{LATE} It should pay him £200.", "It should", "It should"),  # points to nothing
    (f"{LATE} The Council will pay £200 for the delay at stage two.", "The Council will pay", "The Council will pay"),
    (f"{LATE} The Council says this member of staff has left.", "The Council says", "The Council says"),  # no wrong
    (f"{LATE} It accepts that failure to hold a panel hurt Mr X and pays £200.", "It accepts", "It accepts"),
    (f"{LATE} Mr X asked for £5,000 for it. {THIS}", "It should", "It should"),  # a sum that is no remedy
    (THIS, "It should", "It should"),  # there is nothing before it
    (f"{'This was late. ' * 40}{THIS}", "It should", "This was late."),
]


@pytest.mark.parametrize(("line", "beginning", "expected"), LED_UP)
def test_what_points_back_stands_with_what_it_points_to(line: str, beginning: str, expected: str) -> None:
    """Verbatim, up to where it ends itself, and no more words than a long line has."""
    text = line[line.index(beginning) :]
    led = led_up_to(line, text)
    assert led in line
    assert led.endswith(text)
    assert led.startswith(expected)
    assert len(led.split()) <= LONG_LINE


def test_what_stands_twice_or_nowhere_in_a_line_is_left_as_it_is() -> None:
    """Nobody could say which fault it points to."""
    assert led_up_to(f"{LATE} {THIS} It refused a panel. {THIS}", THIS) == THIS
    assert led_up_to(LATE, THIS) == THIS


def test_quotations_come_once_and_in_the_order_of_the_page(sample_store: Store) -> None:
    """Whatever order they were found in."""
    first, second = (list(lines_of(_row(sample_store, "99 000 101", number))) for number in (28, 29))
    assert in_page_order([*second, *first, *second]) == [*first, *second]


def test_rows_are_grouped_by_decision_in_the_order_they_come(sample_store: Store) -> None:
    """The decision of the first row is first."""
    rows = [
        _row(sample_store, reference, number) for reference, number in (("99 000 112", 3), ("99 000 101", 2), ("99 000 112", 2))
    ]
    groups = by_decision(rows)
    assert [[row.paragraph.number for row in group] for group in groups.values()] == [[3, 2], [2]]


@pytest.mark.parametrize(
    ("text", "sum_", "time"),
    [
        ("pay £300 within one month", True, True),
        ("pay £\u00a0300", True, False),  # a hard space
        ("within 20 working days", False, True),
        ("", False, False),
        ("stage 3 of 2", False, False),  # numbers that are neither
        ("upheld", False, False),
    ],
)
def test_sums_and_times_are_seen(text: str, sum_: bool, time: bool) -> None:
    """By their signs alone."""
    assert (AMOUNT.search(text) is not None, DURATION.search(text) is not None) == (sum_, time)


def test_a_quotation_without_a_ledger_row_has_no_lead(sample_store: Store) -> None:
    """Nothing stands before it, and no other place sets its limit."""
    (unit, *_) = units_of(_row(sample_store, "99 000 101", 2))
    assert (unit.lead, unit.limit) == ("", None)
    assert isinstance(unit, Quotation)
