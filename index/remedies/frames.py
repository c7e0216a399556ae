"""How a sentence says that a body is to act: who, with what standing, and where the action itself begins.

"The Council has therefore agreed to", "I recommended the Council should", "Within a month it will", "The Council did not accept my
recommendation to": each is a frame around a verb phrase. What someone wants, says or asks for is none, nor is what a body should
have done, nor what was only considered. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.remedies.payees import PERSON
from index.remedies.records import RemedyStatus

__all__ = ["Frame", "agrees_in_general", "body_in", "find_frame", "refuses"]

_NOUN = r"""(?: Councils? | Trusts? | Authority | Authorities | Providers? | Board | Agency | Company | Academy | School | College | University | Department
    | Corporation | Governors | Governing\sBody | ICB | CCG | Home | Partnership | Association | TfL | London | Service | Panel
    | council | councils | authority | authorities | organisations? | bodies | care\sproviders? | provider | care\shomes? | school | governing\sbody | landlord
    | admission\s(?:authority|panel) | appeal\spanel | company | academy | trust | agency )"""
_NP = rf"(?: (?: (?:the|The|both|Both|each|Each|all|its|Its|my) \s )? (?: [A-Z][\w&.’'-]* \s (?: of \s | and \s | & \s | for \s )? ){{0,5}}? {_NOUN} \b (?! [’'] ) | [Tt]he\s(?:Borough|County|City|District|Town|Parish|Health)\s(?:Council|Board) )"
_OWN = rf"(?: {_NP[:-1]} | [Tt]he\s{_NOUN} ) ) [’']s? \s (?: [a-z]+ \s ){{0,2}}? (?: auditors? | officers? | staff | managers? | contractors? | director | service | team | department | insurers? )"
_BODY = rf"(?P<body> {_OWN} | {_NP} (?: ,? \s (?: and | & ) \s {_NP} )? | [Ii]t | [Tt]hey | [Bb]oth )"
_ADVERBS = r"(?: \s (?: also | now | therefore | already | since | then | further | additionally | subsequently | kindly | helpfully | readily | recently | agreed\sthat\sit | each | both | again | accordingly | consequently | in\sprinciple | jointly | all | (?:in|with)\s(?:response|addition|light)\s[^,]{2,60} ) ,? ){0,3}"
_ASIDE = r"(?: \s? , \s? [^,;.£]{2,120} , | \s? \( [^()]{2,80} \) ,? | \s (?: within | by | no\slater\sthan ) \s [^,;.:£]{2,80}? (?: , | (?= \s (?: [Tt]he \s [A-Z] | it\b | to\b | they\b ) ) ) ){0,2}"
_TO = rf"(?: {_ASIDE} \s (?: to \b | that {_ASIDE} \s (?: it | they | the\sCouncil ) {_ASIDE} \s (?: will | would | should ) \b | it \s (?: will | should ) \b | the\sfollowing\b ) {_ADVERBS} )"

_I = r"(?: I | [Ww]e | [Tt]he\sOmbudsm[ae]n | [Oo]ur\sinvestigator | LGSCO )"


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


_NO = rf"(?: (?: has | have | had )? (?: \s? now | \s? since | \s? however )* \s? (?: refused | declined | rejected | not\sagreed | not\saccepted | disagreed ) | (?: does | did | do | would | will ) \s not \s (?: agree | accept | intend | consider ) | (?: is | was | are | were ) \s (?: unwilling | not\s(?:willing|prepared) ) )"
_REFUSED = _compile(
    rf"""{_BODY} {_ADVERBS} \s {_NO} \b (?: \s (?: with\s )? (?: my | our | the | this | a )\s (?: [\w-]+\s ){{0,2}} recommendation s? \s? (?: that\s (?:it|they|the\sCouncil)\s (?: should\s | would\s )? | for\sit\sto\s | to\s ) | \s (?: to\s | that\sit\sshould\s ) )"""
)
_AGREED = _compile(
    rf"""(?: {_BODY} {_ASIDE} {_ADVERBS} \s )? \b (?P<perfect> has | have | had )? {_ADVERBS} \s? (?<![\w-]) (?: (?: agreed | accepted ) \s (?: with \s | to \s )? (?:my|our|the) \s (?:[\w-]+\s)? recommendations? (?: \s that )? | agreed | undertaken | committed | accepted ) \b {_TO}"""
)
_AGREED_REMEDY = _compile(
    rf"""{_BODY} {_ADVERBS} \s (?: (?: has | have ) {_ADVERBS} \s )? (?: agreed | will | should | accepted | offered ) \s (?:to\s)? (?: provide\s | take\s | remedy | put\s(?:this|things|matters)\sright | address | resolve | settle )? \s? [^.;:]{{0,90}}? \b (?: by :? \s (?= [a-z]+ing\b ) | including :? \s | which\sincludes?\s | consisting\sof\s | namely\s )"""
)
_OFFERED = _compile(rf"""{_BODY} {_ADVERBS} \s (?: (?: has | have | had ) {_ADVERBS} \s )? (?: offered | proposed | (?: says | said | confirmed | told\s(?:me|us) | stated | indicated ) \s (?:that\s)? (?: it | they ) \s (?: will | would ) | (?: is | was ) \s (?: willing | prepared | happy ) ) {_ADVERBS} (?: \s to \b | (?<= will ) | (?<= would ) | (?= \s (?: an? | £ | {PERSON} ) ) )""")
_RECOMMENDED = _compile(
    rf"""
    (?: {_I} (?: \s (?: have | also | only | therefore | now | further | had | would | will | then | initially | originally | again ) ){{0,3}} \s (?P<verb> recommend(?:ed|s)? | asked | ask | invited | suggest(?:ed)? | proposed? | propose | expect | urged? | encouraged? | call\son | consider | think | request(?:ed)? )
      | [Mm]y\srecommendations?\s(?:is|are|was|were) | [Ii]t\sis\srecommended | [Tt]he\sOmbudsman[’']s\srecommendation\sis )
    (?: {_ASIDE} \s (?: that | for ) )? {_ASIDE} (?: \s {_BODY} )? {_ADVERBS} {_ASIDE} (?: \s (?P<modal> should | to | will | must | would\sneed\sto | needs\sto ) \b (?! \s have\b ) )? {_ADVERBS}"""
)
_MODAL = _compile(
    rf"""(?P<cond> \b (?: if | whether | when | unless | until | once | why | how | that | what | which | because | so | as | where ) \s )? {_BODY} {_ADVERBS} {_ASIDE} \s (?P<modal> will | shall | should | must | (?: is | are ) \s to | needs?\sto | ought\sto | (?: is | are ) \s required \s to | intends\sto | plans\sto | undertakes\sto | agrees\sto | commits\sto )
        \b (?! \s (?: not | have (?! \s (?: taken | put | done | written | completed ) ) | (?: now\s|also\s )? be\b (?! \s (?: asked | required ) \s to ) ) ) (?: \s have | \s be \s (?: asked | required ) \s to )? {_ADVERBS} {_ASIDE}"""
)
_DONE = _compile(
    rf"""{_BODY} (?: \s (?: has | have | had ) ) (?: (?: \s (?: already | now | since | also | recently | subsequently | in\sthe\smeantime ) ){{1,3}} | (?= \s (?: apologised | paid | refunded | waived | reimbursed | cancelled | written\soff ) \b ) ) (?= \s (?P<past> [a-z]+(?:ed|aid|ade|ent|ut|ook|aken|one|ritten|iven|eld|old) ) \b )"""
)
_PASSIVE = _compile(
    rf"""(?P<thing> \b (?: [Aa]n? | [Tt]he\ssum\sof | [Oo]ne | [Ss]ymbolic | [Ff]urther | £ ) [^.;:]{{0,120}}? ) \s (?: should | will | is\sto | must | would ) \s (?: therefore\s | also\s | now\s )? be \s (?: made | paid | sent | given | provided | issued | offered | arranged | carried\sout | delivered | undertaken | held | completed | appropriate | proportionate | suitable )"""
)
_RECEIVES = _compile(rf"(?P<payee> {PERSON} ) \s should \s (?: receive | be \s (?: paid | given | offered | reimbursed | refunded | sent ) )")
_FITTING = _compile(
    r"""(?: (?: suitable | appropriate | proportionate | fair | right | sensible | best | agreed | recommended | proposed ) \s (?: and\s\w+\s )? (?: remed(?:y|ies) | way | outcome | action | redress | response )
        (?: \s (?: here | in\sthis\scase | for\s(?:this|that|the)\s\w+ | to\s[^.;:]{2,60} | was | would\sbe | is | are | includes? | agreed ){1,3} )? \s (?: is | was | would\sbe | will\sbe | are ) ) \s? (?: for \s (?P<body> the\s\w+ ) \s to | to | that \s the \s \w+ \s (?:should|will) ) \b"""
)
_EXPECTS = frozenset("expect urge urged encourage encouraged consider think call".split())
_ACCOUNT = re.compile(
    r"""
    \b (?: wants? | wanted | would\ like | hopes? | hoped | seeks? | sought | believes? | believed | feels? | felt | argues? | argued | alleges? | complain(?:s|ed|ing) | thinks?\ that | is\ asking | asked\ (?:for|the|it|that)
      | desired | says? | said | thought | considered\ whether | considered\ if | not\ recommend\w* | no\ recommend\w* | not\ asked | unable\ to\ recommend | cannot\ (?:ask|require|recommend) | whether\ to | not\ (?:proportionate|appropriate|necessary)\ (?:to|for) | do\ not\ (?:consider|think|propose|intend) | would\ not | if\ only )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SUBORDINATE = re.compile(r"\b(?:if|whether|unless|why|how|because|although|while|until|(?:re)?consider(?:s|ed|ing)?)\s(?:or not\s)?$", re.IGNORECASE)
_QUALIFIED = re.compile(r"\b(?:usually|normally|generally|can|may|could|might|sometimes|often|in most cases)\s*$", re.IGNORECASE)


def find_frame(sentence: str, *, strict: bool = False) -> Frame | None:
    """The first frame of a sentence, or None where nobody is said to act.

    `strict` is for places that tell a history: there only what is agreed now, offered, asked for or refused is a frame.
    """
    found = [frame for frame in _candidates(sentence, strict=strict) if not _is_veiled(sentence, frame)]
    return min(found, key=lambda frame: (frame.opens, -frame.start)) if found else None


def _candidates(sentence: str, *, strict: bool) -> list[Frame]:
    out: list[Frame] = []
    if (match := _REFUSED.search(sentence)) is not None:
        return [Frame("refused", match["body"], match.end(), match.start(), "refused")]
    for match in _AGREED.finditer(sentence):
        if match["perfect"] or not strict:
            out.append(Frame("agreed", match["body"], match.end(), match.start(), "agreed"))
    for pattern, status, how in ((_AGREED_REMEDY, "agreed", "agreed"), (_OFFERED, "offered_by_body", "offered"), (_DONE, "already_done", "done")):
        if (match := pattern.search(sentence)) is not None:
            out.append(Frame(status, match["body"], match.end(), match.start(), how))  # type: ignore[arg-type]  # the literals above
    for match in _RECOMMENDED.finditer(sentence):
        verb = match.groupdict().get("verb") or "recommended"
        if match["body"] is None and verb in {"consider", "think", "expect", "ask", "asked", "request", "requested"}:
            continue
        out.append(Frame("recommended", match["body"], match.end(), match.start(), "asked" if match["modal"] else "recommended", soft=verb in _EXPECTS))
    if not strict:
        out += _loose(sentence)
    return out


def _loose(sentence: str) -> list[Frame]:
    """Frames that only a remedy section makes certain: "the Council will", "a payment should be made"."""
    out: list[Frame] = []
    for match in _MODAL.finditer(sentence):
        if match["cond"] is None or match["cond"].strip() == "that":
            status: RemedyStatus = "recommended" if match["modal"] in {"should", "must", "ought to", "needs to", "need to"} else "agreed"
            out.append(Frame(status, match["body"], match.end(), match.start(), "modal"))
    if (match := _FITTING.search(sentence)) is not None:
        out.append(Frame("recommended", match["body"], match.end(), match.start(), "recommended"))
    if not out and (match := _PASSIVE.search(sentence)) is not None:
        out.append(Frame("recommended", None, match.start("thing"), match.start(), "passive"))
    if not out and (match := _RECEIVES.search(sentence)) is not None:
        out.append(Frame("recommended", None, match.start("payee"), match.start(), "passive"))
    return out


def _is_veiled(sentence: str, frame: Frame) -> bool:
    """Whether the frame stands inside someone's account or a thought that was not followed: "Mrs X says the Council should"."""
    before = sentence[: frame.opens]
    if _SUBORDINATE.search(before) or _QUALIFIED.search(sentence[: frame.start]):
        return True
    return frame.how != "offered" and _ACCOUNT.search(before) is not None


_GENERAL = re.compile(
    rf"""
    \b (?: has | have | had )? \s? (?: now\s | also\s | since\s | already\s )? (?: agreed | accepted ) \s (?: to\s | with\s )? (?: (?: carry\sout | take | implement | complete | undertake | do ) \s )?
       (?: (?: all\s(?:of\s)? | both\s )? (?: my | our | the | these | those | this | that | most\sof )\b (?: \s [\w-]+ ){{0,3}}? \s? (?: recommendation | action | remed | step | proposal | finding | suggest | measure | it\b | improvement ) | actions?\b | remedies\b | to\sremedy\b | a\sremedy\b | remedy\b | (?: to \s )? this\b | action\s )
    | \b accepted \s (?: (?:my|our|the|all|these) \s ){{1,3}} (?: \w+ \s )? recommendations?
    | \b agreed \s (?: actions? | remed(?:y|ies) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT_GENERAL = re.compile(r"\b(?:not|never|partly|some of|only|refus\w*|declin\w*)\s(?:\w+\s){0,2}$", re.IGNORECASE)


def agrees_in_general(text: str) -> bool:
    """Whether a text says that the body agreed to what was recommended, whatever that was."""
    return any(_NOT_GENERAL.search(text, max(0, match.start() - 30), match.start() + 1) is None and " not " not in match[0] for match in _GENERAL.finditer(text))


_REFUSES = re.compile(
    rf"""
    \b (?: refused | declined | rejected | disagree[sd] | unwilling )\b
    | \b (?: did | does | do | has | have | would | will | is ) \s not \s (?: yet\s )? (?: agree | accept | agreed | accepted | prepared | willing )
    | \b (?: says | said | considers | considered | told\sus | told\sme ) \b [^.;]{{0,120}} \b (?: no\snew | not\s(?:needed|necessary|required|proportionate|appropriate|possible) | unnecessary | already\sdoes | disproportionate | is\ssufficient )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def refuses(text: str) -> bool:
    """Whether a text says that the body will not do what was recommended."""
    return _REFUSES.search(text) is not None


_LAST_BODY = re.compile(_NP.replace(r"(?! [’'] )", ""), re.VERBOSE)


def body_in(text: str) -> str | None:
    """The last body a text names, for an "it" that follows."""
    found = [match[0] for match in _LAST_BODY.finditer(text)]
    return found[-1] if found else None
