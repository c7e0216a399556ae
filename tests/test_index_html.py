"""The site's HTML page: lists become paragraphs and items, metadata becomes facts, and the page around them never gets in."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, date, datetime

import pytest

from index import Basis, Decision, Item, NotADecision, Paragraph, Reference, Source
from index.readers import Header, read_bytes
from index.readers.header import FICTIONAL
from index.readers.html import read_html
from index.readers.text import UNFINISHED_FILE

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TITLE = "<h1>Fernbury Council (99 100 001)</h1>"
DISAGREE = "the page's own list numbers do not agree with the running count"


def _page(body: str, *, head: str = TITLE, before: str = "", after: str = "") -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Fernbury Council - decisions</title></head><body>'
        f'{before}<article id="article"><header class="articleHeader">{head}</header>{body}</article>{after}</body></html>'
    )


END = "<p>Investigator’s decision on behalf of the Ombudsman</p>"
"""Without it, and without a final decision, a page may be cut off and says so."""


def _read(text: str) -> Decision:
    return read_bytes(text.encode(), source_path="mini.html", retrieved_at=WHEN)


def _outline(text: str) -> list[tuple[int, str, list[str]]]:
    return [(one.number, one.text, [one.label(item) for item in one.items]) for one in _read(text).paragraphs]


WHOLE = _page(
    """
<h2>The Ombudsman's final decision:</h2>
<p>Summary: Mrs Q complained about a bill. There was no fault.</p>
<h2>The complaint</h2>
<ol>
  <li>Mrs&nbsp;Q complains that the Council&rsquo;s bill
      was late.</li>
  <li>She asked the Council to:<ol type="a"><li>cancel it; and</li><li>say &lsquo;sorry&rsquo;.</li></ol></li>
</ol>
<p><a href="#top">Back to top</a></p>
<h2>The Ombudsman’s role and powers</h2>
<ol start="3">
  <li>We look at fault where:<ul><li>there is harm; or</li><li>there may be.</li></ul>(Some Act 1999, section 2)</li>
</ol>
<p>We are free of charge.</p>
<h2>What I found</h2>
<h3>What happened</h3>
<ol start="4"><li>The bill came in May.</li></ol>
<h2>Final decision</h2>
<ol start="5"><li>I do not uphold the complaint, as paragraph 4 explains.</li></ol>
<p><a href="#top">Back to top</a></p>
<p>Investigator's decision on behalf of the Ombudsman</p>
<p>After the end.</p>
""",
    head=f"""{TITLE}
