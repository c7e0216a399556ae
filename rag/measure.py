"""What a statistical question counts: which remedies, outcomes or sums, grouped by what, and about which topic.

Contract: pure reading of the question's own words. What is left of the question when the words of counting, of remedies and of
decisions are taken away is its topic. Proved by tests/test_rag_measure.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index import HEADS, KINDS, terms

__all__ = ["Group", "Measure", "read_measure"]

Group = Literal["year", "category", "authority", "outcome", "kind"]


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. Kinds and heads are those of the remedy ledger, sums are in pounds.

    `sums` asks for amounts rather than for decisions, `mean` and `total` for these beside the middle one, `pick` for one of them;
    `joint` wants all kinds in one decision; `councils` counts authorities and `remedies` remedies rather than decisions, `reports`
    only public reports; `rate` is the period of a rate ("per_month"); `outcomes` are in lower case; `topic` is what is left of the
    question, in its own words, and `topic_words` its stems.
    """

    kinds: tuple[str, ...] = ()
    joint: bool = False
    head: str | None = None
    sums: bool = False
    mean: bool = False
    total: bool = False
    pick: Literal["highest", "lowest"] | None = None
    low: float | None = None
    high: float | None = None
    rate: str | None = None
    outcomes: tuple[str, ...] = ()
    by: Group | None = None
    councils: bool = False
    remedies: bool = False
    reports: bool = False
    topic: str = ""
    topic_words: tuple[str, ...] = ()


_KINDS: dict[str, re.Pattern[str]] = {
    "payment": _cue(
        r"\b(?:payments? | pa(?:id|ys?|ying)\b | sums?\b | amounts?\b | compensation | money | awards?\b | payouts?"
        r" | financial\ remed\w+)"
    ),
    "refund": _cue(r"\b(?:refund\w* | reimburs\w+ | repa(?:id|y\w*) | waive\w*)"),
    "apology": _cue(r"\b(?:apolog\w+ | sa(?:y|id)\ sorry)"),
    "training": _cue(r"\b(?:(?:staff\ )?train(?:ing|ed)? | remind(?:ers?|ed)? | brief(?:ed|ing)s?)\b(?:\ (?:of|for)\ staff)?"),
    "service_improvement": _cue(r"\b(?:service\ improvements? | action\ plans?)\b"),
    "reassessment": _cue(r"\b(?:reassess\w* | (?:new|fresh)\ assessments?)\b"),
    "review": _cue(r"\breview(?:s|ed|ing)?\b(?!\ panel)"),
}
"""How the kinds of the ledger are spoken of; "other" has no name of its own."""
_HEADS: dict[str, re.Pattern[str]] = {
    "time_and_trouble": _cue(r"\btime\ (?:and|&)\ trouble | \bhassle | \bbother\b"),
    "lost_education": _cue(
        r"\b(?:missed|lost|missing|loss\ of)\ (?:special\ educational\ )?(?:education|school(?:ing)?|tuition|provision)\b"
    ),
    "lost_appeal": _cue(r"\b(?:lost|delayed|right\ of|rights?\ to)\ (?:rights?\ (?:of|to)\ )?(?:an?\ )?appeals?\b"),
    "quantifiable_loss": _cue(r"\b(?:financial|quantifiable)\ loss(?:es)?\b"),
    "lost_service": _cue(r"\b(?:lost|missed|loss\ of)\ (?:services?|support|care|respite|short\ breaks?)\b"),
    "uncertainty": _cue(r"\buncertaint(?:y|ies)\b"),
    "distress": _cue(r"\b(?:distress | upset\b | worry\b | anxiety | frustration)"),
}  # fmt: skip
"""How the heads of the ledger are spoken of."""
assert frozenset(_KINDS) <= frozenset(KINDS)
assert frozenset(_HEADS) <= frozenset(HEADS)

