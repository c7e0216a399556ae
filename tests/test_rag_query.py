"""A question is read for kind, references, authorities and paragraphs; a follow-up is completed, an odd one refused."""

from __future__ import annotations

from datetime import date

import pytest

from index import Filters, Reference, UsageError
from rag.cues import Kind, is_about_powers
from rag.history import leans_on_history
from rag.query import LONGEST_QUESTION, Query, read_query
from rag.records import Turn

AUTHORITIES = (
    "Barnet, London Borough of",
    "City of York Council",
    "Cornwall Council",
    "Hertfordshire County Council",
    "Northamptonshire County Council",
    "Reading Borough Council",
    "Wiltshire Council",
)
R = Reference


def test_a_question_is_read_whole() -> None:
    """Everything at once: spaces made single, reference, paragraph, kind and the filter that follows from the reference."""
    asked = "  How much was paid,\nas paragraph\u00a029 of 99-000-101 says?"
    question = "How much was paid, as paragraph 29 of 99-000-101 says?"
    assert read_query(asked) == Query(
        question=question,
        text=question,
        kind="amount",
        filters=Filters(references=(R("99 000 101"),)),
        references=(R("99 000 101"),),
        paragraphs=(29,),
    )


def test_a_question_that_names_nothing_is_read_plain() -> None:
    """No filter, no reference, no authority, no paragraph."""
    query = read_query("What happened next?", authorities=AUTHORITIES)
    assert query == Query(question="What happened next?", text="What happened next?", kind="facts", filters=Filters())
    assert (query.names_decisions, query.several) == (False, False)


# --- references ---------------------------------------------------------------------------------------------------------

SPELLINGS = [
    ("24 012 183", ("24 012 183",)),  # as printed
    ("24-012-183", ("24 012 183",)),  # as in the site's addresses
    ("24012183", ("24 012 183",)),  # run together
    ("24/012/183", ("24 012 183",)),
    ("24.012.183", ("24 012 183",)),
    ("24\u00a0012\u00a0183", ("24 012 183",)),  # copied from a page with no-break spaces
    ("24  012  183", ("24 012 183",)),  # two spaces
    ("(24 012 183)", ("24 012 183",)),
    ("‘24 012 183’", ("24 012 183",)),  # curly quotes
    ("24 012 183’s remedy", ("24 012 183",)),  # an apostrophe
    ("17 002 402b", ("17 002 402b",)),  # the body in a joint investigation
    ("17002402B", ("17 002 402b",)),  # its suffix as a capital
    ("17 002 402a and 17 002 402b", ("17 002 402a", "17 002 402b")),  # both bodies
    ("24 012 183, 24-012-183", ("24 012 183",)),  # the same twice
    ("24 012 183 or 23 001 001", ("24 012 183", "23 001 001")),  # in the order named
    ("£24 012 183", ()),  # a sum
    ("24 012 1834", ()),  # too long
    ("24 012", ()),  # too short
    ("1,24 012 183", ()),  # inside a longer number
    ("the case", ()),  # none
]


@pytest.mark.parametrize(("spelling", "expected"), SPELLINGS)
def test_a_reference_is_read_in_any_spelling(spelling: str, expected: tuple[str, ...]) -> None:
    """References narrow the search to their decisions; nothing else does."""
    query = read_query(f"What happened in {spelling}?")
    assert query.references == expected
    assert query.filters == Filters(references=tuple(R(text) for text in expected))
    assert (query.names_decisions, query.several) == (bool(expected), len(expected) > 1)


def test_a_filter_on_references_stays_as_given() -> None:
    """What a reader set in a form is not widened by what the question names."""
    narrowed = Filters(references=(R("99 000 105"),), since=date(2024, 1, 1))
    assert read_query("What happened in 99 000 101?", filters=narrowed).filters == narrowed


def test_references_join_the_other_filters() -> None:
    """A date set in a form still counts beside a reference in the question."""
    query = read_query("What happened in 99 000 101?", filters=Filters(since=date(2024, 1, 1)))
    assert query.filters == Filters(since=date(2024, 1, 1), references=(R("99 000 101"),))


COMPARED = [
    ("Which cases differ from 99 000 101?", ()),  # one decision as the measure for others
    ("Compare 99 000 101 with 99 000 105", ("99 000 101", "99 000 105")),  # two decisions and no others
]


