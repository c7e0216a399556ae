"""Damaged decisions: seeded mutations of renderings in every family, each read, with what became of it.

Contract: a damaged file is a decision, with a warning where its end is lost, or is refused by NotADecision with a reason of one
line; nothing else is ever raised, by reading or by the ledger. A decision that was read keeps its own rules: numbers rise by one,
every remedy stands in its paragraph word for word. Proved by tests/test_bed_mutations.py; `python -m evals mutate` runs more.
"""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from evals.invention import invent, invent_chapters, invent_short
from evals.renderings import FAMILIES, render
from index import Decision, NotADecision, read_bytes, read_remedies

__all__ = ["MUTATIONS", "Trial", "mutation_table", "problem_of", "run_mutations"]

_WEIGHTS = {"pdf": 1, "docx": 1, "docx, typed": 1, "html": 6, "html, bare": 6}
"""How often a family is drawn beside the text families, which read ten times as fast."""
_TEXT_WEIGHT = 12
_STRUCTURES = 6  # for each family; damage differs more than decisions do
_SPACES = (" ", "  ", "\t", "\n", "\r\n", "\n\n", "\u00a0", "\u2028", "\u3000", "\u200b", "\f", "")
_CONTROLS = ("\x00", "\x01", "\x08", "\x0b", "\x1b", "\x7f", "\u202e", "\ufeff", "\ufffd", "\u0301", "\U0001f600", "𝟙")


@dataclass(frozen=True, slots=True)
class Trial:
    """One damaged file: what it was, what was done to it, and what became of it; `detail` is the reason or the problem."""

    family: str
    mutation: str
    outcome: Literal["read", "warned", "refused", "failed"]
    detail: str
    seconds: float


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def _cut_off_the_top(content: bytes, dice: random.Random) -> bytes:
    return content[dice.randrange(len(content)) :]


