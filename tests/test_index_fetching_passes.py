"""A pass that was stopped goes on with the lists it has; an update begins where publication may have lagged."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from fetch_doubles import TODAY

from index import UsageError
from index.fetching.addresses import PageAddress, Site
from index.fetching.listing import Entry, ResultPage
from index.fetching.manifest import Manifest
from index.fetching.passes import Pass
from index.fetching.settings import Mode, Selection
from index.fetching.windows import Window

SITE = Site("https://www.lgo.org.uk")
ALL = Selection(since=date(2020, 1, 1))
WINDOW = Window(date(2020, 1, 1), TODAY.date())
ENTRY = Entry(PageAddress(("education", "other"), "99-100-001"), None, "Report", "Upheld", "Other", date(2020, 3, 4))
PAGE = ResultPage(1, (ENTRY,))


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    """An empty one."""
    return Manifest.open(tmp_path / "manifest.jsonl", SITE, TODAY)


def test_a_stopped_pass_goes_on_with_what_it_has_listed(tmp_path: Path, manifest: Manifest) -> None:
    """A day later, with the window and the beginning of the first day."""
    first = Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY)
    first.learn(WINDOW, 1, PAGE)
    again = Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY + timedelta(days=1))
    assert (again.window, again.begun, again.known(WINDOW, 1), again.known(WINDOW, 2)) == (WINDOW, TODAY, PAGE, None)


def test_a_cut_line_is_listed_again(tmp_path: Path, manifest: Manifest) -> None:
    """The page before it stays."""
    first = Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY)
    first.learn(WINDOW, 1, PAGE)
    first.learn(WINDOW, 2, PAGE)
    path = tmp_path / ".pass.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    again = Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY)
    assert (again.known(WINDOW, 1), again.known(WINDOW, 2)) == (PAGE, None)


OTHERS: list[tuple[Selection, Mode, int]] = [
    (Selection(since=date(2020, 1, 2)), "first", 0),  # another day
    (Selection(since=date(2020, 1, 1), outcome="upheld"), "first", 0),  # another selection
    (ALL, "update", 0),  # another kind of run
    (ALL, "first", 8),  # too old: lists grow
]


@pytest.mark.parametrize("other", OTHERS)
def test_anything_else_is_a_new_pass(tmp_path: Path, manifest: Manifest, other: tuple[Selection, Mode, int]) -> None:
    """With empty lists; each row is what is asked for, how, and how many days later."""
    Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY).learn(WINDOW, 1, PAGE)
    selection, mode, days = other
    now = TODAY + timedelta(days=days)
    again = Pass.go_on(tmp_path, manifest, selection, mode=mode, now=now)
    assert (again.begun, again.known(WINDOW, 1)) == (now, None)


@pytest.mark.parametrize("content", ["", "nonsense\n", "{}\n", '{"selection": {}, "mode": "first", "first": "x"}\n', "[1]\n"])
def test_a_pass_that_cannot_be_read_is_begun_anew(tmp_path: Path, manifest: Manifest, content: str) -> None:
    """Only lists are lost."""
    (tmp_path / ".pass.jsonl").write_text(content, encoding="utf-8")
    assert Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY).begun == TODAY


def test_a_pass_that_ended_is_in_the_manifest_and_not_gone_on_with(tmp_path: Path, manifest: Manifest) -> None:
    """The next run lists again."""
    first = Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY)
    first.learn(WINDOW, 1, PAGE)
    first.end(manifest)
    assert (len(manifest.passes), (tmp_path / ".pass.jsonl").exists()) == (1, False)
    assert Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY).known(WINDOW, 1) is None


def window_of_update(tmp_path: Path, manifest: Manifest, selection: Selection, weeks: int) -> Window:
    """What an update so many weeks later lists."""
    return Pass.go_on(tmp_path, manifest, selection, mode="update", now=TODAY + timedelta(weeks=weeks)).window


def test_an_update_allows_for_late_publication(tmp_path: Path, manifest: Manifest) -> None:
    """Twelve weeks before the last pass began, to today; after an update, before that one."""
    Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY).end(manifest)
    assert window_of_update(tmp_path, manifest, ALL, 4) == Window(
        TODAY.date() - timedelta(weeks=12), TODAY.date() + timedelta(weeks=4)
    )
    Pass.go_on(tmp_path, manifest, ALL, mode="update", now=TODAY + timedelta(weeks=4)).end(manifest)
    assert window_of_update(tmp_path, manifest, ALL, 5).first == TODAY.date() - timedelta(weeks=8)


def test_an_update_goes_on_where_an_older_pass_ended(tmp_path: Path, manifest: Manifest) -> None:
    """A pass up to 2022 is followed by what came after."""
    until = Selection(since=date(2020, 1, 1), until=date(2022, 12, 31))
    Pass.go_on(tmp_path, manifest, until, mode="first", now=TODAY).end(manifest)
    assert window_of_update(tmp_path, manifest, ALL, 0).first == date(2023, 1, 1)


NOT_COVERED = [
    Selection(since=date(2019, 1, 1)),  # older than what was gone through
    Selection(),
    Selection(since=date(2020, 1, 1), categories=("housing",)),  # another selection
]


@pytest.mark.parametrize("selection", NOT_COVERED)
def test_an_update_of_what_was_not_gone_through_is_a_first_pass(tmp_path: Path, manifest: Manifest, selection: Selection) -> None:
    """It lists everything that is asked for."""
    Pass.go_on(tmp_path, manifest, ALL, mode="first", now=TODAY).end(manifest)
    assert window_of_update(tmp_path, manifest, selection, 1).first == (selection.since or date.min)


def test_the_future_is_refused_and_an_end_in_the_future_is_today(tmp_path: Path, manifest: Manifest) -> None:
    """Nothing was decided yet."""
    with pytest.raises(UsageError, match="got since 2026-11-03; expected a day that is not in the future"):
        Pass.go_on(tmp_path, manifest, Selection(since=date(2026, 11, 3)), mode="first", now=TODAY)
    far = Pass.go_on(tmp_path, manifest, Selection(until=date.max), mode="first", now=TODAY)
    assert far.window == Window(date.min, TODAY.date())
