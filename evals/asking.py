"""Questions about generated decisions, with the paragraphs and facts that their stories know to answer them.

The wording is never the decision's alone. Of the fault, its subject and its circumstance, a formal question says at least one in
other words and at least one in the decision's; one about a council names it and the fault; a lay question says all in the words of
those it happened to, who may know what the service is called. What supports is the finding and the action (or the one paragraph
that holds the fact); what a reader would accept beside it is `also`: the injustice, what happened, the call for evidence, the
closing, and the finding of a decision that was not upheld on the same point. Proved by tests/test_evals_asking.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.cases import Case, ParagraphKey
from evals.stories import Signature, Story
from evals.world import load_world
from index import UsageError

__all__ = ["SHARES", "Asked", "Told", "Wording", "ask_about", "shares_of"]

SHARES: Mapping[str, int] = {
    "remedy": 70,
    "amount": 50,
    "time_limit": 35,
    "outcome": 30,
    "facts": 35,
    "comparison": 20,
    "unanswerable": 30,
    "statistics": 30,
}
"""How three hundred questions fall to the kinds."""

Wording = Literal["formal", "body", "lay", "reference", "other"]
"""In which words a question is put; "reference" names the decision, "other" cannot be answered."""

_FORMS: tuple[Wording, ...] = ("formal", "body", "lay", "formal", "body", "formal", "lay", "formal", "body", "formal")
_ACCEPTED = ("injustice", "event", "evidence", "too little", "closing")
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "action": ("finding", *_ACCEPTED),
    "finding": ("event", "closing"),
    "offer": ("too little",),
    "bill": ("refund",),
    "wish": ("letter", "complaint"),
}
"""What a reader would accept beside the place that answers a question about one decision: it says the same, or leads to it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, and in which words it is put."""

    case: Case
    wording: Wording


@dataclass(frozen=True, slots=True)
class _Made:
    """A question in the making: what supports, what is accepted beside it, the facts."""

    question: str
    wording: Wording
    supports: set[ParagraphKey]
    also: set[ParagraphKey]
    facts: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A cluster, told: the right decisions, and the near misses by kind."""

    right: tuple[Story, ...]
    near: tuple[tuple[str, Story], ...]


