"""The verbs of one sentence: each with its actor, the others about it, and its mood.

Contract: phrases wait until a verb takes one for its actor, or are among the others of the verb before. The actor is the phrase
before the verb (in the passive, the one after "by"); after "and" it is the actor of the verb before; in a relative clause what
the clause is about. What cannot be told is None. Proved by tests/test_rag_frames.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from rag.figures import Figure, read_figures
from rag.moods import CONTROL, UNSAYING, Mood, Told, read_mood, read_mood_of_infinitive
from rag.participants import Phrase
from rag.phrases import Memory, opens_phrase, read_phrase
from rag.tagging import BE, Token
from rag.words import content_stems, stem

__all__ = ["Frame", "read_verbs"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One verb, by its base and as written; `past` where told in a past tense, `denied` under a "not".

    `stems` and `figures` are of its clause.
    """

    verb: str
    word: str
    actor: Phrase | None
    others: tuple[Phrase, ...]
    mood: Mood
    past: bool
    denied: bool
    stems: frozenset[str]
    figures: frozenset[Figure]


def read_verbs(tokens: Sequence[Token], memory: Memory) -> list[Frame]:
    """The verbs of a sentence in order; its phrases are noted in `memory`."""
    return _Sentence(tokens, memory).read()


_UNDONE = frozenset(stem(word) for word in ("fail", "refuse", "decline", "omit"))
_OF_ITS_SUBJECT = frozenset("right chance opportunity duty power".split())
"""Nouns whose infinitive is their holder's: "Mrs K had the right to ask"."""
_GIVING = frozenset(stem(word) for word in "cause give offer send pay tell show grant award owe bring ask".split())
"""Verbs that take a receiver and a thing: "caused the Council distress"."""
_SUPPOSING = frozenset(["if", "whether", "unless"])


@dataclass(slots=True)
class _Open:
    """A verb while its clause is read."""

    told: Told
    word: str
    actor: Phrase | None
    passive: bool
    start: int
    others: list[Phrase] = field(default_factory=list)


@dataclass(slots=True)
class _Waiting:
    """A phrase that no verb has taken for its actor yet, and where it stands."""

    phrase: Phrase
    start: int
    end: int


