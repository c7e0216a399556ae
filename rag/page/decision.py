"""A decision as the page shows it: beside an answer with the cited quote marked, or whole, with its headings as contents.

Every paragraph carries its number as a link to its own address; see `address_of`. Proved by tests/test_rag_page_decision.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index import Decision, DecisionFacts, Paragraph
from rag.citations import place_of
from rag.ledger import many
from rag.page.text import address_of, day, is_published, page_number, plain
from rag.records import Citation
from rag.render import SPEAKERS

__all__ = ["render_choice", "render_index", "render_paragraph", "render_reader", "render_source"]

BASES = {
    "estimated": "Numbering estimated: check the number against the published page.",
    "none": "This paragraph has no number on the page.",
}
READ_ON = "Read the published decision"
OPEN_CHIP = "background: var(--pin) !important; color: var(--on-pin) !important"
MOST_LISTED = 200
"""Decisions in the list of the reader; the reference field finds the others."""


def render_paragraph(text: str, quote: str, paragraph: Paragraph | None = None) -> str:
    """A paragraph line by line with its sub-item labels, the quote marked wherever it runs."""
    start = max(text.find(quote), 0)
    end = start + len(quote) if quote in text else start
    known = paragraph is not None and paragraph.text == text
    out = []
    for item, line in paragraph.lines() if paragraph and known else [(None, line) for line in text.split("\n")]:
        before, marked, after = line[: max(start, 0)], line[max(start, 0) : max(end, 0)], line[max(end, 0) :]
        label = "" if item is None else "• " if item.marker == "bullet" else f"({item.label}) "
        quoted = f"<mark>{plain(marked)}</mark>" if marked else ""
        out.append(f"<p>{plain(label + before)}{quoted}{plain(after)}</p>")
        start, end = start - len(line) - 1, end - len(line) - 1
    return "".join(out)


def render_numbered(number: str, address: str, lines: str, *, spoken: str, cited: bool = False) -> str:
    """A paragraph beside its number, which links to the paragraph's own address; `spoken` says which one it is."""
    pin = f'<a href="{plain(address)}" aria-label="{plain(f"Address of {spoken}")}">{plain(number or "¶")}</a>'
    return f'<div class="paragraph{" cited" if cited else ""}" data-place="{plain(spoken)}"><b>{pin}</b><div>{lines}</div></div>'


def render_body(decision: Decision, cited: Citation | None = None, *, authority: str | None = None) -> str:
    """All paragraphs under their headings, the cited one with its quote marked."""
    out, section, subsection = [], "", None
    for paragraph in decision.paragraphs:
        if paragraph.section != section:
            out.append(f"<h3>{plain(paragraph.section)}</h3>" if paragraph.section else "")
            section, subsection = paragraph.section, None
        if paragraph.subsection and paragraph.subsection != subsection:
            out.append(f"<h4>{plain(paragraph.subsection)}</h4>")
            subsection = paragraph.subsection
        is_cited = cited is not None and cited.paragraph == paragraph.number
        lines = render_paragraph(paragraph.text, cited.quote if cited and is_cited else "", paragraph)
        address = address_of(decision.reference, paragraph.number, authority=authority)
        number = page_number(paragraph.number, paragraph.basis)
        out.append(render_numbered(number, address, lines, spoken=_spoken(paragraph), cited=is_cited))
    return "".join(out)


def _spoken(paragraph: Paragraph) -> str:
    return f"paragraph {paragraph.number}"


# --- Beside an answer -------------------------------------------------------------------------------------------------


def render_particulars(citation: Citation, ways: str) -> str:
    """Whose decision it is, where in it the paragraph stands, and what a reader should know before relying on it.

    The heading stays in view above the text; what is said of the whole decision comes below it.
    """
    facts = (citation.outcome or "outcome not known", day(citation.decision_date), citation.section, SPEAKERS[citation.voice])
    doubts = [BASES[citation.basis]] if citation.basis in BASES else []
    if citation.quote not in citation.text:
        doubts.append("The quotation was not found in this paragraph.")
    place = f"{citation.reference}, {place_of(citation.label, citation.basis)}"
    known = f'<p class="facts">{plain(" · ".join(dict.fromkeys(filter(None, facts))))}</p>{ways}{render_notes(doubts)}'
    return f"{render_heading(citation.authority, place, known)}{render_notes(citation.warnings)}"


def render_heading(authority: str | None, place: str, more: str = "") -> str:
    """The authority, and below it the reference or the place in the decision, and what more is known."""
    heading = f'<h2 tabindex="-1">{plain(authority or "Authority not known")}</h2>'
    return f'<header>{heading}<p class="place">{plain(place)}</p>{more}</header>'


def render_facts(facts: dict[str, str]) -> str:
    """Terms and what is known of them."""
    rows = "".join(f"<div><dt>{plain(term)}</dt><dd>{plain(fact)}</dd></div>" for term, fact in facts.items())
    return f"<dl>{rows}</dl>"


