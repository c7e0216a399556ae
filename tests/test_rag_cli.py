"""The program `pinpoint`: what each command prints, its JSON, its exit status, and one line for every error."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from doubles import copied
from numpy.typing import NDArray
from scripted_server import ScriptedServer, text

from index import DEFAULT_MODEL, Embedder, ModelIdentity, Spans, TokenVectors, read_decision, sample_folder
from index.readers.header import FICTIONAL
from rag.cli import main

ROOT = Path(__file__).parent.parent
QUESTION = "Was a stage three panel refused?"
SETTINGS = ("PINPOINT_STORE", "PINPOINT_EMBEDDING", "PINPOINT_LLM", "PINPOINT_API_KEY", "PINPOINT_TIMEOUT")
COMMANDS = ("index", "fetch", "ask", "search", "show", "status", "remedies", "check", "chat")


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the program gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is of any shape
        """Standard output, read."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]


class RememberingEmbedder:
    """The real model, which embeds the same texts once: every run of the program would embed the same examples again."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[tuple[str, ...], NDArray[np.float32]] = {}

    @property
    def identity(self) -> ModelIdentity:
        """The real model's."""
        return self._embedder.identity

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order."""
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = self._embedder.embed(key)
        return self._known[key].copy()

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The word pieces of each text, in order."""
        return self._embedder.embed_tokens(texts)

    def split(self, texts: Sequence[str]) -> list[Spans]:
        """Where the word pieces of each text stand."""
        return self._embedder.split(texts)


@pytest.fixture(scope="module")
def remembering(embedder: Embedder) -> RememberingEmbedder:
    """One for all tests here."""
    return RememberingEmbedder(embedder)


@pytest.fixture
def pinpoint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], remembering: RememberingEmbedder) -> Run:
    """Run the program in this process, with the one embedding model that is loaded already and none of the user's settings."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("rag.load.load_embedder", lambda _name: remembering)
    monkeypatch.setattr("index.build.load_embedder", lambda _name: remembering)

    def run(*arguments: str | Path) -> Result:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse ends the program itself
            status = int(ended.code or 0)
        return Result(status, *capsys.readouterr())

    return run


@pytest.fixture
def sample_run(pinpoint: Run, sample_store_folder: Path) -> Run:
    """Run a command over the store of samples."""
    return lambda *arguments: pinpoint(*arguments, "--store", sample_store_folder)


@pytest.fixture
def store_copy(sample_store_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample store that a test may break."""
    return copied(sample_store_folder, tmp_path / "store")


def start_program(arguments: Sequence[str], *, of_its_own: bool = False, **settings: str) -> subprocess.Popen[str]:
    """Start the program as a user does, unbuffered, outside the checkout."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "rag", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd="/",
        env={**environment, "PYTHONPATH": str(ROOT), **settings},
        start_new_session=of_its_own,
    )


# --- The command line itself ------------------------------------------------------------------------------------------


def test_help_mentions_every_command(pinpoint: Run) -> None:
    """The first screen lists what there is, each with a line."""
    result = pinpoint("--help")
    listed = [line.split()[0] for line in result.out.splitlines() if line.startswith("    ") and len(line.split()) > 1]
    assert (result.status, result.err, listed) == (0, "", list(COMMANDS))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_a_store_and_explains_itself(pinpoint: Run, command: str) -> None:
    """`--help` of each command names the store's folder."""
    result = pinpoint(command, "--help")
    assert (result.status, result.err, "--store DIR" in result.out) == (0, "", True)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("answer",),
        ("ask", "why?", "--nonsense"),
        ("search",),
        ("show",),
        ("search", "x", "--limit", "ten"),
        ("status", "--csv"),
    ],
)
def test_a_malformed_command_line_is_2(pinpoint: Run, arguments: tuple[str, ...]) -> None:
    """No command, an unknown one, an unknown option, what is missing, what is no number."""
    result = pinpoint(*arguments)
    assert (result.status, result.out, result.err.splitlines()[-1].startswith("pinpoint")) == (2, "", True)
    assert "Traceback" not in result.err


