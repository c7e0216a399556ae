"""The verifier: every rule with the trap it was written for, over invented paragraphs."""

from __future__ import annotations

import re
from datetime import date

import pytest

from index import Speaker, read_decision, sample_folder, split_sentences
from rag.outcomes import read_statements
from rag.records import Citation, Grade
from rag.verify import closest_sentence, verify_claim
from rag.words import stem


def _cited(paragraph: int, speaker: Speaker, text: str, *, reference: str = "99 000 101") -> Citation:
    return Citation(
        n=0, reference=reference, authority="Fenwick Council", paragraph=paragraph, label=str(paragraph), basis="counted",
        section="Section", role="other", speaker=speaker, outcome="Upheld", decision_date=date(2024, 6, 14), quote=text,
        text=text, url=None,
    )  # fmt: skip


FINDING = _cited(
    30, "ombudsman",
    "In March 2023 the Council told Mrs D that she could not ask for a stage three panel. That was wrong. The Council should "
    "have held the panel within 30 working days. Its failure to do so was fault. The stage two investigation took about 20 "
    "weeks rather than 13. The Council did not tell Mrs D’s advocate that she could appeal.",
)  # fmt: skip
OFFER = _cited(
    20, "facts",
    "In May 2023 the Council offered Mrs D £600 to settle the matter. She rejected the offer. The Council’s manager upheld the "
    "complaint about lost records, but not the complaint about rude staff. The investigator partially upheld complaint two "
    "and did not uphold complaint five.",
)  # fmt: skip
ACTION = _cited(
    40, "action",
    "Within one month of the final decision the Council has agreed to:\napologise to Mrs D in writing;\npay Mrs D £300 for her "
    "frustration; and\nremind its staff of the panel’s time limit.",
)  # fmt: skip
ADVICE = _cited(41, "action", "I recommended the Council publish a leaflet about advocates. The Council does not agree to this.")
COMPLAINT = _cited(
    1, "complainant",
    "Mrs D complains that the Council failed to keep records of its visits. She says the Council discriminated against her son.",
)  # fmt: skip
ACCOUNT = _cited(22, "body", "The Council said its records of the visits were complete. It will write to Mrs D within two weeks.")
NO_FAULT = _cited(
    31, "ombudsman", "I do not find fault in the way the Council reviewed the plan. The transport complaint was not upheld."
)
LAW = _cited(
    5, "law",
    "Under section 26D of the Children Act 1989 a council must finish “stage two” within 25\u00a0working days. If there has been "
    "fault, we may suggest a remedy. (Children Act 1989, section 26(3), as amended)",
)  # fmt: skip
SAID = _cited(
    35, "ombudsman", "However, Mrs D says the Council lost her file on purpose. I have seen no evidence the Council lost it."
)

QUOTES = [
    ("Its failure to do so was fault.", [FINDING]),  # a whole sentence
    ("Its failure to do so was fault", [FINDING]),  # without its stop
    ("That was wrong. The Council should have held the panel within 30 working days.", [FINDING]),  # two in a row
    ("The Council did not tell Mrs D's advocate that she could appeal.", [FINDING]),  # straight for curly apostrophe
    ("pay Mrs D £300 for her frustration", [ACTION]),  # a list item without its "; and"
    ('Under section 26D of the Children Act 1989 a council must finish "stage two" within 25 working days.', [LAW]),  # U+00A0
    ("If there has been fault, we may suggest a remedy. (Children Act 1989, section 26(3), as amended)", [LAW]),
    ("The Ombudsman wrote: “Its failure to do so was fault.”", [FINDING]),  # a lead and one quotation
    ('In 99 000 101, paragraph 30, decided on 14 June 2024, the Ombudsman wrote "That was wrong".', [FINDING]),
    ("Its failure to do so was fault.", [OFFER, FINDING]),  # in one of two
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "citations"), QUOTES)
def test_whole_sentences_of_one_paragraph_are_quotes(sentence: str, citations: list[Citation]) -> None:
    """Typography may differ, nothing else."""
    grade, reason = verify_claim(sentence, citations)
    assert grade == "quote"
    assert "verbatim in 99 000 101, para" in reason


