"""A remedy of the ledger, or the end of a decision, as a citation: whole sentences of a paragraph, verbatim, under their label.

Proved by tests/test_rag_pins.py.
"""

from __future__ import annotations

from index import Decision, Item, Paragraph, Reference, Remedy, Store, quote_speaker, split_sentences
from rag.records import Citation

__all__ = ["action_sentence", "cite", "cite_decision", "cite_remedy", "closing_paragraph"]


def cite(decision: Decision, paragraph: Paragraph, quote: str, *, label: str | None = None, n: int = 0) -> Citation:
    """The citation of a verbatim part of a paragraph; `n` 0 is to be numbered later."""
    return Citation(
        n=n,
        reference=str(decision.reference),
        authority=decision.authority,
        paragraph=paragraph.number,
        label=label or paragraph.label(),
        basis=paragraph.basis,
        section=paragraph.section,
        role=paragraph.role,
        speaker=paragraph.speaker,
        outcome=decision.outcome,
        decision_date=decision.decision_date,
        quote=quote,
        text=paragraph.text,
        url=decision.url,
        warnings=decision.warnings,
        said_by=quote_speaker(paragraph.text, paragraph.role, quote),
    )


def action_sentence(paragraph: Paragraph, action: str) -> tuple[str, Item | None] | None:
    """The sentence of a paragraph that holds an action's words, and the sub-item it stands in; None where none does."""
    for item, line in paragraph.lines():
        if action in line:
            return next((one for one in split_sentences(line) if action in one), line), item
    return None


def cite_remedy(store: Store, remedy: Remedy) -> Citation | None:
    """The sentence that says a remedy; None where only the summary says it, which is no paragraph."""
    decision = next((one for one in store.find(remedy.reference, remedy.authority) if one.key == remedy.key), None)
    paragraph = decision.paragraph(remedy.paragraph) if decision and remedy.paragraph is not None else None
    found = action_sentence(paragraph, remedy.action_text) if paragraph else None
    if decision is None or paragraph is None or found is None:
        return None
    sentence, item = found
    return cite(decision, paragraph, sentence, label=paragraph.label(item))


def closing_paragraph(decision: Decision) -> Paragraph:
    """The paragraph in which a decision says how it ends: the first of its last part."""
    ending = [one for one in decision.paragraphs if one.role == "decision"]
    return ending[0] if ending else decision.paragraphs[-1]


def cite_decision(store: Store, reference: Reference, authority: str | None) -> Citation | None:
    """How a decision ends, in its own words; None where the store does not have it."""
    decision = next((one for one in store.find(reference, authority) if one.authority == authority), None)
    if decision is None:
        return None
    paragraph = closing_paragraph(decision)
    sentences = split_sentences(paragraph.text)
    return cite(decision, paragraph, sentences[0] if sentences else paragraph.text)
