"""The flow of an answer, in one screen: question -> query -> decisions -> paragraphs -> claims -> Answer.

Start reading here. `Answerer` is what every door holds: `ask`, `stream`, `batch`. A model may write the claims; every claim is then
checked, and when the model fails or nothing it says can be supported, the answer is by quotation with a notice that says so.
Abstaining is a status of the Answer; failing is an exception. Proved by tests/test_rag_answer.py and tests/test_real_decisions.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from index import Filters, Store, one_blas_thread
from rag.abstain import abstain_reason, answer_signals
from rag.chain import Cite, ModelChain
from rag.computed import Computed, find_corrections
from rag.decisions import names_as_filters, weigh_decisions
from rag.evidence import Ranked, gather_evidence, to_evidence
from rag.fallback import Quoted
from rag.features import Table, make_table
from rag.follow import condense
from rag.interaction import LateInteraction
from rag.kinds import KindModel
from rag.query import Query
from rag.quote import cite_row, select_quotations
from rag.ranker import Ranker
from rag.reading import QuestionReader
from rag.records import Answer, Citation, Claim, Coverage, Evidence, Passage, StreamPart, Turn
from rag.remedy import ledger_of
from rag.render import answer_text, decision_name, refusal_text
from rag.retrieve import Found, QueryEmbedder, retrieve
from rag.sources import forms_of
from rag.statistics import statistics_answer
from rag.tying import nearness_of
from rag.writing import Assignment, Written, write_answer

__all__ = ["Answerer", "Question"]

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what belongs to it, for `batch`."""

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """What has been found for one question, handed from step to step."""

    query: Query
    ranked: tuple[Ranked, ...]
    found: Found | None
    notices: tuple[str, ...]
    coverage: Coverage
    started: float
    retrieved: float
    counted: Computed = field(default_factory=Computed)
    corrections: Computed = field(default_factory=Computed)
    condensing: float = 0.0


