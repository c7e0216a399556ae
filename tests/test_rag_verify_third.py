"""A third table, written after the second was mended and run once before anything changed; invented throughout.

Longer sentences, as models write them. Its first run: see CHANGELOG. What still fails stands in tests/test_rag_verify_limits.py.
"""

from __future__ import annotations

from datetime import date

import pytest

from index import Speaker
from rag.records import Citation
from rag.verify import verify_claim


def _paragraph(number: int, speaker: Speaker, text: str, section: str = "Section") -> Citation:
    return Citation(
        n=0, reference="99 000 401", authority="Eastvale Council", paragraph=number, label=str(number), basis="counted",
        section=section, role="other", speaker=speaker, outcome="Upheld", decision_date=date(2024, 9, 3), quote=text, text=text,
        url=None,
    )  # fmt: skip


CITED = {
    "plan": _paragraph(
        24, "ombudsman",
        "The Council received advice from the psychologist on 3 May 2023 but did not send the draft plan to Mr and Mrs E until "
        "1 September. The law gave it twenty weeks from the request; it took thirty-four. I find the Council at fault for this "
        "delay, although I accept that a national shortage of psychologists played a part.",
    ),
    "harm": _paragraph(
        25, "ombudsman",
        "Their son, P, had no speech therapy in that time. Mrs E gave up two days of work a week to look after him. I cannot "
        "conclude that P would have made better progress, but the family was left not knowing.",
    ),
    "steps": _paragraph(
        32, "action",
        "Within one month of my decision, the Council has agreed to:\nwrite to Mr and Mrs E to apologise;\npay them £1,400, "
        "being £100 for each week of the delay; and\npay Mrs E £250 for the time and trouble she went to.\nWithin three months "
        "it will show us that its panel meets every fortnight.",
        "Agreed action",
    ),
    "carer": _paragraph(
        11, "facts",
        "Ms U cared for her father until he died in 2020. She told the Council in February that she was his carer. A duty "
        "worker promised to pass this on. No carer’s assessment was offered, and the Council closed the case in June without "
        "telling her.",
    ),
    "reason": _paragraph(
        19, "body",
        "The Council told me it had closed the case because Ms U did not answer two telephone calls. It accepts the duty worker "
        "did not record her message. It has since changed its forms.",
    ),
    "taken": _paragraph(
        26, "ombudsman",
        "I prefer Ms U’s account. She kept copies of four emails, and the Council’s log shows only one call, not two. The "
        "Council was wrong to close the case. I do not criticise it for the length of time it took to arrange the funeral "
        "visit.",
    ),
    "panel": _paragraph(
        15, "facts",
        "The review panel sat on 8 November 2021. It agreed with the independent investigator on complaints one, two and four, "
        "and changed the finding on complaint three from not upheld to partially upheld. It made six recommendations. The "
        "Council accepted five and rejected the sixth, which was to pay Mr I £750.",
    ),
    "bus": _paragraph(
        3, "complainant",
        "Mrs O says that the Council stopped her daughter’s bus pass without notice and that its appeal panel did not let her "
        "speak. She believes the panel was biased.",
    ),
    "rule": _paragraph(
        7, "law",
        "A child aged eight or over qualifies for free transport if the nearest suitable school is more than three miles away. "
        "For younger children the distance is two miles. Councils may provide transport for others and may charge for it.",
    ),
}  # fmt: skip

