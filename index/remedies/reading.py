"""A decision -> the remedies it orders, one row for each action.

Contract: rows come from the sections that hold the agreed action or the recommendations; beside them from the findings only what
was offered and accepted as the remedy, or recommended and refused; without such a section from an assessment that says what was
agreed; and from the summary only when no section gives a row. History, wishes, bills, the clocks of the law, explanations of
remedies that were not chosen and requests for proof give none. Every text and sum is verbatim. Anything may be read: what is not
understood gives no row. Proved by tests/test_index_remedies.py and tests/test_real_remedies.py.
"""

from __future__ import annotations

import re

from index.records import Decision, Paragraph
from index.remedies.drafts import Draft, Place
from index.remedies.findings import read_assessment, read_findings
from index.remedies.prose import prose
from index.remedies.records import Remedy
from index.remedies.replies import agrees_in_general
from index.remedies.section import SectionReading
from index.remedies.status import raise_agreed, satisfied

__all__ = ["LEDGER_VERSION", "read_remedies"]

LEDGER_VERSION = "1"
"""Raised when the same decision would give other rows: stores then remake their ledger, without embedding again."""

_REMEDY_HEADING = re.compile(
    r"""
    (?: .* \b (?: agreed | recommended | proposed ) \s (?: actions? | remed(?:y|ies) | outcomes? )
      | (?: (?: injustice \s and \s | the\s | my\s | our\s )? (?: remed(?:y|ies) | recommendations? | actions? ) )
      | putting\ (?: things | it | matters ) \s right )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read_remedies(decision: Decision) -> tuple[Remedy, ...]:
    """The remedies of a decision, in its order; the refused and replaced ones among them."""
    reading = SectionReading()
    for paragraph in decision.paragraphs:
        if is_action(paragraph):
            reading.read_paragraph(paragraph)
    drafts = reading.finish()
    others = [one for one in decision.paragraphs if not is_action(one)]
    drafts = _in_order(drafts, read_findings(others, drafts))
    if not any(one.standing.status not in {"refused", "replaced"} for one in drafts):
        drafts = _in_order(drafts, read_assessment(others))
    if not drafts and decision.summary:
        reading = SectionReading()
        reading.read_line(Place(None, None), decision.summary, "summary")
        drafts = reading.finish()
    agreed = any(agrees_in_general(sentence) for text in _closing_texts(decision) for sentence in prose(text))
    drafts = raise_agreed(drafts, agreed=agreed, done=satisfied(decision))
    return tuple(one.finished(decision, evidence=reading.evidence) for one in drafts)


def is_action(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands where remedies are ordered: the action section, or under a heading of its own in the findings."""
    if paragraph.role == "action":
        return True
    heading = (paragraph.subsection or "").rpartition(" > ")[2]
    return (
        paragraph.role in {"findings", "analysis", "other", "decision"}
        and _REMEDY_HEADING.fullmatch(heading.strip(" :")) is not None
    )


def _closing_texts(decision: Decision) -> list[str]:
    action = [one for one in decision.paragraphs if is_action(one)]
    closing = [one.text for one in decision.paragraphs if one.role == "decision"]
    headings = [f"{one.section} {one.subsection or ''}" for one in action]
    return [*headings, *(one.text for one in action), *closing, decision.summary or ""]


def _in_order(first: list[Draft], second: list[Draft]) -> list[Draft]:
    """Both lists in the order of the decision."""
    return sorted([*first, *second], key=lambda one: one.place.number or 0)
