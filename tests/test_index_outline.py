"""Which list items are paragraphs: one wrong depth shifts every later number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from index.outline import dash_depths, numbered_depths
from index.readers import Block


def _number(printed: int, text: str, depth: int = 1) -> Block:
    return Block("number", text, depth, printed)


def _dash(text: str, depth: int = 1) -> Block:
    return Block("dash", text, depth)


def _bullet(text: str) -> Block:
    return Block("bullet", text, 2)


def _heading(text: str = "Analysis") -> Block:
    return Block("heading", text)


def _text(text: str) -> Block:
    return Block("text", text)


NUMBERED: list[tuple[list[Block], tuple[int, ...]]] = [
    ([], ()),  # nothing
    ([_heading()], (0,)),  # a heading alone
    ([_text("One.")], (0,)),
    ([_number(1, "One."), _number(2, "Two.")], (1, 1)),
    # a restart after bullets, a heading or text is the next paragraph
    ([_number(1, "One:"), _bullet("x"), _bullet("y"), _number(1, "Two."), _number(2, "Three.")], (1, 2, 2, 1, 1)),
    ([_number(3, "One:"), _heading(), _number(1, "two; and"), _number(2, "three.")], (1, 0, 1, 1)),
    ([_number(3, "One:"), _text("Quoted."), _number(1, "two; and"), _number(2, "three.")], (1, 0, 1, 1)),
    # items nested by indentation keep their depth
    ([_number(1, "One:"), _number(1, "a;", 2), _number(2, "b:", 2), _number(1, "i;", 3), _number(2, "Two.")], (1, 2, 2, 3, 1)),
    # a sub-list printed at its parent's indent: the parent ends with a colon, the number restarts, the items are a list's
    ([_number(4, "She asked:"), _number(1, "to be heard;"), _number(2, "to be paid."), _number(1, "It was late.")], (1, 2, 2, 1)),
    (
        [_number(4, "She asked:"), _number(1, "one,"), _number(2, "two, and"), _number(3, "three."), _number(1, "Next.")],
        (1, 2, 2, 2, 1),
    ),
    (
        [_number(4, "She asked:"), _number(1, "One; and"), _number(2, "Two."), _heading(), _number(1, "Next.")],
        (1, 2, 2, 0, 1),
    ),  # at the end
    (
        [_number(4, "She asked:"), _number(1, "No stop"), _number(2, "None here"), _number(3, "Or here"), _number(1, "Next.")],
        (1, 2, 2, 2, 1),
    ),  # no punctuation at all
    (
        [_number(4, "It was “late”:"), _number(1, "the Council’s letter; or"), _number(2, "Mr X’s."), _number(1, "N.")],
        (1, 2, 2, 1),
    ),  # quotes
    (
        [
            _number(1, "One:"),
            _number(1, "a; and"),
            _number(2, "b."),
            _number(1, "Two:"),
            _number(1, "c; and"),
            _number(2, "d."),
            _number(1, "Three."),
        ],
        (1, 2, 2, 1, 2, 2, 1),
    ),  # two of them
    ([_number(1, "Upheld:"), _number(1, "upheld;"), _number(2, "not upheld."), _number(1, "Next.")], (1, 2, 2, 1)),
    (
        [_number(1, "It must:"), _number(1, "visit."), _number(2, "write."), _number(3, "review."), _number(1, "Next.")],
        (1, 2, 2, 2, 1),
    ),  # small letters, full stops
    # not sub-lists
    ([_number(4, "It was late."), _number(1, "one; and"), _number(2, "two.")], (1, 1, 1)),  # no lead-in
    ([_number(4, "She asked:"), _number(5, "one; and"), _number(6, "two.")], (1, 1, 1)),  # the number goes on
    ([_number(4, "She asked:"), _number(1, "It was late.")], (1, 1)),  # one item is no list
    ([_number(1, "One."), _number(1, "Two says:"), _number(1, "Three."), _number(1, "Four.")], (1, 1, 1, 1)),  # each its own "1."
    (
        [_number(4, "It wrote:"), _number(1, "It was late."), _number(2, "It was lost."), _number(3, "It was rude.")],
        (1, 1, 1, 1),
    ),  # sentences
    ([Block("number", "One:"), Block("number", "two; and"), Block("number", "three.")], (1, 1, 1)),  # missing numbers
]


@pytest.mark.parametrize(("blocks", "expected"), NUMBERED)
def test_numbered_items_are_paragraphs_by_their_indent(blocks: list[Block], expected: tuple[int, ...]) -> None:
    """Only a run that restarts straight after a lead-in, and reads as a list, moves down."""
    assert numbered_depths(blocks) == expected


DASHES: list[tuple[list[Block], tuple[int, ...]]] = [
    # a line without a mark that goes on with a paragraph leads in a list as well; under a heading it goes on with nothing
    ([_dash("One."), _text("She also asked for:"), _dash("an answer;"), _dash("a visit."), _dash("Two.")], (1, 0, 2, 2, 1)),
    ([_heading(), _text("She asked for:"), _dash("One."), _dash("Two.")], (0, 0, 1, 1)),
    ([], ()),  # nothing
    ([_dash("One."), _dash("Two.")], (1, 1)),
    # marked lists end with their marks
    ([_dash("It must:"), _dash("visit;"), _dash("write; and"), _dash("review."), _dash("It did.")], (1, 2, 2, 2, 1)),
    ([_dash("It must:"), _dash("visit, and"), _dash("write."), _dash("It did.")], (1, 2, 2, 1)),
    ([_dash("It must:"), _dash("visit, or;"), _dash("write."), _dash("It did.")], (1, 2, 2, 1)),
    # unmarked lists end where the grammar no longer follows from the lead-in
    ([_dash("It must:"), _dash("visit"), _dash("write"), _dash("The Council did.")], (1, 2, 2, 1)),
    ([_dash("I saw:"), _dash("The file."), _dash("The letters."), _dash("In May 2023, it stopped.")], (1, 2, 2, 1)),
    ([_dash("I saw:"), _dash("The file."), _dash("However, it was late.")], (1, 2, 1)),
    ([_dash("I saw:"), _dash("The file."), _dash("Mrs X and the Council had time.")], (1, 2, 1)),
    ([_dash("I saw:"), _dash("The file."), _dash("I do not agree.")], (1, 2, 1)),
    (
        [_dash("I saw:"), _dash("Mr X’s letters."), _dash("The Council’s “plan”."), _dash("There is no record.")],
        (1, 2, 2, 1),
    ),  # curly quotes
    # a list of statements alike is one list
    ([_dash("She says:"), _dash("Mr X was late."), _dash("Mr X was rude."), _heading(), _dash("I agree.")], (1, 2, 2, 0, 1)),
    # a heading or unnumbered text ends the list
    ([_dash("She says:"), _dash("The Council was late."), _heading(), _dash("The Council agrees.")], (1, 2, 0, 1)),
    ([_dash("She says:"), _dash("it was late;"), _text("(Some Act 1999, section 2)"), _dash("It was.")], (1, 2, 0, 1)),
    # a second lead-in ends the first list
    (
        [_dash("Within a month:"), _dash("Apologise."), _dash("Within two months:"), _dash("Train staff."), _heading()],
        (1, 2, 1, 2, 0),
    ),
    ([_dash("I saw:"), _dash("The file."), _dash("The Council will:"), _dash("Pay."), _heading()], (1, 2, 1, 2, 0)),
    # a lead-in takes the next item, whatever it is
    ([_dash("She says:"), _dash("I was late."), _dash("We will see.")], (1, 2, 2)),
    ([_dash("She says:"), _heading(), _dash("I agree.")], (1, 0, 1)),  # and nothing across a heading
    ([_dash("She says:")], (1,)),  # nothing follows
    # a dash nested by its indent, and a bullet, are sub-items without any lead-in
    ([_dash("One."), _dash("nested", 2), _dash("Two.")], (1, 2, 1)),
    ([_dash("One:"), _dash("nested", 2), _dash("again", 2), _dash("Two.")], (1, 2, 2, 1)),
    ([_dash("One."), _bullet("x"), _dash("Two.")], (1, 2, 1)),
    ([_dash("One:"), _dash("x:"), _dash("deeper", 3), _heading()], (1, 2, 3, 0)),  # a third level stays one
    ([_dash("One:"), _bullet("x;"), _bullet("y."), _dash("Two.")], (1, 2, 2, 1)),  # a bullet list under a lead-in
]


@pytest.mark.parametrize(("blocks", "expected"), DASHES)
def test_dash_items_are_told_apart_by_sense(blocks: list[Block], expected: tuple[int, ...]) -> None:
    """A list goes on while its items are marked or built alike, and ends at the first statement of its own."""
    assert dash_depths(blocks) == expected


SITUATIONS = [
    (  # stops after base verbs, then plural-noun paragraph
        "- Within four weeks the Council will:\n"
        "  - Apologise to Mrs V for the wasted journeys.\n"
        "  - Pay her £175 to reflect the lost afternoons.\n"
        "  - Write to every household on the route to explain the change.\n"
        "- Officers responsible for the route have already been briefed on the new timetable."
    ),
    (  # allegations all clauses, then Council's reply
        "- Mr L raised these concerns:\n"
        "  - The bins were left on the pavement for nine days.\n"
        "  - Nobody answered his emails about the smell.\n"
        "  - The crew swore at his neighbour.\n"
        "- The Council replied that the crew had been spoken to and the bins were collected late because of snow."
    ),
    (  # gerunds
        "- The policy lists ways to help a tenant in arrears, including:\n"
        "  - Agreeing a payment plan.\n"
        "  - Referring the tenant to a debt adviser.\n"
        "  - Pausing action while a benefit claim is decided.\n"
        "- Eviction is described in the policy as the last resort."
    ),
    (  # that-clauses
        "- The inspector’s report concluded:\n"
        "  - That the wall had been built without consent.\n"
        "  - That no harm to the neighbours’ light was shown.\n"
        "- Ms T asked the Council to think again."
    ),
    (  # promised count of statements
        "- The panel made three findings:\n"
        "  - The assessment was out of date when the plan was written.\n"
        "  - Mrs H was not invited to the meeting in March.\n"
        "  - In April the plan was changed without notice.\n"
        "- The panel sent its report to the Council two weeks later."
    ),
    (  # past participles after I have
        "- To reach a decision I have:\n"
        "  - Spoken to Mr W by telephone.\n"
        "  - Read the care home’s daily notes.\n"
        "  - Compared the invoices with the contract.\n"
        "- Mr W and the care home both saw a draft."
    ),
    (  # two lists in a row
        "- Within a month the Council should:\n"
        "  - Write off the overpayment.\n"
        "  - Pay Ms D £90.\n"
        "- It should also, within two months:\n"
        "  - Train its benefits staff.\n"
        "  - Review its letters.\n"
        "- The Council must tell us when these steps are done."
    ),
    (  # colon quote
        "- Its website says: “We aim to:\n"
        "  - answer calls within a minute\n"
        "  - reply to letters within ten days\n"
        "  - visit within a month.”\n"
        "- Mrs N had waited for fourteen weeks by then."
    ),
    (  # typed letters
        "- The tribunal ordered the Council to:\n"
        "  - (a) name the school in the plan;\n"
        "  - (b) arrange transport from September\n"
        "  - (c) review both by Easter.\n"
        "- Transport began in October."
    ),
    (  # and at the end without semicolons
        "- The guidance says a decision letter must give\n"
        "  - the reasons for the decision\n"
        "  - the date it takes effect and\n"
        "  - how to ask for a review.\n"
        "- Letters sent before May did not say how to ask for a review."
    ),
    (  # dates as items
        "- The main events were:\n"
        "  - 3 March: Mr K reported the leak.\n"
        "  - 9 March: a plumber called and found nobody in.\n"
        "  - 2 April: the ceiling fell.\n"
        "- The repair was finished in June."
    ),
    (  # single recommended action then agreement
        "- I recommended the Council:\n  - Refunds the charge of £64.\n- It has agreed to do this."
    ),
    (  # statement list then dated story
        "- Miss R told the Council:\n"
        "  - The flat was damp in both bedrooms.\n"
        "  - Her son’s asthma had become worse.\n"
        "  - She could not afford to heat it.\n"
        "- The Council inspected the flat on 8 January. It found mould in one room."
    ),
    (  # statement list then passive paragraph
        "- The surveyor noted:\n"
        "  - The roof had slipped tiles.\n"
        "  - The gutter was blocked.\n"
        "- A repair was ordered the same week but the builder shut down first, and nobody noticed. It was done in May."
    ),
    (  # quotes by the council, subject shift to I
        "- The Council explained:\n"
        "  - It had lost its only trained assessor.\n"
        "  - Agency staff could not be found.\n"
        "- My view is that these are reasons and not excuses."
    ),
    (  # no lead in, heading between
        "- Mr S has two sons.\n"
        "# Analysis\n"
        "- The first question is what he asked for.\n"
        "- He asked for three things:\n"
        "  - respite on Sundays;\n"
        "  - a key worker; and\n"
        "  - a new assessment.\n"
        "- Only the first was refused."
    ),
    (  # bold labels
        "- The scheme has bands:\n"
        "  - Band one – people with nowhere to live.\n"
        "  - Band two – people in overcrowded homes.\n"
        "  - Band three – everyone else.\n"
        "- Mr F was placed in the third of these."
    ),
    (  # items with two sentences
        "- To put this right the Council agreed to:\n"
        "  - Send Mr and Mrs J a written apology. A senior officer should sign it.\n"
        "  - Hold the review meeting that was missed. Both parents should be invited.\n"
        "- Actions for the wider service are as follows:\n"
        "  - A reminder to staff about minutes.\n"
        "  - A new checklist for reviews.\n"
        "- Evidence of all this should reach us by the end of the quarter."
    ),
    (  # complaint items with failed to
        "- Mrs Y complains the Council:\n"
        "  - Failed to cut back the hedge.\n"
        "  - Ignored her photographs.\n"
        "  - Sent her a bill for work it had not done.\n"
        "- As a result she says she has been kept awake and out of pocket."
    ),
    (  # questions
        "- I had to ask:\n"
        "  - Was the notice served on the right person?\n"
        "  - Did the Council allow time to reply?\n"
        "- Both answers are yes."
    ),
]


@pytest.mark.parametrize("picture", SITUATIONS)
def test_lists_end_where_a_reader_ends_them(picture: str) -> None:
    """Whatever their grammar: "- " is a paragraph, "  - " its item, "# " a heading; the reading sees only dashes."""
    lines = picture.split("\n")
    blocks = [_heading(line[2:]) if line[0] == "#" else _dash(line.lstrip(" -")) for line in lines]
    assert dash_depths(blocks) == tuple({"#": 0, "-": 1, " ": 2}[line[0]] for line in lines)


@pytest.mark.parametrize("depths", [numbered_depths, dash_depths])
def test_every_block_has_a_depth_and_only_items_have_one(depths: Callable[[Sequence[Block]], tuple[int, ...]]) -> None:
    """Headings and text are 0, so that they never count."""
    blocks = [_heading(), _text("x"), _number(1, "One."), _dash("Two."), _bullet("three"), _heading()]
    assert [depth > 0 for depth in depths(blocks)] == [False, False, True, True, True, False]
