"""A report published in chapters becomes one decision, whichever chapter is read first; nothing else is ever joined."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index import Decision, Embedder, Reference, build_store, check_store, open_store
from index.chapters import join_all, join_chapters
from index.readers import read_bytes

TITLE = "Fernbury Council (99 200 002)\n"
FIRST = TITLE + "Decision : Upheld\nThe investigation\n1. This report is about a key.\n2. We looked for it.\n"
SECOND = TITLE + "What we found\n3. We find the Council at fault in this report.\n4. It lost the key.\n"
LAST = TITLE + "Recommendations\n7. In this report we recommend £100.\n8. And an apology.\n"
STATEMENT = TITLE + "\nThe complaint\n\n  1. Mr B complains.\n\nFinal decision\n\n  1. I uphold it.\n"


def _read(text: str) -> Decision:
    return read_bytes(text.encode(), source_path="mini.txt")


@pytest.mark.parametrize(("here", "there"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_chapters_are_joined_in_either_order(here: str, there: str) -> None:
    """Numbers, facts of the first chapter, and no warning once it is there."""
    joined = join_chapters(_read(here), _read(there))
    assert joined is not None
    assert [(one.number, one.text) for one in joined.paragraphs] == [
        (1, "This report is about a key."),
        (2, "We looked for it."),
        (3, "We find the Council at fault in this report."),
        (4, "It lost the key."),
    ]
    assert (joined.outcome, joined.warnings, joined.kind) == ("Upheld", (), "report")


NOT_JOINED = [
    (FIRST, FIRST),  # the same numbers: a newer copy
    (FIRST, SECOND.replace("Fernbury", "Estwick")),  # another decision
    (STATEMENT, STATEMENT),
    (FIRST, STATEMENT),
]


@pytest.mark.parametrize(("here", "there"), NOT_JOINED)
def test_nothing_else_is_joined(here: str, there: str) -> None:
    """Then the newer file takes the older one's place."""
    assert join_chapters(_read(here), _read(there)) is None


def test_a_chapter_that_is_missing_is_said_until_it_comes() -> None:
    """Without the first the warning stays."""
    joined = join_chapters(_read(SECOND), _read(LAST))
    assert joined is not None
    assert [one.number for one in joined.paragraphs] == [3, 4, 7, 8]
    assert joined.warnings == (
        "the file begins at paragraph 3: it is one chapter of a report",
        "the file begins at paragraph 7: it is one chapter of a report",
    )
    assert joined.paragraph(7) == replace(joined.paragraphs[2])
    assert joined.paragraph(5) is None


def test_a_store_holds_the_whole_report(tmp_path: Path, embedder: Embedder) -> None:
    """Read from three files, searched by every chapter, and sound; reading again changes nothing."""
    for name, text in (("a", SECOND), ("b", FIRST), ("c", LAST)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build_store([tmp_path], tmp_path / "store", embedder=embedder)
    assert build_store([tmp_path], tmp_path / "store", embedder=embedder).unchanged == 3
    store = open_store(tmp_path / "store")
    (report,) = store.find(Reference("99 200 002"))
    assert ([one.number for one in report.paragraphs], report.warnings) == ([1, 2, 3, 4, 7, 8], ())
    assert len(store.search_lexical(["key"], 10)) == 2
    store.close()
    assert check_store(tmp_path / "store") == ()


THIRD = TITLE + "Recommendations\n5. In this report we recommend £100.\n6. And an apology.\n"
ALL = FIRST + SECOND.removeprefix(TITLE) + THIRD.removeprefix(TITLE)
OTHER = SECOND.replace("It lost the key", "It found the key")
PAGES = [
    ((FIRST, SECOND, THIRD), 6, 0),  # each chapter once
    ((FIRST, FIRST, SECOND, THIRD), 6, 0),  # the report's own address shows its first chapter
    ((ALL, FIRST, SECOND), 6, 0),  # or all of it
    ((FIRST, ALL), 6, 0),
    ((FIRST, SECOND, OTHER), 4, 1),  # two pages with one number and two texts
    ((FIRST,), 2, 0),
]


@pytest.mark.parametrize(("pages", "paragraphs", "strange"), PAGES)
def test_the_pages_of_one_report_are_joined(pages: tuple[str, ...], paragraphs: int, strange: int) -> None:
    """What is shown twice counts once; what contradicts the rest is handed back."""
    whole, left = join_all([_read(page) for page in pages])
    assert ([one.number for one in whole.paragraphs], len(left)) == (list(range(1, paragraphs + 1)), strange)
