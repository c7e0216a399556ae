"""What the chat shows and how it asks, over a double answerer and without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from app_doubles import (
    HOSTILE,
    PANEL,
    PAYLOADS,
    ScriptedAnswerer,
    TwoDecisions,
    answer_compared,
    answer_hostile,
    answer_nothing,
    answer_panel,
    cite,
)

from index import Decision, Filters, PinpointError, Reference, UsageError
from rag import Citation, Claim, Turn, page

OUR_TAGS = {"a", "article", "b", "br", "div", "h2", "h3", "h4", "header", "mark", "p", "section", "span", "style"}
OUR_TAGS |= {"button", "details", "label", "option", "pre", "select", "summary", "textarea"}  # what can be done with an answer
OUR_ATTRIBUTES = {"aria-label", "class", "data-place", "data-turn", "href", "rel", "tabindex", "target", "title"}
OUR_ATTRIBUTES |= {"data-act", "data-verdict", "hidden", "maxlength", "rows", "type", "value"}
COMMAND = 'pinpoint remedies --reference "{}"'
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
    assert page.plain(text) == html


@pytest.mark.parametrize("text", PAYLOADS)
def test_plain_shows_exactly_the_text(text: str) -> None:
    """What a reader sees is the text itself, payloads included."""
    assert Elements(page.plain(text)).text == text


def test_nothing_hostile_becomes_an_element() -> None:
    """Payloads in question, claims, notices, coverage, decision and warnings leave only our own elements and links."""
    exchange = page.Exchange("\n".join(PAYLOADS), answer=answer_hostile("hostile"))
    sources = [page.open_source(TwoDecisions(), [exchange], f"1-{n}") for n in range(1, len(PAYLOADS) + 1)]
    unfinished = (page.Exchange(text, text, error=error) for text in PAYLOADS for error in (None, text))
    errors = [page.render_exchange(one, 1) for one in unfinished]
    seen = Elements("".join([page.show_exchange(exchange, 1), *sources, *errors]))
    assert seen.tags <= OUR_TAGS
    assert seen.attributes <= OUR_ATTRIBUTES
    ours = ("#cite-1-", "?decision=99-000-202&para=")
    assert all(address == "#left" or address.startswith(ours) for address in seen.addresses)


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
    html = page.render_claim(claim, [cite(1, PANEL, 3)], 2, named=False)
    assert Elements(html).text == f"That is fault. [1] para 3 {words}"
    assert 'href="#cite-2-1" aria-label="Citation 1&#58; 99 000 101&#44; paragraph 3"' in html


def test_claims_stand_under_the_decision_they_cite() -> None:
    """A line names the decision once, and again only where another one follows; prose names it at every pin instead."""
    citations = (cite(1, PANEL, 1), cite(2, PANEL, 3), cite(3, HOSTILE, 8))
    claims = tuple(Claim(f"claim {one.n}", (one.n,), "supported", "") for one in citations)
    answer = replace(answer_panel("q"), claims=claims, citations=citations, mode="quotation")
    html = page.render_answer(answer, 1)
    outline, _, body = html.partition("</nav>")
    assert Elements(outline).text.startswith("Partial answer")
    assert Elements(outline).text.endswith("2 decisions: Fernshire County Council 2 Oakmere <b>Borough</b> Council 1")
    assert Elements(outline).addresses == ["#part-1-1", "#part-1-2"]
    assert body.count("<h3>") == body.count('<section id="part-1-') == 2
    assert body.index("Fernshire") < body.index("claim 1") < body.index("claim 2") < body.index("Oakmere")
    prose = page.render_answer(replace(answer, mode="model"), 1)
    assert "<h3>" not in prose
    assert "[3] 99 000 202 para 8 (estimated)" in Elements(prose).text


def test_a_count_stands_under_no_decision_and_says_that_it_was_worked_out() -> None:
    """It is of many: each pin names its own, and the quotations follow under theirs."""
    citations = (cite(1, PANEL, 1), cite(2, HOSTILE, 8))
    count = Claim("Of 2 decisions, 2 agreed.", (1, 2), "supported", "counted", computed=True)
    quotation = Claim("claim 2", (2,), "quote", "verbatim")
    answer = replace(answer_panel("q"), claims=(count, quotation), citations=citations, mode="quotation")
    html = page.render_answer(answer, 1)
    assert html.index("Of 2 decisions") < html.index("<h3>") < html.index("Oakmere") < html.index("claim 2")
    assert html.count("<h3>") == 1
    assert "[1] 99 000 101 para 1 [2] 99 000 202 para 8 (estimated) Worked out from the cited paragraphs" in Elements(html).text


def test_no_answer_says_so_and_names_what_was_searched() -> None:
    """Abstaining shows its text, which holds the coverage and the nearest decisions, and shows them once."""
    assert Elements(page.render_answer(answer_nothing("q"), 1)).text == (
        "No answer found.Nothing answers that. Searched 2 decisions, "
        "from 02 May 2024 to 02 May 2024, 1 without a date; nearest: 99 000 101."
    )
    assert Elements(page.render_answer(answer_nothing("q"), 1)).addresses == ["?decision=99-000-101"]


def test_notices_and_errors_are_shown() -> None:
    """A notice is called a note, and an error is never dressed as an answer."""
    answer = replace(answer_panel("q"), notices=("the model did not answer; quotations instead",))
    assert "Note: the model did not answer; quotations instead" in Elements(page.render_answer(answer, 1)).text
    assert Elements(page.render_exchange(page.Exchange("q", error="no store"), 1)).text == "qError: no store"


@pytest.mark.parametrize(
    ("note", "words", "addresses"),
    [
        ("9 more actions of 99 000 101: " + COMMAND.format("99 000 101"), "9 more actions of 99 000 101: open the decision", 1),
        ("9 more: " + COMMAND.format("<b>"), "9 more: " + COMMAND.format("<b>"), 0),  # no reference leads nowhere
        ("99 000 101 is not in the store", "99 000 101 is not in the store", 0),  # a link would lead to an error
    ],
)
def test_a_command_of_the_terminal_is_a_link_on_the_page(note: str, words: str, addresses: int) -> None:
    """A reader of the page has no terminal."""
    seen = Elements(page.render_answer(replace(answer_panel("q"), notices=(note,), status="complete"), 1))
    assert seen.text.startswith(f"Note: {words}The Council")
    assert seen.addresses.count("?decision=99-000-101") == addresses


def test_a_comparison_is_a_table_on_the_page() -> None:
    """A row for each decision, each cell under its heading; estimated numbers are said once a row."""
    seen = Elements(page.render_answer(answer_compared("q"), 1))
    assert seen.text.startswith(
        "DecisionFindingAgreedFernshire County Council 99 000 101 · Upheld · 2 May 2024"
        "That is fault. [1] para 3 VerbatimPayment of £300 [2] para 4(b) Supported"
        "within one month [2] para 4(b) [1] para 3 SupportedOakmere <b>Borough</b> Council"
    )
    assert "numbering estimated" in seen.text
    assert "(estimated)" not in seen.text
    assert {"data-label", "scope"} <= seen.attributes


def test_examples_are_of_what_the_store_holds() -> None:
    """A topic that the store has, two of its decisions, its sums; and always something."""
    assert page.welcome(TwoDecisions()).count("<button") == 3
    assert page.examples_of(["Housing"], ["99 000 101", "99 000 202", "99 000 303"]) == (
        page.EXAMPLES["Housing"],
        "Compare what was agreed in 99 000 101 and 99 000 202",
        "What is the highest payment?",
    )
    assert page.examples_of([], ["99 000 101"]) == ("What is the highest payment?",)


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
    assert page.render_paragraph(text, quote) == html


def test_the_source_shows_particulars_the_decision_and_sub_items() -> None:
    """The panel holds what a reader needs to judge and find the quote, the metadata on top."""
    source = page.render_source(cite(1, PANEL, 4, quote="pay her £300", label="4(b)"), "1-1", PANEL)
    text = Elements(source.partition("</style>")[2]).text
    assert text.startswith(
        "Fernshire County Council99 000 101, para 4(b)Upheld · 2 May 2024 · Agreed action"
        "Back to the answer Open as a page Read the published decision"
        "This sample is invented; no such decision exists.The complaint1Mrs B complains"
    )
    assert "(b) pay her £300 for her distress" in text
    assert "<mark>pay her &#163;300</mark>" in source
    addresses = [f"?decision=99-000-101&para={n}" for n in (1, 2, 3, 4)]
    assert Elements(source).addresses == ["#left", addresses[3], PANEL.url, *addresses]


@pytest.mark.parametrize(
    ("citation", "decision", "words"),
    [
        (cite(1, HOSTILE, 1), HOSTILE, "Numbering estimated: check the number against the published page."),
        (replace(cite(1, PANEL, 1), basis="none"), PANEL, "This paragraph has no number on the page."),
        (replace(cite(1, PANEL, 1), quote="never said"), PANEL, "The quotation was not found in this paragraph."),
        (replace(cite(1, PANEL, 1), authority=None), None, "Authority not known"),  # stands without its decision
    ],
)
def test_the_source_says_what_is_doubtful(citation: Citation, decision: Decision | None, words: str) -> None:
    """A number that is estimated, a quote that is not there and a name that is missing are said in words."""
    assert words in Elements(page.render_source(citation, "1-1", decision)).text


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
    assert Elements(page.render_source(replace(cite(1, PANEL, 1), url=url), "1-1", None)).addresses == ["#left"]


@pytest.mark.parametrize("name", ["", "1", "1-", "1-9", "2-1", "0-1", "-1-1", "1-1-1", "²-1", "1-1'] *", "None"])
def test_a_name_of_no_citation_opens_nothing(name: str) -> None:
    """What the browser sends is matched, never trusted."""
    exchanges = [page.Exchange("q", answer=answer_panel("q"))]
    assert page.open_source(TwoDecisions(), exchanges, name) == page.GUIDE


def test_a_store_that_fails_still_opens_the_citation() -> None:
    """The citation carries its paragraph; only the rest of the decision needs the store."""

    class BrokenStore(TwoDecisions):
        def find(self, reference: Reference, authority: str | None = None) -> tuple[Decision, ...]:
            message = f"cannot read {reference} of {authority}"
            raise PinpointError(message)

    source = page.open_source(BrokenStore(), [page.Exchange("q", answer=answer_panel("q"))], "1-1")
    assert "<mark>The Council should have arranged" in source
    assert source.count('class="paragraph') == 1


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_fields_become_filters() -> None:
    """Empty fields do not narrow; dates are read."""
    assert page.read_filters(NO_FILTERS) == Filters()
    assert page.read_filters(("A", "B", "C", " 2024-05-02 ", None)) == Filters("A", "B", "C", date(2024, 5, 2))


@pytest.mark.parametrize("text", ["2024", "02/05/2024", "2024-13-01", "soon", "<b>"])
def test_a_malformed_date_is_refused(text: str) -> None:
    """The message says what was got and what was expected."""
    with pytest.raises(UsageError, match=r"^got '.+' for since; expected a date like 2023-04-30$"):
        page.read_filters(("", "", "", text, ""))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (NO_FILTERS, "Filters · 2 of 2 decisions match"),
        (("", "", "Upheld", "", " "), "Filters · 1 of 2 decisions match · Upheld"),  # what is chosen shows when the fields do not
        (("", "", "", "2030-01-01", ""), "Filters · 0 of 2 decisions match · 2030-01-01"),
        (("", "", "", "", "x"), "Filters · Error: got 'x' for until; expected a date like 2023-04-30"),
    ],
)
def test_the_filters_say_how_many_decisions_remain(fields: tuple[str, ...], line: str) -> None:
    """The count stands on the closed accordion too."""
    assert page.describe_filters(TwoDecisions(), fields) == line


def test_an_exchange_grows_and_ends_in_the_answer() -> None:
    """The draft only grows, the answer comes last, and earlier answers are the history."""
    answerer = ScriptedAnswerer()
    earlier = [page.Exchange("first", answer=answer_nothing("first")), page.Exchange("second", error="failed")]
    steps = list(page.ask_in_steps(answerer, "third", earlier, NO_FILTERS))
    assert steps[0] == page.Exchange("third")
    assert all(later.draft.startswith(step.draft) for step, later in pairwise(steps))
    assert steps[-1].answer == answer_panel("third")
    assert answerer.asked == [("third", (Turn("first", answer_nothing("").text),), Filters())]


def test_what_a_model_is_writing_is_shown_as_unchecked() -> None:
    """Beside the sentences that are settled, as text."""
    shown = page.show_exchange(page.Exchange("q", draft="- Settled. [1]", writing="The <b>Coun"), 1)
    assert ">- Settled. [1]</p>" in shown.replace("&#91;", "[").replace("&#93;", "]").replace("&#45;", "-").replace("&#46;", ".")
    assert "Not checked yet" in shown
    assert "<b>" not in shown


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
    last = list(page.ask_in_steps(ScriptedAnswerer(), question, [], fields))[-1]
    assert (last.error, last.answer) == (error, None)


def test_leaving_early_closes_the_answerers_stream() -> None:
    """Stopping frees the model."""
    answerer = ScriptedAnswerer()
    steps = page.ask_in_steps(answerer, "endless", [], NO_FILTERS)
    assert [next(steps).draft for _ in range(3)] == ["", "and ", "and and "]
    del steps
    assert answerer.closed == 1


def test_a_paragraph_without_a_number_shows_none() -> None:
    """The running number is a key and stands nowhere on the page; the pin names section and place."""
    citation = replace(cite(1, PANEL, 4), basis="none", label="Finding, 2nd item")
    text = Elements(page.render_source(citation, "1-1", None).partition("</style>")[2]).text
    assert "99 000 101, Finding, 2nd item" in text
    assert "<b></b>" in page.render_source(citation, "1-1", None)
    claim = Elements(page.render_claim(Claim("It was fault.", (1,), "quote", ""), [citation], 1, named=False)).text
    assert "[1] Finding, 2nd item" in claim
    assert "para" not in claim