@pytest.mark.parametrize(("question", "references"), COMPARED)
def test_one_decision_may_be_the_measure_for_others(question: str, references: tuple[str, ...]) -> None:
    """A comparison with one decision looks beyond it; a comparison of two looks at these."""
    query = read_query(question)
    assert (query.kind, query.filters.references) == ("comparison", references)


PARAGRAPHS = [
    ("show me paragraph 29", (29,)),
    ("para 38", (38,)),
    ("para. 38", (38,)),
    ("Paragraph\u00a054(b)", (54,)),  # a sub-item, after a no-break space
    ("paras 3", (3,)),
    ("para 3 and para 4", (3, 4)),
    ("paragraph", ()),  # the number is missing
    ("29 paragraphs", ()),  # a count
    ("paragraph 2024", ()),  # no decision is so long
]


@pytest.mark.parametrize(("question", "expected"), PARAGRAPHS)
def test_paragraphs_are_read_by_number(question: str, expected: tuple[int, ...]) -> None:
    """Each row is one way to name a paragraph, or not to."""
    assert read_query(question).paragraphs == expected


# --- authorities --------------------------------------------------------------------------------------------------------

NAMED = [
    ("What did Cornwall Council agree?", ("Cornwall Council",)),
    ("the Herts case", ("Hertfordshire County Council",)),  # a county name cut in the usual way
    ("the herts case", ("Hertfordshire County Council",)),  # in lower case before "case"
    ("what was paid in Wilts", ("Wiltshire Council",)),
    ("What did Northants do?", ("Northamptonshire County Council",)),
    ("cornwall’s decision", ("Cornwall Council",)),  # a curly apostrophe
    ("CORNWALL", ("Cornwall Council",)),
    ("York and Cornwall", ("City of York Council", "Cornwall Council")),  # in the store's order
    ("Was Barnet at fault?", ("Barnet, London Borough of",)),  # the name turned round
    ("what did reading council decide?", ("Reading Borough Council",)),
    ("What did Reading pay?", ("Reading Borough Council",)),
    ("my son is behind in reading and writing", ()),  # no town
    ("what did the council of the city do?", ()),  # words that every council has
    ("herts and wilts", ()),  # lower case, and nothing says that they are names
    ("Oxfordshire", ()),  # not in this store
    ("Cornwallis Road", ()),  # a part of another word
]


@pytest.mark.parametrize(("question", "expected"), NAMED)
def test_authorities_are_read_by_their_own_words(question: str, expected: tuple[str, ...]) -> None:
    """A capital, or "council" or "case" close after, makes a word a name."""
    assert read_query(question, authorities=AUTHORITIES).named == expected


def test_a_reference_goes_before_an_authority() -> None:
    """A question that gives the reference needs no guess at the name."""
    query = read_query("What did Cornwall agree in 99 000 101?", authorities=AUTHORITIES)
    assert (query.references, query.named) == ((R("99 000 101"),), ())


WORDS = [
    ("What remedies were agreed in 99 000 101?", ("remedi", "agre")),  # the reference is looked up, not searched
    ("What remedies were agreed in 17002402B?", ("remedi", "agre")),
    ("What remedies did Cornwall agree?", ("remedi", "agre")),  # so is the name
    ("remedy, remedies, REMEDY", ("remedi",)),  # each once
    ("what is it?", ()),  # nothing but common words
]


@pytest.mark.parametrize(("question", "expected"), WORDS)
def test_it_is_searched_by_its_stemmed_words(question: str, expected: tuple[str, ...]) -> None:
    """Common words, references and names fall away."""
    assert read_query(question, authorities=AUTHORITIES).words == expected


# --- kinds --------------------------------------------------------------------------------------------------------------

