"""A second table, written after the verifier's mechanisms and run once before anything was mended; invented throughout.

Other services and other turns of phrase than the first table (tests/test_rag_verify_traps.py). Its first run: see CHANGELOG.
What still fails stands in tests/test_rag_verify_limits.py.
"""

from __future__ import annotations

from datetime import date

import pytest

from index import Speaker
from rag.records import Citation
from rag.verify import verify_claim


def _paragraph(number: int, speaker: Speaker, text: str, section: str = "Section") -> Citation:
    return Citation(
        n=0, reference="99 000 301", authority="Northmere Council", paragraph=number, label=str(number), basis="printed",
        section=section, role="other", speaker=speaker, outcome="Upheld", decision_date=date(2024, 2, 1), quote=text, text=text,
        url=None,
    )  # fmt: skip


CITED = {
    "care": _paragraph(
        8, "facts",
        "Mrs T moved into the care home in March 2021. Her niece, Ms W, held power of attorney. In May the manager told Ms W "
        "that the fees would rise from £640 to £725 a week. Ms W objected, and the home withdrew the increase.",
    ),
    "charge": _paragraph(
        21, "ombudsman",
        "The Council should not have asked the family for a top-up, because it had not offered them a home within the personal "
        "budget. That was fault. However, I do not consider that the delay in the financial assessment was fault, since Mr G "
        "did not return the forms until October.",
    ),
    "refund": _paragraph(
        30, "action",
        "To remedy the injustice to Mr G, the Council should, within six weeks of this decision:\nrefund the top-up of £2,340 "
        "which he paid between April and September 2021;\npay him a further £200 for the worry caused; and\ncheck whether any "
        "other family was asked for a top-up in the same home.",
        "Agreed action",
    ),
    "noise": _paragraph(
        12, "facts",
        "Mr H reported noise from a neighbour, Mr J, on eleven occasions. Officers visited twice and heard nothing. In August "
        "the Council served a notice on Mr J, who appealed. The magistrates quashed the notice in November 2022.",
    ),
    "view": _paragraph(
        22, "ombudsman",
        "I have not found fault with the visits. The Council was slow to answer Mr H’s letters, three of which got no reply at "
        "all. Its failure to reply was fault. I accept it apologised to him in January, and I think that is enough.",
    ),
    "planning": _paragraph(
        13, "body",
        "In its reply the Council said its planning officer had visited the site before the committee met. It said most of the "
        "objections were about matters it could not take into account. It agreed it had not put Mr A’s second letter on its "
        "website.",
    ),
    "bid": _paragraph(
        1, "complainant",
        "Miss F complains that the Council lost her housing application, gave her the wrong band and left her in a flat with "
        "damp. She says an officer promised her a house by Christmas. She would like an apology, band A and £1,500.",
    ),
    "band": _paragraph(
        23, "ombudsman",
        "Miss F was right that her application was lost. The Council put her in band C when it ought to have put her in band B. "
        "She missed two properties, but neither had the ground floor room she needs, so she did not lose a home.",
    ),
    "tax": _paragraph(
        14, "facts",
        "The Council sent Mr D a bill for £1,126 in council tax. He paid £400 and disputed the rest. A tribunal found that he "
        "owed only £210 more. The Council’s enforcement agents nevertheless called at his mother’s house in July.",
    ),
    "school": _paragraph(
        6, "law",
        "An appeal panel must be independent of the school. Parents may attend and may bring a friend. If the panel finds that "
        "the arrangements were not properly applied, it must allow the appeal unless the child would not have been offered a "
        "place anyway.",
    ),
    "transport": _paragraph(
        31, "action",
        "The Council does not accept my recommendation that it reimburse the taxi fares. It has agreed to apologise to Mrs Y "
        "and her son, to offer him a seat on the minibus from September, and to train four of its transport officers by the end "
        "of the year.",
        "Agreed action",
    ),
}  # fmt: skip

