"""A follow-up made whole: what an earlier turn said is put in its place, by rule, so that the reader can be shown it.

Contract: pure text. A follow-up points back by its words ("they", "the second one", "and by when?") or is too short to stand by
itself. It may swap one thing of the earlier question for another of its kind ("What about stage three?"), choose among the
decisions of the earlier answer ("the last one"), or look beyond them ("the same for adult social care").
Proved by tests/test_rag_history.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Reference, terms

__all__ = [
    "chosen_decisions",
    "cited_decisions",
    "elliptic",
    "is_follow_up",
    "leans_on_history",
    "looks_beyond",
    "stands_alone",
    "swap",
    "swap_name",
]

_NO_QUESTION = 2  # content words: with so few, a question leans on the one before
_FOLLOW_UP_WORDS = 14  # a longer question says what it is about itself


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


_OPENING = _cue(
    r"""
    ^(?: and | but | so | also | ok(?:ay)? | (?:what|how)\ (?:about|of) | why\ not | only\ th(?:ose|ese) | (?:now\ )?the\ same
       | same\ for
       | now\ (?:for|in) | tell\ me\ more | show\ me\ (?:the|that) | any\ others? | which\ (?:one|of) ) \b
    """
)
_POINTING = _cue(
    r"""
    \b(?: they | them | their | it | its | he | she | his | her | him | this | those | these | latter | former )\b
    | \bthat\b (?= \s*(?:[?,.;]|$) | \s(?:one|case|decision|council|authority|complaint|payment|remedy|sum|amount|finding|apology
        |time|paragraph|family|child|was|is|did|be|mean|for|fault|wrong|right|allowed|enough|all|so) )
    | (?<! is\ ) (?<! are\ ) (?<! was\ ) (?<! were\ ) \b there \b (?! \s (?:is|are|was|were|be|has|have|any|a|no|some|ever)\b )
    | \b(?:the|which|first|second|third|last|other)\ ones?\b | \b(?:the|do|is|was)\ same\b(?!\ time)
    | \bthe\ (?:first|second|third|last|other)\b (?= \s*(?:[?,.;]|$) | \s(?:one|case|decision|council|authority|two)s?\b )
    """
)
_ANTECEDENT = _cue(
    r"""
    \b(?: an? | any | my | our | your | every | each | someone | anyone | somebody | everybody | people | parents | families
      | councils | authorities | carers | children | who | if ) \b
    """
)
"""Words that bring in what a later "their" may point at, in the question itself."""


def leans_on_history(question: str) -> bool:
    """Whether a question points back at an earlier one ("and how long did they get?"), and not only within itself."""
    if _OPENING.search(question):
        return True
    pointing = _POINTING.search(question)
    return pointing is not None and _ANTECEDENT.search(question[: pointing.start()]) is None


def is_follow_up(question: str, words: Sequence[str], references: Sequence[Reference]) -> bool:
    """Whether a question is completed from the history; `words` are those it is searched by.

    A bare reference continues the earlier question, one with a question of its own does not.
    """
    if references and len(re.findall(r"[A-Za-z]{2,}", question)) > _NO_QUESTION:
        return False
    return len(question.split()) <= _FOLLOW_UP_WORDS and (leans_on_history(question) or stands_alone(words) is False)


def stands_alone(words: Sequence[str]) -> bool:
    """Whether a question has words enough to be about something."""
    return len(words) > _NO_QUESTION


# --- which decisions ----------------------------------------------------------------------------------------------------


def cited_decisions(answer: str) -> tuple[Reference, ...]:
    """The decisions of an answer, in its order: those its own lines name, and of other text all that it names."""
    lines = [line for line in answer.splitlines() if not line.lstrip().startswith(("-", "“", '"'))]
    return Reference.find_all(" ; ".join(lines)) or Reference.find_all(answer)


_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4}
_KIND_OF_ONE = r"(?: one | case | decision | council | authority | of\ (?:those|these|them) )"
_CHOICE = _cue(
    rf"""
    \b (?: (?:the\ )? first \ (?P<count>two|three)\b
       | the \ (?P<other>other) (?P<others>\ (?:two|ones|cases|decisions))? (?:\ {_KIND_OF_ONE})? (?= \s*(?:[?,.;]|$) | \s )
       | (?:the\ )? (?P<place>{"|".join(_PLACES)}) (?: \ {_KIND_OF_ONE} | (?= \s*(?:[?,.;]|$)) )
       | the\ (?P<last>last|latter) (?: \ {_KIND_OF_ONE} | (?= \s*(?:[?,.;]|$)) ) | the\ (?P<former>former)\b
       | (?:number|no\.?|case|decision) \ (?P<number>[1-5]) (?! [\d\s]*\d ) \b
    )
    """
)


def chosen_decisions(question: str, cited: Sequence[Reference]) -> tuple[tuple[Reference, ...], str]:
    """The decisions that a follow-up picks from those of the answer before, and the words by which it does; empty for none."""
    match = _CHOICE.search(question)
    if match is None or not cited:
        return (), ""
    if match["count"]:
        found = tuple(cited[: 2 if match["count"].lower() == "two" else 3])
    elif match["other"]:
        found = tuple(cited[1:]) if match["others"] or len(cited) == 2 else ()  # noqa: PLR2004 - of two, the other is the second
    elif match["last"] or match["former"]:
        found = (cited[-1 if match["last"] else 0],)
    else:
        at = int(match["number"]) - 1 if match["number"] else _PLACES[match["place"].lower()]
        found = tuple(cited[at : at + 1])
    return found, match[0].strip()


_BEYOND = _cue(
    r"""
    \b same \ (?:for|in|with) \b | ^(?:and\ |ok\ |now\ ){0,2}(?:for|in)\b
    | \b(?:any|are\ there|what\ about|which|the)\ other(?:s|\ (?:cases|decisions|councils))\b
    | \b(?:elsewhere|anywhere\ else|any\ more\ like|more\ like|similar)\b | ^(?:and\ |but\ )?only\b | \binstead\b | \bin\ general\b
    """
)
_ABOUT = _cue(r"^(?:and\ |but\ |so\ |ok\ )*(?:what|how)\ (?:about|of)\ (?P<thing>.+)$")
_DEFINITE = _cue(r"^(?:the|his|her|their|its|that|this|those|these|my|our|any|an?)\b")


def looks_beyond(question: str, *, wants_remedy: bool) -> bool:
    """Whether a follow-up asks its question of other decisions than those of the answer before.

    "What about adult social care?" does; "What about the apology?" or "what about training?" asks more about the same.
    """
    if _BEYOND.search(question):
        return True
    about = _ABOUT.search(question)
    return about is not None and not wants_remedy and _DEFINITE.search(about["thing"]) is None


# --- swapping -----------------------------------------------------------------------------------------------------------

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SWAPPED = (
    (_cue(r"\bstages?\ (?:one|two|three|[123])\b"), False),
    (_cue(rf"\b(?:(?:in|since|of|from|before|after)\ )?(?:(?:{_MONTHS})\ )?20\d\d\b"), False),
    (_cue(r"\b(?:not\ upheld|upheld)\b"), False),
    (_cue(r"\b(?:highest|lowest|largest|smallest|median|average)\b"), False),
    (_cue(r"\b(?:apolog(?:y|ies)|payments?|refunds?|training|reviews?|reassessments?|service\ improvements?)\b"), True),
    (_cue(r"\b(?:distress|time\ and\ trouble|uncertainty|missed\ education|lost\ education|frustration)\b"), True),
)
"""Things of one kind, of which a short follow-up may name another; and whether it then stays with the decisions that were shown."""
_LEAD_IN = _cue(
    r"^(?:(?:and|but|so|ok|okay|now|then|what|how|about|of|or)\b[\s,]*)*(?:(?:in|for|with|at|by|on|to|the|an?|just|only)\b\s*)*"
)


def elliptic(question: str) -> str:
    """What a follow-up is about beside its opening: "What about stage three?" is "stage three"."""
    return _LEAD_IN.sub("", question).strip(" ?.!;,")


def swap(before: str, question: str) -> tuple[str, bool]:
    """The earlier question with one thing of it put in another's place, and whether it is asked of the same decisions.

    The text is empty where the follow-up says more than that.
    """
    thing = elliptic(question)
    for kind, same in _SWAPPED:
        found, old = kind.search(question), kind.search(before)
        if found and old and not terms(kind.sub(" ", thing)) and found[0].lower() != old[0].lower():
            return f"{_with_article(before[: old.start()], found[0])}{found[0]}{before[old.end() :]}", same
    return "", False


def _with_article(before: str, word: str) -> str:
    """A text with the article at its end that goes with the word to come: "an apology" where "a payment" stood."""
    return re.sub(r"\b([Aa])n? $", r"\1n " if word[0].lower() in "aeiou" else r"\1 ", before)


def swap_name(before: str, question: str, old: Sequence[str], new: Sequence[str]) -> str:
    """The earlier question about another decision or council: "and Dudley?" after "What did Cornwall get wrong?".

    `old` and `new` are patterns of what the two questions name; empty where there is not one of each, or more is said.
    """
    if len(old) != 1 or len(new) != 1:
        return ""
    found = re.search(rf"(?<!\w){new[0]}(?!\w)", question, re.IGNORECASE)
    stood = re.search(rf"(?<!\w){old[0]}(?!\w)", before, re.IGNORECASE)
    if not found or not stood or found[0].lower() == stood[0].lower():
        return ""
    rest = re.sub(r"\b(?:council|case|decision|one)\b", " ", elliptic(question).replace(found[0], " "), flags=re.IGNORECASE)
    return "" if terms(rest) else f"{before[: stood.start()]}{found[0]}{before[stood.end() :]}"
