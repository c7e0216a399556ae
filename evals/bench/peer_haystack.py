"""Haystack as its first tutorial has it: a pipeline that cleans, splits at 200 words, embeds and writes to the store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from haystack import Document as Page
from haystack import Pipeline, component
from haystack.components.preprocessors import DocumentCleaner, DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore

from evals.bench.peers import TOP, Document, OneAtATime
from index import Filters

__all__ = ["HaystackPeer", "make"]

_BATCH = 32  # the default of its own embedders


@component
class _PageEmbedder:
    def __init__(self, model: OneAtATime) -> None:
        self._model = model

    @component.output_types(documents=list[Page])
    def run(self, documents: list[Page]) -> dict[str, Any]:
        embedded: list[Page] = []
        for first in range(0, len(documents), _BATCH):
            batch = documents[first : first + _BATCH]
            vectors = self._model.embed([page.content or "" for page in batch])
            embedded += [replace(page, embedding=vector) for page, vector in zip(batch, vectors, strict=True)]
        return {"documents": embedded}


@component
class _QuestionEmbedder:
    def __init__(self, model: OneAtATime) -> None:
        self._model = model

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, Any]:
        return {"embedding": self._model.embed([text])[0]}


class HaystackPeer:
    """Haystack with its store in memory, saved to a file."""

    setup = "DocumentCleaner, DocumentSplitter 200 words, InMemoryDocumentStore, InMemoryEmbeddingRetriever"

    def __init__(self, model: OneAtATime, folder: Path) -> None:
        self._folder = folder
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._indexing = Pipeline()
        self._asking = Pipeline()
        steps: dict[str, Any] = {
            "cleaner": DocumentCleaner(),
            "splitter": DocumentSplitter(split_by="word", split_length=200),
            "embedder": _PageEmbedder(model),
            "writer": DocumentWriter(self._store),
        }
        for name, step in steps.items():
            self._indexing.add_component(name, step)
        for one, other in zip(list(steps), list(steps)[1:], strict=False):
            self._indexing.connect(f"{one}.documents", f"{other}.documents")
        self._asking.add_component("embedder", _QuestionEmbedder(model))
        self._asking.add_component("retriever", InMemoryEmbeddingRetriever(self._store, top_k=TOP))
        self._asking.connect("embedder.embedding", "retriever.query_embedding")

    def add(self, documents: Sequence[Document]) -> None:
        """Split, embed and keep documents."""
        pages = [Page(content=one.text, meta=dict(one.metadata)) for one in documents]
        self._indexing.run({"cleaner": {"documents": pages}})
        self._store.save_to_disk(str(self._folder / "store.json"))

    def search(self, question: str, filters: Filters | None) -> list[tuple[str, str]]:
        """The nearest ten chunks."""
        found = self._asking.run({"embedder": {"text": question}, "retriever": {"filters": _conditions(filters)}})
        return [(page.meta["reference"], page.content or "") for page in found["retriever"]["documents"]]


def _conditions(filters: Filters | None) -> dict[str, Any] | None:
    """The filters in Haystack's words."""
    if not filters:
        return None
    parts = [
        {"field": f"meta.{name}", "operator": "==", "value": value}
        for name in ("authority", "category", "outcome")
        if (value := getattr(filters, name)) is not None
    ]
    parts += [{"field": "meta.day", "operator": ">=", "value": int(f"{filters.since:%Y%m%d}")}] if filters.since else []
    parts += [{"field": "meta.day", "operator": "<=", "value": int(f"{filters.until:%Y%m%d}")}] if filters.until else []
    if filters.references:
        parts.append({"field": "meta.reference", "operator": "in", "value": [str(one) for one in filters.references]})
    return {"operator": "AND", "conditions": parts}


def make(model: OneAtATime, folder: Path) -> HaystackPeer:
    """An empty one, kept in that folder."""
    return HaystackPeer(model, folder)
