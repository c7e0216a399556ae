"""Who is saying what a paragraph says: the complainant, the body, the law, the Ombudsman, an agreed action, or nobody (facts).

Contract: the section decides where it has one voice (powers, law, decision, ...). Elsewhere every sentence is asked whose
account it is: the first person or body in it that says, asks, decides or finds something ("The Council says Mrs X agreed" is
the Council's), a pronoun standing for the one before, a list for its lead-in. Among the facts the voice of most sentences wins,
and an exchange or mere events are facts. In an analysis an account is one only where it is told to its end: what the Ombudsman
adds makes it a finding. Proved by tests/test_index_speakers.py and measured by `python -m evals speakers`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.records import Role, Speaker
from index.sentences import split_sentences

__all__ = ["paragraph_speaker", "quote_speaker"]

_SECTION_SPEAKER: dict[Role, Speaker] = {
    "powers": "law",
    "law": "law",
    "decision": "ombudsman",
    "method": "ombudsman",
    "scope": "ombudsman",
    "complaint": "complainant",
}
_BETWEEN = (  # "has also", "did not"
    r"(?:\ (?:also|has|had|have|then|now|further|still|again|later|initially|first|therefore|did\ not|does\ not|do\ not))*+"
)
_PERSON = (
    r"(?:M(?:r|rs|s|iss)|Dr)\.?\ (?:and\ M(?:r|rs|s|iss)\ )?[A-Z]\w*+|[Tt]he\ (?:complainant|family|parents?)"  # "Mr and Mrs X"
)
_BODY = r"""
    (?: [Tt]he\ (?:[Cc]ouncil|[Aa]uthority|Trust|[Cc]are\ [Hh]ome|[Pp]rovider|I[OP]|(?:Independent\ )?(?:Investigator|Person))
      | [Tt]he\ (?:[a-z]+\ ){0,2}   # who acts for it
        (?:social\ worker|officer|manager|team|investigator|investigation|panel|assessment)
    )
"""
_PERSON_SAYS = r"""
    (?: says?|said|complain(?:s|ed)?|wants?|wanted|would\ like|believes?|believed|feels?|felt|considers?|considered|alleges?|alleged
      | thinks?|thought|argue[sd]?|told|disagree[sd]?|denie[sd]|explain(?:s|ed)?|asked|escalated|requested|expressed|raised|rejected
      | disputed|agree|(?:tried|continued)\ to\ (?:say|express|escalate|raise)|set\ out|described
      | (?:(?:was|were|is|remained)\ )?(?:unhappy|dissatisfied|not\ happy)
    )\b
"""
_DECIDES = r"(?:decided|concluded|(?:partially\ )?(?:upheld|uphold)|recommended|found)\b"
_DECIDED = re.compile(rf"{_DECIDES}$")
_BODY_SAYS = rf"""
    (?: (?: says?|said|told|states?|stated|considers?|considered|argue[sd]?|explain(?:s|ed)?|accept(?:s|ed)?|acknowledge[sd]?
          | apologised|responded|replied|offered|confirmed|noted|recognise[sd]?|agreed|defended|proposed|advised|addressed|recorded
          | reported|held|consider
        )\b
      | {_DECIDES}
    )
