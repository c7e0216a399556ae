"""What a model writes is shown as it is settled and checked, and what was shown is always the beginning of the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scripted_server import Reply, ScriptedServer, endless, mute, silent, status, text

from index import Embedder, Reference, Store, open_store
from rag import Answerer, DraftBook, Turn
from rag.bounded import Limits
from rag.chain import NO_ANSWER, ModelChain
from rag.models import ModelSpec, load_model
from rag.records import WritingMode
from rag.writing import _settled, unfinished

ASKED = "show me paragraph 24 of 99 000 112"
"""A question whose answer by quotation is known, and quick; the first source is that paragraph or near it."""
GOOD = "Refusing was fault [{F}]."
ALSO = "The Council had no power to refuse [{F}]."
BAD = "It cost £900 [{F}]."
Answering = Callable[..., Answerer]


@pytest.fixture(scope="module")
def store(sample_store_folder: Path) -> Iterator[Store]:
    """The samples."""
    store = open_store(sample_store_folder)
    yield store
    store.close()


@pytest.fixture(scope="module")
def quoted(store: Store, embedder: Embedder) -> Answerer:
    """Answers by quotation."""
    return Answerer(store, embedder)


@pytest.fixture(scope="module")
def token(quoted: Answerer) -> str:
    """The token of paragraph 24."""
    return next(f"S{n}" for n, passage in enumerate(quoted.ask(ASKED).passages, 1) if passage.paragraph == 24)


@pytest.fixture
def answering(server: ScriptedServer, store: Store, embedder: Embedder) -> Answering:
    """Makes answerers by the scripted model."""

    def make(mode: WritingMode = "plain", drafts: DraftBook | None = None, deadline_s: float = 30.0) -> Answerer:
        spec = ModelSpec.parse(server.base_url)
        model = load_model(spec, timeout_s=30.0, max_tokens=200)
        limits = Limits(deadline_s=deadline_s, attempts=1)
        chain = ModelChain(model, name="scripted", limits=limits, mode=mode, drafts=drafts, constrain=spec.constrained)
        return Answerer(store, embedder, chain)

    return make


def _said(token: str, *parts: str, finish: str | None = "stop", ending: str = "close") -> Reply:
    return text(*(part.replace("{F}", token) for part in parts), finish=finish, ending=ending)


SETTLED = [
    ("", ""),
    ("Refusing was", ""),
    ("Refusing was fault [S1]", ""),  # another token may follow
    ("Refusing was fault [S1][S2].", ""),
    ("Refusing was fault [S1]. ", ""),
    ("Refusing was fault [S1]. I", "Refusing was fault [S1]. "),
    ("Refusing was fault. [S1] I", "Refusing was fault. [S1] "),
    ("Refusing was fault [S1]. [S2]", ""),
    ("Refusing was fault\nIt", "Refusing was fault\n"),
]


@pytest.mark.parametrize(("draft", "settled"), SETTLED)
def test_a_sentence_is_settled_when_the_next_begins(draft: str, settled: str) -> None:
    """Or its line has ended."""
    assert _settled(draft) == settled


UNFINISHED = [
    ("Refusing was", "Refusing was"),
    ("Refusing was fault [S", "Refusing was fault"),  # the beginning of a token
    ("Refusing was fault [S1][S2]", "Refusing was fault"),
    ("NOT IN TH", ""),  # nothing is said yet
    ("You answer questions about published decisions of the", ""),  # the prompt
    ("The\x07 \u202eCouncil", "The Council"),  # what would move a terminal
]


@pytest.mark.parametrize(("words", "shown"), UNFINISHED)
def test_of_a_sentence_that_is_being_written_only_words_are_shown(words: str, shown: str) -> None:
    """No token, nothing of the prompts, no control characters."""
    assert unfinished(words, ()) == shown


def test_words_are_shown_as_they_come(answering: Answering, server: ScriptedServer, token: str) -> None:
    """What is being written grows word by word, and is gone when its sentence is checked and shown."""
    server.reply(_said(token, "Refusing", " was", " fault", " [{F}].", " The Council", " had no power to refuse [{F}]."))
    parts = [part for part in answering().stream(ASKED) if part.writing or part.text]
    steps = dict.fromkeys((part.writing, bool(part.text)) for part in parts)
    assert list(steps) == [
        ("Refusing", False),
        ("Refusing was", False),
        ("Refusing was fault", False),
        ("Refusing was fault.", False),
        ("The Council", True),
        ("The Council had no power to refuse.", False),
        ("", True),
    ]


STREAMS = [
    ([GOOD, " ", ALSO], ["model", 1, 2, ""]),
    ([GOOD, " ", BAD, " ", ALSO], ["model", 1, 3, ""]),  # shown to the bad one, then the rest at its end
    ([BAD, " ", GOOD], ["model", 0, 2, ""]),
    ([BAD, " ", BAD, " ", GOOD], ["quotation", 0, None, "most of what it wrote could not be supported"]),
    ([GOOD, " ", ALSO, " ", BAD, " ", BAD, " ", BAD], ["model", 1, None, "most of what it wrote could not be supported"]),
    ([NO_ANSWER], ["quotation", 0, None, "it found no answer in its sources"]),
    (["I like cheese."], ["quotation", 0, None, "nothing it wrote could be supported"]),
]


@pytest.mark.parametrize(("parts", "expected"), STREAMS)
def test_what_is_streamed_is_the_answer(
    parts: list[str], expected: list[object], *, answering: Answering, server: ScriptedServer, token: str, quoted: Answerer
) -> None:
    """Sound sentences at once, what fails only when all is judged, and quotations behind what was shown."""
    mode, early, claims, why = expected
    server.reply(_said(token, *parts))
    *pieces, last = answering().stream(ASKED)
    answer = last.answer
    assert answer is not None
    assert "".join(piece.text for piece in pieces) == answer.text
    assert (answer.mode, sum(bool(piece.text) for piece in pieces[:-1]) >= (early == 1)) == (mode, True)
    assert any(str(why) in notice for notice in answer.notices) == bool(why)
    if claims is not None:
        assert len(answer.claims) == claims
    else:
        assert {one.quote for one in quoted.ask(ASKED).citations} <= {one.quote for one in answer.citations}
        assert "unsupported" not in {claim.grade for claim in answer.claims}
    assert {"model", "first_words"} < set(answer.timings_ms)


def test_a_model_that_breaks_off_is_completed_by_quotation(
    answering: Answering, server: ScriptedServer, token: str, quoted: Answerer
) -> None:
    """The sentence that was shown stays, under its own grade, and each place is cited once."""
    server.reply(_said(token, GOOD, "\n", "It had", finish=None))
    *pieces, last = answering().stream(ASKED)
    answer = last.answer
    assert answer is not None
    assert "".join(piece.text for piece in pieces) == answer.text
    assert next(piece.text for piece in pieces if piece.text).endswith("- “Refusing was fault.” [1]")
    (notice,) = answer.notices
    assert notice.startswith("Completed by quotation instead of the model: the model scripted cannot be reached, or broke off")
    assert [claim.text for claim in answer.claims] == ["Refusing was fault.", *(one.text for one in quoted.ask(ASKED).claims)]
    assert [one.n for one in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_closing_a_stream_ends_the_call(answering: Answering, server: ScriptedServer, token: str) -> None:
    """An endless model is let go, and its thread ends."""
    sentence = f"Refusing was fault [{token}].\n"
    server.reply(endless(_event(sentence)))
    parts = answering(deadline_s=60.0).stream(ASKED)
    assert any(part.text for part in parts)
    parts.close()  # type: ignore[attr-defined]  # a generator, as every stream of ours
    for thread in threading.enumerate():
        if thread.name == "pinpoint-model":
            thread.join(30)
            assert not thread.is_alive()


def _event(words: str) -> bytes:
    return text(words, finish=None).pieces[0]


@pytest.mark.parametrize("mode", ["plain", "sources"])
@pytest.mark.parametrize("reply", [silent(), mute()])
def test_leaving_a_silent_model_closes_its_connection(
    reply: Reply, mode: WritingMode, answering: Answering, server: ScriptedServer
) -> None:
    """Whether it has begun to answer or not: its reader is asked again and again, and the server sees that nobody waits."""
    server.reply(reply)
    parts = answering(mode, deadline_s=600.0).stream(ASKED)
    assert next(parts).text == ""
    assert not server.was_left
    parts.close()  # type: ignore[attr-defined]  # a generator, as every stream of ours
    server.wait_until_left()


def test_a_model_that_cites_nothing_is_not_read_to_its_end(answering: Answering, server: ScriptedServer) -> None:
    """Endless words without a token are enough after a while."""
    server.reply(endless())
    answer = answering().ask(ASKED)
    assert answer.mode == "quotation"
    assert answer.notices == ("Answered by quotation instead of the model: nothing it wrote could be supported.",)


# --- source by source ---------------------------------------------------------------------------------------------------


def test_source_by_source_the_model_writes_no_token(answering: Answering, server: ScriptedServer, store: Store) -> None:
    """One call a source, held to a schema; a sentence stands under the token of its source, which code puts there."""
    server.reply(*[text('{"sentence": "The Council refused the request for a panel [S9]."}')] * 6)
    *pieces, last = answering("sources").stream(ASKED)
    assert last.answer is not None
    assert "".join(piece.text for piece in pieces) == last.answer.text
    assert 1 <= len(server.requests) <= 6
    for request in server.requests:
        assert request.body["response_format"]["json_schema"]["schema"]["required"] == ["sentence"]
        assert request.messages[1]["content"].count("<source token=") == 1
    assert {claim.grade for claim in last.answer.claims} <= {"quote", "supported", "weak"}
    assert store.count() == 12


def test_a_figure_is_locked_to_its_source(answering: Answering, server: ScriptedServer) -> None:
    """The source's own sentence stands in the place of one that it does not carry, and the reader is told."""
    server.reply(*[text('{"sentence": "The Council agreed to pay £9,999."}')] * 6)
    answer = answering("sources").ask(ASKED)
    assert "9,999" not in answer.text
    assert {claim.grade for claim in answer.claims} == {"quote"}
    assert any(notice.startswith("The sources’ own words stand in place of ") for notice in answer.notices)


