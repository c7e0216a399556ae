"""Who does what to whom in a text: every verb (rag/verbs.py) and every noun phrase (rag/phrases.py) of it, in order.

Contract: a paragraph is read line by line, a list item after the lead-in it goes on from; what a pronoun may mean is carried
from sentence to sentence. No model and no dictionary: English is read by its closed classes and by neighbours
(rag/tagging.py). Proved by tests/test_rag_frames.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index import split_sentences
from rag.participants import Phrase
from rag.phrases import Memory
from rag.tagging import tag_words
from rag.verbs import Frame, read_verbs

__all__ = ["Reading", "read_frames"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The verbs and the noun phrases of a text, in order."""

    frames: tuple[Frame, ...]
    phrases: tuple[Phrase, ...]


@lru_cache(maxsize=1024)
def read_frames(text: str) -> Reading:
    """Read a sentence or a paragraph."""
    memory = Memory()
    frames = [frame for sentence in _sentences(text) for frame in read_verbs(tag_words(sentence), memory)]
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
    r"""
    (?P<head> .* \b (?: to | will | should | must | has | have ) )
    (?: ,? \s (?P<when> (?: within | by | in | before ) \s .* ) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A lead-in that its items complete: "the Council should, within six weeks" and "refund ..."."""
