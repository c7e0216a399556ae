"""A paragraph that many decisions share is boilerplate, in whatever order they came, and a remedy or a finding never is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index import Decision, Paragraph, Reference, Role, Source
from index.boilerplate import FLOOR, level_boilerplate
from index.catalogue import Catalogue

COMMON = (
    "Nobody may ask us to look at a bill before the council has had the chance to put it right, unless the matter is urgent or the "
    "council has refused to answer; we then decide whether to look at it within {} of hearing from {}."
)
SUBJECTS = ("Housing", "Education", "Planning", None)
WORDS = "roof bill letter school bus panel lamp river door hedge tree grant rent flat loan plan form road wall gate".split()


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """An empty catalogue."""
    opened = Catalogue.open(tmp_path / "catalogue.sqlite3", writing=True)
    yield opened
    opened.close()


def _own(number: int) -> str:
    """Words of one decision's own."""
    return " ".join(random.Random(number).choices(WORDS, k=30))  # noqa: S311 - invented text


def _decision(number: int, *, role: Role = "scope", common: str = COMMON, category: str | None = None) -> Decision:
    """A decision whose first paragraph is common to all, its second its own."""
    text = common.format(("a week", "ten days", "a month")[number % 3], f"Mr {'ABCDE'[number % 5]}")
    first = Paragraph(1, "counted", role, "A section", None, "ombudsman", text)
    second = Paragraph(2, "counted", role, "A section", None, "ombudsman", _own(number))
    return Decision(
        Reference(f"99 100 {number:03}"), "Ample Council", category, None, None, None, None, None, "statement",
        Source(f"{number}.txt", f"{number}", ""), (first, second), f"family {number}",
    )  # fmt: skip


def _put(catalogue: Catalogue, decisions: Sequence[Decision]) -> None:
    with catalogue.transaction():
        for decision in decisions:
            catalogue.put_decision(decision, [])


def _flagged(catalogue: Catalogue) -> set[tuple[str, int]]:
    decisions = [catalogue.decision(number) for number in catalogue.matching()]
    return {(str(one.reference), p.number) for one in decisions if one is not None for p in one.paragraphs if p.boilerplate}


def test_what_many_decisions_share_is_boilerplate(catalogue: Catalogue) -> None:
    """The common paragraph of every decision is flagged, whatever its dates and parties; each one's own is not."""
    decisions = [_decision(number) for number in range(FLOOR + 3)]
    _put(catalogue, decisions)
    assert level_boilerplate(catalogue) == len(decisions)
    assert _flagged(catalogue) == {(str(one.reference), 1) for one in decisions}
    assert level_boilerplate(catalogue) == 0  # nothing new, nothing changed


def test_a_few_decisions_have_no_boilerplate(catalogue: Catalogue) -> None:
    """Below the floor nothing is flagged, and copies of one decision count once."""
    few = [_decision(number) for number in range(FLOOR - 1)]
    copies = [replace(_decision(number), family="family 0") for number in range(FLOOR, FLOOR * 2)]
    _put(catalogue, [*few, *copies])
    assert level_boilerplate(catalogue) == 0
    assert _flagged(catalogue) == set()


@pytest.mark.parametrize("role", ["action", "analysis", "findings", "facts", "complaint", "other"])
def test_an_answer_is_never_boilerplate(catalogue: Catalogue, role: Role) -> None:
    """However formulaic: what was agreed, found, told or complained of is what people ask for."""
    _put(catalogue, [_decision(number, role=role) for number in range(FLOOR * 2)])
    assert level_boilerplate(catalogue) == 0


VERDICTS = [
    ("I have now completed my look at this complaint and tell both sides that my part in the matter has come to an end.", True),
    ("I uphold this complaint because the bill was wrong, and my part in the matter of the bill has come to an end.", False),
    ("I do not uphold this complaint as the bill was right, and my part in the matter of the bill has come to an end.", False),
    ("I have completed my look at this and found no fault, and my part in the matter of the bill has come to an end.", False),
]


