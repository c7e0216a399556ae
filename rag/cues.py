"""The words by which a question shows what it wants: kind of answer, powers, out of scope.

Patterns are read against the question with straight apostrophes, in any case. They name turns of phrase, never known questions.
Proved by tests/test_rag_query.py.
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["KIND_CUES", "OUT_OF_SCOPE", "Kind", "is_about_powers"]

Kind = Literal["remedy", "amount", "time_limit", "law", "comparison", "outcome", "wish", "facts"]
"""What the answer has to hold."""


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


KIND_CUES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "amount",
        _cue(
            r"""
            how\ much | what\ (?:sum|amount|payment)s? | \bamounts?\b | £ | \bpounds?\b | compensation | \bpayments?\b
            | \bpa(?:id|y|yout)\b | \bmoney\b | reimburse
            """
        ),
    ),
    (
        "remedy",
        _cue(
            r"""
            \bremed(?:y|ies)\b | put\ (?:\w+\ )?right | \bapolog | service\ improvements? | \bredress\b | \bsorted\b
            | (?:order(?:ed)?|asked)\b .{0,60} \b(?:actions?|do|councils?|to)\b | \brecommend(?:ed|s|ations?)?\b
            | what\ (?:was|were|is|has\ been|did\ .{0,30})\ agreed?\b | agreed\ (?:actions?|to\ do|remed)
            | what\ (?:must|should|did|will|has)\ the\ (?:council|authority)\ (?:\w+\ ){0,3}(?:do|agree) | \bhave\ to\ do\b
            | what\ (?:can|could|might|do|would)\ i\ (?:\w+\ )?(?:expect|get) | \btrain(?:ing|ed)?\b | \bimprove
            """
        ),
    ),
    (
        "time_limit",
        _cue(
            r"""
            how\ (?:long|soon|quickly|late) | how\ many\ (?:working\ )?(?:days|weeks|months)
            | time\ ?(?:limits?|scales?|frames?) | \bdeadlines?\b | by\ when | within\ what | too\ long
            | when\ (?:must|should|does|do)\b | when\ did\ .{0,40}\ have\ to\b
            """
        ),
    ),
    (
        "comparison",
        _cue(
            r"""
            compar | \bdiffer | other\ (?:cases|decisions|councils) | which\ (?:cases|decisions|councils) | \bsimilar
            | cases\ (?:where|like|about) | any\ (?:cases|decisions)
            """
        ),
    ),
    (
        "law",
        _cue(
            r"""
            \b(?:laws?|legal|legally|statut\w*|act|guidance|regulations?|section\ \d+|dut(?:y|ies)|entitled|rights?|powers?|rules?
            |procedures?|allowed|must\ (?:a|the)\ council|can\ (?:a|the)\ council)\b
            """
        ),
    ),
    ("outcome", _cue(r"\bupheld\b | \buphold\b | \boutcome\b | (?:find|found|at|no|any|there)\ fault | what\ was\ decided")),
    (
        "wish",
        _cue(
            r"""
            \b(?:what|why|which)\b .{0,50} (?<!ombudsman\ )
              \b(?:complain(?:ed|s|ing)?\ (?:about|of)|want(?:ed|s)?|hop(?:ed|ing)\ for|alleg(?:e|es|ed))\b
            | \bgrievances?\b | desired\ outcome
            """
        ),
    ),
)
"""The kinds in order: the first that fits is the question's, most particular first."""

_POWERS = _cue(
    r"""
    ombudsm[ae]n(?:'?s)?\ (?:\w+\ )?(?:powers?|role|jurisdiction) | balance\ of\ probabilit | maladministration | service\ failure
    | \bofsted\b | information\ sharing | test\ applies | comment\ on\ (?:a|the)\ draft
    | (?:can(?:not|'t)?|could(?:\ not|n't)?|able\ to|won't|refuse\ to)
      \ (?:the\ ombudsman\ |they\ |it\ )?(?:investigate|question|look\ at)
    """
)
OUT_OF_SCOPE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        _cue(
            r"""
            (?:real|true|full|actual)\ names? | \bidentify\ the\b | which\ (?:social\ worker|officer|manager|employee)\ (?:was|is)\b
            | who\ (?:really\ )?(?:is|was)\ (?:mr|mrs|ms|miss|dr)\ [a-z]\b
            | (?:name|identity|address|e-?mail|phone)\ of\ (?:the|that|this)\ (?:\w+\ ){0,3}(?:mother|father|parent|child|boy|girl
                |complainant|family|worker|officer|carer|woman|man|person|manager|investigator)
            | (?:mother|father|child|boy|girl|son|daughter|worker|officer)'?s?\ (?:real\ |full\ )?name
            """
        ),
        "Decisions do not name the people in them, and Pinpoint does not try to identify them.",
    ),
    (
        _cue(
            r"""
            \bwill\ (?:the\ ombudsman|they|i|we|my)\ (?:\w+\ ){0,4}(?:uphold|win|succeed|upheld|agree\ with)
            | \bwill\ (?:i|we|my\ \w+)\ (?:\w+\ )?(?:get|receive|win|be\ (?:paid|awarded|given))
            | \b(?:chances?|odds|likelihood|probability)\ (?:of|that|are|my) | \bcan\ you\ predict | \bhow\ likely\b
            """
        ),
        "Pinpoint reports what was decided; it does not predict what will be.",
    ),
    (
        _cue(
            r"""
            (?:^|\bplease\ |\b(?:you|help\ me|me\ to|want\ to|how\ to|how\ do\ i)\ )(?:draft|write|prepare|compose)\b
            .{0,40} \b(?:claim|letter|complaint|appeal|e-?mail|application|statement)\b
            """
        ),
        "Pinpoint answers from published decisions; it does not draft documents.",
    ),
    (
        _cue(
            r"""
            \b(?:housing|scottish|parliamentary|financial|pensions?|legal|energy|welsh|prisons?|northern\ ireland)
            \ (?:(?:and\ health\ )?services?\ )*ombudsman
            | (?:ombudsman\ (?:for|of|in)|\bappl(?:y|ies)\ (?:in|to))\ (?:scotland|wales|northern\ ireland)
            """
        ),
        "Pinpoint covers the Local Government and Social Care Ombudsman for England only.",
    ),
)
"""What cannot be served, with what is said instead."""


def is_about_powers(question: str) -> bool:
    """Whether the Ombudsman's own role, powers or method are asked about, which stand in paragraphs kept out otherwise."""
    return _POWERS.search(question) is not None
