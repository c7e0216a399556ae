"""The councils a question speaks of: those of the store it names, those it sets aside, those the store has nothing about.

Contract: pure; the store's authority names come from outside. A council is named by its own words ("Cornwall", "West
Northamptonshire"), by the usual short form of its county ("Herts"), or by one of the places its name joins ("Tarrowby" of
"Maplewick & Tarrowby"), and never by a person of that name ("Mrs Poole"). Proved by tests/test_rag_names.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

__all__ = ["absent_authorities", "excluded_authorities", "is_county", "name_pattern", "named_authorities", "own_words"]

_COMMON = frozenset(
    """
    council county city borough metropolitan district london royal of and the trust nhs foundation limited
    school north south east west
    """.split()
)
"""Words of an authority's name that tell it from no other."""
_FULL_NAME = re.compile(
    r"""
    \b(?P<own>(?:[A-Z][A-Za-z'’-]+\ (?:(?:and|upon|of|on|in|the|&)\ )*){1,4})  # "Suffolk "
    (?:(?:County|City|Borough|District|Metropolitan|London)\ )*
    (?:Council|County|Borough|CC|BC|MBC|DC)\b
    | (?<=[a-z]\ ) (?P<plain>[A-Z][a-z]+(?:shire)?\ ) (?:county\ |city\ |borough\ )*council\b   # "did Suffolk council"
    """,
    re.VERBOSE,
)
_OPENERS = frozenset(
    """
    a an and any are as at because before both but can could councils did do does each every find for from had has have how if in
    is its local may might must my no not of on one other our same shall should show so some than that the their there these they
    this those though to too under until was we were what when where whether which while who whose why will with would your another
    parish town unitary authority accept accepts accepted english british government ombudsman labour conservative
    """.split()
)
"""Words that stand with a capital before "Council" and name none."""