WRONG = [
    (("ask", ""), "got an empty question; expected a question in words"),  # nothing
    (("ask", " \u00a0 “?!” "), "got an empty question; expected a question in words"),  # no word
    (("ask", "why " * 5_000), "got a question of 19,999 characters; expected at most 4,000"),  # a document
    (("ask", "x" * 20_000), "got a question of 20,000 characters; expected at most 4,000"),  # one endless word
    (("ask",), "got no question or two ways of asking"),  # no question at all
    (("ask", QUESTION, "--batch", "-"), "got no question or two ways of asking"),  # two at once
    (("ask", QUESTION, "--since", "2023-13-01"), "got '2023-13-01' for since; expected a date like 2023-04-30"),  # no month
    (("ask", QUESTION, "--until", "30/04/2023"), "got '30/04/2023' for until; expected a date like 2023-04-30"),  # another order
    (("search", "panel", "--since", "last year"), "got 'last year' for since; expected a date"),  # words
    (("ask", QUESTION, "--since", "2023-02-29"), "got '2023-02-29' for since; expected a date"),  # no such day
    (
        ("ask", QUESTION, "--since", "2024-02-02", "--until", "2024-02-01"),
        "got since 2024-02-02 after until 2024-02-01",
    ),  # reversed
    (("ask", QUESTION, "--reference", "12 34"), "got the reference '12 34'; expected one like '24 012 183'"),  # too short
    (("show", "99 000 10"), "got the reference '99 000 10'; expected one like"),  # a figure short
    (("show", ""), "got the reference ''; expected one like"),  # nothing
    (("show", "99 000 101 and 99 000 102"), "got the reference '99 000 101 and 99 000 102'"),  # two
    (("show", "99 000 101", "--paragraph", "33"), "got paragraph 33; 99 000 101 has paragraphs 1 to 32"),  # past the end
    (("show", "99 000 101", "--paragraph", "0"), "got paragraph 0; 99 000 101 has paragraphs 1 to 32"),  # before the first
    (("show", "99 000 101", "--paragraph", "-1"), "got paragraph -1; 99 000 101 has paragraphs 1 to 32"),  # negative
    (("search", ""), "got an empty question"),  # nothing
    (("search", "panel", "--limit", "0"), "got --limit 0; expected a number above 0"),  # none
    (("ask", "--batch", "/nowhere/questions.jsonl"), "got --batch '/nowhere/questions.jsonl'; expected a file that can be read"),
    (("ask", "--batch", "/"), "got --batch '/'; expected a file that can be read"),  # a folder
    (("ask", QUESTION, "--llm", "nonsense"), "got the model 'nonsense'; expected 'quotation'"),  # no model
    (("index", "/nowhere/decisions"), "got '/nowhere/decisions'; expected a file or folder that exists"),  # a missing path
]


@pytest.mark.parametrize(("arguments", "expected"), WRONG)
def test_a_wrong_request_is_2_and_one_line(sample_run: Run, arguments: tuple[str, ...], expected: str) -> None:
    """Each row is a wrong request and how its one line begins; nothing else is printed."""
    result = sample_run(*arguments)
    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith(f"pinpoint: {expected}")


FAILED = [
    (("show", "11 222 333"), "got 11 222 333; this store has no such decision (it holds 12)"),  # an unknown reference
    (("show", "99 000 109"), "got 99 000 109; this store has no such decision"),  # without its letter
    (("show", "99 000 101", "--authority", "Elmscar"), "got 99 000 101; this store has no such decision"),  # another body's
]


@pytest.mark.parametrize(("arguments", "expected"), FAILED)
def test_what_is_not_there_is_1_and_one_line(sample_run: Run, arguments: tuple[str, ...], expected: str) -> None:
    """Each row is a right request that this store cannot serve."""
    result = sample_run(*arguments)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert result.err.startswith(f"pinpoint: {expected}")


