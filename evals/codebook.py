"""`python -m evals codebook`: the examples by which a store keeps word pieces (index/pieces.py), for the default embedding model.

They come from the paragraphs of the lessons, invented as they are, so that any store can be read with them. The axes are turned to
those along which word pieces vary most and dealt out in turn, so that each stretch varies about as much as any other; then each
stretch gets 256 examples by k-means. Every eighth paragraph is held out. Proved by tests/test_evals_codebook.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.adapt import Lesson
from index import Codebook, Embedder, telling_pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["make_codebook"]

_EXAMPLES = 256  # a byte each
_HELD_OUT = 8  # every eighth paragraph


def make_codebook(
    lessons: Sequence[Lesson], embedder: Embedder, out: Path | None, *, stretches: int = 32, texts: int = 1_500, seed: int = 0
) -> Iterator[str]:
    """Make a codebook; a line with the mean cosine of held-out word pieces to what is kept of them.

    Args:
        lessons: whose paragraphs are taken.
        embedder: the model it is for.
        out: where it is written, or nowhere.
        stretches: bytes a word piece; a divisor of the model's dimension.
        texts: paragraphs at most, taken at random.
        seed: of the choice and of k-means.
    """
    import numpy as np

    paragraphs = sorted({text for lesson in lessons for text in lesson.paragraphs})
    chosen = random.Random(seed).sample(paragraphs, min(texts, len(paragraphs)))  # noqa: S311 - a sample, no secret
    pieces = [telling_pieces(*one) for one in zip(chosen, embedder.embed_tokens(chosen), strict=True)]
    held = np.concatenate(pieces[::_HELD_OUT])
    seen = np.concatenate([rows for at, rows in enumerate(pieces) if at % _HELD_OUT])
    turn = _turn(seen, stretches)
    codebook = Codebook(embedder.identity.digest, turn, _examples(seen @ turn, stretches, seed))
    near = (codebook.turned(held) * codebook.decode(codebook.encode(held))).sum(axis=1)
    yield f"{len(seen)} word pieces; cosine of {len(held)} held out to what is kept in {stretches} bytes: {near.mean():.3f}"
    if out is not None:
        _write(codebook, out)
        yield f"written to {out}"


def _turn(rows: NDArray[np.float32], stretches: int) -> NDArray[np.float32]:
    """The axes along which the rows vary most, dealt out to the stretches in turn: shape (dimension, dimension)."""
    import numpy as np

    _, axes = np.linalg.eigh(np.cov(rows.T))
    dealt = np.arange(rows.shape[1]).reshape(-1, stretches).T.ravel()
    return np.asarray(axes[:, ::-1][:, dealt], np.float32)


def _examples(turned: NDArray[np.float32], stretches: int, seed: int) -> NDArray[np.float32]:
    import numpy as np
    from sklearn.cluster import MiniBatchKMeans

    parts = turned.reshape(len(turned), stretches, -1)
    count = min(_EXAMPLES, len(turned))
    found = [MiniBatchKMeans(count, batch_size=4_096, n_init=1, random_state=seed).fit(parts[:, at]) for at in range(stretches)]
    examples = np.zeros((stretches, _EXAMPLES, parts.shape[2]), np.float32)
    for at, one in enumerate(found):
        examples[at, :count] = one.cluster_centers_
    return examples


def _write(codebook: Codebook, out: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    matrices = {"turn": codebook.turn, "examples": codebook.examples}
    halves = {name: np.ascontiguousarray(matrix.astype(np.float16)) for name, matrix in matrices.items()}
    save_file(halves, out, metadata={"model": codebook.model})
