"""Answers by a model are measured on what they cite and say, looked up anew; drafts are kept under the model's name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import load_cases
from evals.compare import comparison_table
from evals.measures import Outcome
from evals.writing import open_drafts, seconds_of, spread_cases, writing_scores
from index import UsageError
from rag import Answer, Citation, Claim, Coverage, Grade

TEXT = "Within one month the Council will pay Mrs D £1,300. It was 13 weeks late."
TEXTS = {("99 000 101", 43): TEXT}
CITED = Citation(
    n=1, reference="99 000 101", authority="Fenwick Council", paragraph=43, label="43", basis="printed", section="Agreed action",
    role="action", speaker="action", outcome="Upheld", decision_date=None, quote="It was 13 weeks late.", text=TEXT, url=None,
)  # fmt: skip


def _claim(text: str, grade: Grade = "supported", cited: tuple[int, ...] = (1,)) -> Claim:
    return Claim(text, cited, grade, "as it is")


def _outcome(*claims: Claim, citation: Citation = CITED, notices: tuple[str, ...] = (), model_s: float = 0.0) -> Outcome:
    answer = Answer(
        question="q", status="complete", text="t", claims=claims, citations=(citation,), passages=(),
        coverage=Coverage(1, None, None),
        mode="model", notices=notices, timings_ms={"total": 3_000.0, "model": 2_000.0},
    )  # fmt: skip
    return Outcome(load_cases()[0], (), frozenset(), answer, model_s)


LOCKED = [
    (_claim("The Council will pay £1,300."), (1.0, 1)),
    (_claim("The Council will pay £1300.00 in 1 month."), (1.0, 2)),  # "one month" in the source
    (_claim("The Council will pay £1,301."), (0.0, 1)),
    (_claim("The Council will pay £300."), (0.0, 1)),  # part of another figure
    (_claim("Paragraph 43 of 99 000 101 has 13."), (1.0, 5)),  # what names the paragraph
    (_claim("The Council will pay £9.", "unsupported"), (0.0, 0)),  # marked
    (_claim("It will pay £9.", cited=()), (0.0, 1)),
    (replace(_claim("In 9 of 12 decisions."), computed=True), (0.0, 0)),  # counted over many
    (_claim("Nothing was paid."), (0.0, 0)),
]


@pytest.mark.parametrize(("claim", "expected"), LOCKED)
def test_figures_are_looked_up_in_what_the_sentence_cites(claim: Claim, expected: tuple[float, int]) -> None:
    """Each row is one sentence: the share of its figures that stand there, and how many it has."""
    score = writing_scores([_outcome(claim)], TEXTS)["figures locked"]
    assert (score.value, score.n) == expected


EXISTING = [
    (CITED, 1.0),
    (replace(CITED, paragraph=44), 0.0),
    (replace(CITED, reference="99 000 999"), 0.0),
    (replace(CITED, text=f"{TEXT} More."), 0.0),
    (replace(CITED, quote="It was 14 weeks late."), 0.0),
    (replace(CITED, quote=""), 0.0),
]


@pytest.mark.parametrize(("citation", "share"), EXISTING)
def test_a_citation_exists_where_its_paragraph_does(citation: Citation, share: float) -> None:
    """With its text and its quote, character for character."""
    assert writing_scores([_outcome(_claim("x"), citation=citation)], TEXTS)["citations exist"].value == share


def test_grades_and_fallbacks_are_counted() -> None:
    """Over sentences, and over questions put to the model."""
    fell = _outcome(_claim("c", "quote"), notices=("Completed by quotation instead of the model: it broke off.",))
    scores = writing_scores([_outcome(_claim("a"), _claim("b", "weak"), _claim("£9", "unsupported")), fell], TEXTS)
    assert {
        name: (score.value, score.n) for name, score in scores.items() if name.startswith(("sentences", "fell", "written"))
    } == {
        "sentences: quote": (0.25, 4),
        "sentences: supported": (0.25, 4),
        "sentences: weak": (0.25, 4),
        "sentences: unsupported": (0.25, 4),
        "written by the model": (1.0, 2),
        "fell back": (0.5, 2),
    }
    assert scores["figures locked, marked too"].value == 0.0


def test_seconds_are_those_of_the_model_when_it_wrote() -> None:
    """On replay it takes none, and what it took is in the drafts."""
    assert seconds_of([_outcome(model_s=5.0), _outcome(model_s=7.0)]) == {
        "median": 8.0,
        "90th percentile": 8.0,
        "median without the model": 1.0,
        "share that is not the model's": 0.1429,
    }


def test_questions_are_spread_over_the_kinds() -> None:
    """Each kind in turn, and the first of more are those of fewer."""
    cases = load_cases(part="dev")
    kinds = {case.kind for case in cases}
    first = spread_cases(cases, len(kinds))
    assert {case.kind for case in first} == kinds
    assert spread_cases(cases, 30)[: len(kinds)] == first
    assert set(spread_cases(cases, 10_000)) == set(cases)


def test_drafts_lie_under_the_name_of_the_model(tmp_path: Path) -> None:
    """A replay is of one file; without either nothing is kept."""
    book = open_drafts("http://127.0.0.1:8080/v1#small", folder=tmp_path, replay=None)
    assert book is not None
    assert book._path == tmp_path / "http-127.0.0.1-8080-v1-small.jsonl"
    (tmp_path / "kept.jsonl").write_text("", encoding="utf-8")
    replay = open_drafts("x", folder=None, replay=tmp_path / "kept.jsonl")
    assert replay is not None
    assert replay.only_replay
    assert open_drafts("quotation", folder=None, replay=None) is None


def _run(llm: str, *ids: str, value: float = 0.5) -> dict[str, object]:
    score = {"value": value, "n": 4, "low": 0.0, "high": 1.0}
    empty = {"value": 0.0, "n": 0, "low": 0.0, "high": 0.0}
    return {
        "llm": llm, "decisions": 5, "cases": [{"id": one} for one in ids], "pinpoint": {"facts stated": score},
        "writing": {"fell back": empty}, "seconds": {"median": 1.5},
    }  # fmt: skip


def test_runs_are_put_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A column each, a dash where there is nothing to measure."""
    paths = [tmp_path / f"{name}.json" for name in ("quotation", "tiny")]
    for path, value in zip(paths, (0.5, 0.25), strict=True):
        path.write_text(json.dumps(_run(path.stem, "a", "b", value=value)), encoding="utf-8")
    assert main(["compare", *map(str, paths)]) == 0
    head, _, titles, facts, fell, seconds = capsys.readouterr().out.splitlines()
    assert (head, titles.split()) == ("2 questions over 5 decisions", ["measure", "quotation", "tiny"])
    assert [row.split() for row in (facts, fell, seconds)] == [
        ["facts", "stated", "0.500", "of", "4", "0.250", "of", "4"],
        ["fell", "back", "-", "-"],
        ["seconds,", "median", "1.50", "1.50"],
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps(_run("tiny", "a")), "questions that are not the same"),
        ("{}", "expected what `python -m evals run --out` wrote"),
        ("nonsense", "expected what `python -m evals run --out` wrote"),
    ],
)
def test_runs_that_do_not_compare_are_refused(content: str, said: str, tmp_path: Path) -> None:
    """Other questions, or no results."""
    (tmp_path / "one.json").write_text(json.dumps(_run("quotation", "a", "b")), encoding="utf-8")
    (tmp_path / "two.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        comparison_table([tmp_path / "one.json", tmp_path / "two.json"])
