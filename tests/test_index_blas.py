"""BLAS has one thread while a question is answered, and its own number afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from index.blas import one_blas_thread


def _threads() -> set[int]:
    """Of numpy's own BLAS; scipy has another one."""
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas" and "numpy" in one["filepath"]}


def test_the_threads_are_put_back() -> None:
    """By the outermost."""
    with threadpool_limits(2, "blas"):
        with one_blas_thread():
            with one_blas_thread():
                assert _threads() == {1}
            assert _threads() == {1}
        assert _threads() == {2}


def test_an_error_puts_them_back_too() -> None:
    """Whatever is raised within."""
    with threadpool_limits(2, "blas"):
        with pytest.raises(ValueError, match="within"), one_blas_thread():
            int("within")
        assert _threads() == {2}


def test_another_thread_leaves_them_as_they_are() -> None:
    """It could not put back what it sets."""

    def within() -> set[int]:
        with one_blas_thread():
            return _threads()

    with threadpool_limits(2, "blas"), ThreadPoolExecutor(1) as other:
        assert other.submit(within).result() == {2}
        assert _threads() == {2}
