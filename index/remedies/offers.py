"""An offer of the body that the Ombudsman takes as the remedy: "I welcome the Council's offer of £300". Proved by tests/test_index_remedies.py."""

from __future__ import annotations

import re

from index.remedies.drafts import Draft, Place, Standing, make_drafts
from index.remedies.frames import body_in
from index.remedies.verbs import begins_action

__all__ = ["accepted_offer", "rejects"]

_REJECTS = re.compile(
    r"""
    \b (?: not | n’t | never | neither | nor | no | in-?sufficient | inadequate | unsuitable ) \b (?: \s [\w’]+ ){0,6} \s (?: fully\s )? (?: suitable | appropriate | proportionate | satisfactory | fair | reasonable | adequate | sufficient | enough | remed\w* | address | reflect | go\ far )
    | \b too \s (?: little | low | small ) | \b (?: does | do | did ) \s not \s (?: \w+ \s ){0,2}? (?: remedy | address | reflect | alter | recogni | acknowledge ) 
    | \b (?: insufficient | inadequate ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OFFER_OF = re.compile(
    r"\b(?P<what>offer(?:\s(?:of|to\spay|to))|agreement\s(?:to|of)|proposal\sto)\s(?P<vp>[^;.]{3,400}?)(?=$|[.;]|\sand\s(?:the|its)\s(?:agreement|offer|proposal)|,\s(?:I|we|which|but|so|and\sI|this|however)\b|\s(?:is|was|were|are)\s(?:\w+\s){0,2}(?:suitable|appropriate|fair|reasonable|adequate|sufficient|satisfactory|enough|proportionate|in\sline|within)|\sas\s)",
    re.IGNORECASE,
)
_WELCOMES = re.compile(r"\b(?:welcome|accept|satisfied\swith|consider|agree)\b", re.IGNORECASE)


def rejects(text: str) -> bool:
    """Whether a text finds an offer wanting: "too little", "does not reflect", "not suitable"."""
    return _REJECTS.search(text) is not None


def accepted_offer(sentence: str, place: Place) -> list[Draft]:
    """What the Ombudsman takes from the body as the remedy: "I welcome the Council's offer of £300"."""
    found: list[Draft] = []
    if rejects(sentence) or not _WELCOMES.search(sentence):
        return []
    for match in _OFFER_OF.finditer(sentence):
        agreed = match["what"].lower().startswith("agreement")
        standing = Standing("agreed" if agreed else "offered_by_body", body_in(sentence))
        found += [one for one in make_drafts(match["vp"], place, standing) if one.sum or begins_action(one.text)]
    return found
