"""Dialogues: a follow-up is made whole from the turns before it, and its decisions are those it means."""

from __future__ import annotations

from datetime import date

import pytest

from index import Reference
from rag.history import chosen_decisions, cited_decisions, elliptic, is_follow_up, leans_on_history, looks_beyond, swap, swap_name
from rag.query import Known, read_query
from rag.records import Turn

CORNWALL, DUDLEY, BARNSLEY = Reference("99 012 183"), Reference("99 009 433"), Reference("99 010 250")
AUTHORITIES = (
    "Barnsley Metropolitan Borough Council",
    "Cornwall Council",
    "Dudley Metropolitan Borough Council",
    "Hertfordshire County Council",
)
KNOWN = Known(AUTHORITIES, ("Not upheld", "Upheld"), date(2026, 11, 23))
ONE = f"Cornwall Council ({CORNWALL}): Upheld, 12 Jun 2024\nThe Ombudsman:\n- “It should have arranged a panel.” [1]"
THREE = "\n\n".join(
    [
        f"Cornwall Council ({CORNWALL}): Upheld\n- “As in 98 000 001, it was late.” [1]",  # a quotation names another
        f"Dudley Metropolitan Borough Council ({DUDLEY}): Upheld\n- “He was left out.” [2]",
        f"Barnsley Metropolitan Borough Council ({BARNSLEY}): Upheld\n- “It did not carry that out.” [3]",
    ]
)

DIALOGUES = [
    # a pronoun, answered from the decisions just shown
    (
        [("What remedy for failure to hold a stage three panel?", ONE)],
        "And how long did they get to do it?",
        "What remedy for failure to hold a stage three panel; And how long did they get to do it?",
        (CORNWALL,),
        (),
    ),
    ([("What did Cornwall get wrong?", ONE)], "thanks, and why?", "What did Cornwall get wrong; thanks, and why?", (CORNWALL,), ()),
    (
        [("Which cases concern dads left out?", THREE)],
        "which council was that?",
        "Which cases concern dads left out; which council was that?",
        (CORNWALL, DUDLEY, BARNSLEY),
        (),
    ),
    # an ordinal, counted over the decisions in the answer's order
    (
        [("Which cases concern dads left out?", THREE)],
        "Tell me more about the second one.",
        f"Which cases concern dads left out; Tell me more about the second one ({DUDLEY}).",
        (DUDLEY,),
        (),
    ),
    (
        [("Which cases concern dads left out?", THREE)],
        "and the last one?",
        f"Which cases concern dads left out; and the last one ({BARNSLEY})?",
        (BARNSLEY,),
        (),
    ),
    (
        [("Which cases concern dads left out?", THREE)],
        "How do the first two differ?",
        f"Which cases concern dads left out; How do the first two ({CORNWALL}, {DUDLEY}) differ?",
        (CORNWALL, DUDLEY),
        (),
    ),
    (  # the turn between named none, so the one before it counts
        [("Which cases concern dads left out?", THREE), ("and why?", "Nothing in these decisions answers that.")],
        "what about case 3",
        f"Which cases concern dads left out; what about case 3 ({BARNSLEY})",
        (BARNSLEY,),
        (),
    ),
    (  # there is no fifth: all that were shown
        [("Which cases concern dads left out?", THREE)],
        "and the fifth one?",
        "Which cases concern dads left out; and the fifth one?",
        (CORNWALL, DUDLEY, BARNSLEY),
        (),
    ),
    # one thing put in another's place
    ([("How much for late stage two?", ONE)], "What about stage three?", "How much for late stage three?", (), ()),
    ([("What did Cornwall get wrong?", ONE)], "and Dudley?", "What did Dudley get wrong?", (), (AUTHORITIES[2],)),
    ([("What did Cornwall get wrong?", ONE)], "And the Herts case?", "What did Herts get wrong?", (), (AUTHORITIES[3],)),
    ([(f"What went wrong in {CORNWALL}?", ONE)], f"and in {DUDLEY}?", f"What went wrong in {DUDLEY}?", (DUDLEY,), ()),
    (
        [("What payment was agreed for late stage two?", ONE)],
        "and the apology?",
        "What apology was agreed for late stage two?",
        (CORNWALL,),
        (),
    ),
    ([("How many decisions agreed a payment?", ONE)], "and an apology?", "How many decisions agreed an apology?", (), ()),
    ([("How many decisions were upheld in 2022?", ONE)], "and in 2023?", "How many decisions were upheld in 2023?", (), ()),
    # the same asked of other decisions
    (
        [("How much was paid for missed education?", ONE)],
        "Now the same for adult social care.",
        "How much was paid for missed education; Now the same for adult social care.",
        (),
        (),
    ),
    (
        [("How much was paid for missed education?", ONE)],
        "any other cases like it?",
        "How much was paid for missed education; any other cases like it?",
        (),
        (),
    ),
    (
        [("What payment was agreed for late stage two?", ONE)],
        "how about dudley",
        "What payment was agreed for late stage two; how about dudley",
        (),
        (AUTHORITIES[2],),
    ),
]


