"""Sums of money in an action: which are to be paid, which are totals of others, which are rates, and which are only history.

A sum that was offered, paid or charged before is no remedy, though it stands in the same sentence. A total is told by its words
("a total of", "made up of") or by arithmetic: it equals the sums beside it. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from index.remedies.records import Unit

__all__ = ["Sum", "has_formula", "read_sums"]

_SIGHT = 90  # characters on either side of a sum that say what it is
_SUM = re.compile(
    r"""
    £ \s? (?P<digits> \d{1,3} (?: ,\d{3} )+ | \d{1,9} ) (?P<pence> \.\d{1,2} (?!\d) )?      # £1,000 or £7500 or £509.81
    (?: \s? (?P<scale> million | m | k )\b )?                                              # £1.2 million
    """,
    re.VERBOSE,
)
_SCALES = {"million": 1_000_000, "m": 1_000_000, "k": 1_000}

_TOTAL_BEFORE = re.compile(
    r"""
    (?: \b total (?: ling | s | led | ing )? (?: \s (?: payments? | sums? | amount | remedy | figure | award | compensation ) )?
        (?: \s (?: of | is | to | comes\ to | being | should\ be ) )? :? \s*     # a total of £3,600; totalling £900
      | \b making (?: \s up )? \s (?: it\s )?                                   # making £700 for seven months
      | \b (?: altogether | in\ all | in\ total ) ,? \s*                        # in all £700
      | \b bring(?:s|ing) \b [^£.;]{0,60} \b to \s*                             # which brings the sums due to £900
    ) $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(
    r"""
    ^ (?: \s* (?: in\ (?:total|all) | altogether | overall )\b                  # £900 in total
        | ,? \s* [(]? (?: which \s (?: is | are | was ) \s )? (?: made\ up | comprising | comprised | consisting | which\ comprises
          | which\ consists | broken\ down | split\ (?:as|into|between) | calculated\ as\ follows )\b )         # £600, made up of
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PERIOD = (
    r"(?P<period> months? | weeks? | terms? | years? | days? | nights? | sessions? | weekends? | hours? | visits? | school\ days? )"
)
_RATE_AFTER = re.compile(
    rf"""
    ^ \s* (?: to \s [^£.;,]{{1,40}} \s )?
      (?: an? | per | each | every | / | for\ (?: each | every | any ) )
      (?: \s of \s the (?: \s \w+ )? )? (?: \s (?: full | whole | part | additional | further | future | missed | calendar
        | school | academic
        | extra | complete | and\ every ) ){{0,3}}
      \s* {_PERIOD} \b                                                          # £200 for each further month
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RATE_BEFORE = re.compile(
    r"\b(?P<period>month|week|term)ly\s(?:symbolic\s)?(?:payments?|sums?|rate|allowance|amount)\sof\s*$", re.IGNORECASE
)
_UNITS: dict[str, Unit] = {"month": "per_month", "week": "per_week", "term": "per_term"}
_EACH = re.compile(
    r"^\s*(?:each\b(?!\s(?:month|week|term|year|of\sthe\s\w+\s(?:month|week|term)))|apiece|per\s(?:child|person|head))",
    re.IGNORECASE,
)

_BODY = r"(?: it | they | the\ (?:Council|Trust|Provider|authority|organisation|care\ provider) | we | I | he | she )"
_HISTORY_BEFORE = re.compile(
    r"""
    (?: \b (?: already | previously | originally | initially ) \s (?: been\s )? (?: paid | offered | agreed | refunded
      | received | given | made | awarded )
          \b [^£;]{0,50}                                                        # the £200 it has already paid
      | \b (?: in\ addition\ to | on\ top\ of | over\ and\ above | instead\ of | rather\ than | in\ place\ of | replac\w+
        | separate\ from
          | less | minus | deduct\w* | subtract\w* | not\ including | excluding | as\ opposed\ to | more\ than )
          \s (?: the\s | its\s | any\s | that\s )? [^£,;.]{0,60}                # in addition to the £100 offered earlier
      | \b (?: earlier | previous | original | initial | existing | first | former ) \s (?: offers? | payments? | sums?
        | remedy | proposal ) \s of \s*
      | \b offer (?:ed)? \s from \s* | \b from \s*
    ) $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HISTORY_AFTER = re.compile(
    rf"""
    ^ \s* (?: (?: which | that ) \s )? (?: {_BODY} \s )? (?: has\s | have\s | had\s )? (?: been\s )?
      (?: (?: already | previously ) \s (?: been\s )? (?: paid | offered | agreed | refunded | given | awarded ) | paid \b
        | credited \b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OFFERED_AFTER = re.compile(
    rf"^ \s* (?: (?:which | that) \s )? {_BODY} \s (?: has\s | have\s | had\s )? (?: \w+ly \s )? offered \b",
    re.VERBOSE | re.IGNORECASE,
)
_CHARGE_BEFORE = re.compile(
    r"\b(?:charg\w+|bill|invoice|debt|costs?|fees?|arrears|worth|value|valued|earnings|savings|income|rent|contribution|grant)"
    r"\s(?:(?:of|for|at|to|was|is|totalling)\s)?(?:the\s)?$",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"""
    \b (?: the\ difference
      | any\ (?:shortfall|difference|overpayment|underpayment|arrears|money|charges|sums?|amounts?|fees|payments?|contributions?)
      | equivalent\ (?:to|of) | equal\ to
        | the\ (?:full\s)?(?:amounts?|sums?|cost|costs|value|money|fees|charges|payments?|shortfall|contributions?)
      | backdat\w+ | back-dat\w+ | calculat\w+
        | (?:her|his|their)\s(?:\w+\s){0,3}(?:costs|expenses|charges|fees|contributions) | what\ (?:it|she|he|they) | arrears
        | half | all\ (?:the\s)?(?:charges|fees|costs|payments) )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)

_Role = Literal["owed", "total", "history", "offered", "charge"]


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum in a text: where it stands, as printed, in pounds, and what it is."""

    start: int
    end: int
    text: str
    value: float
    role: _Role
    unit: Unit
    each: bool


def read_sums(text: str, *, restores: bool = False) -> list[Sum]:
    """The sums an action orders, in order, history left out.

    `restores` says that the action gives money back or lets a charge go, so that a charge's own figure is what it is about.
    """
    found = [_read_sum(text, match, restores=restores) for match in _SUM.finditer(text)]
    firm = [one for one in found if one.role in {"owed", "total"}]
    if not firm:  # "pay the £250 it offered": the offer is what is to be paid
        return [one for one in found if one.role == "offered"]
    return _added_up(firm)


def _read_sum(text: str, match: re.Match[str], *, restores: bool) -> Sum:
    before, after = text[max(0, match.start() - _SIGHT) : match.start()], text[match.end() : match.end() + _SIGHT]
    rate = _RATE_AFTER.match(after) or _RATE_BEFORE.search(before)
    said = _role(before, after)
    role: _Role = "owed" if restores and said == "charge" else said
    if restores and said == "history" and not _HISTORY_BEFORE.search(before):
        role = "owed"  # "refund the £862.40 that she paid"
    unit: Unit = _UNITS.get(rate["period"].lower().rstrip("s"), "formula") if rate else "one_off"
    return Sum(match.start(), match.end(), match[0].strip(), _pounds(match), role, unit, _EACH.match(after) is not None)


def _role(before: str, after: str) -> _Role:
    """What the words on both sides say a sum is."""
    if _TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after):
        return "total"
    if _HISTORY_BEFORE.search(before) or _HISTORY_AFTER.match(after):
        return "history"
    if _OFFERED_AFTER.match(after):
        return "offered"
    return "charge" if _CHARGE_BEFORE.search(before) else "owed"


def _pounds(match: re.Match[str]) -> float:
    digits = match["digits"].replace(",", "") + (match["pence"] or "")
    return float(digits) * _SCALES.get(match["scale"] or "", 1)


def _added_up(sums: list[Sum]) -> list[Sum]:
    """The same sums, one that equals the others beside it marked as their total: "£600 (£400 for distress, £200 for trouble)"."""
    if len(sums) < 3 or any(one.role == "total" or one.unit != "one_off" for one in sums):  # noqa: PLR2004 - a total and two parts
        return sums
    for place in (0, len(sums) - 1):
        others = sum(one.value for index, one in enumerate(sums) if index != place)
        if abs(others - sums[place].value) < 0.005:  # noqa: PLR2004 - half a penny
            return [replace(one, role="total") if index == place else one for index, one in enumerate(sums)]
    return sums


def has_formula(text: str) -> bool:
    """Whether a rule is given in place of a figure: "the difference between", "any shortfall"."""
    return _FORMULA.search(text) is not None
