"""A generated decision reads back as it was told, and every place says what it is called by."""

from __future__ import annotations

import random
import string
from collections import Counter
from dataclasses import fields

import pytest

from evals.measures import fact_stands
from evals.renderings import render
from evals.stories import Ending, Signature, Story, tell_story
from evals.structures import facts_of, outline_of, outline_read, remedies_read
from evals.world import Circumstance, Fault, load_world
from index import Decision, read_bytes, read_remedies

STORIES = 60
GAPS = {"subject", "short", "need", "wrong", "who", "turn", "weeks", "count", "calls", "letter", "visit", "bill", "offer", "amount"}
GAPS |= {"day", "month", "year"}
COUNTED = {"apology", "payment", "refund", "training", "reassessment", "review"}
"""Kinds that questions count; the ledger has no row yet where a sentence alone says "will set up a system"."""


def signature(number: int) -> Signature:
    """Some signature, each ending now and then."""
    dice, world = random.Random(number), load_world()  # noqa: S311 - a test
    fault, aside = dice.sample(world.faults, 2)
    endings: tuple[Ending, ...] = ("agreed", "settled", "no fault")
    return Signature(
        subject=dice.choice(world.subjects),
        fault=fault,
        circumstance=dice.choice(world.circumstances),
        body=dice.choice(world.bodies),
        ending=endings[number % 3],
        aside=aside,
    )


def story(number: int) -> Story:
    """The story of that signature."""
    return tell_story(number, signature(number), seed=0)


def read(told: Story) -> Decision:
    """The decision as it is read from the file that is written for it."""
    return read_bytes(render(told.structure, told.family), source_path=told.reference)


def test_a_story_reads_back_as_it_was_told() -> None:
    """Paragraphs, header and remedies, in each of the formats that stories are written in."""
    families = Counter[str]()
    for number in range(STORIES):
        told = story(number)
        decision = read(told)
        families[told.family] += 1
        assert outline_read(decision) == outline_of(told.structure), number
        assert facts_of(decision) == {name: getattr(told.structure, name) for name in facts_of(decision)}, number
        ledger = [row for row in remedies_read(read_remedies(decision)) if row.kind in COUNTED]
        assert ledger == [row for row in told.remedies if row.kind in COUNTED], number
    assert set(families) == {"numbered", "cookies first", "html", "html, bare"}


def test_a_story_is_as_long_as_a_short_decision_and_much_of_it_stands_in_all() -> None:
    """Between 20 and 35 paragraphs, at least a quarter of them in sections of powers, method and law."""
    for number in range(STORIES):
        decision = read(story(number))
        standing = sum(one.role in {"powers", "method", "law"} for one in decision.paragraphs)
        assert 20 <= len(decision.paragraphs) <= 36, number
        assert standing / len(decision.paragraphs) >= 0.25, number


def test_places_hold_what_they_are_called_by() -> None:
    """The finding finds, the event happened under its circumstance, facts stand verbatim, and actions under their heading."""
    for number in range(STORIES):
        told = story(number)
        of, texts = told.signature, {one.number: one for one in read(told).paragraphs}
        turn = of.circumstance.told.format(who=told.who)
        for place in ("complaint", "event", "finding", "aside"):
            (at,) = told.places[place]
            assert turn in texts[at].text, (number, place)
        (finding,) = told.places["finding"]
        assert ("no fault" in texts[finding].text) is not told.upheld, number
        assert texts[finding].speaker == "ombudsman", number
        for place, fact in told.details.items():
            assert fact in texts[told.places[place][0]].text, (number, place)
        for kind, words in told.limits.items():
            assert any(words in texts[at].text for at in told.places[kind]), (number, kind)
        assert {texts[at].role for at in told.places.get("action", ())} <= {"action"}, number
        assert ("amount" in told.details) is ("amount" in told.places), number
        for place in ("amount", "offer", "bill"):
            sums = {at for at, one in texts.items() if place in told.details and fact_stands(told.details[place], one.text)}
            beside = {"offer": "too little", "bill": "refund"}.get(place, place)
            assert sums <= {*told.places.get(place, ()), *told.places.get(beside, ())}, (number, place)


