"""Work that can be done elsewhere: what a task is, what becomes of a job that fails, and the plain way of doing all of it here.

A task goes to whoever does the work and is started there once; then each job gives one result. Whatever does it (`Here`, the child
processes of index/crew.py, the cluster of index/cluster.py), results come in the order of the jobs, jobs are drawn as they are
needed, and a job that fails is a `Fault` in its place, never the end of the others. Proved by tests/test_index_crew.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from index.errors import PinpointError

__all__ = ["Fault", "Here", "Limits", "Task", "Workers", "attempt"]

J = TypeVar("J")
R = TypeVar("R")
Given_contra = TypeVar("Given_contra", contravariant=True)
Made_co = TypeVar("Made_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """A job that came to nothing; the reason is one line."""

    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take where it is done in a process of its own, and how many threads that process has."""

    seconds: float = 600.0
    memory: int | None = None
    threads: int = 1


class Task(Protocol[Given_contra, Made_co]):
    """What is to be done with each job; it can be pickled."""

    @property
    def limits(self) -> Limits:
        """What a job may take."""
        ...

    def start(self) -> Callable[[Given_contra], Made_co]:
        """Make ready, once for each process; a PinpointError ends the whole run."""
        ...


class Workers(Protocol):
    """Somebody who does tasks."""

    def run(self, task: Task[J, R], batches: Iterable[Sequence[J]]) -> Iterator[tuple[Sequence[J], list[R | Fault]]]:
        """Each batch with a result for each of its jobs, in order."""
        ...


class Here:
    """Does it in this process, one job after the other."""

    def run(self, task: Task[J, R], batches: Iterable[Sequence[J]]) -> Iterator[tuple[Sequence[J], list[R | Fault]]]:
        """Each batch with a result for each of its jobs, in order."""
        work = task.start()
        for batch in batches:
            yield batch, [attempt(work, job) for job in batch]


def attempt(work: Callable[[J], R], job: J) -> R | Fault:
    """The result, or what went wrong in one line; errors of our own end the run."""
    try:
        return work(job)
    except PinpointError:
        raise
    except MemoryError:
        return Fault("it took too much memory")
    except Exception as error:  # noqa: BLE001 - whatever a hostile file brings about, the others are to be read
        first = (str(error).strip().splitlines() or [""])[0]
        return Fault(f"it could not be read ({type(error).__name__}{': ' if first else ''}{first[:160]})")
