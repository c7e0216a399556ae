"""Word pieces at rest: the vectors of a text's word pieces, a few bytes each, so that no paragraph is encoded for a question.

Late interaction (rag/interaction.py) meets the words of a question with those of a paragraph in their context. The model makes a
vector for each word piece on its way to the one of the whole text; at 768 bytes in half precision they could not be kept. So each
is cut into stretches of equal length, and of each stretch the number of the nearest of 256 examples is kept (product quantisation,
Jegou, Douze and Schmid 2011), after a turn of the axes that spreads what varies evenly over the stretches. The examples,
pieces.safetensors, belong to one embedding model and are made by `python -m evals codebook`; the texts of a store with another
model are encoded when they are asked about. Half of all word pieces are stop words and punctuation, which carry no meaning of their
own and stand in every paragraph: they are left out, of questions as of texts (`piece_terms`). Proved by tests/test_index_pieces.py.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalogue import Catalogue, paragraph_id, split_paragraph_id
from index.embed import TokenVectors
from index.errors import EmbeddingError
from index.lexical import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "CODEBOOK_FILE",
    "Codebook",
    "claim_codebook",
    "load_codebook",
    "meet",
    "near_windows",
    "piece_problems",
    "piece_terms",
    "put_pieces",
    "telling_pieces",
    "without_pieces",
]

CODEBOOK_FILE = Path(__file__).with_name("pieces.safetensors")
_META = "codebook"
_MARKS = 400  # values bound in one statement
_ROWS = 256  # word pieces compared at a time: their products stay in the processor's cache


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def piece_terms(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, ...]]:
    """The terms (index/lexical.py) of the word that each word piece of a text touches ("£5" may be one); none for one not kept."""
    words = [(*found.span(), _terms(found[0])) for found in _WORD.finditer(text)]
    found, at = list[tuple[str, ...]](), 0
    for start, end in spans:  # in order, as the words are
        while at < len(words) and words[at][1] <= start:
            at += 1
        found.append(words[at][2] if at < len(words) and words[at][0] < end else ())
    return found


@lru_cache(maxsize=20_000)
def _terms(word: str) -> tuple[str, ...]:
    return terms(word)


def telling_pieces(text: str, read: TokenVectors) -> NDArray[np.float32]:
    """The unit rows of a text's word pieces that are kept: those of words that carry meaning."""
    return read.vectors[[at for at, words in enumerate(piece_terms(text, read.spans)) if words]]


