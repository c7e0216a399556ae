"""What the verifier does not see today, told as it is: a row that changes its grade belongs in another table.

The limits are listed in rag/verify.py. Beside them a fourth table, written against the mechanisms that were there: of its 24
traps 17 were caught on the first run, all of them now.
"""

from __future__ import annotations

import re

import pytest
from test_rag_verify_second import CITED as SECOND
from test_rag_verify_third import CITED as THIRD
from verify_paragraphs import CITED as FIRST

from index import read_decision, sample_folder, split_sentences
from rag.records import Citation, Grade
from rag.verify import verify_claim

CITED = {"first": FIRST, "second": SECOND, "third": THIRD}

LIMITS: list[tuple[str, str, str, Grade]] = [
    ("None of Mr H’s letters were answered.", "second", "view", "supported"),  # "three of which got no reply"
    ("The panel changed the finding on complaint three from upheld to not upheld.", "third", "panel", "supported"),  # the order
    ("The funeral visit was arranged too slowly.", "third", "taken", "supported"),  # "I do not criticise it for the length of time"
    ("The Council refused a request made by its own advocate.", "first", "third", "supported"),  # a relative clause of its own
    (
        "Children under eight qualify if the school is more than two miles away.",
        "third",
        "rule",
        "unsupported",
    ),  # true, by inference
    ("The Council agreed to pay Mrs K and Mr K £400 in all.", "first", "action", "unsupported"),  # true, a sum the model made
]


@pytest.mark.parametrize(("claim", "table", "name", "today"), LIMITS)
def test_a_known_limit_is_where_it_was(claim: str, table: str, name: str, today: Grade) -> None:
    """Mended or worse, a row that moves is noticed."""
    assert verify_claim(claim, [CITED[table][name]])[0] == today


FOURTH = [
    ("Mr P got 40 emails from the social worker in one week.", "first", "contact"),  # sent and got
    ("A stage three panel is what Mrs K had no right to.", "first", "finding"),
    ("The frustration and uncertainty were caused by Mrs K.", "first", "effect"),
    ("Delay by Mrs K caused the Council frustration and uncertainty.", "first", "effect"),
    ("Mrs K’s refusal of a panel caused the Council distress.", "first", "action"),
    ("The Council must be paid £300 by Mrs K.", "first", "action"),
    ("Only Mr K will be paid.", "first", "action"),
    ("The Council’s letters were ignored by Mrs K for five months.", "first", "complaint"),
    ("Ms R’s sister was excluded by the headteacher.", "first", "exclusion"),
    ("It was the pupil who excluded the headteacher.", "first", "exclusion"),
    ("Mr V’s arrears will be paid by the Council.", "first", "rent"),
    ("The mother was consulted by the social worker only twice, and the father was seen twice.", "first", "parents"),
    ("The apology was given by Mr P.", "first", "wishes"),
    ("The Council won the appeal in June 2022.", "first", "plan"),
    ("Both of the complaints were upheld.", "first", "mixed"),
    ("Every visit record survived.", "first", "records"),
    ("Mr H served a notice on the Council in August.", "second", "noise"),
    ("The home’s manager was told by Ms W that the fees would rise.", "second", "care"),
    ("Mr I must pay the panel £750.", "third", "panel"),
    ("The Council was awarded £750.", "third", "panel"),
    ("P’s mother had no speech therapy.", "third", "harm"),
    ("Ms U’s father told the Council that he was her carer.", "third", "carer"),
    ("The Council found the Ombudsman at fault.", "third", "plan"),
    ("Without the national shortage the Council would not have been at fault.", "third", "plan"),
]


@pytest.mark.parametrize(("claim", "table", "name"), FOURTH)
def test_a_trap_is_never_graded_supported(claim: str, table: str, name: str) -> None:
    """A claim that its paragraph does not state is not shown as stated."""
    grade, reason = verify_claim(claim, [CITED[table][name]])
    assert grade not in {"supported", "quote"}, reason


_PARTY = re.compile(
    r"\b(?:[Tt]he (?:Council|Trust|school|panel|social worker|manager|father|mother|care home)|(?:Mr|Mrs|Ms|Miss|Dr) [A-Z]\b)"
    r"(?!['’]s| and)"
)


def _swapped(sentence: str) -> str | None:
    """The sentence with its first two parties exchanged, or None where it has no two that differ."""
    first, second, *_ = [*_PARTY.finditer(sentence), None, None]
    if first is None or second is None or first[0].lower() == second[0].lower():
        return None
    between = sentence[first.end() : second.start()]
    return f"{sentence[: first.start()]}{second[0]}{between}{first[0]}{sentence[second.end() :]}"


def test_nearly_no_sentence_of_the_samples_survives_a_swap_of_its_parties() -> None:
    """Every sentence with two parties, the two exchanged, against its own paragraph: 97 in 100 are not supported."""
    grades: dict[str, Grade] = {}
    for path in sorted(sample_folder().glob("*.*")):
        if path.suffix not in {".txt", ".html"}:
            continue
        for paragraph in read_decision(path).paragraphs:
            citation = Citation(
                n=0, reference="99 000 101", authority=None, paragraph=paragraph.number, label="", basis="counted", section="",
                role="other", speaker=paragraph.speaker, outcome=None, decision_date=None, quote="", text=paragraph.text, url=None,
            )  # fmt: skip
            swaps = [swap for sentence in split_sentences(paragraph.text) if (swap := _swapped(sentence))]
            grades |= {swap: verify_claim(swap, [citation])[0] for swap in swaps}
    supported = [swap for swap, grade in grades.items() if grade in {"supported", "quote"}]
    assert len(grades) >= 50
    assert len(supported) <= 0.03 * len(grades), supported
