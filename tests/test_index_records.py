"""The records keep what was printed: references, keys, labels and normalised text; and the error tree is the one drawn."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

import index.errors as errors_module
from index import Decision, DecisionKey, Filters, Item, NotADecision, Paragraph, PinpointError, Reference, Source, UsageError
from index.errors import (
    EmbeddingError,
    FetchError,
    PageError,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMismatch,
    StoreMissing,
    StoreUnreachable,
)
from index.records import authority_slug, normalise_text

REFERENCES = [
    ("99 100 001", "99 100 001"),  # as printed
    ("99-100-001", "99 100 001"),  # as in an address
    ("99100001", "99 100 001"),  # as typed
    ("99/100/001", "99 100 001"),  # with strokes
    ("99\u00a0100\u00a0001", "99 100 001"),  # U+00A0
    ("  99 100 001\n", "99 100 001"),  # space around it
    ("99 100-001", "99 100 001"),  # mixed
    ("99 100 001b", "99 100 001b"),  # a body in a joint investigation
    ("99-100-001B", "99 100 001b"),  # its letter in capitals
    ("99100001c", "99 100 001c"),
    ("99–100–001", "99 100 001"),  # en dashes
    ("99\u2011100\u2011001", "99 100 001"),  # U+2011
    ("99  100  001", "99 100 001"),  # double spaces
    ("(99 100 001)", "99 100 001"),  # in brackets, as the title prints it
    ("99.100.001", "99 100 001"),  # stops
]


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_a_reference_is_read_in_any_spelling(text: str, expected: str) -> None:
    """Every spelling of one reference becomes the printed one, its letter kept."""
    assert Reference.parse(text) == expected
    assert isinstance(Reference.parse(text), Reference)


NO_REFERENCES = [
    "",  # nothing
    "   ",  # only space
    "99 100",  # too short
    "99 100 0011",  # too long
    "99 100 001bb",  # two letters
    "9 100 001",  # one digit of the year
    "the case 99 100 001",  # a reference inside a sentence is not a reference
    "£99 100 001",  # a sum
    "99 100 001,500",  # a longer number
    "06/B/16774",  # the older shape is another thing
    "Fernbury Council",  # a name
    "“99 100 001”",  # quoted
    "٩٩ ١٠٠ ٠٠١",  # digits of another script
    "99.100 001",  # one stop
]


@pytest.mark.parametrize("text", NO_REFERENCES)
def test_what_is_no_reference_is_refused(text: str) -> None:
    """The error says what was got and what was expected, in one line."""
    with pytest.raises(UsageError, match=r"got the reference '.*'; expected one like '24 012 183' or '24-012-183'") as error:
        Reference.parse(text)
    assert "\n" not in str(error.value)


def test_an_error_about_a_reference_stays_short() -> None:
    """A page of text given as a reference is not printed back whole."""
    with pytest.raises(UsageError, match="got the reference") as error:
        Reference.parse("word " * 10_000)
    assert len(str(error.value)) < 150


FOUND = [
    ("", ()),  # nothing
    ("No case is named.", ()),
    ("See 99 100 001.", ("99 100 001",)),  # a final stop
    ("See 99 100 001, and 99-100-002b.", ("99 100 001", "99 100 002b")),  # in order
    ("99 100 001; 99-100-001; 99100001", ("99 100 001",)),  # each once
    ("(99 100 001)", ("99 100 001",)),  # in brackets
    ("The Council’s case “99 100 001”", ("99 100 001",)),  # curly quotes
    ("case\u00a099\u00a0100\u00a0001", ("99 100 001",)),  # U+00A0
    ("call 0300 061 0614", ()),  # a telephone number
    ("a bill of £99 100 001", ()),  # a sum
    ("population 99 100 0012", ()),  # a longer number
    ("account 1299 100 001", ()),  # the end of a longer number
    ("serial 99 100 001.25", ()),  # a decimal
    ("A99100001 and 99100001bc", ()),  # parts of codes
    ("a load of 12.345.678 kg", ()),  # a weight
    ("What was decided in 99.100.001?", ("99 100 001",)),  # stops in a question
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_references_are_found_in_a_text(text: str, expected: tuple[str, ...]) -> None:
    """Sums, telephone numbers and longer numbers are no references."""
    assert Reference.find_all(text) == expected


def test_a_reference_is_a_string_with_an_address_form() -> None:
    """It compares and hashes as its text, so that it may be a key."""
    reference = Reference.parse("99-100-001b")
    assert (reference.hyphenated, {reference: 1}["99 100 001b"], str(reference)) == ("99-100-001b", 1, "99 100 001b")  # type: ignore[index]


NORMALISED = [
    ("", ""),  # nothing
    (" \t\u00a0 ", ""),  # only space
    ("One  two", "One two"),  # double space
    ("One\u00a0two\u2009three\u3000four", "One two three four"),  # U+00A0, thin and wide space
    ("One\ttwo\r\nthree\nfour", "One two three four"),  # tab and line ends
    ("  One. ", "One."),
    ("‘One’ “two” don't – don’t", "‘One’ “two” don't – don’t"),  # quotes, apostrophes and dashes are the published text
    ("man\u00adage\u200bment\ufeff", "management"),  # soft hyphen, zero-width space, byte order mark
    ("safe\u202eright\u2066", "saferight"),  # direction marks hide what is said
    ("one\x00\x07two\x7f", "onetwo"),  # control characters
    ("Cafe\u0301", "Café"),  # one spelling of a letter
    ("The complaint was not upheld.", "The complaint was not upheld."),
    ("The complaint was\u00a0upheld.", "The complaint was upheld."),
]


@pytest.mark.parametrize(("text", "expected"), NORMALISED)
def test_text_is_normalised_to_one_line(text: str, expected: str) -> None:
    """Space becomes single and invisible characters go; every letter and quote stays; a second pass changes nothing."""
    assert normalise_text(text) == expected
    assert normalise_text(expected) == expected


SLUGS = [
    (None, ""),  # a title that is only the reference
    ("", ""),
    ("Fernbury Council", "fernbury-council"),
    ("Ashby, Birling and Coombe Council", "ashby-birling-and-coombe-council"),  # commas
    ("Royal Borough of Dunmere & Estwick", "royal-borough-of-dunmere-and-estwick"),  # ampersand
    ("Royal Borough of Dunmere and Estwick", "royal-borough-of-dunmere-and-estwick"),  # the same place
    ("St Oda's School", "st-oda-s-school"),  # straight apostrophe, as the site writes it
    ("Greyling NHS Trust - East Site", "greyling-nhs-trust-east-site"),  # a dash
    ("Tarn Homes (Northern) Ltd", "tarn-homes-northern-ltd"),  # brackets
    ("Ynys Môr Council", "ynys-mor-council"),  # an accent
    ("St Oda’s School", "st-oda-s-school"),  # curly apostrophe: the same school
    ("Tarn‑on‑Sea Council", "tarn-on-sea-council"),  # U+2011
    ("FERNBURY   council", "fernbury-council"),  # capitals and space
]


@pytest.mark.parametrize(("authority", "expected"), SLUGS)
def test_an_authority_has_a_slug(authority: str | None, expected: str) -> None:
    """One authority has one slug, in the spelling of the site's addresses."""
    assert authority_slug(authority) == expected


