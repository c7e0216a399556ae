"""One line of a text extraction: its mark, its indent, and whether it is a heading, page furniture or the end of the body.

Everything is read from the line itself, so that the header (index/readers/header.py) and the body (index/readers/text.py) judge
a line alike. Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.headings import is_main_heading, role_of_heading
from index.records import normalise_text

__all__ = ["CLOSING", "Line", "is_furniture", "is_heading", "is_page_end", "is_question_heading", "is_section_name"]

CLOSING = re.compile(r"Investigator[’']s (?:final )?decision on behalf of the Ombudsm[ae]n\W*", re.IGNORECASE)

_PAGE_END = re.compile(
    r"""
    print\ this\ page | lgo\ logogram | review\ your\ privacy\ settings | privacy\ settings
    | (?:view\ )?(?:required|analytical)\ cookies
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FURNITURE = re.compile(rf"back\ to\ top | share\ this\ page | {_PAGE_END.pattern}", re.VERBOSE | re.IGNORECASE)
_MARKED = re.compile(
    r"""
    (?: (?P<number>[0-9]{1,3})\. (?: \ + | (?=[A-Z‘“'"(]) | $ )   # "2. Two", "2.Two", "2." alone; not "2.5 miles"
      | (?P<bullet>[•·▪◦*]) \ *                                   # "• delay", "•delay"
      | (?P<dash>[-–]) (?: \ + | $ )                              # "- One", "-" alone
    )
    (?P<text>.*)
    """,
    re.VERBOSE,
)
_LAW_CITED = re.compile(
    r"[,(]\s*(?:sections?|regulations?|schedule|paragraphs?)\s+\d", re.IGNORECASE
)  # "Some Act 1999, section 24A"; not "Section 17 duties"
_NAMED_IN_BRACKETS = re.compile(r"\((?:[A-Z]\w*|\d{4}[^()]*)\)$")  # "House repair grants (HRG)", "What happened (2019 to 2020)"
_LONGEST_HEADING = 140


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its mark. `indent` is in columns; `column` is where a number's stop stands, which right-set numbers share."""

    text: str
    kind: Literal["heading", "number", "bullet", "dash", "text"] = "text"
    indent: int = 0
    column: int = 0
    number: int | None = None
    after_gap: bool = False

    @classmethod
    def read(cls, line: str, *, after_gap: bool = False) -> Line:
        """Read one line; an unmarked line is text until its place shows that it is a heading."""
        text = normalise_text(line)
        expanded = line.expandtabs(4)
        indent = len(expanded) - len(expanded.lstrip())
        match = _MARKED.fullmatch(text)
        if match is None:
            return cls(text, indent=indent, column=indent, after_gap=after_gap)
        body = match["text"]
        if match["number"]:
            return cls(body, "number", indent, indent + len(match["number"]), int(match["number"]), after_gap)
        return cls(body, "bullet" if match["bullet"] else "dash", indent, indent, None, after_gap)

    @property
    def is_marked(self) -> bool:
        """Whether it is a list item."""
        return self.kind in {"number", "bullet", "dash"}


def is_furniture(text: str) -> bool:
    """Whether the line is part of the page, not of the decision."""
    return _FURNITURE.fullmatch(text) is not None


def is_page_end(text: str) -> bool:
    """Whether the line is one that the page prints around the decision, where "Back to top" stands within it."""
    return _PAGE_END.fullmatch(text) is not None


def is_section_name(text: str) -> bool:
    """Whether a line is a known name of a section or of a part of the findings, a colon or question mark after it or not."""
    return is_main_heading(text) or (len(text) <= _LONGEST_HEADING and role_of_heading(text, inside="analysis") is not None)


def is_heading(text: str) -> bool:
    """Whether an unmarked line reads as a heading: short, opens with a capital or quote, ends without punctuation."""
    if is_main_heading(text):
        return True
    if len(text) > _LONGEST_HEADING or re.match(r"[A-Z‘“'\"\d]", text) is None or _LAW_CITED.search(text):
        return False
    return text[-1:] not in ".;:,?!)”" or _NAMED_IN_BRACKETS.search(text) is not None


def is_question_heading(text: str) -> bool:
    """Whether a line between finished blocks asks one short question: "Was there fault?"."""
    return len(text) <= _LONGEST_HEADING and re.fullmatch(r"[A-Z][^.?!“”]*\?", text) is not None
