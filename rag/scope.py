"""How many a statement is about: all, some, one, none, only, beside what is cited.

Contract: each noun phrase of a sentence that says "all", "some", "one of" or "only" is set beside the cited phrases with the
same noun. Another quantity is a sure difference where "all" stands against "some" or "one"; where one side only says less
or more ("some" of "all", "all" of none said), the sentence is shown as weak. "None" is the business of rag/outcomes.py.
Proved by tests/test_rag_verify_traps.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.frames import read_frames
from rag.participants import Phrase
from rag.roles import Doubt

__all__ = ["scope_doubt"]

_CLASSES = {
    **dict.fromkeys(("all", "every", "each", "both"), "all"),
    **dict.fromkeys(("some", "several", "many", "most", "few", "any"), "some"),
    **dict.fromkeys(("none", "no", "neither"), "none"),
    "one": "one",
    "only": "only",
}
_PLAIN = ""


def scope_doubt(sentence: str, texts: Iterable[str]) -> Doubt | None:
    """The first quantity of the sentence that its noun does not have in the cited words."""
    cited = [phrase for text in texts for phrase in read_frames(text).phrases]
    for phrase in read_frames(sentence).phrases:
        alike = _alike(phrase, cited)
        doubt = _doubt_of(phrase, {_class_of(one) for one in alike}) if alike else None
        if doubt:
            return doubt
    return None


def _class_of(phrase: Phrase) -> str:
    return _CLASSES.get(phrase.quantifier, _PLAIN)


def _alike(phrase: Phrase, cited: Sequence[Phrase]) -> list[Phrase]:
    """The cited phrases with the same noun, and of these the ones that share most of the words before it."""
    if not phrase.participants or phrase.is_pronoun:
        return []
    told = phrase.participants[0]
    same = [one for one in cited if one.participants and not one.is_pronoun and one.participants[0].head == told.head]
    shared = [len(told.traits & one.participants[0].traits) for one in same]
    return [one for one, count in zip(same, shared, strict=True) if count == max(shared)]


def _doubt_of(phrase: Phrase, found: set[str]) -> Doubt | None:
    claimed = _class_of(phrase)
    if claimed in found or claimed == "none":
        return None
    said = f'"{phrase.text}" is not how many the cited words say'
    if claimed == "all":
        return Doubt(said, sure=_PLAIN not in found)
    if claimed in ("some", "only") or (claimed == _PLAIN and found == {"some"}):
        return Doubt(said, sure=False)
    if claimed == "one" and found == {"all"}:
        return Doubt(said, sure=True)
    return None
