"""Boilerplate found by its copies: a paragraph whose near-duplicates stand in many decisions of the store.

Contract: the flag is a function of what the store holds, whatever the order it came in. Bands (index/likeness.py) are computed
once for each decision, when it is read or else from the catalogue; then all are counted anew and only flags that changed are
written, in one transaction with the mark, so a kill leaves the old flags or the new ones. The flag has two bits: 1 is the
reader's (section and set phrases), 2 is set and taken away here. Decisions with one text (a family) count once. Proved by
tests/test_index_boilerplate.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.catalogue import Catalogue
from index.likeness import bands, is_shared, stacked
from index.records import Decision, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["level_boilerplate", "put_signatures", "sign"]

FLOOR = 12
"""Families below which nothing is boilerplate: a handful of decisions on one matter share its law, which is what is asked for."""

SHARES: dict[Role, float] = {"powers": 0.02, "method": 0.02, "scope": 0.02, "decision": 0.02, "law": 0.2}
"""The share of all families a paragraph must stand in, by role; other roles are never looked at.

A remedy ("The Council will apologise") and a finding ("I find fault causing injustice") are formulaic and are the answer:
action, analysis, findings, facts and complaint are left out. One in fifty is far above chance for a whole paragraph. Law
answers questions about the law of its matter, which stands in at most some tenths of a mixed store: only what a fifth
shares, over several subjects, is the Ombudsman's own standing text.
"""

LAW_SUBJECTS = 3
"""Categories (Education, Housing, ...) a law paragraph must stand in: a store of one matter keeps its law."""

_BIT = 2
_VERSION = 1  # raised when bands, shares or roles change: all bands are computed again
_MARK, _STATE = f"likeness_{_VERSION}_through", "boilerplate_state"
_VERDICT = ("uphold", "upheld", "fault", "injustice", "maladministration")
_BATCH = 5_000
_SET = "UPDATE paragraph SET boilerplate = boilerplate | ? WHERE decision_id = ? AND number = ?"
_UNSET = "UPDATE paragraph SET boilerplate = boilerplate & ~? WHERE decision_id = ? AND number = ?"
_KEEP = "UPDATE likeness SET common = ? WHERE decision_id = ? AND number = ?"  # what was set, found without reading every text


def level_boilerplate(catalogue: Catalogue) -> int:
    """Bring the flags level with what the store holds; returns how many changed."""
    _sign_new(catalogue)
    state = _state(catalogue)
    if catalogue.meta(_STATE) == state:
        return 0
    wanted = _common(catalogue)
    rows = catalogue.connection.execute("SELECT decision_id, number FROM likeness WHERE common")
    flagged = {(int(decision), int(number)) for decision, number in rows}
    with catalogue.transaction():
        catalogue.connection.executemany(_SET, [(_BIT, *place) for place in sorted(wanted - flagged)])
        catalogue.connection.executemany(_UNSET, [(_BIT, *place) for place in sorted(flagged - wanted)])
        catalogue.connection.executemany(_KEEP, [(int(place in wanted), *place) for place in sorted(wanted ^ flagged)])
        catalogue.set_meta(_STATE, state)
    return len(wanted ^ flagged)


def _state(catalogue: Catalogue) -> str:
    """What the flags depend on: ids are never used again, so the highest and the count tell the set."""
    last, count = catalogue.connection.execute("SELECT coalesce(max(id), 0), count(*) FROM decision").fetchone()
    return f"{_VERSION}:{last}:{count}"


def _sign_new(catalogue: Catalogue) -> None:
    """Keep the bands of decisions that have none yet."""
    through = int(catalogue.meta(_MARK) or 0)
    (last,) = catalogue.connection.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()
    while through < last:
        end = _end_of_batch(catalogue, through)
        with catalogue.transaction():
            catalogue.connection.executemany(
                "INSERT INTO likeness (decision_id, number, role, bands) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET role = excluded.role, bands = excluded.bands",
                _signed(catalogue, through, end),
            )
            catalogue.set_meta(_MARK, str(end))
        through = end


def _end_of_batch(catalogue: Catalogue, through: int) -> int:
    (end,) = catalogue.connection.execute(
        "SELECT max(id) FROM (SELECT id FROM decision WHERE id > ? ORDER BY id LIMIT ?)", (through, _BATCH)
    ).fetchone()
    return int(end)


def _signed(catalogue: Catalogue, after: int, until: int) -> Iterator[tuple[int, int, str, bytes]]:
    decisions = catalogue.connection.execute("SELECT id FROM decision WHERE id > ? AND id <= ? ORDER BY id", (after, until))
    for (decision,) in decisions.fetchall():
        for number, role, text in catalogue.texts(decision):
            signature = _signature(role, text)
            if signature is not None:
                yield int(decision), number, role, signature


def _signature(role: str, text: str) -> bytes | None:
    decides = role == "decision" and any(word in text.casefold() for word in _VERDICT)
    return None if decides or role not in SHARES else bands(text)


def sign(decision: Decision) -> tuple[tuple[int, str, bytes], ...]:
    """The bands of a decision's paragraphs: (number, role, bands) of each that has any."""
    signed = ((one.number, one.role, _signature(one.role, one.text)) for one in decision.paragraphs)
    return tuple((number, role, signature) for number, role, signature in signed if signature is not None)