def _paragraph(text: str, *items: Item, number: int = 11) -> Paragraph:
    return Paragraph(number, "counted", "findings", "What I found", None, "facts", text, items)


A = Item("a", "letter", "apologise; and")
B = Item("b", "letter", "pay £5.")

LABELS = [
    (_paragraph("One."), None, "11"),  # the paragraph itself
    (_paragraph("Lead:\napologise; and\npay £5.", A, B), None, "11"),
    (_paragraph("Lead:\napologise; and\npay £5.", A, B), A, "11(a)"),
    (_paragraph("Lead:\napologise; and\npay £5.", A, B), B, "11(b)"),
    (_paragraph("Lead:\nletters", Item("c", "dash", "letters")), Item("c", "dash", "letters"), "11(c)"),  # an estimated letter
    (_paragraph("Lead:\nx", Item("b(ii)", "letter", "x")), Item("b(ii)", "letter", "x"), "11(b)(ii)"),  # third level
    (_paragraph("Lead:\nx\ny", Item("a", "bullet", "x"), Item("b", "bullet", "y")), Item("b", "bullet", "y"), "11, bullet 2"),
    (
        _paragraph("Lead:\nx\nx", Item("a", "bullet", "x"), Item("b", "bullet", "x")),
        Item("b", "bullet", "x"),
        "11, bullet 2",
    ),  # alike
    (_paragraph("Lead:\nx", Item("aa", "letter", "x"), number=130), Item("aa", "letter", "x"), "130(aa)"),  # past z
]


@pytest.mark.parametrize(("paragraph", "item", "expected"), LABELS)
def test_a_paragraph_and_its_items_have_labels(paragraph: Paragraph, item: Item | None, expected: str) -> None:
    """The label is what a person looks for on the page."""
    assert paragraph.label(item) == expected


