"""The one check of every answer, quoted or written: does this sentence stand in the paragraphs it cites?

Contract: `verify_claim` gives a grade and the reason a reader is shown.
- `quote`: the sentence is, word for word, whole sentences of one cited paragraph (or a lead and one quotation from it);
  a fragment is never one, since cutting "not" or "Mrs X says" off a sentence turns it round.
- `unsupported`: no citation; quoted words that stand in no single cited paragraph; a figure that stands in none, or for something
  else; another authority; a link; an outcome, a "not" or an opposite turned round; an offer told as an agreement; an allegation
  told as a finding; another person acting, or the parties exchanged; a thing told as done that was due; or too few shared words.
- `supported` / `weak`: what passed, by how much of its wording its nearest cited sentences share, and whether a check was unsure.
Only typography is folded (quotes, dashes, spaces). Nothing here is fuzzy about a "not", and nothing asks a model.
Known limits (tests/test_rag_verify_limits.py): what one cited word implies of another ("slow to answer", "I do not criticise"); the
order of two outcomes in "from ... to ..."; who does what in a clause beside the one that shares its verb; and, refused though
true, what must be inferred or added up. Proved by tests/test_rag_verify*.py, each rule with the traps it was written for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import split_sentences
from rag.accounts import read_people
from rag.bindings import binding_doubt, words_beside_figures
from rag.citations import cite_label
from rag.conflicts import (
    account_doubt,
    allegation_conflict,
    outcome_conflict,
    people_doubt,
    shared,
    shorten,
    status_conflict,
    status_doubt,
)
from rag.copies import find_copy
from rag.figures import Figure, read_elided, read_figures, stands_in
from rag.frames import read_frames
from rag.opposites import opposite_conflict
from rag.outcomes import Statement, read_statements
from rag.records import Citation, Grade
from rag.roles import role_doubt
from rag.scope import scope_doubt
from rag.sentences import fold_typography
from rag.words import content_stems, stem

__all__ = ["closest_sentence", "verify_claim"]

_LONGEST_SENTENCE = 1000  # characters; the longest sentence of the five decisions has 460
_SUPPORTED = 0.6
"""Share of a sentence's stems in two cited sentences: fair paraphrases of the five decisions measured 0.5 to 1.0."""
_WEAK = 0.35
"""Below this share, sentences were about something else (0 to 0.3 for a sentence set beside another paragraph)."""
_SENTENCES_A_CLAIM = 2  # a written sentence joins two of its source at most; more is a collage of words


def verify_claim(sentence: str, citations: Sequence[Citation]) -> tuple[Grade, str]:
    """Grade one sentence against the paragraphs it cites, with the reason."""
    if not any(character.isalnum() for character in sentence):
        return "unsupported", "nothing is said"
    if not citations:
        return "unsupported", "no citation"
    for citation in citations:
        if _is_whole(sentence, citation.text):
            return "quote", f"verbatim in {cite_label(citation)}"
    if len(sentence) > _LONGEST_SENTENCE:
        return "unsupported", "too long to be checked as one sentence"
    refused = (
        _misquoted(sentence, citations)
        or _linked(sentence)
        or _unknown_figure(sentence, citations)
        or _unknown_authority(sentence, citations)
    )
    if refused:
        return "unsupported", refused
    return _compare(sentence, citations)


