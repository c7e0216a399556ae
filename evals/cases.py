"""Evaluation cases: questions with the paragraphs that support an answer, the facts it must state, and whether it can be answered.

The file holds questions and paragraph numbers only; the decisions themselves are read from a folder given at run time. What
supports an answer is necessary to it; `also`, an optional field like `supports`, names paragraphs that a reader would accept as a
source without needing them (judgements pooled from what systems cited, as TREC does).
Proved by tests/test_evals_cases.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index import Reference, UsageError
from rag import Turn

__all__ = ["ABSENT_CASES", "FIT_CASES", "REAL_CASES", "SAMPLE_CASES", "Case", "ParagraphKey", "load_cases", "parse_case"]

REAL_CASES = Path(__file__).parent / "cases" / "real.jsonl"
"""Questions over the five real decisions, half for development and half held out."""

FIT_CASES = Path(__file__).parent / "cases" / "fit.jsonl"
"""More questions over them, leaning to the kinds that are hard: for fitting only."""

SAMPLE_CASES = Path(__file__).parent / "cases" / "samples.jsonl"
"""Questions over the sample decisions: for fitting only, so that the weights do not know five decisions alone."""

ABSENT_CASES = Path(__file__).parent / "cases" / "absent.jsonl"
"""Questions that the five real decisions do not answer, most of them near misses."""

ParagraphKey = tuple[str, int]
"""Reference and paragraph number."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `supports` is empty exactly when it cannot be answered; `also` shares no paragraph with it."""

    id: str
    part: Literal["dev", "test"]
    kind: str
    question: str
    history: tuple[Turn, ...]
    supports: frozenset[ParagraphKey]
    facts: tuple[str, ...]
    answerable: bool
    also: frozenset[ParagraphKey] = frozenset()

    @property
    def accepted(self) -> frozenset[ParagraphKey]:
        """Every paragraph that may be cited: those that support, and those that a reader would accept beside them."""
        return self.supports | self.also


def load_cases(path: Path = REAL_CASES, *, part: str = "all") -> tuple[Case, ...]:
    """Read cases, all or one part of them.

    Raises:
        UsageError: a line is not a case.
    """
    cases: list[Case] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            case = parse_case(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            message = f"{path.name} line {number}: got something that is not a case ({error})"
            raise UsageError(message) from error
        if part in {"all", case.part}:
            cases.append(case)
    return tuple(cases)


def parse_case(row: dict[str, Any]) -> Case:
    """A case from its JSON values.

    Raises:
        ValueError: they contradict each other; also KeyError and TypeError where they are no case.
    """
    supports, also = _paragraphs(row["supports"]), _paragraphs(row.get("also", []))
    if bool(supports) != bool(row["answerable"]):
        message = f"{row['id']}: supports and answerable contradict each other"
        raise ValueError(message)
    if also and not supports:
        message = f"{row['id']}: nothing can be accepted for a question that cannot be answered"
        raise ValueError(message)
    if also & supports:
        message = f"{row['id']}: also names paragraphs that support: {sorted(also & supports)}"
        raise ValueError(message)
    return Case(
        id=row["id"],
        part=row["part"],
        kind=row["kind"],
        question=row["question"],
        history=tuple(Turn(turn["question"], turn["answer"]) for turn in row["history"]),
        supports=supports,
        facts=tuple(row["facts"]),
        answerable=bool(row["answerable"]),
        also=also,
    )


def _paragraphs(rows: list[dict[str, Any]]) -> frozenset[ParagraphKey]:
    return frozenset((str(Reference.parse(row["reference"])), int(number)) for row in rows for number in row["paragraphs"])
