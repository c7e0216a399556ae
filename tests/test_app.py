"""The chat: what it renders from records, and the real page in a real browser over a double answerer.

The browser is Debian's chromium, driven by playwright; without either these tests say how to install it and skip.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
from app_doubles import (
    HOSTILE,
    PANEL,
    PAYLOADS,
    ScriptedAnswerer,
    TwoDecisions,
    answer_hostile,
    answer_nothing,
    answer_panel,
    cite,
)

import app
import rag
from app import Exchange
from index import Decision, Filters, PinpointError, Reference, StoreMissing, UsageError
from rag import Claim, Turn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

OUR_TAGS = {"article", "b", "br", "dd", "div", "dl", "dt", "h2", "h3", "header", "mark", "p", "span", "style", "a"}
OUR_ATTRIBUTES = {"aria-label", "class", "data-turn", "href", "rel", "tabindex", "target", "title"}
NO_FILTERS = ("", "", "", "", "")


class Elements(HTMLParser):
    """Every element, attribute and address in a piece of HTML, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses.extend(value or "" for name, value in attrs if name == "href")
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


# --- Rendering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),  # empty
        ("Mrs B was 4 years old", "Mrs B was 4 years old"),  # nothing to neutralise
        ("<b>", "&#60;b&#62;"),  # HTML
        ("![x](y)", "&#33;&#91;x&#93;&#40;y&#41;"),  # Markdown
        ("${x} {{y}}", "&#36;&#123;x&#125; &#123;&#123;y&#125;&#125;"),  # the templates of Gradio's page
        ("“it’s”", "&#8220;it&#8217;s&#8221;"),  # curly quotes, apostrophe
        ("£300\u00a0a month", "&#163;300&#160;a month"),  # no-break space
        ("one\ntwo", "one<br>two"),  # a line break is shown
        ("naïve 第", "naïve 第"),  # letters of any script stay
    ],
)
def test_plain_leaves_only_letters_digits_and_spaces(text: str, html: str) -> None:
    """Everything that could mean something to HTML, Markdown or a template becomes a character reference."""
    assert app.plain(text) == html


@pytest.mark.parametrize("text", PAYLOADS)
def test_plain_shows_exactly_the_text(text: str) -> None:
    """What a reader sees is the text itself, payloads included."""
    assert Elements(app.plain(text)).text == text


def test_nothing_hostile_becomes_an_element() -> None:
    """Payloads in question, claims, notices, coverage, decision and warnings leave only our own elements and links."""
    exchange = Exchange("\n".join(PAYLOADS), answer=answer_hostile("hostile"))
    sources = [app.open_source(TwoDecisions(), [exchange], f"1-{n}") for n in range(1, len(PAYLOADS) + 1)]
    unfinished = (Exchange(text, text, error=error) for text in PAYLOADS for error in (None, text))
    errors = [app.render_exchange(one, 1) for one in unfinished]
    seen = Elements("".join([app.render_exchange(exchange, 1), *sources, *errors]))
    assert seen.tags <= OUR_TAGS
    assert seen.attributes <= OUR_ATTRIBUTES
    assert all(address == "#left" or address.startswith("#cite-1-") for address in seen.addresses)


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        ("quote", "Verbatim · The Ombudsman"),
        ("supported", "Supported · The Ombudsman"),
        ("weak", "Weakly supported (a reason) · The Ombudsman"),  # said in words, with the reason
        ("unsupported", "Not supported (a reason) · The Ombudsman"),
    ],
)
def test_a_claim_states_its_grade_and_whose_words_it_rests_on(grade: str, words: str) -> None:
    """The grade is text, not only colour."""
    claim = Claim("That is fault.", (1,), grade, "a reason")  # type: ignore[arg-type]  # the table holds the four grades
    html = app.render_claim(claim, [cite(1, PANEL, 3)], 2, named=False)
    assert Elements(html).text == f"That is fault.[1] para 3 {words}"
    assert 'href="#cite-2-1" aria-label="Citation 1&#58; 99 000 101&#44; paragraph 3"' in html


def test_claims_stand_under_the_decision_they_cite() -> None:
    """A line names the decision once, and again only where another one follows; prose names it at every pin instead."""
    citations = (cite(1, PANEL, 1), cite(2, PANEL, 3), cite(3, HOSTILE, 8))
    claims = tuple(Claim(f"claim {one.n}", (one.n,), "supported", "") for one in citations)
    answer = replace(answer_panel("q"), claims=claims, citations=citations, mode="quotation")
    html = app.render_answer(answer, 1)
    assert html.count("<h3>") == 2
    assert html.index("Fernshire") < html.index("claim 1") < html.index("claim 2") < html.index("Oakmere")
    prose = app.render_answer(replace(answer, mode="model"), 1)
    assert "<h3>" not in prose
    assert "[3] 99 000 202 para 8 (estimated)" in Elements(prose).text