@pytest.mark.parametrize(
    "arguments", [("ask", QUESTION), ("search", "panel"), ("show", "99 000 101"), ("status",), ("check",), ("chat",)]
)
def test_a_missing_store_is_1(pinpoint: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Every command that reads says so in one line, and makes no folder."""
    result = pinpoint(*arguments, "--store", tmp_path / "none")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert result.err.startswith(f"pinpoint: got '{tmp_path / 'none'}', which holds no store")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("ask", QUESTION), ("search", "panel"), ("index", "sample")])
def test_a_store_of_another_model_is_1(sample_run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    """The model that was set and the model of the store are both named."""
    monkeypatch.setenv("PINPOINT_EMBEDDING", "another-model")
    result = sample_run(*arguments)
    line = f"pinpoint: got the embedding model 'another-model'; expected '{DEFAULT_MODEL}', which this store was made with\n"
    assert result == Result(1, "", line)


def test_a_catalogue_of_rubbish_is_1(pinpoint: Run, store_copy: Path) -> None:
    """A damaged store is said to be damaged, and what to do."""
    for extra in store_copy.glob("catalogue.sqlite3-*"):
        extra.unlink()
    (store_copy / "catalogue.sqlite3").write_bytes(b"rubbish" * 1_000)
    result = pinpoint("ask", QUESTION, "--store", store_copy)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "which is not a readable catalogue" in result.err


def test_a_malformed_setting_is_2(sample_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timeout that is no number is named."""
    monkeypatch.setenv("PINPOINT_TIMEOUT", "soon")
    line = "pinpoint: got PINPOINT_TIMEOUT='soon'; expected a number of seconds above 0\n"
    assert sample_run("ask", QUESTION) == Result(2, "", line)


# --- index ------------------------------------------------------------------------------------------------------------


def test_index_counts_and_says_why_files_were_rejected(pinpoint: Run, tmp_path: Path) -> None:
    """Decisions among files that are none are read; a half-written one is taken in when it is whole; nothing is doubled."""
    folder, store = tmp_path / "decisions", tmp_path / "store"
    folder.mkdir()
    whole = (sample_folder() / "99-000-103.txt").read_bytes()
    shutil.copy(sample_folder() / "99-000-112.html", folder / "page")  # a page, whatever its name
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.pdf").write_bytes(bytes(range(256)) * 20)
    (folder / "half.txt").write_bytes(whole[:60])
    paragraphs = len(read_decision(folder / "page").paragraphs)
    result = pinpoint("index", folder, "--store", store)
    *rejected, counts, total = result.out.splitlines()
    assert [line.split(": ")[0] for line in rejected] == [
        f"rejected  {folder / n}" for n in ("binary.pdf", "empty.txt", "half.txt")
    ]
    assert all(len(line.split(": ", 1)[1]) > 10 for line in rejected)
    assert counts.startswith("read 1, replaced 0, unchanged 0, rejected 3 in ")
    assert (result.status, result.err, total) == (0, "", f"the store holds 1 decisions, {paragraphs} paragraphs")
    (folder / "half.txt").write_bytes(whole)
    paragraphs += len(read_decision(folder / "half.txt").paragraphs)
    for expected in ("read 1, replaced 0, unchanged 1, rejected 2 in ", "read 0, replaced 0, unchanged 2, rejected 2 in "):
        counts, total = pinpoint("index", folder, "--store", store).out.splitlines()[-2:]
        assert counts.startswith(expected)
        assert total == f"the store holds 2 decisions, {paragraphs} paragraphs"
    assert "(0 texts embedded)" in counts
    assert pinpoint("check", "--store", store).status == 0


def test_index_of_nothing_but_rubbish_is_1(pinpoint: Run, tmp_path: Path) -> None:
    """When nothing could be read, the work failed."""
    (tmp_path / "list.html").write_text("<html><body><h1>Search results</h1><p>12 decisions</p></body></html>", encoding="utf-8")
    result = pinpoint("index", tmp_path / "list.html", "--store", tmp_path / "store")
    assert (result.status, result.out.splitlines()[-1]) == (1, "the store holds 0 decisions, 0 paragraphs")
    assert result.out.startswith(f"rejected  {tmp_path / 'list.html'}: ")


def test_index_of_a_missing_path_makes_no_store(pinpoint: Run, tmp_path: Path) -> None:
    """A wrong path is found out before anything is written."""
    assert pinpoint("index", sample_folder(), tmp_path / "none", "--store", tmp_path / "store").status == 2
    assert list(tmp_path.iterdir()) == []


def test_index_without_a_path_says_what_is_expected(pinpoint: Run, tmp_path: Path) -> None:
    """There is no store to complete yet."""
    result = pinpoint("index", "--store", tmp_path / "store")
    assert (result.status, result.err.startswith("pinpoint: got no file or folder; expected: pinpoint index PATH...")) == (2, True)


def test_index_sample_and_rebuild_embed_nothing_again(pinpoint: Run, store_copy: Path) -> None:
    """The name `sample` stands for the invented decisions; rebuilding needs no path."""
    again = pinpoint("index", "sample", "--store", store_copy)
    rebuilt = pinpoint("index", "--rebuild", "--store", store_copy)
    assert (again.status, again.out.split(" in ")[0]) == (0, "read 0, replaced 0, unchanged 12, rejected 0")
    assert (rebuilt.status, rebuilt.out.split(" in ")[0]) == (0, "read 0, replaced 0, unchanged 0, rejected 0")
    assert ["(0 texts embedded)" in result.out for result in (again, rebuilt)] == [True, True]


def test_the_store_can_be_named_by_a_setting(pinpoint: Run, sample_store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PINPOINT_STORE stands in for --store."""
    monkeypatch.setenv("PINPOINT_STORE", str(sample_store_folder))
    assert pinpoint("status", "--json").json["decisions"] == 12


# --- ask --------------------------------------------------------------------------------------------------------------

ANSWER = {"question", "status", "text", "mode", "model", "citations", "passages", "claims", "coverage", "timings_ms"}
CITATION = set("n reference authority paragraph label basis section speaker outcome decision_date quote text url".split())
PASSAGE = set("reference authority paragraph label basis section text score".split())


def test_ask_json_keeps_its_contract(sample_run: Run) -> None:
    """Every field that scripts hold on to is there, and says what the decision says."""
    answer = sample_run("ask", QUESTION, "--json").json
    assert (answer["question"], answer["status"], answer["mode"], answer["model"]) == (QUESTION, "complete", "quotation", None)
    assert set(answer) >= ANSWER
    assert [set(citation) >= CITATION for citation in answer["citations"]] == [True] * len(answer["citations"])
    assert [set(passage) >= PASSAGE for passage in answer["passages"]] == [True] * len(answer["passages"])
    assert [citation["n"] for citation in answer["citations"]] == list(range(1, len(answer["citations"]) + 1))
    scores = [passage["score"] for passage in answer["passages"]]
    assert (len(scores) >= 10, scores) == (True, sorted(scores, reverse=True))
    assert {name: answer["coverage"][name] for name in ("decisions", "first_date", "last_date", "undated")} == {
        "decisions": 12,
        "first_date": "2023-11-07",
        "last_date": "2025-04-16",
        "undated": 2,
    }
    assert all(milliseconds > 0 for milliseconds in answer["timings_ms"].values())
    assert [claim["grade"] for claim in answer["claims"]] == ["quote"] * len(answer["claims"])
    assert {n for claim in answer["claims"] for n in claim["citations"]} == {citation["n"] for citation in answer["citations"]}


def test_ask_json_cites_what_the_decision_says(sample_run: Run) -> None:
    """Quote, paragraph and metadata of every citation are those of the sample it names."""
    citations = sample_run("ask", QUESTION, "--authority", "Brackenholt", "--json").json["citations"]
    decision = read_decision(sample_folder() / "99-000-112.html")
    by_number = {paragraph.number: paragraph for paragraph in decision.paragraphs}
    assert citations
    for citation in citations:
        paragraph = by_number[citation["paragraph"]]
        assert citation["quote"] in citation["text"]
        assert {name: citation[name] for name in sorted(CITATION - {"n", "label", "quote"})} == {
            "reference": "99 000 112",
            "authority": "Brackenholt Council",
            "paragraph": paragraph.number,
            "basis": paragraph.basis,
            "section": paragraph.section,
            "speaker": paragraph.speaker,
            "outcome": "Upheld",
            "decision_date": "2023-12-05",
            "text": paragraph.text,
            "url": decision.url,
        }
        assert citation["label"] in {paragraph.label(), *(paragraph.label(item) for item in paragraph.items)}


def test_a_terminal_shows_what_a_model_is_writing(
    sample_store_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On one line that is cleared; the answer alone stands on standard output."""
    with ScriptedServer() as server:
        server.reply(text("Refusing", " was fault", " [S1]."))
        monkeypatch.setenv("PINPOINT_LLM_MODE", "plain")
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        asked = ["ask", "show me paragraph 24 of 99 000 112", "--store", str(sample_store_folder), "--llm", server.base_url]
        assert main(asked) == 0
    out, err = capsys.readouterr()
    assert "\r\x1b[KBeing written, not checked yet: Refusing was fault" in err
    assert err.endswith("\r\x1b[K")
    assert "Being written" not in out


def test_ask_text_pins_every_quotation(sample_run: Run) -> None:
    """On a terminal each quotation has its number, and each number its decision and paragraph."""
    result = sample_run("ask", QUESTION)
    assert (result.status, result.err) == (0, "")
    assert "Brackenholt Council (99 000 112): Upheld, 05 Dec 2023\n" in result.out
    assert re.search(r"^\[1\] .*99 000 112, para \d+, What I found\b", result.out, re.MULTILINE)
    assert "fictional sample, invented for Pinpoint" in result.out
    assert "Searched 12 decisions, from 07 Nov 2023 to 16 Apr 2025, 2 without a date; nearest: Brackenholt Council" in result.out


NARROWED = [
    (("--authority", "wychbrook"), {"99 000 104"}),  # a part of a name
    (("--reference", "99-000-112"), {"99 000 112"}),  # one reference
    (("--reference", "99000112", "--reference", "99 000 104"), {"99 000 112", "99 000 104"}),  # two
    (("--outcome", "Not upheld"), {"99 000 104"}),  # never "Upheld"
    (("--since", "2023-12-05", "--until", "2023-12-05"), {"99 000 112"}),  # one day, both ends in
]


@pytest.mark.parametrize(("filters", "references"), NARROWED)
def test_filters_narrow_answers(sample_run: Run, filters: tuple[str, ...], references: set[str]) -> None:
    """Each row leaves exactly these decisions in the evidence."""
    answer = sample_run("ask", "What does it say about a stage three panel?", *filters, "--json").json
    assert {passage["reference"] for passage in answer["passages"]} == references
    assert answer["coverage"]["decisions"] == len(references)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("What happened in 11 222 333?",), "I have no decision 11 222 333. Searched 12 decisions"),  # named in the question
        ((QUESTION, "--reference", "11 222 333"), "I have no decision 11 222 333. Searched 12 decisions"),  # named as a filter
        ((QUESTION, "--authority", "Nowhere"), "No decision in this store matches the filters. Searched 0 decisions"),
        ((QUESTION, "--since", "2030-01-01"), "No decision in this store matches the filters. Searched 0 decisions"),
    ],
)
def test_nothing_to_answer_from_is_an_answer(sample_run: Run, arguments: tuple[str, ...], expected: str) -> None:
    """Abstaining is a status, not a failure: it says why and what was searched, and cites nothing."""
    result = sample_run("ask", *arguments, "--json")
    answer = result.json
    assert (result.status, answer["status"], answer["citations"], answer["claims"]) == (0, "none", [], [])
    assert answer["text"].startswith(expected)


