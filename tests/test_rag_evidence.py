"""Level two ranks the paragraphs of the decisions that match, by what kind of answer is wanted."""

from __future__ import annotations

import pytest
from doubles import Sure

from index import Embedder, Store
from rag.cues import Kind
from rag.evidence import MOST_DECISIONS, Ranked, gather_evidence, to_evidence, to_passage
from rag.interaction import LateInteraction
from rag.kinds import KindModel
from rag.query import read_query
from rag.records import Passage
from rag.retrieve import retrieve


def _ranked(question: str, store: Store, embedder: Embedder, kind: Kind | None = None) -> tuple[Ranked, ...]:
    query = read_query(question, authorities=store.facets().authorities)
    found = retrieve(query, store, embedder, Sure(kind or query.kind))
    return gather_evidence(query, found, store, LateInteraction(embedder, store))


PANEL = "a council refused to hold a stage three review panel"


def test_every_paragraph_of_the_best_decisions_is_ranked_once(sample_store: Store, embedder: Embedder) -> None:
    """Best first, from at most eight decisions, and no standing paragraph among them."""
    ranked = _ranked(PANEL, sample_store, embedder)
    assert [row.score for row in ranked] == sorted((row.score for row in ranked), reverse=True)
    places = [(row.decision_id, row.paragraph.number) for row in ranked]
    assert len(places) == len(set(places))
    decisions = {row.decision_id: row.decision for row in ranked}
    assert 1 < len(decisions) <= MOST_DECISIONS
    expected = {(i, p.number) for i, decision in decisions.items() for p in decision.paragraphs if not p.boilerplate}
    assert set(places) == expected


REMEDIES = [
    (PANEL, "99 000 112", 31),
    ("the final EHC plan was issued months late", "99 000 105", 29),
    ("a homeless family stayed in bed and breakfast for over a year", "99 000 107", 31),
    ("speech and language therapy in section F was not provided", "99 000 106", 28),
]


@pytest.mark.parametrize(("question", "reference", "paragraph"), REMEDIES)
def test_the_remedy_is_among_the_best_though_it_shares_few_words(
    question: str, reference: str, paragraph: int, *, sample_store: Store, embedder: Embedder
) -> None:
    """The fault is told, and the agreed action of the decision that found it stands among the first ten."""
    best = [(row.decision.reference, row.paragraph.number) for row in _ranked(question, sample_store, embedder, "remedy")[:10]]
    assert (reference, paragraph) in best


PARTS = [
    ("What remedy was agreed in 99 000 112?", "action", "complaint"),  # what was agreed, not what was wished for
    ("How much was to be paid in 99 000 112?", "action", "law"),
    ("99 000 112: what does the law say about a review panel?", "law", "complaint"),
    ("What did the complainant want in 99 000 112?", "complaint", "law"),
    ("Was refusing the panel in 99 000 112 fault?", "analysis", "law"),
]


@pytest.mark.parametrize(("question", "raised", "lowered"), PARTS)
def test_the_kind_of_question_prefers_its_part_of_a_decision(
    question: str, raised: str, lowered: str, *, sample_store: Store, embedder: Embedder
) -> None:
    """Of one decision, the best paragraph of the part that answers stands above the best of another part."""
    query = read_query(question, authorities=sample_store.facets().authorities)
    found = retrieve(query, sample_store, embedder, KindModel.from_examples(embedder))
    roles: list[str] = [
        row.paragraph.role for row in gather_evidence(query, found, sample_store, LateInteraction(embedder, sample_store))
    ]
    assert roles.index(raised) < roles.index(lowered)


def test_support_does_not_depend_on_the_kind(sample_store: Store, embedder: Embedder) -> None:
    """It is meaning and words alone."""
    first, second = (
        {(row.decision_id, row.paragraph.number): row.support for row in _ranked(PANEL, sample_store, embedder, kind)}
        for kind in ("remedy", "wish")
    )
    assert first == pytest.approx(second)


def test_several_named_decisions_are_each_heard(sample_store: Store, embedder: Embedder) -> None:
    """The best paragraph of each has the best score."""
    ranked = _ranked("Compare 99 000 105 and 99 000 112: what was late?", sample_store, embedder)
    best = {str(row.decision.reference): row.score for row in reversed(ranked)}
    assert best == {"99 000 105": pytest.approx(ranked[0].score), "99 000 112": pytest.approx(ranked[0].score)}


def test_a_named_decision_is_ranked_whole(sample_store: Store, embedder: Embedder) -> None:
    """Its standing paragraphs too, so that each can be asked for by number."""
    ranked = _ranked("What happened in 99 000 101?", sample_store, embedder)
    assert sorted(row.paragraph.number for row in ranked) == list(range(1, 33))
    assert any(row.paragraph.boilerplate for row in ranked)
    assert not any(row.paragraph.boilerplate for row in ranked[:5])


def test_nothing_found_is_no_evidence(sample_store: Store, embedder: Embedder) -> None:
    """An unknown reference leaves no decision to rank."""
    ranked = _ranked("What happened in 21 999 999?", sample_store, embedder)
    assert (ranked, to_evidence(ranked)) == ((), ())


def test_evidence_has_closed_tokens_and_scores_that_fall_from_one(sample_store: Store, embedder: Embedder) -> None:
    """In the order of the ranking, as many as asked for."""
    ranked = _ranked(PANEL, sample_store, embedder, "remedy")
    evidence = to_evidence(ranked, 12)
    assert [one.token for one in evidence] == [f"S{n}" for n in range(1, 13)]
    assert [(one.passage.reference, one.passage.paragraph) for one in evidence] == [
        (str(row.decision.reference), row.paragraph.number) for row in ranked[:12]
    ]
    scores = [one.passage.score for one in evidence]
    assert (scores[0], scores) == (1.0, sorted(scores, reverse=True))
    assert (len(to_evidence(ranked)), to_evidence(ranked, 0)) == (30, ())
    assert {one.reason for one in to_evidence(ranked, 1)} == {"action that matches"}


def test_a_passage_shows_the_paragraph_as_it_is(sample_store: Store, embedder: Embedder) -> None:
    """Number, part, speaker and text are the store's."""
    row = next(row for row in _ranked("What happened in 99 000 112?", sample_store, embedder) if row.paragraph.number == 24)
    assert to_passage(row, 0.123456) == Passage(
        reference="99 000 112",
        authority="Brackenholt Council",
        paragraph=24,
        label="24",
        basis="printed",
        section=row.paragraph.section,
        role="analysis",
        speaker="ombudsman",
        text=(
            "The Council misunderstood the law. As I say in paragraph 13, it had no power to refuse because it was content with "
            "stage two. Refusing was fault."
        ),
        score=0.1235,
    )