TRUE = [
    ("The psychologist’s advice reached the Council on 3 May 2023, but it did not send the draft plan until 1 September.", "plan"),
    ("The Council took thirty-four weeks when the law allowed twenty, which the Ombudsman found to be fault.", "plan"),
    ("A national shortage of psychologists played a part in the delay.", "plan"),
    ("P received no speech therapy during that time.", "harm"),
    ("Mrs E gave up two days’ work a week to care for him.", "harm"),
    ("The Ombudsman could not conclude that P would have progressed better.", "harm"),
    ("The Council agreed to apologise in writing to Mr and Mrs E and to pay them £1,400 within one month.", "steps"),
    ("This is £100 for each week of the delay.", "steps"),
    ("Mrs E will also receive £250 for her time and trouble.", "steps"),
    ("Ms U was not offered a carer’s assessment.", "carer"),
    ("The Council closed Ms U’s case in June without telling her.", "carer"),
    ("The Council accepts that the duty worker failed to record her message.", "reason"),
    ("The Ombudsman preferred Ms U’s account because the Council’s log shows one call rather than two.", "taken"),
    ("It was wrong for the Council to close the case.", "taken"),
    ("The panel changed complaint three from not upheld to partially upheld.", "panel"),
    ("The Council accepted five of the panel’s six recommendations and rejected the payment of £750 to Mr I.", "panel"),
    ("Mrs O believes the appeal panel was biased against her.", "bus"),
]

FALSE = [
    ("The Council did not receive advice from the psychologist until 1 September.", "plan"),
    ("The Council sent the draft plan to Mr and Mrs E on 3 May 2023.", "plan"),
    ("Mr and Mrs E did not send the draft plan to the Council until 1 September.", "plan"),
    ("The law gave the Council thirty-four weeks from the request.", "plan"),
    ("The Ombudsman did not find the Council at fault because of the national shortage of psychologists.", "plan"),
    ("Mr E gave up two days of work a week to look after his son.", "harm"),
    ("P would have made better progress with speech therapy.", "harm"),
    ("Mrs E gave up two days of work a month to look after him.", "harm"),
    ("The Council agreed to pay Mrs E £1,400 for her time and trouble.", "steps"),
    ("The Council agreed to pay £250 for each week of the delay.", "steps"),
    ("The Council has paid Mr and Mrs E £1,400 and apologised.", "steps"),
    ("Mr and Mrs E agreed to apologise to the Council within one month.", "steps"),
    ("Within one month the Council will show that its panel meets every fortnight.", "steps"),
    ("Ms U’s father cared for her until he died in 2020.", "carer"),
    ("The Council told Ms U in February that she was his carer.", "carer"),
    ("The Council offered Ms U a carer’s assessment in June.", "carer"),
    ("Ms U closed the case in June without telling the Council.", "carer"),
    ("The Council closed the case because Ms U did not answer two telephone calls.", "reason"),
    ("The Council denies that the duty worker did not record her message.", "reason"),
    ("The Ombudsman preferred the Council’s account.", "taken"),
    ("The Ombudsman criticised the Council for the length of time it took to arrange the funeral visit.", "taken"),
    ("The Council was right to close the case.", "taken"),
    ("The Council kept copies of four emails.", "taken"),
    ("The Council accepted all six recommendations.", "panel"),
    ("The Council agreed to pay Mr I £750.", "panel"),
    ("The independent investigator agreed with the Council on complaints one, two and four.", "panel"),
    ("The panel accepted five recommendations of the Council and rejected the sixth.", "panel"),
    ("The appeal panel was biased.", "bus"),
    ("The Council stopped Mrs O’s daughter’s bus pass without notice.", "bus"),
    ("A child aged eight or over qualifies if the nearest suitable school is more than two miles away.", "rule"),
    ("Councils must provide transport for others.", "rule"),
]


@pytest.mark.parametrize(("claim", "name"), TRUE)
def test_a_true_claim_is_accepted(claim: str, name: str) -> None:
    """A claim that its paragraph states is never graded `unsupported`."""
    grade, reason = verify_claim(claim, [CITED[name]])
    assert grade in {"quote", "supported", "weak"}, reason


@pytest.mark.parametrize(("claim", "name"), FALSE)
def test_a_trap_is_never_graded_supported(claim: str, name: str) -> None:
    """A claim that its paragraph does not state is not shown as stated."""
    grade, reason = verify_claim(claim, [CITED[name]])
    assert grade not in {"supported", "quote"}, reason
