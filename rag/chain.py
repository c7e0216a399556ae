"""A model's answer: evidence -> prompt -> chat model -> text, and that text -> claims with checked citations.

Contract: the model sees fenced sources under closed tokens and is asked to end every sentence with them; what it writes is
read strictly and checked sentence by sentence, and a sentence that fails is kept and graded, never dropped in silence. A
ModelError is all that can go wrong in asking (rag/bounded.py). The sources that fit its context are given, best first.
Proved by tests/test_rag_chain.py: a scripted server for every misbehaviour, and a real small model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from rag.bounded import Limits, bounded_parts
from rag.chat import call_model
from rag.citations import DraftSentence, number_citations, parse_draft
from rag.drafts import Draft, DraftBook
from rag.errors import ModelError
from rag.prompts import PromptPair, fence_evidence, fence_history, load_pair, neutralise, prompts_digest, repeats_prompt
from rag.records import Citation, Claim, Evidence, Grade, Turn, WritingMode
from rag.verify import closest_sentence, verify_claim

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["NO_ANSWER", "CheckedDraft", "Cite", "ModelChain", "answer_tokens", "count_tokens", "draft_to_claims", "trim_evidence"]

NO_ANSWER = "NOT IN THESE SOURCES"
"""What a model is asked to write when the sources do not answer."""

_CONTEXT_TOKENS = 8_192  # ten long paragraphs and an answer, and what any hosted model takes
_LETTERS_A_TOKEN = 3.5  # English runs at 4 to 4.5 in the vocabularies of 2026; figures and names at less
_FENCE_TOKENS = 60  # the marks and the head of a source
_ANSWER_TOKENS = 900  # an answer is at most a screen long


def count_tokens(text: str) -> int:
    """About how many tokens of a model a text takes; rather too many than too few."""
    return int(len(text) / _LETTERS_A_TOKEN) + 1


def answer_tokens(context_tokens: int) -> int:
    """How many tokens of a context are kept for the answer."""
    return min(_ANSWER_TOKENS, context_tokens // 4)


class ModelChain:
    """Asks one chat model within limits; the prompts are those of prompts/."""

    def __init__(
        self,
        model: BaseChatModel | None,
        *,
        name: str,
        limits: Limits | None = None,
        context_tokens: int = _CONTEXT_TOKENS,
        constrain: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None,
        drafts: DraftBook | None = None,
        mode: WritingMode = "plain",
    ) -> None:
        """Put a model and its limits together.

        Args:
            model: None where its drafts are only replayed.
            name: as answers name it.
            limits: of time and length.
            context_tokens: what the model can read and write in one call.
            constrain: a JSON schema as what is sent with a request, where the server holds its output to one.
            drafts: where what it writes is kept, and taken from.
            mode: in which form it writes.
        """
        self.name = name
        self.mode = mode
        self.limits = limits or Limits()
        self.prompt_digest = prompts_digest()
        self._model = model
        self._context_tokens = context_tokens
        self._constrain = constrain
        self._drafts = drafts
        self._prompts = load_pair("answer")

    def chosen(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = ()) -> tuple[Evidence, ...]:
        """The sources that fit beside the prompts, the question and the turns before, best first; at least one."""
        texts = (self._prompts.system.text, self._prompts.user.text, question, fence_history(history))
        taken = sum(count_tokens(text) for text in texts) + answer_tokens(self._context_tokens)
        return trim_evidence(evidence, self._context_tokens - taken)

    def told(self) -> tuple[str, ...]:
        """What the reader is to know of the last draft beside what its sentences are graded."""
        return ()

    def draft(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = ()) -> str:
        """What the model writes, whole.

        Raises:
            ModelError: it gave no whole answer within the limits.
        """
        return "".join(self.stream(question, evidence, history))

    def stream(
        self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = (), *, spent_s: float = 0.0
    ) -> Generator[str, None, None]:
        """What the model writes, in parts as they come; closing the iterator ends the call. `spent_s` is taken off its time.

        Raises:
            ModelError: it gave no whole answer within the limits; parts may have come before.
        """
        given = self.chosen(question, evidence, history)
        values = {
            "evidence": fence_evidence(given),
            "example_token": given[0].token if given else "S1",
            "history": fence_history(history),
            "no_answer": NO_ANSWER,
            "question": neutralise(question),
        }
        return self.write(self._prompts, values, deadline_s=max(self.limits.deadline_s - spent_s, 0.0))

    def write(
        self,
        prompts: PromptPair,
        values: Mapping[str, str],
        *,
        schema: Mapping[str, Any] | None = None,
        deadline_s: float | None = None,
    ) -> Generator[str, None, None]:
        """The parts of one call.

        Args:
            prompts: what the model is told.
            values: what stands in the place of each placeholder.
            schema: what its output is held to, where the server offers that; a server that refuses it is asked without.
            deadline_s: the time, where it is not that of the limits.

        Raises:
            ModelError: it gave no whole text within the limits; parts may have come before.
        """
        limits = self.limits if deadline_s is None else replace(self.limits, deadline_s=deadline_s)
        if self._drafts is None:
            return self._asked(prompts, values, schema=schema, limits=limits)
        whole = json.dumps([dict(values), schema, prompts.digest], sort_keys=True)
        asked = hashlib.sha256(whole.encode()).hexdigest()[:16]
        wanted = Draft(self.name, prompts.digest, asked, values.get("question", ""), "", 0.0, 0.0)
        return self._drafts.parts(wanted, lambda: self._asked(prompts, values, schema=schema, limits=limits))

    def _asked(
        self, prompts: PromptPair, values: Mapping[str, str], *, schema: Mapping[str, Any] | None, limits: Limits
    ) -> Generator[str, None, None]:
        model = self._model
        if model is None:
            message = f"the model {self.name} is only replayed"
            raise ModelError(message)
        arguments = self._constrain(schema) if schema and self._constrain else {}
        try:
            yield from bounded_parts(lambda: call_model(model, prompts, values, arguments), name=self.name, limits=limits)
        except ModelError as error:
            if not arguments or not error.refused:
                raise
            self._constrain = None  # this server offers it not, and is not asked again
            yield from bounded_parts(lambda: call_model(model, prompts, values), name=self.name, limits=limits)


def trim_evidence(evidence: Sequence[Evidence], tokens: int) -> tuple[Evidence, ...]:
    """The first sources that fit into so many tokens, in order; at least one."""
    kept: list[Evidence] = []
    for one in evidence:
        tokens -= count_tokens(one.passage.text) + _FENCE_TOKENS
        if kept and tokens < 0:
            break
        kept.append(one)
    return tuple(kept)


class CheckedDraft(NamedTuple):
    """A draft as claims: each sentence with its grade, the numbered citations, and what the reader is told of the rest.

    Without claims and problems the model said that the sources do not answer.
    """

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    problems: tuple[str, ...]


Cite = Callable[[Evidence, str], Citation]
"""Makes the citation of a source with a verbatim quote from it; its number is given later."""


def draft_to_claims(draft_text: str, evidence: Sequence[Evidence], question: str, *, cite: Cite) -> CheckedDraft:
    """Read a draft strictly and check every sentence of it against the sources it cites.

    Args:
        draft_text: what the model wrote.
        evidence: the sources the model was given.
        question: decides which sentence of a source is quoted where the draft's words do not.
        cite: makes a citation of a source and a sentence of it.
    """
    by_token = {one.token: one for one in evidence}
    written = [one for one in parse_draft(draft_text, by_token.keys()) if one.text and not _abstains(one)]
    sentences = [one for one in written if not repeats_prompt(one.text, evidence)]
    cited = [
        [cite(by_token[token], _nearest(one.text, by_token[token].passage.text, question)) for token in one.tokens]
        for one in sentences
    ]
    citations, numbers = number_citations(cited)
    claims = tuple(Claim(one.text, pins, *_grade(one, own)) for one, pins, own in zip(sentences, numbers, cited, strict=True))
    told = ("The model repeated its instructions, which are left out.",) if len(sentences) < len(written) else ()
    return CheckedDraft(claims, citations, (*_problems(draft_text, sentences), *told))


def _abstains(sentence: DraftSentence) -> bool:
    return sentence.text.strip(" .!\"'*").upper() == NO_ANSWER


def _grade(sentence: DraftSentence, citations: Sequence[Citation]) -> tuple[Grade, str]:
    if sentence.unknown_tokens:
        return "unsupported", "cites a source that was not given"
    return _verified(sentence.text, tuple(citations))


# A draft is read again whenever a sentence of it ends: what was checked then need not be checked anew.


@lru_cache(maxsize=512)
def _verified(sentence: str, citations: tuple[Citation, ...]) -> tuple[Grade, str]:
    return verify_claim(sentence, citations)


@lru_cache(maxsize=512)
def _nearest(sentence: str, text: str, question: str) -> str:
    return closest_sentence(sentence, text, about=question)


def _problems(draft_text: str, sentences: Sequence[DraftSentence]) -> Iterator[str]:
    unknown = dict.fromkeys(token for sentence in sentences for token in sentence.unknown_tokens)
    if unknown:
        yield f"The model cited what it was not given: {', '.join(token[:20] for token in list(unknown)[:5])}."
    if sentences and NO_ANSWER in draft_text.upper():
        yield "The model also said that the sources do not answer."
