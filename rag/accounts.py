"""Who a clause says is speaking, whom it names, and how firm it says a remedy is.

Contract: a clause is reported where its words say so ("Mrs X says ...", "the Council accepts that ..."), and the Ombudsman's
where it is written as "I" or names the Ombudsman. A remedy is offered, recommended, agreed or paid by the verb that says it;
nothing is ordered. Proved by tests/test_rag_verify.py.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index import Speaker
from rag.sentences import fold_typography

__all__ = ["find_reporter", "read_people", "read_statuses", "speaks_as_ombudsman"]

_STATUSES = {
    "offered": re.compile(
        r"""
          \b (?: offered | proposed | proposal ) \b                        # offered to pay
        | \b (?: an? | the | its | this | that | their | \w+'s | earlier | original | first | second | final )
          \s offers? \b                                                   # its offer of
        | \b (?: council | authority | school | trust | it ) \s (?: also \s )? (?: offers | proposes ) \b | \b offering \b
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "agreed": re.compile(
        r"""
          (?<! \bnot\s ) (?<! \bas\s ) \b (?: agreed | agrees ) \b     # has agreed to
          (?! \s (?: actions? | remed | statement | date ) )
        | \b agreement \s to \b
        | \b (?: council | authority | provider | school | trust | it ) \s (?: also \s )? will \b (?! \s not )   # the Council will:
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "paid": re.compile(r"(?<!be\s)\bpaid\b", re.IGNORECASE),
    "recommended": re.compile(r"\brecommend(?:ed|s)?\b|\bshould\b(?!\s(?:not\s)?have\b)", re.IGNORECASE),
    "ordered": re.compile(r"\b(?:ordered|fined|awarded|compelled|forced)\b", re.IGNORECASE),
}
"""How firm a remedy is. "ordered" never stands in a decision: the Ombudsman recommends."""


@lru_cache(maxsize=4096)
def read_statuses(text: str) -> frozenset[str]:
    """How firm a clause says a remedy is: offered, recommended, agreed, paid."""
    folded = fold_typography(text)
    return frozenset(status for status, pattern in _STATUSES.items() if pattern.search(folded))


_PERSON = r"(?: (?:Mr|Mrs|Ms|Miss|Dr)\.? (?: \s and \s (?:Mr|Mrs|Ms|Miss|Dr)\.? )? \s [A-Z]\w* )"  # Mr and Mrs X
_COMPLAINANT = rf"""
    (?: {_PERSON} | [Tt]he \s (?: complainant | mother | father | parents? | family | couple | carer )
      | \b (?: [Ss]he | [Hh]e | [Tt]hey ) )
"""
_BODY = r"""
    (?: \b (?:[Tt]he|[Ii]ts) \s (?: \w+ \s )? (?: [Cc]ouncil | [Aa]uthority | Trust | provider | school | care\shome )
      | \b [Ii]t )
"""
_REPORTED = re.compile(
    rf"""
    ^ \W* (?: \w+ [\s,]+ ){{0,6}}?        # "However, ", "In response to my enquiries, "
    (?: (?<! \bwhat\s ) (?P<complainant> {_COMPLAINANT} ) \s (?: \w+ \s ){{0,2}}?
          (?: says? | said | complain(?:s|ed)? | alleg(?:es?|ed) | claim(?:s|ed)? | believ(?:es?|ed) | feels? | felt
            | argue[sd]? | considers | considered \s (?: that | it | this | the \s [Cc]ouncil ) | thinks? | thought
            | maintain(?:s|ed)? | dispute[sd]? | wants? | wanted | would\slike | assert(?:s|ed)? | reported
            | told \s (?:us|me) )
      | (?P<body> {_BODY} ) \s (?: \w+ \s ){{0,2}}?
          (?: says? | said | states? | stated | argue[sd]? | maintain(?:s|ed)? | believ(?:es?|ed) | felt
            | considers | explained | considered \s (?: that | it | its | the \s initial )
            | (?: accept(?:s|ed)? | acknowledge[sd]? | admit(?:s|ted)? | concede[sd]? | den(?:y|ies|ied) )  # accepts that
              \s (?: that | it | he | she | they | there | (?:its|the) \s (?:\w+\s){{1,3}}? (?:should|had|was|were|did|failed) ) )
      | [Aa]ccording \s to \s (?: (?P<according> {_COMPLAINANT} ) | {_BODY} )
    ) \b
    """,
    re.VERBOSE,
)
_OMBUDSMAN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b|\b[Oo]mbudsman\b(?!['’]s\s(?:role|powers))|\binvestigator['’]s\sview\b")


def find_reporter(clause: str) -> Speaker | None:
    """Whose account a clause says it gives: "Mrs X says ..." the complainant's, "the Council said ..." the body's."""
    match = _REPORTED.search(fold_typography(clause))
    if match is None:
        return None
    return "complainant" if match["complainant"] or match["according"] else "body"


def speaks_as_ombudsman(clause: str) -> bool:
    """Whether a clause names the Ombudsman, or the investigator who writes as "I"."""
    return bool(_OMBUDSMAN.search(fold_typography(clause)))


_PERSONS = re.compile(
    r"""
    \b (?P<title> Mr | Mrs | Ms | Miss | Dr | Child | Officer ) \b \.?
    (?: \s (?:and|or) \s (?P<second> Mr | Mrs | Ms | Miss | Dr ) \b \.? )?    # Mr and Mrs
    \s (?P<name> [A-Z]{1,2} ) \b                                             # X
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def read_people(text: str) -> frozenset[str]:
    """The people a text names: "Mr and Mrs X" is "Mr X" and "Mrs X"."""
    matches = list(_PERSONS.finditer(fold_typography(text)))
    return frozenset(f"{title} {match['name']}" for match in matches for title in match.group("title", "second") if title)
