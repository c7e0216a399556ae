"""The figures of a text: amounts, dates, durations, references, stages, sections, Acts, percentages, counts.

Contract: whatever holds a digit, or says a number in words, is read as a figure; nothing with a digit escapes. Two
spellings of one figure are equal ("£1,000" and "1000 pounds", "one month" and "1 month", "stage three" and "stage 3"),
and figures of different kind or unit are not ("20 days" is not "20 working days", "£300" is not "£300 a month").
`stands_in` says whether a figure of a claim stands among those of its source: a claim may say less than its source
("October 2021" of "3 October 2021", "section 26" of "section 26(1)"), never more. Left out on purpose: "one" and
"first" on their own, which count nothing too often ("one of the complaints") to be locked.
Proved by tests/test_rag_figures.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from index import Reference
from rag.numbers import DIGITS, NUMBER, SMALL, to_number
from rag.sentences import fold_typography

__all__ = ["Figure", "FigureKind", "read_elided", "read_figures", "stands_in"]

FigureKind = Literal["reference", "money", "percent", "date", "label", "duration", "ordinal", "count", "other"]
_Value = tuple[str, ...]
_Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is, its canonical value, and how it was written."""

    kind: FigureKind
    value: _Value
    text: str


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_YEAR = r"(?: (?:19|20) \d{2} )"
_DAY = r"(?: (?:3[01]|[12]\d|0?[1-9]) (?:st|nd|rd|th)? )"
_MONTH = (
    r"(?: (?: Jan(?:uary)? | Feb(?:ruary)? | Mar(?:ch)? | Apr(?:il)? | May | June? | July? | Aug(?:ust)? "
    r"| Sept?(?:ember)? | Oct(?:ober)? | Nov(?:ember)? | Dec(?:ember)? ) \b )"
)
_JOIN = r"(?: \s? (?:,|-|/) \s? | ,?\s (?:to|and|or|until) \s )"  # between the parts of a list or a range
_PERIOD = r"(?: (?:day|week|fortnight|month|term|year|hour|minute) s? \b )"
_LOOSE = r"(?: (?:full|further|more|additional|extra|future|consecutive|whole|calendar|late) [\s-] )*"
_UNIT = rf"(?: {_LOOSE} (?P<unit> (?: (?:working|business|school) [\s-] )? {_PERIOD} ) )"
_NOT_A_SPAN = rf"(?! [\s-] {_UNIT.replace('?P<unit>', '?:')} )"  # "stage two and 20 weeks" has one stage
_LABEL_ID = rf"(?: \d+ [A-Z]{{0,2}} \b (?: \(\w+\) )* | {SMALL} \b )"  # 17, 26A(1), two

_MORE_IDS = rf"(?: {_JOIN} {_LABEL_ID} {_NOT_A_SPAN} ){{0,9}}"  # stages two and three, sections 26(1) and 26A(1)


def _compile(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags | re.VERBOSE)


_REFERENCE = _compile(r"(?<![\w£.,]) \d{2}[\s-]?\d{3}[\s-]?\d{3} [a-z]? (?!\w) (?![,.]\d)")  # 24 012 183, 17-002-402b


def _references(match: _Match) -> Iterator[_Value]:
    yield (Reference.parse(match[0]),)


_MONEY = _compile(
    rf"""
    (?: (?P<sign> [£€$] | \bGBP ) \s? (?P<signed> {DIGITS} ) (?: \s? (?P<scale> million | m | k ) \b )?
            (?: \s?-\s? (?P<upto> {DIGITS} ) )?                          # £1,000 or £2.5m or £150-350
      | (?<![\w.]) (?P<named> {NUMBER} ) \s (?P<name> pounds? | GBP | euros? | dollars? ) \b )   # three hundred pounds
    (?: (?: \s (?:an? | per | each | every | for\s(?:each|every)) \s | [/-] (?:an?-)? )  # a month, for every term
        {_UNIT} (?! \s (?:later|before|after|earlier|ago) ) )?
    """
)
_SCALES = {"million": 1_000_000, "m": 1_000_000, "k": 1000}


def _money(match: _Match) -> Iterator[_Value]:
    currency = {"€": "€", "e": "€", "$": "$", "d": "$"}.get((match["sign"] or match["name"])[0].lower(), "£")
    rate = _unit(match["unit"]) if match["unit"] else ""
    for amount in (match["signed"] or match["named"], match["upto"]):
        if amount:
            scale = _SCALES.get((match["scale"] or "").lower(), 1)
            yield currency, to_number(format(Decimal(to_number(amount)) * scale, "f")), rate


_PERCENT = _compile(rf"(?<![\w.]) (?P<n> {NUMBER} ) \s? (?: % | per\s?cent\b )")  # 25%, ten per cent


def _percent(match: _Match) -> Iterator[_Value]:
    yield (to_number(match["n"]),)


