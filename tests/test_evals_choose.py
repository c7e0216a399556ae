"""The weights of the choice are fitted on rankings of unseen questions, and their worth is shown before they are written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals import choose
from evals.cases import SAMPLE_CASES, load_cases
from index import Embedder, Store, sample_folder
from rag import AGREED_SIGNALS, CHOICE_SIGNALS, Ranked
from rag.choice import CHOICE_FILE

pytestmark = pytest.mark.usefixtures("quick_networks")


def test_the_command_writes_what_the_choice_reads(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the samples, whose questions stand in for both sets: a trade-off for each, and a file of the shape that is shipped."""
    monkeypatch.setattr("evals.choose.load_embedder", lambda: embedder)
    monkeypatch.setattr("rag.load.load_embedder", lambda _name: embedder)
    cases = [case for case in load_cases(SAMPLE_CASES) if case.answerable][::12]  # of several kinds
    monkeypatch.setattr("evals.choose.development_cases", lambda: (cases[:9], cases[9:18]))
    out = tmp_path / "choice.json"
    lines = choose.fit_choice(sample_folder(), out).splitlines()
    assert [line for line in lines if line.startswith("over")] == [
        "over the decisions, 9 questions",
        "over the samples, 9 questions",
    ]
    assert lines[-1].startswith(f"written to {out}")
    written, shipped = (json.loads(path.read_text(encoding="utf-8")) for path in (out, CHOICE_FILE))
    assert written.keys() == shipped.keys()
    assert written["signals"] == list(CHOICE_SIGNALS)


def test_the_table_has_a_row_for_each_worth(sample_store: Store) -> None:
    """Paragraphs do not fall as recall counts more; one row is the one that is used."""
    dice = np.random.default_rng(0)
    case = next(case for case in load_cases(SAMPLE_CASES) if case.answerable)
    key = sample_store.matching()[0]
    decision = sample_store.decision(key)
    rows = tuple(Ranked(key, decision, paragraph, 0.5, 0.5) for paragraph in decision.paragraphs[:6])
    judged = []
    for at in range(5):
        signals = dice.normal(size=(6, len(CHOICE_SIGNALS)))
        signals[:, -2:] = (np.arange(6) == at % 3)[:, None]  # the paragraph that is an action; two of them are accepted
        judged.append(choose.Judged(case, rows, dice.normal(size=len(AGREED_SIGNALS)), signals, np.arange(6) < 2))
    assert [one.wants_agreed for one in judged] == [True, True, False, True, True]
    value = choose.fitted(judged)
    assert len(value["weights"]) == len(CHOICE_SIGNALS)
    assert len(value["agreed"]["weights"]) == len(AGREED_SIGNALS)
    assert value["recall_worth"] == choose.RECALL_WORTH
    lines = choose.trade_off(judged, [np.array([0.9, 0.6, 0.4, 0.3, 0.2, 0.1])] * 5)
    assert len(lines) == 1 + len(choose._WORTHS)
    quoted = [float(line.removesuffix(" *").split()[-1]) for line in lines[1:]]
    assert quoted == sorted(quoted)
    assert quoted[0] < quoted[-1]
    assert sum(line.endswith("*") for line in lines) == 1