@pytest.mark.parametrize(("turns", "question", "text", "references", "named"), DIALOGUES)
def test_a_follow_up_is_made_whole(
    turns: list[tuple[str, str]],
    question: str,
    text: str,
    *,
    references: tuple[Reference, ...],
    named: tuple[str, ...],
) -> None:
    """The whole question, the decisions it is asked of, and the reader is shown it."""
    query = read_query(question, history=[Turn(*turn) for turn in turns], known=KNOWN)
    assert (query.question, query.text, query.resolved) == (question, text, True)
    assert (query.references, query.named) == (references, named)
    assert query.filters.references == references
    assert query.notices[0] == f"Read as: {text}"


def test_a_follow_up_may_narrow_the_decisions() -> None:
    """A time for them, and a council to leave out."""
    turns = [Turn("Show special guardianship cases", THREE)]
    query = read_query("Only those after 2022, and leave out Dudley.", history=turns, known=KNOWN)
    assert (query.filters.since, query.filters.until, query.filters.references) == (date(2023, 1, 1), None, ())
    assert (query.named, query.excluded) == ((), (AUTHORITIES[2],))
    assert query.notices[1:] == (
        "Decisions from 2023 on; any without a date are left out.",
        f"Decisions about {AUTHORITIES[2]} are left out.",
    )


WHOLE = [
    "How long must a child wait before their complaint is heard?",  # "their" is the child's
    "Is there a time limit for stage one of a complaint?",
    "Which decisions that were upheld concern housing?",
    "What remedy was agreed when a council refused to hold a stage three panel?",
    f"What happened in {DUDLEY} about that?",
]


@pytest.mark.parametrize("question", WHOLE)
def test_a_question_that_says_what_it_is_about_stands_alone(question: str) -> None:
    """It is read as without a history."""
    turns = [Turn("What did Cornwall get wrong?", ONE)]
    assert read_query(question, history=turns, known=KNOWN) == read_query(question, known=KNOWN)


LEANING = [
    ("did they pay?", True),
    ("WHAT IS THE SECOND?", True),
    ("what about the other council?", True),
    ("was that fault?", True),
    ("why not?", True),
    ("same for bins", True),
    ("Did someone lose their place?", False),
    ("Was it said that there was delay?", True),
    ("Is there any delay?", False),
    ("Andover", False),  # "and" inside a name
    ("", False),
]


@pytest.mark.parametrize(("question", "expected"), LEANING)
def test_a_word_that_points_back_is_known(question: str, expected: bool) -> None:
    """Unless what it points at stands before it in the question."""
    assert leans_on_history(question) is expected


def test_a_long_question_is_no_follow_up() -> None:
    """It says what it is about itself, whatever it points at."""
    long = "did they ever say why the letters that she sent in June and July were not answered at all"
    assert [is_follow_up(text, ("say",), ()) for text in (long, "did they ever say why")] == [False, True]


