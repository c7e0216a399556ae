"""The lexical index finds paragraphs by their stemmed words; nothing a user types is query syntax."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import tantivy

from index import StoreDamaged, terms
from index.lexical import LexicalIndex

ROWS = [
    (100_001, 1, "The Council delayed the stage three review panel for eleven weeks."),
    (100_002, 1, "Mr B was paid £250 for his distress."),
    (200_001, 2, "The delays in housing him were fault; the homelessness duty was missed."),
    (200_002, 2, "The Council’s policy on panels is published."),
]
TERMS = [
    ("", ()),  # nothing
    ("   \n\t ", ()),  # only spaces
    ("The of and WAS", ()),  # stop words in any case
    ("Who, what; when?", ()),  # stop words with their punctuation
    ("panel panels PANELS", ("panel", "panel", "panel")),  # stemmed, lower-cased, repeats kept
    ("delayed delays delaying", ("delay", "delay", "delay")),  # three forms, one stem
    ("the Council’s duty", ("council", "duti")),  # a curly apostrophe
    ("the Council's duty", ("council", "duti")),  # a straight one
    ("stage\u00a0three", ("stage", "three")),  # a no-break space parts words
    ("café", ("cafe",)),  # accents are folded
    ("£1,500", ("1", "500")),  # a sum is its figures
    ("x" * 50, ()),  # no word is as long as this
]


@pytest.mark.parametrize(("text", "expected"), TERMS)
def test_terms_are_the_words_that_carry_meaning(text: str, expected: tuple[str, ...]) -> None:
    """Each row is one thing that happens to words."""
    assert terms(text) == expected


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    """An index of four paragraphs of two decisions."""
    index = LexicalIndex.open(tmp_path / "lexical")
    index.write(ROWS)
    return index


def test_every_paragraph_with_a_term_is_known(lexical: LexicalIndex) -> None:
    """In order; none of a term that stands nowhere, and no guess at a slip."""
    assert lexical.holding("delay").tolist() == [100_001, 200_001]
    assert lexical.holding("council").tolist() == [100_001, 200_002]
    assert lexical.holding("homelesness").tolist() == []


FOUND = [
    ("delay", {100_001, 200_001}),  # by stem, from both decisions
    ("review panels", {100_001, 200_002}),  # any of the words is enough
    ("homelesness duty", {200_001}),  # one letter left out
    ("hoemlessness", {200_001}),  # two letters exchanged
    ("distresss", {100_002}),  # a letter doubled
    ("paad", set()),  # a word too short to be guessed at
    ("housebound", set()),  # more than one letter away from everything
    ("the and of", set()),  # nothing is left to search by
    ("", set()),  # nothing was asked
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_paragraphs_are_found_by_their_words(lexical: LexicalIndex, query: str, expected: set[int]) -> None:
    """Each row is a query and exactly the paragraphs that hold a word of it."""
    assert {paragraph for paragraph, _ in lexical.search(terms(query), 10)} == expected


def test_the_best_comes_first_and_scores_fall(lexical: LexicalIndex) -> None:
    """A paragraph with two of the words stands before one with one of them."""
    hits = lexical.search(terms("stage three review panel"), 10)
    assert [paragraph for paragraph, _ in hits] == [100_001, 200_002]
    assert hits[0][1] > hits[1][1] > 0


MIXED = [
    "delay panel homelesness",  # a slip beside terms
    "hoemlessness distresss",  # slips only
    "the coumcil's panel and distresss in housing",  # two slips beside terms
    "council guardian delay",  # a word that stands nowhere, not even nearly
    "guardian trustee",  # nothing but such
]


@pytest.mark.parametrize("query", MIXED)
@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("decisions", [None, range(3, 40), range(3, 9_000)])  # the last is longer than a list tantivy is given
def test_slips_beside_terms_score_as_in_one_query(tmp_path: Path, query: str, count: int, decisions: Sequence[int] | None) -> None:
    """What is asked apart finds what tantivy finds asked at once, with the same scores, within decisions too."""
    index = LexicalIndex.open(tmp_path / "lexical")
    texts = [text for _, _, text in ROWS]
    rows = [(at * 100_000 + 1, at, " ".join(texts[digit] for digit in (at % 4, at // 4 % 4, at // 16))) for at in range(1, 60)]
    index.write(rows)
    engine = tantivy.Index.open(str(tmp_path / "lexical"))
    searcher = engine.searcher()
    asked = [
        tantivy.Query.term_query(engine.schema, "words", word)
        if searcher.doc_freq("words", word)
        else tantivy.Query.fuzzy_term_query(engine.schema, "words", word, distance=1, transposition_cost_one=True)
        for word in terms(query)
    ]
    hits = searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in asked]), limit=60).hits
    ids = [int(one or 0) for one in searcher.fast_field_values("paragraph", [address for _, address in hits])]
    exact = {i: score for (score, _), i in zip(hits, ids, strict=True) if decisions is None or i // 100_000 in decisions}
    found = index.search(terms(query), count, decision_ids=decisions)
    assert [score for _, score in found] == pytest.approx(sorted(exact.values(), reverse=True)[:count])
    assert [exact[i] for i, _ in found] == pytest.approx([score for _, score in found])


SYNTAX = [
    "delay AND NOT housing",  # operators
    'words:delay "',  # a field and an open quotation mark
    "delay~2 dela* +delay -delay ^3",  # marks of fuzziness, prefix, must, must not, boost
    "(((delay [a TO b] {",  # brackets that do not close
    "delay \\ / || && !",  # escapes
]


@pytest.mark.parametrize("query", SYNTAX)
def test_query_syntax_is_only_characters(lexical: LexicalIndex, query: str) -> None:
    """Marks of query languages neither fail nor narrow: both paragraphs on delay are found."""
    assert {paragraph for paragraph, _ in lexical.search(terms(query), 10)} >= {100_001, 200_001}


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([1], [100_001]),  # one of the two
        ([2], [200_001]),  # the other
        ([7], []),  # one that is not there
        ([], []),  # none at all is not the same as all
    ],
)
def test_search_within_decisions(lexical: LexicalIndex, decisions: list[int], expected: list[int]) -> None:
    """A narrowed search never leaves its decisions, and does not change the score."""
    free = dict(lexical.search(terms("delay"), 10))
    narrowed = lexical.search(terms("delay"), 10, decision_ids=decisions)
    assert [paragraph for paragraph, _ in narrowed] == expected
    assert [score for _, score in narrowed] == pytest.approx([free[paragraph] for paragraph in expected])


def test_what_was_written_is_read_from_disk(lexical: LexicalIndex, tmp_path: Path) -> None:
    """Another process sees the same paragraphs and frequencies."""
    again = LexicalIndex.open(tmp_path / "lexical")
    assert again.ids() == lexical.ids() == frozenset(row[0] for row in ROWS)
    assert [again.document_frequency(word) for word in ("panel", "delay", "distress", "nowhere")] == [2, 2, 1, 0]


def test_a_folder_tantivy_cannot_read_is_damage(lexical: LexicalIndex, tmp_path: Path) -> None:
    """A torn file is an error of ours, with the reason."""
    assert lexical.count() == len(ROWS)
    (tmp_path / "lexical" / "meta.json").write_text("{")
    with pytest.raises(StoreDamaged, match=r"^the lexical index cannot be read"):
        LexicalIndex.open(tmp_path / "lexical")


def test_dropped_decisions_are_gone_and_others_stay(lexical: LexicalIndex) -> None:
    """One commit takes a decision out and puts its new text in."""
    lexical.write([(300_001, 3, "The panel met.")], dropped=[1])
    assert (lexical.ids(), lexical.count()) == (frozenset({200_001, 200_002, 300_001}), 3)
    assert lexical.search(terms("distress"), 10) == []


def test_writing_the_same_decision_again_doubles_nothing(lexical: LexicalIndex) -> None:
    """The second try of a killed run drops what the first one wrote."""
    lexical.write(ROWS, dropped=[1, 2])
    assert (lexical.ids(), lexical.count()) == (frozenset(row[0] for row in ROWS), len(ROWS))
