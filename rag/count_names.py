"""How what is counted is called in an answer: kinds and heads of the ledger, sizes, shares, sums, councils.

Proved by tests/test_rag_statistics.py.
"""

from __future__ import annotations

from rag.measure import Measure
from rag.population import Population

__all__ = ["HEAD_NAMES", "KIND_NAMES", "councils", "many", "pounds", "share", "size_of", "sorts_of", "those_of", "what_of"]

KIND_NAMES = {
    "payment": "a payment", "refund": "a refund", "apology": "an apology", "training": "training or a reminder to staff",
    "service_improvement": "a service improvement", "reassessment": "a reassessment", "review": "a review",
    "other": "another action",
}  # fmt: skip
_PLURALS = {
    "payment": "payments", "refund": "refunds", "apology": "apologies", "training": "trainings or reminders to staff",
    "service_improvement": "service improvements", "reassessment": "reassessments", "review": "reviews", "other": "other actions",
}  # fmt: skip
HEAD_NAMES = {
    "distress": "distress", "time_and_trouble": "time and trouble", "lost_education": "lost education",
    "lost_service": "a lost service",
    "quantifiable_loss": "a financial loss", "uncertainty": "uncertainty", "lost_appeal": "a lost right of appeal",
}  # fmt: skip


def what_of(measure: Measure) -> str:
    """The kinds that were counted, in words: "a payment for distress of £500 or more", "both an apology and a review"."""
    names = [KIND_NAMES[kind] for kind in measure.kinds]
    text = f"both {' and '.join(names)}" if measure.joint else " or ".join(names)
    return f"{text} for {HEAD_NAMES[measure.head]}{size_of(measure)}" if measure.head else f"{text}{size_of(measure)}"


def size_of(measure: Measure) -> str:
    """The bounds that a sum was to keep, in words."""
    if measure.low is not None and measure.high is not None:
        return f" of {pounds(measure.low)} to {pounds(measure.high)}"
    if measure.low is not None:
        return f" of {pounds(measure.low)} or more"
    return f" of {pounds(measure.high)} or less" if measure.high is not None else ""


def sorts_of(measure: Measure, count: int) -> str:
    """What the sums are, in words that follow a number: "payments for distress", "payment or refund"."""
    names = " or ".join(
        _PLURALS[kind] if count != 1 else KIND_NAMES[kind].removeprefix("a ").removeprefix("an ") for kind in measure.kinds
    )
    return f"{names} for {HEAD_NAMES[measure.head]}" if measure.head else names


def those_of(population: Population) -> str:
    """A population in words: "12 indexed decisions of 2024"."""
    return f"{len(population.facts):,} indexed decision{'' if len(population.facts) == 1 else 's'}{population.scope}"


def share(part: int, whole: int) -> str:
    """A part of a whole, in brackets: " (42%)"; nothing of nothing."""
    return f" ({part / whole:.0%})" if whole else ""


def pounds(value: float) -> str:
    """A sum as it is printed: "£1,200", "£12.50"."""
    return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"


def many(count: int, name: str) -> str:
    """A number of things: "2 payments without a figure"."""
    head, _, tail = name.partition(" ")
    return f"{count:,} {name if count == 1 else f'{head}s {tail}'.strip()}"


def councils(count: int) -> str:
    """A number of bodies: "8 councils and other bodies"."""
    return f"{count:,} {'council or other body' if count == 1 else 'councils and other bodies'}"
