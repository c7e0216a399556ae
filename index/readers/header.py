"""The header of a decision: title, metadata lines and summary, read as facts and never guessed.

The title is the last bracketed reference of its line ("Bournemouth, Christchurch and Poole Council (21 000 001)"); reports may
print the reference alone. Everything before the title is preamble (cookie text, navigation). Proved by tests/test_index_readers.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from index.errors import NotADecision, UsageError
from index.headings import is_main_heading
from index.readers.address import Address, address_in, with_address
from index.readers.lines import Line, is_furniture, is_heading
from index.readers.raw import Header
from index.records import Reference, normalise_text

__all__ = [
    "FICTIONAL",
    "HeaderPart",
    "header_from_lines",
    "is_banner",
    "is_label",
    "read_date",
    "read_header",
    "read_title",
    "split_category",
]

FICTIONAL = "fictional sample, invented for Pinpoint: not a decision of the Ombudsman"

_TITLE = re.compile(r"(?P<authority>.*?)\s*\((?P<reference>\d{2}[ \-]?\d{3}[ \-]?\d{3}[a-z]?)\)", re.IGNORECASE)
_REFERENCE = re.compile(r"\d{2}[ \-]?\d{3}[ \-]?\d{3}")  # in every title; looked for first, since each line of a file is asked
_BARE = re.compile(r"\d{2}[ \-]\d{3}[ \-]\d{3}[a-z]?", re.IGNORECASE)
_REPORT_TITLE = re.compile(  # "Investigation into a complaint against Fernbury Council (reference number: 16 000 001)", or its end
    r"""
    (?: .{0,120}? \binvestigation\ into\ (?:a|the)\ complaints?\ (?:about|against)\ (?P<authority>.{1,120}?) \s* )?
    \(? reference (?:\ number)? :? \s* (?P<reference>\d{2}[ \-]\d{3}[ \-]\d{3}[a-z]?) \)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = re.compile(
    r"""
    (?P<name> Category | Decision\ date | Decision | Summary )   # "Decision date : 05 Feb 2020"
    \s* : \s* (?P<value>.*)
    """,
    re.VERBOSE,
)
_OPENS_SUMMARY = re.compile(r"The Ombudsm[ae]n[’']?s?[’']? final decision\s*:?\s*", re.IGNORECASE)
_SUMMARY_HEADING = re.compile(r"(?:report )?summary", re.IGNORECASE)  # a heading of reports, where statements print a label
_ENDED = re.compile(r"[.?!][)”’\"']*$")
_TOP = 40  # lines above the title among which the page's address may stand; navigation and cookie text take up to thirty
_DATE_FORMS = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%d")


def read_title(line: str) -> tuple[str | None, Reference] | None:
    """The authority and reference of a title line, or None when the line is not a title."""
    text = normalise_text(line)
    if _REFERENCE.search(text) is None or Line.read(line).is_marked:
        return None  # without a reference, or a list item that ends in the reference of another case
    match = _TITLE.fullmatch(text)
    try:
        if (report := _REPORT_TITLE.fullmatch(text)) is not None:
            return report["authority"], Reference.parse(report["reference"])
        if match is not None:
            return match["authority"].strip() or None, Reference.parse(match["reference"])
        if _BARE.fullmatch(text):
            return None, Reference.parse(text)
    except UsageError:
        return None
    return None


def is_banner(text: str) -> bool:
    """Whether the line opens the summary: "The Ombudsman's final decision:"."""
    return _OPENS_SUMMARY.fullmatch(text) is not None


def is_label(text: str) -> bool:
    """Whether the line is one of metadata: "Decision : Not upheld", "Summary: ..."."""
    return _LABEL.fullmatch(text) is not None or is_banner(text)


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


@dataclass(frozen=True, slots=True)
class HeaderPart:
    """The header, the index of the body's first line, and that of the first line between them that nothing is known of."""

    header: Header
    body: int
    unread: int | None = None


def header_from_lines(lines: Sequence[str]) -> tuple[Header, int]:
    """The header at the top of a text extraction, and the index of the first line of the body; see `read_header`."""
    part = read_header(lines)
    return part.header, part.body


