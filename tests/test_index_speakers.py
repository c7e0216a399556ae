"""The role of a section and the words of its paragraph say who is speaking: an allegation is not a finding."""

from __future__ import annotations

import pytest

from index import Role, Speaker
from index.speakers import paragraph_speaker, quote_speaker

BY_SECTION = [
    ("powers", "law"),  # what the Ombudsman may do
    ("law", "law"),
    ("decision", "ombudsman"),
    ("method", "ombudsman"),
    ("scope", "ombudsman"),
    ("complaint", "complainant"),
]


@pytest.mark.parametrize(("role", "expected"), BY_SECTION)
@pytest.mark.parametrize("text", ["", "The Council says it was right.", "I found fault.", "Mrs X says it was late."])
def test_a_section_of_one_voice_decides(role: Role, expected: Speaker, text: str) -> None:
    """In these sections the words do not matter."""
    assert paragraph_speaker(text, role) == expected


FACTS = [
    ("", "facts"),  # nothing
    ("On 3 May the Council wrote to Mrs X.", "facts"),  # an event
    ("Mrs X says the letter never came.", "complainant"),
    ("Mrs X’s letter was late.", "facts"),  # a possessive says nothing
    ("Mr and Mrs X said they were not told.", "complainant"),  # a couple
    ("Miss Y told us the panel was unfair.", "complainant"),
    ("Dr Q believes he was ignored.", "complainant"),
    ("The Council says it sent the letter.", "body"),
    ("The Council has accepted the delay.", "body"),
    ("The care home told us the bed was free.", "body"),
    ("The Trust apologised for this.", "body"),
    ("Mrs X says it was late. The Council says it was not.", "facts"),  # an exchange is told as what happened
    ("The complaint was upheld at stage two.", "facts"),
    ("The complaint was not upheld at stage two.", "facts"),
]


@pytest.mark.parametrize(("text", "expected"), FACTS)
def test_accounts_among_the_facts_have_a_speaker(text: str, expected: Speaker) -> None:
    """What one side says is told apart from what happened."""
    assert paragraph_speaker(text, "facts") == expected


ANALYSIS = [
    ("I found that the Council was at fault.", "ombudsman"),
    ("I do not consider the Council was at fault.", "ombudsman"),  # not upheld
    ("There was fault.", "ombudsman"),
    ("There was no fault.", "ombudsman"),
    ("This caused Mrs X injustice.", "ombudsman"),
    ("I have seen no evidence of a letter.", "ombudsman"),
    ("The delay was long.", "ombudsman"),  # the analysis is the Ombudsman's where nobody else is named
    ("Mrs X says she was not told.", "complainant"),
    ("The Council says its letter was clear.", "body"),
    ("The Council says its letter was clear. I do not agree.", "ombudsman"),  # its account weighed
    ("Mrs X says she was not told. I am satisfied that she was.", "ombudsman"),
    ("Mrs X says the Council was at fault.", "complainant"),  # an allegation in the words of a finding
    ("Mrs X considers it was fault.", "complainant"),
    ("Mrs X says we found no fault.", "complainant"),
    ("The Council says there is no evidence of delay.", "body"),
    ("The Council accepts it was at fault.", "body"),
    ("The Council accepts it was at fault. This caused Mrs X injustice.", "ombudsman"),  # a finding after the account
    ("Mrs X says she was not told, but I find that she was.", "ombudsman"),  # and in the same sentence
    ("I accept the Council says it was late.", "ombudsman"),
    ("“I found fault”, Mrs X wrote.", "ombudsman"),  # nobody's account is told, and the quoted words find nothing
    ("She says the Council was at fault.", "facts"),  # an account, though nobody is named
    ("Mrs X says the Council accepted it was at fault.", "complainant"),  # whose account it is decides, not whom it is about
]


@pytest.mark.parametrize(("text", "expected"), ANALYSIS)
def test_the_analysis_is_the_ombudsmans_unless_a_side_is_told(text: str, expected: Speaker) -> None:
    """A finding is the Ombudsman's whether it is for or against."""
    assert paragraph_speaker(text, "analysis") == expected


FINDINGS = [
    ("Section 17 sets out the duty.", "law"),
    ("Councils must reply within 20 working days.", "law"),
    ("The statutory guidance allows longer.", "law"),
    ("The Council should have acknowledged the email.", "facts"),  # what it failed to do is no law
    ("I found no fault.", "ombudsman"),  # an undivided section holds both
    ("The Council replied in May.", "body"),
    ("In May a letter came.", "facts"),
]


@pytest.mark.parametrize(("text", "expected"), FINDINGS)
def test_an_undivided_findings_section_is_read_by_its_words(text: str, expected: Speaker) -> None:
    """Where "What I found" has no parts, law, accounts and findings are told by their openings."""
    assert paragraph_speaker(text, "findings") == expected


