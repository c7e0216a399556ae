"""Bytes -> what the catalogue is to hold of a decision: all that is computed for it alone, done wherever there is a free core.

Proved by tests/test_index_build.py and tests/test_index_crew.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.boilerplate import sign
from index.chapters import join_all
from index.documents import Page, read_page
from index.errors import NotADecision
from index.ledger import read_remedies
from index.records import Decision, Source
from index.remedies.records import Remedy
from index.windows import decision_windows
from index.work import Limits

__all__ = ["Facts", "ReadTask", "Reading", "find_facts", "read_document"]

_SECONDS = 60.0  # for one document; a decision takes ten milliseconds, the longest report of the site less than a second
_MEMORY = 4_000_000_000  # bytes of address space, of which some hundred million are used


@dataclass(frozen=True, slots=True)
class Facts:
    """What is computed of a decision: its windows (number, ordinal, sha256), its remedies, its bands (index/boilerplate.py)."""

    windows: tuple[tuple[int, int, str], ...]
    remedies: tuple[Remedy, ...]
    signatures: tuple[tuple[int, str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a document's files: a decision with its facts unless all were refused, its sources with their versions."""

    rejected: tuple[tuple[str, str], ...]
    sources: tuple[tuple[Source, str], ...] = ()
    decision: Decision | None = None
    facts: Facts | None = None


class ReadTask:
    """The task of reading documents, each the files of one decision; see index/work.py."""

    limits = Limits(seconds=_SECONDS, memory=_MEMORY)

    def start(self) -> Callable[[Sequence[Page]], Reading]:
        """Nothing has to be made ready."""
        return read_document


def read_document(pages: Sequence[Page]) -> Reading:
    """Read a decision that stands in one file, or in all its chapters."""
    read: list[tuple[Decision, str]] = []
    rejected: list[tuple[str, str]] = []
    for page in pages:
        try:
            read.append((read_page(page), page.version))
        except NotADecision as error:
            rejected.append((page.path, str(error)))
    if not read:
        return Reading(tuple(rejected))
    whole, strange = join_all([decision for decision, _ in read])
    rejected += [(one.source.path, "a chapter whose paragraphs do not fit those of the others") for one in strange]
    sources = tuple((decision.source, version) for decision, version in read if decision not in strange)
    return Reading(tuple(rejected), sources, whole, find_facts(whole))


def find_facts(decision: Decision) -> Facts:
    """Compute what the catalogue is to hold of a decision besides its text."""
    windows = tuple((window.number, window.ordinal, window.sha256) for window in decision_windows(decision))
    return Facts(windows, read_remedies(decision), sign(decision))
