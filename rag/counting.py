"""Whether a question asks for a count, a share or a usual sum over decisions, and in which words such questions are put.

Contract: pure, patterns read against straight apostrophes in any case. A count over decisions is told from the facts of one case:
"how many weeks", "how often did the council visit" and "how much was paid" ask for the second, and a number given for them would
be a wrong answer to another question. Proved by tests/test_rag_counting.py.
"""

from __future__ import annotations

import re

__all__ = ["SORTS", "asks_statistic"]


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


SORTS = (
    r"(?:decisions|cases|reports|councils|authorities|payments|refunds|apolog(?:ies|y)|remedies|service\ improvements|statements)"
)
"""What is counted over decisions, in a regular expression."""

_SUM = r"(?:payments?|sums?|amounts?|remed(?:y|ies)|compensation|awards?|payouts?|figures?|refunds?)"
_USUALLY = r"(?:usual(?:ly)?|typical(?:ly)?|normal(?:ly)?|generally|on\ average|as\ a\ rule|mostly|commonly)"
_MOST = r"(?:highest|largest|biggest|greatest|lowest|smallest|maximum|minimum)"
_SHARE = r"(?:share|proportion|percentage|fraction|per\ ?cent)"
_COMMON = r"(?:common|usual|normal|typical|rare|unusual|frequent|likely)"
_OUTCOME = r"(?:upheld|uphold|closed|decided|succeed(?:ed)?|fail(?:ed)?|w[io]n|lost?|reject(?:ed)?|dismiss(?:ed)?|fault)"
_RESULT = (
    rf"(?:{_OUTCOME} | apolog\w+ | payments? | pa(?:y|id) | refund\w* | remed\w+ | compensat\w+ | money | train\w+ | agreed"
    r" | recommended | awarded | service\ improvements? | reviews?)"
)
_MANY_PEOPLE = r"(?:people|complainants|families|parents|tenants|applicants|carers)"
_GROUPS = r"(?:year|month|council|authority|category|subject|outcome|kind|type)"
_ANYONE = r"(?:anyone|anybody|someone|people|complainants|families|(?:a|any|the)\ (?:council|complainant|family|person)|councils)"
_OF_THEM = r"(?:(?!(?:were|was|are|is|did|do|does|have|has|had|in|on|at|by)\b)[\w'’-]+\ )"  # "of the children's services ", no verb
_OVER_DECISIONS = r"(?:decisions?|cases?|complaints?|ombudsman)"

