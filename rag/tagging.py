"""The words of a sentence with the part each plays: verb, noun, name, preposition and so on, by plain rules of English.

Contract: closed classes are listed, open ones are read from their neighbours ("will pay", "the agreed payment", "Mrs K
complains"). It is no grammar: a word it takes for a noun is simply not compared as a verb, so a slip here makes the checks
in rag/roles.py say less, never more than two texts read in the same way can bear. Proved by tests/test_rag_frames.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.sentences import fold_typography
from rag.words import stem

__all__ = ["BE", "Tag", "Token", "is_adverb", "tag_words"]

Tag = Literal["det", "own", "pron", "who", "name", "number", "prep", "link", "and", "aux", "not", "adv", "verb", "noun", "stop"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word: lower case and as written, its tag, the base of a verb, and whether it is a possessive ("father's")."""

    text: str
    raw: str
    tag: Tag
    base: str = ""
    past: bool = False
    owns: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.raw[:1].isupper()


_CLASSES: dict[Tag, str] = {
    "det": "the a an this these those each every all both some any no another either neither none several most many few other "
    "such only one",
    "own": "its his their our my your",
    "pron": "i he she it they we you him them us me there himself herself itself themselves",
    "who": "who whom which whose",
    "prep": "to of in on at by for from with about against between during within without under over into through than "
    "towards among around despite near off out up down regarding concerning per like via toward",
    "link": "that if when where while because although though whether so unless once since after before until as however "
    "what how why",
    "and": "and or but nor",
    "aux": "is are was were be been being am has have had having do does did will would shall should can could may might "
    "must ought",
    "not": "not never",
    "adv": "also now then already still just even later again therefore twice soon too well further instead ever first "
    "always often sometimes together back away earlier yet",
}
_CLOSED: dict[str, Tag] = {word: tag for tag, words in _CLASSES.items() for word in words.split()}

_IRREGULAR = {
    form: base
    for base, *forms in (
        line.split()
        for line in """
        arise arose arisen; bear bore borne; beat beaten; become became; begin began begun; bite bit bitten; break broke broken;
        bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; come came; deal dealt;
        draw drew drawn; drive drove driven; drink drank drunk; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought;
        find found; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven; get got gotten;
        give gave given; go went gone; grow grew grown; hear heard; hide hid hidden; hold held; keep kept; know knew known;
        lay laid; lead led; learn learnt; leave left; lend lent; lose lost; make made; mean meant; meet met; mislead misled;
        overpay overpaid; oversee oversaw overseen; pay paid; prove proven; rebuild rebuilt; repay repaid;
        rewrite rewrote rewritten;
        ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen; seek sought; sell sold; send sent;
        shake shook shaken; shoot shot; show shown; sing sang sung; sit sat; sleep slept; speak spoke spoken; spend spent;
        stand stood; steal stole stolen; stick stuck; strike struck stricken; swear swore sworn; take took taken; teach taught;
        tell told; think thought; throw threw thrown; undergo underwent undergone; understand understood;
        undertake undertook undertaken;
        uphold upheld; wake woke woken; wear wore worn; win won; withdraw withdrew withdrawn; withhold withheld;
        write wrote written; overturn overturned; let; cut; put; set; hit; hurt; shut; cost; read; quit
        """.split(";")
    )
    for form in forms or [base]
}
"""Irregular pasts and participles with their base: a closed class."""

_PRESENT = frozenset(
    "says states claims believes considers thinks feels argues complains accepts denies admits acknowledges disputes agrees "
    "refuses offers wants knows needs asks tells provides gives allows requires means shows makes takes pays holds keeps seeks "
    "alleges recommends finds rejects disagrees apologises owes lives remains includes covers applies explains insists "
    "maintains suggests proposes expects wishes intends plans hopes upholds decides sets runs owns sends gets receives".split()
)
"""Presents that follow their subject; most plural nouns of these decisions look alike but do not follow a name."""
_NO_INFINITIVE = re.compile(r"(?:ing|ed|[^su]s)$")  # to concerns, to housing; never to discuss, to focus
_SAYING = frozenset(["says", "said"])  # verbs wherever they stand
_NOT_ADVERBS = frozenset(
    "family reply supply apply rely comply imply ally july assembly anomaly monopoly elderly early daily".split()
)
_NOT_PAST = frozenset("need indeed bed hundred speed seed weed shed wed breed red sacred kindred naked feed".split())
_WANTING = frozenset(stem(word) for word in ("recommend", "suggest", "ask", "propose", "request", "insist", "require", "demand"))
"""After these a bare verb follows its subject: "recommended the Council pay"."""

