"""What each command of `pinpoint` does and prints. Proved by tests/test_rag_cli.py."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index import (
    DEFAULT_MODEL,
    Decision,
    Filters,
    PinpointError,
    Reference,
    StoreMissing,
    UsageError,
    build_store,
    check_store,
    open_store,
    sample_folder,
)
from rag.fetch import run_fetch
from rag.filters import read_filters
from rag.ledger import run_remedies
from rag.load import load_answerer
from rag.probe import ModelState, probe_model
from rag.records import Answer, StreamPart, Turn
from rag.render import decision_name, render_answer, render_build, render_decision, render_passages, render_sizes, render_warnings
from rag.settings import chat_environment, read_settings

__all__ = ["run_ask", "run_chat", "run_check", "run_fetch", "run_index", "run_remedies", "run_search", "run_show", "run_status"]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _say_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, default=str))


def _store(arguments: argparse.Namespace) -> str:
    return arguments.store or read_settings().store


def run_index(arguments: argparse.Namespace) -> int:
    """Read, then say what became of every file."""
    if not arguments.paths and not arguments.rebuild and not Path(_store(arguments)).exists():
        message = "got no file or folder; expected: pinpoint index PATH..., or pinpoint index sample"
        raise UsageError(message)
    paths = [sample_folder() if path == "sample" and not Path(path).exists() else path for path in arguments.paths]
    settings = read_settings()
    report = build_store(
        paths,
        _store(arguments),
        embedding=settings.embedding or DEFAULT_MODEL,
        server=settings.chroma,
        rebuild=arguments.rebuild,
        workers=arguments.workers,
        ray=arguments.ray,
    )
    _say("\n".join(render_build(report)))
    return 1 if paths and not report.decisions else 0


def run_ask(arguments: argparse.Namespace) -> int:
    """Answer one question, or a file of them."""
    if (arguments.question is None) == (arguments.batch is None):
        message = "got no question or two ways of asking; expected: pinpoint ask QUESTION, or pinpoint ask --batch FILE"
        raise UsageError(message)
    filters = read_filters(arguments)
    if arguments.batch is not None:
        return _ask_batch(arguments, filters)
    answer = _watched(load_answerer(_store(arguments), arguments.llm).stream(arguments.question, filters=filters))
    if arguments.json:
        _say_json(answer.to_json())
    else:
        _say(render_answer(answer))
    return 0


def _watched(parts: Iterable[StreamPart]) -> Answer:
    """The answer; what a model is writing stands on one line of the terminal until it comes, where there is one."""
    terminal, last = sys.stderr.isatty(), StreamPart()
    width = shutil.get_terminal_size().columns - len(_WRITING) - 1
    for last in parts:
        if terminal and last.writing:
            sys.stderr.write(f"{_CLEARED}{_WRITING}{last.writing[-width:]}")
            sys.stderr.flush()
    sys.stderr.write(_CLEARED if terminal else "")
    assert last.answer is not None
    return last.answer


_CLEARED = "\r\x1b[K"  # the line, from its beginning
_WRITING = "Being written, not checked yet: "


def _ask_batch(arguments: argparse.Namespace, filters: Filters) -> int:
    answerer = load_answerer(_store(arguments), arguments.llm)
    failed = 0
    for number, line in enumerate(_batch_lines(arguments.batch), 1):
        if not line.strip():
            continue
        identity: object = number
        try:
            asked = _batch_question(line, number)
            identity = asked.get("id", number)
            answer = answerer.ask(asked["question"], history=_history(asked, number), filters=filters)
        except UsageError as error:
            failed += 1
            _say_json({"id": identity, "error": str(error)})
            continue
        _say_json({"id": identity, **answer.to_json()})
        sys.stdout.flush()
    return 1 if failed else 0


def _batch_lines(name: str) -> Iterator[str]:
    if name == "-":
        lines = getattr(sys.stdin, "buffer", sys.stdin)  # bytes where there are any, so that a stray one ends nothing
        yield from (line.decode("utf-8", errors="replace") if isinstance(line, bytes) else line for line in lines)
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as file:
            yield from file
    except OSError as error:
        message = f"got --batch {name!r}; expected a file that can be read ({error.strerror})"
        raise UsageError(message) from error


def _batch_question(line: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        message = f"line {number}: got text that is not JSON; expected an object with a question"
        raise UsageError(message) from error
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        message = f'line {number}: got JSON without a text "question"; expected {{"id": ..., "question": "..."}}'
        raise UsageError(message)
    return asked


def _history(asked: dict[str, Any], number: int) -> tuple[Turn, ...]:
    """Earlier turns: objects with question and answer, or plain questions."""
    turns: list[Turn] = []
    history = asked.get("history") or []
    for turn in history if isinstance(history, list) else [None]:
        if isinstance(turn, str):
            turns.append(Turn(turn, ""))
        elif isinstance(turn, dict) and isinstance(turn.get("question"), str):
            turns.append(Turn(turn["question"], str(turn.get("answer") or "")))
        else:
            message = f'line {number}: got a "history" that cannot be read; expected a list of {{"question", "answer"}}'
            raise UsageError(message)
    return tuple(turns)


def run_search(arguments: argparse.Namespace) -> int:
    """Rank paragraphs."""
    if arguments.limit < 1:
        message = f"got --limit {arguments.limit}; expected a number above 0"
        raise UsageError(message)
    answerer = load_answerer(_store(arguments), "quotation")
    attribution = answerer.store.attribution
    passages = answerer.search(arguments.query, filters=read_filters(arguments), limit=arguments.limit)
    if arguments.json:
        _say_json([{**asdict(passage), "attribution": attribution} for passage in passages])
    else:
        _say(render_passages(passages) if passages else "Nothing found.")
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Print a decision."""
    store = open_store(_store(arguments))
    reference = Reference.parse(arguments.reference)
    decisions = store.find(reference, arguments.authority)
    if not decisions:
        message = f"got {reference}; this store has no such decision (it holds {store.count()})"
        raise PinpointError(message)
    chosen = [(decision, _chosen(decision, arguments.paragraph)) for decision in decisions]
    if arguments.json:
        extra = [{"same_text": _names(store.same_text(one)), "attribution": store.attribution} for one, _ in chosen]
        shown = [{**_decision_json(*one), **more} for one, more in zip(chosen, extra, strict=True)]
        _say_json(shown[0] if len(shown) == 1 else shown)
    else:
        pages = [render_decision(one, paragraphs, _names(store.same_text(one))) for one, paragraphs in chosen]
        _say("\n\n".join([*pages, *([store.attribution] if store.attribution else [])]))
    return 0


