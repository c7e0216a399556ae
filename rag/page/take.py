"""What a reader takes along: an answer as text with its citations, a conversation as Markdown with footnotes.

Contract: every citation is named in full, and each piece says what it is (`NOTE`) and whose words it holds (`ATTRIBUTION`). In
Markdown, text of decisions, questions and models is escaped, so that it stays text where the file is shown.
Proved by tests/test_rag_page_take.py; Word is in rag/page/word.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index import ATTRIBUTION
from rag.citations import cite_label
from rag.page.render import STATUSES, Exchange, grade_of, note_text
from rag.page.text import day, is_published
from rag.records import Answer, Citation, Claim
from rag.render import answer_text, coverage_text
from rag.table import columns_of, rows_of

__all__ = ["ATTRIBUTION", "NOTE", "TITLE", "Line", "TableLines", "cite_in_full", "copy_text", "tell_exchange", "write_markdown"]

TITLE = "Pinpoint: questions about Ombudsman decisions"
NOTE = "Generated summary; quotations are the Ombudsman's words; decisions are not binding precedent."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an exchange as it is taken along: `heading` names a decision, `note` speaks about the answer."""

    kind: str
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLines:
    """A comparison as it is taken along: for each decision its name and, under each heading, the claims of that cell."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Line, ...], ...]], ...]


def cite_in_full(citation: Citation, *, quote: bool) -> str:
    """Where a statement stands, whole: the decision, the paragraph, the section, outcome and date, and the words if asked."""
    about = f"{citation.outcome or 'outcome not known'}, {day(citation.decision_date)}"
    place = ", ".join(filter(None, (citation.authority or "Authority not known", cite_label(citation), citation.section)))
    words = f" “{citation.quote}”" if quote else ""
    return f"{place} ({about}).{words}"


def copy_text(answer: Answer) -> str:
    """An answer with its citations as plain text."""
    sources = [f"[{one.n}] {cite_in_full(one, quote=False)}{_address(one)}" for one in answer.citations]
    notices = [STATUSES[answer.status]] if answer.status in STATUSES else []
    parts = [answer.question, *notices, *map(note_text, answer.notices), *_copied(answer)]
    parts += ["\n".join(sources)] if sources else []
    return "\n\n".join([*parts, f"{NOTE}\n{ATTRIBUTION}"])


def _copied(answer: Answer) -> Iterator[str]:
    """The text; a comparison line by line under its decisions, since columns of text fall apart where it is pasted."""
    table = _tell_table(answer, graded=False)
    if table is None:
        yield answer.text
        return
    if told := [claim for claim in answer.claims if not claim.column]:
        yield answer_text(told, answer.citations)
    for name, cells in table.rows:
        lines = [f"{heading}: {_joined(cell)}" for heading, cell in zip(table.headings, cells, strict=True) if cell]
        yield "\n".join([name, *lines])


def _joined(cell: Sequence[Line]) -> str:
    return "; ".join(f"{line.text} {' '.join(f'[{one.n}]' for one in line.citations)}" for line in cell)


def _address(citation: Citation) -> str:
    return f" {citation.url}" if is_published(citation.url) else ""


def tell_exchange(exchange: Exchange) -> Iterator[Line | TableLines]:
    """An exchange line by line, in the order of the screen."""
    yield Line("question", exchange.question)
    answer = exchange.answer
    if answer is None:
        yield Line("note", f"Error: {exchange.error}" if exchange.error else "This question was stopped and has no answer.")
        return
    if answer.status in STATUSES:
        yield Line("note", STATUSES[answer.status])
    for notice in answer.notices:
        yield Line("note", note_text(notice))
    if not answer.claims:
        yield Line("text", answer.text)
        return
    yield from _tell_claims(answer)
    if table := _tell_table(answer):
        yield table
    yield Line("note", coverage_text(answer.coverage))


def _tell_claims(answer: Answer) -> Iterator[Line]:
    """The claims that are no cells, quotations under their decision."""
    citations = {citation.n: citation for citation in answer.citations}
    current = None
    for claim in answer.claims:
        if claim.column:
            continue
        line = _tell_claim(claim, citations)
        cited = line.citations
        if cited and answer.mode != "model" and not claim.computed and (cited[0].reference, cited[0].authority) != current:
            current = (cited[0].reference, cited[0].authority)
            yield Line("heading", _name(cited[0]))
        yield line


def _tell_claim(claim: Claim, citations: Mapping[int, Citation], *, graded: bool = True) -> Line:
    """The claim with its grade, or only where it is doubtful."""
    lead = f"{claim.lead}: " if claim.lead else ""
    text = f"“{claim.text}”" if claim.grade == "quote" else claim.text
    grade = f" [{grade_of(claim)}]" if graded or claim.grade in {"weak", "unsupported"} else ""
    return Line("claim", f"{lead}{text}{grade}", tuple(citations[n] for n in claim.citations if n in citations))


def _tell_table(answer: Answer, *, graded: bool = True) -> TableLines | None:
    """The claims that are cells, by decision; None where nothing is compared."""
    headings = columns_of(answer.claims)
    if not headings:
        return None
    citations = {citation.n: citation for citation in answer.citations}
    rows = []
    for row in rows_of(answer.claims, answer.citations):
        cells = (
            tuple(_tell_claim(claim, citations, graded=graded) for claim in row.cells.get(heading, ())) for heading in headings
        )
        rows.append((_name(row.decision), tuple(cells)))
    return TableLines(headings, tuple(rows))


def _name(citation: Citation) -> str:
    """The decision of a citation: "Cornwall Council (24 012 183, Upheld, 2 May 2024)"."""
    estimated = ", numbering estimated" if citation.basis == "estimated" else ""
    about = f"{citation.reference}, {citation.outcome or 'outcome not known'}, {day(citation.decision_date)}{estimated}"
    return f"{citation.authority or 'Authority not known'} ({about})"


_MARKS = re.compile(r"([\\`*_\[\]<>#|~!$^@])")
"""What is a mark wherever it stands."""
_AT_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))", re.MULTILINE)
_LINKED = re.compile(r"(?<=\w):(?=/)|(?<=www)\.", re.IGNORECASE)
"""Where a bare address would become a link."""


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is: no image, link, HTML or heading can come of it."""
    text = _MARKS.sub(r"\\\1", text.replace("&", "&amp;"))
    text = _AT_START.sub(lambda found: f"{found[1]}\\{found[2]}" if not found[2].isdigit() else f"{found[1]}{found[2]}\\", text)
    return _LINKED.sub(lambda found: f"\\{found[0]}", text)


