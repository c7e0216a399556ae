"""The units that are quoted: sentences and lines of a ranked paragraph, verbatim, and how well each answers.

A sentence that leans on the one before it ("This was fault.") is joined to it as it stands on the page; a sub-item is a unit
under its own label. A unit is weighed by meaning, by words and by holding the figure asked for. Proved by tests/test_rag_units.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index import Speaker, paragraph_id, quote_speaker, split_sentences, terms
from rag.cues import Kind
from rag.evidence import Ranked
from rag.interaction import LateInteraction
from rag.query import Query
from rag.retrieve import Found

__all__ = [
    "AMOUNT",
    "DURATION",
    "LONG_LINE",
    "Quotation",
    "Weigher",
    "by_decision",
    "in_page_order",
    "joined",
    "led_up_to",
    "lines_of",
    "units_of",
    "words_in",
]

LONG_LINE = 60
"""Words; a longer line is quoted by its sentences."""

AMOUNT = re.compile(r"£\s?\d")
"""A sum: "£300"."""

DURATION = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|nine|ten|twelve|a)\s(?:working\s)?(?:day|week|month|year)s?\b", re.IGNORECASE
)
"""A length of time: "20 working days", "three months"."""

_LEXICAL = 0.1  # chosen on the development questions, as the next
_HELD = 0.1  # what a sentence gains by holding the sum, the time or the finding that is asked for
_FAULT = re.compile(r"\b(?:fault|injustice|should have|failed to|failure to|did not|not upheld|uphold)\b", re.IGNORECASE)
_LEANS = re.compile(
    r"""
    (?: This | That | These | Those | It | They | In\ this | In\ that | As\ a\ result | The\ failure | So | Had\ it | Doing\ so
      | Therefore | Because\ of\ this )\b
    """,
    re.VERBOSE,
)  # what opens a sentence that says little without the one before it
_POINTS = re.compile(
    r"""
    \b (?: this | that | such ) \s (?: additional \s | avoidable \s | further \s | significant \s )?
      (?: injustice | fault | failure | failing | delay | error | distress | uncertainty | upset | frustration | inconvenience
      | impact | loss | worry | anxiety | hardship ) \b (?! \s to \b )
    | \b (?: these | those | such ) \s (?: additional \s | avoidable \s | further \s | significant \s )?
      (?: faults | failures | failings | delays | errors | losses ) \b
    | \b (?: for | of | by | recogni[sz]e | acknowledge | reflect | remedy | address | put ) \s (?: this | these | those ) \b
      (?= \s* (?: [.;,)] | and\b | right\b | $ ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)  # what names a wrong or a harm by pointing back to it: "£300 to recognise that injustice", "an apology for this."


@dataclass(frozen=True, slots=True)
class Quotation:
    """A verbatim unit and the ranked paragraph it stands in.

    `label` names a sub-item ("54(b)") when it is one; `lead` is what the ledger knows of it ("Payment of £300, within one month"),
    and `limit` the unit of another paragraph where its time limit stands.
    """

    row: Ranked
    label: str
    text: str
    lead: str = ""
    limit: Quotation | None = None

    @property
    def voice(self) -> Speaker:
        """Who says it, which within a finding can be somebody else than the Ombudsman."""
        return quote_speaker(self.row.paragraph.text, self.row.paragraph.role, self.text)


class Weigher:
    """Scores units against the question, each in the context of its paragraph."""

    def __init__(self, query: Query, found: Found, interaction: LateInteraction) -> None:
        self._question = query.meant
        self._kinds = found.kinds
        self._interaction = interaction
        self._words = frozenset(query.words)

    def best(self, quotations: Sequence[Quotation], most: int) -> list[Quotation]:
        """The units that answer best, best first."""
        scores = self.scores(quotations)
        return [quotations[at] for at in sorted(range(len(scores)), key=lambda at: -scores[at])[:most]]

    def passage(self, units: Sequence[Quotation], most: int) -> list[Quotation]:
        """The units of a paragraph in at most so many words: all where they have no more, or else those that answer best."""
        kept = list(units)
        if words_in(units) > most:
            kept = []
            for unit in self.best(units, len(units)):
                parts = [part for part in _with_its_lead_in(unit, units) if part not in kept]
                if not kept or words_in([*kept, *parts]) <= most:
                    kept += parts
        return joined(in_page_order(kept))

    def scores(self, quotations: Sequence[Quotation]) -> list[float]:
        """One score a unit: meaning, words, and holding what this kind of question asks for."""
        met: dict[Quotation, float] = {}
        for row in dict.fromkeys(one.row for one in quotations):
            own = [one for one in quotations if one.row == row]
            number = paragraph_id(row.decision_id, row.paragraph.number)
            scores = self._interaction.parts(self._question, number, row.paragraph, [one.text for one in own])
            met |= dict(zip(own, scores, strict=True))
        return [met[one] + self._words_share(one.text) + self._holds(one.text) for one in quotations]

    def _words_share(self, text: str) -> float:
        return _LEXICAL * len(self._words & frozenset(terms(text))) / max(1, len(self._words))

    def _holds(self, text: str) -> float:
        wanted: tuple[tuple[Kind, re.Pattern[str]], ...] = (
            ("amount", AMOUNT),
            ("time_limit", DURATION),
            ("outcome", _FAULT),
            ("remedy", _FAULT),  # of a remedy's findings, the one that says what was wrong
        )
        return _HELD * sum(self._kinds.get(kind, 0.0) for kind, pattern in wanted if pattern.search(text))


