"""Counts of remedies: each sum once, what is apart said apart, and everything with what it is out of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from remedy_decisions import make_decision, make_paragraph

from index import DecisionFacts, Reference, Remedy, Tally, tally_remedies
from index.remedies.reading import read_remedies
from index.remedies.tally import counted_sums


def remedies(*texts: str, reference: str = "99 100 200") -> list[Remedy]:
    """The remedies of one decision."""
    paragraphs = (make_paragraph(number, text) for number, text in enumerate(texts, 1))
    return list(read_remedies(make_decision(*paragraphs, reference=reference)))


SUMS: list[tuple[list[str], list[float]]] = [
    (["The Council will pay Mr X £300."], [300]),
    # heads and their total: the heads
    (["The Council will pay Mr X £650, made up of £500 for distress and £150 for his time and trouble."], [500, 150]),
    (["The Council will pay Mr X £500.", "It will pay Mrs X £100. This makes a total of £600."], [500, 100]),
    # a total without heads: the total
    (["The Council will pay Mr X a total of £550 for distress and uncertainty."], [550]),
    # a rate and what it comes to: the sum it comes to
    (["The Council will pay £1,800 per term for two terms, a total of £3,600."], [3600]),
    # a rate and what it comes to, another head, and the total of both
    (
        ["The Council will:\n- pay £100 for each month, making £700;\n- pay £200, which brings the sums to a total of £900."],
        [700, 200],
    ),
    # a rate alone is no sum, nor is a payment without a figure
    (["The Council will pay Mr X £100 a month. It will make a symbolic payment to Mrs X."], []),
    ([], []),
]


@pytest.mark.parametrize(("texts", "sums"), SUMS)
def test_each_sum_is_counted_once(texts: list[str], sums: list[float]) -> None:
    """No total beside its heads."""
    assert counted_sums(remedies(*texts)) == sums


FACTS = [
    DecisionFacts(Reference("99 100 200"), "Anywhere Council", "Housing", date(2024, 1, 1)),
    DecisionFacts(Reference("99 100 201"), "Anywhere Council", None, date(2023, 1, 1)),
    DecisionFacts(Reference("99 100 202"), "Elsewhere Council", "Housing", None),
]


def rows() -> list[Remedy]:
    """Two decisions with remedies, one of them with a refusal; a third has none."""
    first = remedies("The Council will pay Mr X £300. It will apologise. It will pay Mr X £50 a week.")
    second = remedies("The Council did not accept my recommendation to pay Mr X £5,000.", reference="99 100 201")
    second += remedies("The Council will refund the difference.", reference="99 100 201")
    placed = [replace(row, category="Housing", decision_date=date(2024, 1, 1)) for row in first]
    return placed + [replace(row, decision_date=date(2023, 1, 1), basis="estimated") for row in second]


def test_the_whole_says_what_it_is_out_of() -> None:
    """Refused sums are no sums; rates, unknown figures, refusals and estimated places are apart."""
    assert tally_remedies(rows(), FACTS) == (
        Tally(
            name="all",
            rows=5,
            out_of=3,
            decisions=2,
            paid=2,
            sums=1,
            median=300,
            low=300,
            high=300,
            rates=1,
            unfigured=1,
            not_due=1,
            estimated=2,
        ),
    )


GROUPS: list[tuple[str, list[tuple[str, int, int, int]]]] = [
    ("kind", [("apology", 1, 3, 1), ("payment", 3, 3, 1), ("refund", 1, 3, 1)]),
    ("year", [("2023", 2, 1, 1), ("2024", 3, 1, 1), ("no date", 0, 1, 0)]),
    ("category", [("Housing", 3, 2, 1), ("no category", 2, 1, 1)]),
    ("authority", [("Anywhere Council", 5, 2, 2), ("Elsewhere Council", 0, 1, 0)]),
]


@pytest.mark.parametrize(("by", "expected"), GROUPS)
def test_groups_have_their_own_denominators(by: str, expected: list[tuple[str, int, int, int]]) -> None:
    """By kind each is out of all; else out of the decisions of the group, those without remedies among them."""
    groups = tally_remedies(rows(), FACTS, by)  # type: ignore[arg-type]  # a row of the table
    assert [(one.name, one.rows, one.out_of, one.decisions) for one in groups] == expected


def test_nothing_is_counted_of_nothing() -> None:
    """An empty store has one empty tally and no groups."""
    (whole,) = tally_remedies([], [])
    assert (whole.rows, whole.out_of, whole.median) == (0, 0, None)
    assert tally_remedies([], [], "kind") == tally_remedies([], [], "year") == ()
