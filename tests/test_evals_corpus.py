"""The generator of invented decisions: the same seed, the same bytes; every file reads back as it was meant."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evals.corpus import generate_decision, write_corpus
from index import read_decision


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs agree, another seed does not, and a longer run begins with the shorter one."""
    write_corpus(tmp_path / "a", 6)
    write_corpus(tmp_path / "b", 6, seed=0)
    write_corpus(tmp_path / "c", 6, seed=1)
    write_corpus(tmp_path / "d", 3)
    first, again, other, short = (contents(tmp_path / name) for name in "abcd")
    assert first == again
    assert all(first[name] != other[name] for name in first)
    assert short == {name: first[name] for name in sorted(first)[:3]}


def test_paths_are_named_by_reference(tmp_path: Path) -> None:
    """The paths come back in order, a prefix no real decision has in each."""
    assert [path.name for path in write_corpus(tmp_path / "deep" / "folder", 2)] == ["98-000-000.txt", "98-000-001.txt"]
    assert write_corpus(tmp_path / "none", 0) == []


@pytest.mark.parametrize("number", [0, 1, 7, 999, 1000, 123_456])
def test_a_file_reads_back_with_all_its_paragraphs(tmp_path: Path, number: int) -> None:
    """Paragraphs are counted through, whatever their printed numbers restart at; metadata is what the header says."""
    text = generate_decision(number, random.Random(number))  # noqa: S311 - a corpus, not a secret
    path = tmp_path / "decision.txt"
    path.write_text(text, encoding="utf-8")
    written = [line.split(". ", 1)[1] for line in text.splitlines() if line.startswith("  ")]
    decision = read_decision(path)
    assert [paragraph.text for paragraph in decision.paragraphs] == written
    assert [paragraph.number for paragraph in decision.paragraphs] == list(range(1, len(written) + 1))
    assert (str(decision.reference), decision.outcome) == (f"98 {number // 1000:03d} {number % 1000:03d}", "Upheld")
    assert f"Decision date : {decision.decision_date:%d %b %Y}" in text
    assert [warning for warning in decision.warnings if "fictional" in warning] != []


def test_every_file_says_that_it_is_fictional(tmp_path: Path) -> None:
    """Its first line says so."""
    first = {path.read_text(encoding="utf-8").splitlines()[0] for path in write_corpus(tmp_path, 20)}
    assert first == {"FICTIONAL - generated for testing; not a decision of the Ombudsman"}
