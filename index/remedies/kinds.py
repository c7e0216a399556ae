"""What sort of remedy an action is, and whether it is for others than the complainant.

The first word that settles it stands near the head of the action: "review its policy" looks back, "review Mr X's case" does
something again, "review training" is neither. So kinds are asked in an order, the narrow ones first, and each looks at the verb with
its object. Proved by tests/test_index_remedies.py, a row for each word of the list.
"""

from __future__ import annotations

import re

from index.remedies.payees import PERSON
from index.remedies.records import RemedyKind

__all__ = ["helps_others", "kind_of"]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


_OPENING = r"\W* (?: (?: also | then | now | fully | formally | jointly | urgently | promptly | again | to | taken | taking | where\ appropriate | if\ it\ has\ not\ (?:already\ )?done\ so | carefully | properly | further | clearly ) ,? \s )*"
_STAFF = r"""(?: staff | officers? | personnel | (?:social\s|case|key\s|front\s?line\s)?workers? | teams? | managers? | employees | (?:complaint\s|call\s)?handlers?
    | panel\ members? | advis[eo]rs? | practitioners | assessors? | councillors | members | everybody\ who | those\ who | everyone\ who | schools | clerks?
    | carers | contractors? | colleagues | departments? | services\ staff | governors | agents )"""
_CHARGE = r"(?: charges? | invoices? | bills? | debts? | arrears | fees? | penalt(?:y|ies) | PCNs? | fines? | liability | recovery | overpayment | costs | enforcement )"
_LOOKS = r"(?: review | audit | examin | scrutini | identif | evaluat | revisit | look(?:s|ing)?\ (?:back\ )?(?:at|through|into|again) | check | sampl | survey | investigat | undertake\ an?\ (?:\w+\s){0,2}(?:review|audit) )"

