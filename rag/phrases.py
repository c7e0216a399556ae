"""The noun phrases of a sentence, read one after the other, and what its pronouns may mean.

Contract: a phrase is who or what it means, who owns it ("the father's views"), how many of it ("some of the records") and the
preposition before it. A pronoun means every earlier phrase of the paragraph it may mean, or anybody where there is none.
Two phrases in apposition ("Ms L, her advocate,") are one participant under two heads, from there on. Proved by
tests/test_rag_frames.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.participants import OMBUDSMAN, Participant, Phrase, make_participants
from rag.tagging import Token

__all__ = ["Memory", "opens_phrase", "read_phrase", "sex_of"]

_PARTS = ("det", "own", "number", "noun", "name", "pron")
_SELVES = frozenset("i we my our us me".split())
_SEXES = {"she": "f", "her": "f", "herself": "f", "he": "m", "him": "m", "his": "m", "himself": "m"}

_NUMBERED = frozenset("stage section paragraph part tier week year term complaint point".split())
"""Nouns that a number after them belongs to, as to a month or an Act: "stage two", "March 2022"."""


class Memory:
    """The phrases of a paragraph so far, for its pronouns and appositions."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []
        self._people: list[Participant] = []
        self._aliases: list[tuple[Participant, ...]] = []

    def note(self, phrase: Phrase) -> None:
        """Remember a phrase."""
        self.phrases.append(phrase)
        if phrase.acts and not phrase.is_pronoun:
            self._people.extend(phrase.participants)

    def join(self, one: Phrase, other: Phrase) -> None:
        """Remember that two phrases mean the same."""
        self._aliases.append((*one.participants, *other.participants))

    def known_as(self, participants: Sequence[Participant]) -> tuple[Participant, ...]:
        """Participants under all heads they have been given."""
        others = (one for group in self._aliases if set(group) & set(participants) for one in group)
        return tuple(dict.fromkeys((*participants, *others)))

    def resolve(self, pronoun: str) -> Phrase:
        """Everyone a pronoun may mean."""
        sex = sex_of(pronoun)
        if pronoun in _SELVES:
            found = [OMBUDSMAN]
        elif sex:
            found = [one for one in self._people if one.kind in ("named", "role") and one.sex in ("", sex) and not one.many]
        else:
            found = [one for one in self._people if one.kind == "body"] if pronoun in ("it", "its", "itself") else []
        return Phrase(tuple(dict.fromkeys(found)), pronoun, is_pronoun=True)


def sex_of(pronoun: str) -> str:
    """The sex a pronoun tells: "f" of she, "m" of he, nothing of the others."""
    return _SEXES.get(pronoun, "")


def opens_phrase(tokens: Sequence[Token], place: int) -> bool:
    """Whether a noun phrase begins here."""
    return place < len(tokens) and tokens[place].tag in _PARTS


def read_phrase(tokens: Sequence[Token], start: int, memory: Memory, *, is_given: bool = False) -> tuple[Phrase, int]:
    """The noun phrase that begins here, and the place after it; `is_given` after "caused", "offered": "the Council distress"."""
    if tokens[start].tag == "pron":
        return memory.resolve(tokens[start].text), start + 1
    words: list[Token] = []
    owner: Phrase | None = None
    quantifier = ""
    place = start
    while place < len(tokens) and _continues(words, tokens[place]):
        token = tokens[place]
        words.append(token)
        place += 1
        if is_given and token.capital and make_participants(words)[:1] and make_participants(words)[0].kind == "body":
            break
        if token.tag in ("det", "number"):
            partly = token.text in ("all", "every", "both") and place > 1 and tokens[place - 2].tag == "not"  # not all
            quantifier = quantifier or ("some" if partly else token.text)
            if len(words) == 1 and _is_of(tokens, place):  # some of the records
                place, words = place + 1, []
        elif token.tag == "own":
            owner = memory.resolve(token.text)
        elif token.owns:
            owner = Phrase(memory.known_as(make_participants(words)), token.text, owner=owner)
            words = []
            memory.note(owner)
    text = " ".join(token.raw for token in tokens[start:place])
    if owner is not None and not words:  # a possessive at the end: "Mrs K's"
        return owner, place
    return Phrase(memory.known_as(make_participants(words)), text, owner=owner, quantifier=quantifier), place


def _is_of(tokens: Sequence[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place].text == "of" and tokens[place + 1].tag in ("det", "own", "number")


def _continues(words: Sequence[Token], token: Token) -> bool:
    """Whether a word belongs to the phrase so far: a name, a pronoun or a determiner begins another."""
    if not words or token.tag not in _PARTS or token.tag == "pron":
        return not words and token.tag in _PARTS and token.tag != "pron"
    last = words[-1].tag
    if token.tag == "number" and last == "noun":
        return words[-1].capital or words[-1].text in _NUMBERED
    if token.tag == "noun" and last == "name":
        return False
    if token.tag == "name":
        return all(word.tag == "det" for word in words)  # only Mr K
    if token.tag == "noun":
        return True
    return last == "det" and token.text not in ("a", "an") and token.raw.islower()  # all the, both of its; never "2023 the"
