"""Proof of compliance: asked for in nearly every remedy, and never a remedy itself. Proved by tests/test_index_remedies.py."""

from __future__ import annotations

import re

__all__ = ["asks_for_evidence", "is_evidence"]

_US = r"(?: us\b | me\b | the\ (?:LGSCO|Ombudsm[ae]n) | our\ office | this\ office )"
_PROOF = r"(?: evidence | proof | confirmation | copies | copy | documentary | verification )"
_GIVES = r"(?: provid | send | giv | suppl | submit | shar | forward )\w*"
_SHOWS = r"""
    (?: complied | complet\w+ | done | taken | actions? | recommendations? | carried\ out | implement\w+ | paid | payment | made
      | sent | steps )
"""
_EVIDENCE = rf"""
    {_GIVES} \s (?: {_US} \s (?: with\s | by\s )? )? (?: (?! and\b ) [\w’'-]+ \s ){{0,6}}? {_PROOF} \b
      [^.;]{{0,80}} \b (?: {_US} | {_SHOWS} )
  | {_GIVES} \s {_US} \s (?: with\s )? (?: [^.;]{{0,60}}? \b )? {_PROOF} \b                     # provide us with evidence
  | (?: evidence | proof | confirm\w* ) \s [^.;]{{0,60}} \b {_US}                               # evidence of this to the Ombudsman
  | (?: evidence | demonstrat\w+ | show\w* | satisfy | satisfies | prov(?:e|ing) ) \s (?: to\s )? {_US}
  | (?: let | tell | updat | inform | notif | writ | advis )\w* \s (?: back\s )? (?: to\s )? {_US} \s? (?: know\s )?
      (?: when | once | that | with | on\b | of\b | to\ confirm | about | what )                # let us know when
  | report (?: s | ing )? \s (?: back\s )? (?: [^.;]{{0,40}} \s )? to \s {_US}                   # report to us
  | updat\w+ \s {_US}
  | confirm \s (?: to\s {_US} | (?: that\s )? (?: it | they ) \s (?: has | have ) \s (?: complied | completed ) )
"""
_IS = re.compile(rf"^ \W* (?: also\s | then\s | must\s )? (?: {_EVIDENCE} )", re.VERBOSE | re.IGNORECASE)
_ASKS = re.compile(rf"\b (?: {_EVIDENCE} )", re.VERBOSE | re.IGNORECASE)


def is_evidence(action: str) -> bool:
    """Whether an action is nothing but the proof of others."""
    return _IS.search(action) is not None


def asks_for_evidence(text: str) -> bool:
    """Whether a text asks for proof anywhere."""
    return _ASKS.search(text) is not None
