"""A long report published in chapters, each a file of its own: one decision, its chapters joined by their paragraph numbers.

Two files are chapters of one report when both are reports with printed numbers under one reference and share no number; any
other file of the same decision replaces the one before. Proved by tests/test_index_chapters.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.readers import family_digest
from index.readers.report import is_chapter_warning
from index.records import Decision

__all__ = ["join_all", "join_chapters"]


def join_chapters(old: Decision, new: Decision) -> Decision | None:
    """The report with the chapters of both, or None where they are not chapters of one report."""
    both = (*old.paragraphs, *new.paragraphs)
    numbers = {paragraph.number for paragraph in both}
    is_report = old.kind == new.kind == "report" and {paragraph.basis for paragraph in both} == {"printed"}
    if not is_report or old.key != new.key or len(numbers) < len(both):
        return None
    paragraphs = tuple(sorted(both, key=lambda paragraph: paragraph.number))
    warnings = tuple(dict.fromkeys((*old.warnings, *new.warnings)))
    if min(numbers) == 1:
        warnings = tuple(warning for warning in warnings if not is_chapter_warning(warning))
    first, second = (old, new) if old.paragraphs[0].number == paragraphs[0].number else (new, old)
    return replace(
        new,
        category=first.category or second.category,
        subcategory=first.subcategory or second.subcategory,
        outcome=first.outcome or second.outcome,
        decision_date=first.decision_date or second.decision_date,
        url=first.url or second.url,
        summary=first.summary or second.summary,
        paragraphs=paragraphs,
        family=family_digest(paragraphs),
        warnings=warnings,
    )


def join_all(decisions: Sequence[Decision]) -> tuple[Decision, tuple[Decision, ...]]:
    """All the pages of one report as one decision, and those that do not fit the others.

    A page may show again what another has (a report's own address shows its first chapter, or all of it).
    """
    whole, strange = decisions[0], []
    for one in decisions[1:]:
        if _is_within(one, whole):
            continue
        joined = one if _is_within(whole, one) else join_chapters(whole, one)
        if joined is None:
            strange.append(one)
        else:
            whole = joined
    return whole, tuple(strange)


def _is_within(one: Decision, other: Decision) -> bool:
    """Whether every paragraph of the one stands in the other under the same number."""
    texts = {paragraph.number: paragraph.text for paragraph in other.paragraphs}
    return one.key == other.key and all(texts.get(paragraph.number) == paragraph.text for paragraph in one.paragraphs)
