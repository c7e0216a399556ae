"""The twelve packaged decisions: invented, marked as invented, and numbered as their own cross references say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index import Basis, Decision, cross_references, read_decision, sample_folder
from index.readers.header import FICTIONAL

FILES = ["101", "102", "103", "104", "105", "106", "107", "108", "109a", "110", "111", "112"]

COUNTS = [
    ("101", 32, "counted"),
    ("102", 34, "counted"),
    ("103", 28, "estimated"),  # dashes
    ("104", 30, "counted"),
    ("105", 32, "counted"),
    ("106", 33, "counted"),
    ("107", 36, "counted"),
    ("108", 35, "counted"),
    ("109a", 32, "estimated"),  # dashes, a joint case
    ("110", 29, "estimated"),  # dashes
    ("111", 26, "counted"),
    ("112", 34, "printed"),  # the HTML page
]

METADATA = [
    ("101", "Fernshire County Council", "Children's care services", "Disabled children", "Upheld", date(2024, 3, 14)),
    ("102", "Aldermere City Council", "Children's care services", "Child protection", "Upheld", date(2024, 7, 19)),
    ("103", "Thornhaven Council", "Housing", "Allocations", "Upheld", date(2024, 1, 23)),  # dashes with metadata
    ("104", "Wychbrook County Council", "Children's care services", "Looked after children", "Not upheld", date(2023, 11, 7)),
    ("105", "Ottermouth Metropolitan Borough Council", "Education", "Special educational needs", "Upheld", date(2024, 5, 23)),
    ("106", "Kestreldown County Council", "Education", "Special educational needs", "Upheld", date(2025, 2, 11)),
    ("107", "London Borough of Hollinford", "Housing", "Homelessness", "Upheld", date(2024, 9, 30)),
    ("108", "Royal Borough of Maplewick & Tarrowby", "Adult care services", "Charging", "Upheld", date(2024, 6, 4)),  # ampersand
    ("109a", "Norchester City Council", None, None, None, None),  # nothing printed, nothing guessed
    ("110", "Pellbridge, Stonequay and Harle Council", None, None, None, None),  # commas
    (
        "111",
        "Elmscar Metropolitan Borough Council",
        "Children's care services",
        "Child protection",
        "Closed after initial enquiries",
        date(2025, 4, 16),
    ),
    ("112", "Brackenholt Council", "Children's care services", "Other", "Upheld", date(2023, 12, 5)),
]

MENTIONS = [  # of a range, its two ends
    ("101", [(22, 13), (23, 17), (23, 10), (29, 26), (30, 10), (30, 13)]),
    ("102", [(25, 16), (25, 22), (25, 11), (31, 29)]),
    ("103", [(21, 11)]),
    ("104", [(3, 29), (24, 12), (24, 16), (25, 18), (27, 20), (28, 11)]),
    ("105", [(22, 14), (23, 16), (23, 11), (30, 29)]),
    ("106", [(20, 13), (20, 10), (22, 11), (25, 18), (28, 20), (28, 22)]),
    ("107", [(8, 27), (8, 29), (20, 10), (22, 11), (26, 18), (29, 33)]),
    ("108", [(25, 17), (26, 15), (31, 30), (32, 22), (32, 23)]),
    ("109a", [(23, 11), (24, 10)]),
    ("110", [(20, 10), (26, 4)]),
    ("111", [(18, 6), (22, 7), (23, 8), (24, 17), (26, 4), (26, 8)]),
    ("112", [(23, 19), (24, 13), (25, 17), (26, 18), (31, 28), (32, 31)]),
]

FURNITURE = re.compile(
    r"back to top|cookie|print this page|lgo logogram|privacy settings|information centre|make a complaint"
    r"|on behalf of the ombudsman",
    re.IGNORECASE,
)


def _file(name: str) -> Path:
    (path,) = sample_folder().glob(f"99-000-{name}.*")
    return path


def _read(name: str) -> Decision:
    return read_decision(_file(name))


def test_there_are_twelve() -> None:
    """The folder holds these and no other decision."""
    assert sorted(path.stem for path in sample_folder().iterdir() if path.stem != "__init__" and path.is_file()) == [
        f"99-000-{name}" for name in FILES
    ]


@pytest.mark.parametrize(("name", "count", "basis"), COUNTS)
def test_each_is_numbered(name: str, count: int, basis: Basis) -> None:
    """The count is the one its author gave it, and every paragraph says how its number is known."""
    decision = _read(name)
    assert [paragraph.number for paragraph in decision.paragraphs] == list(range(1, count + 1))
    assert {paragraph.basis for paragraph in decision.paragraphs} == {basis}
    assert [paragraph.number for paragraph in decision.paragraphs if not paragraph.text or not paragraph.section] == []


@pytest.mark.parametrize(("name", "authority", "category", "subcategory", "outcome", "decided"), METADATA)
def test_each_has_the_facts_it_prints(
    name: str, authority: str, category: str | None, *, subcategory: str | None, outcome: str | None, decided: date | None
) -> None:
    """What is not printed is None."""
    decision = _read(name)
    assert (decision.reference, decision.authority) == (f"99 000 {name}", authority)
    assert (decision.category, decision.subcategory, decision.outcome, decision.decision_date) == (
        category,
        subcategory,
        outcome,
        decided,
    )
    assert (decision.kind, decision.url) == ("statement", None)
    assert (decision.summary or "").endswith(".")


@pytest.mark.parametrize(("name", "expected"), MENTIONS)
def test_their_cross_references_land(name: str, expected: list[tuple[int, int]]) -> None:
    """Every "see paragraph 24" names a paragraph that is there, and the only warning is the one of fiction."""
    decision = _read(name)
    found = cross_references(decision.paragraphs)
    ends = [
        (one.paragraph, n) for one in found for n in dict.fromkeys((one.targets[0], one.targets[-1])) if "paragraph" in one.words
    ]
    assert ends == expected
    assert all(one.lands for one in found)
    assert decision.warnings == (FICTIONAL,)


LANDINGS = [
    ("101", 29, 26, "£2,448"),  # the sum is worked out there
    ("102", 25, 16, "17 April 2023"),  # when stage two was asked for
    ("104", 28, 11, "panel"),  # what stage three is
    ("105", 30, 29, "£100 for each month"),  # the actions meant
    ("106", 25, 18, "£450"),  # what was offered
    ("107", 29, 33, "internal auditors"),  # the action put in its place
    ("108", 25, 17, "fuel bills"),  # the evidence that was sent
    ("109a", 24, 10, "six weeks"),  # the rule about charging
    ("110", 20, 10, "28 days"),  # the rule about reminders
    ("112", 23, 19, "12 May 2023"),  # the date of the request
]


@pytest.mark.parametrize(("name", "paragraph", "names", "word"), LANDINGS)
def test_they_land_on_what_is_meant(name: str, paragraph: int, names: int, word: str) -> None:
    """Landing somewhere is not enough: the paragraph named holds what the sentence is about."""
    paragraphs = {one.number: one for one in _read(name).paragraphs}
    assert names in [n for one in cross_references(tuple(paragraphs.values())) if one.paragraph == paragraph for n in one.targets]
    assert word in paragraphs[names].text


@pytest.mark.parametrize("name", FILES)
def test_each_says_in_its_first_lines_that_it_is_fictional(name: str) -> None:
    """A reader who opens the file sees it before anything else."""
    first = _file(name).read_text(encoding="utf-8").splitlines()[0]
    assert "FICTIONAL SAMPLE - invented for Pinpoint; not a decision of the Ombudsman" in first


@pytest.mark.parametrize("name", FILES)
def test_no_furniture_reaches_a_paragraph(name: str) -> None:
    """Page furniture, banner and navigation stay outside text, summary and headings."""
    decision = _read(name)
    texts = [decision.summary or "", *(one.text for one in decision.paragraphs), *(one.section for one in decision.paragraphs)]
    assert [text for text in texts if FURNITURE.search(text) or "FICTIONAL" in text] == []


def test_their_items_are_labelled() -> None:
    """Letters, bullets and dashes, as each family keeps them."""
    labels = {
        name: {one.number: [one.label(item) for item in one.items] for one in _read(name).paragraphs if one.items}
        for name in ("101", "103", "104", "112")
    }
    assert labels == {
        "101": {8: ["8, bullet 1", "8, bullet 2", "8, bullet 3"], 29: ["29(a)", "29(b)", "29(c)"], 30: ["30(a)", "30(b)"]},
        "103": {5: ["5(a)", "5(b)", "5(c)"], 12: ["12(a)", "12(b)", "12(c)"]},
        "104": {
            12: ["12, bullet 1", "12, bullet 2", "12, bullet 3", "12, bullet 4"],
            16: ["16(a)", "16(b)", "16(c)", "16(d)", "16(e)"],  # printed at its parent's indent
        },
        "112": {
            8: ["8, bullet 1", "8, bullet 2", "8, bullet 3"],
            19: ["19, bullet 1", "19, bullet 2", "19, bullet 3"],
            31: ["31(a)", "31(b)", "31(c)", "31(d)", "31(e)"],
        },
    }


def _runs(text: str, length: int = 8) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.casefold().replace("’", "'").replace("'", ""))
    for at in range(len(words) - length + 1):
        yield tuple(words[at : at + length])


def _texts(decision: Decision) -> Iterator[str]:
    yield decision.summary or ""
    for paragraph in decision.paragraphs:
        yield paragraph.text.replace("\n", " ")


def test_no_sentence_of_a_real_decision_was_copied(real_folder: Path) -> None:
    """No run of eight words is shared with a real decision, headings and page furniture aside."""
    real = {run for path in sorted(real_folder.glob("*.txt")) for text in _texts(read_decision(path)) for run in _runs(text)}
    assert len(real) > 10_000
    shared = {name: [" ".join(run) for text in _texts(_read(name)) for run in _runs(text) if run in real] for name in FILES}
    assert {name: runs for name, runs in shared.items() if runs} == {}


def test_a_weighed_account_is_the_ombudsmans() -> None:
    """In the analysis of 99 000 102 the Council's explanations are told and answered, so none of it is the Council's."""
    assert {one.speaker for one in _read("102").paragraphs if one.role == "analysis"} == {"ombudsman"}
