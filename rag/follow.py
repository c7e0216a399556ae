"""A follow-up made whole by the model, where there is one, and held to what was said; by rule otherwise (rag/history.py).

Contract: the model's version takes the place of the rule's words only where it is one short question that adds no reference, figure
or name to the question and the turns before, and speaks mostly of the same things. Which decisions are asked about is the rule's
matter either way, so that no model chooses them; where the model fails, the rule's words stand. Proved by tests/test_rag_follow.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Reference, normalise_text, terms
from rag.chain import ModelChain
from rag.errors import ModelError
from rag.figures import read_figures, stands_in
from rag.prompts import fence_history, load_pair, neutralise, repeats_prompt
from rag.query import Query
from rag.records import Turn

__all__ = ["condense", "what_it_adds"]

_LONGEST = 300  # characters of a question in one sentence
_OF_THE_SAME = 0.5  # of its words must have been said; "how long", "council", "decision" may be new
_NAME = re.compile(r"[A-Z][\w'’-]+")
_OPENING = frozenset(
    "what which who whom whose when where why how did does do is are was were will would can could should has have had in for of "
    "to on at by from if and the a an council councils ombudsman".split()
)
"""Words that may begin a question with a capital, or have one in this field, and name nobody."""


def condense(query: Query, history: Sequence[Turn], chain: ModelChain) -> Query:
    """The query with the model's words for what is asked, where they may stand."""
    values = {"history": fence_history(history), "question": neutralise(query.question)}
    try:
        written = normalise_text("".join(chain.write(load_pair("follow"), values)))
    except ModelError:
        return query
    return query if what_it_adds(written, query.question, history) else replace(query, text=written)


def what_it_adds(written: str, question: str, history: Sequence[Turn]) -> str:
    """Why a model's version of a follow-up may not stand; empty where it may."""
    said = "\n".join([question, *(f"{turn.question}\n{turn.answer}" for turn in history)])
    if not any(character.isalpha() for character in written) or len(written) > _LONGEST or repeats_prompt(written, []):
        return "no question"
    if new := frozenset(Reference.find_all(written)) - frozenset(Reference.find_all(said)):
        return f"a reference: {min(new)}"
    known = frozenset(read_figures(said))
    if strange := [figure.text for figure in read_figures(written) if not stands_in(figure, known)]:
        return f"a figure: {strange[0]}"
    spoken = frozenset(re.findall(r"[\w'’-]+", said.casefold()))
    if names := [name for name in _NAME.findall(written) if name.casefold() not in spoken | _OPENING]:
        return f"a name: {names[0]}"
    words = terms(written)
    return "" if sum(word in terms(said) for word in words) >= _OF_THE_SAME * len(words) else "other matters"
