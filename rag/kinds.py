"""What kind of answer a question wants, as shares that sum to one: by turns of phrase first, by nearness to examples second.

One cue is rarely sure ("what did they get?" may be a remedy, a sum or a fact), so the kinds are weighed, and the parts of a
decision are then preferred in that mixture. The examples are plain questions of each kind, not taken from any evaluation set.
Proved by tests/test_rag_kinds.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rag.cues import KIND_CUES, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.retrieve import QueryEmbedder

__all__ = ["EXAMPLES", "KindModel"]

EXAMPLES: Mapping[Kind, tuple[str, ...]] = {
    "remedy": (
        "What remedy was agreed for this fault?",
        "What did the council have to do to put things right?",
        "Which actions did the Ombudsman recommend?",
        "What must the council change so that it does not happen to others?",
        "Did they have to apologise or retrain staff?",
        "What can I expect if the council broke its promise?",
        "What service improvements followed?",
        "Was the council told to review its process?",
        "What did other families get?",
        "What should staff be reminded of?",
        "Why was a particular remedy not chosen?",
    ),
    "amount": (
        "How much was paid for distress?",
        "What sums are usual for delay?",
        "What payment did the family receive?",
        "What is the payment meant to recognise?",
        "Was more money agreed than the council had offered?",
        "How large was the financial remedy and who received it?",
        "What did people get for their time and trouble?",
    ),
    "time_limit": (
        "How long does the council have to reply?",
        "By when must the action be done?",
        "How many working days may this stage take?",
        "What is the deadline for the payment?",
        "How soon must a hearing be held?",
        "How often must visits or reviews take place?",
        "How long is too long to wait?",
    ),
    "law": (
        "What does the law require of a council here?",
        "Which guidance applies?",
        "Who is entitled to use this procedure?",
        "Must the council do an assessment?",
        "What does section 17 say?",
        "Are they allowed to refuse this?",
        "What is the purpose of the statutory process?",
        "What duties does the council owe?",
    ),
    "comparison": (
        "Which decisions are similar to this one?",
        "How do the two cases differ?",
        "Are there cases where the complaint was not upheld?",
        "Compare the findings against the two councils.",
        "Which councils were at fault for the same thing?",
        "Has any council been criticised for poor records?",
    ),
    "outcome": (
        "Was the complaint upheld?",
        "Was the council at fault and why?",
        "What did the investigator conclude?",
        "Did the Ombudsman agree with the complainant?",
        "What injustice did the fault cause?",
        "Why was no fault found?",
    ),
    "wish": (
        "What did the complainant complain about?",
        "What outcome did the parent want?",
        "What did the family say had gone wrong?",
    ),
    "facts": (
        "When did the events take place?",
        "What did the council say in its reply?",
        "What did the social worker do next?",
        "Who attended the meeting?",
        "What did the report find?",
        "Why did the family withdraw?",
        "What reason did the council give for the delay?",
        "What happened before the complaint was made?",
    ),
}
_CUE_WORTH = 0.25  # a turn of phrase weighs as much as this much more cosine
_SHARPNESS = 12.0  # how strongly nearness decides; fitted on the development questions


class KindModel:
    """The examples, embedded once."""

    def __init__(self, vectors: Mapping[Kind, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    @classmethod
    def from_examples(cls, embedder: QueryEmbedder) -> KindModel:
        """Embed the examples with the store's own model."""
        flat = embedder.embed([text for texts in EXAMPLES.values() for text in texts])
        vectors: dict[Kind, NDArray[np.float32]] = {}
        at = 0
        for kind, texts in EXAMPLES.items():
            vectors[kind] = flat[at : at + len(texts)]
            at += len(texts)
        return cls(vectors)

    def shares(self, question: str, vector: NDArray[np.float32]) -> dict[Kind, float]:
        """How likely each kind is, given the question and its vector."""
        import numpy as np

        plain = question.replace("’", "'")
        cued = [kind for kind, cue in KIND_CUES if cue.search(plain)]
        kinds = list(self._vectors)
        scores = np.array([self._near(kind, vector) + _cue_worth(kind, cued) for kind in kinds])
        weights = np.exp(_SHARPNESS * (scores - scores.max()))
        return dict(zip(kinds, (weights / weights.sum()).tolist(), strict=True))

    def _near(self, kind: Kind, vector: NDArray[np.float32]) -> float:
        """The mean of the two nearest examples: one alone may be near by its subject."""
        import numpy as np

        return float(np.sort(self._vectors[kind] @ vector)[-2:].mean())


def _cue_worth(kind: Kind, cued: list[Kind]) -> float:
    """The first cue counts whole, later ones half: the order of the cues is from the particular to the general."""
    if kind not in cued:
        return 0.0
    return _CUE_WORTH if cued[0] == kind else _CUE_WORTH / 2
