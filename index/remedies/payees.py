"""Who is to be paid: the person named beside the verb ("pay Mr and Mrs X £300") or after the sum ("£250 to her son").

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

__all__ = ["PERSON", "read_payee"]

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?"
_RELATIVE = (
    r"(?:sons?|daughters?|child(?:ren)?|mother|father|parents?|husband|wife|partner|brothers?|sisters?|grand(?:mother|father|parents|son|daughter|children)"
    r"|family|estate|carers?|uncle|aunt|nephew|niece|representatives?|executors?)"
)
_NAMED = rf"(?:{_TITLE}\s(?:(?:and|&)\s{_TITLE}\s)?[A-Z]\w{{0,20}}|Child\s[A-Z]\b|(?!A\s[a-z])[A-Z](?![\w.]))"  # Mr and Mrs X, Child B, L
PERSON = rf"""(?:{_NAMED}(?:[’']s?\s(?:late\s|young\s|elderly\s)?{_RELATIVE})?
    |(?:the|her|his|their|each|both|all)\s(?:of\s(?:the|her|his|their)\s)?(?:(?:two|three|four|other|late|elderly|affected|young)\s){{0,2}}
        (?:{_RELATIVE}|complainants?|couple|claimants?|applicants?|tenants?|neighbours?|residents?|families|young\speople|service\susers?)
    |each\sof\s(?:them|the\s\w+)|(?:her|him|them)(?!\s(?:\w+\s){{0,2}}(?:son|costs|fees|daughter)))"""
_PEOPLE = rf"(?P<payee>{PERSON}(?:(?:,\s|,?\s(?:and|&)\s){PERSON}){{0,4}})"

_AFTER_VERB = re.compile(
    rf"""\b(?i: pay(?:s|ing)? | give | giving | offer(?:s|ing)? | refund(?:s|ing)? | reimburs(?:e|es|ing) | send | provid(?:e|ing) | award | repay(?:s|ing)?
        | compensat(?:e|es|ing) | credit ) \s (?: back \s | also \s )? (?: to \s )? {_PEOPLE}""",
    re.VERBOSE,
)
_AFTER_SUM = re.compile(rf"\b(?:to|for)\s(?:each\sof\s)?{_PEOPLE}(?:[’']s?\sbenefit)?", re.VERBOSE)
_OPENING = re.compile(rf"^\W*(?:and\s)?{_PEOPLE}\s(?:a\s(?:further\s)?)?£", re.VERBOSE)


def read_payee(text: str) -> str | None:
    """The payee as printed, or None where nobody is named."""
    found = _OPENING.match(text) or _AFTER_VERB.search(text)
    if found is None:
        found = next((match for match in _AFTER_SUM.finditer(text) if match["payee"]), None)
    return found["payee"] if found else None
