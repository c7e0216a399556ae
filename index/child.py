"""Run as a child process: takes a task, then jobs, from its standard input, and answers on its standard output. See index/crew.py.

Each job has its time, kept by the operating system: a job that hangs, in a regular expression or a library, ends this process and
no other. So does one that takes too much memory and is not told so by Python. The death of the process that began this one ends it
within a second, or where a library keeps Python's lock all the while, when the job's time is over.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import time
from typing import BinaryIO

from index.errors import PinpointError
from index.work import Task, attempt

__all__ = ["main"]


def main() -> int:
    """Serve until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of a terminal's processes; the parent decides
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    asked = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints must not stand among the answers
        try:
            _serve(asked, answers)
        except (EOFError, BrokenPipeError):
            return 0
        except PinpointError as error:
            _send(error, answers)
            return 1
    return 0


def _serve(asked: BinaryIO, answers: BinaryIO) -> None:
    task: Task[object, object] = pickle.load(asked)  # noqa: S301 - from our own parent
    work = task.start()
    gc.freeze()  # what the task has loaded stays: it need not be looked through for garbage again and again
    _limit_memory(task.limits.memory)
    _send(None, answers)
    while True:
        for job in pickle.load(asked):  # noqa: S301 - the same
            signal.setitimer(signal.ITIMER_REAL, task.limits.seconds)  # its signal is not caught: it ends the process
            result = attempt(work, job)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _send(result, answers)


def _end_with(parent: int) -> None:
    """End this process when the parent has died, in the midst of a job too where that lets Python's threads run."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _send(value: object, answers: BinaryIO) -> None:
    pickle.dump(value, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _limit_memory(limit: int | None) -> None:
    if limit is not None and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    sys.exit(main())
