"""`pinpoint fetch` as a user runs it: the terms once, a table, reasons, exit status, and the pages in the store."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fetch_doubles import CONTACT

from evals.invention import invent
from evals.replica import ReplicaServer, ReplicaSite, not_html, publish, status
from index import Embedder, FetchReport, FetchSettings
from index.fetching import Mode, Selection
from index.licence import ATTRIBUTION, TERMS
from rag.cli import main
from rag.fetch import render_fetch

FEW = [publish(invent(number)) for number in range(6)]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def server() -> Iterator[ReplicaServer]:
    """A replica of six statements."""
    with ReplicaServer(ReplicaSite(FEW), needs_session=True) as started:
        yield started


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With none of the user's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PINPOINT_CONTACT", raising=False)
    monkeypatch.setenv("PINPOINT_STORE", str(tmp_path / ".pinpoint"))  # whole: Chroma knows stores of one process by their path


@pytest.fixture
def run(server: ReplicaServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], embedder: Embedder) -> Run:
    """Run a command; fetch has the replica as its site and no patience."""
    for place in ("index.build", "rag.load"):
        monkeypatch.setattr(f"{place}.load_embedder", lambda _name: embedder)

    def call(*arguments: str) -> tuple[int, str, str]:
        quick = ("--site", server.origin, "--every", "0.001", "--with-permission") if arguments[0] == "fetch" else ()
        capsys.readouterr()
        return (main([*arguments, *quick]), *capsys.readouterr())

    return call


def test_a_first_run_fetches_and_indexes(run: Run, server: ReplicaServer, tmp_path: Path) -> None:
    """The terms once, the table, what the store holds; then the store says whose the decisions are."""
    code, out, err = run("fetch", "--contact", CONTACT, "--index")
    assert (code, err, out.count(ATTRIBUTION), out.count(TERMS)) == (0, "", 1, 1)
    assert "new                6\n" in out
    assert "listed 6 decisions, of which 6 are wanted\n" in out
    assert out.splitlines()[-1].startswith("the store holds 6 decisions, ")
    assert len(list((tmp_path / "lgsco" / "decisions").rglob("*.html"))) == 6
    assert (tmp_path / "lgsco" / "LICENCE.txt").read_text(encoding="utf-8") == f"{ATTRIBUTION}\n\n{TERMS}\n"
    assert server.asked[0].headers["User-Agent"].endswith(f"{CONTACT})")
    out = run("status")[1]
    assert f"attribution {ATTRIBUTION}\nterms       Re-use is free, in any format" in out
    assert "\n            - reproduce accurately, without amendment;\n" in out


EXPORTS: list[tuple[tuple[str, ...], Callable[[Any], list[object]]]] = [
    (("ask", "What was the Council at fault for?"), lambda answer: [answer["attribution"]]),
    (("search", "delay"), lambda passages: [one["attribution"] for one in passages]),
    (("show", "{reference}"), lambda decision: [decision["attribution"]]),
    (("remedies",), lambda rows: [one["attribution"] for one in rows]),
    (("remedies", "--summary"), lambda counts: [counts["attribution"]]),
    (("status",), lambda status: [status["attribution"]]),
]


def test_every_export_says_whose_the_decisions_are(run: Run, tmp_path: Path) -> None:
    """In JSON in each record, in CSV in each row, below a decision in a terminal; nothing of a store where nothing was fetched."""
    run("fetch", "--contact", CONTACT, "--limit", "1", "--index")
    (page,) = (tmp_path / "lgsco" / "decisions").rglob("*.html")
    (tmp_path / "saved.html").write_bytes(page.read_bytes())
    run("index", "saved.html", "--store", "by-hand")
    reference = page.stem
    for store, expected in ((".pinpoint", ATTRIBUTION), ("by-hand", None)):
        for arguments, said in EXPORTS:
            asked = [part.format(reference=reference) for part in arguments]
            code, out, err = run(*asked, "--json", "--store", str(tmp_path / store))
            assert (code, err, {*said(json.loads(out))}) == (0, "", {expected}), arguments
        for form in ((), ("--summary",)):
            rows = list(csv.DictReader(StringIO(run("remedies", "--csv", *form, "--store", store)[1])))
            assert {row["attribution"] for row in rows} == {expected or ""}
        assert run("show", reference, "--store", store)[1].endswith(f"\n\n{ATTRIBUTION}\n") is (expected is not None)


def test_a_dry_run_says_what_it_would_take(run: Run, server: ReplicaServer) -> None:
    """And fetches nothing."""
    code, out, _ = run("fetch", "--contact", CONTACT, "--dry-run", "--outcome", "upheld")
    wanted = sum(one.structure.outcome == "Upheld" for one in FEW)
    assert (code, server.pages_asked()) == (0, {})
    assert f"to fetch    {wanted:>8}   nothing was fetched (--dry-run); about 0 minutes\n" in out


def test_failures_are_listed_and_the_status_is_1(run: Run, server: ReplicaServer) -> None:
    """Each with its reason; a page that is gone is no failure."""
    server.put(FEW[0].target, not_html())
    server.put(FEW[1].target, status(404))
    code, out, err = run("fetch", "--contact", CONTACT)
    assert (code, err) == (1, "")
    assert f"missing {FEW[0].target}: no whole page: came as 'application/pdf'; kept in .rejected/" in out
    assert ("failed             1\n" in out, "gone               1   no longer on the site" in out) == (True, True)
    code, out, err = run("fetch", "--contact", CONTACT)
    assert (code, err, "held               5" in out) == (0, "", True)


def test_a_stop_is_one_line_after_the_table_and_the_status_is_1(run: Run) -> None:
    """What was fetched is indexed all the same, and the next run goes on."""
    code, out, err = run("fetch", "--contact", CONTACT, "--cap", "6", "--index")
    assert (code, err) == (1, "pinpoint: stopped at the cap of 6 requests; run the same command again to go on\n")
    assert "new                3\n" in out
    assert out.splitlines()[-1].startswith("the store holds 3 decisions, ")
    code, out, err = run("fetch", "--contact", CONTACT)
    assert (code, err, "new                3\n" in out) == (0, "", True)


def test_a_contact_may_stand_in_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for all."""
    monkeypatch.setenv("PINPOINT_CONTACT", CONTACT)
    assert run("fetch", "--limit", "1")[0] == 0


