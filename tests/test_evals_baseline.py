"""The baseline is credited with every paragraph of which a chunk holds half, in whole sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.baseline import Baseline
from evals.cases import Case
from evals.credit import holds
from evals.measures import Outcome
from index import Embedder, read_decision

DECISION = """FICTIONAL - invented for a test; not a decision of the Ombudsman

Ashcombe Council (98 000 001)

Decision : Upheld

The Ombudsman's final decision:

Summary: The Council was at fault.

The complaint

  1. Mr B complains about bins.

Analysis

  1. {long}

  2. The Council lost his letters. That was fault.

Final decision

  1. I have ended my investigation.
"""

HELD = [
    ("The panel met. It was late.", ("The panel met.", "It was late."), True),  # all of it
    ("1. The panel met. It was la", ("The panel met.", "It was late."), True),  # the longer half
    ("anel met. It was late. Then", ("The panel met.", "It was late."), False),  # the shorter half: 12 of 26
    ("It was late. It was late.", ("The panel met.", "It was late."), False),  # said twice, held once
    ("The panel met", ("The panel met.",), False),  # a sentence that is cut is not held
    ("The panel met.", ("The panel did not meet.",), False),  # like it, and another
    ("Mr B’s letter.", ("Mr B’s letter.",), True),  # a curly apostrophe
    ("Mr B's letter.", ("Mr B’s letter.",), False),  # a straight one is another text
    ("Not upheld.", ("Upheld.",), False),  # "upheld" against "not upheld"
    ("Anything.", (), False),  # a paragraph without a sentence
    ("", ("The panel met.",), False),  # a chunk without text
]


@pytest.mark.parametrize(("chunk", "sentences", "expected"), HELD)
def test_half_in_whole_sentences_is_credit(chunk: str, sentences: tuple[str, ...], *, expected: bool) -> None:
    """Each row is a chunk, a paragraph's sentences, and whether the chunk is credited with the paragraph."""
    assert holds(chunk, sentences) == expected


def ask_baseline(folder: Path, embedder: Embedder, *, long: str) -> tuple[Case, Outcome]:
    """The baseline over one decision whose second paragraph is this text."""
    file = folder / "decision.txt"
    file.write_text(DECISION.format(long=long), encoding="utf-8")
    case = Case("a", "dev", "facts", "Who lost the letters?", (), frozenset({("98 000 001", 3)}), (), answerable=True)
    return case, Baseline.build([file], [read_decision(file)], embedder).answer(case)


def test_one_chunk_is_credited_with_all_itholds(tmp_path: Path, embedder: Embedder) -> None:
    """A decision shorter than a chunk is found whole, in the order of the page, and gives no answer."""
    case, outcome = ask_baseline(tmp_path, embedder, long="It has two bins.")
    keys = tuple(("98 000 001", number) for number in (1, 2, 3, 4))
    assert outcome == Outcome(case, keys, frozenset(keys), None)


def test_a_paragraph_longer_than_its_chunks_can_be_lost(tmp_path: Path, embedder: Embedder) -> None:
    """One sentence of 3,000 characters stands whole in no chunk; its neighbours are found."""
    _, outcome = ask_baseline(tmp_path, embedder, long="The bins " + "were moved and " * 200 + "stayed.")
    assert outcome.in_ten == frozenset(("98 000 001", number) for number in (1, 3, 4))
