"""The one place where a store and its models are put together, and the short door that uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Embedder, Spans, StoreMismatch, StoreMissing, TokenVectors, UsageError
from rag.load import LazyEmbedder, _default_answerer, ask, load_answerer, load_answerers
from rag.settings import Settings

UNKNOWN = "What happened in 21 999 999?"
"""A question that is settled without any model."""


def test_a_store_answers_by_quotation_by_default(sample_store_folder: Path) -> None:
    """No language model is named, so none is made."""
    answerer = load_answerer(sample_store_folder, settings=Settings())
    assert (answerer.model_name, answerer.ask(UNKNOWN).status, answerer.store.count()) == ("quotation", "none", 12)
    answerer.store.close()


CHOSEN = [
    (Settings(llm="http://127.0.0.1:9/v1"), None, "http://127.0.0.1:9/v1#local"),  # by the settings
    (Settings(), "http://127.0.0.1:9/v1#small", "http://127.0.0.1:9/v1#small"),  # by the argument
    (Settings(llm="http://127.0.0.1:9/v1"), "quotation", "quotation"),  # the argument goes before the settings
]


@pytest.mark.parametrize(("settings", "llm", "name"), CHOSEN)
def test_the_model_is_the_argument_or_the_setting(
    sample_store_folder: Path, settings: Settings, llm: str | None, name: str
) -> None:
    """Nothing is sent to it before a question is asked."""
    answerer = load_answerer(sample_store_folder, llm, settings=settings)
    assert answerer.model_name == name
    answerer.store.close()


def test_the_store_is_the_argument_or_the_setting(sample_store_folder: Path, tmp_path: Path) -> None:
    """The argument goes before the setting; a path and its text are alike."""
    by_setting = load_answerer(settings=Settings(store=str(sample_store_folder)))
    by_argument = load_answerer(str(sample_store_folder), settings=Settings(store=str(tmp_path)))
    assert [one.store.count() for one in (by_setting, by_argument)] == [12, 12]
    by_setting.store.close()
    by_argument.store.close()


def test_without_a_store_the_error_says_so(tmp_path: Path) -> None:
    """An empty folder is no store."""
    with pytest.raises(StoreMissing, match="no store"):
        load_answerer(tmp_path, settings=Settings())


def test_another_embedding_model_is_refused(sample_store_folder: Path) -> None:
    """Vectors of two models do not compare."""
    with pytest.raises(StoreMismatch, match="another-model"):
        load_answerer(sample_store_folder, settings=Settings(embedding="another-model"))


def test_a_wrong_model_is_a_usage_error(sample_store_folder: Path) -> None:
    """The line says what was got."""
    with pytest.raises(UsageError, match=r"^got the model 'gpt-5'; expected"):
        load_answerer(sample_store_folder, "gpt-5", settings=Settings())


def test_the_embedding_model_is_loaded_at_the_first_question_and_kept(embedder: Embedder) -> None:
    """Its vectors are the model's own."""
    lazy = LazyEmbedder(embedder.identity)
    assert lazy._embedder is None
    first = lazy.embed(["a panel"])
    loaded = lazy._embedder
    assert np.allclose(first, embedder.embed(["a panel"]), atol=1e-5)
    assert np.allclose(lazy.embed(["a panel"]), first, atol=1e-5)
    assert lazy._embedder is loaded


def test_a_question_is_read_once(embedder: Embedder) -> None:
    """Its vector and its word pieces come from one reading, and whoever changes a vector changes his own."""
    readings: list[Sequence[str]] = []

    class Counting:
        identity = embedder.identity

        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            readings.append(texts)
            return embedder.embed(texts)

        def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
            readings.append(texts)
            return embedder.embed_tokens(texts)

        def split(self, texts: Sequence[str]) -> list[Spans]:
            return embedder.split(texts)

    lazy = LazyEmbedder(embedder.identity)
    lazy._embedder = Counting()
    first = lazy.embed(["a panel"])
    expected = first.copy()
    first *= 0
    assert np.array_equal(lazy.embed(["a panel"]), expected)
    assert np.array_equal(lazy.embed_tokens(["a panel"])[0].whole, expected[0])
    assert readings == [["a panel"]]


def test_other_weights_under_the_same_name_are_refused(embedder: Embedder) -> None:
    """The store's own digest decides, at the first question."""
    lazy = LazyEmbedder(replace(embedder.identity, digest="f" * 64))
    with pytest.raises(StoreMismatch, match=r"expected ffffffffffff\.\.\., which this store was made with: index the decisions"):
        lazy.embed(["a panel"])


@pytest.fixture
def fresh_door() -> Iterator[None]:
    """The short door keeps one answerer; a test begins and ends without."""
    _default_answerer.cache_clear()
    yield
    _default_answerer.cache_clear()


@pytest.mark.usefixtures("fresh_door")
def test_the_short_door_uses_the_environment_and_keeps_what_it_opened(
    sample_store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two questions, one store."""
    monkeypatch.setenv("PINPOINT_STORE", str(sample_store_folder))
    monkeypatch.setenv("PINPOINT_LLM", "quotation")
    answers = [ask(UNKNOWN), ask("What is the real name of Mrs G?")]
    assert [answer.status for answer in answers] == ["none", "none"]
    assert answers[0].text.startswith("I have no decision 21 999 999.")
    assert (_default_answerer.cache_info().misses, _default_answerer.cache_info().hits) == (1, 1)


@pytest.mark.usefixtures("fresh_door")
def test_the_short_door_reports_a_missing_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an error, never as an answer."""
    monkeypatch.setenv("PINPOINT_STORE", str(tmp_path))
    with pytest.raises(StoreMissing, match="no store"):
        ask(UNKNOWN)


def test_threads_at_once_read_each_its_own_texts(embedder: Embedder) -> None:
    """Texts of many lengths, embedded whole and by pieces by four threads, come out as they do one after the other."""
    lazy, texts = LazyEmbedder(embedder.identity), [("fault " * n).strip() for n in range(1, 40, 3)]
    expected = lazy.embed(texts)

    def work(_: int) -> bool:
        lazy.embed_tokens(texts[:3])
        return bool(np.allclose(lazy.embed(texts), expected, atol=1e-3))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(24)))


def test_answerers_share_a_store_and_end_with_quotation(sample_store_folder: Path) -> None:
    """Each model once, in the order named; quotation is always there."""
    llms = ["http://127.0.0.1:9/v1#a", "quotation", "http://127.0.0.1:9/v1#a"]
    first, second = load_answerers(sample_store_folder, llms, settings=Settings())
    assert (first.model_name, second.model_name) == ("http://127.0.0.1:9/v1#a", "quotation")
    assert first.store is second.store
    assert [one.model_name for one in load_answerers(sample_store_folder, settings=Settings())] == ["quotation"]
    first.store.close()