def test_a_model_server_that_is_down_leaves_quotation(sample_run: Run) -> None:
    """The reader sees the notice first, then the same quotations as without a model."""
    down = sample_run("ask", QUESTION, "--llm", "http://127.0.0.1:9/v1")
    notice, _, rest = down.out.partition("\n\n")
    assert (down.status, down.err) == (0, "")
    assert notice.startswith(
        "Note: Answered by quotation instead of the model: the model http://127.0.0.1:9/v1#local cannot be reached"
    )
    assert rest == sample_run("ask", QUESTION).out


def test_a_batch_answers_what_it_can(sample_run: Run, tmp_path: Path) -> None:
    """A malformed line becomes an object with its error; the others are answered, in order; the exit status is 1."""
    file = tmp_path / "questions.jsonl"
    turn = {"question": "What about Brackenholt Council?", "answer": "It refused a panel."}
    rows: list[object] = [
        {"id": "first", "question": QUESTION},
        "not json",
        "",
        [1],
        {"id": "no question"},
        {"id": "number", "question": 5},
        {"id": "empty", "question": " "},
        {"id": "long", "question": "x" * 20_000},
        {"id": "history", "question": "Why?", "history": 3},
        {"id": "turn", "question": "Why?", "history": [{"answer": "x"}]},
        {"id": ["odd", None], "question": "And what did it agree to pay?", "history": [turn]},
        {"question": QUESTION, "history": ["An earlier question."]},
    ]
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    result = sample_run("ask", "--batch", file)
    got = result.lines
    assert (result.status, result.err) == (1, "")
    assert [row["id"] for row in got] == ["first", 2, 4, 5, 6, "empty", "long", "history", "turn", ["odd", None], 12]
    assert [row.get("error") for row in got] == [
        None,
        "line 2: got text that is not JSON; expected an object with a question",
        *(f'line {n}: got JSON without a text "question"; expected {{"id": ..., "question": "..."}}' for n in (4, 5, 6)),
        "got an empty question; expected a question in words",
        "got a question of 20,000 characters; expected at most 4,000: ask about one point at a time",
        *(f'line {n}: got a "history" that cannot be read; expected a list of {{"question", "answer"}}' for n in (9, 10)),
        None,
        None,
    ]
    assert [set(row) >= ANSWER for row in got if "error" not in row] == [True, True, True]
    assert {passage["reference"] for passage in got[9]["passages"]} == {"99 000 112"}