def test_no_answer_says_so_and_names_what_was_searched() -> None:
    """Abstaining shows its text, which holds the coverage and the nearest decisions, and shows them once."""
    assert Elements(app.render_answer(answer_nothing("q"), 1)).text == (
        "No answer found.Nothing answers that. Searched 2 decisions, "
        "from 02 May 2024 to 02 May 2024, 1 without a date; nearest: 99 000 101."
    )


def test_notices_and_errors_are_shown() -> None:
    """A notice is called a note, and an error is never dressed as an answer."""
    answer = replace(answer_panel("q"), notices=("the model did not answer; quotations instead",))
    assert "Note: the model did not answer; quotations instead" in Elements(app.render_answer(answer, 1)).text
    assert Elements(app.render_exchange(Exchange("q", error="no store"), 1)).text == "qError: no store"


@pytest.mark.parametrize(
    ("text", "quote", "html"),
    [
        ("", "", "<p></p>"),  # empty
        ("He said so.", "", "<p>He said so&#46;</p>"),  # no quote
        ("He said so.", "said", "<p>He <mark>said</mark> so&#46;</p>"),
        ("one\ntwo\nthree", "two", "<p>one</p><p><mark>two</mark></p><p>three</p>"),
        ("one\ntwo", "ne\nt", "<p>o<mark>ne</mark></p><p><mark>t</mark>wo</p>"),  # across a line break
        ("not upheld", "upheld", "<p>not <mark>upheld</mark></p>"),
        ("upheld", "not upheld", "<p>upheld</p>"),  # not a part of it: nothing is marked
        ("it’s", "it's", "<p>it&#8217;s</p>"),  # another apostrophe is another text
    ],
)
def test_the_quote_is_marked_where_it_stands(text: str, quote: str, html: str) -> None:
    """The mark covers the quote character for character, and nothing where the quote is not."""
    assert app.render_paragraph(text, quote) == html


def test_the_source_shows_particulars_neighbours_and_sub_items() -> None:
    """The panel holds what a reader needs to judge and find the quote."""
    source = app.render_source(cite(1, PANEL, 4, quote="pay her £300", label="4(b)"), "1-1", PANEL)
    text = Elements(source.partition("</style>")[2]).text
    assert text.startswith(
        "Fernshire County Council99 000 101, para 4(b)SectionAgreed actionWho says itAgreed action"
        "OutcomeUpheldDecided2 May 2024This sample is invented; no such decision exists.3The Council should"
    )
    assert "(b) pay her £300 for her distress" in text
    assert "<mark>pay her &#163;300</mark>" in source
    assert Elements(source).addresses == [PANEL.url, "#left"]


@pytest.mark.parametrize(
    ("citation", "decision", "words"),
    [
        (cite(1, HOSTILE, 1), HOSTILE, "Numbering estimated: check the number against the published page."),
        (replace(cite(1, PANEL, 1), basis="none"), PANEL, "This paragraph has no number on the page."),
        (replace(cite(1, PANEL, 1), quote="never said"), PANEL, "The quotation was not found in this paragraph."),
        (replace(cite(1, PANEL, 1), authority=None), None, "Authority not known"),  # stands without its decision
    ],
)
def test_the_source_says_what_is_doubtful(citation: rag.Citation, decision: Decision | None, words: str) -> None:
    """A number that is estimated, a quote that is not there and a name that is missing are said in words."""
    assert words in Elements(app.render_source(citation, "1-1", decision)).text


@pytest.mark.parametrize(
    "url",
    [
        None,
        "javascript:alert(1)",
        "http://www.lgo.org.uk/decisions/x",  # not the secure site
        "https://www.lgo.org.uk.evil.example/x",  # another host
        "https://evil.example/https://www.lgo.org.uk/",
    ],
)
def test_only_the_publisher_is_linked(url: str | None) -> None:
    """An address that is not the Ombudsman's site is not a link."""
    assert Elements(app.render_source(replace(cite(1, PANEL, 1), url=url), "1-1", None)).addresses == ["#left"]


@pytest.mark.parametrize("name", ["", "1", "1-", "1-9", "2-1", "0-1", "-1-1", "1-1-1", "²-1", "1-1'] *", "None"])
def test_a_name_of_no_citation_opens_nothing(name: str) -> None:
    """What the browser sends is matched, never trusted."""
    exchanges = [Exchange("q", answer=answer_panel("q"))]
    assert app.open_source(TwoDecisions(), exchanges, name) == app.NO_SOURCE


