"""Who and what a sentence speaks of: its noun phrases as participants, and when two of them are the same, or surely not.

Contract: a participant is named ("Mrs K"), a role ("the social worker"), a body ("the Council") or a thing ("the offer").
Two are `different` only where English and these decisions leave no doubt: two titled names, a mother and a father, a school
and a tribunal, an investigating and an adjudicating officer. A mother may be Mrs K, an officer may act for the Council:
such pairs are `unsure`. A pronoun stands for everyone before it whom it may mean. Proved by tests/test_rag_frames.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rag.tagging import Token
from rag.words import stem

__all__ = ["OMBUDSMAN", "Kind", "Likeness", "Participant", "Phrase", "compare", "make_participants"]

Kind = Literal["named", "role", "body", "thing"]
Likeness = Literal["same", "unsure", "different"]
Sex = Literal["f", "m", ""]


@dataclass(frozen=True, slots=True)
class Participant:
    """One person, body or thing: its head, the words that tell it from others with that head, and how it was written."""

    kind: Kind
    head: str
    traits: frozenset[str] = frozenset()
    sex: Sex = ""
    many: bool = False
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: the participants it may mean (none: anybody), its owner, its quantifier, the preposition before it."""

    participants: tuple[Participant, ...]
    text: str
    preposition: str = ""
    owner: Phrase | None = None
    quantifier: str = ""
    is_pronoun: bool = False

    @property
    def acts(self) -> bool:
        """Whether a person or a body is meant."""
        return any(participant.kind != "thing" for participant in self.participants)


_CLASSES = {
    "parent": "parent parents mother father mum dad carer complainant couple grandparent grandmother grandfather aunt uncle "
    "guardian wife husband partner",
    "child": "child children son daughter boy girl pupil student teenager baby grandchild grandson granddaughter",
    "kin": "sibling brother sister cousin niece nephew",
    "staff": "worker officer manager director leader adviser advisor assessor reviewer planner inspector coordinator "
    "caseworker employee staff member investigator adjudicator",
    "teacher": "teacher headteacher headmistress headmaster tutor governor",
    "helper": "advocate solicitor barrister representative friend councillor",
    "doctor": "doctor gp nurse psychologist psychiatrist therapist paediatrician consultant",
    "other": "applicant neighbour landlord tenant developer builder driver resident client patient person people family household "
    "man woman relative relatives judge chair examiner",
}
"""The roles of people; two heads of one class may be the same person."""
_CLASS_OF = {stem(word): name for name, words in _CLASSES.items() for word in words.split()}
_BODIES = frozenset(
    stem(word)
    for word in (
        "council councils authority authorities school schools college academy trust hospital provider agency police tribunal "
        "court panel department team ombudsman university association company committee board government nursery charity ofsted "
        "service parliament cabinet bank surgery clinic contractor firm"
    ).split()
)
_OF_A_COUNCIL = frozenset(
    stem(word) for word in ("panel", "department", "team", "service", "committee", "board", "cabinet", "provider")
)
"""Bodies that may be a council's own."""
_SAME_BODY = {stem("authority"): stem("council"), stem("councils"): stem("council"), stem("authorities"): stem("council")}
_FEMALE = frozenset(
    stem(w) for w in "mother mum daughter sister wife grandmother granddaughter aunt girl woman headmistress".split()
)
_MALE = frozenset(stem(w) for w in "father dad son brother husband grandfather grandson uncle boy man headmaster".split())
_MANY = frozenset(stem(w) for w in "family couple household people staff".split())
"""Heads of more than one, whom "he" and "she" do not mean."""
_NEUTRAL = frozenset(stem(w) for w in "person people relative relatives complainant applicant member".split())
"""Heads that may be anyone."""
_GROUPS = frozenset(stem(w) for w in "family household couple".split())
"""Heads that take in whoever belongs to them."""


OMBUDSMAN = Participant("body", stem("ombudsman"), text="the Ombudsman")
"""Who writes "I" and "we"."""


def make_participants(words: Sequence[Token]) -> tuple[Participant, ...]:
    """The participants of a noun phrase's own words: a name, or the last noun with the nouns before it."""
    names = [token for token in words if token.tag == "name"]
    if names:
        return tuple(_named(name) for name in names[-1].text.split("|"))
    nouns = [stem(token.text) for token in words if token.tag in ("noun", "verb")]
    if not nouns:
        return ()
    head = _SAME_BODY.get(nouns[-1], nouns[-1])
    kind: Kind = "body" if head in _BODIES else "role" if head in _CLASS_OF else "thing"
    sex: Sex = "f" if head in _FEMALE else "m" if head in _MALE else ""
    many = head in _MANY or words[-1].text == "children" or (kind == "role" and words[-1].text.endswith("s"))
    text = " ".join(token.raw for token in words).removesuffix("'s")
    return (Participant(kind, head, frozenset(nouns[:-1]), sex, many, text),)


def _named(name: str) -> Participant:
    title = name.split(maxsplit=1)[0]
    sex: Sex = "m" if title == "mr" else "f" if title in ("mrs", "ms", "miss") else ""
    return Participant("named", name, sex=sex, text=name.title())


def compare(one: Phrase, other: Phrase) -> Likeness:
    """Whether two phrases mean the same; anybody is the same as everyone."""
    if _is_kin_of(one, other) or _is_kin_of(other, one):
        return "different"
    pairs = [_compare(x, y) for x in one.participants for y in other.participants]
    if not pairs or "same" in pairs:
        return "same" if not _owners_differ(one, other) else "unsure"
    return "different" if all(pair == "different" for pair in pairs) else "unsure"


def _is_kin_of(one: Phrase, other: Phrase) -> bool:
    """Whether one is a relative of the other: nobody is their own sister."""
    kin = all(_CLASS_OF.get(participant.head) in ("parent", "child", "kin") for participant in one.participants)
    named = frozenset(participant for participant in other.participants if participant.kind == "named")
    return bool(kin and one.participants and one.owner and named & frozenset(one.owner.participants))


def _owners_differ(one: Phrase, other: Phrase) -> bool:
    return one.owner is not None and other.owner is not None and compare(one.owner, other.owner) == "different"


def _compare(one: Participant, other: Participant) -> Likeness:
    kinds = (one.kind, other.kind)
    if one.head == other.head:
        apart = bool(one.traits and other.traits) and not one.traits & other.traits
        return "different" if apart and one.kind in ("role", "body") else "same"
    if "thing" in kinds:
        return "unsure"
    if "body" in kinds:
        return _compare_body(one, other)
    return _compare_people(one, other)


def _compare_people(one: Participant, other: Participant) -> Likeness:
    heads = {one.head, other.head}
    if heads & _GROUPS:
        return "same"
    if one.kind == other.kind == "named" or (one.sex and other.sex and one.sex != other.sex):
        return "different"
    if "named" in (one.kind, other.kind) or heads & _NEUTRAL:
        return "unsure"
    return "unsure" if _CLASS_OF[one.head] == _CLASS_OF[other.head] else "different"


def _compare_body(one: Participant, other: Participant) -> Likeness:
    """A council may act through its staff and its panels; other bodies are themselves."""
    body, actor = (one, other) if one.kind == "body" else (other, one)
    if actor.kind == "role" and _CLASS_OF[actor.head] in ("staff", "teacher"):
        return "unsure"
    both = {body.head, actor.head}
    if actor.kind == "body" and both & _OF_A_COUNCIL and (stem("council") in both or both <= _OF_A_COUNCIL):
        return "unsure"
    return "different"
