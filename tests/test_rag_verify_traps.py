"""Traps: false claims that share nearly every word with their paragraph; none may be graded `supported` or `quote`."""

from __future__ import annotations

import pytest
from verify_paragraphs import cited

from rag.verify import verify_claim

FIGURES = [
    ("The Council agreed to pay Mrs K £600 to recognise her frustration.", "action"),  # a sum from elsewhere
    ("Councils must finish stage two within 25 days.", "limits"),  # working days are not days
    ("The panel must meet within 30 weeks of the request.", "limits"),  # another unit
    ("Councils must finish stage three within 25 working days.", "limits"),  # another stage
    ("Stage two must be finished within 2 months.", "limits"),  # a stage number is no duration
    ("Section 20 of the Children Act 1989 says councils must safeguard the welfare of children in need.", "duties"),
    ("Section 47 of the Children Act 1989 says councils must safeguard the welfare of children in need.", "duties"),
    ("The Council replied at stage two on 4 July 2022.", "first"),
    ("The Council replied at stage one on 4 June 2022.", "first"),
    ("She upheld all three complaints.", "second"),
    ("She upheld one of the three complaints.", "second"),
    ("She upheld two of the four complaints.", "second"),
    ("The investigating officer finished her report on 9 December 2023.", "second"),
    ("The delay of eleven months at stage two was also fault.", "finding"),
    ("The delay of two weeks at stage two was also fault.", "finding"),  # the two is the stage's
    ("The Council will pay Mr K £300 for his time and trouble.", "action"),  # each sum has its payee
    ("The Council will pay Mrs K £100 to recognise her frustration.", "action"),
    ("Within three months the Council will apologise to Mrs K.", "action"),
    ("Within one month the Council will remind its complaints staff of the time limits at stage three.", "service"),
    ("The Council has agreed to publish the dates of its panels within 30 days.", "advice"),  # a day of a month is no duration
    ("The daughter was out of school for five terms.", "terms"),
    ("The Council provided two hours of tuition a week in the autumn term.", "terms"),
    ("The Council provided five hours of tuition a day in the autumn term.", "terms"),
    ("The Council issued the final plan 20 weeks after the request.", "plan"),  # the limit, not the time taken
    ("That year it issued 38% of its plans in time.", "plan"),
    ("That year it issued 15 of its plans in time.", "plan"),  # a share is no count
    ("The family spent six weeks in bed and breakfast accommodation.", "rooms"),
    ("The Council has agreed to pay Mr and Mrs V £200 a week until it offers the family a suitable home.", "rent"),
    ("The Council has agreed to pay £740 a month until it offers the family a suitable home.", "rent"),
    ("The Council has also agreed to pay £250 for the daughter’s benefit.", "award"),
    ("The Council has agreed to pay Ms R £1,800 for her own distress.", "award"),
    ("It will do so within four months of the decision.", "award"),
    ("Mr P sent the social worker 14 emails in one week.", "contact"),
    ("In decision 99 000 999 the Council refused a stage three panel.", "finding"),  # a reference nobody cited
    ("As paragraph 45 says, the Council was at fault when it refused a stage three panel.", "finding"),
    ("The Council has agreed to pay £2,050 in all to Ms R for her own distress.", "award"),
]