_DIGITS = r"(?P<{}>\d[\d,]*(?:\.\d\d)?)"
_POUNDS = rf"(?: £\s?{_DIGITS} | {_DIGITS}\ ?pounds )"
_SIGNED = rf"£\s?{_DIGITS}"
_LOW = _cue(
    rf"\b(?:over|more\ than|at\ least|above|exceeding|from)\ {_POUNDS.format('after', 'after_named')}"
    rf" | {_SIGNED.format('before')}\ (?:or|and)\ (?:more|over|above)"
)
_HIGH = _cue(
    rf"\b(?:under|less\ than|below|up\ to|at\ most)\ {_POUNDS.format('after', 'after_named')}"
    rf" | {_SIGNED.format('before')}\ (?:or|and)\ (?:less|under|below)"
)
_BETWEEN = _cue(rf"\bbetween\ {_SIGNED.format('low')}\ and\ {_SIGNED.format('high')}")
_RATE = _cue(r"\b(?:per|a|each|every|for\ each|for\ every)\ (?P<unit>month|week|term)\b | \b(?P<adverb>month|week)ly\b")
_HIGHEST = _cue(r"\b(?:highest|largest|biggest|greatest|maximum|most\ (?:ever\ )?paid)\b")
_LOWEST = _cue(r"\b(?:lowest|smallest|minimum)\b")
_MEAN = _cue(r"\b(?:average|mean)\b")
_TOTAL = _cue(r"\b(?:total|in\ all|altogether|all\ together)\b")
_SUMS = _cue(
    r"\b(?:how\ much | median | average | mean\b | usual(?:ly)? | typical(?:ly)? | normal(?:ly)? | generally | as\ a\ rule"
    r" | ranges?\b | mostly | what\ sums?)"
)
_UPHELD = _cue(r"\b(?:not[ -]upheld|upheld|uphold|closed(?:\ after\ initial\ enquiries)?)\b")
_BY: tuple[tuple[Group, re.Pattern[str]], ...] = (
    ("year", _cue(r"\b(?:by|each|every|per)\ year\b | \bwhich\ years?\b | \byear\ by\ year\b")),
    ("outcome", _cue(r"\bby\ outcome\b | \bwhich\ outcomes?\b")),
    ("category", _cue(r"\b(?:by|each|per|which|rank\ the)\ (?:categor(?:y|ies)|subjects?)\b")),
    ("authority", _cue(r"\b(?:by|each|per|which|rank\ the)\ (?:councils?|authorit(?:y|ies))\b")),
    ("kind", _cue(r"\bby\ kind\b | \b(?:which\ (?:kinds?\ of\ )?|most\ common\ |commonest\ )remed(?:y|ies)\b")),
)  # fmt: skip
_REPORTS = _cue(r"\bpublic\ (?:interest\ )?reports?\b")
_COUNCILS = _cue(r"\bhow\ many\ (?:different\ )?(?:councils|authorities)\b")
_REMEDIES = _cue(r"\b(?:how\ many|number\ of)\ (?:\w+\ ){0,2}?(?:payments|refunds|apologies|service\ improvements|reviews)\b")
_COUNTING = _cue(
    r"""
    \b(?: how\ (?:many|much|often) | what\ (?:is|are|was|were) | in\ how\ many | number\ of
      | (?:what\ )?(?:share|proportion|percentage|fraction|per\ cent|range)\ of | for\ each | in\ the\ (?:index|store) | in\ total
      | or\ more | or\ less )\b
    """
)
_EMPTY = frozenset(
    terms(
        """
        decision decisions case cases complaint complaints statement report reports council councils authority authorities ombudsman
        index indexed store published public agree agreed agreement recommend recommended award awarded given give gave pay paid
        made make found find finding include included includes contain got get received receive typical typically usual usually
        normal normally average median mean share percentage proportion number count total highest lowest largest smallest biggest
        greatest maximum minimum common commonest remedy remedies kind kinds most fewest least both either number rank category
        outcome year sum amount range there ever alone where when each per different separate separately show list tell what
        district borough county city metropolitan london royal
        altogether generally mostly people person complainant complainants said says fault pounds figure figures
        """
    )
)
"""Words of counting and of every decision: what is left beside them is the topic."""


