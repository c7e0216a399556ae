"""A remedy in the making: one action as it was found, before deadlines, statuses and totals from other sentences reach it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index.records import Decision, Item, Paragraph
from index.remedies.amounts import Sum, has_formula, read_sums
from index.remedies.deadlines import Deadline, find_deadlines, leading_deadline, own_deadline
from index.remedies.evidence import is_evidence
from index.remedies.heads import money_head
from index.remedies.kinds import kind_of
from index.remedies.others import helps_others
from index.remedies.payees import read_payee
from index.remedies.records import Remedy, RemedyKind, RemedyStatus, Unit
from index.remedies.verbs import split_actions

__all__ = ["Draft", "Place", "Standing", "by_sum", "make_drafts", "trimmed"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: its paragraph and sub-item, or neither for the summary."""

    paragraph: Paragraph | None
    item: Item | None

    @property
    def number(self) -> int | None:
        """The paragraph's number."""
        return None if self.paragraph is None else self.paragraph.number


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for every action of a frame: who acts, how it stands, by when (and in which paragraph that is said)."""

    status: RemedyStatus
    body: str | None = None
    deadline: Deadline | None = None
    deadline_paragraph: int | None = None
    soft: bool = False


@dataclass(slots=True)
class Draft:
    """One row to be; `settled` keeps a status from being raised by a later general agreement."""

    place: Place
    text: str
    kind: RemedyKind
    standing: Standing
    payee: str | None
    sum: Sum | None
    for_others: bool = False

    def finished(self, decision: Decision, *, evidence: bool) -> Remedy:
        """The record of this draft."""
        paragraph, item, limit = self.place.paragraph, self.place.item, self.standing.deadline
        is_money = self.kind in {"payment", "refund"}
        return Remedy(
            reference=decision.reference,
            authority=decision.authority,
            category=decision.category,
            subcategory=decision.subcategory,
            decision_date=decision.decision_date,
            paragraph=self.place.number,
            item=item.label if item else None,
            label=paragraph.label(item) if paragraph else "summary",
            basis=paragraph.basis if paragraph else "none",
            kind=self.kind,
            action_text=self.text,
            body=self.standing.body,
            payee=self.payee,
            amount=self.sum.text if self.sum else None,
            value=self.sum.value if self.sum else None,
            unit=_unit(self.text, self.sum) if is_money else None,
            is_total=self.sum is not None and self.sum.role == "total",
            each=self.sum is not None and self.sum.each,
            head=money_head(self.text, self.kind) if is_money else None,
            deadline=limit.text if limit else None,
            deadline_days=limit.days if limit else None,
            deadline_anchor=limit.anchor if limit else None,
            deadline_paragraph=self.standing.deadline_paragraph if limit else None,
            status=self.standing.status,
            others_affected=self.for_others or helps_others(self.text, self.kind),
            evidence_required=evidence,
            source="section" if paragraph else "summary",
        )


def _unit(text: str, found: Sum | None) -> Unit:
    if found is not None:
        return found.unit
    return "formula" if has_formula(text) else "unspecified"


_EDGE = re.compile(
    r"^[\s,;:•-]*(?:(?:and|or|then|also)\b,?\s+)*(?:\(?[a-h]\)\s+)?|(?:[\s,;:.]|(?<=[,;\s])and|(?<=[,;\s])or|(?<=[;,])\sthen)*$"
)
_MARKS = " ,;:."


def trimmed(text: str) -> str:
    """A piece of a line without what joins it to its neighbours: "; and pay Mr X £50; and" is "pay Mr X £50"."""
    start = _EDGE.match(text)
    text = text[start.end() if start else 0 :].strip(_MARKS)
    while (cut := re.search(r"[,;\s](?:and|or|and then)$", text)) is not None:
        text = text[: cut.start()].rstrip(_MARKS)
    return text


_THEM = re.compile(r"\b(?:them|their|they|it (?:finds|identifies))\b", re.IGNORECASE)
_POINTS = re.compile(
    r"^(?:do|make|pay|send|complete|take|carry out|provide)\s(?:this|these|that|it|so|both|the (?:payments?|apology|sum))\b[^£]*$",
    re.IGNORECASE,
)


def make_drafts(phrase: str, place: Place, standing: Standing, *, pays: bool = False) -> list[Draft]:
    """Drafts for every action of a verb phrase; `pays` says that the frame already is a payment, so its items are sums.

    A limit before the first action holds for all of them, and so does one behind the last.
    """
    phrase, first = _without_deadline(phrase)
    if first is not None:
        standing = replace(standing, deadline=first, deadline_paragraph=place.number)
    drafts: list[Draft] = []
    phrase, tail = _without_tail(phrase)
    for start, end in split_actions(phrase):
        action, before = _without_deadline(phrase[start:end])
        if not action or is_evidence(action):
            continue
        limit = before or own_deadline(action)
        if limit is not None and before is None and action.endswith(limit.text):
            _reach_back(drafts, limit, place)
        if _POINTS.match(action) and drafts:
            continue
        kind: RemedyKind = "payment" if pays and "£" in action else kind_of(action)
        own = replace(standing, deadline=limit, deadline_paragraph=place.number) if limit else standing
        added = list(by_sum(action, kind, place, own))
        for draft in added:  # "identify other families and refund them": they are those who were just named
            draft.for_others = _THEM.search(draft.text) is not None and any(helps_others(one.text, one.kind) for one in drafts)
        drafts += added
    if tail is not None:
        _reach_back(drafts, tail, place)
    return drafts


_BY_DOING = re.compile(
    r"(?:extend|remedy|resolve|settle|put|address|do) (?:this|that|it|the \w+|matters|things)(?: right)? by (?=[a-z]+ing\b)"
)
_TAIL = re.compile(r",\s(?:which|and|as|something)\s(?:it|they|the \w+)\s(?:has |have |had )?(?:now )?agreed(?: to)?(?: do)?\b")


def _without_tail(phrase: str) -> tuple[str, Deadline | None]:
    """A phrase without "which it has agreed to do within two weeks", and that limit; "put it right by paying" is "paying"."""
    doing = _BY_DOING.match(phrase)
    phrase = phrase[doing.end() :] if doing else phrase
    tail = _TAIL.search(phrase)
    if tail is None:
        return phrase, None
    limits = find_deadlines(phrase[tail.end() :])
    return phrase[: tail.start()], limits[0] if limits else None


def _reach_back(drafts: list[Draft], limit: Deadline, place: Place) -> None:
    """Give a limit behind an action to those before it in the sentence: "apologise and pay £50 within a month"."""
    for draft in reversed(drafts):
        if draft.standing.deadline is not None:
            return
        draft.standing = replace(draft.standing, deadline=limit, deadline_paragraph=place.number)


def _without_deadline(text: str) -> tuple[str, Deadline | None]:
    """An action and the limit that stood before it."""
    text = trimmed(text)
    limit = leading_deadline(text)
    return (text, None) if limit is None else (trimmed(text[limit.end :]), limit)


def by_sum(action: str, kind: RemedyKind, place: Place, standing: Standing) -> Iterator[Draft]:
    """One draft for each sum of a payment, or one for the action."""
    sums = read_sums(action, restores=kind == "refund") if kind in {"payment", "refund"} else []
    if not sums:
        payee = read_payee(action) if kind in {"payment", "refund"} else None
        yield Draft(place, action, kind, standing, payee, None)
        return
    payee = None
    for piece, found in _pieces(action, sums):
        payee = read_payee(piece) or payee
        yield Draft(place, piece, kind, _of_sum(standing, found, piece, place), payee, found)


_UNTIL = re.compile(r"\buntil\s[^,;.:]{3,120}")


def _of_sum(standing: Standing, found: Sum, piece: str, place: Place) -> Standing:
    """The standing of one sum: the body's own offer taken up, and for a rate the event that ends it."""
    if found.role == "offered" and standing.status == "agreed":
        standing = replace(standing, status="offered_by_body")
    until = _UNTIL.search(piece) if found.unit != "one_off" else None
    if until is not None and standing.deadline is None:
        limit = Deadline(until[0].strip(), None, "event", until.start(), until.end())
        standing = replace(standing, deadline=limit, deadline_paragraph=place.number)
    return standing


_CUT = re.compile(r",\s(?:and\s)?|\s?;\s(?:and\s)?|\sand\s(?:a\sfurther\s|also\s|another\s)?|\s?[(]\s?|:\s|\splus\s|\s[-–]\s")


def _pieces(action: str, sums: list[Sum]) -> Iterator[tuple[str, Sum]]:
    """The part of an action that belongs to each sum: cut at the last joint before the next sum."""
    starts = [0]
    for before, found in pairwise(sums):
        joints = [match for match in _CUT.finditer(action, before.end, found.start) if match.start() >= before.end]
        starts.append(joints[-1].end() if joints else before.end)
    for index, found in enumerate(sums):
        end = starts[index + 1] if index + 1 < len(sums) else len(action)
        piece = action[starts[index] : end].strip(_MARKS + "(")
        piece = trimmed(piece if piece.count("(") >= piece.count(")") else piece.rstrip(")"))
        yield (piece if found.text in piece else action), found
