"""What a model wrote is held against the quotations, on what can be checked of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.fallback import Quoted, fails_checks
from rag.query import Query, read_query
from rag.records import Citation, Claim, Grade


def _cite(n: int, reference: str = "99 000 101", quote: str = "pay Mrs D £300") -> Citation:
    return Citation(
        n=n, reference=reference, authority="Fenwick Council", paragraph=n, label=str(n), basis="printed", section="Agreed action",
        role="action", speaker="action", outcome="Upheld", decision_date=None, quote=quote, text=quote, url=None,
    )  # fmt: skip


def _claim(text: str, grade: Grade = "supported", cited: tuple[int, ...] = (1,)) -> Claim:
    return Claim(text, cited, grade, "as it is")


QUOTED = Quoted((_claim("pay Mrs D £300", "quote"), _claim("within one month", "quote", (2,))), (_cite(1), _cite(2)))
AMOUNT = "How much was paid in 99 000 101?"
LIMIT = "What time limit was set in 99 000 101?"
OTHER = "What was found in 99 000 101?"
BOTH = "Compare 99 000 101 with 99 000 102"
GOOD = _claim("The Council agreed to pay £300.")
BAD = _claim("It is a disgrace.", "unsupported")
WEAK = _claim("It may pay £300.", "weak")

ROWS = [
    (OTHER, [GOOD], ""),
    (OTHER, [GOOD, BAD], ""),  # half of it holds, and the rest is marked
    (OTHER, [WEAK], ""),  # marked, and not refused
    (OTHER, [], "it found no answer in its sources"),
    (OTHER, [BAD, BAD], "nothing it wrote could be supported"),
    (OTHER, [GOOD, BAD, BAD], "most of what it wrote could not be supported"),
    (AMOUNT, [GOOD], ""),
    (AMOUNT, [_claim("The Council agreed to pay.")], "the question asks for a sum, which the decisions state and it did not"),
    (AMOUNT, [_claim("The Council agreed to pay."), replace(BAD, text="It paid £900.")], "the question asks for a sum"),  # not held
    (LIMIT, [_claim("The Council will pay within one month.")], ""),
    (LIMIT, [_claim("The Council will pay.")], "the question asks for a time, which the decisions state and it did not"),
    (BOTH, [GOOD], ""),  # the quotations speak of one only
]


def _query(question: str) -> Query:
    return read_query(question)


@pytest.mark.parametrize(("question", "claims", "why"), ROWS)
def test_a_draft_is_held_against_the_quotations(question: str, claims: list[Claim], why: str) -> None:
    """Each row is one way to be as good or worse."""
    failed = fails_checks(_query(question), claims, (_cite(1),), QUOTED)
    assert failed.startswith(why)
    assert bool(failed) == bool(why)


def test_every_decision_that_is_asked_about_must_be_spoken_of() -> None:
    """Where a quotation has something of it."""
    two = Quoted((GOOD, _claim("pay nothing", cited=(2,))), (_cite(1), _cite(2, "99 000 102")))
    assert fails_checks(_query(BOTH), [GOOD], (_cite(1),), two) == "it said nothing of 99 000 102"
    assert fails_checks(_query(BOTH), [GOOD, _claim("No pay.", cited=(2,))], (_cite(1), _cite(2, "99 000 102")), two) == ""


@pytest.mark.parametrize("quoted", [Quoted(), replace(QUOTED, close=False)])
def test_a_model_that_finds_nothing_is_believed_where_quotations_are_not_close(quoted: Quoted) -> None:
    """Then nothing answers."""
    assert fails_checks(_query(OTHER), [], (), quoted) == ""


def test_quotations_behind_a_model_leave_out_what_it_quoted() -> None:
    """And what only that sentence cited."""
    claims, citations = QUOTED.unsaid([_claim("pay Mrs D £300", "quote"), _claim("within one month", "supported")])
    assert ([claim.text for claim in claims], [citation.n for citation in citations]) == (["within one month"], [2])
