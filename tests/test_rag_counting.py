"""A count, a share or a usual sum over decisions is told from the facts of one case."""

from __future__ import annotations

import pytest

from rag.counting import asks_statistic

COUNTS = [
    "How many decisions were upheld?",
    "How many of the children’s services decisions agreed a payment?",
    "Count the decisions with an apology",
    "How many complaints about housing failed?",
    "How many complaints did the Ombudsman reject?",
    "How many were upheld in 2023?",
    "How many people got a refund?",
    "How often are complaints upheld?",
    "How often did the complainant win?",
    "How common are payments?",
    "Is it common for the council to apologise?",
    "Are refunds common?",
    "Do most complaints get upheld?",
    "Do councils usually apologise?",
    "What percentage did the Ombudsman uphold?",
    "In what proportion of cases was money paid?",
    "What do people usually get for distress?",
    "What is the going rate for distress?",
    "How high do payments go?",
    "What is the most a council has had to pay?",
    "What's the least anyone was paid?",
    "Between what and what do payments for distress lie?",
    "What is the success rate?",
    "Which year had the most decisions?",
    "Which kind of remedy is agreed most often?",
    "Break the decisions down by category",
    "Decisions per year",
    "How do the outcomes split?",
    "What are councils most often told to do?",
    "How many reviews were agreed?",
]
FACTS = [
    # counts and lengths of one case
    "How many weeks did it take?",
    "How many social workers visited the family?",
    "How many children were affected in the decisions?",
    "How many meetings were there before the decisions?",
    # what the council did and how often
    "How often should the council have visited?",
    "How often did the council apologise to her?",
    "How often did they review the payments?",
    # the investigator upholds too
    "How many complaints did the stage two investigator uphold?",
    # a time limit, which the decisions state
    "How long do councils usually get to pay?",
    "By when is an apology usually paid?",
    # one sum
    "How much was paid?",
    "What payment was agreed?",
    "Was the complaint upheld?",
    "What review was agreed?",
    "",
]


@pytest.mark.parametrize("question", COUNTS)
def test_a_count_over_decisions_is_one(question: str) -> None:
    """In whatever words it is put."""
    assert asks_statistic(question)


@pytest.mark.parametrize("question", FACTS)
def test_the_facts_of_a_case_are_none(question: str) -> None:
    """A number over all decisions would answer another question."""
    assert not asks_statistic(question)
