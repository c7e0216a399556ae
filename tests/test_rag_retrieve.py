"""Level one finds the decisions that speak to a question, within what its filters and names leave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from doubles import Sure

from index import Embedder, Filters, Reference, Store, build_store, open_store, sample_folder, split_paragraph_id
from rag.query import read_query
from rag.retrieve import Found, retrieve, search_for


def _found(question: str, store: Store, embedder: Embedder, filters: Filters | None = None) -> Found:
    return retrieve(read_query(question, filters=filters, authorities=store.facets().authorities), store, embedder, Sure("remedy"))


def _references(found: Found, store: Store) -> list[str]:
    return [str(store.decision(candidate.decision_id).reference) for candidate in found.candidates]


BEST = [
    ("a stage three review panel was refused", "99 000 112"),
    ("family with children in bed and breakfast for longer than six weeks", "99 000 107"),
    ("direct payments for short breaks cut by a resource panel", "99 000 101"),
    ("medical priority on the housing register", "99 000 103"),
    ("special guardianship allowance stopped", "99 000 110"),
    ("speech and language therapy in section F not provided", "99 000 106"),
    ("no investigating officer appointed for months at stage two", "99 000 102"),
]


@pytest.mark.parametrize(("question", "reference"), BEST)
def test_the_decision_that_speaks_to_the_question_comes_first(
    question: str, reference: str, sample_store: Store, embedder: Embedder
) -> None:
    """Each row is told in other words than the decision's."""
    assert _references(_found(question, sample_store, embedder), sample_store)[0] == reference


def test_what_was_found_is_in_order_and_belongs_together(sample_store: Store, embedder: Embedder) -> None:
    """Candidates and paragraphs fall in score, a candidate has its own paragraphs only and the score of its best three."""
    found = _found("a stage three review panel was refused", sample_store, embedder)
    scores = dict(found.paragraphs)
    assert [score for _, score in found.paragraphs] == sorted(scores.values(), reverse=True)
    assert [one.score for one in found.candidates] == sorted((one.score for one in found.candidates), reverse=True)
    assert sorted(i for one in found.candidates for i in one.paragraph_ids) == sorted(scores)
    for candidate in found.candidates:
        assert {split_paragraph_id(i)[0] for i in candidate.paragraph_ids} == {candidate.decision_id}
        assert candidate.score == pytest.approx(sum(scores[i] for i in candidate.paragraph_ids[:3]))
    assert (len(found.within), found.kinds) == (12, {"remedy": 1.0})
    assert 0.3 < found.nearest <= 1.0


WITHIN: list[tuple[str, Filters | None, set[str]]] = [
    ("What happened in 99-000-105?", None, {"99 000 105"}),  # by reference
    ("What happened in 99 000 101 and 99 000 109a?", None, {"99 000 101", "99 000 109a"}),  # by two, one with a suffix
    ("What happened in the Fernshire case?", None, {"99 000 101"}),  # by name
    ("What did Maplewick and Tarrowby charge?", None, {"99 000 108"}),  # by a name with "&" in it
    ("What happened?", Filters(authority="thornhaven"), {"99 000 103"}),  # by a part of a name, in any case
    ("What happened?", Filters(outcome="Not upheld"), {"99 000 104"}),  # and not what was upheld
    ("What happened?", Filters(category="Housing"), {"99 000 103", "99 000 107"}),
    ("What happened?", Filters(since=date(2025, 1, 1)), {"99 000 106", "99 000 111"}),  # nothing undated
    ("What happened in Fernshire?", Filters(authority="Aldermere"), {"99 000 102"}),  # a filter goes before a name
    ("Housing cases except Thornhaven", Filters(category="Housing"), {"99 000 107"}),  # a council that is set aside
    ("What happened in Fernshire?", Filters(outcome="Not upheld"), set()),  # both narrow, and leave nothing
    ("What happened?", Filters(references=(Reference("21 999 999"),)), set()),  # unknown
    ("What happened?", Filters(authority="Atlantis"), set()),
]


@pytest.mark.parametrize(("question", "filters", "expected"), WITHIN)
def test_only_what_filters_and_names_leave_is_searched(
    question: str, filters: Filters | None, expected: set[str], *, sample_store: Store, embedder: Embedder
) -> None:
    """The decisions found are those, and as many were searched."""
    found = _found(question, sample_store, embedder, filters)
    assert (set(_references(found, sample_store)), len(found.within)) == (expected, len(expected))


def test_nothing_within_is_nothing_found(sample_store: Store, embedder: Embedder) -> None:
    """No candidate, no paragraph, and nothing is near."""
    found = _found("What happened?", sample_store, embedder, Filters(authority="Atlantis"))
    assert (found.candidates, found.paragraphs, found.nearest) == ((), (), 0.0)


def test_one_text_under_several_references_is_one_case(tmp_path: Path, embedder: Embedder) -> None:
    """The best of them is found; all of them where the question names them, and each knows the others."""
    text = (sample_folder() / "99-000-101.txt").read_text(encoding="utf-8")
    for reference in ("99 000 101", "98 000 102", "98 000 103"):
        (tmp_path / f"{reference}.txt").write_text(text.replace("99 000 101", reference), encoding="utf-8")
    build_store([tmp_path], tmp_path / "store", embedder=embedder)
    store = open_store(tmp_path / "store")
    question = "What was agreed about the stage three panel?"
    assert len(_references(_found(question, store, embedder), store)) == 1
    assert len(_references(_found(f"{question} 98 000 102, 98 000 103", store, embedder), store)) == 2
    (decision,) = store.find(Reference("98 000 102"))
    assert [str(other.reference) for other in store.same_text(decision)] == ["98 000 103", "99 000 101"]
    store.close()


def _boilerplate(found: Found, store: Store) -> list[bool]:
    pairs = (split_paragraph_id(paragraph_id) for paragraph_id, _ in found.paragraphs)
    return [number > 0 and store.decision(decision_id).paragraphs[number - 1].boilerplate for decision_id, number in pairs]


def test_standing_paragraphs_are_found_only_when_asked_for(sample_store: Store, embedder: Embedder) -> None:
    """The same words, once about a council and once about the Ombudsman."""
    about_a_council = _found("What is fault and injustice by a council?", sample_store, embedder)
    about_powers = _found("What is maladministration and injustice by a council?", sample_store, embedder)
    assert not any(_boilerplate(about_a_council, sample_store))
    assert any(_boilerplate(about_powers, sample_store)[:5])


def test_words_of_the_field_are_searched_beside_the_askers_own(sample_store: Store, embedder: Embedder) -> None:
    """They add half of their score to what the asker's own words found, and find what those do not; so does meaning, apart."""
    vector = embedder.embed(["a hotel"])[0]
    lay = read_query("Who was put in a hotel with their kids?")
    assert lay.also == ("child", "children", "bed", "breakfast", "temporari", "accommod")
    own = dict(sample_store.search_lexical(lay.words, 500))
    added = dict(sample_store.search_lexical(lay.also, 500))
    dense, found = search_for(lay, vector, sample_store, 1_000, decision_ids=None)
    assert dense == sample_store.search_dense(vector, 1_000)
    assert dict(found) == {i: pytest.approx(own.get(i, 0.0) + 0.5 * added.get(i, 0.0)) for i in own | added}
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    plain = read_query("Who was refused a panel?")
    some = sample_store.matching()[:4]
    assert search_for(plain, vector, sample_store, 9, decision_ids=some) == (
        sample_store.search_dense(vector, 9, decision_ids=some),
        sample_store.search_lexical(plain.words, 9, decision_ids=some),
    )
