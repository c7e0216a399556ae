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
from rag.count_names import HEAD_NAMES, KIND_NAMES, councils, many, pounds, share, size_of, sorts_of, those_of, what_of
from rag.groups import group_lines, kind_lines, outcome_keys
from rag.measure import Measure, read_measure
from rag.pins import cite_decision, cite_remedy
from rag.population import Population, find_population, key_of
from rag.query import Query
from rag.records import Citation, Claim
from rag.verify import verify_claim

__all__ = ["NOT_A_TARIFF", "statistics_answer"]

NOT_A_TARIFF = "This counts the indexed decisions; it is not a tariff."
_UNKNOWN_TOPIC = "Nothing was counted: no decision speaks of “{}” in these words."
_UNREAD = "Nothing was counted: what “{}” asks for is not understood; ask with “about ...”, “for ...” or “decided in ...”."
_COUNTED = "counted by code from the remedies and outcomes of the indexed decisions"
_MOST_CITED = 8
_NOT_DUE = frozenset(["refused", "replaced"])


def statistics_answer(query: Query, store: Store) -> Computed:
    """The answer to a statistical question; nothing where the question is none."""
    if not query.statistic:
        return Computed()
    measure = read_measure(query.topic, narrowed_by_outcome=bool(query.outcome))
    if measure.unread or (measure.without and (measure.sums or measure.by)):
        return Computed(notice=_UNREAD.format(measure.unread or query.topic))
    population, found = find_population(query, measure, store)
    if not found:
        return Computed(notice=_UNKNOWN_TOPIC.format(measure.topic))
    if measure.kinds and measure.outcomes and not measure.by:  # "upheld complaints with a payment": the payment is counted
        population = replace(_with_outcome(measure, population, store), scope=f"{population.scope}{_outcome_scope(measure)}")
    return _lacking(measure, population, store) if measure.without else _having(measure, population, store)


def _having(measure: Measure, population: Population, store: Store) -> Computed:
    """What is counted of a population, and the rows or the decisions that it rests on."""
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
    return one.head == head or HEAD_NAMES[head] in one.action_text.lower()


# --- what is said -------------------------------------------------------------------------------------------------------


def _counted(measure: Measure, population: Population, rows: Sequence[Remedy]) -> tuple[str, Sequence[Remedy]]:
    """How many of the decisions (or councils) have a remedy of the kinds; or how many there are."""
    total = len(population.facts)
    if not measure.kinds:
        bodies = len({one.authority for one in population.facts if one.authority})
        return (f"{councils(bodies)}, in {those_of(population)}." if measure.councils else f"{those_of(population)}."), ()
    by_kind = [frozenset(one.key for one in rows if one.kind == kind) for kind in measure.kinds]
    keys = frozenset.intersection(*by_kind) if measure.joint else frozenset[object]().union(*by_kind)
    shown = [one for one in rows if one.key in keys]
    if measure.councils:
        bodies = len({one.authority for one in shown if one.authority})
        return f"{councils(bodies)}, in {len(keys):,} of {those_of(population)}, agreed or accepted {what_of(measure)}.", shown
    if measure.remedies and len(measure.kinds) == 1:
        sorts = f"{len(shown):,} {sorts_of(measure, len(shown))}{size_of(measure)}"
        return f"There are {sorts} in {len(keys):,} of {those_of(population)}.", shown
    has = "has" if len(keys) == 1 else "have"
    return f"Of {those_of(population)}, {len(keys):,}{share(len(keys), total)} {has} {what_of(measure)} among the remedies.", shown


def _lacking(measure: Measure, population: Population, store: Store) -> Computed:
    """How many of the decisions have none of the kinds among their remedies; no remedy at all where no kind is named."""
    having = frozenset(one.key for one in population.remedies if _is_counted(one, measure))
    lacking = population.narrowed(lambda key: key not in having, "")
    count = len(lacking.facts)
    names = [KIND_NAMES[kind].removeprefix("an ").removeprefix("a ") for kind in measure.kinds]
    what = "no remedy" if not names else f"{'neither ' if len(names) > 1 else 'no '}{' nor '.join(names)} among the remedies"
    text = f"Of {those_of(population)}, {count:,}{share(count, len(population.facts))} {'has' if count == 1 else 'have'} {what}."
    return _computed(text, _cite_decisions(lacking, store))


