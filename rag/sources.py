"""A weak model writes source by source: each is condensed to one sentence, and code puts the sentences under their tokens.

Contract: gives the same kind of draft as rag/chain.py, so that it is read and checked alike. The sources are those that the answer
by quotation quotes, where it quotes any. The model never writes a token; a sentence that its source does not carry (a figure, a
name, who did it), or that leaves out a figure which is quoted from it, is replaced by what is quoted, or by the source's nearest
sentence. Where the server offers it, output is held to a JSON schema. All calls share one deadline.
Proved by tests/test_rag_writing.py and tests/test_rag_misbehaviours.py.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import Any

from index import split_sentences
from rag.chain import NO_ANSWER, Cite, ModelChain
from rag.citations import defuse_tokens
from rag.errors import ModelError
from rag.fallback import Quoted
from rag.figures import read_figures, stands_in
from rag.prompts import fence_evidence, load_pair, neutralise, repeats_prompt
from rag.records import Evidence, Turn
from rag.verify import closest_sentence, verify_claim
from rag.writing import Form

__all__ = ["SourceBySource", "forms_of"]

_MOST_SOURCES = 6  # as many paragraphs as an answer by quotation draws on
_FLOOR = 0.4  # of the best paragraph's score; below it a weak model is led astray
_LONGEST = 600  # characters a model may write about one source; what follows a sentence is not wanted
_LONGEST_SENTENCE = 500  # the longest of the five decisions has 460; beyond it a model has lost the thread
_LOCKED = frozenset({"money", "duration", "date"})
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"sentence": {"type": "string"}},  # a longest length makes a grammar slow
    "required": ["sentence"],
    "additionalProperties": False,
}


def forms_of(chain: ModelChain, cite: Cite, quoted: Callable[[], Quoted] = Quoted) -> list[Form]:
    """The forms in which a chain's model is made to write, one after the other; `quoted` is the answer by quotation."""
    forms: dict[str, Form] = {"plain": chain, "sources": SourceBySource(chain, cite, quoted)}
    return list(forms.values()) if chain.mode == "auto" else [forms[chain.mode]]


class SourceBySource:
    """Asks a chain's model about one source after the other."""

    def __init__(self, chain: ModelChain, cite: Cite, quoted: Callable[[], Quoted]) -> None:
        self._chain = chain
        self._cite = cite
        self._quoted = quoted
        self._prompts = load_pair("source")
        self._replaced = 0

    def told(self) -> tuple[str, ...]:
        """How many sentences of the last draft are a source's own in the place of the model's."""
        count = self._replaced
        sentences = f"{count} sentence{'s' if count > 1 else ''}"
        why = "that could not be supported or left out a figure"
        return (f"The sources’ own words stand in place of {sentences} of the model {why}.",) if count else ()

    def chosen(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = ()) -> tuple[Evidence, ...]:  # noqa: ARG002 - as ModelChain
        """The sources that are quoted, else the best few."""
        places = {(one.reference, one.paragraph) for one in self._quoted().citations}
        quoted = [one for one in evidence if (one.passage.reference, one.passage.paragraph) in places]
        return tuple(quoted[:_MOST_SOURCES] or [one for one in evidence[:_MOST_SOURCES] if one.passage.score >= _FLOOR])

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
            written = yield from self._condensed(question, one, left)
            for sentence in self._settled(_first_sentence(written), one, question):
                if sentence not in said:
                    said.add(sentence)
                    yield f"{sentence} [{one.token}]\n"

    def _condensed(self, question: str, one: Evidence, left: float) -> Generator[str, None, str]:
        """What the model writes about one source; nothing of it is shown, but its reader can leave."""
        values = {"evidence": fence_evidence([one]), "no_answer": NO_ANSWER, "question": neutralise(question)}
        written = ""
        with closing(self._chain.write(self._prompts, values, schema=_SCHEMA, deadline_s=left)) as parts:
            for part in parts:
                written += part
                if len(written) > _LONGEST:
                    break
                yield ""
        return written

    def _settled(self, sentence: str, one: Evidence, question: str) -> tuple[str, ...]:
        """What may stand under the source's token: the sentence, or the source's own; nothing where the model found nothing."""
        if not sentence or NO_ANSWER in sentence.upper():
            return ()
        own = self._own_words(one)
        nearest = closest_sentence(sentence, one.passage.text, about=question)
        grade, _ = verify_claim(sentence, [self._cite(one, nearest)])
        holds = grade != "unsupported" and len(sentence) <= _LONGEST_SENTENCE and not repeats_prompt(sentence, [one])
        if holds and _keeps_figures(sentence, own):
            return (sentence,)
        self._replaced += 1
        return own or (closest_sentence(question, one.passage.text, about=sentence),)

    def _own_words(self, one: Evidence) -> tuple[str, ...]:
        """The sentences that the answer by quotation has of a source."""
        place, quoted = (one.passage.reference, one.passage.paragraph), self._quoted()
        quotes = [citation.quote for citation in quoted.citations if (citation.reference, citation.paragraph) == place]
        return tuple(dict.fromkeys(sentence for quote in quotes for sentence in split_sentences(quote)))


def _keeps_figures(sentence: str, own: Sequence[str]) -> bool:
    """Whether every sum, time and date of the source's own words stands in a sentence."""
    said = frozenset(read_figures(sentence))
    return all(stands_in(figure, said) for words in own for figure in read_figures(words) if figure.kind in _LOCKED)


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
