"""A store survives kills, corruption and a second writer; reading never crashes the process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from doubles import copied
from filelock import FileLock

from evals.generated import make_corpus, write_decisions
from index import (
    Embedder,
    Filters,
    Reference,
    StoreDamaged,
    StoreLocked,
    StoreMismatch,
    StoreMissing,
    StoreUnreachable,
    build_store,
    check_store,
    open_store,
    terms,
)
from index.catalogue import Catalogue

QUESTION = "refusal of a stage three review panel"
FLUSHED = 75
"""Decisions whose texts are more than the thousand that Chroma keeps in its database alone."""


@pytest.fixture
def store_copy(sample_store_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample store that a test may break."""
    return copied(sample_store_folder, tmp_path / "store")


def test_search_finds_the_paragraph_by_meaning_and_by_words(sample_store_folder: Path, embedder: Embedder) -> None:
    """Both searches of the open store rank the panel refusals first."""
    store = open_store(sample_store_folder)
    vector = embedder.embed([QUESTION])[0]
    dense = [store.decision(i // 100_000).reference for i, _ in store.search_dense(vector, 5)]
    lexical = [store.decision(i // 100_000).reference for i, _ in store.search_lexical(terms(QUESTION), 5)]
    assert Reference("99 000 112") in dense
    assert Reference("99 000 112") in lexical
    assert store.take_notices() == ()
    store.close()


def test_reading_again_repairs_nothing(sample_store_folder: Path, embedder: Embedder) -> None:
    """A small store, which Chroma keeps in its database only, opens and searches again and again without a repair."""
    for _ in range(3):
        store = open_store(sample_store_folder)
        assert store.search_dense(embedder.embed([QUESTION])[0], 3)
        assert store.take_notices() == ()
        store.close()


def test_narrow_search_equals_exact_search(sample_store_folder: Path, embedder: Embedder) -> None:
    """Chroma over everything and exact search over all decisions agree on the best ten."""
    store = open_store(sample_store_folder)
    vector = embedder.embed([QUESTION])[0]
    exact = store.search_dense(vector, 10, decision_ids=store.matching())
    chroma = store.search_dense(vector, 10)
    assert [i for i, _ in chroma] == [i for i, _ in exact]
    assert [score for _, score in chroma] == pytest.approx([score for _, score in exact], abs=1e-3)
    store.close()


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        (Filters(authority="brackenholt"), ["99 000 112"]),  # a part of a name, any case
        (Filters(authority="Maplewick & Tarrowby"), ["99 000 108"]),  # an ampersand
        (Filters(outcome="not upheld"), ["99 000 104"]),  # the whole value: never "Upheld"
        (Filters(category="homelessness"), ["99 000 107"]),  # a subcategory
        (Filters(references=(Reference("99 000 109a"),)), ["99 000 109a"]),  # a suffix letter
        (Filters(authority="Nowhere"), []),
    ],
)
def test_filters_are_resolved_in_the_catalogue(sample_store_folder: Path, filters: Filters, references: list[str]) -> None:
    """Each filter leaves exactly the decisions it names."""
    store = open_store(sample_store_folder)
    assert [store.decision(i).reference for i in store.matching(filters)] == references
    store.close()


def test_filters_see_what_an_unfinished_indexing_wrote(store_copy: Path) -> None:
    """A decision replaced and one added, their indexes not yet: no filter leads to the old one, and counts agree with facts."""
    store = open_store(store_copy)
    housing = Filters(category="Housing")
    before = store.matching(housing)
    old = store.decision(before[0])
    writer = Catalogue.open(store_copy / "catalogue.sqlite3", writing=True)
    with writer.transaction():
        new = [writer.put_decision(one, ()) for one in (old, replace(old, reference=Reference("98 000 001")))]
    assert store.matching(housing) == (*before[1:], *new)
    assert [one.decision_id for one in store.facts(housing)] == list(store.matching(housing))
    assert store.count() == store.dates().decisions == len(store.facts()) == 13
    assert store.dates(new[1:]).decisions == 1
    assert [store.decision(i).reference for i in store.matching(Filters(authority=old.authority))] == [old.reference, "98 000 001"]
    writer.close()
    store.close()


def test_missing_store_is_a_clear_error(tmp_path: Path) -> None:
    """Opening a folder without a store says what to run."""
    with pytest.raises(StoreMissing, match="pinpoint index FOLDER"):
        open_store(tmp_path / "none")


def test_store_of_another_model_is_refused(sample_store_folder: Path) -> None:
    """A store is bound to the model it was made with."""
    with pytest.raises(StoreMismatch, match=r"expected 'all-MiniLM-L6-v2\+decisions'"):
        open_store(sample_store_folder, embedding="another-model")


def test_catalogue_that_is_no_database_is_a_clear_error(store_copy: Path) -> None:
    """A catalogue overwritten with rubbish is reported, not crashed on."""
    for extra in store_copy.glob("catalogue.sqlite3*"):
        extra.unlink()
    (store_copy / "catalogue.sqlite3").write_bytes(b"rubbish" * 1000)
    with pytest.raises(StoreDamaged, match="not a readable catalogue"):
        open_store(store_copy)
    assert check_store(store_copy)[0].startswith("catalogue:")


@pytest.fixture(scope="module")
def flushed_store(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A store of more than 1,000 texts, large enough that Chroma has written its HNSW files."""
    folder = tmp_path_factory.mktemp("flushed")
    write_decisions(folder / "corpus", make_corpus(FLUSHED, 0).stories)
    build_store([folder / "corpus"], folder / "store", embedder=embedder)
    assert list((folder / "store" / "chroma").glob("*/index_metadata.pickle"))
    return folder / "store"


CORRUPTIONS = [
    ("data_level0.bin", "truncate"),  # a torn vector file
    ("link_lists.bin", "truncate"),  # a torn graph file
    ("index_metadata.pickle", "rubbish"),  # an unreadable id table
    ("header.bin", "rubbish"),  # a header with absurd sizes: this one can end the process
    ("chroma.sqlite3", "rubbish"),  # Chroma's own database gone
    ("header.bin", "remove"),  # a file that is missing
]


@pytest.mark.parametrize(("name", "how"), CORRUPTIONS)
def test_corrupted_chroma_is_repaired_with_a_notice(
    flushed_store: Path, tmp_path: Path, embedder: Embedder, *, name: str, how: str
) -> None:
    """A damaged Chroma folder is remade from the catalogue at the next search; the result is the same."""
    store_folder = copied(flushed_store, tmp_path / "store")
    path = next((store_folder / "chroma").rglob(name))
    content = path.read_bytes()
    assert content, "an empty file cannot be torn"
    assert list((store_folder / "chroma").glob("*/index_metadata.pickle")), "the graph is on disk"
    if how == "truncate":
        path.write_bytes(content[: len(content) // 3])
    elif how == "rubbish":
        path.write_bytes(b"\xff" * len(content))
    else:
        path.unlink()
    vector = embedder.embed(["how much was paid for the delay?"])[0]
    store = open_store(store_folder)
    found = store.search_dense(vector, 5)
    whole = open_store(flushed_store)
    assert [i for i, _ in found] == [i for i, _ in whole.search_dense(vector, 5)]
    assert ["remade from the catalogue" in notice for notice in store.take_notices()] == [True]
    store.close()
    whole.close()
    assert check_store(store_folder) == ()


def test_check_names_a_corrupted_chroma(flushed_store: Path, tmp_path: Path) -> None:
    """`check` reports the damage and changes nothing."""
    store_folder = copied(flushed_store, tmp_path / "store")
    next((store_folder / "chroma").rglob("header.bin")).write_bytes(b"\xff" * 100)
    assert [problem.split(":")[0] for problem in check_store(store_folder)] == ["Chroma"]
    assert [problem.split(":")[0] for problem in check_store(store_folder)] == ["Chroma"]


def test_copied_store_opens_without_a_repair(flushed_store: Path, tmp_path: Path, embedder: Embedder) -> None:
    """A copy has other file times; it is compared in a child process, found sound, and used."""
    store_folder = tmp_path / "store"
    shutil.copytree(flushed_store, store_folder, copy_function=shutil.copy)
    store = open_store(store_folder)
    assert len(store.search_dense(embedder.embed(["delay"])[0], 3)) == 3
    assert store.take_notices() == ()
    store.close()


def test_damaged_lexical_index_is_remade(store_copy: Path) -> None:
    """A lexical index that cannot be read is remade with a notice."""
    (store_copy / "lexical" / "meta.json").write_text("{")
    store = open_store(store_copy)
    assert store.search_lexical(terms(QUESTION), 3)
    assert ["lexical index was damaged" in notice for notice in store.take_notices()] == [True]
    store.close()
    assert check_store(store_copy) == ()


def test_a_lexical_index_that_lost_a_file_is_named(store_copy: Path) -> None:
    """It opens all the same: the first word that is looked for says so, in one line with what to run."""
    for file in (store_copy / "lexical").glob("*.pos"):
        file.unlink()
    store = open_store(store_copy)
    with pytest.raises(StoreDamaged, match=r"^the lexical index cannot be read .*run pinpoint index --rebuild$"):
        store.search_lexical(terms(QUESTION), 3)
    store.close()


def test_second_writer_is_refused(store_copy: Path, embedder: Embedder) -> None:
    """While one process writes, another is told to wait."""
    with FileLock(str(store_copy / "writer.lock")), pytest.raises(StoreLocked, match="another process is writing"):
        build_store([], store_copy, embedder=embedder)


def test_reading_goes_on_while_another_process_writes(store_copy: Path, embedder: Embedder) -> None:
    """With Chroma unsealed by a living writer, search runs over the vectors at rest and says so."""
    (store_copy / "chroma.json").unlink()
    with FileLock(str(store_copy / "writer.lock")):
        store = open_store(store_copy)
        assert len(store.search_dense(embedder.embed([QUESTION])[0], 5)) == 5
        assert ["being written" in notice for notice in store.take_notices()] == [True]
        store.close()


def test_rebuild_embeds_nothing(store_copy: Path, embedder: Embedder) -> None:
    """`--rebuild` remakes both indexes from the catalogue."""
    shutil.rmtree(store_copy / "chroma")
    shutil.rmtree(store_copy / "lexical")
    report = build_store([], store_copy, embedder=embedder, rebuild=True)
    assert (report.embedded, report.decisions) == (0, 12)
    assert check_store(store_copy) == ()


@pytest.mark.parametrize("lost", ["chroma", "chroma/chroma.sqlite3", "lexical", "lexical/meta.json", "sketch"])
def test_indexing_remakes_a_part_that_is_lost(lost: str, store_copy: Path, embedder: Embedder) -> None:
    """Nothing is new and nobody asks for a rebuild: what is gone or torn is put back, and nothing is embedded."""
    if (store_copy / lost).is_dir():
        shutil.rmtree(store_copy / lost)
    else:
        (store_copy / lost).write_text("" if lost.endswith("3") else "{")  # of an empty file Chroma makes an empty database
    assert check_store(store_copy) != ()
    assert build_store([], store_copy, embedder=embedder).embedded == 0
    assert check_store(store_copy) == ()


def test_an_empty_chroma_is_not_what_is_searched(store_copy: Path, embedder: Embedder) -> None:
    """Its database lost every byte: it is remade at the next search, which finds what was found before."""
    whole = open_store(store_copy)
    (vector,) = embedder.embed([QUESTION])
    expected = whole.search_dense(vector, 5)
    whole.close()
    (store_copy / "chroma" / "chroma.sqlite3").write_bytes(b"")
    store = open_store(store_copy)
    assert store.search_dense(vector, 5) == expected
    assert ["remade from the catalogue" in notice for notice in store.take_notices()] == [True]
    store.close()


@pytest.mark.parametrize("torn", [True, False], ids=["torn", "taken away"])
def test_words_are_found_after_an_indexing_that_failed_first(torn: bool, store_copy: Path, embedder: Embedder) -> None:
    """A rebuild takes them away first; where it ends there, the next reader writes them, and so does the next indexing."""
    (store_copy / "lexical" / "meta.json").write_text("{" if torn else "")
    with pytest.raises(StoreUnreachable):
        build_store([], store_copy, embedder=embedder, rebuild=not torn, server="http://127.0.0.1:9")
    again = copied(store_copy, store_copy.with_name("again"))
    store = open_store(store_copy)
    assert store.search_lexical(terms(QUESTION), 3)
    store.close()
    build_store([], again, embedder=embedder)
    assert check_store(again) == ()


def test_a_reader_goes_on_by_meaning_while_words_are_written_anew(store_copy: Path) -> None:
    """Another process has the lock and has taken the old lexical index away: nothing is found by words, and that is said."""
    catalogue = Catalogue.open(store_copy / "catalogue.sqlite3", writing=True)
    catalogue.set_meta("lexical_through", "0")
    catalogue.close()
    shutil.rmtree(store_copy / "lexical")
    with FileLock(str(store_copy / "writer.lock")):
        store = open_store(store_copy)
        assert store.search_lexical(terms(QUESTION), 3) == []
        assert ["by meaning alone" in notice for notice in store.take_notices()] == [True]
        store.close()


def index_command(corpus: Path, store: Path) -> list[str]:
    """The indexing program as a user runs it."""
    return [sys.executable, "-m", "rag", "index", str(corpus), "--store", str(store), "--rebuild"]


@pytest.mark.parametrize("moment", ["reading", "chroma", "flush"])
def test_killed_indexing_is_completed_by_the_next_run(flushed_store: Path, tmp_path: Path, moment: str) -> None:
    """SIGKILL while reading, when Chroma appears, and when its HNSW files change: the next run completes, nothing is doubled."""
    corpus, store = flushed_store.parent / "corpus", tmp_path / "store"
    store.mkdir()
    if moment != "reading":
        shutil.copy(flushed_store / "catalogue.sqlite3", store / "catalogue.sqlite3")
    aim = {"reading": "catalogue.sqlite3", "chroma": "chroma/chroma.sqlite3", "flush": "chroma/*/link_lists.bin"}[moment]
    before = {path: path.stat().st_mtime_ns for path in store.glob(aim)}
    process = subprocess.Popen(index_command(corpus, store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and {path: path.stat().st_mtime_ns for path in store.glob(aim)} == before:
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    subprocess.run(index_command(corpus, store), check=True, capture_output=True)
    assert check_store(store) == ()
    assert open_store(store).count() == FLUSHED
