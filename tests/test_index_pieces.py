"""Word pieces at rest: kept in a few bytes, found by paragraph, made again for another codebook, left out where not kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from doubles import copied

from index import Codebook, Embedder, EmbeddingError, build_store, check_store, open_store, paragraph_id
from index.catalogue import Catalogue
from index.layout import CATALOGUE
from index.pieces import (
    CODEBOOK_FILE,
    claim_codebook,
    load_codebook,
    meet,
    near_windows,
    piece_problems,
    piece_terms,
    telling_pieces,
    without_pieces,
)


@pytest.fixture
def catalogue(sample_store_folder: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """A copy of the samples' catalogue."""
    shutil.copy(sample_store_folder / CATALOGUE, tmp_path / CATALOGUE)
    opened = Catalogue.open(tmp_path / CATALOGUE, writing=True)
    yield opened
    opened.close()


@pytest.fixture
def codebook(embedder: Embedder) -> Codebook:
    """The one that comes with the default model."""
    found = load_codebook(embedder.identity.digest)
    assert found is not None
    return found


def test_a_codebook_keeps_directions(codebook: Codebook, embedder: Embedder) -> None:
    """What is decoded is near to what was encoded, far nearer than to other word pieces, and of length one."""
    (text,) = embedder.embed_tokens(["The Council agreed to pay Mrs X £150 within one month for the delay at stage two."])
    kept = codebook.decode(codebook.encode(text.vectors))
    near = codebook.turned(text.vectors) @ kept.T
    assert np.allclose(np.linalg.norm(kept, axis=1), 1, atol=1e-3)
    assert near.diagonal().mean() > 0.8
    assert (near.argmax(axis=1) == np.arange(len(near))).mean() > 0.9


def test_a_code_is_the_nearest_example(codebook: Codebook, embedder: Embedder) -> None:
    """By the distance of each stretch to every example, for more word pieces than are compared at a time."""
    some = embedder.embed_tokens([f"The Council will pay £{at} for what it did not do in {at} weeks." for at in range(40)])
    vectors = np.concatenate([one.vectors for one in some])
    assert len(vectors) > 512
    codes = codebook.encode(vectors)
    stretches = codebook.turned(vectors).reshape(len(vectors), *codebook.examples.shape[::2])
    for at, examples in enumerate(codebook.examples):
        far = np.linalg.norm(stretches[:, at, None] - examples, axis=2)
        assert far[np.arange(len(far)), codes[:, at]] == pytest.approx(far.min(axis=1), abs=1e-5)


def test_cosines_are_those_of_the_decoded(codebook: Codebook, embedder: Embedder) -> None:
    """Without the decoded rows being made unit rows one by one."""
    asked, text = embedder.embed_tokens(["was a panel refused?", "The Council refused Mr X a stage three review panel."])
    codes = codebook.encode(text.vectors)
    slow = codebook.turned(asked.vectors) @ codebook.decode(codes).T
    assert codebook.cosines(asked.vectors, codes) == pytest.approx(slow, abs=1e-5)
    assert codebook.cosines(asked.vectors, codes[:0]).shape == (len(asked.vectors), 0)