<div><span class="label">Category :</span> <span class="value">Children's care services <span>&gt;</span> Other</span></div>
<div><span class="label">Decision :</span> <span class="value">Not upheld</span></div>
<div><span class="label">Decision date :</span> <span class="value">05 Feb 2020</span></div>""",
    before="<nav><ol><li>Home</li></ol></nav><div><p>Privacy settings</p><ul><li>Required cookies</li></ul></div>",
    after="<footer><p>Print this page</p><ol><li>Contact</li></ol></footer>",
)


def test_a_page_is_read_whole() -> None:
    """Every field of the decision, and every paragraph, as one value."""
    decision = _read(WHOLE)
    assert decision == Decision(
        reference=Reference("99 100 001"),
        authority="Fernbury Council",
        category="Children's care services",
        subcategory="Other",
        outcome="Not upheld",
        decision_date=date(2020, 2, 5),
        url=None,
        summary="Mrs Q complained about a bill. There was no fault.",
        kind="statement",
        source=Source("mini.html", hashlib.sha256(WHOLE.encode()).hexdigest(), "2026-01-02T03:04:05+00:00"),
        family=decision.family,
        paragraphs=(
            Paragraph(
                1, "printed", "complaint", "The complaint", None, "complainant",
                "Mrs Q complains that the Council’s bill was late.",
            ),
            Paragraph(
                2, "printed", "complaint", "The complaint", None, "complainant",
                "She asked the Council to:\ncancel it; and\nsay ‘sorry’.",
                (Item("a", "letter", "cancel it; and"), Item("b", "letter", "say ‘sorry’.")),
            ),
            Paragraph(
                3, "printed", "powers", "The Ombudsman’s role and powers", None, "law",
                "We look at fault where:\nthere is harm; or\nthere may be.\n(Some Act 1999, section 2)\nWe are free of charge.",
                (Item("a", "bullet", "there is harm; or"), Item("b", "bullet", "there may be.")), boilerplate=True,
            ),
            Paragraph(4, "printed", "facts", "What I found", "What happened", "facts", "The bill came in May."),
            Paragraph(
                5, "printed", "decision", "Final decision", None, "ombudsman",
                "I do not uphold the complaint, as paragraph 4 explains.",
            ),
        ),
    )  # fmt: skip


BODIES: list[tuple[str, list[tuple[int, str, list[str]]]]] = [
    ("<ol><li>One.</li><li>Two.</li></ol>", [(1, "One.", []), (2, "Two.", [])]),
    # a list interrupted goes on counting
    ("<ol><li>One.</li></ol><h2>Delay</h2><ol><li>Two.</li></ol>", [(1, "One.", []), (2, "Two.", [])]),
    (
        "<ol><li>One.</li></ol><p>She also says more.</p><ol><li>Two.</li></ol>",
        [(1, "One.\nShe also says more.", []), (2, "Two.", [])],
    ),
    (
        "<ol><li>It wrote:</li></ol><blockquote><p>“You must pay.”</p></blockquote><ol><li>Two.</li></ol>",
        [(1, "It wrote:\n“You must pay.”", []), (2, "Two.", [])],
    ),
    (
        "<ol><li>One:</li></ol><ul><li>x</li><li>y</li></ul><ol><li>Two.</li></ol>",
        [(1, "One:\nx\ny", ["1, bullet 1", "1, bullet 2"]), (2, "Two.", [])],
    ),  # bullets outside the list
    ("<ol><li>One.</li></ol><section><div><ol><li>Two.</li></ol></div></section>", [(1, "One.", []), (2, "Two.", [])]),  # wrapped
    # nested lists
    (
        "<ol><li>One:<ol><li>x;</li><li>y.</li></ol></li><li>Two.</li></ol>",
        [(1, "One:\nx;\ny.", ["1(a)", "1(b)"]), (2, "Two.", [])],
    ),
    (
        "<ol><li>One:<ul><li>x;</li><li>y.</li></ul></li><li>Two.</li></ol>",
        [(1, "One:\nx;\ny.", ["1, bullet 1", "1, bullet 2"]), (2, "Two.", [])],
    ),
    (
        "<ol><li>One:<ol><li>x:<ol><li>p</li><li>q</li></ol></li><li>y</li></ol></li></ol>",
        [(1, "One:\nx:\np\nq\ny", ["1(a)", "1(a)(i)", "1(a)(ii)", "1(b)"])],
    ),
    (
        "<ol><li>One:<ol><li>x;</li></ol>and then it stopped.</li><li>Two.</li></ol>",
        [(1, "One:\nx;\nand then it stopped.", ["1(a)"]), (2, "Two.", [])],
    ),  # text after
    (
        "<ol><li>One:<ol start='4'><li>x;</li></ol></li></ol>",
        [(1, "One:\nx;", ["1(a)"])],
    ),  # a nested list's start is no paragraph's
    (
        "<ol><li><ol><li>x;</li><li>y.</li></ol></li><li>Two.</li></ol>",
        [(1, "x;\ny.", ["1(a)", "1(b)"]), (2, "Two.", [])],
    ),  # no lead-in
    # markup inside an item
    ("<ol><li><p>One.</p></li><li><p>Two.</p><p>Two more.</p></li></ol>", [(1, "One.", []), (2, "Two.\nTwo more.", [])]),
    ("<ol><li><div><p>One:</p><ol><li>x</li></ol><p>end</p></div></li></ol>", [(1, "One:\nx\nend", ["1(a)"])]),
    ("<ol><li>The <b>Coun</b>cil<em>’s</em> <a href='/x'>letter</a>, late.</li></ol>", [(1, "The Council’s letter, late.", [])]),
    ("<ol><li>One<br>line.</li></ol>", [(1, "One line.", [])]),
    (
        "<ol><li>One:<table><tr><td>May</td><td>£5</td></tr></table></li><li>Two.</li></ol>",
        [(1, "One:\nMay\n£5", []), (2, "Two.", [])],
    ),
    (
        "<ol><li>One.</li><li></li><li> &nbsp; </li><li>Four.</li></ol>",
        [(1, "One.", []), (2, "", []), (3, "", []), (4, "Four.", [])],
    ),  # empty items count on the page
    # characters
    (
        "<ol><li>Fish&nbsp;&amp;&#160;chips &lt;b&gt; &#8217;s &pound;5 &hellip; &ndash; &copy;</li></ol>",
        [(1, "Fish & chips <b> ’s £5 … – ©", [])],
    ),
    ("<ol><li>‘One’ isn’t “two”, it isn't 'three'.</li></ol>", [(1, "‘One’ isn’t “two”, it isn't 'three'.", [])]),
    (
        "<ol><li>One\u00ad\u200b.</li><li>Two\tand  \n three.</li></ol>",
        [(1, "One.", []), (2, "Two and three.", [])],
    ),  # soft hyphen, zero width, tab
    ("<ol><li>Upheld.</li><li>Not <b>upheld</b>.</li></ol>", [(1, "Upheld.", []), (2, "Not upheld.", [])]),
    # what is no text of the decision
    ("<ol><li>One <!-- FICTIONAL, a comment -->two.</li></ol>", [(1, "One two.", [])]),
    ("<ol><li>One<!-- secret --> <script>x('<li>')</script><style>li{}</style>two.</li></ol>", [(1, "One two.", [])]),
    (
        "<script>var a='<ol><li>x</li></ol>'</script><noscript><ol><li>x</li></ol></noscript><ol><li>One.</li></ol>",
        [(1, "One.", [])],
    ),
    (
        "<nav><ol><li>Home</li></ol></nav><form><ol><li>Search</li></ol></form><ol><li>One.<button>Share</button></li></ol>",
        [(1, "One.", [])],
    ),
    (
        "<ol><li>One.</li></ol><p><a href='#'>Back to top</a></p><p>LGO logogram</p><a>Share this page</a><ol><li>Two.</li></ol>",
        [(1, "One.", []), (2, "Two.", [])],
    ),
    (
        "<ol><li>One.</li></ol><h2> </h2><p></p><div>&nbsp;</div><ol><li>Two.</li></ol>",
        [(1, "One.", []), (2, "Two.", [])],
    ),  # empty tags
    # markup that is broken but plain
    (
        "<ol><li>One.<li>Two:<ol><li>x<li>y</ol><li>Three.</ol>",
        [(1, "One.", []), (2, "Two:\nx\ny", ["2(a)", "2(b)"]), (3, "Three.", [])],
    ),  # never closed
    ("<OL START='1'><LI>One.</LI></OL>", [(1, "One.", [])]),  # capitals
    ("<ol><li>One.</li></ol></div></section><ol><li>Two.</li></ol>", [(1, "One.", []), (2, "Two.", [])]),  # closed twice
    ("<ol><li>One <b>bold</li><li>Two</b>.</li></ol>", [(1, "One bold", []), (2, "Two.", [])]),  # crossed
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_lists_become_numbered_paragraphs(body: str, expected: list[tuple[int, str, list[str]]]) -> None:
    """Number, text and item labels for each form of the page."""
    assert _outline(_page(f"<h2>The complaint</h2>{body}")) == expected


COMPLAINT = "<h2>The complaint</h2>"

ODD_PAGES: list[tuple[str, list[tuple[int, str, list[str]]]]] = [
    # a list of contents under the title
    (_page("<ul><li><a href='#a'>The complaint</a></li></ul>" + COMPLAINT + "<ol start='1'><li>One.</li></ol>"), [(1, "One.", [])]),
    # a summary with bullets
    (
        _page("<p>Summary: It was at fault for:</p><ul><li>delay</li></ul>" + COMPLAINT + "<ol><li>One.</li></ol>"),
        [(1, "One.", [])],
    ),
    # a list above the title
    (
        _page("", head="").replace("</article>", f"<ol><li>Home</li></ol>{TITLE}{COMPLAINT}<ol><li>One.</li></ol></article>"),
        [(1, "One.", [])],
    ),
    # text above the title
    (
        _page("", head="").replace(
            "</article>", f"<p>Biscuits are baked into every page.</p>{TITLE}{COMPLAINT}<ol><li>One.</li></ol></article>"
        ),
        [(1, "One.", [])],
    ),
    # a list straight in a list
    (
        _page(COMPLAINT + "<ol><li>One:</li><ol><li>x</li><li>y</li></ol><li>Two.</li></ol>"),
        [(1, "One:\nx\ny", ["1(a)", "1(b)"]), (2, "Two.", [])],
    ),
    # letters outside their item
    (
        _page(
            COMPLAINT
            + "<ol start='1'><li>One:</li></ol><ol type='a'><li>x; and</li><li>y.</li></ol><ol start='2'><li>Two.</li></ol>"
        ),
        [(1, "One:\nx; and\ny.", ["1(a)", "1(b)"]), (2, "Two.", [])],
    ),
    # text in no tag
    (
        _page(COMPLAINT + "<ol><li>One.</li></ol>She also says more.<ol><li>Two.</li></ol>"),
        [(1, "One.\nShe also says more.", []), (2, "Two.", [])],
    ),
    # tags inside unnumbered text
    (_page(COMPLAINT + "<ol><li>One.</li></ol><p>The <b>Council</b>, (<i>late</i>).</p>"), [(1, "One.\nThe Council, (late).", [])]),
    # a link of the page in the last item
    (_page(COMPLAINT + "<ol><li>One. <a href='#top'>Back to top</a></li></ol>"), [(1, "One.", [])]),
    # labels that are paragraphs
    (_page("<p class='label'>Decision :</p><p class='value'>Upheld</p>" + COMPLAINT + "<ol><li>One.</li></ol>"), [(1, "One.", [])]),
    # cookie text without a closing line
    (_page(COMPLAINT + "<ol><li>One.</li></ol><div><h2>Required cookies</h2><p>Biscuits are baked.</p></div>"), [(1, "One.", [])]),
    # a start that is no number of ours
    (_page(COMPLAINT + "<ol start='²'><li>One.</li></ol>"), [(1, "One.", [])]),
    # a form around the page
    ("<html><body><form>" + _page(COMPLAINT + "<ol><li>One.</li></ol>") + "</form></body></html>", [(1, "One.", [])]),
    # bullets below a letter
    (
        _page(COMPLAINT + "<ol><li>One:<ol><li>x:<ul><li>p</li></ul></li><li>y</li></ol></li></ol>"),
        [(1, "One:\nx:\np\ny", ["1(a)", "1(a), bullet 1", "1(b)"])],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ODD_PAGES)
def test_only_the_decisions_own_lists_are_paragraphs(text: str, expected: list[tuple[int, str, list[str]]]) -> None:
    """What stands around the decision on the page is not counted, and what is the decision's is not lost."""
    assert _outline(text) == expected


