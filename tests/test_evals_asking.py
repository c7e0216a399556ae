"""Questions about generated decisions: as many of each kind as wanted, known answers, and words of their own."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.asking import SHARES, shares_of
from evals.cases import Case
from evals.generated import Corpus, make_corpus
from evals.measures import fact_stands
from evals.stories import Story
from index import Reference, UsageError


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Two hundred decisions with eighty questions."""
    return make_corpus(200, 80, seed=0)


def cases_of(corpus: Corpus) -> list[Case]:
    """Its questions but for statistics."""
    return [asked.case for asked in corpus.asked]


def by_reference(corpus: Corpus) -> dict[str, Story]:
    """Its stories by reference."""
    return {story.reference: story for story in corpus.stories}


def text_of(story: Story, number: int) -> str:
    """A paragraph of a story."""
    paragraph = [one for part in story.structure.parts for one in part.paragraphs][number - 1]
    return "\n".join([paragraph.text, *(line.text for line in paragraph.lines)])


SHARED = [
    (300, dict(SHARES)),
    (
        24,
        {"remedy": 6, "amount": 4, "time_limit": 3, "outcome": 2, "facts": 3, "comparison": 2, "unanswerable": 2, "statistics": 2},
    ),
    (0, dict.fromkeys(SHARES, 0)),
]


@pytest.mark.parametrize(("questions", "expected"), SHARED)
def test_questions_fall_to_the_kinds_by_their_shares(questions: int, expected: dict[str, int]) -> None:
    """Each row is a number of questions and how many of each kind that gives."""
    assert shares_of(questions) == expected
    assert sum(shares_of(questions).values()) == questions


def test_every_kind_is_asked(corpus: Corpus) -> None:
    """Ids and questions once each; nothing is asked twice about one cluster."""
    counts = Counter(case.kind for case in cases_of(corpus))
    assert {**counts, "statistics": len(corpus.counts)} == shares_of(80)
    assert len({case.id for case in cases_of(corpus)}) == len({case.question for case in cases_of(corpus)}) == len(cases_of(corpus))
    asked = [case.supports for case in cases_of(corpus) if case.kind in {"remedy", "amount", "time_limit", "outcome"}]
    assert sum(len(keys) for keys in asked) == len(frozenset().union(*asked))


def test_facts_stand_in_what_supports(corpus: Corpus) -> None:
    """A sum, a limit, a day or a count is said by a supporting paragraph; a reference names the decision itself."""
    stories = by_reference(corpus)
    for case in cases_of(corpus):
        texts = [text_of(stories[reference], number) for reference, number in case.supports]
        lost = [fact for fact in case.facts if fact not in stories and not any(fact_stands(fact, text) for text in texts)]
        assert lost == [], case.id
        assert not case.also & case.supports, case.id


def test_a_question_about_a_fault_is_supported_by_its_finding_and_action(corpus: Corpus) -> None:
    """Of each right decision, and of no other; the near misses of its cluster are none of them."""
    stories = by_reference(corpus)
    clusters = {cluster.right[0].signature.cell: cluster for cluster in corpus.clusters}
    for case in cases_of(corpus):
        if case.kind not in {"remedy", "amount"}:
            continue
        right = {reference for reference, _ in case.supports}
        cluster = clusters[stories[min(right)].signature.cell]
        assert right == {story.reference for story in cluster.right}, case.id
        assert cluster.near, case.id
        for story in cluster.right:
            own = {number for reference, number in case.supports if reference == story.reference}
            remedies = story.places.get("action") or story.places["settlement"]
            expected = {*story.places["finding"], *(remedies if case.kind == "remedy" else story.places["amount"])}
            assert own == expected, case.id


def test_what_was_not_upheld_on_the_same_point_is_accepted(corpus: Corpus) -> None:
    """A reader may be shown that another decision found no fault."""
    stories = by_reference(corpus)
    twins = [
        (case, story)
        for case in cases_of(corpus)
        for cluster in corpus.clusters
        for kind, story in cluster.near
        if kind == "not upheld" and case.kind == "remedy" and stories[min(case.supports)[0]] in cluster.right
        if story.signature.cell == cluster.right[0].signature.cell
    ]
    assert len(twins) > 3
    assert all((story.reference, *story.places["finding"]) in case.also for case, story in twins)


def test_each_wording_keeps_to_its_words(corpus: Corpus) -> None:
    """Lay questions have no term of the decision but the service's name; formal ones some and not all; others name the council."""
    stories = by_reference(corpus)
    seen = Counter[str]()
    for asked in corpus.asked:
        if asked.case.kind not in {"remedy", "amount", "time_limit", "outcome"}:
            continue
        seen[asked.wording] += 1
        story = stories[min(asked.case.supports)[0]]
        of, question = story.signature, asked.case.question
        before, _, after = of.fault.alleged.partition("{subject}")
        terms = [
            of.subject.name in question,
            before in question and after in question,
            of.circumstance.told.format(who="the complainant") in question,
        ]
        assert (of.body in question) is (asked.wording == "body"), asked.case.id
        if asked.wording == "lay":
            assert terms[1:] == [False, False], asked.case.id
        if asked.wording == "formal":
            assert sum(terms) in {1, 2}, asked.case.id
    assert {"formal", "lay", "body"} == set(seen)
    assert min(seen.values()) > 5


def test_what_cannot_be_answered_is_in_no_decision(corpus: Corpus) -> None:
    """A service, reference or council of no story; or a person, a prediction, a detail that stands in none."""
    stories = by_reference(corpus)
    absent = [case for case in cases_of(corpus) if not case.answerable]
    assert len(absent) == shares_of(80)["unanswerable"]
    assert {case.kind for case in absent} == {"unanswerable"}
    everything = " ".join(text_of(story, n) for story in corpus.stories for n in range(1, 20)).lower()
    assert not [word for word in ("coroner", "newspaper", "vet ", "mortgage", "tribunal", "allotment") if word in everything]
    unknown = {ref for case in absent for ref in Reference.find_all(case.question)} - set(stories)
    assert unknown


def test_the_same_seed_asks_the_same(corpus: Corpus) -> None:
    """Decisions and questions alike; another seed asks otherwise."""
    assert make_corpus(200, 80, seed=0) == corpus
    assert cases_of(make_corpus(200, 80, seed=1)) != cases_of(corpus)


def test_too_few_decisions_are_refused() -> None:
    """Twenty decisions have not that many questions in them."""
    with pytest.raises(UsageError, match=r"^got 20 decisions; expected more of them for that many questions$"):
        make_corpus(20, 24)
