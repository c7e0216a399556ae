"""What a body answered to a recommendation: that it agrees, or that it will not. Proved by tests/test_index_remedies.py."""

from __future__ import annotations

import re

__all__ = ["agrees_in_general", "refuses"]

_WHOSE = r"(?: my | our | the | these | those | this | that | most\ of )"
_WHAT = r"(?: recommendation | action | remed | step | proposal | suggest | measure | it\b | improvement )"
_GENERAL = re.compile(
    rf"""
    \b (?: agreed | accepted ) \s (?: to\s | with\s )?
       (?: (?: carry\ out | take | implement | complete | undertake | do ) \s )?
       # agreed to carry out these actions
       (?: (?: all\s (?: of\s )? | both\s )? {_WHOSE} \b (?: \s [\w-]+ ){{0,3}}? \s? {_WHAT}
         | actions?\b | remedies\b | to\ remedy\b | a\ remedy\b | remedy\b | this\b )             # agreed action, agreed to remedy
    # accepted all my other recommendations
    | \b accepted \s (?: (?: my | our | the | all | these ) \s ){{1,3}} (?: \w+ \s )? recommendations?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"\b(?:not|never|partly|some of|only|refus\w*|declin\w*)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_SIGHT = 30
"""Characters before "agreed" in which it may be denied."""


def agrees_in_general(text: str) -> bool:
    """Whether a text says that the body agreed to what was recommended, whatever that was."""
    return any(
        _NOT_BEFORE.search(text, max(0, match.start() - _SIGHT), match.start()) is None and " not " not in match[0]
        for match in _GENERAL.finditer(text)
    )


_NEEDLESS = r"""
    (?: no\ new | not\ (?: needed | necessary | required | proportionate | appropriate | possible ) | unnecessary | already\ does
      | disproportionate | is\ sufficient )
"""
_REFUSES = re.compile(
    rf"""
    \b (?: refused | declined | rejected | disagree[sd] | unwilling ) \b
    | \b (?: did | does | do | has | have | would | will | is ) \s not \s (?: yet\s )?
         (?: agree | accept | agreed | accepted | prepared | willing )                            # has not yet agreed
    # says no new process is needed
    | \b (?: says | said | considers | considered | told\ us | told\ me ) \b [^.;]{{0,120}} \b {_NEEDLESS}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def refuses(text: str) -> bool:
    """Whether a text says that the body will not do what was recommended."""
    return _REFUSES.search(text) is not None