def test_a_title_in_a_box_does_not_hide_the_first_section() -> None:
    """The first heading after it places the first paragraph."""
    title = f"<div class='articleHeader'>{TITLE}</div>{COMPLAINT}<ol><li>One.</li></ol></article>"
    assert _read(_page("", head="").replace("</article>", title)).paragraphs[0].section == "The complaint"


def test_a_label_without_a_value_takes_no_neighbours() -> None:
    """The next label's value is not the outcome."""
    head = (
        f"{TITLE}<div><span class='label'>Decision :</span></div><div><span class='label'>Decision date :</span>"
        "<span class='value'>05 Feb 2020</span></div>"
    )
    header = read_html(_page("<ol><li>One.</li></ol>", head=head)).header
    assert (header.outcome, header.decision_date) == (None, date(2020, 2, 5))


def test_the_summary_is_verbatim() -> None:
    """Tags inside it add no space, and the bullets it leads in to are its own."""
    text = _page("<p>Summary: We found <b>fault</b>, and <i>injustice</i>.</p><ol><li>One.</li></ol>")
    assert _read(text).summary == "We found fault, and injustice."
    bullets = _page(f"<p>Summary: At fault for:</p><ul><li>delay</li></ul>{COMPLAINT}<ol><li>One.</li></ol>")
    assert _read(bullets).summary == "At fault for: delay"


