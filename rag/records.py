"""The records of a question and its answer: Turn, Hit, Evidence, Citation, Claim, Passage, Coverage, Answer.

The same names are the JSON of the command line, the stream, the chat and the exports. Proved by tests/test_rag_records.py.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from index import Basis, Role, Speaker

__all__ = [
    "Answer",
    "AnswerMode",
    "AnswerStatus",
    "Citation",
    "Claim",
    "Coverage",
    "Evidence",
    "Grade",
    "Hit",
    "Passage",
    "StreamPart",
    "Turn",
    "WritingMode",
]

Grade = Literal["quote", "supported", "weak", "unsupported"]
AnswerStatus = Literal["complete", "partial", "none"]
AnswerMode = Literal["quotation", "model"]
WritingMode = Literal["plain", "sources", "auto"]
"""A model is given all sources at once, or one after the other, or the second where the first fails its checks."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question and the answer that was given, oldest first in a history."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found by one search. `rank` counts from 1; `score` is that search's own."""

    paragraph_id: int
    score: float
    rank: int
    search: Literal["dense", "lexical", "exact"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One ranked paragraph of evidence, best first in an answer; `score` falls from 1.0 and compares only within an answer."""

    reference: str
    authority: str | None
    paragraph: int
    label: str
    basis: Basis
    section: str
    role: Role
    speaker: Speaker
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage offered to the answer under a closed token ("S3"), and why it is here."""

    token: str
    passage: Passage
    reason: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered pin: a verbatim quote and the paragraph it stands in. One object in Python, JSON, stream, chat and exports.

    `label` is how a person finds it ("54(b)"); `text` is the whole paragraph; `quote` is a part of `text`, character for character.
    `warnings` are the decision's: numbering that is estimated, a sample that is invented. `said_by` is who says the quote: within a
    finding of the Ombudsman's (`speaker`) it can be the complainant's account; None where that is not known.
    """

    n: int
    reference: str
    authority: str | None
    paragraph: int
    label: str
    basis: Basis
    section: str
    role: Role
    speaker: Speaker
    outcome: str | None
    decision_date: date | None
    quote: str
    text: str
    url: str | None
    warnings: tuple[str, ...] = ()
    said_by: Speaker | None = None

    @property
    def voice(self) -> Speaker:
        """Who says the quote, or else the paragraph."""
        return self.said_by or self.speaker


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer, the numbers of its citations, its grade and the reason for the grade.

    `lead` stands before a quotation: what the ledger knows of it ("Payment of £300, within one month of the final decision").
    `computed` where code counted it from the rows it cites and more, so that its figures need not stand in a paragraph.
    `column` where it is a cell of a comparison: the heading it stands under, in the row of the decision it cites.
    """

    text: str
    citations: tuple[int, ...]
    grade: Grade
    reason: str
    lead: str = ""
    computed: bool = False
    column: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched: how many decisions, their first and last known date, and the nearest ones when nothing answers."""

    decisions: int
    first_date: date | None
    last_date: date | None
    undated: int = 0
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. Abstaining is a status; failing is an exception.

    `text` is plain text: the claims in order with [n] after each, grouped under lines that name the decision.
    `notices` are for the reader: a model that failed, an unknown reference, a repaired store. `attribution` says whose
    decisions these are, where they were fetched; it belongs with whatever is taken from the answer.
    """

    question: str
    status: AnswerStatus
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    coverage: Coverage
    mode: AnswerMode
    model: str | None = None
    prompt_digest: str | None = None
    notices: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    attribution: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON values: dates in ISO form, tuples as lists."""
        return _plain(asdict(self))  # type: ignore[no-any-return]  # a dict maps to a dict


@dataclass(frozen=True, slots=True)
class StreamPart:
    """One step of a streamed answer: a piece of text that stays, and at the end the whole Answer.

    `writing` is the sentence that a model is at, as far as it has come: not checked, and gone with the next step.
    """

    text: str = ""
    answer: Answer | None = None
    writing: str = ""


def _plain(value: Any) -> Any:  # noqa: ANN401 - walks the JSON of any record
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