SUPPORTED = [
    ("The Council was wrong to tell Mrs D that she could not ask for a stage three panel.", [FINDING]),
    ("The Ombudsman found that the failure to hold the panel within 30 working days was fault.", [FINDING]),
    ("Stage 2 took about 20 weeks rather than 13 weeks.", [FINDING]),
    ("The Council should have held the panel within thirty working days.", [FINDING]),
    ("In May 2023 the Council offered Mrs D £600, which she rejected.", [OFFER]),
    ("The manager did not uphold the complaint about rude staff.", [OFFER]),
    ("The Council agreed to pay Mrs D £300 for her frustration.", [ACTION]),
    ("The Council agreed to apologise to Mrs D in writing within a month of the final decision.", [ACTION]),
    ("Mrs D complained that the Council failed to keep records of its visits.", [COMPLAINT]),
    ("The Council said its records of visits were complete.", [ACCOUNT]),
    ("The Ombudsman did not find fault in the review of the plan.", [NO_FAULT]),
    ("The Council offered £600 and later agreed to pay £300 for frustration.", [OFFER, ACTION]),
    ("The Ombudsman recommended a leaflet about advocates, and the Council does not agree to this.", [ADVICE]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "citations"), SUPPORTED)
def test_fair_paraphrases_are_supported(sentence: str, citations: list[Citation]) -> None:
    """A verifier that refuses fair sentences teaches its readers to look past it."""
    assert verify_claim(sentence, citations)[0] == "supported"


REFUSED = [
    # nothing to hold on to
    ("", [FINDING], "nothing is said"),
    (" … ", [FINDING], "nothing is said"),
    ("Its failure to do so was fault.", [], "no citation"),
    # quotations
    ('The Ombudsman wrote "Its failure to do so was a fault".', [FINDING], "quoted words"),
    ('It wrote "Its failure to do so was fault. In May 2023 the Council offered".', [FINDING, OFFER], "quoted words"),  # joined
    ("“That was wrong” and “the Council paid £600”, it says.", [FINDING, OFFER], "quoted words"),  # one of two
    ('The Ombudsman wrote "The Council lost', [SAID], "quoted words"),  # never closed, another case of letters
    ('The Ombudsman wrote "fault".', [NO_FAULT], "fault"),  # cut from "do not find fault"
    # figures
    ("The Council offered Mrs D £300 in May 2023.", [OFFER], 'figure "£300"'),  # 600 against 300
    ("The Council agreed to pay Mrs D £3,000 for her frustration.", [ACTION], 'figure "£3,000"'),
    ("The Council agreed to pay Mrs D £300 a month for her frustration.", [ACTION], 'figure "£300 a month"'),
    ("The Council agreed to pay Mrs D a total of £900.", [ACTION, OFFER], 'figure "£900"'),  # sums are not the model's
    ("The Council should have held the stage two panel within 30 days.", [FINDING], 'figure "30 days"'),
    ("In March 2024 the Council told Mrs D that she could not ask for a panel.", [FINDING], 'figure "March 2024"'),
    ("The Council has agreed to apologise within three months.", [ACTION], 'figure "three months"'),
    ("The Council agreed to hold a stage three panel.", [ACTION], 'figure "stage three"'),
    ("Section 17 of the Children Act 1989 sets the limit.", [LAW], 'figure "Section 17"'),
    ("Section 26D of the Care Act 1989 sets the limit.", [LAW], 'figure "Care Act 1989"'),
    ("In 99 000 102 the failure to hold the panel was fault.", [FINDING], 'figure "99 000 102"'),  # another decision
    ("Seven visits were recorded and complete.", [ACCOUNT], 'figure "Seven"'),
    ("Half of the cost, 50%, was agreed.", [ACTION], 'figure "50%"'),
    # names
    ("Marbury Council agreed to pay Mrs D £300 for her frustration.", [ACTION], "Marbury Council"),
    ("The Council agreed to pay Mr Z £300 for his frustration.", [ACTION], "not say this of Mr Z"),
    # outcomes
    ("The manager upheld the complaint about rude staff.", [OFFER], "upheld"),
    ("The manager rejected the complaint about lost records.", [OFFER], "in place of"),  # rejected against upheld
    ("The investigator upheld complaint five.", [OFFER], "upheld"),
    ("The investigator did not uphold complaint two.", [OFFER], "in place of"),  # partially
    ("The transport complaint was upheld.", [NO_FAULT], "leaves out"),
    ("The Ombudsman found fault in the way the Council reviewed the plan.", [NO_FAULT], "fault"),
    ("There was no fault in the failure to hold the panel.", [FINDING], "fault"),
    ("There was fault in the Council’s reply.", [ACTION], "fault"),  # no cited word gives a finding
    ("The Ombudsman found fault, so a remedy was suggested.", [LAW], "fault"),  # only supposed: "if there has been"
    ("The complaint was upheld.", [COMPLAINT], "upheld"),
    ("Mrs D accepted the offer of £600 to settle the matter.", [OFFER], "agreed"),
    ("The Council agreed to publish a leaflet about advocates.", [ADVICE], "agreed"),
    # a plain "not"
    ("The Council told Mrs D’s advocate about appeals.", [FINDING], "leaves out"),
    ("The Council told the advocate of Mrs D in a letter that an appeal was open to her.", [FINDING], "told"),
    ("The Council told Mrs D’s advocate that she could appeal.", [FINDING], "leaves out"),
    ("Its failure to do so was not fault.", [FINDING], "adds"),
    ("The Council should not have held the panel within 30 working days.", [FINDING], "adds"),
    ("The stage three investigation took about 20 weeks rather than 13.", [FINDING], "in place of"),  # both stages stand
    ("The stage two investigation took about 13 weeks rather than 20.", [FINDING], "in place of"),  # so do both spans
    # how firm a remedy is
    ("The Council agreed to pay Mrs D £600 to settle the matter.", [OFFER], "agreed"),
    ("The Council paid Mrs D £300 for her frustration.", [ACTION], '"paid" in the sentence'),
    ("The Council was ordered to pay Mrs D £300 for her frustration.", [ACTION], '"ordered" in the sentence'),
    ("The Council agreed to pay £600 and had offered £300.", [OFFER, ACTION], "in the sentence"),  # changed about
    # who says it
    ("The Council failed to keep records of its visits.", [COMPLAINT], "an allegation cited as a finding"),
    ("The Council discriminated against Mrs D’s son.", [COMPLAINT], "an allegation cited as a finding"),
    ("The Ombudsman found that the Council kept no records of its visits.", [COMPLAINT], "an allegation cited as a finding"),
    ("The Ombudsman found the records of the visits were complete.", [ACCOUNT], "an allegation cited as a finding"),
    ("The Ombudsman upheld the complaint about lost records.", [OFFER], "not the Ombudsman's"),
    # wording
    ("The Council agreed to build a swimming pool in the park.", [ACTION], "too little of its wording"),
    ("Word " * 250, [FINDING], "too long"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "citations", "reason"), REFUSED)