WORDS = [
    ("the council refused", [(), ("council",), ("refus",)]),  # a stop word has no terms
    ("the Council’s duty", [(), ("council",), ("council",), ("council",), ("duti",)]),  # its parts belong to the whole word
    ("paid (£5), then.", [("paid",), (), ("5",), (), (), (), ()]),  # nor has punctuation, but for what is one piece with a word
    ("safeguarding", [("safeguard",)] * 2),  # a word in pieces
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_a_piece_has_the_terms_of_its_word(text: str, expected: list[tuple[str, ...]], embedder: Embedder) -> None:
    """Every piece of it; what has none is left out of texts and questions alike."""
    (read,) = embedder.embed_tokens([text])
    assert piece_terms(text, read.spans) == expected
    assert len(telling_pieces(text, read)) == sum(map(bool, expected))
    assert embedder.split([text]) == [read.spans]


def test_a_text_of_stop_words_alone_meets_nothing(catalogue: Catalogue, codebook: Codebook, embedder: Embedder) -> None:
    """It is kept, with no row, and is not encoded again for each question."""
    one = paragraph_id(1, 1)
    catalogue.connection.execute(
        "UPDATE piece SET codes = x'' WHERE text IN (SELECT text FROM window WHERE decision_id = 1 AND number = 1)"
    )
    (asked,) = embedder.embed_tokens(["stage three panel"])
    assert meet(catalogue, codebook, asked.vectors, [one])[one].tolist() == [0.0] * len(asked.vectors)
    assert without_pieces(catalogue) == ()


def test_another_model_has_no_codebook() -> None:
    """Its word pieces would be read by the wrong examples."""
    assert load_codebook("0" * 64) is None


@pytest.mark.parametrize("damage", [b"", b"no tensors at all", None])  # empty, strange, and gone
def test_a_damaged_codebook_is_refused(damage: bytes | None, tmp_path: Path) -> None:
    """In one line that names the file."""
    file = tmp_path / CODEBOOK_FILE.name
    if damage is not None:
        file.write_bytes(damage)
    with pytest.raises(EmbeddingError, match=r"^got pieces\.safetensors that cannot be read"):
        load_codebook("0" * 64, file)


def test_a_paragraph_meets_its_own_words(catalogue: Catalogue, codebook: Codebook, embedder: Embedder) -> None:
    """Of all paragraphs of a decision each is met best by its own text, one of several windows too."""
    decision = catalogue.decision(1)
    assert decision is not None
    ids = [paragraph_id(1, paragraph.number) for paragraph in decision.paragraphs]
    longest = max(decision.paragraphs, key=lambda paragraph: len(paragraph.text))
    for paragraph in (decision.paragraphs[0], longest):
        (asked,) = embedder.embed_tokens([paragraph.text])
        met = meet(catalogue, codebook, asked.vectors, ids)
        assert set(met) == set(ids)
        assert max(ids, key=lambda one: met[one].mean()) == paragraph_id(1, paragraph.number)
    assert met[ids[0]].shape == (len(asked.vectors),)


def test_the_windows_of_a_paragraph_meet_what_all_of_it_meets(catalogue: Catalogue, codebook: Codebook, embedder: Embedder) -> None:
    """The best of its windows, for every paragraph of a decision; one that is not there has none."""
    (asked,) = embedder.embed_tokens(["was a panel refused?"])
    numbers = [number for (number,) in catalogue.connection.execute("SELECT DISTINCT number FROM window WHERE decision_id = 1")]
    for number in numbers:
        whole = meet(catalogue, codebook, asked.vectors, [paragraph_id(1, number)])[paragraph_id(1, number)]
        windows = near_windows(catalogue, codebook, asked.vectors, paragraph_id(1, number))
        assert windows is not None
        assert np.concatenate(windows, axis=1).max(axis=1) == pytest.approx(whole, abs=1e-5)
    assert near_windows(catalogue, codebook, asked.vectors, paragraph_id(1, 9_999)) is None


def test_word_pieces_are_looked_up_by_their_place(catalogue: Catalogue, codebook: Codebook, embedder: Embedder) -> None:
    """No statement reads every window of the store, however many paragraphs are asked for."""
    (asked,) = embedder.embed_tokens(["was a panel refused?"])
    statements: list[str] = []
    catalogue.connection.set_trace_callback(statements.append)
    meet(catalogue, codebook, asked.vectors, [paragraph_id(1, number) for number in range(1, 30)])
    catalogue.connection.set_trace_callback(None)
    (statement,) = [one for one in statements if "codes" in one]
    plan = [row[-1] for row in catalogue.connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert any(step.startswith("SEARCH window") for step in plan)
    assert not any(step.startswith(("SCAN window", "SCAN piece")) for step in plan)


def test_what_is_not_kept_is_left_out(catalogue: Catalogue, codebook: Codebook, embedder: Embedder) -> None:
    """A paragraph of which a window is missing, one that does not exist, and no word at all."""
    (asked,) = embedder.embed_tokens(["stage three panel"])
    first, second = paragraph_id(1, 1), paragraph_id(1, 2)
    catalogue.connection.execute("DELETE FROM piece WHERE text IN (SELECT text FROM window WHERE decision_id = 1 AND number = 1)")
    assert set(meet(catalogue, codebook, asked.vectors, [first, second, paragraph_id(999, 1)])) == {second}
    assert meet(catalogue, codebook, asked.vectors[:0], [second])[second].shape == (0,)
    assert meet(catalogue, codebook, asked.vectors, []) == {}


def test_codes_of_another_codebook_are_not_read_and_are_made_again(
    catalogue: Catalogue, codebook: Codebook, embedder: Embedder
) -> None:
    """A store that was written with other examples is read without them, and its next indexing drops what they made."""
    other = Codebook(codebook.model, codebook.turn, codebook.examples[:, ::-1], "another")
    (asked,) = embedder.embed_tokens(["stage three panel"])
    assert meet(catalogue, other, asked.vectors, [paragraph_id(1, 1)]) == {}
    assert without_pieces(catalogue) == ()
    claim_codebook(catalogue, other)
    assert 1 in without_pieces(catalogue)


def test_a_store_without_word_pieces_gets_them(sample_store_folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    """As one that was made before they were kept: the next indexing makes them, keeps every vector, and the store is sound."""
    store = tmp_path / "store"
    copied(sample_store_folder, store)
    with_all = Catalogue.open(store / CATALOGUE, writing=True)
    before = dict(with_all.connection.execute("SELECT text, coded FROM vector"))
    with_all.connection.execute("DELETE FROM piece")
    with_all.close()
    (problem,) = check_store(store)
    assert problem.startswith("word pieces: those of 12 decisions are not kept yet")
    assert build_store([], store, embedder=embedder).embedded == len(before)
    opened = open_store(store)
    (asked,) = embedder.embed_tokens(["stage three panel"])
    ids = [paragraph_id(1, paragraph.number) for paragraph in opened.decision(1).paragraphs]
    assert set(opened.meet(asked.vectors, ids)) == set(ids)
    opened.close()
    again = Catalogue.open(store / CATALOGUE)
    assert dict(again.connection.execute("SELECT text, coded FROM vector")) == before
    again.close()
    assert check_store(store) == ()


PROBLEMS = [
    ("UPDATE piece SET codes = codes || x'00' WHERE text < 20", "texts whose codes are not 32 bytes each: "),
    ("DELETE FROM meta WHERE key = 'codebook'", "none are kept for this version; run pinpoint index to make them"),
]


@pytest.mark.parametrize(("damage", "expected"), PROBLEMS)
def test_what_is_wrong_with_them_is_said(damage: str, expected: str, catalogue: Catalogue, embedder: Embedder) -> None:
    """Each row is what was done to the store, and the line that `pinpoint check` gives."""
    assert list(piece_problems(catalogue, embedder.identity.digest)) == []
    catalogue.connection.executescript(damage)
    (problem,) = piece_problems(catalogue, embedder.identity.digest)
    assert problem.startswith(f"word pieces: {expected}")