"""
_ACCOUNT = re.compile(
    rf"""
    \b(?P<person>{_PERSON})                                                # "Mrs X says", "Mrs X's main concerns were"
      (?: {_BETWEEN}\ {_PERSON_SAYS} | [’']s\ (?:main\ )?concerns?\ (?:was|were)\b )
    | \b(?P<body>{_BODY})                                                  # "The Council has said", "The panel's findings"
      (?: {_BETWEEN}\ {_BODY_SAYS} | [’']s\ (?:response|conclusions?|findings?)\b )
    | (?: ^ | (?<=,\ ) ) (?P<it>[Ii]ts?)                                   # "It says", "Its letter said"
      (?: {_BETWEEN}\ {_BODY_SAYS} | \ (?:letter|response|recommendations?)\b )
    | \b(?P<they_decide>[Tt]hey){_BETWEEN}\ {_DECIDES}                     # "They did not uphold", whoever was named before
    | \b(?:[Hh]e|[Ss]he|[Tt]hey) {_BETWEEN}\ (?:{_PERSON_SAYS}|{_BODY_SAYS}|were\ satisfied\b)
    | \b(?:His|Her|Their)\ (?:main\ )?(?:concerns?|conclusions?)\b
    """,
    re.VERBOSE,
)
_BELOW = frozenset(
    "since because if when where that which whether before after for as than unless until although what how why".split()
)
"""Words before an account that make it part of another statement: "... since Mrs X raised it in May"."""

_FIRST_PERSON = r"""
    (?:I|we)\ (?:also\ |do\ not\ |cannot\ |have\ |am\ |are\ |would\ |therefore\ |first\ |did\ not\ )*+
    (?:find|found|consider(?:ed)?|conclude[d]?|accept|agree|recommend(?:ed)?|satisfied|uphold|welcome|acknowledge|note|seen|urge|expect)\b
"""
_FINDING = re.compile(
    rf"""
    \b{_FIRST_PERSON}
    | \b(?:was|is|were|am\ finding)\ (?:also\ |therefore\ )?(?:at\ )?(?:no\ )?fault\b
    | \bno\ (?:such\ )?(?:evidence|record)s?\b
    | \b(?:caused|causing)\ (?:\w+\ ){{0,3}}injustice\b
    | \b[Tt]he\ (?:evidence|records?|papers)\ (?:shows?|suggests?|indicates?)\b
    | ^This\ (?:shows|demonstrates|suggests|indicates|means|meant)\b
    """,
    re.VERBOSE,
)
_I = re.compile(r"(?:^|[,;] |\b(?:and|but|so) )I\b")  # in an analysis the Ombudsman's own, whatever follows
_REASONING = re.compile(rf"\b{_FIRST_PERSON}", re.VERBOSE)
_UNDERTAKING = re.compile(  # what makes a paragraph of "Agreed action" an action; not "whether the Council should"
    r"""
    (?: ^ | (?<! if\ the ) (?<! whether\ the ) \  ) (?:[A-Z]\w*|it|body|authority|provider|bodies)\ (?:also\ )?
      (?:will|should|must|(?:has|have)\ (?:also\ )?agreed)\b
    | \bI\ (?:also\ |have\ )?(?:recommend|recommended)\b
    | :$                                                                                   # leads in a list of actions
    """,
    re.VERBOSE | re.MULTILINE,
)
_OWN_CLAUSE = re.compile(  # "Mrs X says it was late, but I found ..."; not "Mrs X says I found ..."
    rf"(?:[,;:–-]\ |\b(?:but|and|however|so|while|although|because)\ ){_FIRST_PERSON}", re.VERBOSE
)
_QUOTED = re.compile(r"“[^“”]*”")
_LAW = re.compile(
    r"""
    \b(?:section|sections|regulations?|schedule)\ \d+ | \bstatutory\ guidance\b
    | \bthe\ (?:law|act|guidance|regulations)\ (?:says?|sets?|requires?)
    | \bcouncils?\ (?:must|should(?!\ have\ [a-z]+ed\b)|have\ up\ to|may)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD = 20  # characters: longer than the longest of _BELOW
_SIGHT = 20_000  # characters: the longest paragraph of the five real decisions has 2,000
_MOST = 1.5  # a voice wins among the facts when it has this many times the sentences of the other
_LEAST = 0.3  # and this share of all sentences: one remark in a chronology does not make it an account


def paragraph_speaker(text: str, role: Role) -> Speaker:
    """Who is saying it, from the section first and the words second."""
    if role in _SECTION_SPEAKER:
        return _SECTION_SPEAKER[role]
    sentences = split_sentences(_QUOTED.sub("“”", text[:_SIGHT]))
    if role == "action":
        plain = "\n".join(sentences)
        return "ombudsman" if _REASONING.search(plain) and not _UNDERTAKING.search(plain) else "action"
    voices = tuple(_voices(sentences))
    if role in {"analysis", "findings"} and "ombudsman" in voices:
        return "ombudsman"
    if role == "findings" and _LAW.search(text.split("\n", 1)[0]):
        return "law"
    if role == "analysis":
        return "ombudsman" if any(map(_I.search, sentences)) else _analysis_speaker(voices)
    return _facts_speaker(voices)


def quote_speaker(text: str, role: Role, quote: str) -> Speaker:
    """Who says a verbatim part of a paragraph: somebody whose account all of it is, else whoever says the paragraph.

    A finding often opens with an account: "Mrs X says she was not told. I found no letter." Quoted alone, the first is hers.
    """
    speaker = paragraph_speaker(text, role)
    start = text.find(quote)
    if speaker != "ombudsman" or role in _SECTION_SPEAKER or start < 0:
        return speaker
    told = {voice for place, voice in _placed_voices(text[:_SIGHT]) if place[0] < start + len(quote) and place[1] > start}
    accounts = {voice for voice in told if voice is not None and voice != "ombudsman"}
    if not accounts or accounts != told:
        return speaker
    return accounts.pop() if len(accounts) == 1 else "facts"


def _placed_voices(text: str) -> Iterator[tuple[tuple[int, int], Speaker | None]]:
    """Where each sentence of a paragraph stands, and whose account it is."""
    blanked = _QUOTED.sub(lambda match: f"“{'_' * (len(match[0]) - 2)}”", text)  # what is quoted is not said, and keeps its place
    sentences = split_sentences(blanked)
    start = 0
    for sentence, voice in zip(sentences, _voices(sentences), strict=True):
        start = blanked.index(sentence, start)
        yield (start, start + len(sentence)), None if _is_decided(sentence) else voice
        start += len(sentence)


def _is_decided(sentence: str) -> bool:
    """Whether somebody's deciding is told in it ("The panel found delay"): a fact, where what a body says is its position."""
    account = _account(sentence)
    return account is not None and _DECIDED.search(account[0]) is not None


def _voices(sentences: Sequence[str]) -> Iterator[Speaker | None]:
    """Whose account each sentence is: None where nobody says anything in it, `facts` where it is not known who does."""
    last: Speaker = "facts"  # who "he", "she" and "they" are
    lead_in: Speaker | None = None  # who tells the list
    for sentence in sentences:
        voice: Speaker | None = "ombudsman" if _is_finding(sentence) else None
        match = _account(sentence)
        if voice is None and match is not None:
            if match["person"]:
                last = "complainant"
            elif match["body"] or match["it"] or (match["they_decide"] and last == "facts"):
                last = "body"
            voice = last
        yield voice or lead_in
        lead_in = voice if sentence.endswith(":") else lead_in


def _account(sentence: str) -> re.Match[str] | None:
    """The first account told in the sentence, not below another statement."""
    for match in _ACCOUNT.finditer(sentence):
        word = sentence[max(0, match.start() - _WORD) : match.start()].rpartition(" ")[0].rpartition(" ")[2]
        if word.lower() not in _BELOW:
            return match
    return None


def _is_finding(sentence: str) -> bool:
    """Whether the Ombudsman finds something in it: what follows "Mrs X says" or "the Council accepts" is their account."""
    found = _FINDING.search(sentence)
    if found is None:
        return False
    account = _account(sentence)
    return account is None or found.start() < account.start() or _OWN_CLAUSE.search(sentence) is not None


def _analysis_speaker(voices: Sequence[Speaker | None]) -> Speaker:
    """The Ombudsman's, unless an account is told to its end; of two accounts or of somebody unnamed, facts."""
    if not voices or voices[-1] is None:
        return "ombudsman"
    told = {voice for voice in voices if voice is not None}
    return told.pop() if len(told) == 1 else "facts"


def _facts_speaker(voices: Sequence[Speaker | None]) -> Speaker:
    """The voice of most of the sentences that have one, where that is a fair part of all."""
    counts = Counter(voice for voice in voices if voice is not None and voice != "facts")
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _LEAST * len(voices):
        return "facts"
    if len(ranked) > 1 and ranked[0][1] < _MOST * ranked[1][1]:
        return "facts"
    return ranked[0][0]
