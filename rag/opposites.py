"""A word turned into its opposite: "allowed" of "refused", "before" of "after", "rose" of "fell".

Contract: a clause of the sentence is refused where it asserts a word and the nearest cited clauses assert its opposite and
not the word; a "not" on one side makes them one ("did not allow" is "refused"). The pairs are those that decide something
in these decisions; any other change of word is the business of the shares in rag/verify.py. Proved by
tests/test_rag_verify_traps.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.conflicts import nearest, shorten
from rag.outcomes import Statement, topic_of
from rag.words import stem, words_of

__all__ = ["opposite_conflict"]

_PAIRS = """
    allow/refuse/prevent/forbid/ban accept/reject/refuse/decline grant/refuse approve/refuse/reject win/lose rise/fall/drop
    increase/decrease/reduce/cut start/stop/end begin/stop/end/cease open/close continue/stop include/exclude/omit add/remove
    keep/destroy/lose confirm/deny admit/deny support/oppose pass/fail early/late before/after more/less/fewer better/worse
    higher/lower longer/shorter enough/insufficient correct/incorrect/wrong right/wrong lawful/unlawful reasonable/unreasonable
    complete/incomplete true/false safe/unsafe satisfied/dissatisfied present/absent first/last
"""
_OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _PAIRS.split():
    _word, *_others = (stem(word) for word in _pair.split("/"))
    for _one, _rest in ((_word, _others), *((other, [_word]) for other in _others)):
        _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | frozenset(_rest)


def opposite_conflict(clauses: Iterable[Statement], statements: Sequence[Statement]) -> str | None:
    """The first word of the sentence whose opposite stands in its place."""
    for clause in clauses:
        near = nearest(clause, statements)
        cited = frozenset(stem(word) for statement in near for word in words_of(statement.clause))
        for word in dict.fromkeys(words_of(clause.clause)):
            turned = _OPPOSITES.get(stem(word), frozenset()) & cited
            if turned and stem(word) not in cited and _both_plain(stem(word), turned, clause, near):
                return f'"{word}" stands where the cited words say the opposite: "{shorten(near[0].clause)}"'
    return None


def _both_plain(word: str, turned: frozenset[str], clause: Statement, near: Sequence[Statement]) -> bool:
    """Whether neither side denies its word."""
    mine = clause.signs.get(topic_of(word), frozenset())
    theirs = frozenset(sign for statement in near for other in turned for sign in statement.signs.get(topic_of(other), ()))
    return not {"-", "?"} & (mine | theirs)
