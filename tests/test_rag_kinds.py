"""The kinds of answer a question may want are weighed: by its turns of phrase and by nearness to examples."""

from __future__ import annotations

from typing import get_args

import pytest

from index import Embedder
from rag.cues import Kind
from rag.kinds import EXAMPLES, KindModel


@pytest.fixture(scope="module")
def model(embedder: Embedder) -> KindModel:
    """The examples, embedded with the real model."""
    return KindModel.from_examples(embedder)


def test_every_kind_has_distinct_examples() -> None:
    """At least two each, since the two nearest count, and none in two kinds."""
    assert set(EXAMPLES) == set(get_args(Kind))
    assert min(len(texts) for texts in EXAMPLES.values()) >= 2
    texts = [text for texts in EXAMPLES.values() for text in texts]
    assert len(set(texts)) == len(texts)


LIKELIEST: list[tuple[str, Kind]] = [
    ("How much money did the family get?", "amount"),
    ("By when must a panel meet?", "time_limit"),
    ("What remedy did the Ombudsman recommend?", "remedy"),
    ("Which other councils made the same mistake?", "comparison"),
    ("Which regulations apply to short breaks?", "law"),
    ("Was the complaint upheld?", "outcome"),
    ("What did Mrs G complain about?", "wish"),
    ("Who came to the meeting in June?", "facts"),
    ("What’s the council’s duty under the Act?", "law"),  # curly apostrophes
    ("What should be done to make up for it?", "remedy"),  # no cue: by nearness alone
]


@pytest.mark.parametrize(("question", "kind"), LIKELIEST)
def test_the_likeliest_kind_is_the_one_meant(question: str, kind: Kind, model: KindModel, embedder: Embedder) -> None:
    """The shares are of every kind and sum to one."""
    shares = model.shares(question, embedder.embed([question])[0])
    assert set(shares) == set(EXAMPLES)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert max(shares, key=lambda one: shares[one]) == kind


def test_a_cue_raises_its_kind(model: KindModel, embedder: Embedder) -> None:
    """The same vector with and without a turn of phrase: the words decide, and a later cue counts less than the first."""
    vector = embedder.embed(["What happened next?"])[0]
    without = model.shares("What happened next?", vector)
    both = model.shares("deadline, remedy", vector)
    assert (both["time_limit"] > without["time_limit"], both["remedy"] > without["remedy"]) == (True, True)
    assert both["remedy"] < model.shares("remedy", vector)["remedy"]


def test_apostrophes_make_no_difference(model: KindModel, embedder: Embedder) -> None:
    """Curly and straight are one to the cues."""
    vector = embedder.embed(["x"])[0]
    assert model.shares("the council’s duty", vector) == model.shares("the council's duty", vector)
