"""What a question asks for: kind, references and authorities named, narrowing filters, and whether it can be served at all.

Contract: pure; the only facts from outside are the store's authority names. A follow-up is resolved to a whole question by rule:
what an earlier turn named is carried over, and the reader is told. Reading a question never fails; an empty or endless one is a
UsageError before it gets here. Proved by tests/test_rag_query.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from index import Filters, Reference, UsageError, normalise_text, terms
from rag.cues import KIND_CUES, OUT_OF_SCOPE, Kind, is_about_powers, leans_on_history
from rag.records import Turn

__all__ = ["LONGEST_QUESTION", "Query", "read_query"]

LONGEST_QUESTION = 4_000
"""Characters; a question beyond this is a document, and the model would read only its first page."""

_PARAGRAPHS = re.compile(
    r"""
    \bpara(?:graph)?s?\.?\s?(?P<first>\d{1,3})\b                    # "paragraph 54", "para 38"
    (?:\s?(?P<joint>to|-|–|and|,|&)\s?(?P<last>\d{1,3})\b(?![\s-]\d))?   # "paras 3 and 4", "paragraphs 3-5"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_QUESTION = 2  # content words: with so few, a question leans on the one before
_FOLLOW_UP_WORDS = 14  # a longer question says what it is about itself

_COMMON_AUTHORITY_WORDS = frozenset(
    """
    council county city borough metropolitan district london royal of and the trust nhs foundation limited
    school north south east west
    """.split()
)
_FULL_NAME = re.compile(
    r"""
    \b(?P<own>(?:[A-Z][A-Za-z'’-]+\ (?:(?:and|upon|of|on|in|the|&)\ )*){1,4})  # "Suffolk "
    (?:(?:County|City|Borough|District|Metropolitan|London)\ )*
    (?:Council|County|Borough)\b
    """,
    re.VERBOSE,
)
_OPENERS = frozenset(
    """
    a an and any are as at because before both but can could councils did do does each every find for from had has have how if in
    is its local may might must my no not of on one other our same shall should show so some than that the their there these they
    this those though to was we were what when where whether which while who whose why will with would your another
    parish town unitary authority accept accepts accepted
    """.split()
)
"""Words that stand with a capital before "Council" and name none."""

