"""The table of what is known of each paragraph, one row a paragraph, one column a fact."""

from __future__ import annotations

import numpy as np
import pytest

from index import Embedder, Store
from rag.features import PARTS, Table, first_names, make_table, second_names
from rag.interaction import LateInteraction
from rag.kinds import KindModel
from rag.query import read_query
from rag.retrieve import retrieve

PANEL = "How much was paid when a council refused a stage three review panel?"


def _table(question: str, store: Store, embedder: Embedder) -> Table:
    query = read_query(question, authorities=store.facets().authorities)
    return make_table(query, retrieve(query, store, embedder, KindModel.from_examples(embedder)), store)


def test_the_columns_have_names_of_their_own() -> None:
    """No two share one, and the second begin with the first."""
    assert len(set(second_names())) == len(second_names())
    assert second_names()[: len(first_names())] == first_names()


def test_every_paragraph_of_the_decisions_is_a_row(sample_store: Store, embedder: Embedder) -> None:
    """Whole decisions, in their order, with numbers in every column."""
    table = _table(PANEL, sample_store, embedder)
    assert table.first.shape == (len(table.rows), len(first_names()))
    assert np.isfinite(table.first).all()
    for decision_id in {row.decision_id for row in table.rows}:
        numbers = [row.paragraph.number for row in table.rows if row.decision_id == decision_id]
        assert numbers == [paragraph.number for paragraph in sample_store.decision(decision_id).paragraphs]


def test_columns_say_what_the_paragraph_is(sample_store: Store, embedder: Embedder) -> None:
    """Sums, parts, speakers and standing paragraphs, each in the column of its name."""
    table = _table(PANEL, sample_store, embedder)
    names = first_names()
    for name, said in {
        "amount": [float("£" in row.paragraph.text) for row in table.rows],
        "action": [float(row.paragraph.role == "action") for row in table.rows],
        "said by ombudsman": [float(row.paragraph.speaker == "ombudsman") for row in table.rows],
        "boilerplate": [float(row.paragraph.boilerplate) for row in table.rows],
    }.items():
        assert table.first[:, names.index(name)].tolist() == said, name
        assert 0 < sum(said) < len(said), name


def test_the_wanted_parts_fill_the_last_columns(sample_store: Store, embedder: Embedder) -> None:
    """A row gets what its own part and speaker are worth; without it they are 0."""
    table = _table(PANEL, sample_store, embedder)
    assert not table.first[:, -2:].any()
    wanted = np.arange(len(PARTS), dtype=np.float32)
    known = table.wanting(wanted)
    row = table.rows[5].paragraph
    assert known.first[5, -2:].tolist() == [PARTS.index(row.role), PARTS.index(f"said by {row.speaker}")]
    assert np.array_equal(known.first[:, :-2], table.first[:, :-2])


def test_the_second_columns_score_the_chosen_rows(sample_store: Store, embedder: Embedder) -> None:
    """Late interaction of those rows alone, after their first columns."""
    table = _table(PANEL, sample_store, embedder)
    interaction = LateInteraction(embedder, sample_store)
    chosen = [3, 40, 41]
    second = table.second(chosen, interaction)
    expected = interaction.scores(PANEL, [[table.rows[at].id] for at in chosen])
    assert second.shape == (3, len(second_names()))
    assert np.array_equal(second[:, : table.first.shape[1]], table.first[chosen])
    for at, name in enumerate(["interaction", "even interaction"]):
        assert np.allclose(second[:, second_names().index(name)], expected[:, at], atol=1e-3)
    beside = second[:, second_names().index("interaction beside, after")]
    assert beside.tolist() == pytest.approx([0.0, expected[2, 0], 0.0], abs=1e-3)
    assert table.second([], interaction).shape == (0, len(second_names()))


def test_a_store_that_nothing_matches_gives_an_empty_table(sample_store: Store, embedder: Embedder) -> None:
    """No decision within the filters: no row, and the columns all the same."""
    table = _table("What was agreed in 21 999 999?", sample_store, embedder)
    assert (table.rows, table.first.shape) == ((), (0, len(first_names())))
