"""Files -> store: read, number, write to the catalogue, embed what is new, level the indexes.

Contract: incremental by content digest; memory bounded by batches; killed at any point, the next run completes it, and nothing is
lost or doubled (each step is a transaction, and each later step is derived from the catalogue). A file that is no decision
is reported with its reason and the rest is read. Proved by tests/test_index_build.py and `python -m evals kills`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from filelock import Timeout
from tqdm import tqdm

from index.binding import claim_model, read_model
from index.boilerplate import level_boilerplate
from index.catalogue import SCHEMA_VERSION, Catalogue
from index.chapters import join_all, join_chapters
from index.documents import find_files, read_file
from index.embed import DEFAULT_MODEL, Embedder, load_embedder
from index.embedding import embed_pending, is_embedded
from index.errors import NotADecision, StoreLocked, StoreMismatch, UsageError
from index.layout import CATALOGUE
from index.ledger import level_ledger, put_remedies
from index.licence import ATTRIBUTION, TERMS
from index.origins import Origins
from index.readers import READER_VERSION, read_content
from index.records import Basis, Decision, Source
from index.store import writer_lock
from index.sync import level_indexes, rebuild_lexical, rebuild_vectors
from index.windows import decision_windows

__all__ = ["BuildReport", "build_store"]

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


def build_store(
    paths: Sequence[str | Path],
    folder: str | Path,
    *,
    embedding: str = DEFAULT_MODEL,
    embedder: Embedder | None = None,
    server: str | None = None,
    rebuild: bool = False,
    progress: bool | None = None,
) -> BuildReport:
    """Index files and folders into the store.

    Args:
        paths: Files, or folders that are walked; none only completes an interrupted run.
        folder: The store; made when missing.
        embedding: The model's name, when `embedder` is not given.
        embedder: A loaded model.
        server: The URL of the Chroma server that takes the place of the store's own Chroma.
        rebuild: Remake Chroma and the lexical index from the catalogue, without embedding again.
        progress: Show bars on standard error; by default on a terminal.

    Raises:
        UsageError: a path does not exist.
        StoreLocked: another process is writing.
        StoreUnreachable: the server does not answer.
        StoreMismatch: the store was made with another model.
        EmbeddingError: the model cannot be loaded.
    """
    started = time.perf_counter()
    files = find_files(paths)
    store = Path(folder)
    try:
        store.mkdir(parents=True, exist_ok=True)
        if not os.access(store, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        message = f"got {str(store)!r}; expected a folder that can be made and written ({error.strerror})"
        raise UsageError(message) from error
    try:
        with writer_lock(store).acquire(timeout=0):
            catalogue = Catalogue.open(store / CATALOGUE, writing=True)
            try:
                report = _build(files, catalogue, store, _Settings(embedding, embedder, server, rebuild, bar_off(progress)))
            finally:
                catalogue.close()
    except Timeout as error:
        message = f"another process is writing {str(store)!r}; wait until it ends"
        raise StoreLocked(message) from error
    report.seconds = time.perf_counter() - started
    return report


@dataclass(frozen=True, slots=True)
class _Settings:
    embedding: str
    embedder: Embedder | None
    server: str | None
    rebuild: bool
    quiet: bool


def bar_off(progress: bool | None) -> bool:
    """Whether tqdm is to stay silent: as asked, or by whether standard error is a terminal."""
    return not sys.stderr.isatty() if progress is None else not progress


def _build(files: Sequence[Path], catalogue: Catalogue, store: Path, settings: _Settings) -> BuildReport:
    known = read_model(catalogue)
    name = settings.embedder.identity.name if settings.embedder else settings.embedding
    if known is not None and known.name != name:
        message = f"got the embedding model {name!r}; expected {known.name!r}, which this store was made with"
        raise StoreMismatch(message)
    if known is None:
        catalogue.set_meta("schema", str(SCHEMA_VERSION))
    level_ledger(catalogue)
    report = BuildReport()
    _read_all(files, catalogue, report, quiet=settings.quiet)
    level_boilerplate(catalogue)
    if known is None or not is_embedded(catalogue, known.digest):
        embedder = settings.embedder or load_embedder(settings.embedding)
        claim_model(catalogue, embedder)
        report.embedded = embed_pending(catalogue, embedder, quiet=settings.quiet)
    if settings.rebuild:
        rebuild_vectors(catalogue, store, server=settings.server)
        rebuild_lexical(catalogue, store)
    with tqdm(desc="indexing", unit=" texts", disable=settings.quiet, leave=False) as bar:
        level_indexes(catalogue, store, server=settings.server, report=bar.update)
    report.decisions, report.paragraphs, *_ = catalogue.totals()
    return report


def _read_all(files: Sequence[Path], catalogue: Catalogue, report: BuildReport, *, quiet: bool) -> None:
    origins = Origins()
    for paths in tqdm(origins.documents(files), desc="reading", unit=" files", disable=quiet, leave=False):
        decisions: list[tuple[Decision, str]] = []
        states = []
        for path in paths:
            try:
                content = read_content(path)
                origin = origins.of(path)
                version = READER_VERSION if origin is None or origin.gone is None else f"{READER_VERSION}, gone"
                states.append(catalogue.source_state(hashlib.sha256(content).hexdigest()) == ("read", version))
                if len(paths) > 1 or not states[-1]:
                    decisions.append((read_file(content, path, origin), version))
            except NotADecision as error:
                report.rejected.append((str(path), str(error)))
        if all(states):
            report.unchanged += len(states)
        elif decisions:
            _put_document(decisions, catalogue, report)
    if any(origins.of(path) is not None for path in files):
        catalogue.set_meta("attribution", ATTRIBUTION)
        catalogue.set_meta("terms", TERMS)


def _put_document(decisions: Sequence[tuple[Decision, str]], catalogue: Catalogue, report: BuildReport) -> None:
    """Write a decision that stands in one file, or in all its chapters."""
    whole, strange = join_all([decision for decision, _ in decisions])
    for one in strange:
        report.rejected.append((one.source.path, "a chapter whose paragraphs do not fit those of the others"))
    sources = [(decision.source, version) for decision, version in decisions if decision not in strange]
    _put(whole, sources, catalogue, report)


def _put(decision: Decision, sources: Sequence[tuple[Source, str]], catalogue: Catalogue, report: BuildReport) -> None:
    """Write a decision unless the store holds it with more trustworthy numbers."""
    with catalogue.transaction():
        old_id = catalogue.decision_id(decision.key)
        old = catalogue.decision(old_id) if old_id is not None else None
        if old is not None and old.source.sha256 != decision.source.sha256 and _trust(old) > _trust(decision):
            reason = f"{old.reference} is already read with more exact numbers from {old.source.path}"
            report.superseded.append((decision.source.path, reason))
            return
        decision = (join_chapters(old, decision) or decision) if old is not None and len(sources) == 1 else decision
        windows = [(window.number, window.ordinal, window.sha256) for window in decision_windows(decision)]
        put_remedies(catalogue, catalogue.put_decision(decision, windows), decision)
        for source, version in sources:
            catalogue.put_source(source, "read", version)
    if old is None:
        report.read += 1
    else:
        report.replaced += 1


def _trust(decision: Decision) -> int:
    return _TRUST[decision.paragraphs[0].basis]
