"""A heading gives a role, and set phrases are boilerplate."""

from __future__ import annotations

import pytest

from index import Role
from index.headings import is_boilerplate, is_main_heading, role_of_heading

MAIN = [
    ("The complaint", "complaint"),
    ("Complaint background", "complaint"),  # before "The complaint"
    ("What I have investigated", "scope"),
    ("What I have and have not investigated", "scope"),
    ("Parts of the complaint that I did not investigate", "scope"),  # after the decision
    ("Part of the complaint I have not investigated", "scope"),
    ("The Ombudsman’s role and powers", "powers"),  # curly apostrophe
    ("The Ombudsman's role and powers", "powers"),  # straight apostrophe
    ("The Ombudsmen’s role and powers", "powers"),  # a joint health case
    ("How I considered this complaint", "method"),
    ("How we considered this complaint", "method"),
    ("What I found", "findings"),
    ("What we found", "findings"),
    ("My assessment", "findings"),  # closed early, from 2022
    ("Relevant legislation, guidance and policies", "law"),  # as a section of its own
    ("Agreed action", "action"),
    ("Agreed actions", "action"),
    ("Action", "action"),  # 2025
    ("Recommendations", "action"),  # reports
    ("Agreed remedy", "action"),
    ("Final decision", "decision"),
    ("Decision", "decision"),  # 2025
    ("FINAL DECISION", "decision"),  # capitals
    ("  Final decision  ", "decision"),  # space
    ("Final decision:", "decision"),  # a colon
]


@pytest.mark.parametrize(("heading", "expected"), MAIN)
def test_section_names_open_sections(heading: str, expected: Role) -> None:
    """The Ombudsman's small set of names is known in its variants, wherever it stands."""
    assert is_main_heading(heading)
    assert role_of_heading(heading, inside=None) == expected
    assert role_of_heading(heading, inside="powers") == expected


NOT_MAIN = [
    "",  # nothing
    "   ",
    "’",  # only an apostrophe
    "The complaint was not upheld",  # a sentence that begins like a name
    "Upheld",  # an outcome is no section
    "Not upheld",
    "The final decision of the panel",
    "What I found out later",
    "Delay",  # a topical sub-heading
    "Mr Q’s complaint",
    "Category : Housing > Allocations",  # metadata
    "Early referral\u00a0to us",  # U+00A0
]


@pytest.mark.parametrize("heading", NOT_MAIN)
def test_other_lines_open_no_section(heading: str) -> None:
    """Only whole names count, so that a sentence never closes a section."""
    assert not is_main_heading(heading)
    assert role_of_heading(heading, inside=None) is None


INSIDE_FINDINGS = [
    ("Analysis", "analysis"),
    ("Findings", "analysis"),  # not a second "What I found"
    ("My findings", "analysis"),
    ("Our assessment", "analysis"),
    ("What happened", "facts"),
    ("The key facts", "facts"),
    ("Background", "facts"),
    ("Summary chronology", "facts"),
    ("Law and guidance", "law"),
    ("Background – key law and guidance", "law"),  # background, but of the law
    ("Relevant law and guidance", "law"),
    ("The law", "law"),
    ("The Council’s procedures", "law"),
    ("Statutory guidance, ‘Looking After Things’", "law"),  # curly quotes
    ("What should have happened", "law"),
    ("The Ombudsman’s approach", "law"),
    ("The Ombudsman's approach", "law"),
    ("The letter of June 2023", None),  # a topic keeps the role it stands in
    ("Delay", None),
    ("", None),
]


@pytest.mark.parametrize(("heading", "expected"), INSIDE_FINDINGS)
def test_parts_of_the_findings_have_roles_of_their_own(heading: str, expected: Role | None) -> None:
    """Inside "What I found" the law, the facts and the analysis are told apart."""
    assert role_of_heading(heading, inside="findings") == expected


@pytest.mark.parametrize("inside", ["complaint", "powers", "action", "decision", None])
def test_topics_elsewhere_change_no_role(inside: Role | None) -> None:
    """A heading like "Background" or "Guidance" under "Agreed action" is still action."""
    assert [role_of_heading(name, inside=inside) for name in ("Background", "Guidance to staff", "Analysis")] == [None] * 3


BOILERPLATE = [
    ("We may look at complaints.", "powers", True),  # the whole section
    ("I read the papers.", "method", True),
    ("Under our information sharing agreement, this goes to the inspectors.", "decision", True),
    ("Both had an opportunity to comment on my draft.", "findings", True),
    ("The Council should provide us with evidence it has done so.", "action", True),
    ("The Council will pay Mrs X £200.", "action", False),  # the remedy itself
    ("The Council will pay Mrs X £200. It should provide us with evidence it has.", "action", False),  # and its proof beside it
    ("The complaint is not upheld.", "decision", False),
    ("The Council did not share information with the school.", "facts", False),  # sharing, but no agreement
    ("The Council provided evidence to the court.", "facts", False),  # evidence, but not ours
    ("", "facts", False),  # nothing
]


@pytest.mark.parametrize(("text", "role", "expected"), BOILERPLATE)
def test_boilerplate_is_known(text: str, role: Role, expected: bool) -> None:
    """What thousands of decisions share is marked; what this one decided is not."""
    assert is_boilerplate(text, role) is expected
