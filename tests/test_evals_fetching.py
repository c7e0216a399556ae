"""The large run, small: a replica fetched by a real process that is killed on the way, then indexed and compared."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.fetch_kills import Kill
from evals.fetching import FetchTrial, MadeUpVectors, fetch_table, run_fetching

ROOT = Path(__file__).parent.parent


def test_a_replica_is_fetched_through_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twenty-four decisions, two kills, one while indexing: every page once, rules obeyed, each decision equal to its structure."""
    trial = run_fetching(tmp_path, MadeUpVectors, decisions=24, kills=2, every=0.02)
    assert (trial.is_clean, trial.pages, trial.struck[-1]) == (True, 14, Kill("indexing")), fetch_table(trial)
    assert "kill   1: " in capsys.readouterr().out
    table = fetch_table(trial)
    assert "decisions published                           24" in table
    assert "asked for against robots.txt                   0" in table


WRONG: list[dict[str, Any]] = [
    {"never": ["never served: /decisions/education/other/97-000-001"]},
    {"twice": ["served again: /decisions/education/other/97-000-001"]},
    {"struck": []},  # fewer kills than were asked for
    {"not_allowed": ["/secret"]},
    {"half_files": ["x.html"]},
    {"unequal": ["/decisions/education/other/97-000-001"]},
    {"problems": ["exit 1: no"]},
    {"closest": 0.01},  # faster than it may be
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_trial_says_what_is_wrong(wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything wrong makes it unclean, is listed under the table, and fails the command."""
    trial = FetchTrial(12, 12, 1, 0.02, closest=0.021, struck=[Kill("downloading", 7, "/p")], under_way=["/p"])
    assert (trial.is_clean, "under way at a kill: /p" in fetch_table(trial)) == (True, True)
    for name, value in wrong.items():
        setattr(trial, name, value)
    monkeypatch.setattr("evals.fetching.run_fetching", lambda *_, **__: trial)
    assert (trial.is_clean, main(["fetch", "--decisions", "12", "--kills", "0"])) == (False, 1)
    assert all(line in fetch_table(trial).splitlines() for value in wrong.values() if isinstance(value, list) for line in value)


def test_a_replica_can_be_served_by_hand() -> None:
    """It says where it is and how to fetch from it."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "evals", "site", "--decisions", "5", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        origin = line.split(" at ")[1].split(";")[0]
        page = urllib.request.urlopen(f"{origin}/Decisions/SearchResults?fd=0001-01-01&td=2026-01-01&page=1", timeout=60).read()  # noqa: S310 - loopback
        assert line.startswith("a replica of 5 invented decisions at http://127.0.0.1:")
        assert b"Search our decisions" in page  # a shell: this client has no session
        assert process.stdout.readline().startswith(f"pinpoint fetch --site {origin} ")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
