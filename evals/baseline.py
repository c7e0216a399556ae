"""The baseline most people would build: LangChain's recursive splitter 1000/200, Chroma, the same embedding model, top 10.

A chunk has no paragraph, so it is credited with every paragraph of which it holds at least half the characters, in sentences that
stand in it whole; ten chunks of 1,000 characters hold more paragraphs than ten passages do, which favours the baseline.
Proved by tests/test_evals_baseline.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.cases import Case, ParagraphKey
from evals.measures import Outcome
from index import Decision, Embedder, normalise_text, split_sentences

__all__ = ["Baseline"]

_TOP = 10
_HELD = 0.5


class _SameModel(Embeddings):
    """Pinpoint's embedding model behind LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class Baseline:
    """Chunks of the raw files in an in-memory Chroma collection."""

    def __init__(self, store: Chroma, decisions: Sequence[Decision]) -> None:
        self._store = store
        self._sentences = {
            (str(decision.reference), paragraph.number): split_sentences(paragraph.text)
            for decision in decisions
            for paragraph in decision.paragraphs
        }

    @classmethod
    def build(cls, files: Sequence[Path], decisions: Sequence[Decision], embedder: Embedder) -> Baseline:
        """Split and embed the raw text of the files; `decisions` are the same files, read."""
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        store = Chroma(f"baseline-{uuid4().hex}", _SameModel(embedder), collection_configuration={"hnsw": {"space": "cosine"}})
        for file, decision in zip(files, decisions, strict=True):
            source = Document(file.read_text(encoding="utf-8"), metadata={"reference": str(decision.reference)})
            store.add_documents(splitter.split_documents([source]))
        return cls(store, decisions)

    def answer(self, case: Case) -> Outcome:
        """The paragraphs of the ten nearest chunks, in order of chunk and page."""
        ranked: dict[ParagraphKey, None] = {}
        for chunk in self._store.similarity_search(case.question, k=_TOP):
            text = normalise_text(chunk.page_content)
            reference = chunk.metadata["reference"]
            ranked.update((key, None) for key, parts in self._sentences.items() if key[0] == reference and _holds(text, parts))
        return Outcome(case, tuple(ranked), frozenset(ranked))


def _holds(chunk: str, sentences: Sequence[str]) -> bool:
    whole = sum(len(sentence) for sentence in sentences)
    return sum(len(sentence) for sentence in sentences if sentence in chunk) >= _HELD * whole > 0