class _Sentence:
    """Reads one sentence: phrases wait until a verb takes one for its actor, or are among the others of the verb before."""

    def __init__(self, tokens: Sequence[Token], memory: Memory) -> None:
        self._tokens = tokens
        self._memory = memory
        self._frames: list[_Open] = []
        self._waiting: list[_Waiting] = []
        self._helps: list[str] = []
        self._boundary = -1
        self._supposed = False
        self._unsaid = False
        self._relative: Phrase | None = None
        self._subject: Phrase | None = None

    def read(self) -> list[Frame]:
        """The frames of the sentence in order."""
        place = 0
        while place < len(self._tokens):
            place = self._step(place)
        starts = [frame.start for frame in self._frames[1:]]
        return [self._closed(frame, end) for frame, end in zip(self._frames, [*starts, len(self._tokens)], strict=False)]

    def _step(self, place: int) -> int:
        token = self._tokens[place]
        if token.tag == "verb":
            self._take_verb(place)
        elif token.tag == "aux":
            if not self._helps:
                self._subject = self._own_phrase() or self._subject
            self._helps += ["will"] * (token.text == "be" and self._previous(place) == "to")  # is to be paid
            self._helps.append(token.text)
        elif token.tag in ("who", "link", "stop", "and"):
            self._part(place)
        elif token.tag == "prep" and opens_phrase(self._tokens, place + 1):
            return self._take_phrase(place + 1, token.text)
        elif token.tag == "prep" and token.text != "to":  # "is about safeguarding"
            self._helps = []
        elif opens_phrase(self._tokens, place):
            return self._take_phrase(place, "after" if place and self._tokens[place - 1].tag == "link" else "")
        return place + 1

    def _part(self, place: int) -> None:
        """A stop, or a word that joins or begins a clause."""
        token = self._tokens[place]
        self._boundary = place
        if token.tag == "who":
            self._relative = self._waiting[-1].phrase if self._waiting else None
        elif token.tag == "and":
            self._relative = None
        if token.text not in (",", "and", "or"):
            self._helps = []
            self._unsaid = self._unsaid and token.text in ("that", "whether", "if")
            self._supposed = token.text in _SUPPOSING or (self._supposed and token.text not in (";", ":", "."))

    # --- phrases --------------------------------------------------------------------------------------------------------

    def _take_phrase(self, start: int, preposition: str) -> int:
        given = not preposition and bool(self._frames) and self._frames[-1].told.verb in _GIVING and not self._frames[-1].others
        read, end = read_phrase(self._tokens, start, self._memory, is_given=given)
        phrase = replace(read, preposition=preposition)
        if self._in_apposition(start, end, phrase):
            self._memory.join(self._waiting[-1].phrase, phrase)
            self._rename(self._waiting[-1].phrase)
        else:
            last = self._frames[-1] if self._frames else None
            says_what = last is not None and last.told.verb == "be" and not last.others  # was unhappy
            if preposition or not says_what:
                self._waiting.append(_Waiting(phrase, start, end))
            if self._frames:
                self._frames[-1].others.append(phrase)
        self._memory.note(phrase)
        if not preposition or (self._helps and self._helps[-1] in BE and self._tokens[start - 2].text != ","):
            self._helps = []
        return end

    def _in_apposition(self, start: int, end: int, phrase: Phrase) -> bool:
        """Whether a phrase between two commas, or after one at the end, says who the phrase before it is."""
        if not self._waiting or self._waiting[-1].end != start - 1 or self._tokens[start - 1].text != ",":
            return False
        closed = end >= len(self._tokens) or self._tokens[end].text in (",", ".")
        before = self._waiting[-1].phrase
        return closed and phrase.acts and before.acts and not phrase.preposition and not phrase.is_pronoun

    def _rename(self, phrase: Phrase) -> None:
        renamed = replace(phrase, participants=self._memory.known_as(phrase.participants))
        self._waiting[-1].phrase = renamed
        if self._frames and phrase in self._frames[-1].others:
            self._frames[-1].others[self._frames[-1].others.index(phrase)] = renamed

    # --- verbs ----------------------------------------------------------------------------------------------------------

    def _take_verb(self, place: int) -> None:
        before = self._frames[-1] if self._frames else None
        infinitive, passive = self._previous(place) == "to", self._is_passive(place)
        controlled = before is not None and before.told.verb in CONTROL and not before.passive  # asked the Council to
        noun = self._noun_before(place) if infinitive and not controlled else ""
        told = self._told(place, before, noun) if infinitive else self._told(place, before, None)
        if infinitive:
            actor = self._actor_of_infinitive(before, noun)
        elif passive and not self._helps:  # "the delay caused by the trust"
            actor = self._waiting[-1].phrase if self._waiting else None
        else:
            actor = self._actor_of_finite(before)
        start = self._waiting[0].start if self._waiting and before is None else place
        self._frames.append(_Open(told, self._tokens[place].text, actor, passive, start))
        self._subject = self._subject if infinitive or actor is self._relative else actor
        self._waiting, self._helps, self._relative = [], [], None

    def _told(self, place: int, before: _Open | None, noun: str | None) -> Told:
        """The mood of a verb; `noun` is the one its infinitive belongs to, "" for none, None where it is no infinitive."""
        token, last = self._tokens[place], before.told if before else None
        self._unsaid = self._unsaid or (last is not None and last.denied and last.verb in UNSAYING)
        denied = self._is_denied(place)
        if noun is None:
            joined = self._previous(place) in ("and", "or")
            before_it = None if self._relative else last  # "officers who handle" hangs on no verb
            mood, past = read_mood(token, self._helps, before_it, supposed=self._supposed, joined=joined)
            mood = "due" if place == 0 and not token.past else mood  # an item of a list: "pay Mrs K £300"
        else:
            mood, past = read_mood_of_infinitive(last, of_a_noun=bool(noun))
            undone = stem(noun) if noun else last.verb if last else ""  # its failure to hold, it refused to hold
            denied = denied or undone in _UNDONE
        return Told(token.base, "unsaid" if self._unsaid else mood, past, denied)

    def _is_denied(self, place: int) -> bool:
        """Whether a "not" stands in the verb's own group: "did not tell", "not to tell"."""
        group = takewhile(lambda token: token.tag in ("adv", "aux", "not") or token.text == "to", reversed(self._tokens[:place]))
        return any(token.tag == "not" for token in group)

    def _previous(self, place: int) -> str:
        """The word before, adverbs passed over."""
        return next((token.text for token in reversed(self._tokens[:place]) if token.tag != "adv"), "")

    def _is_passive(self, place: int) -> bool:
        token = self._tokens[place]
        following = self._tokens[place + 1].text if place + 1 < len(self._tokens) else ""
        if token.text.endswith("ing"):
            return False
        return self._helps[-1] in BE if self._helps else following == "by"  # "the delay caused by the trust"

    def _own_phrases(self) -> list[_Waiting]:
        """The phrases since the last boundary that no preposition governs."""
        fresh = not self._frames and self._relative is None and self._subject is None
        free = [waiting for waiting in self._waiting if waiting.phrase.preposition in ("", "after")]
        return free if fresh else [waiting for waiting in free if waiting.start > self._boundary]

    def _own_phrase(self) -> Phrase | None:
        """The nearest of them, with the one it is joined to ("Mr V and their children")."""
        own = self._own_phrases()
        if not own:
            return None
        actor = own[-1].phrase
        joined = len(own) > 1 and own[-2].end == own[-1].start - 1 and self._tokens[own[-2].end].tag == "and"
        return replace(actor, participants=(*own[-2].phrase.participants, *actor.participants), owner=None) if joined else actor

    def _actor_of_finite(self, before: _Open | None) -> Phrase | None:
        own = self._own_phrases()
        if not own:
            edge = self._tokens[self._boundary] if self._boundary >= 0 else None
            begun = edge is not None and not self._helps and (edge.tag == "link" or edge.text == ",")  # ", made up of people"
            return self._relative or (None if begun else self._subject)
        if before is not None and own[-1].phrase in before.others:
            before.others.remove(own[-1].phrase)
        return self._own_phrase()

    def _noun_before(self, place: int) -> str:
        """The noun an infinitive belongs to: "its failure to hold", never "offered the panel to hold" after a name."""
        to = next(at for at in range(place - 1, -1, -1) if self._tokens[at].text == "to")
        while to and self._tokens[to - 1].tag in ("adv", "not"):
            to -= 1
        return self._tokens[to - 1].text if to and self._tokens[to - 1].tag == "noun" else ""

    def _actor_of_infinitive(self, before: _Open | None, noun: str) -> Phrase | None:
        if before is not None and before.told.verb in CONTROL and not before.passive:
            return next((phrase for phrase in before.others if not phrase.preposition), None)
        if noun:
            owner = self._waiting[-1].phrase.owner if self._waiting else None
            return owner or (self._subject if noun in _OF_ITS_SUBJECT else None)
        return self._subject

    def _closed(self, frame: _Open, end: int) -> Frame:
        words = " ".join(token.raw for token in self._tokens[frame.start : end])
        actor, others = frame.actor, frame.others
        if frame.passive:
            agent = next((phrase for phrase in others if phrase.preposition == "by" and phrase.acts), None)
            patient = [replace(actor, preposition="")] if actor else []
            actor, others = agent, [*patient, *(phrase for phrase in others if phrase is not agent)]
        told = frame.told
        figures = frozenset(read_figures(words))
        return Frame(
            told.verb, frame.word, actor, tuple(others), told.mood, told.past, told.denied, content_stems(words), figures
        )  # fmt: skip
