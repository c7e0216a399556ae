"""The walls of the house: who may import whom, and where heavy libraries may stand."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "rag", "evals", "prompts")
SCREENS = "rag/screens"
PEER_LANGCHAIN = "evals/bench/peer_langchain.py"
FORBIDDEN = [
    ("index", {"rag", "evals", "app", "prompts"}),  # decisions know nothing of questions
    ("rag", {"evals", "app"}),  # answers know nothing of doors and measures
    ("evals", {"app"}),
    ("app", {"evals", "prompts"}),
]
EDGES = [
    ("chromadb", {"index/vectors.py"}),
    ("tantivy", {"index/lexical.py"}),
    ("sentence_transformers", {"index/embed.py", "index/adapter.py", "evals/adapt.py"}),
    ("torch", {"index/embed.py", "index/adapter.py", "evals/adapt.py", "evals/network.py"}),
    ("langchain", {"rag/chain.py", "rag/models.py"}),
    ("langchain_core", {"rag/chain.py", "rag/chat.py", "rag/models.py", "evals/baseline.py", PEER_LANGCHAIN}),
    ("langchain_openai", {"rag/chain.py", "rag/models.py"}),
    ("langchain_chroma", {"evals/baseline.py", PEER_LANGCHAIN}),
    ("llama_index", {"evals/bench/peer_llamaindex.py"}),
    ("haystack", {"evals/bench/peer_haystack.py"}),
    ("bs4", {"index/readers/html.py", "index/fetching/listing.py"}),
    ("httpx2", {"index/fetching/client.py"}),
    ("protego", {"index/fetching/robots.py"}),
    ("gradio", {f"{SCREENS}/{name}.py" for name in ("blocks", "endpoints", "ledger", "reader", "server", "talk")}),
    ("mcp", {f"{SCREENS}/tools.py"}),
    ("uvicorn", {f"{SCREENS}/server.py"}),
    ("fastapi", {f"{SCREENS}/server.py"}),
    ("pdfminer", {"index/readers/pdf.py"}),
    ("docx", {"index/readers/docx.py", "index/readers/docx_numbers.py", "evals/rendered_files.py", "rag/page/word.py"}),
    ("ray", {"index/cluster.py"}),
    ("fpdf", {"evals/rendered_files.py"}),
]


def modules() -> list[Path]:
    """Every module of the product."""
    return [ROOT / "app.py", *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))]


@cache
def imported(path: Path) -> frozenset[str]:
    """The dotted names a module imports, anywhere in it; read once for all walls."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return frozenset(names)


@pytest.mark.parametrize(("package", "forbidden"), FORBIDDEN)
def test_imports_point_one_way(package: str, forbidden: set[str]) -> None:
    """No part imports a part above it."""
    paths = [path for path in modules() if path.relative_to(ROOT).parts[0].removesuffix(".py") == package]
    assert paths
    assert {path.name: bad for path in paths if (bad := {name.split(".")[0] for name in imported(path)} & forbidden)} == {}


@pytest.mark.parametrize(("library", "allowed"), EDGES)
def test_heavy_libraries_stay_at_the_edge(library: str, allowed: set[str]) -> None:
    """Each heavy library is imported in its own modules only."""
    users = {str(path.relative_to(ROOT)) for path in modules() if any(name.split(".")[0] == library for name in imported(path))}
    assert users <= allowed


def is_door(path: Path) -> bool:
    """Whether a module uses answers rather than makes them: the evaluation, the chat's screens and its door."""
    place = str(path.relative_to(ROOT))
    return place == "app.py" or place.startswith(("evals/", f"{SCREENS}/"))


def test_parts_use_each_others_public_lists() -> None:
    """Rag, evals and the chat take from index only what its public list names, and evals and the chat from rag and its screens."""
    inner = {
        str(path.relative_to(ROOT)): sorted(
            name
            for name in imported(path)
            if (name.startswith("index.") and path.parent.name != "rag")
            or (is_door(path) and name.startswith("rag.") and not name.startswith("rag.screens"))
            or (not str(path.relative_to(ROOT)).startswith(f"{SCREENS}/") and name.startswith("rag.screens."))
        )
        for path in modules()
        if path.relative_to(ROOT).parts[0] in {"rag", "evals", "app.py"}
    }
    assert {path: names for path, names in inner.items() if names} == {}


def test_answers_know_nothing_of_the_screens() -> None:
    """Only the chat's door imports what lays it out and serves it."""
    users = {str(path.relative_to(ROOT)) for path in modules() if "rag.screens" in imported(path)}
    assert users == {"app.py"}


def test_the_environment_is_read_in_one_place() -> None:
    """Only the settings read os.environ; the silencer sets defaults and hands a child process its own."""
    readers = {str(path.relative_to(ROOT)) for path in modules() if "os.environ" in path.read_text(encoding="utf-8")}
    assert readers == {"rag/settings.py", "index/quiet.py"}


def test_help_and_imports_load_nothing_heavy() -> None:
    """`import rag` and the command line's parser leave the heavy libraries unloaded."""
    code = (
        "import sys, rag, rag.cli; rag.cli._parser();"
        "heavy = {'torch', 'chromadb', 'gradio', 'langchain', 'langchain_core', 'sentence_transformers', 'tantivy', 'bs4'};"
        "heavy |= {'pdfminer', 'docx', 'httpx2', 'protego', 'ray'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small(path: Path) -> None:
    """No module is over 300 lines and no function over 50 without its docstring."""
    source = path.read_text(encoding="utf-8")
    long_functions = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            docstring = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) else 0
            if (node.end_lineno or 0) - node.lineno + 1 - docstring > 50:
                long_functions.append(node.name)
    assert (source.count("\n") <= 300, long_functions) == (True, [])


@pytest.mark.parametrize("package", ["index", "rag"])
def test_public_lists_are_sorted_and_true(package: str) -> None:
    """Every name of a public list exists, and the list says all of it."""
    module = __import__(package)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert len(module.__all__) == len(set(module.__all__))
