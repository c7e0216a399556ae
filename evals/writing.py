"""Measures of answers that a model writes, each with its interval; what is checked here is checked again, not taken from a grade.

citations exist     share of the citations whose paragraph is in the decisions as read, text and quote character for character
figures locked      share of the figures in sentences not marked as unsupported that stand in a paragraph the sentence cites, or
                    name it; a figure is a run of digits, and a source's number in words counts as its digits
  , marked too      the same over all sentences, those marked as unsupported among them
quote ... unsupported  share of the sentences with each grade
fell back           share of the questions put to the model whose answer holds quotations in the model's place, or behind its words
seconds             median and 90th percentile of an answer; with drafts, the model's own time when it wrote them; and what is not
                    the model's: retrieval, prompts, checks, and the quotations it is held against

Proved by tests/test_evals_writing.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from evals.cases import Case, ParagraphKey
from evals.intervals import Part, Score, score_of
from evals.measures import Outcome
from index import normalise_text
from rag import Answer, Citation, Claim, DraftBook, Grade

__all__ = ["open_drafts", "seconds_of", "spread_cases", "writing_scores"]


def spread_cases(cases: Sequence[Case], count: int) -> tuple[Case, ...]:
    """So many of the cases, of each kind in turn, in the order of the file; the first of them are as spread as all."""
    by_kind: dict[str, list[Case]] = {}
    for case in cases:
        by_kind.setdefault(case.kind, []).append(case)
    rounds = max(map(len, by_kind.values()), default=0)
    turns = [kind[at] for at in range(rounds) for kind in by_kind.values() if at < len(kind)]
    return tuple(turns[:count])


def open_drafts(llm: str, *, folder: Path | None, replay: Path | None) -> DraftBook | None:
    """The drafts to replay, or those of a model to keep in a folder, in a file that has its name."""
    if replay is not None:
        return DraftBook.open(replay, only_replay=True)
    if folder is None:
        return None
    return DraftBook.open(folder / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', llm).strip('-')}.jsonl")


def writing_scores(outcomes: Sequence[Outcome], texts: Mapping[ParagraphKey, str]) -> dict[str, Score]:
    """The measures; `texts` holds every paragraph as the decision was read."""
    answers = [one.answer for one in outcomes if one.answer is not None]
    asked = [answer for answer in answers if "model" in answer.timings_ms]
    return {
        "citations exist": score_of([_existing(answer, texts) for answer in answers]),
        "figures locked": score_of([_locked(answer, marked=False) for answer in answers]),
        "figures locked, marked too": score_of([_locked(answer, marked=True) for answer in answers]),
        **{f"sentences: {grade}": score_of([_graded(answer, grade) for answer in answers]) for grade in get_args(Grade)},
        "written by the model": score_of([(float(answer.mode == "model"), 1) for answer in asked]),
        "fell back": score_of([(float(_fell_back(answer)), 1) for answer in asked]),
    }


def seconds_of(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Seconds an answer took, the model's own time as it was when it wrote: median and 90th percentile; and without the model."""
    answers = [(one.answer.timings_ms, one.model_s) for one in outcomes if one.answer is not None]
    own = [(timings["total"] - timings.get("model", 0.0)) / 1000 for timings, _ in answers]
    whole = [ours + model_s for ours, (_, model_s) in zip(own, answers, strict=True)]
    return {
        "median": _percentile(whole, 0.5),
        "90th percentile": _percentile(whole, 0.9),
        "median without the model": _percentile(own, 0.5),
        "share that is not the model's": round(sum(own) / sum(whole), 4) if sum(whole) else 0.0,
    }


def _fell_back(answer: Answer) -> bool:
    return any("by quotation instead of the model" in notice for notice in answer.notices)


def _percentile(values: Sequence[float], share: float) -> float:
    ranked = sorted(values)
    return round(ranked[min(int(len(ranked) * share), len(ranked) - 1)], 2) if ranked else 0.0


def _existing(answer: Answer, texts: Mapping[ParagraphKey, str]) -> Part:
    cited = [(one, texts.get((one.reference, one.paragraph))) for one in answer.citations]
    return sum(text is not None and one.text == text and bool(one.quote) and one.quote in text for one, text in cited), len(cited)


def _graded(answer: Answer, grade: Grade) -> Part:
    return sum(claim.grade == grade for claim in answer.claims), len(answer.claims)


_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORDS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty".split(),
        (*range(1, 16), 20, 30),
        strict=True,
    )
)
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def _locked(answer: Answer, *, marked: bool) -> Part:
    """Figures that stand in what is cited; what code computed over many decisions has no single paragraph."""
    by_n = {citation.n: citation for citation in answer.citations}
    claims = [claim for claim in answer.claims if not claim.computed and (marked or claim.grade != "unsupported")]
    found = [figure in known for claim in claims for known in [_known(claim, by_n)] for figure in _figures(claim.text)]
    return sum(found), len(found)


def _figures(text: str) -> set[str]:
    return {match.replace(",", "").removesuffix(".00") for match in _DIGITS.findall(normalise_text(text))}


def _known(claim: Claim, by_n: Mapping[int, Citation]) -> set[str]:
    known: set[str] = set()
    for citation in (by_n[n] for n in claim.citations if n in by_n):
        said = _IN_WORDS.sub(lambda match: str(_WORDS[match[0].casefold()]), citation.text)
        date = f"{citation.decision_date:%d %Y}" if citation.decision_date else ""
        known |= _figures(f"{citation.text} {said} {citation.reference} {citation.label} {citation.paragraph} {date}")
    return known
