"""How a sentence says that a body is to act: who, with what standing, and where the action itself begins.

"The Council has therefore agreed to", "I recommended the Council should", "Within a month it will", "The Council did not accept my
recommendation to": each is a frame around a verb phrase. What someone wants, says or asks for is none, nor is what a body should
have done, nor what was only considered. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.remedies.bodies import BODY
from index.remedies.payees import PERSON
from index.remedies.records import RemedyStatus

__all__ = ["Frame", "find_frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame in a sentence: `start` is where its verb phrase begins, `soft` marks a wish of the Ombudsman's ("I would expect")."""

    status: RemedyStatus | None
    body: str | None
    start: int
    opens: int
    how: str
    soft: bool = False


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


_ADVERBS = r"""
    (?: \s (?: also | now | therefore | already | since | then | further | additionally | subsequently | kindly | helpfully
      | readily
      | recently | each | both | again | accordingly | consequently | in\sprinciple | jointly | all
      | (?: in | with ) \s (?: response | addition | light ) \s [^,]{2,60} ) ,? ){0,3}
"""
_NEXT = r"(?= \s (?: [Tt]he\s[A-Z] | it\b | to\b | they\b ) )"
_ASIDE = rf"""
    (?: \s? , \s? [^,;.£]{{2,120}} ,                                            # , within a month of my decision,
      | \s? \( [^()]{{2,80}} \) ,?                                              # (in addition to the above)
      | \s (?: within | by | no\slater\sthan ) \s [^,;.:£]{{2,80}}? (?: , | {_NEXT} ) ){{0,2}}
"""
_TO = rf"""
    (?: {_ASIDE} \s (?: to \b | that {_ASIDE} \s (?: it | they | the\sCouncil ) {_ASIDE} \s (?: will | would | should ) \b
      | it \s (?: will | should ) \b | the\sfollowing\b ) {_ADVERBS} )
"""
_I = r"(?: I | [Ww]e | [Tt]he\sOmbudsm[ae]n | [Oo]ur\sinvestigator | LGSCO )"
_MINE = r"(?: my | our | the | this | a )"