@dataclass(frozen=True, slots=True)
class Codebook:
    """How the vectors of one model's word pieces are kept.

    `turn` (dimension, dimension) turns the axes; `examples` (stretches, 256, dimension / stretches); `digest` is its file's sha256.
    """

    model: str
    turn: NDArray[np.float32]
    examples: NDArray[np.float32]
    digest: str = ""

    def encode(self, vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Rows of shape (pieces, dimension) as codes of shape (pieces, stretches)."""
        import numpy as np

        count, size, width = self.examples.shape
        halves = (self.examples**2).sum(axis=2, keepdims=True) / 2
        examples = np.ascontiguousarray(np.concatenate([self.examples, -halves], axis=2).swapaxes(1, 2))
        codes = np.empty((len(vectors), count), np.uint8)
        stretches = np.ones((_ROWS, count, width + 1), np.float32)  # a one behind each, so that its product takes the half away
        space = np.empty((_ROWS, size), np.float32)  # asked for once: in a fresh place each time it takes five times as long
        for start in range(0, len(vectors), _ROWS):
            some = vectors[start : start + _ROWS]
            rows = len(some)
            stretches[:rows, :, :width] = (some @ self.turn).reshape(rows, count, width)
            for at in range(count):
                near = np.matmul(stretches[:rows, at], examples[at], out=space[:rows])
                codes[start : start + rows, at] = near.argmax(axis=1)
        return codes

    def decode(self, codes: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Codes of shape (pieces, stretches) as unit rows on the turned axes; see `turned`."""
        import numpy as np

        rows = self._rows(codes)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float32)

    def cosines(self, vectors: NDArray[np.float32], codes: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit rows of the model against codes of shape (pieces, stretches): shape (len(vectors), pieces)."""
        import numpy as np

        rows = self._rows(codes)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))  # products are divided, not rows: these are far more numbers
        return np.asarray((self.turned(vectors) @ rows.T) / np.maximum(lengths, 1e-12), np.float32)

    def _rows(self, codes: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The examples behind the codes, side by side, in one copy."""
        import numpy as np

        count, size, width = self.examples.shape
        places = codes + np.arange(0, count * size, size)
        return self.examples.reshape(count * size, width).take(places, axis=0).reshape(len(codes), count * width)

    def turned(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Rows of the model on the axes of decoded ones, so that their products are cosines."""
        return vectors @ self.turn


@lru_cache(maxsize=2)
def load_codebook(model: str, file: Path = CODEBOOK_FILE) -> Codebook | None:
    """The codebook that comes with this version if it was made for the model of this digest, else None.

    Raises:
        EmbeddingError: its file cannot be read.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="numpy") as held:
            if (held.metadata() or {}).get("model") != model:
                return None
            matrices = {name: held.get_tensor(name).astype("float32") for name in ("turn", "examples")}
        return Codebook(model, **matrices, digest=hashlib.sha256(file.read_bytes()).hexdigest())
    except (OSError, SafetensorError) as error:
        message = (
            f"got {file.name} that cannot be read ({error}); expected the one that comes with index/: install pinpoint-rag again"
        )
        raise EmbeddingError(message) from error


def claim_codebook(catalogue: Catalogue, codebook: Codebook | None) -> None:
    """Bind the store to the codebook; what was kept by another is dropped and will be made again."""
    digest = codebook.digest if codebook else ""
    if (catalogue.meta(_META) or "") != digest:
        with catalogue.transaction():
            catalogue.connection.execute("DELETE FROM piece")
            catalogue.set_meta(_META, digest)


def piece_problems(catalogue: Catalogue, model: str) -> Iterator[str]:
    """What `pinpoint check` says of the word pieces of a store with the model of this digest."""
    codebook = load_codebook(model)
    if codebook is None:
        return
    if catalogue.meta(_META) != codebook.digest:
        yield "word pieces: none are kept for this version; run pinpoint index to make them"
        return
    if bare := without_pieces(catalogue):
        yield f"word pieces: those of {len(bare)} decisions are not kept yet; run pinpoint index to complete"
    count = len(codebook.examples)
    (bad,) = catalogue.connection.execute("SELECT count(*) FROM piece WHERE length(codes) % ? <> 0", (count,)).fetchone()
    if bad:
        yield f"word pieces: texts whose codes are not {count} bytes each: {bad}"


def put_pieces(catalogue: Catalogue, codes: Mapping[int, NDArray[np.uint8]]) -> None:
    """Keep the codes of each text, by its id, within the caller's transaction."""
    rows = [(text, one.tobytes()) for text, one in codes.items()]
    catalogue.connection.executemany("INSERT OR REPLACE INTO piece VALUES (?, ?)", rows)


def without_pieces(catalogue: Catalogue) -> tuple[int, ...]:
    """Decisions with a window whose word pieces are not kept."""
    return catalogue.decisions_with("coded = 0")


def meet(
    catalogue: Catalogue, codebook: Codebook, pieces: NDArray[np.float32], paragraphs: Sequence[int]
) -> dict[int, NDArray[np.float32]]:
    """The best cosine of each of a question's word pieces in each paragraph, by paragraph id.

    Args:
        catalogue: of the store.
        codebook: of its model.
        pieces: unit rows of the model, shape (pieces, dimension).
        paragraphs: ids; one of which any window has no codes is left out.

    Returns:
        Shape (pieces,) each; zeros where nothing is kept of a paragraph since none of its words carries meaning.
    """
    import numpy as np

    held = {one: np.concatenate(windows) for one, windows in _codes(catalogue, codebook, paragraphs).items()}
    met = {one: np.zeros(len(pieces), np.float32) for one in held}
    telling = {one: codes for one, codes in held.items() if len(codes)}
    if telling and len(pieces):
        starts = np.cumsum([0, *(len(codes) for codes in telling.values())])[:-1]
        near = codebook.cosines(pieces, np.concatenate(list(telling.values())))
        best = np.maximum.reduceat(near, starts, axis=1)
        met |= {one: best[:, at] for at, one in enumerate(telling)}
    return met


def near_windows(
    catalogue: Catalogue, codebook: Codebook, pieces: NDArray[np.float32], paragraph: int
) -> list[NDArray[np.float32]] | None:
    """The cosines of a question's word pieces and those kept of each window of a paragraph, in order: shape (pieces, kept) each.

    None where a window has no codes.
    """
    held = _codes(catalogue, codebook, [paragraph])
    return [codebook.cosines(pieces, codes) for codes in held[paragraph]] if held else None


def _codes(catalogue: Catalogue, codebook: Codebook, paragraphs: Sequence[int]) -> dict[int, list[NDArray[np.uint8]]]:
    """The codes of each window of paragraphs, by id; a paragraph of which any has none is left out."""
    import numpy as np

    if catalogue.meta(_META) != codebook.digest:
        return {}
    count = len(codebook.examples)
    parts: dict[int, list[bytes | None]] = {}
    keys = [split_paragraph_id(one) for one in dict.fromkeys(paragraphs)]
    for start in range(0, len(keys), _MARKS):
        some = keys[start : start + _MARKS]
        marks = ", ".join(["(?, ?)"] * len(some))
        rows = catalogue.connection.execute(
            f"WITH wanted (d, n) AS (VALUES {marks}) SELECT decision_id, number, codes"  # noqa: S608 - only marks
            " FROM wanted CROSS JOIN window ON decision_id = d AND number = n LEFT JOIN piece USING (text)"
            " ORDER BY decision_id, number, ordinal",  # as pairs IN a list SQLite reads every window of the store
            [value for key in some for value in key],
        )
        for decision_id, number, codes in rows:
            parts.setdefault(paragraph_id(decision_id, number), []).append(codes)
    whole = {one: codes for one, held in parts.items() if len(codes := [c for c in held if c is not None]) == len(held)}
    return {one: [np.frombuffer(window, np.uint8).reshape(-1, count) for window in codes] for one, codes in whole.items()}
