"""Every wording in remedy_wordings.txt is read as a person reads it; the file says how its blocks are written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from remedy_decisions import make_decision, make_paragraph

from index import KINDS, STATUSES
from index.records import Role
from index.remedies import frames
from index.remedies.reading import read_remedies

Row = tuple[str, str, str | None, int | None, str]
FILE = Path(__file__).parent / "remedy_wordings.txt"


def _row(line: str) -> Row:
    label, kind, amount, days, status = line.removeprefix("= ").split(" | ")
    return label, kind, None if amount == "-" else amount, None if days == "-" else int(days), status


def _wordings() -> list[tuple[str, str, list[str], list[Row]]]:
    """Name, heading, paragraphs and rows of each block."""
    out: list[tuple[str, str, list[str], list[Row]]] = []
    for block in FILE.read_text(encoding="utf-8").split("\n# ")[1:]:
        name, heading, *lines = block.strip().split("\n")
        paragraphs: list[str] = []
        for line in lines:
            if line.startswith("- "):
                paragraphs[-1] += f"\n{line}"
            elif not line.startswith("= "):
                paragraphs.append(line)
        rows = [_row(line) for line in lines if line.startswith("= ") and line != "= none"]
        out.append((name, heading.removeprefix("@ "), paragraphs, rows))
    return out


WORDINGS = _wordings()


@pytest.mark.parametrize(("heading", "texts", "expected"), [row[1:] for row in WORDINGS], ids=[row[0] for row in WORDINGS])
def test_a_wording_is_read_as_a_person_reads_it(heading: str, texts: list[str], expected: list[Row]) -> None:
    """Each action is one row with its place, kind, sum, limit and standing, and nothing else is a row."""
    role: Role = "analysis" if heading == "My findings" else "action"
    rows = read_remedies(make_decision(*(make_paragraph(n, text, heading, role) for n, text in enumerate(texts, 1))))
    assert [(row.label, row.kind, row.amount, row.deadline_days, row.status) for row in rows] == expected
    for row in rows:
        assert row.action_text in texts[(row.paragraph or 0) - 1].replace("\n- ", "\n")
        assert row.amount is None or row.amount in row.action_text
        assert row.deadline is None or row.deadline in texts[(row.deadline_paragraph or 0) - 1]


def test_the_wordings_show_everything() -> None:
    """Over a hundred wordings, no two of one name, with every kind of remedy and every status but a report's own."""
    names = [wording[0] for wording in WORDINGS]
    rows = [row for wording in WORDINGS for row in wording[3]]
    assert (len(names) > 100, len(names)) == (True, len(set(names)))
    assert ({row[1] for row in rows}, {row[4] for row in rows}) == (set(KINDS), set(STATUSES) - {"satisfied"})


def _sentences() -> list[str]:
    """Those of the file, and each ten times with words left out, exchanged or doubled."""
    dice = random.Random(3)  # noqa: S311 - words, not secrets
    whole = [line.removeprefix("- ") for _, _, paragraphs, _ in WORDINGS for one in paragraphs for line in one.split("\n")]
    words = [word for line in whole for word in line.split()]
    out = list(whole)
    for line in whole:
        for _ in range(10):
            some = [word for word in line.split() if dice.random() > 0.1]
            some.insert(dice.randrange(len(some) + 1), dice.choice(words))
            out.append(" ".join(some))
    return out


@pytest.mark.parametrize("strict", [True, False])
def test_words_looked_for_first_change_no_frame(monkeypatch: pytest.MonkeyPatch, *, strict: bool) -> None:
    """A pattern is only asked where one of its words stands, which must not lose what it would find."""
    sentences = _sentences()
    find = frames.find_frame.__wrapped__
    quickly = [find(sentence, strict=strict) for sentence in sentences]
    monkeypatch.setattr(frames, "_speaks", lambda *_: True)
    assert quickly == [find(sentence, strict=strict) for sentence in sentences]
    assert len({frame.how for frame in quickly if frame is not None}) >= 5
