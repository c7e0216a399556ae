"""Statistics questions expect the figure that counting the structures gives, and know it when it is said."""

from __future__ import annotations

from statistics import median

import pytest

from evals.counting import Count, count_questions, states_figure
from evals.generated import Corpus, make_corpus
from rag import Answer
from rag.records import AnswerStatus, Coverage


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """A hundred decisions."""
    return make_corpus(100, 0, seed=0)


def said(text: str, status: AnswerStatus = "complete") -> Answer:
    """An answer with this text."""
    return Answer("How many?", status, text, (), (), (), Coverage(decisions=1, first_date=None, last_date=None), "quotation")


def test_figures_are_counted_from_the_structures(corpus: Corpus) -> None:
    """Each question's figure, counted once more by hand."""
    stories = corpus.stories
    sums = [one.value for story in stories for one in story.remedies if one.value is not None]
    housing = [story for story in stories if story.structure.category == "Housing"]
    expected = {
        "How many decisions were upheld?": [str(sum(one.structure.outcome == "Upheld" for one in stories))],
        "How many decisions in the category Housing were not upheld?": [str(sum(not one.upheld for one in housing))],
        "How many decisions led to a payment or refund?": [
            str(sum(any(row.kind in {"payment", "refund"} for row in story.remedies) for story in stories))
        ],
        "How many decisions led to an apology?": [
            str(sum(any(row.kind == "apology" for row in story.remedies) for story in stories))
        ],
        "What is the highest payment in decisions?": [f"£{max(sums):,.0f}"],
        "How many decisions does the index hold?": ["100"],
    }
    asked = {one.question: list(one.figures) for seed in range(40) for one in count_questions(stories, 30, seed=seed)}
    assert {question: asked[question] for question in expected} == expected
    typical = asked["What sum is typical (the median) for payments and refunds in decisions?"]
    assert typical == [f"£{median(sums):,.2f}".removesuffix(".00")]


def test_questions_are_as_many_as_wanted_and_each_once(corpus: Corpus) -> None:
    """All that can be counted comes up, over groups and over everything, with something to count."""
    made = count_questions(corpus.stories, 30, seed=0)
    assert len(made) == len({one.question for one in made}) == len({one.id for one in made}) == 30
    assert count_questions(corpus.stories, 30, seed=0) == made
    assert not [one for one in made if one.figures in {(), ("0",)}]
    assert [one.question for one in made if "{" in one.question] == []
    assert any("%" in figure for one in made for figure in one.figures)


STATED = [
    ("412", "412 of 2,000 decisions agreed a payment.", True),  # as it is
    ("1,481", "1481 decisions were upheld.", True),  # without the comma
    ("412", "There are 1,412 of them.", False),  # the end of a longer figure
    ("412", "There are 412,000 of them.", False),  # the beginning of one
    ("412", "The median is £412.", False),  # a sum is no count
    ("41", "41% were upheld.", False),  # nor is a share
    ("12", "As 96 012 412 says. [12]", False),  # nor a citation mark
    ("412", "See 96 000 412.", False),  # nor a reference
    ("£412", "- “pay her £412 in all” [1]", False),  # what a decision says is quoted, not counted
    ("7", "7.", True),  # a full stop ends it
    ("7", "7.5 on average", False),  # a point does not
    ("£950", "The median is £950.", True),  # a sum
    ("£950", "The median is £950.50.", False),  # with pence it is another
    ("£950", "£9,500", False),  # a longer sum
    ("950", "No figure is given.", False),  # nothing said
    ("77%", "77% of 236 decisions", True),  # a share
    ("77.4%", "That is 77.4%.", True),  # with a decimal
    ("77%", "177% more", False),  # a longer share
]


@pytest.mark.parametrize(("figure", "text", "expected"), STATED)
def test_a_figure_is_stated_as_a_number_of_its_own(figure: str, text: str, expected: bool) -> None:
    """Each row is a figure and an answer's text."""
    assert states_figure(Count("a", "How many?", (figure,)), said(text)) is expected


def test_any_way_to_write_it_is_right_and_a_refusal_states_nothing() -> None:
    """A share may be rounded; a count of what was searched is not an answer."""
    count = Count("a", "What share?", ("77%", "77.4%"))
    assert states_figure(count, said("77.4% of them"))
    assert not states_figure(count, said("77%, but I cannot say", "none"))
