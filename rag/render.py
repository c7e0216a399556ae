"""Answers, decisions and hits as plain text for a terminal; the words that name who is speaking.

Everything printed is data: control characters were taken out when a decision was read, and are taken out of a question here.
Proved by tests/test_rag_render.py.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from index import BuildReport, Decision, Paragraph, Speaker
from rag.citations import cite_label, place_of
from rag.records import Answer, Citation, Claim, Coverage, Passage
from rag.table import table_lines

__all__ = [
    "SPEAKERS",
    "answer_text",
    "coverage_text",
    "decision_name",
    "refusal_text",
    "render_answer",
    "render_build",
    "render_decision",
    "render_passages",
    "render_sizes",
    "render_warnings",
]

SPEAKERS: dict[Speaker, str] = {
    "complainant": "The complainant's account",
    "body": "The council's position",
    "law": "Law or guidance",
    "ombudsman": "The Ombudsman",
    "action": "Agreed action",
    "facts": "What happened",
}
REMEDY = "Remedy"
NOTE = "Quotations are the Ombudsman's words; decisions are not binding precedent."
_WIDTH = 100
_MOST_WARNINGS = 10  # shown of a store; --json has all
_MOST_REFERENCES = 5


def decision_name(authority: str | None, reference: str) -> str:
    """Name a decision: "Cornwall Council (24 012 183)", or the reference alone where no authority is printed."""
    return f"{authority} ({reference})" if authority else reference


def render_build(report: BuildReport) -> list[str]:
    """What became of every file, a line each, and what the store holds now."""
    lines = [f"rejected  {path}: {reason}" for path, reason in report.rejected]
    lines += [f"kept old  {path}: {reason}" for path, reason in report.superseded]
    counts = f"read {report.read}, replaced {report.replaced}, unchanged {report.unchanged}, rejected {len(report.rejected)}"
    lines.append(f"{counts} in {report.seconds:.1f} s ({report.embedded} texts embedded)")
    return [*lines, f"the store holds {report.decisions} decisions, {report.paragraphs} paragraphs"]


def render_sizes(sizes: Mapping[str, int], paragraphs: int) -> list[str]:
    """A line for the whole store and one a part: megabytes, and bytes a paragraph."""
    rows = {"size": sum(sizes.values()), **{f"  {part}": size for part, size in sizes.items()}} if sizes else {}
    each = max(1, paragraphs)
    return [f"{part:<13}{size / 1e6:>10,.1f} MB {size / each:>8,.0f} bytes a paragraph" for part, size in rows.items()]


def answer_text(claims: Sequence[Claim], citations: Sequence[Citation]) -> str:
    """The claims in order under lines that name the decision and who is speaking, each with its [n]; a comparison as a table."""
    by_n = {citation.n: citation for citation in citations}
    lines: list[str] = []
    decision = heading = None
    told = [claim for claim in claims if not claim.column]
    shared = _shared_limits(told)
    for claim, limit in zip(told, shared, strict=True):
        first = by_n.get(claim.citations[0]) if claim.citations and not claim.computed else None  # a count is of many decisions
        if first is not None and (first.reference, first.authority) != decision:
            decision, heading = (first.reference, first.authority), None
            lines += ["", _decision_line(first)] if lines else [_decision_line(first)]
        if first is not None and claim.grade == "quote" and (said_by := _said_by(claim, first, limit)) != heading:
            heading = said_by
            lines.append(f"{heading}:")
        lines.append(_claim_line(claim, limit) + (_estimated(claim, by_n) if first is None else ""))
    if len(told) < len(claims):
        lines += ["", *table_lines(claims, citations)] if lines else table_lines(claims, citations)
    return "\n".join(lines)


def _shared_limits(claims: Sequence[Claim]) -> list[str]:
    """For each claim what its lead says after the action, where the one before or after says the same; "" where none does."""
    tails = [claim.lead.partition(", ")[2] for claim in claims]
    padded = ["", *tails, ""]
    beside = zip(padded[:-2], tails, padded[2:], strict=True)
    return [tail if tail and tail in {before, after} else "" for before, tail, after in beside]


def _said_by(claim: Claim, citation: Citation, limit: str) -> str:
    """Who is speaking; over actions with one time limit, the limit."""
    if not claim.lead:
        return SPEAKERS[citation.voice]
    return f"{REMEDY}, {limit}" if limit else REMEDY


def _estimated(claim: Claim, citations: Mapping[int, Citation]) -> str:
    """That paragraph numbers are estimated, where no line above names the decision."""
    return " (numbering estimated)" if any(citations[n].basis == "estimated" for n in claim.citations if n in citations) else ""


def _decision_line(citation: Citation) -> str:
    facts = [citation.outcome, f"{citation.decision_date:%d %b %Y}" if citation.decision_date else None]
    about = ", ".join(fact for fact in facts if fact)
    name = decision_name(citation.authority, citation.reference)
    estimated = "; paragraph numbers estimated" if citation.basis == "estimated" else ""
    return f"{name}{': ' + about if about else ''}{estimated}"


def _claim_line(claim: Claim, limit: str) -> str:
    pins = "".join(f"[{n}]" for n in claim.citations)
    text = f"“{claim.text}”" if claim.grade == "quote" else claim.text
    lead = claim.lead.removesuffix(f", {limit}") if limit else claim.lead
    text = f"{lead}: {text}" if lead else text
    mark = "" if claim.grade in {"quote", "supported"} else f" ({claim.grade}: {claim.reason})"
    return " ".join(filter(None, ("-", text, pins))) + mark


def refusal_text(reason: str, coverage: Coverage) -> str:
    """What is said when nothing answers."""
    return f"{reason} {coverage_text(coverage)}"


def coverage_text(coverage: Coverage) -> str:
    """Say what was searched: "Searched 5 decisions, from 21 Aug 2019 to 12 Sep 2022, 2 without a date; nearest: ..."."""
    plural = "" if coverage.decisions == 1 else "s"
    text = f"Searched {coverage.decisions:,} decision{plural}"
    if coverage.decisions and coverage.first_date and coverage.last_date:
        text += f", from {coverage.first_date:%d %b %Y} to {coverage.last_date:%d %b %Y}"
        text += f", {coverage.undated:,} without a date" if coverage.undated else ""
    if coverage.nearest:
        text += f"; nearest: {', '.join(coverage.nearest)}"
    return f"{text}."


def render_answer(answer: Answer) -> str:
    """A whole answer for a terminal: notices, text, numbered citations, the decisions' warnings, coverage."""
    parts = [f"Note: {notice}" for notice in answer.notices]
    parts.append("\n".join(_wrapped(line) for line in answer.text.splitlines()))
    if answer.citations:
        parts.append("\n".join(f"[{citation.n}] {_pin(citation)}" for citation in answer.citations))
        parts.extend(_warnings(answer.citations))
        parts.append(f"{coverage_text(answer.coverage)} {NOTE}")
    return "\n\n".join(parts)


