"""What several tests share: a file read to its end, or refused in one short line; a sure weigher; a store that may be broken."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Embedder, NotADecision, Store
from index.readers import read_bytes
from rag.cues import Kind
from rag.evidence import Ranked, gather_evidence
from rag.interaction import LateInteraction
from rag.query import Query, read_query
from rag.retrieve import Found, retrieve

__all__ = ["Sure", "assert_refused", "copied", "numbers_or_refusal", "ranked_for"]


@dataclass(frozen=True)
class Sure:
    """A weigher that is sure of one kind."""

    kind: Kind

    def shares(self, question: str, vector: NDArray[np.float32]) -> Mapping[Kind, float]:
        """The whole share for that kind."""
        assert question
        assert vector.ndim == 1
        return {self.kind: 1.0}


def numbers_or_refusal(content: bytes, source_path: str) -> list[int] | str:
    """The paragraph numbers of a file, or the reason for which it is refused."""
    try:
        return [one.number for one in read_bytes(content, source_path=source_path).paragraphs]
    except NotADecision as refusal:
        return str(refusal)


def assert_refused(content: bytes, source_path: str, reason: str) -> None:
    """The file is no decision, and says why in one short line."""
    with pytest.raises(NotADecision, match=reason) as error:
        read_bytes(content, source_path=source_path)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 150


def copied(store: Path, to: Path) -> Path:
    """A copy of a store that nobody writes; what readers keep beside its catalogue may go at any moment, and is not needed."""
    return Path(shutil.copytree(store, to, ignore=shutil.ignore_patterns("*-shm", "*-wal")))


def ranked_for(question: str, store: Store, embedder: Embedder) -> tuple[Query, Found, tuple[Ranked, ...]]:
    """A question as it is read, what is found for it and ranked, its kind as sure as its cue."""
    query = read_query(question)
    found = retrieve(query, store, embedder, Sure(query.kind))
    return query, found, gather_evidence(query, found, store, LateInteraction(embedder, store))
