"""Every figure is read, spellings of one figure are equal, and figures that differ in kind or unit are not."""

from __future__ import annotations

import pytest

from rag.figures import read_elided, read_figures, stands_in

READ = [
    ("", []),
    ("No figure here.", []),
    # amounts
    ("£300", [("money", "£", "300", "")]),
    ("£1,000.00", [("money", "£", "1000", "")]),
    ("£7500", [("money", "£", "7500", "")]),
    ("£509.81.", [("money", "£", "509.81", "")]),
    ("£\u00a0300", [("money", "£", "300", "")]),  # no-break space
    ("300 pounds", [("money", "£", "300", "")]),
    ("three hundred and fifty pounds", [("money", "£", "350", "")]),
    ("£2.5 million", [("money", "£", "2500000", "")]),
    ("£150-350", [("money", "£", "150", ""), ("money", "£", "350", "")]),
    ("£100 a month", [("money", "£", "100", "month")]),
    ("£100 for each additional month", [("money", "£", "100", "month")]),
    ("£100 a week later", [("money", "£", "100", "")]),  # when it was paid, not a rate
    ("€300", [("money", "€", "300", "")]),
    # dates
    ("14 June 2022", [("date", "14", "6", "2022")]),
    ("14th Jun 2022", [("date", "14", "6", "2022")]),
    ("2022-06-14", [("date", "14", "6", "2022")]),
    ("14/06/2022", [("date", "14", "6", "2022")]),
    ("June 14, 2022", [("date", "14", "6", "2022")]),
    ("between 28 July and 3 August 2021", [("date", "28", "7", "2021"), ("date", "3", "8", "2021")]),
    ("January, September and October 2020",
     [("date", "", "1", "2020"), ("date", "", "9", "2020"), ("date", "", "10", "2020")]),
    ("in May it may end", [("date", "", "5", "")]),  # the month, not the verb
    ("in 2020/21", [("date", "", "", "2020/21")]),
    # durations
    ("20 working days", [("duration", "20", "working day")]),
    ("20\u00a0business days", [("duration", "20", "working day")]),
    ("within a month", [("duration", "1", "month")]),
    ("one month", [("duration", "1", "month")]),
    ("a 13-week limit", [("duration", "13", "week")]),
    ("two and a half years", [("duration", "2.5", "year")]),
    ("4 to 6 weeks", [("duration", "4", "week"), ("duration", "6", "week")]),
    ("20 weeks rather than 13)", [("duration", "20", "week"), ("duration", "13", "week")]),  # the unit is shared
    ("20 weeks rather than 13 days", [("duration", "20", "week"), ("duration", "13", "day")]),
    ("five hours of tuition a week", [("duration", "5", "hour", "week")]),
    ("two days' work every month", [("duration", "2", "day", "month")]),
    ("two hours a week later", [("duration", "2", "hour")]),  # when, not how often
    # references, labels, Acts
    ("99-000-101 and 99000101", [("reference", "99 000 101"), ("reference", "99 000 101")]),
    ("stage three", [("label", "stage", "3")]),
    ("the second stage", [("label", "stage", "2")]),
    ("stages two and three", [("label", "stage", "2"), ("label", "stage", "3")]),
    ("stage two and 20 weeks", [("label", "stage", "2"), ("duration", "20", "week")]),
    ("a three-stage procedure", [("count", "3")]),
    ("sections 26(1) and 26A(1)", [("label", "section", "26(1)"), ("label", "section", "26a(1)")]),
    ("s.17 and s17", [("label", "section", "17"), ("label", "section", "17")]),
    ("complaint two", [("label", "complaint", "2")]),
    ("band B or Band C", [("label", "band", "b"), ("label", "band", "c")]),
    ("a band", []),
    ("Under the Children Act 1989", [("label", "act", "children act 1989")]),
    # percentages, counts, ordinals, the rest
    ("25 per cent", [("percent", "25")]),
    ("ten percent", [("percent", "10")]),
    ("seven visits", [("count", "7")]),
    ("twice", [("count", "2")]),
    ("twenty-one visits", [("count", "21")]),
    ("the third request", [("ordinal", "3")]),
    ("a third party and one of them at first", []),  # these count nothing
    ("at 10:30", [("other", "10:30")]),
    ("at 9am", [("other", "9am")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ)
def test_figures_are_read_in_every_spelling(text: str, expected: list[tuple[str, ...]]) -> None:
    """Each row is one way figures are written in decisions or by models."""
    assert [(figure.kind, *figure.value) for figure in read_figures(text)] == expected


@pytest.mark.parametrize("number", range(1, 40))
def test_no_digit_passes_unread(number: int) -> None:
    """Whatever surrounds a digit, some figure holds it (a bare 1 counts nothing)."""
    for pattern in ("x{n}y", "({n})", "{n}/{n}", "#{n}", "{n}{n}{n}z", "v{n}.{n}", "{n}-fold", "{n}’s"):
        assert read_figures(pattern.format(n=number)) or number == 1


STANDS = [
    ("£300", "a payment of £300.00", True),
    ("£300", "£3,000", False),
    ("£300", "£300 a month", False),  # a rate is another amount
    ("£300 a month", "£300", False),
    ("€300", "£300", False),
    ("20 days", "20 working days", False),
    ("13 weeks", "thirteen weeks", True),
    ("two months", "one month", False),
    ("October 2021", "3 October 2021", True),  # says less
    ("3 October 2021", "October 2021", False),  # says more
    ("2021", "3 October 2021", True),
    ("2022", "3 October 2021", False),
    ("stage 2", "stage two", True),
    ("stage two", "stage three", False),
    ("three stages", "stage three", False),  # a count is no stage
    ("five hours a day", "five hours a week", False),
    ("five hours", "five hours a week", False),  # a rate is another figure
    ("band B", "band C", False),
    ("section 26", "section 26(1)", True),
    ("section 26(1)", "section 26", False),
    ("section 26", "section 26A(1)", False),
    ("the Care Act 2014", "the Children Act 2014", False),
    ("in 1989", "the Children Act 1989", True),
    ("it took 20", "it took 20 weeks", True),
    ("12 children", "12 March 2020", False),  # the day of a date counts nothing
    ("10%", "10 visits", False),
    ("99 000 101", "99-000-101", True),
    ("99 000 101", "99 000 102", False),
]


@pytest.mark.parametrize(("claim", "source", "expected"), STANDS)
def test_a_claim_may_say_less_than_its_source_never_more(claim: str, source: str, expected: bool) -> None:
    """Each row is one figure of a claim against one text."""
    figures = read_figures(claim)
    assert figures
    assert all(stands_in(figure, read_figures(source)) for figure in figures) is expected


ELIDED = [
    ("It had twenty weeks; it took thirty-four.", [("20", "week"), ("34", "week")]),
    ("It took 34 weeks, not 20.", [("34", "week"), ("20", "week")]),
    ("It took 34 weeks and two children left.", [("34", "week")]),  # a count of something else
    ("It took thirty-four.", []),  # of what is not said
    ("", []),
]


@pytest.mark.parametrize(("sentence", "expected"), ELIDED)
def test_a_bare_number_takes_the_unit_of_the_duration_beside_it(sentence: str, expected: list[tuple[str, ...]]) -> None:
    """Read of sources only, so that a claim may say the unit its source leaves out."""
    spans = [figure.value for figure in read_figures(sentence) if figure.kind == "duration"]
    assert [*spans, *(figure.value for figure in read_elided(sentence) if figure.value not in spans)] == expected
