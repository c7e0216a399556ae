"""Lay words and the words the decisions use for the same thing, each with the page that sets the term.

Contract: pure. A lay phrase in a question adds the field's words to those searched, beside the asker's own and weighed less; the
text whose meaning is searched stays as it was asked. An entry is a thing that the field calls by another name, never an answer,
and its source is where that name is defined or used as the term. Proved by tests/test_rag_vocabulary.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index import terms

__all__ = ["CATEGORY_NAMES", "VOCABULARY", "Term", "widening_words"]

_STAGES = "Getting the Best from Complaints (Department for Education and Skills, 2006)"
_REMEDIES = "Ombudsman, Guidance on remedies, parts 1 to 3"
_CHILDREN = "Children Act 1989, sections 3, 17, 20, 22 and 47 and schedule 2"
_EDUCATION = "Education Act 1996, section 19; Children and Families Act 2014, part 3"
_CARE = "Care Act 2014, sections 9 to 33; Care and support statutory guidance, chapter 8"
_HOMES = "Housing Act 1996, part 7; Homelessness code of guidance, chapter 17"
_KIN = "Special Guardianship Regulations 2005; Children Act 1989, section 14A"
_FAULT = "Ombudsman, Principles of good administrative practice"


@dataclass(frozen=True, slots=True)
class Term:
    """A lay phrase, the field's words for it, and where these are set down."""

    lay: re.Pattern[str]
    words: str
    source: str


def _term(words: str, source: str, *lay: str) -> Term:
    return Term(re.compile(rf"\b(?:{'|'.join(lay)})\b", re.IGNORECASE), words, source)


