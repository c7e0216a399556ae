"""What is known of each paragraph of the best decisions, as numbers: the table that rag/ranker.py weighs.

Contract: one row a paragraph, columns as `first_names` and `second_names` say, the same for a question asked and for a question
that the weights are fitted on (`python -m evals fit`). The first columns come from the searches, the paragraph's part and speaker
and the kind of question; the second add late interaction, for the best rows only. Proved by tests/test_rag_features.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from index import Decision, Paragraph, Role, Speaker, Store, paragraph_id, terms
from rag.cues import Kind
from rag.query import Query
from rag.rarity import word_rarity
from rag.retrieve import Found, search_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.interaction import LateInteraction

__all__ = ["KINDS", "MOST_DECISIONS", "PARTS", "Row", "Table", "first_names", "make_table", "second_names"]

MOST_DECISIONS = 8
"""Decisions looked at whole: beyond the eighth the score is far below the first's."""

KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[Role, ...] = get_args(Role)
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
PARTS = (*ROLES, *(f"said by {speaker}" for speaker in SPEAKERS))
"""What a paragraph can be: its part of the decision, and who is speaking."""

_LEXICAL = 0.20  # how much words count beside meaning where one number is wanted for both
_WHOLE = 100_000  # more than the paragraphs of eight decisions: each gets its score
_SIGNALS = ("meaning", "words", "coverage")
_AMOUNT = re.compile(r"£\s?\d")
_DURATION = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|twelve|a|per)\s(?:working\s)?(?:day|week|month|year|term)s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of a decision."""

    decision_id: int
    decision: Decision
    paragraph: Paragraph

    @property
    def id(self) -> int:
        """Of the paragraph, in the store."""
        return paragraph_id(self.decision_id, self.paragraph.number)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows and their first columns: shape (rows, len(first_names()))."""

    query: Query
    rows: tuple[Row, ...]
    first: NDArray[np.float32]
    support: NDArray[np.float32]

    def wanting(self, wanted: NDArray[np.float32]) -> Table:
        """The table with its last two columns set: how far each row's part and speaker are wanted; `wanted` goes with PARTS."""
        import numpy as np

        parts = np.array([_is_part(row.paragraph) for row in self.rows], np.float32).reshape(-1, len(PARTS))
        first = self.first.copy()
        first[:, -2] = parts[:, : len(ROLES)] @ wanted[: len(ROLES)]
        first[:, -1] = parts[:, len(ROLES) :] @ wanted[len(ROLES) :]
        return replace(self, first=first)

    def second(self, chosen: Sequence[int], interaction: LateInteraction) -> NDArray[np.float32]:
        """All columns of the chosen rows: shape (len(chosen), len(second_names()))."""
        import numpy as np

        met = interaction.scores(self.query.meant, [[self.rows[at].id] for at in chosen])
        ids = np.array([self.rows[at].decision_id for at in chosen], np.int64)
        columns = [column for signal in met.T for column in (signal, signal - signal.max(initial=-1.0), _log_rank(signal))]
        rare = met[:, 0]
        best = np.array([rare[ids == i].max() for i in ids], np.float32)
        columns += [best, best - best.max(initial=-1.0), rare * float(self.query.names_decisions)]
        columns += list(self._met_beside(chosen, rare))
        return np.hstack([self.first[list(chosen)], np.stack(columns, axis=1)]).astype(np.float32)

    def _met_beside(self, chosen: Sequence[int], met: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """The late interaction of the chosen rows before and after each in its decision, and the better; 0 where none is chosen."""
        import numpy as np

        known = dict(zip(chosen, met.tolist(), strict=True))
        sides = [[known.get(at + step, 0.0) if self._is_same_decision(at, at + step) else 0.0 for at in chosen] for step in (-1, 1)]
        before, after = (np.array(side, np.float32) for side in sides)
        return before, after, np.maximum(before, after)

    def _is_same_decision(self, at: int, other: int) -> bool:
        return 0 <= other < len(self.rows) and self.rows[at].decision_id == self.rows[other].decision_id


def first_names() -> tuple[str, ...]:
    """The names of the first columns, in order."""
    held = (*PARTS, "boilerplate")
    return (
        *_SIGNALS,
        *(f"{signal} beside, {side}" for signal in _SIGNALS[:2] for side in ("before", "after", "best")),
        "decision match",
        "amount",
        "duration",
        *(f"{signal} below best" for signal in _SIGNALS),
        *(f"{signal} rank" for signal in _SIGNALS),
        "decision rank",
        "decision below best",
        *held,
        *(f"{part} for {kind}" for part in held for kind in KINDS),
        "amount for amount",
        "duration for time_limit",
        "asked for",
        "boilerplate about powers",
        *(f"{name} of a named decision" for name in (*_SIGNALS[:2], "decision match", *held)),
        "part wanted",
        "speaker wanted",
    )


def second_names() -> tuple[str, ...]:
    """The names of all columns, in order."""
    return (
        *first_names(),
        *(f"{kind}{what}" for kind in ("interaction", "even interaction") for what in ("", " below best", " rank")),
        "decision interaction",
        "decision interaction below best",
        "interaction of a named decision",
        *(f"interaction beside, {side}" for side in ("before", "after", "best")),
    )


def make_table(query: Query, found: Found, store: Store) -> Table:
    """The rows of the best decisions; what parts are wanted is not known yet (`Table.wanting`)."""
    import numpy as np

    chosen = found.candidates[:MOST_DECISIONS]
    ids = [candidate.decision_id for candidate in chosen]
    dense, lexical = map(dict, search_for(query, found.vector, store, _WHOLE, decision_ids=ids))
    top = max(lexical.values(), default=1.0) or 1.0
    rarity = {word: word_rarity(word, store) for word in query.words}
    rows: list[Row] = []
    signals: list[NDArray[np.float32]] = []
    for candidate in chosen:
        decision = store.decision(candidate.decision_id)
        keys = [paragraph_id(candidate.decision_id, paragraph.number) for paragraph in decision.paragraphs]
        own = np.array(
            [
                (dense.get(key, 0.0), lexical.get(key, 0.0) / top, _coverage(p.text, rarity))
                for key, p in zip(keys, decision.paragraphs, strict=True)
            ],
            np.float32,
        ).reshape(-1, len(_SIGNALS))
        strength = np.full((len(own), 1), candidate.score / chosen[0].score, np.float32)
        signals.append(np.hstack([own, _beside(own[:, :2], decision.paragraphs), strength]))
        rows.extend(Row(candidate.decision_id, decision, paragraph) for paragraph in decision.paragraphs)
    if not rows:
        empty = np.zeros((0, len(first_names())), np.float32)
        return Table(query, (), empty, empty[:, 0])
    searched = np.vstack(signals)
    first = np.hstack([searched, _columns(query, found, rows, searched)]).astype(np.float32)
    return Table(query, tuple(rows), first, searched[:, 0] + _LEXICAL * searched[:, 1])


def _coverage(text: str, rarity: dict[str, float]) -> float:
    """The share of the question's words that stand in a text, rare words weighing more."""
    whole = sum(rarity.values())
    return sum(weight for word, weight in rarity.items() if word in _term_set(text)) / whole if whole else 0.0


@lru_cache(maxsize=8_192)
def _term_set(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _beside(own: NDArray[np.float32], paragraphs: Sequence[Paragraph]) -> NDArray[np.float32]:
    """The signals of the paragraphs before and after under the same heading, and the better: a finding often runs over several."""
    import numpy as np

    out = np.zeros((len(own), own.shape[1] * 3), np.float32)
    places = [(paragraph.section, paragraph.subsection) for paragraph in paragraphs]
    for at, place in enumerate(places):
        for side, other in enumerate((at - 1, at + 1)):
            if 0 <= other < len(places) and places[other] == place:
                out[at, side::3] = own[other]
    for signal in range(own.shape[1]):
        out[:, signal * 3 + 2] = out[:, [signal * 3, signal * 3 + 1]].max(axis=1)
    return out


def _columns(query: Query, found: Found, rows: Sequence[Row], searched: NDArray[np.float32]) -> NDArray[np.float32]:
    """The columns after the searched ones."""
    import numpy as np

    shares = np.array([found.kinds.get(kind, 0.0) for kind in KINDS], np.float32)
    figures = np.array([(_has(_AMOUNT, row), _has(_DURATION, row)) for row in rows], np.float32)
    parts = np.array([_is_part(row.paragraph) for row in rows], np.float32)
    standing = np.array([[row.paragraph.boilerplate] for row in rows], np.float32)
    held = np.hstack([parts, standing])
    signals = searched[:, : len(_SIGNALS)]
    asked = np.array([[row.paragraph.number in query.paragraphs and query.names_decisions] for row in rows], np.float32)
    named = np.hstack([searched[:, [0, 1, -1]], held]) * float(query.names_decisions)
    ranks = np.stack([_log_rank(signals[:, i]) for i in range(len(_SIGNALS))], axis=1)
    return np.hstack(
        [
            figures,
            signals - signals.max(axis=0),
            ranks,
            _decision_places(rows, signals),
            held,
            (held[:, :, None] * shares).reshape(len(rows), -1),
            figures * shares[[KINDS.index("amount"), KINDS.index("time_limit")]],
            asked,
            standing * float(query.about_powers),
            named,
            np.zeros((len(rows), 2), np.float32),
        ]
    )


def _is_part(paragraph: Paragraph) -> list[bool]:
    return [*(role == paragraph.role for role in ROLES), *(speaker == paragraph.speaker for speaker in SPEAKERS)]


def _decision_places(rows: Sequence[Row], signals: NDArray[np.float32]) -> NDArray[np.float32]:
    """Where each row's decision stands among the decisions by its best paragraph: log rank, and how far below the best."""
    import numpy as np

    worth: dict[int, float] = {}
    for row, (meaning, words, _) in zip(rows, signals, strict=True):
        worth[row.decision_id] = max(worth.get(row.decision_id, -1.0), float(meaning + _LEXICAL * words))
    order = {decision_id: rank for rank, decision_id in enumerate(sorted(worth, key=lambda i: -worth[i]))}
    best = max(worth.values())
    return np.array([(np.log1p(order[row.decision_id]), worth[row.decision_id] - best) for row in rows], np.float32)


def _log_rank(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """log(1 + rank), ranks from 0 for the highest; equal scores in the order they stand."""
    import numpy as np

    ranks = np.empty(len(scores), np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.log1p(ranks)


def _has(pattern: re.Pattern[str], row: Row) -> bool:
    return pattern.search(row.paragraph.text) is not None
