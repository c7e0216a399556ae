"""How fast decisions are read, in how much memory, and how exactly, over invented decisions of every family.

One process reads one file after another; making the files is not counted. A paragraph is exact when its number, section, text and
items are all what the structure says; a number is exact when its first line opens a paragraph of that number.
Proved by tests/test_bed_readings.py; `python -m evals read` prints the table.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evals.invention import invent, invent_chapters, invent_short
from evals.renderings import FAMILIES, render
from evals.structures import Row, Structure, outline_of, outline_read
from index import read_bytes, read_remedies

__all__ = ["FamilyReading", "expected_rows", "family_of", "measure_reading", "peak_memory", "reading_table", "structure_for"]

_SLOW = {"pdf", "docx", "docx, typed"}
_SLOW_EVERY = 10  # a slow family takes its turn once in so many rounds


@dataclass(slots=True)
class FamilyReading:
    """What was measured over the decisions of one family; seconds on one core."""

    family: str
    decisions: int = 0
    bytes: int = 0
    reading: float = 0.0
    ledger: float = 0.0
    paragraphs: int = 0
    exact_numbers: int = 0
    exact_rows: int = 0
    remedies: int = field(default=0)


def structure_for(family: str, seed: int) -> Structure:
    """The structure of that seed in the shape that the family can show."""
    return {"short report": invent_short, "chapters": invent_chapters}.get(family, invent)(seed)


def expected_rows(structure: Structure, family: str) -> list[Row]:
    """What a reader of that family must give: dashes show neither letters nor bullets."""
    if "dashes" in family:
        return outline_of(structure, letters="dash", bullets="dash")
    return outline_of(structure, bullets="dash" if family == "chapters" else "bullet")


def family_of(count: int) -> Iterator[str]:
    """The family of each file in turn, the slow ones less often."""
    turn = done = 0
    while True:
        for family in FAMILIES:
            if family not in _SLOW or turn % _SLOW_EVERY == 0:
                if done == count:
                    return
                done += 1
                yield family
        turn += 1


def measure_reading(count: int, *, seed: int = 0) -> list[FamilyReading]:
    """Read `count` decisions and their remedies, family by family in turn."""
    found: dict[str, FamilyReading] = {}
    for number, family in enumerate(family_of(count)):
        one = found.setdefault(family, FamilyReading(family))
        structure = structure_for(family, seed + number)
        content = render(structure, family)
        start = time.perf_counter()
        decision = read_bytes(content, source_path="invented")
        middle = time.perf_counter()
        one.remedies += len(read_remedies(decision))
        one.ledger += time.perf_counter() - middle
        one.reading += middle - start
        one.decisions += 1
        one.bytes += len(content)
        _compare(one, expected_rows(structure, family), outline_read(decision))
    return list(found.values())


def _compare(one: FamilyReading, expected: Sequence[Row], read: Sequence[Row]) -> None:
    opened = {(row.number, row.text.split("\n", 1)[0]) for row in read}
    rows = set(read)
    one.paragraphs += len(expected)
    one.exact_numbers += sum((row.number, row.text.split("\n", 1)[0]) in opened for row in expected)
    one.exact_rows += sum(row in rows for row in expected)


def peak_memory() -> float | None:
    """The most memory this process has held, in MB; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most) / (1e6 if sys.platform == "darwin" else 1e3)


def reading_table(found: Sequence[FamilyReading]) -> str:
    """The figures by family, and the peak of memory."""
    head = f"{'family':<18}{'files':>7}{'KB each':>9}{'read/s':>8}{'ledger/s':>10}{'both/s':>8}"
    lines = [f"{head}{'paragraphs':>12}{'numbers exact':>15}{'rows exact':>12}"]
    for one in [*found, _sum(found)]:
        rates = [one.decisions / seconds if seconds else 0.0 for seconds in (one.reading, one.ledger, one.reading + one.ledger)]
        speed = f"{one.bytes / max(1, one.decisions) / 1000:>9.1f}{rates[0]:>8.0f}{rates[1]:>10.0f}{rates[2]:>8.0f}"
        shares = [part / max(1, one.paragraphs) for part in (one.exact_numbers, one.exact_rows)]
        lines.append(f"{one.family:<18}{one.decisions:>7}{speed}{one.paragraphs:>12}{shares[0]:>15.2%}{shares[1]:>12.2%}")
    memory = peak_memory()
    lines.append("" if memory is None else f"peak memory of the process, making the files included: {memory:.0f} MB")
    return "\n".join(lines)


def _sum(found: Sequence[FamilyReading]) -> FamilyReading:
    return FamilyReading(
        "all",
        sum(one.decisions for one in found),
        sum(one.bytes for one in found),
        sum(one.reading for one in found),
        sum(one.ledger for one in found),
        sum(one.paragraphs for one in found),
        sum(one.exact_numbers for one in found),
        sum(one.exact_rows for one in found),
        sum(one.remedies for one in found),
    )