KINDS: list[tuple[str, Kind]] = [
    ("How much was paid?", "amount"),
    ("What sum is usual for distress?", "amount"),
    ("£100 or more?", "amount"),
    ("Was anything reimbursed?", "amount"),
    ("Is there compensation?", "amount"),
    ("How long may stage two take?", "time_limit"),
    ("How many working days are allowed?", "time_limit"),
    ("What is the deadline?", "time_limit"),
    ("By when will it be done?", "time_limit"),
    ("What remedy was agreed?", "remedy"),
    ("Did the council apologise?", "remedy"),
    ("What did the council have to do?", "remedy"),
    ("What can I expect?", "remedy"),
    ("How did they put things right?", "remedy"),
    ("How do the two differ?", "comparison"),
    ("Which councils were late?", "comparison"),
    ("Are there any cases about short breaks?", "comparison"),
    ("What does the law say?", "law"),
    ("What does section 17 require?", "law"),
    ("Who is entitled to it?", "law"),
    ("Was the complaint upheld?", "outcome"),
    ("Was the council at fault?", "outcome"),
    ("What did Mrs G complain about?", "wish"),
    ("What did the mother want?", "wish"),
    ("What did the Ombudsman want?", "facts"),  # only a complainant wishes
    ("What happened in June?", "facts"),
    ("Was the action plan put on file?", "facts"),  # "act" inside "action" is no law
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_a_turn_of_phrase_shows_the_kind(question: str, kind: Kind) -> None:
    """Each kind by several of its cues."""
    assert read_query(question).kind == kind


def test_the_most_particular_kind_wins() -> None:
    """A sum goes before the remedy it is part of, and the law before an outcome."""
    assert [read_query(text).kind for text in ("How much was the remedy?", "Was it upheld under the law?")] == ["amount", "law"]


POWERS = [
    ("What are the Ombudsman's powers?", True),
    ("What’s the Ombudsman’s role?", True),  # curly apostrophes
    ("Can the Ombudsman investigate schools?", True),
    ("What is maladministration?", True),
    ("Why is a copy sent to Ofsted?", True),
    ("What powers does a council have?", False),  # another's powers
    ("What did the investigation find?", False),
]


@pytest.mark.parametrize(("question", "expected"), POWERS)
def test_a_question_about_the_ombudsman_is_known(question: str, expected: bool) -> None:
    """Only such a question is answered from the standing paragraphs."""
    assert read_query(question).about_powers is expected
    assert is_about_powers(question.replace("’", "'")) is expected


# --- what cannot be served ----------------------------------------------------------------------------------------------

NAMES = "Decisions do not name the people in them, and Pinpoint does not try to identify them."
FUTURE = "Pinpoint reports what was decided; it does not predict what will be."
DRAFTS = "Pinpoint answers from published decisions; it does not draft documents."
ENGLAND = "Pinpoint covers the Local Government and Social Care Ombudsman for England only."
REFUSALS = [
    ("What is the real name of Mrs G?", NAMES),
    ("Who is Mrs G?", NAMES),
    ("Which social worker was it?", NAMES),
    ("What is the address of the mother?", NAMES),
    ("What was the boy’s full name?", NAMES),  # a curly apostrophe
    ("Will the Ombudsman uphold my complaint?", FUTURE),
    ("Will I win?", FUTURE),
    ("What are my chances of success?", FUTURE),
    ("Draft a complaint to my council", DRAFTS),
    ("write me an appeal letter", DRAFTS),
    ("What does the Housing Ombudsman say?", ENGLAND),
    ("Does it apply in Scotland?", ENGLAND),
    ("What did Mrs G say?", None),
    ("Who paid Mrs G?", None),
    ("What did the Ombudsman say about housing?", None),
    ("How was the letter written?", None),
]


@pytest.mark.parametrize(("question", "reason"), REFUSALS)
def test_what_cannot_be_served_is_refused_with_its_reason(question: str, reason: str | None) -> None:
    """Names, forecasts, drafts and other ombudsmen are refused; their neighbours are not."""
    assert read_query(question).refusal == reason


UNUSABLE = [
    ("", "got an empty question; expected a question in words"),
    (" \u00a0\n\t", "got an empty question; expected a question in words"),
    ("?!…", "got an empty question; expected a question in words"),
    ("\u200b\u202e\x00", "got an empty question; expected a question in words"),  # nothing that is seen
    ("🙂🙂", "got an empty question; expected a question in words"),
    ("a" * 4_001, r"got a question of 4,001 characters; expected at most 4,000: ask about one point at a time"),
    ("a " * 4_000, r"got a question of 7,999 characters; expected at most 4,000"),
]


@pytest.mark.parametrize(("question", "message"), UNUSABLE)
def test_an_empty_or_endless_question_is_a_usage_error(question: str, message: str) -> None:
    """The message says what was got and expected."""
    with pytest.raises(UsageError, match=f"^{message}"):
        read_query(question)


def test_the_longest_question_is_read() -> None:
    """The bound itself is allowed, and spaces around it do not count."""
    longest = "a" * LONGEST_QUESTION
    assert read_query(f"  {longest}\n").text == longest


# --- follow-ups ---------------------------------------------------------------------------------------------------------

EARLIER = Turn("What remedy was agreed for late EHC plans?", "It was agreed in 99 000 105 to pay £100 a month [1].")

FOLLOW_UPS: list[tuple[str, Kind, tuple[str, ...]]] = [
    ("and how long?", "time_limit", ("99 000 105",)),  # a kind of its own
    ("How much did they get?", "amount", ("99 000 105",)),
    ("why?", "remedy", ("99 000 105",)),  # no kind: the earlier one
    ("What about the second one?", "remedy", ("99 000 105",)),
    ("tell me more", "remedy", ("99 000 105",)),
]


@pytest.mark.parametrize(("question", "kind", "references"), FOLLOW_UPS)
def test_a_follow_up_is_completed_from_the_turn_before(question: str, kind: Kind, references: tuple[str, ...]) -> None:
    """It is searched as a whole question, within the decisions that the earlier answer cited."""
    query = read_query(question, history=[EARLIER])
    assert query == Query(
        question=question,
        text=f"What remedy was agreed for late EHC plans; {question}",
        kind=kind,
        filters=Filters(references=tuple(R(text) for text in references)),
        references=tuple(R(text) for text in references),
        resolved=True,
        follow_up=True,
    )


def test_a_follow_up_leans_on_the_last_question_that_stood_by_itself() -> None:
    """A chain of short questions still knows what it is about."""
    history = [EARLIER, Turn("and how long?", "See 99 000 105 [1].")]
    assert read_query("How much?", history=history).text == "What remedy was agreed for late EHC plans; How much?"


def test_a_reference_in_the_earlier_question_goes_before_its_answer() -> None:
    """The reader's own reference says best what is meant."""
    query = read_query("How much was it?", history=[Turn("What went wrong in 99 000 102?", "Not as in 99 000 105.")])
    assert query.references == ("99 000 102",)


def test_an_authority_is_carried_over() -> None:
    """The earlier question named it and the answer cited nothing."""
    query = read_query("How much was it?", history=[Turn("What went wrong in Cornwall?", "Nothing.")], authorities=AUTHORITIES)
    assert (query.named, query.references, query.resolved) == (("Cornwall Council",), (), True)


ALONE = [
    "What remedy was agreed when a council refused to hold a stage three panel?",  # says what it is about
    "What happened in 99 000 101 about that?",  # names its decision
    "Was it right that the council took so very long to answer the letters which she sent in June and July?",  # too long
]


@pytest.mark.parametrize("question", ALONE)
def test_a_whole_question_leans_on_nothing(question: str) -> None:
    """With and without a history it is read alike."""
    assert read_query(question, history=[EARLIER]) == read_query(question)


def test_without_a_history_nothing_is_completed() -> None:
    """A short first question is taken as it stands."""
    query = read_query("How much did they get?")
    assert (query.text, query.resolved) == ("How much did they get?", False)


def test_a_completed_question_stays_within_the_bound() -> None:
    """Two questions of the longest kind do not make a longer one."""
    query = read_query("and why?", history=[Turn("Was there delay? " + "delay " * 2_000, "Yes.")])
    assert (len(query.text) <= LONGEST_QUESTION, query.resolved) == (True, True)


LEANING = [
    ("and how much?", True),
    ("what about the other council?", True),
    ("did they pay?", True),
    ("WHAT IS THE SECOND?", True),
    ("What remedy was agreed?", False),
    ("Andover", False),  # "and" inside a name
    ("", False),
]


@pytest.mark.parametrize(("question", "expected"), LEANING)
def test_a_word_that_points_back_is_known(question: str, expected: bool) -> None:
    """Pronouns and openings that continue something."""
    assert leans_on_history(question) is expected
