"""What a payment is for: distress, time and trouble, lost education and so on, as its own sentence says.

The first head named decides, since the reason follows the sum and the chief reason comes first.
Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

from index.remedies.records import Head, RemedyKind

__all__ = ["money_head"]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b (?: {pattern} )", re.VERBOSE | re.IGNORECASE)


_LOST = r"(?: miss | lost | loss | lack | without | fail | absence )"
_HEADS: tuple[tuple[Head, re.Pattern[str]], ...] = (
    (
        "time_and_trouble",
        _compile(
            r"""
            time\ and\ (?:the\ )?trouble | time,?\ (?: effort | and\ effort ) | inconvenience | effort
            | (?: her | his | their | the | avoidable )\ (?: \w+\ )? trouble                 # his avoidable trouble
            """
        ),
    ),
    (
        "lost_appeal",
        _compile(
            r"""
            # the right to appeal
            (?: rights? | opportunit\w+ | chance | ability )\ (?: of | to | for )\ (?:an?\ )? (?:earlier\ )? appeal
            | appeal\ rights? | delayed\ (?: \w+\ )? appeal | appeal\ (?: sooner | earlier )
            """
        ),
    ),
    ("uncertainty", _compile(r"uncertain\w* | not\ knowing | doubt")),
    (
        "lost_education",
        _compile(
            rf"""
            {_LOST}\w* \b [^.;]{{0,60}} \b (?: educat\w+ | school(?:ing)? | tuition | SEN | provision | therapy | learning
              | EHC\w* )
            | education\w* | school(?:ing)? | tuition | special\ educational | terms?\b       # £1,200 for each term
            """
        ),
    ),
    (
        "lost_service",
        _compile(
            rf"""
            {_LOST}\w* \b [^.;]{{0,60}} \b (?: care | support | respite | services? | short\ breaks? | provision | accommodation
              | payments? | visits? | adaptations? | sleep | amenity | use )
            | unsuitable\ accommodation | unmet\ need\w* | respite | bed\ and\ breakfast | temporary\ accommodation | living\ in
            """
        ),
    ),
    (
        "distress",
        _compile(
            r"""
            distress\w* | upset\w* | worr(?:y|ies) | anxi\w+ | frustrat\w+ | strain | stress\w* | hurt | harm | outrage
              | embarrass\w+
            | hardship | suffering | anger | disappoint\w* | injustice | impact | raised\ expectations?
            """
        ),
    ),
    (
        "quantifiable_loss",
        _compile(
            r"""
            financial\ loss | costs? | fees | expenses | charges? | earnings | income | worked\ out | calculated | overpa\w+
              | arrears
            | allowance
            """
        ),
    ),
)


def money_head(action: str, kind: RemedyKind) -> Head:
    """What a payment is for: the first head named in it; a refund makes good a loss that can be counted."""
    if kind == "refund":
        return "quantifiable_loss"
    found = [(match.start(), head) for head, pattern in _HEADS if (match := pattern.search(action))]
    return min(found)[1] if found else "other"