def test_what_the_cited_words_do_not_bear_is_refused(sentence: str, citations: list[Citation], reason: str) -> None:
    """Each row is one way an answer goes wrong, with the words of the reason a reader is shown."""
    grade, given = verify_claim(sentence, citations)
    assert (grade, reason in given) == ("unsupported", True), given


WEAK = [
    ("The records of the visits were complete.", [ACCOUNT], "council's account"),
    ("The Council lost her file on purpose.", [SAID], "complainant's account"),  # cut from "Mrs D says"
    ("The Council told Mr Z about the panel’s time limit.", [ACTION], "do not name Mr Z"),
    ("The Council will arrange fresh training and remind staff of time limits.", [ACTION], "only part of its wording"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "citations", "reason"), WEAK)
def test_what_is_not_sure_is_weak(sentence: str, citations: list[Citation], reason: str) -> None:
    """What no rule refuses and the words only half bear is shown as such."""
    grade, given = verify_claim(sentence, citations)
    assert (grade, reason in given) == ("weak", True), given


PARAGRAPHS = [FINDING, OFFER, ACTION, ADVICE, COMPLAINT, ACCOUNT, NO_FAULT, LAW, SAID]
NEGATED = re.compile(r"\b(was|were|has|should|did|does|do)\b(?P<negation> not)?")


