"""What a clause says came out, and who says it: upheld or not, fault or none, agreed or only offered, finding or allegation.

Contract: the words that decide a case are compared with their sign and their status, not as words among others. A
`Statement` is one clause of a cited paragraph with the sentence and the list lead-in it belongs to; its speaker is the
paragraph's, unless the clause itself is reported ("Mrs X says ...", "the Council said ...") or is the Ombudsman's own
("I find ..."). Signs: "+" asserted, "-" denied, "~" in part, "if" only supposed, "?" within reach of a negation without
being what it negates. A clause that only points ("That was fault", "does not agree to this") is also about the clause it
points to. Rules, not a model: every one is a row of tests/test_rag_verify.py, with the trap that asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from index import Speaker, split_sentences
from rag.accounts import find_reporter, read_people, read_statuses, speaks_as_ombudsman
from rag.figures import Figure, read_figures
from rag.sentences import fold_typography, split_clauses
from rag.tagging import is_adverb, tag_words
from rag.words import content_stems, stem, words_of

__all__ = ["OUTCOME_TOPICS", "Signs", "Statement", "read_signs", "read_statements", "topic_of", "words_of_topic"]

Signs = Mapping[str, frozenset[str]]
"""For each stem of a clause the signs it stands under."""

OUTCOME_TOPICS = ("uphold", "fault", "agr", "injustic")
"""The stems that say how a case or a proposal came out."""

_SAME_TOPIC = {"maladministration": "fault", "substantiat": "uphold", "accept": "agr"}
_NOUNS = frozenset(["refusal", "rejection", "dismissal", "denial", "denials", "refusals"])
"""Nouns of the words below: they name an act, and deny nothing of the clause they stand in."""
_OPPOSITES = {
    "reject": ("agr", "uphold"), "dismiss": ("uphold",), "refus": ("agr",), "declin": ("agr",), "den": ("agr",), "disagr": ("agr",),
}  # fmt: skip
"""Words that deny a topic by themselves."""


def topic_of(root: str) -> str:
    """The stem under which signs are kept: "accept" is "agr"."""
    return _SAME_TOPIC.get(root, root)


@lru_cache(maxsize=16)
def words_of_topic(topic: str) -> frozenset[str]:
    """The stems that say a topic or deny it, which tell nothing of what it is said of."""
    alike = [word for word, same in _SAME_TOPIC.items() if same == topic]
    return frozenset([*OUTCOME_TOPICS, *alike, *(word for word, topics in _OPPOSITES.items() if topic in topics)])


_NEGATORS = frozenset(["not", "no", "never", "neither", "nor", "none", "without", "nothing"])
_NEGATING_STEMS = frozenset(["fail", "refus", "declin", "unabl", "lack", "poor", "inadequ", "insufficient"])
"""Stems that deny the next word: "failed to tell", "poor communication"."""
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
_MAIN_CLAUSE = re.compile(r",\s(?=(?:it|he|she|they|I|we)\s)")  # "if it was not applied, it must allow"
_IN_PART = re.compile(r"\bin part\b", re.IGNORECASE)
_SUPPOSING = frozenset("if whether unless any could might may would should will alleged allegation allegations".split())
"""Words after which a thing is only thought of: "if there was fault", "it would provide an update"."""
_PARTIAL = frozenset(["partially", "partly", "some"])
_RAISING = frozenset(["consider", "think", "believe", "accept"])
"""Verbs whose "not" belongs to what follows: "I do not consider that the delay was fault"."""
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
    raised: bool = False

    def sign(self, root: str) -> str:
        if self.raised and root in OUTCOME_TOPICS:
            return "-"
        if self.denied:
            return "-" if self.denies_next else "?"
        if self.supposed:
            return "if"
        return "~" if self.partial else "+"

    def step(self, word: str, *, negates: int, content: bool) -> None:
        """Pass a word; `negates` is the number of words it may deny."""
        self.denies_next = self.denies_next and not content
        self.denied, self.supposed, self.partial = (max(0, left - 1) for left in (self.denied, self.supposed, self.partial))
        self.raised = self.raised or (self.denied > 0 and self.denies_next and word in _RAISING)
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
    signs: dict[str, set[str]] = {}
    for part in _MAIN_CLAUSE.split(_NO_NEGATION.sub(" ", folded)):
        scope = _Scope(partial=len(folded) if _IN_PART.search(folded) else 0)
        for word in words_of(part):
            root = topic_of(stem(word))
            content = bool(content_stems(word)) and root not in _PASSED_OVER and not is_adverb(word)
            for topic, sign in _signed(root, scope.sign(root), opposes=word not in _NOUNS) if content else ():
                signs.setdefault(topic, set()).add(sign)
            negates = _REACH if word in _NEGATORS else _NEAR if root in _NEGATING_STEMS else 0
            scope.step(word, negates=negates, content=content and not negates)
    return {topic: frozenset(found) for topic, found in signs.items()}


def _signed(root: str, sign: str, *, opposes: bool) -> list[tuple[str, str]]:
    """A stem under its sign, and the outcome it denies by itself: "rejected" is "agreed" and "upheld" denied."""
    denied = "-" if sign in ("+", "~") else "?"
    return [(root, sign), *((topic, denied) for topic in _OPPOSITES.get(root, ()) if opposes)]


@dataclass(frozen=True, slots=True)
class Statement:
    """One clause of a paragraph: its sentence, the lead-in of its list, who says it, and what it asserts.

    `stems` are its words and the people it names; `about` those of the clause it points to ("That was fault").
    """

    clause: str
    sentence: str
    lead: str
    speaker: Speaker
    stems: frozenset[str]
    figures: frozenset[Figure]
    signs: Signs
    about: frozenset[str] = frozenset()
    is_agreed: bool = False

    def statuses(self) -> frozenset[str]:
        """How firm a remedy is here: as the clause says, else its sentence, else its lead-in, else an agreed action.

        Under a heading that says "agreed", what the Council should do is agreed.
        """
        said = read_statuses(self.clause) or read_statuses(self.sentence) or read_statuses(self.lead)
        if said == {"recommended"} and self.is_agreed and not _RECOMMENDS.search(f"{self.lead} {self.sentence}"):
            return frozenset(["agreed", "recommended"])
        return said or (frozenset(["agreed", "recommended"]) if self.speaker == "action" else frozenset())


_RECOMMENDS = re.compile(r"\brecommend", re.IGNORECASE)


@lru_cache(maxsize=1024)
def read_statements(text: str, speaker: Speaker, *, is_agreed: bool = False) -> tuple[Statement, ...]:
    """The statements of a paragraph, in order; `is_agreed` where its heading says so ("Agreed action")."""
    found: list[Statement] = []
    lead = ""
    for line in text.split("\n"):
        for sentence in split_sentences(line):
            before = found[-1] if found else None
            said = _statements_of(sentence, lead, speaker, before=before)
            found += [_with_agreement(replace(one, is_agreed=is_agreed)) for one in said]
        if line.rstrip().endswith(":"):
            lead = line
    return tuple(found)


def _with_agreement(statement: Statement) -> Statement:
    """What an agreed action has the Council do is agreed, unless it says otherwise itself."""
    agreed = statement.speaker == "action" and "agreed" in statement.statuses() and "agr" not in statement.signs
    return replace(statement, signs={**statement.signs, "agr": frozenset("+")}) if agreed else statement


def _statements_of(sentence: str, lead: str, speaker: Speaker, *, before: Statement | None) -> list[Statement]:
    found: list[Statement] = []
    saying: Speaker = find_reporter(lead) or speaker
    inherited = {topic: signs for topic, signs in read_signs(lead).items() if topic in OUTCOME_TOPICS}
    for clause in split_clauses(sentence):
        reporter = find_reporter(clause)
        if reporter is None and speaks_as_ombudsman(clause):
            saying = "ombudsman" if speaker in ("complainant", "body", "facts") else speaker
        saying = reporter or saying
        signs, about = _in_context(clause, found[-1] if found else None, before)
        stems = content_stems(clause) | read_people(clause)
        signs = {**inherited, **signs}
        found.append(Statement(clause, sentence, lead, saying, stems, frozenset(read_figures(clause)), signs, about - stems))
    return found


_CONTINUES = re.compile(r"(?:but|and)?\s*not\b")  # "upheld the first, but not the second"
_POINTS = re.compile(
    r"""
      ^ \W* (?: (?:and|but|so|because|although) \s )? (?: that | this | these | it | which | both | either | neither ) \s
        (?: \w+ \s )? (?: is | are | was | were | has | have | had | did | does | do ) \b      # That was fault
    | ^ \W* (?: this | these | such ) \s                                                     # This delay was fault
    | \b (?: to | with | of | about ) \s (?: this | that | it | these | them ) \W* $           # does not agree to this
    | \b (?: do | doing | done | did ) \s (?: so | this | that | it ) \b                       # its failure to do so
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _in_context(clause: str, previous: Statement | None, before: Statement | None) -> tuple[Signs, frozenset[str]]:
    """The signs of a clause, and what it is also about, beside the clause before it in its sentence, or else before that."""
    signs = read_signs(clause)
    if previous is not None and _CONTINUES.match(clause):
        return _continued(signs, previous.signs, "-"), previous.stems | previous.about
    if previous is not None and not any(token.tag in ("verb", "aux") for token in tag_words(clause)):
        return _continued(signs, previous.signs, None), previous.stems | previous.about  # "and the personal budget"
    pointed = previous or before
    return signs, pointed.stems | pointed.about if pointed and _POINTS.search(fold_typography(clause)) else frozenset()


def _continued(signs: Signs, before: Signs, sign: str | None) -> Signs:
    """The outcome of the clause before holds in this one, or is denied in it."""
    taken = {
        topic: frozenset(sign) if sign else before[topic] for topic in OUTCOME_TOPICS if topic in before and topic not in signs
    }
    return {**signs, **taken}
