"""Files -> catalogue: each document that is new is read by whoever is free, and written here, a batch to a transaction.

Contract: incremental by content digest; decisions enter in the order of their files, however many read them, so that a store
depends on its files alone. A file that is no decision, or that no reader survives, is reported with its reason and the rest is
read. Proved by tests/test_index_build.py and tests/test_index_crew.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from index.boilerplate import put_signatures
from index.catalogue import Catalogue
from index.chapters import join_chapters
from index.documents import Page, load_page
from index.errors import NotADecision
from index.ledger import put_remedies
from index.licence import ATTRIBUTION, TERMS
from index.origins import Origins
from index.reading import Facts, Reading, ReadTask, find_facts
from index.records import Basis, Decision, Source
from index.work import Fault, Workers

__all__ = ["BuildReport", "take_documents"]

_BATCH = 16  # documents to a transaction and to a turn of a reader: a kill repeats a second of reading at most
_BATCH_BYTES = 4_000_000
_TRUST: dict[Basis, int] = {"printed": 3, "counted": 2, "estimated": 1, "none": 0}


@dataclass(slots=True)
class BuildReport:
    """What became of every file, and what the store holds now."""

    read: int = 0
    replaced: int = 0
    unchanged: int = 0
    superseded: list[tuple[str, str]] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    embedded: int = 0
    decisions: int = 0
    paragraphs: int = 0
    seconds: float = 0.0


def take_documents(
    documents: Sequence[Sequence[Path]], origins: Origins, catalogue: Catalogue, workers: Workers, *, quiet: bool
) -> BuildReport:
    """Read the documents that are new and write them."""
    intake = _Intake(origins, catalogue)
    with tqdm(total=len(documents), desc="reading", unit=" documents", disable=quiet, leave=False) as bar:
        for batch, readings in workers.run(ReadTask(), intake.batches(documents)):
            with catalogue.transaction():
                for pages, reading in zip(batch, readings, strict=True):
                    intake.take(pages, reading)
            bar.update(intake.done - bar.n)
    if any(origins.of(path) is not None for paths in documents for path in paths):
        catalogue.set_meta("attribution", ATTRIBUTION)
        catalogue.set_meta("terms", TERMS)
    return intake.report


class _Intake:
    def __init__(self, origins: Origins, catalogue: Catalogue) -> None:
        self.report = BuildReport()
        self.done = 0
        self._origins = origins
        self._catalogue = catalogue

    def batches(self, documents: Sequence[Sequence[Path]]) -> Iterator[tuple[tuple[Page, ...], ...]]:
        """The documents that are to be read, some at a time."""
        batch: list[tuple[Page, ...]] = []
        size = 0
        for paths in documents:
            pages = tuple(self._load(paths))
            if self._count_unchanged([(hashlib.sha256(page.content).hexdigest(), page.version) for page in pages]):
                continue
            batch.append(pages)
            size += sum(len(page.content) for page in pages)
            if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                yield tuple(batch)
                batch, size = [], 0
        if batch:
            yield tuple(batch)

    def _load(self, paths: Sequence[Path]) -> Iterator[Page]:
        for path in paths:
            try:
                yield load_page(path, self._origins)
            except NotADecision as error:
                self.report.rejected.append((str(path), str(error)))

    def _count_unchanged(self, states: Sequence[tuple[str, str]]) -> bool:
        """Whether nothing is left to read of a document with these digests and versions; if so it is done."""
        if any(self._catalogue.source_state(digest) != ("read", version) for digest, version in states):
            return False
        self.report.unchanged += len(states)
        self.done += 1
        return True

    def take(self, pages: Sequence[Page], reading: Reading | Fault) -> None:
        """Write what was read; inside a transaction."""
        if isinstance(reading, Fault):
            self.report.rejected += [(page.path, reading.reason) for page in pages]
            self.done += 1
            return
        self.report.rejected += reading.rejected
        if reading.decision is None or reading.facts is None:
            self.done += 1
        elif not self._count_unchanged([(source.sha256, version) for source, version in reading.sources]):
            self._put(reading.decision, reading.facts, reading.sources)
            self.done += 1

    def _put(self, decision: Decision, facts: Facts, sources: Sequence[tuple[Source, str]]) -> None:
        """Write a decision unless the store holds it with more trustworthy numbers."""
        catalogue = self._catalogue
        old_id = catalogue.decision_id(decision.key)
        old = catalogue.decision(old_id) if old_id is not None else None
        if old is not None and old.source.sha256 != decision.source.sha256 and _trust(old) > _trust(decision):
            reason = f"{old.reference} is already read with more exact numbers from {old.source.path}"
            self.report.superseded.append((decision.source.path, reason))
            return
        joined = join_chapters(old, decision) if old is not None and len(sources) == 1 else None
        if joined is not None:
            decision, facts = joined, find_facts(joined)
        new = catalogue.put_decision(decision, facts.windows)
        put_remedies(catalogue, new, facts.remedies)
        put_signatures(catalogue, new, facts.signatures)
        for source, version in sources:
            catalogue.put_source(source, "read", version)
        if old is None:
            self.report.read += 1
        else:
            self.report.replaced += 1


def _trust(decision: Decision) -> int:
    return _TRUST[decision.paragraphs[0].basis]
