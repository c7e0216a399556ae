"""The lines of a remedy section, read in order: lead-ins open a frame, items fill it, sentences carry their own.

An item that ends with a colon is a lead-in of its own. A sentence that sets a limit on "actions a) to c)", says that a
recommendation was refused, or adds up sums, is about rows already read. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.records import Item, Paragraph
from index.remedies.bodies import PRONOUNS, body_in
from index.remedies.breakdown import read_breakdown, with_sum_before
from index.remedies.coverage import Coverage, cover, read_coverage, refers_to_actions
from index.remedies.deadlines import Deadline, find_deadlines
from index.remedies.drafts import Draft, Place, Standing, make_drafts
from index.remedies.evidence import asks_for_evidence, is_evidence
from index.remedies.frames import Frame, find_frame
from index.remedies.leads import Opened, announces, lead_action, that_body
from index.remedies.offers import accepted_offer, rejects
from index.remedies.orders import holds_action, is_bare, is_fallback
from index.remedies.prose import LONGEST, prose
from index.remedies.records import RemedyStatus
from index.remedies.status import reply_to
from index.remedies.verbs import begins_action, form_of

__all__ = ["SectionReading"]

_CONDITION = re.compile(r"^\W*(?:if|once|where|when|should)\b", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:also|in addition)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"""
    ^ [A-Z][a-z]+ (?: -[a-z]+ )? \s                                         # Ensure that ..., Pay Mr X ...
      (?: that | the | its | their | all | any | an? | to | with | how | whether | M(?:r|rs|s|iss) | staff | officers | for
        | £ | sure | in ) \b
      # "Support for Mr X was late" is no order
      (?! [^.]{0,60} \b (?: was | were | is | are | had | has\ been ) \b (?! \ in\ place ) )
    """,
    re.VERBOSE,
)
_Limit = tuple[Deadline | None, int | None]


class SectionReading:
    """The drafts of a section as they are found; `finish` lets later sentences reach back to them."""

    def __init__(self) -> None:
        self.evidence = False
        self._drafts: list[Draft] = []
        self._covers: list[tuple[int | None, int, Coverage]] = []
        self._open: Opened | None = None
        self._inner: Opened | None = None
        self._body: str | None = None
        self._limit_before: Standing | None = None

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Read one paragraph, line by line."""
        lines = paragraph.lines()
        first = lines[0][1]
        if paragraph.items or first.endswith(":") or not (self._open and _continues(first)):
            self._open = self._inner = None
        for item, line in lines:
            self.read_line(Place(paragraph, item), line, paragraph.section)

    def read_line(self, place: Place, line: str, section: str) -> None:
        """Read one line: a lead-in, an item or a sentence or two."""
        sentences = prose(line)
        self.evidence = self.evidence or any(map(asks_for_evidence, sentences))
        if sentences and line.rstrip().endswith(":") and self._lead(place, sentences, section):
            return
        self._step_out(place.item)
        listed = self._inner or self._open
        for number, sentence in enumerate(sentences):
            if listed is not None and (place.item is not None or _continues(sentence)):
                self._item(place, sentence, listed, is_first=number == 0, section=section)
            else:
                self._sentence(place, sentence, section)
        self._body = next(filter(None, map(body_in, reversed(sentences))), self._body)

    def finish(self) -> list[Draft]:
        """The drafts, each with the limit that a later sentence set on it."""
        for number, count, coverage in self._covers:
            cover(self._drafts[:count], number, coverage)
        return self._drafts

    def _step_out(self, item: Item | None) -> None:
        """Leave the inner list where a line is no sub-item of its lead-in."""
        inner = self._inner
        if inner is None:
            return
        below = item is not None and item.label.startswith(f"{inner.label}(")
        spelled = inner.contents and item is not None and not begins_action(item.text)
        if not below and not spelled:
            self._inner = None

    def _lead(self, place: Place, sentences: tuple[str, ...], section: str) -> bool:
        """Open a frame for the items below a lead-in; False where it is none."""
        for sentence in sentences[:-1]:
            self._sentence(place, sentence, section)
        text = sentences[-1]
        outer = self._open.standing if self._open and place.item is not None else None
        frame = find_frame(text) or that_body(text)
        limit = self._lead_limit(text, place, outer)
        if frame is None and outer is not None:
            standing = replace(outer, deadline=limit[0], deadline_paragraph=limit[1])
        elif frame is None and not announces(text):
            return False
        else:
            status = self._status(frame, text, section)
            if outer is not None and status == "recommended":
                status = outer.status
            standing = Standing(status, self._named(frame, text), *limit, soft=frame is not None and frame.soft)
        self._begin(place, text[frame.start :] if frame else text if outer and begins_action(text) else "", standing)
        return True

    def _begin(self, place: Place, phrase: str, standing: Standing) -> None:
        """Open a frame, and take the action that its lead-in holds itself."""
        opened = Opened(standing, label=place.item.label if place.item else "")
        action = "" if is_bare(phrase) else lead_action(phrase, opened)
        if action:
            self._add(place, action, standing)
        if place.item is None:
            self._open, self._inner = opened, None
        else:
            self._inner = opened
        self._remember(standing)

    def _item(self, place: Place, sentence: str, listed: Opened, *, is_first: bool, section: str) -> None:
        """One sentence of an item."""
        if listed.contents or is_fallback(sentence):
            return
        if find_frame(sentence) is None and (is_first or begins_action(sentence)):
            if not is_evidence(sentence):
                self._drafts += make_drafts(sentence, place, listed.standing, pays=listed.pays)
        else:
            self._sentence(place, sentence, section, around=listed.standing)

    def _sentence(self, place: Place, sentence: str, section: str, *, around: Standing | None = None) -> None:
        """One sentence that must say itself who acts."""
        frame = find_frame(sentence)
        if self._covers_others(place, sentence, frame) or (self._drafts and reply_to(self._drafts, place, sentence, frame)):
            return
        if frame is None or not holds_action(sentence, frame):
            self._without_action(place, sentence, section)
            return
        keeps = around is not None and frame.status in {"recommended", "agreed"}
        status = around.status if around and keeps else self._status(frame, sentence, section)
        limit = self._sentence_limit(place, sentence, frame, around)
        standing = Standing(status, self._named(frame, sentence), *limit, soft=frame.soft)
        self._drafts += with_sum_before(sentence, frame.start, make_drafts(sentence[frame.start :], place, standing))
        self._remember(standing)

    def _covers_others(self, place: Place, sentence: str, frame: Frame | None) -> bool:
        """Keep the limits a sentence sets on actions named elsewhere; True where it does nothing else."""
        covers = read_coverage(sentence)
        if not covers:
            return False
        phrase = sentence[frame.start :] if frame else sentence
        if frame is not None and frame.how != "passive" and not refers_to_actions(phrase) and holds_action(sentence, frame):
            return False
        if not is_evidence(phrase):
            self._covers += [(place.number, len(self._drafts), one) for one in covers]
        return True

    def _without_action(self, place: Place, sentence: str, section: str) -> None:
        """A sentence that orders nothing by a frame: an offer welcomed, an order without a subject, a sum added up."""
        if not (place.paragraph and rejects(place.paragraph.text[:LONGEST])):
            offers = accepted_offer(sentence, place)  # "the offer of a payment" repeats one that was named with its sum
            self._drafts += [one for one in offers if one.sum is not None or one.kind not in {"payment", "refund"}]
        if _ORDER.match(sentence) and form_of(sentence.split(" ", 1)[0]) == "base":
            limits = find_deadlines(sentence)
            limit = (limits[0], place.number) if limits else (None, None)
            self._add(place, sentence, Standing(self._status(None, sentence, section), self._body, *limit))
        elif self._drafts:
            self._drafts += read_breakdown(sentence, place, self._drafts[-1])

    def _add(self, place: Place, phrase: str, standing: Standing) -> None:
        self._drafts += make_drafts(phrase, place, standing)

    def _remember(self, standing: Standing) -> None:
        self._limit_before = standing if standing.deadline else self._limit_before

    def _lead_limit(self, text: str, place: Place, outer: Standing | None) -> _Limit:
        """The limit a lead-in sets, or the one around it."""
        found = find_deadlines(text)
        if found:
            return self._resolved(found[0]), place.number
        return (outer.deadline, outer.deadline_paragraph) if outer else (None, None)

    def _sentence_limit(self, place: Place, sentence: str, frame: Frame, around: Standing | None) -> _Limit:
        """The limit in front of a frame, or the one it goes on from: "It will also ...", "I also recommended ..."."""
        found = find_deadlines(sentence[: frame.start])
        if found:
            return self._resolved(found[-1]), place.number
        before = around
        last = self._drafts[-1] if self._drafts and not _CONDITION.match(sentence) else None
        if before is None and last and last.place.number == place.number and (frame.body or "").lower() in PRONOUNS:
            before = last.standing
        elif before is None and _ALSO.search(sentence[: frame.start]):
            before = self._limit_before
        return (before.deadline, before.deadline_paragraph) if before else (None, None)

    def _resolved(self, limit: Deadline) -> Deadline:
        """A limit that echoes the one before ("of the same date") with what it echoes."""
        before = self._limit_before.deadline if self._limit_before else None
        if not limit.echoes or before is None:
            return limit
        return replace(limit, days=limit.days or before.days, anchor=before.anchor)

    def _status(self, frame: Frame | None, text: str, section: str) -> RemedyStatus:
        """How an action stands: by its frame, and where that only says "should", by the heading."""
        heading = section.lower()
        if frame is None:
            words = f"{heading} {text.lower()}"
            return "recommended" if "recommend" in words and "agreed" not in words else "agreed"
        if frame.how == "modal" and "recommend" in heading:
            return "recommended"
        if frame.how in {"recommended", "asked"}:
            return "recommended"  # raised in the end where the section or the decision says that it was agreed
        if frame.status is not None and frame.status != "recommended":
            return frame.status
        return "agreed" if "agreed" in heading and not frame.soft else "recommended"

    def _named(self, frame: Frame | None, text: str) -> str | None:
        """The body of a frame, an "it" taken for the last one named."""
        body = frame.body if frame else body_in(text)
        if body is None or body.lower() in PRONOUNS:
            return body_in(text[: frame.opens] if frame else text) or self._body
        self._body = body
        return body


def _continues(line: str) -> bool:
    """Whether a line is really the next item of an open list (dash files lose the difference)."""
    return begins_action(line) and find_frame(line) is None
