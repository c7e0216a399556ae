"""What a payment is for: distress, time and trouble, lost education and so on, as its own sentence says.

The first head named decides, since the reason follows the sum and the chief reason comes first. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

from index.remedies.records import Head, RemedyKind

__all__ = ["money_head"]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


_HEADS: tuple[tuple[Head, re.Pattern[str]], ...] = (
    ("time_and_trouble", _compile(r"\b(?:time\ and\ (?:the\s)?trouble|time,?\ (?:effort|and\ effort)|(?:her|his|their|the|avoidable)\ (?:\w+\s)?trouble|inconvenience|effort)\b")),
    ("lost_appeal", _compile(r"\b(?:(?:rights?|opportunit\w+|chance|ability)\ (?:of|to|for)\ (?:an?\s)?(?:earlier\s)?appeal|appeal\ rights?|delayed\ (?:\w+\s)?appeal|appeal\ (?:sooner|earlier))")),
    ("uncertainty", _compile(r"\b(?:uncertain\w*|not\ knowing|doubt)\b")),
    ("lost_education", _compile(
        r"\b(?:(?:miss|lost|loss|lack|without|fail)\w*\b[^.;]{0,60}\b(?:educat\w+|school(?:ing)?|tuition|SEN|provision|therapy|learning|EHC\w*)|education\w*|school(?:ing)?|tuition|special\ educational|terms?\b)")),
    ("lost_service", _compile(
        r"\b(?:(?:miss|lost|loss|lack|without|fail|absence)\w*\b[^.;]{0,60}\b(?:care|support|respite|services?|short\ breaks?|provision|accommodation|payments?|visits?|adaptations?|sleep|amenity|use)"
        r"|unsuitable\ accommodation|unmet\ need\w*|respite|bed\ and\ breakfast|temporary\ accommodation|living\ in)")),
    ("distress", _compile(r"\b(?:distress\w*|upset\w*|worr(?:y|ies)|anxi\w+|frustrat\w+|strain|stress\w*|hurt|harm|outrage|embarrass\w+|hardship|suffering|anger|disappoint\w*|injustice|impact|raised\ expectations?)\b")),
    ("quantifiable_loss", _compile(r"\b(?:financial\ loss|costs?|fees|expenses|charges?|earnings|income|worked\ out|calculated|overpa\w+|arrears|allowance)\b")),
)


def money_head(action: str, kind: RemedyKind) -> Head:
    """What a payment is for: the first head named in it; a refund makes good a loss that can be counted."""
    if kind == "refund":
        return "quantifiable_loss"
    found = [(match.start(), head) for head, pattern in _HEADS if (match := pattern.search(action))]
    return min(found)[1] if found else "other"
