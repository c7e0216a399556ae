"""What became of a recommendation, where another sentence or the end of the decision says so. Proved by tests/test_index_remedies.py."""

from __future__ import annotations

import re
from dataclasses import replace

from index.records import Decision
from index.remedies.drafts import Draft
from index.remedies.records import RemedyStatus

__all__ = ["became_of", "raise_agreed", "satisfied"]

_REPLACED = re.compile(
    r"""
    \b (?: replac\w+ | instead | alternative\w* | in\ place\ of | in\ its\ place | in\ lieu | a\ changed\ form ) \b
    | \b I \s (?: agree | accept | am\ (?:satisfied|persuaded) ) \b [^.;]{0,80} \b (?: not\ (?:necessary|needed|required|proportionate|appropriate) | unnecessary | no\ longer | enough | sufficient | achieve )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def became_of(text: str) -> RemedyStatus:
    """Refused, or replaced where the Ombudsman took something else for it."""
    return "replaced" if _REPLACED.search(text) else "refused"


def raise_agreed(drafts: list[Draft], *, agreed: bool, done: bool) -> list[Draft]:
    """Recommendations that the decision says were agreed, and everything where the report says it was done."""
    for draft in drafts:
        status = draft.standing.status
        if done and status in {"agreed", "recommended"}:
            draft.standing = replace(draft.standing, status="satisfied")
        elif agreed and status == "recommended" and not draft.standing.soft:
            draft.standing = replace(draft.standing, status="agreed")
    return drafts


_SATISFIED = re.compile(
    r"""
    \b (?: we | I | the\ Ombudsman ) \s (?: are | am | is | was | were ) \s (?: now\s )? satisfied \s (?: that\s )? (?: with \s (?: the\ \w+[’']?s?\s | its\s ) (?: response | actions? | compliance )
        | (?:the\ \w+|it) \s has \s (?: now\s )? (?: complied | completed | carried\ out | implemented | taken ) )
    | \b (?: the\ \w+ | it ) \s has \s (?: now\s | since\s | fully\s ){0,2} (?: complied\ with | completed | implemented | carried\ out ) \s (?: all\s )? (?: (?:of\s)? (?:our|the|my|these)\s ) (?: agreed\s )? (?: recommendations? | actions? | remed(?:y|ies) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPEN_CASE = re.compile(r"\b(?:if|when|once|until|whether)\b", re.IGNORECASE)


def satisfied(decision: Decision) -> bool:
    """Whether a report says at its end that what it recommended has been done."""
    last = [one for one in decision.paragraphs if one.role in {"action", "decision", "other"} and not one.boilerplate]
    if decision.kind != "report" and not any("satisf" in one.text and re.search(r"\b20\d\d\b", one.text) for one in last):
        return False
    return any((match := _SATISFIED.search(one.text)) is not None and not _OPEN_CASE.search(one.text[: match.start()]) for one in last)
