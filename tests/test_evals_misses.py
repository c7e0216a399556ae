"""Every miss has one category, the first that fits; real answers over the samples, beside cases made to miss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.cases import Case, ParagraphKey
from evals.measures import Outcome, cited_keys
from evals.misses import CATEGORIES, Miss, explain_misses, miss_table
from evals.run import answer_cases
from rag import Answer, Answerer

PANEL = "What was agreed when a council refused a stage three review panel?"
REF = "99 000 112"


def make_case(question: str, *supports: ParagraphKey, facts: tuple[str, ...] = ()) -> Case:
    """A question with these supports; without any it cannot be answered."""
    return Case("q", "dev", "remedy", question, (), frozenset(supports), facts, answerable=bool(supports))


@pytest.fixture(scope="module")
def asked(sample_answerer: Answerer) -> Outcome:
    """The question about the panel, answered from the samples."""
    (outcome,) = answer_cases(sample_answerer, [make_case(PANEL, (REF, 31))])
    return outcome


def explain(answerer: Answerer, outcome: Outcome, case: Case, answer: Answer | None = None) -> list[tuple[str, str]]:
    """What was missed and why, when that outcome is judged by another case."""
    judged = replace(outcome, case=case, answer=answer or outcome.answer)
    return [(miss.what, miss.category) for miss in explain_misses(answerer, [judged])]


def test_what_was_found_and_said_is_no_miss(sample_answerer: Answerer, asked: Outcome) -> None:
    """A support among the ten that is cited, with its fact."""
    assert asked.answer is not None
    key = next(key for key in asked.ranked[:10] if key in cited_keys(asked.answer))
    assert explain(sample_answerer, asked, make_case(PANEL, key)) == []


def test_each_way_to_miss_has_its_category(sample_answerer: Answerer, asked: Outcome) -> None:
    """A paragraph that was never read, one of a decision that is not looked at, one far down, one that is not cited, a fact."""
    assert asked.answer is not None
    cited = cited_keys(asked.answer)
    _, table, _ = sample_answerer.table(PANEL)
    rows = {(str(row.decision.reference), row.paragraph.number) for row in table.rows}
    looked_at = {reference for reference, _ in rows}
    elsewhere = next(
        (str(decision.reference), 1)
        for number in sample_answerer.store.matching()
        if str((decision := sample_answerer.store.decision(number)).reference) not in looked_at
    )
    low = next(key for key in sorted(rows) if key not in asked.ranked)
    lower = next(key for key in asked.ranked[10:] if key not in cited)
    unsaid = next(key for key in asked.ranked[:10] if key not in cited)
    said = next(key for key in asked.ranked[:10] if key in cited)
    for key, category in (
        ((REF, 999), "not read"),
        (("21 999 999", 1), "not read"),
        (elsewhere, "not retrieved"),
        (low, "ranked low"),
        (lower, "ranked low"),
        (unsaid, "not stated"),
    ):
        assert explain(sample_answerer, asked, make_case(PANEL, key, said, facts=("£9",))) == (
            [(f"{key[0]}#{key[1]}", category)] + ([("£9", "not stated")] if category == "not stated" else [])
        )
    assert explain(sample_answerer, asked, make_case(PANEL, said, facts=("£9",))) == [("£9", "not stated")]


def test_a_wrong_abstention_is_a_miss_of_its_own(sample_answerer: Answerer, asked: Outcome) -> None:
    """What was at hand says so too; what had been ranked low anyway keeps its category; before any search all is refused."""
    assert asked.answer is not None
    refused = replace(asked.answer, status="none", citations=(), text="No.")
    first, low = asked.ranked[0], asked.ranked[15]
    assert explain(sample_answerer, asked, make_case(PANEL, first, low, facts=("£9",)), refused) == [
        ("the answer", "wrongly refused"),
        *sorted([(f"{first[0]}#{first[1]}", "wrongly refused"), (f"{low[0]}#{low[1]}", "ranked low")]),
    ]
    unsearched = replace(refused, passages=())
    nothing = replace(asked, ranked=(), in_ten=frozenset())
    assert explain(sample_answerer, nothing, make_case(PANEL, first), unsearched) == [
        ("the answer", "wrongly refused"),
        (f"{first[0]}#{first[1]}", "wrongly refused"),
    ]


def test_an_answer_where_none_is_possible_is_a_miss(sample_answerer: Answerer, asked: Outcome) -> None:
    """A refusal there is right."""
    assert asked.answer is not None
    assert explain(sample_answerer, asked, make_case(PANEL)) == [("the answer", "wrongly answered")]
    assert explain(sample_answerer, asked, make_case(PANEL), replace(asked.answer, status="none")) == []


def test_an_outcome_without_an_answer_is_not_explained(sample_answerer: Answerer, asked: Outcome) -> None:
    """The baseline only ranks."""
    assert explain_misses(sample_answerer, [replace(asked, answer=None)]) == []


def test_the_table_counts_misses_and_questions() -> None:
    """Two misses of one question are one question; a category without a miss is a row too."""
    misses = [Miss("a", "x#1", "ranked low"), Miss("a", "x#2", "ranked low"), Miss("b", "the answer", "wrongly answered")]
    head, *rows = miss_table(misses).splitlines()
    assert head.split() == ["misses", "count", "questions"]
    counts = {"ranked low": ["2", "1"], "wrongly answered": ["1", "1"]}
    assert [row.rsplit(maxsplit=2) for row in rows] == [[name, *counts.get(name, ["0", "0"])] for name in CATEGORIES]
