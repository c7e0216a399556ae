"""Whether what stands in a frame is an action of its own, or only points at others, details one, or asks for proof.

"The Council has agreed to my recommendations", "It should complete actions a) to c)", "It should also include ...", "The Council
should consider our guidance in making the apology" and "The Council should provide us with evidence" are frames without an
action. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

from index.remedies.coverage import refers_to_actions
from index.remedies.deadlines import find_deadlines, leading_deadline
from index.remedies.drafts import trimmed
from index.remedies.evidence import is_evidence
from index.remedies.frames import Frame
from index.remedies.verbs import form_of

__all__ = ["holds_action", "is_bare", "is_fallback"]

_BARE = re.compile(
    r"""
    ^ [\s,:]* (?: that\b )?
      (?: (?: remedy | address | put\ right | resolve | settle ) \b [^:]{0,80} \b (?: by | as\ follows | with | through ) \b )?
      (?: also | both | now )? \s* (?: by\ way\ of\ (?: a\ )? remedy | as\ a\ remedy )? \s*
      (?: (?: take | do | complete | carry\ out | undertake | implement | action | perform | provide | accept | put ) \b )?
      (?: \s? (?: all | each | of | the | these | this | our | my | some | further | following | agreed | additional | number
        | and | a
          | in\ place | practical ) )*
      (?: \s? (?: steps? | actions? | recommendations? | measures? | remed(?:y|ies) | things? | improvements? | points? | following
          | forward | service ) )*
      # take the following action to put this right
      (?: \s? (?: to | in\ order\ to | which | that | will ) \b [^:]* )? [\s,:.]* $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DETAIL = frozenset(
    "include includes cover covers address addresses be set contain contains need needs have has reflect reflects detail details "
    "go goes remain mean means know apply depend want feel appear seem help note notes like".split()
)
"""Verbs that say what an action is to be like: "It should include ..."."""
_ADVICE = re.compile(
    r"""
    \b (?: consider | follow | refer\ to | have\ regard\ to | read | use ) \s (?: this | our | the\ Ombudsman[’']s | the ) \s
       (?: \w+ \s )? guidance \b (?! \ to )                        # consider this guidance in making the apology
    | ^ consider \s (?: the | this | our ) \s report \b            # a report's own procedure
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FALLBACK = re.compile(
    r"""
    # "if it has not already done so" is none
    ^ \W* (?! If \s (?: it | they | the\ \w+ ) \s (?: has | have ) \s not \s (?: already\s | yet\s )? )
    (?: If | Should | Where ) \b [^,]{0,70} \b (?: not | unable | unsuccessful | no\ longer | cannot | fails? ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POINTING = re.compile(
    r"^\W*(?:this|that|these|those|such|the above|all|both|each|my|our|its? (?:payment|apology))\b", re.IGNORECASE
)
_LOOKS_BACK = re.compile(r"\w+(?:,|\s(?:are|is|was|were|which|in\s(?:this|that|its))\b)")  # "the steps it has already taken, which"
_FIRST = re.compile(r"(?:(?:also|now|then|therefore|formally|only|both|either|simply|again)\s+)*(?P<word>[A-Za-z-]+)")
_THING = re.compile(r"(?:an?|the|one)\s(?:[\w-]+\s){0,3}(?:payment|apology|refund|sum|review)|service improvements|payments?\b|£")
_NO_VERB = frozenset(
    "a an the my our his her their its what how it no not in on of for if mr mrs ms miss with some any there that was were has had "
    "is and would as by at i we but so".split()
)
_MORE_THAN_PROOF = re.compile(r"[a-z] and (?!provide|send|give|show)")


def is_bare(phrase: str) -> bool:
    """Whether a verb phrase only announces a list: "take the following action within one month"."""
    for limit in reversed(find_deadlines(phrase)):
        phrase = phrase[: limit.start] + phrase[limit.end :]
    return _BARE.match(phrase) is not None


def is_fallback(sentence: str) -> bool:
    """Whether a sentence says what happens where the action just named cannot be done."""
    return _FALLBACK.match(sentence) is not None


def holds_action(sentence: str, frame: Frame) -> bool:
    """Whether the phrase of a frame is an action."""
    if frame.how == "passive":
        return True
    phrase = trimmed(sentence[frame.start :])
    limit = leading_deadline(phrase)
    phrase = trimmed(phrase[limit.end :]) if limit else phrase
    first = _FIRST.match(phrase)
    if first is None:
        return phrase.startswith("£")
    word = first["word"].lower()
    if word in _DETAIL or _POINTING.match(phrase) or _ADVICE.search(phrase) or refers_to_actions(phrase):
        return False
    if is_fallback(sentence) or is_bare(phrase) or (frame.how == "done" and _LOOKS_BACK.match(phrase)):
        return False
    if frame.how != "modal" and form_of(word) is None:
        return _THING.match(phrase) is not None or (_is_unknown_verb(phrase, word) and frame.how != "recommended")
    return not is_evidence(phrase) or _MORE_THAN_PROOF.search(phrase) is not None


def _is_unknown_verb(phrase: str, word: str) -> bool:
    """Whether a word after "agreed to" may be a verb that no list knows."""
    return re.match(r"[a-z]+\s", phrase) is not None and word not in _NO_VERB
