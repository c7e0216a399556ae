"""The lines of a remedy section, read in order: lead-ins open a frame, items fill it, sentences carry their own.

"Within one month of my final decision the Council will:" lends its body, standing and time limit to every item below it. An item that
ends with a colon is a lead-in of its own. Where the lead-in already says the whole action ("review its procedure to ensure:") the
items are its contents. A sentence that sets a limit on "actions a) to c)", or says that a recommendation was refused, is about rows
already read. Proved by tests/test_index_remedies.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.records import Item, Paragraph
from index.remedies.amounts import read_sums
from index.remedies.deadlines import Coverage, Deadline, find_deadlines, leading_deadline, read_coverage, refers_to_actions
from index.remedies.drafts import Draft, Place, Standing, by_sum, make_drafts, trimmed
from index.remedies.evidence import asks_for_evidence, is_evidence
from index.remedies.frames import Frame, agrees_in_general, body_in, find_frame, refuses
from index.remedies.offers import accepted_offer, rejects
from index.remedies.records import RemedyStatus
from index.remedies.status import became_of
from index.remedies.verbs import begins_action, form_of
from index.sentences import split_sentences

__all__ = ["SectionReading", "is_action_phrase"]

_LONGEST = 3_000
"""Characters of a sentence that is read; the longest remedy sentence seen has 700, and a longer one is no prose."""

_BARE = re.compile(
    r"""
    ^ [\s,:]* (?: that\b )? (?: (?: remedy | address | put\ right | resolve | settle ) \b [^:]{0,80} \b (?: by | as\ follows | with | through ) \b )? (?: also | both | now )? \s* (?: (?: take | do | complete | carry\ out | undertake | implement | action | perform | provide | accept | put ) \b )?
      (?: \s? (?: all | each | of | the | these | this | our | my | some | further | following | agreed | additional | number | and | a | in\ place | practical ) )*
      (?: \s? (?: steps? | actions? | recommendations? | measures? | remed(?:y|ies) | things? | improvements? | points? | following | forward | service ) )*
      (?: \s? (?: to | in\ order\ to | which | that | will ) \b [^:]* )? [\s,:.]* $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THAT_BODY = re.compile(r"^That (?P<body>the [A-Z]\w+(?: \w+)?)(?= ?:| should)")  # "That the Council:"
