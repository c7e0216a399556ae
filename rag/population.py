"""The decisions a statistic counts over, its denominator: what the filters and the question leave, and what speaks of its topic.

A topic is first taken for a category as decisions print it; else for words that stand together in one paragraph (or the summary)
of a decision, where they are the asker's own and weigh by how rare they are. Law and standing paragraphs stand in decisions about
anything and do not count. Proved by tests/test_rag_statistics.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index import PARAGRAPH_NUMBERS, DecisionFacts, DecisionKey, Filters, Remedy, Store, authority_slug, split_paragraph_id
from rag.measure import Measure
from rag.query import Query
from rag.rarity import word_rarity
from rag.vocabulary import CATEGORY_NAMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Population", "find_population", "key_of"]

_TOGETHER = 0.8  # of the weight of a topic's words that one paragraph must hold
_MOSTLY_TOGETHER = 0.6  # the same, where no paragraph holds so much and the decision holds all of them
_LEAST_CATEGORY = 6  # letters of a category that a topic may be taken for


@dataclass(frozen=True, slots=True)
class Population:
    """Some decisions with their remedies.

    `scope` says in words what narrowed them, `topic` whether its words did (False where the question has none, or nothing spoke of
    it), `filters` are those of the question.
    """

    facts: tuple[DecisionFacts, ...]
    remedies: tuple[Remedy, ...]
    filters: Filters
    scope: str

    @property
    def keys(self) -> frozenset[DecisionKey]:
        """The decisions."""
        return frozenset(map(key_of, self.facts))

    def narrowed(self, keep: Callable[[DecisionKey], bool], scope: str) -> Population:
        """Those of its decisions that pass."""
        return Population(
            tuple(one for one in self.facts if keep(key_of(one))),
            tuple(one for one in self.remedies if keep(one.key)),
            self.filters,
            f"{self.scope}{scope}",
        )


def key_of(facts: DecisionFacts) -> DecisionKey:
    """The decision whose facts these are."""
    return DecisionKey(facts.reference, _slug(facts.authority))


@lru_cache(maxsize=1_024)
def _slug(authority: str | None) -> str:
    return authority_slug(authority)


def find_population(query: Query, measure: Measure, store: Store) -> tuple[Population, bool]:
    """The decisions to count over, and whether the topic was found among them (True where the question has none)."""
    filters, topic, category = query.filters, measure.topic, None
    if topic and not filters.category and (category := _category(topic, filters, store)):
        filters, topic = replace(filters, category=category), ""
    whole = Population(store.facts(filters), store.remedies(filters), filters, _scope(query, filters))
    if category and (exact := _of_category(category, whole.facts)):
        whole = whole.narrowed(exact.__contains__, "")
    if query.named or query.excluded:
        whole = whole.narrowed(_of_named(query), "")
    if measure.reports:
        reports = frozenset(key_of(one) for one in whole.facts if one.kind == "report")
        whole = whole.narrowed(reports.__contains__, " published as public reports")
    if not topic:
        return whole, True
    speaking = _speaking(measure.topic_words, whole, store)
    return whole.narrowed(speaking.__contains__, f" speaking of “{topic}”"), bool(speaking)


def _of_named(query: Query) -> Callable[[DecisionKey], bool]:
    named, excluded = (frozenset(map(authority_slug, names)) for names in (query.named, query.excluded))

    def keep(key: DecisionKey) -> bool:
        return (not named or key.authority_slug in named) and key.authority_slug not in excluded

    return keep


def _category(topic: str, filters: Filters, store: Store) -> str | None:
    """The category a topic is: one the store prints, under its own name or as it is spoken of."""
    plain = _plain(topic)
    spoken = next((name for pattern, name in CATEGORY_NAMES if pattern.fullmatch(plain)), plain)
    printed = {_plain(name): name for name in store.facets().categories}
    for name in (printed.get(spoken), spoken.replace("'", "’"), spoken):
        if name and len(name) >= _LEAST_CATEGORY and store.count(replace(filters, category=name)):
            return name
    return None


def _of_category(name: str, facts: tuple[DecisionFacts, ...]) -> frozenset[DecisionKey]:
    """The decisions that print exactly this category or subcategory: "Housing" is no part of "Housing benefit" here."""
    plain = _plain(name)
    return frozenset(key_of(one) for one in facts if plain in {_plain(one.category or ""), _plain(one.subcategory or "")})


def _plain(text: str) -> str:
    return text.replace("’", "'").lower()


def _scope(query: Query, filters: Filters) -> str:
    """What narrows the decisions, in words that follow "decisions"."""
    parts = []
    if query.named or filters.authority:
        parts.append(f"about {' and '.join(query.named) or filters.authority}")
    if filters.category:
        parts.append(f"in the category “{filters.category}”")
    if filters.outcome:
        parts.append(f"with the outcome “{filters.outcome}”")
    if query.period:
        parts.append(query.period.name)
    elif filters.since or filters.until:
        days = [f"from {filters.since}" if filters.since else "", f"to {filters.until}" if filters.until else ""]
        parts.append(" ".join(filter(None, days)))
    return "".join(f" {part}" for part in parts)


def _speaking(words: tuple[str, ...], whole: Population, store: Store) -> frozenset[DecisionKey]:
    """The decisions of which one paragraph, or the summary, holds a topic's words; failing these, those that hold them all."""
    rarity = {word: word_rarity(word, store) for word in words}
    weight = sum(rarity.values())
    keys = {one.decision_id: key_of(one) for one in whole.facts}
    holding = _holding(rarity, tuple(keys), store)
    marks = store.marks(holding)
    found: dict[DecisionKey, tuple[float, frozenset[str]]] = {}
    for paragraph, held in holding.items():
        mark = marks.get(paragraph)
        if mark is None or not (mark.boilerplate or mark.speaker == "law"):
            key = keys[split_paragraph_id(paragraph)[0]]
            most, before = found.get(key, (0.0, frozenset[str]()))
            found[key] = max(most, sum(rarity[word] for word in held)), before | held
    together = frozenset(key for key, (most, _) in found.items() if most >= _TOGETHER * weight)
    return together or frozenset(
        key for key, (most, held) in found.items() if len(held) == len(words) and most >= _MOSTLY_TOGETHER * weight
    )


def _holding(rarity: Mapping[str, float], decision_ids: Sequence[int], store: Store) -> dict[int, frozenset[str]]:
    """The paragraphs that hold any of the words, with those they hold, of the decisions that may speak of them.

    Such a decision has a paragraph with most of the words by weight, so one with one of the rarest, without which most cannot be
    held: a common word, which half of a corpus holds, is looked for in these decisions only. A word the store does not know holds
    nowhere.
    """
    import numpy as np

    possible, held = np.array(decision_ids, np.int64), dict[int, set[str]]()
    telling: list[NDArray[np.int64]] = []
    left = sum(rarity.values())
    least = _MOSTLY_TOGETHER * left
    for word in sorted(rarity, key=lambda word: -rarity[word]):
        if telling and left < least:
            possible, telling = np.intersect1d(possible, np.concatenate(telling)), []
            least = 0.0
        paragraphs = store.paragraphs_with(word)
        decisions = paragraphs // PARAGRAPH_NUMBERS
        telling.append(decisions)
        left -= rarity[word]
        for paragraph in paragraphs[np.isin(decisions, possible)].tolist():
            held.setdefault(paragraph, set()).add(word)
    return {paragraph: frozenset(some) for paragraph, some in held.items()}