def _came_out(measure: Measure, population: Population, store: Store) -> str:
    """How many of the decisions came out so."""
    counts = {outcome.lower(): (outcome, keys) for outcome, keys in outcome_keys(population, store).items()}
    total = len(population.facts)
    parts = []
    for outcome in measure.outcomes:
        name, keys = counts.get(outcome, (outcome.capitalize(), frozenset()))
        if measure.councils:
            bodies = len({one.authority for one in population.facts if key_of(one) in keys and one.authority})
            parts.append(f"{councils(bodies)}, in {len(keys):,} of them, have one with the outcome “{name}”")
            continue
        parts.append(f"{len(keys):,}{share(len(keys), total)} {'has' if len(keys) == 1 else 'have'} the outcome “{name}”")
    unprinted = total - sum(len(keys) for _, keys in counts.values())
    return f"Of {those_of(population)}, {', '.join(parts)}" + (f"; {unprinted:,} print no outcome." if unprinted else ".")


def _outcome_scope(measure: Measure) -> str:
    return f" with the outcome {' or '.join(f'“{outcome.capitalize()}”' for outcome in measure.outcomes)}"


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
        return f"Of {those_of(population)}: {'; '.join(kind_lines(KIND_NAMES, population, rows))}."
    what = (
        f", those with {what_of(measure)}"
        if measure.kinds
        else f", those {measure.outcomes[0]}"
        if len(measure.outcomes) == 1
        else ""
    )
    return f"{those_of(population)}{what} by {measure.by}: {'; '.join(group_lines(measure, population, rows, store))}."


def _sums(measure: Measure, population: Population, rows: Sequence[Remedy]) -> tuple[str, Sequence[Remedy]]:
    """The middle, lowest and highest of the sums, or of the rates where a rate is asked for; and the rows that tell it."""
    due = [one for one in rows if one.value is not None and (measure.rate or one.unit == "one_off")]
    values = sorted(one.value for one in due if one.value is not None) if measure.rate else sorted(counted_sums(rows))
    if not values:
        return f"Of {those_of(population)}, none has {what_of(measure)} with a figure.", ()
    rate = f" {measure.rate.replace('per_', 'a ')}" if measure.rate else ""
    low, middle, high = (f"{pounds(value)}{rate}" for value in (values[0], median(values), values[-1]))
    basis = f"{len(values):,} {sorts_of(measure, len(values))} in {len({one.key for one in due}):,} of {those_of(population)}"
    if measure.pick:
        text = f"Of {basis}, the {measure.pick} is {high if measure.pick == 'highest' else low}."
    elif len(values) == 1:
        text = f"There is {basis}: {low}."
    elif low == high:
        text = f"There are {basis}, each of {low}."
    else:
        text = f"There are {basis}: the middle one (median) is {middle}, the lowest {low}, the highest {high}."
    more = [f"Their mean is {pounds(round(fmean(values), 2))}."] if measure.mean else []
    more += [f"They come to {pounds(sum(values))} in all."] if measure.total else []
    ends = {"highest": (values[-1],), "lowest": (values[0],)}.get(measure.pick or "", (median(values), values[0], values[-1]))
    shown = _telling(due, ends)
    return " ".join([text, *more, *([] if measure.rate else _apart(rows, population))]), shown[:1] if measure.pick else shown


def _apart(rows: Sequence[Remedy], population: Population) -> list[str]:
    """What is money and not among the sums."""
    (tally,) = tally_remedies(rows, population.facts)
    apart = [many(count, name) for count, name in ((tally.rates, "rate"), (tally.unfigured, "payment without a figure")) if count]
    return [f"Not among them: {' and '.join(apart)}."] if apart else []


def _telling(due: Sequence[Remedy], ends: Sequence[float]) -> list[Remedy]:
    """The rows, those first whose sum is named in the answer, each named sum once before any is seen again."""
    first = [next((one for one in due if one.value == end), None) for end in ends]
    named = [one for one in first if one is not None]
    return list(dict.fromkeys([*named, *due]))


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
