"""Limits given apart from their actions: "The Council should complete actions a) to c) within one month and d) within three".

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.remedies.deadlines import Deadline, find_deadlines
from index.remedies.drafts import Draft

__all__ = ["Coverage", "cover", "read_coverage", "refers_to_actions"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A limit given apart from its actions; no labels and no paragraphs mean all that stand above."""

    deadline: Deadline
    labels: frozenset[str]
    paragraphs: frozenset[int]


_THINGS = r"""
    (?: actions? | recommendations? | steps? | items? | points? | parts? | measures? | remed(?:y|ies) | payments? | apology
      | improvements )
"""
_COVERS = re.compile(
    rf"""
    \b (?: complet\w* | carr(?:y|ied|ying)\ out | take[ns]? | taking | do(?:ne)?\b | undertak\w* | implement\w* | finish\w*
      | comply | complied
      | act\ on | perform\w* | action\w* | fulfil\w* | deliver\w* | made | make | paid | sent )
    | \b (?: {_THINGS} | those | these | this | the\ above ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"""
    \b (?: (?: these | the | all | those | both ) \s (?: of\ (?: these | the )\s )?
             (?: above\s | agreed\s | recommended\s | following\s | remaining\s ){{0,2}} {_THINGS}      # the above actions
      | (?: action | recommendation | point | item | step | part )s? \s \(? (?: [a-z]\b | \d )            # points 1 and 2
      | \(?[a-h]\)? \s (?: to | and | - ) \s \(?[a-h]\)                                                   # a) to c)
      | the\ above | do\ (?: this | so | these ) | all\ (?:of\ )? (?: this | these | the\ above )
      | this\ (?: action | payment | apology | should | will | must ) | those\ at | these\ within )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ONE = r"(?: [a-z] | [ivx]{1,4} | \d{1,2} )"
_LABELS = re.compile(
    rf"""
    # paragraph 29
    (?P<para> \b paragraphs? \s (?P<p1> \d{{1,3}} ) (?: \s? (?: to | - | – | and ) \s? (?P<p2> \d{{1,3}} ) (?! \) ) )? )
    # a) to c)
    | (?<![\w’']) \(? (?P<a> {_ONE} ) \)? (?: \s? (?: to | - | – ) \s? \(? (?P<b> {_ONE} ) \)? )? (?![\w’'£])
    """,
    re.VERBOSE,
)
_NAMES_LABELS = re.compile(
    r"\b(?:actions?|recommendations?|steps?|items?|points?|parts?|those)\s(?:at\s|in\s)?\(?(?:[a-z]|\d{1,2})\b|[(\s][a-z]\)",
    re.IGNORECASE,
)


_REFERS = re.compile(
    rf"""
    ^ \W* (?: also\s | now\s )?
    (?: complet\w+ | carr(?:y|ied)\ out | take[ns]? | do(?:ne)? | undertak\w+ | implement\w* | finish\w* | comply\ with | action
      | act\ on
      | perform | fulfil | deliver | make | making | pay | send | issue ) \s
    (?: all\s | both\s | each\s ){{0,2}} (?: of\s )? (?: the | these | those | this | that | {_THINGS} | so\b | \(?[a-h]\) )
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


_NOT_DUE = frozenset(["already_done", "refused", "replaced"])


def cover(drafts: Sequence[Draft], number: int | None, coverage: Coverage) -> None:
    """Give a limit, said in paragraph `number`, to the actions it covers that have none of their own."""
    paragraphs = coverage.paragraphs
    if coverage.labels and not paragraphs:  # "a) to c)" are those of the list just above
        lettered = [one.place.number for one in drafts if one.place.item is not None]
        paragraphs = frozenset(filter(None, lettered[-1:]))
    for draft in drafts:
        item = draft.place.item
        inside = not paragraphs or draft.place.number in paragraphs
        named = not coverage.labels or (item is not None and item.label.split("(")[0] in coverage.labels)
        if inside and named and draft.standing.deadline is None and draft.standing.status not in _NOT_DUE:
            draft.standing = replace(draft.standing, deadline=coverage.deadline, deadline_paragraph=number)
