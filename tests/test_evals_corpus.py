"""The corpus: the same seed, the same bytes; every file reads back as it was told; its shape is that of published decisions."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.cases import load_cases
from evals.corpus import ask_corpus, told_apart, write_corpus, write_decisions
from evals.corpus_shape import measure_shape, shape_table
from evals.longer import is_copy, signature_of, tell_decision
from evals.measures import fact_stands
from evals.renderings import NOTICE, render
from evals.shapes import load_shapes
from evals.stories import Story
from evals.structures import facts_of, outline_of, outline_read
from index import UsageError, read_bytes

SAME_TEXT, NEAR_TEXT = 74, 112
"""The first numbers that are copies of the one before: word for word, and with another person's name."""


@pytest.fixture(scope="module")
def apart() -> dict[str, Story]:
    """Those of the first two hundred that can be asked about."""
    return told_apart(200, seed=0)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its place in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_decision_is_the_same_whatever_the_number_of_decisions(tmp_path: Path) -> None:
    """Two runs agree, by one process or two, another seed does not, and a longer run begins with the shorter one."""
    write_decisions(tmp_path / "a", 130)
    write_decisions(tmp_path / "b", 130, workers=2)
    write_decisions(tmp_path / "c", 6, seed=1)
    write_decisions(tmp_path / "d", 3)
    first, again, other, short = (contents(tmp_path / name) for name in "abcd")
    assert first == again
    assert all(first[name] != other[name] for name in other)
    assert short == {name: first[name] for name in sorted(first)[:3]}
    assert {text.splitlines()[0].decode() for text in first.values()} == {NOTICE}


def test_files_stand_a_thousand_to_a_folder(tmp_path: Path) -> None:
    """Named by reference, with a prefix that no real decision has."""
    assert [path.relative_to(tmp_path).as_posix() for path in write_decisions(tmp_path, 2)] == [
        "000/96-000-000.txt",
        "000/96-000-001.txt",
    ]
    assert write_decisions(tmp_path / "none", 0) == []


@pytest.mark.parametrize("number", [*range(24), SAME_TEXT, NEAR_TEXT, 999, 57_499])
def test_a_file_reads_back_as_it_was_told(number: int) -> None:
    """Paragraphs, lists, sections and header, a complaint that was closed among them."""
    told = tell_decision(number, seed=0)
    decision = read_bytes(render(told.structure, told.family), source_path=told.reference)
    assert outline_read(decision) == outline_of(told.structure)
    assert facts_of(decision) == {name: getattr(told.structure, name) for name in facts_of(decision)}


def test_places_hold_what_they_are_called_by() -> None:
    """The finding is about its fault, facts stand verbatim where they are said to, and the agreed sum nowhere before its place."""
    for number in range(60):
        told = tell_decision(number, seed=0)
        texts = {row.number: row.text for row in outline_of(told.structure)}
        turn = told.signature.circumstance.told.format(who=told.who)
        assert turn in texts[told.places["finding"][0]], number
        for place, fact in told.details.items():
            assert fact_stands(fact, texts[told.places[place][0]]), (number, place)
        for place in ("letter", "visit"):
            if place in told.details:
                assert [at for at, text in texts.items() if fact_stands(told.details[place], text)] == [*told.places[place]], (
                    number,
                    place,
                )


def test_copies_are_known() -> None:
    """One has the text of the one before under another reference, one the text with another name; nothing else is a copy."""
    same, near = (tuple(tell_decision(at, seed=0) for at in (number - 1, number)) for number in (SAME_TEXT, NEAR_TEXT))
    assert outline_of(same[0].structure) == outline_of(same[1].structure)
    assert same[0].reference != same[1].reference
    one, other = (story.structure.summary.replace(story.who, "") for story in near)
    assert one == other
    assert near[0].who != near[1].who
    assert [number for number in range(150) if is_copy(number)] == [SAME_TEXT, NEAR_TEXT, 149]


def test_the_shape_is_that_of_published_decisions() -> None:
    """Within what a few hundred drawn decisions may differ by; the sources are in shapes.toml."""
    shape = measure_shape(250)
    assert 31 <= shape["paragraphs, mean"] <= 41
    assert 52 <= shape["paragraphs, 90th percentile"] <= 91
    assert 50 <= shape["words of a paragraph, median"] <= 62
    assert 100 <= shape["words of a paragraph, 90th percentile"] <= 130
    assert shape["share of distinct texts, paragraphs of the case"] > 0.9
    assert 0.7 <= shape["share of distinct texts"] <= 0.85
    for name, share in load_shapes().outcomes.items():
        assert shape[f"share {name.lower()}"] == pytest.approx(share, abs=0.07)
    assert "published" in shape_table(shape)


def test_what_happened_and_why_is_told_anew_in_each_decision() -> None:
    """Of the paragraphs of facts and analysis hardly one stands in two decisions, as among published ones."""
    texts = Counter(
        row.text
        for number in range(150)
        if not is_copy(number)
        for row in outline_of(tell_decision(number, seed=0).structure)
        if row.section in {"What I found", "My assessment"} and row.subsection != "Law and guidance"
    )
    assert len(texts) / texts.total() > 0.99


def test_questions_name_one_decision(apart: dict[str, Story]) -> None:
    """The council, or the reference, is in the question, and no other decision has that service and fault at that council."""
    asked = ask_corpus(apart, 25, seed=0)
    assert Counter(one.case.kind for one in asked)["remedy"] == 6
    for one in asked:
        for reference, number in one.case.supports:
            story = apart[reference]
            assert story.signature.body in one.case.question or reference in one.case.question, one.case.id
            assert 1 <= number <= len(outline_of(story.structure)), one.case.id
    places = Counter((of.subject.name, of.fault.name, of.body) for of in (signature_of(number, seed=0) for number in range(2000)))
    assert {places[of.subject.name, of.fault.name, of.body] for of in (story.signature for story in apart.values())} == {1}


def test_the_corpus_is_written_with_its_questions(tmp_path: Path) -> None:
    """The questions are cases, with the decision that answers beside them; a folder is not used for another corpus."""
    made = write_corpus(tmp_path, 80)
    assert (made["decisions"], made["questions"]) == (80, 8)
    cases = load_cases(tmp_path / "questions.jsonl")
    assert len(cases) == 8
    rows = [json.loads(line) for line in (tmp_path / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    for case, row in zip(cases, rows, strict=True):
        assert {reference for reference, _ in case.supports} <= {(row["decision"] or {}).get("reference")}
    assert write_corpus(tmp_path, 80)["questions"] == 8
    with pytest.raises(UsageError, match=r"which holds \{'decisions': 80, .*\}; expected an empty folder"):
        write_corpus(tmp_path, 40)
