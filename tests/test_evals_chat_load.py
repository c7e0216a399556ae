"""The load on the chat: a few users for a moment on a real server, and what is made of the times."""

from __future__ import annotations

import pytest
from app_doubles import ScriptedAnswerer

from evals.chat_load import LoadResult, QuestionEvent, load_chat, load_table
from index import PinpointError


def test_users_at_once_get_answers(served: tuple[ScriptedAnswerer, str]) -> None:
    """Each is answered, with text before the whole, and none is refused."""
    result = load_chat(served[1], ["What remedy?", "And for a late plan?"], users=3, seconds=0.3)
    assert result.errors == []
    assert len(result.whole) == len(result.first) >= 3
    assert all(first <= whole for first, whole in zip(sorted(result.first), sorted(result.whole), strict=True))


def test_an_answer_that_fails_is_an_error(served: tuple[ScriptedAnswerer, str]) -> None:
    """An error on the page is no answer, however quick it comes."""
    result = load_chat(served[1], ["failing"], users=1, seconds=0.1)
    assert result.whole == []
    assert set(result.errors) == {"ValueError: the answer failed: no text of an answer came"}


def test_the_table_states_errors_and_times() -> None:
    """Each error once, and nothing is divided by nothing."""
    result = LoadResult(2, 1, first=[0.1, 0.2], whole=[0.3, 0.4], errors=["OSError: x", "OSError: x"])
    assert load_table(result).splitlines() == [
        "2 users at once for 1 s: 2 answers, 2 errors",
        "                  median      95 in 100",
        "to first text       0.15 s      0.20 s",
        "to whole answer     0.35 s      0.40 s",
        "error: OSError: x",
    ]
    assert load_table(LoadResult(1, 1)).startswith("one user: 0 answers, 0 errors")


def test_another_page_is_refused() -> None:
    """Where there is no question there is nothing to measure."""
    with pytest.raises(PinpointError, match=r"^got a page without a question event; expected the chat's$"):
        QuestionEvent.find("http://127.0.0.1:1/", {"components": [], "dependencies": []})
