"""One invented decision as long as a real one, by its number: signature, length, dates, sums and copies drawn from shapes.toml.

It is a story (evals/stories.py) told at length: the paragraphs that hold its facts are begun as there and go on with what happened
besides; others stand between them. Complaints closed after initial enquiries are told in a few paragraphs. Decision i is the same
whatever the number of decisions. Proved by tests/test_evals_corpus.py.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from evals.elaboration import Lines, law_of, load_elaboration
from evals.shapes import Shapes, Weighed, load_shapes
from evals.stories import Signature, Story, Teller
from evals.structures import KnownLine, KnownParagraph, KnownPart
from evals.telling import Order, ended
from evals.world import Subject, load_world
from index import Reference

__all__ = ["is_copy", "signature_of", "tell_decision"]

_LETTERS = "BCDEFGHJKLMNPRSTVW"


def is_copy(number: int) -> bool:
    """Whether the decision has the text of the one before it, word for word or with another person's name."""
    shapes = load_shapes()
    return number % shapes.same_text == shapes.same_text - 1 or number % shapes.near_text == shapes.near_text // 2


def signature_of(number: int, *, seed: int) -> Signature:
    """What the decision of that number is about."""
    number -= is_copy(number)
    dice = random.Random(f"signature {seed} {number}")  # noqa: S311 - a corpus, not a secret
    shapes, world = load_shapes(), load_world()
    category = shapes.categories.drawn(dice)
    fault, aside = dice.sample(world.faults, 2)
    return Signature(
        subject=dice.choice(_subjects()[category]),
        fault=fault,
        circumstance=dice.choice(world.circumstances),
        body=_bodies().drawn(dice),
        ending=shapes.endings[category].drawn(dice),
        aside=aside,
    )


def tell_decision(number: int, *, seed: int) -> Story:
    """The decision of that number."""
    shapes, source = load_shapes(), number - is_copy(number)
    dice = random.Random(f"decision {seed} {source}")  # noqa: S311 - a corpus, not a secret
    renamed = source != number and number % shapes.same_text != shapes.same_text - 1
    told = _LongTeller(source, signature_of(source, seed=seed), dice, renamed=renamed).told()
    if source == number:
        return told
    reference = Reference(f"96 {number // 1000:03d} {number % 1000:03d}")
    return replace(told, structure=replace(told.structure, reference=reference))


@cache
def _subjects() -> Mapping[str, tuple[Subject, ...]]:
    """The services by category."""
    known = (*load_world().subjects, *load_elaboration().subjects)
    return {name: tuple(one for one in known if one.category[0] == name) for name in load_shapes().categories.things}


@cache
def _bodies() -> Weighed[str]:
    return Weighed.of(zip(load_elaboration().bodies, load_shapes().ranks, strict=False))