_NO = r"""
    (?: (?: (?: has | have | had ) \s )? (?: now\s | since\s | however\s )*
          (?: refused | declined | rejected | not\sagreed | not\saccepted | disagreed )
      | (?: does | did | do | would | will ) \s not \s (?: agree | accept | intend | consider )
      | (?: is | was | are | were ) \s (?: unwilling | not\s(?: willing | prepared ) ) )
"""
_REFUSED = _compile(  # The Council did not accept my recommendation to ...; The Council has refused to ...
    rf"""
    {BODY} {_ADVERBS} \s {_NO} \b
    (?: \s (?: with\s )? {_MINE} \s (?: [\w-]+\s ){{0,2}} recommendations? \s
          (?: that\s (?: it | they | the\sCouncil ) \s (?: should\s | would\s )? | for\sit\sto\s | to\s )
      | \s (?: to\s | that\sit\sshould\s ) )
    """
)
_AGREED = _compile(  # The Council has therefore agreed, within a month of my decision, to ...
    rf"""
    (?: {BODY} {_ASIDE} {_ADVERBS} \s )? \b (?P<perfect> has | have | had )? {_ADVERBS} \s? (?<![\w-])
    (?: (?: agreed | accepted ) \s (?: with\s | to\s )? {_MINE} \s (?: [\w-]+\s )? recommendations? (?: \sthat )?
      | agreed | undertaken | committed | accepted ) \b {_TO}
    """
)
_AGREED_REMEDY = _compile(  # The Council has agreed a remedy including ...; will remedy this by apologising
    rf"""
    {BODY} {_ADVERBS} \s (?: (?: has | have ) {_ADVERBS} \s )? (?: agreed | will | should | accepted | offered ) \s (?: to\s )?
    (?: (?: provide\s | take\s | remedy | put\s(?: this | things | matters )\sright | address | resolve
      | settle ) )? \s? [^.;:]{{0,90}}? \b
    (?: by :? \s (?= [a-z]+ing\b ) | including :? \s | which\sincludes?\s | consisting\sof\s | namely\s )
    """
)
_OFFERED = _compile(  # The Council has offered to ...; it says it will ...; the Council offered Mr X £50
    rf"""
    {BODY} {_ADVERBS} \s (?: (?: has | have | had ) {_ADVERBS} \s )?
    (?: offered | proposed | (?: is | was ) \s (?: willing | prepared | happy )
      | (?: says | said | confirmed | told\s(?:me|us) | stated | indicated ) \s (?: that\s )? (?: it | they ) \s (?: will
        | would ) )
    {_ADVERBS} (?: \s to \b | (?<= will ) | (?<= would ) | (?= \s (?: an? | £ | {PERSON} ) ) )
    """
)
_RECOMMENDED = _compile(  # I also recommended that, within a month, the Council should ...
    rf"""
    (?: {_I} (?: \s (?: have | also | only | therefore | now | further | had | would | will | then | initially | originally
      | again ) ){{0,3}}
        \s (?P<verb> recommend(?:ed|s)? | asked | ask | invited | suggest(?:ed)? | proposed? | expect | urged? | encouraged?
          | call\son
             | consider | think | request(?:ed)? )
      | [Mm]y\srecommendations?\s(?: is | are | was | were ) | [Ii]t\sis\srecommended | [Tt]he\sOmbudsman[’']s\srecommendation\sis )
    (?: {_ASIDE} \s (?: that | for ) )? {_ASIDE} (?: \s {BODY} )? {_ADVERBS} {_ASIDE}
    (?: \s (?P<modal> should | to | will | must | would\sneed\sto | needs\sto ) \b (?! \s have\b ) )? {_ADVERBS}
    """
)
_PAST_LATER = r"(?: taken | put | done | written | completed )"
_MODAL = _compile(  # Within a month the Council will ...; never "should have", "will be able"
    rf"""
    (?P<cond> \b (?: if | whether | when | unless | until | once | why | how | that | what | which | because | so | as
      | where ) \s )?
    {BODY} {_ADVERBS} {_ASIDE} \s
    (?P<modal> will | shall | should | must | (?: is | are ) \s to | needs?\sto | ought\sto | (?: is | are ) \s required \s to
      | intends\sto | plans\sto | undertakes\sto | agrees\sto | commits\sto ) \b
    (?! \s (?: not | have (?! \s {_PAST_LATER} ) | (?: now\s | also\s )? be\b (?! \s (?: asked | required ) \s to ) ) )
    (?: \s have | \s be \s (?: asked | required ) \s to )? {_ADVERBS} {_ASIDE}
    """
)
_DONE = _compile(  # The Council has already apologised; has paid
    rf"""
    {BODY} \s (?: has | have | had )
    (?: (?: \s (?: already | now | since | also | recently | subsequently | in\sthe\smeantime ) ){{1,3}}
      | (?= \s (?: apologised | paid | refunded | waived | reimbursed | cancelled | written\soff ) \b ) )
    (?= \s [a-z]+ (?: ed | aid | ade | ent | ut | ook | aken | one | ritten | iven | eld | old ) \b )
    """
)
_PASSIVE = _compile(  # A payment of £500 should be made to Mrs X
    r"""
    (?P<thing> \b (?: [Aa]n? | [Tt]he\ssum\sof | [Oo]ne | [Ss]ymbolic | [Ff]urther | £ ) [^.;:]{0,120}? ) \s
    (?: should | will | is\sto | must | would ) \s (?: therefore\s | also\s | now\s )? be \s
    (?: made | paid | sent | given | provided | issued | offered | arranged | carried\sout | delivered | undertaken | held
      | completed
      | appropriate | proportionate | suitable )
    """
)
_RECEIVES = _compile(  # Mr X should be paid £300
    rf"(?P<payee> {PERSON} ) \s should \s (?: receive | be \s (?: paid | given | offered | reimbursed | refunded | sent ) )"
)
_FITTING = _compile(  # A suitable remedy would be for the Council to ...
    r"""
    (?: suitable | appropriate | proportionate | fair | right | sensible | best | recommended | proposed ) \s (?: and\s\w+\s )?
    (?: remed(?:y|ies) | way | outcome | action | redress | response )
    (?: \s (?: here | in\sthis\scase | for\s(?: this | that | the )\s\w+ | to\s[^.;:]{2,60} ) )?
    \s (?: is | was | would\sbe | will\sbe | are ) \s
    (?: for \s (?P<body> the\s\w+ ) \s to | to | that \s the \s \w+ \s (?: should | will ) ) \b
    """
)
_PLAIN: tuple[tuple[re.Pattern[str], tuple[str, ...], RemedyStatus, str], ...] = (
    (_AGREED_REMEDY, ("by", "includ", "consisting", "namely"), "agreed", "agreed"),
    (
        _OFFERED,
        ("offered", "proposed", "willing", "prepared", "happy", "it will", "it would", "they will", "they would"),
        "offered_by_body",
        "offered",
    ),
    (
        _DONE,
        (
            *("already", "now", "since", "also", "recently", "subsequently", "in the meantime"),
            *("apologised", "paid", "refunded", "waived", "reimbursed", "cancelled", "written off"),
        ),
        "already_done",
        "done",
    ),
)
"""Frames of one form each, with words of which one stands in every sentence of that form: looking for these first is cheap."""
_ASKING = tuple("recommend ask invited suggest propose expect urge encourage call consider think request".split())
_AGREEING = ("agreed", "undertaken", "committed", "accepted")
_REFUSING = (
    *("refused", "declined", "rejected", "disagreed", "unwilling", "not agree", "not accept", "not intend", "not consider"),
    *("not willing", "not prepared"),
)
_EXPECTS = frozenset("expect urge urged encourage encouraged consider think call".split())
_ACCOUNT = re.compile(
    r"""
    \b (?: wants? | wanted | would\ like | hopes? | hoped | seeks? | sought | believes? | believed | feels? | felt | argues?
      | argued
      | alleges? | complain(?:s|ed|ing) | thinks?\ that | is\ asking | asked\ (?: for | the | it | that ) | desired | says? | said
      | thought                                                                       # Mrs X says the Council should ...
      | considered\ (?: whether | if ) | (?: not | no ) \s recommend\w* | not\ asked | unable\ to\ recommend
      | cannot\ (?: ask | require | recommend ) | whether\ to | would\ not | if\ only
      | not\ (?: proportionate | appropriate | necessary ) \s (?: to | for )
      | do\ not\ (?: consider | think | propose | intend ) ) \b                       # it is not proportionate to recommend ...
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:if|whether|unless|why|how|because|although|while|until|(?:re)?consider(?:s|ed|ing)?)\s(?:or not\s)?$", re.IGNORECASE
)
_QUALIFIED = re.compile(r"\b(?:usually|normally|generally|can|may|could|might|sometimes|often|in most cases)\s*$", re.IGNORECASE)


@lru_cache(maxsize=1024)
def find_frame(sentence: str, *, strict: bool = False) -> Frame | None:
    """The first frame of a sentence, or None where nobody is said to act.

    The sentence is of normalised text: its spaces are plain and single.
    `strict` is for places that tell a history: there only what is agreed now, offered, asked for or refused is a frame.
    """
    found = [frame for frame in _candidates(sentence, strict=strict) if not _is_veiled(sentence, frame)]
    return min(found, key=lambda frame: (frame.opens, -frame.start)) if found else None


def _candidates(sentence: str, *, strict: bool) -> list[Frame]:
    out: list[Frame] = []
    if _speaks(sentence, _REFUSING) and (match := _REFUSED.search(sentence)) is not None:
        return [Frame("refused", match["body"], match.end(), match.start(), "refused")]
    if _speaks(sentence, _AGREEING):
        out += [
            Frame("agreed", match["body"], match.end(), match.start(), "agreed")
            for match in _AGREED.finditer(sentence)
            if match["perfect"] or not strict
        ]
    for pattern, words, status, how in _PLAIN:
        if _speaks(sentence, words) and (match := pattern.search(sentence)) is not None:
            out.append(Frame(status, match["body"], match.end(), match.start(), how))
    if _speaks(sentence, _ASKING):
        out += _asked(sentence)
    return out if strict else [*out, *_loose(sentence)]


def _speaks(sentence: str, words: tuple[str, ...]) -> bool:
    """Whether any of the words stands in the sentence."""
    return any(word in sentence for word in words)


def _asked(sentence: str) -> list[Frame]:
    """What the Ombudsman recommends, asks for or expects."""
    out: list[Frame] = []
    for match in _RECOMMENDED.finditer(sentence):
        verb = match["verb"] or "recommended"
        if match["body"] is None and verb in {"consider", "think", "expect", "ask", "asked", "request", "requested"}:
            continue
        how = "asked" if match["modal"] else "recommended"
        out.append(Frame("recommended", match["body"], match.end(), match.start(), how, soft=verb in _EXPECTS))
    return out


def _loose(sentence: str) -> list[Frame]:
    """Frames that only a remedy section makes certain: "the Council will", "a payment should be made"."""
    out: list[Frame] = []
    for match in _MODAL.finditer(sentence):
        if match["cond"] is None or match["cond"].strip() == "that":
            status: RemedyStatus = (
                "recommended" if match["modal"] in {"should", "must", "ought to", "needs to", "need to"} else "agreed"
            )
            out.append(Frame(status, match["body"], match.end(), match.start(), "modal"))
    if (fitting := _FITTING.search(sentence)) is not None:
        out.append(Frame("recommended", fitting["body"], fitting.end(), fitting.start(), "recommended"))
    if out:
        return out
    passive = _PASSIVE.search(sentence) or _RECEIVES.search(sentence)
    return [Frame("recommended", None, passive.start(1), passive.start(), "passive")] if passive else []


def _is_veiled(sentence: str, frame: Frame) -> bool:
    """Whether the frame stands inside someone's account or a thought that was not followed: "Mrs X says the Council should"."""
    before = sentence[: frame.opens]
    if _SUBORDINATE.search(before) or _QUALIFIED.search(sentence[: frame.start]):
        return True
    return frame.how != "offered" and _ACCOUNT.search(before) is not None