def write_markdown(exchanges: Sequence[Exchange]) -> str:
    """The conversation in Markdown, a footnote for each citation."""
    out, notes = [f"# {TITLE}", f"*{escape_markdown(NOTE)} {escape_markdown(ATTRIBUTION)}*"], list[Citation]()
    marks = {"question": "## ", "heading": "### ", "claim": "- ", "note": "> ", "text": ""}
    for exchange in exchanges:
        first = len(notes)
        for line in tell_exchange(exchange):
            if isinstance(line, TableLines):
                out.append(_markdown_table(line, notes, first))
            else:
                breaks = "\n> " if line.kind == "note" else " "
                out.append(marks[line.kind] + _markdown_line(line, notes, first, breaks=breaks))
    for number, citation in enumerate(notes, start=1):
        link = f" <{citation.url}>" if citation.url and is_published(citation.url) and not set(citation.url) & set("<> \n") else ""
        quote = escape_markdown(cite_in_full(citation, quote=True)).replace("\n", " ")
        out.append(f"[^{number}]: {quote}{link}")
    return "\n\n".join(out) + "\n"


def _markdown_line(line: Line, notes: list[Citation], first: int, *, breaks: str = " ") -> str:
    """A line with its pins; a citation that the exchange has cited before, from `first` on, keeps its note."""
    pins = ""
    for citation in line.citations:
        if citation not in notes[first:]:
            notes.append(citation)
        pins += f"[^{notes.index(citation, first) + 1}]"
    return escape_markdown(line.text).replace("\n", breaks) + pins


def _markdown_table(table: TableLines, notes: list[Citation], first: int) -> str:
    heads = ["Decision", *map(escape_markdown, table.headings)]
    rows = [heads, ["---"] * len(heads)]
    for name, cells in table.rows:
        texts = ("; ".join(_markdown_line(line, notes, first) for line in cell) for cell in cells)
        rows.append([escape_markdown(name).replace("\n", " "), *texts])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
