"""What a question takes for granted about a decision it names, and the decision contradicts: said first, from the decision's facts.

Contract: pure; the decisions with their remedies come from outside. A correction rests on what is certain: the ledger's rows and
the sums on the page, the outcome and the authority as printed, the stages the decision speaks of. Where a reading could be wrong
(a sum the ledger has not, but the Ombudsman names), nothing is corrected. Proved by tests/test_rag_premise.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from index import Decision, Paragraph, Remedy, split_sentences
from rag.figures import Figure, read_figures, stands_in
from rag.names import own_words
from rag.pins import action_sentence, cite, closing_paragraph
from rag.query import Query
from rag.records import Citation
from rag.stages import STAGES, stage_pairs, stages_of
from rag.words import content_stems

__all__ = ["Correction", "NamedCase", "correct_premises"]

_NOT_DUE = frozenset(["refused", "replaced"])
_MONEY = frozenset(["payment", "refund"])
_MOST_NAMED = 8  # paragraphs named in one sentence


@dataclass(frozen=True, slots=True)
class NamedCase:
    """A decision that a question names, with its rows of the ledger."""

    decision: Decision
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A plain sentence and what it rests on; the citations are to be numbered."""

    text: str
    citations: tuple[Citation, ...]


def correct_premises(query: Query, cases: Sequence[NamedCase]) -> tuple[Correction, ...]:
    """The corrections a question needs, at most one a decision; none where it presupposes nothing false."""
    checks = (_another_authority, _no_payment, _another_sum, _another_outcome, _another_stage, _not_agreed)
    alone = len(cases) == 1
    found = []
    for case in cases:
        tried = (check(query, case) for check in (checks if alone else (_no_payment,)))
        correction = next((one for one in tried if one is not None), None)
        if correction is not None:
            found.append(correction)
    return tuple(found)


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


# --- who it is about ----------------------------------------------------------------------------------------------------


def _another_authority(query: Query, case: NamedCase) -> Correction | None:
    """A reference with the name of a council that the decision neither is about nor mentions."""
    decision = case.decision
    if not query.references or decision.authority is None or decision.authority in query.mentioned:
        return None
    text = " ".join(paragraph.text for paragraph in decision.paragraphs).lower()
    others = [
        name for name in (*query.mentioned, *query.absent) if own_words(name) and not any(word in text for word in own_words(name))
    ]
    if not others:
        return None
    said = f"{decision.reference} is a decision about {decision.authority}, not about {others[0]}."
    first = decision.paragraphs[0]
    return Correction(said, (cite(decision, first, _first_sentence(first.text)),))


# --- money --------------------------------------------------------------------------------------------------------------

_PAID = _cue(
    r"""
    \b(?: how\ much | what\ (?:sum|amount|payment|compensation)s? )\b .{0,60}
      \b(?: pa(?:id|y|yable) | get | got | receiv\w+ | award\w* | agree\w* | recommend\w* | given | was | were | is )\b
    | \b(?: pa(?:id|y|ying) | award\w* | fined? | given | get | got | received? | order\w* | agree\w* | recommend\w* )\b .{0,60}
      (?: £ | \b(?: money | compensation | payments? | damages | sums? | pounds | anything )\b )
    | (?: £\s?\d | \b(?: money | compensation | payments? | damages | sums? | pounds | fines? )\b ) .{0,60}
      \b(?: paid | award\w* | agreed | ordered | recommended )\b
    | \b(?: fined? | (?:have|had|has|made|ordered|forced)\ to\ pay )\b
    """
)
_OTHER_MONEY = _cue(
    r"""
    \b(?: offer\w* | bills? | charge\w* | costs? | fees? | allowances? | direct\ payments? | want\w* | ask(?:ed|ing)?\ for
      | claim\w* | owe\w* | owing | benefits? | rent | debts? | top[- ]ups? | fund\w* | we\ paid | our | already )\b
    """
)
"""Money that is no remedy, or that somebody only wanted: nothing is said of it."""


def _asks_what_was_paid(query: Query) -> bool:
    return _PAID.search(query.text) is not None and _OTHER_MONEY.search(query.text) is None


