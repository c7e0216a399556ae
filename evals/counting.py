"""Statistics questions about generated decisions, with the exact figure counted from their structures and never from the ledger.

A figure is stated when it stands in the answer's own words as a number of its own: not in a quotation, inside a longer figure, a
reference, a citation mark or, for a count, a sum of money or a share. Where a figure can be written in more than one way ("71%",
"70.8%") each is right.
Proved by tests/test_evals_counting.py.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from evals.stories import Story
from evals.world import load_world
from rag import Answer

__all__ = ["Count", "count_questions", "states_figure"]

_NOT_SAID = re.compile(
    r"""
    “[^”]*”                                     # a quotation: “pay her £300”
    | \b\d\d[ -]\d{3}[ -]\d{3}[a-z]?\b          # a reference: 96 000 412
    | \[\d+(?:,\s?\d+)*\]                       # a citation mark: [12]
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A question whose answer is a figure over many decisions, and the ways to write that figure."""

    id: str
    question: str
    figures: tuple[str, ...]


def count_questions(stories: Sequence[Story], count: int, *, seed: int) -> list[Count]:
    """That many questions, going round what can be counted; groups with nothing to count are passed over."""
    dice = random.Random(f"counts {seed}")  # noqa: S311 - a corpus, not a secret
    words = load_world().questions
    wordings: Mapping[str, Sequence[str]] = words["statistics"]
    made: dict[str, Count] = {}
    while len(made) < count:
        what = list(wordings)[len(made) % len(wordings)]
        by, name = _group(stories, dice)
        own = [story for story in stories if by == "everything" or _groups_of(story)[by] == name]
        figures = _FIGURES[what](own)
        question = dice.choice(wordings[what]).format(group=str(words["groups"][by]).format(name=name))
        if figures:
            made.setdefault(question, Count(f"statistics-{len(made) + 1:03d}", question, figures))
    return list(made.values())


def _group(stories: Sequence[Story], dice: random.Random) -> tuple[str, str]:
    by = dice.choice(["everything", "category", "body", "year", "category"])
    return by, "" if by == "everything" else _groups_of(dice.choice(stories))[by]


def _groups_of(story: Story) -> dict[str, str]:
    structure = story.structure
    return {"category": structure.category, "body": str(structure.authority), "year": str(structure.decided.year)}


def _with(kind: str) -> Callable[[Sequence[Story]], tuple[str, ...]]:
    return lambda own: _count(bool(story.of_kind(kind)) for story in own)


def _count(held: Iterable[object]) -> tuple[str, ...]:
    total = sum(1 for one in held if one)
    return (f"{total:,}",) if total else ()


def _sums(own: Sequence[Story]) -> list[float]:
    """Every sum paid or refunded, each once."""
    return [remedy.value for story in own for remedy in story.remedies if remedy.value is not None]


def _pounds(value: float) -> str:
    return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"


def _share(own: Sequence[Story]) -> tuple[str, ...]:
    share = sum(story.upheld for story in own) / len(own)
    return (f"{share:.0%}", f"{share:.1%}", f"{share:.2%}")


_FIGURES: Mapping[str, Callable[[Sequence[Story]], tuple[str, ...]]] = {
    "upheld": lambda own: _count(story.upheld for story in own),
    "not_upheld": lambda own: _count(not story.upheld for story in own),
    "all": lambda own: _count(True for _ in own),
    "apology": _with("apology"),
    "training": _with("training"),
    "paid": lambda own: _count(_sums([story]) for story in own),
    "median": lambda own: (_pounds(median(_sums(own))),) if _sums(own) else (),
    "highest": lambda own: (_pounds(max(_sums(own))),) if _sums(own) else (),
    "upheld_share": _share,
}
"""What each kind of statistics question comes to, over the decisions of its group; nothing where there is nothing to count."""


def states_figure(count: Count, answer: Answer) -> bool:
    """Whether the answer's text states the figure, in one of the ways to write it."""
    if answer.status == "none":
        return False
    text = _NOT_SAID.sub(" ", answer.text)
    return any(re.search(_whole(figure), text) for figure in count.figures)


def _whole(figure: str) -> str:
    written = re.escape(figure).replace(",", ",?")
    before = r"(?<![\w£.,])" if not figure.startswith("£") else r"(?<!\w)"
    after = r"(?![\w%])(?![.,]\d)" if not figure.endswith("%") else ""
    return f"{before}{written}{after}"