def read_header(lines: Sequence[str], known: Address | None = None) -> HeaderPart:
    """Read the header at the top of a text extraction; `known` is the address it comes from.

    Raises:
        NotADecision: no title line with a reference stands in the file above its first section, and no address says it.
    """
    address = known or address_in(lines[:_TOP])
    start, title = _find_title(lines, address)
    metadata = _Metadata(lines)
    values, body = metadata.read(start + 1)
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
    return HeaderPart(with_address(header, address), body, metadata.unread)


def _find_title(lines: Sequence[str], address: Address | None) -> tuple[int, tuple[str | None, Reference]]:
    """The first title above the first section: a decision named further down is another one."""
    for i, line in enumerate(lines):
        if (title := read_title(line)) is not None:
            return i, title
        if is_main_heading(line):
            break
    if address is not None:
        return -1, (None, address.reference)
    message = "no title with a reference such as 'Name of council (24 012 183)'"
    raise NotADecision(message)


class _Metadata:
    """The lines between the title and the body: labelled values, the summary, lists of contents.

    The body begins at its first heading, or at the first outer number or dash where that is no part of the summary or of a list
    of contents. A value split over lines is joined.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._raw = lines
        self._values: dict[str, str] = {}
        self._label: str | None = None
        self._in_list = False
        self.unread: int | None = None

    def read(self, at: int) -> tuple[dict[str, str], int]:
        """The values by label, and the index of the body's first line."""
        for i in range(at, len(self._raw)):
            line = Line.read(self._raw[i])
            if line.is_marked:
                if self._is_body_item(i, line):
                    return self._values, i
            elif not line.text or is_furniture(line.text) or read_title(line.text):
                continue
            elif match := _LABEL.fullmatch(line.text):
                self._label, self.unread = match["name"], None  # what stood above the metadata was the page's
                self._values[match["name"]] = match["value"]
            elif is_banner(line.text) or _SUMMARY_HEADING.fullmatch(line.text):
                self._label = "Summary"
                if not is_banner(line.text):
                    self.unread = i
            elif is_main_heading(line.text) or self._is_other_heading(i, line.text):
                return self._values, i
            else:
                self._add(i, line.text)
        return self._values, len(self._raw)

    def _add(self, i: int, text: str) -> None:
        """A line without a label: the rest of the value above, or nothing that is known."""
        self._in_list = False
        if self._is_open(text):
            assert self._label is not None
            self._values[self._label] = f"{self._values.get(self._label, '')} {text}".strip()
        else:
            self._label = None
            if self.unread is None and address_in([text]) is None:
                self.unread = i

    def _is_open(self, text: str) -> bool:
        if self._label is None:
            return False
        value = self._values.get(self._label, "")
        return self._label == "Summary" or not value or value.endswith(">") or text.startswith(">")

    def _is_other_heading(self, i: int, text: str) -> bool:
        """A heading nobody knows, told by the paragraph right under it and the finished value above it."""
        is_rest = self._is_open(text) and not _ENDED.search(self._values.get(self._label or "", ""))
        if is_rest or not is_heading(text):
            return False
        below = next((line for raw in self._raw[i + 1 :] if (line := Line.read(raw)).text or line.is_marked), None)
        return below is not None and below.kind in {"number", "dash"}

    def _is_body_item(self, i: int, line: Line) -> bool:
        """Whether a list item is the body's first; one of the summary's list is added to the summary."""
        summary = self._values.get("Summary") if self._label == "Summary" else None
        if summary is not None and (self._in_list or not _ENDED.search(summary)):
            self._values["Summary"] = f"{summary} {line.text}"
            self._in_list = True
            return False
        if line.kind == "bullet" or self._is_contents(i):
            return False
        return not (line.kind == "dash" and summary is not None and any(map(is_main_heading, self._raw[i:])))

    def _is_contents(self, i: int) -> bool:
        """Whether the run of list items around this one names sections: a list of contents, and no paragraphs."""
        return any(is_main_heading(item.text) for item in self._run(range(i, len(self._raw)))) or any(
            is_main_heading(item.text) for item in self._run(range(i - 1, -1, -1))
        )

    def _run(self, places: range) -> Iterator[Line]:
        for place in places:
            line = Line.read(self._raw[place])
            if line.is_marked:
                yield line
            elif line.text:
                return
