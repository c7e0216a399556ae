"""Time limits of remedies: what is said, how many days it is, what it is counted from, and which actions it covers.

A limit stands before the action ("within one month of my final decision the Council will"), behind it ("... within four weeks of
the final decision"), or in a later sentence ("it should complete actions a) to c) within one month"). The clocks of the law and
of the body's own procedure stand inside actions too ("remind staff to reply within 20 working days") and are no limits of the
remedy: so one without an anchor counts only where nothing that others are to do comes before it. Proved by
tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.remedies.records import Anchor

__all__ = ["Deadline", "find_deadlines", "leading_deadline", "own_deadline"]

_WORDS = "one two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty twenty-eight thirty".split()
_VALUES = dict(zip(_WORDS, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 20, 28, 30), strict=True))
_NUMBER = rf"(?: {'|'.join(sorted(_WORDS, key=len, reverse=True))} | \d{{1,3}} )"
_UNIT = r"""
    (?: (?: working | calendar | business | school | clear | full | further | more )[\s-] )?
    (?: days? | weeks? | months? | terms? | years? )
"""
_MONTH = r"(?: January | February | March | April | May | June | July | August | September | October | November | December )"
_DECISION = r"(?: the\ date\ of\ )? (?: my | our | the | this ) \s (?: final\ )? (?: decision | report )"
_TERM = r"""
    the\ (?: end | start | beginning )\ of\ (?: the\ | this\ )?
    (?: current\ | next\ | new\ | autumn\ | spring\ | summer\ | financial\ | academic\ | school\ | calendar\ ){0,2} (?: term
      | year | month )
"""
_STATEMENT = r"""
    \s (?: the\ date\ of\ | the\ date\ when\ | issuing\ | receiving\ | receipt\ of\ | publication\ of\ | the\ issue\ of\ )?
       (?: my | our | the | this | a | an | its | that )?
    (?: \s? (?: the\ )? (?: Ombudsman[’']?s?\ )? (?: final | formal | published | public | investigation | further )? \s?
          (?: decisions? | statement | report ) \b (?! \s (?: panel | letter | about | regarding | that ) )
          (?: \s (?: statement | notice | date | being\ (?: issued | made | published ) | on\ this\ (?: complaint | case
            | matter ) ) )?
      | \s? same\ date | \s (?= [,;:.] | $ ) )                                  # of the date of this final decision
"""
_VERB_AFTER = r"(?: will | should | has | have | must | to | complete | pay )"
_EVENT = rf"""
    (?: \s [^,;:.£\s]+ ){{1,14}}?                                               # of completing the assessment at paragraph 30
    (?= \s* [,;:.] | \s+ (?: the | it | both | they | to | and ) \s (?: \w+ \s ){{0,3}}? {_VERB_AFTER} \b | \s* $ )
"""
_FROM = r"(?: of | from | after | following | starting\ from | beginning\ from | once | since )"
_LIMIT = re.compile(
    rf"""
    \b (?:
        (?: no\ later\ than | not\ later\ than | in\ no\ more\ than | within (?: \ a\ period\ of | \ the\ next
          | \ a\ further )? ) \s
        (?P<count> an? | the\ same | a\ further | {_NUMBER} ) [\s-] (?P<unit> {_UNIT} ) [’']?s? \b
        (?: \s (?: time\s )? {_FROM} (?P<anchor> {_STATEMENT} | {_EVENT} ) )?   # within four weeks of my final decision
      | in \s (?P<count2> {_NUMBER} ) \s (?P<unit2> {_UNIT} ) [’']? \s (?: of | from ) \s (?P<anchor2> {_DECISION} )
      | (?P<count3> an? | {_NUMBER} ) [\s-] (?P<unit3> {_UNIT} ) \s (?: of | from | after ) \s (?P<anchor3> {_DECISION} )
      | within\ the\ same\ (?: month | period | time | timescale | timeframe | weeks )
      | (?: by | before | no\ later\ than ) \s (?: the\ (?: end | start | beginning )\ of\ )?
          (?P<day> (?: \d{{1,2}} (?: st | nd | rd | th )? \s )? {_MONTH} (?: \s 20\d\d )? | {_TERM} )   # by 31 March 2025
      | without\ (?: any\ | further\ | any\ further\ | undue\ )? delay | as\ soon\ as\ (?:reasonably\ )? (?: possible
        | practicable )
      | at\ the\ earliest\ opportunity | straight\ ?away | forthwith
    ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PERIODS = {"week": 7, "month": 30, "year": 365}
_WORKING_WEEK, _WEEK = 5, 7


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: its words, calendar days where they can be counted, what it runs from, and its span in the text it is from."""

    text: str
    days: int | None
    anchor: Anchor | None
    start: int
    end: int
    echoes: bool = False  # "within the same month", "of the same date": part of it is what the limit before said


def find_deadlines(text: str) -> list[Deadline]:
    """Every time limit in a text, in order."""
    return [_read(match) for match in _LIMIT.finditer(text)]


def _read(match: re.Match[str]) -> Deadline:
    words = match[0].rstrip(" ,;:.")
    count = match["count"] or match["count2"] or match["count3"]
    unit = match["unit"] or match["unit2"] or match["unit3"]
    anchor = match["anchor"] or match["anchor2"] or match["anchor3"]
    echoes = "the same" in words.lower() or (anchor or "").strip() in {"it", "that", "this", "that date", "this date", "then"}
    days = _days(count.lower(), unit.lower()) if count and unit else None
    return Deadline(words, days, "date" if match["day"] else _anchor(anchor), match.start(), match.start() + len(words), echoes)


def _days(count: str, unit: str) -> int | None:
    number = int(count) if count.isdigit() else 1 if count in {"a", "an", "a further"} else _VALUES.get(count)
    if number is None:
        return None
    if "day" in unit:
        return -(-number * _WEEK // _WORKING_WEEK) if re.match("working|business|school", unit) else number
    return next((number * days for name, days in _PERIODS.items() if name in unit), None)


def _anchor(words: str | None) -> Anchor | None:
    if words is None or not words.strip():
        return None
    if "report" in words:
        return "report"
    return "decision" if re.search(r"decision|statement|same date", words) else "event"


_JOINT = re.compile(r"\s*(?:and |also |\()*")


def leading_deadline(text: str) -> Deadline | None:
    """The limit a text opens with: "Within one month of my final decision, ..."."""
    joint = _JOINT.match(text)
    match = _LIMIT.match(text, joint.end() if joint else 0)
    return _read(match) if match else None


_OTHERS_CLOCK = re.compile(
    r"""
    \b (?: remind\w* | ensur\w* | so\ that | that | which | who | whose | whether | how | where | when | train\w* | brief\w*
      | (?: polic(?:y|ies) | procedures? | process(?:es)? | guidance )\ (?: of | to | on | about | says? | requires? )
      | target | requirement | timescales? | failed | failure | failing | delay(?:ed|s)?
      | to\ (?: ensure | prevent | reply | respond | make\ sure | be ) ) \b          # remind staff to reply within 20 working days
    """,
    re.VERBOSE | re.IGNORECASE,
)


def own_deadline(action: str) -> Deadline | None:
    """The limit that stands inside an action and is its own, not a clock it speaks of."""
    for found in find_deadlines(action):
        if found.anchor in {"decision", "report"} or not _OTHERS_CLOCK.search(action, 0, found.start):
            return found
    return None
