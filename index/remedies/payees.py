"""Who is to be paid: the person named beside the verb ("pay Mr and Mrs X £300") or after the sum ("£250 to her son").

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

__all__ = ["PERSON", "read_payee"]

_TITLE = r"(?: Mr | Mrs | Ms | Miss | Mx | Dr | Prof )\.?"
_RELATIVE = r"""
    (?: sons? | daughters? | child(?:ren)? | mother | father | parents? | husband | wife | partner | brothers? | sisters?
      | grand(?: mother | father | parents | son | daughter | children ) | family | estate | carers? | uncle | aunt | nephew | niece
      | representatives? | executors? )
"""
_NAMED = rf"""
    # Mr and Mrs X, L
    (?: {_TITLE} \s (?: (?: and | & ) \s {_TITLE} \s )? [A-Z]\w{{0,20}} | Child\s[A-Z]\b | (?! A\s[a-z] ) [A-Z] (?! [\w.] ) )
"""
_MANY = r"""
    (?: complainants? | couple | claimants? | applicants? | tenants? | neighbours? | residents? | families | young\speople
      | service\susers? )
"""
PERSON = rf"""
    (?: {_NAMED} (?: [’']s? \s (?: late\s | young\s | elderly\s )? {_RELATIVE} )?             # Mr T’s mother
      | (?: the | her | his | their | each | both | all ) \s (?: of\s(?: the | her | his | their )\s )?
          # her son
          (?: (?: two | three | four | other | late | elderly | affected | young ) \s ){{0,2}} (?: {_RELATIVE} | {_MANY} )
      | each\sof\s (?: them | the\s\w+ )
      | (?: her | him | them ) (?! \s (?: \w+ \s ){{0,2}} (?: son | costs | fees | daughter ) ) )
"""
"""A person as a decision names them, for patterns compiled verbose and minding case."""
_PEOPLE = rf"(?P<payee> {PERSON} (?: (?: ,\s | ,?\s (?: and | & ) \s ) {PERSON} ){{0,4}} )"

_AFTER_VERB = re.compile(
    rf"""
    \b (?i: pay(?: s | ing )? | give | giving | offer(?: s | ing )? | refund(?: s | ing )? | reimburs(?: e | es | ing ) | send
      | provid(?: e | ing ) | award | repay(?: s | ing )? | compensat(?: e | es | ing ) | credit ) \s
    (?: back\s | also\s )? (?: to\s )? {_PEOPLE}                                              # pay Miss Y and her son
    """,
    re.VERBOSE,
)
_AFTER_SUM = re.compile(rf"\b (?: to | for ) \s (?: each\sof\s )? {_PEOPLE}", re.VERBOSE)  # £100 to Mr T’s mother
_OPENING = re.compile(rf"^ \W* (?: and\s )? {_PEOPLE} \s (?: a\s (?: further\s )? )? £", re.VERBOSE)  # and Mrs E £300


def read_payee(text: str) -> str | None:
    """The payee as printed, or None where nobody is named."""
    found = _OPENING.match(text) or _AFTER_VERB.search(text)
    if found is None:
        found = _AFTER_SUM.search(text)
    return found["payee"] if found else None
