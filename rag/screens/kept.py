"""Conversations that a reload of the page takes up again: the latest few hundred, in memory, each under a secret of its tab."""

import threading
from collections import OrderedDict

from rag import page

__all__ = ["KeptConversations"]

MOST_KEPT = 300
SHORTEST_SECRET = 32


class KeptConversations:
    """By the secret that a tab of a browser made up; nobody else can name it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[page.Exchange, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, secret: str, exchanges: tuple[page.Exchange, ...]) -> None:
        """Keep a conversation in place of what was kept; an empty one is forgotten."""
        if not SHORTEST_SECRET <= len(secret) <= 2 * SHORTEST_SECRET:
            return
        with self._lock:
            self._kept.pop(secret, None)
            if exchanges:
                self._kept[secret] = exchanges
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def find(self, secret: str) -> tuple[page.Exchange, ...]:
        """The conversation of that secret, or an empty one."""
        with self._lock:
            return self._kept.get(secret, ())
