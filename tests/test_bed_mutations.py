"""Damaged decisions are read or refused, never anything else: five thousand seeded mutations over every family."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.__main__ import main
from evals.invention import invent
from evals.mutations import MUTATIONS, Trial, mutation_table, problem_of, run_mutations
from evals.renderings import FAMILIES, render
from index import Item, NotADecision, read_bytes

COUNT = 5_000


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    """The damaged files of seed 0, read."""
    return list(run_mutations(COUNT))


def test_damaged_files_are_read_or_refused(trials: list[Trial]) -> None:
    """No exception but NotADecision, a reason of one line, numbers that rise by one, labels that differ, remedies word for word."""
    assert [one for one in trials if one.outcome == "failed"] == []
    assert len(trials) == COUNT


def test_refusals_say_why_in_one_short_line(trials: list[Trial]) -> None:
    """Each reason is fit to be printed beside a file's name."""
    reasons = {one.detail for one in trials if one.outcome == "refused"}
    assert [reason for reason in reasons if not 5 <= len(reason) <= 160 or "\n" in reason] == []


def test_the_mutations_reach_every_reader(trials: list[Trial]) -> None:
    """Every family is damaged in every way, and every text family is read, warned of and refused: the bed is not idle."""
    done = {(one.family, name) for one in trials for name in one.mutation.split(" + ")}
    wanted = {(family, name) for family in FAMILIES if not family.startswith(("pdf", "docx")) for name in MUTATIONS[family]}
    assert wanted - done == set()
    outcomes = {(one.family, one.outcome) for one in trials}
    assert {(family, outcome) for family, _ in wanted for outcome in ("read", "warned", "refused")} - outcomes == set()
    assert {one.family for one in trials} == set(FAMILIES)


def test_the_same_seed_damages_the_same_files() -> None:
    """A failure can be made again from its seed."""

    def without_seconds(seed: int) -> list[Trial]:
        return [replace(one, seconds=0.0) for one in run_mutations(40, seed=seed, families=["numbered", "html"])]

    assert without_seconds(5) == without_seconds(5)
    assert without_seconds(5) != without_seconds(6)


@pytest.mark.parametrize("family", ["numbered", "cookies first", "labelled dashes", "html", "html, bare"])
def test_a_decision_that_was_cut_off_says_so(family: str) -> None:
    """Above the final decision a cut leaves a warning that the file may be cut off, or nothing to read."""
    for seed in range(6):
        content = render(invent(seed), family)
        end = content.index(b"Final decision")
        for cut in range(end - 400, end, 57):
            try:
                decision = read_bytes(content[:cut], source_path="cut")
            except NotADecision:
                continue
            assert any("it may be cut off" in warning for warning in decision.warnings), (seed, cut)


def test_a_broken_rule_is_told() -> None:
    """The check itself sees numbers that do not rise and items that are not among the lines."""
    decision = read_bytes(render(invent(0), "numbered"), source_path="whole")
    first, second, *rest = decision.paragraphs
    assert problem_of(decision) == ""
    assert problem_of(replace(decision, paragraphs=(second, first, *rest))).startswith("its numbers do not rise by one: [2, 1, 3")
    stray = replace(first, items=(Item("a", "letter", "nowhere"),))
    assert problem_of(replace(decision, paragraphs=(stray, second))) == "items of paragraph 1 are not among its lines"


def test_the_command_prints_what_became_of_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each family, the sum, and status 0 where nothing failed; a failure is printed with its mutation."""
    assert main(["mutate", "--count", "30", "--seed", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["family", "files", "read", "warned", "refused", "failed", "slowest"]
    assert next(line for line in lines if line.startswith("all ")).split()[1] == "30"
    failed = mutation_table([Trial("pdf", "cut", "failed", "KeyError: 'x'", 0.1)])
    assert failed.splitlines()[-1] == "FAILED pdf, cut: KeyError: 'x'"
