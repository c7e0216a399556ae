"""The adapter: what the default embedding model is taught of decisions, as two small matrices for each of its layers.

A general model does not know that "they never wrote back for half a year" is "The Council delayed its stage two response by five
months". `python -m evals adapt` teaches it on invented decisions with questions in everyday words (evals/lessons), as a low-rank
adapter (LoRA, Hu et al. 2021): layer by layer "<layer>.a" of shape (rank, in) and "<layer>.b" of shape (out, rank), float16, in
adapter.safetensors. At load each layer's weights take b @ a on top, so that embedding costs what it did. The store remembers the
digest of both files together. Proved by tests/test_index_adapter.py and the evaluation.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["ADAPTER_FILE", "adapted_digest", "merge_adapter"]

ADAPTER_FILE = Path(__file__).with_name("adapter.safetensors")


def adapted_digest(weights: str, adapter: Path = ADAPTER_FILE) -> str:
    """The sha256 that stands for weights of this sha256 with the adapter merged in.

    Raises:
        EmbeddingError: the adapter is not there.
    """
    try:
        own = hashlib.sha256(adapter.read_bytes()).hexdigest()
    except OSError as error:
        message = f"got no {adapter.name} ({error.strerror}); expected it beside index/: install pinpoint-rag again"
        raise EmbeddingError(message) from error
    return hashlib.sha256(f"{weights}{own}".encode()).hexdigest()


def merge_adapter(model: SentenceTransformer, adapter: Path = ADAPTER_FILE) -> None:
    """Add the adapter to the model's weights, in place.

    Raises:
        EmbeddingError: the adapter was made for another model or cannot be read.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        matrices = load_file(adapter)
        layers = dict(model.named_modules())
        names = sorted({name.rpartition(".")[0] for name in matrices})
        with torch.no_grad():
            for name in names:
                weight = layers[name].weight
                added = matrices[f"{name}.b"].float() @ matrices[f"{name}.a"].float()
                weight.copy_(weight.float() + added)
    except (OSError, KeyError, RuntimeError, AttributeError, SafetensorError) as error:
        message = f"got {adapter.name} that does not fit the embedding model ({error}); expected the one that comes with it"
        raise EmbeddingError(message) from error
