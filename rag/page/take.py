"""What a reader takes along: an answer as text with its citations, a conversation as Markdown with footnotes.

Contract: every citation is named in full, and each piece says what it is (`NOTE`) and whose words it holds (`ATTRIBUTION`). In
Markdown, text of decisions, questions and models is escaped, so that it stays text where the file is shown.
Proved by tests/test_rag_page_take.py; Word is in rag/page/word.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import ATTRIBUTION
from rag.citations import cite_label
from rag.page.render import COMPUTED, GRADES, STATUSES, Exchange
from rag.page.text import day, is_published
from rag.records import Answer, Citation
from rag.render import coverage_text

__all__ = ["ATTRIBUTION", "NOTE", "TITLE", "Line", "cite_in_full", "copy_text", "tell_exchange", "write_markdown"]

TITLE = "Pinpoint: questions about Ombudsman decisions"
NOTE = "Generated summary; quotations are the Ombudsman's words; decisions are not binding precedent."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an exchange as it is taken along: `heading` names a decision, `note` speaks about the answer."""

    kind: str
    text: str
    citations: tuple[Citation, ...] = ()


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
    parts = [answer.question, *notices, *(f"Note: {notice}" for notice in answer.notices), answer.text]
    parts += ["\n".join(sources)] if sources else []
    return "\n\n".join([*parts, f"{NOTE}\n{ATTRIBUTION}"])


def _address(citation: Citation) -> str:
    return f" {citation.url}" if is_published(citation.url) else ""


def tell_exchange(exchange: Exchange) -> Iterator[Line]:
    """An exchange line by line, in the order of the screen."""
    yield Line("question", exchange.question)
    answer = exchange.answer
    if answer is None:
        yield Line("note", f"Error: {exchange.error}" if exchange.error else "This question was stopped and has no answer.")
        return
    if answer.status in STATUSES:
        yield Line("note", STATUSES[answer.status])
    for notice in answer.notices:
        yield Line("note", f"Note: {notice}")
    if not answer.claims:
        yield Line("text", answer.text)
        return
    yield from _tell_claims(answer)
    yield Line("note", coverage_text(answer.coverage))


def _tell_claims(answer: Answer) -> Iterator[Line]:
    citations = {citation.n: citation for citation in answer.citations}
    current = None
    for claim in answer.claims:
        cited = tuple(citations[n] for n in claim.citations if n in citations)
        if cited and answer.mode != "model" and not claim.computed and (cited[0].reference, cited[0].authority) != current:
            current = (cited[0].reference, cited[0].authority)
            about = f"{cited[0].reference}, {cited[0].outcome or 'outcome not known'}, {day(cited[0].decision_date)}"
            yield Line("heading", f"{cited[0].authority or 'Authority not known'} ({about})")
        lead = f"{claim.lead}: " if claim.lead else ""
        text = f"“{claim.text}”" if claim.grade == "quote" else claim.text
        reason = f" ({claim.reason})" if claim.grade in {"weak", "unsupported"} else ""
        grade = COMPUTED if claim.computed else GRADES[claim.grade] + reason
        yield Line("claim", f"{lead}{text} [{grade}]", cited)


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
    out, notes = [f"# {TITLE}", f"*{escape_markdown(NOTE)} {escape_markdown(ATTRIBUTION)}*"], []
    marks = {"question": "## ", "heading": "### ", "claim": "- ", "note": "> ", "text": ""}
    for exchange in exchanges:
        for line in tell_exchange(exchange):
            pins = ""
            for citation in line.citations:
                notes.append(citation)
                pins += f"[^{len(notes)}]"
            text = escape_markdown(line.text).replace("\n", "\n> " if line.kind == "note" else " ")
            out.append(f"{marks[line.kind]}{text}{pins}")
    for number, citation in enumerate(notes, start=1):
        link = f" <{citation.url}>" if citation.url and is_published(citation.url) and not set(citation.url) & set("<> \n") else ""
        quote = escape_markdown(cite_in_full(citation, quote=True)).replace("\n", " ")
        out.append(f"[^{number}]: {quote}{link}")
    return "\n\n".join(out) + "\n"
