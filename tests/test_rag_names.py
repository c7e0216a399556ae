"""Councils in a question: named by their own words, set aside, or not in the store at all."""

from __future__ import annotations

import pytest

from rag.names import absent_authorities, excluded_authorities, is_county, name_pattern, named_authorities, own_words

AUTHORITIES = (
    "Barnet, London Borough of",
    "Bedfordshire Council",
    "Cornwall Council",
    "Dudley Metropolitan Borough Council",
    "Hertfordshire County Council",
    "Leicestershire County Council",
    "North East Lincolnshire Council",
    "Reading Borough Council",
    "Royal Borough of Maplewick & Tarrowby",
    "Staffordshire County Council",
)

NAMED = [
    ("the Cornwall case", ("Cornwall Council",)),
    ("cornwall’s decision", ("Cornwall Council",)),  # lower case, a curly apostrophe
    ("dudley letters through school", ("Dudley Metropolitan Borough Council",)),  # typed in haste
    ("WHAT DID DUDLEY PAY", ("Dudley Metropolitan Borough Council",)),  # shouted
    ("north east lincolnshire and the plan", ("North East Lincolnshire Council",)),
    ("lincolnshire and the plan", ("North East Lincolnshire Council",)),  # its own word; the rest is common
    ("What did Herts agree?", ("Hertfordshire County Council",)),
    ("What did Leics agree?", ("Leicestershire County Council",)),
    ("the herts case", ("Hertfordshire County Council",)),
    ("Reading paid", ()),  # as the first word it may be the book
    ("Reading council paid", ("Reading Borough Council",)),
    ("what Reading paid", ("Reading Borough Council",)),
    ("he is behind in reading", ()),
    ("READING AND WRITING", ()),  # shouted: a capital says nothing
    ("What did Tarrowby refund?", ("Royal Borough of Maplewick & Tarrowby",)),  # one place of a joined name
    ("were there beds for the staffs", ()),  # short forms of counties in lower case are words
    ("Beds and Staffs", ("Bedfordshire Council", "Staffordshire County Council")),
    ("Mrs Cornwall said", ()),  # a person
    ("what did mrs dudley say", ()),
    ("Cornwallis Road", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_councils_are_named_by_their_own_words(text: str, expected: tuple[str, ...]) -> None:
    """With a capital, before "council" or "case", or where the word can be nothing else."""
    assert named_authorities(text, AUTHORITIES) == expected


EXCLUDED = [
    ("Which councils other than Cornwall were late?", ("Cornwall Council",)),
    ("Only those after 2022, and leave out Dudley.", ("Dudley Metropolitan Borough Council",)),
    ("except Cornwall and Dudley", ("Cornwall Council", "Dudley Metropolitan Borough Council")),
    ("leave out the Herts case", ("Hertfordshire County Council",)),
    ("but not those in Leics", ("Leicestershire County Council",)),
    ("What other than money did Cornwall agree?", ()),  # it is money that is set aside
    ("Besides the payment, what did Dudley have to do?", ()),
    ("Cornwall", ()),
]


@pytest.mark.parametrize(("text", "expected"), EXCLUDED)
def test_councils_are_set_aside_where_their_names_follow(text: str, expected: tuple[str, ...]) -> None:
    """Right after the words that set aside, with nothing but other names between."""
    assert excluded_authorities(text, AUTHORITIES) == expected


ABSENT = [
    ("What did Suffolk County Council agree?", ("Suffolk County Council",)),
    ("What did Suffolk CC agree?", ("Suffolk CC",)),
    ("What did Suffolk council agree?", ("Suffolk council",)),  # a name inside a sentence
    ("Failing council tax support", ()),  # a first word has its capital anyway
    ("Which Council was late?", ()),
    ("What did Cornwall Council agree?", ()),  # in the store
    ("the Parish Council", ()),  # no name
]


@pytest.mark.parametrize(("text", "expected"), ABSENT)
def test_councils_that_are_not_in_the_store_are_known(text: str, expected: tuple[str, ...]) -> None:
    """Named in full, and sharing no word with any that is."""
    assert absent_authorities(text, AUTHORITIES) == expected


def test_a_name_is_found_in_any_of_its_spellings() -> None:
    """The own words of a name, and the pattern of how they are written."""
    assert own_words("Royal Borough of Maplewick & Tarrowby") == ("maplewick", "tarrowby")
    assert name_pattern("Hertfordshire County Council") == "(?:hertfordshire|herts)"
    assert [is_county(word) for word in ("Herts", "hertfordshire", "Dudley")] == [True, True, False]