class Answerer:
    """Answers questions from one store, by quotation or by a model."""

    def __init__(
        self, store: Store, embedder: QueryEmbedder, chain: ModelChain | None = None, *, ranker: Ranker | None = None
    ) -> None:
        self.store = store
        self._ranker = ranker
        self._embedder = embedder
        self._chain = chain
        self._kinds: KindModel | None = None
        self._interaction = LateInteraction(embedder, store)
        self._reader = QuestionReader(store, embedder)

    @property
    def model_name(self) -> str:
        """The model that writes answers, or "quotation"."""
        return self._chain.name if self._chain else "quotation"

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """Answer one question.

        Raises:
            UsageError: the question is empty or too long.
            StoreError: the store cannot be used.
        """
        *_, last = self.stream(question, history, filters)
        assert last.answer is not None
        return last.answer

    def stream(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Iterator[StreamPart]:
        """Answer one question in pieces: lines of text as they are settled, then the whole Answer.

        The pieces joined are the Answer's text, whoever writes it: a model that fails on the way is followed by quotations.
        """
        work = self._find(question, history, filters)
        reason = self._refusal(work)
        computed = self._computed(work, reason)
        if computed is None and reason is None and self._chain is not None:
            yield from self._stream_model(work, self._chain, history)
            return
        answer = computed or (self._quotation(work) if reason is None else self._none(work, reason))
        yield from _in_lines(replace(answer, prompt_digest=self._chain.prompt_digest if self._chain else None))

    def _computed(self, work: _Work, reason: str | None) -> Answer | None:
        """An answer that code gives without any quotation or model: a statistic, or a false premise where nothing else answers."""
        if work.counted.claims:
            return self._answer(work, "complete", work.counted.claims, work.counted.citations)
        if reason is not None and work.corrections.claims:
            return self._answer(work, "complete", (), ())
        return None

    def _stream_model(self, work: _Work, chain: ModelChain, history: Sequence[Turn]) -> Iterator[StreamPart]:
        quoted = cache(lambda: self._quoted(work))
        given = Assignment(work.query, to_evidence(work.ranked), history, _citer(work), work.corrections, quoted)
        written = yield from write_answer(forms_of(chain, given.cite, quoted), given)
        answer = self._from_model(work, written, quoted)
        yield StreamPart(text=answer.text[len(written.shown) :])
        yield StreamPart(
            answer=replace(answer, prompt_digest=chain.prompt_digest, model=chain.name if answer.mode == "model" else None)
        )

    def warm_up(self) -> None:
        """Load the embedding model and open the indexes, so that the first question does not wait for them."""
        self._find("What was agreed?", (), None)

    def batch(self, questions: Iterable[Question]) -> Iterator[Answer]:
        """Answer questions one after the other, in order."""
        for question in questions:
            yield self.ask(question.text, question.history, question.filters)

    def search(self, question: str, filters: Filters | None = None, limit: int = 10) -> tuple[Passage, ...]:
        """Ranked paragraphs, best first, without an answer; at most `limit`."""
        work = self._find(question, (), filters)
        return tuple(evidence.passage for evidence in to_evidence(work.ranked, limit))

    def table(self, question: str, history: Sequence[Turn] = ()) -> tuple[Found, Table, LateInteraction]:
        """What is known of the paragraphs of the decisions that match, before it is weighed; for fitting the weights."""
        query = self._reader.read(question, history)
        found = self._retrieve(query)
        return found, make_table(names_as_filters(query, found), found, self.store), self._interaction

    def signals(self, question: str, history: Sequence[Turn] = ()) -> tuple[bool, tuple[float, ...]] | None:
        """Whether a question names a decision, and the SIGNALS that decide if it is answered; None where nothing is weighed."""
        work = self._find(question, history, None)
        if work.found is None or not work.ranked:
            return None
        return work.query.names_decisions, answer_signals(work.query, work.found, work.ranked, self.store)

    @one_blas_thread()
    def _find(self, question: str, history: Sequence[Turn], filters: Filters | None) -> _Work:
        started = time.perf_counter()
        self.store.take_notices()
        query = self._reader.read(question, history, filters)
        reading = time.perf_counter()
        if self._chain and query.follow_up and not query.refusal:
            query = condense(query, history, self._chain)
        condensing = time.perf_counter() - reading
        unknown = [reference for reference in query.filters.references if not self.store.count(Filters(references=(reference,)))]
        notices = [f"No decision {reference} is in this store." for reference in unknown]
        notices += [*(f"No decision about {name} is in this store." for name in query.absent), *query.notices]
        is_elsewhere = bool(query.absent) and not query.names_decisions
        if query.refusal or is_elsewhere or (query.filters.references and len(unknown) == len(query.filters.references)):
            return _Work(query, (), None, tuple(notices), self._coverage(None, ()), started, time.perf_counter())
        found = self._retrieve(query)
        asked = names_as_filters(query, found)
        ranked = gather_evidence(asked, found, self.store, self._interaction, ranker=self._ranker)
        coverage = self._coverage(found, ranked)
        counted = statistics_answer(query, self.store) if found.within else Computed()
        notices += filter(None, (*self.store.take_notices(), counted.notice))
        work = _Work(asked, ranked, found, tuple(notices), coverage, started, time.perf_counter())
        return replace(work, counted=counted, corrections=find_corrections(query, self.store), condensing=condensing)

    def _retrieve(self, query: Query) -> Found:
        self._kinds = self._kinds or KindModel.from_examples(self._embedder)
        found = retrieve(query, self.store, self._embedder, self._kinds)
        return weigh_decisions(query, found, self.store, self._interaction)

    def _refusal(self, work: _Work) -> str | None:
        """Why nothing can be answered, or None."""
        if work.query.refusal:
            return work.query.refusal
        if work.found is None and work.query.absent and not work.query.references:
            return f"I have no decision about {' or '.join(work.query.absent)}."
        if work.found is None:
            missing = " and ".join(work.query.filters.references)
            return f"I have no decision {missing}."
        if not work.found.within:
            return "No decision in this store matches the filters."
        asked = work.query.paragraphs
        if asked and work.query.references and not any(row.paragraph.number in asked for row in work.ranked):
            last = max((len(row.decision.paragraphs) for row in work.ranked), default=0)
            return f"{work.query.references[0]} has no such paragraph; its paragraphs are 1 to {last}."
        return abstain_reason(work.query, work.found, work.ranked, self.store)

    def _coverage(self, found: Found | None, ranked: Sequence[Ranked]) -> Coverage:
        dates = self.store.dates(None if found is None else found.within)
        nearest = dict.fromkeys(decision_name(row.decision.authority, str(row.decision.reference)) for row in ranked)
        return Coverage(dates.decisions, dates.first, dates.last, dates.undated, tuple(nearest)[:_NEAREST])

    def _none(self, work: _Work, reason: str) -> Answer:
        return self._answer(work, "none", (), (), reason=reason)

    @one_blas_thread()
    def _quoted(self, work: _Work) -> Quoted:
        assert work.found is not None
        ledger, near = ledger_of(self.store), nearness_of(self.store, self._embedder)
        selection = select_quotations(work.query, work.ranked, work.found, self._interaction, ledger=ledger, near=near)
        return Quoted(*selection.pinned(), selection.close, selection.notices)

    def _quotation(self, work: _Work) -> Answer:
        return self._from_quoted(work, self._quoted(work), Written())

    def _from_quoted(self, work: _Work, quoted: Quoted, written: Written, notices: tuple[str, ...] = ()) -> Answer:
        """The quotations, behind what a model wrote before it failed."""
        claims, citations = Computed(written.claims, written.citations).before(*quoted.unsaid(written.claims))
        if not claims:
            return self._none(work, "These decisions do not answer that.")
        answer = self._answer(work, None, claims, citations, notices=(*notices, *quoted.notices))
        return answer if quoted.close else replace(answer, status="partial")

    def _from_model(self, work: _Work, written: Written, quoted: Callable[[], Quoted]) -> Answer:
        if not written.failed and not written.claims and not written.problems:
            answer = self._none(work, "The model found no answer in these decisions.")
        elif not written.failed:
            answer = self._answer(work, None, written.claims, written.citations, notices=written.problems)
        else:
            how = "Completed" if written.claims else "Answered"
            notice = f"{how} by quotation instead of the model: {written.failed}."
            answer = self._from_quoted(work, quoted(), written, (notice, *written.problems))
        timings = {
            **answer.timings_ms,
            "model": written.waited_ms + round(work.condensing * 1000, 1),
            "first_words": written.first_ms,
        }
        return replace(answer, mode="model" if written.claims else "quotation", timings_ms=timings)

    def _answer(
        self,
        work: _Work,
        status: str | None,
        claims: tuple[Claim, ...],
        citations: tuple[Citation, ...],
        *,
        notices: tuple[str, ...] = (),
        reason: str = "",
    ) -> Answer:
        if status != "none" and not work.counted.claims:
            claims, citations = work.corrections.before(claims, citations)
        lacking = _lacks(work.query, citations) if status is None and not work.corrections.claims else None
        doubtful = status is None and (lacking or any(c.grade == "unsupported" for c in claims))
        settled = status or ("partial" if doubtful else "complete")
        now = time.perf_counter()
        return Answer(
            question=work.query.question,
            status=settled,  # type: ignore[arg-type]  # one of the three
            text=refusal_text(reason, work.coverage) if status == "none" else answer_text(claims, citations),
            claims=claims,
            citations=citations,
            passages=tuple(evidence.passage for evidence in to_evidence(work.ranked)),
            coverage=work.coverage,
            mode="quotation",
            notices=(*work.notices, *notices, *([lacking] if lacking else [])),
            timings_ms={
                "retrieval": round((work.retrieved - work.started - work.condensing) * 1000, 1),
                "total": round((now - work.started) * 1000, 1),
            },
            attribution=self.store.attribution,
        )


def _in_lines(answer: Answer) -> Iterator[StreamPart]:
    for line in answer.text.splitlines(keepends=True):
        yield StreamPart(text=line)
    yield StreamPart(answer=answer)


def _citer(work: _Work) -> Cite:
    def cite(evidence: Evidence, quote: str) -> Citation:
        return cite_row(work.ranked[int(evidence.token[1:]) - 1], quote)

    return cite


def _lacks(query: Query, citations: Sequence[Citation]) -> str | None:
    """What the question asks for and no quotation holds."""
    if query.kind == "amount" and not any("£" in citation.quote for citation in citations):
        return "No sum stands in the paragraphs that match; the decisions below may have agreed something other than money."
    return None
