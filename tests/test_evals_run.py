"""`python -m evals run` asks Pinpoint and the baseline the same questions and puts both in one table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.cases import load_cases
from evals.misses import CATEGORIES
from evals.run import answer_cases, evaluate, read_folder, table, write_json
from index import Embedder, UsageError, sample_folder
from rag import Answerer

ASKED = ("r001", "r003", "r004", "r074", "r086", "r094")  # three remedies, a follow-up, two that cannot be answered
RETRIEVAL = ["recall@10", "reciprocal rank", "nDCG@10", "recall of ten"]
ANSWERS = [
    "citation precision",
    "citation precision, necessary",
    "citation recall",
    "facts stated",
    "refused rightly",
    "answered",
    "quotes verbatim",
    "amounts locked",
]


def test_a_folder_is_read_past_what_is_no_decision(tmp_path: Path) -> None:
    """Files and decisions stand side by side, rubbish is left out."""
    for name in ("99-000-112.html", "99-000-101.txt"):
        (tmp_path / name).write_bytes((sample_folder() / name).read_bytes())
    (tmp_path / "notes.txt").write_text("Nothing.", encoding="utf-8")
    files, decisions = read_folder(tmp_path)
    assert [path.name for path in files] == ["99-000-101.txt", "99-000-112.html"]
    assert [str(decision.reference) for decision in decisions] == ["99 000 101", "99 000 112"]


@pytest.mark.parametrize("name", ["", "none", "notes.txt"])
def test_a_folder_without_decisions_is_refused(tmp_path: Path, name: str) -> None:
    """An empty folder, a missing one and a file are each named."""
    (tmp_path / "notes.txt").write_text("Nothing.", encoding="utf-8")
    with pytest.raises(UsageError, match=r"^got --decisions '.*'; expected a folder with the decisions"):
        read_folder(tmp_path / name)


def test_every_question_has_an_outcome(sample_answerer: Answerer) -> None:
    """Over a store that holds none of the decisions the outcomes still stand in order, none of them supporting."""
    cases = [case for case in load_cases() if case.id in {"r001", "r086"}]
    outcomes = answer_cases(sample_answerer, cases)
    assert [outcome.case for outcome in outcomes] == cases
    assert [outcome.in_ten & outcome.case.supports for outcome in outcomes] == [frozenset()] * len(cases)
    assert [outcome.in_ten for outcome in outcomes] == [frozenset(outcome.ranked[:10]) for outcome in outcomes]


@pytest.fixture(scope="module")
def results(real_folder: Path, embedder: Embedder) -> dict[str, Any]:
    """Six questions over the five real decisions."""
    with pytest.MonkeyPatch.context() as patch:  # the model that is loaded already
        patch.setattr("evals.run.load_embedder", lambda: embedder)
        patch.setattr("rag.load.load_embedder", lambda _name: embedder)
        return evaluate(real_folder, [case for case in load_cases() if case.id in ASKED])


def test_both_systems_are_measured_on_the_same_questions(results: dict[str, Any]) -> None:
    """Retrieval for both over the four answerable questions; answers for Pinpoint; what must hold of every answer holds."""
    assert (results["questions"], results["decisions"], results["llm"]) == (6, 5, "quotation")
    assert list(results["pinpoint"]) == RETRIEVAL + ANSWERS
    assert list(results["baseline"]) == RETRIEVAL
    for system in ("pinpoint", "baseline"):
        assert [results[system][name]["n"] for name in RETRIEVAL] == [4, 4, 4, 4]
        assert all(0 <= score["low"] <= score["value"] <= score["high"] <= 1 for score in results[system].values())
    assert results["pinpoint"]["recall@10"]["value"] > 0.5
    assert (results["pinpoint"]["quotes verbatim"]["value"], results["pinpoint"]["quotes verbatim"]["n"] > 4) == (1, True)
    assert results["pinpoint"]["refused rightly"]["n"] == 2
    assert [(case["id"], case["kind"]) for case in results["cases"]] == [
        (case.id, case.kind) for case in load_cases() if case.id in ASKED
    ]
    assert {kind: scores["recall@10"]["n"] for kind, scores in results["by_kind"].items()} == {"follow_up": 1, "remedy": 3}


def test_the_table_has_both_columns(results: dict[str, Any]) -> None:
    """Every measure is a row; the baseline has a figure where it can have one and a dash elsewhere."""
    head, _, titles, *rows = table(results).splitlines()
    assert head == "6 questions over 5 decisions, answers by quotation"
    assert titles.split() == ["measure", "Pinpoint", "95%", "interval", "baseline", "95%", "interval", "n"]

    def shown(score: dict[str, float]) -> list[str]:
        return [f"{score['value']:.3f}", f"{score['low']:.3f}", "to", f"{score['high']:.3f}"]

    expected = [
        [*name.split(), *shown(score), *(shown(results["baseline"][name]) if name in RETRIEVAL else ["-", "-"]), str(score["n"])]
        for name, score in results["pinpoint"].items()
    ]
    assert [row.split() for row in rows[: len(expected)]] == expected
    assert [row.split()[0] for row in rows[len(expected) + 2 : len(expected) + 4]] == ["follow_up", "remedy"]


def test_every_miss_is_shown_with_its_category(results: dict[str, Any]) -> None:
    """The counts of the table are those of the cases, and a question that cannot be answered misses nothing when it is refused."""
    found = [(case["id"], category) for case in results["cases"] for category in case["missed"].values()]
    assert {category for _, category in found} <= set(CATEGORIES)
    rows = table(results).splitlines()[-len(CATEGORIES) :]
    assert [row.rsplit(maxsplit=2) for row in rows] == [
        [one, str(sum(why == one for _, why in found)), str(len({name for name, why in found if why == one}))] for one in CATEGORIES
    ]
    refused = [case for case in results["cases"] if case["kind"] == "unanswerable" and case["status"] == "none"]
    assert [case["missed"] for case in refused] == [{}] * len(refused)


def test_results_are_written_as_json(results: dict[str, Any], tmp_path: Path) -> None:
    """The file reads back as what was measured, its folder made when missing."""
    write_json(results, tmp_path / "deep" / "run.json")
    assert json.loads((tmp_path / "deep" / "run.json").read_text(encoding="utf-8")) == results


def test_a_wrong_folder_is_2_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command fails as the program does."""
    assert main(["run", "--decisions", str(tmp_path)]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert shown.err.startswith(f"evals: got --decisions '{tmp_path}'; expected a folder with the decisions")


def test_the_corpus_command_writes_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts and folder are said."""
    assert main(["corpus", "3", str(tmp_path / "corpus")]) == 0
    said = capsys.readouterr().out.splitlines()[0]
    assert said.startswith("3 decisions and 0 questions in ")
    assert said.endswith(f" s: {tmp_path / 'corpus'}")
    assert len(list((tmp_path / "corpus" / "decisions").rglob("*.txt"))) == 3
