"""Who does what to whom in a sentence: each verb with its actor, the others about it, and whether it happened.

Contract: a `Frame` is one verb. Its actor is the phrase before it (in the passive, the one after "by"), its others are the
phrases after it; what cannot be told is None or anybody. `mood` says whether the act is told as "done", "due" ("will",
"must", "agreed to"), "missed" ("should have"), "open" ("could", "if") or only "named" ("without asking"). A paragraph is read line by line, a list item
after its lead-in. Proved by tests/test_rag_frames.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from index import split_sentences
from rag.figures import Figure, read_figures
from rag.participants import Phrase
from rag.phrases import Memory, opens_phrase, read_phrase
from rag.tagging import Token, tag_words
from rag.words import content_stems, stem

__all__ = ["Frame", "Mood", "Reading", "read_frames"]

Mood = Literal["done", "due", "missed", "open", "named"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One verb; `past` where it is told in a past tense, `denied` under a "not"; `stems` and `figures` are of its clause."""

    verb: str
    actor: Phrase | None
    others: tuple[Phrase, ...]
    mood: Mood
    past: bool
    denied: bool
    stems: frozenset[str]
    figures: frozenset[Figure]


@dataclass(frozen=True, slots=True)
class Reading:
    """The verbs and the noun phrases of a text, in order."""

    frames: tuple[Frame, ...]
    phrases: tuple[Phrase, ...]


@lru_cache(maxsize=1024)
def read_frames(text: str) -> Reading:
    """Read a sentence or a paragraph."""
    memory = Memory()
    frames = [frame for sentence in _sentences(text) for frame in _Sentence(tag_words(sentence), memory).read()]
    return Reading(tuple(frames), tuple(memory.phrases))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text; an item that goes on where its lead-in stops ("the Council will:", "pay ...") is read after it."""
    lead = ""
    for line in text.split("\n"):
        if line.rstrip().endswith(":"):
            lead = line.rstrip(" :")
            yield from split_sentences(lead)
            lead = (split_sentences(lead) or ("",))[-1]
            continue
        for place, sentence in enumerate(split_sentences(line)):
            promise = _PROMISED.fullmatch(lead) if place == 0 else None
            goes_on = place == 0 and lead and (promise or sentence[:1].islower())
            head, tail = (promise["head"], promise["when"] or "") if promise else (lead, "")
            yield f"{head} {sentence} {tail}".strip() if goes_on else sentence


_PROMISED = re.compile(
    r"(?P<head> .* \b (?: to | will | should | must | has | have ) ) (?: ,? \s (?P<when> (?: within | by | in | before ) \s .* ) )?",
    re.VERBOSE | re.IGNORECASE,
)
"""A lead-in that its items complete: "the Council should, within six weeks" and "refund ..."."""


def _stems(*words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


_CONTROL = _stems("ask", "tell", "recommend", "want", "require", "order", "allow", "expect", "advise", "invite", "remind", "urge")
"""After these the infinitive is done by their object: "asked the Council to apologise"."""
_PROMISE = _stems("agree", "offer", "promise", "propose", "recommend", "ask", "intend", "plan", "undertake", "need", "want", "require")
"""What follows these in the infinitive is still to be done."""
_UNDONE = _stems("fail", "refuse", "decline", "omit")
_OF_ITS_SUBJECT = frozenset("right chance opportunity duty power".split())
"""Nouns whose infinitive is their holder's: "Mrs K had the right to ask"."""
_OPEN = frozenset("could may might would can".split())
_DUE = frozenset("will must should shall ought".split())
_MISSED = frozenset("should could ought would".split())
_BE = frozenset("is are was were be been being am".split())
_PAST = frozenset("was were did had has have".split())
_SUPPOSING = frozenset(["if", "whether", "unless"])