def _no_payment(query: Query, case: NamedCase) -> Correction | None:
    """What was paid, of a decision in which no payment was agreed, offered or refused, and the Ombudsman names no sum."""
    if not _asks_what_was_paid(query) or any(one.kind in _MONEY for one in case.remedies):
        return None
    decision = case.decision
    if any("£" in one.text for one in decision.paragraphs if one.speaker in {"ombudsman", "action"}) or "£" in (
        decision.summary or ""
    ):
        return None
    rows = list(_cited(case, [one for one in case.remedies if one.status not in _NOT_DUE]))
    if not rows:
        ending = closing_paragraph(decision)
        said = f"No payment was agreed in {decision.reference}, nor any other action; {_ended(ending)}."
        return Correction(said, (cite(decision, ending, _first_sentence(ending.text)),))
    return Correction(f"No payment was agreed in {decision.reference}; {_agreed(case, rows)}.", tuple(rows))


def _another_sum(query: Query, case: NamedCase) -> Correction | None:
    """A sum that stands nowhere in the decision, where another was agreed."""
    decision = case.decision
    if not _asks_what_was_paid(query):
        return None
    known = frozenset(figure for text in _texts(decision) for figure in read_figures(text) if figure.kind == "money")
    strange = [figure for figure in read_figures(query.text) if figure.kind == "money" and not _stands(figure, known)]
    paid = [one for one in case.remedies if one.kind in _MONEY and one.status not in _NOT_DUE and one.amount and not one.is_total]
    rows = list(_cited(case, paid))
    if not strange or not rows:
        return None
    sums = [
        f"{one.amount}{_rate(one)} ({_places([citation.label])})"
        for one in paid
        for citation in rows
        if citation.paragraph == one.paragraph and one.action_text in citation.quote
    ]
    what = "the payment agreed there is" if len(sums) == 1 else "the payments agreed there are"
    return Correction(f"{strange[0].text} does not stand in {decision.reference}; {what} {_joined(sums)}.", tuple(rows))


def _stands(figure: Figure, known: frozenset[Figure]) -> bool:
    """Whether a sum stands there, as a sum or as a rate."""
    return stands_in(figure, known) or any(other.value[:2] == figure.value[:2] for other in known)


def _rate(one: Remedy) -> str:
    return f" a {one.unit.removeprefix('per_')}" if one.unit and one.unit.startswith("per_") else ""


# --- outcome ------------------------------------------------------------------------------------------------------------

_WHY = _cue(r"\b(?:why|how\ come|on\ what\ grounds?|for\ what\ reasons?|what\ made|explain|reasons?\ (?:why|for))\b")
_DENIED = _cue(
    r"\bnot\ uph(?:eld|old) | \bno\ fault\b | \b(?:reject|dismiss)\w*\ (?:the\ )?(?:complaint|case)"
    r" | \b(?:complaint|case)\ (?:was\ )?(?:rejected|dismissed)"
)
_GRANTED = _cue(r"(?<!not\ )\buph(?:eld|old)\b | \b(?:found|find|at)\ fault\b")
_OUTCOME_WORDS = content_stems(
    "uphold upheld fault reject dismiss complaint case find found outcome reason ground explain come make made"
)
_OTHER_WORDS = 1
"""Words beside those of the outcome: with more, a part of the complaint may be meant, which can have come out otherwise."""


def _another_outcome(query: Query, case: NamedCase) -> Correction | None:
    """Why it was upheld, of one that was not, or the other way round."""
    outcome = (case.decision.outcome or "").lower()
    denied, granted = _DENIED.search(query.text), _GRANTED.search(query.text)
    if not _WHY.search(query.text) or not (denied or granted):
        return None
    if len(content_stems(query.topic) - _OUTCOME_WORDS) > _OTHER_WORDS:
        return None
    presumed = "not upheld" if denied else "upheld"
    if outcome not in {"upheld", "not upheld", "closed after initial enquiries"} or outcome == presumed:
        return None
    ending = closing_paragraph(case.decision)
    said = f"The outcome of {case.decision.reference} is “{case.decision.outcome}”; {_ended(ending)}."
    return Correction(said, (cite(case.decision, ending, _first_sentence(ending.text)),))


# --- stages -------------------------------------------------------------------------------------------------------------