def test_a_figure_that_is_quoted_is_not_left_out(answering: Answering, server: ScriptedServer, quoted: Answerer) -> None:
    """The model is asked about the places that are quoted; a sentence without their sums and times gives way to the quotations."""
    asked = "How much was paid in 99 000 112?"
    server.reply(*[text('{"sentence": "The Council agreed to pay Dr M for the uncertainty and frustration."}')] * 6)
    answer, by_quotation = answering("sources").ask(asked), quoted.ask(asked)
    assert any("£250" in one.quote for one in by_quotation.citations)
    assert any("£250" in claim.text for claim in answer.claims)
    places = {(one.reference, one.paragraph) for one in by_quotation.citations}
    assert {(one.reference, one.paragraph) for one in answer.citations} <= places
    assert len(server.requests) <= len(places)


def test_a_server_without_schemas_is_asked_without(answering: Answering, server: ScriptedServer) -> None:
    """Once it has refused one, no more are sent; plain text is read as well."""
    server.reply(status(400), *[text("Refusing was fault. And more.")] * 12)
    answerer = answering("sources")
    assert [answerer.ask(ASKED).mode for _ in range(2)] == ["model", "model"]
    sent = ["response_format" in request.body for request in server.requests]
    assert (sent[0], any(sent[1:]), len(sent) > 2) == (True, False, True)


