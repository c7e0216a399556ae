"""Lines that make an invented decision as long as a real one: put together from parts (elaboration.toml) around its own facts.

A case's lines are put together anew for each decision, so that hardly one stands in two; the law of a service is put together once,
from dice of its own, and stands in all its decisions. Proved by tests/test_evals_corpus.py.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from evals.world import Subject, read_subjects

__all__ = ["Elaboration", "Lines", "law_of", "load_elaboration"]

_FOUNDED = date(2010, 4, 1)
_LAW = 14
"""Paragraphs of law known of a service."""


@dataclass(frozen=True, slots=True)
class Elaboration:
    """All parts by the names of their gaps; officers and things by category; items by the lead-in of their list."""

    pools: Mapping[str, Sequence[str]]
    standing: Mapping[str, Sequence[str]]
    officers: Mapping[str, Sequence[str]]
    things: Mapping[str, Sequence[str]]
    items: Mapping[str, Sequence[str]]
    subjects: tuple[Subject, ...]
    bodies: tuple[str, ...]


@cache
def load_elaboration() -> Elaboration:
    """The parts that come with this version."""
    value: dict[str, Any] = tomllib.loads(Path(__file__).with_name("elaboration.toml").read_text(encoding="utf-8"))
    places = [start + end for end in value["place_ends"] for start in value["place_starts"]]
    forms = value["bodies"]
    return Elaboration(
        pools=value["pools"],
        standing=value["standing"],
        officers=value["officers"],
        things=value["things"],
        items=value["items"],
        subjects=read_subjects(value["subjects"]),
        bodies=tuple(forms[at % len(forms)].format(place=place) for at, place in enumerate(places)),
    )


class Lines(dict[str, str]):
    """The gaps of a decision: its facts as given, whatever else is asked for drawn from the parts of that name.

    `some_day` draws a day that no fact of the decision has.
    """

    def __init__(self, facts: Mapping[str, str], category: str, some_day: Callable[[], date], dice: random.Random) -> None:
        super().__init__(facts)
        of = load_elaboration()
        self._dice = dice
        self._some_day = some_day
        self._pools = {**of.pools, **of.standing, "officer": of.officers[category], "thing": of.things[category]}
        self._decks: dict[str, list[str]] = {}

    def __missing__(self, name: str) -> str:
        """What stands in a gap that is no fact of the decision."""
        dice = self._dice
        if name in self._pools:
            pool = self._pools[name]
            return pool[int(dice.random() * len(pool))].format_map(self)
        if name in _DATES:
            day = self._some_day()
            return _DATES[name].format(day=day)
        return _DRAWN[name](dice)

    def line(self, pool: str) -> str:
        """A sentence from that pool, none twice before all were used."""
        deck = self._decks.get(pool)
        if not deck:
            deck = self._decks[pool] = self._dice.sample(self._pools[pool], len(self._pools[pool]))
        return _capital(deck.pop().format_map(self))

    def paragraph(self, pool: str, words: float, begun: str = "") -> str:
        """Sentences from that pool until there are about so many words, behind what is begun."""
        text = begun
        length = len(text.split())
        while length < words - 8 or not text:  # within half a sentence
            line = self.line(pool)
            text = f"{text} {line}" if text else line
            length += len(line.split())
        return text


_DATES = {"day": "{day.day} {day:%B %Y}", "month": "{day:%B}", "year": "{day:%Y}"}
_DRAWN: Mapping[str, Callable[[random.Random], str]] = {
    "weeks": lambda dice: str(dice.randint(3, 60)),
    "few": lambda dice: dice.choice(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]),
    "calls": lambda dice: str(dice.randint(2, 30)),
    "money": lambda dice: f"£{dice.randrange(1001, 499_999) / 100:,.2f}",
    "code": lambda dice: f"{dice.choice('ABCDEFGHKLMNPRST')}{dice.randint(1000, 99_999)}",
}
"""Sums have pence, so that none can be taken for what was offered, spent or agreed."""


@cache
def law_of(subject: Subject) -> tuple[str, ...]:
    """The law and policy of a service, the same for all its decisions; its first lines are those the service came with."""
    dice = random.Random(f"law {subject.name}")  # noqa: S311 - a corpus, not a secret
    lines = Lines(
        {"subject": subject.name, "need": subject.need, "short": subject.short}, subject.category[0], lambda: _FOUNDED, dice
    )
    return (*subject.law, *(lines.line("law") for _ in range(_LAW)))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
