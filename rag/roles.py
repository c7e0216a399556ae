"""Who does what, beside what is cited: swapped parties, another actor, another owner, an act told as done that was only due.

Contract: each verb of a sentence is set beside the cited uses of the same verb nearest to it (most shared words and figures).
A `Doubt` is `sure` where the cited words give the act to somebody who is surely another person, or turn actor and receiver
round, and the sentence is refused; else the sentence is only shown as weak. Whatever one of the nearest uses bears passes:
the check compares what two texts say outright and never guesses. Proved by tests/test_rag_verify_traps.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rag.conflicts import shared
from rag.frames import Reading, read_frames
from rag.moods import Mood
from rag.participants import OMBUDSMAN, Likeness, Participant, Phrase, compare
from rag.phrases import sex_of
from rag.sentences import fold_typography
from rag.verbs import Frame
from rag.words import stem

__all__ = ["Doubt", "role_doubt"]


_COUNCIL = Phrase((Participant("body", stem("council")),), "the Council")
_QUOTED = re.compile(r'"[^"]*(?:"|$)')


class Doubt(NamedTuple):
    """Why a sentence is not what its source says, and whether that is sure."""

    reason: str
    sure: bool


def role_doubt(sentence: str, texts: Iterable[str], *, is_action: bool = False) -> Doubt | None:
    """The first sure difference in who does what, else the first doubt, else None; words in quotation marks are not read.

    `is_action` where a cited paragraph is of an agreed action, which is the council's whether it is named or not.
    """
    claimed = read_frames(_QUOTED.sub(" ", fold_typography(sentence)))
    cited = [read_frames(text) for text in texts]
    doubts = [*_doubts(claimed, cited), *_unnamed(claimed, cited, is_action=is_action)]
    return next((doubt for doubt in doubts if doubt.sure), doubts[0] if doubts else None)


def _doubts(claimed: Reading, cited: Sequence[Reading]) -> Iterator[Doubt]:
    phrases = [phrase for reading in cited for phrase in reading.phrases]
    for frame in claimed.frames:
        for told, uses in _alike(frame, [one for reading in cited for one in reading.frames]):
            near, is_near = _nearest(told, uses)
            if not near:
                continue
            checks = (
                _actor_doubt(told, near, phrases),
                _other_doubt(told, near, phrases),
                _mood_doubt(told, near),
                _denial_doubt(told, near),
            )
            yield from (doubt._replace(sure=doubt.sure and is_near) for doubt in checks if doubt)
    for phrase in claimed.phrases:
        yield from filter(None, [_owner_doubt(phrase, phrases)])


_GIVES = frozenset(stem(word) for word in "give pay send offer award write refund grant provide".split())
_GETS = frozenset(stem(word) for word in "receive get obtain".split())


def _alike(frame: Frame, frames: Sequence[Frame]) -> Iterator[tuple[Frame, list[Frame]]]:
    """The verb beside its uses; "received from" beside "sent", turned round."""
    same = [one for one in frames if one.verb == frame.verb]
    if same:
        yield frame, same
    elif frame.verb in _GETS:
        yield _turned(frame), [one for one in frames if one.verb in _GIVES]
    elif frame.verb in _GIVES:
        yield frame, [_turned(one) for one in frames if one.verb in _GETS]


def _turned(frame: Frame) -> Frame:
    """What somebody receives from another, as what the other gives to them."""
    giver = next((phrase for phrase in frame.others if phrase.preposition == "from"), None)
    others = [phrase for phrase in frame.others if phrase is not giver]
    receiver = [replace(frame.actor, preposition="to")] if frame.actor else []
    mood = frame.mood if frame.past else "named"  # "Ms R gets £250" may be of what is due
    return replace(frame, actor=giver, others=(*receiver, *others), mood=mood)


def _nearest(frame: Frame, uses: Sequence[Frame]) -> tuple[list[Frame], bool]:
    """The uses that share most with a frame, and whether they share anything but the verb where more is said."""
    people = (
        one.traits | {one.head} for phrase in (frame.actor, *frame.others) if phrase and phrase.acts for one in phrase.participants
    )
    said = frame.stems - {frame.verb} - frozenset[str]().union(*people)
    scores = [shared(said, frame.figures, use.stems, use.figures) for use in uses]
    most = max(scores, default=0)
    if not most and said and frame.verb in _LIGHT:
        return [], False
    return [use for use, score in zip(uses, scores, strict=True) if score == most], bool(most or not said)


def _best(likenesses: Iterable[Likeness]) -> Likeness:
    found = set(likenesses)
    return "same" if "same" in found or not found else "unsure" if "unsure" in found else "different"


# --- who acts, on whom --------------------------------------------------------------------------------------------------


def _actor_doubt(frame: Frame, near: Sequence[Frame], phrases: Sequence[Phrase]) -> Doubt | None:
    """The act is another's in every use that says whose it is."""
    actor = frame.actor
    actors = [use.actor for use in near if use.actor is not None]
    if actor is None or actor.is_pronoun or not actor.participants or len(actors) < len(near):
        return None
    likeness = _best(compare(actor, one) for one in actors)
    if likeness == "same" or (
        frame.verb == "be" and not all(one.acts for one in actors)
    ):  # a refusal was fault, or the Council was
        return None
    reason = f'in the cited words it is {_name(actors[0])} who does this ("{frame.word}"), not {_name(actor)}'
    if not actor.acts:  # "the Mayor": a head that no list knows, and the cited words neither
        new = all(one.head != actor.participants[0].head for phrase in phrases for one in phrase.participants)
        return Doubt(reason, sure=False) if new and all(one.acts for one in actors) else None
    swapped = all(any(_is(actor, other) for other in use.others) for use in near)
    if likeness == "different" or swapped:
        return Doubt(reason, sure=True)
    return Doubt(reason, sure=False) if any(_is(actor, one) for one in phrases) else None


