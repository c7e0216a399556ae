"""Keeps every library at home: telemetry, analytics, tracing and hub look-ups off before any of them is imported.

Entry points call `silence_libraries()` first. A value the user has set is left alone, except that nothing here turns a
switch on. Proved by tests/test_offline.py, which runs the product with every socket but loopback blocked.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["child_environment", "silence_libraries"]

_SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "",  # Chroma's tracing
    "GRADIO_ANALYTICS_ENABLED": "False",  # Gradio; any value but exactly "True" is off
    "GRADIO_RUN_HISTORY": "False",  # Gradio would keep questions in the browser and on a page of their own
    "HAYSTACK_TELEMETRY_ENABLED": "False",  # a peer of the benchmarks (evals/bench)
    "HF_HUB_DISABLE_TELEMETRY": "1",  # hub
    "HF_HUB_OFFLINE": "1",  # a model name must never become a download
    "TRANSFORMERS_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",  # LangChain
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",  # its threads warn after a fork
    "RAY_USAGE_STATS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
}


def silence_libraries() -> None:
    """Set the switches that are not set yet; call before chromadb, gradio, langchain or a hub library is imported."""
    for name, value in _SWITCHES.items():
        os.environ.setdefault(name, value)


_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")


def child_environment(*, threads: int | None = None) -> dict[str, str]:
    """The environment of a child process: this one's, where our modules are and, if said, how many threads it has."""
    silence_libraries()
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parent.parent), *sys.path]))
    return {**os.environ, "PYTHONPATH": paths, **({} if threads is None else dict.fromkeys(_THREADS, str(threads)))}
