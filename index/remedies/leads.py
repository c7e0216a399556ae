"""Lead-ins: what a line that ends with a colon lends to the items below it.

"Within one month of my final decision the Council will:" lends body, standing and limit. "review its procedures to ensure:" is
itself the action, and its items only spell it out. "pay Mrs X:" makes sums of its items. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.remedies.amounts import read_sums
from index.remedies.deadlines import find_deadlines, leading_deadline
from index.remedies.drafts import Standing, trimmed
from index.remedies.frames import Frame
from index.remedies.orders import is_bare
from index.remedies.verbs import begins_action

__all__ = ["Opened", "announces", "lead_action", "that_body"]

_THAT_BODY = re.compile(r"^That (?P<body>the [A-Z]\w+(?: \w+)?)(?= ?:| should)")  # "That the Council:"
_OPEN_END = re.compile(r"(?:\band|\bto|\balso|\bwill|\bshould|,)\s*(?:,?\s*(?:within|by)\s[^:]{3,90})?:?\s*$", re.IGNORECASE)
_SPELLS_OUT = re.compile(
    r"\b(?:how|which|that|what|who|so)\s(?:[\w’]+\s){0,3}(?:will|should|to|must|can)\s*:?\s*$",  # a plan which shows how it will:
    re.IGNORECASE,
)
_PAYS = re.compile(r"\b(?:pay(?:ing)?|payments?|sums?|amounts?|financial (?:remedy|redress))\b[^£]{0,80}$", re.IGNORECASE)
_BEFORE_PAYING = re.compile(r",?\s(?:and\s)?(?:make|pay|making|paying)\b")
_REMEDY_WORDS = re.compile(
    r"""
    \b (?: remed(?:y|ies) | put \s (?: this | things | matters | it ) \s right | agreed | recommend\w*
      | following \s (?: action | step ) s?
      | actions? \s (?: are | is | below ) | should | will ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_LISTS = re.compile(
    r"""
    \b (?: consider(?:ed|ing) | because | says? | said | found | reasons? | account | guidance \s (?: says | states
      | suggests | on ) | failed
      | explain(?:s|ed) | include[sd]? | not \s (?: recommend | ask )\w* | fault | caused ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(slots=True)
class Opened:
    """A frame whose items follow.

    `contents` says that they only spell it out, `pays` that they are sums, `label` whose sub-items they are.
    """

    standing: Standing
    contents: bool = False
    pays: bool = False
    label: str = ""


def that_body(text: str) -> Frame | None:
    """The frame of a bare "That the Council:"."""
    named = _THAT_BODY.match(text)
    return None if named is None else Frame(None, named["body"], named.end(), 0, "that")


def announces(text: str) -> bool:
    """Whether a lead-in without a frame opens a list of remedies: "Within one month:", "The agreed actions are:"."""
    return _OTHER_LISTS.search(text) is None and (_REMEDY_WORDS.search(text) is not None or bool(find_deadlines(text)))


def lead_action(phrase: str, opened: Opened) -> str:
    """The action a lead-in holds itself, or nothing; settles in `opened` what its items are."""
    phrase = phrase.lstrip(" ,:")
    limit = leading_deadline(phrase)
    rest = trimmed(phrase[limit.end :]) if limit else trimmed(phrase)
    if is_bare(rest):
        return ""
    opened.pays = _PAYS.search(rest) is not None and "£" not in rest
    if opened.pays:
        before = _BEFORE_PAYING.split(f" {rest}")[0].strip()  # "apologise to Mr X and pay him:"
        return before if begins_action(before) else ""
    opened.contents = _SPELLS_OUT.search(phrase) is not None or not (_OPEN_END.search(phrase) or read_sums(rest))
    return re.sub(r"(?:,?\s(?:and|to))+\s*$", "", rest)
