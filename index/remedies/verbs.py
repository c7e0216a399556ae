"""The verbs that remedies are made of, in every form, and where one action ends and the next begins.

"apologise to Mr X, pay him £300 and remind its staff to ..." is three actions; "remind its staff to check and record ..." is one.
The verbs of one list stand in one form, so a list of base forms is cut only before a base form. Many of these verbs are nouns too
("policy and review process"), so a cut also needs the beginning of an object after the verb. What follows "remind staff to", "so
that" or "how" is what others will do, and there only a verb that nobody but the body itself does is a cut.
Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

__all__ = ["Form", "begins_action", "form_of", "split_actions"]

Form = Literal["base", "s", "ing", "ed"]

_VERBS = (
    "acknowledge action add address adjust advise agree allocate allow amend apologise apologize append apply appoint "
    "approach arrange ask assess attach audit award backdate base begin brief bring calculate call cancel carry change "
    "check circulate clarify clear collect commission communicate compensate complete conduct confirm consider consult "
    "contact continue convene correct create credit decide deduct delete deliver destroy develop devise disclose discuss "
    "dismiss display distribute document draft draw drop educate email emphasise employ enable encourage engage ensure "
    "escalate establish evaluate examine expedite explain explore extend facilitate finalise find finish fix follow "
    "formalise formulate fund give grant help highlight hire hold honour identify implement improve include increase inform "
    "inspect install instruct introduce investigate invite issue keep launch learn let liaise list look maintain make map "
    "match measure meet monitor move negotiate nominate notify obtain offer open organise pay permit phone place plan "
    "prepare prioritise process produce progress provide publish pursue put raise re-assess re-issue re-open reassess "
    "recalculate reconsider record recruit rectify redraft reduce refer refresh refund reimburse reinforce reinstate "
    "reissue remind remit remove reopen repair repay replace reply report request require reschedule resolve respond "
    "restore resume retrain return revert review revise revisit rewrite schedule secure seek send set share show sign "
    "source speak start stop strengthen submit suggest supply support survey suspend take talk tell train transfer treat "
    "undertake update upload use verify visit waive withdraw work write "
).split()
_IRREGULAR: dict[str, tuple[str, ...]] = {
    "begin": ("begun",),
    "bring": ("brought",),
    "draw": ("drawn",),
    "find": ("found",),
    "give": ("given",),
    "hold": ("held",),
    "keep": ("kept",),
    "let": ("let",),
    "make": ("made",),
    "meet": ("met",),
    "pay": ("paid",),
    "put": ("put",),
    "repay": ("repaid",),
    "rewrite": ("rewritten",),
    "seek": ("sought",),
    "send": ("sent",),
    "set": ("set",),
    "show": ("shown",),
    "speak": ("spoken",),
    "take": ("taken",),
    "tell": ("told",),
    "undertake": ("undertaken",),
    "withdraw": ("withdrawn",),
    "write": ("written",),
}
_DOUBLED = frozenset("begin let map put set stop plan commit submit permit remit refer transfer".split())


@cache
def _forms() -> dict[str, Form]:
    """Every form of every verb; where two forms look alike ("put", "set") the base wins."""
    known: dict[str, Form] = {}
    for verb in _VERBS:
        stem = verb + verb[-1] if verb in _DOUBLED else verb.removesuffix("e") if verb[-2:] != "ee" else verb
        known[stem + "ing"] = "ing"
        for past in _IRREGULAR.get(verb, (_past(verb, stem),)):
            known[past] = "ed"
        known[_third(verb)] = "s"
    known.update(dict.fromkeys(_VERBS, "base"))
    return known


def _past(verb: str, stem: str) -> str:
    return verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeou" else stem + "ed"


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")


def form_of(word: str) -> Form | None:
    """The form a word is in, or None where it is no verb of remedies."""
    return _forms().get(word.lower())


_PEOPLE = r"(?:M(?:r|rs|s|iss|x)\b|Dr\b|[A-Z](?:’s|'s)?\b)"
_OBJECT = rf"""
    (?: (?: the | its | their | his | her | all | any | each | every | both | whether | how | what | why | an? | this | these
      | those | that | him | them | us | it | out | off | up | back | over | through | with | to | for | on | at | in | into | so
        | if | where | once
      | action | place | staff | officers? | social\ workers | managers | members | relevant | other | further | new | clear
        | written | guidance
      | training | copies | evidence | details | parents | families | people | good | steps | sure | interest | and,? | or | again
      | {_PEOPLE} | [a-z]+ly\b ) (?![\w’']) | £ | \d )
"""
_BETWEEN = r"""
    (?: ,?\s (?: within | by | in | no\ later\ than | if | where | when | once | subject\ to | following
    | as ) \s [^,;:]{2,90} , )?
"""
_JOIN = re.compile(
    rf"""
    (?P<join>
        ; \s* (?: and\b ,? | or\b | but\b )? \s* (?: also\s )? (?: \(?[a-z]\) \s )?       # "; and", "; (b) "
      | ,? \s+ and \b (?P<between> {_BETWEEN} )
        (?: \s (?P<again> will | to | has\ agreed\ to | has\ also\ agreed\ to | should | that\ it\ will ) )?
        (?: \s (?: also | then | again | each | both | jointly | formally | therefore | immediately | fully | properly ) )* \s*
      | ,? \s+ then \s+ | , \s+ (?: also \s+ | then \s+ | but \s+ )? (?P<listed> to \s+ )? | \s+ as\ well\ as \s+
    )
    (?P<verb> [A-Za-z]+ (?: -[a-z]+ )? ) (?P<after> (?= \s+ {_OBJECT.strip()} | \s* (?: $ | [;,.)] ) ) )?
    """,
    re.VERBOSE,
)
_OTHERS_DOING = re.compile(
    r"""
    \b(?: remind\w* | train\w* | brief\w* | ensur\w* | instruct\w* | encourag\w* | so\ that | such\ that | which | who
      | whether | how | why
      | where | when | steps\ to | measures\ to | plans?\ to | in\ order\ to | explain\w* | consider\w* | guidance\ (?: on | about )
      | to\ (?: ensure | prevent | make\ sure | avoid | check | see | consider | decide | explain | show | demonstrate | help
        | enable ) )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OWN_VERBS = re.compile(
    r"""
    (?: apologi[sz] | pay\b | pays\b | paying\b | paid\b | refund | reimburs | waiv | remind | train\b | trains\b
      | training\ (?:its|all|staff)
      | brief\b | briefs\b | backdat | repay | re-?assess | write\ off | identify\ (?:other|any|all|every)
      | (?: mak\w+ | offer\w* ) \s (?: an?\s (?:\w+\s){0,2}payment | a\s further | payments ) | (?: provid | send | giv
        | suppl ) \w* \s (?: us | evidence | the\ Ombudsman )
      | report \s (?: back \s )? to \s (?: us | the\ Ombudsman ) | review\w* \s (?: its | the | their | his | her ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_THING = re.compile(
    r"""
    (?: , | ,? \s+ and | ,? \s+ as\ well\ as ) \s+
    (?: (?= an?\s (?: [a-z-]+ ,?\s ){0,3} (?: payment | apology | refund | review | reassessment ) \b )
      | (?= (?: [a-z-]+ \s ){0,2} (?: payments? | service\ improvements? | improvements | training ) (?: \s (?: of | to | for
        | and ) \b | $ ) ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THING = re.compile(r"\b(?:apolog(?:y|ies)|payments?|refund|improvements?)\b|£", re.IGNORECASE)
_BARE_VERB = re.compile(
    r"\W*[a-z]+(?:-[a-z]+)?(?:,? (?:if|where|as) \w+)?\W*", re.IGNORECASE
)  # "review and amend its policy" is one
_ONLY_WRITES = re.compile(r"\W*(?:write|writes|writing|speak|contact|telephone|meet)\b[^,;£]{0,40}$", re.IGNORECASE)
_LEADING = re.compile(r"\s*(?:(?:\(?[a-z]\)|•|-)\s+)?(?:(?:also|now|formally|promptly|then|again|fully|in writing)\s+)*")


def begins_action(text: str) -> bool:
    """Whether a text opens with the base, the -s or the -ing form of a verb of remedies."""
    opening = _LEADING.match(text)
    words = re.match(r"[A-Za-z]+(?:-[a-z]+)?", text[opening.end() if opening else 0 :])
    return words is not None and form_of(words[0]) in {"base", "s", "ing"}


def split_actions(text: str) -> list[tuple[int, int]]:
    """The spans of the actions a verb phrase lists, in order; the whole of it where it lists one."""
    cuts: list[tuple[int, int]] = []
    start, form, parallel = 0, _first_form(text), False
    text_end = _but_not(text)
    for match in _JOIN.finditer(text, 0, text_end):
        also = parallel and match["again"] == "to"  # "to apologise, to refund her and to empty her bin": any verb is in the list
        if match.start() >= start and (also or _is_cut(text, match, start=start, form=form)):
            cuts.append((start, match.start("join")))
            start, parallel = match.start("verb"), parallel or match["listed"] is not None
    cuts.append((start, text_end))
    return [piece for cut in cuts for piece in _split_things(text, *cut)]


_BUT = re.compile(
    r"""
    ,? \s (?: but | although | though ) \s (?: \w+ \s ){0,3} (?: refused | declined | not | disagree\w* | rejected | unwilling ) \b
    | ,? \s and \s (?: evidence | proof ) \s (?: of | that ) \b                    # and evidence of this to the Ombudsman
    """,
    re.VERBOSE,
)


def _but_not(text: str) -> int:
    """Where a phrase turns to what is no action: "reinstate her membership but refused to pay"."""
    match = _BUT.search(text)
    return match.start() if match else len(text)


def _first_form(text: str) -> Form | None:
    opening = _LEADING.match(text)
    word = re.match(r"[A-Za-z]+(?:-[a-z]+)?", text[opening.end() if opening else 0 :])
    return form_of(word[0]) if word else None


def _is_cut(text: str, match: re.Match[str], *, start: int, form: Form | None) -> bool:
    """Whether a verb after a joint begins an action of its own."""
    before = text[start : match.start()]
    if not _is_verb(match, before, form):
        return False
    if match["join"].startswith(";"):
        return True
    if match["listed"] and " and to " not in text[match.end() :]:
        return False  # "review its policy, to make sure": a purpose, unless the list ends in "and to ..."
    if _OTHERS_DOING.search(before):
        again = (match["again"] or "") not in {"", "to"}
        return again or bool(match["between"]) or _OWN_VERBS.match(text, match.start("verb")) is not None
    return True


def _is_verb(match: re.Match[str], before: str, form: Form | None) -> bool:
    """Whether the word after a joint is a verb of the list, in the form of the first, with an object of its own."""
    found = form_of(match["verb"])
    if found is None or found != (form or "base"):
        return False
    if match["verb"].lower().startswith("apolog"):
        return _ONLY_WRITES.match(before) is None  # "write to Mrs T and apologise" is one apology
    shares = _BARE_VERB.fullmatch(before) is not None and not before.lower().strip().startswith("apolog")
    return not shares and (match["after"] is not None or match["again"] is not None)


def _split_things(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """One action cut where it gives two things: "provide an apology and a payment of £200"."""
    pieces: list[tuple[int, int]] = []
    for match in _NAMED_THING.finditer(text, start, end):
        if _THING.search(text, start, match.start()) and not _OTHERS_DOING.search(text, start, match.start()):
            pieces.append((start, match.start()))
            start = match.end()
    return [*pieces, (start, end)]