_ACT = _compile(rf"(?P<act> (?: [A-Z][\w'&-]* \s (?: (?:and|of|for|etc) \s )? ){{1,6}} Act ) \s (?P<year> {_YEAR} )", 0)
"""The Children Act 1989. Capitals matter: they are what tells the name from the words before it."""
_NOT_OF_A_NAME = re.compile(r"^(?:(?:the|this|that|under|in|and|of|by|for|on|to|as|see|section|which|when|if|since|both)\s)+")


def _act(match: _Match) -> Iterator[_Value]:
    yield "act", f"{_NOT_OF_A_NAME.sub('', match['act'].casefold())} {match['year']}"


_DATE = _compile(
    rf"""
      (?<![\d/-]) (?P<iso> {_YEAR}-\d{{2}}-\d{{2}} ) (?!\d)                        # 2021-10-03
    | (?<![\d/]) (?P<slashed> \d{{1,2}}/\d{{1,2}}/{_YEAR} ) (?!\d)                 # 03/10/2021, day first
    | (?<![\w£.]) (?P<days> {_DAY} (?: {_JOIN} {_DAY} ){{0,4}} ) \s (?:of\s)? (?P<month> {_MONTH} )
        (?: ,?\s (?P<year> {_YEAR} ) \b | (?= {_JOIN} {_DAY} \s {_MONTH} \s (?P<next_year> {_YEAR} ) ) )?  # 3 October 2021
    | \b (?P<us_month> {_MONTH} ) \s (?P<us_day> {_DAY} ) , \s? (?P<us_year> {_YEAR} )   # October 3, 2021
    | \b (?P<months> {_MONTH} (?: {_JOIN} {_MONTH} ){{0,6}} ) ,? \s (?P<months_year> {_YEAR} ) \b   # September and October 2020
    | \b (?: (?!May\b) | (?<= [Ii]n\s ) | (?<= [Bb]y\s ) | (?<= until\s ) | (?<= since\s ) ) (?P<only_month> {_MONTH} )
    | (?<![\w£.,/-]) (?P<only_year> {_YEAR} (?: /\d{{2,4}} )? ) (?! [\w%] | [.,/-]\d )   # 2021, 2020/21
    """,
    0,
)


def _dates(match: _Match) -> Iterator[_Value]:
    """Each date as (day, month, year), what is not said left empty."""
    found = match.groupdict()
    if found["iso"]:
        year, month, day = found["iso"].split("-")
        yield str(int(day)), str(int(month)), year
    elif found["slashed"]:
        day, month, year = found["slashed"].split("/")
        yield str(int(day)), str(int(month)), year
    elif found["days"]:
        for day in re.findall(r"\d+", found["days"]):
            yield str(int(day)), _month(found["month"]), found["year"] or found["next_year"] or ""
    elif found["us_month"]:
        yield re.sub(r"\D", "", found["us_day"]), _month(found["us_month"]), found["us_year"]
    elif found["months"]:
        for name in re.findall(_MONTH, found["months"], re.VERBOSE):
            yield "", _month(name), found["months_year"]
    else:
        yield "", _month(found["only_month"]) if found["only_month"] else "", found["only_year"] or ""


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


_LABEL = _compile(
    rf"""
      \b (?P<ordinal> {"|".join(_ORDINALS)} ) [\s-] (?P<stage> stage ) \b                 # the second stage
    | (?<! [\w'] ) (?P<name> key\sstages? | stages? | sections? | ss?\.? | paragraphs? | paras?\.? | regulations? | articles?
        | parts? | chapters? | schedules? | complaints? | recommendations? | points? | tiers? | levels? | rules? )
      (?: [\s-] | (?<=s) | (?<=\.) ) (?P<ids> {_LABEL_ID} {_MORE_IDS} )
      (?! [\w%] | \.\d )                                                                  # stages two and three
    | \b (?P<class> band | grade | option | category | group | type | list ) s? \s (?P<letter> (?-i: [A-H] ) ) \b
        (?! [.]\w )                                                                      # band B
    """
)


def _labels(match: _Match) -> Iterator[_Value]:
    if match["ordinal"]:
        yield "stage", str(_ORDINALS.index(match["ordinal"].lower()) + 1)
        return
    if match["class"]:
        yield match["class"].lower(), match["letter"].lower()
        return
    name = match["name"].lower().rstrip(".").rstrip("s")
    for found in re.findall(_LABEL_ID, match["ids"], re.VERBOSE | re.IGNORECASE):
        yield {"": "section", "para": "paragraph"}.get(name, name), found.lower() if found[0].isdigit() else to_number(found)


