"""The measure of speakers reads labels strictly and counts what is right, by half."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evals.speakers import Label, Verdict, confusion_table, judge_speakers, load_labels
from index import UsageError, sample_folder


def test_the_labels_are_those_of_five_decisions() -> None:
    """Every paragraph of the five has one label, and the halves are the even and the odd numbers."""
    labels = load_labels()
    counts = {reference: sum(one.reference == reference for one in labels) for reference in {one.reference for one in labels}}
    assert counts == {"18 009 360": 91, "21 010 250": 32, "21 010 500": 57, "23 009 433": 49, "24 012 183": 45}
    assert len({(one.reference, one.paragraph) for one in labels}) == len(labels)
    assert {one.paragraph % 2 for one in labels if one.part == "even"} == {0}


BAD = [
    "not json",
    '{"reference": "99 000 101", "paragraph": 1}',  # no speaker
    '{"reference": "99 000 101", "paragraph": 1, "speaker": "nobody"}',  # none of the six
    '{"reference": "soon", "paragraph": 1, "speaker": "law"}',
    '["law"]',
]


@pytest.mark.parametrize("line", BAD)
def test_a_line_that_is_no_label_is_refused(tmp_path: Path, line: str) -> None:
    """The line is named, so that it can be mended."""
    path = tmp_path / "labels.jsonl"
    path.write_text(line)
    with pytest.raises(UsageError, match=r"labels\.jsonl line 1: got something that is not a label"):
        load_labels(path)


def test_labels_are_set_beside_what_is_read(tmp_path: Path) -> None:
    """Decisions that are not there, and paragraphs they do not have, are left out."""
    shutil.copy(sample_folder() / "99-000-102.txt", tmp_path)
    (tmp_path / "note.txt").write_text("no decision")
    here, other, beyond = (
        Label("99 000 102", 1, "complainant"),
        Label("99 000 101", 1, "law"),
        Label("99 000 102", 900, "law"),
    )
    assert judge_speakers(tmp_path, [here, other, beyond]) == (Verdict(here, "complainant"),)


def test_the_table_counts_labels_by_what_was_read() -> None:
    """Rows are labels, columns what was read; the first line is the share that is right."""
    law, body = Label("99 000 101", 1, "law"), Label("99 000 101", 2, "body")
    lines = confusion_table([Verdict(law, "law"), Verdict(body, "law"), Verdict(body, "body")]).splitlines()
    assert lines[0] == "right: 2 of 3 (66.7%)"
    assert lines[1].split() == ["complainant", "body", "law", "ombudsman", "action", "facts"]
    assert [line.split() for line in lines[2:]] == [
        ["complainant", *"......"],
        ["body", ".", "1", "1", ".", ".", "."],
        ["law", ".", ".", "1", ".", ".", "."],
        ["ombudsman", *"......"],
        ["action", *"......"],
        ["facts", *"......"],
    ]
    assert confusion_table([]).splitlines()[0] == "right: 0 of 0 (none)"


def test_real_speakers_stay_as_good_as_they_are(real_folder: Path) -> None:
    """The half that was never learnt from: a floor under what was measured, so that a change that costs is seen."""
    verdicts = [one for one in judge_speakers(real_folder, load_labels()) if one.label.part == "odd"]
    assert len(verdicts) == 139
    assert sum(one.guess == one.label.speaker for one in verdicts) >= 118
