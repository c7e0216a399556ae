"""The generated evaluation end to end, small: sixty invented decisions, indexed with the real model, and twenty-four questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evals.__main__ import main
from evals.asking import SHARES, shares_of
from evals.generated import evaluate_generated, generated_table, indexed, make_corpus, write_decisions
from evals.misses import CATEGORIES
from evals.run import answer_cases
from index import Embedder, Spans, TokenVectors, UsageError

MEASURES = [
    "recall@10",
    "reciprocal rank",
    "nDCG@10",
    "recall of ten",
    "citation precision",
    "citation precision, necessary",
    "citation recall",
    "facts stated",
    "refused rightly",
    "answered",
    "quotes verbatim",
    "amounts locked",
    "statistics exact",
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to keep decisions and store in."""
    return tmp_path_factory.mktemp("generated")


@pytest.fixture(scope="module")
def results(kept: Path, embedder: Embedder) -> dict[str, Any]:
    """The small evaluation."""
    with pytest.MonkeyPatch.context() as patch:  # the model that is loaded already
        patch.setattr("evals.generated.load_embedder", lambda: embedder)
        patch.setattr("rag.load.load_embedder", lambda _name: embedder)
        return evaluate_generated(60, 24, seed=0, keep=kept)


def test_every_measure_is_there_with_its_interval(results: dict[str, Any]) -> None:
    """Over all questions and by kind; what must hold of every answer holds."""
    assert list(results["all"]) == MEASURES
    assert (results["decisions"], results["questions"], results["seed"]) == (60, 24, 0)
    assert results["paragraphs"] > 60 * 20
    for score in results["all"].values():
        assert 0 <= score["low"] <= score["value"] <= score["high"] <= 1
    shares = shares_of(24)
    assert results["all"]["recall@10"]["n"] == 24 - shares["unanswerable"] - shares["statistics"]
    assert results["all"]["statistics exact"]["n"] == shares["statistics"]
    assert {kind: scores["recall@10"]["n"] for kind, scores in results["by_kind"].items() if kind != "unanswerable"} == {
        kind: shares[kind] for kind in SHARES if kind not in {"unanswerable", "statistics"}
    }
    wordings = {name: scores["recall@10"]["n"] for name, scores in results["by_wording"].items() if "recall@10" in scores}
    assert sum(wordings.values()) == results["all"]["recall@10"]["n"]
    assert (results["all"]["quotes verbatim"]["value"], results["all"]["quotes verbatim"]["n"] > 50) == (1, True)


def test_most_of_what_supports_is_found_among_near_misses(results: dict[str, Any]) -> None:
    """Far better than chance, which would be ten of eighteen hundred."""
    assert results["all"]["recall@10"]["value"] > 0.5
    assert results["by_kind"]["facts"]["recall@10"]["value"] > 0.5


def test_times_are_of_warm_answers(results: dict[str, Any]) -> None:
    """Retrieval is a part of the whole, the median no more than the 95th percentile."""
    retrieval, total = results["milliseconds"]["retrieval"], results["milliseconds"]["total"]
    assert 0 < retrieval["median"] <= retrieval["p95"]
    assert 0 < total["median"] <= total["p95"]
    assert retrieval["median"] <= total["median"]


def test_the_table_shows_measures_kinds_times_and_misses(results: dict[str, Any]) -> None:
    """A row each, and a dash where a kind has nothing to measure."""
    lines = generated_table(results).splitlines()
    assert lines[0] == f"24 questions over 60 generated decisions ({results['paragraphs']} paragraphs), seed 0"
    assert [line[:30].strip() for line in lines[3 : 3 + len(MEASURES)]] == MEASURES
    kinds, wordings = (rows_under(lines, title) for title in ("kind", "wording"))
    assert list(kinds) == [kind for kind in SHARES if kind != "statistics"]
    assert set(wordings) == {"formal", "body", "lay", "reference", "other"}
    assert kinds["unanswerable"][:-1] == wordings["other"][:-1] == ["-"] * 7
    assert [line.split()[0] for line in lines if line.startswith(("retrieval", "total"))] == ["retrieval", "total"]
    assert [line.rsplit(maxsplit=2)[0] for line in lines[-len(CATEGORIES) :]] == list(CATEGORIES)


def rows_under(lines: list[str], title: str) -> dict[str, list[str]]:
    """The rows of the part of a table that begins with this title, by name."""
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{title} "))
    end = lines.index("", start)
    return {line.split()[0]: line.split()[1:] for line in lines[start + 1 : end]}


def test_each_question_is_accounted_for(results: dict[str, Any]) -> None:
    """With what it missed and why; statistics with the figure that was expected."""
    assert len(results["cases"]) + len(results["statistics"]) == 24
    assert {why for case in results["cases"] for why in case["missed"].values()} <= set(CATEGORIES)
    assert all(one["expected"] and isinstance(one["exact"], bool) for one in results["statistics"])
    exact = [one["exact"] for one in results["statistics"]]
    assert results["all"]["statistics exact"]["value"] == sum(exact) / len(exact)


def test_decisions_and_store_are_kept_and_used_again(
    results: dict[str, Any], kept: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time no paragraph is embedded, and the same questions find the same store."""

    class Refusing:
        """The model, which is asked for no paragraph again."""

        identity = embedder.identity

        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            """Refuse."""
            pytest.fail(f"embedded again: {texts[0]}")

        def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
            """Refuse."""
            pytest.fail(f"embedded again: {texts[0]}")

        def split(self, texts: Sequence[str]) -> list[Spans]:
            """Refuse."""
            pytest.fail(f"split again: {texts[0]}")

    monkeypatch.setattr("rag.load.load_embedder", lambda _name: embedder)
    corpus = make_corpus(60, 24, seed=0)
    with indexed(corpus, kept, Refusing()) as answerer:
        (outcome,) = answer_cases(answerer, [corpus.asked[0].case])
        assert answerer.store.count() == 60
    assert outcome.answer is not None
    first = results["cases"][0]
    assert (outcome.case.id, outcome.answer.status) == (first["id"], first["status"])
    assert [f"{citation.reference}#{citation.label}" for citation in outcome.answer.citations] == first["cited"]


def test_a_folder_with_another_corpus_is_refused(results: dict[str, Any], kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its store would answer questions about other decisions."""
    assert results
    with pytest.raises(UsageError, match=r"^got --store '.*', which holds another corpus; expected an empty folder"):
        evaluate_generated(60, 24, seed=1, keep=kept)
    assert main(["generated", "--decisions", "60", "--questions", "24", "--seed", "1", "--store", str(kept)]) == 2
    assert capsys.readouterr().err.startswith("evals: got --store ")


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    """Byte for byte, each named by its reference and saying that it is invented."""
    stories = make_corpus(20, 0, seed=0).stories
    one, other = (write_decisions(tmp_path / name, stories) for name in "ab")
    assert one == other != write_decisions(tmp_path / "c", make_corpus(20, 0, seed=1).stories)
    files = sorted((tmp_path / "a").iterdir())
    assert [path.stem for path in files] == [f"96-000-{number:03d}" for number in range(20)]
    assert [path.read_bytes() for path in files] == [path.read_bytes() for path in sorted((tmp_path / "b").iterdir())]
    assert all("FICTIONAL" in path.read_text(encoding="utf-8") for path in files)