def units_of(row: Ranked) -> Iterator[Quotation]:
    """The paragraph in units that can be understood alone, each sub-item under its own label."""
    for item, line in row.paragraph.lines():
        whole = line.endswith(":") and len(line.split()) <= LONG_LINE
        for unit in (line,) if whole else _units(line):
            yield Quotation(row, row.paragraph.label(item), unit)


def _with_its_lead_in(unit: Quotation, units: Sequence[Quotation]) -> list[Quotation]:
    """A sub-item says little without its lead-in."""
    if unit.label == unit.row.paragraph.label():
        return [unit]
    return [*[one for one in units if one.label == one.row.paragraph.label() and one.text.endswith(":")][:1], unit]


def _units(line: str) -> Iterator[str]:
    start = end = 0
    for sentence in split_sentences(line):
        at = line.index(sentence, end)
        joined = line[start : at + len(sentence)]
        if end and not (_LEANS.match(sentence) and len(joined.split()) <= LONG_LINE):
            yield line[start:end]
            start = at
        end = at + len(sentence)
    if end:
        yield line[start:end]


def led_up_to(line: str, text: str) -> str:
    """A part of a line that points back to a wrong or a harm, with the sentences before it that tell of it.

    As long as few words do, and without another sum; a part that stands in the line twice, or not at all, is left as it is.
    """
    if line.count(text) != 1 or not _POINTS.search(text):
        return text
    before, at = list[tuple[int, str]](), 0
    start = line.index(text)
    for sentence in split_sentences(line[:start]):
        at = line.index(sentence, at)
        before.append((at, sentence))
        at += len(sentence)
    end, is_open = start + len(text), True
    while before and is_open:
        at, sentence = before.pop()
        if AMOUNT.search(sentence) or len(line[at:end].split()) > LONG_LINE:
            break
        start, is_open = at, bool(_LEANS.match(sentence) or _POINTS.search(sentence))
    return line[start:end]


def lines_of(row: Ranked) -> Iterator[Quotation]:
    """The paragraph line by line, a long line by its sentences."""
    for item, line in row.paragraph.lines():
        parts = split_sentences(line) if len(line.split()) > LONG_LINE else (line,)
        yield from (Quotation(row, row.paragraph.label(item), part) for part in parts)


def by_decision(ranked: Iterable[Ranked]) -> dict[int, list[Ranked]]:
    """The rows of each decision, decisions and rows in the order in which they come."""
    groups: dict[int, list[Ranked]] = {}
    for row in ranked:
        groups.setdefault(row.decision_id, []).append(row)
    return groups


def in_page_order(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Each once, as they stand on the page of one decision."""
    distinct = list(dict.fromkeys(quotations))
    return sorted(distinct, key=lambda q: (q.row.paragraph.number, q.row.paragraph.text.find(q.text)))


def joined(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Units that follow one another in one line of the page, as one quotation; the units in the order of the page."""
    out: list[Quotation] = []
    for unit in quotations:
        whole = _together(out[-1], unit) if out else None
        if whole is None:
            out.append(unit)
        else:
            out[-1] = whole
    return out


def _together(first: Quotation, second: Quotation) -> Quotation | None:
    """Both as one, from the first's beginning to the second's end; None where something stands between them."""
    plain = not (first.lead or second.lead or first.limit or second.limit)
    if not plain or (first.row, first.label) != (second.row, second.label):
        return None
    text = first.row.paragraph.text
    start = text.find(first.text)
    at = text.find(second.text, start + len(first.text))
    between = text[start + len(first.text) : at]
    if start < 0 or at < 0 or between.strip() or "\n" in between:
        return None
    return replace(first, text=text[start : at + len(second.text)])


def words_in(quotations: Iterable[Quotation]) -> int:
    """How many words these quote."""
    return sum(len(quotation.text.split()) for quotation in quotations)
