"""The gate holds over the samples here, and its floors only ever rise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evals import gate
from evals.__main__ import main
from evals.gate import FLOORS, measure_against, raised, sample_questions, shortfalls
from evals.intervals import Score
from index import sample_folder
from rag import Answerer


def scored(**values: float) -> dict[str, Score]:
    """Measures over a hundred questions."""
    return {name.replace("_", " "): Score(value, 100, value, value) for name, value in values.items()}


def test_no_measure_over_the_samples_is_under_its_floor(sample_answerer: Answerer) -> None:
    """The floors of this version, measured afresh; should this fail, something got worse."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["samples"]
    scores = measure_against(sample_answerer, sample_folder(), sample_questions())
    assert shortfalls(scores, floors) == []
    assert set(floors) == set(scores)


def test_the_floors_are_of_known_sets_and_mean_something() -> None:
    """Two sets; quotes and sums hold without exception, and no floor that matters is nothing."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert set(floors) == {"dev", "samples"}
    for own in floors.values():
        assert (own["quotes verbatim"], own["amounts locked"]) == (1.0, 1.0)
        assert min(own["recall@10"], own["reciprocal rank"], own["answered"]) > 0.5
        assert all(0 <= floor <= 1 for floor in own.values())


FLOOR = {"recall@10": 0.8}
SHORT = [
    ({"recall@10": Score(0.8, 100, 0.7, 0.9)}, []),  # on the floor
    ({"recall@10": Score(0.9, 100, 0.8, 1.0)}, []),  # above it
    ({"recall@10": Score(0.7994, 100, 0.7, 0.9)}, ["recall@10: got 0.799; expected at least 0.800"]),  # under it
    ({}, ["recall@10: got nothing measured; expected at least 0.800"]),  # a measure went missing
    ({"recall@10": Score(0.0, 0, 0.0, 0.0)}, ["recall@10: got nothing measured; expected at least 0.800"]),  # over no question
    ({"recall@10": Score(0.8, 9, 0.7, 0.9), "answered": Score(0.0, 9, 0.0, 0.0)}, []),  # one without a floor passes
]


@pytest.mark.parametrize(("scores", "expected"), SHORT)
def test_what_is_under_its_floor_is_said(scores: dict[str, Score], expected: list[str]) -> None:
    """Each row is what was measured, and the lines it gives against a floor of 0.8."""
    assert shortfalls(scores, FLOOR) == expected


RAISED = [
    (scored(answered=0.9), {"answered": 0.8}, {"answered": 0.89}),  # up, less the weight of one question
    (scored(answered=0.7), {"answered": 0.8}, {"answered": 0.8}),  # never down
    (scored(answered=0.805), {"answered": 0.8}, {"answered": 0.8}),  # nor by the slack
    ({}, {"answered": 0.8}, {"answered": 0.8}),  # a measure that went missing keeps its floor
    (scored(answered=0.9), {}, {"answered": 0.89}),  # a new measure gets one
    ({"answered": Score(0.0, 0, 0.0, 0.0)}, {}, {}),  # but not where nothing was measured
    (scored(quotes_verbatim=1.0), {}, {"quotes verbatim": 1.0}),  # no slack where there is no exception
    (scored(answered=0.004), {}, {"answered": 0.0}),  # and none below nothing
]


@pytest.mark.parametrize(("scores", "floors", "expected"), RAISED)
def test_floors_rise_and_never_fall(scores: dict[str, Score], floors: dict[str, float], expected: dict[str, float]) -> None:
    """Each row is what was measured, the floors before, and the floors after."""
    assert raised(scores, floors) == expected
    assert all(raised(scores, floors)[name] >= floor for name, floor in floors.items())


@pytest.fixture
def quick(sample_answerer: Answerer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The command over three questions and a store that is there already, with floors of its own."""
    floors = tmp_path / "floors.json"
    few = sample_questions()[:3]

    @contextmanager
    def opened(folder: Path, embedder: object) -> Iterator[Answerer]:
        assert (folder, embedder) == (sample_folder(), "the model")
        yield sample_answerer

    monkeypatch.setattr(gate, "sample_questions", lambda: few)
    monkeypatch.setattr(gate, "FLOORS", floors)
    monkeypatch.setattr(gate, "fresh_answerer", opened)
    monkeypatch.setattr(gate, "load_embedder", lambda: "the model")
    return floors


def test_the_command_fails_under_a_floor_and_raising_does_not_lower_it(quick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each measure, exit 1; after --raise the floor that was missed still stands, the others rose, dev is untouched."""
    before = {"dev": {"answered": 0.123}, "samples": {"recall@10": 1.1, "answered": 0.1}}
    quick.write_text(json.dumps(before), encoding="utf-8")
    assert main(["gate", "--raise"]) == 1
    assert capsys.readouterr().out.startswith("recall@10: got ")
    after = json.loads(quick.read_text(encoding="utf-8"))
    assert (after["dev"], after["samples"]["recall@10"]) == ({"answered": 0.123}, 1.1)
    assert after["samples"]["answered"] > 0.1
    assert main(["gate"]) == 1
    assert json.loads(quick.read_text(encoding="utf-8")) == after


def test_the_command_passes_on_its_floors(quick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Floors just raised are met."""
    assert main(["gate", "--raise"]) == 0
    assert main(["gate"]) == 0
    assert capsys.readouterr().out.splitlines() == ["no measure of 3 questions is under its floor"] * 2
    assert json.loads(quick.read_text(encoding="utf-8"))["samples"]["quotes verbatim"] == 1.0
