"""The closed source tokens of a draft, and what becomes of them: sentences, numbered citations, printed pins.

Contract: a citation in a draft is a bracket that holds nothing but tokens: [S3], [S1][S4] or [S1, S4], with capital S.
A token is known when the source was given. Any other bracket with an S-number ([S99], [s3], [S3, para 4]) is no
citation: it is taken out of the sentence and reported, and the sentence is graded for it. Nothing is repaired: a model
that cannot keep to this grammar cannot be trusted with the rest. What a decision or a question says in the shape of a
token is made harmless before a model sees it (`defuse_tokens`).
Proved by tests/test_rag_citations.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from index import Basis, normalise_text, split_sentences
from rag.records import Citation

__all__ = ["Draft", "DraftSentence", "cite_label", "defuse_tokens", "number_citations", "parse_draft", "place_of"]

_TOKEN = re.compile(r"S[1-9]\d{0,3}", re.ASCII)  # S3

_BRACKET = re.compile(
    r"""
    \[ (?P<inside>
        [^\[\]\n]*?                 # [ in words: "see ", or nothing
        (?<![^\W_]) S \s* \d        # S3, s3, S 3: what makes the bracket speak of a source
        [^\[\]\n]*                  # ", S4" or ", para 4"
    ) \]
    """,
    re.VERBOSE | re.IGNORECASE,
)

_AFTER_STOP = re.compile(
    rf"""
    (?<! [.!?…] ) (?P<stop> [.!?…]++ ['"’”)]*+ )        # "was fault."
    (?P<tokens> (?: \s* {_BRACKET.pattern.replace("?P<inside>", "?:")} )+ )   # " [S3][S4]"
    (?P<again> [.;,]? )                                 # a second stop after them, once
    """,
    re.VERBOSE | re.IGNORECASE,
)

_LIST_MARK = re.compile(
    r"""
    \s* (?: [-*•–]\s+       # "- The Council agreed"
          | \d{1,2}[.)]\s+  # "1. The Council agreed": a number the model made, no figure of a source
    )
    """,
    re.VERBOSE,
)

_TOKEN_LIKE = re.compile(
    r"""
    [\[［【〔⟦] (?P<inside> [^\[\]［］【】〔〕⟦⟧\n]* (?<![^\W_]) S \s* \d [^\[\]［］【】〔〕⟦⟧\n]* ) [\]］】〕⟧]
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft: its text without tokens, the tokens of given sources, and everything else in brackets.

    `unknown_tokens` are as written, without the bracket: "S99", "s3", "S3, para 4".
    """

    text: str
    tokens: tuple[str, ...] = ()
    unknown_tokens: tuple[str, ...] = ()


Draft = tuple[DraftSentence, ...]
"""What a model wrote, sentence by sentence."""


def parse_draft(text: str, known_tokens: Collection[str]) -> Draft:
    """Cut a draft into sentences, each with the tokens that stand in it or right after its stop."""
    known = frozenset(known_tokens)
    sentences = [_read_sentence(raw, known) for line in text.splitlines() for raw in _sentences_of(line)]
    return tuple(sentence for sentence in sentences if sentence.text or sentence.tokens or sentence.unknown_tokens)


def _sentences_of(line: str) -> tuple[str, ...]:
    """The sentences of one line, tokens that follow a stop moved in front of it: "fault. [S3]" -> "fault [S3]."."""
    line = normalise_text(_LIST_MARK.sub("", line, count=1))
    return split_sentences(_AFTER_STOP.sub(lambda match: f"{match['tokens']}{match['stop']}", line))


def _read_sentence(raw: str, known: frozenset[str]) -> DraftSentence:
    tokens: list[str] = []
    unknown: list[str] = []
    for match in _BRACKET.finditer(raw):
        parts = [part.strip() for part in match["inside"].split(",")]
        if not all(_TOKEN.fullmatch(part) for part in parts):
            unknown.append(match["inside"].strip())
            continue
        tokens.extend(part for part in parts if part in known)
        unknown.extend(part for part in parts if part not in known)
    text = normalise_text(re.sub(rf"\s*{_BRACKET.pattern}", "", raw, flags=re.VERBOSE | re.IGNORECASE))
    if not any(character.isalnum() for character in text):
        text = ""
    return DraftSentence(text, tuple(dict.fromkeys(tokens)), tuple(dict.fromkeys(unknown)))


def defuse_tokens(text: str) -> str:
    """The text with round brackets where it has the shape of a source token, so that it cannot be copied as one."""
    return _TOKEN_LIKE.sub(r"(\g<inside>)", text)


def number_citations(
    cited: Iterable[Sequence[Citation]],
) -> tuple[tuple[Citation, ...], tuple[tuple[int, ...], ...]]:
    """Number the citations of successive sentences from 1 in order of first use; equal ones share a number.

    Args:
        cited: for each sentence the citations it uses; their `n` is ignored.

    Returns:
        The citations, each once and numbered, and for each sentence its numbers.
    """
    numbered: dict[Citation, int] = {}
    numbers = tuple(
        tuple(dict.fromkeys(numbered.setdefault(replace(citation, n=0), len(numbered) + 1) for citation in sentence))
        for sentence in cited
    )
    return tuple(replace(citation, n=n) for citation, n in numbered.items()), numbers


def cite_label(citation: Citation) -> str:
    """The pin as text: "24 012 183, para 43", and whether the paragraph number is sure."""
    doubt = {"estimated": " (numbering estimated)", "none": " (no numbers on the page)"}.get(citation.basis, "")
    return f"{citation.reference}, {place_of(citation.label, citation.basis)}{doubt}"


def place_of(label: str, basis: Basis) -> str:
    """Where in a decision: "para 43"; a place in a section ("Finding, 2nd item") where the page prints no numbers."""
    return label if basis == "none" else f"para {label}"