@pytest.mark.parametrize("second", ["5", "1"])
def test_a_number_is_not_printed_where_the_page_disagrees(second: str) -> None:
    """Then it is counted, with the warning."""
    decision = _read(_page(f"<ol start='1'><li>One.</li></ol><p>x</p><ol start='{second}'><li>Two.</li></ol>{END}"))
    assert ({one.basis for one in decision.paragraphs}, decision.warnings) == ({"counted"}, (DISAGREE,))


@pytest.mark.parametrize("text", [_page("<div>" * 2000 + "<ol><li>One.</li></ol>"), _page("<ol><li>x" * 1000)], ids=["div", "li"])
def test_tags_nested_without_end_are_refused_in_a_line(text: str) -> None:
    """No page is built so; a crash would stop the indexing of all others."""
    with pytest.raises(NotADecision, match="nested too deep"):
        _read(text)


def test_a_listing_of_numbered_decisions_is_refused() -> None:
    """Two references in headings are two decisions."""
    items = "<li><h3>Fernbury Council (99 100 001)</h3></li><li><h3>Estwick Council (99 100 002)</h3></li>"
    with pytest.raises(NotADecision, match="a listing of several decisions"):
        _read(f"<html><body><main><h1>Archive has 2 results</h1><ol>{items}</ol></main></body></html>")


