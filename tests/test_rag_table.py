"""A comparison in plain text: a row for each decision, columns that hold, pins beside every cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.records import Citation, Claim
from rag.render import answer_text
from rag.table import columns_of, rows_of, table_lines


def _citation(n: int, reference: str, *, basis: str = "counted", outcome: str | None = "Upheld") -> Citation:
    return Citation(
        n=n,
        reference=reference,
        authority="Westmere County Council",
        paragraph=n,
        label=str(n),
        basis=basis,  # type: ignore[arg-type]  # one of the four
        section="Analysis",
        role="analysis",
        speaker="ombudsman",
        outcome=outcome,
        decision_date=date(2023, 3, 1) if outcome else None,
        quote="The Council was at fault.",
        text="The Council was at fault.",
        url=None,
    )


CITATIONS = (_citation(1, "99 000 201"), _citation(2, "99 000 201"), _citation(3, "99 000 202", basis="estimated", outcome=None))
CLAIMS = (
    Claim("The Council was at fault.", (1,), "quote", "verbatim", column="Finding"),
    Claim("£300", (2,), "supported", "the ledger", computed=True, column="Sum"),
    Claim("The Council was not at fault. " * 6, (3,), "quote", "verbatim", column="Finding"),
)


def test_a_row_for_each_decision_and_a_column_for_each_heading() -> None:
    """In the order of the claims; a cell that has nothing is a dash."""
    assert columns_of(CLAIMS) == ("Finding", "Sum")
    lines = table_lines(CLAIMS, CITATIONS)
    assert [part.strip() for part in lines[0].split("|")] == ["Decision", "Finding", "Sum"]
    text = "\n".join(lines)
    assert text.index("99 000 201") < text.index("99 000 202")
    assert [row.decision.reference for row in rows_of(CLAIMS, CITATIONS)] == ["99 000 201", "99 000 202"]
    second = next(line for line in lines[6:] if "“" in line)
    assert second.split("|")[2].strip() == "-"


def test_no_line_is_longer_than_a_terminal_and_no_word_is_lost() -> None:
    """Every word and pin of every cell stands in the table."""
    lines = table_lines(CLAIMS, CITATIONS)
    assert max(map(len, lines)) <= 100
    text = " ".join(lines)
    for claim in CLAIMS:
        assert all(word in text for word in claim.text.split())
        assert all(f"[{n}]" in text for n in claim.citations)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("numbering", 8),  # an estimated number is said to be one
        ("printed", 8),  # an outcome that the file does not print is not guessed
        ("Upheld", 2),  # one that it does
        ("01 Mar 2023", 2),  # the date
    ],
)
def test_the_decision_stands_in_its_row(words: str, place: int) -> None:
    """With what a reader must know of it."""
    lines = table_lines(CLAIMS, CITATIONS)
    assert any(words in line.split("|")[0] for line in lines[place:])


def test_a_table_follows_what_is_said_before_it() -> None:
    """A correction stands first, as a line; the cells stand in the table alone."""
    correction = Claim("No payment was agreed in 99 000 202.", (3,), "supported", "code", computed=True)
    text = answer_text((correction, *CLAIMS), CITATIONS)
    assert text.startswith("- No payment was agreed in 99 000 202. [3] (numbering estimated)\n\nDecision")
    assert text.count("£300") == 1


def test_text_of_a_decision_cannot_break_the_rows() -> None:
    """A bar in a quotation stands in its column."""
    hostile = replace(CLAIMS[0], text="fault | Decision | £900")
    lines = table_lines((hostile, *CLAIMS[1:]), CITATIONS)
    assert max(map(len, lines)) <= 100
