"""The lexical index: tantivy (BM25) over headings and text, remade from the catalogue when in doubt.

Words are lower-cased and stemmed for English; the same analysis is public (`terms`) so that evidence is weighed in the words
it was found by. A query is a plain set of terms: nothing a user types is query syntax. Proved by tests/test_index_lexical.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from index.catalogue import PARAGRAPH_NUMBERS
from index.errors import StoreDamaged, StoreError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LexicalIndex", "terms"]

_STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being but by can could did do does for from get
    give given go had has have having he her him his how i if in into is it its just like many may me much my no
    nor not of on one only or other our out over said say she should so some such than that the their them then
    there these they this to too up us was we were what when where which while who whom whose why will with would
    you your
    """.split()
)
_LONGEST_QUERY = 64  # terms; a pasted letter has its say in its first distinct words
_NARROW = 8_000  # decisions: up to here the index is given their list; a longer list takes longer than looking at more hits
_SPARE = 3.0  # times as many hits as would do if those that pass stood evenly among all
_MORE = 4  # times as many again when too few pass
_MOST_ASKED = 20_000  # hits
_SHORTEST_TYPO = 5  # letters; a shorter word is one letter away from too many others


@lru_cache(maxsize=1)
def _analyzer() -> Any:  # noqa: ANN401 - tantivy ships no types
    import tantivy

    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(40))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def terms(text: str) -> tuple[str, ...]:
    """The stemmed words of a text that carry meaning, in order, repeats kept."""
    kept = " ".join(
        word for word in text.replace("’", "'").replace("'s", "").split() if word.strip(".,;:?!()'\"").lower() not in _STOP_WORDS
    )
    return tuple(_analyzer().analyze(kept))


def _linked(folder: Path, to: Path) -> Path:
    for file in folder.iterdir():
        if file.suffix != ".lock":
            (to / file.name).symlink_to(file.absolute())
    return to


