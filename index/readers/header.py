"""The header of a decision: title, metadata lines and summary, read as facts and never guessed.

The title is the last bracketed reference of its line ("Bournemouth, Christchurch and Poole Council (21 000 001)"); reports may
print the reference alone. Everything before the title is preamble (cookie text, navigation). Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from index.errors import NotADecision, UsageError
from index.readers.raw import Header
from index.records import Reference, normalise_text

__all__ = ["FICTIONAL", "header_from_lines", "read_date", "read_title", "split_category"]

FICTIONAL = "fictional sample, invented for Pinpoint: not a decision of the Ombudsman"

_TITLE = re.compile(r"(?P<authority>.*?)\s*\((?P<reference>\d{2}[ \-]?\d{3}[ \-]?\d{3}[a-z]?)\)", re.IGNORECASE)
_BARE = re.compile(r"\d{2}[ \-]\d{3}[ \-]\d{3}[a-z]?", re.IGNORECASE)
_LABEL = re.compile(
    r"""
    (?P<name> Category | Decision\ date | Decision | Summary )   # "Decision date : 05 Feb 2020"
    \s* : \s* (?P<value>.*)
    """,
    re.VERBOSE,
)
_OPENS_SUMMARY = re.compile(r"The Ombudsm[ae]n[’']?s?[’']? final decision\s*:?\s*", re.IGNORECASE)
_DATE_FORMS = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d")


def read_title(line: str) -> tuple[str | None, Reference] | None:
    """The authority and reference of a title line, or None when the line is not a title."""
    text = normalise_text(line)
    match = _TITLE.fullmatch(text)
    try:
        if match is not None:
            return match["authority"].strip() or None, Reference.parse(match["reference"])
        if _BARE.fullmatch(text):
            return None, Reference.parse(text)
    except UsageError:
        return None
    return None


def read_date(text: str) -> date | None:
    """A metadata date ("05 Feb 2020", "25-Mar-2020"), or None."""
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    return None


def split_category(value: str) -> tuple[str | None, str | None]:
    """Split "Education > School transport" into its two parts, as printed."""
    main, _, sub = (part.strip() for part in normalise_text(value).partition(">"))
    return main or None, sub or None


def header_from_lines(lines: Sequence[str]) -> tuple[Header, int]:
    """Read the header at the top of a text extraction.

    Returns:
        The header and the index of the first line of the body.

    Raises:
        NotADecision: no title line with a reference stands in the file.
    """
    start = next((i for i, line in enumerate(lines) if read_title(line)), None)
    if start is None:
        message = "no title with a reference such as 'Name of council (24 012 183)'"
        raise NotADecision(message)
    title = read_title(lines[start])
    assert title is not None
    values, body = _metadata(lines, start + 1)
    category, subcategory = split_category(values.get("Category", ""))
    header = Header(
        reference=title[1],
        authority=title[0],
        category=category,
        subcategory=subcategory,
        outcome=values.get("Decision") or None,
        decision_date=read_date(values.get("Decision date", "")),
        summary=values.get("Summary") or None,
    )
    return header, body


def _metadata(lines: Sequence[str], at: int) -> tuple[dict[str, str], int]:
    """Labelled values until the first line that belongs to the body; a value split over lines is joined."""
    values: dict[str, str] = {}
    label: str | None = None
    for i in range(at, len(lines)):
        text = normalise_text(lines[i])
        match = _LABEL.fullmatch(text)
        if match is not None:
            label = match["name"]
            values[label] = match["value"]
        elif not text or _OPENS_SUMMARY.fullmatch(text):
            continue
        elif label is not None and not _starts_body(lines[i], values.get(label, ""), label):
            values[label] = f"{values[label]} {text}".strip()
        else:
            return values, i
    return values, len(lines)


def _starts_body(line: str, value: str, label: str) -> bool:
    from index.headings import is_main_heading

    if is_main_heading(line) or re.match(r"\s*(-|•|\d+\.)\s", line):
        return True
    return label != "Summary" and value != "" and not value.endswith(">") and not line.strip().startswith(">")