def _another_stage(query: Query, case: NamedCase) -> Correction | None:
    """A panel at stage two, of a decision that knows one only at stage three; or a stage it does not speak of at all."""
    texts = list(_texts(case.decision))
    for thing, stage in stage_pairs(query.text):
        others = {other for text in texts for what, other in stage_pairs(text) if what == thing}
        if others and stage not in others:
            return _corrected_stage(case.decision, f"a {thing} at stage {_in_order(others)}, not at stage {stage}", thing)
    spoken = frozenset[str]().union(*map(stages_of, texts))
    missing = stages_of(query.text) - spoken
    if not missing or not spoken:
        return None
    return _corrected_stage(case.decision, f"stage {_in_order(spoken)}, not of stage {_in_order(missing)}", None)


def _in_order(stages: Collection[str]) -> str:
    return _joined([stage for stage in STAGES if stage in stages])


def _corrected_stage(decision: Decision, said: str, thing: str | None) -> Correction | None:
    """The correction with the first sentence of the decision's own that bears it out: of the thing, or of any stage."""
    for paragraph in decision.paragraphs:
        for sentence in () if paragraph.boilerplate or paragraph.speaker == "law" else split_sentences(paragraph.text):
            if any(what == thing for what, _ in stage_pairs(sentence)) if thing else stages_of(sentence):
                text = f"{decision.reference} speaks of {said} ({_places([paragraph.label()])})."
                return Correction(text, (cite(decision, paragraph, sentence),))
    return None


# --- what was not taken on ----------------------------------------------------------------------------------------------

_MUST = _cue(r"\b(?:have|has|had|made|forced|required|ordered|told)\ to\b | \bmust\b | \b(?:agree[ds]?|accept(?:s|ed)?)\ to\b")
_SHARED = 2  # stems a refused action must share with the question, and more than any that was agreed


def _not_agreed(query: Query, case: NamedCase) -> Correction | None:
    """An obligation that was recommended and then refused or replaced."""
    if not _MUST.search(query.text) or not _WHY.search(query.text):
        return None
    asked = content_stems(query.topic)
    shares = {one: len(asked & content_stems(one.action_text)) for one in case.remedies}
    best = max(shares, key=lambda one: shares[one], default=None)
    agreed = max((share for one, share in shares.items() if one.status not in _NOT_DUE), default=0)
    if best is None or best.status not in _NOT_DUE or shares[best] < _SHARED or shares[best] <= agreed:
        return None
    refused = list(_cited(case, [best]))
    due = list(_cited(case, [one for one in case.remedies if one.status not in _NOT_DUE]))
    if not refused:
        return None
    said = f"What {_places([refused[0].label])} of {case.decision.reference} names was not agreed"
    said += f"; {_agreed(case, due)}." if due else "."
    return Correction(said, (*refused, *due))


# --- sentences ----------------------------------------------------------------------------------------------------------


def _cited(case: NamedCase, rows: Sequence[Remedy]) -> Iterator[Citation]:
    """The rows as citations, each sentence once."""
    seen: set[tuple[int, str]] = set()
    for one in rows:
        paragraph = case.decision.paragraph(one.paragraph) if one.paragraph is not None else None
        found = action_sentence(paragraph, one.action_text) if paragraph else None
        if paragraph is not None and found is not None and (paragraph.number, found[0]) not in seen and len(seen) < _MOST_NAMED:
            seen.add((paragraph.number, found[0]))
            yield cite(case.decision, paragraph, found[0], label=paragraph.label(found[1]))


def _places(labels: Sequence[str]) -> str:
    """Paragraph labels in words: "paragraphs 30(a), 30(b) and 31"."""
    distinct = list(dict.fromkeys(labels))
    return f"paragraph{'' if len(distinct) == 1 else 's'} {_joined(distinct)}"


def _agreed(case: NamedCase, due: Sequence[Citation]) -> str:
    """Where the other actions stand, and how firm they are."""
    firm = all(one.status not in {"recommended", "offered_by_body"} for one in case.remedies if one.status not in _NOT_DUE)
    return f"what was agreed{'' if firm else ', accepted or recommended'} stands in {_places([one.label for one in due])}"


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def _ended(ending: Paragraph) -> str:
    return f"how it ended stands in {_places([ending.label()])}"


def _first_sentence(text: str) -> str:
    return next(iter(split_sentences(text)), text)


def _texts(decision: Decision) -> Iterator[str]:
    yield from (paragraph.text for paragraph in decision.paragraphs)
    if decision.summary:
        yield decision.summary
