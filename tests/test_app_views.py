"""The views beside the conversation, what is taken away, and how it is for all: in a real browser over a double answerer."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from app_doubles import DECISIONS, PAYLOADS, ScriptedAnswerer
from browsing import Visit

from rag import page as parts

AXE = "axe-core@4.11.0"

# --- The reader -------------------------------------------------------------------------------------------------------


def test_an_address_opens_the_paragraph(visit: Visit) -> None:
    """?decision=...&para=... opens the decision there; the contents and the numbers lead to addresses of their own."""
    page = visit.page
    visit.open("?decision=99-000-101&para=4")
    page.locator("#reader .cited", has_text="apologise to Mrs B").wait_for()
    assert page.locator("#reader .place").inner_text() == "99 000 101"
    assert "Upheld" in page.locator("#reader dl").inner_text()
    contents = page.locator("#reader nav a")
    assert contents.all_inner_texts() == ["The complaint", "What I found", "What happened", "Analysis", "Agreed action"]
    contents.nth(3).click()
    page.locator("#reader .cited", has_text="That is fault").wait_for()
    assert page.url.endswith("?decision=99-000-101&para=3")
    page.go_back()
    page.locator("#reader .cited", has_text="apologise to Mrs B").wait_for()
    visit.picture("decision")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("?decision=99-000-999", "got '99-000-999'; this store has no such decision (it holds 2)"),
        ("?decision=%3Cscript%3Ealert(1)%3C/script%3E", "got the reference '<script>alert(1)</script>'"),
        ("?decision=99-000-101&para=%3Cb%3E", "got the paragraph '<b>'; expected a number like 38"),
        ("?decision=99-000-101&para=40", "This decision has no paragraph 40."),
    ],
)
def test_an_address_of_nothing_is_said_plainly(visit: Visit, address: str, words: str) -> None:
    """An unknown or malformed address is an error on the page, in words."""
    visit.open(address)
    visit.page.locator("#reader", has_text=words).wait_for()


def test_decisions_are_found_by_what_is_typed(visit: Visit) -> None:
    """The list narrows by authority; a reference in any spelling opens the decision."""
    page = visit.page
    page.get_by_role("link", name="Decisions").click()
    page.locator("#reader li").nth(1).wait_for()
    page.get_by_label("Find a decision").fill("Fernshire")
    page.get_by_role("button", name="Find").click()
    page.locator("#reader li").nth(1).wait_for(state="detached")
    page.locator("#reader li a").click()
    page.locator("#reader .place", has_text="99 000 101").wait_for()
    page.get_by_label("Find a decision").fill("99000202")
    page.get_by_label("Find a decision").press("Enter")
    page.locator("#reader .place", has_text="99 000 202").wait_for()
    assert page.locator("#reader :is(img, script, iframe, svg)").count() == 0


def test_a_reload_keeps_the_conversation(visit: Visit) -> None:
    """What was asked and cited is there again after a reload, and only in this tab."""
    page = visit.page
    visit.ask("What remedy?")
    visit.ask("And then?")
    page.reload()
    page.locator("#now .question", has_text="And then?").wait_for()
    assert page.locator("#past .question").all_inner_texts() == ["What remedy?"]
    page.locator("#past .chip").nth(1).click()
    page.locator("#source .place", has_text="para 4(b)").wait_for()
    other = page.context.new_page()
    other.goto(visit.address)
    other.locator(".welcome").wait_for()
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    page.reload()
    page.locator(".welcome").wait_for()


# --- The remedies -----------------------------------------------------------------------------------------------------


def test_the_remedies_are_filtered_sorted_charted_and_saved(visit: Visit) -> None:
    """A row opens its paragraph, a heading sorts, the chart says what it counts, the CSV holds the rows shown."""
    page = visit.page
    page.get_by_role("link", name="Remedies").click()
    page.locator("#ledger .rows tbody tr").first.wait_for()
    assert page.locator("#ledger .counted p").inner_text() == (
        "3 remedies in 1 of 2 decisions, counted in the indexed decisions, not a tariff."
    )
    assert "£300" in page.locator("#ledger .chart tbody").inner_text()
    visit.picture("remedies")
    page.get_by_role("button", name="Kind").click()
    page.locator("#ledger th[aria-sort=ascending]", has_text="Kind").wait_for()
    kinds = page.locator("#ledger .rows tbody td:nth-child(3)").all_inner_texts()
    assert kinds == ["apology", "payment", "other"]
    page.locator("#remedies").get_by_label("At least £").fill("100")
    page.locator("#remedies").get_by_label("At least £").press("Enter")
    page.locator("#ledger .counted", has_text="1 remedy in 1 of 2 decisions").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").click()
    content = saved.value.path().read_text(encoding="utf-8-sig")
    assert saved.value.suggested_filename == "remedies.csv"
    assert content.splitlines()[1].startswith("99 000 101,Fernshire County Council,")
    page.locator("#ledger .rows tbody a").first.click()
    page.locator("#reader .cited", has_text="pay her £300").wait_for()


# --- Taking away ------------------------------------------------------------------------------------------------------


def test_an_answer_is_copied_with_its_citations(visit: Visit) -> None:
    """The clipboard holds the text, every citation in full and the note."""
    visit.ask("What remedy?")
    visit.page.get_by_role("button", name="Copy with citations").click()
    visit.page.get_by_role("button", name="Copied").wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert "The Council agreed to pay £300. [2]" in copied
    assert "[2] Fernshire County Council, 99 000 101, para 4(b), Agreed action (Upheld, 2 May 2024)." in copied
    assert copied.endswith(f"{parts.NOTE}\n{parts.ATTRIBUTION}")


def test_the_conversation_is_saved_both_ways(visit: Visit) -> None:
    """Word with footnotes that can be read back, Markdown with as many."""
    visit.ask("What remedy?")
    visit.ask("hostile " + PAYLOADS[1])
    saved = {}
    for button in ("Save as Word", "Save as Markdown"):
        with visit.page.expect_download() as download:
            visit.page.locator("#now").get_by_role("button", name=button).click()
        saved[download.value.suggested_filename] = download.value.path().read_bytes()
    word = ZipFile(BytesIO(saved["pinpoint.docx"]))
    notes = word.read("word/footnotes.xml").decode()
    assert notes.count("<w:footnoteRef/>") == 3 + len(PAYLOADS)
    assert word.read("word/document.xml").decode().count("<w:footnoteReference ") == 3 + len(PAYLOADS)
    text = saved["pinpoint.md"].decode()
    assert text.count("\n[^") == 3 + len(PAYLOADS)
    assert parts.NOTE in text


def test_feedback_is_kept_in_the_store(visit: Visit) -> None:
    """A wrong citation with a comment becomes a line of JSON in the store's folder, and the reader is told."""
    page = visit.page
    visit.ask("What remedy?")
    page.locator("#now summary", has_text="Feedback").click()
    page.get_by_label("Comment").fill("not <b>this</b> paragraph")
    page.locator("#now .tools select").select_option("2")
    visit.picture("feedback")
    page.get_by_role("button", name="Wrong citation").click()
    page.get_by_text("Your feedback is kept in the store.").wait_for()
    lines = (visit.answerer.store.folder / parts.FEEDBACK_FILE).read_text(encoding="utf-8").splitlines()
    kept = json.loads(lines[-1])
    assert (kept["verdict"], kept["comment"], kept["question"]) == ("wrong citation", "not <b>this</b> paragraph", "What remedy?")
    assert [(one["n"], one["paragraph"]) for one in kept["citations"]] == [(2, 4)]