def test_a_page_in_utf_16_is_read() -> None:
    """Its tags are looked for in the text, not in the bytes."""
    content = _page("<ol><li>One.</li></ol>").encode("utf-16")
    assert read_bytes(content, source_path="mini.html").reference == "99 100 001"


def test_headings_place_the_paragraphs() -> None:
    """Headings of any level, with markup, entities and either apostrophe, are kept as printed; the title and the banner are not."""
    text = _page(
        "<h2>The Ombudsman's final decision:</h2><p>Summary: x.</p>"
        "<h2>The Ombudsman&rsquo;s role and powers</h2><ol><li>One.</li></ol>"
        "<div><h3>What I found</h3><h4>What&nbsp;happened</h4><ol><li>Two.</li></ol>"
        "<h5>Mrs Q's letter</h5><ol><li>Three.</li></ol></div>"
        "<h2>Agreed <em>action</em></h2><ol><li>Four.</li></ol>"
    )
    assert [(one.section, one.subsection, one.role) for one in _read(text).paragraphs] == [
        ("The Ombudsman’s role and powers", None, "powers"),
        ("What I found", "What happened", "facts"),
        ("What I found", "What happened > Mrs Q's letter", "facts"),
        ("Agreed action", None, "action"),
    ]


def test_the_banner_of_the_summary_is_no_heading() -> None:
    """It stands above the summary and places no paragraph."""
    (paragraph,) = _read(_page("<h2>The Ombudsman's final decision:</h2><ol><li>One.</li></ol>")).paragraphs
    assert (paragraph.section, paragraph.subsection) == ("", None)


STARTS: list[tuple[str, Basis, tuple[str, ...]]] = [
    ("<ol><li>One.</li></ol><p>x</p><ol><li>Two.</li></ol>", "counted", ()),  # missing
    ("<ol start='1'><li>One.</li></ol><p>x</p><ol start='2'><li>Two.</li></ol>", "printed", ()),  # right
    ("<ol><li>One.</li></ol><p>x</p><ol start='2'><li>Two.</li></ol>", "printed", ()),  # the first list needs none
    ("<ol><li value='1'>One.</li></ol><p>x</p><ol><li value='2'>Two.</li></ol>", "printed", ()),  # each item says its own
    ("<ol><li value='0x1'>One.</li></ol><p>x</p><ol><li value='-2'>Two.</li></ol>", "counted", ()),
    ("<ol start=''><li>One.</li></ol><p>x</p><ol start='x'><li>Two.</li></ol>", "counted", ()),  # not numbers
    ("<ol start='-1'><li>One.</li></ol><p>x</p><ol start='1.5'><li>Two.</li></ol>", "counted", ()),
    ("<ol start='99999999999999999999'><li>One.</li></ol><p>x</p><ol><li>Two.</li></ol>", "counted", ()),  # no decision is so long
    ("<ol start='IV'><li>One.</li></ol><p>x</p><ol start=' '><li>Two.</li></ol>", "counted", ()),
]


@pytest.mark.parametrize(("body", "basis", "warnings"), STARTS)
def test_start_numbers_say_how_a_number_is_known(body: str, basis: Basis, warnings: tuple[str, ...]) -> None:
    """Where the page prints its own numbers and they agree, the basis is `printed`; the number is the count in any case."""
    decision = _read(_page(f"<h2>The complaint</h2>{body}{END}"))
    assert [(one.number, one.basis) for one in decision.paragraphs] == [(1, basis), (2, basis)]
    assert decision.warnings == warnings


def test_start_numbers_that_disagree_are_a_warning() -> None:
    """A page that prints 5 where the count is 2 has lost or gained something, and says so."""
    assert _read(_page(f"<ol start='1'><li>One.</li></ol><p>x</p><ol start='5'><li>Two.</li></ol>{END}")).warnings == (DISAGREE,)


