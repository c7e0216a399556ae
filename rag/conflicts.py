"""Where a sentence and what it cites part: an outcome turned round, an offer made firm, an allegation made a finding.

Contract: both sides are read as statements, one a clause; each check compares a clause of the sentence with the cited
statements nearest to it (most shared words, figures counting double) and gives the reason for a reader, or None. "Nearest"
is what tells "upheld complaint two and did not uphold complaint eight" apart. An outcome must stand somewhere in what is
cited; other words are refused only for a plain contradiction (one side denies the word, the other asserts it).
Proved by tests/test_rag_verify.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from rag.accounts import read_people, read_statuses, speaks_as_ombudsman
from rag.figures import Figure, stands_in
from rag.outcomes import OUTCOME_TOPICS, Statement, topic_of, words_of_topic
from rag.words import stem, words_of

__all__ = [
    "account_doubt",
    "allegation_conflict",
    "nearest",
    "outcome_conflict",
    "people_doubt",
    "shared",
    "shorten",
    "status_conflict",
    "status_doubt",
]

_PLAIN = frozenset("+~")
_ALIKE = 3
"""Shared words and figures from which two clauses speak of one thing, so that a "not" in one of them is a contradiction."""
_CLOSE = 0.6
"""Statements this near, beside the nearest one, speak of the same thing: an allegation they confirm is no mere allegation."""


def shared(
    stems: frozenset[str], figures: Iterable[Figure], source_stems: frozenset[str], source_figures: Collection[Figure]
) -> int:
    """How near two texts are: the words they share, a shared figure counting twice."""
    return len(stems & source_stems) + 2 * sum(stands_in(figure, source_figures) for figure in figures)


def shorten(words: str) -> str:
    """Words cut to what fits in a line."""
    return words if len(words) <= 60 else f"{words[:57]}..."  # noqa: PLR2004 - a line of reasons


def nearest(
    clause: Statement, statements: Sequence[Statement], *, apart: Collection[str] = (), close: float = 1.0
) -> list[Statement]:
    """The statements that share most with a clause, or at least `close` of it; the stems set apart do not count.

    What a statement only points to ("That was fault") counts a little less than what it says.
    """
    stems = clause.stems - frozenset(apart)
    scores = [
        4 * shared(stems, clause.figures, statement.stems, statement.figures) + 3 * len(stems & statement.about)
        for statement in statements
    ]
    least = close * max(scores, default=0)
    return [statement for statement, score in zip(statements, scores, strict=True) if score >= least]


# --- outcomes -----------------------------------------------------------------------------------------------------------


def outcome_conflict(clauses: Iterable[Statement], statements: Sequence[Statement]) -> str | None:
    """An outcome the nearest cited words deny, or none of them gives; or a plain "not" too many or too few."""
    for clause in clauses:
        for topic in clause.signs:
            if topic in OUTCOME_TOPICS:
                refused = _outcome_refused(clause, topic, statements)
            else:
                refused = _word_refused(clause, topic, statements)
            if refused:
                words = [word for word in words_of(clause.clause) if topic in (stem(word), topic_of(stem(word)))]
                name = {"uphold": "upheld", "agr": "agreed"}.get(topic, words[0] if words else topic)
                return f'the cited words do not say this of "{name}": "{shorten(clause.clause)}"'
    return None


_FINDINGS = {"uphold": "fault", "fault": "uphold"}
_BLAME = frozenset(
    stem(word)
    for word in (
        "fail", "fault", "wrong", "wrongly", "unreasonable", "unreasonably", "discriminate", "unlawful", "injustice",
        "breach", "bias", "biased", "poor",
    )
)  # fmt: skip


def _outcome_refused(clause: Statement, topic: str, statements: Sequence[Statement]) -> bool:
    claimed, found = clause.signs[topic], _signs_nearest(clause, topic, statements)
    if not found and topic in _FINDINGS:
        found = _signs_nearest(clause, _FINDINGS[topic], statements)
        if not found:  # neither "upheld" nor "fault" is cited: no other word is a finding
            return True
    unclear = not found or "?" in claimed | found or claimed == {"if"}
    changed = len(claimed) > 1 and "-" in claimed and not claimed <= found  # "from not upheld to partially upheld"
    return not unclear and (changed or not claimed & found)


def _signs_nearest(clause: Statement, topic: str, statements: Sequence[Statement]) -> frozenset[str]:
    holders = [statement for statement in statements if topic in statement.signs]
    near = nearest(clause, holders, apart=words_of_topic(topic))
    return frozenset(sign for statement in near for sign in statement.signs[topic])


def _word_refused(clause: Statement, topic: str, statements: Sequence[Statement]) -> bool:
    """A word the clause denies and its sources assert, or the other way round: "told" of "did not tell"."""
    claimed = clause.signs[topic]
    enough = min(_ALIKE, max(2, len(clause.stems)))
    holders = [
        statement
        for statement in statements
        if statement.signs.get(topic, {"if"}) != {"if"}
        and shared(clause.stems, clause.figures, statement.stems, statement.figures) >= enough
    ]
    near = nearest(clause, holders)
    if claimed == {"-"}:
        asserted = all(statement.signs[topic] <= _PLAIN for statement in holders)
        return bool(holders) and asserted and not any(_denies(statement) for statement in near)
    if claimed <= _PLAIN and not _denies(clause):
        return bool(near) and all(statement.signs[topic] == {"-"} for statement in near)
    return False


def _denies(statement: Statement) -> bool:
    return any("-" in signs for signs in statement.signs.values())


# --- how firm a remedy is -----------------------------------------------------------------------------------------------


_FIRM_ENOUGH: dict[str, frozenset[str]] = {
    "offered": frozenset(["offered"]),
    "recommended": frozenset(["recommended", "agreed"]),
    "agreed": frozenset(["agreed", "paid"]),
    "paid": frozenset(["paid"]),
    "ordered": frozenset(["ordered"]),
}
"""For each status of a sentence the statuses of a source that bear it."""
_STATUS_STEMS = tuple(stem(word) for word in ("offer", "agree", "pay", "recommend"))


def status_conflict(clauses: Iterable[Statement], statements: Sequence[Statement]) -> str | None:
    """An offer told as an agreement, an agreement told as a payment: the nearest cited words give another status."""
    for clause in clauses:
        found = _statuses_nearest(clause, statements)
        for status in sorted(read_statuses(clause.clause)):
            if (found or status == "ordered") and not found & _FIRM_ENOUGH[status]:
                return f'"{status}" in the sentence, "{", ".join(sorted(found)) or "not so"}" in the cited words'
    return None


def status_doubt(clauses: Iterable[Statement], statements: Sequence[Statement]) -> str | None:
    """A status in the sentence where the nearest cited words give none."""
    for clause in clauses:
        if read_statuses(clause.clause) and not _statuses_nearest(clause, statements):
            return f'the cited words do not say how firm this is: "{shorten(clause.clause)}"'
    return None


def _statuses_nearest(clause: Statement, statements: Sequence[Statement]) -> frozenset[str]:
    near = nearest(clause, statements, apart=_STATUS_STEMS)
    return frozenset(status for statement in near for status in statement.statuses())


# --- whom it is said of -------------------------------------------------------------------------------------------------


_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|they|them|their)\b", re.IGNORECASE)


def people_doubt(clauses: Iterable[Statement], statements: Sequence[Statement]) -> str | None:
    """The nearest cited words name people, and others than the sentence: "Mr K will receive an apology" of "apologise to Mrs K"."""
    for clause in clauses:
        people = read_people(clause.clause)
        near = nearest(clause, statements, apart=people) if people and clause.stems - people else []
        named = [read_people(f"{statement.lead} {statement.clause}") for statement in near]
        pointed = any(_PRONOUN.search(statement.clause) for statement in near)
        if near and not pointed and all(names and not names & people for names in named):
            return f"the cited words say this of {', '.join(sorted(named[0]))}, not of {', '.join(sorted(people))}"
    return None


# --- who says it --------------------------------------------------------------------------------------------------------


_ACCOUNTS = frozenset(["complainant", "body"])
_TOLD = re.compile(
    r"""
      \b (?: complains | complained | alleg\w+ | according\sto ) \b
    | \b complaints? \s (?: (?:is|was) \s )? (?: that | about | of ) \b                        # the complaint about lost records
    | \b (?: repl | answer | argu | wrote | respond | explain | insist | claim | assert | maintain | state | accept | acknowledg
        | admi | conced | den ) \w* \s (?: that | it | he | she | they ) \b                    # replied that
    | \b (?: investigation | investigator | officer | manager | panel | report | review | io | she | he | it | they ) \s
        (?: \w+ \s ){0,2}? (?: found | finds | concluded | uph[eo]ld ) \b             # another's finding, told as such
    """,
    re.VERBOSE | re.IGNORECASE,
)


def allegation_conflict(clauses: Iterable[Statement], statements: Sequence[Statement]) -> str | None:
    """What only the complainant or the body says, told as a finding; or another's outcome told as the Ombudsman's."""
    for clause in clauses:
        speakers = _speakers(clause, statements)
        named = speaks_as_ombudsman(clause.clause)
        blames = bool(clause.stems & _BLAME) or "should have" in clause.clause
        told = clause.speaker in _ACCOUNTS or (not named and _is_told(clause))
        if speakers <= _ACCOUNTS and (named or blames) and not told:
            return "an allegation cited as a finding"
        if named and _FINDINGS.keys() & clause.signs and speakers <= {*_ACCOUNTS, "facts"}:
            return "the cited words give another's finding, not the Ombudsman's"
    return None


def account_doubt(clauses: Iterable[Statement], statements: Sequence[Statement]) -> str | None:
    """What only the complainant or the body says, told as a fact."""
    for clause in clauses:
        speakers = _speakers(clause, statements)
        acts = read_statuses(clause.clause) or {"uphold", "agr", "apologis"} & clause.signs.keys()
        own_act = speakers == {"body"} and acts  # to uphold, agree, offer or apologise is done by saying it
        if clause.stems and speakers <= _ACCOUNTS and not own_act and not _is_told(clause):
            whose = " and ".join(sorted({"body": "council's"}.get(speaker, f"{speaker}'s") for speaker in speakers))
            return f"the cited words are only the {whose} account"
    return None


def _speakers(clause: Statement, statements: Sequence[Statement]) -> frozenset[str]:
    return frozenset(statement.speaker for statement in nearest(clause, statements, close=_CLOSE))


def _is_told(clause: Statement) -> bool:
    """Whether the clause itself says that it is an account: "Mrs X says", "he complained"."""
    return clause.speaker in _ACCOUNTS or _TOLD.search(clause.sentence) is not None
