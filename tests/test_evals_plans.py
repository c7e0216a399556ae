"""A plan surrounds what is asked about with near misses, and leaves no second right decision by chance."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.plans import NEAR_MISSES, Plan, make_plan
from evals.stories import Signature
from index import UsageError


def everything(plan: Plan) -> list[Signature]:
    """All signatures of a plan."""
    return [*(one for cluster in plan.clusters for one in (*cluster.right, *(near for _, near in cluster.near))), *plan.others]


@pytest.mark.parametrize(("decisions", "clusters"), [(60, 20), (2000, 220), (41, 20), (7, 0)])
def test_a_plan_has_as_many_as_asked(decisions: int, clusters: int) -> None:
    """Decisions and clusters, each with a focus and a near miss at least."""
    plan = make_plan(decisions, clusters, seed=0)
    assert (len(everything(plan)), len(plan.clusters)) == (decisions, clusters)
    assert all(cluster.right and cluster.near for cluster in plan.clusters)


def test_nothing_else_answers_by_chance() -> None:
    """Service, fault and circumstance, or service, fault and council, stand together once, but where it is meant."""
    plan = make_plan(2000, 220, seed=1)
    meant = {cluster.right[0].cell for cluster in plan.clusters if _shares(cluster.right[0].cell, plan)}
    cells, places = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for one in everything(plan):
        for fault in (one.fault, one.aside):
            cells[one.subject.name, fault.name, one.circumstance.told] += 1
            places[one.subject.name, fault.name, one.body] += 1
    assert {cell for cell, count in cells.items() if count > 1} == meant
    assert set(places.values()) == {1}


def _shares(cell: tuple[str, str, str], plan: Plan) -> bool:
    return sum(one.cell == cell for one in everything(plan)) > 1


def test_several_decisions_are_right_now_and_then() -> None:
    """One cluster in four has two, both with agreed actions."""
    plan = make_plan(2000, 220, seed=0)
    several = [cluster.right for cluster in plan.clusters if len(cluster.right) > 1]
    assert len(several) == 55
    assert {one.ending for right in several for one in right} == {"agreed"}
    assert all(one.cell == other.cell and one.body != other.body for one, other in several)


def test_every_near_miss_shares_the_words_and_not_the_answer() -> None:
    """What each kind has in common with its focus, and what not."""
    plan = make_plan(2000, 220, seed=0)
    seen = Counter[str]()
    for cluster in plan.clusters:
        focus = cluster.right[0]
        for kind, near in cluster.near:
            seen[kind] += 1
            same = {
                name
                for name, mine, other in (
                    ("service", near.subject, focus.subject),
                    ("fault", near.fault, focus.fault),
                    ("circumstance", near.circumstance, focus.circumstance),
                    ("council", near.body, focus.body),
                )
                if mine == other
            }
            wanted, never = {
                "other circumstance": ({"service", "fault"}, {"circumstance", "council"}),
                "like fault": ({"service", "circumstance"}, {"fault"}),
                "other service": ({"fault", "circumstance"}, {"service"}),
                "same council": ({"service", "council"}, {"fault"}),
                "offered for agreed": ({"service", "fault"}, {"circumstance", "council"}),
                "not upheld": ({"service", "fault"}, {"council"}),
            }[kind]
            assert wanted <= same, kind
            assert not never & same, kind
            if kind == "like fault":
                assert near.fault.name == focus.fault.near
            if kind in {"offered for agreed", "not upheld"}:
                assert near.ending != focus.ending
    assert set(seen) == set(NEAR_MISSES)
    assert min(seen.values()) > 150


def test_small_plans_go_round_the_kinds() -> None:
    """With room for one near miss each, every kind still comes up."""
    plan = make_plan(60, 20, seed=0)
    assert {kind for cluster in plan.clusters for kind, _ in cluster.near} == set(NEAR_MISSES)


def test_the_same_seed_gives_the_same_plan() -> None:
    """Another seed gives another."""
    assert make_plan(60, 20, seed=3) == make_plan(60, 20, seed=3) != make_plan(60, 20, seed=4)


REFUSED = [
    (39, 20, "got 39 decisions for 20 questions about one; expected at least 40"),  # no room for near misses
    (20_000, 10, "got more decisions than the generator has words for; expected at most about 5,000"),  # words run out
]


@pytest.mark.parametrize(("decisions", "clusters", "message"), REFUSED)
def test_too_few_or_too_many_decisions_are_refused(decisions: int, clusters: int, message: str) -> None:
    """Each row is a number of decisions and of clusters, and what is said."""
    with pytest.raises(UsageError, match=f"^{message}$"):
        make_plan(decisions, clusters, seed=0)
