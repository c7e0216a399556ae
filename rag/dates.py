"""The time of the decisions a question asks for: "decisions since 2022", "cases decided between March 2021 and June 2022".

Contract: pure; today is an argument. A date narrows the search only where the grammar says that it dates decisions; a date of
events ("the panel in March 2021", "the council's decision in May") never does, because a wrong filter loses the answer. A time
that a decision cannot have (31 February) is no time. Proved by tests/test_rag_dates.py.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Period", "read_period"]


@dataclass(frozen=True, slots=True)
class Period:
    """A time within which decisions were made, ends included, one of which there is; `words` are the question's own."""

    since: date | None
    until: date | None
    words: str

    @property
    def name(self) -> str:
        """How a reader is told: "from 2022 on", "of 2023", "from March 2021 to June 2022"."""
        years = (self.since is None or _opens_year(self.since)) and (self.until is None or _closes_year(self.until))
        first = _named(self.since, bound=self.since.day == 1, years=years) if self.since else ""
        last = _named(self.until, bound=_closes_month(self.until), years=years) if self.until else ""
        if first and last:
            return f"of {first}" if first == last else f"from {first} to {last}"
        return f"from {first} on" if first else f"up to {last}"


def _opens_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _closes_year(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _closes_month(day: date) -> bool:
    return day == _month_end(day.year, day.month)


def _named(day: date, *, bound: bool, years: bool) -> str:
    """A day; its month where it is the month's bound; its year where years are spoken of."""
    if years:
        return str(day.year)
    return f"{day:%B %Y}" if bound else f"{day.day} {day:%B %Y}"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_POINT = rf"""
    (?: (?:(?:the\ )? \d{{1,2}}(?:st|nd|rd|th)? \ (?:of\ )? )? {_MONTH},? \ {_YEAR}     # 3 March 2021, March 2021
      | \d{{1,2}}/\d{{1,2}}/{_YEAR} | {_YEAR}-\d\d-\d\d                                 # 03/03/2021, 2021-03-03
      | {_YEAR} ) (?![\d/] | -\d\d(?!\d) | \ ?%)
"""
_NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_PERIOD = rf"""
    (?: between \ (?P<low>{_POINT}) \ and \ (?P<high>{_POINT})                          # between March 2021 and June 2022
      | (?:from\ )? (?P<from>{_POINT}) \ ?(?:to|until|till|-|–)\ ? (?P<to>{_POINT})      # from 2021 to 2023
      | (?P<after>after|later\ than|following) \ (?P<after_point>{_POINT})
      | (?P<before>before|prior\ to|earlier\ than) \ (?P<before_point>{_POINT})
      | (?:until|till|up\ to) \ (?P<until_point>{_POINT})
      | (?:since|from) \ (?P<since_point>{_POINT}) (?:\ on(?:wards?)?)?
      | (?:in|of|during|on|dated|for|within) \ (?P<in_point>{_POINT}) (?!\ (?:and|or|to)\ {_YEAR})
      | (?P<relative> (?:in|over|during|within|from)\ the\ (?:last|past|previous) (?:\ {_NUMBER})? \ (?:years?|months?|weeks?)
          | (?:from\ |in\ )? (?:last|this)\ (?:year|month) ) )
    \b
"""
_DATED = r"(?: decided | published | issued | made | dated | given | reached | concluded | closed | completed | upheld )"
_DECISIONS = r"(?: (?:decision|case|report|statement|ruling)s )"
_ONE = r"(?: decisions? | cases? | reports? | statements? | rulings? | findings )"
_COMPLAINTS = (
    r"(?: complaints? (?=.{0,90}? \ (?:decided|upheld|closed|published)\b) )"  # one that is made or answered is no decision
)
_ABOUT = r"(?: \ (?:about|on|against|concerning|involving|for|by|over|of) \ [^?;.,]{1,80}? )?"
_BEING = r"(?: \ (?:that|which) )? (?: \ (?:was|were|is|are|been|have\ been|has\ been|got) )? (?:\ not)?"
_GIVEN = r"(?: recommended | agreed | awarded | paid | decided | found | asked )"
_NO_CLAUSE = (
    r"(?: (?!\ (?:where|when|who|whose|which|that|after|because|if)\b) [^?;.] ){0,80}?"  # "where ... since 2022" dates events
)
_CONTEXTS = tuple(
    re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    for pattern in (
        # cases about x decided in 2023
        rf"\b (?: {_ONE} | {_COMPLAINTS} ) {_ABOUT} {_BEING} \ {_DATED} (?:\ by\ the\ ombudsman)? \ {_PERIOD}",
        # decisions since 2022
        rf"\b {_DECISIONS} (?:\ (?:that|which)\ (?:are|were))? \ {_PERIOD}",
        # only those after 2022
        rf"(?:^|;\ ) (?:and\ |but\ |ok\ |please\ |now\ )? (?:only|just) \ (?:(?:the|those|ones|these)\ ){{0,2}} {_PERIOD}",
        # has been paid for x since 2023
        rf"\b (?:has|have) \ (?:\w+\ ){{0,2}}? been \ (?:\w+\ )? {_GIVEN} {_NO_CLAUSE} \ {_PERIOD} \W*$",
        # any cases about x in the last year
        rf"\b (?:any|which|how\ many|find|show|list|there) \b [^?;.]{{0,20}}? {_DECISIONS} {_NO_CLAUSE} \ {_PERIOD} \W*$",
    )
)
_COUNTED = tuple(
    re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    for pattern in (
        # the total paid in 2024; how many were upheld since 2022
        rf"\b (?: {_DATED} | {_GIVEN} | closed | fault ) (?:\ by\ the\ ombudsman)? \ {_PERIOD}",
        # the highest payment in 2023, how many apologies since 2022; how many complaints about x in 2023 were upheld
        rf"""\b (?: payments? | refunds? | apolog(?:y|ies) | remed(?:y|ies) | sums? | amounts? | compensation | reviews
          | complaints? {_ABOUT} ) \ {_PERIOD}""",
        # in 2024, how many complaints were upheld?
        rf"^ {_PERIOD} ,? \ (?=(?:how|what|which|were|are|did|do)\b)",
    )
)
"""Where a count or a usual sum over decisions is asked for, its time is theirs: nothing else is counted."""
_NOT_THE_OMBUDSMANS = re.compile(
    r"""
    (?: ['’]s | s['’] | \b(?: its | their | his | her | my | our | your | panel | tribunal | court | council | school | appeal
      | judge | worker | stage \ \w+ ) ) \s (?: \w+ \s )? $
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What makes "decisions" somebody else's: the council's decisions in 2021."""
_SINCE_ONLY = 3
"""From this context on the words stand further apart, and only a time that runs up to now is read as that of decisions."""


def read_period(question: str, today: date, *, counting: bool = False) -> Period | None:
    """The time of the decisions that a question asks for, or None where it names none or dates something else.

    `counting` where it asks for a count over decisions.
    """
    for at, context in enumerate((*_CONTEXTS, *_COUNTED) if counting else _CONTEXTS):
        for match in context.finditer(question):
            groups = match.groupdict()
            if _NOT_THE_OMBUDSMANS.search(question[: match.start()]):
                continue
            if _SINCE_ONLY <= at < len(_CONTEXTS) and not (groups["since_point"] or groups["relative"]):
                continue
            found = _read(groups, today)
            if found is not None:
                words = re.search(_PERIOD, match[0], re.VERBOSE | re.IGNORECASE)
                return Period(*found, words[0] if words else match[0])
    return None


def _read(groups: dict[str, str | None], today: date) -> tuple[date | None, date | None] | None:
    """The first and the last day, or None where a date is none."""
    if groups["relative"]:
        return _relative(groups["relative"].lower(), today)
    points = {name: _point(text) for name in _SIDES if (text := groups[name])}
    known = {name: days for name, days in points.items() if days is not None}
    if len(known) < len(points):
        return None
    since = next((_SIDES[name][0](days) for name, days in known.items() if _SIDES[name][0](days)), None)
    until = next((_SIDES[name][1](days) for name, days in known.items() if _SIDES[name][1](days)), None)
    if since and until and since > until:
        return None
    return since, until


_Days = tuple[date, date]


def _nothing(_days: _Days) -> None:
    return None


def _first(days: _Days) -> date:
    return days[0]


def _last(days: _Days) -> date:
    return days[1]


def _next(days: _Days) -> date:
    return days[1] + timedelta(days=1)


def _previous(days: _Days) -> date:
    return days[0] - timedelta(days=1)


_SIDES = {
    "low": (_first, _nothing),
    "high": (_nothing, _last),
    "from": (_first, _nothing),
    "to": (_nothing, _last),
    "after_point": (_next, _nothing),
    "before_point": (_nothing, _previous),
    "until_point": (_nothing, _last),
    "since_point": (_first, _nothing),
    "in_point": (_first, _last),
}
"""For each part of a period what it says of the first and of the last day."""


def _point(text: str) -> _Days | None:
    """The first and last day of a day, a month or a year."""
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if slashed := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        return _day(int(slashed[3]), int(slashed[2]), int(slashed[1]))
    year = int(text[-4:])
    month = re.search(_MONTH, text, re.IGNORECASE)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    number = _MONTHS.index(month[0][:3].lower()) + 1
    day = re.match(r"(?:the )?(\d{1,2})", text)
    return _day(year, number, int(day[1])) if day else (date(year, number, 1), _month_end(year, number))


def _day(year: int, month: int, day: int) -> _Days | None:
    try:
        one = date(year, month, day)
    except ValueError:
        return None
    return one, one


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}


def _relative(text: str, today: date) -> tuple[date | None, date | None]:
    """The days: "last year" is the calendar year before this one, "in the last two years" runs back from today."""
    if " the " in f" {text}":
        count = re.search(r"\d+|" + "|".join(_WORDS), text)
        number = 1 if count is None else _WORDS.get(count[0]) or int(count[0])
        if "week" in text:
            return today - timedelta(weeks=number), None
        return _months_before(today, number * (12 if "year" in text else 1)), None
    if "year" in text:
        year = today.year - ("last" in text)
        return date(year, 1, 1), date(year, 12, 31)
    first = _months_before(today.replace(day=1), int("last" in text))
    return first, _month_end(first.year, first.month)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