@pytest.mark.parametrize("citation", PARAGRAPHS, ids=lambda citation: f"paragraph-{citation.paragraph}")
def test_a_not_put_in_or_taken_out_is_never_supported(citation: Citation) -> None:
    """Every sentence of every paragraph, turned round at each verb that can carry a "not"."""
    for sentence in re.split(r"(?<=[.:;])\s|\n", citation.text):
        for match in NEGATED.finditer(sentence):
            turned = "" if match["negation"] else " not"
            altered = f"{sentence[: match.end(1)]}{turned}{sentence[match.end() :]}"
            assert verify_claim(altered, [citation])[0] in {"unsupported", "weak"}, altered


@pytest.mark.parametrize("citation", PARAGRAPHS, ids=lambda citation: f"paragraph-{citation.paragraph}")
def test_a_changed_figure_is_never_supported(citation: Citation) -> None:
    """Every number of every paragraph, one more."""
    for match in re.finditer(r"\d+", citation.text):
        altered = f"{citation.text[: match.start()]}{int(match[0]) + 1}{citation.text[match.end() :]}"
        for sentence in altered.split("\n"):
            grade, reason = verify_claim(sentence, [citation])
            assert grade == "unsupported" or sentence in citation.text, reason


def test_a_quote_is_not_joined_over_two_paragraphs() -> None:
    """Two true halves of two paragraphs are no sentence of either."""
    joined = "Its failure to do so was fault. She rejected the offer."
    assert verify_claim(joined, [FINDING, OFFER])[0] != "quote"


def test_the_closest_sentence_is_verbatim_and_holds_the_figure() -> None:
    """A figure draws more than a word, and the question decides where the words do not."""
    assert (
        closest_sentence("The Council offered £600.", OFFER.text)
        == "In May 2023 the Council offered Mrs D £600 to settle the matter."
    )
    assert closest_sentence("Yes.", FINDING.text, about="Was it fault?") == "Its failure to do so was fault."
    assert closest_sentence("Yes.", "") == ""


def test_grades_are_those_of_the_records() -> None:
    """The four grades all occur."""
    found: set[Grade] = {
        verify_claim("Its failure to do so was fault.", [FINDING])[0],
        verify_claim(SUPPORTED[0][0], SUPPORTED[0][1])[0],
        verify_claim(WEAK[0][0], WEAK[0][1])[0],
        verify_claim("Anything.", [])[0],
    }
    assert found == {"quote", "supported", "weak", "unsupported"}


def test_every_sentence_of_the_samples_is_a_quote_of_its_paragraph() -> None:
    """What quotation gives is always graded as quotation."""
    decisions = [read_decision(path) for path in sorted(sample_folder().iterdir()) if path.suffix in {".txt", ".html"}]
    assert len(decisions) >= 12
    for decision in decisions:
        for paragraph in decision.paragraphs:
            citation = _cited(paragraph.number, paragraph.speaker, paragraph.text)
            for sentence in split_sentences(paragraph.text):
                assert verify_claim(sentence, [citation])[0] == "quote"


FORMS = [
    ("upheld", "uphold"), ("agreed", "agreement"), ("apologies", "apologise"), ("paid", "payments"), ("told", "tells"),
    ("failure", "failing"), ("delayed", "delays"), ("planned", "plans"), ("refusal", "refused"), ("complained", "complaint"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), FORMS)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    """What a paraphrase changes most."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("complaint", "complete"), ("assess", "assist"), ("fault", "default"), ("offer", "office")]
)
def test_words_that_look_alike_keep_apart(one: str, other: str) -> None:
    """What a slip changes."""
    assert stem(one) != stem(other)


SPEAKERS = [
    ("However, Mrs D says the Council lost it.", "complainant"),
    ("In response to my enquiries, the Council said it kept it.", "body"),
    ("I find the Council lost it.", "ombudsman"),
    ("The Council lost it.", "facts"),  # nobody named: the paragraph's own
    ("The Council considered the complaint.", "facts"),  # an act, not a view
    ("According to Mr D, it was lost.", "complainant"),
]


@pytest.mark.parametrize(("sentence", "expected"), SPEAKERS)
def test_a_statement_knows_whose_account_it_is(sentence: str, expected: str) -> None:
    """The words before the verb decide, else the paragraph."""
    assert [statement.speaker for statement in read_statements(sentence, "facts")] == [expected]