def _repeat_a_span(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    span = content[start : start + dice.randint(1, 4000)]
    at = dice.randrange(len(content))
    return content[:at] + span * dice.randint(1, 3) + content[at:]


def _drop_a_span(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randint(1, 600) :]


def _drop_lines(content: bytes, dice: random.Random) -> bytes:
    return b"\n".join(line for line in content.split(b"\n") if dice.random() > 0.15)  # noqa: PLR2004 - one line in seven


def _swap_lines(content: bytes, dice: random.Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(dice.randint(1, 8)):
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _flip_bytes(content: bytes, dice: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(dice.randint(1, 40)):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def _reencode(content: bytes, dice: random.Random) -> bytes:
    text = content.decode(errors="replace")
    encoding = dice.choice(["utf-16", "utf-16-be", "utf-16-le", "cp1252", "utf-8-sig", "utf-32", "latin-1", "cp037"])
    return text.encode(encoding, errors="replace")


def _shuffle_spaces(content: bytes, dice: random.Random) -> bytes:
    text = content.decode(errors="replace")
    share = dice.choice([0.01, 0.1, 0.5])
    return re.sub(r"\s", lambda match: dice.choice(_SPACES) if dice.random() < share else match[0], text).encode()


def _insert_controls(content: bytes, dice: random.Random) -> bytes:
    text = content.decode(errors="replace")
    for _ in range(dice.randint(1, 60)):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice(_CONTROLS) + text[at:]
    return text.encode()


def _break_tags(content: bytes, dice: random.Random) -> bytes:
    text = content.decode(errors="replace")
    broken = (
        "",
        "<",
        ">",
        "</li>",
        "<ol>",
        '<ol start="-1">',
        '<ol start="99999999999">',
        "</ol>",
        "<li value='x'>",
        "<!--",
        "<table>",
    )
    share = dice.choice([0.01, 0.1])
    return re.sub(r"<[^>]*>", lambda match: dice.choice(broken) if dice.random() < share else match[0], text).encode()


def _renumber(content: bytes, dice: random.Random) -> bytes:
    """Figures become other figures, of hostile size now and then."""
    figures = (b"0", b"1", b"7", b"99", b"999", b"12345678901234567890", "²".encode(), "٣".encode())
    return re.sub(rb"\d+", lambda match: dice.choice(figures) if dice.random() < 0.1 else match[0], content)  # noqa: PLR2004 - one in ten


def _damage_inside(content: bytes, dice: random.Random) -> bytes:
    """A zip file whose parts are damaged one by one, and packed again so that its sums agree."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return content
    name = dice.choice(["word/document.xml", "word/document.xml", *sorted(parts)])
    damage = dice.choice([_cut, _drop_a_span, _repeat_a_span, _break_tags, _shuffle_spaces, _insert_controls, _renumber])
    if parts.get(name):
        parts[name] = damage(parts[name], dice)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, inner in parts.items():
            archive.writestr(part, inner)
    return out.getvalue()


_ANY: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": _cut,
    "cut off the top": _cut_off_the_top,
    "repeated span": _repeat_a_span,
    "dropped span": _drop_a_span,
    "flipped bytes": _flip_bytes,
}
_TEXT: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    **_ANY,
    "dropped lines": _drop_lines,
    "swapped lines": _swap_lines,
    "re-encoded": _reencode,
    "shuffled spaces": _shuffle_spaces,
    "control characters": _insert_controls,
    "changed figures": _renumber,
}
MUTATIONS: Mapping[str, Mapping[str, Callable[[bytes, random.Random], bytes]]] = {
    family: {**_ANY, "changed figures": _renumber}
    if family == "pdf"
    else {**_ANY, "damaged part": _damage_inside, "another damaged part": _damage_inside}
    if family.startswith("docx")
    else {**_TEXT, "broken tags": _break_tags}
    if family.startswith("html")
    else _TEXT
    for family in FAMILIES
}
"""The mutations that each family is damaged by."""


def run_mutations(count: int, *, seed: int = 0, families: Sequence[str] = tuple(FAMILIES)) -> Iterator[Trial]:
    """Damage and read `count` files; the same seed gives the same files."""
    dice = random.Random(f"mutations {seed}")  # noqa: S311 - a test bed, not a secret
    weights = [_WEIGHTS.get(family, _TEXT_WEIGHT) for family in families]
    originals: dict[tuple[str, int], bytes] = {}
    for _ in range(count):
        family = dice.choices(families, weights)[0]
        number = seed * _STRUCTURES + dice.randrange(_STRUCTURES)
        if (family, number) not in originals:
            make = {"short report": invent_short, "chapters": invent_chapters}.get(family, invent)
            originals[family, number] = render(make(number), family)
        content, names = originals[family, number], list[str]()
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            name = dice.choice(list(MUTATIONS[family]))
            content = MUTATIONS[family][name](content, dice) or b" "
            names.append(name)
        yield read_damaged(content, family, " + ".join(names))


def read_damaged(content: bytes, family: str, mutation: str) -> Trial:
    """Read one damaged file, and its remedies."""
    start = time.perf_counter()
    outcome: Literal["read", "warned", "refused", "failed"]
    try:
        decision = read_bytes(content, source_path="damaged")
        problem = problem_of(decision)
        lost = [warning for warning in decision.warnings if "fictional" not in warning]
        outcome, detail = ("failed", problem) if problem else ("warned", lost[0]) if lost else ("read", "")
    except NotADecision as refusal:
        detail = str(refusal)
        outcome = "refused" if detail and "\n" not in detail else "failed"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        outcome, detail = "failed", f"{type(error).__name__}: {error}"
    return Trial(family, mutation, outcome, detail, time.perf_counter() - start)


def problem_of(decision: Decision) -> str:
    """Which of its own rules a decision breaks, or nothing."""
    numbers = [one.number for one in decision.paragraphs]
    if any(later != earlier + 1 for earlier, later in pairwise(numbers)):
        return f"its numbers do not rise by one: {numbers[:60]}"
    for paragraph in decision.paragraphs:
        labels = [paragraph.label(item) for item in paragraph.items]
        if len(set(labels)) < len(labels):
            return f"labels of paragraph {paragraph.number} are not distinct: {labels[:20]}"
        if [item for item, _ in paragraph.lines() if item is not None] != list(paragraph.items):
            return f"items of paragraph {paragraph.number} are not among its lines"
    for remedy in read_remedies(decision):
        place = decision.paragraph(remedy.paragraph) if remedy.paragraph is not None else None
        text = place.text if place is not None else decision.summary or ""
        if remedy.action_text not in text:
            return f"a remedy of paragraph {remedy.paragraph} does not stand in it: {remedy.action_text[:60]!r}"
    return ""


def mutation_table(trials: Sequence[Trial]) -> str:
    """What became of the damaged files, by family, the commonest reasons, and every failure."""
    lines = [f"{'family':<18}{'files':>7}{'read':>7}{'warned':>8}{'refused':>9}{'failed':>8}{'slowest':>11}"]
    for family in [*dict.fromkeys(one.family for one in trials), ""]:
        mine = [one for one in trials if family in {"", one.family}]
        counts = Counter(one.outcome for one in mine)
        slowest = max((one.seconds for one in mine), default=0.0)
        cells = f"{counts['read']:>7}{counts['warned']:>8}{counts['refused']:>9}{counts['failed']:>8}"
        lines.append(f"{family or 'all':<18}{len(mine):>7}{cells}{slowest * 1000:>8.0f} ms")
    reasons = Counter(re.sub(r"\d+|'.*'", "…", one.detail) for one in trials if one.outcome == "refused")
    lines += ["", "commonest reasons of refusal:", *(f"{count:>7}  {reason}" for reason, count in reasons.most_common(8))]
    failed = [one for one in trials if one.outcome == "failed"]
    lines += ["", *(f"FAILED {one.family}, {one.mutation}: {one.detail}" for one in failed)]
    return "\n".join(lines)