_ALSO_WORDS = frozenset(["reading", "bath", "bury"])  # councils whose name opens a sentence as a word like any other
_SHORTEST_STEM = 4  # letters; a shorter stem is a common word
_AFTER_A_NAME = frozenset(["council", "county", "city", "borough", "case", "decision", "s"])


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read.

    `text` is the whole question that is searched, `resolved` whether a follow-up was completed from the history; `named` are the
    authorities the question itself names, `absent` the councils it names of which the store has no decision, `paragraphs` the
    paragraph numbers; `refusal` is the reason when it cannot be served.
    """

    question: str
    text: str
    kind: Kind
    filters: Filters
    references: tuple[Reference, ...] = ()
    named: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()
    about_powers: bool = False
    resolved: bool = False
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
    def words(self) -> tuple[str, ...]:
        """The stemmed words it is searched by: references and authority names are looked up, not searched."""
        bare = self.text
        for reference in self.references:
            spelled = r"[\s\-–/.]*".join(map(re.escape, reference.split()))
            bare = re.sub(spelled, " ", bare, flags=re.IGNORECASE)
        for name in self.named:
            for word in _own_words(name):
                bare = re.sub(rf"\b{re.escape(word)}\b", " ", bare, flags=re.IGNORECASE)
        return tuple(dict.fromkeys(terms(bare)))


def read_query(
    question: str,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    authorities: Sequence[str] = (),
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
    query = _read_alone(asked, authorities)
    if history and _is_follow_up(query):
        query = _completed(query, history, authorities)
    narrowed = filters or Filters()
    if query.references and not narrowed.references and not _looks_beyond(query):
        narrowed = replace(narrowed, references=query.references)
    return replace(query, filters=narrowed)


def _looks_beyond(query: Query) -> bool:
    """Whether one named decision is only the measure for others: "which cases differ from 24 012 183?"."""
    return query.kind == "comparison" and len(query.references) == 1


def _read_alone(asked: str, authorities: Sequence[str]) -> Query:
    references = Reference.find_all(asked)
    plain = asked.replace("’", "'")
    return Query(
        question=asked,
        text=asked,
        kind=next((kind for kind, cue in KIND_CUES if cue.search(plain)), "facts"),
        filters=Filters(),
        references=references,
        named=() if references else _named_authorities(asked, authorities),
        absent=_absent_authorities(asked, authorities),
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


def _named_authorities(text: str, authorities: Sequence[str]) -> tuple[str, ...]:
    """Authorities whose own words ("West Northamptonshire", "Cornwall") stand in the question; "Herts" stands for Hertfordshire.

    A word counts as a name with a capital, or in lower case right before "council" or "case". Of two names that share their own
    words the one that is spelled out further is meant: "West Northamptonshire" is not "Northamptonshire".
    """
    words = re.findall(r"[A-Za-z]+", text)
    named_words = {word.lower() for at, word in enumerate(words) if _is_name(word, words[at + 1 : at + 2], first=at == 0)}
    matched = {
        name: len(frozenset(_all_words(name)) & named_words)
        for name in authorities
        if (own := _own_words(name)) and all(word in named_words or _short_form(word, named_words) for word in own)
    }
    return tuple(
        name
        for name, count in matched.items()
        if not any(_own_words(other) == _own_words(name) and more > count for other, more in matched.items())
    )


def _absent_authorities(text: str, authorities: Sequence[str]) -> tuple[str, ...]:
    """Councils named in full ("Suffolk County Council") that share no word of their own with any authority of the store."""
    known = {word for name in authorities for word in _own_words(name)}
    absent = []
    for match in _FULL_NAME.finditer(text):
        words = match["own"].split()
        while words and (words[0].lower() in _OPENERS or words[0].lower() in _COMMON_AUTHORITY_WORDS):
            words.pop(0)
        if words and not {word.strip("'’-").lower() for word in words} & known:
            absent.append(f"{' '.join(words)} {match[0][match.end('own') - match.start() :]}")
    return tuple(dict.fromkeys(absent))


def _is_name(word: str, following: Sequence[str], *, first: bool) -> bool:
    named = bool(following) and following[0].lower() in _AFTER_A_NAME
    if first and word.lower() in _ALSO_WORDS:
        return named
    return word[0].isupper() or named


def _all_words(authority: str) -> list[str]:
    return re.sub(r"[^a-z]+", " ", authority.lower()).split()


def _own_words(authority: str) -> tuple[str, ...]:
    return tuple(word for word in _all_words(authority) if word not in _COMMON_AUTHORITY_WORDS)


def _short_form(word: str, named_words: Collection[str]) -> bool:
    """County names cut in the usual way: Herts, Northants, Wilts, Bucks, Notts, Staffs."""
    stem = re.sub(r"(?:ord|ampton|ing|ingham|ham)?shire$", "", word)
    if len(stem) < _SHORTEST_STEM or not word.endswith("shire"):
        return False
    stems = {stem, stem.removesuffix("f"), re.sub(r"(?:ingham|ford|ord)shire$", "", word)}
    return any(f"{cut}{ending}" in named_words for cut in stems for ending in ("s", "ants", "ts"))


def _is_follow_up(query: Query) -> bool:
    if query.references and len(re.findall(r"[A-Za-z]{2,}", query.text)) > _NO_QUESTION:
        return False  # a bare reference continues the earlier question, one with a question of its own does not
    return len(query.text.split()) <= _FOLLOW_UP_WORDS and (leans_on_history(query.text) or len(query.words) <= _NO_QUESTION)


def _completed(query: Query, history: Sequence[Turn], authorities: Sequence[str]) -> Query:
    """The follow-up with what it leans on: the last question that stood by itself, and the decisions its answer cited."""
    earlier = next((turn for turn in reversed(history) if len(terms(turn.question)) > _NO_QUESTION), history[-1])
    before = _read_alone(normalise_text(earlier.question)[:LONGEST_QUESTION], authorities)
    references = query.references or before.references or Reference.find_all(normalise_text(history[-1].answer))[:3]
    text = f"{before.text.rstrip('?. ')}; {query.text}"[:LONGEST_QUESTION]
    kind = query.kind if query.kind != "facts" else before.kind
    named = query.named or (() if references else before.named)
    return replace(query, text=text, kind=kind, references=references, named=named, resolved=True)
