"""The measures on outcomes small enough to compute by hand; a question with no result scores 0."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

import pytest

from evals.cases import Case, ParagraphKey
from evals.intervals import Score
from evals.measures import Outcome, answer_scores, fact_stands, retrieval_scores
from rag import Answer, Citation
from rag.records import AnswerStatus, Coverage

REF = "99 000 101"
TEXTS: dict[ParagraphKey, str] = {
    (REF, 1): "The Council’s delay was fault.",
    (REF, 2): "It will pay Mr B £1,500 and £25.50 more.",
    (REF, 3): "The complaint was not upheld.",
}


def make_case(name: str, *numbers: int, facts: tuple[str, ...] = (), also: tuple[int, ...] = ()) -> Case:
    """A question supported by these paragraphs; by none when it cannot be answered."""
    supports, accepted = (frozenset((REF, number) for number in some) for some in (numbers, also))
    return Case(name, "dev", "facts", "Why?", (), supports, facts, answerable=bool(numbers), also=accepted)


def make_outcome(case: Case, *ranked: int, answer: Answer | None = None) -> Outcome:
    """An outcome with these paragraphs of the one decision, best first."""
    keys = tuple((REF, number) for number in ranked)
    return Outcome(case, keys, frozenset(keys[:10]), answer)


def cite(number: int, quote: str, *, text: str | None = None) -> Citation:
    """A citation of a paragraph of the one decision."""
    return Citation(
        n=1,
        reference=REF,
        authority=None,
        paragraph=number,
        label=str(number),
        basis="counted",
        section="Analysis",
        role="analysis",
        speaker="ombudsman",
        outcome=None,
        decision_date=None,
        quote=quote,
        text=TEXTS[(REF, number)] if text is None else text,
        url=None,
    )


def make_answer(text: str, *citations: Citation, status: AnswerStatus = "complete") -> Answer:
    """An answer with this text."""
    coverage = Coverage(decisions=1, first_date=None, last_date=None)
    return Answer("Why?", status, text, (), citations, (), coverage, "quotation")


def plain(scores: Mapping[str, Score]) -> dict[str, tuple[float, int]]:
    """Value and number of each measure, without its interval."""
    return {name: (score.value, score.n) for name, score in scores.items()}


REFUSED = make_answer("I have no decision on that; £9,999 is not in any.", status="none")
SECOND = 1 / log2(3)
RETRIEVAL = [
    # all found, at the ranks 2 and 3
    ((1, 2), (9, 1, 2), {"recall@10": 1, "reciprocal rank": 1 / 2, "nDCG@10": (SECOND + 1 / 2) / (1 + SECOND), "recall of ten": 1}),
    # half found, at once
    ((1, 2), (1, 8, 9), {"recall@10": 1 / 2, "reciprocal rank": 1, "nDCG@10": 1 / (1 + SECOND), "recall of ten": 1 / 2}),
    # a paragraph named twice counts once and takes one rank
    ((1, 2), (1, 1, 2), {"recall@10": 1, "reciprocal rank": 1, "nDCG@10": 1, "recall of ten": 1}),
    # the eleventh is too late for all but the reciprocal rank
    ((1,), (*range(20, 30), 1), {"recall@10": 0, "reciprocal rank": 1 / 11, "nDCG@10": 0, "recall of ten": 0}),
    # others found
    ((1,), (8, 9), {"recall@10": 0, "reciprocal rank": 0, "nDCG@10": 0, "recall of ten": 0}),
    # nothing found
    ((1,), (), {"recall@10": 0, "reciprocal rank": 0, "nDCG@10": 0, "recall of ten": 0}),
]


@pytest.mark.parametrize(("supports", "ranked", "expected"), RETRIEVAL)
def test_retrieval_of_one_question(supports: tuple[int, ...], ranked: tuple[int, ...], expected: dict[str, float]) -> None:
    """Each row is a ranking and its scores, computed by hand."""
    scores = retrieval_scores([make_outcome(make_case("a", *supports), *ranked)])
    assert {name: score.value for name, score in scores.items()} == pytest.approx(expected)
    assert {score.n for score in scores.values()} == {1}


def test_a_question_without_results_counts_in_the_mean() -> None:
    """One perfect, one with nothing, one that cannot be answered: the mean is over the first two."""
    outcomes = [
        make_outcome(make_case("a", 1), 1),
        make_outcome(make_case("b", 2)),
        make_outcome(make_case("c"), 3),
    ]
    scores = retrieval_scores(outcomes)
    assert {name: score.value for name, score in scores.items()} == pytest.approx(dict.fromkeys(scores, 0.5))
    assert {name: score.n for name, score in scores.items()} == dict.fromkeys(
        ["recall@10", "reciprocal rank", "nDCG@10", "recall of ten"], 2
    )


def test_nothing_answerable_has_no_retrieval_scores() -> None:
    """There is nothing to find, so nothing is claimed."""
    assert retrieval_scores([make_outcome(make_case("c"), 1)]) == {}
    assert retrieval_scores([]) == {}


def test_equal_paragraph_numbers_of_two_decisions_are_two() -> None:
    """The reference belongs to the key."""
    outcome = Outcome(make_case("a", 1), (("99 000 102", 1),), frozenset({("99 000 102", 1)}))
    assert [score.value for score in retrieval_scores([outcome]).values()] == [0, 0, 0, 0]


def test_answers_are_measured_over_their_own_questions() -> None:
    """Four questions by hand: two answered, one of them half; one refused wrongly; one refused rightly; one not."""
    outcomes = [
        make_outcome(
            make_case("a", 1, 2, facts=("£1,500", "the council's DELAY")),
            answer=make_answer("It pays £1,500.", cite(1, "The Council’s delay was fault."), cite(2, "£1,500")),
        ),
        make_outcome(
            make_case("b", 1, 2, facts=("fault", "panel")),
            answer=make_answer("At fault; £77.", cite(1, "fault"), cite(3, "upheld")),
        ),
        make_outcome(make_case("c", 3, facts=("£9,999",)), answer=REFUSED),
        make_outcome(make_case("d"), answer=REFUSED),
        make_outcome(make_case("e"), answer=make_answer("Yes.", cite(3, "was upheld"))),
    ]
    assert plain(answer_scores(outcomes, TEXTS)) == {
        "citation precision": ((1 + 1 / 2) / 2, 2),  # b cites 1, which supports, and 3, which does not
        "citation precision, necessary": ((1 + 1 / 2) / 2, 2),  # nothing is accepted beside the supports
        "citation recall": ((1 + 1 / 2) / 2, 2),  # b misses 2
        "facts stated": ((1 + 1 / 2 + 0) / 3, 3),  # a sum said while refusing is not stated
        "refused rightly": (1 / 2, 2),
        "answered": (2 / 3, 3),
        "quotes verbatim": (4 / 5, 5),  # "was upheld" is not what "was not upheld" says
        "amounts locked": (1 / 2, 2),  # £77 stands nowhere
    }


ACCEPTED = [
    ((1, 3), 1, 1 / 2),  # one supports, one is accepted beside it
    ((3,), 1, 0),  # accepted alone: right, but nothing that is necessary
    ((2, 3), 1 / 2, 0),  # one is accepted, one is neither
    ((1,), 1, 1),  # what is accepted need not be cited
]


@pytest.mark.parametrize(("cited", "precision", "necessary"), ACCEPTED)
def test_what_is_accepted_is_cited_rightly_and_found_by_none(cited: tuple[int, ...], precision: float, necessary: float) -> None:
    """Each row is an answer to a question supported by 1, where 3 is accepted: only precision knows of it."""
    answer = make_answer("Yes.", *(cite(number, "The") for number in cited))
    outcome = make_outcome(make_case("a", 1, also=(3,)), 3, 1, answer=answer)
    scores = plain(answer_scores([outcome], TEXTS))
    assert scores["citation precision"] == (precision, 1)
    assert scores["citation precision, necessary"] == (necessary, 1)
    assert scores["citation recall"] == (float(1 in cited), 1)
    assert plain(retrieval_scores([outcome]))["reciprocal rank"] == (1 / 2, 1)


VERBATIM = [
    ("fault", None, 1),  # a part of the paragraph
    ("The Council’s delay was fault.", None, 1),  # the whole of it
    ("The Council's delay was fault.", None, 0),  # a straight apostrophe is not the published one
    ("The\u00a0Council’s", None, 0),  # a no-break space
    ("", None, 0),  # nothing is no quote
    ("fault.\nIt will", None, 0),  # across two paragraphs
    ("fault", "Another text with fault.", 0),  # the paragraph itself is not the published one
]


@pytest.mark.parametrize(("quote", "text", "expected"), VERBATIM)
def test_verbatim_is_character_for_character(quote: str, text: str | None, expected: float) -> None:
    """Each row is a quote of paragraph 1."""
    outcome = make_outcome(make_case("a", 1), answer=make_answer("Yes.", cite(1, quote, text=text)))
    assert plain(answer_scores([outcome], TEXTS))["quotes verbatim"] == (expected, 1)


def test_a_quote_of_an_unknown_paragraph_is_not_verbatim() -> None:
    """A paragraph that was never read holds no quote."""
    outcome = make_outcome(make_case("a", 1), answer=make_answer("Yes.", cite(1, "fault")))
    assert plain(answer_scores([outcome], {}))["quotes verbatim"] == (0, 1)


FACTS = [
    ("£30", "It will pay £30.", True),  # a full stop ends the sentence, not the sum
    ("£30", "It will pay £300.", False),  # a longer sum
    ("£30", "It will pay £30.50.", False),  # a sum with pence
    ("£300", "It will pay £300,000.", False),  # a longer one with a comma
    ("300", "It will pay £1,300.", False),  # the end of a longer one
    ("5 weeks", "It took 15 weeks.", False),  # more weeks
    ("one month", "within ONE\u00a0Month of it", True),  # capitals and a no-break space
    ("council's", "the Council’s delay", True),  # a curly apostrophe
    ("upheld", "not upheld", True),  # the words stand there, whatever goes before them
    ("train", "the training", False),  # a part of a word
    ("£250", "", False),  # nothing said
]


@pytest.mark.parametrize(("fact", "text", "expected"), FACTS)
def test_a_fact_stands_whole(fact: str, text: str, expected: bool) -> None:
    """In words and figures of its own."""
    assert fact_stands(fact, text) is expected


AMOUNTS = [
    ("It pays £1,500.", (1, 1)),  # as printed
    ("It pays £1,500 and £25.50.", (1, 2)),  # two sums
    ("It pays £77.", (0, 1)),  # a sum of its own making
    ("It pays 1,500 pounds.", (0, 0)),  # no sum sign, nothing measured
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS)
def test_amounts_must_stand_in_a_cited_paragraph(text: str, expected: tuple[float, int]) -> None:
    """Each row is an answer that cites paragraph 2."""
    outcome = make_outcome(make_case("a", 2), answer=make_answer(text, cite(2, "It will pay")))
    assert plain(answer_scores([outcome], TEXTS))["amounts locked"] == expected


def test_an_answer_without_citations_scores_nothing() -> None:
    """Precision of no citation is 0, not undefined."""
    scores = plain(answer_scores([make_outcome(make_case("a", 1), answer=make_answer("Perhaps."))], TEXTS))
    assert (scores["citation precision"], scores["citation recall"]) == ((0, 1), (0, 1))
    assert (scores["refused rightly"], scores["facts stated"]) == ((0, 0), (0, 0))


def test_no_outcome_scores_zero_over_zero_questions() -> None:
    """Every measure is there, resting on nothing."""
    assert set(plain(answer_scores([], TEXTS)).values()) == {(0, 0)}
