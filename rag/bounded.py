"""One call of a language model, held to bounds that the server cannot move: time, length, attempts.

Contract: the parts of an answer come as they come, until the answer ends or a bound is met; whatever goes wrong becomes a
ModelError of one line in our own words (a server's message may repeat the key). A failure before the first words is tried
again where a second try can help (down, busy, slow, failing), with growing pauses inside the one deadline, or as long as the
server asks for; after words have been given out nothing is repeated. The call runs in a thread of its own, so that a server that
drips nothing readable for ever cannot hold the caller. While a server is silent empty parts come, so that a reader can leave;
then the connections that the call has named are shut, and its thread ends with them.
Proved by tests/test_rag_chain.py and tests/test_rag_writing.py.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from contextvars import ContextVar, copy_context
from dataclasses import dataclass

from rag.errors import ModelError

__all__ = ["OPENED", "Connections", "Limits", "bounded_parts"]


class Connections:
    """What shuts the connections of one call; one that is opened after its end is shut at once."""

    def __init__(self) -> None:
        self._shuts: list[Callable[[], None]] = []
        self._ended = False

    def add(self, shut: Callable[[], None]) -> None:
        """Name a connection by what shuts it."""
        self._shuts.append(shut)
        if self._ended:
            shut()

    def end(self) -> None:
        """Shut all of them."""
        self._ended = True
        for shut in self._shuts:
            shut()


OPENED: ContextVar[Connections] = ContextVar("OPENED")
"""The connections of the call that runs in this context."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one answer: seconds in all, characters, attempts, and the first pause between attempts in seconds."""

    deadline_s: float = 60.0
    characters: int = 12_000
    attempts: int = 3
    pause_s: float = 0.5


class _Failure(Exception):
    """Why a call failed, in our own words, and whether another attempt may help."""

    def __init__(self, why: str, *, passing: bool = False, refused: bool = False, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.passing = passing
        self.refused = refused
        self.wait_s = wait_s


class _End:
    """The end of a stream of parts."""


_Item = str | Exception | _End
_WAITING = 64  # parts a slow reader may leave waiting before the model is made to wait
_POLL_S = 0.1  # how soon a waiting thread notices that nobody reads on
_BEAT_S = 0.5  # how soon a reader can leave a silent server


def bounded_parts(
    start: Callable[[], Iterator[str]], *, name: str, limits: Limits, sleep: Callable[[float], None] = time.sleep
) -> Generator[str, None, None]:
    """The parts of an answer, each as it comes.

    Raises:
        ModelError: the model `name` gave no whole answer within the limits.
    """
    deadline = time.monotonic() + limits.deadline_s
    for attempt in range(1, limits.attempts + 1):
        begun = False
        try:
            with closing(_parts(start, deadline, limits)) as parts:  # at once, not when the traceback is let go
                for part in _counted(parts, limits):
                    begun = begun or bool(part.strip())
                    yield part
        except _Failure as failure:
            pause = max(limits.pause_s * 2 ** (attempt - 1), failure.wait_s)
            final = begun or not failure.passing or attempt == limits.attempts
            if final or time.monotonic() + pause >= deadline:
                message = f"the model {name} {failure}"
                raise ModelError(message, refused=failure.refused) from None  # the cause may hold the key
            sleep(pause)
        else:
            if not begun:
                message = f"the model {name} wrote nothing"
                raise ModelError(message)
            return


def _counted(parts: Iterator[str], limits: Limits) -> Iterator[str]:
    written = 0
    for part in parts:
        written += len(part)
        if written > limits.characters:
            why = f"did not stop after {limits.characters} characters"
            raise _Failure(why)
        yield part


def _parts(start: Callable[[], Iterator[str]], deadline: float, limits: Limits) -> Generator[str]:
    """The parts of one call, read from its thread until the deadline."""
    pipe: queue.Queue[_Item] = queue.Queue(_WAITING)
    stopped, context = threading.Event(), copy_context()
    opened = Connections()
    context.run(OPENED.set, opened)
    threading.Thread(target=context.run, args=(_pump, start, pipe, stopped), name="pinpoint-model", daemon=True).start()
    try:
        while not isinstance(item := _next(pipe, deadline, limits), _End):
            yield item
    finally:
        stopped.set()
        opened.end()


def _next(pipe: queue.Queue[_Item], deadline: float, limits: Limits) -> str | _End:
    left = deadline - time.monotonic()
    try:
        item = pipe.get(timeout=min(left, _BEAT_S)) if left > 0 else None
    except queue.Empty:
        if left > _BEAT_S:
            return ""
        item = None
    if item is None:
        why = f"did not finish within {limits.deadline_s:.3g} seconds"
        raise _Failure(why)
    if isinstance(item, Exception):
        raise _as_failure(item) from None
    return item


def _pump(start: Callable[[], Iterator[str]], pipe: queue.Queue[_Item], stopped: threading.Event) -> None:
    """Read a call to its end, or until nobody wants more; whatever it raises is handed over as an item."""
    parts: Iterator[str] | None = None
    try:
        parts = start()
        for part in parts:
            if not _put(pipe, part, stopped):
                return
        _put(pipe, _End(), stopped)
    except Exception as error:  # noqa: BLE001 - whatever a provider's package raises on nonsense is a failure of the model
        _put(pipe, error, stopped)
    finally:
        if (close := getattr(parts, "close", None)) is not None:
            close()  # ends the connection


def _put(pipe: queue.Queue[_Item], item: _Item, stopped: threading.Event) -> bool:
    while not stopped.is_set():
        try:
            pipe.put(item, timeout=_POLL_S)
        except queue.Full:
            continue
        return True
    return False


_REFUSALS = {
    400: "refused the request; the sources may be too long for it",
    401: "did not accept the key",
    403: "did not accept the key",
    404: "is not known at this address",
    408: "was too slow",
    409: "is busy",
    413: "refused the request; the sources are too long for it",
    422: "refused the request",
    429: "is over its limit of requests",
}
_PASSING = frozenset([408, 409, 429])
_REFUSED = frozenset([400, 413, 422])
_SERVER_ERROR = 500


def _as_failure(error: Exception) -> _Failure:
    """A provider's exception in our own words: by its HTTP status, else by its kind."""
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int):
        why = _REFUSALS.get(status, "failed" if status >= _SERVER_ERROR else "gave no answer")
        passing = status in _PASSING or status >= _SERVER_ERROR
        return _Failure(f"{why} (HTTP {status})", passing=passing, refused=status in _REFUSED, wait_s=_retry_after(response))
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    if "Timeout" in kinds:
        return _Failure("did not answer in time", passing=True)
    if isinstance(error, OSError) or "Connect" in kinds or "Transport" in kinds or "Protocol" in kinds:
        return _Failure("cannot be reached, or broke off", passing=True)
    return _Failure(f"sent something that cannot be read ({type(error).__name__})")


def _retry_after(response: object) -> float:
    """The seconds a server asks to be left alone for; 0 where it says none, or says it in another form."""
    said = str(getattr(response, "headers", {}).get("retry-after", ""))
    return float(said) if said.isascii() and said.isdecimal() else 0.0