@dataclass(slots=True)
class _Open:
    """A frame while it is read."""

    verb: str
    actor: Phrase | None
    mood: Mood
    past: bool
    denied: bool
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
            self._supposed = token.text in _SUPPOSING or (self._supposed and token.text not in (";", ":", "."))

    # --- phrases --------------------------------------------------------------------------------------------------------

    def _take_phrase(self, start: int, preposition: str) -> int:
        read, end = read_phrase(self._tokens, start, self._memory)
        phrase = replace(read, preposition=preposition)
        if self._in_apposition(start, end, phrase):
            self._memory.join(self._waiting[-1].phrase, phrase)
            self._rename(self._waiting[-1].phrase)
        else:
            if preposition or not self._helps or self._helps[-1] not in _BE:  # "was unhappy" says what somebody is
                self._waiting.append(_Waiting(phrase, start, end))
            if self._frames:
                self._frames[-1].others.append(phrase)
        self._memory.note(phrase)
        if not preposition or (self._helps and self._helps[-1] in _BE and self._tokens[start - 2].text != ","):
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
        token = self._tokens[place]
        before = self._frames[-1] if self._frames else None
        infinitive = self._previous(place) == "to"
        start = self._waiting[0].start if self._waiting and before is None else place
        passive = self._is_passive(place)
        noun = self._noun_before(place) if infinitive else ""
        if infinitive:
            actor = self._actor_of_infinitive(before, noun)
        elif passive and not self._helps:  # "the delay caused by the trust"
            actor = self._waiting[-1].phrase if self._waiting else None
        else:
            actor = self._actor_of_finite(before)
        mood, past = self._mood(token, before, infinitive=infinitive, joined=self._previous(place) in ("and", "or"))
        mood = "named" if noun and mood != "done" else mood  # the power to refuse
        undone = stem(noun) if noun else before.verb if before else ""  # its failure to hold, it refused to hold
        denied = self._is_denied(place) or (infinitive and undone in _UNDONE)
        self._frames.append(_Open(token.base, actor, mood, past, denied, passive, start))
        self._subject = self._subject if infinitive or actor is self._relative else actor
        self._waiting, self._helps, self._relative = [], [], None

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
        return self._helps[-1] in _BE if self._helps else following == "by"  # "the delay caused by the trust"

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
        if before is not None and before.verb in _CONTROL and not before.passive:
            return next((phrase for phrase in before.others if not phrase.preposition), None)
        if noun:
            owner = self._waiting[-1].phrase.owner if self._waiting else None
            return owner or (self._subject if noun in _OF_ITS_SUBJECT else None)
        return self._subject

    def _mood(self, token: Token, before: _Open | None, *, infinitive: bool, joined: bool) -> tuple[Mood, bool]:
        helps = self._helps
        if infinitive:
            due = before is None or before.verb in _PROMISE or before.mood != "done"
            return ("due" if due else "done"), bool(before and before.past)
        if token.text.endswith("ing") and not helps:
            return "named", False
        if joined and not helps and before is not None:
            return before.mood, before.past
        if "have" in helps and _MISSED & set(helps):
            return "missed", True
        if self._supposed or _OPEN & set(helps):
            return "open", False
        bare = before is not None and before.verb in _CONTROL and not helps and not token.past
        if _DUE & set(helps) or (bare and not token.text.endswith("s")):  # recommended the Council pay
            return "due", False
        return "done", bool(_PAST & set(helps)) or (token.past and not helps)

    def _closed(self, frame: _Open, end: int) -> Frame:
        words = " ".join(token.raw for token in self._tokens[frame.start : end])
        actor, others = frame.actor, frame.others
        if frame.passive:
            agent = next((phrase for phrase in others if phrase.preposition == "by" and phrase.acts), None)
            patient = [replace(actor, preposition="")] if actor else []
            actor, others = agent, [*patient, *(phrase for phrase in others if phrase is not agent)]
        return Frame(
            frame.verb, actor, tuple(others), frame.mood, frame.past, frame.denied, content_stems(words),
            frozenset(read_figures(words)),
        )  # fmt: skip
