"""Whatever family a known decision is written in, reading gives it back: paragraphs, items, sections, header and remedies.

The structures are invented from seeds (evals/invention.py) and written by evals/renderings.py; each test takes a range of seeds.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.invention import invent
from evals.reading import FamilyReading, expected_rows, family_of, measure_reading, reading_table, structure_for
from evals.rendered_page import as_html
from evals.renderings import FAMILIES, render
from evals.structures import facts_of, outline_read, remedies_read
from index import Decision, read_bytes, read_remedies

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SEEDS = {"pdf": 16, "docx": 12, "docx, typed": 12}
OTHER_SEEDS = 40
EXACT_NUMBERS_IN_DASHES = 0.92
"""The floor of a measured 94 percent over a hundred seeds. One wrong end of a list moves every number below it."""

EXACT = [family for family in FAMILIES if "dashes" not in family]
DASHES = [family for family in FAMILIES if "dashes" in family]
BASES = {
    "numbered": "counted", "cookies first": "counted", "html": "printed", "html, bare": "counted", "pdf": "printed",
    "docx": "printed", "docx, typed": "printed", "short report": "none", "chapters": "printed",
}  # fmt: skip
FICTIONAL = ("fictional sample, invented for Pinpoint: not a decision of the Ombudsman",)


def seeds(family: str) -> range:
    """The seeds a family is tested on: fewer where reading one takes long."""
    return range(SEEDS.get(family, OTHER_SEEDS))


def read(family: str, seed: int) -> Decision:
    """The decision of that seed, written in that family and read."""
    return read_bytes(render(structure_for(family, seed), family), source_path=f"{family} {seed}")


@pytest.mark.parametrize("family", EXACT)
def test_what_was_written_is_read_back(family: str) -> None:
    """Numbers, texts, items and sections; the header; how the numbers are known; and no warning but that it is invented."""
    for seed in seeds(family):
        structure, decision = structure_for(family, seed), read(family, seed)
        assert outline_read(decision) == expected_rows(structure, family), seed
        assert facts_of(decision) == {name: getattr(structure, name) for name in facts_of(decision)}, seed
        assert ({one.basis for one in decision.paragraphs}, decision.warnings) == ({BASES[family]}, FICTIONAL), seed
        assert decision.kind == ("statement" if structure.shape == "statement" else "report"), seed


@pytest.mark.parametrize("family", ["numbered", "html", "html, bare", "pdf", "docx"])
def test_the_same_remedies_stand_in_every_family(family: str) -> None:
    """The ledger has each action with its place, kind, sum and limit, and nothing else."""
    for seed in seeds(family):
        assert remedies_read(read_remedies(read(family, seed))) == list(invent(seed).remedies), seed


def test_the_families_of_one_decision_have_one_digest() -> None:
    """A text is known again whatever format it is read from; dashes too, since only letters and figures count."""
    for seed in range(4):
        families = [family for family in FAMILIES if family not in {"short report", "chapters"}]
        assert len({read(family, seed).family for family in families}) == 1, seed


@pytest.mark.parametrize("family", DASHES)
def test_numbers_of_dashes_are_estimated_and_mostly_exact(family: str) -> None:
    """Each is marked as estimated, no text is lost, and the share of exact numbers stays above its floor."""
    total = FamilyReading(family)
    for seed in seeds(family):
        structure, decision = structure_for(family, seed), read(family, seed)
        rows, expected = outline_read(decision), expected_rows(structure, family)
        assert {one.basis for one in decision.paragraphs} == {"estimated"}, seed
        assert "\n".join(row.text for row in rows) == "\n".join(row.text for row in expected), seed
        assert list(dict.fromkeys(row.section for row in rows)) == list(dict.fromkeys(part.section for part in structure.parts)), (
            seed
        )
        opened = {(row.number, row.text.split("\n", 1)[0]) for row in rows}
        total.paragraphs += len(expected)
        total.exact_numbers += sum((row.number, row.text.split("\n", 1)[0]) in opened for row in expected)
    assert total.exact_numbers / total.paragraphs >= EXACT_NUMBERS_IN_DASHES


@pytest.mark.parametrize("family", DASHES)
def test_dashes_keep_the_header_that_they_have(family: str) -> None:
    """Without metadata lines, category, outcome and date are not known, and never guessed."""
    unknown = () if family == "labelled dashes" else ("category", "subcategory", "outcome", "decided")
    for seed in seeds(family):
        structure = structure_for(family, seed)
        expected = {name: None if name in unknown else getattr(structure, name) for name in facts_of(read(family, seed))}
        assert facts_of(read(family, seed)) == expected, seed


HARMLESS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("UTF-16 with its mark", lambda content: content.decode().encode("utf-16")),
    ("UTF-8 with its mark", lambda content: content.decode().encode("utf-8-sig")),
    ("the Windows code page", lambda content: content.decode().encode("cp1252")),
    ("line ends of Windows", lambda content: content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")),
    ("line ends of an old Mac", lambda content: content.replace(b"\r\n", b"\n").replace(b"\n", b"\r")),
    ("no-break spaces between words", lambda content: content.replace(b" the ", "\u00a0the\u00a0".encode())),
    ("two spaces after a full stop", lambda content: content.replace(b". The ", b".  The ").replace(b". I ", b".  I ")),
    ("invisible characters in words", lambda content: content.replace(b"Council", "Coun\u00adcil\u200b".encode())),
    ("spaces at the ends of lines", lambda content: content.replace(b"\n", b" \t\n")),
    ("a line separator inside sentences", lambda content: content.replace(b" was ", "\u2028was ".encode())),
]


@pytest.mark.parametrize("family", ["numbered", "cookies first", "labelled dashes", "html", "chapters", "short report"])
@pytest.mark.parametrize("change", [change for _, change in HARMLESS], ids=[name for name, _ in HARMLESS])
def test_what_changes_no_word_changes_no_reading(family: str, change: Callable[[bytes], bytes]) -> None:
    """Encodings, line ends, and spaces of every width."""
    for seed in range(3):
        content = render(structure_for(family, seed), family)
        changed, plain = (read_bytes(one, source_path="same") for one in (change(content), content))
        assert replace(changed, source=plain.source) == plain, seed


def test_a_page_printed_by_a_browser_reads_as_its_structure(tmp_path: Path) -> None:
    """The invented page, printed by Chromium, has the rows and remedies of the page."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine to print a page with")
    structure = invent(3)
    (tmp_path / "page.html").write_text(as_html(structure), encoding="utf-8")
    target = tmp_path / "page.pdf"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={target}"]
    subprocess.run([CHROMIUM, *flags, (tmp_path / "page.html").as_uri()], check=True, capture_output=True, timeout=120)
    decision = read_bytes(target.read_bytes(), source_path="printed")
    assert outline_read(decision) == expected_rows(structure, "pdf")
    assert remedies_read(read_remedies(decision)) == list(structure.remedies)


def test_the_same_seed_invents_the_same_decision() -> None:
    """Two calls agree, and seeds differ from each other in more than their reference."""
    assert [invent(seed) for seed in range(8)] == [invent(seed) for seed in range(8)]
    assert len({invent(seed).parts for seed in range(8)}) == 8


def test_reading_is_measured_family_by_family(capsys: pytest.CaptureFixture[str]) -> None:
    """Slow families take fewer turns, every file is counted, and the command prints a line for each family and the sum."""
    count = 2 * len(FAMILIES)
    assert list(family_of(count)).count("pdf") == 1
    found = measure_reading(len(FAMILIES))
    assert [(one.family, one.decisions) for one in found] == [(family, 1) for family in FAMILIES]
    assert [one.exact_rows == one.paragraphs > 0 for one in found if one.family in EXACT] == [True] * len(EXACT)
    assert reading_table(found).splitlines()[0].split()[:2] == ["family", "files"]
    assert main(["read", "--count", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[1:5]] == ["numbered", "cookies first", "dashes", "all"]
