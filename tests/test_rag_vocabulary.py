"""Lay words bring the field's words for the same thing, each from a named source."""

from __future__ import annotations

import pytest

from index import terms
from rag.query import read_query
from rag.vocabulary import CATEGORY_NAMES, VOCABULARY, widening_words

LAY = [
    ("My son hasn’t been to school for months", "alternative provision full-time education"),  # a curly apostrophe
    ("nobody sent a teacher", "alternative provision full-time education"),
    ("wait for someone independent to look at it", "stage two independent person investigating officer"),
    ("the last step of my complaint", "stage three review panel"),
    ("the final panel", "stage three review panel"),
    ("I look after my grandchildren", "kinship special guardian guardianship"),
    ("a dad who lives elsewhere", "father non-resident father parental responsibility"),
    ("Mum's care home bill", "mother charging financial assessment top-up"),
    ("they were put in a B&B", "bed and breakfast temporary accommodation"),
    ("did anyone get compensation", "payment remedy"),
    ("say sorry", "apology apologise"),
    ("they never answered", "fail respond communication"),
]


@pytest.mark.parametrize(("question", "words"), LAY)
def test_lay_words_bring_those_of_the_field(question: str, words: str) -> None:
    """As stems, each once, in the order of the vocabulary."""
    assert widening_words(question) == tuple(dict.fromkeys(terms(words)))


@pytest.mark.parametrize("question", ["What remedy was agreed?", "the step before the stairs", "a final decision", ""])
def test_words_of_the_field_bring_nothing(question: str) -> None:
    """They are searched as they are."""
    assert widening_words(question) == ()


def test_the_question_searches_its_own_words_first() -> None:
    """What the field would add and the asker said already is not added twice."""
    query = read_query("Did dads get compensation as a payment?")
    assert (query.words, query.also) == (("dad", "compens", "payment"), ("father", "remedi"))


def test_every_entry_names_its_source_and_adds_something() -> None:
    """No entry without a source, and none whose words its own lay phrase holds already."""
    assert all(term.source and terms(term.words) for term in VOCABULARY)
    assert [term.words for term in VOCABULARY if term.lay.fullmatch(term.words)] == []
    assert [name for pattern, name in CATEGORY_NAMES if not name.islower() or not pattern.pattern] == []
