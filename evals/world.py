"""The words the generated decisions and the questions about them are made of, read from world.toml.

Proved by tests/test_evals_stories.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Circumstance", "Fault", "Lines", "Subject", "World", "load_world", "read_subjects"]

_KINDS = ("County", "City", "Borough", "District")


@dataclass(frozen=True, slots=True)
class Subject:
    """A service: its name and short name, what people call it, what is asked for, its category, its law.

    `parties` are those who complain, each a title and a role.
    """

    name: str
    short: str
    need: str
    category: tuple[str, str]
    parties: tuple[tuple[str, str], ...]
    lay: tuple[str, ...]
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault, its lines with gaps.

    `alleged`, `happened`, `found` and `denied` stand in decisions; `asked` and `lay` follow "the council" in questions; `wrong`
    is what is apologised for; `near` names the fault most like it.
    """

    name: str
    near: str
    wrong: str
    alleged: str
    happened: str
    found: tuple[str, ...]
    denied: str
    asked: tuple[str, ...]
    lay: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Under which circumstances it went wrong: a clause for decisions, and two for questions."""

    told: str
    asked: str
    lay: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands in decisions whatever they are about: lines with gaps, and orders by their kind."""

    powers: tuple[str, ...]
    method: tuple[str, ...]
    common_law: tuple[str, ...]
    closings_fault: tuple[str, ...]
    closings_no_fault: tuple[str, ...]
    events: tuple[str, ...]
    asides: tuple[str, ...]
    injustice: tuple[str, ...]
    orders: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class World:
    """All of it: no decision is about `absent` services or `unknown` councils; `questions` are wordings by kind and form."""

    lines: Lines

    subjects: tuple[Subject, ...]
    faults: tuple[Fault, ...]
    circumstances: tuple[Circumstance, ...]
    bodies: tuple[str, ...]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]
    questions: Mapping[str, Mapping[str, Any]]

    def fault(self, name: str) -> Fault:
        """The fault of that name."""
        return next(fault for fault in self.faults if fault.name == name)


@cache
def load_world() -> World:
    """The words that come with this version."""
    value = tomllib.loads(Path(__file__).with_name("world.toml").read_text(encoding="utf-8"))
    orders = {row["kind"]: tuple(row["texts"]) for row in value["orders"]}
    return World(
        lines=Lines(**{field.name: tuple(value[field.name]) for field in fields(Lines) if field.name != "orders"}, orders=orders),
        subjects=read_subjects(value["subjects"]),
        faults=tuple(Fault(**_frozen(row)) for row in value["faults"]),
        circumstances=tuple(Circumstance(**_frozen(row)) for row in value["circumstances"]),
        bodies=_bodies(value["places"]),
        unknown=_bodies(value["unknown_places"]),
        absent=tuple(value["absent"]),
        questions=value["questions"],
    )


def read_subjects(rows: Sequence[dict[str, Any]]) -> tuple[Subject, ...]:
    """Services as they stand in a file of words."""
    parties = [tuple(tuple(party.split(", ", 1)) for party in row["parties"]) for row in rows]
    return tuple(Subject(**{**_frozen(row), "parties": one}) for row, one in zip(rows, parties, strict=True))


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _bodies(places: list[str]) -> tuple[str, ...]:
    return tuple(f"{place} {_KINDS[at % len(_KINDS)]} Council" for at, place in enumerate(places))