def _compare(sentence: str, citations: Sequence[Citation]) -> tuple[Grade, str]:
    """Grade a sentence whose figures and quotations stand, by what it says beside what is cited."""
    clauses = read_statements(sentence, "ombudsman")
    statements = [
        one
        for citation in citations
        for one in read_statements(citation.text, citation.speaker, is_agreed="agreed" in citation.section.casefold())
    ]
    copy = find_copy(sentence, [unit for citation in citations for unit in split_sentences(citation.text)])
    if copy and copy.change:
        return "unsupported", f"copies a cited sentence but {copy.change}"
    sources = [one for one in statements if one.sentence == copy.source] if copy else statements
    refused = (
        outcome_conflict(clauses, statements)
        or status_conflict(clauses, statements)
        or allegation_conflict(clauses, sources)
        or opposite_conflict(clauses, sources)
    )
    if refused:
        return "unsupported", refused
    texts = [citation.text for citation in citations]
    is_action = any(citation.speaker == "action" for citation in citations)
    checks = (role_doubt(sentence, texts, is_action=is_action), binding_doubt(sentence, texts), scope_doubt(sentence, texts))
    doubts = [found for found in checks if found]
    if any(found.sure for found in doubts):
        return "unsupported", next(found.reason for found in doubts if found.sure)
    doubt = (
        (doubts[0].reason if doubts else None)
        or _stranger(sentence, citations)
        or account_doubt(clauses, sources)
        or people_doubt(clauses, statements)
        or status_doubt(clauses, statements)
        or _reordered(sentence, statements)
    )
    return _grade_wording(sentence, citations, _share(sentence, statements), doubt)


def closest_sentence(sentence: str, text: str, *, about: str = "") -> str:
    """The sentence of a paragraph, verbatim, that shares most figures and words with another; ties go to `about`."""
    stems, figures = content_stems(sentence), frozenset(read_figures(sentence))
    also = content_stems(about)

    def nearness(unit: str) -> tuple[int, int]:
        found = content_stems(unit)
        return shared(stems, figures, found, read_figures(unit)), len(also & found)

    return max(split_sentences(text), key=nearness, default=text)


# --- verbatim -----------------------------------------------------------------------------------------------------------


_LONGEST_ENDING = 10  # "...; and" with spaces


def _bare(text: str) -> str:
    """Folded text without what a list or a cut may leave at its end: "an apology; and" is "an apology"."""
    bare = fold_typography(text).rstrip(" .;:,")
    for ending in ("; and", ", and", "; or", ", or"):
        bare = bare.removesuffix(ending)
    return bare.rstrip(" .;:,")


def _is_whole(sentence: str, text: str) -> bool:
    """Whether a sentence is one whole sentence of the text, or several in a row."""
    wanted = _bare(sentence)
    units = [fold_typography(unit) for unit in split_sentences(text)]
    for first in range(len(units)):
        joined = ""
        for unit in units[first:]:
            joined = f"{joined} {unit}".lstrip()
            if _bare(joined) == wanted:
                return True
            if len(joined) > len(wanted) + _LONGEST_ENDING:
                break
    return False


def _quotations(sentence: str) -> list[str]:
    """The stretches between double quotation marks; an opening mark without a closing one quotes to the end."""
    parts = fold_typography(sentence).split('"')
    return [part.strip() for part in parts[1::2] if any(character.isalnum() for character in part)]


def _stands_verbatim(words: str, text: str) -> bool:
    """Whether words stand in the text exactly, from word to word; a stop that closes the quotation does not count."""
    wanted = re.escape(re.sub(r"[.,;:]$", "", words))
    return re.search(rf"(?<!\w){wanted}(?!\w)", fold_typography(text)) is not None


def _misquoted(sentence: str, citations: Sequence[Citation]) -> str | None:
    for words in _quotations(sentence):
        if not any(_stands_verbatim(words, citation.text) for citation in citations):
            return f'the quoted words "{shorten(words)}" stand in no single cited paragraph'
    return None


_LINK = re.compile(r"\b(?:https?|ftp|mailto|javascript|data):\S|\bwww\.\w|\]\(\S", re.IGNORECASE)  # https://..., ![x](...)


def _linked(sentence: str) -> str | None:
    """A link that a writer made: the links of an answer are made from its citations."""
    return "holds a link, which only a citation may give" if _LINK.search(sentence) else None


# --- figures and names --------------------------------------------------------------------------------------------------


def _unknown_figure(sentence: str, citations: Sequence[Citation]) -> str | None:
    known = {figure for citation in citations for figure in _figures_of(citation)}
    for figure in read_figures(sentence):
        if not stands_in(figure, known):
            return f'the figure "{figure.text}" does not stand in a cited paragraph'
    return None


