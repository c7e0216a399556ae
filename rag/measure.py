"""What a statistical question counts: which remedies, outcomes or sums, grouped by what, and about which topic.

Contract: pure reading of the question's own words. What is left of the question when the words of counting, of remedies and of
decisions are taken away is its topic. Proved by tests/test_rag_measure.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index import HEADS, KINDS
from rag.topic import Topic, read_topic

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
    question, in its own words, `topic_words` its stems; `without` wants the decisions that lack the kinds; `unread` is what is left
    and not understood, a year among it, since one that dates the decisions is a filter and not left.
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
    unread: str = ""
    without: bool = False


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

_PAID = _cue(r"\b(?:payments? | pa(?:id|ys?|ying) | compensation | awards? | payouts? | remed\w+)\b")
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
_LACKED = r"(?:remed | apolog | payment | paid\b | pay\b | refund | train | service\ improvement | compensation | money)"
_NEGATED = _cue(
    rf"""
      \b(?:no|without)\b (?=\ (?:an?\ |any\ |financial\ )?{_LACKED})
    | \b(?: (?:do|did|does|have|had|has)(?:\ not|n't) | never )\b
      (?=\ (?:(?:include|agree|have|lead|led|get|receive|make|made|contain|offer|involve|result|end|to|an?|any|in|with)\ ){{0,4}}
        {_LACKED})
    """
)
"""Asks how many have not: "without an apology", "did not agree a payment"."""
_RATE = _cue(r"\b(?:per|a|each|every|for\ each|for\ every)\ (?P<unit>month|week|term)\b | \b(?P<adverb>month|week)ly\b")
_ANYONE = r"""
    (?:that\ )?
    (?: any(?:one|body) | someone | people | complainants | families | councils
      | (?:a|any|the)\ (?:council|complainant|family|person) )\b
    (?=.{0,40}\b(?:paid|pays?|got|get|received|awarded|given)\b)
"""
_HIGHEST = _cue(rf"\bhow\ high\ | \b(?:highest|largest|biggest|greatest|maximum|most\ (?:ever\ )?paid)\b | \bthe\ most\ {_ANYONE}")
_LOWEST = _cue(rf"\bhow\ low\ | \b(?:lowest|smallest|minimum|least\ (?:ever\ )?paid)\b | \bthe\ least\ {_ANYONE}")
_MEAN = _cue(r"\b(?:average|mean)\b")
_TOTAL = _cue(r"\b(?:total|in\ all|altogether|all\ together)\b")
_SUMS = _cue(
    r"\b(?:how\ much | median | average | mean\b | usual(?:ly)? | typical(?:ly)? | normal(?:ly)? | generally | as\ a\ rule"
    r" | ranges?\b | mostly | what\ sums? | going\ rates? | ballpark | (?:between|from)\ what\ (?:and|to)\ what)"
)
_FREQUENCY = _cue(
    r"\bhow\ (?:often|common|frequent|usual|rare|many)\w*\b | \b(?:is|was)\ it\b | \b(?:are|were|do|did|have)\ most\b"
    r" | \b(?:share|proportion|percentage|fraction|per\ ?cent)\b | ^are\b | ^(?:do|does)\b | \bcount\b | \bnumber\ of\b"
)
"""Asks how many have something, not how much it is: "is it usual to be paid?"."""
_FAULT_FOUND = r"(?:f(?:ou|i)nd(?:s|ing)?(?:\ of)?\ (?:at\ )?fault | fault\ (?:was\ |were\ |is\ )?found | at\ fault)"
_WON = r"(?: (?<=complainant\ )w[io]n | (?<=complainants\ )w[io]n | (?<=people\ )w[io]n | (?<=complaints\ )succeed(?:ed)? )"
_TURNED_DOWN = r"(?: reject(?:ed)? | dismiss(?:ed)? | turn(?:ed)?\ down )"
_OUTCOMES = _cue(
    rf"""
      (?P<not_upheld> \b(?: not[ -]upheld | unupheld | (?:did|does|do)(?:\ not|n't)\ uphold | (?:found\ )?no\ fault
        | not\ (?:found\ )?at\ fault | failed(?=\W*$|\ (?:because|in|since|on)\b)
        | (?<=complaints\ )(?:were\ )?{_TURNED_DOWN} | (?<=ombudsman\ ){_TURNED_DOWN} )\b )
    | (?P<upheld> \b(?: upheld | uphold | {_FAULT_FOUND} | success\ rates? | {_WON} )\b )
    | (?P<closed> \bclosed(?:\ after\ initial\ enquiries)?\b )
    """
)
"""How the outcomes that decisions print are spoken of, what denies fault before what finds it."""
_OUTCOME_NAMES = {"not_upheld": "not upheld", "upheld": "upheld", "closed": "closed after initial enquiries"}
_BY: tuple[tuple[Group, re.Pattern[str]], ...] = (
    ("year", _cue(r"\b(?:by|in\ each|in\ every|each|every|per)\ year\b | \bwhich\ years?\b | \byear\ by\ year\b")),
    ("outcome", _cue(r"\bby\ outcome\b | \bwhich\ outcomes?\b | \bhow\ do\ (?:the\ )?outcomes\b")),
    ("category", _cue(r"\b(?:by|each|per|which|rank\ the)\ (?:categor(?:y|ies)|subjects?)\b")),
    ("authority", _cue(r"\b(?:by|each|per|which|rank\ the)\ (?:councils?|authorit(?:y|ies))\b")),
    ("kind", _cue(
        r"\bby\ (?:kind|type)(?:\ of\ remedy)?\b"
        r" | \b(?:most\ often|usually|typically|commonly)\ (?:told|asked|made|have|had|agree\w*)\ to(?:\ do)?\b"
        r" | \b(?:which\ (?:(?:kinds?|types?)\ of\ )?|most\ common\ |commonest\ )remed(?:y|ies)\b"
    )),
)  # fmt: skip
_REPORTS = _cue(r"\bpublic\ (?:interest\ )?reports?\b")
_COUNCILS = _cue(r"\bhow\ many\ (?:different\ )?(?:councils|authorities)\b")
_REMEDIES = _cue(r"\b(?:how\ many|number\ of)\ (?:\w+\ ){0,2}?(?:payments|refunds|apologies|service\ improvements|reviews)\b")
_COUNTING = _cue(
    r"""
    \b(?: how\ (?:many|much|often|common(?:ly)?|frequent(?:ly)?|regularly|usual|rare|large|big|high|small|low)
      | what(?:'s|\ (?:is|are|was|were|would\ be|do|does|did)) | in\ (?:how\ many|(?:what|which)\ \w+\ of) | number\ of | count
      | is\ it | (?:(?:what|which)\ )?(?:share|proportion|percentage|fraction|per\ ?cent|range)(?:\ of)? | for\ each
      | in\ (?:the|this|your)\ (?:index|store|collection|database) | in\ total | or\ more | or\ less )\b
    """
)
_YEAR = re.compile(r"(?<![£\d,])\b(?:19|20)\d\d\b(?!\ ?pounds)")


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
    money = bool(head or not kinds or {"payment", "refund"} & set(kinds))
    sums = sums and not outcomes and by != "kind" and money and not _asks_how_many(text)
    low, high = _bounds(text)
    if not kinds and (sums or head or low or high):
        kinds = ("payment",)
    if kinds == ("payment",) and sums and not head and not _PAID.search(text):
        kinds = ("payment", "refund")  # "the biggest sum": money given back is one too
    kept = head if {"payment", "refund"} & set(kinds) else None
    rate = _RATE.search(text)
    topic = _topic_of(text, kept, spoken=bool(outcomes or narrowed_by_outcome))
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
        topic=topic.text,
        topic_words=topic.words,
        without=_NEGATED.search(text) is not None,
        unread=", ".join(filter(None, (topic.unread, *_YEAR.findall(text)))),
    )


def _asks_how_many(text: str) -> bool:
    """Whether having a payment is asked for, and not how large it is."""
    return _FREQUENCY.search(text) is not None and not (_HIGHEST.search(text) or _LOWEST.search(text) or _MEAN.search(text))


def _topic_of(text: str, head: str | None, *, spoken: bool) -> Topic:
    """What is left of the question when all it is counted by is taken out."""
    counting = (
        *(cue for _, cue in _BY), _REPORTS, _BETWEEN, _LOW, _HIGH, _RATE, _NEGATED, _SUMS, _COUNTING, _COUNCILS, _HIGHEST, _LOWEST,
        _TOTAL, *((_OUTCOMES,) if spoken else ()),
    )  # fmt: skip
    return read_topic(text, counting, (*_KINDS.values(), *((_HEADS[head],) if head else ())))


def _outcomes(text: str) -> tuple[str, ...]:
    found = (_OUTCOME_NAMES[match.lastgroup or ""] for match in _OUTCOMES.finditer(text))
    return tuple(dict.fromkeys(found))


def _bounds(text: str) -> tuple[float | None, float | None]:
    if between := _BETWEEN.search(text):
        return _pounds(between["low"]), _pounds(between["high"])
    return _bound(_LOW.search(text)), _bound(_HIGH.search(text))


def _bound(match: re.Match[str] | None) -> float | None:
    return _pounds(match["after"] or match["after_named"] or match["before"]) if match else None


def _pounds(text: str) -> float:
    return float(text.replace(",", ""))
