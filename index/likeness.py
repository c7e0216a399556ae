"""How alike paragraphs are: MinHash bands of their word triples, and how many groups share a paragraph's bands.

Contract: `bands` depends on the text alone (names of parties masked, case and punctuation ignored), so it is computed once and
kept. Two texts share a band with probability J² about, where J is the share of word triples they have in common: 0.8 for texts
alike in nine tenths, 0.04 for texts alike in a fifth. `is_shared` counts, band by band, the distinct groups (families of
decisions) that have the same value; a paragraph is shared widely when half of its bands are. It is a function of the set of
rows, so order does not matter, and costs one sort a band. Proved by tests/test_index_likeness.py.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BANDS", "bands", "is_shared", "stacked"]

BANDS = 12
_ROWS = 2  # minima a band: see the probabilities above
_SHINGLE = 3  # words
_FEWEST_WORDS = 8  # a shorter paragraph ("Fault causing injustice.") is alike by chance
_NAME = re.compile(  # "Mr X", "Mrs X's", "Mr and Mrs X", "Child B"
    r"\b(?:M(?:r|rs|s|iss)|Dr|Child)\.?\s(?:and\s(?:M(?:r|rs|s|iss))\s)?[A-Z]\w*"
)
_WORD = re.compile(r"[a-z0-9]+")


def _constant(name: str) -> int:
    """A fixed odd number of 64 bits."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") | 1


_FACTORS = tuple(_constant(f"factor {i}") for i in range(BANDS * _ROWS))
_SHIFTS = tuple(_constant(f"shift {i}") for i in range(BANDS * _ROWS))


def bands(text: str) -> bytes | None:
    """The bands of a text, eight bytes each; None where it is too short to be recognised."""
    import numpy as np

    words = _WORD.findall(_NAME.sub("party", text).casefold().replace("’", "").replace("'", ""))
    if len(words) < _FEWEST_WORDS:
        return None
    triples = {" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    digests = b"".join(hashlib.blake2b(triple.encode(), digest_size=8).digest() for triple in triples)
    hashes = np.frombuffer(digests, dtype="<u8")
    factors, shifts = np.array(_FACTORS, dtype=np.uint64), np.array(_SHIFTS, dtype=np.uint64)
    minima = (hashes[:, None] * factors + shifts).min(axis=0).reshape(BANDS, _ROWS)
    mixed = np.bitwise_xor.reduce(minima * factors.reshape(BANDS, _ROWS), axis=1)
    return bytes(mixed.astype("<u8").tobytes())


def stacked(rows: list[bytes]) -> NDArray[np.uint64]:
    """Bands as a matrix, a row a paragraph."""
    import numpy as np

    return np.frombuffer(b"".join(rows), dtype="<u8").reshape(len(rows), BANDS)


def is_shared(matrix: NDArray[np.uint64], groups: NDArray[np.int64], *, at_least: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each row, whether half of its bands stand in as many distinct groups as `at_least` asks of it."""
    import numpy as np

    popular = np.zeros(len(matrix), dtype=np.int64)
    for band in range(BANDS if len(matrix) else 0):
        column = matrix[:, band]
        order = np.lexsort((groups, column))
        values, members = column[order], groups[order]
        is_value = np.r_[True, values[1:] != values[:-1]]
        is_group = is_value | np.r_[True, members[1:] != members[:-1]]
        place = np.cumsum(is_value) - 1
        popular[order] += (np.bincount(place, weights=is_group)[place] >= at_least[order]).astype(np.int64)
    result: NDArray[np.bool_] = popular * 2 >= BANDS
    return result