def test_an_ending_shows_in_what_there_is() -> None:
    """Only what was agreed has actions and an offer turned down; an offer taken is the remedy; without fault there is none."""
    agreed, settled, unfounded = (story(number) for number in range(3))
    assert ("action" in agreed.places, "offer" in agreed.places, "settlement" in agreed.places) == (True, True, False)
    assert [(one.kind, one.paragraph, one.days) for one in settled.remedies] == [("payment", *settled.places["settlement"], None)]
    assert ("action" in settled.places, "offer" in settled.places) == (False, False)
    assert (unfounded.remedies, unfounded.structure.outcome, "injustice" in unfounded.places) == ((), "Not upheld", False)


def test_the_same_story_is_told_again() -> None:
    """The same seed gives the same story, another gives another."""
    assert [story(number) for number in range(6)] == [story(number) for number in range(6)]
    assert all(story(number) != tell_story(number, signature(number), seed=1) for number in range(6))


def test_no_text_is_shared_but_what_stands_in_all() -> None:
    """Two stories of one signature differ in their sums, days and people."""
    one, other = (tell_story(number, signature(0), seed=0) for number in (0, 3))
    assert one.details["letter"] != other.details["letter"]
    assert one.structure.summary != other.structure.summary or one.who == other.who


def gaps(line: str) -> set[str]:
    """The names of the gaps of a line."""
    return {name for _, name, _, _ in string.Formatter().parse(line) if name}


def test_the_world_has_words_for_every_gap() -> None:
    """No line has a gap that nothing fills, and questions have only those of a question."""
    world = load_world()
    for fault in world.faults:
        for line in (fault.happened, fault.denied, *fault.found):
            assert gaps(line) <= GAPS, fault.name
            assert gaps(line) >= {"turn"}, fault.name
        for line in (fault.alleged, *fault.asked, *fault.lay):
            assert gaps(line) == {"subject"}, fault.name
    assert {name for one in world.circumstances for name in gaps(one.told)} == {"who"}
    assert all(not gaps(one.asked) and not gaps(one.lay) for one in world.circumstances)
    lines = [line for field in fields(world.lines) if field.name != "orders" for line in getattr(world.lines, field.name)]
    lines += [line for texts in world.lines.orders.values() for line in texts]
    assert set().union(*map(gaps, lines)) <= GAPS


def test_the_world_names_nothing_twice() -> None:
    """Services, faults, circumstances and councils are told apart by their names, and what is unknown is not known."""
    world = load_world()
    for names in (
        [one.name for one in world.subjects],
        [lay for one in world.subjects for lay in one.lay],
        [one.name for one in world.faults],
        [one.told for one in world.circumstances],
        [*world.bodies, *world.unknown],
        [body.split()[0] for body in (*world.bodies, *world.unknown)],
    ):
        assert len(set(names)) == len(names)
    assert not {one.name for one in world.subjects} & set(world.absent)
    assert all(world.fault(one.near).name == one.near != one.name for one in world.faults)


@pytest.mark.parametrize("kind", ["fault", "circumstance"])
def test_questions_use_other_words_than_decisions(kind: str) -> None:
    """What is asked shares no run of four words with what is told."""
    world = load_world()
    some: tuple[Fault | Circumstance, ...] = world.faults if kind == "fault" else world.circumstances
    for one in some:
        told = one.told if isinstance(one, Circumstance) else " | ".join([one.happened, one.denied, *one.found])
        asked = [one.asked, one.lay] if isinstance(one, Circumstance) else [*one.asked, *one.lay]
        runs = {run for line in asked for run in _runs(line)}
        assert not runs & _runs(told), told


def _runs(line: str) -> set[tuple[str, ...]]:
    words = line.replace("{subject}", "").lower().split()
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}
