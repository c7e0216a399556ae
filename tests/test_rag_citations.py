"""Only a bracket of given tokens is a citation; everything else with an S-number is taken out and reported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Basis
from rag.citations import DraftSentence, cite_label, defuse_tokens, number_citations, parse_draft
from rag.records import Citation

KNOWN = ("S1", "S3", "S4", "S12")

DRAFTS = [
    ("", ()),  # nothing written
    (" \n\n ", ()),  # only space
    ("It was fault [S3].", (DraftSentence("It was fault.", ("S3",)),)),
    ("It was fault. [S3]", (DraftSentence("It was fault.", ("S3",)),)),  # after the stop
    ("It was fault.[S3] It paid. [S4]", (DraftSentence("It was fault.", ("S3",)), DraftSentence("It paid.", ("S4",)))),
    ("It was fault [S1][S4].", (DraftSentence("It was fault.", ("S1", "S4")),)),
    ("It was fault [S1] [S4].", (DraftSentence("It was fault.", ("S1", "S4")),)),
    ("It was fault [S1, S4].", (DraftSentence("It was fault.", ("S1", "S4")),)),
    ("It was fault [S1,S4, S1].", (DraftSentence("It was fault.", ("S1", "S4")),)),  # each once
    ("It was fault [S3], and it paid [S12].", (DraftSentence("It was fault, and it paid.", ("S3", "S12")),)),
    ("It was fault. [S3].", (DraftSentence("It was fault.", ("S3",)),)),  # a second stop
    ("It was fault [S99].", (DraftSentence("It was fault.", (), ("S99",)),)),  # not given
    ("It was fault [S3][S99].", (DraftSentence("It was fault.", ("S3",), ("S99",)),)),
    ("It was fault [s3].", (DraftSentence("It was fault.", (), ("s3",)),)),  # small letter
    ("It was fault [S3, para 4].", (DraftSentence("It was fault.", (), ("S3, para 4",)),)),
    ("It was fault [S 3].", (DraftSentence("It was fault.", (), ("S 3",)),)),
    ("It was fault [S03].", (DraftSentence("It was fault.", (), ("S03",)),)),
    ("It was fault [S1-S4].", (DraftSentence("It was fault.", (), ("S1-S4",)),)),
    ("It was fault [see S3].", (DraftSentence("It was fault.", (), ("see S3",)),)),
    ("It was fault [S٣].", (DraftSentence("It was fault.", (), ("S٣",)),)),  # a digit that is not ASCII
    ("It was fault (S3).", (DraftSentence("It was fault (S3)."),)),  # round brackets cite nothing
    ("It was fault [24 012 183].", (DraftSentence("It was fault [24 012 183]."),)),  # nor does a reference
    ("He said it “is [sic] late” [S3].", (DraftSentence("He said it “is [sic] late”.", ("S3",)),)),
    ("- It was fault [S3].\n* It paid [S4].", (DraftSentence("It was fault.", ("S3",)), DraftSentence("It paid.", ("S4",)))),
    ("1. It was fault [S3].", (DraftSentence("It was fault.", ("S3",)),)),  # the list's number is no figure
    ("[S3]", (DraftSentence("", ("S3",)),)),  # a token and no words
    ("[S3] It was fault.", (DraftSentence("It was fault.", ("S3",)),)),
    ("It was\u00a0fault [S3].", (DraftSentence("It was fault.", ("S3",)),)),  # U+00A0
    ("It was\u202e fault\u200b [S3].", (DraftSentence("It was fault.", ("S3",)),)),  # invisible characters
    ("Mr. B was told of stage 3 [S3]. He “asked.” [S4]",
     (DraftSentence("Mr. B was told of stage 3.", ("S3",)), DraftSentence("He “asked.”", ("S4",)))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DRAFTS)
def test_a_draft_is_read_strictly(text: str, expected: tuple[DraftSentence, ...]) -> None:
    """Each row is one way a model writes, or miswrites, a citation."""
    assert parse_draft(text, KNOWN) == expected


DEFUSED = [
    ("cite [S9] now", "cite (S9) now"),
    ("cite [S1, S4]", "cite (S1, S4)"),
    ("cite [s9] and [S3, para 4]", "cite (s9) and (S3, para 4)"),
    ("cite 【S9】 and ［S9］", "cite (S9) and (S9)"),  # brackets of other scripts
    ("cite [ S9 ]", "cite ( S9 )"),
    ("“any stage [in the procedure] is ongoing”", "“any stage [in the procedure] is ongoing”"),  # the published text
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), DEFUSED)
def test_text_in_the_shape_of_a_token_is_made_harmless(text: str, expected: str) -> None:
    """What is left cannot be parsed as a citation, and other brackets stay as published."""
    assert defuse_tokens(text) == expected
    assert all(not sentence.tokens for sentence in parse_draft(defuse_tokens(text), ("S1", "S3", "S4", "S9")))


def _citation(paragraph: int, *, basis: Basis = "counted", quote: str = "It was fault.") -> Citation:
    return Citation(
        n=0, reference="24 012 183", authority="Cornwall Council", paragraph=paragraph, label=str(paragraph),
        basis=basis, section="Analysis", role="analysis", speaker="ombudsman", outcome="Upheld", decision_date=None,
        quote=quote, text=quote, url=None,
    )  # fmt: skip


def test_citations_are_numbered_from_one_in_order_of_first_use() -> None:
    """Equal citations share a number, a sentence without any keeps its place."""
    first, second, third = _citation(43), _citation(41), _citation(43, quote="This was fault.")
    citations, numbers = number_citations([[first, second], [], [replace(second, n=7), third, third]])
    assert citations == (replace(first, n=1), replace(second, n=2), replace(third, n=3))
    assert numbers == ((1, 2), (), (2, 3))


def test_no_citations_number_to_nothing() -> None:
    """An empty draft has no citations."""
    assert number_citations([]) == ((), ())


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("printed", "24 012 183, para 43"),
        ("counted", "24 012 183, para 43"),
        ("estimated", "24 012 183, para 43 (numbering estimated)"),
        ("none", "24 012 183, 43 (no numbers on the page)"),  # there the label is a place such as "Finding, 2nd item"
    ],
)
def test_a_pin_says_how_sure_its_number_is(basis: Basis, expected: str) -> None:
    """The reader sees a doubt about the number beside the number."""
    assert cite_label(_citation(43, basis=basis)) == expected