_APOLOGY = _compile(
    r"""
    ^ [^£]{0,40}? \b apologi[sz] | ^ \W* (?: say\ sorry | an?\ (?: [\w-]+ ,?\s ){0,5} apolog | apolog | (?: \w+ \s ){0,3} apolog )
    | ^ \W* (?: also\s | formally\s )? (?: send | provid | issu | mak | giv | offer | writ | arrang | deliver | put )\w* \b [^;£]{0,140}? \b apolog
    """
)
_RESTORES = _compile(
    rf"""
    ^ .{{0,50}}? \b (?: refund | reimburs | repay | repaid | waiv | wr(?:ite|ites|iting|itten)\ off | back-?dat | re-?credit | pay(?:s|ing)?\ back | mak(?:e|es|ing)\ good )
    | ^ {_OPENING} (?: credit | deduct )\w* \s £ | ^ .{{0,30}}? \b (?: cancel | remov | withdraw | reduc | credit | delet | void | clear | quash | adjust | dismiss | drop | not\ (?:pursue|charge|recover) | stop ) \w* \b .{{0,70}}? \b {_CHARGE} \b
    | ^ .{{0,20}}? \b (?: pay | mak | cover | meet | compensat | honour ) \w* \b .{{0,80}}? \b (?: the\ difference\ (?:between|in) | shortfall | arrears\b | back-?dated | lost\ earnings
        | loss\ of\ (?:earnings|income|rent) | out\ of\ pocket | receipts? | (?:her|his|their)\ (?:\w+\s){{0,2}}(?:costs|expenses|fees) | interest\ on | (?:legal|tuition|storage|removal|care|travel|professional|solicitor[’']?s?)\ (?:costs|fees|expenses)
        | (?:costs|fees|charges|expenses)\ (?:s?he|they|Mr|Mrs|Ms|Miss|which|that|incurred) | cost\ of\ (?:the|her|his|their|any|private) | (?:s?he|they|[A-Z])\ (?:should|would)\ have\ (?:received|been\ paid|had) | amounts?\ (?:of\s\w+\s\w+\s)?(?:s?he|they|it|Mr|Mrs|Ms|Miss)\b )
    """
)
_PAYMENT = _compile(
    rf"""
    ^ \W* (?: (?:a|an|the|one|further|additional|symbolic|and|also|Mr|Mrs|Ms|Miss|Dr|[A-Z]|to|each|financial|modest|token|single|another|separate) \s ){{0,6}} (?: £ | payments?\b | sums?\b | compensation\b )
    | ^ {_OPENING} (?: pay(?:s|ing)? | paid | compensat\w* ) \b
    | ^ {_OPENING} (?: mak | offer | provid | giv | award | increas | send | arrang | issu ) \w* \b .{{0,90}}? (?: £ | \b payments?\b (?!\ (?:process|system|plan|policy)) | \b compensation\b | \bfinancial\ (?:remedy|redress)\b | \bvouchers?\b )
    """
)
_TRAINING = _compile(
    rf"""
    ^ {_OPENING} (?: remind | re-?train | train(?!ed) | brief(?!ing\ (?:paper|note)) | circulat | cascad ) \w*
    | ^ By\ training\b [^.;]{{0,40}} \b remind
    | ^ .{{0,60}}? \b (?: training | e-learning ) \b (?! \s (?:programme\s)?(?:records|policy) )
    | ^ {_OPENING} (?: issu | giv | provid | produc | prepar | send | shar | discuss | communicat | deliver | highlight | reiterat | emphasi | raise | us\w+ ) \w* \b .{{0,60}}?
        \b (?: guidance | reminders? | briefings? | instructions? | learning | lessons | decision | findings | advice | training | statement | note | memo | bulletin | email | importance | need | case | points? | issues? ) \b .{{0,100}}? \b {_STAFF} \b
    | ^ {_OPENING} (?: ensur | mak\w*\ sure | tak\w*\ steps | satisf | confirm ) \w* \b .{{0,60}}? \b {_STAFF} \b .{{0,80}}? \b (?: awar | famil | understand | understood | know | trained | remind | receiv )
    | ^ {_OPENING} (?: advis | instruct | tell | ask | send ) \w* \s (?: all\s | its\s | relevant\s | the\s | social\s | a\sreminder\sto\s ){{0,3}} {_STAFF} \b
    | ^ .{{0,60}}? \b {_STAFF} \s (?: will | should | are\ to ) \s be \s (?: reminded | trained | briefed | told | advised )
    | ^ {_OPENING} discuss \b .{{0,80}} \b (?: supervision | team\ meetings? | briefings? )
    | ^ {_OPENING} (?: send | issu | giv | provid )\w* \s (?: an?\s )? (?: \w+\s ){{0,2}} reminders? \b
    """
)
_PLAIN_SHARING = _compile(
    r"\b(?:findings?|decision|statement|lessons?|learning|report)\b.{0,60}\b(?:councillors|scrutiny|committee|cabinet|members|regulator|Ofsted|CQC|Care Quality)\b"
)
_REPORTS = _compile(r"^\W*(?:report|present|take)\w*\b.{0,80}\bto\b.{0,40}\b(?:committee|councillors|scrutiny|cabinet|board|members)\b")
_OWN_CASE = rf"""(?: (?:{PERSON})(?:[’']s?)? | its | the\ (?:family|child|complaint|complainant)[’']?s? | this | that | the\ (?:decision|case|application|claim|assessment) | whether | if )"""
_AGAIN = _compile(
    rf"""
    ^ {_OPENING} (?: re-?assess | reconsider | recalculat | re-?evaluat | re-?determin | redo | re-?run | retak | remak | re-?decid ) \w*
    | ^ {_OPENING} (?: carr(?:y|ies|ying)\ out | complet | conduct | undertak | arrang | do | offer | hold | commission | provid | organis | start | begin ) \w* \b (?! [^.;]{{0,60}} \b audit ) .{{0,70}}? \b (?: (?: annual | early | emergency | interim | care\ plan | needs ) \s reviews? | re-?assessments? | (?<!\brisk\ )(?<!\bimpact\ )assessments? ) \b
    | ^ {_OPENING} assess (?:es|ing)? \b
    | ^ .{{0,20}}? \b (?: mak | tak | issu | reach | giv | provid ) \w* \b .{{0,40}}? \b (?: new | fresh | further | another | final | proper | written | amended ) \s (?:\w+\s){{0,4}} (?: decisions? | (?:EHC|care|support|education,\ health\ and\ care|Education,\ Health\ and\ Care)\ plan | plan\b (?! \s (?:to|for|of)) )
    | ^ {_OPENING} (?: decid | determin ) \w* \b
    | ^ {_OPENING} consider \w* \s (?: again | afresh | whether\ (?:it|Mr|Mrs|Ms|Miss|to) | (?:{PERSON})[’']s )
    """
)
_AGAIN_CASED = re.compile(
    rf"""
    ^ .{{0,25}}? \b [Rr]eview (?:s|ing)? \s (?: and\s\w+\s )? (?! [^.;]{{0,40}} \b (?: polic | procedure | process | practice | approach | how | scheme | system ) ) (?: {_OWN_CASE} )
        (?: \s (?: [\w’'-]+ ,?\s ){{0,6}}? (?: decisions? | case | plan | application | assessments? | needs | banding | priority | entitlement | package | support | charge | charges | allowance
          | placement | claim | account | position | eligibility | provision | bids? | award | request | circumstances | file | budget | contributions? | payments? | situation ) \b | \s* $ )
    """,
    re.VERBOSE,
)
_REVIEW = _compile(
    rf"""
    ^ {_OPENING} {_LOOKS} \w* | ^ {_OPENING} (?: bring\ in | hire | appoint | commission | engage | ask | instruct ) \b .{{0,70}} \b to \s {_LOOKS}
    | ^ .{{0,30}}? \b (?: carr(?:y|ies|ying)\ out | complet | conduct | undertak | commission | offer | hold | arrang | tak | mak | do ) \w* \b .{{0,60}}? \b (?: reviews? | audits? | look ) \b
    | ^ \W* (?: an? \s (?:\w+\s){{0,2}} )? (?: review | audit ) \b
    """
)
_HEARING = _compile(r"^.{0,40}?\b(?:panel|appeal|hearing|mediation|stage\s(?:one|two|three|1|2|3))\b")
_SYSTEM = _compile(
    r"""
    \b (?: polic(?:y|ies) | procedures? | process(?:es)? | practices? | templates? | (?:standard|decision|template)\ letters? | standard\ letter | leaflets? | web(?:site|\ ?page)s? | forms? | systems? | protocols?
      | action\ plan | monitor\w* | publish\w* | improv\w+ | introduc\w+ | recruit\w* | capacity | steps | measures | prevent\w* | recurr\w+ | record[\s-]keeping | arrangements | scheme | criteria | factsheets? | timescales
      | (?:draw|drew)\w*\ up\ a | devis\w+ | develop\w* | month\ by\ month | quarterly | progress\ report | backlog | learning | lessons | strategy | guidance | checklist | safeguards | oversight | contracts? | commissioning
      | (?:its|their)\ (?:[\w-]+\ )?teams? | happen\ again | in\ (?:the\ )?future | going\ forward | supply | availability | waiting\ (?:lists?|times?) | what\ (?:it|more|else|changes|steps)\ (?:can|could|it|are) | sufficien\w+ | mechanism | log | tracking | software | database | service | resources? | plan\ (?:to|for|showing|setting|which|that|of) | check\b )
    """
)
_ABOUT_ONE = re.compile(rf"(?:{PERSON})", re.VERBOSE)
_SYSTEM_VERB = _compile(
    r"^.{0,20}?\b(?:amend|chang|updat|revis|introduc|develop|devis|improv|implement|publish|produc|creat|establish|monitor|put\ in\ place|set\ up|draw|ensur|mak|tak|adopt|strengthen|add|include|inform|notify|prepar|writ|send|provid|report|review|agre|consider|agree|plan|give|design|draft|use|explain|redraft|formalis|refresh|simplif|maintain|keep|allocat|recruit|complet|finalis|carry|clarif|work|build|deliver|increas|appoint)"
)


