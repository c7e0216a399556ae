"""One polite client of one site: paced, within robots.txt, patient, and never led anywhere else.

Contract: every request goes to the configured origin (redirects are followed here, hop by hop, and only inside it); every one is
paced and counted against the run's cap; 429 and 503 are waited for as Retry-After says; an answer is complete or an error, never
half a page. Proved by tests/test_index_fetching_client.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NoReturn

from index.errors import FetchError, PageError
from index.fetching.pace import LONGEST_WAIT, Clock, Pacer, Patience, back_off, retry_after
from index.fetching.robots import AGENT, GOOD_FOR, ROBOTS, Robots
from index.fetching.settings import FetchSettings
from index.readers import LARGEST_FILE

if TYPE_CHECKING:
    import httpx2

__all__ = ["Answer", "SiteClient"]

_TRIES = 4
_HOPS = 5
_DEADLINE = 120.0  # seconds for one page; a decision is some 50 kB
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_CLOSED = {401, 403}
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: the path it came from at last, its status, what headers say of it, and its bytes."""

    target: str
    status: int
    content_type: str
    etag: str | None
    last_modified: str | None
    body: bytes
    location: str | None = None
    wait: float | None = None

    @property
    def is_html(self) -> bool:
        """Whether the site says that it is a page."""
        return self.content_type.partition(";")[0].strip().lower() in {"text/html", "application/xhtml+xml"}


class SiteClient:
    """See the module. `requests` counts what was sent; `on_wait` is told why and how long a page is waited for."""

    def __init__(self, settings: FetchSettings, clock: Clock, dice: random.Random) -> None:
        import httpx2

        self.patience = Patience()
        self.pacer = Pacer(settings.every, clock, dice)
        self.requests = 0
        self.on_wait: Callable[[str], object] = lambda _why: None
        self._settings = settings
        self._site = settings.site
        self._clock = clock
        self._dice = dice
        self._robots: Robots | None = None
        self._robots_at = 0.0
        self._http = httpx2.Client(
            headers={"User-Agent": _user_agent(settings.contact), "Accept": "text/html,application/xhtml+xml"},
            timeout=settings.timeout_s,
            follow_redirects=False,
            trust_env=not settings.site.is_loopback,  # a proxy stands before the network, not before this machine
        )

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def get(self, target: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a path, following redirects inside the site.

        Raises:
            PageError: not allowed by robots.txt, refused, or failed after every attempt.
            FetchError: the run must stop.
        """
        for _ in range(_HOPS + 1):
            self._allow(target)
            answer = self._persist(target, headers or {})
            if answer.location is None:
                return answer
            inside = self._site.inside(answer.location, base=target)
            if inside is None:
                message = f"redirects off the site, to {answer.location[:80]!r}: not followed"
                raise PageError(message)
            target = inside
        message = f"redirects more than {_HOPS} times"
        raise PageError(message)

    def read_robots(self) -> None:
        """Read the site's rules, again after a day.

        Raises:
            FetchError: they cannot be read.
        """
        try:
            answer = self._persist(ROBOTS, {})
            if answer.location is not None:
                inside = self._site.inside(answer.location, base=ROBOTS)
                answer = self._persist(inside, {}) if inside else answer
        except PageError as error:
            message = f"robots.txt could not be read ({error}); without it nothing is fetched"
            raise FetchError(message) from error
        self._robots, self._robots_at = Robots.read(answer.status, answer.body), self._clock.monotonic()
        self.pacer.slow_to(self._robots.delay)

    def _allow(self, target: str) -> None:
        if self._robots is None or self._clock.monotonic() - self._robots_at > GOOD_FOR:
            self.read_robots()
        assert self._robots is not None
        if not self._robots.allow(target):
            message = f"robots.txt does not allow {target[:80]}"
            raise PageError(message, kind="not allowed")

    def _persist(self, target: str, headers: Mapping[str, str]) -> Answer:
        """An answer that is one, after as many attempts as are decent."""
        for attempt in range(1, _TRIES + 1):
            answer = self._send(target, headers)
            if isinstance(answer, str):
                reason, wait = answer, back_off(attempt, self._dice)
            elif answer.status in _BUSY:
                reason, wait = f"answered {answer.status}", self._busy(answer, attempt)
            elif answer.status in _CLOSED:
                self._refused(f"answered {answer.status}")
            elif answer.status >= _SERVER_ERRORS:
                reason, wait = f"answered {answer.status}", back_off(attempt, self._dice)
            else:
                self.patience.good("refused", "failed")
                return answer
            if attempt < _TRIES:
                self.on_wait(f"{reason}: waiting {wait:,.0f} s")
                self._clock.sleep(wait)
        if reason == "answered 429":
            self._refused(f"{reason}, {_TRIES} times")
        raise self._failure(target, f"{reason}, {_TRIES} times")

    def _failure(self, target: str, reason: str) -> PageError:
        self.patience.bad("failed", f"{target[:80]} {reason}")
        return PageError(reason)

    def _refused(self, reason: str) -> NoReturn:
        self.patience.bad("refused", reason)
        raise PageError(reason, kind="refused")

    def _busy(self, answer: Answer, attempt: int) -> float:
        """Seconds to wait before a busy site is asked again; one that says "too many" is asked half as often from then on."""
        if answer.status == 429:  # noqa: PLR2004 - too many requests
            self.pacer.slow_down()
        wait = back_off(attempt, self._dice) if answer.wait is None else answer.wait
        if wait > LONGEST_WAIT:
            message = f"stopped: the site asks to wait {wait / 60:,.0f} minutes ({answer.status}); run the same command again then"
            raise FetchError(message)
        return wait

    def _send(self, target: str, headers: Mapping[str, str]) -> Answer | str:
        """One request: its answer, or why there is none."""
        import httpx2

        if self.requests >= self._settings.cap:
            message = f"stopped at the cap of {self._settings.cap:,} requests; run the same command again to go on"
            raise FetchError(message)
        self.pacer.wait()
        self.requests += 1
        started = self._clock.monotonic()
        try:
            with self._http.stream("GET", self._site.origin + target, headers=dict(headers)) as response:
                body = self._body(target, response, started)
                if isinstance(body, str):
                    return body
                return self._answer(target, response, body)
        except httpx2.TimeoutException:
            return f"no answer within {self._settings.timeout_s:g} seconds"
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
        finally:
            self.pacer.answered()

    def _body(self, target: str, response: httpx2.Response, started: float) -> bytes | str:
        """The whole body; a reason where it drips in too slowly. One that is too large is not asked for again."""
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > LARGEST_FILE:
                raise self._failure(target, f"an answer larger than {LARGEST_FILE // 1_000_000} MB")
            if self._clock.monotonic() - started > _DEADLINE:
                return f"an answer that took longer than {_DEADLINE:g} seconds"
        return bytes(body)

    def _answer(self, target: str, response: httpx2.Response, body: bytes) -> Answer:
        headers = response.headers
        return Answer(
            target=target,
            status=response.status_code,
            content_type=headers.get("content-type", ""),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            body=body,
            location=headers.get("location", "") if response.status_code in _REDIRECTS else None,
            wait=retry_after(headers.get("retry-after"), self._clock.now()),
        )


def _user_agent(contact: str) -> str:
    try:
        number = version("pinpoint-rag")
    except PackageNotFoundError:
        number = "0"
    return f"{AGENT}/{number} (downloads decisions for research; {contact})"
