"""The numbers that Word shows before paragraphs, counted as Word counts them.

A paragraph names a list (numId) and a level, itself or through its style; the list's level has a form (decimal, lowerLetter,
bullet), a start, and counts on over headings and text until a list of its own starts again. A level is shown again from its
start after an item of a higher level. Proved by tests/test_index_docx.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["ListCounter", "ListItem", "read_lists"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
_DEEPEST = 8  # Word has nine levels
_NO_LIST = "0"  # numId 0 takes a paragraph out of its style's list
_FIGURES = frozenset(["decimal", "decimalZero", "decimalEnclosedParen", "decimalFullstop"])
_MOST_STYLES = 20  # a style rests on another, in a damaged file in a circle


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is shown."""

    form: str = "decimal"
    start: int = 1


@dataclass(frozen=True, slots=True)
class WordList:
    """One list: which count it shares (the abstract list, or itself where it starts again), and its levels."""

    count: str
    levels: Mapping[int, Level]


@dataclass(frozen=True, slots=True)
class ListItem:
    """What stands before a paragraph: a number with its value, or a bullet; `depth` 1 is a paragraph's own number."""

    kind: Literal["number", "bullet"]
    depth: int
    number: int | None


def read_lists(document: Document) -> dict[str, WordList]:
    """The lists of a document by numId; none where it has no numbering part."""
    try:
        root: Any = document.part.part_related_by(_NUMBERING).element  # type: ignore[attr-defined]  # the XML of that part
    except KeyError:
        return {}
    abstract = {one.get(f"{_W}abstractNumId"): _levels(one) for one in root.iterfind(f"{_W}abstractNum")}
    lists: dict[str, WordList] = {}
    for one in root.iterfind(f"{_W}num"):
        number = str(one.get(f"{_W}numId"))
        named = _value(one.find(f"{_W}abstractNumId")) or ""
        levels = dict(abstract.get(named, {}))
        restarts = False
        for override in one.iterfind(f"{_W}lvlOverride"):
            level = _int(override.get(f"{_W}ilvl"), 0)
            own = override.find(f"{_W}lvl")
            if own is not None:
                levels[level] = _level(own)
            if (start := _value(override.find(f"{_W}startOverride"))) is not None:
                levels[level] = Level(levels.get(level, Level()).form, _int(start, 1))
                restarts = True
        lists[number] = WordList(f"num {number}" if restarts else f"abstract {named}", levels)
    return lists


def _levels(element: Any) -> dict[int, Level]:  # noqa: ANN401 - an XML element of an untyped library
    return {_int(one.get(f"{_W}ilvl"), 0): _level(one) for one in element.iterfind(f"{_W}lvl")}


def _level(element: Any) -> Level:  # noqa: ANN401 - the same
    return Level(_value(element.find(f"{_W}numFmt")) or "decimal", _int(_value(element.find(f"{_W}start")), 1))


def _value(element: Any) -> str | None:  # noqa: ANN401 - the same
    return None if element is None else element.get(f"{_W}val")


def _int(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= 6 else default  # noqa: PLR2004 - Word's limit has five


class ListCounter:
    """Counts the paragraphs of a document in order; ask once for each."""

    def __init__(self, lists: Mapping[str, WordList]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._typed_indents: list[int] = []  # of the typed marks around the next one, outermost first

    def next_item(self, paragraph: Paragraph) -> ListItem | None:
        """What Word shows before this paragraph, or None where it is in no list."""
        named = _list_of(paragraph)
        known = self._lists.get(named[0]) if named is not None else None
        if named is None or known is None:
            return None
        at = named[1]
        level = known.levels.get(at, Level())
        if level.form in {"bullet", "none"}:
            return ListItem("bullet", max(2, at + 1), None) if level.form == "bullet" else None
        counts = self._counts.setdefault(known.count, {})
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        if level.form not in _FIGURES:  # letters and roman figures stand below a numbered paragraph, whatever their list's level
            return ListItem("number", max(2, at + 1), counts[at])
        return ListItem("number", at + 1, counts[at])

    def typed_depth(self, paragraph: Paragraph, *, is_number: bool) -> int:
        """How deep a typed mark stands, from 1 to 3, by the indents left of it; the first number is a paragraph's own."""
        if not is_number and not self._typed_indents:
            return 2
        indent = int(paragraph.paragraph_format.left_indent or 0)
        indents = self._typed_indents
        while len(indents) > 1 and indent < indents[-1]:
            indents.pop()
        if not indents or indent > indents[-1]:
            indents.append(indent)
        return min(3, len(indents))


def _list_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """The numId and level that the paragraph or its style names."""
    elements: list[Any] = [paragraph._p]  # noqa: SLF001 - the library's documented door to the XML
    style = paragraph.style
    while style is not None and len(elements) < _MOST_STYLES:
        elements.append(style.element)
        style = style.base_style
    for element in elements:
        found = element.find(f"{_W}pPr/{_W}numPr")
        if found is not None:
            number = _value(found.find(f"{_W}numId"))
            if number == _NO_LIST:
                return None
            if number is not None:
                return number, min(_DEEPEST, _int(_value(found.find(f"{_W}ilvl")), 0))
    return None
