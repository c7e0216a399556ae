"""LangChain as its first tutorial has it: the recursive splitter at 1,000 characters with 200 shared, and Chroma in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_chroma import Chroma
from langchain_core.documents import Document as Page
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.baseline import SameModel
from evals.bench.peers import TOP, Document, OneAtATime
from index import Filters

__all__ = ["LangChainPeer", "make"]

_BATCH = 5_000
"""Chroma refuses more than 5,461 at once, and LangChain does not part them."""


class LangChainPeer:
    """LangChain with Chroma."""

    setup = "RecursiveCharacterTextSplitter 1000/200, Chroma in a folder, cosine"

    def __init__(self, store: Chroma) -> None:
        self._store = store
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)

    def add(self, documents: Sequence[Document]) -> None:
        """Split, embed and keep documents."""
        chunks = self._splitter.split_documents([Page(one.text, metadata=dict(one.metadata)) for one in documents])
        for first in range(0, len(chunks), _BATCH):
            self._store.add_documents(chunks[first : first + _BATCH])

    def search(self, question: str, filters: Filters | None) -> list[tuple[str, str]]:
        """The nearest ten chunks."""
        found = self._store.similarity_search(question, k=TOP, filter=_where(filters))
        return [(chunk.metadata["reference"], chunk.page_content) for chunk in found]


def _where(filters: Filters | None) -> dict[str, Any] | None:
    """The filters in Chroma's words."""
    if not filters:
        return None
    parts: list[dict[str, Any]] = [
        {name: value} for name in ("authority", "category", "outcome") if (value := getattr(filters, name)) is not None
    ]
    parts += [{"day": {"$gte": int(f"{filters.since:%Y%m%d}")}}] if filters.since else []
    parts += [{"day": {"$lte": int(f"{filters.until:%Y%m%d}")}}] if filters.until else []
    parts += [{"reference": {"$in": [str(one) for one in filters.references]}}] if filters.references else []
    return parts[0] if len(parts) == 1 else {"$and": parts}


def make(model: OneAtATime, folder: Path) -> LangChainPeer:
    """An empty one, kept in that folder."""
    configuration: Any = {"hnsw": {"space": "cosine"}}
    return LangChainPeer(
        Chroma("decisions", SameModel(model), persist_directory=str(folder), collection_configuration=configuration)
    )
