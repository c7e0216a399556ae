"""Decisions counted apart: by outcome, year, category, authority, or kind of remedy, each count with what it is out of.

Proved by tests/test_rag_statistics.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index import DecisionFacts, DecisionKey, Remedy, Store
from rag.measure import Measure
from rag.population import Population, key_of

__all__ = ["group_lines", "kind_lines", "outcome_keys"]

_MOST_GROUPS = 12  # lines of an answer; what is beyond is said to be


def outcome_keys(population: Population, store: Store) -> dict[str, frozenset[DecisionKey]]:
    """The decisions of each outcome that the store prints, less the outcomes of none of them."""
    found = {
        outcome: frozenset(map(key_of, store.facts(replace(population.filters, outcome=outcome)))) & population.keys
        for outcome in store.facets().outcomes
        if not population.filters.outcome or population.filters.outcome.lower() == outcome.lower()
    }
    return {outcome: keys for outcome, keys in found.items() if keys}


def group_lines(measure: Measure, population: Population, rows: Sequence[Remedy], store: Store) -> list[str]:
    """One line a group: "2023: 4 of 6"; where several outcomes are asked for, "2023: 4 upheld, 1 not upheld of 6"."""
    outcomes = outcome_keys(population, store)
    place = {key: outcome for outcome, keys in outcomes.items() for key in keys}
    name_of = _namer(measure, place)
    whole = Counter(map(name_of, population.facts))
    sought = _sought(measure, population, rows, outcomes)
    counts = {label: Counter(name_of(one) for one in population.facts if key_of(one) in keys) for label, keys in sought.items()}
    most = Counter[str]()
    for counted in counts.values():
        most.update(counted)
    order = sorted(whole) if measure.by == "year" else sorted(whole, key=lambda name: (-most[name], name))
    of_all = not measure.outcomes and not measure.kinds
    lines = [f"{name}: {_parts(name, counts)}{'' if of_all else f' of {whole[name]:,}'}" for name in order[:_MOST_GROUPS]]
    return [*lines, f"and {len(order) - _MOST_GROUPS:,} more"] if len(order) > _MOST_GROUPS else lines


def _parts(name: str, counts: Mapping[str, Counter[str]]) -> str:
    """A group's counts, each under its label where there are several."""
    return ", ".join(f"{counted[name]:,} {label}" if len(counts) > 1 else f"{counted[name]:,}" for label, counted in counts.items())


def _sought(
    measure: Measure, population: Population, rows: Sequence[Remedy], outcomes: Mapping[str, frozenset[DecisionKey]]
) -> dict[str, frozenset[DecisionKey]]:
    """The decisions that count, under what they count as: an outcome, a remedy, or all."""
    if measure.outcomes:
        lowered = {outcome.lower(): keys for outcome, keys in outcomes.items()}
        return {outcome: lowered.get(outcome, frozenset()) for outcome in measure.outcomes}
    return {"": frozenset(one.key for one in rows) if measure.kinds else population.keys}


def _namer(measure: Measure, place: Mapping[DecisionKey, str]) -> Callable[[DecisionFacts], str]:
    """How a decision's group is called; what is not printed is a group too."""
    if measure.by == "year":
        return lambda one: str(one.decision_date.year) if one.decision_date else "no date"
    if measure.by == "category":
        return lambda one: one.category or "no category"
    if measure.by == "outcome":
        return lambda one: place.get(key_of(one), "no outcome")
    return lambda one: one.authority or "no authority"


def kind_lines(names: Mapping[str, str], population: Population, rows: Sequence[Remedy]) -> list[str]:
    """One line a kind of remedy, the most frequent first: "an apology in 8 of 12"."""
    counts = {kind: len({one.key for one in rows if one.kind == kind}) for kind in names}
    order = sorted((kind for kind in names if counts[kind]), key=lambda kind: (-counts[kind], kind))
    return [f"{names[kind]} in {counts[kind]:,} of {len(population.facts):,}" for kind in order]
