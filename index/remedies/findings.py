"""Remedies that stand in the findings: offers taken as the remedy, recommendations refused, and what an assessment says was agreed.

The findings tell a history of offers and wishes, so a row needs more than a frame: an offer must be accepted as the remedy by the
Ombudsman in the same paragraph or the next, and a recommendation counts only where it was refused or replaced.
Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.records import Paragraph
from index.remedies.bodies import body_in
from index.remedies.drafts import Draft, Place, Standing, make_drafts
from index.remedies.evidence import is_evidence
from index.remedies.frames import find_frame
from index.remedies.offers import accepted_offer, rejects
from index.remedies.prose import LONGEST, prose
from index.remedies.replies import refuses
from index.remedies.status import became_of
from index.remedies.verbs import begins_action, form_of

__all__ = ["read_assessment", "read_findings"]

_ROLES = frozenset(["findings", "analysis", "other", "decision"])
_REPLY = 3
"""Paragraphs after a recommendation in which its refusal stands."""

_ACCEPTS = re.compile(
    r"""
    \b (?: welcome | accept | endorse ) \b [^.;]{0,60} \b (?: offer | payment | agreement | proposal )
    | \b (?: suitable | appropriate | proportionate | satisfactory | fair | reasonable | adequate | sufficient | acceptable
      | enough ) \b [^.;]{0,60} \b (?: remed | redress | injustice | offer | sum | amount | payment | put | action | outcome
      | way )
    | \b (?: remed\w* | redress | offer | sum | amount | payment | action | this | that | it ) \b [^.;]{0,60} \b (?: is | are
      | was | were | be | as ) \s (?: a\s | an\s | now\s | both\s )? (?: suitable | appropriate | proportionate
      | satisfactory | fair | reasonable | adequate | sufficient | acceptable | enough | in\ line )
    | \b (?: remedies | remedied | puts?\ right ) \b [^.;]{0,40} \b (?: injustice | matter | fault | this | complaint )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read_findings(paragraphs: Sequence[Paragraph], known: Sequence[Draft]) -> list[Draft]:
    """Accepted offers and refused recommendations outside the action section that it does not repeat."""
    found: list[Draft] = []
    for at, paragraph in enumerate(paragraphs):
        if paragraph.role not in _ROLES:
            continue
        for sentence in prose(paragraph.text):
            found += _accepted(paragraphs, at, sentence)
            found += _turned_down(paragraphs, at, sentence)
    return [draft for draft in found if draft.standing.status in {"refused", "replaced"} or not _is_known(draft, known)]


def _is_known(draft: Draft, known: Sequence[Draft]) -> bool:
    """Whether the action section has this already: the same sum, or where there is none the same kind."""
    return any(
        one.kind == draft.kind and (one.sum.value if one.sum else None) == (draft.sum.value if draft.sum else None) for one in known
    )


def _accepted(paragraphs: Sequence[Paragraph], at: int, sentence: str) -> list[Draft]:
    paragraph = paragraphs[at]
    place = Place(paragraph, None)
    own = accepted_offer(sentence, place)
    if own:
        return [] if rejects(_onwards(paragraphs, at, sentence)) else own
    frame = find_frame(sentence, strict=True)
    if frame is None or frame.how not in {"offered", "done"} or rejects(_onwards(paragraphs, at, sentence)):
        return []
    if not _ACCEPTS.search(_onwards(paragraphs, at, sentence)):
        return []
    standing = Standing(frame.status or "offered_by_body", body_in(sentence))
    return [
        one
        for one in make_drafts(sentence[frame.start :], place, standing)
        if one.sum or begins_action(one.text) or _is_past(one.text)
    ]


def _is_past(text: str) -> bool:
    return form_of(text.split(" ", 1)[0]) == "ed"


def _onwards(paragraphs: Sequence[Paragraph], at: int, sentence: str) -> str:
    """The sentence, what follows it in its paragraph, and the next paragraph of the same part."""
    text = paragraphs[at].text
    following = (
        paragraphs[at + 1].text if at + 1 < len(paragraphs) and paragraphs[at + 1].subsection == paragraphs[at].subsection else ""
    )
    here = text.find(sentence)
    return f"{text[here : here + LONGEST]}\n{following[:LONGEST]}"


def _turned_down(paragraphs: Sequence[Paragraph], at: int, sentence: str) -> list[Draft]:
    """A recommendation that the body did not accept."""
    paragraph = paragraphs[at]
    frame = find_frame(sentence, strict=True)
    if frame is None or frame.how not in {"recommended", "asked", "refused"}:
        return []
    reply = "\n".join([_onwards(paragraphs, at, sentence), *(one.text[:LONGEST] for one in paragraphs[at + 1 : at + 1 + _REPLY])])
    if frame.how != "refused" and (frame.soft or not refuses(reply)):
        return []
    standing = Standing(became_of(reply), body_in(sentence))
    return [
        one
        for one in make_drafts(sentence[frame.start :], Place(paragraph, None), standing)
        if one.sum or begins_action(one.text) or frame.how == "asked"
    ]


def read_assessment(paragraphs: Sequence[Paragraph]) -> list[Draft]:
    """What an early-resolution statement, which has no action section, says the body has agreed to do."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        if paragraph.role not in _ROLES:
            continue
        for sentence in prose(paragraph.text):
            frame = find_frame(sentence, strict=True)
            if frame is None or frame.how != "agreed" or is_evidence(sentence[frame.start :]):
                continue
            standing = Standing("agreed", body_in(sentence[: frame.start]))
            found += [
                replace(one)
                for one in make_drafts(sentence[frame.start :], Place(paragraph, None), standing)
                if one.sum or begins_action(one.text)
            ]
    return found
