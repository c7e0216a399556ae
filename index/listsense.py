"""Where a list that has lost its marks ends: each line after a lead-in is taken as an item, or as the next paragraph.

Contract: `OpenList` reads the lines after a lead-in one by one, as a person does. What the list itself shows decides first (typed
letters, list punctuation, "; and" before the last item, an open quotation); then what the lead-in promises ("three complaints:");
then grammar, since items are built alike: after fragments a statement of its own ends the list (index/forms.py); and last, in a
list of statements, a change of subject. The first line after a lead-in is always an item.
Proved by tests/test_index_outline.py and measured by `python -m evals dashes`.
"""

from __future__ import annotations

import re

from index.forms import is_small, opening_form
from index.sentences import split_sentences

__all__ = ["LIST_END", "SENTENCE_END", "OpenList", "opens_list"]

LIST_END = re.compile(r"(?:[;,]|[;,]?\s(?:and|or)[;,]?)$")  # "...; or", ", and;", ";"
SENTENCE_END = re.compile(r"[.?!][)”’\"']*$")
_LEAD_IN = re.compile(
    r"(?::\s?[-–—]?|\b(?:the\s+following|as\s+follows)\.?)$", re.IGNORECASE
)  # "will:", "will:-", "the following."
_BEFORE_LAST = re.compile(r"\b(?:and|or)[;,]?$")  # "...; and": one more item, then the list is over
_TYPED = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|[0-9]{1,2})[).](?=\s)")  # "a) ", "(ii) ", "3. " kept in the text
_NUMBERS = {word: count for count, word in enumerate("two three four five six seven eight nine ten".split(), 2)}
_PROMISE = re.compile(
    rf"""
    \b(?P<count>{"|".join(_NUMBERS)})\s
    (?:(?!of\b)[a-z]+\s){{0,2}}?                              # "two further", "three main"
    (?:complaints|things|ways|reasons|questions|recommendations|actions|issues|points|parts|areas|grounds|findings|options|concerns
       |heads|elements|tests|matters|improvements|faults|failings|conditions|steps|outcomes|stages|groups|criteria|bands)\b
    (?!.*\.\s)                                                 # in the last sentence of the lead-in
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PROMISE_IN = 200  # characters at the end of the lead-in
_SENTENCES_IN = 2_000  # characters: enough to see whether a line is more than one sentence
_NARRATIVE = re.compile(  # what opens the next step of a story
    r"""
    (?: (?:In|On|At|By|After|Before|Following|During|Since|Within|Around|From|Between|Under|Throughout)\s+
        (?: (?:early|late|mid|the|a|around|about|under|end|start|that)\b[\s\-] | [A-Z0-9] | one|two|three|four|five|six|twelve )
      | However|Therefore|Consequently|Furthermore|Although\ the\ [A-Z][a-z]+\ (?:told|completed)|Overall|Finally|Firstly
      | In\ (?:addition|response|summary|conclusion|my\ view)
      | There\ (?:is|are|was|were)\b
      | (?:I|We)\s+[a-z]
      | It\ (?:also|then|was|is)\b
      # Mr X says; Mr X and the Council had
      | (?:M(?:r|rs|s|iss)|Dr)\.?\s(?:and\s(?:M(?:r|rs|s|iss)\s)?)?[A-Z]\w*(?:\sand\s(?:the\s)?\w+)?\s[a-z]
      | As\ (?:[A-Z]|a\ result\b)
      | (?:My|Our)\ (?:view|finding|findings|decision)\b
    )
    """,
    re.VERBOSE,
)
_OTHERS_ACCOUNT = re.compile(
    r"The\ (?P<who>[A-Z]\w+)\ (?:says|(?:has\ )?(?:told|replied|responded|apologised|accepted))\b", re.VERBOSE
)
_OPEN_QUOTE, _CLOSING_QUOTE = "“", "”"


def opens_list(text: str, below: str) -> bool:
    """Whether a paragraph leads in a list: by its end, or because the line below cannot open a paragraph."""
    if _LEAD_IN.search(text):
        return bool(below)
    return is_small(below) is True and not SENTENCE_END.search(text)


class OpenList:
    """A list being read. `room` is the number of lines until the next heading or text."""

    def __init__(self, lead_in: str, *, room: int) -> None:
        promise = _PROMISE.search(lead_in[-_PROMISE_IN:])
        promised = _NUMBERS[promise["count"].lower()] if promise is not None else 0
        self._promised = promised if promised <= room else 0
        self._lead_in = lead_in
        self._quotes = lead_in.count(_OPEN_QUOTE) - lead_in.count(_CLOSING_QUOTE)
        self._items: list[str] = []
        self._are_fragments = self._are_single = True
        self._longest = 0
        self._lettered: str | None = None  # the first item that opens with a letter: a sum is neither capital nor small

    def add(self, text: str) -> None:
        """Take a line into the list."""
        self._items.append(text)
        self._are_fragments = self._are_fragments and opening_form(text) == "fragment"
        self._are_single = self._are_single and len(split_sentences(text[:_SENTENCES_IN])) == 1
        self._longest = max(self._longest, len(text))
        self._quotes += text.count(_OPEN_QUOTE) - text.count(_CLOSING_QUOTE)
        if self._lettered is None and is_small(text) is not None:
            self._lettered = text

    def takes(self, text: str) -> bool:
        """Whether the line is the list's next item."""
        if not self._items:
            return True
        marked = self._by_its_marks(text)
        if marked is not None:
            return marked
        if self._promised:
            return len(self._items) < self._promised
        return not self._opens_paragraph(text)

    def _by_its_marks(self, text: str) -> bool | None:
        """What the list's own marks say, or None where it has none."""
        first, last = self._items[0], self._items[-1]
        if _TYPED.match(first):
            return _TYPED.match(text) is not None
        if LIST_END.search(last) or (last.endswith(":") and len(self._items) > 1):
            return True  # the list says itself that it goes on; or a lead-in within it
        if LIST_END.search(first) or (len(self._items) > 1 and _BEFORE_LAST.search(self._items[-2])):
            return False  # it was marked as a list, and the mark has ended
        if self._lead_in.count(_OPEN_QUOTE) > self._lead_in.count(_CLOSING_QUOTE):
            return self._quotes > 0  # what the lead-in quotes is quoted to its end
        return None

    def _opens_paragraph(self, text: str) -> bool:
        """Whether a line without any mark is a paragraph after the list."""
        first = self._items[0]
        if is_small(text):
            return False  # no paragraph opens with a small letter
        if self._lettered is not None and is_small(self._lettered) and is_small(text) is False:
            return True  # the grammar no longer follows from the lead-in
        if text.endswith(":"):
            return True  # a lead-in of its own
        if self._are_fragments and opening_form(text) == "statement":
            return True  # "Pay Mr X £100." / "The Council has agreed."
        return self._changes_subject(first, text) or self._is_far_longer(text)

    def _is_far_longer(self, text: str) -> bool:
        """Whether items of one sentence each are followed by several sentences, longer than any two of them."""
        shows_its_length = self._are_single and len(self._items) > 1
        return shows_its_length and len(text) > 2 * self._longest and len(split_sentences(text[:_SENTENCES_IN])) > 1

    def _changes_subject(self, first: str, text: str) -> bool:
        account = _OTHERS_ACCOUNT.match(text)
        if account is not None and account["who"] not in self._lead_in and _OTHERS_ACCOUNT.match(first) is None:
            return True  # Mrs X's points, then "The Council says"
        return _NARRATIVE.match(text) is not None and _NARRATIVE.match(first) is None