def _is(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases surely mean the same person or body."""
    return other.acts and bool(one.participants and other.participants) and not other.is_pronoun and compare(one, other) == "same"


def _other_doubt(frame: Frame, near: Sequence[Frame], phrases: Sequence[Phrase]) -> Doubt | None:
    """Done to somebody else, or the preposition turned: "complained to the school about the head" turned round."""
    for other in frame.others:
        if not other.acts or other.is_pronoun:
            continue
        rivals = [[one for one in use.others if one.acts and _group(one) == _group(other)] for use in near]
        likeness = _best(compare(other, one) for group in rivals for one in group)
        elsewhere = likeness == "unsure" and any(_is(other, one) for one in phrases)
        if all(rivals) and (likeness == "different" or elsewhere):
            reason = f"the cited words do not say this of {_name(other)} but of {_name(rivals[0][0])}"
            return Doubt(reason, sure=likeness == "different")
    return None


def _group(phrase: Phrase) -> str:
    """What a phrase is to its verb: "paid Mrs K" and "paid to Mrs K" are one."""
    return phrase.preposition if phrase.preposition not in ("", "to") else "to"


def _unnamed(claimed: Reading, cited: Sequence[Reading], *, is_action: bool) -> Iterator[Doubt]:
    """Somebody acts, or is acted on, whom no word of the cited paragraphs can mean."""
    phrases = [phrase for reading in cited for phrase in reading.phrases]
    if any(phrase.is_pronoun and not phrase.participants for phrase in phrases):  # it may be anybody
        return
    named = [phrase for phrase in phrases if phrase.acts] + [_COUNCIL] * is_action
    for frame in claimed.frames:
        direct = (frame.actor, *(other for other in frame.others if not other.preposition))
        for phrase in direct:
            if phrase is None or not phrase.acts or phrase.is_pronoun or OMBUDSMAN in phrase.participants:
                continue
            if all(compare(phrase, one) == "different" for one in named):
                yield Doubt(f"the cited words do not name {_name(phrase)}", sure=False)


def _owner_doubt(phrase: Phrase, phrases: Sequence[Phrase]) -> Doubt | None:
    """Another's views, request or appeal: the cited words give this to somebody else wherever they name an owner."""
    if phrase.owner is None or not phrase.participants:
        return None
    alike = [one for one in phrases if one.participants and one.participants[0].head == phrase.participants[0].head]
    owners = [one.owner for one in alike if one.owner is not None]
    if not owners or len(owners) < len(alike):
        return None
    if phrase.owner.is_pronoun:  # "his house" of "his mother's house"
        other = all(one.sex and one.sex != sex_of(phrase.owner.text) for owner in owners for one in owner.participants)
        known = bool(sex_of(phrase.owner.text)) and all(owner.participants for owner in owners)
        return Doubt(f'in the cited words "{phrase.text}" is that of {_name(owners[0])}', sure=False) if other and known else None
    if not phrase.owner.acts:
        return None
    likeness = _best(compare(phrase.owner, owner) for owner in owners)
    more = likeness == "unsure" and _is_many(phrase.owner) and not any(_is_many(owner) for owner in owners)  # both parents'
    if likeness != "different" and not more:
        return None
    return Doubt(f'in the cited words "{phrase.text}" is that of {_name(owners[0])}', sure=likeness == "different")


def _is_many(phrase: Phrase) -> bool:
    return len(phrase.participants) > 1 or any(one.many for one in phrase.participants)


def _name(phrase: Phrase) -> str:
    text = phrase.text if not phrase.is_pronoun or not phrase.participants else phrase.participants[0].text
    first, _, rest = text.partition(" ")
    return f"{first.lower()} {rest}" if first in ("The", "A", "An") else text


# --- whether it happened ------------------------------------------------------------------------------------------------


_SAID: dict[Mood, str] = {
    "due": "is still to be done",
    "missed": "should have been done",
    "open": "is only possible",
    "done": "is done",
    "named": "is only named",
    "unsaid": "cannot be said",
}
_LIGHT = frozenset(
    stem(word)
    for word in (
        "be", "have", "make", "take", "give", "get", "put", "carry", "go", "come", "do", "ask", "hold", "tell", "say", "find",
        "see", "provide", "use", "consider", "offer",
    )
)  # fmt: skip
"""Verbs that say little without their object."""
_SPOKEN = frozenset(stem(word) for word in ("say", "complain", "find", "tell", "be"))


def _mood_doubt(frame: Frame, near: Sequence[Frame]) -> Doubt | None:
    """Told as done where every nearest use has it due, missed or only possible; or as due where it is done."""
    moods = {use.mood for use in near}
    if frame.verb in _SPOKEN or "named" in (frame.mood, *moods) or frame.mood in moods or len(moods) > 1:
        return None
    (mood,) = moods
    sure = frame.past and mood != "open" and frame.verb not in _LIGHT
    if frame.mood == "done" and not frame.denied and mood != "done":
        return Doubt(f'the cited words say that this {_SAID[mood]} ("{frame.word}")', sure=sure)
    if mood == "unsaid" and not frame.denied:
        return Doubt(f'the cited words say that this {_SAID[mood]} ("{frame.word}")', sure=True)
    if {frame.mood, mood} == {"due", "open"}:
        return Doubt(f'"may" and "must" are not one in the cited words ("{frame.word}")', sure=False)
    if frame.mood == "due" and mood in ("done", "missed") and not any(use.denied for use in near):
        return Doubt(f'the cited words say that this {_SAID[mood]} ("{frame.word}")', sure=False)
    return None


def _denial_doubt(frame: Frame, near: Sequence[Frame]) -> Doubt | None:
    """A "not" too many or too few under "should", "must" or "will", or in what somebody had: "had no right" of "had the right".

    Elsewhere it is read with the words it denies (rag/outcomes.py).
    """
    checked = frame.mood in ("due", "missed") or (frame.verb == "have" and _share_a_thing(frame, near))
    if not checked or any(use.mood != frame.mood or _is_denied(use) == _is_denied(frame) for use in near):
        return None
    return Doubt(f'"not" stands in one of the two, the sentence and the cited words ("{frame.word}")', sure=True)


def _share_a_thing(frame: Frame, near: Sequence[Frame]) -> bool:
    """Whether every use has a thing in common with the frame."""
    heads = {one.head for phrase in frame.others for one in phrase.participants}
    return all(any(one.head in heads for phrase in use.others for one in phrase.participants) for use in near)


def _is_denied(frame: Frame) -> bool:
    """Under a "not", or done by or to none: "will add no interest"."""
    phrases = (frame.actor, *(other for other in frame.others if not other.preposition))
    return frame.denied != any(phrase is not None and phrase.quantifier in ("no", "none", "neither") for phrase in phrases)
