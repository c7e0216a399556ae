"""A sentence that copies a cited one almost word for word, and what it may not change on the way.

Contract: where nearly all words of a sentence stand in one cited sentence in the same order, the differences between the two
are read: a "not", a figure or a word of outcome put in, taken out or exchanged is a change of meaning, however alike the
rest. Taking out a longer stretch is leaving something away, which is allowed. This is where a model (or a slip) does the
most harm with the least change. Proved by tests/test_rag_verify.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.numbers import NUMBER_WORDS
from rag.sentences import fold_typography
from rag.words import stem, words_of

__all__ = ["Copy", "find_copy"]

_COPIED = 0.8
"""Share of a sentence's words that stand in one cited sentence, in order, from which it is a copy and not a paraphrase."""
_SHORTEST = 4  # words: below, any two sentences share most
_STRETCH = 4  # words: a longer one taken out is a clause left away
_NEGATIONS = frozenset(["not", "no", "never", "neither", "nor", "none", "without", "nothing", "unable"])
_CHANGING = frozenset(
    stem(word)
    for word in (
        "uphold", "fault", "agree", "accept", "offer", "pay", "refuse", "reject", "decline", "dismiss", "partially", "partly",
        "recommend", "order", "award", "fail", "wrong", "first", "second", "third", "twice",
    )
)  # fmt: skip
"""Words whose exchange changes how a case came out, or a figure."""
_HAS_AGREED_TO = re.compile(r"\b(?:has|have)\s(?:(?:also|now|therefore|already)\s)?agreed\sto\s")
"""What a body has agreed to do it will do: the two are one in a copy."""
_FAILED_TO = re.compile(r"\b(?:(?:has|have|had)\s)?fail(?:s|ed|ing)?\sto\s|\b(?:did|does|do|has|have|had)\snot\s")
"""What was not done and what a body failed to do are one in a copy; whether that is a finding is not a matter of the copy."""
_OPPOSITE = re.compile(r"(?:un|in|dis|non|ir|im)-?(?P<rest>\w{4,})")  # unreasonable, disagreed


@dataclass(frozen=True, slots=True)
class Copy:
    """A cited sentence that another copies almost word for word, and the change of meaning on the way, if any."""

    source: str
    change: str | None


_Change = tuple[list[str], list[str]]


def find_copy(sentence: str, sources: Sequence[str]) -> Copy | None:
    """The cited sentence that this one copies, or None; of several alike, one without a change of meaning."""
    words = _tokens(sentence)
    if len(words) < _SHORTEST:
        return None
    matched = [(_matched(words, _tokens(source)), source) for source in sources]
    least = max(min(_COPIED * len(words), len(words) - 1), max((count for count, _ in matched), default=0))
    known = frozenset[str]().union(*(_weights(_tokens(source)) for source in sources))
    copies = [
        Copy(source, _as_written(next(_changes(_tokens(source), words, known), None), sentence, source))
        for count, source in matched
        if count >= least
    ]
    return min(copies, key=lambda copy: copy.change is not None, default=None)


def _tokens(text: str) -> list[str]:
    """The words and figures of a text in order, words as stems, number words as digits."""
    return [_token(word) for word in _words(text)]


def _token(word: str) -> str:
    return str(NUMBER_WORDS[word]) if word in NUMBER_WORDS else stem(word)


def _words(text: str) -> list[str]:
    rough = (token.strip(".,;:()[]\"'?!") for token in fold_typography(text).lower().split())
    words = [word for token in rough for word in (words_of(token) if token.isascii() and token.isalpha() else (token,)) if word]
    return _FAILED_TO.sub("not ", _HAS_AGREED_TO.sub("will ", " ".join(words))).split()


def _as_written(change: _Change | None, sentence: str, source: str) -> str | None:
    """A change as a reader is told it: has "upheld" in place of "rejected", or leaves out "not"."""
    if change is None:
        return None
    written = {_token(word): word for text in (sentence, source) for word in _words(text)}
    put, taken = (" ".join(written.get(token, token) for token in tokens) for tokens in change)
    return f'has "{put}" in place of "{taken}"' if put and taken else f'adds "{put}"' if put else f'leaves out "{taken}"'


def _matched(words: list[str], source: list[str]) -> int:
    return sum(block.size for block in SequenceMatcher(None, source, words, autojunk=False).get_matching_blocks())


def _changes(source: list[str], words: list[str], known: frozenset[str]) -> Iterator[_Change]:
    """The differences that matter: what was put in, and what it stands in place of.

    Left to the other checks: a word that has only moved, and an outcome taken in from another cited sentence.
    """
    edits = SequenceMatcher(None, source, words, autojunk=False).get_opcodes()
    pairs = [(source[i1:i2], words[j1:j2], i1 == 0 or i2 == len(source)) for kind, i1, i2, j1, j2 in edits if kind != "equal"]
    taken = frozenset[str]().union(*(_weights(old) for old, _, _ in pairs))
    put = frozenset[str]().union(*(_weights(new) for _, new, _ in pairs))
    for old, new, at_the_edge in pairs:
        left_away = len(old) > _STRETCH or (at_the_edge and not new)
        lost = frozenset[str]() if left_away else _weights(old) - _weights(new) - _moved(put) - _sums(old)
        added = _weights(new) - _weights(old) - _moved(taken) - (frozenset() if lost else _moved(known) - {"not"})
        if added or lost or any(_opposed(word, other) for word in new for other in old):
            yield new, old


def _sums(words: list[str]) -> frozenset[str]:
    """Sums of money: one left away says less ("from £640 to £725"), where a count left away may say more ("two of the three")."""
    return frozenset(word for word in words if word.startswith("£"))


def _moved(elsewhere: frozenset[str]) -> frozenset[str]:
    """What may stand elsewhere in a fair copy: words, never figures."""
    return frozenset(word for word in elsewhere if word.isalpha())


def _weights(words: list[str]) -> frozenset[str]:
    """What a stretch of words holds that changes meaning: "not", figures, outcomes."""
    return frozenset(
        "not" if word in _NEGATIONS else stem(word)
        for word in words
        if word in _NEGATIONS or stem(word) in _CHANGING or any(character.isdigit() for character in word)
    )


def _opposed(word: str, other: str) -> bool:
    return any(
        match is not None and match["rest"] == plain
        for match, plain in ((_OPPOSITE.fullmatch(word), other), (_OPPOSITE.fullmatch(other), word))
    )
