"""One call of a chat model as a LangChain runnable: prompt files | model | parser, giving text in parts as they come.

LangChain is imported when a question is asked. Proved by tests/test_rag_chain.py.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from string import Template
from typing import TYPE_CHECKING, Any, cast

from rag.prompts import PromptPair

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.prompt_values import PromptValue
    from langchain_core.runnables import Runnable

__all__ = ["call_model"]


def call_model(
    model: BaseChatModel, prompts: PromptPair, values: Mapping[str, str], arguments: Mapping[str, Any] | None = None
) -> Iterator[str]:
    """The parts of one answer; closing the iterator ends the call.

    Args:
        model: any chat model.
        prompts: a pair of prompts with placeholders.
        values: what stands in the place of each.
        arguments: more that is sent with the request, in the provider's own words.
    """
    call = _Call(model, dict(arguments or {}))
    parts = cast("Generator[str]", _runnable(call, prompts).stream(dict(values)))
    try:
        for part in parts:  # noqa: UP028 - "yield from" would close LangChain's stream before the call is stopped
            yield part
    finally:
        call.stop()
        parts.close()
    call.check()


def _runnable(call: _Call, prompts: PromptPair) -> Runnable[dict[str, str], str]:
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnableGenerator

    messages = [("system", _as_format(prompts.system.text)), ("human", _as_format(prompts.user.text))]
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

    def __init__(self, model: BaseChatModel, arguments: dict[str, Any]) -> None:
        self._model = model
        self._arguments = arguments
        self._stopped = False
        self._expected = False
        self._given = False

    def ask(self, prompts: Iterator[PromptValue]) -> Iterator[BaseMessage]:
        """The messages of the model's stream, unchanged, until it ends or is stopped."""
        for prompt in prompts:
            messages = cast("Generator[BaseMessage]", self._model.stream(prompt, **self._arguments))
            try:
                with closing(messages):
                    for message in messages:
                        if self._stopped:
                            return
                        self._note(message.response_metadata)
                        yield message
            except Exception:
                if not self._stopped:  # what goes wrong in a call that nobody wants any more is nobody's concern
                    raise

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
