"""Indexing is incremental by content, reports every file, and never lets a worse reading replace a better one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import (
    DecisionKey,
    Embedder,
    Reference,
    StoreMismatch,
    UsageError,
    build_store,
    check_store,
    open_store,
    sample_folder,
)

SMALL = """FICTIONAL test decision

Ashcombe Borough Council (98 100 001)

Decision : Upheld

The complaint

  1. Mr B complains that the Council lost his form.

What I found

  1. The Council lost the form. That was fault.

Final decision

  1. I uphold the complaint.
"""
DASHES = SMALL.replace("  1. ", "- ").replace("\n\n", "\n")


class CountingEmbedder:
    """The real model, with a count of the texts it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self.identity = embedder.identity
        self._embedder = embedder
        self.texts: list[str] = []

    def embed(self, texts: object) -> object:
        """Count and pass on."""
        self.texts.extend(texts)  # type: ignore[arg-type]  # a sequence of texts
        return self._embedder.embed(texts)  # type: ignore[arg-type]  # the same

    def embed_tokens(self, texts: object) -> object:
        """Count and pass on."""
        self.texts.extend(texts)  # type: ignore[arg-type]  # the same
        return self._embedder.embed_tokens(texts)  # type: ignore[arg-type]  # the same

    def split(self, texts: object) -> object:
        """Pass on."""
        return self._embedder.split(texts)  # type: ignore[arg-type]  # the same


def test_second_run_reads_and_embeds_nothing(tmp_path: Path, embedder: Embedder) -> None:
    """Files with known content are unchanged, whatever their name."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(SMALL)
    first = build_store([tmp_path / "in"], tmp_path / "store", embedder=embedder)
    (tmp_path / "in" / "a.txt").rename(tmp_path / "in" / "b.html")
    second = build_store([tmp_path / "in"], tmp_path / "store", embedder=embedder)
    assert (first.read, first.unchanged, first.embedded) == (1, 0, 3)
    assert (second.read, second.unchanged, second.embedded, second.decisions) == (0, 1, 0, 1)


def test_each_distinct_text_is_embedded_once(tmp_path: Path, embedder: Embedder) -> None:
    """The same paragraph in two decisions costs one embedding."""
    counting = CountingEmbedder(embedder)
    (tmp_path / "a.txt").write_text(SMALL)
    (tmp_path / "b.txt").write_text(SMALL.replace("98 100 001", "98 100 002"))
    build_store([tmp_path], tmp_path / "store", embedder=counting)  # type: ignore[arg-type]  # a complete double
    assert sorted(counting.texts) == [
        "I uphold the complaint.",
        "Mr B complains that the Council lost his form.",
        "The Council lost the form. That was fault.",
    ]


def test_changed_file_replaces_its_decision(tmp_path: Path, embedder: Embedder) -> None:
    """A new text of the same decision takes the old one's place in every part."""
    path = tmp_path / "a.txt"
    path.write_text(SMALL)
    build_store([path], tmp_path / "store", embedder=embedder)
    path.write_text(SMALL.replace("lost the form", "mislaid the form"))
    report = build_store([path], tmp_path / "store", embedder=embedder)
    assert (report.read, report.replaced, report.decisions, report.paragraphs) == (0, 1, 1, 3)
    store = open_store(tmp_path / "store")
    decision = store.find(Reference("98 100 001"))[0]
    assert decision.paragraphs[1].text == "The Council mislaid the form. That was fault."
    assert check_store(tmp_path / "store") == ()
    assert decision.key == DecisionKey(Reference("98 100 001"), "ashcombe-borough-council")
    store.close()


def test_estimated_numbers_do_not_replace_counted_ones(tmp_path: Path, embedder: Embedder) -> None:
    """A dash extraction of a decision that is already read with sure numbers is kept out, with the reason."""
    (tmp_path / "a.txt").write_text(SMALL)
    (tmp_path / "b.txt").write_text(DASHES)
    report = build_store([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "store", embedder=embedder)
    assert (report.read, len(report.superseded)) == (1, 1)
    assert "already read with more exact numbers" in report.superseded[0][1]
    again = build_store([tmp_path / "b.txt"], tmp_path / "other", embedder=embedder)
    better = build_store([tmp_path / "a.txt"], tmp_path / "other", embedder=embedder)
    assert (again.read, better.replaced) == (1, 1)


def test_bad_files_are_rejected_and_the_rest_is_read(tmp_path: Path, embedder: Embedder) -> None:
    """Each file that is no decision gets one line; the good one is read."""
    (tmp_path / "good.txt").write_text(SMALL)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "half.txt").write_text(SMALL[:60])
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "error.html").write_text("<html><head><title>404</title></head><body><h1>Not found</h1></body></html>")
    report = build_store([tmp_path], tmp_path / "out" / "store", embedder=embedder)
    assert report.read == 1
    assert {Path(path).name for path, _ in report.rejected} == {"empty.txt", "half.txt", "binary.txt", "error.html"}
    assert all("\n" not in reason for _, reason in report.rejected)


def test_missing_path_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A path that does not exist is a wrong command."""
    with pytest.raises(UsageError, match="expected a file or folder that exists"):
        build_store([tmp_path / "nowhere"], tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_store_is_bound_to_its_model(sample_store_folder: Path) -> None:
    """Indexing with another model is refused with both names."""
    with pytest.raises(StoreMismatch, match=r"got the embedding model 'other'; expected 'all-MiniLM-L6-v2\+decisions'"):
        build_store([sample_folder()], sample_store_folder, embedding="other")


def test_a_store_of_other_weights_is_refused_before_anything_is_read(tmp_path: Path, embedder: Embedder) -> None:
    """What another version's model embedded cannot be added to: nothing is taken, and the way out is named."""
    (tmp_path / "a.txt").write_text(SMALL)
    build_store([tmp_path / "a.txt"], tmp_path / "store", embedder=embedder)
    connection = sqlite3.connect(tmp_path / "store" / "catalogue.sqlite3")
    connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", ("e" * 64,))
    connection.commit()
    (tmp_path / "b.txt").write_text(SMALL.replace("99 000 ", "98 000 "))
    with pytest.raises(StoreMismatch, match=r"expected eeeeeeeeeeee\.\.\., which .*: index the decisions into a new folder$"):
        build_store([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "store", embedder=embedder)
    assert connection.execute("SELECT count(*) FROM decision").fetchone() == (1,)
    connection.close()


def test_an_interrupted_run_is_completed_without_paths(tmp_path: Path, embedder: Embedder) -> None:
    """Vectors that are missing are made by a run that is given nothing to read."""
    (tmp_path / "a.txt").write_text(SMALL)
    build_store([tmp_path / "a.txt"], tmp_path / "store", embedder=embedder)
    connection = sqlite3.connect(tmp_path / "store" / "catalogue.sqlite3")
    connection.execute("DELETE FROM vector")
    connection.commit()
    connection.close()
    assert open_store(tmp_path / "store").status().pending == 1
    assert build_store([], tmp_path / "store", embedder=embedder).embedded == 3
    assert open_store(tmp_path / "store").status().pending == 0
