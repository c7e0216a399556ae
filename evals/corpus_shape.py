"""The shape of the corpus as it is, beside that of published decisions: lengths, repeats, outcomes.

Proved by tests/test_evals_corpus.py.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from evals.longer import tell_decision
from evals.shapes import load_shapes
from evals.structures import outline_of

__all__ = ["measure_shape", "shape_table"]

_SAMPLE = 5_000
"""Decisions told again to be measured; shares of repeated texts rise with their number."""
_STANDING = {"The Ombudsman’s role and powers", "How I considered this complaint"}
_LAW = "Law and guidance"
_PUBLISHED = {
    "paragraphs, median": "49 (five by hand, all investigated); 35 on average (2 million of 57,500)",
    "paragraphs, 90th percentile": "91, the longest of the five",
    "words of a paragraph, median": "56 (274 paragraphs of the five)",
    "words of a paragraph, mean": "62",
    "words of a paragraph, 90th percentile": "114",
    "share of powers and method": "0.10",
    "share of law": "0.15",
}


def measure_shape(count: int, *, seed: int = 0) -> dict[str, float]:
    """The shape of the first decisions, at most 5,000 of them."""
    numbers = range(min(count, _SAMPLE))
    lengths, words = list[int](), list[int]()
    texts, parts, outcomes = Counter[bytes](), Counter[str](), Counter[str]()
    case = set[bytes]()
    for number in numbers:
        structure = tell_decision(number, seed=seed).structure
        rows = outline_of(structure)
        lengths.append(len(rows))
        outcomes[structure.outcome] += 1
        for row in rows:
            part = "standing" if row.section in _STANDING else "law" if row.subsection == _LAW else "case"
            digest = blake2b(row.text.encode(), digest_size=12).digest()
            texts[digest] += 1
            parts[part] += 1
            words.append(len(row.text.split()))
            if part == "case":
                case.add(digest)
    whole = sum(parts.values())
    return {
        "decisions measured": len(lengths),
        "paragraphs, mean": statistics.fmean(lengths),
        "paragraphs, median": statistics.median(lengths),
        "paragraphs, 90th percentile": _at(lengths, 0.9),
        "words of a paragraph, median": statistics.median(words),
        "words of a paragraph, mean": statistics.fmean(words),
        "words of a paragraph, 90th percentile": _at(words, 0.9),
        "share of powers and method": parts["standing"] / whole,
        "share of law": parts["law"] / whole,
        "share of distinct texts": len(texts) / whole,
        "share of distinct texts, paragraphs of the case": len(case) / parts["case"],
        **{f"share {outcome.lower()}": n / len(lengths) for outcome, n in outcomes.most_common()},
    }


def _at(values: Sequence[int], share: float) -> float:
    return float(sorted(values)[int(share * len(values))])


def shape_table(shape: Mapping[str, Any]) -> str:
    """The shape for a terminal, with what is known of published decisions beside it."""
    known = {**_PUBLISHED, **_outcomes()}
    lines = [f"{'':<50}{'here':>10}  published"]
    lines += [f"{name:<50}{_figure(value):>10}  {known.get(name, '')}".rstrip() for name, value in shape.items()]
    return "\n".join(lines)


def _figure(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.0f}"


def _outcomes() -> dict[str, str]:
    shares = load_shapes().outcomes
    return {f"share {name.lower()}": f"{share:.3f} (facts file)" for name, share in shares.items()}
