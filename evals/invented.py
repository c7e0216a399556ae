"""The words the test bed's decisions are made of: invented lines with gaps, none of them from a published decision."""

from __future__ import annotations

__all__ = [
    "ACTIONS",
    "AGAIN",
    "ANALYSIS",
    "CATEGORIES",
    "CLOSINGS",
    "COMPLAINTS",
    "CONTINUATIONS",
    "EVENTS",
    "LAW",
    "LIMITS",
    "LISTS",
    "METHOD",
    "MONTHS",
    "NAMES",
    "OUTCOMES",
    "PLACES",
    "POWERS",
    "QUESTIONS",
    "QUOTATIONS",
    "TOPICS",
    "TYPES",
]

PLACES = (
    "Ashcombe",
    "Brindleford, Carrow and Dunwater",  # commas in a name
    "Royal Borough of Eastholm & Fallowby",  # an ampersand
    "St Glen’s Marsh",  # an apostrophe
    "Harrow-on-Dene",
    "Llanfair Inglewick",
)
TYPES = ("Council", "County Council", "Borough Council", "City Council")
NAMES = ("Mr B", "Mrs C", "Ms D", "Miss F", "Dr G", "Mr and Mrs H")
MONTHS = "January February March April May June July August September October November December".split()
OUTCOMES = ("Upheld", "Not upheld", "Closed after initial enquiries")
CATEGORIES = (
    ("Children's care services", "Disabled children"),
    ("Education", "Special educational needs"),
    ("Education", "School transport"),
    ("Housing", "Homelessness"),
    ("Adult care services", "Charging"),
    ("Other Categories", "Other"),
)
TOPICS = (
    ("short breaks", "a carer’s break every second weekend"),
    ("the stage two investigation", "an independent person from the first day"),
    ("home to school transport", "a taxi with an escort"),
    ("interim accommodation", "a self-contained flat after six weeks"),
    ("care charges", "a financial assessment before any bill"),
)
COMPLAINTS = (
    "{who} complains that the Council delayed over {topic}, and that nobody said why.",
    "{who} says this caused worry and cost £{sum} that could have been saved.",
    "{who} wants the Council to arrange {need}.",
)
POWERS = (
    "Our remit covers ‘maladministration’ and ‘service failure’ by councils, and here both go by the name of fault.",
    "It is not our part to put our own opinion in place of a decision properly reached. (Invented Act 1974, section 34(3))",
    "An inquiry may end once what a council has done, or promises to do, is enough.",
)
METHOD = (
    "I read the papers that {who} sent, and spoke to {who} by telephone.",
    "I put questions to the Council and studied its replies.",
    "Both sides saw a draft of this statement, and I weighed their comments.",
)
LAW = (
    "The Invented Act 1996 asks councils to look at {topic} within {weeks} weeks.",
    "Regulations of {year} add that reasons must be given “in writing and without jargon”.",
    "The Council’s own policy – last changed in {month} {year} – says that {need} can be offered.",
    "Where a person disagrees, there is a right of review; the time for asking is {count} weeks.",
)
EVENTS = (
    "In {month} {year} {who} wrote to the Council about {topic} and asked for {need}.",
    "An officer visited in {month} {year} and noted that {need} had been promised before.",
    "The Council replied {weeks} weeks later and said a manager would look into it.",
    "{who} telephoned {count} times in {month} {year}; the log shows no answer.",
    "The record for {month} does not say why {need} was refused.",
    "A bill of £{sum} came in {month} {year}, and {who} paid £{sum} of it.",
    "As paragraph {earlier} says, the first letter was never answered.",
    "The manager’s note reads: “We are stuck […] and the file is ‘with legal’.”",
    "By {month} {year} the matter had been open for {weeks} weeks.",
    "{weeks} other families were told the same.",  # a figure opens the paragraph
    "{count}.5 miles is the walk to school, by the Council’s own map.",
    "The Council relied on an earlier decision of ours about Ashcombe Council (97 999 {ref}).",  # ends like a title
    "{who} asked: “Who decides? When?” The officer wrote back, “Not me!”",
    "The bill – £{sum} a month, not £{sum} a year – was sent to M Dupré at n° {count}, café Brûlé.",
    "{who} was told (twice: in {month}, and again in {year}) that “the panel’s view is final”; it was not.",
    "It did so.",
)
ANALYSIS = (
    "The Council took {weeks} weeks over {topic}. That was fault.",
    "I find the Council did not consider whether {need} could be arranged in another way, and this was fault.",
    "There was no fault in how the Council wrote its policy on {topic}; the fault lay in not following it.",
    "The delay caused {who} distress and uncertainty that could have been avoided.",
    "The events described in paragraph {earlier} bear this out.",
)
CLOSINGS = (
    "I find fault causing injustice, and the steps set out above are a fair answer to it.",
    "There was fault by the Council, and the matter ends here.",
)
QUOTATIONS = (
    "“Your request for {need} is with the panel. We can’t say when it will meet.”",
    "“No officer may promise {need} before the form is signed.”",
)
CONTINUATIONS = (
    "(Invented Regulations {year}, regulation {count})",
    "This applied for {weeks} weeks.",
    "{who} also says that nobody rang back.",
)
QUESTIONS = ("Who was told?", "The first complaint (2019 to 2020)", "{month} {year} to {month} 2026", "‘The panel’ and its papers")
"""Headings of topics as decisions print them."""
AGAIN = ("{who} also asked for:", "The officer added:")
"""Lines without a number that lead in a list of their own."""
LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "{who} complains that the Council:",
        (
            "failed to reply to a letter of {month} {year}",
            "lost the form about {topic}",
            "refused {need} without saying why",
            "sent a bill for £{sum}",
            "did not return {count} calls",
        ),
    ),
    (
        "I considered:",
        (
            "the letters of {month} {year}",
            "the Council’s policy on {topic}",
            "notes of {count} calls",
            "what {who} told me about {need}",
        ),
    ),
    (
        "The panel was asked to look at:",
        ("the cost of {need}", "the delay of {weeks} weeks", "the wishes of {who}", "any other way forward"),
    ),
    (
        "The letter of {month} {year} said that the Council would:",
        ("arrange {need}", "visit again in {month}", "write every {count} weeks", "look once more at {topic}"),
    ),
    (
        "{who} gave these reasons:",
        (
            "the Council’s letter of {month} {year} was sent to another house. It came back unopened",
            "£{sum} was asked for twice",
            "{weeks} weeks is too long (the policy says {count})",
            "“nobody”, as the officer put it, “reads these forms”",
        ),
    ),
)
ACTIONS = (
    ("apology", "apologise to {who} in writing for the delay in dealing with {topic}"),
    ("payment", "pay {who} {amount} to recognise the distress caused by the delay"),
    ("training", "remind its officers in writing of the time limits for {topic}"),
    ("reassessment", "carry out a fresh assessment of the need for {need}"),
    ("review", "review its procedure for recording decisions about {topic}"),
)
LIMITS = (("one month", 30), ("four weeks", 28), ("three months", 90), ("six weeks", 42), ("two months", 60))
