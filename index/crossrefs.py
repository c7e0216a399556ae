"""A decision's mentions of its own parts: "see paragraph 24", "paragraphs 12 to 15", "parts c) to g)", "the section headed 'x'".

Contract: every mention that plausibly means this decision, in order, with the paragraphs (and of one paragraph the items) it names
and whether they exist. Paragraphs of an Act, a code or a report are not its own, unless the words before say so ("the guidance,
see paragraph 11"). Letters without a number mean the nearest lettered list: the paragraph's own, else above it, else below. What
may as well mean another text is kept only where it lands, so that a mention that does not land is a doubt about the numbers.
Proved by tests/test_index_crossrefs.py and, on real decisions, tests/test_real_numbering.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.records import Paragraph, normalise_text

__all__ = ["CrossReference", "cross_reference_warnings", "cross_references"]


@dataclass(frozen=True, slots=True)
class CrossReference:
    """One mention: the paragraph it stands in, its words, the paragraphs it names, and of a single one the items' labels."""

    paragraph: int
    words: str
    targets: tuple[int, ...]
    items: tuple[str, ...] = ()
    lands: bool = True


_UNIT = r"(?:days?|weeks?|months?|years?|hours?|working|per|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LETTERS = r"(?:\([a-z]{1,4}\))*+"  # "(b)", "(b)(ii)"
_LETTER = r"\(?(?:[a-z]|[ivx]{2,4})\)"  # "b)", "(b)", "ii)"
_JOINT = r"(?:,\s?(?:and\s|or\s)?|\s?(?:and|or|to|&|-|–)\s?)"
_LETTERS_JOINED = rf"{_LETTER}(?:{_JOINT}{_LETTER}){{1,12}}"  # "a) to c)", "a), b) and d)"
_LETTER_LIST = rf"(?:{_LETTERS_JOINED}|{_LETTER})"
_OWN = r"(?:this|my|our|the(?:\s(?:final|draft))?)\s(?:decision|statement)"
_LAW = r"(?:Schedules?|codes?|regulations?|guidance|manual|policy|Acts?|framework|handbook|scheme|constitution|protocol)"
_WRITING = (
    r"(?:reports?|judgment|order|letters?|plan|procedures?|minutes|agreement|contract|strategy|circular|rules|witness\sstatement)"
)
_PARAGRAPHS = re.compile(
    rf"""
    (?:(?P<before>{_LETTER_LIST})\s(?:of|in|at)\s)?                    # "a) to c) of paragraph 30"
    \bparagraphs?\s+ (?P<numbers>
        [0-9]{{1,3}}+ {_LETTERS}                                       # "see paragraph 24", "paragraph 24(b)"
        (?: \s*(?:,\s*and\b|,|to\b|and\b|&|-|–)\s*                      # "paragraphs 12 to 14", "1, 2 and 3"
            [0-9]{{1,3}}+ (?![\d/]|\.\d|\(\d|\s+{_UNIT}) {_LETTERS}     # not "paragraph 2 and 30 days later"
        )*+
    )
    (?:\s(?P<after>{_LETTER_LIST}))?                                   # "paragraph 30 a) to c)"
    (?![\d/]|\.\d|\()                                                  # not 1/3 of a Schedule, 5.13 of a code, 6(2) of an Act
    (?!\s+of\s+(?!{_OWN}\b))                                           # not of a named Act or code
    (?!\s+(?:in|to|from|under)\s+(?!{_OWN}\b)[^.;:]{{0,40}}?\b(?:{_LAW}|{_WRITING})\b)   # nor "paragraph 7 in the panel's report"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = 80  # characters: the longest name of another text and what may stand between it and the number
_OTHER_TEXT = re.compile(
    rf"""
    \b{_LAW}\b[^.]{{0,40}}$                            # "the Code of Practice (paragraph 2"
    | \b{_WRITING},?\ \(?(?:at\ |in\ )?$               # "the panel's report, paragraph 2"; not "the letter that I describe in"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POINTS_HERE = re.compile(
    r"""
    \bsee(?:\ also)?\ $                                                            # "the guidance (see paragraph 11)"
    | \b(?:described|explained|outlined|summarised|mentioned|noted|quoted|listed|detailed|discussed|stated|said|given|shown
        |referred\ to|set\ out|above|below)\ (?:in|at)\ $                            # "the policy described in paragraph 9"
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART = r"(?:part|point|item|action|step|recommendation|sub-?paragraph|bullet|limb)"
_ITEMS = re.compile(
    rf"""
    (?: \b(?:{_PART}s?|remedies|at|in)\s (?P<joined>{_LETTERS_JOINED})  # "parts c) to g)", "at recommendation a) to c)"
      | \b{_PART}\s (?P<single>{_LETTER})                              # "point b)"; not "actions (a) to pay and (b) ..."
      | (?<![\w()]) (?<!\d\s) (?P<bare>{_LETTER}\s?(?:to|-|–)\s?{_LETTER})   # "a) to c)"; not section 7(a) to (c)
    )
    (?!\s?(?:of|in|at)\s(?:paragraph|the|a|section|regulation))        # not "points a) and b) of the Code"
    (?P<here>\s(?:above|below))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SECTION = re.compile(
    r"""
    \bthe\ (?:section|heading|part)\ (?:headed|called|entitled|titled|marked|on|:)?\ ?
      [‘“"'] (?P<quoted>[^“”"\n]{2,80}?) [’”"'] (?!\w) (?P<here>\ (?:above|below))?      # the section headed ‘agreed action’ below
    | \bunder\ [‘“"'] (?P<under>[^“”"\n]{2,80}?) [’”"'] \ (?:above|below)                # under “Agreed action” below
    | \bthe\ (?P<bare>[a-z][a-z’']{0,20}(?:\ [a-z’']{1,20}){0,4})\ section\ (?:above|below|of\ this\ (?:decision|statement))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMING = "‘“\"'"  # one of these stands in each of them
_ENDING = ("on above", "on below", "on of th")  # or the end of "section above", without the letters that "ſ" and "ı" pass for
_LONGEST_RANGE = 40  # paragraphs; a range beyond this is a slip, and only its ends are taken


def cross_references(paragraphs: Sequence[Paragraph]) -> tuple[CrossReference, ...]:
    """Every mention of a part of the same decision, in order."""
    places = _Places.of(paragraphs)
    return tuple(mention for at in range(len(paragraphs)) for mention in _mentions(places, at))


def cross_reference_warnings(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """What the decision mentions and does not have, in words."""
    known = {paragraph.number for paragraph in paragraphs}
    out: list[str] = []
    for mention in cross_references(paragraphs):
        missing = [number for number in mention.targets if number not in known]
        where = f"paragraph {mention.paragraph} mentions"
        if missing:
            out += [f"{where} paragraph {number}, which this decision does not have" for number in missing]
        elif not mention.lands:
            out.append(f"{where} “{mention.words}”, which this decision does not have")
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Places:
    """What a decision has that can be named: its paragraphs, those with lettered items, and those under each heading."""

    paragraphs: Sequence[Paragraph]
    numbers: dict[int, Paragraph]
    lettered: tuple[int, ...]
    headed: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph]) -> _Places:
        headed: dict[str, list[int]] = {}
        for paragraph in paragraphs:
            for heading in {_plain(part) for part in (paragraph.section, *(paragraph.subsection or "").split(" > "))} - {""}:
                headed.setdefault(heading, []).append(paragraph.number)
        lettered = tuple(at for at, one in enumerate(paragraphs) if any(item.marker != "bullet" for item in one.items))
        numbers = {paragraph.number: paragraph for paragraph in paragraphs}
        return cls(paragraphs, numbers, lettered, {heading: tuple(under) for heading, under in headed.items()})


def _mentions(places: _Places, at: int) -> Iterator[CrossReference]:
    found = [*_numbered(places, at), *_lettered(places, at), *_headed(places, at)]
    return (mention for _, mention in sorted(found, key=lambda pair: pair[0]))


def _numbered(places: _Places, at: int) -> Iterator[tuple[int, CrossReference]]:
    here = places.paragraphs[at]
    if "paragraph" not in here.text.lower():  # looked for first: most texts mention none, and the pattern is slow to say so
        return
    for match in _PARAGRAPHS.finditer(here.text):
        before = here.text[max(0, match.start() - _BEFORE) : match.start()]
        if _OTHER_TEXT.search(before) and not _POINTS_HERE.search(before):
            continue
        targets = _numbers(match["numbers"])
        items = _labels(match["before"] or match["after"] or _own_letters(match["numbers"]))
        only = places.numbers.get(targets[0]) if len(targets) == 1 else None
        lands = all(number in places.numbers for number in targets) and (only is None or _prints(only, items))
        yield match.start(), CrossReference(here.number, match[0].strip(), targets, items, lands)


def _lettered(places: _Places, at: int) -> Iterator[tuple[int, CrossReference]]:
    here = places.paragraphs[at]
    if ")" not in here.text:  # as above
        return
    for match in _ITEMS.finditer(here.text):
        items = _labels(match["joined"] or match["single"] or match["bare"])
        target = _nearest_list(places, at, items)
        if target is not None or match["here"] is not None or here.role == "action":
            targets = () if target is None else (target,)
            yield match.start(), CrossReference(here.number, match[0].strip(), targets, items, lands=target is not None)


def _nearest_list(places: _Places, at: int, items: Sequence[str]) -> int | None:
    """The paragraph with these items: the one at this place, else the nearest above, else the nearest below."""
    above = bisect_right(places.lettered, at)
    for place in (*reversed(places.lettered[:above]), *places.lettered[above:]):
        if _has_items(places.paragraphs[place], items):
            return places.paragraphs[place].number
    return None


def _headed(places: _Places, at: int) -> Iterator[tuple[int, CrossReference]]:
    here = places.paragraphs[at]
    lower = here.text.lower()
    if not any(sign in here.text for sign in _NAMING) and not any(end in lower for end in _ENDING):  # as above
        return
    for match in _SECTION.finditer(here.text):
        targets = places.headed.get(_plain(match["quoted"] or match["under"] or match["bare"]), ())
        if targets or match["here"] is not None:
            yield match.start(), CrossReference(here.number, match[0].strip(), targets, lands=bool(targets))


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of "12 to 14, 16(b)": 12, 13, 14, 16."""
    out: dict[int, None] = {}
    for joint, digits in re.findall(r"(\bto\b|-|–|)\s*([0-9]+)", text):
        first, last = next(reversed(out), 0) + 1, int(digits)
        is_range = bool(joint and out) and last - first < _LONGEST_RANGE
        out.update(dict.fromkeys(range(first, last) if is_range else ()))
        out[last] = None
    return tuple(out)


def _own_letters(numbers: str) -> str:
    match = re.fullmatch(r"[0-9]+((?:\([a-z]{1,4}\))+)", numbers)
    return match[1] if match is not None else ""


def _labels(text: str) -> tuple[str, ...]:
    """The labels that "a) to c)" or "(b)(ii)" names."""
    if re.fullmatch(r"(?:\([a-z]+\)){2}", text):
        first, second = re.findall(r"[a-z]+", text)
        return (f"{first}({second})",)
    out: dict[str, None] = {}
    for joint, label in re.findall(r"(\bto\b|-|–|)\s*\(?([a-z]{1,4})\)", text, re.IGNORECASE):
        name = label.lower()
        last = next(reversed(out), "")
        if joint and len(last) == len(name) == 1 and last < name:
            out.update(dict.fromkeys(chr(code) for code in range(ord(last) + 1, ord(name) + 1)))
        out[name] = None
    return tuple(out)


def _has_items(paragraph: Paragraph, labels: Sequence[str]) -> bool:
    return {item.label for item in paragraph.items if item.marker != "bullet"}.issuperset(labels)


def _prints(paragraph: Paragraph, labels: Sequence[str]) -> bool:
    """Whether every label is an item's, or a letter printed in the running text."""
    return all(_has_items(paragraph, [label]) or f"{label})" in paragraph.text for label in labels)


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", normalise_text(heading).casefold()).strip()
