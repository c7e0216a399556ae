"""Child processes that share out work: as many as there are cores, each with one thread, fresh and never forked.

Contract. A child is a new interpreter (`python -m index.child`), so nothing that this process holds (torch, Chroma, locks) is
copied into it, and the program's own main module is not run again. Jobs go to whoever is free; at most a few batches are under way,
so memory stays flat however many there are. A child that dies over a job (killed, out of memory, crashed by a hostile file) is
replaced and the job tried once more by the new one; if that dies too, or a job takes longer than it may, it is a `Fault` and the
rest goes on. When the caller stops, the children are ended; when this process is killed, they see that it is gone and end
themselves. Proved by tests/test_index_crew.py.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

from index.errors import PinpointError, StoreError
from index.quiet import child_environment
from index.work import Fault, Task

__all__ = ["Child", "Crew", "cores"]

J = TypeVar("J")
R = TypeVar("R")

_AHEAD = 3  # batches under way for each child: one in work, the others waiting or waiting to be written


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """Does tasks in child processes."""

    def __init__(self, count: int) -> None:
        self.count = count

    def run(self, task: Task[J, R], batches: Iterable[Sequence[J]]) -> Iterator[tuple[Sequence[J], list[R | Fault]]]:
        """Each batch with a result for each of its jobs, in order."""
        children = [Child(task) for _ in range(self.count)]
        free: SimpleQueue[Child] = SimpleQueue()
        for child in children:
            free.put(child)

        def do(batch: Sequence[J]) -> list[R | Fault]:
            child = free.get()
            try:
                return child.ask(batch)
            finally:
                free.put(child)

        pool = ThreadPoolExecutor(self.count)
        under_way: deque[tuple[Sequence[J], Future[list[R | Fault]]]] = deque()
        try:
            for batch in batches:
                under_way.append((batch, pool.submit(do, batch)))
                if len(under_way) >= _AHEAD * self.count:
                    first, result = under_way.popleft()
                    yield first, result.result()
            while under_way:
                first, result = under_way.popleft()
                yield first, result.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in children:
                child.close()
            pool.shutdown()
            for child in children:
                child.close()  # what a thread had just begun to start


class Child:
    """One child process, started when it is first asked and again when it has died."""

    def __init__(self, task: Task[Any, Any]) -> None:
        self._task = task
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, jobs: Sequence[Any]) -> list[Any]:
        """A result for each job.

        Raises:
            PinpointError: the task cannot be started there, or says that all must end.
        """
        results: list[Any] = []
        tried = -1
        while len(results) < len(jobs):
            status = self._converse(jobs[len(results) :], results)
            if status is None:
                break
            if self._closed:
                return [*results, *[Fault("stopped")] * (len(jobs) - len(results))]
            if tried == len(results) or status == -signal.SIGALRM:
                results.append(Fault(_ending(status, self._task.limits.seconds)))
            else:
                tried = len(results)
        return results

    def _converse(self, jobs: Sequence[Any], results: list[Any]) -> int | None:
        """Add the results to those there are; what the child ended with where it died before the last."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(jobs, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            for _ in jobs:
                answer = pickle.load(process.stdout)  # noqa: S301 - our own child
                if isinstance(answer, PinpointError):
                    raise answer
                results.append(answer)
        except (OSError, EOFError, pickle.UnpicklingError):
            return self._end()
        return None

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "index.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(threads=self._task.limits.threads),
        )
        self._process = process
        if self._closed:
            process.kill()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(self._task, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            greeting = pickle.load(process.stdout)  # noqa: S301 - our own child
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            message = (
                f"a worker process ended before it began ({_ending(self._end())}); run the same command again, or with --workers 0"
            )
            raise StoreError(message) from error
        if isinstance(greeting, PinpointError):
            self._end()
            raise greeting
        return process

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was not sent yet cannot be sent any more
                assert pipe is not None
                pipe.close()
        if process.poll() is None and self._closed:
            process.kill()
        return process.wait()

    def close(self) -> None:
        """End the child, whatever it is doing; it is not started again."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
            process.wait()


def _ending(status: int, seconds: float = 0.0) -> str:
    if status == -signal.SIGALRM:
        return f"it took longer than {seconds:.0f} seconds"
    return f"its process died (signal {-status})" if status < 0 else f"its process ended ({status})"