def _figures_of(citation: Citation) -> Iterator[Figure]:
    """The figures of the paragraph, and those that name it: its reference, number and date of decision."""
    yield from read_figures(citation.text)
    yield from (figure for sentence in split_sentences(citation.text) for figure in read_elided(sentence))
    yield from read_figures(f"{citation.reference}; paragraph {citation.label}; paragraph {citation.paragraph}")
    if citation.decision_date:
        yield from read_figures(citation.decision_date.isoformat())


def _reordered(sentence: str, statements: Sequence[Statement]) -> str | None:
    """Figures in another order than in the sentence they come from: "13 weeks rather than 20" of "20 rather than 13"."""
    claimed = [(figure.kind, figure.value) for figure in read_figures(sentence)]
    for source in {statement.sentence for statement in statements}:
        order = [(figure.kind, figure.value) for figure in read_figures(source)]
        places = [order.index(figure) for figure in claimed if figure in order]
        if 1 < len(places) == len(claimed) and places != sorted(places):
            return "its figures stand in another order in the cited sentence"
    return None


_AUTHORITY = re.compile(r"\b(?P<name>(?:[A-Z][\w'&-]+\s(?:(?:and|of|upon|on)\s)?)+)(?:Council|Borough|County|Authority)\b")
_NAMES_NONE = frozenset(
    "the a in when if where while because although that however both this so at by for from to and of upon on city county "
    "borough district metropolitan london royal council local government ombudsman".split()
)
"""Words before "Council" that name no place."""


def _unknown_authority(sentence: str, citations: Sequence[Citation]) -> str | None:
    """An authority named in the sentence must be that of a citation, or be named by a cited paragraph."""
    known = " ".join(fold_typography(f"{citation.authority or ''} {citation.text}") for citation in citations).casefold()
    for match in _AUTHORITY.finditer(fold_typography(sentence)):
        words = [word for word in match["name"].casefold().split() if word not in _NAMES_NONE]
        if any(re.search(rf"\b{re.escape(word)}\b", known) is None for word in words):
            return f'the authority "{match[0]}" is not that of a cited paragraph'
    return None


def _stranger(sentence: str, citations: Sequence[Citation]) -> str | None:
    """A person the cited paragraphs do not name, where they name others."""
    named = frozenset[str]().union(*(read_people(citation.text) for citation in citations))
    strangers = read_people(sentence) - named
    return f"the cited paragraphs do not name {', '.join(sorted(strangers))}" if strangers and named else None


# --- wording ------------------------------------------------------------------------------------------------------------


def _grade_wording(sentence: str, citations: Sequence[Citation], share: float, doubt: str | None) -> tuple[Grade, str]:
    """The grade of a sentence that no rule refused."""
    quoted = _quotations(sentence)
    if len(quoted) == 1 and fold_typography(sentence).rstrip(" .").endswith('"') and not doubt:
        source = next(citation for citation in citations if _stands_verbatim(quoted[0], citation.text))
        return "quote", f"the quoted words are verbatim in {cite_label(source)}"
    if share < _WEAK:
        return "unsupported", "the cited paragraphs share too little of its wording"
    if doubt or share < _SUPPORTED:
        return "weak", doubt or "the cited paragraphs share only part of its wording"
    return "supported", "its figures and most of its wording stand in the cited paragraphs"


def _share(sentence: str, statements: Sequence[Statement]) -> float:
    """The part of the sentence's words that stand in the two cited sentences which hold most of them, lead-ins included.

    The people it names and its figures are words too; a verb that is missing counts twice.
    """
    said = missing = _said(sentence)
    for _ in range(_SENTENCES_A_CLAIM):
        missing = min((missing - _said(f"{one.sentence} {one.lead}") for one in statements), key=len, default=missing)
    verbs = frozenset(stem(frame.word) for frame in read_frames(sentence).frames) & said
    return 1 - (len(missing) + len(missing & verbs)) / (len(said) + len(missing & verbs)) if said else 0.0


def _said(text: str) -> frozenset[str]:
    figures = (f"{figure.kind} {' '.join(figure.value)}" for figure in read_figures(text) if figure.kind != "label")
    return words_beside_figures(text) | read_people(text) | frozenset(figures)
