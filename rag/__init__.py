"""Question -> evidence -> answer with checked citations.

The names below are imported from their modules when they are first used, so that `pinpoint --help` loads none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.answer import Answerer, Question
    from rag.citations import cite_label
    from rag.errors import ModelError
    from rag.filters import make_filters
    from rag.load import ask, load_answerer
    from rag.records import (
        Answer,
        AnswerMode,
        AnswerStatus,
        Citation,
        Claim,
        Coverage,
        Evidence,
        Grade,
        Hit,
        Passage,
        StreamPart,
        Turn,
    )
    from rag.render import SPEAKERS, coverage_text, decision_name
    from rag.settings import Settings, read_settings

__all__ = [
    "SPEAKERS",
    "Answer",
    "AnswerMode",
    "AnswerStatus",
    "Answerer",
    "Citation",
    "Claim",
    "Coverage",
    "Evidence",
    "Grade",
    "Hit",
    "ModelError",
    "Passage",
    "Question",
    "Settings",
    "StreamPart",
    "Turn",
    "ask",
    "cite_label",
    "coverage_text",
    "decision_name",
    "load_answerer",
    "make_filters",
    "read_settings",
]

_HOMES = {
    "Answer": "rag.records",
    "AnswerMode": "rag.records",
    "AnswerStatus": "rag.records",
    "Answerer": "rag.answer",
    "Citation": "rag.records",
    "Claim": "rag.records",
    "Coverage": "rag.records",
    "Evidence": "rag.records",
    "Grade": "rag.records",
    "Hit": "rag.records",
    "ModelError": "rag.errors",
    "Passage": "rag.records",
    "Question": "rag.answer",
    "SPEAKERS": "rag.render",
    "Settings": "rag.settings",
    "StreamPart": "rag.records",
    "Turn": "rag.records",
    "ask": "rag.load",
    "cite_label": "rag.citations",
    "coverage_text": "rag.render",
    "decision_name": "rag.render",
    "load_answerer": "rag.load",
    "make_filters": "rag.filters",
    "read_settings": "rag.settings",
}


def __getattr__(name: str) -> object:
    """A public name, from its module."""
    if name not in _HOMES:
        message = f"module 'rag' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
