"""A text cut into sentences, each an exact part of it.

Contract: every sentence returned is a substring of the text, in order, and nothing but white space lies between them.
Lines are separate units: they are lead-ins and list items. A citation in brackets after the stop ("... a remedy.
(Local Government Act 1974, section 26(1))") stays with the sentence it supports. Where a stop may or may not end a
sentence, the text stays whole: a unit too long is still verbatim, one cut short can lose its "not".
Proved by tests/test_rag_sentences.py.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["split_sentences"]

_BOUNDARY = re.compile(
    r"""
    (?<! [.!?…] )
    (?P<stop> [.!?…]++ )             # "." or "?!" or "..."
    (?P<closing> ['"’”»)\]]*+ )      # what closes with it: .” or .)
    (?= \s+ \S )                     # and more text after a space
    """,
    re.VERBOSE,
)

_NEVER_LAST = frozenset(
    "mr mrs ms miss dr prof rev hon cllr messrs e.g i.e eg ie cf viz vs v para paras reg regs art s ss st approx".split()
)
"""Abbreviations that a name, a number or an example follows: their stop ends nothing."""

_BEFORE_NUMBER = frozenset(["no", "nos", "vol", "fig", "p", "pp", "ch", "sch"])
"""Abbreviations only in front of a number: "No. 2" is one unit, "Was it? No. The Council" is two."""

_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "cllr"])

_OPENERS = frozenset(
    "the this that these those there a an he she it they we i you his her its their our my in on at by for from to of as "
    "with after before when while where if although because but and or so however therefore both each all some no not "
    "neither none nothing most many several any such what who whether also later then once even only instead "
    "finally despite until unless between among over "
    "mr mrs ms miss dr under since during following within councils council ofsted".split()
)
"""Words that begin a sentence rather than end a name: after "Mr B." they tell a new sentence from a surname."""

_INITIAL = re.compile(r"[A-Z]")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")  # U.K, a.m, e.g
_LIST_NUMBER = re.compile(r"\d{1,3}|[a-z]|[ivx]{1,4}")  # "1." or "b." at the head of a line


_IN_SIGHT = 100
"""Characters on each side of a stop that decide what it is: a few words; more would make long texts slow."""

_SPACE = re.compile(r"\s*")


@lru_cache(maxsize=256)  # a paragraph is cut by whoever reads it, one after the other, while its decision is read
def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, verbatim and in order; a newline always ends one."""
    return tuple(sentence for line in text.split("\n") for sentence in _split_line(line))


def _split_line(line: str) -> list[str]:
    out: list[str] = []
    start = 0
    for match in _BOUNDARY.finditer(line):
        if match.start() < start or not _ends_sentence(line, start, match):
            continue
        end = _past_citation(line, match.end())
        out.append(line[start:end].strip())
        start = end
    return [sentence for sentence in [*out, line[start:].strip()] if sentence]


def _next_sign(line: str, at: int) -> int:
    """The place of the first character from `at` on that is no space."""
    space = _SPACE.match(line, at)
    return at if space is None else space.end()


def _ends_sentence(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether the stop ends the sentence that began at `start`."""
    opening = _next_sign(line, match.end())
    following = line[opening : opening + _IN_SIGHT]
    if following.lstrip("'\"‘“«([")[:1].islower() and not following.startswith("("):
        return False
    if match["stop"] != "." or match["closing"]:
        return True
    before = line[max(start, match.start() - _IN_SIGHT) : match.start()].split()
    return bool(before) and not _is_abbreviation(before, following)


def _is_abbreviation(before: list[str], following: str) -> bool:
    """Whether a single stop after these words belongs to the last of them."""
    word = before[-1].lstrip("'\"‘“«([")
    lower = word.lower()
    if lower in _NEVER_LAST or (len(before) == 1 and _LIST_NUMBER.fullmatch(word)):
        return True
    if lower in _BEFORE_NUMBER:
        return following[:1].isdigit()
    if _DOTTED.fullmatch(word):
        return not _opens(following)
    return bool(_INITIAL.fullmatch(word)) and _is_initial(before, following)


def _is_initial(before: list[str], following: str) -> bool:
    """Tell "Mr J. Smith" and "J. K. Rowling" from "... to Mr B. The Council": a lone letter is mostly a name in full."""
    if re.match(r"[A-Z]\.", following) or (len(before) > 1 and re.fullmatch(r"[A-Z]\.", before[-2])):
        return True
    titled = len(before) > 1 and before[-2].lower().rstrip(".") in _TITLES
    return (titled or len(before) == 1) and following[:1].isalpha() and not _opens(following)


def _opens(following: str) -> bool:
    words = re.findall(r"[A-Za-z]+", following[:20])
    return not words or words[0].lower() in _OPENERS


def _past_citation(line: str, end: int) -> int:
    """Past a bracket after the stop that is no sentence of its own: "(Working Together to Safeguard Children)"."""
    opening = _next_sign(line, end)
    if line[opening : opening + 1] != "(":
        return end
    closing = _closing_bracket(line, opening)
    if closing is None or line[closing - 1] in ".!?" or line[(after := _next_sign(line, closing + 1)) : after + 1].islower():
        return end
    tail = closing + 1
    return tail + 1 if line[tail : tail + 1] == "." else tail


_LONGEST_CITATION = 300  # characters; the longest bracket of the five decisions has 120


_BRACKET = re.compile(r"[()]")


def _closing_bracket(line: str, opening: int) -> int | None:
    depth = 0
    for bracket in _BRACKET.finditer(line, opening, opening + _LONGEST_CITATION):
        depth += 1 if bracket[0] == "(" else -1
        if depth == 0:
            return bracket.start()
    return None
