"""The words of a decision are packed whole and come back as they were; what is torn is refused in one line."""

from __future__ import annotations

import json
import zlib

import pytest

from index import Item, StoreDamaged, read_decision, sample_folder
from index.bodies import Body, pack, pack_bodies, unpack


def test_every_sample_comes_back_as_it_was() -> None:
    """Section, subsection, text and items of each paragraph; in fewer bytes than the texts have."""
    for file in sorted(sample_folder().glob("*.txt")):
        decision = read_decision(file)
        packed = pack(decision.paragraphs)
        assert [(b.section, b.subsection, b.text, b.items) for b in unpack(packed)] == [
            (p.section, p.subsection, p.text, p.items) for p in decision.paragraphs
        ]
        assert len(packed) < sum(len(p.text.encode()) for p in decision.paragraphs) * 0.6


STRANGE = [
    Body("", None, ""),  # nothing
    Body("What I found", "“Quotes” – dashes", '£1,500\u00a0é \U0001f642\nline\ttab \\ " [1, 2]'),  # letters of every kind
    Body("s", None, "x", (Item("a", "letter", "one"), Item("", "bullet", "two"))),
]


@pytest.mark.parametrize("body", STRANGE)
def test_strange_words_come_back(body: Body) -> None:
    """Alone, and among others."""
    assert unpack(pack_bodies([body])) == (body,)
    assert unpack(pack_bodies([body, *STRANGE])) == (body, *STRANGE)
    assert unpack(pack_bodies([])) == ()


TORN = [
    b"",  # nothing
    b"What I found",  # not packed
    pack_bodies(STRANGE)[:-6],  # the end is missing
    zlib.compress(b"{"),  # no JSON
    zlib.compress(json.dumps([["section", None, "text"]]).encode()),  # no items
    zlib.compress(json.dumps([["section", None, "text", [{"label": "a"}]]]).encode()),  # half an item
    zlib.compress(b"5"),  # no list
]


@pytest.mark.parametrize("packed", TORN)
def test_what_is_torn_is_refused(packed: bytes) -> None:
    """With what to do."""
    with pytest.raises(StoreDamaged, match=r"^the text of a decision is torn; restore the store from a copy or index again$"):
        unpack(packed)