ACTIONS: list[tuple[str, Speaker]] = [
    ("The Council will pay Mrs X £50.", "action"),
    ("Within a month the Council has agreed to:\npay Mrs X £50; and\napologise.", "action"),
    ("I recommended the Council apologises.", "action"),
    ("Pay Mrs X £50.", "action"),  # nobody named
    ("", "action"),  # nothing
    ("While I welcome the offer, I considered more was needed.", "ombudsman"),  # why, not what
    ("I have considered whether the Council should start again. I do not consider that this is needed.", "ombudsman"),
    ("I accept the Council’s view. It should write to Mrs X.", "action"),  # what it should do stands here too
]


@pytest.mark.parametrize(("text", "expected"), ACTIONS)
def test_reasons_among_the_actions_are_the_ombudsmans(text: str, expected: Speaker) -> None:
    """A paragraph of "Agreed action" that agrees nothing is reasoning."""
    assert paragraph_speaker(text, "action") == expected


VOICES: list[tuple[str, Speaker]] = [
    ("In May the Council decided to wait. It said so in June. Mrs X disagreed.", "body"),  # most of the sentences
    ("Mrs X complained. She said it was late. The Council replied.", "complainant"),  # a pronoun stands for the last named
    ("They concluded the file was lost.", "body"),  # those who decide, though not named
    ("She said it was lost.", "facts"),  # who?
    ("The Council’s letter was long. The road was closed. It rained. Mrs X said so.", "facts"),  # one remark in four sentences
    ("The panel found:\nthe file was lost;\nthe bill was late.", "body"),  # a list is its lead-in's
    ("The road was closed, since Mrs X asked for it.", "facts"),  # below another statement
    ("The Council did not uphold the complaint.", "body"),
    ("The Council upheld the complaint.", "body"),
    ("I have seen no record of a reply.", "ombudsman"),
    ("“I asked twice,” the note reads.", "facts"),  # quoted words are nobody's account
    ("Mr\u00a0X left.", "facts"),  # U+00A0
]


@pytest.mark.parametrize(("text", "expected"), VOICES)
def test_the_voice_of_most_sentences_wins_among_the_facts(text: str, expected: Speaker) -> None:
    """What was said and decided has a speaker; what happened has none."""
    assert paragraph_speaker(text, "facts") == expected


OWN: list[tuple[str, Speaker]] = [
    ("The Council said it had no time. It is for a council to find time.", "ombudsman"),  # weighed, without "I"
    ("Mrs X says she was told late. The evidence shows she was told in May.", "ombudsman"),
    ("I give Mrs X credit that she told the Council.", "ombudsman"),
    ("She was worried.", "ombudsman"),  # a state, no account
    ("The Council says it wrote. It says Mrs X did not answer.", "body"),
]


@pytest.mark.parametrize(("text", "expected"), OWN)
def test_what_follows_an_account_in_the_analysis_is_the_ombudsmans(text: str, expected: Speaker) -> None:
    """An account is one only where it is told to its end."""
    assert paragraph_speaker(text, "analysis") == expected


MIXED = "Mr and Mrs X say nobody told them. The Council says it wrote. It has no copy. I found no letter, which was fault."

QUOTED = [
    ("analysis", "Mr and Mrs X say nobody told them.", "complainant"),
    ("findings", "Mr and Mrs X say nobody told them.", "complainant"),
    ("findings", "nobody told them.", "complainant"),  # a part of the sentence
    ("findings", "The Council says it wrote.", "body"),
    ("findings", "Mr and Mrs X say nobody told them. The Council says it wrote.", "facts"),  # two accounts
    ("findings", "It has no copy.", "ombudsman"),  # nobody says it
    ("findings", "I found no letter, which was fault.", "ombudsman"),
    ("findings", "The Council says it wrote. It has no copy.", "ombudsman"),  # one of them is the Ombudsman's
    ("findings", MIXED, "ombudsman"),
    ("decision", "Mr and Mrs X say nobody told them.", "ombudsman"),  # a section of one voice
    ("findings", "It never wrote.", "ombudsman"),  # not in the paragraph
]


@pytest.mark.parametrize(("role", "quote", "expected"), QUOTED)
def test_an_account_within_a_finding_is_quoted_as_an_account(role: Role, quote: str, expected: Speaker) -> None:
    """Quoted alone it would read as the Ombudsman's."""
    assert quote_speaker(MIXED, role, quote) == expected


def test_words_in_quotation_marks_keep_their_place() -> None:
    """What is quoted within an account does not shift what comes after it."""
    text = "Mrs X says the letter read “I found fault. We will pay.” and was late. I found it was on time."
    assert (
        quote_speaker(text, "findings", "Mrs X says the letter read “I found fault. We will pay.” and was late.") == "complainant"
    )
    assert quote_speaker(text, "findings", "I found it was on time.") == "ombudsman"


@pytest.mark.parametrize(
    "told", ["The review panel found delay.", "The Council did not uphold it.", "The panel recommended a payment."]
)
def test_a_decision_that_is_told_is_no_position(told: str) -> None:
    """What a panel found is a fact of the case; quoted as the council's position it would be false."""
    assert quote_speaker(f"{told} I found the Council was at fault.", "analysis", told) == "ombudsman"
