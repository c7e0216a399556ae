"""Why an answer missed: every missed paragraph and every wrong abstention gets one category, the first on the way that fits.

not read            the paragraph is not in the store
not retrieved       its decision is not among those whose paragraphs are ranked
ranked low          it is ranked, but not among the first ten
not stated          it is among the ten and not cited; or a required fact is not said although every support was there
wrongly refused     the question can be answered and was not; its supports that were at hand say so too
wrongly answered    the question cannot be answered and was

A paragraph is missed when it supports and is not among the first ten, or not cited. Proved by tests/test_evals_misses.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from evals.cases import Case, ParagraphKey
from evals.measures import Outcome, cited_keys, fact_stands, said_in
from index import Reference, Store
from rag import Answer, Answerer

__all__ = ["CATEGORIES", "Category", "Miss", "explain_misses", "miss_table"]

Category = Literal["not read", "not retrieved", "ranked low", "not stated", "wrongly refused", "wrongly answered"]
CATEGORIES: tuple[Category, ...] = get_args(Category)


@dataclass(frozen=True, slots=True)
class Miss:
    """What was missed ("24 012 183#37", "£300", "the answer"), in which case, and why."""

    case: str
    what: str
    category: Category


def explain_misses(answerer: Answerer, outcomes: Sequence[Outcome]) -> list[Miss]:
    """Every miss of these outcomes, in their order; the answerer is the one that gave them, its store open."""
    return [miss for outcome in outcomes if outcome.answer is not None for miss in _misses(answerer, outcome, outcome.answer)]


def _misses(answerer: Answerer, outcome: Outcome, answer: Answer) -> Iterator[Miss]:
    case, refused = outcome.case, answer.status == "none"
    if not case.answerable:
        if not refused:
            yield Miss(case.id, "the answer", "wrongly answered")
        return
    if refused:
        yield Miss(case.id, "the answer", "wrongly refused")
    missed = case.supports - (outcome.in_ten & cited_keys(answer))
    yield from _supports(answerer, outcome, answer, missed)
    if not refused and case.supports <= outcome.in_ten:
        said = said_in(answer)
        yield from (Miss(case.id, fact, "not stated") for fact in case.facts if not fact_stands(fact, said))


def _supports(answerer: Answerer, outcome: Outcome, answer: Answer, missed: frozenset[ParagraphKey]) -> Iterator[Miss]:
    held = _held(answerer.store, missed)
    ranked = _ranked(answerer, outcome.case) if missed - outcome.in_ten and answer.passages else frozenset[ParagraphKey]()
    for key in sorted(missed):
        yield Miss(outcome.case.id, f"{key[0]}#{key[1]}", _category(key, outcome, answer, held=held, ranked=ranked))


def _category(
    key: ParagraphKey, outcome: Outcome, answer: Answer, *, held: frozenset[ParagraphKey], ranked: frozenset[ParagraphKey]
) -> Category:
    if key not in held:
        return "not read"
    if answer.status == "none" and (key in outcome.in_ten or not answer.passages):
        return "wrongly refused"
    if key in outcome.in_ten:
        return "not stated"
    return "ranked low" if key in ranked or key in outcome.ranked else "not retrieved"


def _held(store: Store, keys: frozenset[ParagraphKey]) -> frozenset[ParagraphKey]:
    """Those of the paragraphs that the store has."""
    return frozenset(
        (reference, paragraph.number)
        for reference in {reference for reference, _ in keys}
        for decision in store.find(Reference.parse(reference))
        for paragraph in decision.paragraphs
    )


def _ranked(answerer: Answerer, case: Case) -> frozenset[ParagraphKey]:
    """All paragraphs that are ranked for the question, however low."""
    _, table, _ = answerer.table(case.question, case.history)
    return frozenset((str(row.decision.reference), row.paragraph.number) for row in table.rows)


def miss_table(misses: Sequence[Miss]) -> str:
    """How many misses each category has, and in how many questions."""
    lines = [f"{'misses':<30}{'count':>10}{'questions':>11}"]
    for category in CATEGORIES:
        own = [miss for miss in misses if miss.category == category]
        lines.append(f"{category:<30}{len(own):>10}{len({miss.case for miss in own}):>11}")
    return "\n".join(lines)
