"""A seeded inventor of decisions: one structure for each seed, in the order and with the habits of the Ombudsman's statements.

Lists in letters and bullets, ended by semicolons, full stops or nothing; a third level; lines without a number; quotations;
mentions of earlier paragraphs that land; sums that are no remedy; an agreed action whose limits stand in a lead-in, in a sentence
or behind the list. Every text is made from parts written for Pinpoint (evals/invented.py). Proved by tests/test_bed_readings.py.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from evals.invented import (
    ACTIONS,
    AGAIN,
    ANALYSIS,
    CATEGORIES,
    CLOSINGS,
    COMPLAINTS,
    CONTINUATIONS,
    EVENTS,
    LAW,
    LIMITS,
    LISTS,
    METHOD,
    MONTHS,
    NAMES,
    OUTCOMES,
    PLACES,
    POWERS,
    QUESTIONS,
    QUOTATIONS,
    TOPICS,
    TYPES,
)
from evals.structures import KnownLine, KnownParagraph, KnownPart, Structure
from evals.telling import EVIDENCE, Order, Place, Telling, ended, ordered
from index import Reference

__all__ = ["invent", "invent_chapters", "invent_short"]

_FIRST_DAY = date(2016, 1, 4)
_STYLES = ("semicolons", "semicolons", "semicolons", "stops", "bare")


class _Story(Telling):
    """One decision being invented: its dice and its people, and how far its paragraphs have been counted."""

    def __init__(self, seed: int, shape: str) -> None:
        super().__init__(random.Random(f"{shape}-{seed}"))  # noqa: S311 - a test bed, not a secret
        self.seed = seed
        self._who = self.dice.choice(NAMES)
        self._topic = self.dice.choice(TOPICS)

    def fill(self, text: str) -> str:
        """A line with its gaps filled."""
        return text.format(
            who=self._who,
            topic=self._topic[0],
            need=self._topic[1],
            month=self.dice.choice(MONTHS),
            year=self.dice.randint(2015, 2025),
            weeks=self.dice.randint(3, 60),
            count=self.dice.randint(2, 9),
            sum=f"{self.dice.randrange(120, 9000, 7):,}",
            ref=f"{self.dice.randrange(1000):03d}",
            earlier=self.dice.randint(1, max(1, self.count)),
        )

    def lines(self, texts: Sequence[str], least: int, most: int) -> list[KnownParagraph]:
        """Some plain paragraphs, each of one sentence or two."""
        return [self.counted(self.plain(texts)) for _ in range(self.dice.randint(least, most))]

    def plain(self, texts: Sequence[str]) -> KnownParagraph:
        """A paragraph of sentences, sometimes with a line below it that has no number."""
        text = " ".join(map(self.fill, self.dice.sample(list(texts), self.dice.randint(1, 2))))
        chance = self.dice.random()
        if chance < 0.08:  # noqa: PLR2004 - one in twelve
            return KnownParagraph(text, (KnownLine("text", self.fill(self.dice.choice(QUOTATIONS))),))
        if chance < 0.16:  # noqa: PLR2004 - as many again
            return KnownParagraph(text, (KnownLine("text", self.fill(self.dice.choice(CONTINUATIONS))),))
        return KnownParagraph(text)

    def listed(self, *, mark: str | None = None, deeper: bool = True) -> KnownParagraph:
        """A paragraph that leads in a list."""
        lead, pool = self.dice.choice(LISTS)
        texts = [self.fill(text) for text in self.dice.sample(pool, self.dice.randint(2, min(5, len(pool))))]
        kind = mark or self.dice.choice(["item", "item", "bullet"])
        lines = [KnownLine("bullet" if kind == "bullet" else "item", text) for text in ended(texts, self.dice.choice(_STYLES))]
        if kind == "item" and deeper and self.dice.random() < 0.2:  # noqa: PLR2004 - one list in five
            lines = self._deepened(lines)
        if self.dice.random() < 0.1:  # noqa: PLR2004 - one in ten goes on with a list of the same kind
            more = [KnownLine(lines[-1].mark, self.fill(text)) for text in ("an answer in {month};", "the papers of {year}.")]
            lines += [KnownLine("text", self.fill(self.dice.choice(AGAIN))), *more]
        elif self.dice.random() < 0.2:  # noqa: PLR2004 - one in five
            lines.append(KnownLine("text", self.fill(self.dice.choice(CONTINUATIONS))))
        return KnownParagraph(self.fill(lead), tuple(lines))

    def _deepened(self, lines: list[KnownLine]) -> list[KnownLine]:
        """The same list with two items below its first."""
        first = KnownLine("item", f"{lines[0].text.removesuffix(' and').rstrip(' ;.')}, which means:")
        below = [KnownLine("item", self.fill(text), 3) for text in ("in {month} {year};", "and again in {month}, {count} times;")]
        return [first, *below, *lines[1:]]

    def mixed(self, texts: Sequence[str], least: int, most: int) -> tuple[KnownParagraph, ...]:
        """Paragraphs of which about one in four leads in a list."""
        return tuple(
            self.counted(self.listed() if self.dice.random() < 0.25 else self.plain(texts))  # noqa: PLR2004 - one in four
            for _ in range(self.dice.randint(least, most))
        )

    def topic_heading(self) -> str:
        """A heading of no known name."""
        return self.fill(self.dice.choice(["The second visit", "The delay in answering", *QUESTIONS]))


def invent(seed: int, *, suffix: bool | None = None) -> Structure:
    """The statement of that seed."""
    story = _Story(seed, "statement")
    parts = [
        KnownPart("The complaint", None, story.mixed(COMPLAINTS, 1, 3)),
        KnownPart("The Ombudsman’s role and powers", None, tuple(story.lines(POWERS, 1, 3))),
        KnownPart("How I considered this complaint", None, story.mixed(METHOD, 1, 3)),
        *_findings(story),
        KnownPart(story.dice.choice(["Agreed action", "Agreed actions", "Agreed remedy"]), None, _action(story)),
        KnownPart("Final decision", None, tuple(story.lines(CLOSINGS, 1, 1))),
    ]
    lettered = story.dice.random() < 0.2 if suffix is None else suffix  # noqa: PLR2004 - one in five
    return _finished(story, "statement", parts, suffix=story.dice.choice("abcd") if lettered else "")


def _findings(story: _Story) -> list[KnownPart]:
    found = "What I found"
    parts = []
    if story.dice.random() < 0.7:  # noqa: PLR2004 - most decisions set out the law
        parts.append(KnownPart(found, "Law and guidance", story.mixed(LAW, 1, 4)))
    parts.append(KnownPart(found, "What happened", story.mixed(EVENTS, 3, 8)))
    if story.dice.random() < 0.4:  # noqa: PLR2004 - some have topics
        parts.append(KnownPart(found, f"What happened > {story.topic_heading()}", story.mixed(EVENTS, 1, 3)))
    parts.append(KnownPart(found, "Analysis", story.mixed(ANALYSIS, 1, 5)))
    if story.dice.random() < 0.4:  # noqa: PLR2004 - the same
        parts.append(KnownPart(found, f"Analysis > {story.topic_heading()}", story.mixed(ANALYSIS, 1, 3)))
    return parts


def _action(story: _Story) -> tuple[KnownParagraph, ...]:
    """The agreed action, in one of three shapes, and the call for evidence."""
    dice = story.dice
    limit = dice.choice(LIMITS)
    where: Place = dice.choice(["before", "behind", "sentences"])
    orders = []
    for kind, text in dice.sample(ACTIONS, dice.randint(2, 4)):
        value = float(dice.randrange(100, 2500, 50)) if kind == "payment" else None
        orders.append(Order(kind, story.fill(text.replace("{amount}", f"£{value:,.0f}") if value else text), value))
    limits = [dice.choice(LIMITS) for _ in orders] if where == "sentences" else [limit]
    return (*ordered(story, orders, where, limits), story.counted(KnownParagraph(EVIDENCE)))


def invent_short(seed: int) -> Structure:
    """The short report of that seed: sections and bullets, no number anywhere."""
    story = _Story(seed, "short")

    def texts(pool: Sequence[str], least: int, most: int) -> list[KnownParagraph]:
        return [KnownParagraph(story.plain(pool).text) for _ in range(story.dice.randint(least, most))]

    ordered = [story.fill(text.replace("{amount}", "£350")) for _, text in story.dice.sample(ACTIONS, 3)]
    bullets = tuple(KnownLine("bullet", text) for text in ended(ordered, "semicolons"))
    parts = [
        KnownPart("Summary", None, tuple(texts(COMPLAINTS, 1, 1))),
        KnownPart("The complaint", None, tuple(texts(EVENTS, 1, 4))),
        KnownPart("Finding", None, tuple(texts(ANALYSIS, 1, 3))),
        KnownPart("Recommendations", None, (KnownParagraph("To put things right the Council should:", bullets),)),
    ]
    return _finished(story, "short", parts, summary=parts[0].paragraphs[0].text)


def invent_chapters(seed: int) -> Structure:
    """The long report of that seed: typed numbers that run on through its chapters, lists in dashes alone on their line."""
    story = _Story(seed, "chapters")

    def texts(pool: Sequence[str], least: int, most: int) -> tuple[KnownParagraph, ...]:
        return tuple(
            story.counted(
                story.listed(mark="bullet") if story.dice.random() < 0.2 else KnownParagraph(story.plain(pool).text)  # noqa: PLR2004 - one in five
            )
            for _ in range(story.dice.randint(least, most))
        )

    parts = [
        KnownPart("The complaint", None, texts(COMPLAINTS, 2, 3)),
        KnownPart("Legal and administrative background", None, texts(LAW, 2, 4)),
        KnownPart("The investigation", None, texts(EVENTS, 3, 8)),
        KnownPart("Conclusions", None, texts(ANALYSIS, 2, 4)),
        KnownPart("Decision", None, texts(CLOSINGS, 1, 1)),
    ]
    return _finished(story, "chapters", parts)


def _finished(story: _Story, shape: str, parts: Sequence[KnownPart], *, suffix: str = "", summary: str | None = None) -> Structure:
    dice = story.dice
    category, subcategory = dice.choice(CATEGORIES)
    authority = None if shape == "short" else f"{dice.choice(PLACES)} {dice.choice(TYPES)}"
    said = summary or story.fill("{who} complained about {topic}. The Council was at fault. It has agreed to put this right.")
    known = {"statement": "statement", "short": "short"}.get(shape, "chapters")
    return Structure(
        shape=known,  # type: ignore[arg-type]  # one of the three by its making
        reference=Reference(f"97 {story.seed // 1000 % 1000:03d} {story.seed % 1000:03d}{suffix}"),
        authority=authority,
        category=category,
        subcategory=subcategory,
        outcome=dice.choice(OUTCOMES),
        decided=_FIRST_DAY + timedelta(days=dice.randint(0, 3600)),
        summary=said,
        parts=tuple(parts),
        remedies=tuple(story.remedies),
    )
