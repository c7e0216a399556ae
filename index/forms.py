"""The grammatical form of a line's opening: a statement of its own, or a fragment that needs a lead-in.

A sub-item mostly completes its lead-in ("The Council will:" / "Pay Mr X £100."), while a paragraph opens with a subject and its
verb ("The Council paid Mr X £100.") or says when or why something was so ("In May it paid."). Without a parser this is read from
closed classes of words: what can open a subject, what is a finite verb, what opens a clause below another. Only the opening of a
line is looked at, so a long line costs no more than a short one. Proved by tests/test_index_forms.py.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Form", "is_small", "opening_form"]

Form = Literal["statement", "fragment"]

_IN_SIGHT = 240  # characters: the main verb of a statement stands among its first forty words
_OPENING_SIGNS = "‘“'\"([…. "

_PREPOSITIONS = "and|or|in|of|by|with|to|for|at|from"
_SUBJECT = re.compile(
    r"""
    (?: (?:The|This|That|These|Those|A|An|Any|All|Both|Each|Some|No|None|Neither|Most|Many|Several|One|Two|Three)\b
      | (?:His|Her|Its|Their|Our|My|Your)\b
      | (?:M(?:r|rs|s|iss)|Dr|Cllr|Councillor|Child|Officer|Council|Councils|Ofsted|Social\ workers?)\b
      | [A-Z](?:[’']s)?(?=\ )                          # Y was spoken to; Y's views were recorded
    )
    """,
    re.VERBOSE,
)
_SOMEBODY = re.compile(  # what only a statement opens with: somebody who did something, not something of theirs
    rf"""
    (?: (?:It|He|She|They|We|I|You|There|Nobody|Everyone|Someone|Anyone|Nothing)\b (?! [’']s\ )     # "She asked"
      | (?: (?:M(?:r|rs|s|iss)|Dr)\.?\ [A-Z]\w*                                                    # "Mr X asked"
          | The\ (?:[A-Z]\w*|complainant|provider|family|panel|care\ home|school)                  # "The Council told"
        ) (?=\ [a-z]) (?!\ (?:{_PREPOSITIONS})\b)  # not "Mr X and"
    )
    """,
    re.VERBOSE,
)
_ADVERBIAL = re.compile(  # "In May 2023, ...", "However, ...", "While I welcome the offer, ..."
    r"""
    (?: In|On|At|By|After|Before|Following|During|Since|Within|Around|From|Between|Under|Throughout|Until|Over|For|With|Without
      | However|Therefore|Consequently|Furthermore|Moreover|Nevertheless|Overall|Finally|Firstly|Secondly|Thirdly|Lastly|Also|So
      | Although|While|Whilst|When|Where|If|As|Because|Despite|Given|Once|Unless|But|And|Later|Then|Next|Meanwhile|Again|Instead
      | Accordingly|Shortly|Eventually|Initially|Subsequently|Additionally|Similarly|Unfortunately|Clearly|Having|Thus
    )\b
    """,
    re.VERBOSE,
)
_BELOW = re.compile(  # what stands behind these belongs to a clause below
    r"""
    \b(?:which|who|whom|whose|that|where|when|what|how|why|whether|because|if)\b        # "the letter that was sent"
    | (?<! \b(?:with|from)\ ) (?<! \b(?:and|for)\ ) (?<! \b(?:to|by|of|on|in|at)\ )     # (not "work with Mr X was late")
      (?<= [a-z]\ ) (?:he|she|it|they|I|we|Mr|Mrs|Ms|Miss|the\ Council)\b               # "the comments he made"
    | [.;:(]
    """,
    re.VERBOSE,
)
_COMPLETES = re.compile(
    r"""
    That\ (?!is|was|has|had|would|will|leaves|left|does|did|may|means|meant) \w     # "That both had gone"; not "That was wrong"
    | For\ (?:the|its|all|a|[A-Z]) [^,]{0,60}? \ to\ [a-z]                           # "For the Council to pay"
    """,
    re.VERBOSE,
)
_AUXILIARIES = "is|are|was|were|has|have|had|will|would|should|must|may|might|could|cannot|did|does|do"
_AUXILIARY = re.compile(rf"\b(?:{_AUXILIARIES})\b")
_FINITE = re.compile(
    rf"""
    \b(?: {_AUXILIARIES} | shall | can
        | says?|said|tells?|told|thinks?|thought|feels?|felt|wrote|writes|made|makes|found|finds|gave|gives|went|sent|sends|took
        | takes
        | began|met|held|kept|left|paid|pays|knew|came|comes|became|understood|lost|brought|chose|broke|led|sets?\ out|put
        | wants?|needs?|agrees?|accepts?|believes?|considers?|complains?|disagrees?|remains?|appears?|seems?|shows?|expects?
        | explains?
        | welcome|acknowledge|recognise|recommend|conclude|note|suggests?|includes?|allows?|requires?|applies|states?|denies|lives?
      )\b
    | (?<!-) \b[a-z]{{2,}}ed\b (?! \s(?:{_PREPOSITIONS}|on|under|between|during|above|below|into|as)\b )  # not "sent by"
    """,
    re.VERBOSE,
)
_ACTIONS = (
    "accept add address adopt agree allow amend apologise append apply appoint arrange ask assess attend backdate "
    "brief calculate cancel carry change check clear close complete confirm consider contact continue correct "
    "create cut decide deliver develop discuss draw engage ensure explain fail follow fund give help hold identify "
    "ignore implement improve include inform introduce investigate invite issue keep leave look make meet monitor "
    "move name notify obtain offer pay place plan prepare produce properly provide publish put reassess receive "
    "recognise recommend record reconsider refer refund refuse reimburse remind remove repair repay replace reply "
    "report respond restore review revise secure seek send set share show speak start stop supply support take tell "
    "train treat undertake update use visit waive work write"
).split()
_DOES = re.compile(
    rf"""
    (?:{"|".join(_ACTIONS)}) (?:e?s|ing|e?d)?\b       # "Ensure staff are told": its verb is the first word
    | (?:[a-z]+ly\s)? [a-z]+ing\b                     # "Fully refunding what was paid"
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_small(text: str) -> bool | None:
    """Whether a text opens with a small letter; None where its first sign after the quotes is no letter."""
    opening = text.lstrip("‘“'\"([")[:1]
    return opening.islower() if opening.isalpha() else None


def opening_form(text: str) -> Form:
    """Whether a line opens as a statement of its own or as a fragment that completes a lead-in."""
    opening = text[:_IN_SIGHT].lstrip(_OPENING_SIGNS)
    if _SOMEBODY.match(opening):
        return "statement"
    if _COMPLETES.match(opening):
        return "fragment"
    if _ADVERBIAL.match(opening):
        clause = opening.partition(", ")[2] or opening
        return "statement" if _FINITE.search(clause) else "fragment"
    below = _BELOW.search(opening, 4)
    first = opening[: below.start()] if below is not None else opening
    if _SUBJECT.match(opening) is not None:
        return "statement" if _FINITE.search(first) else "fragment"
    has_bare_subject = opening[:1].isupper() and _DOES.match(opening) is None  # "Refusals must be in writing"
    return "statement" if has_bare_subject and _AUXILIARY.search(first) else "fragment"
