"""What is left of a statistical question is its topic where the grammar ties it to the count, and unread where not."""

from __future__ import annotations

import re

import pytest

from rag.topic import Topic, read_topic, said_words

COUNTING = (re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE), re.compile(r"\busually\b"))
NOUNS = (re.compile(r"\bpa(?:id|yments?)\b"),)
READ = [
    # after a tie
    ("How many decisions are about homelessness?", Topic("homelessness", ("homeless",))),
    # a verb may tie
    ("How many decisions mention dinosaurs?", Topic("dinosaurs", ("dinosaur",))),
    # a whole clause, its end cut to where it says something
    ("How much is usually paid when a child misses school?", Topic("child misses school", ("child", "miss", "school"))),
    # right before what is counted, a noun or what is taken for one
    ("How many housing decisions are there?", Topic("housing", ("hous",))),
    ("How much are missed bin collection payments?", Topic("missed bin collection", ("miss", "bin", "collect"))),
    # framed by verbs only
    ("How many decisions ended with paid?", Topic()),
    ("How many decisions about housing do you hold?", Topic("housing", ("hous",))),
    # a noun that looks like a verb of framing is no frame
    ("How many decisions are about court orders?", Topic("court orders", ("court", "order"))),
    # nothing ties it
    ("Purple, how many decisions?", Topic(unread="Purple")),
    # two topics
    (
        "How many decisions about noise were there, how many about trees?",
        Topic("noise, trees", ("nois", "tree")),
    ),
    ("", Topic()),
]


@pytest.mark.parametrize(("question", "expected"), READ)
def test_a_topic_is_tied_to_what_is_counted(question: str, expected: Topic) -> None:
    """By a word before it, or by what stands after it."""
    assert read_topic(question, COUNTING, NOUNS) == expected


SAID = [
    # grammar, counting and framing say nothing
    ("how many of the decisions", ()),
    ("ended with", ()),
    ("because", ()),
    # a year and a number are not words
    ("2024", ()),
    # beside a topic the frame is a part of it
    ("ordered repairs", ("order", "repair")),
    # curly apostrophe
    ("children’s homes", ("children", "home")),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_words_that_frame_a_count_are_no_topic(text: str, expected: tuple[str, ...]) -> None:
    """Unless they stand in one."""
    assert said_words(text) == expected