OUTCOMES = [
    ("The Council was not at fault when it refused a stage three panel.", "finding"),
    ("The Ombudsman found no fault in the delay at stage two.", "finding"),
    ("The Council was at fault in how it chose the investigating officer.", "finding"),
    ("She upheld the complaint about the social worker’s manner.", "second"),
    ("The complaint about transport was not upheld.", "mixed"),
    ("The complaint about the personal budget was upheld.", "mixed"),
    ("The Ombudsman upheld the complaints about transport and the personal budget.", "mixed"),
    ("The Council was at fault for the delay caused by the health trust.", "mixed"),
    ("Mrs K accepted the offer.", "offer"),
    ("Mrs K accepted the Council’s offer of £150.", "offer"),
    ("The Council agreed to pay Mrs K £150.", "offer"),
    ("The Council paid Mrs K £150 in January 2023.", "offer"),
    ("The adjudicating officer accepted the recommended payment.", "offer"),
    ("The adjudicating officer rejected the findings.", "offer"),
    ("The Council agreed to a stage three panel on 26 January 2023.", "third"),
    ("The Council held a stage three panel on 26 January 2023.", "third"),
    ("The Council agreed to pay for an independent advocate.", "advice"),
    ("The Council has agreed to the Ombudsman’s recommendation of an independent advocate.", "advice"),
    ("The Council refused to publish the dates of its panels.", "advice"),
    ("The Council has now agreed to pay her £600.", "sums"),  # the earlier sum
    ("The Council has now agreed to refund £412.50 of charges.", "sums"),  # already done
    ("The Council agreed to pay Mrs K £600.", "second"),  # recommended to the Council, by somebody else
    ("The tribunal allowed Ms R’s appeal in June 2022.", "plan"),
    ("The restriction itself was fault.", "ban"),
    ("It was not fault to keep silent on when the restriction would be reviewed.", "ban"),
    ("The Council offered to pay Mrs K £300.", "action"),  # agreed, not only offered
    ("The Ombudsman recommended that the Council pay £2,000.", "complaint"),  # what she wants
    ("The Council will pay Mrs K £2,000.", "complaint"),
    ("The Council has already agreed to meet Mr P.", "wishes"),  # only offered
]

SPEAKERS = [
    ("The Council failed to hold a stage three panel.", "complaint"),
    ("The Council ignored Mrs K’s letters for five months.", "complaint"),
    ("The Ombudsman found that the Council ignored her letters for five months.", "complaint"),
    ("It was fault that the Council ignored her letters.", "complaint"),
    ("The Council left the child’s father out of the assessment.", "grievance"),
    ("The Council did not receive Mrs K’s letter until March 2023.", "reply"),
    ("The Ombudsman found the Council did not receive the letter until March 2023.", "reply"),
    ("The Council provided no education for her daughter between September 2021 and July 2022.", "school"),
    ("A teacher struck her daughter.", "school"),
    ("The officer did not lie to Mr P.", "wishes"),
    ("The Ombudsman accepts that the officer did not lie to Mr P.", "wishes"),
]

NEGATIONS = [
    ("The fault affected her son, who received support throughout.", "effect"),
    ("The fault did not cause Mrs K frustration and uncertainty.", "effect"),
    ("A panel would have reached a different view.", "effect"),
    ("I can say that a panel would have reached a different view.", "effect"),
    ("Mrs K had no right to ask for a panel.", "finding"),
    ("Mrs K had not asked in time.", "finding"),
    ("The social worker consulted the father before she finished the assessment.", "parents"),
    ("The social worker did not see the mother.", "parents"),
    ("The telephone notes for March 2022 had survived.", "records"),
    ("The school replied to Ms R’s sister.", "exclusion"),
    ("The Council told Mrs V about her right to a review.", "rooms"),
    ("The Council will add interest.", "rent"),
    ("We may investigate what happened in court.", "duties"),
    ("The police took action.", "contact"),
    ("The Council told Mr P when it would review the restriction.", "ban"),
    ("His emails were not abusive.", "ban"),
]

MODALITY = [
    ("The social worker spoke to both parents.", "parents"),  # she should have
    ("The Council moved the family in August 2022.", "rooms"),  # it should have
    ("The officer kept a note of the call.", "reply"),  # should have
    ("The panel met within 30 working days of the request.", "limits"),  # the law says it must
    ("The Council finished stage two within 25 working days.", "limits"),
    ("A panel reached a different view.", "effect"),  # would have, and even that is not said
    ("The Council has met Mr P.", "wishes"),  # it has offered to
    ("The Council has written to Mrs K.", "reply"),  # it will
]

