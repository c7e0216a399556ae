"""Counts and usual sums over the indexed decisions, computed from the remedy ledger and cited row by row.

Contract: every figure is counted by code from rows of the ledger (or from the decisions' own outcomes and dates), with what it is
out of, and says that it counts the indexed decisions. The rows behind it are cited, up to eight of them, each by the whole sentence
that says it; of sums, those that are lowest, highest and in the middle come first. A topic that nothing in the store speaks of is
not counted as something else: the reader is told. Proved by tests/test_rag_statistics.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import fmean, median

from index import DecisionKey, Remedy, Store, counted_sums, tally_remedies
from rag.computed import Computed
from rag.groups import group_lines, kind_lines, outcome_keys
from rag.measure import Measure, read_measure
from rag.pins import cite_decision, cite_remedy
from rag.population import Population, find_population
from rag.query import Query
from rag.records import Citation, Claim
from rag.verify import verify_claim

__all__ = ["NOT_A_TARIFF", "statistics_answer"]

NOT_A_TARIFF = "This counts the indexed decisions; it is not a tariff."
_UNKNOWN_TOPIC = "Nothing was counted: no decision speaks of “{}” in these words."
_COUNTED = "counted by code from the remedies and outcomes of the indexed decisions"
_MOST_CITED = 8
_NOT_DUE = frozenset(["refused", "replaced"])
_NAMES = {
    "payment": "a payment", "refund": "a refund", "apology": "an apology", "training": "training or a reminder to staff",
    "service_improvement": "a service improvement", "reassessment": "a reassessment", "review": "a review",
    "other": "another action",
}  # fmt: skip
_MANY = {
    "payment": "payments", "refund": "refunds", "apology": "apologies", "training": "trainings or reminders to staff",
    "service_improvement": "service improvements", "reassessment": "reassessments", "review": "reviews", "other": "other actions",
}  # fmt: skip
_HEADS = {
    "distress": "distress", "time_and_trouble": "time and trouble", "lost_education": "lost education",
    "lost_service": "a lost service",
    "quantifiable_loss": "a financial loss", "uncertainty": "uncertainty", "lost_appeal": "a lost right of appeal",
}  # fmt: skip


def statistics_answer(query: Query, store: Store) -> Computed:
    """The answer to a statistical question; nothing where the question is none."""
    if not query.statistic:
        return Computed()
    measure = read_measure(query.topic, narrowed_by_outcome=bool(query.outcome))
    population, found = find_population(query, measure, store)
    if not found:
        return Computed(notice=_UNKNOWN_TOPIC.format(measure.topic))
    rows = _sized(tuple(one for one in population.remedies if _is_counted(one, measure)), measure)
    if measure.sums:
        text, shown = _sums(measure, population, rows)
        return _computed(text, _cite_rows(shown, store))
    if measure.kinds or measure.by == "kind":
        text, shown = (_grouped(measure, population, rows, store), rows) if measure.by else _counted(measure, population, rows)
        return _computed(text, _cite_rows(shown, store))
    if measure.by:
        text = _grouped(measure, population, rows, store)
    else:
        text = _came_out(measure, population, store) if measure.outcomes else _counted(measure, population, rows)[0]
    return _computed(text, _cite_decisions(_with_outcome(measure, population, store), store))


def _is_counted(one: Remedy, measure: Measure) -> bool:
    """Whether a row is due, and of the kinds, head and period asked for."""
    return (
        one.status not in _NOT_DUE
        and (not measure.kinds or one.kind in measure.kinds)
        and (not measure.head or one.kind not in {"payment", "refund"} or _is_for(measure.head, one))
        and (not measure.rate or one.unit == measure.rate)
    )


def _sized(rows: tuple[Remedy, ...], measure: Measure) -> tuple[Remedy, ...]:
    """The rows whose sum keeps the bounds asked for; a total beside its heads is no sum of its own."""
    if measure.low is None and measure.high is None:
        return rows
    by_decision: dict[DecisionKey, list[Remedy]] = {}
    for one in rows:
        by_decision.setdefault(one.key, []).append(one)
    low, high = measure.low or 0.0, measure.high if measure.high is not None else float("inf")
    kept = {(key, value) for key, some in by_decision.items() for value in counted_sums(some) if low <= value <= high}
    return tuple(one for one in rows if one.unit == "one_off" and (one.key, one.value) in kept)


def _is_for(head: str, one: Remedy) -> bool:
    """Whether money is for something: first of all, or among what its sentence names."""
    return one.head == head or _HEADS[head] in one.action_text.lower()


# --- what is said -------------------------------------------------------------------------------------------------------


def _counted(measure: Measure, population: Population, rows: Sequence[Remedy]) -> tuple[str, Sequence[Remedy]]:
    """How many of the decisions (or councils) have a remedy of the kinds; or how many there are."""
    total = len(population.facts)
    if not measure.kinds:
        councils = len({one.authority for one in population.facts if one.authority})
        return (f"{_councils(councils)}, in {_of(population)}." if measure.councils else f"{_of(population)}."), ()
    by_kind = [frozenset(one.key for one in rows if one.kind == kind) for kind in measure.kinds]
    keys = frozenset.intersection(*by_kind) if measure.joint else frozenset[object]().union(*by_kind)
    shown = [one for one in rows if one.key in keys]
    if measure.councils:
        councils = len({one.authority for one in shown if one.authority})
        return f"{_councils(councils)}, in {len(keys):,} of {_of(population)}, agreed or accepted {_what(measure)}.", shown
    if measure.remedies and len(measure.kinds) == 1:
        return (
            f"There are {len(shown):,} {_sorts(measure, len(shown))}{_size(measure)} in {len(keys):,} of {_of(population)}.",
            shown,
        )
    has = "has" if len(keys) == 1 else "have"
    return f"Of {_of(population)}, {len(keys):,}{_share(len(keys), total)} {has} {_what(measure)} among the remedies.", shown


def _came_out(measure: Measure, population: Population, store: Store) -> str:
    """How many of the decisions came out so."""
    counts = {outcome.lower(): (outcome, keys) for outcome, keys in outcome_keys(population, store).items()}
    total = len(population.facts)
    parts = []
    for outcome in measure.outcomes:
        name, keys = counts.get(outcome, (outcome.capitalize(), frozenset()))
        parts.append(f"{len(keys):,}{_share(len(keys), total)} {'has' if len(keys) == 1 else 'have'} the outcome “{name}”")
    unprinted = total - sum(len(keys) for _, keys in counts.values())
    return f"Of {_of(population)}, {', '.join(parts)}" + (f"; {unprinted:,} print no outcome." if unprinted else ".")


def _with_outcome(measure: Measure, population: Population, store: Store) -> Population:
    """The decisions of the outcomes that are counted; all where none is."""
    if not measure.outcomes:
        return population
    wanted = {
        key for outcome, keys in outcome_keys(population, store).items() if outcome.lower() in measure.outcomes for key in keys
    }
    return population.narrowed(wanted.__contains__, "")


def _grouped(measure: Measure, population: Population, rows: Sequence[Remedy], store: Store) -> str:
    if measure.by == "kind":
        return f"Of {_of(population)}: {'; '.join(kind_lines(_NAMES, population, rows))}."
    what = (
        f", those with {_what(measure)}"
        if measure.kinds
        else f", those {measure.outcomes[0]}"
        if len(measure.outcomes) == 1
        else ""
    )
    return f"{_of(population)}{what} by {measure.by}: {'; '.join(group_lines(measure, population, rows, store))}."


def _sums(measure: Measure, population: Population, rows: Sequence[Remedy]) -> tuple[str, Sequence[Remedy]]:
    """The middle, lowest and highest of the sums, or of the rates where a rate is asked for; and the rows that tell it."""
    due = [one for one in rows if one.value is not None and (measure.rate or one.unit == "one_off")]
    values = sorted(one.value for one in due if one.value is not None) if measure.rate else sorted(counted_sums(rows))
    if not values:
        return f"Of {_of(population)}, none has {_what(measure)} with a figure.", ()
    rate = f" {measure.rate.replace('per_', 'a ')}" if measure.rate else ""
    low, middle, high = (f"{_pounds(value)}{rate}" for value in (values[0], median(values), values[-1]))
    basis = f"{len(values):,} {_sorts(measure, len(values))} in {len({one.key for one in due}):,} of {_of(population)}"
    if measure.pick:
        text = f"Of {basis}, the {measure.pick} is {high if measure.pick == 'highest' else low}."
    elif len(values) == 1:
        text = f"There is {basis}: {low}."
    elif low == high:
        text = f"There are {basis}, each of {low}."
    else:
        text = f"There are {basis}: the middle one (median) is {middle}, the lowest {low}, the highest {high}."
    more = [f"Their mean is {_pounds(round(fmean(values), 2))}."] if measure.mean else []
    more += [f"They come to {_pounds(sum(values))} in all."] if measure.total else []
    ends = {"highest": (values[-1],), "lowest": (values[0],)}.get(measure.pick or "", (median(values), values[0], values[-1]))
    shown = _telling(due, ends)
    return " ".join([text, *more, *([] if measure.rate else _apart(rows, population))]), shown[:1] if measure.pick else shown


def _apart(rows: Sequence[Remedy], population: Population) -> list[str]:
    """What is money and not among the sums."""
    (tally,) = tally_remedies(rows, population.facts)
    apart = [_many(count, name) for count, name in ((tally.rates, "rate"), (tally.unfigured, "payment without a figure")) if count]
    return [f"Not among them: {' and '.join(apart)}."] if apart else []


def _telling(due: Sequence[Remedy], ends: Sequence[float]) -> list[Remedy]:
    """The rows, those first whose sum is named in the answer, each named sum once before any is seen again."""
    first = [next((one for one in due if one.value == end), None) for end in ends]
    named = [one for one in first if one is not None]
    return list(dict.fromkeys([*named, *due]))


def _what(measure: Measure) -> str:
    """The kinds that were counted, in words: "a payment for distress of £500 or more", "both an apology and a review"."""
    names = [_NAMES[kind] for kind in measure.kinds]
    text = f"both {' and '.join(names)}" if measure.joint else " or ".join(names)
    return f"{text} for {_HEADS[measure.head]}{_size(measure)}" if measure.head else f"{text}{_size(measure)}"


def _size(measure: Measure) -> str:
    """The bounds that a sum was to keep, in words."""
    if measure.low is not None and measure.high is not None:
        return f" of {_pounds(measure.low)} to {_pounds(measure.high)}"
    if measure.low is not None:
        return f" of {_pounds(measure.low)} or more"
    return f" of {_pounds(measure.high)} or less" if measure.high is not None else ""


def _sorts(measure: Measure, count: int) -> str:
    """What the sums are, in words that follow a number: "payments for distress", "payment or refund"."""
    names = " or ".join(
        _MANY[kind] if count != 1 else _NAMES[kind].removeprefix("a ").removeprefix("an ") for kind in measure.kinds
    )
    return f"{names} for {_HEADS[measure.head]}" if measure.head else names


def _of(population: Population) -> str:
    return f"{len(population.facts):,} indexed decision{'' if len(population.facts) == 1 else 's'}{population.scope}"


def _share(part: int, whole: int) -> str:
    return f" ({part / whole:.0%})" if whole else ""


def _pounds(value: float) -> str:
    return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"


def _many(count: int, name: str) -> str:
    head, _, tail = name.partition(" ")
    return f"{count:,} {name if count == 1 else f'{head}s {tail}'.strip()}"


def _councils(count: int) -> str:
    return f"{count:,} {'council or other body' if count == 1 else 'councils and other bodies'}"


# --- what it rests on ---------------------------------------------------------------------------------------------------


def _computed(text: str, citations: Sequence[Citation]) -> Computed:
    """The count as a claim, and below it each cited sentence as it stands."""
    numbered = tuple(replace(citation, n=n) for n, citation in enumerate(citations, 1))
    count = Claim(f"{text} {NOT_A_TARIFF}", tuple(one.n for one in numbered), "supported", _COUNTED, computed=True)
    return Computed((count, *(Claim(one.quote, (one.n,), *verify_claim(one.quote, (one,))) for one in numbered)), numbered)


def _cite_rows(rows: Iterable[Remedy], store: Store) -> list[Citation]:
    """Rows as citations, a place once; those first that stand first, and another decision before a second of the same."""
    found: dict[tuple[str, str | None, str], Citation] = {}
    for one in _spread(rows):
        citation = cite_remedy(store, one)
        if citation is not None:
            found.setdefault((citation.reference, citation.authority, citation.quote), citation)
        if len(found) == _MOST_CITED:
            break
    order = list(dict.fromkeys((one.reference, one.authority) for one in found.values()))
    return sorted(found.values(), key=lambda one: (order.index((one.reference, one.authority)), one.paragraph))


def _spread(rows: Iterable[Remedy]) -> list[Remedy]:
    """The rows with the first of each decision before the second of any."""
    seen: dict[object, int] = {}
    placed = []
    for at, one in enumerate(rows):
        seen[one.key] = seen.get(one.key, -1) + 1
        placed.append((seen[one.key], at, one))
    return [one for *_, one in sorted(placed, key=lambda place: place[:2])]


def _cite_decisions(population: Population, store: Store) -> list[Citation]:
    """Decisions as citations: how each of them ends, the latest first."""
    order = sorted(
        population.facts, key=lambda one: (one.decision_date is not None, one.decision_date, one.reference), reverse=True
    )
    return [citation for one in order[:_MOST_CITED] if (citation := cite_decision(store, one.reference, one.authority)) is not None]
