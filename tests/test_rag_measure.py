"""What a statistical question counts, read from its words, and the topic that is left of it."""

from __future__ import annotations

import pytest

from rag.counting import asks_statistic
from rag.measure import Measure, read_measure

PAID = ("payment",)
READ = [
    ("How many decisions agreed a payment for distress?", Measure(PAID, head="distress")),
    ("What is the usual payment for time and trouble?", Measure(PAID, head="time_and_trouble", sums=True)),
    ("What sums are usual for time & trouble?", Measure(PAID, head="time_and_trouble", sums=True)),
    ("In how many cases was the complaint upheld?", Measure(outcomes=("upheld",))),
    ("What percentage of cases were not upheld?", Measure(outcomes=("not upheld",))),
    (
        "How many decisions were upheld, not upheld or closed, by year?",
        Measure(outcomes=("upheld", "not upheld", "closed after initial enquiries"), by="year"),
    ),
    ("What share of decisions had an apology?", Measure(("apology",))),
    ("How often does a decision include both an apology and staff training?", Measure(("apology", "training"), joint=True)),
    ("highest payment?", Measure(PAID, sums=True, pick="highest")),
    ("What was the smallest sum paid for missed school?", Measure(PAID, head="lost_education", sums=True, pick="lowest")),
    ("What is the average payment per month?", Measure(PAID, sums=True, mean=True, rate="per_month")),
    ("What is the total paid for uncertainty?", Measure(PAID, head="uncertainty", sums=True, total=True)),
    ("How many payments of £1,000 or more?", Measure(PAID, low=1000.0, remedies=True)),
    ("How many payments of less than 250 pounds?", Measure(PAID, high=250.0, remedies=True)),
    ("How many decisions have a payment between £100 and £300.50?", Measure(PAID, low=100.0, high=300.5)),
    ("How many councils apologised?", Measure(("apology",), councils=True)),
    ("Which remedies are most common?", Measure(by="kind")),
    ("Which councils have most upheld decisions?", Measure(outcomes=("upheld",), by="authority")),
    ("How many decisions are public interest reports?", Measure(reports=True)),
    ("How many decisions are there?", Measure()),
    ("", Measure()),
    (
        "How much is usually paid for delay at stage two of the children’s complaints procedure?",  # a curly apostrophe
        Measure(
            PAID,
            sums=True,
            topic="delay at stage two of the children's complaints procedure",
            topic_words=("delay", "stage", "two", "children", "procedur"),
        ),
    ),
    (
        "How many decisions are about homelessness?",
        Measure(topic="homelessness", topic_words=("homeless",)),
    ),
]


@pytest.mark.parametrize(("question", "expected"), READ)
def test_a_question_says_what_it_counts(question: str, expected: Measure) -> None:
    """Everything else of it is the topic."""
    assert read_measure(question) == expected


def test_an_outcome_that_narrows_is_not_counted() -> None:
    """The share of upheld decisions with a payment counts payments."""
    question = "What share of upheld decisions includes a payment?"
    assert read_measure(question, narrowed_by_outcome=True) == Measure(PAID)
    assert read_measure(question) == Measure(PAID, outcomes=("upheld",))


STATISTICS = [
    ("What range of payments is there for distress?", True),
    ("How much do councils pay for time and trouble?", True),
    ("What is the most common remedy?", True),
    ("Rank the categories by number of decisions", True),
    ("How often is training agreed?", True),
    ("How many complaints about housing were upheld?", True),
    ("How many weeks did it take?", False),
    ("How many complaints did the stage two investigator uphold?", False),  # facts of a case
    ("How many child in need meetings were there?", False),
    ("How often should a plan be reviewed?", False),
    ("How much was paid?", False),
    ("What payment was agreed?", False),
    ("", False),
]


@pytest.mark.parametrize(("question", "expected"), STATISTICS)
def test_a_count_over_decisions_is_told_from_the_facts_of_one(question: str, expected: bool) -> None:
    """By what is counted, and by words like "usually"."""
    assert asks_statistic(question) is expected