LINES = [
    (_paragraph("One."), ((None, "One."),)),  # no items
    (_paragraph(""), ((None, ""),)),  # an empty list item of the page
    (
        _paragraph("Asks to pay £5.:\npay £5.", B),
        ((None, "Asks to pay £5.:"), (B, "pay £5.")),
    ),  # the lead-in holds the item's words
    (_paragraph("Lead:\napologise; and\npay £5.", A, B), ((None, "Lead:"), (A, "apologise; and"), (B, "pay £5."))),
    (
        _paragraph("Lead:\napologise; and\nClosing.", A),
        ((None, "Lead:"), (A, "apologise; and"), (None, "Closing.")),
    ),  # a line after
    (
        _paragraph("Lead:\napologise; and\nBetween.\npay £5.", A, B),
        ((None, "Lead:"), (A, "apologise; and"), (None, "Between."), (B, "pay £5.")),
    ),  # a line between
    (
        _paragraph("Lead:\nx\nx", Item("a", "bullet", "x"), Item("b", "bullet", "x")),
        ((None, "Lead:"), (Item("a", "bullet", "x"), "x"), (Item("b", "bullet", "x"), "x")),
    ),  # two items alike
]


@pytest.mark.parametrize(("paragraph", "expected"), LINES)
def test_a_paragraph_gives_its_lines_with_their_items(paragraph: Paragraph, expected: tuple[tuple[Item | None, str], ...]) -> None:
    """Lead-in and closing lines belong to no item; together the lines are the whole text."""
    assert paragraph.lines() == expected
    assert "\n".join(line for _, line in paragraph.lines()) == paragraph.text


def _decision(authority: str | None) -> Decision:
    return Decision(
        reference=Reference("99 100 001"), authority=authority, category=None, subcategory=None, outcome=None, decision_date=None,
        url=None, summary=None, kind="statement", source=Source("a.txt", "0" * 64, "2026-01-01T00:00:00+00:00"),
        paragraphs=(_paragraph("One.", number=1),), family="f",
    )  # fmt: skip


def test_one_reference_may_name_two_decisions() -> None:
    """The same reference printed for two bodies gives two keys, and a decision without authority has one of its own."""
    keys = [_decision(name).key for name in ("Fernbury Council", "Greyling NHS Trust", None)]
    assert keys == [
        DecisionKey(Reference("99 100 001"), "fernbury-council"),
        DecisionKey(Reference("99 100 001"), "greyling-nhs-trust"),
        DecisionKey(Reference("99 100 001"), ""),
    ]
    assert min(keys) == keys[2]


def test_records_cannot_be_changed() -> None:
    """A citation that was checked stays what it was."""
    with pytest.raises(FrozenInstanceError, match="number"):
        _paragraph("One.").number = 12  # type: ignore[misc]


FILTERS = [
    (Filters(), False),  # nothing given
    (Filters(authority=""), False),  # an empty field narrows nothing
    (Filters(authority="Fernbury"), True),
    (Filters(category="Housing"), True),
    (Filters(outcome="Not upheld"), True),
    (Filters(since=date(2020, 1, 1)), True),
    (Filters(until=date(2020, 1, 1)), True),
    (Filters(references=(Reference("99 100 001"),)), True),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters_say_whether_they_narrow(filters: Filters, expected: bool) -> None:
    """Any one field is enough."""
    assert bool(filters) is expected


PARENTS = [
    (UsageError, PinpointError),  # the request was wrong
    (NotADecision, PinpointError),  # a file was refused
    (StoreError, PinpointError),
    (StoreMissing, StoreError),
    (StoreMismatch, StoreError),
    (StoreLocked, StoreError),
    (StoreUnreachable, StoreError),
    (StoreDamaged, StoreError),
    (EmbeddingError, PinpointError),
    (FetchError, PinpointError),
    (PageError, PinpointError),
    (PinpointError, Exception),  # the root
]


@pytest.mark.parametrize(("error", "parent"), PARENTS)
def test_the_errors_are_one_tree(error: type[Exception], parent: type[Exception]) -> None:
    """Each error has the parent that the drawing gives it."""
    assert error.__bases__ == (parent,)


def test_the_tree_is_drawn_whole() -> None:
    """Every public error stands in the table above and in the module's drawing, once."""
    drawing = errors_module.__doc__ or ""
    assert sorted(errors_module.__all__) == sorted(error.__name__ for error, _ in PARENTS)
    assert [name for name in errors_module.__all__ if sum(name in line.split() for line in drawing.splitlines()) != 1] == []
