"""The decision reader: addresses, contents, headings, decisions that share a reference, and the list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from app_doubles import HOSTILE, PANEL, PAYLOADS, TwoDecisions, cite
from test_rag_page import Elements

from index import Decision, Reference
from rag import Answer, page

TWIN = replace(PANEL, authority="Fernshire NHS Trust", family="303")


class SharedReference(TwoDecisions):
    """Two bodies under one reference."""

    def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
        """Both of them."""
        return tuple(one for one in (PANEL, TWIN) if one.reference == reference and authority in {None, one.authority})


@pytest.mark.parametrize(
    ("reference", "number", "authority", "address"),
    [
        ("24 012 183", None, None, "?decision=24-012-183"),
        ("24 012 183", 38, None, "?decision=24-012-183&para=38"),
        ("17 002 402b", 3, None, "?decision=17-002-402b&para=3"),  # a suffix letter is kept
        ("24 012 183", 38, "Cornwall <Council>", "?decision=24-012-183&para=38&authority=cornwall-council"),
    ],
)
def test_every_paragraph_has_an_address(reference: str, number: int | None, authority: str | None, address: str) -> None:
    """It names the decision as the publisher's site does, and the authority where it must."""
    assert page.address_of(reference, number, authority=authority) == address


def test_the_reader_shows_all_of_a_decision() -> None:
    """Metadata, warnings, contents with links, every paragraph with its number as its address."""
    html = page.open_decision(TwoDecisions(), "99-000-101", "4")
    seen = Elements(html)
    assert seen.text.startswith("ContentsThe complaintWhat I foundWhat happenedAnalysisAgreed action")
    assert "OutcomeUpheldDecided2 May 2024CategoryChildren's care services > Disabled childrenParagraphs4" in seen.text
    assert "This sample is invented" in seen.text
    assert 'data-open="paragraph 4"' in html
    assert seen.addresses[:5] == [f"?decision=99-000-101&para={n}" for n in (1, 2, 2, 3, 4)]
    assert PANEL.url in seen.addresses


def test_the_reader_says_that_numbers_are_estimated() -> None:
    """Once, on top, and links only where the published page is."""
    seen = Elements(page.open_decision(TwoDecisions(), "99 000 202"))
    assert seen.text.count("Numbering estimated") == 1
    assert all(address.startswith(("?decision=99-000-202", "?show=decisions")) for address in seen.addresses)


def test_hostile_text_in_the_reader_stays_text() -> None:
    """Headings in the contents too."""
    seen = Elements(page.open_decision(TwoDecisions(), "99000202"))
    assert not seen.tags & {"script", "img", "style", "svg", "iframe"}
    assert all(text.replace("\n", "") in seen.text.replace("\n", "") for text in PAYLOADS)


@pytest.mark.parametrize(
    ("decision", "para", "words"),
    [
        ("", "", "Error: got the reference ''; expected one like"),
        ("99-000-999", "", "Error: got '99-000-999'; this store has no such decision (it holds 2)"),
        ("99-000-101", "1e3", "Error: got the paragraph '1e3'; expected a number like 38"),
        ("99-000-101", "²", "Error: got the paragraph '²'"),  # a digit, yet no decimal
        ("99-000-101", "99999", "Error: got the paragraph '99999'"),
        ("99-000-101", "5", "This decision has no paragraph 5."),
    ],
)
def test_an_address_that_leads_nowhere_says_so(decision: str, para: str, words: str) -> None:
    """Nothing of an address is trusted, and nothing fails without a word."""
    assert words in Elements(page.open_decision(TwoDecisions(), decision, para)).text


def test_a_shared_reference_asks_which() -> None:
    """The choice keeps the paragraph; the authority in the address decides; an unknown one asks again."""
    choice = Elements(page.open_decision(SharedReference(), "99-000-101", "3"))
    assert "Several decisions have this reference" in choice.text
    assert choice.addresses == [
        "?decision=99-000-101&para=3&authority=fernshire-county-council",
        "?decision=99-000-101&para=3&authority=fernshire-nhs-trust",
    ]
    opened = Elements(page.open_decision(SharedReference(), "99-000-101", "3", "fernshire-nhs-trust"))
    assert "Fernshire NHS Trust" in opened.text
    assert opened.addresses[0] == "?decision=99-000-101&para=1&authority=fernshire-nhs-trust"
    assert "Several" in page.open_decision(SharedReference(), "99-000-101", "3", "nobody")


def test_a_source_under_a_shared_reference_links_to_its_own() -> None:
    """The panel opens the decision of the authority that is cited."""
    answer = replace(page_answer(), citations=(cite(1, TWIN, 3, quote="That is fault."),))
    source = Elements(page.open_source(SharedReference(), [page.Exchange("q", answer=answer)], "1-1"))
    assert "?decision=99-000-101&para=3&authority=fernshire-nhs-trust" in source.addresses


def page_answer() -> Answer:
    """An answer to take citations from."""
    from app_doubles import answer_panel

    return answer_panel("q")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "2 decisions"),
        ("fern", "0 decisions"),  # the double matches case
        ("Fern", "1 decision"),
        ("Housing", "1 decision"),  # a category
        ("see 99 000 101", "ContentsThe complaint"),  # a reference in other words opens it
    ],
)
def test_what_is_typed_finds_decisions(typed: str, words: str) -> None:
    """By reference, authority or category."""
    assert words in Elements(page.find_decisions(TwoDecisions(), typed)).text
    assert (HOSTILE.authority or "") not in page.find_decisions(TwoDecisions(), typed)  # it is escaped wherever it stands
