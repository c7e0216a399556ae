"""Every distinct text is embedded once, in batches of one length, here or in child processes, and a kill costs one batch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import index.embedding
from evals.corpus import write_corpus
from index import Embedder, build_store, check_store
from index.catalogue import Catalogue
from index.embedding import EmbedTask, Pending, TextReader, embed_pending
from index.layout import CATALOGUE
from index.pieces import load_codebook
from index.vectors_at_rest import put_vectors, stored_vectors
from index.work import Here


@pytest.fixture
def read_only(tmp_path: Path, embedder: Embedder) -> Catalogue:
    """The catalogue of some decisions whose vectors were taken away."""
    write_corpus(tmp_path / "in", 12)
    build_store([tmp_path / "in"], tmp_path / "store", embedder=embedder)
    catalogue = Catalogue.open(tmp_path / "store" / CATALOGUE, writing=True)
    catalogue.connection.execute("DELETE FROM vector")
    catalogue.connection.execute("DELETE FROM piece")
    return catalogue


def pending(catalogue: Catalogue, embedder: Embedder) -> Pending:
    """What is to be embedded."""
    return Pending(catalogue, load_codebook(embedder.identity.digest))


def test_batches_hold_each_text_once_and_are_of_one_length(
    read_only: Catalogue, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over several groups with none written yet, as when child processes are busy; a batch of long texts is smaller.

    All but the last of a group are as many as the model reads at once, or a multiple.
    """
    monkeypatch.setattr(index.embedding, "_GROUP", 40)
    monkeypatch.setattr(index.embedding, "_FEWER", 2)
    monkeypatch.setattr(index.embedding, "_BATCH", 8)
    monkeypatch.setattr(index.embedding, "BATCH", 4)
    monkeypatch.setattr(index.embedding, "_BATCH_CHARACTERS", 1_200)
    batches = [texts for ((_, texts),) in pending(read_only, embedder).batches()]
    every = [text for texts in batches for text in texts]
    assert len(every) == len(set(every)) > 80
    spread = [max(map(len, texts)) - min(map(len, texts)) for texts in batches]
    assert sum(spread) / len(spread) < np.ptp([len(text) for text in every]) / 3
    sizes = [len(texts) for texts in batches]
    assert {4, 8} <= {*sizes}
    assert sum(size % 4 != 0 for size in sizes) <= len(every) // 40 + 1
    monkeypatch.setattr(index.embedding, "_BATCH_CHARACTERS", 1)
    assert max(len(texts) for ((_, texts),) in pending(read_only, embedder).batches()) == 4


def test_an_interrupted_run_goes_on_with_what_is_missing(
    read_only: Catalogue, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written stays, and no text is embedded twice."""
    monkeypatch.setattr(index.embedding, "_BATCH", 8)
    monkeypatch.setattr(index.embedding, "BATCH", 8)
    embedded: list[str] = []

    class Breaks(TextReader):
        def __call__(self, batch: tuple[tuple[str, ...], tuple[str, ...]]) -> index.embedding.Read:
            if len(embedded) >= 40 and not allowed:
                raise KeyboardInterrupt
            embedded.extend(batch[1])
            return super().__call__(batch)

    monkeypatch.setattr(index.embedding, "TextReader", Breaks)
    allowed: list[bool] = []
    task = EmbedTask("", embedder)
    with pytest.raises(KeyboardInterrupt):
        embed_pending(read_only, task, pending(read_only, embedder), Here(), quiet=True)
    allowed.append(True)
    left = embed_pending(read_only, task, pending(read_only, embedder), Here(), quiet=True)
    assert len(embedded) == len(set(embedded)) == 40 + left
    assert pending(read_only, embedder).decisions == []


def test_what_comes_back_is_written_in_order_and_by_thousands(
    read_only: Catalogue, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches are of one length, rows of rising ids: a page that is written in order is full."""
    monkeypatch.setattr(index.embedding, "_GROUP", 60)
    monkeypatch.setattr(index.embedding, "_FEWER", 2)
    monkeypatch.setattr(index.embedding, "_BATCH", 8)
    written: list[list[int]] = []

    def put(catalogue: Catalogue, vectors: dict[int, object]) -> None:
        written.append([*vectors])
        put_vectors(catalogue, vectors)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr("index.embedding.put_vectors", put)
    total = embed_pending(read_only, EmbedTask("", embedder), pending(read_only, embedder), Here(), quiet=True)
    assert [ids for ids in written if ids != sorted(ids)] == []
    assert sum(map(len, written)) == total
    assert len(written) > 2
    assert min(map(len, written[:-1])) >= 60


def test_child_processes_embed_the_same(tmp_path: Path, embedder: Embedder) -> None:
    """A store that was read and embedded by child processes is sound, and its vectors are those that are made here."""
    write_corpus(tmp_path / "in", 6)
    build_store([tmp_path / "in"], tmp_path / "there", workers=1)
    build_store([tmp_path / "in"], tmp_path / "here", embedder=embedder)
    assert check_store(tmp_path / "there") == ()
    made = []
    for name in ("here", "there"):
        catalogue = Catalogue.open(tmp_path / name / CATALOGUE)
        made.append([*stored_vectors(catalogue)])
        catalogue.close()
    for (ids, here), (others, there) in zip(*made, strict=True):
        assert ids == others
        assert (here * there).sum(axis=1).min() > 0.999