TRUE = [
    ("Mrs T has lived in the care home since March 2021.", "care"),
    ("Her niece Ms W held power of attorney.", "care"),
    ("The manager told Ms W the fees would go up to £725 a week.", "care"),
    ("The home withdrew the increase after Ms W objected.", "care"),
    ("The family should not have been asked for a top-up.", "charge"),
    ("It was fault to ask the family for a top-up when no home within the personal budget had been offered.", "charge"),
    ("The delay in the financial assessment was not fault.", "charge"),
    ("The Council agreed to refund the £2,340 top-up within six weeks.", "refund"),
    ("Mr G is to be paid a further £200 for the worry.", "refund"),
    ("The Council will also check whether other families were asked for a top-up in the same home.", "refund"),
    ("The neighbour appealed against the notice and the magistrates quashed it in November 2022.", "noise"),
    ("Officers visited two times but heard nothing.", "noise"),
    ("The Ombudsman found no fault with the visits, but found fault in the Council’s failure to reply.", "view"),
    ("Three of Mr H’s letters were never answered.", "view"),
    ("The Council had already apologised to Mr H in January.", "view"),
    ("The Council said that its planning officer visited the site before the committee meeting.", "planning"),
    ("The Council admits that Mr A’s second letter was not put on its website.", "planning"),
    ("Miss F complained about a lost housing application and damp.", "bid"),
    ("She asked for an apology and £1,500.", "bid"),
    ("Miss F’s application was lost, and she should have been in band B.", "band"),
    ("She did not lose a home.", "band"),
    ("A tribunal found Mr D owed only another £210.", "tax"),
    ("Parents may bring a friend to the appeal.", "school"),
    ("The Council refused to reimburse the taxi fares but agreed to apologise to Mrs Y and her son.", "transport"),
]

FALSE = [
    ("Ms W moved into the care home in March 2021.", "care"),
    ("Ms W told the manager that the fees would rise.", "care"),
    ("The fees rose to £725 a week.", "care"),
    ("Ms W withdrew the increase.", "care"),
    ("The manager objected to the increase.", "care"),
    ("The fees were £725 a month.", "care"),
    ("The Council had offered the family a home within the personal budget.", "charge"),
    ("The delay in the financial assessment was fault.", "charge"),
    ("Mr G returned the forms before October.", "charge"),
    ("The family should have been asked for a top-up.", "charge"),
    ("The Council should refund £200 of top-up.", "refund"),
    ("The Council will pay Mr G £2,340 for the worry.", "refund"),
    ("The Council has refunded the top-up.", "refund"),
    ("The Council will refund every family which was asked for a top-up.", "refund"),
    ("Mr G should refund the Council within six weeks.", "refund"),
    ("Mr J reported noise from Mr H on eleven occasions.", "noise"),
    ("The Council served a notice on Mr H.", "noise"),
    ("The Council quashed the notice.", "noise"),
    ("Officers visited eleven times.", "noise"),
    ("The magistrates upheld the notice in November 2022.", "noise"),
    ("The Ombudsman found fault with the visits.", "view"),
    ("Mr H apologised to the Council in January.", "view"),
    ("The Council’s planning officer visited the site before the committee met.", "planning"),
    ("All of the objections were about matters it could not take into account.", "planning"),
    ("The Council put Mr A’s second letter on its website.", "planning"),
    ("The Council gave Miss F the wrong band.", "bid"),
    ("The Ombudsman recommended band A and £1,500.", "bid"),
    ("An officer promised Miss F a house by Christmas.", "bid"),
    ("The Council put Miss F in band B.", "band"),
    ("She lost a home.", "band"),
    ("Both properties had the ground floor room she needs.", "band"),
    ("Mr D paid £1,126.", "tax"),
    ("The Council’s enforcement agents called at his house in July.", "tax"),
    ("The tribunal found that he owed £400 more.", "tax"),
    ("Parents must attend the appeal.", "school"),
    ("The panel must refuse the appeal if the arrangements were not properly applied.", "school"),
    ("The Council has agreed to reimburse the taxi fares.", "transport"),
    ("Mrs Y and her son have agreed to apologise.", "transport"),
    ("The Council has agreed to train all of its transport officers by the end of the year.", "transport"),
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
