"""What a question asks for: kind, references and authorities named, narrowing filters, and whether it can be served at all.

Contract: pure; what is known of the store (its authorities, its outcomes, how its words are spelled) comes from outside, as does
the day. A follow-up is resolved to a whole question by rule (rag/history.py), slips are put right (rag/spelling.py), times and
outcomes narrow the search only where they plainly speak of decisions (rag/dates.py, rag/filters.py), and the reader is told of
each. Reading a question never fails; an empty or endless one is a UsageError before it gets here.
Proved by tests/test_rag_query.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Filters, Reference, UsageError, normalise_text, terms
from rag.counting import asks_statistic
from rag.cues import KIND_CUES, OUT_OF_SCOPE, Kind, is_about_powers
from rag.dates import Period, read_period
from rag.filters import read_outcome
from rag.history import chosen_decisions, cited_decisions, is_follow_up, looks_beyond, stands_alone, swap, swap_name
from rag.names import absent_authorities, excluded_authorities, name_pattern, named_authorities, own_words
from rag.records import Turn
from rag.vocabulary import widening_words

__all__ = ["LONGEST_QUESTION", "Known", "Query", "read_query"]

LONGEST_QUESTION = 4_000
"""Characters; a question beyond this is a document, and the model would read only its first page."""

_PARAGRAPHS = re.compile(
    r"""
    \bpara(?:graph)?s?\.?\s?(?P<first>\d{1,3})\b                    # "paragraph 54", "para 38"
    (?:\s?(?P<joint>to|-|–|and|,|&)\s?(?P<last>\d{1,3})\b(?![\s-]\d))?   # "paras 3 and 4", "paragraphs 3-5"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST_CITED = 3  # decisions of an earlier answer that a follow-up is asked of
_SAYS_NOTHING = re.compile(
    r"\b(?:(?:do|did|does|ca|wo|would|could|should|is|was|are|were|has|have|had)nt|wud|cud|shud|cos|coz|becos|becuz|cuz|pls|plz|im|ive|ur|u)\b",
    re.IGNORECASE,
)
"""Small words as they are typed in haste: they carry no meaning, and are in no index to say so."""


