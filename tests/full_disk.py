"""Run on a disk of its own: fill it but for some kilobytes, index into it, leave twice the room, and so on until it is enough.

Arguments: the folder the disk is mounted at, and decisions. Prints JSON: the error of each run but the last, the problems after it,
and how many decisions the store then holds.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index import ModelIdentity, PinpointError, Spans, TokenVectors, build_store, check_store, open_store

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DigestEmbedder"]


class DigestEmbedder:
    """Unit vectors drawn from the digest of a text: a model without meaning and without weight."""

    identity = ModelIdentity("digest", 64, "0" * 64)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") for text in texts]
        rows = np.array([np.random.default_rng(seed).normal(size=64) for seed in seeds], np.float32).reshape(-1, 64)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The text as its only piece."""
        return [TokenVectors(row[None], ((0, len(text)),), row) for text, row in zip(texts, self.embed(texts), strict=True)]

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """The text as its only piece."""
        return [((0, len(text)),) for text in texts]


def main(disk: Path, decisions: Path) -> dict[str, object]:
    """Index with ever more room, until it is enough."""
    store, ballast = disk / "store", disk / "ballast"
    errors: list[str] = []
    left = 16_000
    while True:
        ballast.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - left)))
        try:
            build_store([decisions], store, embedder=DigestEmbedder())
        except PinpointError as error:
            errors.append(str(error))
        else:
            ballast.unlink()  # Chroma writes a little where it is only opened
            return {"errors": errors, "problems": check_store(store), "held": open_store(store).count()}
        ballast.unlink()
        left *= 2


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