_WORDS = re.compile(
    r"""
      (?P<name> \b (?P<title> Mr | Mrs | Ms | Miss | Dr | Child | Officer ) \b \.?
         (?: \s (?:and|or) \s (?P<second> Mr | Mrs | Ms | Miss | Dr ) \b \.? )?     # Mr and Mrs
         \s (?P<initial> [A-Z]{1,2} | [A-Z][a-z]+ ) (?P<of> 's )? (?! \w ) )        # X, and now and then a surname
    | (?P<letter> \b [B-HJ-Z] \b (?! [.]\w ) ) (?P<own> 's )?                         # a child called P
    | (?P<number> [£€$]? \d [\w.,/%-]* \b %? )
    | (?P<word> [A-Za-z] [A-Za-z'-]* )
    | (?P<stop> [.,;:()"?!-] )
    """,
    re.VERBOSE,
)
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split())
_SHORT_NOT = re.compile(r"\b(can)not\b|(\w)n't\b", re.IGNORECASE)


def tag_words(text: str) -> tuple[Token, ...]:
    """The words of one sentence in order."""
    plain = _SHORT_NOT.sub(lambda match: f"{match[1] or match[2]} not", fold_typography(text))
    tokens: list[Token] = []
    for match in _WORDS.finditer(plain):
        token = _first_tag(match)
        lettered = match["letter"] and tokens and tokens[-1].text in _LETTERED
        tokens.append(replace(token, tag="noun") if lettered else token)
    for place, token in enumerate(tokens):
        if token.text == "her":
            following = tokens[place + 1].tag if place + 1 < len(tokens) else "stop"
            tokens[place] = replace(token, tag="own" if following in ("noun", "number") else "pron")
        if token.text == "that":
            tokens[place] = replace(token, tag=_tag_of_that(tokens, place))
        base = _verb_base(tokens, place) if tokens[place].tag == "noun" and not token.owns else ""
        if base:
            tokens[place] = replace(token, tag="verb", base=base, past=_is_past(token.text))
    return tuple(_with_having(tokens))


