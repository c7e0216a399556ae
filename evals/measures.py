"""The measures and their definitions. Retrieval measures are computed by ir-measures; the rest is counted here.

recall@10           share of the supporting paragraphs among the first ten passages, mean over answerable questions
recall of ten       the same among the paragraphs that the first ten results hold: a chunk may hold several, a passage is one
reciprocal rank     1 / rank of the first supporting passage, 0 when none is found
nDCG@10             gain 1 for each supporting paragraph, discounted by log2 of its rank
citation precision  share of the cited paragraphs that support or are accepted, over answerable questions that were answered
  , necessary       the same with those that support alone
citation recall     share of the supporting paragraphs that are cited, the same
facts stated        share of the required facts that stand in the answer's text or quotes as words of their own ("£30" is not in
                    "£300"), mean over questions that require any
refused rightly     share of the unanswerable questions with status none
answered            share of the answerable questions with another status
quotes verbatim     share of the quotes that stand, character for character, in the paragraph they name, as the decision was read
amounts locked      share of the sums in the answer's text that stand in a paragraph it cites

A question with no result scores 0, never nothing. Each comes with a 95% interval over questions (evals/intervals.py).
Proved by tests/test_evals_measures.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, nDCG

from evals.cases import Case, ParagraphKey
from evals.intervals import Part, Score, score_of
from index import normalise_text
from rag import Answer

__all__ = ["Outcome", "answer_scores", "cited_keys", "fact_stands", "retrieval_scores", "said_in"]

_AMOUNT = re.compile(r"£\s?\d+(?:,\d{3})*(?:\.\d{2})?(?![\d])")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system gave for a case: its ranked paragraphs, those its first ten results hold, its answer if it gives one.

    `model_s` is how many seconds a model took for the answer, when it wrote what is now perhaps replayed.
    """

    case: Case
    ranked: tuple[ParagraphKey, ...]
    in_ten: frozenset[ParagraphKey]
    answer: Answer | None = None
    model_s: float = 0.0


def retrieval_scores(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Recall@10, reciprocal rank and nDCG@10 over the answerable questions."""
    asked = [outcome for outcome in outcomes if outcome.case.answerable]
    if not asked:
        return {}
    judged = [ir_measures.Qrel(o.case.id, _name(key), 1) for o in asked for key in o.case.supports]
    ranked = [
        ir_measures.ScoredDoc(o.case.id, _name(key), -float(rank))
        for o in asked
        for rank, key in enumerate(dict.fromkeys(o.ranked))
    ]
    found = ir_measures.iter_calc([R @ 10, RR, nDCG @ 10], judged, ranked) if ranked else ()
    values = {(one.query_id, one.measure): float(one.value) for one in found}
    named = (("recall@10", R @ 10), ("reciprocal rank", RR), ("nDCG@10", nDCG @ 10))
    scores = {name: _mean([values.get((o.case.id, measure), 0.0) for o in asked]) for name, measure in named}
    scores["recall of ten"] = _mean([len(o.in_ten & o.case.supports) / len(o.case.supports) for o in asked])
    return scores


def _name(key: ParagraphKey) -> str:
    return f"{key[0].replace(' ', '-')}#{key[1]}"


def answer_scores(outcomes: Sequence[Outcome], texts: Mapping[ParagraphKey, str]) -> dict[str, Score]:
    """The measures of answers; `texts` holds every paragraph as the decision was read."""
    pairs = [(o.case, _answer(o)) for o in outcomes if o.answer is not None]
    asked = [(case, answer) for case, answer in pairs if case.answerable]
    answered = [(case, cited_keys(answer)) for case, answer in asked if answer.status != "none"]
    return {
        "citation precision": _mean([_precision(case.accepted, cited) for case, cited in answered]),
        "citation precision, necessary": _mean([_precision(case.supports, cited) for case, cited in answered]),
        "citation recall": _mean([len(case.supports & cited) / len(case.supports) for case, cited in answered]),
        "facts stated": _mean([_stated(case, answer) for case, answer in asked if case.facts]),
        "refused rightly": _mean([float(answer.status == "none") for case, answer in pairs if not case.answerable]),
        "answered": _mean([float(answer.status != "none") for _, answer in asked]),
        "quotes verbatim": score_of([_verbatim(answer, texts) for _, answer in pairs]),
        "amounts locked": score_of([_locked(answer) for _, answer in pairs]),
    }


def _answer(outcome: Outcome) -> Answer:
    assert outcome.answer is not None
    return outcome.answer


def cited_keys(answer: Answer) -> frozenset[ParagraphKey]:
    """The paragraphs that an answer cites."""
    return frozenset((citation.reference, citation.paragraph) for citation in answer.citations)


def said_in(answer: Answer) -> str:
    """What an answer says and quotes; nothing when it refuses."""
    return " ".join([answer.text, *(citation.quote for citation in answer.citations)]) if answer.status != "none" else ""


def fact_stands(fact: str, text: str) -> bool:
    """Whether a fact stands in a text in whole words and figures, whatever the case and the kind of apostrophe."""
    whole = rf"(?<!\w)(?<!\d[.,]){re.escape(_folded(fact))}(?!\w)(?![.,]\d)"
    return re.search(whole, _folded(text)) is not None


def _folded(text: str) -> str:
    return normalise_text(text).replace("’", "'").replace("‘", "'").casefold()


def _precision(right: frozenset[ParagraphKey], cited: frozenset[ParagraphKey]) -> float:
    return len(right & cited) / len(cited) if cited else 0.0


def _stated(case: Case, answer: Answer) -> float:
    said = said_in(answer)
    return sum(fact_stands(fact, said) for fact in case.facts) / len(case.facts)


def _verbatim(answer: Answer, texts: Mapping[ParagraphKey, str]) -> Part:
    held = [(c, texts.get((c.reference, c.paragraph), "")) for c in answer.citations]
    return sum(bool(c.quote) and c.quote in text and c.text == text for c, text in held), len(held)


def _locked(answer: Answer) -> Part:
    if answer.status == "none":
        return 0, 0
    cited = {amount for citation in answer.citations for amount in _AMOUNT.findall(citation.text)}
    said = _AMOUNT.findall(answer.text)
    return sum(amount in cited for amount in said), len(said)


def _mean(values: Sequence[float]) -> Score:
    return score_of([(value, 1) for value in values])
