"""Files -> store: read, number, write to the catalogue, embed what is new, level the indexes.

Contract: incremental by content digest; memory bounded by batches; killed at any point, the next run completes it, and nothing is
lost or doubled (each step is a transaction, and each later step is derived from the catalogue). Much is read and embedded in child
processes (index/crew.py), a little in this one; what is written is the same. Proved by tests/test_index_build.py,
tests/test_index_crew.py and `python -m evals kills`.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import Timeout
from tqdm import tqdm

from index.binding import claim_model, read_model, require_weights
from index.boilerplate import level_boilerplate
from index.catalogue import SCHEMA_VERSION, Catalogue
from index.cluster import Cluster
from index.crew import Crew, cores
from index.documents import find_files
from index.embed import Embedder, load_embedder
from index.embedding import EmbedTask, Pending, embed_pending, is_embedded
from index.errors import StoreLocked, StoreMismatch, UsageError
from index.failures import named_failures
from index.intake import BuildReport, take_documents
from index.layout import CATALOGUE
from index.ledger import level_ledger
from index.origins import Origins
from index.pieces import claim_codebook, load_codebook
from index.store import writer_lock
from index.sync import level_indexes
from index.weights import DEFAULT_MODEL, model_digest
from index.work import Here, Workers

__all__ = ["BuildReport", "build_store"]

_FEW = 50  # documents that are read before a child process would have begun
_MOST = 8  # child processes: more readers than one writer can follow, and the memory of more models than a machine may have
_MOST_ASKED = 64


def build_store(  # noqa: PLR0913 - settings, each by its name
    paths: Sequence[str | Path],
    folder: str | Path,
    *,
    embedding: str = DEFAULT_MODEL,
    embedder: Embedder | None = None,
    server: str | None = None,
    rebuild: bool = False,
    workers: int | None = None,
    ray: str | None = None,
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
        workers: Child processes to read and to embed with; 0 for none, by default one a core where there is much to do.
        ray: The address of a Ray cluster that reads and embeds ("auto": one that runs here; "": one made for the while).
        progress: Show bars on standard error; by default on a terminal.

    Raises:
        UsageError: a path does not exist, or there cannot be so many workers.
        StoreLocked: another process is writing.
        StoreUnreachable: the server does not answer.
        StoreMismatch: the store was made with another model.
        EmbeddingError: the model cannot be loaded.
        StoreError: the disk is full or fails; what was written before is kept.
    """
    started = time.perf_counter()
    if workers is not None and not 0 <= workers <= _MOST_ASKED:
        message = f"got {workers} workers; expected 0 to {_MOST_ASKED}"
        raise UsageError(message)
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
        with writer_lock(store).acquire(timeout=0), named_failures(store):
            catalogue = Catalogue.open(store / CATALOGUE, writing=True)
            try:
                settings = _Settings(embedding, embedder, server, rebuild, workers, ray, bar_off(progress))
                report = _build(files, catalogue, store, settings)
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
    workers: int | None
    ray: str | None
    quiet: bool

    @property
    def name(self) -> str:
        """The model's."""
        return self.embedder.identity.name if self.embedder else self.embedding

    @property
    def digest(self) -> str:
        """The model's."""
        return self.embedder.identity.digest if self.embedder else model_digest(self.embedding)

    def hired(self, *, is_long: bool) -> Crew | Cluster | None:
        """Who is to do the work besides this process, where somebody is asked for or there is much to do."""
        if self.ray is not None:
            return Cluster(self.ray)
        count = min(cores(), _MOST) if self.workers is None else self.workers
        return Crew(count) if count and (is_long or self.workers is not None) else None


def bar_off(progress: bool | None) -> bool:
    """Whether tqdm is to stay silent: as asked, or by whether standard error is a terminal."""
    return not sys.stderr.isatty() if progress is None else not progress


def _build(files: Sequence[Path], catalogue: Catalogue, store: Path, settings: _Settings) -> BuildReport:
    known = read_model(catalogue)
    if known is not None and known.name != settings.name:
        message = f"got the embedding model {settings.name!r}; expected {known.name!r}, which this store was made with"
        raise StoreMismatch(message)
    if known is not None and files:  # before anything is read that could not be embedded
        require_weights(known, replace(known, digest=settings.digest))
    if known is None:
        catalogue.set_meta("schema", str(SCHEMA_VERSION))
    level_ledger(catalogue)
    origins = Origins()
    documents = origins.documents(files)
    readers: Workers = settings.hired(is_long=len(documents) >= _FEW) or Here()
    report = take_documents(documents, origins, catalogue, readers, quiet=settings.quiet)
    level_boilerplate(catalogue)
    if known is None or not is_embedded(catalogue, known.digest):
        report.embedded = _embed(catalogue, settings)
    with tqdm(desc="indexing", unit=" texts", disable=settings.quiet, leave=False) as bar:
        apart = settings.workers != 0
        level_indexes(catalogue, store, server=settings.server, fresh=settings.rebuild, apart=apart, report=bar.update)
    report.decisions, report.paragraphs, *_ = catalogue.totals()
    return report


def _embed(catalogue: Catalogue, settings: _Settings) -> int:
    known, digest = read_model(catalogue), settings.digest
    if known is not None:
        claim_model(catalogue, replace(known, digest=digest))
    codebook = load_codebook(digest)
    claim_codebook(catalogue, codebook)
    pending = Pending(catalogue, codebook)
    hired = settings.hired(is_long=pending.is_long)
    if pending.decisions and (isinstance(hired, Cluster) or (hired and not settings.embedder)):
        threads = max(1, cores() // hired.count) if isinstance(hired, Crew) else 1
        task = EmbedTask(settings.embedding, settings.embedder, threads)
        return embed_pending(catalogue, task, pending, hired, quiet=settings.quiet)
    embedder = settings.embedder or load_embedder(settings.embedding)
    claim_model(catalogue, embedder.identity)
    return embed_pending(catalogue, EmbedTask(settings.embedding, embedder), pending, Here(), quiet=settings.quiet)
