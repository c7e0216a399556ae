"""Invented paragraphs that the verifier's tables of true claims and traps share; no such people, councils or decisions exist.

`CITED` names each paragraph by its speaker and its theme; the tables cite them by these names.
"""

from __future__ import annotations

from datetime import date

from index import Speaker
from rag.records import Citation

__all__ = ["CITED", "cited"]


def cited(names: str) -> list[Citation]:
    """The citations of a row: the names of one or more paragraphs, parted by spaces."""
    return [CITED[name] for name in names.split()]


def _paragraph(number: int, speaker: Speaker, text: str) -> Citation:
    wexcombe = number < 100
    return Citation(
        n=0, reference="99 000 201" if wexcombe else "99 000 202", authority="Wexcombe Council" if wexcombe else "Harrowby Council",
        paragraph=number % 100, label=str(number % 100), basis="printed", section="Section", role="other", speaker=speaker,
        outcome="Upheld", decision_date=date(2023, 5, 9) if wexcombe else date(2023, 11, 20), quote=text, text=text, url=None,
    )  # fmt: skip


CITED = {
    # the first decision: a refused stage three panel
    "complaint": _paragraph(
        1, "complainant",
        "Mrs K complains that the Council failed to hold a stage three panel. She says the Council ignored her letters for five "
        "months. She wants the Council to pay her £2,000.",
    ),
    "grievance": _paragraph(
        2, "complainant", "Mr K, the child’s father, complains that the Council left him out of the assessment."
    ),
    "limits": _paragraph(
        5, "law",
        "Councils must finish stage two within 25 working days, or 65 working days where a complaint is complex. The panel must "
        "meet within 30 working days of the request. (The Children Act 1989 Representations Procedure (England) Regulations "
        "2006)",
    ),
    "duties": _paragraph(
        6, "law",
        "Section 17 of the Children Act 1989 says councils must safeguard the welfare of children in need. Section 20 says "
        "councils must provide accommodation for some homeless children. We may not investigate what happened in court.",
    ),
    "first": _paragraph(
        10, "facts",
        "In June 2022 Mrs K complained to the Council about the assessment. The Council replied at stage one on 4 July 2022. "
        "Mrs K was unhappy with the reply and asked for stage two in the same week.",
    ),
    "second": _paragraph(
        11, "facts",
        "The investigating officer finished her report on 9 December 2022. She upheld two of the three complaints. She did not "
        "uphold the complaint about the social worker’s manner. She recommended that the Council apologise and pay Mrs K £600.",
    ),
    "offer": _paragraph(
        12, "facts",
        "The adjudicating officer accepted the findings but not the recommended payment. In January 2023 the Council offered "
        "Mrs K £150. Mrs K rejected the offer.",
    ),
    "third": _paragraph(
        13, "facts",
        "Mrs K asked for a stage three panel on 12 January 2023. The Council refused her request on 26 January 2023. Ms L, her "
        "advocate, wrote to the social worker, Mr B, on 2 February 2023.",
    ),
    "reply": _paragraph(
        14, "body",
        "The Council says it did not receive Mrs K’s letter until March 2023. The Council accepts that its officer should have "
        "kept a note of the call. It will write to Mrs K within two weeks.",
    ),
    "finding": _paragraph(
        20, "ombudsman",
        "The Council was at fault when it refused a stage three panel. Mrs K had the right to ask for one and had asked in "
        "time. The delay of eleven weeks at stage two was also fault. I find no fault in how the Council chose the "
        "investigating officer.",
    ),
    "effect": _paragraph(
        21, "ombudsman",
        "The fault caused Mrs K frustration and uncertainty. It did not affect her son, who received support throughout. I "
        "cannot say that a panel would have reached a different view.",
    ),
    "parents": _paragraph(
        22, "ombudsman",
        "The social worker saw the mother twice but did not consult the father before she finished the assessment. She should "
        "have spoken to both parents. Only the mother’s views were recorded.",
    ),
    "records": _paragraph(
        23, "ombudsman",
        "The Council kept all of its emails. Some of the visit records were missing. None of the telephone notes for March 2022 "
        "had survived.",
    ),
    "action": _paragraph(
        30, "action",
        "Within one month of the date of my final decision the Council will:\napologise to Mrs K for the distress caused by its "
        "refusal of a panel;\npay Mrs K £300 to recognise her frustration; and\npay Mr K £100 for his time and trouble.",
    ),
    "service": _paragraph(
        31, "action",
        "Within three months of the date of my final decision the Council will:\nremind its complaints staff of the time limits "
        "at stage three; and\nreview the cases of all parents who were refused a panel since April 2021.",
    ),
    "advice": _paragraph(
        32, "action",
        "I recommended the Council pay for an independent advocate. The Council does not agree to this. I also recommended it "
        "publish the dates of its panels, and the Council has agreed to do so by 30 September 2023.",
    ),
    "sums": _paragraph(
        33, "action",
        "The Council paid Mrs K £600 in May 2022 after an earlier complaint. It has now agreed to pay her a further £300. It "
        "has already refunded £412.50 of charges.",
    ),
    # the second decision: missed education, and a family in bed and breakfast
    "school": _paragraph(
        101, "complainant",
        "Ms R complains that the Council provided no education for her daughter between September 2021 and July 2022. She says "
        "a teacher struck her daughter.",
    ),
    "terms": _paragraph(
        110, "ombudsman",
        "The daughter was out of school for two terms. The Council provided five hours of tuition a week in the autumn term and "
        "none in the spring term. This was fault.",
    ),
    "mixed": _paragraph(
        111, "ombudsman",
        "I uphold the complaint about transport. I do not uphold the complaint about the personal budget. The Council was not "
        "at fault for the delay caused by the health trust.",
    ),
    "plan": _paragraph(
        112, "facts",
        "The Council issued the final plan 38 weeks after the request. The limit is 20 weeks. That year it issued 15% of its "
        "plans in time. The tribunal dismissed Ms R’s appeal in June 2022.",
    ),
    "exclusion": _paragraph(
        113, "facts",
        "The headteacher excluded the pupil after the pupil struck a teacher. Ms R’s sister then complained to the school about "
        "the headteacher. The school did not reply to Ms R’s sister.",
    ),
    "award": _paragraph(
        130, "action",
        "The Council has agreed to apologise to Ms R. It has also agreed to pay £1,800, which is £900 for each term, for the "
        "daughter’s benefit, and £250 to Ms R for her own distress. It will do so within four weeks of my decision.",
    ),
    "rooms": _paragraph(
        120, "ombudsman",
        "Mr and Mrs V and their three children spent 31 weeks in bed and breakfast accommodation. The law allows six weeks. The "
        "Council should have moved the family in August 2022. It did not tell Mrs V about her right to a review.",
    ),
    "rent": _paragraph(
        131, "action",
        "The Council has agreed to pay Mr and Mrs V £200 a month until it offers the family a suitable home. Mr V must pay the "
        "Council his rent arrears of £740. The Council will not add interest.",
    ),
    "contact": _paragraph(
        114, "facts",
        "The Council restricted Mr P’s contact with its staff in 2021. Mr P sent the social worker 40 emails in one week. The "
        "social worker reported Mr P to the police. The police took no action.",
    ),
    "ban": _paragraph(
        121, "ombudsman",
        "The Council did not tell Mr P when it would review the restriction. That was fault. The restriction itself was not "
        "fault, because his emails were abusive and it let him write to one officer.",
    ),
    "wishes": _paragraph(
        115, "body",
        "The Council accepts that it took too long to answer Mr P. It denies that its officer lied to him. It has offered to "
        "meet him and has already sent him a written apology.",
    ),
}  # fmt: skip
