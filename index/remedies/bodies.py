"""The bodies that act: "the Council", "Sunnydale Care Home", "the Council's internal auditors", "the Trust and the ICB".

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

__all__ = ["BODY", "PRONOUNS", "body_in"]

PRONOUNS = frozenset(["it", "they", "both"])
"""Words that stand for the body named last."""

_NOUN = r"""
    (?: Councils? | Trusts? | Authority | Authorities | Providers? | Board | Agency | Company | Academy | School | College
      | University
      | Department | Corporation | Governors | Governing\sBody | ICB | CCG | Home | Partnership | Association | Service | Panel
        | London
      | councils? | authority | authorities | organisations? | bodies | care\sproviders? | provider | care\shomes? | school
      | governing\sbody | landlord | admission\s(?:authority|panel) | appeal\spanel | company | academy | trust | agency )
"""
_NAME = rf"""
    (?: (?:the|The|both|Both|each|Each|all|its|Its|my) \s )?
    (?: [A-Z][\w&.’'-]* \s (?: of\s | and\s | &\s | for\s )? ){{0,5}}?       # West Northamptonshire, Transport for
    {_NOUN} \b
"""
_STAFF = r"""
    (?: auditors? | officers? | staff | managers? | contractors? | director | service | team | department | insurers? )
"""
_WHOSE = rf"{_NAME} [’']s? \s (?: [a-z]+ \s ){{0,2}}? {_STAFF}"  # the Council's internal auditors
_WHO = rf"{_NAME} (?! [’'] )"
BODY = rf"(?P<body> {_WHOSE} | {_WHO} (?: ,? \s (?: and | & ) \s {_WHO} )? | [Ii]t | [Tt]hey | [Bb]oth )"
"""A body at the head of a clause, for patterns compiled verbose and minding case."""

_NAMED = re.compile(_NAME, re.VERBOSE)


def body_in(text: str) -> str | None:
    """The last body a text names, for an "it" that follows."""
    found = [match[0] for match in _NAMED.finditer(text)]
    return found[-1] if found else None