def render_notes(notes: Sequence[str]) -> str:
    """What a reader should know, each in a box of its own."""
    return "".join(f'<p class="notice">{plain(note)}</p>' for note in notes)


def render_link(url: str | None) -> str:
    """The way to the published page; nothing for any other address."""
    if url is None or not is_published(url):
        return ""
    return f'<a href="{plain(url)}" rel="noopener noreferrer" target="_blank">{READ_ON}</a>'


def render_source(citation: Citation, name: str, decision: Decision | None, *, authority: str | None = None) -> str:
    """The side panel: the decision's particulars, then the decision with the cited quote marked, or the paragraph alone."""
    if decision is not None:
        body = render_body(decision, citation, authority=authority)
        whole = f'<a href="{plain(address_of(citation.reference, citation.paragraph, authority=authority))}">Open as a page</a>'
    else:
        lines = render_paragraph(citation.text, citation.quote)
        number, whole = page_number(citation.paragraph, citation.basis), ""
        body = f'<div class="paragraph cited"><b>{plain(number)}</b><div>{lines}</div></div>'
    ways = f'<p class="ways"><a class="back" href="#left">Back to the answer</a> {whole} {render_link(citation.url)}</p>'
    return f"<style>a[href='#cite-{name}'] {{ {OPEN_CHIP} }}</style><article>{render_particulars(citation, ways)}{body}</article>"


# --- The reader -------------------------------------------------------------------------------------------------------


def render_reader(decision: Decision, number: int | None, *, authority: str | None = None) -> str:
    """A whole decision with its contents; `number` is the paragraph to bring into view."""
    facts = {
        "Outcome": decision.outcome or "not known",
        "Decided": day(decision.decision_date),
        "Category": " > ".join(filter(None, (decision.category, decision.subcategory))) or "not known",
        "Paragraphs": str(len(decision.paragraphs)),
    }
    notes = list(decision.warnings)
    if any(paragraph.basis == "estimated" for paragraph in decision.paragraphs):
        notes.append(BASES["estimated"])
    if number is not None and decision.paragraph(number) is None:
        notes.append(f"This decision has no paragraph {number}.")
        number = None
    target = f' data-open="{plain(f"paragraph {number}")}"' if number is not None else ""
    summary = f"<h3>Summary</h3><p>{plain(decision.summary)}</p>" if decision.summary else ""
    return (
        f'<div class="reader"{target}><nav aria-label="Contents">{render_contents(decision, authority)}</nav>'
        f"<article>{render_heading(decision.authority, str(decision.reference))}{render_facts(facts)}{render_notes(notes)}"
        f'<p class="ways">{render_link(decision.url)} <a href="?show=decisions">All decisions</a></p>{summary}'
        f"{render_body(decision, authority=authority)}</article></div>"
    )


def render_contents(decision: Decision, authority: str | None) -> str:
    """The headings, each a link to the first paragraph under it."""
    out = []
    for heading, level, number in _headings(decision.paragraphs):
        link = f'<a href="{plain(address_of(decision.reference, number, authority=authority))}">{plain(heading)}</a>'
        out.append(f'<li class="level-{level}">{link}</li>')
    return f"<details open><summary>Contents</summary><ul>{''.join(out)}</ul></details>"


def _headings(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, int, int]]:
    section, subsection = "", None
    for paragraph in paragraphs:
        if paragraph.section and paragraph.section != section:
            yield paragraph.section, 1, paragraph.number
            subsection = None
        section = paragraph.section
        if paragraph.subsection and paragraph.subsection != subsection:
            yield paragraph.subsection, 2, paragraph.number
            subsection = paragraph.subsection


def render_choice(decisions: Sequence[Decision], number: int | None) -> str:
    """Two bodies share a reference: which decision is meant."""
    links = "".join(
        f'<li><a href="{plain(address_of(one.reference, number, authority=one.authority))}">'
        f"{plain(one.authority or 'Authority not known')}</a></li>"
        for one in decisions
    )
    return f'<article class="index"><h2 tabindex="-1">Several decisions have this reference</h2><ul>{links}</ul></article>'


def render_index(facts: Sequence[DecisionFacts]) -> str:
    """The decisions that match, newest first, each a link."""
    newest = sorted(facts, key=lambda one: (one.decision_date is not None, one.decision_date, one.reference), reverse=True)
    rows = "".join(map(_index_line, newest[:MOST_LISTED]))
    shown = (
        f"the newest {MOST_LISTED} of {len(facts):,} decisions"
        if len(facts) > MOST_LISTED
        else many(len(facts), "decision", "decisions")
    )
    return f'<article class="index"><h2 tabindex="-1">Decisions</h2><p>{plain(shown)}</p><ul>{rows}</ul></article>'


def _index_line(one: DecisionFacts) -> str:
    about = f"{one.reference} · {one.category or 'no category'} · {day(one.decision_date)}"
    link = plain(address_of(one.reference, authority=one.authority))
    return f'<li><a href="{link}">{plain(one.authority or "Authority not known")} <span>{plain(about)}</span></a></li>'
