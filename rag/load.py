"""The composition root: the one place where a store, an embedding model and a chat model are put together.

The embedding model is loaded at the first question, checked against the store it is to search, and kept.
Proved by tests/test_rag_load.py.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import Filters, ModelIdentity, load_embedder, open_store, require_weights, silence_libraries
from rag.answer import Answerer
from rag.bounded import Limits
from rag.chain import ModelChain, answer_tokens
from rag.drafts import DraftBook
from rag.models import ModelSpec, load_model
from rag.records import Answer, Turn
from rag.settings import Settings, read_settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index import Embedder, Spans, TokenVectors

__all__ = ["ask", "load_answerer", "load_answerers", "load_chain"]


_QUESTIONS_KEPT = 16  # more than are asked at once


class LazyEmbedder:
    """The store's own embedding model, loaded when the first question comes; one call at a time, whoever asks.

    Its tokenizer keeps padding as a state of its own, so that two threads at once would read each other's. A question is read
    once: its vector and its word pieces, asked for by several steps of an answer, come from one reading.
    """

    def __init__(self, expected: ModelIdentity) -> None:
        self._expected = expected
        self._embedder: Embedder | None = None
        self._one_at_a_time = threading.Lock()
        self._read = lru_cache(maxsize=_QUESTIONS_KEPT)(lambda text: self._loaded().embed_tokens([text])[0])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text.

        Raises:
            StoreMismatch: the model on this machine is not the one the store was made with.
            EmbeddingError: it cannot be loaded.
        """
        with self._one_at_a_time:
            return self._read(texts[0]).whole[None].copy() if len(texts) == 1 else self._loaded().embed(texts)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The word pieces of each text; raises as `embed`."""
        with self._one_at_a_time:
            return [self._read(texts[0])] if len(texts) == 1 else self._loaded().embed_tokens(texts)

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """Where the word pieces of each text stand in it; raises as `embed`."""
        with self._one_at_a_time:
            return self._loaded().split(texts)

    def _loaded(self) -> Embedder:
        if self._embedder is None:
            embedder = load_embedder(self._expected.name)
            require_weights(self._expected, embedder.identity)
            self._embedder = embedder
        return self._embedder


def load_answerer(
    store: str | Path | None = None,
    llm: str | None = None,
    *,
    settings: Settings | None = None,
    drafts: DraftBook | None = None,
    watch: Callable[[Any], Any] | None = None,
) -> Answerer:
    """Open a store and make it answer.

    Args:
        store: The store's folder; by default the setting's.
        llm: "quotation", an `init_chat_model` string or a base URL; by default the setting's.
        settings: By default read from the environment.
        drafts: where the model's drafts are kept and taken from, for evaluation.
        watch: what stands in the model's place and passes its calls on, for evaluation.

    Raises:
        StoreError: the store cannot be used.
        UsageError: the model is named wrongly, or its package or key is missing.
    """
    silence_libraries()
    chosen = settings or read_settings()
    if llm is not None:
        chosen = replace(chosen, llm=llm)
    opened = open_store(chosen.store if store is None else store, embedding=chosen.embedding, server=chosen.chroma)
    return Answerer(opened, LazyEmbedder(opened.model), load_chain(chosen, drafts, watch))


def load_answerers(
    store: str | Path | None = None, llms: Sequence[str] | None = None, *, settings: Settings | None = None
) -> tuple[Answerer, ...]:
    """Answerers over one store and one embedding model: the models in their order, and quotation last where none is asked for.

    Raises:
        StoreError: the store cannot be used.
        UsageError: a model is named wrongly, or its package or key is missing.
    """
    silence_libraries()
    chosen = settings or read_settings()
    named = [replace(chosen, llm=llm) for llm in dict.fromkeys([*(llms or [chosen.llm]), "quotation"])]
    chains = [load_chain(one) for one in named]
    opened = open_store(chosen.store if store is None else store, embedding=chosen.embedding, server=chosen.chroma)
    embedder = LazyEmbedder(opened.model)
    return tuple(Answerer(opened, embedder, chain) for chain in chains)


def load_chain(settings: Settings, drafts: DraftBook | None = None, watch: Callable[[Any], Any] | None = None) -> ModelChain | None:
    """The model that the settings name, within their limits; None for quotation. The rest as `load_answerer`.

    Raises:
        UsageError: the model is named wrongly, or its package or key is missing.
    """
    spec = ModelSpec.parse(settings.llm)
    if spec.is_quotation:
        return None
    tokens = answer_tokens(settings.context_tokens)
    is_replay = drafts is not None and drafts.only_replay
    model = None if is_replay else load_model(spec, timeout_s=settings.timeout_s, max_tokens=tokens, api_key=settings.api_key)
    return ModelChain(
        watch(model) if watch and model else model,
        name=spec.name,
        limits=Limits(deadline_s=settings.timeout_s),
        context_tokens=settings.context_tokens,
        constrain=spec.constrained,
        drafts=drafts,
        mode=settings.llm_mode,
    )


@lru_cache(maxsize=1)
def _default_answerer(settings: Settings) -> Answerer:
    return load_answerer(settings=settings)


def ask(question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
    """The short door: answer from the store and model that the environment names, kept between calls."""
    return _default_answerer(read_settings()).ask(question, history, filters)
