"""Pages of the site that name several decisions: category and archive listings, search results. They are never one decision.

Told by the line that heads the list ("Archive has 153 results"), by the line under each title that only listings print
("Statement Upheld School transport 25-Mar-2020"), or by titles of more than one reference. Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.errors import NotADecision
from index.readers.header import read_title
from index.records import Reference, normalise_text

__all__ = ["refuse_listing"]

_HEADS = re.compile(
    r"""
    (?: the\ )?
    (?: recent\ (?:statements|reports)\ in\ this\ category    # Recent statements in this category are shown below:
      | (?:archive|your\ search)\ has\ [\d,]+\ results?         # Archive has 153 results
    ) \b .{0,80}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENTRY = re.compile(
    r"""
    (?:Statement|Report) \s (?:Upheld|Not\ upheld|Closed\ after\ initial\ enquiries) \s   # as each entry prints them
    .{0,100} \b \d{1,2}-[A-Z][a-z]{2}-\d{4}                                               # School transport 25-Mar-2020
    """,
    re.VERBOSE,
)
_MARK = re.compile(r"^[-–•]\s*")


def refuse_listing(lines: Sequence[str], titles: Iterable[Reference] | None = None) -> None:
    """Let one decision pass; `titles` are the references of its titles, where they are not read from lines.

    Raises:
        NotADecision: the page lists decisions.
    """
    texts = [_MARK.sub("", normalise_text(line), count=1) for line in lines]
    named = {title[1] for line in lines if (title := read_title(line)) is not None} if titles is None else set(titles)
    if len(named) > 1 or any(_HEADS.fullmatch(text) or _ENTRY.fullmatch(text) for text in texts):
        message = "a listing of several decisions, not a decision"
        raise NotADecision(message)
