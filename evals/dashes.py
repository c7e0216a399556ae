"""How exactly paragraph numbers are estimated where an extraction keeps only dashes.

A decision whose numbers are known (printed or counted) is written again in memory with every list mark turned into "- ", read as a
dash file, and its lines are compared one by one: a paragraph is exact when its first line opens a paragraph of the same number.
Proved by tests/test_evals_dashes.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Decision, NotADecision, read_bytes, read_decision

__all__ = ["DashScore", "as_dashes", "dash_score", "dash_scores", "dash_table"]


@dataclass(frozen=True, slots=True)
class DashScore:
    """One decision's estimate beside the truth."""

    reference: str
    paragraphs: int
    exact: int
    estimated: int  # paragraphs the estimate has
    items: int
    items_found: int  # sub-items read as sub-items
    items_wrong: int  # paragraphs read as sub-items


def as_dashes(decision: Decision) -> str:
    """The decision as the text of a dash file: headings, and "- " before every paragraph and sub-item."""
    return "\n".join(
        [
            f"{decision.authority or ''} ({decision.reference})",
            "The Ombudsman's final decision:",
            f"Summary: {decision.summary or 'None.'}",
            *(text if kind == "heading" else f"- {text}" if kind != "text" else text for kind, _, text in _lines(decision)),
            "Investigator's decision on behalf of the Ombudsman",
        ]
    )


def dash_score(decision: Decision) -> DashScore:
    """Read the decision's dash rendering and compare it line by line."""
    truth = [(kind, number) for kind, number, _ in _lines(decision) if kind in {"paragraph", "item"}]
    reading = read_bytes(as_dashes(decision).encode(), source_path=decision.source.path)
    guess = [(kind, number) for kind, number, _ in _lines(reading) if kind in {"paragraph", "item"}]
    if len(truth) != len(guess):
        message = f"{decision.reference}: the rendering has {len(guess)} list lines where the decision has {len(truth)}"
        raise ValueError(message)
    pairs = list(zip(truth, guess, strict=True))
    return DashScore(
        reference=str(decision.reference),
        paragraphs=len(decision.paragraphs),
        exact=sum(one == other and one[0] == "paragraph" for one, other in pairs),
        estimated=len(reading.paragraphs),
        items=sum(one[0] == "item" for one in truth),
        items_found=sum(one[0] == other[0] == "item" for one, other in pairs),
        items_wrong=sum(one[0] == "paragraph" and other[0] == "item" for one, other in pairs),
    )


def _lines(decision: Decision) -> Iterator[tuple[str, int, str]]:
    """Every line as (heading | paragraph | item | text, paragraph number, text), in order."""
    section: str | None = None
    parts: list[str] = []
    for paragraph in decision.paragraphs:
        here = (paragraph.subsection or "").split(" > ") if paragraph.subsection else []
        if paragraph.section != section:
            section, parts = paragraph.section, []
            yield "heading", paragraph.number, section
        same = next((i for i, (old, new) in enumerate(zip(parts, here, strict=False)) if old != new), min(len(parts), len(here)))
        yield from (("heading", paragraph.number, part) for part in here[same:])
        parts = here
        for place, (item, text) in enumerate(paragraph.lines()):
            yield "item" if item is not None else "paragraph" if place == 0 else "text", paragraph.number, text


def dash_scores(folders: Sequence[Path]) -> list[DashScore]:
    """A score for every decision below the folders whose numbers are printed or counted."""
    scores = []
    for path in (file for folder in folders for file in sorted(folder.iterdir()) if file.is_file()):
        try:
            decision = read_decision(path)
        except NotADecision:
            continue
        if decision.paragraphs[0].basis in {"printed", "counted"}:
            scores.append(dash_score(decision))
    return scores


def dash_table(scores: Sequence[DashScore]) -> str:
    """The scores as lines of a table, with the sum."""
    head = f"{'decision':<14}{'paragraphs':>11}{'exact':>8}{'estimated':>11}{'items':>7}{'found':>7}{'wrong':>7}"
    rows = [
        f"{one.reference:<14}{one.paragraphs:>11}{one.exact:>8}{one.estimated:>11}{one.items:>7}{one.items_found:>7}{one.items_wrong:>7}"
        for one in scores
    ]
    paragraphs, exact = sum(one.paragraphs for one in scores), sum(one.exact for one in scores)
    share = exact / paragraphs if paragraphs else 0.0
    return "\n".join([head, *rows, f"exact paragraph numbers: {exact} of {paragraphs} ({share:.1%})"])
