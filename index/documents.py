"""Files to be indexed: which there are, and each read with what is known of where it came from.

Proved by tests/test_index_build.py and tests/test_index_origins.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import NotADecision, UsageError
from index.origins import Origin, Origins
from index.readers import READER_VERSION, read_bytes, read_content
from index.records import Decision

__all__ = ["Page", "find_files", "load_page", "read_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A file's bytes, its path, and what is known of where they came from."""

    path: str
    content: bytes
    origin: Origin | None = None

    @property
    def version(self) -> str:
        """What reading it depends on besides its bytes: the reader, and whether the site still has it."""
        gone = self.origin is not None and self.origin.gone is not None
        return f"{READER_VERSION}, gone" if gone else READER_VERSION


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


def load_page(path: Path, origins: Origins) -> Page:
    """The bytes of a file with what is known of it.

    Raises:
        UsageError: it is gone by now.
        NotADecision: it is too large or cannot be read.
    """
    if path.exists() and not path.is_file():  # a pipe would be waited for, a device never ends
        message = "not a regular file"
        raise NotADecision(message)
    return Page(str(path), read_content(path), origins.of(path))


def read_page(page: Page) -> Decision:
    """Read a file with what is known of where it came from.

    Raises:
        NotADecision: the message is the reason, in one line.
    """
    origin = page.origin
    if origin is None:
        return read_bytes(page.content, source_path=page.path)
    decision = read_bytes(
        page.content,
        source_path=page.path,
        retrieved_at=origin.fetched_at,
        url=origin.address.published,
        is_chapter=origin.is_chapter,
    )
    warnings = decision.warnings if origin.gone is None else (*decision.warnings, origin.gone)
    return replace(decision, url=origin.address.with_chapter(0).published, warnings=warnings)