def _as_typed(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a store when a question is read; the day is None where no clock is at hand."""

    authorities: Sequence[str] = ()
    outcomes: Sequence[str] = ()
    today: date | None = None
    correct: Callable[[str], str] = _as_typed


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read.

    `text` is the whole question that is searched, `resolved` whether a follow-up was completed from the history or a slip put
    right, `follow_up` whether it was the first; `named` are the authorities the question itself names, `mentioned` those it names
    beside a reference, `excluded` those it sets aside, `absent` the councils it names of which the store has no decision,
    `paragraphs` the paragraph numbers; `period` and `outcome` are what it narrows itself to; `statistic` whether it asks for a
    count or a usual sum over decisions; `refusal` is the reason when it cannot be served.
    """

    question: str
    text: str
    kind: Kind
    filters: Filters
    references: tuple[Reference, ...] = ()
    named: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()
    period: Period | None = None
    outcome: str | None = None
    statistic: bool = False
    about_powers: bool = False
    resolved: bool = False
    follow_up: bool = False
    refusal: str | None = None

    @property
    def names_decisions(self) -> bool:
        """Whether it names the decisions it is about, by reference or by authority."""
        return bool(self.references or self.named)

    @property
    def several(self) -> bool:
        """Whether it names more than one."""
        return len(self.references) + len(self.named) > 1

    @property
    def notices(self) -> tuple[str, ...]:
        """How the question was read, where that is not as it stands."""
        lines = [f"Read as: {self.text}"] if self.resolved else []
        if self.period:
            lines.append(f"Decisions {self.period.name}; any without a date are left out.")
        if self.outcome:
            lines.append(f"Decisions with the outcome “{self.outcome}”.")
        lines += [f"Decisions about {name} are left out." for name in self.excluded]
        return tuple(lines)

    @property
    def topic(self) -> str:
        """The text without what is looked up rather than searched: references, names of authorities, the time of the decisions."""
        bare = self._unnamed(" ")
        return bare.replace(self.period.words, " ") if self.period else bare

    @property
    def meant(self) -> str:
        """The text whose meaning is searched: a decision says "the Council" where the question names it."""
        return re.sub(r"(?:\bthe )?the Council(?:\s+the Council)*", "the Council", self._unnamed("the Council"))

    def _unnamed(self, instead: str) -> str:
        """The text with something else for each reference and each word of an authority's name."""
        bare = self.text
        for reference in self.references:
            spelled = r"[\s\-–/.]*".join(map(re.escape, reference.split()))
            bare = re.sub(spelled, instead, bare, flags=re.IGNORECASE)
        for name in (*self.named, *self.mentioned, *self.excluded):
            for word in own_words(name):
                bare = re.sub(rf"\b{re.escape(word)}\b", instead, bare, flags=re.IGNORECASE)
        return bare

    @property
    def words(self) -> tuple[str, ...]:
        """The stemmed words it is searched by."""
        return tuple(dict.fromkeys(terms(_SAYS_NOTHING.sub(" ", self.topic))))

    @property
    def also(self) -> tuple[str, ...]:
        """The field's words for what the question says in a layman's; searched too, and weighed less."""
        own = frozenset(self.words)
        return tuple(word for word in widening_words(self.topic) if word not in own)


def read_query(
    question: str,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    authorities: Sequence[str] = (),
    known: Known | None = None,
) -> Query:
    """Read a question.

    Raises:
        UsageError: it is empty or longer than LONGEST_QUESTION.
    """
    asked = normalise_text(question.encode("utf-8", "ignore").decode())  # half characters can come in through JSON
    if not any(char.isalnum() for char in asked):
        message = "got an empty question; expected a question in words"
        raise UsageError(message)
    if len(asked) > LONGEST_QUESTION:
        message = (
            f"got a question of {len(asked):,} characters; expected at most {LONGEST_QUESTION:,}: ask about one point at a time"
        )
        raise UsageError(message)
    store = known or Known(authorities)
    query = _read_alone(asked, store.authorities)
    if not query.refusal and (corrected := store.correct(asked)) != asked:
        query = replace(_read_alone(corrected, store.authorities), question=asked, resolved=True)
    if history and is_follow_up(query.text, query.words, query.references):
        query = replace(_completed(query, history, store.authorities), follow_up=True)
    return _narrowed(query, filters or Filters(), store)


def _narrowed(query: Query, filters: Filters, store: Known) -> Query:
    """The query with its filters: those given, and those it speaks itself, unless it names its decisions by reference."""
    if query.references:
        if not filters.references and not _measured_by_one(query):
            filters = replace(filters, references=query.references)
        return replace(query, filters=filters)
    counting = asks_statistic(query.text)
    dated = filters.since or filters.until
    period = read_period(query.text, store.today, counting=counting) if store.today and not dated else None
    outcome = None if filters.outcome else read_outcome(query.text, store.outcomes)
    if period:
        filters = replace(filters, since=period.since, until=period.until)
    if outcome:
        filters = replace(filters, outcome=outcome)
    return replace(query, filters=filters, period=period, outcome=outcome, statistic=counting)


def _measured_by_one(query: Query) -> bool:
    """Whether one named decision is only the measure for others: "which cases differ from 24 012 183?"."""
    return query.kind == "comparison" and len(query.references) == 1


def _read_alone(asked: str, authorities: Sequence[str]) -> Query:
    references = Reference.find_all(asked)
    plain = asked.replace("’", "'")
    excluded = excluded_authorities(asked, authorities)
    named = tuple(name for name in named_authorities(asked, authorities) if name not in excluded)
    return Query(
        question=asked,
        text=asked,
        kind=next((kind for kind, cue in KIND_CUES if cue.search(plain)), "facts"),
        filters=Filters(),
        references=references,
        named=() if references else named,
        mentioned=named if references else (),
        excluded=excluded,
        absent=absent_authorities(asked, authorities),
        paragraphs=_paragraph_numbers(asked),
        about_powers=is_about_powers(plain),
        refusal=next((reason for pattern, reason in OUT_OF_SCOPE if pattern.search(plain)), None),
    )


def _paragraph_numbers(asked: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for match in _PARAGRAPHS.finditer(asked):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        spans = match["joint"] is not None and match["joint"].lower() in {"to", "-", "–"} and first < last
        numbers.extend(range(first, last + 1) if spans else dict.fromkeys((first, last)))
    return tuple(dict.fromkeys(numbers))


def _completed(query: Query, history: Sequence[Turn], authorities: Sequence[str]) -> Query:
    """The follow-up with what it leans on: the last question that stood by itself, and the decisions its answer cited."""
    earlier = next((turn for turn in reversed(history) if stands_alone(terms(turn.question))), history[-1])
    before = _read_alone(normalise_text(earlier.question)[:LONGEST_QUESTION], authorities)
    cited = next((found for turn in reversed(history) if (found := cited_decisions(turn.answer))), ())
    shown = before.references or cited[:_MOST_CITED]
    swapped, same = swap_name(before.text, query.text, _name_patterns(before), _name_patterns(query)), False
    if not swapped:
        swapped, same = swap(before.text, query.text)
    if swapped:
        whole = _read_alone(swapped[:LONGEST_QUESTION], authorities)
        kept = shown if same and not whole.named and not asks_statistic(swapped) else whole.references
        kind = whole.kind if whole.kind != "facts" else before.kind
        return replace(whole, question=query.question, kind=kind, references=kept, resolved=True)
    chosen, words = chosen_decisions(query.text, cited)
    picked = len(chosen) == 1 and before.kind == "comparison"  # one of those compared is asked about by itself
    said = query.text.replace(words, f"{words} ({', '.join(chosen)})", 1) if chosen else query.text
    references: tuple[Reference, ...] = query.references or chosen
    if not references and not query.named and not looks_beyond(query.text, wants_remedy=query.kind in _OF_ONE_DECISION):
        references = shown
    return replace(
        query,
        text=f"{before.text.rstrip('?. ')}; {said}"[:LONGEST_QUESTION],
        kind=query.kind if query.kind != "facts" or picked else before.kind,
        references=references,
        named=query.named or (() if references else before.named),
        mentioned=query.mentioned or (before.named if references else ()),
        resolved=True,
    )


_OF_ONE_DECISION: frozenset[Kind] = frozenset(["remedy", "amount", "time_limit", "outcome", "wish"])
"""Kinds whose short follow-up ("what about training?") asks more about the decisions that were just shown."""


def _name_patterns(query: Query) -> tuple[str, ...]:
    """A pattern for each decision or council that a question names."""
    spelled = [r"[\s\-–/.]*".join(map(re.escape, reference.split())) for reference in query.references]
    return (*spelled, *map(name_pattern, query.named))
