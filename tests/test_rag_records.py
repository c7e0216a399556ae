"""An answer is a record that goes through JSON unchanged."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from rag.records import Answer, Citation, Claim, Coverage, Passage, StreamPart, Turn

CITATION = Citation(
    n=1,
    reference="99 000 101",
    authority="Fernshire County Council",
    paragraph=29,
    label="29(c)",
    basis="printed",
    section="Agreed action",
    role="action",
    speaker="action",
    outcome="Upheld",
    decision_date=date(2024, 3, 14),
    quote="pay Mrs G a further £300",
    text="The Council will:\npay Mrs G a further £300",
    url=None,
    warnings=("invented",),
)
PASSAGE = Passage("99 000 101", None, 29, "29", "estimated", "Agreed action", "action", "action", "It “will”\u00a0pay.", 1.0)
ANSWER = Answer(
    question="How much?",
    status="complete",
    text="- “pay Mrs G a further £300” [1]",
    claims=(Claim("pay Mrs G a further £300", (1,), "quote", "verbatim"),),
    citations=(CITATION,),
    passages=(PASSAGE,),
    coverage=Coverage(12, date(2023, 11, 7), None, undated=2, nearest=("Fernshire",)),
    mode="quotation",
    notices=("note",),
    timings_ms={"total": 1.5},
)
JSON = {
    "question": "How much?",
    "status": "complete",
    "text": "- “pay Mrs G a further £300” [1]",
    "claims": [
        {
            "text": "pay Mrs G a further £300",
            "citations": [1],
            "grade": "quote",
            "reason": "verbatim",
            "lead": "",
            "column": "",
            "computed": False,
        }
    ],
    "citations": [
        {
            "n": 1,
            "reference": "99 000 101",
            "authority": "Fernshire County Council",
            "paragraph": 29,
            "label": "29(c)",
            "basis": "printed",
            "section": "Agreed action",
            "role": "action",
            "speaker": "action",
            "outcome": "Upheld",
            "decision_date": "2024-03-14",
            "quote": "pay Mrs G a further £300",
            "text": "The Council will:\npay Mrs G a further £300",
            "url": None,
            "warnings": ["invented"],
            "said_by": None,
        }
    ],
    "passages": [
        {
            "reference": "99 000 101",
            "authority": None,
            "paragraph": 29,
            "label": "29",
            "basis": "estimated",
            "section": "Agreed action",
            "role": "action",
            "speaker": "action",
            "text": "It “will”\u00a0pay.",
            "score": 1.0,
        }
    ],
    "coverage": {"decisions": 12, "first_date": "2023-11-07", "last_date": None, "undated": 2, "nearest": ["Fernshire"]},
    "mode": "quotation",
    "model": None,
    "prompt_digest": None,
    "notices": ["note"],
    "timings_ms": {"total": 1.5},
    "attribution": None,
}


def test_an_answer_becomes_json_values() -> None:
    """Dates in ISO form, tuples as lists, names as they are."""
    assert ANSWER.to_json() == JSON


def test_the_json_goes_through_text_unchanged() -> None:
    """Curly quotes and no-break spaces included."""
    assert json.loads(json.dumps(ANSWER.to_json(), allow_nan=False)) == JSON


def test_an_answer_without_anything_becomes_json_too() -> None:
    """Empty tuples are empty lists and None stays None."""
    empty = Answer("?", "none", "No.", (), (), (), Coverage(0, None, None), "quotation")
    assert empty.to_json() == {
        "question": "?",
        "status": "none",
        "text": "No.",
        "claims": [],
        "citations": [],
        "passages": [],
        "coverage": {"decisions": 0, "first_date": None, "last_date": None, "undated": 0, "nearest": []},
        "mode": "quotation",
        "model": None,
        "prompt_digest": None,
        "notices": [],
        "timings_ms": {},
        "attribution": None,
    }


def test_the_json_is_a_copy() -> None:
    """Changing it does not change the answer."""
    ANSWER.to_json()["timings_ms"]["total"] = 9.0
    assert ANSWER.timings_ms == {"total": 1.5}


def test_records_are_frozen() -> None:
    """What was checked cannot be changed afterwards."""
    with pytest.raises(FrozenInstanceError, match="quote"):
        CITATION.quote = "something else"  # type: ignore[misc]  # the point of the test


def test_records_compare_by_value() -> None:
    """A citation with another quote is another one."""
    assert (replace(CITATION), Turn("a", "b")) == (CITATION, Turn("a", "b"))
    assert replace(CITATION, quote="pay") != CITATION


def test_a_stream_part_is_text_or_the_answer() -> None:
    """Both have a default, so that a reader may take either without asking."""
    assert [(part.text, part.answer) for part in (StreamPart(text="a"), StreamPart(answer=ANSWER))] == [("a", None), ("", ANSWER)]
