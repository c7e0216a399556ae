"""True claims, most of them paraphrased: each must be accepted with its figures, and none may be told it is contradicted."""

from __future__ import annotations

import pytest
from verify_paragraphs import cited

from rag.verify import verify_claim

FINDINGS = [
    ("The Council was at fault for refusing a stage three panel.", "finding"),
    ("The Ombudsman found fault in the Council’s refusal of a stage three panel.", "finding"),
    ("Mrs K had a right to a panel and asked for it in time.", "finding"),
    ("The eleven week delay at stage two was fault.", "finding"),
    ("The 11 weeks of delay at stage 2 were also fault.", "finding"),
    ("There was no fault in how the Council chose the investigating officer.", "finding"),
    ("The Council’s choice of investigating officer was not fault.", "finding"),
    ("Mrs K suffered frustration and uncertainty because of the fault.", "effect"),
    ("The fault did not affect Mrs K’s son.", "effect"),
    ("The Ombudsman could not say a panel would have reached a different view.", "effect"),
    ("The social worker did not consult the father before finishing the assessment.", "parents"),
    ("The social worker saw the mother twice.", "parents"),
    ("She should have spoken to both parents.", "parents"),
    ("The mother’s views were the only ones recorded.", "parents"),
    ("All of the emails were kept, but none of the telephone notes for March 2022 survived.", "records"),
    ("Some visit records were missing.", "records"),
    ("The girl was out of school for two terms.", "terms"),
    ("The Council provided 5 hours of tuition a week in the autumn term.", "terms"),
    ("There was no tuition in the spring term.", "terms"),
    ("The transport complaint was upheld.", "mixed"),
    ("The personal budget complaint was not upheld.", "mixed"),
    ("The Ombudsman upheld the complaint about transport but not the one about the personal budget.", "mixed"),
    ("The Council was not at fault for the health trust’s delay.", "mixed"),
    ("The family spent 31 weeks in bed and breakfast.", "rooms"),
    ("The law allows 6 weeks in bed and breakfast accommodation.", "rooms"),
    ("The Council failed to tell Mrs V that she had a right to a review.", "rooms"),
    ("It was fault not to tell Mr P when the restriction would be reviewed.", "ban"),
    ("The restriction itself was not fault.", "ban"),
]

REMEDIES = [
    ("The Council will apologise to Mrs K within one month of the final decision.", "action"),
    ("The Council agreed to pay Mrs K £300 to recognise her frustration.", "action"),
    ("The Council has to pay Mr K £100 for his time and trouble.", "action"),
    ("Mrs K will receive £300 and Mr K £100.", "action"),
    ("The Council will remind its complaints staff of the stage three time limits within three months.", "service"),
    ("Within 3 months it will review the cases of all parents refused a panel since April 2021.", "service"),
    ("The Ombudsman recommended that the Council pay for an independent advocate, but it does not agree.", "advice"),
    ("The Council has agreed to publish the dates of its panels by 30 September 2023.", "advice"),
    ("The Council had paid Mrs K £600 in May 2022 after an earlier complaint.", "sums"),
    ("The Council agreed to pay a further £300.", "sums"),
    ("The Council has already refunded £412.50 of charges.", "sums"),
    ("The Council agreed to pay £1,800 for the daughter’s benefit.", "award"),
    ("That is £900 for each term.", "award"),
    ("Ms R gets £250 for her distress, within four weeks of the decision.", "award"),
    ("The Council will apologise to Ms R.", "award"),
    ("The Council will pay Mr and Mrs V £200 a month until the family is offered a suitable home.", "rent"),
    ("Mr V must pay rent arrears of £740.", "rent"),
    ("No interest will be added by the Council.", "rent"),
    ("The Council refused a panel, which was fault, and agreed to pay Mrs K £300.", "finding action"),
]

EVENTS = [
    ("Mrs K complained to the Council in June 2022.", "first"),
    ("The stage one reply came on 4 July 2022.", "first"),
    ("The investigating officer upheld two of three complaints.", "second"),
    ("The investigating officer’s report was finished on 9 December 2022.", "second"),
    ("She recommended an apology and a payment of £600.", "second"),
    ("The complaint about the social worker’s manner was not upheld.", "second"),
    ("The Council offered Mrs K £150 in January 2023, which she rejected.", "offer"),
    ("The recommended payment was not accepted by the adjudicating officer.", "offer"),
    ("Mrs K requested a stage three panel on 12 January 2023, and the Council refused it on 26 January 2023.", "third"),
    ("Mrs K’s advocate wrote to the social worker on 2 February 2023.", "third"),
    ("The final plan came 38 weeks after the request, against a limit of 20 weeks.", "plan"),
    ("15 per cent of its plans were issued in time that year.", "plan"),
    ("Ms R’s appeal was dismissed by the tribunal in June 2022.", "plan"),
    ("The pupil was excluded by the headteacher.", "exclusion"),
    ("The pupil struck a teacher.", "exclusion"),
    ("The social worker was sent 40 emails in one week by Mr P.", "contact"),
    ("Mr P was reported to the police by the social worker.", "contact"),
    ("The police took no action.", "contact"),
]

LAW = [
    ("Stage two must be finished within 25 working days, or 65 where a complaint is complex.", "limits"),
    ("A panel must be held within 30 working days of the request.", "limits"),
    ("Section 17 of the Children Act 1989 is about safeguarding the welfare of children in need.", "duties"),
    ("Under section 20 councils must provide accommodation for some homeless children.", "duties"),
    ("The Ombudsman may not investigate what happened in court.", "duties"),
]

ALLEGATIONS = [
    ("Mrs K complained that the Council failed to hold a stage three panel.", "complaint"),
    ("Mrs K said the Council had ignored her letters for 5 months.", "complaint"),
    ("Mrs K wants £2,000 from the Council.", "complaint"),
    ("Mr K complains he was left out of the assessment.", "grievance"),
    ("According to the Council, it did not receive the letter until March 2023.", "reply"),
    ("The Council accepts its officer should have kept a note of the call.", "reply"),
    ("Ms R says a teacher struck her daughter.", "school"),
    ("Ms R complained that no education was provided between September 2021 and July 2022.", "school"),
    ("The Council denies that its officer lied to Mr P.", "wishes"),
    ("The Council has offered to meet Mr P.", "wishes"),
]

TRUTHS = [*FINDINGS, *REMEDIES, *EVENTS, *LAW, *ALLEGATIONS]


@pytest.mark.parametrize(("claim", "names"), TRUTHS)
def test_a_true_claim_is_accepted(claim: str, names: str) -> None:
    """A claim that its paragraph states is never graded `unsupported`."""
    grade, reason = verify_claim(claim, cited(names))
    assert grade in {"quote", "supported", "weak"}, reason
