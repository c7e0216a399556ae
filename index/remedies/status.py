"""What became of a recommendation, where another sentence or the end of the decision says so.

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.records import Decision
from index.remedies.drafts import Draft, Place
from index.remedies.frames import Frame
from index.remedies.prose import LONGEST, prose
from index.remedies.records import RemedyStatus
from index.remedies.replies import agrees_in_general, refuses

__all__ = ["became_of", "raise_agreed", "reply_to", "satisfied"]

_REPLY = 3
"""Paragraphs after a recommendation in which its reply stands."""
_REPLACED = re.compile(
    r"""
    \b (?: replac\w+ | instead | alternative\w* | in\ place\ of | in\ its\ place | in\ lieu | a\ changed\ form ) \b
    | \b I \s (?: agree | accept | am\ (?:satisfied|persuaded) ) \b [^.;]{0,80}
      \b (?: not\ (?:necessary|needed|required|proportionate|appropriate) | unnecessary | no\ longer | enough | sufficient
        | achieve )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def became_of(text: str) -> RemedyStatus:
    """Refused, or replaced where the Ombudsman took something else for it."""
    return "replaced" if _REPLACED.search(text) else "refused"


def reply_to(drafts: Sequence[Draft], place: Place, sentence: str, frame: Frame | None) -> bool:
    """Let a sentence about the recommendation just made settle its status; True where the sentence is such a reply."""
    last = drafts[-1]
    if last.place.number is None or place.number is None or place.number - last.place.number > _REPLY:
        return False
    if last.standing.status != "recommended" or (frame is not None and frame.how in {"recommended", "asked", "modal"}):
        return False
    same = [one for one in drafts if one.place.number == last.place.number]
    if refuses(sentence):
        if frame is not None and frame.how == "agreed":
            _settle_by_part(same, sentence)
        else:
            _settle(same, became_of(place.paragraph.text[:LONGEST] if place.paragraph else sentence))
        return True
    if agrees_in_general(sentence):
        _settle(same, "agreed")
        return True
    return False


def _settle(drafts: Sequence[Draft], status: RemedyStatus) -> None:
    for draft in drafts:
        draft.standing = replace(draft.standing, status=status)


def _settle_by_part(drafts: Sequence[Draft], sentence: str) -> None:
    """Settle each by the part that repeats its words: "The Council agreed to do A but refused B"."""
    agreed = set(re.findall(r"\w{5,}", re.split(r"\bbut\b|\balthough\b|\bhowever\b", sentence)[0].lower()))
    for draft in drafts:
        words = set(re.findall(r"\w{5,}", draft.text.lower()))
        _settle([draft], "agreed" if words & agreed else "refused")


def raise_agreed(drafts: list[Draft], *, agreed: bool, done: bool) -> list[Draft]:
    """Recommendations that the decision says were agreed, and everything where the report says it was done."""
    for draft in drafts:
        status = draft.standing.status
        if done and status in {"agreed", "recommended"}:
            draft.standing = replace(draft.standing, status="satisfied")
        elif agreed and status == "recommended" and not draft.standing.soft:
            draft.standing = replace(draft.standing, status="agreed")
    return drafts


_OUR = r"(?: (?: our | the | my | these ) \s )"
_SATISFIED = re.compile(
    rf"""
    \b (?: we | I | the\ Ombudsman ) \s (?: are | am | is | was | were ) \s (?: now\s )? satisfied \s (?: that\s )?
       (?: with \s (?: the\ \w+[’']?s?\s | its\s ) (?: response | actions? | compliance )     # We are satisfied with its response
         | (?: the\ \w+ | it ) \s has \s (?: now\s )? (?: complied | completed | carried\ out | implemented | taken ) )
    | \b (?: the\ \w+ | it ) \s has \s (?: now\s | since\s | fully\s ){{0,2}} (?: complied\ with | completed | implemented
      | carried\ out ) \s
       (?: all\s )? (?: of\s )? {_OUR} (?: agreed\s )? (?: recommendations? | actions? | remed(?:y|ies) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPEN_CASE = re.compile(r"\b(?:if|when|once|until|whether)\b", re.IGNORECASE)


def satisfied(decision: Decision) -> bool:
    """Whether a report says at its end that what it recommended has been done."""
    last = [one for one in decision.paragraphs if one.role in {"action", "decision", "other"}]
    if decision.kind != "report" and not any("satisf" in one.text and re.search(r"\b20\d\d\b", one.text) for one in last):
        return False
    sentences = [sentence for one in last for sentence in prose(one.text)]
    return any((match := _SATISFIED.search(one)) is not None and not _OPEN_CASE.search(one[: match.start()]) for one in sentences)
