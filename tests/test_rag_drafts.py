"""Drafts are kept in a file, found again by what was asked, and replayed without the model."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from index import UsageError
from rag.drafts import Draft, DraftBook
from rag.errors import ModelError

WANTED = Draft("model", "prompts", "asked", "What was agreed?", "", 0.0, 0.0)


def _gives(*parts: str, fails: str = "") -> Generator[str]:
    yield from parts
    if fails:
        raise ModelError(fails)


def _unasked() -> Generator[str]:
    message = "the model was asked"
    raise AssertionError(message)


def test_a_draft_is_kept_as_it_comes_and_found_again(tmp_path: Path) -> None:
    """By another process too; the model is not asked twice."""
    path = tmp_path / "deep" / "drafts.jsonl"
    book = DraftBook.open(path)
    assert list(book.parts(WANTED, lambda: _gives("It ", "was £300."))) == ["It ", "was £300."]
    assert list(book.parts(WANTED, _unasked)) == ["It was £300."]
    again = DraftBook.open(path, only_replay=True)
    assert list(again.parts(WANTED, _unasked)) == ["It was £300."]
    (row,) = path.read_text(encoding="utf-8").splitlines()
    kept = json.loads(row)
    assert {name: kept[name] for name in ("model", "prompt_digest", "asked", "question", "text", "failed")} == {
        "model": "model", "prompt_digest": "prompts", "asked": "asked", "question": "What was agreed?", "text": "It was £300.",
        "failed": "",
    }  # fmt: skip
    assert 0 <= kept["first_s"] <= kept["seconds"]
    assert [draft.text for draft in again.used] == ["It was £300."]


@pytest.mark.parametrize("other", [("other", "prompts", "asked"), ("model", "other", "asked"), ("model", "prompts", "other")])
def test_another_model_prompt_or_source_is_another_draft(other: tuple[str, str, str], tmp_path: Path) -> None:
    """On replay it is a failure of the model that says what to do."""
    path = tmp_path / "drafts.jsonl"
    list(DraftBook.open(path).parts(WANTED, lambda: _gives("x")))
    with pytest.raises(ModelError, match="has no draft of this question and these sources; record it again"):
        list(DraftBook.open(path, only_replay=True).parts(Draft(*other, "", "", 0.0, 0.0), _unasked))


def test_a_failure_is_kept_and_asked_again_but_not_on_replay(tmp_path: Path) -> None:
    """A replay fails as the model did."""
    path = tmp_path / "drafts.jsonl"
    book = DraftBook.open(path)
    with pytest.raises(ModelError, match="broke off"):
        list(book.parts(WANTED, lambda: _gives("It ", fails="broke off")))
    replayed = DraftBook.open(path, only_replay=True).parts(WANTED, _unasked)
    assert next(replayed) == "It "  # what it had written before
    with pytest.raises(ModelError, match=r"^broke off$"):
        next(replayed)
    assert list(DraftBook.open(path).parts(WANTED, lambda: _gives("well"))) == ["well"]
    assert list(DraftBook.open(path, only_replay=True).parts(WANTED, _unasked)) == ["well"]


def test_drafts_name_their_model(tmp_path: Path) -> None:
    """So that a replay need not be told it; several are not guessed among."""
    book = DraftBook.open(tmp_path / "drafts.jsonl")
    list(book.parts(WANTED, lambda: _gives("x")))
    assert book.model == "model"
    list(book.parts(replace(WANTED, model="other"), lambda: _gives("x")))
    with pytest.raises(UsageError, match=r"^got drafts of 2 models in drafts\.jsonl; expected those of one"):
        _ = book.model


def test_what_a_reader_took_before_it_had_enough_is_kept(tmp_path: Path) -> None:
    """A replay then gives the same."""
    book = DraftBook.open(tmp_path / "drafts.jsonl")
    parts = book.parts(WANTED, lambda: _gives("one ", "two ", "three"))
    assert next(parts) == "one "
    parts.close()
    assert list(book.parts(WANTED, _unasked)) == ["one "]


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"model": "x"}', '{"other": 1}', "[" * 100_000])
def test_a_file_that_holds_no_drafts_is_one_line(line: str, tmp_path: Path) -> None:
    """The number of the line is said."""
    path = tmp_path / "drafts.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=r"^drafts\.jsonl line 1: got something that is not a draft"):
        DraftBook.open(path)


def test_a_replay_needs_its_file(tmp_path: Path) -> None:
    """One that is not there, or is a folder, is named."""
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(UsageError, match="expected a file of drafts that can be read"):
            DraftBook.open(path, only_replay=True)