CITED = [
    (THREE, (CORNWALL, DUDLEY, BARNSLEY)),
    (f"See {DUDLEY} and {CORNWALL}.", (DUDLEY, CORNWALL)),  # plain text
    (f"- “only in a quotation of {DUDLEY}”", (DUDLEY,)),
    ("Nothing.", ()),
    ("", ()),
]


@pytest.mark.parametrize(("answer", "expected"), CITED)
def test_the_decisions_of_an_answer_are_read_in_order(answer: str, expected: tuple[Reference, ...]) -> None:
    """From the lines that name them, before any quotation."""
    assert cited_decisions(answer) == expected


CHOSEN = [
    ("the second one", (DUDLEY,), "the second one"),
    ("what about the 3rd?", (BARNSLEY,), "the 3rd"),
    ("the latter", (BARNSLEY,), "the latter"),
    ("the former", (CORNWALL,), "the former"),
    ("number 2", (DUDLEY,), "number 2"),
    ("the other two", (DUDLEY, BARNSLEY), "the other two"),
    ("the first of those", (CORNWALL,), "the first of those"),
    ("the second complaint", (), ""),  # a part of a case
    ("stage two", (), ""),
    ("case 24 012 183", (), ""),
    ("the second stage", (), ""),
    ("", (), ""),
]


@pytest.mark.parametrize(("question", "expected", "words"), CHOSEN)
def test_an_ordinal_picks_a_decision(question: str, expected: tuple[Reference, ...], words: str) -> None:
    """And only one that stands for a decision."""
    assert chosen_decisions(question, (CORNWALL, DUDLEY, BARNSLEY)) == (expected, words)


def test_of_two_decisions_the_other_is_the_second() -> None:
    """Of three there is no telling."""
    assert chosen_decisions("and the other one?", (CORNWALL, DUDLEY)) == ((DUDLEY,), "the other one")
    assert chosen_decisions("and the other one?", (CORNWALL, DUDLEY, BARNSLEY))[0] == ()
    assert chosen_decisions("the second one", ()) == ((), "")


BEYOND = [
    ("What about adult social care?", False, True),
    ("What about training?", True, False),  # a remedy: more about the same decisions
    ("What about the letters?", False, False),
    ("same for housing", False, True),
    ("and anywhere else?", False, True),
    ("and why?", False, False),
]


@pytest.mark.parametrize(("question", "wants_remedy", "expected"), BEYOND)
def test_a_follow_up_may_look_beyond_what_was_shown(question: str, wants_remedy: bool, expected: bool) -> None:
    """By its words, or because it names another subject."""
    assert looks_beyond(question, wants_remedy=wants_remedy) is expected


def test_only_a_follow_up_that_says_nothing_else_is_swapped_in() -> None:
    """With more to say it is asked beside the earlier question."""
    assert swap("How much for stage two?", "What about stage three?") == ("How much for stage three?", False)
    assert swap("How much for stage two?", "Who sat on the stage three panel?") == ("", False)
    assert swap("How much for stage two?", "what about stage two?") == ("", False)
    assert swap_name("What did Cornwall do?", "and Dudley?", ["cornwall"], ["dudley"]) == "What did Dudley do?"
    assert swap_name("What did Cornwall do?", "did Dudley apologise?", ["cornwall"], ["dudley"]) == ""
    assert swap_name("What happened?", "and Dudley?", [], ["dudley"]) == ""
    assert elliptic("And what about the apology?") == "apology"


def test_a_decision_picked_from_a_comparison_is_asked_about_by_itself() -> None:
    """The kind of the earlier question stays otherwise."""
    compared = read_query("the second one?", history=[Turn("Which cases concern dads?", THREE)], known=KNOWN)
    paid = read_query("and in the second case?", history=[Turn("How much was paid for late plans?", THREE)], known=KNOWN)
    assert [(one.kind, one.filters.references) for one in (compared, paid)] == [("facts", (DUDLEY,)), ("amount", (DUDLEY,))]