HEADERS: list[tuple[str, str, Header]] = [
    (TITLE, "", Header(Reference("99 100 001"), "Fernbury Council")),  # no metadata, none guessed
    ("<h1>99 100 001</h1>", "", Header(Reference("99 100 001"))),  # only the reference
    ("<h2>Fernbury Council <span>(99&nbsp;100&nbsp;001b)</span></h2>", "", Header(Reference("99 100 001b"), "Fernbury Council")),
    (
        "<h1>Ashby, Birling &amp; St Oda&rsquo;s (North)<br>(99-100-001)</h1>",
        "",
        Header(Reference("99 100 001"), "Ashby, Birling & St Oda’s (North)"),
    ),
    (
        (
            f"{TITLE}<dl><dt class='label'>Category :</dt><dd class='value'>Housing<span>&gt;</span>Allocations</dd>"
            "<dt class='label'>Decision&nbsp;:</dt><dd class='value'>Not&nbsp;upheld</dd>"
            "<dt class='label'>DECISION DATE</dt><dd class='value'> 5 February 2020 </dd></dl>"
        ),
        "",
        Header(Reference("99 100 001"), "Fernbury Council", "Housing", "Allocations", "Not upheld", date(2020, 2, 5)),
    ),  # a list of terms, U+00A0, capitals
    (
        (
            f"{TITLE}<p><span class='label'>Decision :</span><span class='value'>Upheld</span></p>"
            "<p><span class='label'>Decision date :</span><span class='value'>soon</span></p>"
        ),
        "",
        Header(Reference("99 100 001"), "Fernbury Council", outcome="Upheld"),
    ),  # a date that is none
    (f"{TITLE}<span class='label'>Decision :</span>", "", Header(Reference("99 100 001"), "Fernbury Council")),  # a label alone
    (
        TITLE,
        "<p>summary : mrs Q<br>complained.</p>",
        Header(Reference("99 100 001"), "Fernbury Council", summary="mrs Q complained."),
    ),  # small
    (
        TITLE,
        "<p>Summary: “It’s late”,\nshe&nbsp;said.</p>",
        Header(Reference("99 100 001"), "Fernbury Council", summary="“It’s late”, she said."),
    ),
    (TITLE, "<p>Summary:</p>", Header(Reference("99 100 001"), "Fernbury Council")),  # empty
    (
        TITLE,
        "<p>Mrs Q complained. We upheld it on 3 May 2020.</p>",
        Header(Reference("99 100 001"), "Fernbury Council"),
    ),  # no label
]


@pytest.mark.parametrize(("head", "body", "expected"), HEADERS)
def test_headers_are_read_as_facts(head: str, body: str, expected: Header) -> None:
    """What the page does not print in its place is None."""
    assert read_html(_page(f"{body}<h2>The complaint</h2><ol><li>One.</li></ol>", head=head)).header == expected


ADDRESSES = [
    ("https://www.lgo.org.uk/decisions/housing/allocations/99-100-001", True),
    ("http://lgo.org.uk/decisions/housing/allocations/99-100-001", True),  # no www, no s
    ("https://www.lgo.org.uk/", False),  # not a decision
    ("https://www.lgo.org.uk.example/decisions/housing/99-100-001", False),  # another site
    ("javascript:alert(1)", False),  # hostile
    ("https://www.lgo.org.uk/decisions/housing/99-100-001 onclick=x", False),  # more than an address
    ("", False),
]


@pytest.mark.parametrize(("address", "kept"), ADDRESSES)
def test_the_address_is_kept_only_when_it_is_the_sites(address: str, kept: bool) -> None:
    """The canonical link is shown to readers as a link, so nothing else passes."""
    text = _page("<ol><li>One.</li></ol>").replace("<title>", f'<link rel="canonical" href="{address}"><title>')
    assert _read(text).url == (address if kept else None)


CLOSINGS = [
    "<p>Investigator's decision on behalf of the Ombudsman</p>",
    "<p>Investigator’s decision on behalf of the Ombudsman </p>",  # curly, space
    "<h3>Investigator's final decision on behalf of the Ombudsman.</h3>",  # a heading, a stop
    "<div><p><strong>Investigator's decision on behalf of the Ombudsman</strong></p></div>",
]


@pytest.mark.parametrize("closing", CLOSINGS)
def test_nothing_after_the_closing_line_is_the_decisions(closing: str) -> None:
    """Cookie text and lists after the investigator's line reach no paragraph."""
    text = _page(f"<ol><li>One.</li></ol>{closing}<ol><li>Two.</li></ol><p>Biscuits are baked into every page.</p>")
    assert _outline(text) == [(1, "One.", [])]


