"""A model's answer: evidence -> prompt -> chat model -> text, and that text -> claims with checked citations.

Contract: the model sees fenced sources under closed tokens and is asked to end every sentence with them; what it writes is
read strictly and checked sentence by sentence, and a sentence that fails is kept and graded, never dropped in silence. A
ModelError is all that can go wrong in asking (rag/bounded.py). LangChain is imported when a question is asked.
Proved by tests/test_rag_chain.py: a scripted server for every misbehaviour, and a real small model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from rag.bounded import Limits, bounded_parts
from rag.citations import DraftSentence, number_citations, parse_draft
from rag.prompts import fence_evidence, fence_history, load_prompt, neutralise, repeats_prompt
from rag.records import Citation, Claim, Evidence, Grade, Turn
from rag.verify import closest_sentence, verify_claim

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.prompt_values import PromptValue
    from langchain_core.runnables import Runnable

__all__ = ["NO_ANSWER", "CheckedDraft", "ModelChain", "draft_to_claims", "trim_evidence"]

NO_ANSWER = "NOT IN THESE SOURCES"
"""What a model is asked to write when the sources do not answer."""

_EVIDENCE_CHARACTERS = 24_000  # about 6,000 tokens: ten long paragraphs, and a prompt any hosted model takes


class ModelChain:
    """Asks one chat model, with one pair of prompts, within limits."""

    def __init__(
        self,
        model: BaseChatModel,
        *,
        name: str,
        deadline_s: float = 60.0,
        limits: Limits | None = None,
        evidence_characters: int = _EVIDENCE_CHARACTERS,
    ) -> None:
        self.name = name
        self._model = model
        self._limits = limits or Limits(deadline_s=deadline_s)
        self.evidence_characters = evidence_characters
        self._system = load_prompt("answer_system")
        self._user = load_prompt("answer_user")

    @property
    def prompt_digest(self) -> str:
        """The first sixteen hex digits of the SHA-256 over both prompts' digests."""
        return hashlib.sha256(f"{self._system.digest}{self._user.digest}".encode()).hexdigest()[:16]

    def draft(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = ()) -> str:
        """What the model writes, whole.

        Raises:
            ModelError: it gave no whole answer within the limits.
        """
        return "".join(self.stream(question, evidence, history))

    def stream(self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn] = ()) -> Generator[str, None, None]:
        """What the model writes, in parts as they come; closing the iterator ends the call.

        Raises:
            ModelError: it gave no whole answer within the limits; parts may have come before.
        """
        given = trim_evidence(evidence, self.evidence_characters)
        values = {
            "evidence": fence_evidence(given),
            "example_token": given[0].token if given else "S1",
            "history": fence_history(history),
            "no_answer": NO_ANSWER,
            "question": neutralise(question),
        }
        return bounded_parts(lambda: self._parts(values), name=self.name, limits=self._limits)

    def _parts(self, values: dict[str, str]) -> Iterator[str]:
        call = _Call(self._model)
        parts = cast("Generator[str]", self._runnable(call).stream(values))
        try:
            for part in parts:  # noqa: UP028 - "yield from" would close LangChain's stream before the call is stopped
                yield part
        finally:
            call.stop()
            parts.close()
        call.check()

    def _runnable(self, call: _Call) -> Runnable[dict[str, str], str]:
        from langchain_core.output_parsers import StrOutputParser
        from langchain_core.prompts import ChatPromptTemplate
        from langchain_core.runnables import RunnableGenerator

        messages = [("system", _as_format(self._system.text)), ("human", _as_format(self._user.text))]
        return ChatPromptTemplate.from_messages(messages) | RunnableGenerator(call.ask) | StrOutputParser()


def _as_format(text: str) -> str:
    """A prompt with $placeholders in LangChain's form: "$question" becomes "{question}", braces are kept as text."""
    template = Template(text.replace("{", "{{").replace("}", "}}"))
    return template.substitute({name: f"{{{name}}}" for name in template.get_identifiers()})


_REASONS = ("finish_reason", "stop_reason", "done_reason")  # OpenAI, Anthropic, Ollama
_GIVES_REASON = frozenset(["openai", "anthropic", "ollama"])


class _Call:
    """One call of the model as a step of the chain: it can be stopped, and it notices when it was cut off.

    Closing a LangChain stream reads its model to the end (langchain-core 1.7, `_transform_stream_with_config`), so the
    step that holds the model has to end by itself. A provider that always says why an answer ended, and has not, was cut.
    """

    def __init__(self, model: BaseChatModel) -> None:
        self._model = model
        self._stopped = False
        self._expected = False
        self._given = False

    def ask(self, prompts: Iterator[PromptValue]) -> Iterator[BaseMessage]:
        """The messages of the model's stream, unchanged, until it ends or is stopped."""
        for prompt in prompts:
            messages = cast("Generator[BaseMessage]", self._model.stream(prompt))
            with closing(messages):
                for message in messages:
                    if self._stopped:
                        return
                    self._note(message.response_metadata)
                    yield message

    def stop(self) -> None:
        """Want no more: the next message ends the call and its connection."""
        self._stopped = True

    def check(self) -> None:
        """Raise ConnectionError when the stream was cut."""
        if self._expected and not self._given:
            why = "the stream ended without its end"
            raise ConnectionError(why)

    def _note(self, about: Mapping[str, Any]) -> None:
        self._expected = self._expected or about.get("model_provider") in _GIVES_REASON
        self._given = self._given or any(about.get(reason) for reason in _REASONS)


def trim_evidence(evidence: Sequence[Evidence], characters: int) -> tuple[Evidence, ...]:
    """The first sources that fit into so many characters of text, in order; at least one."""
    kept: list[Evidence] = []
    for one in evidence:
        characters -= len(one.passage.text)
        if kept and characters < 0:
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
        [cite(by_token[token], closest_sentence(one.text, by_token[token].passage.text, about=question)) for token in one.tokens]
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
    return verify_claim(sentence.text, citations)


def _problems(draft_text: str, sentences: Sequence[DraftSentence]) -> Iterator[str]:
    unknown = dict.fromkeys(token for sentence in sentences for token in sentence.unknown_tokens)
    if unknown:
        yield f"The model cited what it was not given: {', '.join(token[:20] for token in list(unknown)[:5])}."
    if sentences and NO_ANSWER in draft_text.upper():
        yield "The model also said that the sources do not answer."
