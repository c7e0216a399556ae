"""Question -> evidence -> answer with checked citations.

The names below are imported from their modules when they are first used, so that `pinpoint --help` loads none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.abstain import SIGNALS
    from rag.agreed import AGREED_SIGNALS, CONSIDERED, agreed_signals, are_actions
    from rag.answer import Answerer, Question
    from rag.choice import CHOICE_SIGNALS, choice_signals, expected_best, with_agreed
    from rag.citations import cite_label
    from rag.drafts import DraftBook
    from rag.errors import ModelError
    from rag.evidence import Ranked, rank_rows
    from rag.features import PARTS, Table, first_names, second_names
    from rag.filters import make_filters
    from rag.interaction import LateInteraction
    from rag.load import ask, load_answerer, load_answerers
    from rag.ranker import RANKER_FILE, RERANKED, WIDEST, Ranker, load_ranker, question_columns
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
    from rag.regression import Regression
    from rag.remedy import ledger_of
    from rag.render import SPEAKERS, coverage_text, decision_name
    from rag.retrieve import Found
    from rag.settings import Settings, read_settings

__all__ = [
    "AGREED_SIGNALS",
    "CHOICE_SIGNALS",
    "CONSIDERED",
    "PARTS",
    "RANKER_FILE",
    "RERANKED",
    "SIGNALS",
    "SPEAKERS",
    "WIDEST",
    "Answer",
    "AnswerMode",
    "AnswerStatus",
    "Answerer",
    "Citation",
    "Claim",
    "Coverage",
    "DraftBook",
    "Evidence",
    "Found",
    "Grade",
    "Hit",
    "LateInteraction",
    "ModelError",
    "Passage",
    "Question",
    "Ranked",
    "Ranker",
    "Regression",
    "Settings",
    "StreamPart",
    "Table",
    "Turn",
    "agreed_signals",
    "are_actions",
    "ask",
    "choice_signals",
    "cite_label",
    "coverage_text",
    "decision_name",
    "expected_best",
    "first_names",
    "ledger_of",
    "load_answerer",
    "load_answerers",
    "load_ranker",
    "make_filters",
    "question_columns",
    "rank_rows",
    "read_settings",
    "second_names",
    "with_agreed",
]

_HOMES = {
    "AGREED_SIGNALS": "rag.agreed",
    "agreed_signals": "rag.agreed",
    "Answer": "rag.records",
    "Answerer": "rag.answer",
    "AnswerMode": "rag.records",
    "AnswerStatus": "rag.records",
    "are_actions": "rag.agreed",
    "ask": "rag.load",
    "choice_signals": "rag.choice",
    "CHOICE_SIGNALS": "rag.choice",
    "Citation": "rag.records",
    "cite_label": "rag.citations",
    "Claim": "rag.records",
    "CONSIDERED": "rag.agreed",
    "Coverage": "rag.records",
    "coverage_text": "rag.render",
    "decision_name": "rag.render",
    "DraftBook": "rag.drafts",
    "Evidence": "rag.records",
    "expected_best": "rag.choice",
    "first_names": "rag.features",
    "Found": "rag.retrieve",
    "Grade": "rag.records",
    "Hit": "rag.records",
    "LateInteraction": "rag.interaction",
    "ledger_of": "rag.remedy",
    "load_answerer": "rag.load",
    "load_answerers": "rag.load",
    "load_ranker": "rag.ranker",
    "make_filters": "rag.filters",
    "ModelError": "rag.errors",
    "PARTS": "rag.features",
    "Passage": "rag.records",
    "Question": "rag.answer",
    "question_columns": "rag.ranker",
    "rank_rows": "rag.evidence",
    "Ranked": "rag.evidence",
    "Ranker": "rag.ranker",
    "RANKER_FILE": "rag.ranker",
    "read_settings": "rag.settings",
    "Regression": "rag.regression",
    "RERANKED": "rag.ranker",
    "second_names": "rag.features",
    "Settings": "rag.settings",
    "SIGNALS": "rag.abstain",
    "SPEAKERS": "rag.render",
    "StreamPart": "rag.records",
    "Table": "rag.features",
    "Turn": "rag.records",
    "WIDEST": "rag.ranker",
    "with_agreed": "rag.choice",
}


def __getattr__(name: str) -> object:
    """A public name, from its module."""
    if name not in _HOMES:
        message = f"module 'rag' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
