"""What sort of remedy an action is.

The words that settle it stand near the head of the action: "review its policy" looks back, "review Mr X's case" does something
again, "issue guidance to staff" trains. So the kinds are asked in an order, the narrow ones first, and each looks at the verb
with its object. Proved by tests/test_index_remedies.py, a row for each word of the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.remedies.payees import PERSON
from index.remedies.records import RemedyKind
from index.remedies.service import is_about_the_service

__all__ = ["kind_of"]


def _compile(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | flags)


_HEAD = r"""
    ^ \W* (?: (?: also | then | now | fully | formally | jointly | urgently | promptly | again | to | taken | taking
      | where\ appropriate
      | if\ it\ has\ not\ (?:already\ )? done\ so | carefully | properly | further | clearly ) ,? \s )*
"""
_GIVES = r"(?: send | provid | issu | mak | giv | offer | writ | arrang | deliver | put )"
_STAFF = r"""
    (?: staff | officers? | personnel | (?: social\s | case | key\s | front\s?line\s )? workers? | teams? | managers? | employees
      | (?: complaint\s | call\s )? handlers? | panel\ members? | advis[eo]rs? | practitioners | assessors? | councillors | members
      | everybody\ who | those\ who | everyone\ who | schools | clerks? | carers | contractors? | colleagues | departments?
        | governors
      | agents )
"""

_APOLOGY = _compile(
    rf"""
    ^ [^£]{{0,40}}? \b apologi[sz]                                                   # apologise to Mrs X
    | ^ \W* (?: say\ sorry | an?\ (?: [\w-]+ ,?\s ){{0,5}} apolog | (?: \w+ \s ){{0,3}} apolog )   # a written apology
    # write to Mrs X, over the signature of ..., to apologise
    | ^ \W* (?: also\s | formally\s )? {_GIVES}\w* \b [^;£]{{0,140}}? \b apolog
    """
)

_CHARGE = r"""
    (?: charges? | invoices? | bills? | debts? | arrears | fees? | penalt(?:y|ies) | PCNs? | fines? | liability | recovery
      | overpayment
      | costs | enforcement )