class _LongTeller(Teller):
    """A story told at length."""

    families = ("numbered", "numbered", "numbered", "numbered", "cookies first")

    def __init__(self, number: int, signature: Signature, dice: random.Random, *, renamed: bool) -> None:
        self._shapes: Shapes = load_shapes()
        super().__init__(number, signature, dice)
        if renamed:
            title, _, letter = self._who.partition(" ")
            self._who = f"{title} {_LETTERS[_LETTERS.index(letter) - 1]}"
            self._known |= {"who": self._who, "turn": signature.circumstance.told.format(who=self._who)}
        facts = {name: self._known[name] for name in ("who", "subject", "short", "need", "turn")}
        self._elaborated = Lines(facts, signature.subject.category[0], self._some_day, dice)
        self._pool = ""
        self._aim = max(8, self._shapes.paragraphs(signature.ending, dice))

    def _day_decided(self) -> date:
        return self._shapes.day(self.dice)

    def _sums(self) -> tuple[int, int]:
        """What was offered, and what was agreed: the first a part of the second, in fives."""
        agreed = self._shapes.payments.drawn(self.dice)
        return max(20, agreed * self.dice.randint(2, 6) // 50 * 5), agreed

    def _some_day(self) -> date:
        """A day that no fact of the decision has."""
        while True:
            day = self._began + timedelta(days=self.dice.randrange(1, 400))
            if f"{day.day} {day:%B %Y}" not in {self._known["letter"], self._known["visit"]}:
                return day

    def _placed(self, place: str, line: str) -> KnownParagraph:
        """As in a short story, and then going on to the length of a real paragraph, where it is not standing text."""
        paragraph = super()._placed(place, line)
        if not self._pool:
            return paragraph
        return replace(paragraph, text=self._elaborated.paragraph(self._pool, self._shapes.words(self.dice), paragraph.text))

    def _more(self, pool: str, count: int) -> list[KnownParagraph]:
        """Paragraphs that hold no fact asked for."""
        return [self.counted(self._one_more(pool)) for _ in range(count)]

    def _one_more(self, pool: str) -> KnownParagraph:
        of, dice = self._elaborated, self.dice
        if pool != "closed" and dice.random() < self._shapes.shares["listed"]:
            lead = dice.choice(list(load_elaboration().items))
            items = load_elaboration().items[lead]
            texts = [one.format_map(of) for one in dice.sample(items, dice.randint(2, min(5, len(items))))]
            lines = tuple(KnownLine("item", text) for text in ended(texts, "semicolons"))
            return KnownParagraph(_capital(lead.format_map(of)), lines)
        return KnownParagraph(of.paragraph(pool, self._shapes.words(dice)))

    def _standing(self, lines: Sequence[str], count: int) -> tuple[KnownParagraph, ...]:
        """Standing text at its own length, which is that of real decisions."""
        name, fewer = ("powers", 0) if lines is self._lines.powers else ("method", 1)
        texts = self.dice.sample(load_elaboration().standing[name], max(1, count - fewer))
        return tuple(self.counted(KnownParagraph(self._filled(text))) for text in texts)

    def _filled(self, text: str) -> str:
        return _capital(text.format_map(self._elaborated))

    def _complaint(self) -> tuple[KnownParagraph, ...]:
        self._pool = "complaint"
        out = (*super()._complaint(), *self._more("complaint", self.dice.randint(0, 1)))
        self._pool = ""
        return out

    def _law(self) -> tuple[KnownParagraph, ...]:
        """Some in the words that all decisions about the service have, some in the investigator's own."""
        law, dice, shares = law_of(self._of.subject), self.dice, self._shapes.shares
        count = min(len(law), max(1, round(self._aim * shares["law"])))
        texts = [self._elaborated.line("law") if dice.random() < shares["own_law"] else text for text in dice.sample(law, count)]
        return tuple(self.counted(KnownParagraph(text)) for text in texts)

    def _events(self) -> tuple[KnownParagraph, ...]:
        self._pool = "events"
        out = super()._events()
        self._pool = ""
        return (*out, *self._more("events", round(self._left() * _EVENTS)))

    def _analysis(self) -> tuple[KnownParagraph, ...]:
        """As many before the finding as behind it."""
        left = self._left()
        before = self._more("analysis", left // 2)
        self._pool = "analysis"
        out = super()._analysis()
        self._pool = ""
        return (*before, *out, *self._more("analysis", left - left // 2))

    def _left(self) -> int:
        """Paragraphs still to be told beside those that every decision of its ending has."""
        return max(0, self._aim - self.count - (_TO_COME if self._of.ending == "agreed" else _TO_COME - _ACTION))

    def _orders(self) -> list[Order]:
        kinds = [kind for kind, share in self._shapes.remedies.items() if self.dice.random() < share]
        return [Order(kind, self._ordered(kind), self._value(kind)) for kind in kinds or ["apology"]]

    def _parts(self) -> list[KnownPart]:
        return self._closed() if self._of.ending == "closed" else super()._parts()

    def _closed(self) -> list[KnownPart]:
        """A complaint that was not looked into: the complaint, the powers, and why."""
        complaint = self._complaint()
        powers = self._standing(self._lines.powers, 3)
        method = self._standing(self._lines.method, 1)
        self._pool = "closed"
        reason = self._placed("finding", "{who} complains about {subject}, {turn}.")
        self._pool = ""
        facts = self._more("events", max(1, self._aim - self.count - 2))
        closing = self.counted(KnownParagraph(self._filled("I will not investigate this complaint about {subject}.")))
        heading = "My assessment" if self._decided.year >= _ASSESSED else "What I found"
        return [
            KnownPart("The complaint", None, complaint),
            KnownPart("The Ombudsman’s role and powers", None, powers),
            KnownPart("How I considered this complaint", None, method),
            KnownPart(heading, None, (reason, *facts)),
            KnownPart("Final decision", None, (closing,)),
        ]


_EVENTS = 0.6
"""Of what is added, the part that tells what happened; the rest weighs it."""
_ACTION = 4
_TO_COME = 10
"""Paragraphs of analysis, action and closing behind what happened, about as many as stories have."""
_ASSESSED = 2022
"""The year since which a complaint that is closed has "My assessment"."""


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
