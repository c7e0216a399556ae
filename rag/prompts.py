"""The prompts as a model is given them: files with $placeholders, and evidence, question and history fenced as data.

Contract: what comes from a decision, a question or an earlier turn can take no part in the prompt's own marks. Its angle
brackets (fences, and the role marks of chat templates such as <|im_start|>) become ‹ ›, its source tokens become (S9), its
[INST] becomes (INST); everything else stays as published, so that a model can quote it. A source carries a token, the
authority, the section and who is speaking: never a reference, paragraph number or link a model could copy.
Proved by tests/test_rag_chain.py.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from index import Speaker, normalise_text
from rag.citations import defuse_tokens
from rag.figures import read_figures
from rag.records import Evidence, Turn

__all__ = [
    "SPEAKING",
    "Prompt",
    "PromptPair",
    "fence_evidence",
    "fence_history",
    "load_pair",
    "load_prompt",
    "neutralise",
    "prompts_digest",
    "repeats_prompt",
]

SPEAKING: dict[Speaker, str] = {
    "complainant": "the complainant's account, not a finding",
    "body": "what the council or other body says, not a finding",
    "law": "law and guidance, not about this case",
    "ombudsman": "the Ombudsman's own view and findings",
    "action": "what was agreed or recommended as a remedy",
    "facts": "what happened, as the Ombudsman tells it",
}
"""Who is speaking in a source, in words a model and a reader understand alike."""

_TURNS = 3  # earlier turns a question may refer to
_TURN_CHARACTERS = 600  # of an earlier answer: enough for "the second one", not a source


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file: its text with $placeholders, and the SHA-256 of the file's bytes."""

    text: str
    digest: str


def load_prompt(name: str) -> Prompt:
    """Read one prompt of the prompts/ folder by the name of its file, without ".txt"."""
    content = files("prompts").joinpath(f"{name}.txt").read_bytes()
    return Prompt(content.decode("utf-8"), hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class PromptPair:
    """The two messages of one call: what the model is, and what it is asked."""

    system: Prompt
    user: Prompt

    @property
    def digest(self) -> str:
        """The first sixteen hex digits of the SHA-256 over both files' digests."""
        return _short_digest(self.system.digest, self.user.digest)


_PAIRS = ("answer", "source", "follow")


def load_pair(name: str) -> PromptPair:
    """Read "answer" (all sources at once), "source" (one of them) or "follow" (a follow-up made whole)."""
    return PromptPair(load_prompt(f"{name}_system"), load_prompt(f"{name}_user"))


@lru_cache(maxsize=1)
def prompts_digest() -> str:
    """The digest of all that a model may be told, which is on every answer for which one was asked."""
    return _short_digest(*(load_pair(name).digest for name in _PAIRS))


def _short_digest(*digests: str) -> str:
    return hashlib.sha256("".join(digests).encode()).hexdigest()[:16]


_ANGLES = str.maketrans("<>＜＞", "‹›‹›")
_TEMPLATE_MARK = re.compile(r"\[(?P<mark>/?[A-Z_]{3,})\]")  # [INST], [/INST], [TOOL_CALLS]


def neutralise(text: str) -> str:
    """The text without anything that has the shape of a fence, a source token or the role mark of a chat template."""
    lines = "\n".join(normalise_text(line) for line in text.split("\n"))
    flat = lines.translate(_ANGLES)
    return _TEMPLATE_MARK.sub(r"(\g<mark>)", defuse_tokens(flat))


def fence_evidence(evidence: Sequence[Evidence]) -> str:
    """The sources, each between its marks, in the order given."""
    return "\n\n".join(_fence(one) for one in evidence)


def _fence(evidence: Evidence) -> str:
    passage = evidence.passage
    return "\n".join(
        (
            f'<source token="{evidence.token}">',
            f"authority: {neutralise(passage.authority or 'not named')}",
            f"section: {neutralise(passage.section)}",
            f"speaking: {SPEAKING[passage.speaker]}",
            "text:",
            neutralise(passage.text),
            "</source>",
        )
    )


def fence_history(history: Sequence[Turn]) -> str:
    """The last turns, shortened, without the pins and references of their answers."""
    turns = [
        f"Question: {neutralise(turn.question)[:_TURN_CHARACTERS]}\nAnswer: {_unpinned(turn.answer)[:_TURN_CHARACTERS]}"
        for turn in history[-_TURNS:]
    ]
    return "\n".join(turns) or "nothing"


_PIN = re.compile(r"\[\d+\]")  # [3], a numbered citation of an answer
_NAMED = {"reference": "that decision", "label": "that place"}  # "24-012-183", "paragraph 43"


def _unpinned(answer: str) -> str:
    text = _PIN.sub("", neutralise(answer))
    for figure in read_figures(text):
        text = text.replace(figure.text, _NAMED.get(figure.kind, figure.text))
    return text


_RUN = 6  # words in a row; five occur in honest sentences ("the council agreed to apologise")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def repeats_prompt(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence has words of the prompt in it, six or more in a row, that no source has."""
    copied = _runs(sentence) & _runs_of_prompts()
    return bool(copied) and bool(copied.difference(*(_runs(one.passage.text) for one in evidence)))


@lru_cache(maxsize=1)
def _runs_of_prompts() -> frozenset[str]:
    pairs = (load_pair(name) for name in _PAIRS)
    texts = (prompt.text for pair in pairs for prompt in (pair.system, pair.user))
    return frozenset[str]().union(*(_runs(text) for text in texts)) - _runs(_NAME)


_NAME = "of the Local Government and Social Care Ombudsman"


@lru_cache(maxsize=256)  # a draft is read again at each of its sentences
def _runs(text: str) -> frozenset[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
