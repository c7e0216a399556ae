"""The codebook that is made from lessons is written as the store reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evals.adapt import LESSONS, read_lessons
from evals.codebook import make_codebook
from index import Embedder
from index.pieces import load_codebook


def test_more_bytes_keep_more(tmp_path: Path, embedder: Embedder) -> None:
    """Over a few lessons: what is written is read for its model alone, and held-out word pieces come nearer with more bytes."""
    lessons = read_lessons(LESSONS)[:40]
    near = []
    for stretches in (8, 32):
        out = tmp_path / f"{stretches}.safetensors"
        said = list(make_codebook(lessons, embedder, out, stretches=stretches, texts=60))
        assert said[-1] == f"written to {out}"
        near.append(float(said[0].rpartition(" ")[2]))
        codebook = load_codebook(embedder.identity.digest, out)
        assert codebook is not None
        assert codebook.examples.shape == (stretches, 256, 384 // stretches)
        assert np.allclose(codebook.turn @ codebook.turn.T, np.eye(384), atol=0.01)
        assert load_codebook("0" * 64, out) is None
    assert near[1] > near[0] + 0.05
    assert near[0] == pytest.approx(0.65, abs=0.2)