_STEP = "(?:step|stage|level|part|bit|round)"
_PERSON = "(?:me|him|her|us|them)"
_WHOSE = "(?:my|our|her|his|their|the)"
VOCABULARY: tuple[Term, ...] = (
    # the children's complaints procedure
    _term(
        "stage three review panel",
        _STAGES,
        rf"(?:final|last|third|next|another|further) {_STEP} (?:of (?:the|my|our|a) complaints?|after)",
        "(?:final|last|next) (?:panel|hearing)",
    ),
    _term("stage two investigation", _STAGES, rf"(?:second|middle) {_STEP} of {_WHOSE} complaints?"),
    _term(
        "stage two independent person investigating officer",
        _STAGES,
        "(?:someone|somebody|person|people) (?:who is |from )?(?:independent|outside)",
        "independent (?:investigators?|investigations?|look|inquiry)",
    ),
    _term("stage one local resolution response", _STAGES, "first (?:answer|reply|response|step)"),
    _term(
        "early referral",
        _STAGES,
        r"(?:straight|directly|early|skip\w*|sent) (?:\w+ ){0,3}to (?:the ombudsman|you lot|the lgo|lgsco)",
    ),
    _term(
        "corporate complaints procedure",
        _STAGES,
        "(?:normal|ordinary|general|main|usual|wrong) complaints? (?:process|procedure|route|system)",
    ),
    # people
    _term("child children", _CHILDREN, "kids?|bairns?|little ones?|youngsters?"),
    _term("mother", _CHILDREN, "mums?|mam|mom"),
    _term("father", _CHILDREN, "dads?"),
    _term(
        "non-resident father parental responsibility",
        _CHILDREN,
        "(?:dads?|fathers?|parents?) (?:who |that )?(?:lives?|living) (?:elsewhere|apart|somewhere else|away)",
        "absent (?:dads?|fathers?)",
    ),
    _term("son", _CHILDREN, "lads?|boys?"),
    _term("children's social care", _CHILDREN, "social services|the social"),
    _term("manager", _FAULT, "boss|bosses|higher[- ]ups?"),
    _term(
        "kinship special guardian guardianship",
        _KIN,
        rf"(?:look(?:ing)? after|bring(?:ing)? up|rais(?:e|ing)) {_WHOSE} (?:grand\w+|niece|nephew|brother|sister)s?",
    ),
    # what goes wrong
    _term(
        "delay",
        _FAULT,
        "t(?:ook|akes?|aking) (?:ages|forever|too long|so long|months|years)",
        r"dragg\w+ (?:on|out|their feet)|too slow|kept? (?:me |us )?waiting",
    ),
    _term(
        "fail respond communication",
        _FAULT,
        r"ignor\w+|never (?:repli\w+|answer\w*|respond\w*|got back|rang|called)",
        "not a word|no reply|went (?:silent|quiet)|fobbed off",
    ),
    _term("inaccurate record evidence", _FAULT, "lies|lied|untrue|(?:not|aren't|isn't) true|made up|(?:false|wrong) things?"),
    _term(
        "involve consult assessment",
        _FAULT,
        rf"left {_PERSON} out|never (?:asked|spoke to|talked to|involved) {_PERSON}|didn'?t (?:ask|involve) {_PERSON}",
    ),
    _term("bias balance", _FAULT, "one[- ]sided|took (?:her|his|their) side|sided with|favou?red"),
    _term("agreed", _FAULT, r"broke\w* (?:\w+ )?promises?|promised|said they(?:'d| would)"),
    _term(
        "record keeping",
        _FAULT,
        "no (?:notes|minutes|records?)|nothing (?:was )?written down|lost (?:the |my |our )?(?:file|papers?)",
    ),
    _term("record recording", _FAULT, "tap(?:e|ed|ing)|film(?:ed|ing)?"),
    # what is put right
    _term("payment remedy", _REMEDIES, "compensation|damages|pay[- ]?outs?|cash|fined?"),
    _term("refund reimburse", _REMEDIES, "money back|pay (?:me|us|them|her|him) back|got it back|paid back"),
    _term("apology apologise", _REMEDIES, "sa(?:y|id|ying) sorry|sorry"),
    _term("distress", _REMEDIES, r"upset|worr(?:y|ied)|stress\w*|heartache|anxiety"),
    _term("time trouble", _REMEDIES, "hassle|bother|running around|chasing|effort"),
    _term("remedy", _REMEDIES, "sorted|fix(?:ed)?|made good|make up for"),
    _term("training remind staff", _REMEDIES, r"teach (?:their |the )?(?:staff|workers)|retrain\w*|courses?"),
    # education
    _term(
        "alternative provision full-time education",
        _EDUCATION,
        "(?:out of|off|missing|missed|no|without) school(?:ing)?",
        r"(?:hasn'?t|haven'?t|not) (?:been|gone|going) (?:\w+ )?(?:to|at|in) school",
        r"(?:sent|no|without) (?:a )?teacher|home tutor\w*",
    ),
    _term(
        "EHC plan special educational needs provision",
        _EDUCATION,
        "(?:extra|special) (?:help|support|needs) (?:at|in|from) school|statement of needs?|ehcp|support plan at school",
    ),
    _term("speech language therapy", _EDUCATION, r"speech therap\w+"),
    # help for children and adults
    _term("short breaks", _CHILDREN, "respite|break from caring|time off from caring"),
    _term("direct payments", _CARE, "(?:money|cash|budget) (?:for|to pay for) (?:carers?|care|support|help)"),
    _term("domiciliary care homecare support", _CARE, rf"carers? (?:coming )?(?:in|to) {_WHOSE} (?:house|home)|home help"),
    _term(
        "charging financial assessment top-up",
        _CARE,
        "(?:care|nursing|old people'?s) home (?:bills?|fees|costs?|charges?)|top[- ]?ups?",
    ),
    _term("looked after", _CHILDREN, "tak(?:en|ing) (?:away|into care)|in care|foster(?:ed)?"),
    # housing
    _term("bed and breakfast temporary accommodation", _HOMES, "b ?(?:&|and|n) ?b|hotels?|hostels?"),
    _term("homeless homelessness", _HOMES, "(?:kicked|thrown) out|nowhere to (?:live|go|stay)|on the streets?|sofa[- ]surfing"),
)

CATEGORY_NAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{lay})\b", re.IGNORECASE), name)
    for lay, name in (
        (r"children['’]?s? (?:social )?(?:care|services)", "children's care services"),
        (r"adult (?:social )?(?:care|services)", "adult care services"),
        (r"SEND?|special educational needs", "special educational needs"),
        (r"disabled children", "disabled children"),
    )
)
"""How the Ombudsman's own categories are spoken of, and their names as decisions print them."""


@lru_cache(maxsize=512)
def widening_words(text: str) -> tuple[str, ...]:
    """The stemmed words of the field for the lay phrases of a text, in order, each once."""
    plain = text.replace("’", "'")
    return tuple(dict.fromkeys(word for term in VOCABULARY if term.lay.search(plain) for word in terms(term.words)))
