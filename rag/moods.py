"""Whether an act is told as done: it was, it will be, it should have been, it might be, or it cannot be said.

Contract: the mood is read from the verb's own group ("should have kept", "has agreed to pay"), from an "if" before it, and from
the verb it depends on. Proved by tests/test_rag_frames.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.tagging import Token
from rag.words import stem

__all__ = ["CONTROL", "UNSAYING", "Mood", "Told", "read_mood", "read_mood_of_infinitive"]

Mood = Literal["done", "due", "missed", "open", "named", "unsaid"]
"""Done; due ("will", "must", "agreed to"); missed ("should have"); open ("could", "if"); only named ("without asking"); unsaid
("I cannot say that")."""


@dataclass(frozen=True, slots=True)
class Told:
    """A verb, its mood, whether it is told in a past tense, and whether under a "not"."""

    verb: str
    mood: Mood
    past: bool
    denied: bool


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


CONTROL = _stems("ask tell recommend want require order allow expect advise invite remind urge")
"""After these the infinitive is done by their object: "asked the Council to apologise"."""
UNSAYING = _stems("say conclude know determine consider think believe accept")
"""Verbs whose "not" takes back what follows: "I cannot say that a panel would have"."""
_PROMISE = _stems("agree offer promise propose recommend ask intend plan undertake need want require")
"""What follows these in the infinitive is still to be done."""
_OPEN = frozenset("could may might would can".split())
_DUE = frozenset("will must should shall ought".split())
_MISSED = frozenset("should could ought would".split())
_PAST = frozenset("was were did had has have".split())


def read_mood(token: Token, helps: Sequence[str], before: Told | None, *, supposed: bool, joined: bool) -> tuple[Mood, bool]:
    """The mood of a finite verb with its auxiliaries, and whether it is past; `joined` by "and" to the verb before."""
    if not helps:
        return _read_bare(token, before, supposed=supposed, joined=joined)
    if "have" in helps and _MISSED & set(helps):
        return "missed", True
    if supposed or _OPEN & set(helps):
        return "open", False
    if _DUE & set(helps):
        return "due", False
    return "done", bool(_PAST & set(helps))


def _read_bare(token: Token, before: Told | None, *, supposed: bool, joined: bool) -> tuple[Mood, bool]:
    if token.text.endswith("ing"):
        return "named", False
    if joined and before is not None:  # apologise and pay
        return before.mood, before.past
    if supposed:
        return "open", False
    wanted = before is not None and before.verb in CONTROL and not token.past and not token.text.endswith("s")
    return ("due", False) if wanted else ("done", token.past)  # recommended the Council pay


def read_mood_of_infinitive(before: Told | None, *, of_a_noun: bool) -> tuple[Mood, bool]:
    """The mood of an infinitive: that of its verb, or due after a promise; "named" after a noun ("the power to refuse")."""
    due = before is None or before.verb in _PROMISE or before.mood != "done"
    mood: Mood = "named" if of_a_noun else "due" if due else "done"
    return mood, before is not None and before.past