def test_a_store_that_fails_still_opens_the_citation() -> None:
    """The citation carries its paragraph; only the neighbours need the store."""

    class BrokenStore(TwoDecisions):
        def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
            message = f"cannot read {reference} of {authority}"
            raise PinpointError(message)

    source = app.open_source(BrokenStore(), [Exchange("q", answer=answer_panel("q"))], "1-1")
    assert "<mark>The Council should have arranged" in source
    assert "neighbour" not in source


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_fields_become_filters() -> None:
    """Empty fields do not narrow; dates are read."""
    assert app.read_filters(NO_FILTERS) == Filters()
    assert app.read_filters(("A", "B", "C", " 2024-05-02 ", None)) == Filters("A", "B", "C", date(2024, 5, 2))


@pytest.mark.parametrize("text", ["2024", "02/05/2024", "2024-13-01", "soon", "<b>"])
def test_a_malformed_date_is_refused(text: str) -> None:
    """The message says what was got and what was expected."""
    with pytest.raises(UsageError, match=r"^got '.+' for since; expected a date like 2023-04-30$"):
        app.read_filters(("", "", "", text, ""))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (NO_FILTERS, "Filters · 2 of 2 decisions match"),
        (("", "", "Upheld", "", ""), "Filters · 1 of 2 decisions match"),
        (("", "", "", "2030-01-01", ""), "Filters · 0 of 2 decisions match"),
        (("", "", "", "", "x"), "Filters · Error: got 'x' for until; expected a date like 2023-04-30"),
    ],
)
def test_the_filters_say_how_many_decisions_remain(fields: tuple[str, ...], line: str) -> None:
    """The count stands on the closed accordion too."""
    assert app.describe_filters(TwoDecisions(), fields) == line


def test_an_exchange_grows_and_ends_in_the_answer() -> None:
    """The draft only grows, the answer comes last, and earlier answers are the history."""
    answerer = ScriptedAnswerer()
    earlier = [Exchange("first", answer=answer_nothing("first")), Exchange("second", error="failed")]
    steps = list(app.ask_in_steps(answerer, "third", earlier, NO_FILTERS))
    assert steps[0] == Exchange("third")
    assert all(later.draft.startswith(step.draft) for step, later in pairwise(steps))
    assert steps[-1].answer == answer_panel("third")
    assert answerer.asked == [("third", (Turn("first", answer_nothing("").text),), Filters())]


@pytest.mark.parametrize(
    ("question", "fields", "error"),
    [
        ("failing", NO_FILTERS, "got no answer from the model server; expected one at 127.0.0.1:1; start it"),
        ("crashing", NO_FILTERS, "Pinpoint itself failed (ValueError); its terminal says more"),
        ("cut", NO_FILTERS, "the answer broke off before its end; ask again"),
        ("any", ("", "", "", "x", ""), "got 'x' for since; expected a date like 2023-04-30"),
    ],
)
def test_a_failure_ends_in_an_error(question: str, fields: tuple[str, ...], error: str) -> None:
    """No failure looks like an answer, or like a search that never ends."""
    last = list(app.ask_in_steps(ScriptedAnswerer(), question, [], fields))[-1]
    assert (last.error, last.answer) == (error, None)


