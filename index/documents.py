"""Files to be indexed: which there are, and each read with what is known of where it came from.

Proved by tests/test_index_build.py and tests/test_index_origins.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import UsageError
from index.origins import Origin
from index.readers import read_bytes
from index.records import Decision

__all__ = ["find_files", "read_file"]


def find_files(paths: Sequence[str | Path]) -> list[Path]:
    """Every file named or found, sorted, each once."""
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found.update(dict.fromkeys(sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p, path))))
        elif path.exists():
            found[path] = None
        else:
            message = f"got {str(path)!r}; expected a file or folder that exists"
            raise UsageError(message)
    return list(found)


def _is_hidden(path: Path, within: Path) -> bool:
    """Files and folders that are nobody's decisions by their name: older versions of fetched pages, a program's own."""
    return any(part.startswith((".", "__")) for part in path.relative_to(within).parts)


def read_file(content: bytes, path: Path, origin: Origin | None) -> Decision:
    """Read a file with what is known of where it came from."""
    if origin is None:
        return read_bytes(content, source_path=str(path))
    decision = read_bytes(
        content,
        source_path=str(path),
        retrieved_at=origin.fetched_at,
        url=origin.address.published,
        is_chapter=origin.is_chapter,
    )
    warnings = decision.warnings if origin.gone is None else (*decision.warnings, origin.gone)
    return replace(decision, url=origin.address.with_chapter(0).published, warnings=warnings)
