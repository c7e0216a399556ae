"""How often the speaker of a paragraph is right: hand labels of real decisions, as accuracy and a table of confusions.

The file holds references, paragraph numbers and labels only. Paragraphs with an even number may be learnt from; odd ones are for
reporting. Proved by tests/test_evals_speakers.py.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from index import Decision, NotADecision, Reference, Speaker, UsageError, read_decision

__all__ = ["SPEAKER_LABELS", "Label", "Verdict", "confusion_table", "judge_speakers", "load_labels"]

SPEAKER_LABELS = Path(__file__).parent / "cases" / "speakers.jsonl"
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks in a paragraph, as a person judged it."""

    reference: str
    paragraph: int
    speaker: Speaker

    @property
    def part(self) -> Literal["even", "odd"]:
        """Even numbers are for learning, odd ones for reporting."""
        return "odd" if self.paragraph % 2 else "even"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label and what the reading says instead or as well."""

    label: Label
    guess: Speaker


def load_labels(path: Path = SPEAKER_LABELS) -> tuple[Label, ...]:
    """Read the labels.

    Raises:
        UsageError: a line is not a label.
    """
    labels: list[Label] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            speaker = SPEAKERS[SPEAKERS.index(row["speaker"])]
            labels.append(Label(str(Reference.parse(row["reference"])), int(row["paragraph"]), speaker))
        except (ValueError, KeyError, TypeError, UsageError) as error:
            message = f"{path.name} line {number}: got something that is not a label ({error})"
            raise UsageError(message) from error
    return tuple(labels)


def judge_speakers(folder: Path, labels: Iterable[Label]) -> tuple[Verdict, ...]:
    """Read the decisions of a folder and set each labelled paragraph's speaker beside its label; the absent are left out."""
    decisions = {str(one.reference): one for one in _decisions(folder)}
    found = []
    for label in labels:
        decision = decisions.get(label.reference)
        if decision is not None and label.paragraph <= len(decision.paragraphs):
            found.append(Verdict(label, decision.paragraphs[label.paragraph - 1].speaker))
    return tuple(found)


def _decisions(folder: Path) -> Iterable[Decision]:
    for path in sorted(folder.iterdir()):
        try:
            yield read_decision(path)
        except NotADecision:
            continue


def confusion_table(verdicts: Sequence[Verdict]) -> str:
    """Accuracy, and how often each label (row) was read as each speaker (column)."""
    counts = Counter((one.label.speaker, one.guess) for one in verdicts)
    right = sum(count for (label, guess), count in counts.items() if label == guess)
    share = f"{right / len(verdicts):.1%}" if verdicts else "none"
    rows = [f"{label:<13}" + "".join(f"{counts[label, guess] or '.':>13}" for guess in SPEAKERS) for label in SPEAKERS]
    return "\n".join(
        [f"right: {right} of {len(verdicts)} ({share})", " " * 13 + "".join(f"{name:>13}" for name in SPEAKERS), *rows]
    )
