"""Child processes share out work: in order, a few batches ahead, and a job that ends its process is a reason in its place."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from crew_tasks import Obey, Refuse
from full_disk import DigestEmbedder

from evals.corpus import write_corpus
from index import Embedder, EmbeddingError, build_store, check_store
from index.catalogue import Catalogue
from index.crew import Crew
from index.layout import CATALOGUE
from index.work import Fault, Here, Limits

JOBS = [
    ("fine", None),
    ("die", "its process died (signal 9)"),  # killed, crashed or out of memory, and again when tried again
    ("die once", None),  # a process that was killed for another reason: the job is tried again
    ("raise", "it could not be read (KeyError: 'line one\\nline two')"),  # an error that nobody foresaw
    ("hang", "it took longer than 1 seconds"),  # a regular expression without an end, which no signal handler would interrupt
    ("fill", "it took too much memory"),  # more than a job may have
    ("print", None),  # what a library prints is no answer
]


def test_a_job_that_ends_its_process_is_a_reason_in_its_place(tmp_path: Path) -> None:
    """Each row's job comes to what stands beside it, and the jobs around it are done, in order."""
    batches = [("before", job, "after") for job, _ in JOBS]
    task = Obey(tmp_path, Limits(seconds=1.0, memory=4_000_000_000))
    found = list(Crew(2).run(task, batches))
    assert [batch for batch, _ in found] == batches
    for (job, reason), (_, (before, result, after)) in zip(JOBS, found, strict=True):
        said = result.reason if isinstance(result, Fault) else None
        assert (job, said) == (job, reason)
        assert not isinstance(before, Fault)
        assert not isinstance(after, Fault)
        assert (before[0], after[0]) == ("before", "after")


def test_here_gives_the_same_reasons(tmp_path: Path) -> None:
    """Without child processes an error is a reason too."""
    ((_, (fine, wrong)),) = Here().run(Obey(tmp_path), [("fine", "raise")])
    assert not isinstance(fine, Fault)
    assert wrong == Fault("it could not be read (KeyError: 'line one\\nline two')")


def test_a_task_that_cannot_start_ends_the_run() -> None:
    """With the error that it was refused with."""
    with pytest.raises(EmbeddingError, match="got no model; expected one"):
        list(Crew(1).run(Refuse(), [("one",)]))


def test_jobs_are_drawn_as_they_are_needed(tmp_path: Path) -> None:
    """However many there are, a few batches are under way; who stops early leaves no process behind."""
    drawn: list[int] = []

    def batches() -> Iterator[tuple[str]]:
        for number in range(1_000):
            drawn.append(number)
            yield (f"job {number}",)

    running = Crew(1).run(Obey(tmp_path), batches())
    _, (first,) = next(running)
    assert len(drawn) <= 4
    assert not isinstance(first, Fault)
    running.close()  # type: ignore[attr-defined]  # a generator
    assert not Path(f"/proc/{first[1]}").exists()


@pytest.mark.parametrize(
    ("jobs", "seconds"),
    [
        ("(str(n),) for n in range(10**9)", 600),  # the child sees its pipe close
        ("(('first',), ('sleep',))", 600),  # or looks for its parent while it works
        ("(('first',), ('hang',))", 3),  # which it cannot here, so its job's time ends it
    ],
)
def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path, jobs: str, seconds: int) -> None:
    """Whatever its child is doing."""
    code = (
        "import sys; from pathlib import Path; from crew_tasks import Obey\n"
        "from index.crew import Crew; from index.work import Limits\n"
        f"for _, ((_, number),) in Crew(1).run(Obey(Path({str(tmp_path)!r}), Limits(seconds={seconds})), ({jobs})):\n"
        "    print(number, flush=True)"
    )
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {folders!r}\n{code}"]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = Path(f"/proc/{int(parent.stdout.readline())}")
    parent.kill()
    parent.wait()
    parent.stdout.close()
    ends = time.monotonic() + 30
    while child.exists() and time.monotonic() < ends:
        time.sleep(0.01)
    assert not child.exists()


def contents(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a store holds but for the moments of reading."""
    catalogue = Catalogue.open(store / CATALOGUE)
    tables = ("paragraph", "window", "likeness", "remedy", "ledger", "source")
    held = {table: catalogue.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}  # noqa: S608 - constants
    held["decision"] = catalogue.connection.execute("SELECT id, reference, family, source_path FROM decision").fetchall()
    catalogue.close()
    return held


def test_readers_in_child_processes_write_the_same_store(tmp_path: Path, embedder: Embedder) -> None:
    """Row by row, ids among them, and with the same reasons for what was refused."""
    write_corpus(tmp_path / "in", 20)
    (tmp_path / "in" / "bad.txt").write_text("no decision")
    here = build_store([tmp_path / "in"], tmp_path / "here", embedder=embedder, workers=0)
    there = build_store([tmp_path / "in"], tmp_path / "there", embedder=embedder, workers=2)
    assert (here.read, here.rejected) == (there.read, there.rejected)
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


def test_ctrl_c_says_how_to_go_on_and_loses_nothing(tmp_path: Path) -> None:
    """The terminal's signal goes to all processes; one line comes, all end, and the next run reads what is left, once."""
    write_corpus(tmp_path / "in", 150)
    store = tmp_path / "store"
    command = [sys.executable, "-m", "rag", "index", str(tmp_path / "in"), "--store", str(store), "--workers", "2"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while running.poll() is None and not read_so_far(store):
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate()
    assert (running.returncode, said) == (1, "pinpoint: stopped; run the same command again to go on\n")
    before = read_so_far(store)
    report = build_store([tmp_path / "in"], store, embedder=DigestEmbedder(), workers=1)
    assert (report.unchanged, report.read, report.decisions) == (before, 150 - before, 150)
    assert check_store(store) == ()


def read_so_far(store: Path) -> int:
    """How many files the catalogue says are read; 0 while it is being made."""
    try:
        with closing(sqlite3.connect(f"file:{store / CATALOGUE}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM source").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