WRONG = [
    ((), "got the contact ''; expected an e-mail address or a web page, as --contact or PINPOINT_CONTACT"),
    (("--contact", CONTACT, "--since", "2019"), "got '2019' for since; expected a date like 2023-04-30"),
    (("--contact", CONTACT, "--since", "2020-01-02", "--until", "2020-01-01"), "got since 2020-01-02 after until"),
    (("--contact", CONTACT, "--outcome", "partly"), "got the outcome 'partly'; expected one of"),
    (("--contact", CONTACT, "--update", "--recheck"), "got --update and --recheck; expected one of them"),
    (("--contact", CONTACT, "--dry-run", "--index"), "got --dry-run and --index; expected one of them"),
    (("--contact", CONTACT, "--limit", "0"), "got --limit 0; expected a number above 0"),
]


@pytest.mark.parametrize(("arguments", "reason"), WRONG)
def test_a_wrong_request_is_2_and_sends_nothing(run: Run, server: ReplicaServer, arguments: tuple[str, ...], reason: str) -> None:
    """One line, before anything else is printed."""
    code, out, err = run("fetch", *arguments)
    assert (code, out, err.startswith(f"pinpoint: {reason}"), err.count("\n"), server.asked) == (2, "", True, 1, [])


def test_faster_than_polite_needs_permission(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Slower does not."""
    assert main(["fetch", "--contact", CONTACT, "--every", "0.5", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "pinpoint: got 0.5 seconds between requests; expected at least 1, or --with-permission\n"


def table(report: FetchReport, mode: Mode = "first", selection: Selection | None = None) -> list[str]:
    """The last lines of a run."""
    return render_fetch(report, FetchSettings(Path("lgsco"), CONTACT, selection or Selection(), mode=mode, limit=7)).splitlines()


def test_the_table_has_every_count() -> None:
    """In one order, whatever happened."""
    report = FetchReport(
        Path("lgsco"), listed=1234, wanted=1000, held=5, requests=1300, seconds=1400.4, recovered=2, is_limited=True
    )
    report.results = Counter({"new": 900, "gone": 3})
    assert table(report) == [
        "new              900",
        "changed            0   the page before is kept in .versions",
        "unchanged          0   asked for again, and the same",
        "gone               3   no longer on the site; a copy that was held is kept",
        "not allowed        0   by the site's robots.txt, so not asked for",
        "refused            0",
        "failed             0",
        "held               5   in the folder already, not asked for",
        "listed 1,234 decisions, of which 1,000 are wanted",
        "finished 2 pages that an interrupted run had received",
        "ended at --limit 7; run the same command again for more",
        "1,300 requests in 1,400 s; the pages are in lgsco/decisions",
    ]


def test_many_reasons_are_counted() -> None:
    """Twenty are shown, and where the rest is; short lists come first."""
    report = FetchReport(Path("lgsco"), problems=["2020-01-01 to 2020-01-01: the site counts 70 decisions and lists 50"])
    report.failures = [(f"/decisions/{number}", "answered 500, 4 times") for number in range(25)]
    lines = table(report, mode="recheck")
    assert lines[:2] == [f"short   {report.problems[0]}", "missing /decisions/0: answered 500, 4 times"]
    assert (lines[21], any(line.startswith("listed") for line in lines)) == ("... and 5 more, all in manifest.jsonl", False)


def test_a_category_that_matches_nothing_is_told_what_there_is() -> None:
    """By the names in the addresses."""
    report = FetchReport(Path("lgsco"), listed=9, categories=Counter({"housing": 4, "education": 5}))
    assert "no category matches; listed were: education, housing" in table(report, selection=Selection(categories=("schools",)))