def test_a_model_that_finds_nothing_in_any_source_found_nothing(answering: Answering, server: ScriptedServer) -> None:
    """As all at once."""
    server.reply(*[text(f'{{"sentence": "{NO_ANSWER}"}}')] * 6)
    assert answering("sources").ask(ASKED).notices == (
        "Answered by quotation instead of the model: it found no answer in its sources.",
    )


def test_when_the_plain_form_fails_its_checks_the_other_is_tried(answering: Answering, server: ScriptedServer) -> None:
    """And only then."""
    server.reply(text("I like cheese."), *[text('{"sentence": "Refusing was fault."}')] * 6)
    answer = answering("auto").ask(ASKED)
    assert (answer.mode, len(server.requests) > 1) == ("model", True)
    assert not any("by quotation instead" in notice for notice in answer.notices)


def test_sources_that_are_too_long_at_once_are_given_one_by_one(answering: Answering, server: ScriptedServer) -> None:
    """A server that refuses the request as it is may take a shorter one."""
    server.reply(status(400), *[text('{"sentence": "Refusing was fault."}')] * 6)
    answer = answering("auto").ask(ASKED)
    assert (answer.mode, len(server.requests) > 1, answer.notices) == ("model", True, ())


def test_when_the_plain_form_holds_the_other_is_not_tried(answering: Answering, server: ScriptedServer, token: str) -> None:
    """One call is enough."""
    server.reply(_said(token, GOOD))
    assert (answering("auto").ask(ASKED).mode, len(server.requests)) == ("model", 1)


# --- conversations and replays ------------------------------------------------------------------------------------------


def test_a_follow_up_is_worded_by_the_model_and_earlier_citations_stay_valid(
    answering: Answering, server: ScriptedServer, token: str, store: Store
) -> None:
    """The reader sees how it was read; what the first answer cited still stands in the store, and is no source of the second."""
    answerer = answering()
    server.reply(_said(token, GOOD))
    first = answerer.ask(ASKED)
    history = (Turn(ASKED, first.text),)
    server.reply(text("What did the Council refuse in that decision?"), _said("S1", "Refusing was fault [S1]."))
    second = answerer.ask("and what did they refuse?", history)
    assert second.notices[0] == "Read as: What did the Council refuse in that decision?"
    assert {one.reference for one in second.citations} == {"99 000 112"}
    for answer in (first, second):
        for citation in answer.citations:
            paragraph = store.find(Reference.parse(citation.reference))[0].paragraph(citation.paragraph)
            assert paragraph is not None
            assert (citation.text, citation.quote in citation.text) == (paragraph.text, True)
        assert [one.n for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert "[1]" not in server.requests[-1].messages[1]["content"]  # an old number is nothing to copy


def test_drafts_are_replayed_without_the_model(
    answering: Answering, server: ScriptedServer, token: str, *, store: Store, embedder: Embedder, tmp_path: Path
) -> None:
    """The same answer from the file; a question that is not in it falls back, and says so."""
    path = tmp_path / "drafts.jsonl"
    server.reply(_said(token, GOOD, " ", ALSO))
    first = answering("plain", DraftBook.open(path)).ask(ASKED)
    chain = ModelChain(None, name="scripted", drafts=DraftBook.open(path, only_replay=True))
    replayed = Answerer(store, embedder, chain)
    again = replayed.ask(ASKED)
    assert (again.text, again.claims, again.citations, again.mode) == (first.text, first.claims, first.citations, "model")
    other = replayed.ask("What remedy was agreed in 99 000 112?")
    assert (other.mode, "has no draft of this question" in other.notices[0]) == ("quotation", True)
    assert len(server.requests) == 1
