"""A named decision is asked about what every decision has."""

from __future__ import annotations

import pytest

from rag import Answerer
from rag.query import read_query
from rag.standing import asks_how_it_ended, asks_what_every_decision_has

QUESTIONS = [
    ("In 21 010 250, what exactly must the council do and by when?", True, True),  # actions and limits
    ("Compare the remedies in 21 010 250 and 21 010 500", True, True),  # of two
    ("Was the complaint in 24 012 183 upheld?", True, True),  # the outcome
    ("21 010 250", True, True),  # the reference alone
    ("What was the complaint in 21 010 500?", True, False),  # its story
    ("What did the council do wrong in 23 009 433?", True, False),  # its findings
    ("21 010 250: when are bins emptied?", False, False),  # another subject
    ("What was paid for distress in 21 010 500?", False, False),  # a word of its own
    ("What was agreed?", False, False),  # no decision
    ("What does paragraph 31 of 21 010 250 say?", False, False),  # a paragraph by its number
]


@pytest.mark.parametrize(("question", "every", "ended"), QUESTIONS)
def test_what_is_asked_is_told_by_the_words_beside_the_name(question: str, every: bool, ended: bool) -> None:
    """Words that are true of any decision say nothing that one might not have."""
    query = read_query(question)
    assert (asks_what_every_decision_has(query), asks_how_it_ended(query)) == (every, ended)


def test_what_a_council_must_do_is_all_that_was_agreed(sample_answerer: Answerer) -> None:
    """Each action once with its limit, and nothing else."""
    answer = sample_answerer.ask("In 99 000 112, what exactly must the council do and by when?")
    first = [answer.citations[claim.citations[0] - 1] for claim in answer.claims]
    assert [citation.label for citation in first][:5] == [f"31({letter})" for letter in "abcde"]
    assert {citation.role for citation in first} == {"action"}
    assert "within one month of my final decision" in answer.text


def test_whether_it_was_upheld_is_told_by_the_paragraph_that_ends_it(sample_answerer: Answerer) -> None:
    """And by the outcome as printed, on the line that names the decision."""
    answer = sample_answerer.ask("Was the complaint in 99 000 112 upheld?")
    assert {citation.role for citation in answer.citations} == {"decision"}
    assert "Brackenholt Council (99 000 112): Upheld" in answer.text


def test_another_subject_in_a_named_decision_is_still_refused(sample_answerer: Answerer) -> None:
    """The reference alone does not make it answerable."""
    assert sample_answerer.ask("99 000 112: how do I register a trade mark for my bakery?").status == "none"