def _names(decisions: Iterable[Decision]) -> list[str]:
    return [decision_name(decision.authority, str(decision.reference)) for decision in decisions]


def _chosen(decision: Decision, number: int | None) -> tuple[Any, ...]:
    if number is None:
        return decision.paragraphs
    found = tuple(paragraph for paragraph in decision.paragraphs if paragraph.number == number)
    if not found:
        first, last = decision.paragraphs[0].number, decision.paragraphs[-1].number
        message = f"got paragraph {number}; {decision.reference} has paragraphs {first} to {last}"
        raise UsageError(message)
    return found


def _decision_json(decision: Decision, paragraphs: Iterable[Any]) -> dict[str, Any]:
    out = asdict(decision)
    out["paragraphs"] = [{**asdict(paragraph), "label": paragraph.label()} for paragraph in paragraphs]
    return out


def run_status(arguments: argparse.Namespace) -> int:
    """Counts, model, health."""
    store = open_store(_store(arguments))
    status = asdict(store.status())
    sizes = store.sizes() if arguments.sizes else {}
    model = probe_model(read_settings())
    status |= {"llm": model.name, "llm_answers": model.answers, "llm_first_s": model.first_s, "llm_problem": model.problem or None}
    if arguments.json:
        _say_json(status | ({"bytes": sizes} if sizes else {}))
        return 0
    first, last = status["first_date"], status["last_date"]
    _say(f"store       {status['folder']}")
    _say(f"decisions   {status['decisions']:,} ({status['undated']:,} without a date)")
    _say(f"dates       {first or '-'} to {last or '-'}")
    without = f", without numbers {status['unnumbered']:,}" if status["unnumbered"] else ""
    _say(f"paragraphs  {status['paragraphs']:,} (numbers estimated in {status['estimated']:,} decisions{without})")
    _say(f"warnings    on {status['with_warnings']:,} decisions")
    for line in render_warnings(status["warnings"]):
        _say(f"            {line}")
    _say(f"embedding   {status['model']}, {status['dimension']} dimensions")
    _say(f"answers by  {_answers_by(model)}")
    if status["attribution"]:
        _say(f"attribution {status['attribution']}")
        _say("terms       " + status["terms"].replace("\n", f"\n{'':12}"))
    if status["pending"]:
        _say(f"unfinished  {status['pending']:,} decisions are not searchable yet: run pinpoint index again")
    for line in render_sizes(sizes, status["paragraphs"]):
        _say(line)
    return 0


def _answers_by(model: ModelState) -> str:
    if model.answers is None:
        return model.name
    if model.answers:
        return f"{model.name}, which answers (first words after {model.first_s:.1f} s)"
    return f"quotation, since {model.name} does not answer: {model.problem}"


def run_check(arguments: argparse.Namespace) -> int:
    """Verify; 1 with what is wrong."""
    problems = check_store(_store(arguments), server=read_settings().chroma)
    for problem in problems:
        _say(problem)
    if not problems:
        _say("the store is sound: catalogue, vectors, Chroma and lexical index agree")
    return 1 if problems else 0


def run_chat(arguments: argparse.Namespace) -> int:
    """Start the chat as a program of its own (the chat stands above this package and is not imported here)."""
    if arguments.hash_password:
        return _run_app(["--hash-password", arguments.hash_password])
    if not Path(_store(arguments)).exists():
        message = f"got {_store(arguments)!r}, which holds no store; make one with: pinpoint index FOLDER, or pinpoint index sample"
        raise StoreMissing(message)
    command = ["--store", _store(arguments), "--port", str(arguments.port), "--host", arguments.host]
    command += ["--rate", str(arguments.rate), *(["--mcp"] if arguments.mcp else []), *(["--open"] if arguments.open else [])]
    command += [part for llm in arguments.llm or () for part in ("--llm", llm)]
    return _run_app(command)


def _run_app(command: list[str]) -> int:
    """Run the chat to its end; whoever ends this program ends it too."""
    program_line = [sys.executable, "-m", "app", *command]
    with subprocess.Popen(program_line, env=chat_environment()) as program:  # noqa: S603 - our own module
        signal.signal(signal.SIGTERM, lambda *_: program.terminate())
        return program.wait()
