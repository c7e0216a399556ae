"""The doors for programs: named endpoints by gradio_client, tools by the Model Context Protocol; both over a real server."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import pytest
from app_doubles import PANEL, ScriptedAnswerer, answer_panel

from index import Filters, PinpointError, UsageError
from rag import Turn, page
from rag.screens.tools import make_tools

# --- The doors alone --------------------------------------------------------------------------------------------------


def test_ask_gives_the_answer_as_json_and_hands_on_what_was_said() -> None:
    """Citations are the same objects as everywhere; filters and earlier questions reach the answerer."""
    answerer = ScriptedAnswerer()
    programs = page.Programs([answerer])
    got = programs.ask("What remedy?", {"outcome": "Upheld", "since": "2024-01-01", "until": ""}, ["first"])
    assert got == answer_panel("What remedy?").to_json()
    asked = Filters(outcome="Upheld", since=PANEL.decision_date.replace(month=1, day=1) if PANEL.decision_date else None)
    assert answerer.asked == [("What remedy?", (Turn("first", ""),), asked)]


def test_search_show_and_remedies_give_the_json_of_the_command_line() -> None:
    """Passages, a decision with its labels, rows of the ledger with their note; each says whose the decisions are."""
    programs = page.Programs([ScriptedAnswerer()])
    assert {one["attribution"] for one in programs.search("panel", 2)} == {"Invented decisions of nobody"}
    assert [one["paragraph"] for one in programs.search("panel", 2)] == [1, 2]
    (decision,) = programs.read_decision("99-000-101", 4)
    assert (decision["decision_date"], decision["same_text"]) == ("2024-05-02", [])
    assert [(one["number"], one["label"]) for one in decision["paragraphs"]] == [(4, "4")]
    found = programs.remedies({"outcome": "Upheld"}, {"kind": "payment", "min_amount": 100})
    assert (found["note"], found["count"]) == ("counted in the indexed decisions, not a tariff", 1)
    assert (found["remedies"][0]["amount"], found["remedies"][0]["decision_date"]) == ("£300", "2024-05-02")
    assert decision["attribution"] == found["remedies"][0]["attribution"] == "Invented decisions of nobody"
    json.dumps([decision, found])


@pytest.mark.parametrize(
    ("door", "arguments", "words"),
    [
        ("ask", ("q", {"colour": "red"}), "got 'colour' in filters; expected some of authority, category"),
        ("ask", ("q", {"since": "soon"}), "got 'soon' for since"),
        ("ask", ("q", None, None, "gpt"), "got the model 'gpt'; expected one of double"),
        ("ask", ("failing",), "got no answer from the model server"),
        ("search", ("q", 0), "got the limit 0; expected 1 to 50"),
        ("read_decision", ("99 000 999",), "got '99 000 999'; this store has no such decision"),
        ("read_decision", ("<b>",), "got the reference '<b>'"),
        ("read_decision", ("99 000 101", 9), "got paragraph 9; 99 000 101 has no such paragraph"),
        ("remedies", ({}, {"kind": "bribe"}), "got kind 'bribe'"),
        ("remedies", ({}, {"min_amount": "lots"}), "got 'lots' for min_amount; expected a sum in pounds"),
        ("remedies", ({}, {}, 501), "got the limit 501; expected 1 to 500"),
    ],
)
def test_what_cannot_be_done_is_an_error_in_words(door: str, arguments: tuple[Any, ...], words: str) -> None:
    """What was got, what was expected."""
    with pytest.raises(PinpointError, match=words):
        getattr(page.Programs([ScriptedAnswerer()]), door)(*arguments)


def test_tools_without_their_package_say_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "mcp.server.fastmcp", None)
    with pytest.raises(UsageError, match=r"got --mcp without its package; install it: pip install 'pinpoint-rag\[mcp\]'"):
        make_tools(page.Programs([ScriptedAnswerer()]))


# --- Over the server --------------------------------------------------------------------------------------------------


def test_a_program_uses_the_named_endpoints(served: tuple[ScriptedAnswerer, str]) -> None:
    """gradio_client sees four endpoints and no event of the page; an error arrives as one."""
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(served[1], verbose=False, analytics_enabled=False, download_files=False)
    assert sorted(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == [
        "/ask",
        "/remedies",
        "/search",
        "/show",
    ]
    assert client.predict("What remedy?", api_name="/ask") == answer_panel("What remedy?").to_json()
    assert len(client.predict("panel", 3, api_name="/search")) == 3
    assert client.predict("99 000 101", 4, "", api_name="/show")[0]["paragraphs"][0]["label"] == "4"
    assert client.predict({}, {"kind": "payment"}, api_name="/remedies")["remedies"][0]["amount"] == "£300"
    with pytest.raises(AppError, match="got the reference 'x'"):
        client.predict("x", api_name="/show")
    client.close()


def test_a_model_of_another_program_uses_the_tools(served: tuple[ScriptedAnswerer, str]) -> None:
    """The four tools with their descriptions; answers are JSON; an error is an error and not an answer."""
    pytest.importorskip("mcp", reason="no mcp for the tools' test; install it: pip install 'pinpoint-rag[mcp]'")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def use() -> tuple[list[str], dict[str, Any], bool, str]:
        async with streamable_http_client(f"{served[1]}mcp/") as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            assert all(tool.description for tool in tools)
            asked = await session.call_tool("ask", {"question": "What remedy?", "filters": {"outcome": "Upheld"}})
            failed = await session.call_tool("read_decision", {"reference": "x"})
            return [tool.name for tool in tools], json.loads(asked.content[0].text), bool(failed.isError), failed.content[0].text  # type: ignore[union-attr]  # text

    names, answer, is_error, words = asyncio.run(use())
    assert names == ["ask", "search", "read_decision", "remedies"]
    assert answer["citations"] == answer_panel("What remedy?").to_json()["citations"]
    assert is_error
    assert "got the reference 'x'; expected one like" in words
