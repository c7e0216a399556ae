"""`python -m evals chat-click`: seconds from a press of "Ask" to the first text of an answer and to the whole, in a browser.

A real browser on the chat, which is a process of its own; the page's own clock stops when the text stands in it. The first
question only warms. Proved by tests/test_evals_chat_click.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from evals.chat_load import LoadResult
from index import PinpointError

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["click_through", "open_page"]

_FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_ANSWER_MS = 120_000  # for one answer
_WATCH = """
(question) => new Promise((done) => {
    const now = document.querySelector("#now"), started = performance.now(), seen = {};
    const look = () => {
        const asked = now.querySelector(".question"), at = (performance.now() - started) / 1000;
        if (!asked || asked.textContent !== question) return;
        const draft = now.querySelector(".draft");
        const whole = now.querySelector(".coverage, .tools, .error");
        if (seen.first === undefined && (whole || (draft && !draft.textContent.startsWith("Searching")))) seen.first = at;
        if (!whole) return;
        watcher.disconnect();
        done({ first: seen.first, whole: at, error: now.querySelector(".error")?.textContent ?? null });
    };
    const watcher = new MutationObserver(look);
    watcher.observe(now, { childList: true, subtree: true, characterData: true });
    [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === "Ask").click();
})
"""


@contextmanager
def open_page(url: str) -> Iterator[Page]:
    """The chat in a browser of this machine.

    Raises:
        PinpointError: there is none, or the package that drives it is missing.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        message = "got no playwright; expected what the tests install: pip install '.[dev]'"
        raise PinpointError(message) from error
    if program is None:
        message = "got no chromium; expected one on this machine: apt-get install chromium"
        raise PinpointError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(_ANSWER_MS)
        page.goto(url)
        yield page
        browser.close()


def click_through(page: Page, questions: Sequence[str]) -> LoadResult:
    """Ask one question after the other, each as a new conversation; the first is not counted."""
    result = LoadResult(1, 0)
    for number, question in enumerate(questions):
        page.get_by_label("Question").fill(question)
        told = page.evaluate(_WATCH, question)
        if told["error"] is not None:
            result.errors.append(str(told["error"]))
        elif number:
            result.first.append(float(told["first"]))
            result.whole.append(float(told["whole"]))
        page.get_by_role("button", name="Ask", exact=True).wait_for()
        page.get_by_role("button", name="New conversation").click()
        page.locator("#now .welcome").wait_for()
    return result