def read_measure(question: str, *, narrowed_by_outcome: bool = False) -> Measure:
    """What a question counts.

    `narrowed_by_outcome` where its outcome narrows the decisions ("the share of upheld decisions that ...") and is not counted.
    """
    text = question.replace("’", "'")
    head = next((name for name, cue in _HEADS.items() if cue.search(text)), None)
    outcomes = () if narrowed_by_outcome else _outcomes(text)
    by = next((group for group, cue in _BY if cue.search(text)), None)
    sums = bool(
        _SUMS.search(text)
        or _HIGHEST.search(text)
        or _LOWEST.search(text)
        or (_TOTAL.search(text) and _KINDS["payment"].search(text))
    )
    kinds = tuple(name for name, cue in _KINDS.items() if cue.search(text))
    sums = sums and not outcomes and by != "kind" and bool(head or not kinds or {"payment", "refund"} & set(kinds))
    low, high = _bounds(text)
    if not kinds and (sums or head or low or high):
        kinds = ("payment",)
    kept = head if {"payment", "refund"} & set(kinds) else None
    rate = _RATE.search(text)
    topic = _topic(text, kept, outcomes or narrowed_by_outcome)
    return Measure(
        kinds=kinds,
        joint="both" in text.lower().split() and len(kinds) > 1,
        head=kept,
        sums=sums,
        mean=sums and _MEAN.search(text) is not None,
        total=sums and _TOTAL.search(text) is not None,
        pick="highest" if sums and _HIGHEST.search(text) else "lowest" if sums and _LOWEST.search(text) else None,
        low=low,
        high=high,
        rate=f"per_{(rate['unit'] or rate['adverb']).lower()}" if rate and sums else None,
        outcomes=outcomes,
        by=by,
        councils=_COUNCILS.search(text) is not None,
        remedies=_REMEDIES.search(text) is not None,
        reports=_REPORTS.search(text) is not None,
        topic=topic,
        topic_words=_content(topic),
    )


def _outcomes(text: str) -> tuple[str, ...]:
    names = {"uphold": "upheld", "not-upheld": "not upheld", "closed": "closed after initial enquiries"}
    found = (match[0].lower() for match in _UPHELD.finditer(text))
    return tuple(dict.fromkeys(names.get(name, name) for name in found))


def _bounds(text: str) -> tuple[float | None, float | None]:
    if between := _BETWEEN.search(text):
        return _pounds(between["low"]), _pounds(between["high"])
    return _bound(_LOW.search(text)), _bound(_HIGH.search(text))


def _bound(match: re.Match[str] | None) -> float | None:
    return _pounds(match["after"] or match["after_named"] or match["before"]) if match else None


def _pounds(text: str) -> float:
    return float(text.replace(",", ""))


def _topic(text: str, head: str | None, outcomes: object) -> str:
    """The question without the words that are counted by, in its own words, what says nothing cut off at both ends."""
    cues: Sequence[re.Pattern[str]] = (
        *(cue for _, cue in _BY),
        _REPORTS, _BETWEEN, _LOW, _HIGH, _RATE, _COUNTING, _SUMS, _HIGHEST, _LOWEST, _TOTAL,
        *_KINDS.values(),
        *((_HEADS[head],) if head else ()),
        *((_UPHELD,) if outcomes else ()),
    )  # fmt: skip
    for cue in cues:
        text = cue.sub(" | ", text)
    parts = [_trimmed(part) for part in re.split(r"[|?!;]|\.(?:\s|$)", text)]
    return ", ".join(part for part in parts if part)


def _trimmed(part: str) -> str:
    """A part without the words at its ends that say nothing."""
    words = part.replace(",", " ").split()
    while words and not _content(words[0]):
        words.pop(0)
    while words and not _content(words[-1]):
        words.pop()
    return " ".join(words)


def _content(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in terms(text) if word not in _EMPTY and not word.isdigit()))