def _with_having(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words, a form of "have" or "be" that helps no verb a verb itself: "had no right", "was the manager"."""
    for place, token in enumerate(tokens):
        following = next((later for later in tokens[place + 1 :] if later.tag not in ("adv", "not")), _EDGE)
        stands_alone = token.tag == "aux" and following.tag in ("det", "own", "number", "noun", "name")
        base = "have" if token.text in _HAVE else "be" if token.text in BE else ""
        past = token.text in ("had", "was", "were")
        yield replace(token, tag="verb", base=base, past=past) if base and stands_alone else token


_LETTERED = frozenset("section band plan stage appendix option category grade part type group class route zone block flat".split())
"""Nouns that a letter after them belongs to: "section F"."""


def _first_tag(match: re.Match[str]) -> Token:
    raw = match[0]
    if match["name"]:
        name = "|".join(f"{title} {match['initial']}".lower() for title in (match["title"], match["second"]) if title)
        return Token(name, raw, "name", owns=bool(match["of"]))
    word = raw.lower()
    if match["letter"]:
        return Token(match["letter"].lower(), raw, "name", owns=bool(match["own"]))
    if match["number"] or match["stop"]:
        return Token(word, raw, "number" if match["number"] else "stop")
    if word.endswith(("'s", "s'")):
        return Token(word.removesuffix("'s").rstrip("'"), raw, "noun", owns=True)
    if raw == "May" and match.start():
        return Token(word, raw, "noun")  # the month
    tag: Tag = _CLOSED.get(word) or ("number" if word in _NUMBERS else "noun")
    return Token(word, raw, "adv" if tag == "noun" and is_adverb(word) else tag)


def is_adverb(word: str) -> bool:
    """Whether a word ends as an adverb and is one: "properly", never "reply"."""
    return word.endswith("ly") and word not in _NOT_ADVERBS


def _tag_of_that(tokens: list[Token], place: int) -> Tag:
    """What "that" is in "That was wrong" and "That year", against "said that" and "the letter that came"."""
    following = tokens[place + 1].tag if place + 1 < len(tokens) else "stop"
    if place and tokens[place - 1].tag not in ("stop", "and", "prep"):
        return "link"
    return "pron" if following == "aux" else "det"


def _verb_base(tokens: list[Token], place: int) -> str:
    """The base of the word as a verb, or nothing where its neighbours make it a noun or an adjective."""
    word = tokens[place].text
    before = next((at for at in range(place - 1, -1, -1) if tokens[at].tag not in ("adv", "not")), -1)
    previous = tokens[before] if before >= 0 else _EDGE
    following = tokens[place + 1] if place + 1 < len(tokens) else _EDGE
    if word in _SAYING or previous.tag == "aux":
        return _base(word) if word in _SAYING else _after_auxiliary(word, previous.text)
    if _goes_before_object(tokens, place, previous, following) or (previous.text == "to" and not tokens[place].capital):
        return "" if _NO_INFINITIVE.search(word) and previous.tag != "and" else _base(word)
    if _is_past(word):
        return "" if _is_adjective(previous, following) else _base(word)
    return "" if tokens[place].capital else _present_base(tokens, place, before)


def _goes_before_object(tokens: list[Token], place: int, previous: Token, following: Token) -> bool:
    """Whether a bare word at the head of a list item or after "and" has an object: "pay Mrs K", "and remind its staff"."""
    objects = following.tag in ("det", "own", "name", "pron", "number")
    if place == 0:
        return objects or following.text == "to"
    return previous.tag == "and" and objects and following.text not in _SUBJECTS and not tokens[place].capital


_EDGE = Token("", "", "stop")


def _is_adjective(previous: Token, following: Token) -> bool:
    """Whether a past form between these is an adjective: "the agreed payment", "her recommended plan"."""
    return (previous.tag in ("det", "own", "number") or previous.owns) and following.tag in ("noun", "verb")


def _present_base(tokens: list[Token], place: int, before: int) -> str:
    """The base of a present: after its subject ("Mrs K complains"), wanted ("recommended the Council pay"), or in -ing."""
    word, previous = tokens[place].text, tokens[before] if before >= 0 else _EDGE
    if word.endswith("ing"):
        return stem(word) if previous.tag in ("prep", "link", "and") else ""
    holds = previous.tag == "noun" and (previous.capital or previous.text in _HOLDERS)
    if previous.tag not in ("name", "who", "pron") and not holds:
        return ""
    following = tokens[place + 1] if place + 1 < len(tokens) else _EDGE
    wanted = any(token.tag == "verb" and token.base in _WANTING for token in tokens[:before]) and following.tag != "verb"
    return stem(word) if word in _PRESENT or previous.text in _SUBJECTS or wanted else ""


_SUBJECTS = frozenset("i he she it they we you who which".split())
_HOLDERS = frozenset(
    "council authority law ombudsman school trust panel tribunal mother father officer regulations guidance".split()
)
BE = frozenset("is are was were be been being am".split())
_HAVE = frozenset("has have had having".split())


def _after_auxiliary(word: str, auxiliary: str) -> str:
    if auxiliary in BE:
        return _base(word) if _is_past(word) else stem(word) if word.endswith("ing") else ""
    if auxiliary in _HAVE:
        return _base(word) if _is_past(word) else ""
    return stem(word)


def _is_past(word: str) -> bool:
    return word in _IRREGULAR or (word.endswith("ed") and word not in _NOT_PAST)


def _base(word: str) -> str:
    return stem(_IRREGULAR.get(word, word))
