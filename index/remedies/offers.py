"""An offer of the body that the Ombudsman takes as the remedy: "I welcome the Council's offer of £300".

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

from index.remedies.bodies import body_in
from index.remedies.drafts import Draft, Place, Standing, make_drafts
from index.remedies.verbs import begins_action

__all__ = ["accepted_offer", "rejects"]

_FITS = r"(?: suitable | appropriate | proportionate | satisfactory | fair | reasonable | adequate | sufficient | enough )"
_REJECTS = re.compile(
    rf"""
    \b (?: not | n’t | never | neither | nor | no ) \b (?: \s [\w’]+ ){{0,6}} \s (?: {_FITS} | remed\w* | address | reflect
      | go\ far )
    | \b too\ (?: little | low | small ) | \b (?: insufficient | inadequate | unsuitable ) \b
    | \b (?: does | do | did )\ not\ (?: \w+\ ){{0,2}}? (?: remedy | address | reflect | alter | recogni | acknowledge )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OFFER = re.compile(
    rf"""
    \b (?P<what> offer\ (?: of | to\ pay | to ) | agreement\ (?: to | of ) | proposal\ to ) \s (?P<phrase> [^;.]{{3,400}}? )
    # the offer of £50 and the agreement to remind staff
    (?= $ | [.;] | \s and\ (?: the | its )\ (?: agreement | offer | proposal )
      | , \s (?: I | we | which | but | so | and\ I | this | however ) \b
      | \s (?: is | was | were | are ) \s (?: \w+\s ){{0,2}} (?: {_FITS} | in\ line | within ) | \s as\s )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WELCOMES = re.compile(r"\b(?:welcome|accept|satisfied with|consider|agree)\b", re.IGNORECASE)


def rejects(text: str) -> bool:
    """Whether a text finds an offer wanting: "too little", "does not reflect", "not suitable"."""
    return _REJECTS.search(text) is not None


def accepted_offer(sentence: str, place: Place) -> list[Draft]:
    """What the Ombudsman takes from the body as the remedy; none where the sentence finds it wanting."""
    found: list[Draft] = []
    if rejects(sentence) or not _WELCOMES.search(sentence):
        return []
    for match in _OFFER.finditer(sentence):
        agreed = match["what"].lower().startswith("agreement")
        standing = Standing("agreed" if agreed else "offered_by_body", body_in(sentence))
        found += [one for one in make_drafts(match["phrase"], place, standing) if one.sum or begins_action(one.text)]
    return found
