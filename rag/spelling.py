"""Typing slips: a word that neither the store nor the language knows becomes the word of the store that is one slip away.

Contract: pure but for two questions asked of outside: in how many paragraphs a word stands, and which words the embedding model
has whole (its word list is that of everyday English, where a slip falls to pieces). Of several words one slip away that both know,
the one most used in the store is meant. Slips are those of Damerau: a letter left out, put in, changed, or two changed about. A
word with a capital is a name and stays as it is, as do a county and what stands before "council"; so do short words, which are one
letter away from too many. Proved by tests/test_rag_spelling.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from index import Store, terms
from rag.names import is_county

if TYPE_CHECKING:
    from rag.retrieve import QueryEmbedder

__all__ = ["Speller", "slips"]

_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]+(?![\w'’-])")
_SHORTEST = 5  # letters
_LONGEST = 18  # a longer one is no slip of a word
_MOST = 8  # unknown words a question that are looked at: more is another language, or noise
_CANDIDATES = 6  # words one slip away that are held against the language
_PLACE = re.compile(r"\s+(?:county|city|borough|district|council|case|cc|mbc)\b", re.IGNORECASE)
_ENDINGS = frozenset(["s", "es", "er", "ers", "ing", "ed", "ly", "less", "ness", "able"])
_SHORTEST_BASE = 4  # letters of a known word that a known ending may follow


class Speller:
    """Corrects the words of questions against one store."""

    def __init__(self, frequency: Callable[[str], int], known: Callable[[Sequence[str]], list[bool]]) -> None:
        self._frequency = frequency
        self._known = known

    @classmethod
    def of_store(cls, store: Store, embedder: QueryEmbedder) -> Speller:
        """Words as one store holds them and as its embedding model knows them."""

        def frequency(word: str) -> int:
            return max((store.document_frequency(term) for term in terms(word)), default=0)

        def known(words: Sequence[str]) -> list[bool]:
            return [_is_whole(word, spans) for word, spans in zip(words, embedder.split(words), strict=True)]

        return cls(frequency, known)

    def correct(self, text: str) -> str:
        """The text with its slips put right; the same text where there is none."""
        near = {word: found for word in self._unknown(text) if (found := self._near(word))}
        asked = list(dict.fromkeys(word for typed, found in near.items() for word in (typed, *found)))
        known = frozenset(word for word, whole in zip(asked, self._known(asked) if asked else [], strict=True) if whole)
        meant = {
            typed: best
            for typed, found in near.items()
            if typed not in known and (best := next((w for w in found if w in known), None))
        }
        return _WORD.sub(lambda match: _cased(meant.get(match[0].lower()), match[0]), text)

    def _unknown(self, text: str) -> list[str]:
        """The words, in lower case, that the store does not hold and that are no names."""
        shouted = text.isupper()
        found = []
        for match in _WORD.finditer(text):
            word = match[0]
            named = word[0].isupper() and match.start() > 0 and not shouted
            if not _SHORTEST <= len(word) <= _LONGEST or named or is_county(word) or _PLACE.match(text, match.end()):
                continue
            if terms(word) and not self._frequency(word.lower()):
                found.append(word.lower())
        return list(dict.fromkeys(found))[:_MOST]

    def _near(self, word: str) -> list[str]:
        """The best words one slip away that stand in the store, the most used first.

        Of equals the longer: more letters are left out than put in.
        """
        found = ((frequency, len(other), other) for other in slips(word) if (frequency := self._frequency(other)))
        return [other for _, _, other in sorted(found, reverse=True)[:_CANDIDATES]]


def slips(word: str) -> Iterator[str]:
    """Every text that is one slip of the keyboard away from a word, each once.

    The first letter is wrong only where it comes second.
    """
    halves = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    seen = {word}
    for one in (
        f"{word[1:2]}{word[:1]}{word[2:]}",
        *(left + right[1:] for left, right in halves if right),
        *(left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1),
        *(left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase),
        *(left + letter + right for left, right in halves for letter in ascii_lowercase),
    ):
        if one not in seen and len(one) >= _SHORTEST - 1:
            seen.add(one)
            yield one


def _is_whole(word: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a model has a word whole, or whole but for a usual ending."""
    if len(spans) == 1:
        return True
    (_, end) = spans[0] if spans else (0, 0)
    return end >= _SHORTEST_BASE and word[end:] in _ENDINGS


def _cased(word: str | None, as_typed: str) -> str:
    """A word in the case of the one it stands for; that one itself where there is none."""
    if word is None:
        return as_typed
    return word.upper() if as_typed.isupper() else word.capitalize() if as_typed[0].isupper() else word
