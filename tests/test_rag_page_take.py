"""What is taken away: the copied text, Markdown, Word with footnotes; and the feedback that is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from app_doubles import PANEL, PAYLOADS, answer_compared, answer_hostile, answer_nothing, answer_panel
from docx.oxml import parse_xml
from markdown_it import MarkdownIt
from test_rag_page import Elements

from index import PinpointError, UsageError
from rag import page
from rag.page.take import escape_markdown

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
TALK = [
    page.Exchange("What remedy?", answer=answer_panel("What remedy?")),
    page.Exchange("# " + "\n".join(PAYLOADS), answer=answer_hostile("hostile")),
    page.Exchange("nothing there?", answer=answer_nothing("nothing there?")),
    page.Exchange("failing", error="got no answer from the model server"),
    page.Exchange("stopped"),
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_an_answer_is_copied_whole() -> None:
    """Question, status, text, every citation in full with its address, the note and the attribution."""
    text = page.copy_text(answer_panel("What remedy?"))
    assert text.startswith(
        "What remedy?\n\nPartial answer: the decisions found answer only part of the question.\n\nThe Council should"
    )
    assert f"\n[2] Fernshire County Council, 99 000 101, para 4(b), Agreed action (Upheld, 2 May 2024). {PANEL.url}\n" in text
    assert text.endswith(f"{page.NOTE}\n{page.ATTRIBUTION}")


def test_an_estimated_number_is_copied_as_estimated_and_no_foreign_address() -> None:
    """The hostile decision has both."""
    text = page.copy_text(answer_hostile("q"))
    assert "99 000 202, para 1 (numbering estimated)" in text
    assert "javascript:alert('url')" not in text


def test_markdown_has_every_exchange_and_a_footnote_a_citation() -> None:
    """Errors and unanswered questions are there too, as what they are."""
    text = page.write_markdown(TALK)
    assert page.NOTE in text
    assert escape_markdown(page.ATTRIBUTION) in text
    assert "- The Council agreed to pay £300. \\[Supported\\][^2]\n" in text
    assert "[^2]: Fernshire County Council, 99 000 101, para 4(b), Agreed action (Upheld, 2 May 2024). “pay her £300" in text
    assert "> Error: got no answer from the model server" in text
    assert "> This question was stopped and has no answer." in text
    assert text.count("\n[^") == 3 + len(PAYLOADS)


def test_markdown_stays_text_where_it_is_shown() -> None:
    """Rendered, even with HTML and bare addresses allowed, payloads make no element, image or link of their own."""
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(page.write_markdown(TALK))
    seen = Elements(html)
    assert seen.tags <= {"h1", "h2", "h3", "p", "ul", "li", "blockquote", "em", "a"}
    assert set(seen.addresses) == {PANEL.url}
    assert "![pixel](http://evil.example/pixel.png)" in seen.text


def test_word_has_real_footnotes() -> None:
    """python-docx opens the file; each reference has its note, in order, with the citation in full and its link."""
    content = page.write_word(TALK, at=AT)
    document = docx.Document(BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"{page.NOTE} {page.ATTRIBUTION}" in text
    assert "Error: got no answer from the model server" in text
    body = parse_xml(ZipFile(BytesIO(content)).read("word/document.xml"))
    notes = parse_xml(ZipFile(BytesIO(content)).read("word/footnotes.xml"))
    references = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]
    kept = {one.get(f"{W}id"): "".join(t.text or "" for t in one.iter(f"{W}t")) for one in notes.iter(f"{W}footnote")}
    assert references == [str(n) for n in range(1, 4 + len(PAYLOADS))]
    assert set(kept) == {"-1", "0", *references}
    assert kept["2"].strip().startswith("Fernshire County Council, 99 000 101, para 4(b), Agreed action (Upheld, 2 May 2024).")
    assert kept["2"].endswith(PANEL.url or "")
    links = ZipFile(BytesIO(content)).read("word/_rels/footnotes.xml.rels").decode()
    assert links.count("https://www.lgo.org.uk/") == 1  # one relation for all notes of a decision
    assert "javascript" not in links
    assert document.core_properties.author == "Pinpoint"


def test_a_comparison_is_a_table_everywhere() -> None:
    """Each cell stands under its heading; what is cited again points to its first note; the copied text needs no columns."""
    compared = [page.Exchange("compare", answer=answer_compared("compare"))]
    text = page.write_markdown(compared)
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert "<th>Decision</th>\n<th>Finding</th>\n<th>Agreed</th>" in html
    assert (
        "<td>“That is fault.” [Verbatim][^1]</td>\n<td>Payment of £300 [Supported][^2]; within one month [Supported][^2][^1]</td>"
        in html
    )
    assert text.count("\n[^") == 3
    document = docx.Document(BytesIO(page.write_word(compared, at=AT)))
    grid = document.tables[0]
    assert [cell.text for cell in grid.rows[0].cells] == ["Decision", "Finding", "Agreed"]
    assert grid.rows[1].cells[0].text == "Fernshire County Council (99 000 101, Upheld, 2 May 2024)"
    assert grid.rows[1].cells[2].text == "Payment of £300 [Supported]\nwithin one month [Supported]"
    notes = ZipFile(BytesIO(page.write_word(compared, at=AT))).read("word/footnotes.xml").decode()
    assert "As in note 2: 99 000 101, para 4(b)." in notes
    copied = page.copy_text(answer_compared("compare"))
    assert (
        "\n\nFernshire County Council (99 000 101, Upheld, 2 May 2024)\nFinding: “That is fault.” [1]\n"
        "Agreed: Payment of £300 [2]; within one month [2] [1]\n\n"
    ) in copied
    assert " | " not in copied


def test_word_takes_what_xml_cannot_hold() -> None:
    """A control character in a question does not break the file."""
    content = page.write_word([page.Exchange("a\x0bb\ufffe", error="e\x00")], at=AT)
    assert "a\ufffdb\ufffd" in [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]


def test_an_empty_conversation_can_be_saved() -> None:
    """It holds the note and nothing else."""
    assert page.write_markdown([]).count("\n\n") == 1
    assert len(docx.Document(BytesIO(page.write_word([], at=AT))).paragraphs) == 2


# --- Feedback ---------------------------------------------------------------------------------------------------------


def test_feedback_is_a_line_of_json(tmp_path: Path) -> None:
    """Each has what is needed to look into it; lines are added, never replaced."""
    for said in (
        {"turn": 1, "verdict": "useful", "citation": 0, "comment": " good \n"},
        {"turn": 1, "verdict": "wrong citation", "citation": 3},
    ):
        page.keep_feedback(tmp_path, TALK, said, at=AT, user="ann")
    first, second = map(json.loads, (tmp_path / page.FEEDBACK_FILE).read_text(encoding="utf-8").splitlines())
    assert (first["at"], first["verdict"], first["comment"], first["user"]) == (
        "2026-11-26T12:00:00+00:00",
        "useful",
        "good",
        "ann",
    )
    assert (first["question"], first["model"], len(first["citations"])) == ("What remedy?", "double", 3)
    assert [one["quote"] for one in second["citations"]] == ["She says this cost her a year."]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "got feedback on answer 'None'"),
        ({"turn": 0, "verdict": "useful"}, "got feedback on answer '0'"),
        ({"turn": 9, "verdict": "useful"}, "got feedback on answer '9'"),
        ({"turn": 4, "verdict": "useful"}, "got feedback on answer '4'"),  # an error is no answer
        ({"turn": True, "verdict": "x"}, "got feedback on answer 'True': 'x'; expected one of useful, wrong citation"),
        ({"turn": 1, "verdict": "useful", "comment": "x" * 2001}, "got a comment of 2,001 characters; expected 2,000 at most"),
    ],
)
def test_feedback_of_nothing_is_refused(said: dict[str, object], words: str, tmp_path: Path) -> None:
    """What the browser sends is matched against the conversation."""
    with pytest.raises(UsageError, match=words):
        page.keep_feedback(tmp_path, TALK, said, at=AT)
    assert not (tmp_path / page.FEEDBACK_FILE).exists()


def test_feedback_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    """A store that cannot be written is an error in words, and a full file is left alone."""
    said: dict[str, object] = {"turn": 1, "verdict": "useful", "citation": 0}
    with pytest.raises(PinpointError, match=r"cannot be kept in the store \(No such file"):
        page.keep_feedback(tmp_path / "gone", TALK, said, at=AT)
    with (tmp_path / page.FEEDBACK_FILE).open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(PinpointError, match=r"feedback\.jsonl holds 50,000,000 bytes; move it away"):
        page.keep_feedback(tmp_path, TALK, said, at=AT)


def test_a_claim_of_prose_names_no_decision_above_it() -> None:
    """Quotations stand under their decision, a model's sentences under none."""
    answer = replace(answer_panel("q"), mode="quotation")
    assert "### Fernshire County Council (99 000 101, Upheld, 2 May 2024)" in page.write_markdown(
        [page.Exchange("q", answer=answer)]
    )
    assert "###" not in page.write_markdown(TALK[:1])
