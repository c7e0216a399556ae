"""The measure of estimated numbers compares line by line with what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.dashes import DashScore, as_dashes, dash_score, dash_scores, dash_table
from index import Basis, Decision, Item, Paragraph, Reference, Source, sample_folder


def _decision(*paragraphs: Paragraph) -> Decision:
    return Decision(
        Reference("99 100 001"), "Ample Council", None, None, None, None, None, "A bill.", "statement",
        Source("a.txt", "", ""), paragraphs, "",
    )  # fmt: skip


def _paragraph(number: int, text: str, *items: str, section: str = "The complaint", basis: Basis = "counted") -> Paragraph:
    parts = tuple(Item("abc"[place], "letter", item) for place, item in enumerate(items))
    return Paragraph(number, basis, "complaint", section, None, "complainant", "\n".join([text, *items]), parts)


def test_marks_are_taken_away() -> None:
    """Headings stay lines, and every paragraph and item is a dash."""
    decision = _decision(
        _paragraph(1, "She asked for:", "a bill;", "a refund."), _paragraph(2, "Upheld.", section="Final decision")
    )
    assert as_dashes(decision).split("\n") == [
        "Ample Council (99 100 001)",
        "The Ombudsman's final decision:",
        "Summary: A bill.",
        "The complaint",
        "- She asked for:",
        "- a bill;",
        "- a refund.",
        "Final decision",
        "- Upheld.",
        "Investigator's decision on behalf of the Ombudsman",
    ]
    assert dash_score(decision) == DashScore("99 100 001", 2, 2, 2, 2, 2, 0)


def test_one_wrong_depth_shifts_every_later_number() -> None:
    """What is counted is the number, so a missed paragraph costs all that follow in the section and after it."""
    first = _paragraph(1, "She asked for:", "A bill.")
    rest = [_paragraph(n, "Bills, always.", section="The complaint" if n == 2 else "Final decision") for n in (2, 3)]
    assert dash_score(_decision(first, *rest)) == DashScore("99 100 001", 3, 1, 2, 1, 1, 1)


def test_only_known_numbers_are_measured(tmp_path: Path) -> None:
    """Dash files and files that are no decision have no truth to compare with."""
    (tmp_path / "note.txt").write_text("no decision")
    for name in ("99-000-102.txt", "99-000-103.txt"):
        (tmp_path / name).write_bytes((sample_folder() / name).read_bytes())
    scores = dash_scores([tmp_path])
    assert [(one.reference, one.paragraphs) for one in scores] == [("99 000 102", 34)]
    assert dash_table(scores).splitlines()[-1].startswith("exact paragraph numbers: ")
    assert dash_table([]).splitlines()[-1] == "exact paragraph numbers: 0 of 0 (0.0%)"


def test_the_samples_keep_their_numbers() -> None:
    """Every paragraph of the numbered samples is exact without its marks."""
    scores = dash_scores([sample_folder()])
    assert {one.reference: (one.exact, one.items_found) for one in scores} == {
        one.reference: (one.paragraphs, one.items) for one in scores
    }
    assert len(scores) == 9


def test_the_real_decisions_keep_their_numbers(real_folder: Path) -> None:
    """So do the three real ones whose numbers are known."""
    assert [(one.paragraphs, one.exact, one.items_wrong) for one in dash_scores([real_folder])] == [
        (32, 32, 0),
        (91, 91, 0),
        (57, 57, 0),
    ]


def test_a_rendering_that_reads_otherwise_is_said() -> None:
    """A line lost in the rendering is an error, not a score."""
    with pytest.raises(ValueError, match="the rendering has 1 list lines where the decision has 2"):
        dash_score(_decision(_paragraph(1, "She asked."), _paragraph(2, "")))