ROLES = [
    ("Mrs K must apologise to the Council for her distress.", "action"),
    ("The Council must pay Mr V his rent arrears of £740.", "rent"),
    ("Mr and Mrs V have agreed to pay the Council £200 a month.", "rent"),
    ("The social worker saw the father twice but did not consult the mother.", "parents"),
    ("The social worker did not consult the mother before she finished the assessment.", "parents"),
    ("Only the father’s views were recorded.", "parents"),
    ("The social worker, Mr B, wrote to Ms L.", "third"),
    ("The social worker wrote to the advocate on 2 February 2023.", "third"),
    ("Mr P reported the social worker to the police.", "contact"),
    ("The social worker sent Mr P 40 emails in one week.", "contact"),
    ("The police reported Mr P to the social worker.", "contact"),
    ("A teacher struck the pupil.", "exclusion"),
    ("The headteacher struck a teacher.", "exclusion"),
    ("The headteacher complained to the school about Ms R’s sister.", "exclusion"),
    ("Ms R’s sister did not reply to the school.", "exclusion"),
    ("Mrs K offered the Council £150 in January 2023.", "offer"),
    ("The Council rejected the offer.", "offer"),
    ("The Council refused Ms L’s request on 26 January 2023.", "third"),
    ("Mr K will receive an apology from the Council.", "action"),
    ("Mr P denies that he lied to the officer.", "wishes"),
    ("Ms R has agreed to apologise to the Council.", "award"),
    ("Mr K asked for a stage three panel on 12 January 2023.", "third"),
    ("The investigating officer accepted the findings but not the recommended payment.", "offer"),
    ("The tribunal’s appeal was dismissed by Ms R in June 2022.", "plan"),
]

SCOPE = [
    ("All of the visit records were missing.", "records"),
    ("The Council kept some of its emails.", "records"),
    ("All of the telephone notes for March 2022 had survived.", "records"),
    ("None of the visit records were missing.", "records"),
    ("Both parents’ views were recorded.", "parents"),
    ("Councils must provide accommodation for all homeless children.", "duties"),
    ("The Council will review the cases of some parents who were refused a panel since April 2021.", "service"),
    ("The restriction let him write to every officer.", "ban"),
    ("The social worker should have spoken to one of the parents.", "parents"),
    ("She upheld every complaint.", "second"),
]

QUOTES = [
    ("The report says “She upheld two of the three complaints. She recommended that the Council apologise”.", "second"),  # a gap
    ("The decision says “The Council was at fault … at stage two was also fault”.", "finding"),  # an ellipsis joins two parts
    ("The decision says “The Council was at fault [...] in how the Council chose the investigating officer”.", "finding"),
    ("“Mrs K rejected the offer. Mrs K asked for a stage three panel on 12 January 2023.”", "offer third"),  # two paragraphs
    ("“was also fault. I find no fault in how the Council chose the investigating officer. The fault caused Mrs K frustration”.",
     "finding effect"),
    ("The decision says “the Council was not at fault when it refused a stage three panel”.", "finding"),
    ("The decision says “pay Mrs K £600 to recognise her frustration”.", "action"),
    ("The decision says “pay Mrs K £300 to recognise her distress”.", "action"),
    ("“Its refusal of a panel; pay Mr K £100 for his time and trouble”.", "action"),  # two list items joined over a third
    ("It was “a wilful breach” to refuse a stage three panel.", "finding"),
]  # fmt: skip

TRAPS = [*FIGURES, *OUTCOMES, *SPEAKERS, *NEGATIONS, *MODALITY, *ROLES, *SCOPE, *QUOTES]


@pytest.mark.parametrize(("claim", "names"), TRAPS)
def test_a_trap_is_never_graded_supported(claim: str, names: str) -> None:
    """A claim that its paragraph does not state is not shown as stated."""
    grade, reason = verify_claim(claim, cited(names))
    assert grade not in {"supported", "quote"}, reason
