"""Who may use the chat: PINPOINT_AUTH holds user:password pairs, or names a file of users with hashes of their passwords.

There is no default user and no default password. A hash is scrypt with a salt of its own; `pinpoint chat --hash-password USER`
prints the line for the file. Proved by tests/test_chat_guard.py.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path

from index import UsageError

__all__ = ["Accounts", "hash_password"]

_COST = 2**14  # scrypt's n: some 50 ms and 16 MB for each try
_LONGEST = 200


class Accounts:
    """Users and the hashes of their passwords; nothing of it shows in a repr."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        self._nobody = hash_password(secrets.token_urlsafe())

    @classmethod
    def read(cls, text: str) -> Accounts:
        """Accounts from pairs ("ann:secret,bob:other") or from a file with a line "user:hash" for each.

        Raises:
            UsageError: a pair or line is malformed, or a password is empty.
        """
        path = Path(text)
        is_file = ":" not in text or path.is_file()
        if is_file and not path.is_file():
            message = "got PINPOINT_AUTH without user:password pairs; expected these, or a file with a line user:hash for each"
            raise UsageError(message)
        entries = path.read_text(encoding="utf-8").splitlines() if is_file else text.split(",")
        hashes: dict[str, str] = {}
        for number, entry in enumerate(entries, start=1):
            if not entry.strip() or (is_file and entry.startswith("#")):
                continue
            user, _, secret = entry.strip().partition(":")
            if not user or not secret or (is_file and _parts(secret) is None):
                expected = "user:scrypt$..., as pinpoint chat --hash-password prints it" if is_file else "user:password"
                message = f"got entry {number} of PINPOINT_AUTH malformed; expected {expected}"
                raise UsageError(message)
            hashes[user] = secret if is_file else hash_password(secret)
        if not hashes:
            message = "got PINPOINT_AUTH without a user; expected user:password pairs, or a file with a line user:hash for each"
            raise UsageError(message)
        return cls(hashes)

    def accepts(self, user: str, password: str) -> bool:
        """Whether that is the user's password; an unknown user takes as long as a wrong password."""
        if len(password) > _LONGEST:
            return False
        return _is_of(password, self._hashes.get(user, self._nobody)) and user in self._hashes


def hash_password(password: str) -> str:
    """The hash to keep: "scrypt$16384$salt$key"."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${_encode(salt)}${_encode(_key(password, salt, _COST))}"


def _key(password: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=8, p=1, maxmem=2**27)


def _is_of(password: str, kept: str) -> bool:
    parts = _parts(kept)
    return parts is not None and hmac.compare_digest(_key(password, parts[1], parts[0]), parts[2])


def _parts(kept: str) -> tuple[int, bytes, bytes] | None:
    """Cost, salt and key of a hash; None where it is none, or asks for more work than we would do."""
    name, *rest = kept.split("$")
    if name != "scrypt" or len(rest) != 3 or rest[0] not in {str(2**power) for power in range(10, 18)}:  # noqa: PLR2004 - three parts
        return None
    try:
        salt, key = (base64.b64decode(part, validate=True) for part in rest[1:])
    except (binascii.Error, ValueError):
        return None
    return (int(rest[0]), salt, key) if salt and key else None


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