_DURATION = _compile(
    rf"""
      (?<![\w.]) (?P<n> {NUMBER} ) (?: {_JOIN} (?P<upto> {NUMBER} ) )? [\s-] {_UNIT}    # 20 working days, 4 to 6 weeks
      (?: (?: (?: ' | \s (?:of|for) ) (?:\s\w+){{1,2}}? )? \s (?:an?|per|each|every) \s (?P<every> {_PERIOD} )
        (?! \s (?:later|before|after|earlier|ago) ) )?
      (?: \s (?: rather\sthan | instead\sof | against ) \s (?P<other> {NUMBER} ) (?! \d | [\s-]\w ) )?    # 20 weeks rather than 13
    | \b (?: within | in | after | for | over | under | than | almost | nearly | about ) \s (?P<single> an? ) \s
      {_UNIT.replace("?P<unit>", "?P<single_unit>")}                                      # within a month
    """
)


def _durations(match: _Match) -> Iterator[_Value]:
    if match["single"]:
        yield "1", _unit(match["single_unit"])
        return
    for n in (match["n"], match["upto"], match["other"]):
        if n:
            yield (to_number(n), _unit(match["unit"]), *([_unit(match["every"])] if match["every"] else []))


def _unit(text: str) -> str:
    return re.sub(r"[\s-]+", " ", text.lower()).removesuffix("s").replace("business", "working")


_ORDINAL = _compile(
    rf"\b (?: (?P<word> {'|'.join(_ORDINALS[1:])} ) (?! s | [\s-]part | -guess | -hand ) | (?P<n> \d+ ) (?:st|nd|rd|th) ) \b"
)


def _ordinal(match: _Match) -> Iterator[_Value]:
    yield (match["n"] or str(_ORDINALS.index(match["word"].lower()) + 1),)


_COUNT = _compile(rf"(?<![\w£€$]) (?<!\d[.,/:]) (?: (?P<n> {NUMBER} ) (?! [\w%] | [,/:.]\d ) | \b (?P<twice> twice ) \b )")


def _counts(match: _Match) -> Iterator[_Value]:
    value = "2" if match["twice"] else to_number(match["n"])
    if value != "1":
        yield (value,)


_OTHER = _compile(r"(?<![^\s\0]) [^\s\0\d]*+ \d [^\s\0]*+")  # 9am, 10:30, Y2: never let a digit pass unread


def _others(match: _Match) -> Iterator[_Value]:
    yield (match[0].strip(".,;:()[]'\"").casefold(),)


_READERS: tuple[tuple[FigureKind, re.Pattern[str], Callable[[_Match], Iterator[_Value]]], ...] = (
    ("reference", _REFERENCE, _references),
    ("money", _MONEY, _money),
    ("percent", _PERCENT, _percent),
    ("label", _ACT, _act),
    ("date", _DATE, _dates),
    ("label", _LABEL, _labels),
    ("duration", _DURATION, _durations),
    ("ordinal", _ORDINAL, _ordinal),
    ("count", _COUNT, _counts),
    ("other", _OTHER, _others),
)
"""In this order each reader takes its figures out of the text, the more telling first."""


@lru_cache(maxsize=4096)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, grouped by kind, in the order of the text within a kind."""
    rest = fold_typography(text)
    found: list[Figure] = []
    for kind, pattern, read in _READERS:
        matches = list(pattern.finditer(rest))
        found += [Figure(kind, value, match[0].strip()) for match in matches for value in read(match)]
        rest = pattern.sub(lambda match: "\0" * len(match[0]), rest)
    return tuple(found)


_BARE = _compile(rf"(?<![\w£.,]) (?P<n> {NUMBER} ) (?= [.;,)] | $ )")  # "it took thirty-four."


def read_elided(sentence: str) -> tuple[Figure, ...]:
    """The durations whose unit only an earlier one gives: 34 weeks of "gave it twenty weeks; it took thirty-four"."""
    units = dict.fromkeys(figure.value[1] for figure in read_figures(sentence) if figure.kind == "duration")
    numbers = [match["n"] for match in _BARE.finditer(fold_typography(sentence))]
    return tuple(Figure("duration", (to_number(number), unit), number) for number in numbers for unit in units)


def stands_in(figure: Figure, source: Collection[Figure]) -> bool:
    """Whether the source holds this figure, or one that says it and more."""
    return any(_says(other, figure) for other in source)


def _says(source: Figure, claim: Figure) -> bool:
    if claim.kind == "count":  # "took 20" of "20 weeks": less is said, nothing else
        return source.kind in ("count", "duration") and source.value[0] == claim.value[0]
    if source.kind != claim.kind:
        year = claim.value[-1]
        return claim.kind == "date" and claim.value == ("", "", year) and source.value[-1].endswith(f" act {year}")
    if claim.kind == "date":
        return all(part in ("", known) for part, known in zip(claim.value, source.value, strict=True))
    if claim.kind == "label":
        return claim.value == source.value or (
            claim.value[0] == source.value[0] and source.value[1].startswith(f"{claim.value[1]}(")
        )
    return claim.value == source.value