@pytest.mark.parametrize(("text", "is_common"), VERDICTS)
def test_a_verdict_is_never_boilerplate(catalogue: Catalogue, text: str, *, is_common: bool) -> None:
    """Upheld or not upheld, a decision that says how it ended is kept; a closing phrase is not."""
    _put(catalogue, [_decision(number, role="decision", common=text) for number in range(FLOOR)])
    level_boilerplate(catalogue)
    assert bool(_flagged(catalogue)) is is_common


LAW = [
    (SUBJECTS, True),  # over three subjects: the standing text
    (("Housing", "Education"), False),  # the law of two matters
    (("Housing",), False),
    ((None,), False),  # subjects not printed are not known to differ
]


@pytest.mark.parametrize(("subjects", "is_common"), LAW)
def test_law_of_one_matter_is_kept(catalogue: Catalogue, subjects: Sequence[str | None], *, is_common: bool) -> None:
    """A store of decisions on one matter shares its law, and people ask for it."""
    _put(catalogue, [_decision(n, role="law", category=subjects[n % len(subjects)]) for n in range(FLOOR * 2)])
    level_boilerplate(catalogue)
    assert bool(_flagged(catalogue)) is is_common


def test_law_is_common_only_where_a_fifth_shares_it(catalogue: Catalogue) -> None:
    """What one decision in ten says of the law is not standing text."""
    alike = [_decision(number, role="law", category=SUBJECTS[number % 3]) for number in range(FLOOR)]
    others = [_decision(number, role="law", common=_own(1_000 + number)) for number in range(FLOOR, FLOOR * 10)]
    _put(catalogue, [*alike, *others])
    assert level_boilerplate(catalogue) == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_order_does_not_matter(tmp_path: Path, seed: int) -> None:
    """All at once, one by one, shuffled, with a decision replaced on the way: the flags are those of what is held."""
    decisions = [_decision(number) for number in range(FLOOR + 4)]
    shuffled = random.Random(seed).sample(decisions, k=len(decisions))  # noqa: S311 - a test's order
    flags = []
    for name, order, step in (("whole", decisions, len(decisions)), ("single", shuffled, 1), ("batches", shuffled, 5)):
        catalogue = Catalogue.open(tmp_path / f"{name}.sqlite3", writing=True)
        _put(catalogue, [replace(order[-1], paragraphs=(order[0].paragraphs[1],))])
        for at in range(0, len(order), step):
            _put(catalogue, order[at : at + step])
            level_boilerplate(catalogue)
        flags.append(_flagged(catalogue))
        catalogue.close()
    assert flags == [{(str(one.reference), 1) for one in decisions}] * 3


def test_flags_go_when_the_copies_go(catalogue: Catalogue) -> None:
    """A replaced decision leaves one copy too few; what the reader flagged stays."""
    decisions = [_decision(number) for number in range(FLOOR)]
    first, second = decisions[0].paragraphs
    decisions[0] = replace(decisions[0], paragraphs=(first, replace(second, boilerplate=True)))
    _put(catalogue, decisions)
    assert level_boilerplate(catalogue) == FLOOR
    _put(catalogue, [replace(decisions[-1], paragraphs=(decisions[-1].paragraphs[1],))])
    assert level_boilerplate(catalogue) == FLOOR - 1
    assert _flagged(catalogue) == {("99 100 000", 2)}


def test_an_interrupted_run_is_completed(catalogue: Catalogue) -> None:
    """Bands written without their flags, as after a kill, are flagged by the next run."""
    _put(catalogue, [_decision(number) for number in range(FLOOR)])
    level_boilerplate(catalogue)
    with catalogue.transaction():
        catalogue.connection.execute("UPDATE paragraph SET boilerplate = 0")
        catalogue.connection.execute("UPDATE likeness SET common = 0")
        catalogue.connection.execute("DELETE FROM meta WHERE key = 'boilerplate_state'")
    assert level_boilerplate(catalogue) == FLOOR
