"""The time of decisions in a question, told by grammar from the dates of what happened in them."""

from __future__ import annotations

from datetime import date

import pytest

from rag.dates import Period, read_period

TODAY = date(2026, 2, 28)
D = date

READ = [
    ("Which decisions since 2022 concern missed education?", D(2022, 1, 1), None, "from 2022 on"),
    ("Show decisions from 2023", D(2023, 1, 1), None, "from 2023 on"),  # the wider reading
    ("cases decided in 2023", D(2023, 1, 1), D(2023, 12, 31), "of 2023"),
    ("decisions of 2024 on bed and breakfast", D(2024, 1, 1), D(2024, 12, 31), "of 2024"),
    ("decisions between March 2021 and June 2022", D(2021, 3, 1), D(2022, 6, 30), "from March 2021 to June 2022"),
    ("decisions from 2019-2021", D(2019, 1, 1), D(2021, 12, 31), "from 2019 to 2021"),
    ("decisions published from 1 May 2021 to 3 June 2022", D(2021, 5, 1), D(2022, 6, 3), "from May 2021 to 3 June 2022"),
    ("decisions before April 2024 about homelessness", None, D(2024, 3, 31), "up to March 2024"),
    ("decisions after 1 May 2023", D(2023, 5, 2), None, "from 2 May 2023 on"),
    ("decisions after 2022", D(2023, 1, 1), None, "from 2023 on"),
    ("decisions up to 2022", None, D(2022, 12, 31), "up to 2022"),
    ("decisions dated 03/05/2023", D(2023, 5, 3), D(2023, 5, 3), "of 3 May 2023"),  # the day first
    ("decisions made on 2023-05-03", D(2023, 5, 3), D(2023, 5, 3), "of 3 May 2023"),
    ("the Barnsley case decided in September 2022", D(2022, 9, 1), D(2022, 9, 30), "of September 2022"),
    ("How many complaints were upheld in 2023?", D(2023, 1, 1), D(2023, 12, 31), "of 2023"),
    ("How many decisions about housing were upheld in 2023?", D(2023, 1, 1), D(2023, 12, 31), "of 2023"),
    ("How much has been paid for missed school since 2023?", D(2023, 1, 1), None, "from 2023 on"),
    ("Only those after 2022, please", D(2023, 1, 1), None, "from 2023 on"),
    ("Show allowance cases; Only those after 2022", D(2023, 1, 1), None, "from 2023 on"),  # a follow-up made whole
    ("cases decided last year", D(2025, 1, 1), D(2025, 12, 31), "of 2025"),
    ("cases decided last month", D(2026, 1, 1), D(2026, 1, 31), "of January 2026"),
    ("decisions published this year", D(2026, 1, 1), D(2026, 12, 31), "of 2026"),
    ("decisions in the last two months", D(2025, 12, 28), None, "from 28 December 2025 on"),
    ("any decisions about bins in the past three years?", D(2023, 2, 28), None, "from 28 February 2023 on"),
    ("decisions in the last 2 weeks", D(2026, 2, 14), None, "from 14 February 2026 on"),
]


@pytest.mark.parametrize(("question", "since", "until", "name"), READ)
def test_the_time_of_decisions_is_read(question: str, since: date | None, until: date | None, *, name: str) -> None:
    """Its first and last day, and how a reader is told."""
    found = read_period(question, TODAY)
    assert found is not None
    assert (found.since, found.until, found.name) == (since, until, name)
    assert found.words in question


NOT_READ = [
    "What did the panel in March 2021 say?",  # an event
    "What did the council's decision in March 2021 say?",  # somebody else's decision
    "its decisions in 2021",
    "What did council decisions in 2023 turn on?",
    "the stage two decision issued in May 2023",
    "How was the panel’s decision made in March 2021 communicated?",  # a curly apostrophe
    "cases where a child was out of school since 2022",
    "cases where the panel met in March 2021",
    "decisions about a child who moved since 2022",
    "What did the audit of October 2021 show?",
    "complaints made in 2021",  # a complaint is made by the family
    "What happened in 2021?",
    "Compare payments before and after 2022",
    "decisions made on 31 February 2023",  # no such day
    "decisions from 2023 to 2021",  # the wrong way round
    "decisions since 24 012 183",  # a reference
    "decisions",
    "",
]


@pytest.mark.parametrize("question", NOT_READ)
def test_the_time_of_anything_else_is_not(question: str) -> None:
    """A wrong filter would lose the answer."""
    assert read_period(question, TODAY) is None


def test_a_month_back_from_a_long_month_ends_in_the_shorter_one() -> None:
    """There is no 31st of February to count from."""
    assert read_period("decisions in the last month", D(2026, 3, 31)) == Period(D(2026, 2, 28), None, "in the last month")
