"""Embedding what a store has read: every distinct text once, its vector and the codes of its word pieces from one reading.

Contract: texts are taken from the catalogue some thousands at a time, so memory stays flat, and go out in batches of one length.
What comes back is written when all of its thousands are there, in the order of their ids, or when the run ends for any reason but a
kill: in order the catalogue's pages are full, in the order of lengths a fifth of each stays empty. So a kill repeats some thousands
of texts, 20 seconds' work of two cores. A text that has a vector keeps it. Proved by tests/test_index_embedding.py and
tests/test_index_pieces.py.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.binding import claim_model
from index.catalogue import Catalogue
from index.embed import BATCH, Embedder, ModelIdentity, load_embedder
from index.errors import EmbeddingError
from index.pieces import Codebook, claim_codebook, load_codebook, put_pieces, telling_pieces, without_pieces
from index.vectors_at_rest import lacking, pending_decisions, put_vectors, text_ids
from index.windows import text_windows
from index.work import Fault, Limits, Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EmbedTask", "Pending", "embed_pending", "is_embedded"]

_BATCH = 8 * BATCH  # texts, and their characters when each is as long as the longest: about a second of one core
_BATCH_CHARACTERS = 60_000
_GROUP = 4_096  # texts looked out, sorted by length, and written at a time
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
        pieces = [telling_pieces(*one) for one in zip(texts, read, strict=True)]
        codes = self._codebook.encode(np.concatenate(pieces))
        ends = np.cumsum([len(one) for one in pieces])[:-1]
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
        self.ends: deque[int] = deque()
        """How many texts there are up to the end of each group that was begun and not passed yet."""
        self.looked_at = 0
        self.found = 0
        self._begun = 0
        self._catalogue = catalogue
        self._coded = codebook is not None
        self._groups = self._group()
        self._first = next(self._groups, {})
        self.is_long = len(self._first) >= _GROUP

    def batches(self) -> Iterator[tuple[Batch]]:
        """Texts of about one length, with their digests; as many as the model reads at once, or a multiple.

        For each other number torch would keep code of its own, which takes twice the memory.
        """
        for group in chain([self._first], self._groups):
            texts = sorted(group, key=lambda digest: len(group[digest]))
            self._begun += len(texts)
            self.ends.append(self._begun)
            while texts:
                count = min(_BATCH, _BATCH_CHARACTERS // max(1, len(group[texts[-1]]))) // BATCH * BATCH or BATCH
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
        (summary,) = self._catalogue.connection.execute("SELECT summary FROM decision WHERE id = ?", (decision_id,)).fetchone()
        for window in text_windows(summary, ((number, text) for number, _, text in self._catalogue.texts(decision_id))):
            yield window.sha256, window.text


def embed_pending(catalogue: Catalogue, task: EmbedTask, pending: Pending, workers: Workers, *, quiet: bool) -> int:
    """Embed each text that lacks its vector or its codes, once; returns how many."""
    total = 0
    held: list[tuple[tuple[str, ...], Read]] = []
    with tqdm(total=len(pending.decisions), desc="embedding", unit=" decisions", disable=quiet, leave=False) as bar:
        try:
            for digests, read in _read_all(workers.run(task, pending.batches())):
                if total == 0:
                    claim_model(catalogue, read.identity)
                held.append((digests, read))
                total += len(digests)
                if total >= pending.ends[0]:
                    pending.ends.popleft()
                    _put(catalogue, held, pending)
                bar.set_postfix_str(f"{total} texts", refresh=False)
                bar.update(max(0, pending.looked_at * total // pending.found - bar.n))
        finally:
            _put(catalogue, held, pending)
    return total


def _read_all(done: Iterable[tuple[Sequence[Batch], list[Read | Fault]]]) -> Iterator[tuple[tuple[str, ...], Read]]:
    """The digests of each batch with what was made of it.

    Raises:
        EmbeddingError: one came to nothing.
    """
    for batch, results in done:
        for (digests, _), read in zip(batch, results, strict=True):
            if isinstance(read, Fault):
                message = f"some texts were not embedded: {read.reason}; what was embedded is kept, run the same command again"
                raise EmbeddingError(message)
            yield digests, read


def _put(catalogue: Catalogue, held: list[tuple[tuple[str, ...], Read]], pending: Pending) -> None:
    """Write what came back, in the order of ids, and hold it no longer."""
    if not held:
        return
    by_id = text_ids(catalogue, [digest for digests, _ in held for digest in digests])
    new = lacking(catalogue, "vector", list(by_id))
    rows = {digest: (read, at) for digests, read in held for at, digest in enumerate(digests)}
    ordered = [(digest, *rows[digest]) for digest in sorted(by_id, key=by_id.__getitem__)]
    with catalogue.transaction():
        put_vectors(catalogue, {by_id[digest]: read.vectors[at] for digest, read, at in ordered if digest in new})
        put_pieces(catalogue, {by_id[digest]: read.codes[at] for digest, read, at in ordered if read.codes})
    pending.under_way.difference_update(rows)
    held.clear()
