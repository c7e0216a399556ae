"""Sentences read as who does what to whom: the words' parts, the phrases, and every verb with its actor, others and mood."""

from __future__ import annotations

import pytest

from rag.frames import read_frames
from rag.participants import Likeness, Phrase, compare
from rag.tagging import tag_words


def _name(phrase: Phrase | None) -> str:
    """A phrase as a row writes it: "mrs k", "the council", "views of mother", "anybody" for a pronoun without a meaning."""
    if phrase is None:
        return "-"
    name = "/".join(one.text.lower() for one in phrase.participants) or "anybody"
    owner = f" of {_name(phrase.owner)}" if phrase.owner else ""
    return f"{phrase.preposition} {name}{owner}".strip()


READ = [
    # one act
    ("", []),
    ("No verb here.", []),
    ("Mrs K complained to the Council.", [("complained", "mrs k", ["to the council"], "done")]),
    ("The Council’s officer saw Mr and Mrs V.", [("saw", "officer of the council", ["mr v/mrs v"], "done")]),
    ("Ms R\u00a0asked.", [("asked", "ms r", [], "done")]),  # no-break space
    ("Mrs K complains.", [("complains", "mrs k", [], "done")]),
    ("In June 2022 Mrs K left.", [("left", "mrs k", [], "done")]),  # what a preposition governs does not act
    ("The delay of eleven weeks caused harm.", [("caused", "the delay", ["harm"], "done")]),
    # passives
    ("Mr P was reported to the police by the manager.", [("reported", "by the manager", ["mr p", "to the police"], "done")]),
    ("The appeal was dismissed.", [("dismissed", "-", ["the appeal"], "done")]),
    ("It regrets the delay caused by the trust.",
     [("regrets", "anybody", ["the delay"], "done"), ("caused", "by the trust", ["the delay"], "done")]),
    # joined verbs, relative clauses, appositions
    ("Mr B wrote and then called.", [("wrote", "mr b", [], "done"), ("called", "mr b", [], "done")]),
    ("Mr B wrote and Ms L called.", [("wrote", "mr b", [], "done"), ("called", "ms l", [], "done")]),
    ("The Council sent Ms L, who had moved, a letter.",
     [("sent", "the council", ["ms l"], "done"), ("moved", "ms l", ["a letter"], "done")]),
    ("Ms L, her advocate, wrote.", [("wrote", "ms l/her advocate", [], "done")]),
    ("Mr V and his sister left.", [("left", "mr v/his sister", [], "done")]),
    # moods
    ("The officer should have kept a note.", [("kept", "the officer", ["a note"], "missed")]),
    ("The panel must meet.", [("meet", "the panel", [], "due")]),
    ("The Council has agreed to pay Ms R £250.",
     [("agreed", "the council", [], "done"), ("pay", "the council", ["ms r", "anybody"], "due")]),
    ("I recommended the Council pay.", [("recommended", "the ombudsman", [], "done"), ("pay", "the council", [], "due")]),
    ("She asked the Council to apologise.",
     [("asked", "anybody", ["the council"], "done"), ("apologise", "the council", [], "due")]),
    ("Parents may attend.", [("attend", "parents", [], "open")]),
    ("If the panel met, it helped.", [("met", "after the panel", [], "open"), ("helped", "the panel", [], "open")]),
    ("I cannot say that the panel would have agreed.",
     [("say", "the ombudsman", [], "open"), ("agreed", "after the panel", [], "unsaid")]),
    ("Its failure to reply was fault.", [("reply", "anybody", [], "named"), ("was", "-", ["fault"], "done")]),
    ("It left without asking the school.", [("left", "anybody", [], "done"), ("asking", "anybody", ["the school"], "named")]),
    ("Mrs K was unhappy and called.", [("was", "mrs k", ["unhappy"], "done"), ("called", "mrs k", [], "done")]),
    ("Mrs K had no right to a panel.", [("had", "mrs k", ["no right", "to a panel"], "done")]),
    # list items after their lead-in
    ("The Council will:\npay Mr K £100; and\napologise to Mrs K.",
     [("pay", "the council", ["mr k", "anybody"], "due"), ("apologise", "the council", ["to mrs k"], "due")]),
    ("The Council should, within six weeks:\nrefund the fee.", [("refund", "the council", ["the fee", "within six weeks"], "due")]),
    ("Pay Mr K £100.", [("pay", "-", ["mr k", "anybody"], "due")]),  # an item alone: whose it is, is not told
    # pronouns mean whom they may mean, from sentence to sentence
    ("The school wrote to Mr P. It warned him.",
     [("wrote", "the school", ["to mr p"], "done"), ("warned", "the school", ["mr p"], "done")]),
    ("The father met Ms L. She left.", [("met", "the father", ["ms l"], "done"), ("left", "ms l", [], "done")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ)
def test_every_verb_has_its_actor_its_others_and_its_mood(text: str, expected: list[tuple[str, str, list[str], str]]) -> None:
    """Each row is one form of sentence; what is not told is "-" or "anybody"."""
    frames = read_frames(text).frames
    found = [(frame.word, _name(frame.actor), [_name(other) for other in frame.others], frame.mood) for frame in frames]
    assert found == expected


DENIED = [
    ("The school did not reply.", [True]),
    ("The school replied.", [False]),
    ("The school didn’t reply.", [True]),
    ("The Council failed to reply.", [False, True]),
    ("The Council refused to reply.", [False, True]),
    ("The Council was not at fault when it replied.", [False]),  # the "not" is another's
]


@pytest.mark.parametrize(("text", "expected"), DENIED)
def test_a_verb_knows_its_own_not(text: str, expected: list[bool]) -> None:
    """Only a negation in the verb's own group, or a failure to do it, denies a verb."""
    assert [frame.denied for frame in read_frames(text).frames] == expected


VERBS = [
    ("The agreed payment arrived.", ["arrived"]),  # an adjective
    ("The Council agreed.", ["agreed"]),
    ("The reply helped the family.", ["helped"]),  # no adverbs
    ("It referred to concerns and to housing.", ["referred"]),  # no infinitives
    ("In May it may end.", ["end"]),
    ("Children need a home.", []),  # told only by its place: left out, and so not compared
]


@pytest.mark.parametrize(("text", "expected"), VERBS)
def test_words_that_look_like_verbs_are_read_by_their_neighbours(text: str, expected: list[str]) -> None:
    """What is taken for a noun is not compared; what is taken for a verb must be one."""
    assert [token.text for token in tag_words(text) if token.tag == "verb"] == expected


ALIKE: list[tuple[str, str, Likeness]] = [
    ("Mrs K", "Mrs K", "same"),
    ("Mrs K", "Mr K", "different"),
    ("Mr and Mrs V", "Mrs V", "same"),
    ("the mother", "the father", "different"),
    ("the mother", "Mrs K", "unsure"),  # she may be
    ("the father", "Mrs K", "different"),
    ("the authority", "the Council", "same"),
    ("the Council", "the school", "different"),
    ("the Council", "its officer", "unsure"),  # an officer may act for the council
    ("the investigating officer", "the adjudicating officer", "different"),
    ("the officer", "the adjudicating officer", "same"),
    ("the teacher", "the pupil", "different"),
    ("the girl", "the daughter", "unsure"),
    ("the family", "Mr V", "same"),
    ("Ms R’s sister", "Ms R", "different"),  # nobody is their own sister
    ("Ms R’s sister", "Mr P’s sister", "unsure"),
    ("the offer", "the Council", "unsure"),  # a thing may stand for whoever made it
]


@pytest.mark.parametrize(("one", "other", "expected"), ALIKE)
def test_two_phrases_are_different_only_where_that_is_sure(one: str, other: str, expected: Likeness) -> None:
    """Each row is a pair of phrases, compared both ways."""
    first, second = (read_frames(f"{text} left.").frames[0].actor for text in (one, other))
    assert first is not None
    assert second is not None
    assert (compare(first, second), compare(second, first)) == (expected, expected)
