"""The baseline most people would build: LangChain's recursive splitter 1000/200, Chroma, the same embedding model, top 10.

What a chunk is credited with stands in evals/credit.py. Proved by tests/test_evals_baseline.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.cases import Case
from evals.credit import Credit
from evals.measures import Outcome
from index import Decision, Embedder

__all__ = ["Baseline", "SameModel"]

_TOP = 10


class _Embeds(Protocol):
    def embed(self, texts: Sequence[str]) -> Iterable[Iterable[float]]: ...


class SameModel(Embeddings):
    """Pinpoint's embedding model behind LangChain's interface."""

    def __init__(self, embedder: _Embeds) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


class Baseline:
    """Chunks of the raw files in an in-memory Chroma collection."""

    def __init__(self, store: Chroma, decisions: Sequence[Decision]) -> None:
        self._store = store
        self._credit = Credit(decisions)

    @classmethod
    def build(cls, files: Sequence[Path], decisions: Sequence[Decision], embedder: Embedder) -> Baseline:
        """Split and embed the raw text of the files; `decisions` are the same files, read."""
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        store = Chroma(f"baseline-{uuid4().hex}", SameModel(embedder), collection_configuration={"hnsw": {"space": "cosine"}})
        for file, decision in zip(files, decisions, strict=True):
            source = Document(file.read_text(encoding="utf-8"), metadata={"reference": str(decision.reference)})
            store.add_documents(splitter.split_documents([source]))
        return cls(store, decisions)

    def answer(self, case: Case) -> Outcome:
        """The paragraphs of the ten nearest chunks, in order of chunk and page."""
        chunks = self._store.similarity_search(case.question, k=_TOP)
        ranked = self._credit.paragraphs((chunk.metadata["reference"], chunk.page_content) for chunk in chunks)
        return Outcome(case, ranked, frozenset(ranked))
