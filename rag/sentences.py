"""A sentence cut into the clauses that assert something, and the folding under which two texts are compared.

Sentences themselves are cut by `index.split_sentences`, the same for indexing, quoting and checking.
Proved by tests/test_rag_sentences.py.
"""

from __future__ import annotations

import re

__all__ = ["fold_typography", "split_clauses"]

_CLAUSE_BREAK = re.compile(
    r"""
      ; \s*
    | ,? \s+ (?= (?: but | whereas | while | although | though ) \b )
    | , \s+ (?= (?: because | which | so | as | and ) \s )
    | \s+ (?= (?: and | or ) \s (?:   # "and did not uphold", "and the Council said"; never "Mr and Mrs X"
          (?: it | he | she | they | we | I | the | this | that | there ) \s
        | (?: is | are | was | were | has | have | had | did | does | do | will | would | should | could | can | may ) \b
        | (?: not | partially | partly | also | then | later | said | told | agreed | offered | paid | refused | rejected
            | upheld | found | asked | recommended | apologised | accepted ) \b ) )
    """,
    re.VERBOSE,
)


def split_clauses(sentence: str) -> tuple[str, ...]:
    """The parts of a sentence that can each assert something: one may hold "upheld" and the next "did not uphold"."""
    return tuple(part for part in (piece.strip() for piece in _CLAUSE_BREAK.split(sentence)) if part)


_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    }
)


def fold_typography(text: str) -> str:
    """The text with plain quotes, hyphens and single spaces: what two spellings of one passage share. Never shown."""
    return " ".join(text.translate(_FOLDED).split())
