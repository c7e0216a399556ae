"""One thread for numpy's BLAS while a question is searched for and answered.

OpenBLAS lets its threads wait in a circle after each product, and small ones are made by the dozen: the model's own threads, which
come next, found the cores taken and took 60 ms for a question in place of 9. The products are too small to gain by a second thread.
OpenBLAS takes the number from the main thread alone, so in others nothing is done: a program that answers in many threads sets
OPENBLAS_NUM_THREADS=1 before it starts, as the chat does (OMP_NUM_THREADS, which it reads too). Proved by tests/test_index_blas.py.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

__all__ = ["one_blas_thread"]


@lru_cache(maxsize=1)
def _controller() -> Any:  # noqa: ANN401 - threadpoolctl ships no types
    import numpy as np  # noqa: F401 - so that its BLAS is there to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """While it is open BLAS has one thread, if this is the main one; then what it had before. It may be nested."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with _controller().limit(limits=1, user_api="blas"):
        yield