def test_a_batch_from_standard_input_that_is_all_right_is_0(sample_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads standard input; filters narrow every question of the batch; no line, no answer."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"id": 7, "question": QUESTION})))
    result = sample_run("ask", "--batch", "-", "--outcome", "not upheld")
    assert (result.status, [row["id"] for row in result.lines]) == (0, [7])
    assert {passage["reference"] for passage in result.lines[0]["passages"]} == {"99 000 104"}
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\n"))
    assert sample_run("ask", "--batch", "-") == Result(0, "", "")


# --- search, show, status, check, chat --------------------------------------------------------------------------------


def test_search_ranks_paragraphs(sample_run: Run) -> None:
    """As JSON a list of passages, best first, as many as asked for; as text the same paragraphs."""
    passages = sample_run("search", "stage three panel", "--limit", "4", "--json").json
    scores = [passage["score"] for passage in passages]
    assert ([set(passage) >= PASSAGE for passage in passages], scores) == ([True] * 4, sorted(scores, reverse=True))
    assert "99 000 112" in {passage["reference"] for passage in passages}
    blocks = sample_run("search", "stage three panel", "--limit", "4").out.split("\n\n")
    places = [f"{n}. {p['authority']} ({p['reference']}), para {p['label']}" for n, p in enumerate(passages, 1)]
    assert [block.startswith(place) for block, place in zip(blocks, places, strict=True)] == [True] * 4


def test_search_that_finds_nothing_says_so(sample_run: Run) -> None:
    """No result is no failure."""
    assert sample_run("search", "panel", "--authority", "Nowhere") == Result(0, "Nothing found.\n", "")
    assert sample_run("search", "panel", "--authority", "Nowhere", "--json").json == []


@pytest.mark.parametrize("reference", ["99 000 112", "99-000-112", "99000112", " 99/000/112 "])
def test_show_json_is_the_decision_as_read(sample_run: Run, reference: str) -> None:
    """In any spelling: metadata and every paragraph with the fields of the contract."""
    shown = sample_run("show", reference, "--json").json
    decision = read_decision(sample_folder() / "99-000-112.html")
    assert [shown[name] for name in ("reference", "authority", "category", "subcategory", "outcome", "decision_date", "url")] == [
        "99 000 112",
        "Brackenholt Council",
        "Children's care services",
        "Other",
        "Upheld",
        "2023-12-05",
        None,
    ]
    fields = ("number", "basis", "section", "subsection", "speaker", "boilerplate", "text")
    assert [[row[name] for name in fields] for row in shown["paragraphs"]] == [
        [getattr(paragraph, name) for name in fields] for paragraph in decision.paragraphs
    ]
    assert [[item["text"] for item in row["items"]] for row in shown["paragraphs"]] == [
        [item.text for item in paragraph.items] for paragraph in decision.paragraphs
    ]


def test_show_one_paragraph(sample_run: Run) -> None:
    """The paragraph asked for and no other, with its sub-items labelled as a citation labels them."""
    shown = sample_run("show", "99 000 112", "--paragraph", "31", "--json").json
    assert [row["number"] for row in shown["paragraphs"]] == [31]
    assert [item["label"] for item in shown["paragraphs"][0]["items"]] == ["a", "b", "c", "d", "e"]
    text = sample_run("show", "99 000 112", "--paragraph", "31").out
    assert [label for label in ("31", "31(a)", "31(b)", "31(e)", "30", "32") if f"\n{label:>6}  " in text] == [
        "31",
        "31(a)",
        "31(b)",
        "31(e)",
    ]


def test_show_says_when_numbers_are_estimated(sample_run: Run) -> None:
    """An unprinted outcome is not guessed, an estimated number is called one."""
    out = sample_run("show", "99 000 109a").out
    assert ("Decision: not printed" in out, "Decision date: not printed" in out, "Paragraph numbers: estimated" in out) == (
        True,
    ) * 3


def test_status_says_what_each_part_takes(sample_run: Run) -> None:
    """Where it is asked for, since the whole store is read for it: in JSON and as text, the whole first."""
    sizes = sample_run("status", "--sizes", "--json").json["bytes"]
    assert {"text", "vectors", "word pieces", "Chroma", "words"} < set(sizes)
    lines = sample_run("status", "--sizes").out.splitlines()
    (at,) = [at for at, line in enumerate(lines) if line.startswith("size  ")]
    assert [line[:13].strip() for line in lines[at:]] == ["size", *sizes]
    assert all(line.endswith(" bytes a paragraph") for line in lines[at:])


def test_status_lists_the_warnings(sample_run: Run) -> None:
    """Each once, with how many decisions it stands on and the first of them."""
    lines = sample_run("status").out.splitlines()
    first = "99 000 101, 99 000 102, 99 000 103, 99 000 104, 99 000 105, ..."
    assert lines[5] == f"            12 x {FICTIONAL} ({first})"


def test_status_counts(sample_run: Run, sample_store_folder: Path) -> None:
    """As JSON and as text the same facts."""
    paragraphs = sum(len(read_decision(path).paragraphs) for path in sample_folder().glob("99-*"))
    assert sample_run("status", "--json").json == {
        "folder": str(sample_store_folder),
        "decisions": 12,
        "paragraphs": paragraphs,
        "undated": 2,
        "first_date": "2023-11-07",
        "last_date": "2025-04-16",
        "pending": 0,
        "estimated": 3,
        "with_warnings": 12,
        "model": DEFAULT_MODEL,
        "dimension": 384,
        "unnumbered": 0,
        "warnings": {FICTIONAL: [str(read_decision(path).reference) for path in sorted(sample_folder().glob("99-*"))]},
        "attribution": None,
        "terms": None,
        "llm": "quotation",
        "llm_answers": None,
        "llm_first_s": None,
        "llm_problem": None,
    }
    assert [line.split("  ")[0] for line in sample_run("status").out.splitlines()] == [
        "store",
        "decisions",
        "dates",
        "paragraphs",
        "warnings",
        "",  # the warnings themselves
        "embedding",
        "answers by",
    ]


def test_check_is_0_on_a_sound_store_and_1_on_a_broken_one(pinpoint: Run, store_copy: Path) -> None:
    """What is wrong is printed; a broken copy is not repaired by looking at it."""
    sound = Result(0, "the store is sound: catalogue, vectors, Chroma and lexical index agree\n", "")
    assert pinpoint("check", "--store", store_copy) == sound
    shutil.rmtree(store_copy / "lexical")
    first, second = (pinpoint("check", "--store", store_copy) for _ in range(2))
    assert (first.status, first.out.startswith("lexical: "), first.err) == (1, True, "")
    assert second == first


# --- The real program -------------------------------------------------------------------------------------------------


def test_the_program_answers_from_anywhere(sample_store_folder: Path) -> None:
    """`python -m rag` in another folder prints JSON on standard output and nothing else."""
    process = start_program(["ask", QUESTION, "--json", "--store", str(sample_store_folder)], PYTHONIOENCODING="utf-8")
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "Brackenholt Council (99 000 112)" in json.loads(out)["text"]


def test_interrupting_gives_one_line(sample_store_folder: Path) -> None:
    """Ctrl+C in the middle of a batch ends it with a line that says how to go on."""
    process = start_program(["ask", "--batch", "-", "--store", str(sample_store_folder)])
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("not json\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == 1
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (1, "", "pinpoint: stopped; run the same command again to go on\n")


def test_a_reader_that_goes_away_is_no_traceback(sample_store_folder: Path) -> None:
    """`pinpoint show ... | head -0`: a closed pipe ends the program quietly."""
    process = start_program(["show", "99 000 101", "--store", str(sample_store_folder)])
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert (process.wait(timeout=60), process.stderr.read()) == (1, "")
    process.stderr.close()
    if process.stdin is not None:
        process.stdin.close()


def test_ending_the_chat_ends_its_server() -> None:
    """The chat is a program of its own; while either lives, what it prints does not end."""
    process = start_program(["chat", "--hash-password", "ann"], of_its_own=True)  # waits for a password, which no terminal gives
    assert process.stderr is not None
    assert process.stderr.readline()  # that the password will be shown, or the prompt: the chat's program runs
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode != 0