def shares_of(questions: int) -> dict[str, int]:
    """How many questions of each kind, the largest remainders rounded up."""
    whole = sum(SHARES.values())
    counts = {kind: questions * share // whole for kind, share in SHARES.items()}
    by_remainder = sorted(SHARES, key=lambda kind: -(questions * SHARES[kind] % whole))
    for kind in by_remainder[: questions - sum(counts.values())]:
        counts[kind] += 1
    return counts


def ask_about(
    clusters: Sequence[Told],
    stories: Sequence[Story],
    counts: Mapping[str, int],
    *,
    seed: int,
    forms: Sequence[Wording] = _FORMS,
) -> list[Asked]:
    """The questions, kind by kind, but for statistics; those about a fault are put in the `forms` in turn.

    Raises:
        UsageError: there are too few decisions to ask that many questions about.
    """
    asker = _Asker(clusters, stories, random.Random(f"questions {seed}"), forms)  # noqa: S311 - a corpus, not a secret
    kinds = ("comparison", "outcome", "time_limit", "amount", "remedy", "facts", "unanswerable")  # the narrowest choice first
    made = {kind: [asker.asked(kind, at) for at in range(counts.get(kind, 0))] for kind in kinds}
    return [asked for kind in SHARES if kind in made for asked in made[kind]]


class _Asker:
    """Makes cases, each cluster the subject of one question at most."""

    def __init__(self, clusters: Sequence[Told], stories: Sequence[Story], dice: random.Random, forms: Sequence[Wording]) -> None:
        self._clusters = list(clusters)
        self._stories = list(stories)
        self._dice = dice
        self._forms = forms
        self._world = load_world()
        self._words = self._world.questions

    def asked(self, kind: str, at: int) -> Asked:
        """The next question of a kind."""
        make = {
            "remedy": self._remedy, "amount": self._amount, "time_limit": self._time_limit, "outcome": self._outcome,
            "facts": self._facts, "comparison": self._comparison, "unanswerable": self._unanswerable,
        }[kind]  # fmt: skip
        made = make(at)
        case = Case(
            id=f"{kind}-{at + 1:03d}",
            part="dev",
            kind=kind,
            question=made.question[0].upper() + made.question[1:],
            history=(),
            supports=frozenset(made.supports),
            facts=tuple(dict.fromkeys(made.facts)),
            answerable=bool(made.supports),
            also=frozenset(made.also - made.supports),
        )
        return Asked(case, made.wording)

    def _taken(self, fits: Iterable[bool]) -> Told:
        """The first cluster that fits, not to be asked about again."""
        at = next((at for at, fit in enumerate(fits) if fit), None)
        if at is None:
            message = f"got {len(self._stories)} decisions; expected more of them for that many questions"
            raise UsageError(message)
        return self._clusters.pop(at)

    def _remedy(self, at: int) -> _Made:
        told = self._taken(cluster.right[0].upheld for cluster in self._clusters)
        facts = [fact for story in told.right for fact in _ordered(story)]
        supports = _keys(told.right, "finding", "action", "settlement")
        return _Made(*self._fault_question("remedy", told, at), supports, _also(told), facts)

    def _amount(self, at: int) -> _Made:
        told = self._taken(all("amount" in story.places for story in cluster.right) for cluster in self._clusters)
        also = {*_also(told), *_keys(told.right, "action")}
        facts = [story.details["amount"] for story in told.right]
        return _Made(*self._fault_question("amount", told, at), _keys(told.right, "finding", "amount"), also, facts)

    def _time_limit(self, at: int) -> _Made:
        told = self._taken(bool(cluster.right[0].limits) and len(cluster.right) == 1 for cluster in self._clusters)
        (story,) = told.right
        kind = self._dice.choice(list(story.limits))
        put = self._fault_question("time_limit", told, at, step=str(self._words["steps"][kind]))
        also = {*_also(told), *_keys(told.right, "action")}
        return _Made(*put, _keys(told.right, "finding", kind), also, [story.limits[kind]])

    def _outcome(self, at: int) -> _Made:
        """Where the same complaint was not also decided the other way."""
        told = self._taken(
            len(cluster.right) == 1 and all(story.signature.cell != cluster.right[0].signature.cell for _, story in cluster.near)
            for cluster in self._clusters
        )
        facts = [] if told.right[0].upheld else ["no fault"]
        return _Made(*self._fault_question("outcome", told, at), _keys(told.right, "finding"), _also(told), facts)

    def _comparison(self, at: int) -> _Made:
        """In turn: which decisions found this, and how two sums compare."""
        if at % 2 == 0:
            told = self._taken(len(cluster.right) > 1 for cluster in self._clusters)
            what = self._formal(told.right[0].signature)
            question = self._dice.choice(self._words["comparison"]["formal"]).format(what=what)
            also = {*_also(told), *_keys(told.right, "action", "settlement")}
            return _Made(question, "formal", _keys(told.right, "finding"), also, [story.reference for story in told.right])
        paid = [story for story in self._stories if "amount" in story.places]
        one, other = self._dice.sample(paid, 2)
        question = self._dice.choice(self._words["comparison"]["sums"]).format(one=one.reference, other=other.reference)
        also = {*_keys((one, other), "action", "finding", *_ACCEPTED)}
        sums = [one.details["amount"], other.details["amount"]]
        return _Made(question, "reference", _keys((one, other), "amount"), also, sums)

    def _facts(self, at: int) -> _Made:
        """One decision by its reference."""
        wordings: Mapping[str, Sequence[str]] = self._words["facts"]
        place = list(wordings)[at % len(wordings)]
        story = self._dice.choice([one for one in self._stories if _can_say(one, place)])
        question = self._dice.choice(wordings[place]).format(ref=story.reference)
        facts = {"wish": [story.signature.subject.need], "action": _ordered(story), "finding": ["no fault"]}
        beside = _keys([story], *_BESIDE.get(place, ()))
        return _Made(question, "reference", _keys([story], place), beside, facts.get(place) or [story.details[place]])

    def _unanswerable(self, at: int) -> _Made:
        """A service, a reference, a council that no decision is about; who people are; what will be; what no decision says."""
        wordings: Mapping[str, Sequence[str]] = self._words["unanswerable"]
        why = list(wordings)[at % len(wordings)]
        dice, story = self._dice, self._dice.choice(self._stories)
        about = self._dice.choice(self._world.absent) if why == "absent" else story.signature.subject.name
        fault = story.signature.fault
        missing = f"96 {dice.randint(500, 999)} {dice.randint(0, 999):03d}"
        question = dice.choice(wordings[why]).format(
            asked=dice.choice(fault.asked).format(subject=about),
            lay=dice.choice(fault.lay).format(subject=about),
            ref=missing if why == "reference" else story.reference,
            body=dice.choice(self._world.unknown),
            role=story.role,
            who=story.who,
        )
        return _Made(question, "other", set(), set(), [])

    def _fault_question(self, kind: str, told: Told, at: int, *, step: str = "") -> tuple[str, Wording]:
        form = self._forms[at % len(self._forms)]
        if form == "body" and len(told.right) > 1:
            form = "formal"
        of, dice = told.right[0].signature, self._dice
        wording: str = dice.choice(self._words[kind][form])
        what = self._lay(of) if form == "lay" else self._formal(of)
        asked = dice.choice(of.fault.asked).format(subject=dice.choice([of.subject.name, *of.subject.lay]))
        return wording.format(what=what, asked=asked, body=of.body, step=step), form

    def _lay(self, of: Signature) -> str:
        dice = self._dice
        subject = dice.choice([of.subject.name, dice.choice(of.subject.lay)])
        return f"{dice.choice(of.fault.lay).format(subject=subject)}, {of.circumstance.lay}"

    def _formal(self, of: Signature) -> str:
        """Fault, subject and circumstance, one or two of the three in other words than the decision's."""
        dice = self._dice
        told = dice.sample([True, False, dice.random() < 0.5], 3)  # noqa: PLR2004 - the third is either
        fault = of.fault.alleged if told[0] else dice.choice(of.fault.asked)
        subject = of.subject.name if told[1] else dice.choice(of.subject.lay)
        circumstance = of.circumstance.told.format(who="the complainant") if told[2] else of.circumstance.asked
        return f"{fault.format(subject=subject)} {circumstance}"


def _keys(stories: Iterable[Story], *places: str) -> set[ParagraphKey]:
    return {(story.reference, number) for story in stories for place in places for number in story.places.get(place, ())}


def _also(told: Told) -> set[ParagraphKey]:
    twins = [story for _, story in told.near if story.signature.cell == told.right[0].signature.cell]
    return _keys(told.right, *_ACCEPTED) | _keys(twins, "finding", "closing")


def _ordered(story: Story) -> list[str]:
    """The sums and the limits of what is to be done."""
    return [*(f"£{remedy.value:,.0f}" for remedy in story.remedies if remedy.value is not None), *story.limits.values()]


def _can_say(story: Story, place: str) -> bool:
    if place == "finding":
        return not story.upheld
    return place in story.places
