"""A seeded generator of invented decisions in the numbered family: for tests and benchmarks of indexing, not of answers.

Every text is made from parts written for Pinpoint; references have a 98 prefix and each file says in its first line that it is
fictional. Proved by tests/test_evals_corpus.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

__all__ = ["generate_decision", "write_corpus"]

_PLACES = "Ashcombe Brindleford Carrowmoor Dunwater Eastholm Fallowby Glenmarsh Harrowdene Inglewick Juniper Kettlebourne".split()
_TOPICS = (
    ("Children's care services > Disabled children", "short breaks", "a carer's break every second weekend"),
    (
        "Children's care services > Other",
        "the statutory complaints procedure",
        "a stage two investigation within 65 working days",
    ),
    ("Education > Special educational needs", "an education, health and care plan", "speech therapy twice a month"),
    ("Education > School transport", "home to school transport", "a taxi with an escort"),
    ("Housing > Homelessness", "interim accommodation", "a self-contained flat after six weeks"),
    ("Adult care services > Charging", "care charges", "a financial assessment before any bill"),
)
_EVENTS = (
    "In {month} {year} {who} wrote to the Council about {topic} and asked for {need}.",
    "An officer visited in {month} {year} and noted that {need} had been promised before.",
    "The Council replied {weeks} weeks later and said a manager would look into {topic}.",
    "{who} telephoned {count} times in {month} {year}; the log shows no answer.",
    "The record for {month} {year} does not say why {need} was refused.",
)
_FINDINGS = (
    "The Council took {weeks} weeks to deal with {topic}. That was fault, and {who} was left without {need}.",
    "I find the Council did not consider whether {need} could be arranged in another way. This was fault.",
    "There was no fault in how the Council wrote its policy on {topic}; the fault lay in not following it.",
    "The delay of {weeks} weeks caused {who} distress and uncertainty that could have been avoided.",
)
_MONTHS = "January February March April May June July August September October November December".split()


def write_corpus(folder: Path, count: int, *, seed: int = 0) -> list[Path]:
    """Write `count` decisions; the same seed gives the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"98-{number // 1000:03d}-{number % 1000:03d}.txt"
        path.write_text(generate_decision(number, random.Random(f"{seed}-{number}")), encoding="utf-8")  # noqa: S311 - a corpus, not a secret
        paths.append(path)
    return paths


def generate_decision(number: int, dice: random.Random) -> str:
    """One decision as a numbered extraction, its printed numbers restarting after every heading."""
    category, topic, need = dice.choice(_TOPICS)
    place = f"{dice.choice(_PLACES)} {dice.choice(['County', 'Borough', 'City', 'District'])} Council"
    who = f"{dice.choice(['Mr', 'Mrs', 'Ms'])} {dice.choice('BCDEFGHJKLMNPRTV')}"
    amount = dice.randrange(100, 1000, 50)

    def fill(line: str) -> str:
        return line.format(
            who=who,
            topic=topic,
            need=need,
            year=dice.randint(2019, 2025),
            month=dice.choice(_MONTHS),
            weeks=dice.randint(3, 60),
            count=dice.randint(2, 9),
        )

    sections = {
        "The complaint": [fill("{who} complains about how the Council dealt with {topic}.")],
        "What I found": [],
        "What happened": [fill(dice.choice(_EVENTS)) for _ in range(dice.randint(8, 18))],
        "Analysis": [fill(dice.choice(_FINDINGS)) for _ in range(dice.randint(4, 9))],
        "Agreed action": [
            f"Within one month of my decision the Council will apologise to {who} and pay {who} £{amount} for the delay.",
            f"Within three months the Council will review how it records decisions about {topic}.",
        ],
        "Final decision": ["I find fault causing injustice, and the Council has agreed to put it right."],
    }
    header = [
        "FICTIONAL - generated for testing; not a decision of the Ombudsman",
        f"{place} (98 {number // 1000:03d} {number % 1000:03d})",
        f"Category : {category}",
        "Decision : Upheld",
        f"Decision date : {dice.randint(1, 28):02d} {dice.choice(_MONTHS)[:3]} {dice.randint(2019, 2025)}",
        "The Ombudsman's final decision:",
        fill("Summary: {who} complained about {topic}. The Council was at fault."),
    ]
    return "\n\n".join([*header, *_body(sections), "Investigator's decision on behalf of the Ombudsman"]) + "\n"


def _body(sections: dict[str, list[str]]) -> Iterator[str]:
    for heading, paragraphs in sections.items():
        yield heading
        yield from (f"  {n}. {text}" for n, text in enumerate(paragraphs, 1))