def kind_of(action: str) -> RemedyKind:
    """The kind of an action; `other` where no kind's words stand in it."""
    if _APOLOGY.search(action):
        return "apology"
    if _RESTORES.search(action):
        return "refund"
    if _PAYMENT.search(action):
        return "payment"
    if _TRAINING.search(action) and not _PLAIN_SHARING.search(action):
        return "training"
    if _REPORTS.match(action):
        return "other"
    if _HEARING.search(action) and not _SYSTEM.search(action[:60]):
        return "other" if not _REVIEW.match(action) or "panel" in action[:40] else "review"
    if _AGAIN.search(action) or _AGAIN_CASED.search(action):
        return "reassessment"
    if _REVIEW.search(action):
        return "review"
    return "service_improvement" if _is_about_the_service(action) else "other"


def _is_about_the_service(action: str) -> bool:
    """Whether an action changes how things are done, rather than something in one person's case."""
    system = _SYSTEM.search(action)
    if system is None or _SYSTEM_VERB.search(action) is None:
        return False
    person = _ABOUT_ONE.search(action)
    return person is None or person.start() > system.start()


_OTHERS = _compile(
    r"""
    \b (?: other | similar ) \s (?: \w+ \s ){0,3}? (?: families | people | persons | residents | cases | children | complain\w* | applica\w+ | service\ users | households | parents | carers | tenants | pupils | claimants | customers
        | foster\w* | guardians | individuals | young\ people | adults | homes | affected | students | appeals | decisions | invoices | motorists | taxpayers | care\ leavers )
    | \b others? \s (?: who | that | (?:in|with)\ (?:a\s|the\s)?(?:same|similar) | similarly | (?:may|might|could)\ (?:also\ )?(?:have|be) | affected | have | has | were )
    | \b (?: any | every | each | all | those ) \s (?: of\ the\ | other\ )? (?: \w+ \s ){0,3}? (?: famil\w+ | person | people | residents? | child(?:ren)? | complainants? | applicants? | service\ users? | households? | parents? | carers? | tenants? | pupils | claimants?
        | customers? | cases | foster\w* | guardians | individuals | young\ people | tenants ) \b [^.;]{0,60}? \b (?: who | whose | whom | where | that | affected | since | closed | with | on\ the | in\ the\ same )
    | \b (?: anyone | anybody | everyone | everybody ) \s (?: else\s )? (?: who | whose | affected | in\ )
    | \b (?: people | children | families | those ) \s (?: who\ (?:may|might|could|have|were) | affected | similarly )
    """
)
_STAFF_OTHERS = _compile(r"\b(?:everybody|everyone|those|anyone)\ who\ (?:handle|deal|work|assess|manag|mak|process|tak|answer|investigat)")
_MAY_HELP: frozenset[RemedyKind] = frozenset({"review", "refund", "payment", "other", "apology", "reassessment", "service_improvement"})


def helps_others(action: str, kind: RemedyKind) -> bool:
    """Whether an action looks for, or puts right, what happened to others than the complainant."""
    return kind in _MAY_HELP and _OTHERS.search(action) is not None and _STAFF_OTHERS.search(action) is None
