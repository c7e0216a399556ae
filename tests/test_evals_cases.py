"""The evaluation questions are read whole or refused by line; what they name exists in the real decisions."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evals.cases import REAL_CASES, Case, load_cases
from evals.measures import fact_stands
from index import UsageError, read_decision
from rag import Turn

ROW: dict[str, Any] = {
    "id": "x1",
    "part": "dev",
    "kind": "follow_up",
    "question": "And what did they pay?",
    "history": [{"question": "Who?", "answer": "A council."}],
    "supports": [{"reference": "99-000-101", "paragraphs": [3, 5]}, {"reference": "99000109A", "paragraphs": [1]}],
    "facts": ["£250"],
    "answerable": True,
}


def write_rows(folder: Path, *rows: object) -> Path:
    """A file of cases."""
    path = folder / "cases.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    """Every field is kept, and references are spelled as printed."""
    expected = Case(
        id="x1",
        part="dev",
        kind="follow_up",
        question="And what did they pay?",
        history=(Turn("Who?", "A council."),),
        supports=frozenset({("99 000 101", 3), ("99 000 101", 5), ("99 000 109a", 1)}),
        facts=("£250",),
        answerable=True,
    )
    assert load_cases(write_rows(tmp_path, ROW)) == (expected,)


def test_paragraphs_may_be_accepted_without_being_necessary(tmp_path: Path) -> None:
    """`also` is read like `supports`; both together are what may be cited."""
    (case,) = load_cases(write_rows(tmp_path, {**ROW, "also": [{"reference": "99000101", "paragraphs": [9, 9]}]}))
    assert case.supports == frozenset({("99 000 101", 3), ("99 000 101", 5), ("99 000 109a", 1)})
    assert case.also == frozenset({("99 000 101", 9)})
    assert case.accepted == case.supports | case.also


BAD = [
    "not json",  # no JSON
    "",  # an empty line between
    "[]",  # JSON of another shape
    "3",  # a bare number
    {key: value for key, value in ROW.items() if key != "question"},  # a field is missing
    {**ROW, "supports": []},  # answerable, but by nothing
    {**ROW, "answerable": False},  # unanswerable, but supported
    {**ROW, "supports": [{"reference": "99-000-101", "paragraphs": ["x"]}]},  # no number
    {**ROW, "supports": [{"reference": "99-000-101"}]},  # no paragraphs
    {**ROW, "history": ["Who?"]},  # a turn without its answer
    {**ROW, "history": None},  # no list
    {**ROW, "facts": None},  # no list
    {**ROW, "also": [{"reference": "99 000 101", "paragraphs": [9, 5]}]},  # a paragraph that supports is not a mere extra
    {**ROW, "supports": [], "answerable": False, "also": ROW["supports"]},  # nothing can be accepted where nothing answers
    {**ROW, "also": [{"paragraphs": [9]}]},  # of which decision?
    {**ROW, "also": None},  # no list
]


@pytest.mark.parametrize("row", BAD)
def test_a_line_that_is_no_case_is_refused_by_number(tmp_path: Path, row: object) -> None:
    """Each row is one way to be no case; the second line is named."""
    with pytest.raises(UsageError, match=r"^cases\.jsonl line 2: got something that is not a case \(.+\)$"):
        load_cases(write_rows(tmp_path, ROW, row))


def test_a_malformed_reference_is_a_usage_error(tmp_path: Path) -> None:
    """The reference is quoted."""
    with pytest.raises(UsageError, match="got the reference '12 34'"):
        load_cases(write_rows(tmp_path, {**ROW, "supports": [{"reference": "12 34", "paragraphs": [1]}]}))


def test_an_empty_file_has_no_cases(tmp_path: Path) -> None:
    """Nothing is made up."""
    assert load_cases(write_rows(tmp_path)) == ()


def test_there_are_three_hundred_real_questions() -> None:
    """Half to develop with and half to report, ids once each, every kind with more than one question in it."""
    cases = load_cases()
    assert Counter(case.part for case in cases) == {"dev": 156, "test": 144}
    assert len({case.id for case in cases}) == len({case.question for case in cases}) == 300
    assert load_cases(part="dev") + load_cases(part="test") == tuple(sorted(cases, key=lambda case: case.part))
    assert min(Counter(case.kind for case in cases).values()) > 1
    assert {case.answerable for case in cases if case.kind == "unanswerable"} == {False}
    assert all(case.history for case in cases if case.kind == "follow_up")


def test_no_part_is_left_without_unanswerable_questions() -> None:
    """Refusing is measured in both parts."""
    assert Counter(case.part for case in load_cases() if not case.answerable) == {"dev": 12, "test": 12}


def test_the_questions_fit_the_real_decisions(real_folder: Path) -> None:
    """Every supporting paragraph exists, and every fact stands in one of them."""
    decisions = [read_decision(path) for path in sorted(real_folder.glob("*.txt"))]
    texts = {(str(d.reference), p.number): p.text for d in decisions for p in d.paragraphs}
    cases = load_cases(REAL_CASES)
    assert {key for case in cases for key in case.accepted} <= set(texts)
    lost = [
        (case.id, fact) for case in cases for fact in case.facts if not any(fact_stands(fact, texts[key]) for key in case.supports)
    ]
    assert lost == []
