"""The measures and their definitions. Retrieval measures are computed by ir-measures; the rest is counted here.

recall@10           share of the supporting paragraphs among the first ten passages, mean over answerable questions
recall of ten       the same among the paragraphs that the first ten results hold: a chunk may hold several, a passage is one
reciprocal rank     1 / rank of the first supporting passage, 0 when none is found
nDCG@10             gain 1 for each supporting paragraph, discounted by log2 of its rank
citation precision  share of the cited paragraphs that support or are accepted, over answerable questions that were answered
  , necessary       the same with those that support alone
citation recall     share of the supporting paragraphs that are cited, the same
facts stated        share of the required facts that stand in the answer's text or quotes, mean over questions that require any
refused rightly     share of the unanswerable questions with status none
answered            share of the answerable questions with another status
quotes verbatim     share of the quotes that stand, character for character, in the paragraph they name, as the decision was read
amounts locked      share of the sums in the answer's text that stand in a paragraph it cites

A question with no result scores 0, never nothing. Proved by tests/test_evals_measures.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cases import Case, ParagraphKey
from index import normalise_text
from rag import Answer

__all__ = ["Outcome", "Score", "answer_scores", "retrieval_scores"]

_AMOUNT = re.compile(r"£\s?\d+(?:,\d{3})*(?:\.\d{2})?(?![\d])")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system gave for a case: its ranked paragraphs, those its first ten results hold, its answer if it gives one."""

    case: Case
    ranked: tuple[ParagraphKey, ...]
    in_ten: frozenset[ParagraphKey]
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A mean and the number of questions it rests on."""

    value: float
    n: int


def retrieval_scores(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Recall@10, reciprocal rank and nDCG@10 over the answerable questions."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    asked = [outcome for outcome in outcomes if outcome.case.answerable]
    if not asked:
        return {}
    judged = [ir_measures.Qrel(o.case.id, _name(key), 1) for o in asked for key in o.case.supports]
    ranked = [
        ir_measures.ScoredDoc(o.case.id, _name(key), -float(rank))
        for o in asked
        for rank, key in enumerate(dict.fromkeys(o.ranked))
    ]
    totals = ir_measures.calc_aggregate([R @ 10, RR, nDCG @ 10], judged, ranked) if ranked else {}
    named = (("recall@10", R @ 10), ("reciprocal rank", RR), ("nDCG@10", nDCG @ 10))
    scores = {name: Score(float(totals.get(measure, 0.0)), len(asked)) for name, measure in named}
    scores["recall of ten"] = _mean([len(o.in_ten & o.case.supports) / len(o.case.supports) for o in asked])
    return scores


def _name(key: ParagraphKey) -> str:
    return f"{key[0].replace(' ', '-')}#{key[1]}"


def answer_scores(outcomes: Sequence[Outcome], texts: Mapping[ParagraphKey, str]) -> dict[str, Score]:
    """The measures of answers; `texts` holds every paragraph as the decision was read."""
    answered = [o for o in outcomes if o.answer is not None and o.answer.status != "none" and o.case.answerable]
    pairs = [(o.case, frozenset((c.reference, c.paragraph) for c in _answer(o).citations)) for o in answered]
    quotes = [(c, texts.get((c.reference, c.paragraph), "")) for o in outcomes if o.answer for c in o.answer.citations]
    amounts = [found for o in outcomes if o.answer for found in _amounts(o.answer)]
    answerable = [o for o in outcomes if o.case.answerable]
    return {
        "citation precision": _mean([_precision(case.accepted, cited) for case, cited in pairs]),
        "citation precision, necessary": _mean([_precision(case.supports, cited) for case, cited in pairs]),
        "citation recall": _mean([len(case.supports & cited) / len(case.supports) for case, cited in pairs]),
        "facts stated": _mean([_stated(o) for o in answerable if o.case.facts]),
        "refused rightly": _mean([float(_answer(o).status == "none") for o in outcomes if not o.case.answerable]),
        "answered": _mean([float(_answer(o).status != "none") for o in answerable]),
        "quotes verbatim": _mean([float(bool(c.quote) and c.quote in text and c.text == text) for c, text in quotes]),
        "amounts locked": _mean([float(found) for found in amounts]),
    }


def _precision(right: frozenset[ParagraphKey], cited: frozenset[ParagraphKey]) -> float:
    return len(right & cited) / len(cited) if cited else 0.0


def _answer(outcome: Outcome) -> Answer:
    assert outcome.answer is not None
    return outcome.answer


def _stated(outcome: Outcome) -> float:
    answer = _answer(outcome)
    said = _folded(" ".join([answer.text, *(citation.quote for citation in answer.citations)])) if answer.status != "none" else ""
    return sum(_folded(fact) in said for fact in outcome.case.facts) / len(outcome.case.facts)


def _folded(text: str) -> str:
    return normalise_text(text).replace("’", "'").replace("‘", "'").casefold()


def _amounts(answer: Answer) -> list[bool]:
    cited = {amount for citation in answer.citations for amount in _AMOUNT.findall(citation.text)}
    return [amount in cited for amount in _AMOUNT.findall(answer.text)] if answer.status != "none" else []


def _mean(values: Sequence[float]) -> Score:
    return Score(sum(values) / len(values) if values else 0.0, len(values))
