"""Fixtures: the real embedding model, a store of the samples, a store of the real decisions where they are present."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from evals.local import serve_model, tiny_model
from index import Embedder, Store, UsageError, build_store, load_embedder, open_store, sample_folder, silence_libraries
from rag import Answerer

silence_libraries()

REAL = Path(__file__).parents[2] / "shared" / "decisions"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model, loaded once."""
    return load_embedder()


@pytest.fixture(scope="session")
def real_folder() -> Path:
    """The folder of real decisions, which stands beside the checkout and is never part of it."""
    if not REAL.is_dir():
        pytest.skip("the real decisions (../shared/decisions) are not on this machine")
    return REAL


@pytest.fixture(scope="session")
def sample_store_folder(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A store of the twelve samples; tests read it and copy it before they break it."""
    folder = tmp_path_factory.mktemp("samples") / "store"
    build_store([sample_folder()], folder, embedder=embedder)
    return folder


@pytest.fixture
def sample_store(sample_store_folder: Path) -> Iterator[Store]:
    """The store of samples, open."""
    store = open_store(sample_store_folder)
    yield store
    store.close()


@pytest.fixture(scope="session")
def sample_answerer(sample_store_folder: Path, embedder: Embedder) -> Answerer:
    """Answers by quotation from the samples."""
    return Answerer(open_store(sample_store_folder), embedder)


@pytest.fixture(scope="session")
def real_answerer(tmp_path_factory: pytest.TempPathFactory, real_folder: Path, embedder: Embedder) -> Answerer:
    """Answers by quotation from the real decisions."""
    folder = tmp_path_factory.mktemp("real") / "store"
    build_store([real_folder], folder, embedder=embedder)
    return Answerer(open_store(folder), embedder)


@pytest.fixture(scope="session")
def small_model() -> Iterator[str]:
    """The address of a llama.cpp server on loopback with SmolLM2-135M: it obeys form, not sense."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(serve_model(tiny_model()))
        except UsageError as error:
            pytest.skip(f"the real model: {error}")
        yield address
