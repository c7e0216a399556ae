"""The topic of a statistical question: what is left of its words when those of counting, of remedies and of decisions are gone.

Contract: pure. A piece that is left is a topic only where the grammar ties it to what is counted: it follows a word such as
"about", "for" or "where", or stands right before it ("housing decisions", "missed bin collection payments"). Any other piece that
says something is not understood, and is given back as such: a figure for a population that was not meant is worse than none.
Proved by tests/test_rag_topic.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import terms

__all__ = ["Topic", "read_topic", "said_words"]

_COUNTED, _NOUN = "|", "¤"  # what stands for words of counting, and for what is counted
_TIES = frozenset(
    """
    about on for over of with in into where when because concerning concern concerns concerned regarding involving involve involves
    involved against to by after who whose that which from mention mentions mentioning discuss discusses discussing dealing deal
    deals cover covers covering relating related relate speak speaks speaking if through during under
    """.split()
)
"""Words after which a topic stands."""
_NOUNS = re.compile(r"(?:decision|case|complaint|report|statement|ruling|investigation)s?", re.IGNORECASE)
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
"""Words of counting and of every decision."""
_FRAME = frozenset(
    """
    end ends ended ending lead leads led leading result results resulted resulting come comes came coming hold holds held holding
    contain contains have has had having involve involves involved concern concerns concerned mention mentions mentioned deal deals
    dealing dealt relate relates related relating discuss discusses cover covers speak speaks see sees seen know knows known want
    say tell show shows look looks please can could would should will shall win wins won lose loses lost succeed succeeds succeeded
    fail fails failed reject rejects rejected dismiss dismissed break broken split divide divided down group grouped sort sorted
    ordered ask asked told require required requires accept accepted offered secured decide decided close closed lie lay
    go goes went going compare compared roughly approximately around about exactly overall across amongst among within through
    during under because against any anyone anybody someone somebody often frequently commonly rarely rare ever always sometimes
    usually likely frequent large big small high low much many more less fewer few great each percent set times
    between
    """.split()
)
"""Turns of phrase around a count, in the forms that frame one ("ordered", not "orders"): a piece of these alone is no topic."""


@dataclass(frozen=True, slots=True)
class Topic:
    """The pieces that are a topic, in the question's own words, their stems, and the pieces that nothing ties to the count."""

    text: str = ""
    words: tuple[str, ...] = ()
    unread: str = ""


def read_topic(text: str, counting: Sequence[re.Pattern[str]], nouns: Sequence[re.Pattern[str]]) -> Topic:
    """The topic of a question, given the patterns of what is counted by and of what is counted."""
    for cue in counting:
        text = cue.sub(f" {_COUNTED} ", text)
    for cue in nouns:
        text = cue.sub(f" {_NOUN} ", text)
    tied: list[str] = []
    unread: list[str] = []
    for part in re.split(r"[?!;]|\.(?:\s|$)", text):
        words = part.replace(",", " ").split()
        start = 0
        for at in [*(at for at, word in enumerate(words) if word in {_COUNTED, _NOUN}), len(words)]:
            _place(words, start, at, (tied, unread))
            start = at + 1
    topic = ", ".join(tied)
    return Topic(topic, said_words(topic), ", ".join(unread))


def _place(words: Sequence[str], start: int, end: int, into: tuple[list[str], list[str]]) -> None:
    """Put the piece between two places among the tied or among the unread, what says nothing cut off at both ends."""
    first, last = start, end
    while first < last and not said_words(words[first]):
        first += 1
    while last > first and not said_words(words[last - 1]):
        last -= 1
    if first == last:
        return
    before = (word.lower() for word in words[start:first])
    stands_before = any(word == _NOUN or _NOUNS.fullmatch(word) for word in words[last : end + 1])
    into[0 if stands_before or any(word in _TIES for word in before) else 1].append(" ".join(words[first:last]))


def said_words(text: str) -> tuple[str, ...]:
    """The stems of the words that could be a topic, each once; none where all of them only tie or frame a count."""
    framing = frozenset(terms(" ".join(word for word in text.lower().replace(",", " ").split() if word in _FRAME)))
    found = tuple(dict.fromkeys(word for word in terms(text) if word not in _EMPTY and not word.isdigit()))
    return found if any(word not in framing for word in found) else ()