_PATTERNS = (
    # how many decisions, the number of payments; count the cases
    rf"\bhow\ many\ {_OF_THEM}{{0,5}}?{SORTS}\b | \bnumber\ of\ (?:[\w'’-]+\ ){{0,3}}?(?:{SORTS}|complaints)\b",
    rf"(?:^|[,;]\ |\bplease\ |\byou\ )count\ (?:up\ )?(?:[\w'’-]+\ ){{0,4}}?(?:{SORTS}|complaints)\b",
    # how many complaints were upheld, failed, did the Ombudsman reject
    rf"""\bhow\ many\ (?:[\w'’-]+\ ){{0,2}}?complaints\ (?:(?:about|against|made|over|in|of|to|that|which)\ .{{1,80}}?\ )?
      (?:(?:were|was|are|have\ been|has\ it|did\ the\ ombudsman|does\ the\ ombudsman|get|got)\ .{{0,30}}\b{_OUTCOME}
        | succeed(?:ed)?|fail(?:ed)?|led\ to|ended|resulted|are\ there|are\ in)\b""",
    # how many were upheld in 2023
    rf"\bhow\ many\ (?:were|are|have\ been|get|got)\ (?:not\ )?(?:{_OUTCOME}|published)\b",
    rf"\bhow\ many\ {_MANY_PEOPLE}\ (?:\w+\ )?(?:got|get|received|w[oi]n|were\ (?:paid|awarded|given))\b",
    r"\bhow\ many\ (?:reviews|reassessments|training\ sessions)\ (?:were|have\ been)\ (?:agreed|recommended)\b",
    rf"\bhow\ many\ times\ (?:has|have|did|does)\ the\ ombudsman\b .{{0,60}}\b{_RESULT}\b",
    rf"\b(?:success|uphold|upheld)\ rates?\b | \bsplit\ between\ (?:not\ )?{_OUTCOME}\b",
    # how often are complaints upheld; how common are payments; is it common to get an apology
    rf"""\bhow\ (?:often|frequently|commonly|regularly)\ (?:do|does|did|is|are|was|were|has|have)
      \ (?!the\ council|they\b|he\b|she\b|it\b) .{{0,60}}\b(?:{_OVER_DECISIONS}|upheld|apolog\w+|payments?|refund\w*|remed\w+|agreed
        |recommended|complainants?\ w[io]n)""",
    rf"\bhow\ {_COMMON}\ (?:is|are|was|were)\ .{{0,60}}\b{_RESULT}\b",
    rf"\b(?:is|was)\ it\ (?:very\ |quite\ |at\ all\ )?{_COMMON}\ (?:for|to|that)\b .{{0,80}}\b{_RESULT}\b",
    rf"""\b(?:are|were)\ (?:[\w'’-]+\ ){{0,3}}?(?:payments|refunds|apologies|remedies|service\ improvements|reviews)
      \ (?:\w+\ ){{0,6}}?{_COMMON}\b""",
    rf"\b(?:are|were|do|did|have)\ most\ (?:[\w'’-]+\ ){{0,3}}?(?:complaints|{SORTS})\b .{{0,80}}\b{_RESULT}\b",
    rf"\b(?:do|does)\ (?:councils|authorities|the\ ombudsman)\ (?:{_USUALLY}|often)\ .{{0,60}}\b(?:{_RESULT}|apologise)\b",
    # the share of decisions; what percentage did the Ombudsman uphold
    rf"\b{_SHARE}\ of\b | \b(?:what|which)\ {_SHARE}\ .{{0,80}}\b{_RESULT}\b",
    # the usual payment; what do people usually get; the going rate
    rf"""\b(?:median|average|mean|{_USUALLY}|commone?st|most\ common|{_MOST})\ (?:[\w'’-]+\ ){{0,3}}?{_SUM}\b
      | \b{_SUM}\ (?:is|are|was|were|has\ been)\ (?:the\ )?(?:most\ )?(?:{_USUALLY}|common|{_MOST})\b
      | \bhow\ much\b .{{0,80}}\b{_USUALLY}\b | \b{_USUALLY}\b .{{0,40}}\b(?:paid|pay|agreed|awarded|get|receive|given)\b
      | \bhow\ much\ (?:do|have|did)\ (?:councils|authorities|people|complainants)\b | \b(?:going\ rate|ballpark)\b
      | \bhow\ (?:high|low)\ (?:do|did|can)\ {_SUM}\ (?:go|get)\b""",
    # the most that anyone was paid
    rf"\b(?:most|least)\ (?:that\ )?(?:money\ )?(?:that\ )?{_ANYONE}\ .{{0,30}}\b(?:paid|pays?|got|get|received|awarded|given)\b",
    r"\b(?:most|least)\ (?:ever\ )?(?:paid|awarded)\b",
    # the range of payments; between what do payments lie
    rf"\brange\ of\ {_SUM}\b | \b(?:between|from)\ what\ (?:and|to)\ what\b .{{0,40}}\b{_SUM}\b",
    rf"\btotal\ (?:paid|of\ all|amount|{_SUM})\b",
    # which councils have most; decisions by year; how the outcomes split
    r"""\bwhich\ (?:councils?|authorit(?:y|ies)|categor(?:y|ies)|years?|(?:(?:kinds?|types?)\ of\ )?remed(?:y|ies))\b
      .{0,30}\b(?:most|fewest|least)\b""",
    rf"\brank\b .{{0,60}}\bby\b | \b(?:break|split|group|sort)\b .{{0,60}}\b(?:by|per)\ (?:the\ )?{_GROUPS}\b",
    rf"\b(?:decisions|cases|complaints|remedies|payments|outcomes)\ (?:\w+\ ){{0,3}}?(?:by|per|each|every)\ {_GROUPS}\b",
    r"\bhow\ do\ (?:the\ )?outcomes\ (?:split|divide|break|compare)\b",
    # what councils are most often told to do
    rf"\b(?:councils|authorities)\ (?:are\ |were\ )?(?:most\ often|{_USUALLY})\ (?:have\ to|had\ to|told|asked|made|agree\w*)\b",
)
_STATISTIC = _cue(" | ".join(f"(?: {pattern} )" for pattern in _PATTERNS))
_TIME = _cue(r"\bhow\ (?:long|soon|quickly|late)\b | \bby\ when\b")
"""Asks for a time limit, which the ledger of remedies has, and no count of it."""


def asks_statistic(question: str) -> bool:
    """Whether a count, a share or a usual sum over decisions is asked for."""
    plain = question.replace("’", "'")
    return _STATISTIC.search(plain) is not None and not _TIME.search(plain)