_OPEN_END = re.compile(r"(?:\band|\bto|\balso|\bwill|\bshould|,)\s*(?:,?\s*(?:within|by)\s[^:]{3,90})?:?\s*$", re.IGNORECASE)
_SPELLS_OUT = re.compile(r"\b(?:how|which|that|what|who|so)\s(?:[\w’]+\s){0,3}(?:will|should|to|must|can)\s*:?\s*$", re.IGNORECASE)
_PAYS = re.compile(r"\b(?:pay(?:ing)?|payments?|sums?|amounts?|financial (?:remedy|redress))\b[^£]{0,80}$", re.IGNORECASE)
_REMEDY_WORDS = re.compile(
    r"\b(?:remed(?:y|ies)|put (?:this|things|matters|it) right|agreed|recommend\w*|following (?:action|step)s?|actions? (?:are|is|below)|should|will)\b", re.IGNORECASE
)
_NO_LEAD = re.compile(
    r"\b(?:consider(?:ed|ing)|because|says?|said|found|reasons?|account|guidance (?:says|states|suggests|on)|failed|explain(?:s|ed)|include[sd]?|not (?:recommend|ask)\w*|fault|caused)\b", re.IGNORECASE
)
_DETAIL = frozenset(
    "include includes cover covers address addresses be set contain contains need needs have has reflect reflects detail details go goes remain "
    "mean means know apply depend want feel appear seem help note notes know like".split()
)
_ADVICE = re.compile(r"\b(?:consider|follow|refer to|have regard to|read|use)\s(?:this|our|the Ombudsman[’']s|the)\s(?:\w+\s)?guidance\b(?! to)|^consider\s(?:the|this|our)\sreport\b", re.IGNORECASE)
_FALLBACK = re.compile(r"^\W*(?!If (?:it|they|the \w+) (?:has|have) not (?:already |yet )?)(?:If|Should|Where)\b[^,]{0,70}\b(?:not|unable|unsuccessful|no longer|cannot|fails?)\b", re.IGNORECASE)
_CONDITION = re.compile(r"^\W*(?:if|once|where|when|should)\b", re.IGNORECASE)
_PARTS = re.compile(r"^\W*(?:this|that|it|which|the (?:total|sum|payment|figure|amount))\s(?:comprises?|includes?|consists? of|is made up of|is broken down|is:|is split)\b", re.IGNORECASE)
_IMPERATIVE = re.compile(r"^[A-Z][a-z]+(?:-[a-z]+)? (?:that|the|its|their|all|any|an?|to|with|how|whether|M(?:r|rs|s|iss)|staff|officers|for|£|sure|in)\b(?![^.]{0,60}\b(?:was|were|is|are|had|has been)\b(?! in place))")
_TOTALS = re.compile(r"\b(?:total|altogether|in all|overall|brings?)\b", re.IGNORECASE)
_REFERS = re.compile(r"^\W*(?:this|that|these|those|such|the above|all|both|each|my|our|its? (?:payment|apology))\b", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """A frame whose items follow: `contents` says they only spell it out, `pays` that they are sums, `label` whose sub-items they are."""

    standing: Standing
    contents: bool = False
    pays: bool = False
    label: str = ""
    payee: str | None = None


class SectionReading:
    """The drafts of a section as they are found; `finish` lets later sentences reach back to them."""

    def __init__(self) -> None:
        self.evidence = False
        self._drafts: list[Draft] = []
        self._covers: list[tuple[int | None, int, Coverage]] = []
        self._open: _Open | None = None
        self._inner: _Open | None = None
        self._body: str | None = None
        self._limit_before: Standing | None = None

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Read one paragraph, line by line."""
        lines = paragraph.lines()
        first = lines[0][1]
        if not (self._open and not paragraph.items and not first.endswith(":") and self._continues(first)):
            self._open = self._inner = None
        for number, (item, line) in enumerate(lines):
            if item is None and number and number < len(lines) - 1 and not line.endswith(":"):
                self._inner = None
            self.read_line(Place(paragraph, item), line, paragraph.section)

    def _continues(self, line: str) -> bool:
        """Whether a paragraph of its own is really the next item of an open list (dash files lose the difference)."""
        return begins_action(line) and find_frame(line) is None

    def read_line(self, place: Place, line: str, section: str) -> None:
        """Read one line: a lead-in, an item or a sentence or two."""
        sentences = split_sentences(line)
        if asks_for_evidence(line):
            self.evidence = True
        if line.rstrip().endswith(":") and len(sentences[-1]) < _LONGEST and self._lead(place, sentences, section):
            return
        if place.item is not None or self._open is None:
            self._step_out(place.item)
        listed = self._inner or self._open
        for number, sentence in enumerate(sentences):
            if len(sentence) > _LONGEST:
                continue
            if listed is not None and (place.item is not None or self._continues(sentence)):
                self._item(place, sentence, listed, first=number == 0, section=section)
            else:
                self._sentence(place, sentence, section)
        self._body = body_in(line) or self._body

    def _step_out(self, item: Item | None) -> None:
        inner = self._inner
        if inner is not None and (item is None or (inner.label and not item.label.startswith(inner.label + "("))):
            self._inner = None
        elif inner is not None and inner.contents and item is not None and not item.label.startswith(inner.label) and begins_action(item.text):
            self._inner = None

    def _lead(self, place: Place, sentences: tuple[str, ...], section: str) -> bool:
        """Open a frame for the items below a lead-in; False where it is none."""
        for sentence in sentences[:-1]:
            self._sentence(place, sentence, section)
        text = sentences[-1]
        outer = self._open.standing if self._open and place.item is not None else None
        frame = find_frame(text)
        limit = self._limit(text, place, outer)
        if frame is None and (named := _THAT_BODY.match(text)) is not None:
            frame = Frame(None, named["body"], named.end(), 0, "that")
        if frame is None:
            if place.item is not None and outer is not None:
                return self._inner_lead(place, text, replace(outer, deadline=limit[0], deadline_paragraph=limit[1]))
            if _NO_LEAD.search(text) or not (_REMEDY_WORDS.search(text) or find_deadlines(text)):
                return False
        status = self._status(frame, text, section)
        if outer is not None and status == "recommended":
            status = outer.status
        standing = Standing(status, self._named(frame, text), *limit, soft=frame is not None and frame.soft)
        opened = _Open(standing, label=place.item.label if place.item else "")
        phrase = text[frame.start :] if frame else ""
        if frame is not None and not self._is_bare(phrase):
            self._fill(place, phrase, opened)
        if place.item is None:
            self._open, self._inner = opened, None
        else:
            self._inner = opened
        self._limit_before = standing if standing.deadline else self._limit_before
        return True

    def _inner_lead(self, place: Place, text: str, standing: Standing) -> bool:
        """An item that ends with a colon: its own action, or a heading for what follows."""
        assert place.item is not None
        opened = _Open(standing, label=place.item.label)
        if begins_action(text) and not self._is_bare(text):
            self._fill(place, text, opened)
        self._inner = opened
        return True

    def _fill(self, place: Place, phrase: str, opened: _Open) -> None:
        """Take the action a lead-in holds itself, and settle what its items are."""
        limit = leading_deadline(phrase.lstrip(" ,:"))
        rest = trimmed(phrase.lstrip(" ,:")[limit.end :]) if limit else trimmed(phrase)
        if self._is_bare(rest):
            return
        opened.pays = _PAYS.search(rest) is not None and "£" not in rest
        if opened.pays:
            self._add(place, re.split(r",?\s(?:and\s)?(?:make|pay)\b", rest)[0], opened) if not _PAYS.match(rest[:8]) and begins_action(rest) and not rest.lower().startswith(("make", "pay", "making")) else None
            return
        self._add(place, re.sub(r"(?:,?\s(?:and|to))+\s*$", "", rest), opened)
        opened.contents = _SPELLS_OUT.search(phrase) is not None or not (_OPEN_END.search(phrase) or read_sums(rest))

    @staticmethod
    def _is_bare(phrase: str) -> bool:
        limits = find_deadlines(phrase)
        for limit in reversed(limits):
            phrase = phrase[: limit.start] + phrase[limit.end :]
        return _BARE.match(phrase) is not None

    def _limit(self, text: str, place: Place, outer: Standing | None) -> tuple[Deadline | None, int | None]:
        """The limit a lead-in sets, or the one around it."""
        found = find_deadlines(text)
        if found:
            return self._resolved(found[0]), place.number
        return (outer.deadline, outer.deadline_paragraph) if outer else (None, None)

    def _resolved(self, limit: Deadline) -> Deadline:
        """A limit that echoes the one before ("of the same date") with what it echoes."""
        before = self._limit_before.deadline if self._limit_before else None
        if not limit.echoes or before is None:
            return limit
        return replace(limit, days=limit.days or before.days, anchor=before.anchor)

    def _status(self, frame: Frame | None, text: str, section: str) -> RemedyStatus:
        heading = section.lower()
        if frame is not None and frame.status in {"refused", "already_done", "offered_by_body", "agreed"}:
            if frame.how == "modal" and "recommend" in heading:
                return "recommended"
            return frame.status
        if frame is not None and frame.how in {"recommended", "asked"}:
            return "recommended"  # raised in the end where the section or the decision says that it was agreed
        if "agreed" in heading or (frame is None and re.search(r"\bagreed\b", text)):
            return "agreed" if frame is None or not frame.soft else "recommended"
        return "recommended" if frame is not None or "recommend" in heading or "recommend" in text else "agreed"

    def _named(self, frame: Frame | None, text: str) -> str | None:
        """The body of a frame, an "it" taken for the last one named."""
        body = frame.body if frame else body_in(text)
        if body is None or body.lower() in {"it", "they", "both"}:
            return body_in(text[: frame.opens] if frame else text) or self._body
        self._body = body
        return body

    def _item(self, place: Place, sentence: str, listed: _Open, *, first: bool, section: str) -> None:
        """One sentence of an item."""
        frame = find_frame(sentence)
        if frame is None and (first or begins_action(sentence)):
            if not listed.contents and not is_evidence(sentence) and not _FALLBACK.match(sentence):
                self._add(place, sentence, listed)
        elif not listed.contents and not _FALLBACK.match(sentence):
            self._sentence(place, sentence, section, around=listed.standing)

    def _sentence(self, place: Place, sentence: str, section: str, *, around: Standing | None = None) -> None:
        """One sentence that must say itself who acts."""
        frame = find_frame(sentence)
        covers = read_coverage(sentence)
        if covers and (frame is None or frame.how == "passive" or refers_to_actions(sentence[frame.start :]) or not self._orders(sentence, frame)):
            if not is_evidence(sentence[frame.start :] if frame else sentence):
                self._covers += [(place.number, len(self._drafts), cover) for cover in covers]
            return
        if self._drafts and self._comments(place, sentence, frame):
            return
        if frame is None or not self._orders(sentence, frame):
            self._without_frame(place, sentence, section)
            return
        status = around.status if around and frame.status in {"recommended", "agreed"} else self._status(frame, sentence, section)
        limit, paragraph = self._sentence_limit(place, sentence, frame, around)
        standing = Standing(status, self._named(frame, sentence), limit, paragraph, frame.soft)
        self._add(place, sentence[frame.start :], _Open(standing))
        self._limit_before = standing if standing.deadline else self._limit_before

    def _sentence_limit(self, place: Place, sentence: str, frame: Frame, around: Standing | None) -> tuple[Deadline | None, int | None]:
        before = find_deadlines(sentence[: frame.start])
        if before:
            return self._resolved(before[-1]), place.number
        if around is not None:
            return around.deadline, around.deadline_paragraph
        last = self._drafts[-1] if self._drafts and not _CONDITION.match(sentence) else None
        if last and last.place.number == place.number and (frame.body or "").lower() in {"it", "they"}:
            return last.standing.deadline, last.standing.deadline_paragraph  # "It will also ...", in one breath with what it has to do
        if self._limit_before is not None and re.search(r"\b(?:also|in addition)\b", sentence[: frame.start], re.IGNORECASE):
            return self._limit_before.deadline, self._limit_before.deadline_paragraph
        return None, None

    def _orders(self, sentence: str, frame: Frame) -> bool:
        """Whether what a frame holds is an action: not proof, not a detail of one, not "my recommendations"."""
        if frame.how == "passive":
            return True
        phrase = trimmed(sentence[frame.start :])
        limit = leading_deadline(phrase)
        phrase = trimmed(phrase[limit.end :]) if limit else phrase
        words = re.match(r"(?:(?:also|now|then|therefore|formally|only|both|either|simply|again)\s+)*([A-Za-z-]+)", phrase)
        if words is None:
            return phrase.startswith("£")
        word = words[1].lower()
        if word in _DETAIL or _ADVICE.search(phrase) or refers_to_actions(phrase) or _FALLBACK.match(sentence) or self._is_bare(phrase) or _REFERS.match(phrase):
            return False
        if frame.how in {"agreed", "offered", "refused", "recommended", "asked", "done"} and form_of(word) is None:
            return re.match(r"(?:an?|the|one)\s(?:[\w-]+\s){0,3}(?:payment|apology|refund|sum|review)|service improvements|payments?\b|£", phrase) is not None or (
                re.match(r"[a-z]+\s", phrase) is not None and word not in {"a", "an", "the", "my", "our", "his", "her", "their", "its", "what", "how", "it", "no", "not", "in", "on", "of", "for", "if", "mr", "mrs", "ms", "miss", "with", "some", "any", "there", "that", "was", "were", "has", "had", "is", "and", "would", "as", "by", "at", "i", "we", "but", "so"} and frame.how != "recommended"
            )
        return not (is_evidence(phrase) and not re.search(r"[a-z] and (?!provide|send|give|show)", phrase))

    def _comments(self, place: Place, sentence: str, frame: Frame | None) -> bool:
        """Let a sentence about the recommendation just made settle its status; True where it did nothing else."""
        last = self._drafts[-1]
        if last.place.number is None or place.number is None or place.number - last.place.number > 3:  # noqa: PLR2004 - a reply follows at once
            return False
        same = [one for one in self._drafts if one.place.number == last.place.number]
        if last.standing.status == "recommended" and (frame is None or frame.how not in {"recommended", "modal"}):
            if refuses(sentence) and frame is not None and frame.how == "agreed":
                return self._settle_by_part(same, sentence)
            if refuses(sentence):
                self._settle(same, became_of(place.paragraph.text if place.paragraph else sentence))
                return frame is None or not self._orders(sentence, frame)
            if agrees_in_general(sentence):
                self._settle(same, "agreed")
                return frame is None or not self._orders(sentence, frame)
        return False

    def _settle_by_part(self, drafts: list[Draft], sentence: str) -> bool:
        """"The Council agreed to do A but refused B": each recommendation by the part that repeats its words."""
        agreed = set(re.findall(r"\w{5,}", re.split(r"\bbut\b|\balthough\b|\bhowever\b", sentence)[0].lower()))
        for draft in drafts:
            words = set(re.findall(r"\w{5,}", draft.text.lower()))
            self._settle([draft], "agreed" if words & agreed else "refused")
        return True

    @staticmethod
    def _settle(drafts: list[Draft], status: RemedyStatus) -> None:
        for draft in drafts:
            draft.standing = replace(draft.standing, status=status)

    def _without_frame(self, place: Place, sentence: str, section: str) -> None:
        """A sentence that names nobody who acts: an offer welcomed, an order without a subject, the parts or the total of a sum."""
        if not (place.paragraph and rejects(place.paragraph.text)):
            self._drafts += self._not_yet(accepted_offer(sentence, place))
        if _IMPERATIVE.match(sentence) and form_of(sentence.split(" ", 1)[0]) == "base":
            limits = find_deadlines(sentence)
            self._add(place, sentence, _Open(Standing(self._status(None, sentence, section), self._body, limits[0] if limits else None, place.number)))
        elif self._drafts and _PARTS.match(sentence):
            self._parts(place, sentence, self._drafts[-1])
        else:
            self._total(place, sentence)

    def _parts(self, place: Place, sentence: str, whole: Draft) -> None:
        """The heads of the sum just named: "This comprises £300 for distress and £100 for time and trouble"."""
        match = _PARTS.match(sentence)
        sums = read_sums(sentence)
        if match is None or whole.sum is None or len(sums) < 2:  # noqa: PLR2004 - one sum is no breakdown
            return
        self._drafts += by_sum(trimmed(sentence[match.end() :]), whole.kind, place, whole.standing)
        if abs(sum(one.value for one in sums) - whole.sum.value) < 0.005:  # noqa: PLR2004 - half a penny
            whole.sum = replace(whole.sum, role="total")

    @staticmethod
    def _not_yet(drafts: list[Draft]) -> list[Draft]:
        """Offers that say what is offered: "the offer of a payment" repeats one that was named before."""
        return [one for one in drafts if one.sum is not None or one.kind not in {"payment", "refund"}]

    def _total(self, place: Place, sentence: str) -> None:
        """A sentence that only adds up: "This is a total of £900"."""
        sums = [one for one in read_sums(sentence) if one.role == "total"]
        if sums and self._drafts and _TOTALS.search(sentence):
            standing = self._drafts[-1].standing
            self._drafts.append(Draft(place, trimmed(sentence), "payment", standing, None, sums[-1]))

    def _add(self, place: Place, phrase: str, listed: _Open) -> None:
        standing = listed.standing
        self._drafts += make_drafts(phrase, place, standing, pays=listed.pays)

    def finish(self) -> list[Draft]:
        """The drafts, each with the limit that a later sentence set on it."""
        for number, count, cover in self._covers:
            self._cover(self._drafts[:count], number, cover)
        return self._drafts

    def _cover(self, drafts: list[Draft], number: int | None, cover: Coverage) -> None:
        """Give a limit to the actions it covers that have none of their own."""
        paragraphs = cover.paragraphs
        if cover.labels and not paragraphs and drafts:
            lettered = [one.place.number for one in drafts if one.place.item is not None]
            paragraphs = frozenset(filter(None, lettered[-1:]))
        for draft in drafts:
            inside = not paragraphs or draft.place.number in paragraphs
            item = draft.place.item
            named = not cover.labels or (item is not None and item.label.split("(")[0] in cover.labels)
            if inside and named and draft.standing.deadline is None:
                draft.standing = replace(draft.standing, deadline=cover.deadline, deadline_paragraph=number)
