"""What code says by itself goes before what is quoted, under numbers of its own, in the whole answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scripted_server import ScriptedServer, text

from index import Embedder, Store
from rag import Answerer, Claim
from rag.bounded import Limits
from rag.chain import ModelChain
from rag.computed import Computed, find_corrections
from rag.models import ModelSpec, load_model
from rag.pins import cite_remedy
from rag.query import Known, read_query


def _two(store: Store) -> Computed:
    """Two citations under one claim."""
    found = [one for one in (cite_remedy(store, row) for row in store.remedies()[:2]) if one is not None]
    citations = tuple(replace(one, n=n) for n, one in enumerate(found, 1))
    return Computed((Claim("Two things.", (1, 2), "supported", "counted", computed=True),), citations)


def test_others_follow_under_new_numbers(sample_store: Store) -> None:
    """A sentence that both cite has one number."""
    first = _two(sample_store)
    third = cite_remedy(sample_store, sample_store.remedies()[2])
    assert third is not None
    claims = (Claim("The second again.", (1,), "quote", "verbatim"), Claim("A third.", (2,), "quote", "verbatim"))
    joined, citations = first.before(claims, (replace(first.citations[1], n=1), replace(third, n=2)))
    assert [(one.text, one.citations) for one in joined] == [
        ("Two things.", (1, 2)),
        ("The second again.", (2,)),
        ("A third.", (3,)),
    ]
    assert [(one.n, one.label) for one in citations] == [(1, "29(a)"), (2, "29(b)"), (3, "29(c)")]
    assert Computed().before(claims, citations) == (claims, citations)


def test_a_correction_leads_an_answer_by_quotation(sample_answerer: Answerer) -> None:
    """Its own sentence first, then the decision's quotations, and the answer is whole."""
    answer = sample_answerer.ask("Why was £9,999 awarded in 99 000 112?")
    first = "£9,999 does not stand in 99 000 112; the payment agreed there is £250 (paragraph 31(b))."
    assert (answer.status, answer.claims[0].text, answer.claims[0].computed) == ("complete", first, True)
    assert answer.text.split("\n")[0] == f"- {first} [1]"
    assert (answer.citations[0].reference, answer.citations[0].label) == ("99 000 112", "31(b)")
    assert {citation.reference for citation in answer.citations} == {"99 000 112"}
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_statistic_is_the_whole_answer(sample_answerer: Answerer) -> None:
    """The count stands before any decision is named, and each cited row is quoted under its own."""
    answer = sample_answerer.ask("What is the usual payment for time and trouble?")
    assert (answer.status, answer.mode) == ("complete", "quotation")
    assert answer.text.split("\n") == [
        (
            "- There are 2 payments for time and trouble in 2 of 12 indexed decisions, each of £150."
            " This counts the indexed decisions; it is not a tariff. [1][2]"
        ),
        "",
        "Kestreldown County Council (99 000 106): Upheld, 11 Feb 2025",
        "Agreed action:",
        "- “pay Mrs V £150 for the time and trouble to which she was put.” [1]",
        "",
        "Royal Borough of Maplewick & Tarrowby (99 000 108): Upheld, 04 Jun 2024",
        "Agreed action:",
        "- “pay Mr J £150 for his time and trouble.” [2]",
    ]
    assert len(answer.passages) >= 10


def test_what_cannot_be_counted_is_said_and_the_question_answered_as_any_other(sample_answerer: Answerer) -> None:
    """Either refused, or quoted with the notice."""
    answer = sample_answerer.ask("How much is usually paid for missed bin collections?")
    notice = "Nothing was counted: no decision speaks of “missed bin collections” in these words."
    assert (answer.status, notice in answer.notices, answer.citations) == ("none", True, ())


def test_a_model_is_not_asked_to_count(sample_store: Store, embedder: Embedder) -> None:
    """A statistic is computed whoever writes; a correction leads what the model wrote."""
    with ScriptedServer() as server:
        server.reply(text("The Council refused a panel [S1]."))
        model = load_model(ModelSpec.parse(server.base_url), timeout_s=30.0, max_tokens=200, api_key="k")
        chain = ModelChain(model, name="scripted", limits=Limits(deadline_s=30.0, attempts=1, pause_s=0.0))
        answerer = Answerer(sample_store, embedder, chain)
        counted = answerer.ask("highest payment?")
        assert (counted.mode, len(server.requests)) == ("quotation", 0)
        *pieces, last = answerer.stream("Why was £300 awarded for refusing the panel in 99 000 112?")
        assert last.answer is not None
        assert len(server.requests) == 1
        assert last.answer.claims[0].text.startswith("£300 does not stand in 99 000 112;")
        if last.answer.mode == "model":
            assert "".join(piece.text for piece in pieces) == last.answer.text


NAMED = [
    (
        "How much was paid in 99 000 103?",
        ["No payment was agreed in 99 000 103, nor any other action; how it ended stands in paragraph 28."],
    ),
    (
        "What did Thornhaven have to pay?",
        ["No payment was agreed in 99 000 103, nor any other action; how it ended stands in paragraph 28."],
    ),
    (
        "Why was the complaint in 99 000 104 upheld?",
        ["The outcome of 99 000 104 is “Not upheld”; how it ended stands in paragraph 30."],
    ),
    ("How much was paid in 21 999 999?", []),  # not in the store
    ("How much was paid?", []),
    ("How many payments were agreed by Thornhaven?", []),  # a count
]


@pytest.mark.parametrize(("question", "said"), NAMED)
def test_the_decisions_a_question_names_are_looked_up(question: str, said: list[str], *, sample_store: Store) -> None:
    """By reference, or as the only one about a council."""
    found = find_corrections(read_query(question, known=Known(sample_store.facets().authorities)), sample_store)
    assert [claim.text for claim in found.claims] == said
    assert all(one.quote in one.text for one in found.citations)
