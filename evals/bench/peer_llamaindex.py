"""LlamaIndex as its first tutorial has it: VectorStoreIndex.from_documents with its own splitter and store, kept in a folder.

Its splitter makes chunks of 1,024 tokens, of which the embedding model reads the first 256: that is its default.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Document as Page
from llama_index.core import VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import MetadataMode
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters
from pydantic import PrivateAttr

from evals.bench.peers import TOP, Document, OneAtATime
from index import Filters

__all__ = ["LlamaIndexPeer", "make"]


class _Model(BaseEmbedding):
    _model: OneAtATime = PrivateAttr()

    def __init__(self, model: OneAtATime) -> None:
        super().__init__(model_name="all-MiniLM-L6-v2")
        self._model = model

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._model.embed([query])[0]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._model.embed([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._model.embed(texts)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class LlamaIndexPeer:
    """LlamaIndex with its own vector store."""

    setup = "VectorStoreIndex.from_documents, SentenceSplitter 1024/20 tokens, SimpleVectorStore"

    def __init__(self, model: OneAtATime, folder: Path) -> None:
        self._model = _Model(model)
        self._folder = folder
        self._index: VectorStoreIndex | None = None

    def add(self, documents: Sequence[Document]) -> None:
        """Split, embed and keep documents."""
        pages = [Page(text=one.text, metadata=dict(one.metadata)) for one in documents]
        self._index = VectorStoreIndex.from_documents(pages, embed_model=self._model)
        self._index.storage_context.persist(str(self._folder))

    def search(self, question: str, filters: Filters | None) -> list[tuple[str, str]]:
        """The nearest ten chunks."""
        assert self._index is not None
        retriever = self._index.as_retriever(similarity_top_k=TOP, filters=_narrowed(filters))
        found = retriever.retrieve(question)
        return [(one.node.metadata["reference"], one.node.get_content(MetadataMode.NONE)) for one in found]


def _narrowed(filters: Filters | None) -> MetadataFilters | None:
    """The filters in LlamaIndex's words."""
    if not filters:
        return None
    parts: list[Any] = [
        MetadataFilter(key=name, value=value, operator=FilterOperator.EQ)
        for name in ("authority", "category", "outcome")
        if (value := getattr(filters, name)) is not None
    ]
    if filters.since:
        parts.append(MetadataFilter(key="day", value=int(f"{filters.since:%Y%m%d}"), operator=FilterOperator.GTE))
    if filters.until:
        parts.append(MetadataFilter(key="day", value=int(f"{filters.until:%Y%m%d}"), operator=FilterOperator.LTE))
    if filters.references:
        listed = [str(one) for one in filters.references]
        parts.append(MetadataFilter(key="reference", value=listed, operator=FilterOperator.IN))
    return MetadataFilters(filters=parts)


def make(model: OneAtATime, folder: Path) -> LlamaIndexPeer:
    """An empty one, kept in that folder."""
    return LlamaIndexPeer(model, folder)
