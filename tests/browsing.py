"""A real browser on the chat: what the browser tests share. Screenshots go to build/screenshots, which git leaves out."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app_doubles import ScriptedAnswerer

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

__all__ = ["CHROMIUM_FLAGS", "SCREENSHOTS", "Visit", "free_port"]

SCREENSHOTS = Path(__file__).parent.parent / "build" / "screenshots"
CHROMIUM_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the network is cut: no name resolves
)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Visit:
    """A page that is open on the chat, and all that it asked for, popped up or complained of."""

    page: Page
    answerer: ScriptedAnswerer
    address: str
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note what the page asks for and what goes wrong on it."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self.dismiss)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def dismiss(self, dialog: Dialog) -> None:
        """Note a dialog and close it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def ask(self, question: str) -> None:
        """Type a question and wait until its answer or error is complete."""
        self.page.get_by_label("Question").fill(question)
        self.page.get_by_label("Question").press("Enter")
        self.page.locator("#now .question", has_text=question[:20]).wait_for()
        self.page.locator("#now .coverage, #now .notice, #now .error").first.wait_for()
        self.page.get_by_role("button", name="Ask", exact=True).wait_for()

    def open(self, address: str) -> None:
        """Go to an address of the chat: "?decision=99-000-101"."""
        self.page.goto(self.address + address)
        self.page.locator("#views").wait_for()

    def picture(self, name: str) -> None:
        """A screenshot under that name."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def trouble(self) -> tuple[set[str | None], list[str], list[str]]:
        """The hosts that were asked, the dialogs and the errors."""
        hosts = {urlsplit(url).hostname for url in self.requests if not url.startswith(("data:", "blob:"))}
        return hosts, self.dialogs, self.complaints
