"""Headings and what they are for: section names -> roles, and set phrases -> boilerplate.

The Ombudsman's statements keep a stable order of sections under a small set of names (curly or straight apostrophe, singular or
plural). A known name gives a role; an unknown sub-heading keeps the role of the part it stands in. Proved by
tests/test_index_headings.py.
"""

from __future__ import annotations

import re

from index.records import Role, normalise_text
from index.sentences import split_sentences

__all__ = ["is_background", "is_boilerplate", "is_decision_heading", "is_main_heading", "role_of_heading"]

_MAIN: tuple[tuple[Role, str], ...] = (
    ("complaint", r"the complaint|complaint background"),
    (
        "scope",
        r"what i have (and have not )?investigated|parts? of the complaint (that )?i (did|have) not investigated?",
    ),
    ("powers", r"the ombudsm[ae]n'?s'? role( and powers)?"),
    ("method", r"how (i|we) considered (this|the) complaint"),
    ("findings", r"what (i|we) found|(my|our) assessment|findings?"),
    ("action", r"(agreed |recommended )?actions?|(agreed )?recommendations?|(agreed )?remed(y|ies)"),
    ("decision", r"(final )?decision"),
    (
        "law",
        r"relevant (law|legislation)(, guidance| and guidance| and polic(y|ies)|, policies)*( and (guidance|policies))?",
    ),
    ("facts", r"what happened|the investigation"),
    ("law", r"legal and administrative background"),  # reports, here and below
    ("analysis", r"conclusions?"),
    ("other", r"(report )?summary|further report"),
)
_SUB: tuple[tuple[Role, str], ...] = (
    ("analysis", r"(my |our )?(analysis|findings?|assessment)|was there fault( and (did it cause )?injustice)?"),
    ("facts", r"what happened|(the )?key facts|background|events|chronology|.* chronology"),
    ("law", r"(background\W+)?(key |the |relevant )?(law|legislation|legal|statutory|guidance|polic(y|ies))\b.*"),
    ("law", r"what should (happen|have happened)|.*\b(procedures?|responsibilities|duties|guidance)\b.*"),
    ("law", r"the ombudsman's approach|.* and (the law|guidance)"),
)
_BACK: tuple[tuple[Role, str], ...] = (
    ("analysis", r"(my |our )?(analysis|findings?|assessment)|was there fault( and (did it cause )?injustice)?"),
    ("facts", r"what happened|(the )?key facts|chronology"),
    ("law", r"(the |key |relevant )?(law|legislation)( and (guidance|policy|policies))?|what should (happen|have happened)"),
)
"""The names that open another part after an analysis; every other heading there is a topic of it, whatever its words."""
_MAIN_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _MAIN)
_SUB_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _SUB)
_BACK_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _BACK)

_BOILERPLATE = re.compile(
    r"""
    \binformation\ sharing\ agreement\b                     # the decision goes to Ofsted or the CQC
    | \bopportunity\ to\ comment\ on\ (?:my|a|the)\ draft   # how the draft was shared
    | \bprovide\ (?:us|the\ ombudsman)\ with\ evidence\b    # proof of compliance is asked for in every remedy
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _plain(heading: str) -> str:
    return normalise_text(heading).replace("’", "'").replace("‘", "'").strip(" :.?-–").casefold()


def is_main_heading(heading: str) -> bool:
    """Whether the line is one of the names that open a section of a decision."""
    plain = _plain(heading)
    return any(pattern.fullmatch(plain) for _, pattern in _MAIN_PATTERNS)


def is_background(heading: str) -> bool:
    """Whether the heading is "Background", which says how things stood and holds no topics, unlike "What happened"."""
    return _plain(heading) == "background"


def is_decision_heading(heading: str) -> bool:
    """Whether the line opens the decision itself, the last section of a whole statement."""
    return role_of_heading(heading, inside=None) == "decision"


def role_of_heading(heading: str, *, inside: Role | None) -> Role | None:
    """The role a heading gives to what follows, or None when the name is not known.

    `inside` is the role of the section it stands in: "Findings" opens the analysis inside "What I found", and a part of
    another section keeps that section's role. Inside "analysis" a topic stays analysis: "The Council's duties" opens no law there.
    """
    plain = _plain(heading)
    if inside in {"findings", "law", "facts", "analysis"}:
        for role, pattern in _BACK_PATTERNS if inside == "analysis" else _SUB_PATTERNS:
            if pattern.fullmatch(plain):
                return role
    return next((role for role, pattern in _MAIN_PATTERNS if pattern.fullmatch(plain)), None)


def is_boilerplate(text: str, role: Role) -> bool:
    """Whether the paragraph stands alike in thousands of decisions, and so answers no question but one about powers."""
    if role in {"powers", "method"}:
        return True
    if role in {"action", "analysis"}:  # the remedy or the finding may stand in the same paragraph as a set phrase
        return bool(text) and all(_BOILERPLATE.search(sentence) for sentence in split_sentences(text))
    return _BOILERPLATE.search(text) is not None
