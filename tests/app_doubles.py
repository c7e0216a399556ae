"""A small complete answerer over two invented decisions, for the tests of the chat."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from index import (
    Decision,
    DecisionFacts,
    Facets,
    Filters,
    Item,
    Paragraph,
    PinpointError,
    Reference,
    Remedy,
    Source,
    StoreStatus,
    Wanted,
    read_remedies,
)
from rag import Answer, Citation, Claim, Coverage, Passage, StreamPart, Turn, coverage_text
from rag.render import answer_text

PAYLOADS = (
    "<script>alert('script')</script>",
    "<img src=x onerror=alert('onerror')>",
    "<a href=\"javascript:alert('link')\">press</a>",
    "[press](javascript:alert('markdown'))",
    "![pixel](http://evil.example/pixel.png)",
    '<img src="http://evil.example/image.png">',
    "<style>body{display:none}</style>",
    "http://evil.example/bare www.evil.example",
    "{{value}} ${alert('template')} {{#each value}} $$\\href{javascript:alert('tex')}{x}$$",
    '<a class="chip" href="#cite-1-1">[9] forged</a>',
    "```html\n<b onmouseover=alert('code')>\n```",
    "\"'><svg/onload=alert('svg')>",
)
"""Texts that become active where text is taken for HTML, Markdown, a template or TeX."""


_SOURCE = Source(path="invented.txt", sha256="0" * 64, retrieved_at="2026-11-01T00:00:00Z")


_ACTION = (
    "Within one month of the final decision the Council will:",
    "apologise to Mrs B for the faults I have found;",
    "pay her £300 for her distress and her time and trouble; and",
    "arrange the panel, unless Mrs B no longer wants one.",
    "The Council should provide evidence that it has done this.",
)
_ITEMS = tuple(Item(letter, "letter", text) for letter, text in zip("abc", _ACTION[1:4], strict=True))
_PARAGRAPHS = (
    Paragraph(
        number=1,
        basis="printed",
        role="complaint",
        section="The complaint",
        subsection=None,
        speaker="complainant",
        text="Mrs B complains the Council refused to arrange a stage three panel. She says this cost her a year.",
    ),
    Paragraph(
        number=2,
        basis="printed",
        role="facts",
        section="What I found",
        subsection="What happened",
        speaker="facts",
        text="Mrs B asked for a panel on 4 July. The Council told her that “it would serve no purpose”.",
    ),
    Paragraph(
        number=3,
        basis="printed",
        role="analysis",
        section="What I found",
        subsection="Analysis",
        speaker="ombudsman",
        text="The Council should have arranged a stage three panel when Mrs B asked for one. That is fault.",
    ),
    Paragraph(
        number=4,
        basis="printed",
        role="action",
        section="Agreed action",
        subsection=None,
        speaker="action",
        text="\n".join(_ACTION),
        items=_ITEMS,
    ),
)
PANEL = Decision(
    reference=Reference("99 000 101"),
    authority="Fernshire County Council",
    category="Children's care services",
    subcategory="Disabled children",
    outcome="Upheld",
    decision_date=date(2024, 5, 2),
    url="https://www.lgo.org.uk/decisions/children-s-care-services/disabled-children/99-000-101",
    summary="Invented.",
    kind="statement",
    source=_SOURCE,
    paragraphs=_PARAGRAPHS,
    family="101",
    warnings=("This sample is invented; no such decision exists.",),
)
HOSTILE = Decision(
    reference=Reference("99 000 202"),
    authority="Oakmere <b>Borough</b> Council",
    category="Housing",
    subcategory=None,
    outcome="Not upheld",
    decision_date=None,
    url="javascript:alert('url')",
    summary=None,
    kind="statement",
    source=_SOURCE,
    paragraphs=tuple(
        replace(_PARAGRAPHS[0], number=number, basis="estimated", speaker="body", section=text, text=text)
        for number, text in enumerate(PAYLOADS, start=1)
    ),
    family="202",
    warnings=PAYLOADS,
)
DECISIONS = (PANEL, HOSTILE)


def cite(n: int, decision: Decision, number: int, *, quote: str | None = None, label: str | None = None) -> Citation:
    """A pin to a paragraph of a decision, to all of its text where no quote is given."""
    cited = decision.paragraphs[number - 1]
    return Citation(
        n=n,
        reference=decision.reference,
        authority=decision.authority,
        paragraph=number,
        label=label or str(number),
        basis=cited.basis,
        section=cited.section,
        role=cited.role,
        speaker=cited.speaker,
        outcome=decision.outcome,
        decision_date=decision.decision_date,
        quote=cited.text if quote is None else quote,
        text=cited.text,
        url=decision.url,
        warnings=decision.warnings,
    )


COVERAGE = Coverage(decisions=2, first_date=date(2024, 5, 2), last_date=date(2024, 5, 2), undated=1)


def answer_panel(question: str) -> Answer:
    """An answer with every grade, over the first decision."""
    citations = (
        cite(1, PANEL, 3, quote="The Council should have arranged a stage three panel when Mrs B asked for one."),
        cite(2, PANEL, 4, quote="pay her £300 for her distress and her time and trouble", label="4(b)"),
        cite(3, PANEL, 1, quote="She says this cost her a year."),
    )
    claims = (
        Claim(citations[0].quote, (1,), "quote", "word for word"),
        Claim("The Council agreed to pay £300.", (2,), "supported", "the sum is in the paragraph"),
        Claim("Mrs B waited a year for an answer.", (3,), "weak", "the paragraph reports what she says"),
        Claim("Such panels usually change the outcome.", (), "unsupported", "no paragraph is cited"),
    )
    text = "\n".join(f"{one.text} {' '.join(f'[{n}]' for n in one.citations)}" for one in claims)
    return Answer(question, "partial", text, claims, citations, (), COVERAGE, "model", "double")


def answer_hostile(question: str) -> Answer:
    """An answer in which every text is a payload."""
    citations = tuple(cite(n, HOSTILE, n) for n in range(1, len(PAYLOADS) + 1))
    claims = tuple(Claim(text, (n,), "weak", text) for n, text in enumerate(PAYLOADS, start=1))
    coverage = replace(COVERAGE, nearest=PAYLOADS)
    text = "\n".join(PAYLOADS)
    return Answer(question, "complete", text, claims, citations, (), coverage, "model", "double", notices=PAYLOADS)


def answer_compared(question: str) -> Answer:
    """A comparison of the two decisions: a finding of each, and of the first what was agreed, cited twice."""
    citations = (
        cite(1, PANEL, 3, quote="That is fault."),
        cite(2, PANEL, 4, quote="pay her £300 for her distress and her time and trouble", label="4(b)"),
        cite(3, HOSTILE, 8),
    )
    claims = (
        Claim(citations[0].quote, (1,), "quote", "word for word", column="Finding"),
        Claim("Payment of £300", (2,), "supported", "from the ledger", column="Agreed"),
        Claim("within one month", (2, 1), "supported", "from the ledger", column="Agreed"),
        Claim(citations[2].quote, (3,), "quote", "word for word", column="Finding"),
    )
    return Answer(question, "complete", answer_text(claims, citations), claims, citations, (), COVERAGE, "quotation")


def answer_nothing(question: str) -> Answer:
    """What a question gets that no decision answers."""
    coverage = replace(COVERAGE, nearest=("99 000 101",))
    text = f"Nothing answers that. {coverage_text(coverage)}"
    return Answer(question, "none", text, (), (), (), coverage, "quotation")


class TwoDecisions:
    """The store: two decisions, filters that work."""

    def __init__(self, folder: Path = Path("invented")) -> None:
        self.folder = folder

    def facets(self) -> Facets:
        """Every value that a decision has."""
        return Facets(
            tuple(one.authority or "" for one in DECISIONS),
            tuple(one.category or "" for one in DECISIONS),
            tuple(one.outcome or "" for one in DECISIONS),
        )

    def count(self, filters: Filters) -> int:
        """How many decisions match."""
        return sum(self._matches(one, filters) for one in DECISIONS)

    @property
    def attribution(self) -> str:
        """A statement of its own, so that it is known again."""
        return "Invented decisions of nobody"

    def status(self) -> StoreStatus:
        """The counts and dates of the two."""
        return StoreStatus(
            folder="invented",
            decisions=len(DECISIONS),
            paragraphs=sum(len(one.paragraphs) for one in DECISIONS),
            undated=1,
            first_date=date(2024, 5, 2),
            last_date=date(2024, 5, 2),
            pending=0,
            estimated=1,
            with_warnings=2,
            model="double",
            dimension=0,
        )

    def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
        """The decisions of that reference."""
        return tuple(one for one in DECISIONS if one.reference == reference and authority in {None, one.authority})

    def same_text(self, decision: Decision) -> tuple[Decision, ...]:
        """None share a text."""
        return tuple(one for one in DECISIONS if one.family == decision.family and one.key != decision.key)

    def remedies(self, filters: Filters | None = None, wanted: Wanted | None = None) -> tuple[Remedy, ...]:
        """The ledger of the two, read on the spot."""
        asked = wanted or Wanted()
        rows = (row for one in DECISIONS if self._matches(one, filters or Filters()) for row in read_remedies(one))
        return tuple(
            row
            for row in rows
            if asked.kind in {None, row.kind} and (asked.min_amount is None or (row.value or 0) >= asked.min_amount)
        )

    def facts(self, filters: Filters | None = None) -> tuple[DecisionFacts, ...]:
        """What the two are counted by."""
        return tuple(
            DecisionFacts(one.reference, one.authority, one.category, one.decision_date)
            for one in DECISIONS
            if self._matches(one, filters or Filters())
        )

    @staticmethod
    def _matches(decision: Decision, filters: Filters) -> bool:
        decided = decision.decision_date
        return all(
            (
                (filters.authority or "") in (decision.authority or ""),
                (filters.category or "") in (decision.category or ""),
                filters.outcome in {None, decision.outcome},
                filters.since is None or (decided is not None and decided >= filters.since),
                filters.until is None or (decided is not None and decided <= filters.until),
            )
        )


class ScriptedAnswerer:
    """Answers by the word in the question: hostile, nothing, failing, crashing, cut, endless; else about the panel."""

    def __init__(self, store: TwoDecisions | None = None, *, model_name: str = "double") -> None:
        self.store = store or TwoDecisions()
        self.model_name = model_name
        self.asked: list[tuple[str, tuple[Turn, ...], Filters | None]] = []
        self.closed = 0

    def stream(self, question: str, history: tuple[Turn, ...] = (), filters: Filters | None = None) -> Iterator[StreamPart]:
        """Words one at a time, then the whole answer."""
        self.asked.append((question, history, filters))
        try:
            yield from self._parts(question)
        finally:
            self.closed += 1

    def ask(self, question: str, history: tuple[Turn, ...] = (), filters: Filters | None = None) -> Answer:
        """The whole answer."""
        *_, last = self.stream(question, history, filters)
        assert last.answer is not None
        return last.answer

    def search(self, question: str, filters: Filters | None = None, limit: int = 10) -> tuple[Passage, ...]:
        """The paragraphs of the first decision, whatever is asked."""
        self.asked.append((question, (), filters))
        ranked = enumerate(PANEL.paragraphs[:limit])
        return tuple(
            Passage(
                reference=PANEL.reference,
                authority=PANEL.authority,
                paragraph=one.number,
                label=one.label(),
                basis=one.basis,
                section=one.section,
                role=one.role,
                speaker=one.speaker,
                text=one.text,
                score=1 - rank / 10,
            )
            for rank, one in ranked
        )

    @staticmethod
    def _parts(question: str) -> Iterator[StreamPart]:
        if "failing" in question:
            message = "got no answer from the model server; expected one at 127.0.0.1:1; start it"
            raise PinpointError(message)
        if "crashing" in question:
            message = "a fault of ours"
            raise ValueError(message)
        while "endless" in question:
            yield StreamPart("and ")
            time.sleep(0.02)
        answers = {"hostile": answer_hostile, "compare": answer_compared, "nothing": answer_nothing}
        answer = next((make for word, make in answers.items() if word in question), answer_panel)(question)
        for word in answer.text.split(" "):
            yield StreamPart(word + " ")
            time.sleep(0.005)
        if "cut" not in question:
            yield StreamPart(answer=answer)