_ALSO_WORDS = frozenset(
    "reading bath bury hart rugby derby barking harrow eden craven slough barrow boston dover sale deal".split()
)
"""Councils whose name is a word like any other: without a capital, or as the first word, they need "council" after them."""
_COUNTIES = {
    "beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire", "derbys": "derbyshire",
    "glos": "gloucestershire", "hants": "hampshire", "herefs": "herefordshire", "herts": "hertfordshire",
    "lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire", "mddx": "middlesex", "northants": "northamptonshire",
    "northumb": "northumberland", "notts": "nottinghamshire", "oxon": "oxfordshire", "salop": "shropshire", "shrops": "shropshire",
    "staffs": "staffordshire", "warks": "warwickshire", "wilts": "wiltshire", "worcs": "worcestershire", "yorks": "yorkshire",
}  # fmt: skip
"""The usual short forms of the counties of England (those the Post Office took in addresses)."""
_SHORTEST_PLAIN = 5  # letters of a name that stands without its capital
_AFTER_A_NAME = frozenset(["council", "county", "city", "borough", "case", "decision", "s", "cc", "mbc"])
_KEPT = 8_192  # names of authorities whose words are remembered
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "child"])
_SET_ASIDE = re.compile(
    r"""
    \b(?:other\ than|apart\ from|except(?:\ for)?|excluding|leav(?:e|ing)\ out|but\ not)\b\ ?
    (?:(?:the|those|in|from|about|ones?)\ ){0,3}
    (?P<names>[^?.;,]{1,40})
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BEFORE_A_NAME = r"(?:(?:[A-Z][\w'’-]*|and|or|of|council|county|city|borough)\W+){0,5}?"
"""What may stand between the words that set aside and a name: other names, and no other words."""


def named_authorities(text: str, authorities: Sequence[str]) -> tuple[str, ...]:
    """The authorities that a text names, in the order they are given.

    Of two names that share their own words the one that is spelled out further is meant: "West Northamptonshire" is not
    "Northamptonshire".
    """
    words = re.findall(r"[A-Za-z]+", text)
    cased = any(word[0].isupper() for word in words) and not text.isupper()
    as_names = {word.lower() for at, word in enumerate(words) if _is_name(words, at, cased=cased)}
    lowered = " ".join(word.lower() for word in words)
    matched = {
        name: len(frozenset(_all_words(name)) & as_names)
        for name in authorities
        if (own := own_words(name))
        and (
            all(word in as_names or _short_form(word, as_names) for word in own)
            or _stands_plainly(own, lowered)
            or _names_a_place(name, authorities, as_names)
        )
    }
    return tuple(
        name
        for name, count in matched.items()
        if not any(own_words(other) == own_words(name) and more > count for other, more in matched.items())
    )


def excluded_authorities(text: str, authorities: Sequence[str]) -> tuple[str, ...]:
    """The authorities that a text sets aside: "councils other than Cornwall"."""
    found = (
        name
        for match in _SET_ASIDE.finditer(text)
        for name in named_authorities(f"of {match['names']}", authorities)
        if re.match(rf"{_BEFORE_A_NAME}(?i:{name_pattern(name)})", match["names"])
    )
    return tuple(dict.fromkeys(found))


def is_county(word: str) -> bool:
    """Whether a word is a county of England, or the usual short form of one."""
    return word.lower() in _COUNTIES or word.lower() in _COUNTIES.values()


def absent_authorities(text: str, authorities: Sequence[str]) -> tuple[str, ...]:
    """Councils named in full ("Suffolk County Council") that share no word of their own with any authority given."""
    known = {word for name in authorities for word in own_words(name)}
    absent = []
    for match in _FULL_NAME.finditer(text):
        group = "own" if match["own"] else "plain"
        words = match[group].split()
        while words and (words[0].lower() in _OPENERS or words[0].lower() in _COMMON):
            words.pop(0)
        if words and not {word.strip("'’-").lower() for word in words} & known:
            absent.append(f"{' '.join(words)} {match[0][match.end(group) - match.start() :]}")
    return tuple(dict.fromkeys(absent))


@lru_cache(maxsize=_KEPT)
def own_words(authority: str) -> tuple[str, ...]:
    """The words of an authority's name that tell it from others, in lower case."""
    return tuple(word for word in _all_words(authority) if word not in _COMMON)


def name_pattern(authority: str) -> str:
    """A pattern of the ways in which a text writes an authority's own words: "Hertfordshire" or "Herts"."""
    parts = []
    for word in own_words(authority):
        short = [form for form, county in _COUNTIES.items() if county == word]
        parts.append(f"(?:{'|'.join(map(re.escape, (word, *short)))})")
    return r"\W+(?:\w+\W+){0,2}?".join(parts)


@lru_cache(maxsize=_KEPT)
def _all_words(authority: str) -> tuple[str, ...]:
    return tuple(re.sub(r"[^a-z]+", " ", authority.lower()).split())


def _is_name(words: Sequence[str], at: int, *, cased: bool) -> bool:
    """Whether a word stands as a name: with a capital, or right before "council" or "case"; never after "Mrs"."""
    word = words[at].lower()
    if at and words[at - 1].lower() in _TITLES:
        return False
    placed = at + 1 < len(words) and words[at + 1].lower() in _AFTER_A_NAME
    if word in _ALSO_WORDS and (at == 0 or not cased):
        return placed
    return words[at][0].isupper() or placed


def _stands_plainly(own: Sequence[str], lowered: str) -> bool:
    """Whether a name stands in lower case, where it can be no other word: "dudley", "north east lincolnshire"."""
    if not all(word in lowered for word in own):  # of hundreds of names hardly one is there to be looked for closely
        return False
    if len(own) == 1 and (len(own[0]) < _SHORTEST_PLAIN or own[0] in _ALSO_WORDS):
        return False
    between = r" (?:(?:and|of|upon|the|on|in) )*"
    titled = rf"(?<!\bmr )(?<!\bmrs )(?<!\bms )(?<!\bmiss )(?<!\bdr )\b{between.join(own)}\b"
    return re.search(titled, lowered) is not None


def _names_a_place(authority: str, authorities: Sequence[str], as_names: Collection[str]) -> bool:
    """Whether one place of a joined name ("Maplewick & Tarrowby") is named that no other authority has in its name."""
    if not re.search(r",|&|\band\b", authority):
        return False
    others = {word for other in authorities if other != authority for word in own_words(other)}
    return any(word in as_names and word not in others and word not in _ALSO_WORDS for word in own_words(authority))


def _short_form(word: str, as_names: Collection[str]) -> bool:
    """Whether a county's usual short form stands as a name."""
    return any(_COUNTIES.get(name) == word for name in as_names)