@contextmanager
def _read() -> Iterator[None]:
    """What tantivy says of torn files as an error of ours."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        message = f"the lexical index cannot be read ({str(error)[:120]}); run pinpoint index --rebuild"
        raise StoreDamaged(message) from error


class LexicalIndex:
    """An open tantivy index of paragraphs by id."""

    def __init__(self, index: Any, schema: Any, links: TemporaryDirectory[str] | None = None) -> None:  # noqa: ANN401 - tantivy ships no types
        self._index = index
        self._schema = schema
        self._links = links  # goes with the index

    @classmethod
    def open(cls, folder: Path, *, writable: bool = True, make: bool = True) -> LexicalIndex:
        """Open or, where `make`, create; a folder that cannot be written by links to its files, since tantivy locks even to read.

        Raises:
            StoreDamaged: tantivy refuses the folder, or there is no index and none is to be made.
        """
        import tantivy

        if not make and not (folder / "meta.json").is_file():
            message = "the lexical index is not there; run pinpoint index"
            raise StoreDamaged(message)

        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("paragraph", fast=True)
        builder.add_unsigned_field("decision", indexed=True, fast=True)
        builder.add_text_field("words", tokenizer_name="pinpoint", index_option="freq")
        schema = builder.build()
        links = None if writable else TemporaryDirectory(prefix="pinpoint-")
        try:
            if links is None:
                folder.mkdir(parents=True, exist_ok=True)
            else:
                folder = _linked(folder, Path(links.name))
            index = tantivy.Index(schema, path=str(folder))
        except (ValueError, OSError, RuntimeError) as error:
            message = f"the lexical index cannot be read ({str(error)[:120]})"
            raise StoreDamaged(message) from error
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()  # rows arrive analysed
        index.register_tokenizer("pinpoint", words)
        return cls(index, schema, links)

    @staticmethod
    def remove(folder: Path) -> None:
        """Take the index away."""
        shutil.rmtree(folder, ignore_errors=True)

    def write(self, rows: Iterable[tuple[int, int, str]], *, dropped: Sequence[int] = ()) -> None:
        """Take out decisions, then add (paragraph id, decision id, text) rows; one commit, so a kill leaves the state before.

        Raises:
            StoreError: tantivy cannot write, for its lock or for the disk.
        """
        try:
            self._write(rows, dropped)
        except (ValueError, OSError, RuntimeError) as error:
            message = (
                f"the lexical index cannot be written ({str(error)[:120]}); what was written before is kept, run the command again"
            )
            raise StoreError(message) from error

    def _write(self, rows: Iterable[tuple[int, int, str]], dropped: Sequence[int]) -> None:
        import tantivy

        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for decision_id in dropped:
            writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "decision", decision_id))
        for paragraph, decision, text in rows:
            document = tantivy.Document()
            document.add_unsigned("paragraph", paragraph)
            document.add_unsigned("decision", decision)
            document.add_text("words", " ".join(terms(text)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    @_read()
    def search(self, words: Sequence[str], count: int, *, decision_ids: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Paragraphs that hold any of the terms: (paragraph id, BM25 score), best first; within some decisions only when given.

        Of equal scores the earlier paragraph comes first. Scores do not depend on the decisions given: they are of the whole index.

        Raises:
            StoreDamaged: files of it are torn or lost.
        """
        import tantivy

        distinct = list(dict.fromkeys(words))[:_LONGEST_QUERY]
        if not distinct or (decision_ids is not None and not decision_ids):
            return []
        searcher = self._index.searcher()
        queries = self._queries(searcher, distinct)
        if decision_ids is None:
            return self._hits(searcher, queries, count)
        found = self._passing(searcher, queries, count, decision_ids) if len(decision_ids) > _NARROW else None
        if found is None:
            within = tantivy.Query.term_set_query(self._schema, "decision", list(decision_ids))
            narrow = (tantivy.Occur.Must, tantivy.Query.const_score_query(within, 0.0))
            both = [tantivy.Query.boolean_query([(tantivy.Occur.Must, query), narrow]) for query in queries]
            found = self._hits(searcher, both, count)
        return found[:count]

    def _passing(
        self,
        searcher: Any,  # noqa: ANN401 - tantivy ships no types
        queries: Sequence[Any],
        count: int,
        decision_ids: Sequence[int],
    ) -> list[tuple[int, float]] | None:
        """The hits that stand in the decisions, of ever more hits until enough do; None where too few would."""
        allowed = frozenset(decision_ids)
        share = len(allowed) / max(allowed)  # ids count from 1, so the largest says how many decisions there may be
        asked = int(count * max(1.0, _SPARE / share))
        while asked <= _MOST_ASKED:
            hits = self._hits(searcher, queries, asked)
            found = [hit for hit in hits if hit[0] // PARAGRAPH_NUMBERS in allowed]
            if len(found) >= count or len(hits) < asked:
                return found
            asked *= _MORE
        return None

    @staticmethod
    def _hits(searcher: Any, queries: Sequence[Any], count: int) -> list[tuple[int, float]]:  # noqa: ANN401 - tantivy ships no types
        """The best hits of some queries, each with its best score, best first."""
        best: dict[int, float] = {}
        for query in queries:
            hits = searcher.search(query, limit=max(1, count), count=False).hits
            ids = searcher.fast_field_values("paragraph", [address for _, address in hits])
            for (score, _), paragraph in zip(hits, ids, strict=True):
                best[paragraph] = max(score, best.get(paragraph, 0.0))
        return sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))[:count]

    def _queries(self, searcher: Any, words: Sequence[str]) -> list[Any]:  # noqa: ANN401 - tantivy ships no types
        """What to ask for some words: the terms that the index holds, and what is one slip of the keyboard away from the others.

        Apart, since beside a guess tantivy would read every paragraph that holds any of the terms. The second asks for the terms
        too, of the paragraphs that a guess finds, so that the better of its two scores is a paragraph's score for all the words.
        """
        import tantivy

        known = [word for word in words if searcher.doc_freq("words", word)]
        wanted = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "words", word)) for word in known]
        typed = [word for word in words if word not in known and len(word) >= _SHORTEST_TYPO]
        guess = partial(tantivy.Query.fuzzy_term_query, self._schema, "words", distance=1, transposition_cost_one=True)
        slips = [(tantivy.Occur.Should, guess(word)) for word in typed]
        queries = [tantivy.Query.boolean_query(wanted)] if wanted else []
        if slips:
            queries.append(tantivy.Query.boolean_query([(tantivy.Occur.Must, tantivy.Query.boolean_query(slips)), *wanted]))
        return queries

    @_read()
    def holding(self, word: str) -> NDArray[np.int64]:
        """The ids of all paragraphs that hold a term, in order: shape (document_frequency(word),)."""
        import numpy as np
        import tantivy

        searcher = self._index.searcher()
        query = tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, "words", word), 1.0)
        hits = searcher.search(query, limit=max(1, self.document_frequency(word)), count=False).hits
        return np.sort(np.array(searcher.fast_field_values("paragraph", [address for _, address in hits]), np.int64))

    @_read()
    def document_frequency(self, word: str) -> int:
        """In how many paragraphs a term stands."""
        return int(self._index.searcher().doc_freq("words", word))

    def count(self) -> int:
        """How many paragraphs it holds."""
        return int(self._index.searcher().num_docs)

    @_read()
    def ids(self) -> frozenset[int]:
        """Every paragraph id it holds."""
        import tantivy

        searcher = self._index.searcher()
        return frozenset(paragraph for paragraph, _ in self._hits(searcher, [tantivy.Query.all_query()], self.count()))