def test_the_model_is_chosen_and_explained(visit: Visit) -> None:
    """Who answers, what that means, and that the choice reaches the answerer."""
    page = visit.page
    assert page.locator("#meaning").inner_text().startswith("double writes; every sentence is checked")
    page.get_by_label("Answered").click()
    page.get_by_role("option", name="By quotation").click()
    page.locator("#meaning", has_text="No model writes, and nothing leaves this machine.").wait_for()
    asked = len(visit.answerer.asked)
    visit.ask("What remedy?")
    assert len(visit.answerer.asked) == asked  # the other answerer was asked


# --- For all ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility checker axe-core, pinned, put into build/ by npm."""
    folder = Path(__file__).parent.parent / "build" / "axe"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("no npm to fetch axe-core for the accessibility test; install it: apt-get install npm")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", AXE]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            pytest.skip(f"npm cannot fetch {AXE} for the accessibility test: {done.stderr.strip()[-200:]}")
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_obstacle_for_anyone(visit: Visit, axe: str, scheme: str) -> None:
    """axe-core finds nothing serious or critical on any view, light and dark."""
    page = visit.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two
    page.reload()
    page.get_by_label("Question").wait_for()
    page.evaluate(axe)
    found = {}
    for view in ("welcome", "answer", "Remedies", "Decisions"):
        if view == "answer":
            visit.ask("What remedy?")
            page.get_by_role("button", name="Filters").click()
            page.locator("#now summary", has_text="Feedback").click()
        elif view != "welcome":
            page.get_by_role("link", name=view).click()
            page.locator("#ledger table, #reader li").first.wait_for()
        found[view] = page.evaluate(
            """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
               .filter(one => ['serious', 'critical'].includes(one.impact))
               .map(one => [one.id, ...one.nodes.slice(0, 3).map(node => node.html.slice(0, 160))])"""
        )
    assert found == {"welcome": [], "answer": [], "Remedies": [], "Decisions": []}


