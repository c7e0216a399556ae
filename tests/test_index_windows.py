"""A window is what the embedding model sees whole: nothing is lost, nothing is cut mid-sentence, every piece is verbatim."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from index import Decision, Item, Paragraph, Reference, Source, read_decision, sample_folder, split_sentences
from index.windows import SUMMARY_NUMBER, Window, decision_windows, paragraph_windows

MODEL_WORDS = 190
"""About 256 word pieces of English, the most the default model reads."""


def _sentence(words: int, word: str) -> str:
    return " ".join([word.capitalize(), *[word] * (words - 1)]) + "."


def _paragraph(text: str, *, number: int = 7, section: str = "What I found", items: tuple[Item, ...] = ()) -> Paragraph:
    return Paragraph(number, "counted", "findings", section, None, "facts", text, items)


def _decision(*paragraphs: Paragraph, summary: str | None = None) -> Decision:
    return Decision(
        reference=Reference("99 100 001"), authority="Fernbury Council", category=None, subcategory=None, outcome=None,
        decision_date=None, url=None, summary=summary, kind="statement", family="f", paragraphs=paragraphs,
        source=Source("a.txt", "0" * 64, "2026-01-01T00:00:00+00:00"),
    )  # fmt: skip


SHORT = [
    ("", []),  # an empty list item of the page has nothing to embed
    (" \n ", []),
    ("It was late.", ["It was late."]),
    ("It was late. It was not upheld.", ["It was late. It was not upheld."]),  # two sentences, one window
    ("Lead:\nan apology; and\n£5.", ["Lead: an apology; and £5."]),  # lines of one paragraph stay together
    ("‘Fault’ isn’t “injustice”.", ["‘Fault’ isn’t “injustice”."]),  # quotes and apostrophes stay
    ("No stop at the end", ["No stop at the end"]),
]


@pytest.mark.parametrize(("text", "expected"), SHORT)
def test_a_short_paragraph_is_one_window(text: str, expected: list[str]) -> None:
    """What fits is kept together, under the paragraph's own number."""
    assert paragraph_windows(_paragraph(text)) == tuple(Window(7, 0, body) for body in expected)


LONG = [
    [_sentence(60, word) for word in "abcdef"],  # even sentences
    [_sentence(20, "a"), _sentence(90, "b"), _sentence(40, "c"), _sentence(90, "d")],  # short and long in turn
    [_sentence(95, word) for word in "abc"],  # no two fit together
    [_sentence(3, word) for word in "abcdefghijklmnopqrstuvwxyz"] * 8,  # many small ones
    [_sentence(400, "a")],  # one sentence longer than the model reads
    [_sentence(5, "a"), _sentence(400, "b"), _sentence(5, "c")],  # the same between short ones
]


@pytest.mark.parametrize("sentences", LONG)
def test_a_long_paragraph_becomes_windows_the_model_sees_whole(sentences: list[str]) -> None:
    """No window is longer than the model reads, and together they say every word of the paragraph, in order."""
    windows = paragraph_windows(_paragraph(" ".join(sentences)))
    assert len(windows) > 1
    assert [window.ordinal for window in windows] == list(range(len(windows)))
    assert {window.number for window in windows} == {7}
    assert max(len(window.text.split()) for window in windows) <= MODEL_WORDS
    if max(len(sentence.split()) for sentence in sentences) <= 100:
        assert [sentence for sentence in sentences if not any(sentence in window.text for window in windows)] == []
    assert {word for window in windows for word in window.text.split()} == {word for one in sentences for word in one.split()}


def test_windows_overlap_by_a_sentence() -> None:
    """A sentence at a cut stands in both windows, so that "This was fault" keeps what it is about."""
    sentences = [_sentence(40, word) for word in "abcd"]
    first, second, *_ = paragraph_windows(_paragraph(" ".join(sentences)))
    shared = [sentence for sentence in sentences if sentence in first.text and sentence in second.text]
    assert len(shared) == 1
    assert first.text.endswith(shared[0])
    assert second.text.startswith(shared[0])


def test_each_window_is_made_of_whole_sentences() -> None:
    """A "not" is never cut from what it denies."""
    text = " ".join(f"The Council did not do thing {number}, and {_sentence(20, 'so')}" for number in range(30))
    sentences = split_sentences(text)
    for window in paragraph_windows(_paragraph(text)):
        assert all(sentence in sentences for sentence in split_sentences(window.text))


def test_a_sentence_too_long_is_cut_between_words() -> None:
    """Its pieces joined again are the sentence."""
    words = [f"w{number}" for number in range(450)]
    windows = paragraph_windows(_paragraph(" ".join(words)))
    assert " ".join(window.text for window in windows).split() == words


def test_the_summary_comes_first_as_paragraph_nought() -> None:
    """Number 0 is the summary, which finds decisions and is never cited; without a summary there is none."""
    one, two = _paragraph("One.", number=1), _paragraph("Two.", number=2)
    assert SUMMARY_NUMBER == 0
    assert decision_windows(_decision(one, two, summary="Mrs Q complained.")) == (
        Window(0, 0, "Mrs Q complained."),
        Window(1, 0, "One."),
        Window(2, 0, "Two."),
    )
    assert decision_windows(_decision(one, two)) == (Window(1, 0, "One."), Window(2, 0, "Two."))
    assert decision_windows(_decision(one, summary="")) == (Window(1, 0, "One."),)


def test_equal_text_has_an_equal_digest() -> None:
    """The digest names the text alone, so that text shared by decisions is embedded once."""
    first, second = Window(1, 0, "Same."), Window(9, 3, "Same.")
    assert first.sha256 == second.sha256 == hashlib.sha256(b"Same.").hexdigest()
    assert replace(first, text="same.").sha256 != first.sha256
    assert Window(1, 0, "upheld").sha256 != Window(1, 0, "not upheld").sha256


def test_the_samples_fit_the_model() -> None:
    """Every window of the packaged decisions is short enough, and every sentence of theirs stands whole in some window."""
    for path in sorted(sample_folder().glob("99-*")):
        decision = read_decision(path)
        windows = decision_windows(decision)
        assert max(len(window.text.split()) for window in windows) <= MODEL_WORDS
        for paragraph in decision.paragraphs:
            texts = [" ".join(window.text.split()) for window in windows if window.number == paragraph.number]
            lost = [one for one in split_sentences(paragraph.text) if not any(one in text for text in texts)]
            assert (path.name, paragraph.number, lost) == (path.name, paragraph.number, [])
