"""Sentences about a sum already named: its total, or the heads it is made up of. Proved by tests/test_index_remedies.py."""

from __future__ import annotations

import re
from dataclasses import replace

from index.remedies.amounts import read_sums
from index.remedies.drafts import Draft, Place, by_sum, trimmed

__all__ = ["read_breakdown", "with_sum_before"]

_PARTS = re.compile(
    r"""
    ^ \W* (?: this | that | it | which | the \s (?: total | sum | payment | figure | amount ) ) \s
      # This comprises £300 ...
      (?: comprises? | includes? | consists? \s of | is \s (?: made\ up \s of | broken\ down | split ) | is: )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOTALS = re.compile(r"\b(?:total|altogether|in all|overall|brings?)\b", re.IGNORECASE)
_PENNY = 0.005


def read_breakdown(sentence: str, place: Place, whole: Draft) -> list[Draft]:
    """Drafts for the heads of the sum just named, or for the total of those before it; none where the sentence is neither."""
    sums = read_sums(sentence)
    parts = _PARTS.match(sentence)
    if parts is not None:
        if whole.sum is None or len(sums) < 2:  # noqa: PLR2004 - one sum is no breakdown
            return []
        if abs(sum(one.value for one in sums) - whole.sum.value) < _PENNY:
            whole.sum = replace(whole.sum, role="total")
        return list(by_sum(trimmed(sentence[parts.end() :]), whole.kind, place, whole.standing))
    totals = [one for one in sums if one.role == "total"]
    if not totals or not _TOTALS.search(sentence):
        return []
    return [Draft(place, trimmed(sentence), "payment", whole.standing, None, totals[-1])]


_PAYS_THIS = re.compile(r"(?:pay|make)\s(?:this|that|it)\b", re.IGNORECASE)


def with_sum_before(sentence: str, start: int, drafts: list[Draft]) -> list[Draft]:
    """Drafts of the phrase at `start`; one that pays "this" gets the sum before it: "£250 is right and it will pay this"."""
    for draft in drafts:
        sums = read_sums(sentence[:start]) if draft.sum is None and _PAYS_THIS.match(draft.text) else []
        end = sentence.find(draft.text, start) + len(draft.text)
        if sums and end > start:
            draft.text, draft.sum = sentence[sums[-1].start : end], sums[-1]
    return drafts