"""
_SOMEONE = r"(?: s?he | they | it | Mr | Mrs | Ms | Miss )"
_LOSS = rf"""
    (?: the\ difference\ (?: between | in ) | shortfall | arrears\b | back-?dated | lost\ earnings | loss\ of\ (?: earnings
      | income | rent )
      | out\ of\ pocket | receipts? | interest\ on | (?: her | his | their )\ (?: \w+\ ){{0,2}} (?: costs | expenses | fees )
      | (?: legal | tuition | storage | removal | care | travel | professional | solicitor[’']?s? )\ (?: costs | fees | expenses )
      | (?: costs | fees | charges | expenses )\ (?: {_SOMEONE} | which | that | incurred )
      | cost\ of\ (?: the | her | his | their | any | private )
      | (?: {_SOMEONE} | [A-Z] )\ (?: should | would )\ have\ (?: received | been\ paid | had )
      | amounts?\ (?: of\ \w+\ \w+\ )? {_SOMEONE}\b )
"""
_RESTORES = _compile(
    rf"""
    ^ .{{0,50}}? \b (?: refund | reimburs | repay | repaid | waiv | wr(?:ite|ites|iting|itten)\ off | back-?dat | re-?credit
      | pay(?:s|ing)?\ back | mak(?:e|es|ing)\ good )                                # make good any shortfall
    | {_HEAD} (?: credit | deduct )\w* \s £                                          # credit £100 to the rent account
    | ^ .{{0,30}}? \b (?: cancel | remov | withdraw | reduc | credit | delet | void | clear | quash | adjust | dismiss | drop
        | not\ (?: pursue | charge | recover ) | stop )\w* \b .{{0,70}}? \b {_CHARGE} \b   # cancel the invoice
    # pay the difference between ...
    | ^ .{{0,20}}? \b (?: pay | mak | cover | meet | compensat | honour )\w* \b .{{0,80}}? \b {_LOSS}
    """
)

_PAYMENT = _compile(
    rf"""
    ^ \W* (?: (?: an? | the | one | further | additional | symbolic | and | also | Mr | Mrs | Ms | Miss | Dr | [A-Z] | to | each
      | financial
        # a symbolic payment
        | modest | token | single | another | separate ) \s ){{0,6}} (?: £ | payments?\b | sums?\b | compensation\b )
    | {_HEAD} (?: pay(?:s|ing)? | paid | compensat\w* ) \b
    | {_HEAD} (?: mak | offer | provid | giv | award | increas | send | arrang | issu )\w* \b .{{0,90}}?
        (?: £ | \b payments?\b (?!\ (?: process | system | plan | policy )) | \b compensation\b | \b financial\ (?: remedy
          | redress )\b
          | \b vouchers?\b )                                                         # make a payment of
    """
)

_LESSON = r"""
    (?: guidance | reminders? | briefings? | instructions? | learning | lessons | decision | findings | advice | training
      | statement | note
      | memo | bulletin | email | importance | need | case | points? | issues? )
"""
_TRAINING = _compile(
    rf"""
    {_HEAD} (?: remind | re-?train | train(?!ed) | brief(?!ing\ (?: paper | note )) | circulat | cascad )\w*
    | ^ By\ training\b [^.;]{{0,40}} \b remind                                       # By training or other means, reminds ...
    | ^ .{{0,60}}? \b (?: training | e-learning ) \b (?! \s (?: programme\s )? (?: records | policy ) )
    | {_HEAD} (?: issu | giv | provid | produc | prepar | send | shar | discuss | communicat | deliver | highlight | reiterat
      | emphasi
        | raise | us\w+ )\w* \b .{{0,60}}? \b {_LESSON} \b .{{0,100}}? \b {_STAFF} \b    # issue guidance to staff
    | {_HEAD} (?: ensur | mak\w*\ sure | tak\w*\ steps | satisf | confirm )\w* \b .{{0,60}}? \b {_STAFF} \b .{{0,80}}?
        \b (?: awar | famil | understand | understood | know | trained | remind | receiv )   # ensure officers are aware
    | {_HEAD} (?: advis | instruct | tell | ask | send )\w* \s (?: all\s | its\s | relevant\s | the\s | social\s
      | a\ reminder\ to\s ){{0,3}}
        {_STAFF} \b                                                                  # instruct its officers
    | ^ .{{0,60}}? \b {_STAFF} \s (?: will | should | are\ to ) \s be \s (?: reminded | trained | briefed | told | advised )
    | {_HEAD} (?: hold | run | arrang | deliver | provid | organis )\w* \b .{{0,40}}?
        \b (?: learning\ event | workshops? | briefing\ session | away\ day ) \b
    | {_HEAD} discuss \b .{{0,80}} \b (?: supervision | team\ meetings? | briefings? )
    | {_HEAD} (?: send | issu | giv | provid )\w* \s (?: an?\s )? (?: \w+\s ){{0,2}} reminders? \b
    """
)
_OUTSIDE = r"(?: councillors | scrutiny | committee | cabinet | board | members | regulator | Ofsted | CQC | Care\ Quality )"
_SHARES = _compile(rf"\b (?: findings? | decision | statement | lessons? | learning | report ) \b .{{0,60}} \b {_OUTSIDE} \b")
_REPORTS = _compile(
    rf"^ \W* (?: report | present | take )\w* \b .{{0,80}} \b to \b .{{0,40}} \b {_OUTSIDE} \b"
)  # reports to its Cabinet
_HEARING = _compile(  # hold a stage three panel, offer mediation, begin stage two
    rf"""
    {_HEAD} (?: hold | offer | arrang | conven | begin | start | progress | complet | consider | invit | schedul | refer | giv
      | provid | escalat
      | facilitat | set\ up | organis | allow | reopen | re-open | open | conduct | carry\ out | mov )\w* \b .{{0,50}}?
      \b (?: panel | appeal | hearing | mediation | stage\s(?: one | two | three | 1 | 2 | 3 ) ) \b
    """
)

_DECISION = r"""
    (?: decisions? | (?: EHC | care | support | (?i:education,\ health\ and\ care) )\ plan | plan\b (?! \s (?: to | for | of ) ) )
"""
_AGAIN = _compile(
    rf"""
    {_HEAD} (?: re-?assess | reconsider | recalculat | re-?evaluat | re-?determin | redo | re-?run | retak | remak | re-?decid )\w*
    | {_HEAD} (?: carr(?:y|ies|ying)\ out | complet | conduct | undertak | arrang | do | offer | hold | commission | provid
      | organis | start
        | begin )\w* \b (?! [^.;]{{0,60}} \b audit ) .{{0,70}}? \b (?: (?: annual | early | emergency | interim | care\ plan
          | needs )\ reviews?
        | re-?assessments? | (?<! \brisk\ ) (?<! \bimpact\ ) assessments? ) \b       # carry out a new assessment, an annual review
    | {_HEAD} (?: assess(?:es|ing)? | (?: decid | determin )\w* ) \b
    | ^ .{{0,20}}? \b (?: mak | tak | issu | reach | giv | provid )\w* \b .{{0,40}}?
        # issue the final plan
        \b (?: new | fresh | further | another | final | proper | written | amended ) \s (?: \w+\s ){{0,4}} {_DECISION}
    | {_HEAD} consider\w* \s (?: again | afresh | whether\ (?: it | Mr | Mrs | Ms | Miss | to ) | (?: {PERSON} )[’']s )
    """
)
_SYSTEM = r"(?: polic | procedure | process | practice | approach | how | scheme | system )"
_CASE = r"""
    (?: decisions? | case | plan | application | assessments? | needs | banding | priority | entitlement | package | support
      | charges?
      | allowance | placement | claim | account | position | eligibility | provision | bids? | award | request | circumstances
        | file | budget
      | contributions? | payments? | situation )
"""
_WHOSE = rf"""
    (?: (?: {PERSON} ) (?: [’']s? )? | its | this | that | whether | if | the\ (?: family | child | complaint
      | complainant ) [’']?s?
      | the\ (?: decision | case | application | claim | assessment ) )
"""
_REVIEWS_CASE = _compile(  # review Mr X's application; names need their capitals
    rf"""
    ^ .{{0,25}}? \b [Rr]eview (?: s | ing )? \s (?: and\s\w+\s )? (?! [^.;]{{0,40}} \b {_SYSTEM} ) {_WHOSE}
      (?: \s (?: [\w’'-]+ ,?\s ){{0,6}}? {_CASE} \b | \s* $ )
    """,
    0,
)
_LOOKS = r"""
    (?: review | audit | examin | scrutini | identif | evaluat | revisit | look(?:s|ing)?\ (?:back\ )? (?: at | through | into
      | again ) | check
      | sampl | survey | investigat )
"""
_REVIEW = _compile(
    rf"""
    {_HEAD} {_LOOKS}\w*
    # hire an auditor to review
    | {_HEAD} (?: bring\ in | hire | appoint | commission | engage | ask | instruct ) \b .{{0,70}} \b to \s {_LOOKS}
    | ^ .{{0,30}}? \b (?: carr(?:y|ies|ying)\ out | complet | conduct | undertak | commission | offer | hold | arrang | tak | mak
      | do )\w* \b
        .{{0,60}}? \b (?: reviews? | audits? | look ) \b                             # carry out an audit
    | ^ \W* (?: an? \s (?: \w+\s ){{0,2}} )? (?: review | audit ) \b
    """
)
_NEAR = 60
"""Characters in which the words of a system make a hearing one of many."""


def _is_hearing(action: str) -> bool:
    return _HEARING.search(action) is not None and not re.search(rf"\b{_SYSTEM}", action[:_NEAR], re.IGNORECASE | re.VERBOSE)


def _is_again(action: str) -> bool:
    return _AGAIN.search(action) is not None or _REVIEWS_CASE.search(action) is not None


def _is_training(action: str) -> bool:
    return _TRAINING.search(action) is not None and _SHARES.search(action) is None


_ORDER: tuple[tuple[Callable[[str], bool], RemedyKind], ...] = (
    (lambda action: _APOLOGY.search(action) is not None, "apology"),
    (lambda action: _RESTORES.search(action) is not None, "refund"),
    (lambda action: _PAYMENT.search(action) is not None, "payment"),
    (_is_training, "training"),
    (lambda action: _REPORTS.match(action) is not None, "other"),
    (_is_hearing, "other"),
    (_is_again, "reassessment"),
    (lambda action: _REVIEW.search(action) is not None, "review"),
    (is_about_the_service, "service_improvement"),
)


def kind_of(action: str) -> RemedyKind:
    """The kind of an action; `other` where no kind's words stand in it."""
    return next((kind for is_kind, kind in _ORDER if is_kind(action)), "other")
