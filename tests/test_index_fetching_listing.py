"""Result pages are read by what is known of them, and refused, loudly, where they are otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from evals.invention import invent_chapters
from evals.replica import ReplicaSite, invent_publications, publish
from index import FetchError
from index.fetching.addresses import PageAddress, Site
from index.fetching.listing import Entry, ResultPage, chapter_links, read_results

SITE = Site("https://www.lgo.org.uk")
LINE = "Statement Upheld School transport 25-Mar-2020"
HREF = "/decisions/education/school-transport/99-100-001"
TITLE = "Fernbury Council (99 100 001)"
ENTRY = Entry(
    PageAddress(("education", "school-transport"), "99-100-001"),
    "Fernbury Council",
    "Statement",
    "Upheld",
    "School transport",
    date(2020, 3, 25),
)


def page(title: str = TITLE, href: str = HREF, line: str = LINE, count: str = "Your search has 1 results") -> bytes:
    """A page of results with one entry, invented."""
    return f"""<html><body><nav><a href="/">Home</a></nav><main><p>{count}</p><ul>
<li><h2><a href="{href}">{title}</a></h2><p>{line}</p><p>Summary: A bus was late:<br>twice.</p></li></ul></main>
<aside><a href="/decisions/education">More in this category</a></aside><script>var x = "{TITLE}";</script></body></html>""".encode()


READ = [
    (page(), 1, ENTRY),
    (page(count="Your search has 1,234 results"), 1234, ENTRY),  # a comma
    (page(count="YOUR  SEARCH has 12 result"), 12, ENTRY),
    (page(count="Your search has no results"), 0, ENTRY),
    (page(count="Search our decisions"), None, ENTRY),  # a shell has no count
    (page(href="http://lgo.org.uk/Decisions/Education/School-Transport/99-100-001/?displaypref=2"), 1, ENTRY),
    (page(title="Fernbury  Council\n(99 100 001)"), 1, ENTRY),
    (page(line="Statement  Upheld\nSchool transport\n25-Mar-2020"), 1, ENTRY),  # lines of their own
    (
        page(line="Report Not upheld Other 05-Feb-2020", title="99 100 001"),  # a short report is listed under its reference
        1,
        Entry(ENTRY.address, None, "Report", "Not upheld", "Other", date(2020, 2, 5)),
    ),
    (
        page(line="Statement Closed after initial enquiries Transport (blue badges, travel passes) 1-Apr-2021"),
        1,
        Entry(
            ENTRY.address,
            "Fernbury Council",
            "Statement",
            "Closed after initial enquiries",
            "Transport (blue badges, travel passes)",
            date(2021, 4, 1),
        ),
    ),
]


@pytest.mark.parametrize(("content", "count", "entry"), READ)
def test_a_page_of_results_is_read(content: bytes, count: int | None, entry: Entry) -> None:
    """The count, and each entry with its address in the form that is kept."""
    assert read_results(content, SITE) == ResultPage(count, (entry,))


def test_an_entry_survives_being_written_down() -> None:
    """As a pass keeps it."""
    assert Entry.from_json(ENTRY.to_json()) == ENTRY


CHANGED = [
    page(line="Upheld, 25-Mar-2020"),  # another line
    page(line="Statement Partly upheld Other 25-Mar-2020"),  # an outcome that the site has not
    page(line="Statement Upheld Other 25 March 2020"),  # another date
    page(line="Statement Upheld Other 31-Feb-2020"),  # no day
    page(line=""),
    page(href="https://inquirytracker.uk/decisions/education/other/99-100-001"),  # a mirror
    page(href="/decisions/education"),  # a listing
    page(href="/decisions/education/school-transport/99-100-002"),  # another decision's page
]


@pytest.mark.parametrize("content", CHANGED)
def test_a_changed_listing_is_refused(content: bytes) -> None:
    """Nothing is guessed at."""
    with pytest.raises(FetchError, match=r"the search results list 'Fernbury Council \(99 100 001\)' in a way that is not known"):
        read_results(content, SITE)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"<html><body>No</body></html>", b"<" * 100_000, b"<div>" * 3_000])
def test_what_is_no_listing_has_no_count(content: bytes) -> None:
    """Nothing, noise, another page, and pages made to hurt."""
    assert read_results(content, SITE) == ResultPage(None, ())


def test_the_replica_lists_as_the_site_does() -> None:
    """Ten a page, every entry readable, past the end nothing."""
    publications = invent_publications(45)
    replica = ReplicaSite(publications)
    found: list[Entry] = []
    for number in range(1, 6):
        content = replica.search(f"fd=0001-01-01&td=2026-01-01&page={number}")
        assert content is not None
        result = read_results(content, SITE)
        assert (result.count, len(result.entries)) == (45, 10 if number < 5 else 5)
        found += result.entries
    assert sorted(entry.address.target for entry in found) == sorted(one.target for one in publications)
    assert replica.search("fd=0001-01-01&td=2026-01-01&page=6") is None


def test_chapters_are_found_by_their_links() -> None:
    """Of this report alone, each once, whatever a link's spelling."""
    report = publish(invent_chapters(1))
    address = PageAddress.read(report.target)
    assert address is not None
    assert chapter_links(report.pages[report.target], address, SITE) == (1, 2)
    links = f'<a href="{report.target.upper()}?chapter=12">x</a><a href="{HREF}?chapter=3">other</a><a href="?chapter=4">y</a>'
    assert chapter_links(f"<html>{links}</html>".encode(), address, SITE) == (4, 12)
    assert chapter_links(b"", address, SITE) == ()
