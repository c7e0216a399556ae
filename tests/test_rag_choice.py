"""How many paragraphs are quoted follows from their chances: one sure one alone, several alike together."""

from __future__ import annotations

import json

import pytest
from doubles import ranked_for

from index import Embedder, Store
from rag.agreed import CONSIDERED, are_actions
from rag.choice import CHOICE_FILE, CHOICE_SIGNALS, Choice, choice_signals, choose_rows, expected_best, with_agreed
from rag.evidence import Ranked
from rag.remedy import ledger_of

COUNTS = [
    ((0.9, 0.1, 0.1), 0.5, 1),  # one that stands out
    ((0.6, 0.6, 0.6, 0.6), 0.5, 4),  # all alike
    ((0.3,), 0.5, 1),  # one alone, however unlikely: whether to answer at all is decided elsewhere
    ((0.0, 0.0), 0.5, 1),  # nothing likely: still the best
    ((0.9, 0.4, 0.3, 0.2), 0.3, 1),  # precision counts most
    ((0.9, 0.4, 0.3, 0.2), 2.0, 4),  # recall counts most
    ((0.7,) * 12, 1.0, 8),  # never more than a screen
]


@pytest.mark.parametrize(("chances", "worth", "count"), COUNTS)
def test_so_many_are_quoted_as_the_expected_measure_is_best(chances: tuple[float, ...], worth: float, count: int) -> None:
    """By hand: with chances p and their sum s, the first n are worth (1 + w2) times their sum, over n + w2 s."""
    assert expected_best(chances, worth) == count


def test_more_recall_never_means_fewer_paragraphs() -> None:
    """Over falling chances of every steepness."""
    for steepness in (0.2, 0.5, 0.8, 0.95):
        chances = [steepness**n for n in range(20)]
        counts = [expected_best(chances, worth) for worth in (0.1, 0.3, 0.5, 0.8, 1.2, 2.0)]
        assert counts == sorted(counts)


def test_chances_fall_and_the_chosen_come_first(sample_store: Store, embedder: Embedder) -> None:
    """What is chosen is the head of what was considered, and at least one paragraph."""
    query, found, ranked = ranked_for("What remedy was agreed when a panel was refused?", sample_store, embedder)
    choice = choose_rows(query, ranked, found, ledger_of(sample_store))
    assert list(choice.chances) == sorted(choice.chances, reverse=True)
    assert all(0 < chance < 1 for chance in choice.chances)
    assert choice.chosen == choice.rows[: choice.quoted]
    assert 1 <= choice.quoted <= 8
    assert set(choice.rows) == set(ranked[:CONSIDERED])


def test_the_likely_are_the_chosen_and_those_near_the_best(sample_store: Store, embedder: Embedder) -> None:
    """By share of the best chance; what is chosen is always among them."""
    _, _, ranked = ranked_for("What remedy was agreed when a panel was refused?", sample_store, embedder)
    choice = Choice(tuple(ranked[:4]), (0.8, 0.5, 0.3, 0.1), 2)
    assert choice.likely(0.35) == tuple(ranked[:3])
    assert choice.likely(0.9) == tuple(ranked[:2])


def test_a_decision_is_as_likely_as_its_action_and_its_finding_together(sample_store: Store) -> None:
    """Two middling paragraphs of two sorts are worth more than two of one; what is unlikely is left out, the likeliest first."""
    first, second, third = ids = sample_store.matching()[:3]
    decisions = {i: sample_store.decision(i) for i in ids}
    rows = tuple(Ranked(i, decisions[i], decisions[i].paragraphs[at], 0.5, 0.5) for at in (0, 1) for i in ids)
    choice = Choice(rows, (0.5, 0.45, 0.1, 0.5, 0.45, 0.1), 1, (False, False, False, False, True, True))
    assert list(choice.decisions(0.5)) == [second, first]
    assert list(choice.decisions(0.2)) == [second, first, third]
    assert choice.decisions(0.2)[third] == [rows[2]]  # none of its rows is likely by itself: the best stands for it
    assert choice.decisions(0.2)[first] == [rows[0], rows[3]]
    assert Choice((), (), 0).decisions(0.5) == {}


def test_nothing_ranked_is_nothing_chosen(sample_store: Store, embedder: Embedder) -> None:
    """An unknown reference leaves no paragraph."""
    query, found, ranked = ranked_for("How much was paid in 21 999 999?", sample_store, embedder)
    assert choose_rows(query, ranked, found, ledger_of(sample_store)).chosen == ()


def test_an_action_counts_by_whether_one_is_asked_for(sample_store: Store, embedder: Embedder) -> None:
    """A signal of its own either way, by how likely it is; the others stay, and a paragraph that is no action has neither."""
    query, _, ranked = ranked_for("What remedy was agreed in 99 000 112?", sample_store, embedder)
    rows = ranked[:CONSIDERED]
    actions = are_actions(rows, ledger_of(sample_store))
    assert any(actions)
    for plain, action in zip(choice_signals(query, rows, actions), actions, strict=True):
        weighed = with_agreed(plain, 0.75)
        assert weighed[:-2] == plain[:-2]
        assert weighed[-2:] == ((0.75, 0.25) if action else (0.0, 0.0))
    assert CHOICE_SIGNALS[-2:] == ("action, asked for", "action, not asked for")


def test_the_weights_that_come_with_this_version_fit_its_signals() -> None:
    """One mean, scale and weight a signal; a likelier paragraph is chosen before another."""
    value = json.loads(CHOICE_FILE.read_text(encoding="utf-8"))
    assert tuple(value["signals"]) == CHOICE_SIGNALS
    assert {len(value[name]) for name in ("mean", "scale", "weights")} == {len(CHOICE_SIGNALS)}
    assert value["weights"][CHOICE_SIGNALS.index("chance")] > 0
    assert value["recall_worth"] > 0