def test_a_page_that_is_cut_off_says_so() -> None:
    """Neither a final decision nor the closing line; either of them is enough."""
    one = "<h2>The complaint</h2><ol><li>One.</li></ol>"
    final = f"{one}<h2>Final decision</h2><ol><li>Two.</li></ol>"
    assert [_read(_page(body)).warnings for body in (one, one + END, final)] == [(UNFINISHED_FILE,), (), ()]


def test_the_fictional_banner_is_seen_in_text_and_comment() -> None:
    """The packaged samples say that they are invented; a real page has no such warning."""
    body = f"<h2>The complaint</h2><ol><li>One.</li></ol>{END}"
    assert _read(_page(body, before="<p>FICTIONAL SAMPLE - invented for Pinpoint</p>")).warnings == (FICTIONAL,)
    assert _read("<!-- FICTIONAL SAMPLE -->\n" + _page(body)).warnings == (FICTIONAL,)
    assert _read(_page(body)).warnings == ()


REFUSED = [
    (
        "<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>404</h1><p>Gone.</p></body></html>",
        r"without a decision in it \(title: 'Page not found'\)",
    ),
    ("<html><head></head><body><p>Server error</p></body></html>", r"without a decision in it \(title: 'no title'\)"),
    ("<html><head><title>A\nvery " + "long " * 99 + "title</title></head><body></body></html>", "without a decision in it"),
    ("<!DOCTYPE html><html><body><main><h1>Page not found</h1></main></body></html>", "headings hold no reference"),
    (
        "<!DOCTYPE html><html><body><main><h1>Search decisions</h1><form></form><div id='results'></div></main></body></html>",
        "headings hold no reference",
    ),  # an empty search shell
    (
        "<!DOCTYPE html><html><body><main><h1>Fernbury Council (99 100)</h1><ol><li>One.</li></ol></main></body></html>",
        "headings hold no reference",
    ),  # half a number
    (
        "<!DOCTYPE html><html><body><main><p>Fernbury Council (99 100 001)</p><ol><li>One.</li></ol></main></body></html>",
        "headings hold no reference",
    ),  # a reference, but no title
    (_page(""), "without numbered paragraphs"),  # only a header
    (_page("<h2>The complaint</h2><p>Mrs Q complained.</p>"), "without numbered paragraphs"),  # no lists
    (
        _page("<h2>The complaint</h2><ul><li>Mrs Q complained.</li></ul>"),
        "without numbered paragraphs",
    ),  # bullets only: a short report
    (_page("<h2>The complaint</h2><ol></ol>"), "without numbered paragraphs"),  # an empty list
    (
        (
            "<html><body><main><h1>Recent statements in this category</h1><ul>"
            "<li><h3>Fernbury Council (99 100 001)</h3></li><li><h3>Est Council (99 100 002)</h3></li></ul></main></body></html>"
        ),
        "a listing",
    ),  # a listing
    ("<html>", "without a decision in it"),  # cut off
    ("<!DOCTYPE html>", "without a decision in it"),
    ("<html><!-- never closed <article id='article'>", "without a decision in it"),
    ("<html><body><script>never closed <article id='article'>", "without a decision in it"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_pages_that_are_no_decision_are_refused(text: str, reason: str) -> None:
    """The reason is one short line, even where the page's title is not."""
    with pytest.raises(NotADecision, match=reason) as error:
        _read(text)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 150


def test_a_very_large_page_is_read_in_time() -> None:
    """Thousands of items, attributes and tags take seconds, not minutes, and none is lost."""
    started = time.monotonic()
    many = "".join(f"<li>Paragraph <b>{number}</b>.</li>" for number in range(1, 3001))
    deep = "<b>" * 3000 + "deep" + "</b>" * 3000
    paragraphs = _read(_page(f"<h2>The complaint</h2><ol>{many}<li>{deep}</li></ol>")).paragraphs
    assert (len(paragraphs), paragraphs[2999].text, paragraphs[3000].text) == (3001, "Paragraph 3000.", "deep")
    assert time.monotonic() - started < 30


def test_tags_nested_a_hundred_deep_are_read() -> None:
    """Far more than any real page, and still its one paragraph."""
    assert _outline(_page("<div>" * 100 + "<ol><li>One.</li></ol>" + "</div>" * 100)) == [(1, "One.", [])]
