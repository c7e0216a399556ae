"""Where the invented sample decisions stand, wherever the package is installed."""

from __future__ import annotations

from pathlib import Path

__all__ = ["sample_folder"]


def sample_folder() -> Path:
    """The folder of the twelve invented decisions."""
    return Path(__file__).parent / "sample"
