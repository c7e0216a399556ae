"""Which decisions a generated corpus has: clusters of near misses around those that are asked about, and others beside them.

A cluster is a focus and decisions that share its words but not its answer: another circumstance, the fault most like it, another
service, another fault of the same council, an offer in place of an agreement, and the same complaint not upheld. Some have more
than one right decision. Otherwise no two decisions share service, fault and circumstance, or service, fault and council, not even
by the fault that is alleged beside the one found; so the right decisions of a question are exactly known.
Proved by tests/test_evals_plans.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evals.stories import Ending, Signature
from evals.world import Circumstance, Fault, Subject, load_world
from index import UsageError

__all__ = ["NEAR_MISSES", "Cluster", "Plan", "make_plan"]

_ENDINGS: tuple[Ending, ...] = ("agreed", "agreed", "agreed", "agreed", "agreed", "agreed", "settled", "no fault", "no fault")
_SEVERAL = 4
"""One cluster in so many has more than one right decision, where there is room for a near miss beside them."""
_TRIES = 400


@dataclass(frozen=True, slots=True)
class Cluster:
    """The right decisions of one question, and their near misses by kind."""

    right: tuple[Signature, ...]
    near: tuple[tuple[str, Signature], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All decisions of a corpus: those of the clusters, and the rest."""

    clusters: tuple[Cluster, ...]
    others: tuple[Signature, ...]


class _Drawing:
    """Draws signatures of which none can be taken for another."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._world = load_world()
        self._cells: set[tuple[str, str, str]] = set()
        self._places: set[tuple[str, str, str]] = set()

    def fresh(
        self,
        *,
        subject: Subject | None = None,
        fault: Fault | None = None,
        circumstance: Circumstance | None = None,
        body: str | None = None,
        ending: Ending | None = None,
        shared: bool = False,
    ) -> Signature | None:
        """A signature with these parts and others at random; None when there is none left.

        With `shared` its service, fault and circumstance are those of another decision on purpose.
        """
        dice, world = self.dice, self._world
        for _ in range(_TRIES):
            chosen = fault or dice.choice(world.faults)
            how = ending if ending is not None else dice.choice(_ENDINGS)
            made = Signature(
                subject=subject or dice.choice(world.subjects),
                fault=chosen,
                circumstance=circumstance or dice.choice(world.circumstances),
                body=body or dice.choice(world.bodies),
                ending=how,
                aside=dice.choice([one for one in world.faults if one is not chosen]),
            )
            if self._take(made, shared=shared):
                return made
        return None

    def _take(self, made: Signature, *, shared: bool) -> bool:
        main, aside = ((made.subject.name, fault.name) for fault in (made.fault, made.aside))
        cells = {(*aside, made.circumstance.told)} | (set() if shared else {made.cell})
        places = {(*main, made.body), (*aside, made.body)}
        if cells & self._cells or places & self._places:
            return False
        self._cells |= cells
        self._places |= places
        return True


def _other_circumstance(of: Signature, draw: _Drawing) -> Signature | None:
    return draw.fresh(subject=of.subject, fault=of.fault)


def _like_fault(of: Signature, draw: _Drawing) -> Signature | None:
    return draw.fresh(subject=of.subject, fault=load_world().fault(of.fault.near), circumstance=of.circumstance)


def _other_subject(of: Signature, draw: _Drawing) -> Signature | None:
    return draw.fresh(fault=of.fault, circumstance=of.circumstance)


def _same_body(of: Signature, draw: _Drawing) -> Signature | None:
    return draw.fresh(subject=of.subject, body=of.body)


def _only_offered(of: Signature, draw: _Drawing) -> Signature | None:
    return draw.fresh(subject=of.subject, fault=of.fault, ending="agreed" if of.ending == "settled" else "settled")


def _not_upheld(of: Signature, draw: _Drawing) -> Signature | None:
    if of.ending == "no fault":
        return draw.fresh(subject=of.subject, fault=of.fault, ending="agreed")
    return draw.fresh(subject=of.subject, fault=of.fault, circumstance=of.circumstance, ending="no fault", shared=True)


NEAR_MISSES: dict[str, Callable[[Signature, _Drawing], Signature | None]] = {
    "other circumstance": _other_circumstance,
    "like fault": _like_fault,
    "other service": _other_subject,
    "same council": _same_body,
    "offered for agreed": _only_offered,
    "not upheld": _not_upheld,
}
"""What a near miss shares with its focus and what not; see the functions."""


def make_plan(decisions: int, clusters: int, *, seed: int) -> Plan:
    """Plan that many decisions with that many clusters; the same numbers give the same plan.

    Raises:
        UsageError: there are too few decisions for a focus and a near miss each, or more than the world has words for.
    """
    if decisions < 2 * clusters:
        message = f"got {decisions} decisions for {clusters} questions about one; expected at least {2 * clusters}"
        raise UsageError(message)
    draw = _Drawing(random.Random(f"plan {seed}"))  # noqa: S311 - a corpus, not a secret
    sizes = [decisions * (at + 1) // clusters - decisions * at // clusters for at in range(clusters)]
    made = tuple(_cluster(draw, at, min(size, 1 + len(NEAR_MISSES))) for at, size in enumerate(sizes))
    left = decisions - sum(len(cluster.right) + len(cluster.near) for cluster in made)
    return Plan(made, tuple(_drawn(draw) for _ in range(left)))


def _cluster(draw: _Drawing, at: int, size: int) -> Cluster:
    """A cluster of at most that many decisions; which near misses come first goes round."""
    several = at % _SEVERAL == 0 and size > 2  # noqa: PLR2004 - two right ones and a near miss
    focus = _drawn(draw, "agreed" if several else None)
    right = [focus]
    if several:
        second = draw.fresh(subject=focus.subject, fault=focus.fault, circumstance=focus.circumstance, ending="agreed", shared=True)
        right += [second] if second else []
    return Cluster(tuple(right), tuple(_near(draw, focus, at, size - len(right))))


def _near(draw: _Drawing, focus: Signature, at: int, count: int) -> Iterator[tuple[str, Signature]]:
    kinds = list(NEAR_MISSES)
    turn = at % len(kinds)
    for kind in kinds[turn:] + kinds[:turn]:
        made = NEAR_MISSES[kind](focus, draw) if count > 0 else None
        if made is not None:
            count -= 1
            yield kind, made


def _drawn(draw: _Drawing, ending: Ending | None = None) -> Signature:
    made = draw.fresh(ending=ending)
    if made is None:
        message = "got more decisions than the generator has words for; expected at most about 5,000"
        raise UsageError(message)
    return made
