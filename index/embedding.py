"""Embedding what a store has read: every distinct text once, its vector and the codes of its word pieces from one reading.

Contract: texts are taken from the catalogue some thousands at a time, so memory stays flat; they go out in batches of one length,
and each batch that comes back is a transaction, so that a kill repeats what is under way at most. A text that has a vector keeps
it. Proved by tests/test_index_embedding.py and tests/test_index_pieces.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.binding import claim_model
from index.catalogue import Catalogue
from index.embed import Embedder, ModelIdentity, load_embedder
from index.errors import EmbeddingError
from index.pieces import Codebook, claim_codebook, load_codebook, put_pieces, without_pieces
from index.vectors_at_rest import lacking, pending_decisions, put_vectors
from index.windows import text_windows
from index.work import Fault, Limits, Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EmbedTask", "Pending", "embed_pending", "is_embedded"]

_BATCH = 256  # texts, and their characters when each is as long as the longest: about a second of one core
_BATCH_CHARACTERS = 60_000
_GROUP = 8_192  # texts looked out and sorted by length at a time
_FEWER = 100  # decisions looked at for texts without a vector in one statement or two

Batch = tuple[tuple[str, ...], tuple[str, ...]]
"""Digests, and the texts they are of."""


def is_embedded(catalogue: Catalogue, model: str) -> bool:
    """Whether every window has its vector and, for a model (by digest) with a codebook, its codes by that codebook."""
    codebook = load_codebook(model)
    claim_codebook(catalogue, codebook)
    return not pending_decisions(catalogue) and not (codebook and without_pieces(catalogue))


@dataclass(frozen=True, slots=True)
class Read:
    """What a model made of some texts: a unit vector each, shape (texts, dimension); with a codebook the codes of each."""

    identity: ModelIdentity
    vectors: NDArray[np.float32]
    codes: tuple[NDArray[np.uint8], ...]


class TextReader:
    """A model that reads texts, with the codebook made for it."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self._codebook = load_codebook(embedder.identity.digest)

    def __call__(self, batch: Batch) -> Read:
        """Read the texts."""
        import numpy as np

        _, texts = batch
        if self._codebook is None:
            return Read(self.embedder.identity, self.embedder.embed(texts), ())
        read = self.embedder.embed_tokens(texts)
        codes = self._codebook.encode(np.concatenate([one.vectors for one in read]))
        ends = np.cumsum([len(one.vectors) for one in read])[:-1]
        return Read(self.embedder.identity, np.stack([one.whole for one in read]), tuple(np.split(codes, ends)))


@dataclass(frozen=True, slots=True)
class EmbedTask:
    """The task of embedding texts, with a model by name or one that is loaded; see index/work.py."""

    name: str
    embedder: Embedder | None = None
    threads: int = 1

    @property
    def limits(self) -> Limits:
        """A batch takes a second or two; a machine that swaps or sleeps may take long, and nothing here can hang for ever."""
        return Limits(seconds=1_800, threads=self.threads)

    def start(self) -> TextReader:
        """Load the model."""
        return TextReader(self.embedder or load_embedder(self.name))


class Pending:
    """The texts of a store that lack their vector or their codes, in batches, each text once however often it stands."""

    def __init__(self, catalogue: Catalogue, codebook: Codebook | None) -> None:
        self.decisions = sorted({*pending_decisions(catalogue), *(without_pieces(catalogue) if codebook else ())})
        self.under_way: set[str] = set()
        self.looked_at = 0
        self.found = 0
        self._catalogue = catalogue
        self._coded = codebook is not None
        self._groups = self._group()
        self._first = next(self._groups, {})
        self.is_long = len(self._first) >= _GROUP

    def batches(self) -> Iterator[tuple[Batch]]:
        """Texts of about one length, with their digests."""
        for group in chain([self._first], self._groups):
            texts = sorted(group, key=lambda digest: len(group[digest]))
            while texts:
                count = max(1, min(_BATCH, _BATCH_CHARACTERS // max(1, len(group[texts[-1]]))))
                some, texts = texts[-count:], texts[:-count]
                yield ((tuple(some), tuple(group[digest] for digest in some)),)

    def _group(self) -> Iterator[dict[str, str]]:
        group: dict[str, str] = {}
        for start in range(0, len(self.decisions), _FEWER):
            some = self.decisions[start : start + _FEWER]
            found = {window: text for one in some for window, text in self._texts(one)}
            bare = lacking(self._catalogue, "vector", list(found))
            if self._coded:
                bare |= lacking(self._catalogue, "piece", list(found))
            new = [digest for digest in found if digest in bare and digest not in self.under_way]
            self.under_way.update(new)
            self.found += len(new)
            group.update((digest, found[digest]) for digest in new)
            self.looked_at += len(some)
            if len(group) >= _GROUP:
                yield group
                group = {}
        yield group

    def _texts(self, decision_id: int) -> Iterator[tuple[str, str]]:
        one = self._catalogue.connection
        (summary,) = one.execute("SELECT summary FROM decision WHERE id = ?", (decision_id,)).fetchone()
        paragraphs = one.execute("SELECT number, text FROM paragraph WHERE decision_id = ? ORDER BY number", (decision_id,))
        for window in text_windows(summary, paragraphs.fetchall()):
            yield window.sha256, window.text


def embed_pending(catalogue: Catalogue, task: EmbedTask, pending: Pending, workers: Workers, *, quiet: bool) -> int:
    """Embed each text that lacks its vector or its codes, once; returns how many."""
    total = 0
    with tqdm(total=len(pending.decisions), desc="embedding", unit=" decisions", disable=quiet, leave=False) as bar:
        for batch, results in workers.run(task, pending.batches()):
            for (digests, _), read in zip(batch, results, strict=True):
                if isinstance(read, Fault):
                    message = f"some texts were not embedded: {read.reason}; what was embedded is kept, run the same command again"
                    raise EmbeddingError(message)
                if total == 0:
                    claim_model(catalogue, read.identity)
                _put(catalogue, digests, read)
                pending.under_way.difference_update(digests)
                total += len(digests)
            bar.set_postfix_str(f"{total} texts", refresh=False)
            bar.update(max(0, pending.looked_at * total // pending.found - bar.n))
    return total


def _put(catalogue: Catalogue, digests: Sequence[str], read: Read) -> None:
    new = lacking(catalogue, "vector", digests)
    first = [at for at, digest in enumerate(digests) if digest in new]
    with catalogue.transaction():
        put_vectors(catalogue, [digests[at] for at in first], read.vectors[first])
        if read.codes:
            put_pieces(catalogue, digests, read.codes)
