"""Fixtures: the real embedding model, a store of the samples, a store of the real decisions where they are present."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_doubles import ScriptedAnswerer, TwoDecisions
from browsing import CHROMIUM_FLAGS, Visit, free_port
from filelock import FileLock
from scripted_server import ScriptedServer

from evals.local import serve_model, tiny_model
from index import Embedder, Store, UsageError, build_store, load_embedder, open_store, sample_folder, silence_libraries
from rag import Answerer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

silence_libraries()

REAL = Path(__file__).parents[2] / "shared" / "decisions"


def built_once(places: pytest.TempPathFactory, name: str, decisions: Path, embedder: Embedder) -> Path:
    """A store for this process: the first process of the run that needs it builds it, the others copy what was built."""
    base = places.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with FileLock(shared / f"{name}.lock"):
        if not (built := shared / f"{name}-built").exists():
            build_store([decisions], shared / f"{name}-build", embedder=embedder)
            (shared / f"{name}-build").rename(built)
        folder = places.mktemp(name) / "store"
        shutil.copytree(built, folder)
    return folder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model, loaded once."""
    return load_embedder()


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A fresh server of scripted answers, in a language model's place."""
    with ScriptedServer() as running:
        yield running


@pytest.fixture(scope="session")
def real_folder() -> Path:
    """The folder of real decisions, which stands beside the checkout and is never part of it."""
    if not REAL.is_dir():
        pytest.skip("the real decisions (../shared/decisions) are not on this machine")
    return REAL


@pytest.fixture(scope="session")
def sample_store_folder(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A store of the twelve samples; tests read it and copy it before they break it."""
    return built_once(tmp_path_factory, "samples", sample_folder(), embedder)


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
    return Answerer(open_store(built_once(tmp_path_factory, "real", real_folder, embedder)), embedder)


@pytest.fixture(scope="session")
def small_model() -> Iterator[str]:
    """The address of a llama.cpp server on loopback with SmolLM2-135M: it obeys form, not sense."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(serve_model(tiny_model()))
        except UsageError as error:
            pytest.skip(f"the real model: {error}")
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, headless, the network cut; closed after its module, since Playwright's loop runs in this thread."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium for the browser tests; install it: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="no playwright; install it: pip install playwright")
    with api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ScriptedAnswerer, str]]:
    """The chat on a free port of this machine, over a double that answers by a model or by quotation."""
    from rag.screens import Options, launch_app

    store = TwoDecisions(tmp_path_factory.mktemp("chat"))
    answerer = ScriptedAnswerer(store)
    options = Options(port=free_port(), rate=None, with_tools=True)
    chat = launch_app([answerer, ScriptedAnswerer(store, model_name="quotation")], options, wait=False)
    yield answerer, chat.url
    chat.close()


@pytest.fixture
def visit(browser: Browser, served: tuple[ScriptedAnswerer, str]) -> Iterator[Visit]:
    """A fresh visit; whatever a test does, nothing leaves this machine, pops up or breaks on the page."""
    answerer, address = served
    context = browser.new_context(viewport={"width": 1366, "height": 768}, permissions=["clipboard-read", "clipboard-write"])
    visit = Visit(context.new_page(), answerer, address)
    visit.watch()
    visit.page.goto(address)
    visit.page.get_by_label("Question").wait_for()
    yield visit
    context.close()
    assert visit.trouble() == ({"127.0.0.1"}, [], [])


@pytest.fixture(scope="module")
def quick_networks() -> Iterator[None]:
    """Networks of the ranking fitted in a moment: what is tested is what goes in and comes out, not how well it ranks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evals.network._MEMBERS", 1)
        patch.setattr("evals.network._EPOCHS", 3)
        patch.setattr("evals.network._FOLDS", 2)
        yield
