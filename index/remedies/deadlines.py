"""Time limits of remedies: what is said, how many days it is, what it is counted from, and which actions it covers.

A limit stands before the action ("within one month of my final decision the Council will"), behind it ("... within four weeks of the
final decision"), or in a later sentence ("it should complete actions a) to c) within one month"). The clocks of the law and of the
body's own procedure stand inside actions too ("remind staff to reply within 20 working days") and are no limits of the remedy: so
one without an anchor counts only where nothing that others are to do comes before it. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.remedies.records import Anchor

__all__ = ["Coverage", "Deadline", "find_deadlines", "leading_deadline", "own_deadline", "read_coverage", "refers_to_actions"]

_WORDS = "one two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty twenty-eight thirty".split()
_VALUES = dict(zip(_WORDS, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 20, 28, 30), strict=True))
_COUNT = rf"(?P<count> an? | the\ same | a\ further | {'|'.join(sorted(_WORDS, key=len, reverse=True))} | \d{{1,3}} )"
_UNIT = r"(?P<unit> (?: (?:working|calendar|business|school|clear|full|further|more)[\s-] )? (?: days? | weeks? | months? | terms? | years? ) ) [’']?s?"
_MONTH = r"(?: January|February|March|April|May|June|July|August|September|October|November|December )"

_ANCHOR = rf"""
    (?: \s (?: time\s )? (?: of | from | after | following | starting\ from | beginning\ from | once | since ) (?P<anchor>
        \s (?: the\ date\ of\ | the\ date\ when\ | issuing\ | receiving\ | receipt\ of\ | publication\ of\ | the\ issue\ of\ )? (?: my | our | the | this | a | an | its | that | receiving | receipt | being )?
          (?: \s? (?: the\ )? (?: Ombudsman[’']?s?\ )? (?: final | formal | published | public | investigation | further )? \s? (?: decisions? | statement | report ) \b (?! \s(?:panel|letter|about|regarding|that) )
            (?: \s (?: statement | notice | date | being\ (?: issued | made | published ) | on\ this\ (?:complaint|case|matter) ) )? | \s? same \s date | \s (?= [,;:.] | $ ) )
      | (?: \s [^,;:.£\s]+ ){{1,14}}? (?= \s* [,;:.] | \s+ (?:the|it|both|they|to|and) \s (?: \w+ \s ){{0,3}}? (?: will | should | has | have | must | to | complete | pay ) \b | \s* $ )
    ) )?"""
_LIMIT = re.compile(
    rf"""
    \b (?: (?: no\ later\ than | not\ later\ than | in\ no\ more\ than | within(?: \ a\ period\ of | \ the\ next | \ a\ further )? ) \s {_COUNT} [\s-] {_UNIT} \b {_ANCHOR}
      | in \s (?P<count2> (?: {'|'.join(_WORDS)} | \d{{1,3}} ) ) \s (?P<unit2> (?:working\ |calendar\ )? (?: days | weeks? | months? ) ) [’']? \s (?: of | from ) \s (?P<anchor2> (?: the\ date\ of\ )? (?: my | our | the | this ) \s (?: final\ )? (?: decision | report ) )
      | {_COUNT.replace('count', 'count3')} [\s-] {_UNIT.replace('unit', 'unit3')} \s (?: of | from | after ) \s (?P<anchor3> (?: the\ date\ of\ )? (?: my | our | the | this ) \s (?: final\ )? (?: decision | report ) )
      | within \s the\ same \s (?: month | period | time | timescale | timeframe | weeks ) \b
      | (?: by | before | no\ later\ than ) \s (?: the\ (?:end|start|beginning)\ of \s )? (?P<day> (?: \d{{1,2}} (?:st|nd|rd|th)? \s )? {_MONTH} (?: \s 20\d\d )?
          | the\ (?:end|start|beginning)\ of\ (?:the\ |this\ )? (?: current\ | next\ | new\ | autumn\ | spring\ | summer\ | financial\ | academic\ | school\ | calendar\ ){{0,2}} (?: term | year | month ) )
      | (?: without \s (?: any\ |further\ |any\ further\ |undue\ )? delay | as\ soon\ as\ (?:reasonably\ )?(?:possible|practicable) | at\ the\ earliest\ opportunity | straight\ ?away | forthwith )
    )
    """,
    re.VERBOSE,
)
_LIMIT_ANYCASE = re.compile(_LIMIT.pattern, re.VERBOSE | re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """A limit given apart from its actions; no labels and no paragraphs mean all that stand above."""

    deadline: Deadline
    labels: frozenset[str]
    paragraphs: frozenset[int]


def find_deadlines(text: str) -> list[Deadline]:
    """Every time limit in a text, in order."""
    return [_read(match) for match in _LIMIT_ANYCASE.finditer(text)]


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


_BEFORE = re.compile(r"\s*(?:[(]|and\s|,\s|also\s|then\s|[Ii]n addition,?\s|[Aa]dditionally,?\s)*", re.VERBOSE)


def leading_deadline(text: str) -> Deadline | None:
    """The limit a text opens with: "Within one month of my final decision, ..."."""
    match = _LIMIT_ANYCASE.match(text, len(re.match(r"\s*(?:and |also |\()*", text)[0]))  # type: ignore[index]  # matches the empty text
    return _read(match) if match else None


_OTHERS_CLOCK = re.compile(
    r"""\b(?: remind\w* | ensur\w* | so\ that | that | which | who | whose | whether | how | where | when | train\w* | brief\w* | (?:polic(?:y|ies)|procedures?|process(?:es)?|guidance)\s(?:of|to|on|about|says?|requires?)
        | target | requirement | timescales? | failed | failure | failing | delay(?:ed|s)? | to\ (?: ensure | prevent | reply | respond | make\ sure | be ) )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def own_deadline(action: str) -> Deadline | None:
    """The limit that stands inside an action and is its own, not a clock it speaks of."""
    for found in find_deadlines(action):
        if found.anchor in {"decision", "report"} or not _OTHERS_CLOCK.search(action, 0, found.start):
            return found
    return None


_COVERS = re.compile(
    r"""
    \b (?: complet\w* | carr(?:y|ied|ying)\ out | take[ns]? | taking | do(?:ne)?\b | undertak\w* | implement\w* | finish\w* | comply | complied | act\ on | perform\w* | action\w* | fulfil\w* | deliver\w* | made | make | paid | sent )
    | \b (?: actions? | recommendations? | steps? | items? | points? | parts? | payments? | apolog\w+ | those | these | this | the\ above )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ABOVE = re.compile(
    r"""
    \b (?: (?: these | the | all | those | both ) \s (?: of\ (?:these|the)\s )? (?: above\s | agreed\s | recommended\s | following\s | remaining\s ){0,2} (?: actions? | recommendations? | steps? | items? | points? | measures? | remed(?:y|ies) | payments? | apology | improvements )
        | (?: action | recommendation | point | item | step | part )s? \s \(? (?: [a-z]\b | \d ) | \(?[a-h]\)? \s (?: to | and | - ) \s \(?[a-h]\) | the\ above | do\ (?:this|so|these) | all\ (?:of\ )?(?:this|these|the\ above) | this \s (?: action | payment | apology | should | will | must ) | those\ at | these\ within )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABELS = re.compile(
    r"""
    (?P<para> \b paragraphs? \s (?P<p1> \d{1,3} ) (?: \s? (?: to | - | – | and ) \s? (?P<p2> \d{1,3} ) (?! \) ) )? )
    | (?<![\w’']) \(? (?P<a> [a-z] | [ivx]{1,4} | \d{1,2} ) \)? (?: \s? (?: to | - | – ) \s? \(? (?P<b> [a-z] | [ivx]{1,4} | \d{1,2} ) \)? )? (?![\w’'£])
    """,
    re.VERBOSE,
)
_NAMES_LABELS = re.compile(r"\b(?:actions?|recommendations?|steps?|items?|points?|parts?|those)\s(?:at\s|in\s)?\(?(?:[a-z]|\d{1,2})\b|[(\s][a-z]\)", re.IGNORECASE)


_REFERS = re.compile(
    r"""
    ^ \W* (?: also\s | now\s )? (?: complet\w+ | carr(?:y|ied)\ out | take[ns]? | do(?:ne)? | undertak\w+ | implement\w* | finish\w* | comply\ with | action | act\ on | perform | fulfil | deliver
        | make | mak(?:e|ing) | pay | send | issue ) \s
      (?: all\s | both\s | each\s ){0,2} (?: of\s )? (?: the | these | those | this | that | actions? | recommendations? | steps? | points? | items? | parts? | so\b | \(?[a-h]\) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def refers_to_actions(phrase: str) -> bool:
    """Whether a verb phrase only points at actions said elsewhere: "complete the actions at a) to c)", "make this payment"."""
    return _REFERS.match(phrase) is not None and "£" not in phrase and _ABOVE.search(phrase) is not None


def read_coverage(sentence: str) -> list[Coverage]:
    """The limits a sentence sets on actions named elsewhere; none where it is not such a sentence."""
    limits = find_deadlines(sentence)
    if not limits or not _ABOVE.search(sentence) or not _COVERS.search(sentence):
        return []
    first_is_limit = limits[0].start < len(sentence) // 4
    out: list[Coverage] = []
    for index, found in enumerate(limits):
        limit = replace(found, anchor=limits[0].anchor) if found.echoes and index else found
        if first_is_limit:
            start, end = limit.end, limits[index + 1].start if index + 1 < len(limits) else len(sentence)
        else:
            start, end = limits[index - 1].end if index else 0, limit.start
        labels, paragraphs = _named(sentence[start:end])
        out.append(Coverage(limit, labels, paragraphs))
    return out


def _named(text: str) -> tuple[frozenset[str], frozenset[int]]:
    """The labels and paragraphs a piece of a sentence names: "actions at a) to c) of paragraph 29"."""
    labels: set[str] = set()
    paragraphs: set[int] = set()
    speaks = _NAMES_LABELS.search(text) is not None
    for match in _LABELS.finditer(text):
        if match["para"]:
            first, last = int(match["p1"]), int(match["p2"] or match["p1"])
            paragraphs.update(range(first, last + 1) if last - first < 50 else ())  # noqa: PLR2004 - no section has more
        elif speaks and not (match["a"] == "a" and not re.match(r"\(?a\)|\(?a (?:to|and|-)", text[match.start() :])):
            labels.update(_run(match["a"], match["b"]))
    return frozenset(labels), frozenset(paragraphs)


def _run(first: str, last: str | None) -> list[str]:
    """Labels from first to last: letters, or numbers that count the items: a to c, 1 to 3."""
    if last is None:
        return [first if not first.isdigit() else _letter(first)]
    if first.isdigit() and last.isdigit():
        return [_letter(str(number)) for number in range(int(first), int(last) + 1)]
    if len(first) == len(last) == 1 and first <= last:
        return [chr(code) for code in range(ord(first), ord(last) + 1)]
    return [first, last]


def _letter(number: str) -> str:
    value = int(number)
    return chr(ord("a") + value - 1) if 1 <= value <= 26 else number  # noqa: PLR2004 - the alphabet
