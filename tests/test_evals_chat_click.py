"""The seconds from a press of "Ask" in a real browser."""

from __future__ import annotations

from browsing import Visit

from evals.chat_click import click_through
from evals.chat_load import load_table


def test_each_question_but_the_first_is_timed_to_its_first_text_and_its_end(visit: Visit) -> None:
    """By the page's own clock; each in a conversation of its own."""
    result = click_through(visit.page, ["Warming?", "What remedy?", "And for a late plan?"])
    assert [asked[:2] for asked in visit.answerer.asked[-3:]] == [
        (q, ()) for q in ("Warming?", "What remedy?", "And for a late plan?")
    ]
    assert (len(result.first), len(result.whole), result.errors) == (2, 2, [])
    assert all(0 < first <= whole for first, whole in zip(result.first, result.whole, strict=True))
    assert load_table(result).splitlines()[0] == "one user: 2 answers, 0 errors"


def test_an_error_on_the_page_is_an_error(visit: Visit) -> None:
    """It is no answer, however quick it comes."""
    result = click_through(visit.page, ["Warming?", "failing"])
    assert result.whole == []
    assert [error.startswith("Error: ") for error in result.errors] == [True]
