"""What a disk that is full, or fails, says through each library, in one line. Proved by tests/test_index_full_disk.py."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreError

__all__ = ["named_failures"]

_ROOM = 1_000_000  # bytes; a disk with less is full, whatever a library calls the reason


@contextmanager
def named_failures(store: Path) -> Iterator[None]:
    """Raise what goes wrong while a store is written as a StoreError, where the disk is the reason.

    The catalogue's transactions and the marks of the indexes keep what was written before; the next run goes on from there.
    """
    try:
        yield
    except Exception as error:  # each library has errors of its own for a disk that is full
        if _is_full(error, store):
            message = (
                f"the disk of {str(store)!r} is full; what was written before is kept: make room and run the same command again"
            )
            raise StoreError(message) from error
        if isinstance(error, sqlite3.Error):
            message = f"{str(store)!r} could not be written ({error}); what was written before is kept: run the same command again"
            raise StoreError(message) from error
        raise


def _is_full(error: BaseException | None, store: Path) -> bool:
    """Whether the error, or what it came from, speaks of a full disk, or there is no room left."""
    told = False
    while error is not None and not told:
        full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
        told = full or any(words in str(error) for words in ("disk is full", "No space left"))
        error = error.__cause__ or error.__context__
    try:
        return told or shutil.disk_usage(store).free < _ROOM
    except OSError:
        return told
