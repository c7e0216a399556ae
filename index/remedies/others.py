"""Whether a remedy is for others than the complainant: "identify any other families charged in the same way".

Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re

from index.remedies.records import RemedyKind

__all__ = ["helps_others"]

_PEOPLE = r"""
    (?: famil(?:y|ies) | people | persons? | residents? | cases | child(?:ren)? | complain\w* | applica\w+ | service\ users?
      | households?
      | parents? | carers? | tenants? | pupils? | claimants? | customers? | foster\w* | adopters? | guardians? | individuals?
        | young\ people
      | adults | homes | students | appeals | decisions | invoices | motorists | taxpayers | care\ leavers | affected )
"""
_OTHERS = re.compile(
    rf"""
    \b (?: other | similar ) \s (?: \w+ \s ){{0,3}}? {_PEOPLE}                                  # other families
    | \b others? \s (?: who | that | (?:in|with)\ (?:a\ |the\ )? (?: same | similar ) | similarly
        # others who may have been affected
        | (?: may | might | could )\ (?:also\ )? (?: have | be ) | affected | have | has | were )
    | \b (?: any | every | each | all | those ) \s (?: of\ the\ | other\ )? (?: \w+ \s ){{0,3}}? {_PEOPLE} \b [^.;]{{0,60}}?
        # every family whose ...
        \b (?: who | whose | whom | where | that | affected | since | closed | with | on\ the | in\ the\ same )
    | \b (?: anyone | anybody | everyone | everybody ) \s (?: else\s )? (?: who | whose | affected | in\ )
    | \b (?: people | children | families | those ) \s (?: who\ (?: may | might | could | have | were ) | affected | similarly )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(?:everybody|everyone|those|anyone) who (?:handle|deal|work|assess|manag|mak|process|tak|answer|investigat)", re.IGNORECASE
)


def helps_others(action: str, kind: RemedyKind) -> bool:
    """Whether an action looks for, or puts right, what happened to others; teaching staff is not that."""
    return kind != "training" and _OTHERS.search(action) is not None and _STAFF.search(action) is None
