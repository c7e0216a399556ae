"""`python -m evals overhead`: what Pinpoint adds to a call of the model: the same calls through Pinpoint and then bare.

Every call that a question leads to is kept as the model was given it, and put to the model again with nothing around it; a server
at a base URL is told to keep no prompt between calls, so that neither profits from the other. A bare call that Pinpoint did not
read to its end is left at the same part. Questions that reach no model (refused, counted) are left out and counted.
Proved by tests/test_evals_overhead.py.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.run import fresh_answerer
from evals.writing import spread_cases
from index import UsageError, load_embedder
from rag import Answerer

__all__ = ["Listener", "Timing", "measure_overhead", "overhead_table", "time_cases"]


@dataclass(slots=True)
class _Call:
    """One call as the model was given it, how many parts of it were read, and whether that was all."""

    prompt: Any
    arguments: Mapping[str, Any]
    parts: int = 0
    ended: bool = False


@dataclass(slots=True)
class Listener:
    """Stands in a model's place: passes calls on as they are, and keeps them."""

    extra: Mapping[str, Any] = field(default_factory=dict)
    calls: list[_Call] = field(default_factory=list)
    model: Any = None

    def watch(self, model: Any) -> Any:  # noqa: ANN401 - a chat model; evals know nothing of its library
        """Stand before this model."""
        self.model = model
        return self

    def stream(self, prompt: Any, **arguments: Any) -> Iterator[Any]:  # noqa: ANN401 - as the model's own
        """The model's messages as they come."""
        call = _Call(prompt, self._with_extra(arguments))
        self.calls.append(call)
        with closing(self.model.stream(prompt, **call.arguments)) as messages:
            for message in messages:
                call.parts += 1
                yield message
        call.ended = True

    def _with_extra(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        body = {**arguments.get("extra_body", {}), **self.extra}
        return {**arguments, "extra_body": body} if body else dict(arguments)

    def bare(self, call: _Call) -> tuple[float, float, int]:
        """Seconds of the same call with nothing around it: to its first words and to its end; and its parts."""
        begun, first, parts = time.perf_counter(), 0.0, 0
        with closing(self.model.stream(call.prompt, **call.arguments)) as messages:
            for message in messages:
                parts += 1
                if not first and str(message.content).strip():
                    first = time.perf_counter() - begun
                if not call.ended and parts >= call.parts:
                    break
        return first, time.perf_counter() - begun, parts


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one question, bare and through Pinpoint, and what Pinpoint itself counts as not the model's."""

    case: str
    calls: int
    bare_first: float
    bare_whole: float
    first: float
    whole: float
    own: float
    same_length: bool


def measure_overhead(folder: Path, cases: Sequence[Case], *, llm: str, questions: int) -> dict[str, Any]:
    """Index the folder afresh and time so many questions, of each kind in turn; the results as JSON values.

    Raises:
        UsageError: no model was asked.
    """
    asked = spread_cases([case for case in cases if case.answerable and not case.history], questions)
    listener = Listener({"cache_prompt": False} if llm.lower().startswith("http") else {})
    if llm == "quotation":
        message = "got 'quotation', which was asked nothing; expected a model"
        raise UsageError(message)
    with fresh_answerer(folder, load_embedder(), llm, watch=listener.watch) as answerer:
        timings = time_cases(answerer, asked, listener)
    if not timings:
        message = f"got {llm!r}, which was asked nothing; expected questions that these decisions answer"
        raise UsageError(message)
    return {"llm": llm, "questions": len(asked), "timings": [asdict(one) for one in timings], **_summary(timings)}


def time_cases(answerer: Answerer, cases: Sequence[Case], listener: Listener) -> list[Timing]:
    """Each question through Pinpoint, then its calls bare; warmed up before."""
    answerer.warm_up()
    return [timing for case in cases if (timing := _time_case(answerer, case, listener))]


def _time_case(answerer: Answerer, case: Case, listener: Listener) -> Timing | None:
    listener.calls.clear()
    begun, first, answer = time.perf_counter(), 0.0, None
    for part in answerer.stream(case.question):
        if not first and (part.writing or part.text).strip():
            first = time.perf_counter() - begun
        answer = part.answer
    whole = time.perf_counter() - begun
    if not listener.calls or answer is None:
        return None
    bare = [listener.bare(call) for call in listener.calls]
    same = [parts for *_, parts in bare] == [call.parts for call in listener.calls]
    own = (answer.timings_ms["total"] - answer.timings_ms["model"]) / 1000
    whole_bare = sum(seconds for _, seconds, _ in bare)
    return Timing(case.id, len(bare), bare[0][0], whole_bare, first, whole, own, same)


def _summary(timings: Sequence[Timing]) -> dict[str, Any]:
    whole, bare = sum(one.whole for one in timings), sum(one.bare_whole for one in timings)
    return {
        "seconds": {
            name: round(statistics.median(getattr(one, name) for one in timings), 3)
            for name in ("bare_first", "first", "bare_whole", "whole", "own")
        },
        "overhead": round((whole - bare) / whole, 4),
        "own share": round(sum(one.own for one in timings) / whole, 4),
        "same length": sum(one.same_length for one in timings),
    }


def overhead_table(results: Mapping[str, Any]) -> str:
    """The results for a terminal."""
    seconds, timed = results["seconds"], len(results["timings"])
    rows = [("first words", "bare_first", "first"), ("whole answer", "bare_whole", "whole")]
    return "\n".join(
        [
            f"{timed} of {results['questions']} questions reached {results['llm']}; medians in seconds",
            "",
            f"{'':<16}{'bare call':>12}{'Pinpoint':>12}{'difference':>12}",
            *(
                f"{name:<16}{seconds[bare]:>12.2f}{seconds[through]:>12.2f}{seconds[through] - seconds[bare]:>12.2f}"
                for name, bare, through in rows
            ),
            "",
            f"overhead, share of the whole of all     {results['overhead']:.1%}",
            f"by Pinpoint's own clock                 {results['own share']:.1%} ({seconds['own']:.2f} s an answer, median)",
            f"answers of the same length both times   {results['same length']} of {timed}",
        ]
    )
