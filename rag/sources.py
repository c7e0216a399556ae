"""A weak model writes source by source: each is condensed to one sentence, and code puts the sentences under their tokens.

Contract: gives the same kind of draft as rag/chain.py, so that it is read and checked alike. The model never writes a token, and a
sentence that its source does not carry (a figure, a name, who did it) is replaced by the source's own nearest sentence, verbatim.
Where the server offers it, output is held to a JSON schema. All calls share one deadline. Proved by tests/test_rag_writing.py and
tests/test_rag_misbehaviours.py.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any

from index import split_sentences
from rag.chain import NO_ANSWER, Cite, ModelChain
from rag.citations import defuse_tokens
from rag.errors import ModelError
from rag.prompts import fence_evidence, load_pair, neutralise, repeats_prompt
from rag.records import Evidence, Turn
from rag.verify import closest_sentence, verify_claim
from rag.writing import Form

__all__ = ["SourceBySource", "forms_of"]

_MOST_SOURCES = 6  # as many paragraphs as an answer by quotation draws on
_FLOOR = 0.4  # of the best paragraph's score; below it a weak model is led astray
_LONGEST = 600  # characters a model may write about one source; what follows a sentence is not wanted
_LONGEST_SENTENCE = 500  # the longest of the five decisions has 460; beyond it a model has lost the thread
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"sentence": {"type": "string"}},  # a longest length makes a grammar slow
    "required": ["sentence"],
    "additionalProperties": False,
}


def forms_of(chain: ModelChain, cite: Cite) -> list[Form]:
    """The forms in which a chain's model is made to write, one after the other."""
    forms: dict[str, Form] = {"plain": chain, "sources": SourceBySource(chain, cite)}
    return list(forms.values()) if chain.mode == "auto" else [forms[chain.mode]]


class SourceBySource:
    """Asks a chain's model about one source after the other."""

    def __init__(self, chain: ModelChain, cite: Cite) -> None:
        self._chain = chain
        self._cite = cite
        self._prompts = load_pair("source")
        self._replaced = 0

    def told(self) -> tuple[str, ...]:
        """How many sentences of the last draft are a source's own in the place of the model's."""
        count = self._replaced
        sentences = f"{count} sentence{'s' if count > 1 else ''}"
        return (f"The sources’ own words stand in place of {sentences} of the model that could not be supported.",) if count else ()

    def chosen(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = ()) -> tuple[Evidence, ...]:  # noqa: ARG002 - as ModelChain
        """The best few of the sources."""
        return tuple(one for one in evidence[:_MOST_SOURCES] if one.passage.score >= _FLOOR)

    def stream(
        self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = (), *, spent_s: float = 0.0
    ) -> Generator[str, None, None]:
        """A sentence with its token for each source that says anything, as they come.

        Raises:
            ModelError: the model failed on a source; sentences may have come before.
        """
        deadline = time.monotonic() + self._chain.limits.deadline_s - spent_s
        said: set[str] = set()
        self._replaced = 0
        for one in self.chosen(question, evidence, history):
            left = deadline - time.monotonic()
            if left <= 0:
                message = f"the model {self._chain.name} did not finish within {self._chain.limits.deadline_s:.3g} seconds"
                raise ModelError(message)
            sentence = self._settled(self._condensed(question, one, left), one, question)
            if sentence and sentence not in said:
                said.add(sentence)
                yield f"{sentence} [{one.token}]\n"

    def _condensed(self, question: str, one: Evidence, left: float) -> str:
        values = {"evidence": fence_evidence([one]), "no_answer": NO_ANSWER, "question": neutralise(question)}
        written = ""
        with closing(self._chain.write(self._prompts, values, schema=_SCHEMA, deadline_s=left)) as parts:
            for part in parts:
                written += part
                if len(written) > _LONGEST:
                    break
        return _first_sentence(written)

    def _settled(self, sentence: str, one: Evidence, question: str) -> str:
        """What may stand under the source's token: the sentence, or the source's own; nothing where the model found nothing."""
        if not sentence or NO_ANSWER in sentence.upper():
            return ""
        own = closest_sentence(sentence, one.passage.text, about=question)
        grade, _ = verify_claim(sentence, [self._cite(one, own)])
        if grade != "unsupported" and len(sentence) <= _LONGEST_SENTENCE and not repeats_prompt(sentence, [one]):
            return sentence
        self._replaced += 1
        return own


def _first_sentence(written: str) -> str:
    """The first sentence of what a model wrote, as text or as JSON of the schema, without anything like a token."""
    text = written.strip()
    if text.startswith("{"):
        try:
            text = json.loads(text)["sentence"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return ""
    lines = text.split("\n") if isinstance(text, str) else []
    first = next((line.strip() for line in lines if line.strip()), "")
    return next(iter(split_sentences(defuse_tokens(first))), "")
