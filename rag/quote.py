"""Answering by quotation: the best sentences, verbatim, grouped by decision, each with its citation. No model is needed.

For a remedy or an amount: per matching decision the finding in its own words, then what was agreed, item by item under its
lead-in (which often holds the deadline). For other questions: the sentences of the best paragraphs that answer best. A sentence
is weighed by meaning, by words and by holding the figure asked for. Proved by tests/test_rag_quote.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import Paragraph, split_sentences, terms
from rag.cues import Kind
from rag.evidence import Ranked
from rag.query import Query
from rag.records import Citation
from rag.retrieve import Found, QueryEmbedder

__all__ = ["Quotation", "Selection", "cite_row", "select_quotations"]

_MOST_DECISIONS = 3  # a screen holds three decisions with their remedies; the rest stands in the passages
_MOST_FINDINGS = 2
_MOST_ACTIONS = 16  # lines: a remedy cut short would hide what was agreed, so only a report reaches this
_MOST_PASSAGES = 6
_MOST_ITEMS = 7
_DECISION_FLOOR = 0.85  # of the best decision's worth: below it the fault is another one
_CLOSE = 1.20  # worth of a decision below which its fault may be another one; questions about other subjects reach 1.16
_PASSAGE_FLOOR = 0.4  # of the best paragraph's chance to answer: below it a paragraph is not quoted
_MOST_OF_PASSAGE = 3  # sentences of a long paragraph
_LONG_LINE = 60  # words; a longer line is quoted by its sentences
_LEXICAL = 0.5
_HELD = 0.20  # what a sentence gains by holding the sum, the time or the finding that is asked for
_FAULT_WORTH = 0.15
_AMOUNT = re.compile(r"£\s?\d")
_DURATION = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|nine|ten|twelve|a)\s(?:working\s)?(?:day|week|month|year)s?\b", re.IGNORECASE
)
_FAULT = re.compile(r"\b(?:fault|injustice|should have|failed to|failure to|did not|not upheld|uphold)\b", re.IGNORECASE)
_ACTION = re.compile(
    r"""
    \b(?: agreed | will | should | must | recommend(?:ed)? | pay(?:ment)? | apolog(?:y|ise) | remind | review | refund
         | train(?:ing)? | welcome | offer | not\ merited | no\ (?:further\ )?remedy | appropriate )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEANS = re.compile(
    r"""
    (?: This | That | These | Those | It | They | In\ this | In\ that | As\ a\ result | The\ failure | So | Had\ it | Doing\ so
      | Therefore | Because\ of\ this )\b
    """,
    re.VERBOSE,
)  # what opens a sentence that says little without the one before it
# "I welcome the Council's offer of £300": the offer is the remedy; "has already made a payment of £600" is not one.
_OFFER_ACCEPTED = re.compile(
    r"""
    \b(?:welcome|suitable|satisfactory|sufficient|appropriate|proportionate|accept)\b .{0,80} £
    | £ .{0,80} \b(?:suitable|satisfactory|sufficient|enough|appropriate)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The quotations of an answer; `close` is False when no finding matches the fault asked about closely."""

    quotations: tuple[Quotation, ...]
    close: bool = True


@dataclass(frozen=True, slots=True)
class Quotation:
    """A verbatim sentence and the ranked paragraph it stands in; `label` names a sub-item ("54(b)") when it is one."""

    row: Ranked
    label: str
    text: str


def select_quotations(query: Query, ranked: Sequence[Ranked], found: Found, embedder: QueryEmbedder) -> Selection:
    """The quotations that answer, decision by decision, in the order of the page within a decision."""
    if query.paragraphs and (asked := [row for row in ranked if row.paragraph.number in query.paragraphs]):
        return Selection(tuple(quotation for row in asked for quotation in _whole(row)))
    weigher = _Weigher(query, found, embedder)
    if _wants_remedy(query, found):
        return _remedies(query, ranked, weigher)
    return Selection(tuple(_best_sentences(ranked, weigher)))


def _wants_remedy(query: Query, found: Found) -> bool:
    """Whether the answer is a remedy or a sum: by the cue, or by the shares of the kinds where no cue speaks."""
    if query.kind != "facts":
        return query.kind in {"remedy", "amount"}
    return found.kinds.get("remedy", 0.0) + found.kinds.get("amount", 0.0) > 0.5  # noqa: PLR2004 - more likely than not


def cite_row(row: Ranked, quote: str, *, label: str | None = None, n: int = 0) -> Citation:
    """The citation of a verbatim part of a ranked paragraph; `n` 0 is to be numbered later."""
    paragraph, decision = row.paragraph, row.decision
    return Citation(
        n=n,
        reference=str(decision.reference),
        authority=decision.authority,
        paragraph=paragraph.number,
        label=label or paragraph.label(),
        basis=paragraph.basis,
        section=paragraph.section,
        role=paragraph.role,
        speaker=paragraph.speaker,
        outcome=decision.outcome,
        decision_date=decision.decision_date,
        quote=quote,
        text=paragraph.text,
        url=decision.url,
        warnings=decision.warnings,
    )


class _Weigher:
    """Scores sentences against the question, all of a batch embedded at once."""

    def __init__(self, query: Query, found: Found, embedder: QueryEmbedder) -> None:
        self._vector = found.vector
        self._kinds = found.kinds
        self._embedder = embedder
        self._words = frozenset(query.words)

    def scores(self, sentences: Sequence[str]) -> list[float]:
        """One score a sentence: meaning, words, and holding what this kind of question asks for."""
        if not sentences:
            return []
        meaning = (self._embedder.embed(sentences) @ self._vector).tolist()
        return [score + self._words_share(text) + self._holds(text) for score, text in zip(meaning, sentences, strict=True)]

    def _words_share(self, text: str) -> float:
        return _LEXICAL * len(self._words & frozenset(terms(text))) / max(1, len(self._words))

    def _holds(self, text: str) -> float:
        wanted: tuple[tuple[Kind, re.Pattern[str]], ...] = (("amount", _AMOUNT), ("time_limit", _DURATION), ("outcome", _FAULT))
        return _HELD * sum(self._kinds.get(kind, 0.0) for kind, pattern in wanted if pattern.search(text))


def _lines(row: Ranked) -> Iterator[Quotation]:
    """The paragraph in units that can be understood alone, each sub-item under its own label."""
    for item, line in row.paragraph.lines():
        whole = line.endswith(":") and len(line.split()) <= _LONG_LINE
        for unit in (line,) if whole else _units(line):
            yield Quotation(row, row.paragraph.label(item), unit)


def _units(line: str) -> Iterator[str]:
    """Sentences, one that leans on the sentence before it ("This was fault.") joined to it as it stands on the page."""
    start = end = 0
    for sentence in split_sentences(line):
        at = line.index(sentence, end)
        joined = line[start : at + len(sentence)]
        if end and not (_LEANS.match(sentence) and len(joined.split()) <= _LONG_LINE):
            yield line[start:end]
            start = at
        end = at + len(sentence)
    if end:
        yield line[start:end]


def _whole(row: Ranked) -> Iterator[Quotation]:
    """The paragraph line by line, a long line by its sentences."""
    for item, line in row.paragraph.lines():
        parts = split_sentences(line) if len(line.split()) > _LONG_LINE else (line,)
        yield from (Quotation(row, row.paragraph.label(item), part) for part in parts)


def _by_decision(ranked: Sequence[Ranked]) -> dict[int, list[Ranked]]:
    groups: dict[int, list[Ranked]] = {}
    for row in ranked:
        groups.setdefault(row.decision_id, []).append(row)
    return groups


def _remedies(query: Query, ranked: Sequence[Ranked], weigher: _Weigher) -> Selection:
    groups = _by_decision(ranked)
    findings = {i: _findings(rows, weigher) for i, rows in groups.items()}
    worth = {i: _decision_worth(rows, findings[i]) for i, rows in groups.items()}
    best = max(worth.values(), default=0.0)
    order = sorted(groups, key=lambda i: -worth[i])
    quotations: list[Quotation] = []
    for decision_id in [i for i in order if worth[i] >= _DECISION_FLOOR * best or query.names_decisions][:_MOST_DECISIONS]:
        rows = sorted(groups[decision_id], key=lambda row: row.paragraph.number)
        own = [quotation for quotation, _ in findings[decision_id][:_MOST_FINDINGS]]
        quotations += _in_page_order([*own, *list(_actions(query, rows))[:_MOST_ACTIONS]])
    return Selection(tuple(quotations), close=best >= _CLOSE or query.names_decisions)


def _decision_worth(rows: Sequence[Ranked], findings: Sequence[tuple[Quotation, float]]) -> float:
    """How well its findings match, sentence by sentence, and how well the whole of it does outside the remedy."""
    support = max((row.support for row in rows if row.paragraph.role != "action"), default=0.0)
    return support + (findings[0][1] if findings else 0.0)


def _findings(rows: Sequence[Ranked], weigher: _Weigher) -> list[tuple[Quotation, float]]:
    """The sentences in which the Ombudsman finds, best first."""
    own = [row for row in rows if row.paragraph.speaker == "ombudsman" and row.paragraph.role in {"analysis", "findings"}]
    quotations = [q for row in own[:_MOST_PASSAGES] for q in _lines(row) if not _AMOUNT.search(q.text)]  # sums are the remedy's
    scores = weigher.scores([quotation.text for quotation in quotations])
    worth = [
        (quotation, score + (_FAULT_WORTH if _FAULT.search(quotation.text) else 0.0))
        for quotation, score in zip(quotations, scores, strict=True)
    ]
    return sorted(worth, key=lambda pair: -pair[1])


def _actions(query: Query, rows: Iterable[Ranked]) -> Iterator[Quotation]:
    """What was agreed, line by line; an offer that the Ombudsman accepts as the remedy belongs to it."""
    for row in rows:
        paragraph = row.paragraph
        if paragraph.role == "action":
            quotations = [q for q in _whole(row) if _ACTION.search(q.text) or "(" in q.label or q.text.endswith(":")]
            if query.kind == "amount":
                quotations = [q for q in quotations if _AMOUNT.search(q.text) or (_has_amount(paragraph) and q.text.endswith(":"))]
            yield from quotations
        elif paragraph.speaker == "ombudsman":
            yield from (quotation for quotation in _lines(row) if _OFFER_ACCEPTED.search(quotation.text))


def _has_amount(paragraph: Paragraph) -> bool:
    return _AMOUNT.search(paragraph.text) is not None


def _best_sentences(ranked: Sequence[Ranked], weigher: _Weigher) -> Iterator[Quotation]:
    """The sentences that answer best of each paragraph that is likely to answer; a short paragraph is quoted whole."""
    rows = [row for row in ranked[:_MOST_PASSAGES] if row.score >= _PASSAGE_FLOOR * ranked[0].score]
    quotations = [quotation for row in rows for quotation in _lines(row)]
    scores = dict(zip(quotations, weigher.scores([quotation.text for quotation in quotations]), strict=True))
    picked: list[Quotation] = []
    for row in rows:
        own = [quotation for quotation in quotations if quotation.row is row]
        if sum(len(quotation.text.split()) for quotation in own) > _LONG_LINE:
            best = sorted(own, key=lambda quotation: -scores[quotation])[:_MOST_OF_PASSAGE]
            own = [part for quotation in best for part in _with_its_list(quotation, own)]
        picked.extend(own)
    distinct = list({q.text: q for q in reversed(picked)}.values())[::-1]  # the same words from several decisions count once
    for decision_id in _by_decision([q.row for q in distinct]):
        yield from _in_page_order(q for q in distinct if q.row.decision_id == decision_id)


def _with_its_list(quotation: Quotation, quotations: Sequence[Quotation]) -> list[Quotation]:
    """A sub-item says little without its lead-in, and a lead-in nothing without its sub-items."""
    beside = [q for q in quotations if q.row is quotation.row]
    if quotation.text.endswith(":"):
        return [quotation, *[q for q in beside if q.label != q.row.paragraph.label()][:_MOST_ITEMS]]
    if quotation.label != quotation.row.paragraph.label():
        return [*[q for q in beside if q.text.endswith(":")][:1], quotation]
    return [quotation]


def _in_page_order(quotations: Iterable[Quotation]) -> list[Quotation]:
    distinct = list(dict.fromkeys(quotations))
    return sorted(distinct, key=lambda q: (q.row.paragraph.number, q.row.paragraph.text.find(q.text)))
