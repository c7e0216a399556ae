"""The words of a text as they are compared: folded, lower case, lightly stemmed, the empty ones known.

Contract: one word in its usual forms has one stem ("upheld" and "uphold", "agreed" and "agreement"), and words that only
look alike keep apart where the difference matters here ("complaint" and "complete"). Stemming is light: rules and a list of
the irregular words these decisions use. Figures are not words here (rag/figures.py). Proved by tests/test_rag_verify.py.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.sentences import fold_typography

__all__ = ["content_stems", "stem", "words_of"]

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")
_NOT_SHORT = re.compile(r"(?:\b(can)not\b|(\w)n't\b)")  # cannot, didn't

_EMPTY = frozenset(
    """
    a about above after again all also although an and another any are as at be because been before being below between both but
    by can could did do does doing done down during each either else ever every few for from further had has have having he her
    here hers him his how however i if in into is it its itself just may me might mine more most must my near of off on once
    only onto or other our out over own per rather same shall she should since so some such than that the their them then there
    therefore these they this those through to too under until up upon us very was we were what when where whether which while
    who whom whose why will with within would you your yes ca wo
    not no nor never neither none without cannot
    mr mrs ms miss dr
    council councils ombudsman authority local lgsco case matter
    find found finding findings say said says state stated decision decide decided paragraph source
    one two three four five six seven eight nine ten stage section day days week weeks month months year years working pound pounds
    """.split()
)
"""Words that say little here: grammar, what every decision mentions, and what the figure lock compares better."""

_IRREGULAR = {
    form: base
    for base, forms in {
        "uphold": "upheld", "tell": "told", "give": "gave given", "hold": "held", "make": "made", "send": "sent",
        "pay": "paid payment payments", "take": "took taken", "keep": "kept", "meet": "met", "write": "wrote written",
        "begin": "began begun", "leave": "left", "lose": "lost loss", "know": "knew known", "become": "became",
        "fail": "failure failures failing failings", "apologise": "apology apologies apologize", "complain": "complaint complaints",
        "delay": "delays", "refuse": "refusal", "think": "thought", "speak": "spoke spoken", "bring": "brought",
        "accept": "acceptance", "offer": "offering", "decline": "declining", "deny": "denied denies denial",
        "respond": "response responses", "inform": "information", "child": "children",
        "provide": "provision provisions", "remind": "reminder reminders",
        "reject": "rejection", "refer": "referral referrals", "receive": "receipt", "consider": "consideration",
    }.items()
    for form in forms.split()
}  # fmt: skip

_ENDINGS = (
    ("ations", 4), ("ation", 4), ("ating", 4), ("ated", 4), ("ates", 4), ("ate", 4), ("ments", 3), ("ment", 3), ("ings", 3),
    ("ing", 3), ("edly", 3), ("ed", 3), ("ies", 3), ("ied", 3), ("es", 3), ("ly", 4), ("s", 3),
)  # fmt: skip
"""Endings to take off, longest first, each with the letters that must be left."""


def words_of(text: str) -> tuple[str, ...]:
    """Every word in lower case, in order: "didn't" is "did", "not"; a possessive loses its "s"."""
    text = _NOT_SHORT.sub(lambda match: f"{match[1] or match[2]} not", fold_typography(text).lower())
    return tuple(word.removesuffix("'s").rstrip("'") for word in _WORD.findall(text))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The word without its ending: "delayed" and "delays" are "delay"."""
    if word in _IRREGULAR:
        return stem(_IRREGULAR[word])
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt":  # planned, referral's "referred"  # noqa: PLR2004
        word = word[:-1]
    return word.rstrip("ey") if len(word.rstrip("ey")) > 1 else word


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that say something."""
    return frozenset(stem(word) for word in words_of(text) if len(word) > 1 and word not in _EMPTY)
