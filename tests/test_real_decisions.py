"""The main job on five real decisions, which stand beside the checkout and are never part of it."""

from __future__ import annotations

from index import Reference, read_decision
from rag import Answer, Answerer

QUESTION = "what remedy for failure to hold stage three panel?"


def cited(answer: Answer, reference: str) -> dict[int, str]:
    """The quotes from a decision, joined by paragraph."""
    quotes: dict[int, str] = {}
    for citation in answer.citations:
        if citation.reference == reference:
            quotes[citation.paragraph] = f"{quotes.get(citation.paragraph, '')} {citation.quote}"
    return quotes


def test_the_stage_three_remedy_is_found_with_its_findings(real_answerer: Answerer) -> None:
    """Both are cited: the fault in its own words and the action that followed, no sum offered before or for another fault."""
    answer = real_answerer.ask(QUESTION)
    cornwall, northamptonshire = cited(answer, "24 012 183"), cited(answer, "21 010 500")
    assert answer.status == "complete"
    assert "should have arranged a stage three review panel" in cornwall[37]
    assert {41, 43} <= set(cornwall)
    assert 39 not in cornwall  # a sum for the delay at stage two, which the same paragraph finds
    assert "right to request a stage three panel review" in northamptonshire[41]
    assert "Remind staff" in northamptonshire[54]
    assert "£300" not in northamptonshire[54]  # for an update that was not sent, as its own words say
    assert "£600" not in answer.text
    assert {claim.grade for claim in answer.claims} == {"quote"}


def test_a_sum_stands_with_the_fault_that_it_points_back_to(real_answerer: Answerer) -> None:
    """Asked about that fault; the sum "to recognise that injustice" is quoted with what the injustice is."""
    cornwall = cited(real_answerer.ask("what remedy for delay at stage two of the children's complaints procedure?"), "24 012 183")
    assert "stage two took longer" in cornwall[39]
    assert cornwall[39].index("stage two") < cornwall[39].index("£300")


def test_every_quote_is_verbatim_in_the_file_as_read(real_answerer: Answerer) -> None:
    """Quotes and paragraphs equal what a fresh reading of the files gives."""
    answer = real_answerer.ask(QUESTION)
    fresh = {
        (str(decision.reference), paragraph.number): paragraph.text
        for number in real_answerer.store.matching()
        for decision in [read_decision(real_answerer.store.decision(number).source.path)]
        for paragraph in decision.paragraphs
    }
    assert len(answer.citations) > 10
    assert [c.label for c in answer.citations if c.text != fresh[c.reference, c.paragraph] or c.quote not in c.text] == []


def test_dash_numbers_are_shown_as_estimated(real_answerer: Answerer) -> None:
    """A decision whose file lost the marks says so on every citation and in the text."""
    answer = real_answerer.ask(QUESTION)
    assert {c.basis for c in answer.citations if c.reference == "24 012 183"} == {"estimated"}
    assert {c.basis for c in answer.citations if c.reference == "21 010 500"} == {"counted"}
    assert "Cornwall Council (24 012 183); paragraph numbers estimated" in answer.text


def test_a_named_paragraph_is_quoted_whole(real_answerer: Answerer) -> None:
    """Asking for a paragraph gives that paragraph."""
    answer = real_answerer.ask("Show me paragraph 31 of 21 010 250")
    decision = real_answerer.store.find(Reference("21 010 250"))[0]
    assert [(c.label, c.quote) for c in answer.citations] == [("31", decision.paragraphs[30].text)]


def test_questions_outside_the_five_decisions_are_not_answered(real_answerer: Answerer) -> None:
    """Other subjects get no quotation, and say what was searched."""
    for question in ("What was paid for missed bin collections?", "Who fixes potholes and how fast?"):
        answer = real_answerer.ask(question)
        assert (answer.status, answer.citations) == ("none", ())
        assert "Searched 5 decisions, from 21 Aug 2019 to 12 Sep 2022, 2 without a date; nearest:" in answer.text
