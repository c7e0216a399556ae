"""The chat as people use it: the real page in a real browser over a double answerer, and its command.

The browser is Debian's chromium, driven by playwright; without either these tests say how to install it and skip.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Literal

import pytest
from app_doubles import PANEL, PAYLOADS, ScriptedAnswerer, answer_panel
from browsing import Visit

import app
import rag
from index import Filters, PinpointError, StoreMissing, UsageError
from rag import Settings, Turn
from rag.screens import Options, launch_app

# --- The command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status"),
    [(StoreMissing("got no store in 'x'; run: pinpoint index"), 1), (UsageError("got the model 'x'"), 2)],
)
def test_main_prints_one_line_and_exits(
    error: PinpointError, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A store that cannot be used is one line on stderr and the exit status of its kind."""

    def load_answerers(store: str, llms: list[str], *, settings: Settings) -> tuple[ScriptedAnswerer, ...]:
        assert (store, llms, settings.llm) == ("x", ["quotation"], "quotation")
        raise error

    monkeypatch.setattr(rag, "load_answerers", load_answerers, raising=False)
    assert app.main(["--store", "x", "--llm", "quotation"]) == status
    assert capsys.readouterr().err == f"pinpoint: {error}\n"


def test_a_port_that_cannot_be_served_is_refused() -> None:
    """A port that is taken, and a number that is no port, are said in one line."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PinpointError, match=rf"^got 127\.0\.0\.1 port {port}, which is taken"):
            launch_app([ScriptedAnswerer()], Options(port=port))
    with pytest.raises(UsageError, match=r"^got the port 70000; expected one from 1 to 65535$"):
        launch_app([ScriptedAnswerer()], Options(port=70000))


def test_importing_the_app_does_not_import_gradio() -> None:
    """`pinpoint --help` stays fast."""
    code = "import app, sys; sys.exit('gradio' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# --- The page in a browser --------------------------------------------------------------------------------------------


def test_a_question_gets_a_streamed_answer_whose_citations_open(visit: Visit) -> None:
    """The main path: ask, watch it come, see the first source, press another citation, see its quote marked."""
    page = visit.page
    page.get_by_label("Question").fill("What remedy?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#now .draft", has_text="The Council should have").wait_for()  # the text streams before it is complete
    page.locator("#now .coverage").wait_for()
    page.locator("#source mark").wait_for()
    assert page.locator("#source mark").inner_text() == (
        "The Council should have arranged a stage three panel when Mrs B asked for one."
    )
    page.get_by_role("link", name="Citation 2: 99 000 101, paragraph 4(b)").click()
    page.locator("#source .place", has_text="99 000 101, para 4(b)").wait_for()
    assert page.locator("#source mark").inner_text() == "pay her £300 for her distress and her time and trouble"
    assert page.locator("#source .paragraph").nth(2).inner_text().startswith("3\n\nThe Council should have arranged")
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
    visit.page.get_by_role("button", name="What is the highest payment?").click()
    visit.page.locator("#now .coverage").wait_for()
    assert visit.answerer.asked[-1][0] == "What is the highest payment?"


def test_filters_count_and_narrow(visit: Visit) -> None:
    """Choosing an authority changes the line and reaches the answerer; a malformed date is an error in the chat."""
    page = visit.page
    page.get_by_role("button", name="Filters · 2 of 2 decisions match").click()
    page.locator("#filters").get_by_label("Authority").click()
    page.wait_for_function("getSelection().toString() === 'Any'")
    page.keyboard.type("ferns")
    assert page.get_by_role("option").all_inner_texts() == ["Fernshire County Council"]
    page.get_by_role("option", name="Fernshire County Council").click()
    page.get_by_role("button", name="Filters · 1 of 2 decisions match · Fernshire County Council").wait_for()
    visit.ask("What remedy?")
    assert visit.answerer.asked[-1][2] == Filters(authority="Fernshire County Council")
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_role("button", name="Filters · 2 of 2 decisions match").wait_for()
    page.locator("#filters").get_by_label("Since").fill("yesterday")
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
    page.locator("#filters").get_by_label("Authority").click()
    page.get_by_role("option", name="Oakmere <b>Borough</b> Council").wait_for()
    assert page.locator("#page :is(img, script, iframe, object, svg[onload], [onerror])").count() == 0
    links = page.locator("#page a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(link == "#left" or link.startswith(("#cite-1-", "?decision=99-000-202")) for link in links)


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
    nameless = "controls => controls.filter(one => !one.textContent?.trim() && !one.ariaLabel && !one.labels?.length).length"
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
    visit.picture(f"first-{width}-{scheme}")
    visit.ask("hostile")
    visit.ask("compare")  # a table, on a phone cards
    assert page.locator("#now .comparison").evaluate("table => table.scrollWidth <= table.clientWidth")
    visit.picture(f"compare-{width}-{scheme}")
    assert page.locator("#meaning").evaluate("said => said.offsetHeight < 80")  # beside the menu of models
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert wide == width
    assert tall == height or width == 390
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(242, 245, 247)", "dark": "rgb(12, 19, 28)"}[scheme]
