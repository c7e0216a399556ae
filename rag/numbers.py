"""Numbers in digits and in words as one spelling: "1,000", "1000.00" and "a thousand" are all "1000".

`SMALL`, `DIGITS` and `NUMBER` are verbose patterns for larger ones; `to_number` reads what they match. Proved by
tests/test_rag_figures.py.
"""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["DIGITS", "NUMBER", "NUMBER_WORDS", "SMALL", "to_number"]

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}

SMALL = rf"(?: (?:{'|'.join(_TENS)}) (?: [-\s] (?:{'|'.join(_UNITS[1:10])}) \b )? | (?:{'|'.join(reversed(_UNITS))}) )"
_MANY = rf"(?: (?:an?|{SMALL}) [-\s] (?:hundred|thousand) )"  # "a hundred", "twenty thousand"
DIGITS = r"(?: \d{1,3} (?:,\d{3})+ (?:\.\d+)? | \d+ (?:\.\d+)? )"  # 1,000 or 2,500.50 or 300
_WORDED = rf"(?: \b (?: {_MANY} (?:\s(?:and\s)?{_MANY})? (?:\s(?:and\s)?{SMALL})? | {SMALL} ) \b )"
NUMBER = rf"(?: (?: {DIGITS} | {_WORDED} ) (?: \sand\sa\shalf\b )? )"  # "two and a half"


def to_number(text: str) -> str:
    """A number in digits or words as one spelling: "1,000", "1000.00" and "a thousand" are all "1000"."""
    whole, half, _ = text.lower().partition(" and a half")
    digits = whole.replace(",", "")
    value = Decimal(digits) if digits[0].isdigit() else Decimal(_worded(whole))
    return format((value + (Decimal("0.5") if half else 0)).normalize(), "f")


def _worded(text: str) -> int:
    total = current = 0
    for word in re.findall(r"[a-z]+", text):
        if word == "thousand":
            total, current = total + 1000 * (current or 1), 0
        elif word == "hundred":
            current = 100 * (current or 1)
        else:
            current += NUMBER_WORDS.get(word, 0)
    return total + current
