"""One generated decision: told from a signature, with every paragraph that a question may be about known by its place.

A signature says what the decision is about, what went wrong, under which circumstances, where, and how it ended. The story puts it
into a statement of some thirty paragraphs, a good third of them standing text, with near misses of its own: a sum offered and a
sum spent beside the sum agreed, a fault alleged and not found beside the one that was. Proved by tests/test_evals_stories.py.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from evals.invented import LIMITS, MONTHS
from evals.structures import KnownParagraph, KnownPart, KnownRemedy, Structure
from evals.telling import EVIDENCE, Order, Place, Telling, ordered
from evals.world import Circumstance, Fault, Subject, load_world
from index import Reference

__all__ = ["Cell", "Ending", "Signature", "Story", "Teller", "tell_story"]

Ending = Literal["agreed", "settled", "no fault", "closed"]
"""Actions were agreed; the body's own offer was remedy enough; there was no fault; closed after initial enquiries."""

Cell = tuple[str, str, str]
"""Subject, fault and circumstance, by their names in decisions."""

_FIRST_DAY = date(2017, 1, 9)
_DAYS = 3_000
_FAMILIES = ("numbered", "numbered", "numbered", "numbered", "cookies first", "html", "html, bare")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a decision is about; `aside` is a second fault, alleged and not found."""

    subject: Subject
    fault: Fault
    circumstance: Circumstance
    body: str
    ending: Ending
    aside: Fault

    @property
    def cell(self) -> Cell:
        """What a question can single it out by."""
        return self.subject.name, self.fault.name, self.circumstance.told


@dataclass(frozen=True, slots=True)
class Story:
    """A generated decision: its signature, its text, and where in it what stands.

    `places` are paragraph numbers by what they hold, `details` facts verbatim by the place they stand in, `limits` the words of
    the limit by kind of order; `who` complains, a `role`; `family` is the format it is written in.
    """

    signature: Signature
    structure: Structure
    family: str
    who: str
    role: str
    places: Mapping[str, tuple[int, ...]]
    details: Mapping[str, str]
    limits: Mapping[str, str]

    @property
    def reference(self) -> str:
        """As printed."""
        return str(self.structure.reference)

    @property
    def remedies(self) -> tuple[KnownRemedy, ...]:
        """What the ledger must have."""
        return self.structure.remedies

    @property
    def upheld(self) -> bool:
        """Whether fault was found."""
        return self.signature.ending in {"agreed", "settled"}

    def of_kind(self, kind: str) -> tuple[KnownRemedy, ...]:
        """Its remedies of a kind."""
        return tuple(remedy for remedy in self.remedies if remedy.kind == kind)


def tell_story(number: int, signature: Signature, *, seed: int) -> Story:
    """The decision of that number; the same number, signature and seed give the same text."""
    return Teller(number, signature, random.Random(f"story {seed} {number}")).told()  # noqa: S311 - a corpus, not a secret


_SETTLEMENT = "I welcome the Council’s offer of {amount} to recognise the distress. It is a suitable remedy for the injustice."
_OUTCOMES: Mapping[Ending, str] = {
    "agreed": "Upheld",
    "settled": "Upheld",
    "no fault": "Not upheld",
    "closed": "Closed after initial enquiries",
}
_SUMMED_UP: Mapping[Ending, str] = {
    "agreed": "The Council was at fault. It has agreed to put this right.",
    "settled": "The Council was at fault, and its own offer puts this right.",
    "no fault": "There was no fault by the Council.",
    "closed": "We will not investigate this complaint.",
}
"""The end of the summary, which names no sum and no limit: those stand in paragraphs alone."""
_FACTS: Mapping[str, str] = {
    "letter": "On {letter} {who} wrote to the Council about {short} and asked for {need}.",
    "visit": "On {visit} an officer called on {who} and took notes about {short}.",
    "calls": "{who} telephoned {calls} times about {short}, as the log shows.",
    "bill": "{who} paid a solicitor {bill} for advice on {short}.",
    "offer": "The Council offered {who} {offer} as a gesture of goodwill. {who} did not take it.",
}
"""What happened that only this decision says, by its place; the gap of the same name is the fact."""


class Teller(Telling):
    """A story being told; evals/longer.py tells it at the length of a real decision."""

    families: Sequence[str] = _FAMILIES

    def __init__(self, number: int, signature: Signature, dice: random.Random) -> None:
        super().__init__(dice)
        self._number = number
        self._of = signature
        self._lines = load_world().lines
        self._places: dict[str, tuple[int, ...]] = {}
        self._limits: dict[str, str] = {}
        title, self._role = dice.choice(signature.subject.parties)
        self._who = f"{title} {dice.choice('BCDEFGHJKLMNPRSTVW')}"
        self._decided = self._day_decided()
        self._began = self._decided - timedelta(days=dice.randint(420, 700))
        self._offer, self._amount = self._sums()
        self._bill = dice.randrange(43, 990, 9)
        self._known = self._gaps()

    def _day_decided(self) -> date:
        return _FIRST_DAY + timedelta(days=self.dice.randrange(_DAYS))

    def _sums(self) -> tuple[int, int]:
        """What was offered, and what was agreed."""
        offer = self.dice.randrange(50, 300, 25)
        return offer, offer + self.dice.randrange(75, 2200, 25)

    def _gaps(self) -> dict[str, str]:
        """What stands in the gaps of every line alike."""
        of, dice = self._of, self.dice
        return {
            "who": self._who,
            "subject": of.subject.name,
            "short": of.subject.short,
            "need": of.subject.need,
            "wrong": of.fault.wrong,
            "turn": of.circumstance.told.format(who=self._who),
            "weeks": str(dice.randint(14, 60)),
            "count": dice.choice(["three", "four", "five", "six", "seven"]),
            "calls": str(dice.randint(8, 60)),
            "letter": _day(self._began),
            "visit": _day(self._began + timedelta(days=dice.randint(20, 300))),
            "bill": f"£{self._bill:,}",
            "offer": f"£{self._offer:,}",
            "amount": f"£{self._amount:,}",
        }

    def told(self) -> Story:
        """The whole of it."""
        of, parts = self._of, self._parts()
        category, subcategory = of.subject.category
        structure = Structure(
            shape="statement",
            reference=Reference(f"96 {self._number // 1000:03d} {self._number % 1000:03d}"),
            authority=of.body,
            category=category,
            subcategory=subcategory,
            outcome=_OUTCOMES[of.ending],
            decided=self._decided,
            summary=self._fill(f"{{who}} complained that the Council {of.fault.alleged}. {_SUMMED_UP[of.ending]}"),
            parts=tuple(parts),
            remedies=tuple(self.remedies),
        )
        details = {place: self._known[place] for place in (*_FACTS, "amount") if place in self._places}
        return Story(of, structure, self.dice.choice(self.families), self._who, self._role, self._places, details, self._limits)

    def _parts(self) -> list[KnownPart]:
        of, dice = self._of, self.dice
        parts = [
            KnownPart("The complaint", None, self._complaint()),
            KnownPart("The Ombudsman’s role and powers", None, self._standing(self._lines.powers, 3)),
            KnownPart("How I considered this complaint", None, self._standing(self._lines.method, 3)),
            KnownPart("What I found", "Law and guidance", self._law()),
            KnownPart("What I found", "What happened", self._events()),
            KnownPart("What I found", "Analysis", self._analysis()),
        ]
        if of.ending == "agreed":
            parts.append(KnownPart(dice.choice(["Agreed action", "Agreed actions"]), None, self._action()))
        closings = self._lines.closings_no_fault if of.ending == "no fault" else self._lines.closings_fault
        parts.append(KnownPart("Final decision", None, (self._placed("closing", dice.choice(closings)),)))
        return parts

    def _fill(self, line: str) -> str:
        """A line with its gaps filled, beginning with a capital."""
        day = self._some_day()
        filled = line.format(**self._known, day=_day(day), month=self.dice.choice(MONTHS), year=day.year)
        return filled[0].upper() + filled[1:]

    def _some_day(self) -> date:
        return self._began + timedelta(days=self.dice.randrange(300))

    def _placed(self, place: str, line: str) -> KnownParagraph:
        """A paragraph, counted, known by its place if that has a name."""
        paragraph = self.counted(KnownParagraph(self._fill(line)))
        if place:
            self._places[place] = (*self._places.get(place, ()), self.count)
        return paragraph

    def _standing(self, lines: Sequence[str], count: int) -> tuple[KnownParagraph, ...]:
        return tuple(self._placed("", line) for line in self.dice.sample(lines, count))

    def _complaint(self) -> tuple[KnownParagraph, ...]:
        alleged = f"{{who}}, a {self._role}, complains that the Council {self._of.fault.alleged}, {{turn}}."
        wish = "{who} says this caused worry and expense, and asks us to obtain {need}."
        return self._placed("complaint", alleged), self._placed("wish", wish)

    def _law(self) -> tuple[KnownParagraph, ...]:
        lines = [*self._of.subject.law, self.dice.choice(self._lines.common_law)]
        return tuple(self._placed("", line) for line in lines)

    def _events(self) -> tuple[KnownParagraph, ...]:
        """What happened, the first letter first: with days, calls, and sums spent and offered."""
        dice = self.dice
        facts = [fact for fact in _FACTS.items() if fact[0] != "offer" or self._of.ending == "agreed"]
        fillers = [("", line) for line in dice.sample(self._lines.events, dice.randint(3, 6))]
        later = [*facts[1:], ("event", self._of.fault.happened), *fillers]
        dice.shuffle(later)
        return tuple(self._placed(place, line) for place, line in (facts[0], *later))

    def _analysis(self) -> tuple[KnownParagraph, ...]:
        """The finding and what it leads to, with the second fault that was not found before it or behind it."""
        of, dice = self._of, self.dice
        about = [("finding", dice.choice(of.fault.found) if of.ending != "no fault" else of.fault.denied)]
        about += [("injustice", dice.choice(self._lines.injustice))] if of.ending != "no fault" else []
        if of.ending == "agreed" and dice.random() < 0.5:  # noqa: PLR2004 - every other decision says so
            about.append(("too little", "The {offer} that the Council offered before is too little for this."))
        rest = [("aside", of.aside.denied), *(("", line) for line in dice.sample(self._lines.asides, dice.randint(1, 2)))]
        split = dice.randint(0, len(rest))
        told = [self._placed(place, line) for place, line in (*rest[:split], *about, *rest[split:])]
        if of.ending == "settled":
            self.remedy(None, Order("payment", "", float(self._amount)), None)
            self._places["amount"] = self._places["payment"] = (self.count + 1,)
            told.append(self._placed("settlement", _SETTLEMENT))
        return tuple(told)

    def _action(self) -> tuple[KnownParagraph, ...]:
        """The agreed action; where its limits stand and what they are is noted for each order."""
        dice, first = self.dice, self.count + 1
        orders = self._orders()
        where: Place = dice.choice(["before", "behind", "sentences"]) if len(orders) > 1 else "sentences"
        limits = [dice.choice(LIMITS) for _ in (orders if where == "sentences" else orders[:1])]
        paragraphs = ordered(self, orders, where, limits)
        for at, (order, remedy) in enumerate(zip(orders, self.remedies, strict=True)):
            self._limits[order.kind] = limits[at if where == "sentences" else 0][0]
            self._places[order.kind] = (remedy.paragraph, self.count) if where == "behind" else (remedy.paragraph,)
        self._places["action"] = tuple(range(first, self.count + 1))
        if "payment" in self._places:
            self._places["amount"] = self._places["payment"][:1]
        return (*paragraphs, self._placed("evidence", EVIDENCE))

    def _orders(self) -> list[Order]:
        dice = self.dice
        kinds = ["apology"] if dice.random() < 0.9 else []  # noqa: PLR2004 - nearly always
        kinds += ["payment"] if dice.random() < 0.8 else []  # noqa: PLR2004 - mostly
        others = [kind for kind in self._lines.orders if kind not in {"apology", "payment"}]
        kinds += dice.sample(others, dice.randint(1, 2) if kinds else 2)
        return [Order(kind, self._ordered(kind), self._value(kind)) for kind in kinds]

    def _ordered(self, kind: str) -> str:
        text = self._fill(self.dice.choice(self._lines.orders[kind]))
        return text[0].lower() + text[1:]

    def _value(self, kind: str) -> float | None:
        sums = {"payment": self._amount, "refund": self._bill}
        return float(sums[kind]) if kind in sums else None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
