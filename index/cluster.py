"""Work spread over a Ray cluster: the same tasks in the same child processes, on other machines, by Ray Data.

Contract: results come in the order of the jobs, as from any other workers, so a store does not show who read for it; this process
alone writes it. Jobs travel with their bytes, so nothing has to be shared between the machines but the same Pinpoint. A job that
ends its process is a `Fault`, since each of Ray's actors asks a child process of its own (index/crew.py); a machine that is lost is
for Ray to replace. Jobs go out some megabytes at a time, so neither this machine nor Ray's object store has to hold the corpus.
Proved by tests/test_index_cluster.py.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from index.crew import Child
from index.errors import PinpointError, UsageError
from index.quiet import silence_libraries
from index.work import Fault, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Cluster"]

J = TypeVar("J")
R = TypeVar("R")

_WINDOW = 256_000_000  # bytes of jobs that are sent out before the results of the first are asked for


class Cluster:
    """Does tasks on a Ray cluster: the one at an address, "auto" for one that runs on this machine, or one made for the while."""

    def __init__(self, address: str) -> None:
        self.address = address

    def run(self, task: Task[J, R], batches: Iterable[Sequence[J]]) -> Iterator[tuple[Sequence[J], list[R | Fault]]]:
        """Each batch with a result for each of its jobs, in order.

        Raises:
            UsageError: Ray is not installed, or there is no cluster at the address.
        """
        data = _connect(self.address)
        actors = _processors()
        for window in _windows(batches):
            rows = [{"jobs": pickle.dumps(batch)} for batch in window]
            spread = data.from_items(rows, override_num_blocks=len(rows)).map_batches(
                _Asker,
                fn_constructor_args=[pickle.dumps(task)],
                batch_size=1,
                batch_format="numpy",
                num_cpus=1,
                concurrency=min(actors, len(rows)),
            )
            for batch, row in zip(window, spread.iter_rows(), strict=True):
                results = pickle.loads(row["results"])  # noqa: S301 - from our own cluster
                if isinstance(results, PinpointError):
                    raise results
                yield batch, results


class _Asker:
    """An actor of Ray's: has a child process and hands it the jobs that come."""

    def __init__(self, task: bytes) -> None:
        self._child = Child(pickle.loads(task))  # noqa: S301 - from the process that started us

    def __call__(self, rows: Mapping[str, NDArray[np.object_]]) -> dict[str, list[bytes]]:
        """One answer a row."""
        return {"results": [pickle.dumps(self._ask(jobs)) for jobs in rows["jobs"]]}

    def _ask(self, jobs: bytes) -> list[Any] | PinpointError:
        try:
            return self._child.ask(pickle.loads(jobs))  # noqa: S301 - the same
        except PinpointError as error:
            return error


def _windows(batches: Iterable[Sequence[J]]) -> Iterator[list[Sequence[J]]]:
    window: list[Sequence[J]] = []
    size = 0
    for batch in batches:
        window.append(batch)
        size += len(pickle.dumps(batch))
        if size >= _WINDOW:
            yield window
            window, size = [], 0
    if window:
        yield window


def _connect(address: str) -> Any:  # noqa: ANN401 - Ray Data, which comes with the extra
    silence_libraries()
    try:
        import ray
        import ray.data
    except ImportError as error:
        message = "got --ray, but Ray is not installed; install it: pip install 'pinpoint-rag[cluster]'"
        raise UsageError(message) from error
    try:
        if not ray.is_initialized():
            ray.init(address or None, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        first = (str(error).strip().splitlines() or [""])[0][:160]
        message = f"got --ray {address!r}; expected the address of a Ray cluster that runs ({first})"
        raise UsageError(message) from error
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    return ray.data


def _processors() -> int:
    import ray

    held: dict[str, float] = ray.cluster_resources()
    return max(1, int(held.get("CPU", 1)))
