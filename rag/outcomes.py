"""What a clause says came out, and who says it: upheld or not, fault or none, agreed or only offered, finding or allegation.

Contract: the words that decide a case are compared with their sign and their status, not as words among others. A
`Statement` is one clause of a cited paragraph with the sentence and the list lead-in it belongs to; its speaker is the
paragraph's, unless the clause itself is reported ("Mrs X says ...", "the Council said ...") or is the Ombudsman's own
("I find ..."). Signs: "+" asserted, "-" denied, "~" in part, "if" only supposed, "?" within reach of a negation without
being what it negates. Rules, not a model: every one is a row of tests/test_rag_verify.py, with the trap that asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from index import Speaker, split_sentences
from rag.figures import Figure, read_figures
from rag.sentences import fold_typography, split_clauses
from rag.words import content_stems, stem, words_of

__all__ = [
    "OUTCOME_TOPICS",
    "Signs",
    "Statement",
    "read_signs",
    "read_statements",
    "read_statuses",
    "speaks_as_ombudsman",
]

Signs = Mapping[str, frozenset[str]]
"""For each stem of a clause the signs it stands under."""

OUTCOME_TOPICS = ("uphold", "fault", "agr", "injustic")
"""The stems that say how a case or a proposal came out."""

_SAME_TOPIC = {"maladministration": "fault", "substantiat": "uphold", "accept": "agr"}
_OPPOSITES = {
    "reject": ("agr", "uphold"), "dismiss": ("uphold",), "refus": ("agr",), "declin": ("agr",), "den": ("agr",), "disagr": ("agr",),
}  # fmt: skip
"""Words that deny a topic by themselves."""

_NEGATORS = frozenset(["not", "no", "never", "neither", "nor", "none", "without", "nothing"])
_NEGATING_STEMS = frozenset(["fail", "refus", "declin", "unabl", "lack"])  # "failed to tell": "tell" is denied
_PASSED_OVER = frozenset(
    "evidenc ev find see se mak think consider believ complain reason ground fully sign indicat suggest view".split()
)
"""Stems between a negation and what it denies: "no evidence of fault", "I do not find fault", "none of the complaints"."""

_NO_NEGATION = re.compile(
    r"""
      \b not \s (?: only | just | least ) \b       # "not only apologised"
    | \b no \s (?: later | less | fewer | more | doubt | earlier ) \b   # "no later than"
    | \b whether \s or \s not \b
    | \b (?: notwithstanding ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IN_PART = re.compile(r"\bin part\b", re.IGNORECASE)
_SUPPOSING = frozenset("if whether unless any could might may would should will alleged allegation allegations".split())
"""Words after which a thing is only thought of: "if there was fault", "it would provide an update"."""
_PARTIAL = frozenset(["partially", "partly", "some"])
_REACH = 8
"""Words after a negation or an "if" that it may still govern: "did not tell Mr and Mrs X they could request a panel"."""
_NEAR = 3  # "failure to tell", and never "its failure to do so was fault"


@dataclass(slots=True)
class _Scope:
    """What governs the next word of a clause: a negation that has or has not met what it denies, an "if", a "partly"."""

    denied: int = 0
    denies_next: bool = False
    supposed: int = 0
    partial: int = 0

    def sign(self) -> str:
        if self.denied:
            return "-" if self.denies_next else "?"
        if self.supposed:
            return "if"
        return "~" if self.partial else "+"

    def step(self, word: str, *, negates: int, content: bool) -> None:
        """Pass a word; `negates` is the number of words it may deny."""
        self.denies_next = self.denies_next and not content
        self.denied, self.supposed, self.partial = (max(0, left - 1) for left in (self.denied, self.supposed, self.partial))
        if negates:
            self.denied, self.denies_next = negates, not self.denies_next  # a second "not" before its word: unclear
        if word in _SUPPOSING:
            self.supposed = _REACH
        if word in _PARTIAL:
            self.partial = _REACH if word == "some" else 2


@lru_cache(maxsize=4096)
def read_signs(clause: str) -> Signs:
    """The stems of a clause, each with its signs; outcome words under their topic."""
    folded = fold_typography(clause)
    scope = _Scope(partial=len(folded) if _IN_PART.search(folded) else 0)
    signs: dict[str, set[str]] = {}
    for word in words_of(_NO_NEGATION.sub(" ", folded)):
        root = _SAME_TOPIC.get(stem(word), stem(word))
        content = bool(content_stems(word)) and root not in _PASSED_OVER and not word.endswith("ly")
        for topic, sign in _signed(root, scope.sign()) if content else ():
            signs.setdefault(topic, set()).add(sign)
        negates = _REACH if word in _NEGATORS else _NEAR if root in _NEGATING_STEMS else 0
        scope.step(word, negates=negates, content=content and not negates)
    return {topic: frozenset(found) for topic, found in signs.items()}


def _signed(root: str, sign: str) -> list[tuple[str, str]]:
    """A stem under its sign, and the outcome it denies by itself: "rejected" is "agreed" and "upheld" denied."""
    denied = "-" if sign in ("+", "~") else "?"
    return [(root, sign), *((topic, denied) for topic in _OPPOSITES.get(root, ()))]


_STATUSES = {
    "offered": re.compile(
        r"""
          \b (?: offered | proposed | proposal ) \b                        # offered to pay
        | (?<! ^ ) (?<! \b to\s ) (?<! will\s ) (?<! should\s )            # never "Offers Mr X mediation", "agreed to offer"
          \b (?: offers? | offering | proposes ) \b                        # its offer of
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "agreed": re.compile(
        r"""
          (?<! not\s ) (?<! as\s ) \b (?: agreed | agrees ) \b (?! \s (?: actions? | remed | statement | date ) )   # has agreed to
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
    (?: (?P<complainant> {_COMPLAINANT} ) \s (?: \w+ \s ){{0,2}}?
          (?: says? | said | complain(?:s|ed)? | alleg(?:es?|ed) | claim(?:s|ed)? | believ(?:es?|ed) | feels? | felt
            | argue[sd]? | considers | considered \s (?: that | it | this | the \s [Cc]ouncil ) | thinks? | thought
            | maintain(?:s|ed)? | dispute[sd]? | wants? | wanted | would\slike | assert(?:s|ed)? | reported
            | told \s (?:us|me) )
      | (?P<body> {_BODY} ) \s (?: \w+ \s ){{0,2}}?
          (?: says? | said | states? | stated | argue[sd]? | maintain(?:s|ed)? | believ(?:es?|ed) | felt
            | considers | explained | considered \s (?: that | it | its | the \s initial ) )
      | [Aa]ccording \s to \s (?: (?P<according> {_COMPLAINANT} ) | {_BODY} )
    ) \b
    """,
    re.VERBOSE,
)
_OMBUDSMAN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b|\b[Oo]mbudsman\b(?!['’]s\s(?:role|powers))|\binvestigator['’]s\sview\b")


def _reporter(clause: str) -> Speaker | None:
    """Whose account a clause says it gives: "Mrs X says ..." the complainant's, "the Council said ..." the body's."""
    match = _REPORTED.search(fold_typography(clause))
    if match is None:
        return None
    return "complainant" if match["complainant"] or match["according"] else "body"


def speaks_as_ombudsman(clause: str) -> bool:
    """Whether a clause names the Ombudsman, or the investigator who writes as "I"."""
    return bool(_OMBUDSMAN.search(fold_typography(clause)))


@dataclass(frozen=True, slots=True)
class Statement:
    """One clause of a paragraph: its sentence, the lead-in of its list, who says it, and what it asserts."""

    clause: str
    sentence: str
    lead: str
    speaker: Speaker
    stems: frozenset[str]
    figures: frozenset[Figure]
    signs: Signs

    def statuses(self) -> frozenset[str]:
        """How firm a remedy is here: as the clause says, else its sentence, else its lead-in, else an agreed action."""
        said = read_statuses(self.clause) or read_statuses(self.sentence) or read_statuses(self.lead)
        return said or (frozenset(["agreed", "recommended"]) if self.speaker == "action" else frozenset())


@lru_cache(maxsize=1024)
def read_statements(text: str, speaker: Speaker) -> tuple[Statement, ...]:
    """The statements of a paragraph, in order."""
    found: list[Statement] = []
    lead = ""
    for line in text.split("\n"):
        for sentence in split_sentences(line):
            found += _statements_of(sentence, lead, speaker)
        if line.rstrip().endswith(":"):
            lead = line
    return tuple(found)


def _statements_of(sentence: str, lead: str, speaker: Speaker) -> list[Statement]:
    found: list[Statement] = []
    saying: Speaker = _reporter(lead) or speaker
    inherited = {topic: signs for topic, signs in read_signs(lead).items() if topic in OUTCOME_TOPICS}
    for clause in split_clauses(sentence):
        reporter = _reporter(clause)
        if reporter is None and speaks_as_ombudsman(clause):
            saying = "ombudsman" if speaker in ("complainant", "body", "facts") else speaker
        saying = reporter or saying
        signs = read_signs(clause)
        if found and re.match(r"(?:but|and)?\s*not\b", clause):
            signs = _continued(signs, found[-1].signs)
        signs = {**inherited, **signs}
        found.append(Statement(clause, sentence, lead, saying, content_stems(clause), frozenset(read_figures(clause)), signs))
    return found


def _continued(signs: Signs, before: Signs) -> Signs:
    """In "upheld the first, but not the second", the outcome of the clause before is denied in this one."""
    taken = {topic: frozenset("-") for topic in OUTCOME_TOPICS if topic in before and topic not in signs}
    return {**signs, **taken}