def put_signatures(catalogue: Catalogue, decision_id: int, signatures: Sequence[tuple[int, str, bytes]]) -> None:
    """Keep the bands of the newest decision, within the caller's transaction.

    Where those of earlier decisions are missing, all are made by `level_boilerplate`, in their order.
    """
    (behind,) = catalogue.connection.execute(
        "SELECT count(*) FROM decision WHERE id > ? AND id < ?", (int(catalogue.meta(_MARK) or 0), decision_id)
    ).fetchone()
    if not behind:
        rows = [(decision_id, *signature) for signature in signatures]
        catalogue.connection.executemany("INSERT INTO likeness (decision_id, number, role, bands) VALUES (?, ?, ?, ?)", rows)
        catalogue.set_meta(_MARK, str(decision_id))


@dataclass(frozen=True, slots=True)
class _Table:
    """The signed paragraphs, a row each. `subjects` is -1 where the category is not printed."""

    places: list[tuple[int, int]]
    matrix: NDArray[np.uint64]
    roles: NDArray[np.str_]
    families: NDArray[np.int64]
    subjects: NDArray[np.int64]

    @classmethod
    def read(cls, catalogue: Catalogue) -> _Table:
        import numpy as np

        codes: dict[str, int] = {}
        groups = {
            int(number): (codes.setdefault(family, len(codes)), codes.setdefault(f"of {subject}", len(codes)) if subject else -1)
            for number, family, subject in catalogue.connection.execute("SELECT id, family, category FROM decision")
        }
        rows = catalogue.connection.execute("SELECT decision_id, number, role, bands FROM likeness").fetchall()
        return cls(
            places=[(row[0], row[1]) for row in rows],
            matrix=stacked([row[3] for row in rows]),
            roles=np.array([row[2] for row in rows], dtype=np.str_),
            families=np.array([groups[row[0]][0] for row in rows], dtype=np.int64),
            subjects=np.array([groups[row[0]][1] for row in rows], dtype=np.int64),
        )


def _common(catalogue: Catalogue) -> set[tuple[int, int]]:
    """The paragraphs whose near-duplicates stand in enough families."""
    import numpy as np

    table = _Table.read(catalogue)
    (families,) = catalogue.connection.execute("SELECT count(DISTINCT family) FROM decision").fetchone()
    needed = {role: max(FLOOR, math.ceil(share * int(families))) for role, share in SHARES.items()}
    common = is_shared(
        table.matrix, table.families, at_least=np.array([needed[role] for role in table.roles.tolist()], dtype=np.int64)
    )
    law = np.flatnonzero(common & (table.roles == "law"))
    common[law] = False
    known = law[table.subjects[law] >= 0]
    common[known] = is_shared(table.matrix[known], table.subjects[known], at_least=np.full(len(known), LAW_SUBJECTS))
    return {table.places[at] for at in np.flatnonzero(common).tolist()}
