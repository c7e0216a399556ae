"""Rows of the ledger and the ends of decisions as citations: whole sentences under their labels."""

from __future__ import annotations

from dataclasses import replace

from remedy_decisions import make_decision, make_paragraph

from index import Reference, Store
from rag.pins import action_sentence, cite_decision, cite_remedy, closing_paragraph

ACTIONS = make_paragraph(9, "The Council will. It has agreed to:\n- apologise to Mrs X; and\n- pay her £200. It will do so soon.")


def test_an_action_is_cited_by_the_sentence_that_holds_it() -> None:
    """Under the sub-item it stands in; words that stand nowhere are not cited."""
    found = action_sentence(ACTIONS, "pay her £200")
    assert found == ("pay her £200.", ACTIONS.items[1])
    assert action_sentence(ACTIONS, "It has agreed to:") == ("It has agreed to:", None)
    assert action_sentence(ACTIONS, "will. It has") == ("The Council will. It has agreed to:", None)  # over two sentences: the line
    assert action_sentence(ACTIONS, "pay her £300") is None


def test_a_decision_ends_in_its_last_part() -> None:
    """The first paragraph headed as the decision; without one, the last there is."""
    body, ending = (
        make_paragraph(1, "It was late.", "Analysis", "analysis"),
        make_paragraph(2, "I uphold it.", "Final decision", "decision"),
    )
    assert closing_paragraph(make_decision(body, ending, ACTIONS)) == ending
    assert closing_paragraph(make_decision(body, ACTIONS)) == ACTIONS


def test_rows_of_a_store_are_cited(sample_store: Store) -> None:
    """Every row of the samples; a row that only a summary says, or that the store has not, is none."""
    rows = sample_store.remedies()
    cited = [cite_remedy(sample_store, row) for row in rows]
    assert all(
        one is not None and row.action_text in one.quote and one.quote in one.text for row, one in zip(rows, cited, strict=True)
    )
    assert [one.label for one in cited if one][:3] == ["29(a)", "29(b)", "29(c)"]
    assert cite_remedy(sample_store, replace(rows[0], paragraph=None)) is None
    assert cite_remedy(sample_store, replace(rows[0], reference=Reference("21 999 999"))) is None


def test_the_end_of_a_decision_is_cited(sample_store: Store) -> None:
    """Its first sentence; nothing for a decision the store has not."""
    cited = cite_decision(sample_store, Reference("99 000 102"), "Aldermere City Council")
    assert cited is not None
    assert (cited.label, cited.role, cited.quote) == ("34", "decision", "I uphold the complaint.")
    assert cite_decision(sample_store, Reference("99 000 102"), "Cornwall Council") is None