def _pin(citation: Citation) -> str:
    """The pin and the section, which a place without a number names itself."""
    return cite_label(citation) if citation.basis == "none" else f"{cite_label(citation)}, {citation.section}"


def _warnings(citations: Sequence[Citation]) -> Iterator[str]:
    """Each warning once, with the decisions it stands on."""
    about: dict[str, dict[str, None]] = {}
    for citation in citations:
        for warning in citation.warnings:
            about.setdefault(warning, {})[citation.reference] = None
    yield from (f"Warning ({', '.join(references)}): {warning}" for warning, references in about.items())


def _wrapped(line: str) -> str:
    hanging = "  " if line.startswith("- ") else ""
    return "\n".join(textwrap.wrap(line, _WIDTH, subsequent_indent=hanging, break_long_words=False)) if line else ""


def render_passages(passages: Sequence[Passage]) -> str:
    """Ranked paragraphs, one block each."""
    return "\n\n".join(_passage_block(rank, passage) for rank, passage in enumerate(passages, 1))


def _passage_block(rank: int, passage: Passage) -> str:
    estimated = " (numbering estimated)" if passage.basis == "estimated" else ""
    place = f"{decision_name(passage.authority, passage.reference)}, {place_of(passage.label, passage.basis)}{estimated}"
    head = f"{rank}. {place} - {passage.section}, {SPEAKERS[passage.speaker].lower()}, score {passage.score:.2f}"
    lines = (textwrap.fill(line, _WIDTH, initial_indent="   ", subsequent_indent="   ") for line in passage.text.splitlines())
    return "\n".join([head, *lines])


def render_warnings(warnings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The most frequent warnings of a store, each with how many decisions it stands on and the first of them."""
    for warning, references in list(warnings.items())[:_MOST_WARNINGS]:
        more = ", ..." if len(references) > _MOST_REFERENCES else ""
        yield f"{len(references):,} x {warning} ({', '.join(references[:_MOST_REFERENCES])}{more})"
    if len(warnings) > _MOST_WARNINGS:
        yield f"... and {len(warnings) - _MOST_WARNINGS:,} more; all of them with --json"


def render_decision(decision: Decision, paragraphs: Sequence[Paragraph], same_text: Sequence[str] = ()) -> str:
    """A decision's metadata and the given paragraphs, every line with the label a citation uses.

    `same_text` names the decisions that share its text.
    """
    return "\n".join([*_metadata(decision, same_text), *_body(paragraphs)])


def _metadata(decision: Decision, same_text: Sequence[str]) -> Iterator[str]:
    yield decision_name(decision.authority, str(decision.reference))
    category = " > ".join(filter(None, (decision.category, decision.subcategory)))
    day = f"{decision.decision_date:%d %b %Y}" if decision.decision_date else None
    for name, value in (
        ("Category", category),
        ("Decision", decision.outcome),
        ("Decision date", day),
        ("Page", decision.url),
    ):
        yield f"{name}: {value or 'not printed'}"
    if decision.kind == "report":
        yield "Kind: public report"
    yield f"Paragraph numbers: {decision.paragraphs[0].basis}"
    if same_text:
        yield f"Same text as: {', '.join(same_text)}"
    yield from (f"Warning: {warning}" for warning in decision.warnings)
    if decision.summary:
        yield textwrap.fill(f"Summary: {decision.summary}", _WIDTH)


def _body(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    heading = None
    for paragraph in paragraphs:
        if (paragraph.section, paragraph.subsection) != heading:
            heading = (paragraph.section, paragraph.subsection)
            yield f"\n{' > '.join(filter(None, heading))}"
        for n, (item, line) in enumerate(paragraph.lines()):
            mark = paragraph.label(item) if item is not None or n == 0 else ""
            yield textwrap.fill(f"{mark:>6}  {line}", _WIDTH, subsequent_indent=" " * 8)
