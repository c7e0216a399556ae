"""Embedding: the Embedder protocol, and sentence-transformers behind it.

Which weights are loaded, and from where, is in index/weights.py. bfloat16 is used where the processor computes in it natively (AMX:
measured 2.6 times faster at a cosine of 0.998 to float32; AVX-512 BF16: twice), and on a CUDA card; elsewhere it would be slower,
so float32. A graphics card is used where torch sees one that can read a text; the processor takes over where it cannot, or when
others have filled its memory. Proved by tests/test_index_embed.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from index.adapter import merge_adapter
from index.errors import EmbeddingError
from index.quiet import silence_libraries
from index.weights import DEFAULT_MODEL, locate_weights

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

__all__ = [
    "BATCH",
    "Embedder",
    "ModelIdentity",
    "SentenceTransformersEmbedder",
    "Spans",
    "TokenVectors",
    "load_embedder",
]

R = TypeVar("R")

_LENGTHS = 8  # word pieces: lengths are rounded up to these, since torch keeps code for every shape: 2 GB of it were measured
BATCH = 32
"""Texts that the model reads together. Measured: 32 to 64 is fastest on two cores, 128 is slower."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What a store remembers of its model: name, dimension, sha256 of the weights."""

    name: str
    dimension: int
    digest: str


Spans = tuple[tuple[int, int], ...]
"""Where each word piece of a text begins and ends in it."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The word pieces of a text in their context: unit rows, shape (pieces, dimension), and where each stands in the text.

    Pieces beyond what the model reads are missing, as are the model's own marks at both ends. `whole`, shape (dimension,), is the
    unit vector of the text, as `Embedder.embed` gives it.
    """

    vectors: NDArray[np.float32]
    spans: Spans
    whole: NDArray[np.float32]


class Embedder(Protocol):
    """Text to unit vectors."""

    @property
    def identity(self) -> ModelIdentity:
        """The model behind it."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order: shape (len(texts), dimension), float32."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The word pieces and the unit vector of each text, from one reading, in order."""
        ...

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """Where the word pieces of each text stand in it, in order; nothing is read."""
        ...


class SentenceTransformersEmbedder:
    """A sentence-transformers model held in memory."""

    def __init__(self, model: SentenceTransformer, identity: ModelIdentity) -> None:
        self._model = model
        self._identity = identity

    @property
    def identity(self) -> ModelIdentity:
        """The model behind it."""
        return self._identity

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order."""
        import numpy as np

        if not texts:
            return np.zeros((0, self._identity.dimension), np.float32)
        return _unit(
            self._with_room(
                lambda: self._model.encode(list(texts), batch_size=BATCH, convert_to_numpy=True, show_progress_bar=False)
            )
        )

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The word pieces and the unit vector of each text, from one reading, in order."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        read: dict[int, TokenVectors] = {}
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            batch = [texts[at] for at in some]
            read.update(zip(some, self._with_room(partial(self._read_batch, batch)), strict=True))
        return [read[at] for at in range(len(texts))]

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """Where the word pieces of each text stand in it, in order; nothing is read."""
        if not texts:
            return []
        marked = self._model.tokenizer(
            list(texts), truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True
        )
        return [tuple((start, end) for start, end in spans if end > start) for spans in marked["offset_mapping"]]

    def _with_room(self, read: Callable[[], R]) -> R:
        """What is read; by the processor from now on when the graphics card fails, most often for memory that others use too."""
        began_on = self._model.device.type  # another thread may have moved it when this one fails
        try:
            return read()
        except RuntimeError:
            if began_on == "cpu":
                raise
            self._model.to(device="cpu", dtype=_dtype("cpu"))
            return read()

    def _read_batch(self, texts: list[str]) -> list[TokenVectors]:
        """One pass of the model; all leaves it together, so that a graphics card is not asked for each text."""
        import torch

        marked = self._model.tokenizer(
            texts,
            padding=True,
            pad_to_multiple_of=_LENGTHS,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        spans = marked.pop("offset_mapping").tolist()
        with torch.inference_mode():
            read = self._model({name: values.to(self._model.device) for name, values in marked.items()})
        matrices = read["token_embeddings"].float().cpu().numpy()
        wholes = _unit(read["sentence_embedding"].float().cpu().numpy())
        return [_token_vectors(*one) for one in zip(matrices, spans, wholes, strict=True)]


def _token_vectors(matrix: NDArray[np.float32], spans: Sequence[Sequence[int]], whole: NDArray[np.float32]) -> TokenVectors:
    """Unit rows of the pieces that stand for text; a piece of no width is a mark of the model's, or fills a shorter text up."""
    kept = [at for at, (start, end) in enumerate(spans) if end > start]
    return TokenVectors(_unit(matrix[kept]), tuple((spans[at][0], spans[at][1]) for at in kept), whole)


def _unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    """The rows at length one. In float32 and not by the model: in bfloat16 a length of one is off by up to 0.004."""
    import numpy as np

    wide = np.asarray(rows, np.float32)
    return np.asarray(wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-12), np.float32)


def load_embedder(name: str = DEFAULT_MODEL) -> SentenceTransformersEmbedder:
    """Load the default model, another one by name, or one from a folder; never from the network.

    Raises:
        EmbeddingError: it is not on this machine, cannot be read, or its weights are not the published ones.
    """
    folder, digest = locate_weights(name)
    silence_libraries()
    try:
        from safetensors import SafetensorError
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the library has no annotation here
        model = _on_card(name, folder) or _on_processor(name, folder, _dtype("cpu"))
        dimension = model.get_embedding_dimension()
    except ImportError as error:
        message = f"got no {error.name}; expected sentence-transformers and torch: install pinpoint-rag with its dependencies"
        raise EmbeddingError(message) from error
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        message = f"got {name!r}; expected a sentence-transformers model that loads ({_first_line(error)})"
        raise EmbeddingError(message) from error
    if dimension is None:
        message = f"got {name!r}; expected a model with a fixed dimension"
        raise EmbeddingError(message)
    return SentenceTransformersEmbedder(model, ModelIdentity(name, dimension, digest))


def _on_card(name: str, folder: Path) -> SentenceTransformer | None:
    """The model on the graphics card; none where torch sees no card, or the card cannot read a text (full, too old, broken)."""
    import torch

    card = torch.accelerator.current_accelerator(check_available=True)
    if card is None:
        return None
    try:
        model = _on_processor(name, folder, _dtype(card.type)).to(card)
        model.encode("Is there room?", show_progress_bar=False)
    except RuntimeError:
        return None
    return model


def _on_processor(name: str, folder: Path, dtype: torch.dtype) -> SentenceTransformer:
    """The model in memory, with what the default one was taught."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype})
    if name == DEFAULT_MODEL:
        merge_adapter(model)
    return model


def _dtype(device: str) -> torch.dtype:
    """What a kind of device computes in soonest."""
    import torch

    return torch.bfloat16 if device == "cuda" or (device == "cpu" and _has_native_bfloat16()) else torch.float32


def _has_native_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 in hardware."""
    import torch

    probes: list[Callable[[], bool]] = [
        probe
        for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
        if (probe := getattr(torch.cpu, name, None)) is not None
    ]
    return any(probe() for probe in probes)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