def test_all_of_it_goes_by_keyboard(visit: Visit) -> None:
    """Ask, open a citation, send feedback, go to a view and sort it without a mouse."""
    page = visit.page
    page.get_by_label("Question").focus()
    page.keyboard.type("What remedy?")
    page.keyboard.press("Enter")
    page.locator("#now .coverage").wait_for()
    page.locator("#now .chip").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("#source .place", has_text="para 4(b)").wait_for()
    page.locator("#now summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("good")
    assert page.get_by_label("Comment").input_value() == "good"
    page.locator("#views a").nth(2).focus()
    page.keyboard.press("Enter")
    page.locator("#ledger .rows").wait_for()
    page.get_by_role("button", name="Kind").focus()
    page.keyboard.press("Enter")
    page.locator("#ledger th[aria-sort=ascending]", has_text="Kind").wait_for()


def test_the_theme_can_be_chosen(visit: Visit) -> None:
    """Light or dark by a press, kept over a reload."""
    page = visit.page
    assert page.evaluate("document.body.classList.contains('dark')") is False
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_function("document.body.classList.contains('dark')")
    page.reload()
    page.get_by_label("Question").wait_for()
    page.wait_for_function("document.body.classList.contains('dark')")


@pytest.mark.parametrize("width", [1366, 390])
def test_every_view_fits_the_screen(visit: Visit, width: int) -> None:
    """No sideways scrolling on a desktop or a phone; the quote of a pressed citation is in view."""
    page = visit.page
    page.set_viewport_size({"width": width, "height": 768 if width > 400 else 844})
    visit.ask("What remedy?")
    page.locator("#now .chip").nth(1).click()
    page.locator("#source .place", has_text="para 4(b)").wait_for()
    page.wait_for_function(
        """() => { const mark = document.querySelector('#source mark').getBoundingClientRect();
                   return mark.top > 0 && mark.bottom < innerHeight; }"""
    )
    visit.picture(f"answer-{width}")
    if width == 390:  # the source covers the answer until the reader goes back, by the link or as the phone does
        page.get_by_role("link", name="Back to the answer").click()
        page.locator("#source").wait_for(state="hidden")
        page.locator("#now .chip").nth(0).click()
        page.locator("#source .place", has_text="para 3").wait_for()
        page.go_back()
        page.locator("#source").wait_for(state="hidden")
    for view in ("Remedies", "Decisions"):
        page.get_by_role("link", name=view).click()
        page.locator("#ledger table, #reader li").first.wait_for()
        visit.picture(f"{view.lower()}-{width}")
        beyond = "fields => fields.filter(one => one.getBoundingClientRect().right > innerWidth).length"
        assert page.locator(f"#{view.lower()} :is(input, textarea)").evaluate_all(beyond) == 0
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_double_has_what_these_tests_ask_for() -> None:
    """Two decisions, one of them hostile in every field."""
    assert len(DECISIONS) == len({one.key for one in DECISIONS}) == 2
    assert ScriptedAnswerer().model_name == "double"
