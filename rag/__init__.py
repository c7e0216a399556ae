"""Question -> evidence -> answer with checked citations."""

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
