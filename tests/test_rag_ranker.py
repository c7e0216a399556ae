"""The fitted weights: what they belong to, what they prefer, and what they do without the question's vector."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from index import Embedder, Store
from rag.features import PARTS, Table, make_table
from rag.interaction import LateInteraction
from rag.kinds import KindModel
from rag.query import read_query
from rag.ranker import RANKER_FILE, RERANKED, Ranker, load_ranker, question_columns
from rag.retrieve import Found, retrieve

PANEL = "What was agreed when a council refused a stage three review panel?"


def _found(question: str, store: Store, embedder: Embedder) -> tuple[Found, Table]:
    query = read_query(question, authorities=store.facets().authorities)
    found = retrieve(query, store, embedder, KindModel.from_examples(embedder))
    return found, make_table(query, found, store)


def _value() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(RANKER_FILE.read_text(encoding="utf-8"))
    return value


def test_the_weights_belong_to_the_default_model(embedder: Embedder) -> None:
    """Fitted on its vectors, whose digest they carry; of shape (vector, kinds and constant; parts)."""
    ranker = load_ranker()
    assert ranker.model == embedder.identity.digest
    assert ranker.parts.shape == (embedder.identity.dimension + 8 + 1, len(PARTS))


def test_weights_of_other_columns_are_refused() -> None:
    """A file fitted before a column was added would weigh the wrong numbers."""
    value = _value()
    value["first"]["names"] = value["first"]["names"][1:]
    with pytest.raises(ValueError, match="fitted on other columns; run: python -m evals fit"):
        Ranker.read(value)


WANTED = [
    ("What did the council have to do to put it right?", ("action", "complaint")),
    ("What does the law say a council must do?", ("law", "decision")),
    ("What did the mother complain about?", ("complaint", "method")),
    ("Was it fault that nobody wrote the plan?", ("analysis", "method")),
]


@pytest.mark.parametrize(("question", "parts"), WANTED)
def test_a_question_wants_its_part_of_a_decision(
    question: str, parts: tuple[str, str], sample_store: Store, embedder: Embedder
) -> None:
    """The part that answers is wanted more than one that does not."""
    found, _ = _found(question, sample_store, embedder)
    wanted = load_ranker().wanted(embedder.identity.digest, found.vector, found.kinds)
    assert wanted is not None
    more, less = parts
    assert wanted[PARTS.index(more)] > wanted[PARTS.index(less)]


def test_scores_are_chances_and_reranked_rows_stand_above(sample_store: Store, embedder: Embedder) -> None:
    """Between 0 and 1; what late interaction did not see is never above what it saw."""
    found, table = _found(PANEL, sample_store, embedder)
    ranker, interaction = load_ranker(), LateInteraction(embedder, sample_store)
    scores = ranker.scores(table, ranker.wanted(embedder.identity.digest, found.vector, found.kinds), interaction)
    assert scores.shape == (len(table.rows),)
    assert ((scores >= 0) & (scores <= 1)).all()
    row = table.rows[int(scores.argmax())]
    assert row.paragraph.role in {"action", "analysis"}
    assert len(scores) > RERANKED


def test_another_embedding_model_ranks_without_wanted_parts(sample_store: Store, embedder: Embedder) -> None:
    """Its vectors say nothing to the ridge, so those two columns say nothing; the rest still finds the action."""
    found, table = _found(PANEL, sample_store, embedder)
    ranker = load_ranker()
    assert ranker.wanted("another", found.vector, found.kinds) is None
    scores = ranker.scores(table, None, LateInteraction(embedder, sample_store))
    best = np.argsort(-scores)[:5]
    assert any(table.rows[at].paragraph.role == "action" for at in best)


def test_no_row_gives_no_score(sample_store: Store, embedder: Embedder) -> None:
    """An empty table is an empty ranking."""
    _, table = _found("What was agreed in 21 999 999?", sample_store, embedder)
    assert load_ranker().scores(table, None, LateInteraction(embedder, sample_store)).tolist() == []


def test_the_ridge_sees_vector_kinds_and_a_constant(embedder: Embedder) -> None:
    """In that order, the constant last."""
    columns = question_columns(embedder.embed(["panel"])[0], {"remedy": 1.0})
    assert columns.shape == (embedder.identity.dimension + 9,)
    assert (columns[embedder.identity.dimension], columns[-1]) == (1.0, 1.0)
