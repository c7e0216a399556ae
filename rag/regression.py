"""A logistic regression that was fitted elsewhere and is read from a file. Proved by tests/test_rag_regression.py."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Regression"]


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights over standardised signals, and a constant; `mean`, `scale` and `weights` have one number a signal."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    constant: float

    @classmethod
    def read(cls, value: Mapping[str, Any], signals: Sequence[str]) -> Regression:
        """From a JSON value that names the signals it was fitted on.

        Raises:
            ValueError: they are others, or not as many as there are weights.
        """
        mean, scale, weights = (tuple(map(float, value[name])) for name in ("mean", "scale", "weights"))
        if tuple(value["signals"]) != tuple(signals) or {len(mean), len(scale), len(weights)} != {len(signals)}:
            message = f"got weights of {value['signals']}; expected {list(signals)}: run python -m evals choose"
            raise ValueError(message)
        return cls(mean, scale, weights, float(value["constant"]))

    def chance(self, signals: Sequence[float]) -> float:
        """How likely it is with these signals, 0 to 1."""
        columns = zip(signals, self.mean, self.scale, self.weights, strict=True)
        return 1 / (1 + math.exp(-self.constant - sum((signal - mean) / scale * weight for signal, mean, scale, weight in columns)))
