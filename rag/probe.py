"""Whether the model that would write the answers does answer; for `pinpoint status`. Proved by tests/test_rag_probe.py."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass

from index import UsageError
from rag.chain import NO_ANSWER
from rag.errors import ModelError
from rag.load import load_chain
from rag.models import ModelSpec
from rag.prompts import load_pair
from rag.settings import Settings

__all__ = ["ModelState", "probe_model"]

_DEADLINE_S = 10.0  # a server that has to load its model first may take some


@dataclass(frozen=True, slots=True)
class ModelState:
    """The model by its name, whether it answers (None where none is asked), its first words after so many seconds, or why not."""

    name: str
    answers: bool | None = None
    first_s: float | None = None
    problem: str = ""


def probe_model(settings: Settings, *, deadline_s: float = _DEADLINE_S) -> ModelState:
    """Ask the model that the settings name for one word, without a source."""
    try:
        name = ModelSpec.parse(settings.llm).name
    except UsageError as error:
        return ModelState("nothing", answers=False, problem=str(error))
    try:
        chain = load_chain(settings)
        if chain is None:
            return ModelState(name)
        begun = time.perf_counter()
        values = {"evidence": "(none)", "no_answer": NO_ANSWER, "question": "Is there a source?"}
        with closing(chain.write(load_pair("source"), values, deadline_s=deadline_s)) as parts:
            next(part for part in parts if part.strip())  # the chain raises where there is none
    except (UsageError, ModelError) as error:
        return ModelState(name, answers=False, problem=str(error))
    return ModelState(name, answers=True, first_s=round(time.perf_counter() - begun, 2))
