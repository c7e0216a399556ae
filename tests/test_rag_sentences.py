"""Sentences are cut where a reader would cut them, and are always exact parts of the text."""

from __future__ import annotations

import itertools

import pytest

from index import split_sentences
from rag.sentences import fold_typography, split_clauses

SENTENCES = [
    ("", ()),  # nothing
    ("  \n \n", ()),  # only space
    ("The failure to do so was fault.", ("The failure to do so was fault.",)),
    ("This was fault. It caused injustice.", ("This was fault.", "It caused injustice.")),
    ("No stop at the end", ("No stop at the end",)),
    # names and titles
    ("Mr. X complained. Mrs. A replied.", ("Mr. X complained.", "Mrs. A replied.")),
    ("It sent the letter to Mr B. The Council agreed.", ("It sent the letter to Mr B.", "The Council agreed.")),
    ("It wrote to Mr and Mrs X. Neither replied.", ("It wrote to Mr and Mrs X.", "Neither replied.")),
    ("It asked Mr J. Smith to reply. He did.", ("It asked Mr J. Smith to reply.", "He did.")),
    ("The author J. K. Rowling wrote. He read.", ("The author J. K. Rowling wrote.", "He read.")),
    # abbreviations
    ("Use other means, e.g. a letter. It did.", ("Use other means, e.g. a letter.", "It did.")),
    ("It asked for reports, i.e. The Plan and others.", ("It asked for reports, i.e. The Plan and others.",)),
    ("See Circular No. 2 on this. It applies.", ("See Circular No. 2 on this.", "It applies.")),
    ("Was it told? No. The Council was silent.", ("Was it told?", "No.", "The Council was silent.")),
    ("It met at 9 a.m. on Monday. He left.", ("It met at 9 a.m. on Monday.", "He left.")),
    # numbers
    ("Charges rose by £1.50 a day. He paid.", ("Charges rose by £1.50 a day.", "He paid.")),
    ("It relied on section 17(3). That was wrong.", ("It relied on section 17(3).", "That was wrong.")),
    ("It ended in 2020. 12 months passed.", ("It ended in 2020.", "12 months passed.")),
    ("1. The Council should apologise. It did.", ("1. The Council should apologise.", "It did.")),
    # a citation after the stop stays with its sentence
    (
        "We may suggest a remedy. (Local Government Act 1974, sections 26(1) and 26A(1), as amended)",
        ("We may suggest a remedy. (Local Government Act 1974, sections 26(1) and 26A(1), as amended)",),
    ),
    (
        "A plan must be reviewed. (Working Together to Safeguard Children) It was not.",
        ("A plan must be reviewed. (Working Together to Safeguard Children)", "It was not."),
    ),
    ("It did so. (It had no choice.) He left.", ("It did so.", "(It had no choice.)", "He left.")),
    ("It did so. (Although late) it helped.", ("It did so.", "(Although late) it helped.")),
    ("A different outcome.(Local Government Act 1974, section 24A(6))",) * 2,  # no space: one unit, as published
    ("It did so. (An open bracket", ("It did so.", "(An open bracket")),
    # quotes and brackets that close after the stop
    ("She said “it is wrong.” The Council agreed.", ("She said “it is wrong.”", "The Council agreed.")),
    ('She asked "why?" and left. He stayed.', ('She asked "why?" and left.', "He stayed.")),
    ("He said 'no.' They left.", ("He said 'no.'", "They left.")),
    ("That says a remedy can continue “where any given stage [in the procedure] is ongoing”. It stopped.",
     ("That says a remedy can continue “where any given stage [in the procedure] is ongoing”.", "It stopped.")),
    ("The Council’s letter was late… It apologised.", ("The Council’s letter was late…", "It apologised.")),
    # a lower-case word does not begin a sentence
    ("He felt the IO had been biased. for example:", ("He felt the IO had been biased. for example:",)),
    # lines are units
    (
        "Within a month it will:\nPay Mr C £500. It will do so by cheque\nApologise",
        ("Within a month it will:", "Pay Mr C £500.", "It will do so by cheque", "Apologise"),
    ),
    ("It was\u00a0late. It\u00a0apologised.", ("It was\u00a0late.", "It\u00a0apologised.")),  # no-break spaces stay
]  # fmt: skip


def _as_tuple(expected: str | tuple[str, ...]) -> tuple[str, ...]:
    return (expected,) if isinstance(expected, str) else expected


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_are_cut_where_a_reader_would(text: str, expected: str | tuple[str, ...]) -> None:
    """Each row is one habit of the published text."""
    assert split_sentences(text) == _as_tuple(expected)


@pytest.mark.parametrize("text", [row[0] for row in SENTENCES])
def test_sentences_are_exact_parts_and_lose_nothing(text: str) -> None:
    """In order, every sentence stands in the text, and only white space stands between."""
    rest = text
    for sentence in split_sentences(text):
        gap, found, rest = rest.partition(sentence)
        assert found == sentence
        assert not gap.strip()
    assert not rest.strip()


@pytest.mark.parametrize("seed", range(40))
def test_sentences_of_any_mixture_lose_nothing(seed: int) -> None:
    """The same holds for stops, brackets and letters in every odd order."""
    pieces = ["Mr", " ", "X", ".", " (", "Act", ")", "?", "”", "\n", "e.g.", " The", "5", "…"]
    order = [pieces[(seed * 7 + step * (seed % 5 + 1)) % len(pieces)] for step in range(20)]
    text = "".join(itertools.chain(order, reversed(order)))
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


CLAUSES = [
    ("", ()),
    ("The Council upheld the complaint.", ("The Council upheld the complaint.",)),
    (
        "It partially upheld complaint two and did not uphold complaint eight.",
        ("It partially upheld complaint two", "and did not uphold complaint eight."),
    ),
    (
        "It upheld the complaint about replies, but not the complaint about advice.",
        ("It upheld the complaint about replies", "but not the complaint about advice."),
    ),
    ("It wrote to Mr and Mrs X; they agreed", ("It wrote to Mr and Mrs X", "they agreed")),
    ("It failed to consult and inform him", ("It failed to consult and inform him",)),  # one assertion
]


@pytest.mark.parametrize(("sentence", "expected"), CLAUSES)
def test_clauses_are_the_parts_that_assert(sentence: str, expected: tuple[str, ...]) -> None:
    """A clause is cut before a word that starts a new assertion, not inside a list of nouns."""
    assert split_clauses(sentence) == expected


FOLDED = [
    ("", ""),
    ("“the Council’s” – plan", '"the Council\'s" - plan'),  # curly quotes, apostrophe, dash
    ("20\u00a0working\u2009days", "20 working days"),  # no-break and thin spaces
    ("co\u00adoperate\u200b", "cooperate"),  # soft hyphen, zero width
    ("a\nb", "a b"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_folding_removes_only_typography(text: str, expected: str) -> None:
    """Letters, figures and case are kept."""
    assert fold_typography(text) == expected