def test_leaving_early_closes_the_answerers_stream() -> None:
    """Stopping frees the model."""
    answerer = ScriptedAnswerer()
    steps = app.ask_in_steps(answerer, "endless", [], NO_FILTERS)
    assert [next(steps).draft for _ in range(3)] == ["", "and ", "and and "]
    del steps
    assert answerer.closed == 1


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"),
    [(StoreMissing("got no store in 'x'; run: pinpoint index"), 1), (UsageError("got the model 'x'"), 2)],
)
def test_main_prints_one_line_and_exits(
    error: PinpointError, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A store that cannot be used is one line on stderr and the exit status of its kind."""

    def load_answerer(*, store: str | None, llm: str | None) -> ScriptedAnswerer:
        assert (store, llm) == ("x", None)
        raise error

    monkeypatch.setattr(rag, "load_answerer", load_answerer, raising=False)
    assert app.main(["--store", "x"]) == status
    assert capsys.readouterr().err == f"pinpoint: {error}\n"


def test_a_port_that_cannot_be_served_is_refused() -> None:
    """A port that is taken, and a number that is no port, are said in one line."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PinpointError, match=rf"^got 127\.0\.0\.1 port {port}, which is taken"):
            app.launch_app(ScriptedAnswerer(), port=port, wait=False)
    with pytest.raises(UsageError, match=r"^got the port 70000; expected one from 1 to 65535$"):
        app.launch_app(ScriptedAnswerer(), port=70000, wait=False)


def test_importing_the_app_does_not_import_gradio() -> None:
    """`pinpoint --help` stays fast."""
    code = "import app, sys; sys.exit('gradio' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# --- The page in a browser --------------------------------------------------------------------------------------------

CHROMIUM_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass
class Visit:
    """A page that is open on the chat, and all that it asked for, popped up or complained of."""

    page: Page
    answerer: ScriptedAnswerer
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def dismiss(self, dialog: Dialog) -> None:
        """Note a dialog and close it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def ask(self, question: str) -> None:
        """Type a question and wait until its answer or error is complete."""
        self.page.get_by_label("Question").fill(question)
        self.page.get_by_label("Question").press("Enter")
        self.page.locator("#now .question", has_text=question[:20]).wait_for()
        self.page.locator("#now .coverage, #now .notice, #now .error").first.wait_for()
        self.page.get_by_role("button", name="Ask", exact=True).wait_for()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, headless."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium for the browser tests; install it: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="no playwright; install it: pip install playwright")
    with api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[ScriptedAnswerer, str]]:
    """The chat on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    answerer = ScriptedAnswerer()
    chat = app.launch_app(answerer, port=port, wait=False)
    yield answerer, f"http://127.0.0.1:{port}/"
    chat.close(verbose=False)


@pytest.fixture
def visit(browser: Browser, served: tuple[ScriptedAnswerer, str]) -> Iterator[Visit]:
    """A fresh visit; whatever a test does, nothing leaves this machine, pops up or breaks on the page."""
    answerer, address = served
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    visit = Visit(page, answerer)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("dialog", visit.dismiss)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.goto(address)
    page.get_by_label("Question").wait_for()
    yield visit
    page.close()
    hosts = {urlsplit(url).hostname for url in visit.requests if not url.startswith("data:")}
    assert (hosts, visit.dialogs, visit.complaints) == ({"127.0.0.1"}, [], [])


def test_a_question_gets_a_streamed_answer_whose_citations_open(visit: Visit) -> None:
    """The main path: ask, watch it come, see the first source, press another citation, see its quote marked."""
    page = visit.page
    page.get_by_label("Question").fill("What remedy?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#now .draft", has_text="The Council should have").wait_for()  # the text streams before it is complete
    page.locator("#now .coverage").wait_for()
    assert page.locator("#source mark").inner_text() == (
        "The Council should have arranged a stage three panel when Mrs B asked for one."
    )
    page.get_by_role("link", name="Citation 2: 99 000 101, paragraph 4(b)").click()
    page.locator("#source .place", has_text="99 000 101, para 4(b)").wait_for()
    assert page.locator("#source mark").inner_text() == "pay her £300 for her distress and her time and trouble"
    assert page.locator("#source .neighbour").inner_text().startswith("3\n\nThe Council should have arranged")
    assert page.locator("#source a", has_text="published").get_attribute("href") == PANEL.url
    assert page.locator("#now .grade").all_inner_texts()[2:] == [
        "[3] 99 000 101 para 1 Weakly supported (the paragraph reports what she says) · The complainant's account",
        "Not supported (no paragraph is cited)",
    ]


def test_a_follow_up_carries_the_conversation(visit: Visit) -> None:
    """Earlier answers stay on the page, their citations still open, and the answerer gets them as history."""
    visit.ask("What remedy?")
    visit.ask("nothing there?")
    assert visit.answerer.asked[-1][1] == (Turn("What remedy?", answer_panel("").text),)
    visit.page.locator("#past .chip").nth(2).click()
    visit.page.locator("#source mark", has_text="She says this cost her a year.").wait_for()
    visit.page.get_by_role("button", name="New conversation").click()
    visit.page.locator(".welcome").wait_for()
    assert visit.page.locator(".exchange").count() == 0


def test_an_example_is_asked_by_pressing_it(visit: Visit) -> None:
    """The first screen offers questions."""
    visit.page.get_by_role("button", name=app.EXAMPLES[1]).click()
    visit.page.locator("#now .coverage").wait_for()
    assert visit.answerer.asked[-1][0] == app.EXAMPLES[1]


def test_filters_count_and_narrow(visit: Visit) -> None:
    """Choosing an authority changes the line and reaches the answerer; a malformed date is an error in the chat."""
    page = visit.page
    page.get_by_role("button", name="Filters · 2 of 2 decisions match").click()
    page.get_by_label("Authority").click()
    page.wait_for_function("getSelection().toString() === 'Any'")
    page.keyboard.type("ferns")
    assert page.get_by_role("option").all_inner_texts() == ["Fernshire County Council"]
    page.get_by_role("option", name="Fernshire County Council").click()
    page.get_by_role("button", name="Filters · 1 of 2 decisions match").wait_for()
    visit.ask("What remedy?")
    assert visit.answerer.asked[-1][2] == Filters(authority="Fernshire County Council")
    page.get_by_label("Since").fill("yesterday")
    visit.ask("And then?")
    assert page.locator("#now .error").inner_text() == ("Error: got 'yesterday' for since; expected a date like 2023-04-30")


def test_an_empty_question_and_failures_are_said_plainly(visit: Visit) -> None:
    """Nothing typed is asked for; an error of the product or of ours is an error on the page."""
    visit.page.get_by_label("Question").press("Enter")
    visit.page.get_by_text("Please type a question.").wait_for()
    visit.ask("failing")
    assert visit.page.locator("#now .error").inner_text().startswith("Error: got no answer from the model server")
    visit.ask("crashing")
    assert visit.page.locator("#now .error").inner_text().startswith("Error: Pinpoint itself failed (ValueError)")


def test_stop_ends_an_answer(visit: Visit) -> None:
    """A model that goes on and on can be stopped, and the next question works."""
    closed = visit.answerer.closed
    visit.page.get_by_label("Question").fill("endless")
    visit.page.get_by_label("Question").press("Enter")
    visit.page.locator("#now .draft", has_text="and and").wait_for()
    visit.page.get_by_role("button", name="Stop").click()
    visit.page.get_by_text("Stopped.").wait_for()
    visit.page.get_by_role("button", name="Ask", exact=True).wait_for()
    visit.ask("What remedy?")
    assert visit.page.locator(".exchange").count() == 1
    assert visit.answerer.closed == closed + 2


def test_payloads_stay_text(visit: Visit) -> None:
    """Payloads as question, answer, source and menu entry run nothing, load nothing and link nowhere."""
    page = visit.page
    visit.ask("hostile " + " ".join(PAYLOADS))
    for number in range(len(PAYLOADS)):
        page.locator("#now .chip").nth(number).click()
        page.locator("#source .place", has_text=f"para {number + 1}").wait_for()
        assert page.locator("#source mark").all_inner_texts() == [line for line in PAYLOADS[number].split("\n") if line]
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Authority").click()
    page.get_by_role("option", name="Oakmere <b>Borough</b> Council").wait_for()
    assert page.locator("#page :is(img, script, iframe, object, svg[onload], [onerror])").count() == 0
    links = page.locator("#page a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(link == "#left" or link.startswith("#cite-1-") for link in links)


def test_the_browser_is_told_to_ask_no_other_host(visit: Visit) -> None:
    """Were something to slip through, the content policy still stops it at the door."""
    blocked = visit.page.evaluate(
        """() => new Promise(resolve => {
            document.addEventListener('securitypolicyviolation', event => resolve(event.blockedURI));
            new Image().src = 'http://evil.example/pixel.png';
            setTimeout(() => resolve('nothing was blocked'), 3000);
        })"""
    )
    assert blocked == "http://evil.example/pixel.png"
    visit.requests[:] = [url for url in visit.requests if url != blocked]  # playwright notes even what was stopped


def test_keyboard_and_names(visit: Visit) -> None:
    """One h1, a name for every control, and a citation that opens from the keyboard and takes the focus along."""
    page = visit.page
    visit.ask("What remedy?")
    page.get_by_role("button", name="Filters").click()
    nameless = "controls => controls.filter(one => !one.innerText?.trim() && !one.ariaLabel && !one.labels?.length).length"
    assert page.locator("#page :is(button, input, textarea)").evaluate_all(nameless) == 0
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Pinpoint"]
    page.locator("#now .chip").nth(2).focus()
    page.keyboard.press("Enter")
    page.locator("#source .place", has_text="para 1").wait_for()
    page.wait_for_function("document.activeElement.innerText === 'Fernshire County Council'")


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(1366, 768, "light"), (1366, 768, "dark"), (390, 844, "light"), (390, 844, "dark")],
)
def test_it_fits_the_screen(visit: Visit, width: int, height: int, scheme: Literal["light", "dark"]) -> None:
    """One screen at 1366x768, no sideways scrolling on a phone, and a dark page where the reader's system is dark."""
    page = visit.page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": height})
    page.reload()
    page.get_by_label("Question").wait_for()
    visit.ask("hostile")
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert wide == width
    assert tall == height or width == 390
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(242, 245, 247)", "dark": "rgb(12, 19, 28)"}[scheme]
